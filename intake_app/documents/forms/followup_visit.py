"""The paper of one follow-up visit: filled from the vault, or with room for a pen."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Space, Stack
from intake_app.documents.followup_facts import AttemptFacts, VisitFacts
from intake_app.documents.forms.shared import optional_date, optional_money, signatures, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    Tick,
    fields,
    rows_by_hand,
    sections,
    subheading,
    tick_rows,
)
from intake_app.documents.table import Column, Table
from intake_app.formats import format_number, format_short_date
from intake_app.i18n import N_, texts
from intake_app.words import choices, word

FORM = Form("followup_visit", N_("Follow-up visit"), "1.0")

_BLANK_ATTEMPTS = 3
_IN_A_ROW = 3


def build(facts: VisitFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("The follow-up"), [_due(facts)]),
        (_("Attempts"), [_attempts(facts)]),
        (_("What was found"), _found(facts)),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _due(facts: VisitFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    month = format_number(facts.month, language) if facts.month else ""
    return fields(
        [
            Field(_("Month after arrival"), month, 3, STRONG),
            Field(_("Due on"), optional_date(facts.due_on, language), 3, STRONG),
            Field(_("First day"), optional_date(facts.opens_on, language), 3),
            Field(_("Last day"), optional_date(facts.until, language), 3),
        ],
        [
            Field(_("Made on"), optional_date(facts.made_on, language), 6, STRONG),
            Field(_("Made by"), facts.made_by, 6),
        ],
        by_hand=facts.heading.blank,
    )


def _attempts(facts: VisitFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Tried on"), 2),
        Column(_("How"), 3),
        Column(_("What it came to"), 4),
        Column(_("Remark"), 4),
    ]
    rows: list[list[str | Block]] = [[*_attempt(tried, language)] for tried in facts.attempts]
    if facts.heading.blank:
        rows += rows_by_hand(max(1, _BLANK_ATTEMPTS - len(rows)), len(columns))
    return Table(columns, rows or [["–", "", "", ""]])


def _attempt(tried: AttemptFacts, language: str) -> list[str]:
    return [
        format_short_date(tried.on, language) if tried.on else "",
        word("contact_way", tried.way, language) if tried.way else "",
        word("attempt", tried.outcome, language) if tried.outcome else "",
        " – ".join(part for part in (tried.note, tried.by) if part),
    ]


def _found(facts: VisitFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    jobs = "" if facts.jobs is None else format_number(facts.jobs, language)
    return [
        *_question(_("How"), "contact_way", facts.way, facts),
        *_question(_("Business"), "business", facts.business, facts),
        Space(2),
        fields(
            [
                Field(_("Jobs for other people"), jobs, 6),
                Field(_("Income of the last month"), optional_money(facts.income, language), 6),
            ],
            by_hand=facts.heading.blank,
        ),
        *_question(
            _("How satisfied with the help as a whole"), "satisfaction", facts.satisfaction, facts
        ),
        *_question(_("Leaving again"), "leaving", facts.intention, facts),
        Space(2),
        fields([Field(_("What was found"), facts.note, 12)], by_hand=facts.heading.blank),
        *([Space(24)] if facts.heading.blank else []),
    ]


def _question(title: str, group: str, chosen: str, facts: VisitFacts) -> list[Block]:
    """The answers to tick; the one that was given has its mark."""
    ticks: list[Block] = [
        Tick(words, ticked=code == chosen) for code, words in choices(group, facts.language)
    ]
    rows = tick_rows(ticks, _IN_A_ROW)
    return [subheading(title), Stack([part for row in rows for part in (row, Space(1.6))])]


def _signatures(facts: VisitFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "What stands above was read out to me in a language that I understand. I could say what I"
        " wanted, and leave out what I did not want to say."
    )
    others = [Party(_("Made by"), facts.made_by)]
    return signatures(declaration, facts.person.full_name, others, facts.language)
