"""``python -m intake_app``: the commands without a window."""

from __future__ import annotations

from intake_app.cli import main

if __name__ == "__main__":
    main()
