"""``python -m intake_app``: the commands without a window."""

from __future__ import annotations

import sys

from intake_app.attachments import jobs
from intake_app.cli import main

if __name__ == "__main__":
    code = jobs.run(sys.argv[1:])
    if code is not None:
        sys.exit(code)
    main()
