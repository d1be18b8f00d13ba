"""Where the files are that the program brings along: icons, fonts, help."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a file below ``resources/``, in the source tree and in the frozen program."""
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    return Path(bundle or Path(__file__).resolve().parent.parent).joinpath("resources", *parts)
