"""Questionnaires for tests: small ones written line by line, and the shipped ones answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from intake_app.acts import Role
from intake_app.instruments import service as instruments
from intake_app.instruments.model import Instrument, Kind, Questionnaire
from intake_app.instruments.xlsform import Reading, read_form
from intake_app.session import Session
from intake_app.sheets.listfile import read_file
from intake_app.sheets.workbook import FORMS
from intake_app.surveys import service as surveys
from intake_app.surveys.model import Round, Survey
from tests.conftest import SignIn
from tests.tools.xlsx_writer import workbook

EN, FR = "label::English (en)", "label::Français (fr)"
HEADS = ("type", "name", EN, FR, "relevant", "constraint", "constraint_message::English (en)",
         "constraint_message::Français (fr)", "required", "calculation", "default",
         "read_only")  # fmt: skip

LINES: tuple[Mapping[str, str], ...] = (
    {"type": "integer", "name": "age", EN: "How old?", FR: "Quel âge ?", "required": "yes",
     "constraint": ". >= 0 and . <= 120", HEADS[6]: "From 0 to 120", HEADS[7]: "De 0 à 120"},
    {"type": "begin_group", "name": "minor", EN: "For children", FR: "Pour les enfants",
     "relevant": "${age} < 18"},
    {"type": "select_one yes_no", "name": "alone", EN: "Alone?", FR: "Seul ?", "required": "yes"},
    {"type": "end_group"},
    {"type": "select_multiple things", "name": "has", EN: "What is there?", FR: "Qu’y a-t-il ?"},
    {"type": "date", "name": "since", EN: "Since when?", FR: "Depuis quand ?",
     "constraint": ". <= today()"},
    {"type": "decimal", "name": "land", EN: "Hectares", FR: "Hectares"},
    {"type": "calculate", "name": "double", "calculation": "${age} * 2"},
    {"type": "note", "name": "told", EN: "Twice: ${double}", FR: "Deux fois : ${double}"},
    {"type": "text", "name": "remarks", EN: "Remarks", FR: "Remarques"},
)  # fmt: skip
CHOICES: tuple[tuple[str, ...], ...] = (
    ("yes_no", "yes", "Yes", "Oui"),
    ("yes_no", "no", "No", "Non"),
    ("things", "land", "Land", "Terre"),
    ("things", "tools", "Tools", "Outils"),
)
SETTINGS = {"form_title": "Example / Exemple", "form_id": "example", "version": "1"}


def a_form(
    folder: Path,
    lines: Sequence[Mapping[str, str]] = LINES,
    choices: Sequence[Sequence[str]] = CHOICES,
    settings: Mapping[str, str] | None = None,
    heads: Sequence[str] = HEADS,
    name: str = "form.xlsx",
) -> Path:
    """The file on the disk."""
    about = settings if settings is not None else SETTINGS
    sheets: dict[str, list[Sequence[str]]] = {
        "survey": [heads, *([line.get(head, "") for head in heads] for line in lines)],
        "choices": [("list_name", "name", EN, FR), *choices],
        "settings": [list(about), list(about.values())],
    }
    path = folder / name
    path.write_bytes(workbook(sheets))
    return path


def read(path: Path) -> Reading:
    """What is in the file."""
    return read_form(read_file(path, FORMS))


def a_questionnaire(folder: Path, **changes: object) -> Questionnaire:
    """The example, read."""
    form = read(a_form(folder, **changes)).questionnaire  # type: ignore[arg-type]
    assert form is not None
    return form


def shipped(session: Session, form_id: str = "return_sustainability") -> Instrument:
    """A questionnaire that came with the program, in use."""
    known = {one.form_id: one for one in instruments.instruments(session)}
    if form_id in known:
        return known[form_id]
    (reading,) = [
        one
        for one in instruments.shipped_forms(session)
        if one.questionnaire and one.questionnaire.form_id == form_id
    ]
    return instruments.import_form(session, reading)


def full_answers(form: Questionnaire, place: int = 0) -> dict[str, str]:
    """Every question with choices answered by the one at this place of its list."""
    return {
        item.name: form.choices_of(item)[min(place, len(form.choices_of(item)) - 1)].name
        for item in form.asked()
        if item.kind in (Kind.ONE, Kind.MANY)
    }


def answer_survey(
    sign_in: SignIn,
    case_id: str,
    answers: Mapping[str, str] | None = None,
    round_: Round = Round.BASELINE,
    place: int = 0,
) -> Survey:
    """The shipped survey answered in a case by a counsellor."""
    instrument = shipped(sign_in(Role.SUPERVISOR))
    counsellor = sign_in(Role.COUNSELLOR)
    fresh = surveys.start_survey(counsellor, case_id, instrument.id)
    said = {**full_answers(instrument.questionnaire, place), **(answers or {})}
    return surveys.save_survey(
        counsellor, replace(fresh, round=round_, language="fr", answers=said)
    )
