"""The summary of the assessments: what the person wants, can and meets, then and now."""

from __future__ import annotations

from collections.abc import Sequence

from intake_app.documents.assessment_facts import BOTH, AssessmentFacts
from intake_app.documents.blocks import Block, Stack
from intake_app.documents.forms.shared import asked, signatures, signer, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import Field, Party, fields, rows_by_hand, sections, sentence
from intake_app.documents.table import Column, Table
from intake_app.formats import format_date
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("assessment_summary", N_("Assessment summary"), "1.0")

_BLANK_ROWS = 5


def build(facts: AssessmentFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("Assessments"), [_made(facts)]),
        (_("Wishes, and whether they are feasible"), [_wishes(facts)]),
        (_("Skills"), [_skills(facts)]),
        (_("Opportunities and risks"), [_prospects(facts)]),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _made(facts: AssessmentFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        made = [Field(_("Made on"), "", 6), Field(_("Made by"), "", 6)]
        return Stack([asked(_("Assessment"), "moment", language, 2), fields(made, by_hand=True)])
    return fields(
        *(
            [
                Field(_("Assessment"), word("moment", one.moment, language), 4),
                Field(_("Made on"), format_date(one.made_on, language) if one.made_on else "", 4),
                Field(_("Made by"), one.made_by, 4),
            ]
            for one in facts.made
        )
    )


def _wishes(facts: AssessmentFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Wish"), 3),
        Column(_("What helps"), 3),
        Column(_("What hinders"), 3),
        Column(_("Feasible?"), 3.4),
    ]
    rows = [
        (one.when, [one.text, one.helps, one.hinders, _feasible(one.feasible, one.why, language)])
        for one in facts.wishes
    ]
    return _table(facts, columns, rows, _("No wish was written down."))


def _feasible(code: str, why: str, language: str) -> str:
    _ = texts(language).gettext
    said = word("feasible", code, language) if code else _("Not decided yet")
    return _("{state}: {why}").format(state=said, why=why) if why else said


def _skills(facts: AssessmentFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Skill"), 3),
        Column(_("Level"), 1.8),
        Column(_("How the office knows"), 3.4),
        Column(_("Certificate"), 3),
    ]
    rows = [
        (
            one.when,
            [
                one.text,
                word("skill", one.skill_level, language) if one.skill_level else "",
                one.evidence,
                one.certificate,
            ],
        )
        for one in facts.skills
    ]
    return _table(facts, columns, rows, _("No skill was written down."))


def _prospects(facts: AssessmentFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Dimension"), 2),
        Column(_("Opportunity or risk"), 2),
        Column(_("What it is"), 4),
        Column(_("What will be done"), 4),
    ]
    rows = [
        (
            one.when,
            [
                word("dimension", one.dimension, language),
                word("prospect", one.side, language),
                one.text,
                one.action,
            ],
        )
        for one in facts.prospects
    ]
    return _table(facts, columns, rows, _("No opportunity and no risk was written down."))


def _table(
    facts: AssessmentFacts,
    columns: list[Column],
    rows: Sequence[tuple[str, list[str]]],
    empty: str,
) -> Block:
    """When something was seen so is said only where there are two assessments."""
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        return Table(columns, rows_by_hand(_BLANK_ROWS, len(columns), lines=2))
    if not rows:
        return sentence(empty)
    if len(facts.made) < 2:
        return Table(columns, [cells for _when, cells in rows])
    said = {BOTH: _("Both")}
    return Table(
        [*columns, Column(_("Seen"), 2)],
        [[*cells, said.get(when) or word("moment", when, language)] for when, cells in rows],
    )


def _signatures(facts: AssessmentFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "This was talked over with me in a language that I understand. I know that it is what my"
        " plan rests on, and that I can ask to have it changed."
    )
    office = Party(_("For the office"), signer(facts.heading))
    return signatures(declaration, facts.person.full_name, [office], facts.language)
