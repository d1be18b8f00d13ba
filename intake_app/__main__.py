"""``python -m intake_app``: the commands without a window."""

from __future__ import annotations

import importlib
import sys

from intake_app.cli import main

CHILDREN = {
    "--read-attachment": "intake_app.attachments.child",
    "--read-codes": "intake_app.attachments.codes",
}
"""Be the process that opens a file from outside; a bundle has no other program for it."""

if __name__ == "__main__":
    if len(sys.argv) == 2 and (job := CHILDREN.get(sys.argv[1])):
        sys.exit(importlib.import_module(job).main())
    main()
