"""The questionnaires of the sample: those that came with the program, asked in two rounds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from intake_app.instruments import service as instruments
from intake_app.instruments.model import Instrument, Kind
from intake_app.session import Session
from intake_app.surveys import service as surveys
from intake_app.surveys.model import Round

_SUSTAINABILITY, _SATISFACTION = "return_sustainability", "returnee_satisfaction"


def use_questionnaires(session: Session) -> None:
    """A supervisor takes what came with the program into use."""
    for reading in instruments.shipped_forms(session):
        instruments.import_form(session, reading)


def ask_in_rounds(session: Session, case_id: str) -> None:
    """A counsellor asks on arrival and again today; the second round is a little better."""
    forms = {one.form_id: one for one in surveys.surveys_of(session, case_id).to_ask}
    chance = random.Random(7)
    if _SUSTAINABILITY in forms:
        form = forms[_SUSTAINABILITY]
        _ask(session, case_id, form, Round.BASELINE, _some(form, chance, 2), days_ago=21)
        better = _some(form, chance, 1)
        _ask(session, case_id, form, Round.MIDTERM, better | {"remarks": "L’atelier marche."})
    if _SATISFACTION in forms:
        form = forms[_SATISFACTION]
        _ask(session, case_id, form, Round.MIDTERM, _some(form, chance, 1))


def _some(form: Instrument, chance: random.Random, middle: int) -> dict[str, str]:
    """An answer for every question that offers some, near this place of its list."""
    found = {}
    for item in form.questionnaire.asked():
        choices = form.questionnaire.choices_of(item)
        if item.kind in (Kind.ONE, Kind.MANY) and choices:
            scored = [one for one in choices if one.name.isdigit()] or list(choices)
            place = min(max(0, middle + chance.choice((-1, 0, 0, 1))), len(scored) - 1)
            found[item.name] = scored[place].name
    return found


def _ask(
    session: Session,
    case_id: str,
    form: Instrument,
    round_: Round,
    answers: dict[str, str],
    days_ago: int = 0,
) -> None:
    survey = surveys.start_survey(session, case_id, form.id)
    day = session.today() - timedelta(days=days_ago)
    surveys.save_survey(
        session, replace(survey, round=round_, answered_on=day, language="fr", answers=answers)
    )
