"""Where the files are that the program brings along: icons, fonts, help."""

from __future__ import annotations

from pathlib import Path

from intake_app import program_folder


def resource(*parts: str) -> Path:
    """The path of a file below ``resources/``, in the source tree and in the frozen program."""
    return program_folder().joinpath("resources", *parts)
