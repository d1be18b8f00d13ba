"""Intake Desk: the core library. It knows nothing of windows; ``ui`` is built on top of it."""

import sys
from pathlib import Path

__version__ = "0.1.0"


def program_folder() -> Path:
    """The folder with ``locales`` and ``resources``, from source or in the frozen program."""
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    return Path(bundle or Path(__file__).resolve().parent.parent)
