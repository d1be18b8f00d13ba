"""The survey profile: the rounds of a questionnaire beside each other, as bars with figures."""

from __future__ import annotations

from intake_app.documents.bars import bars
from intake_app.documents.blocks import SMALL, Block
from intake_app.documents.forms.shared import person_rows
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import sections, sentence
from intake_app.documents.survey_facts import SurveyProfileFacts
from intake_app.documents.table import Column, Table
from intake_app.formats import format_date
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("survey_profile", N_("Survey profile"), "1.0")


def build(facts: SurveyProfileFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    pictures: list[Block] = [bars(one) for one in facts.pictures]
    nothing = sentence(_("Nothing in this questionnaire can be counted."))
    story = sections(
        (_("Person"), [person_rows(facts.person, facts.heading)]),
        (facts.title, [_rounds(facts)]),
        (_("Scores by dimension"), [*(pictures or [nothing]), _reading(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _rounds(facts: SurveyProfileFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Round"), 3),
        Column(_("Day of the answers"), 3),
        Column(_("Asked by"), 4),
        Column(_("Version of the questionnaire"), 3),
    ]
    rows = [
        [
            word("round", one.round, language) if one.round else "",
            format_date(one.answered_on, language) if one.answered_on else "",
            one.asked_by,
            one.form_version,
        ]
        for one in facts.rounds
    ]
    return Table(columns, rows)


def _reading(facts: SurveyProfileFacts) -> Block:
    _ = texts(facts.language).gettext
    return sentence(
        _(
            "A change is given only between rounds that were counted in the same way. Questions"
            " that were answered with “I don’t know” or not at all are in no figure."
        ),
        SMALL,
    )
