"""``python -m intake_app``: the commands without a window."""

from __future__ import annotations

import importlib
import sys

from intake_app.cli import main

READ_ATTACHMENT = "--read-attachment"
"""Be the process that opens a file from outside; a bundle has no other program for it."""

if __name__ == "__main__":
    if sys.argv[1:] == [READ_ATTACHMENT]:
        sys.exit(importlib.import_module("intake_app.attachments.child").main())
    main()
