"""The questionnaires that come with the program (``resources/instruments``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from intake_app import program_folder
from intake_app.instruments.model import Questionnaire
from intake_app.instruments.xlsform import read_form
from intake_app.sheets.listfile import read_file
from intake_app.sheets.workbook import FORMS


def files() -> list[Path]:
    """Their files, by name."""
    return sorted((program_folder() / "resources" / "instruments").glob("*.xlsx"))


@cache
def questionnaires() -> tuple[Questionnaire, ...]:
    """All of them; a test holds that each can be read."""
    found = (read_form(read_file(path, FORMS)).questionnaire for path in files())
    return tuple(one for one in found if one is not None)
