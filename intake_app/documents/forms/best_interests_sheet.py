"""The best-interests sheet: an assessment, a planning or a determination; filled, or for a pen."""

from __future__ import annotations

from collections.abc import Sequence

from intake_app.documents.blocks import BODY, STRONG, Block, Kept, Space, Stack
from intake_app.documents.child_facts import BestInterestsFacts
from intake_app.documents.forms.shared import optional_date, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    ROOM_FOR_A_PEN,
    Field,
    Party,
    Tick,
    fields,
    sections,
    sentence,
    signature_row,
    tick_rows,
)
from intake_app.documents.table import Column, Table
from intake_app.i18n import N_, texts
from intake_app.words import choices, word

FORM = Form("best_interests_sheet", N_("Best-interests sheet"), "1.0")

_STAGES = ("assessment", "planning", "determination")
_BLANK_OPTIONS = 3
_ROOM = 62
"""Points for a few lines by hand."""
_BLANK_MEMBERS = 3


def build(facts: BestInterestsFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    is_panel = facts.heading.blank or bool(facts.panel)
    panel = [(_("Panel"), [_panel(facts)])] if is_panel else []
    story = sections(
        (_("Child"), [who(facts.person, facts.heading), *_about(facts)]),
        (_("The procedure"), _procedure(facts)),
        (_("What the child said"), _text(facts, facts.said, _ROOM)),
        (_("What endangers the child, and what protects it"), _text(facts, facts.risks, _ROOM)),
        (_("Options that were weighed"), [_options(facts)]),
        (_("Outcome and reasons"), [*_text(facts, facts.outcome, _ROOM), *_review(facts)]),
        *panel,
        (_("Signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _about(facts: BestInterestsFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        ticks: list[Block] = [Tick(words) for _code, words in choices("standing", language)]
        home = fields([Field(_("Caregiver or guardian"), "", 12)], by_hand=True)
        return [Space(2), Stack(tick_rows(ticks, 3)), Space(2), home]
    standing = word("standing", facts.standing, language) if facts.standing else ""
    shown = [
        Field(_("The child came home"), standing, 4),
        Field(_("Caregiver or guardian"), facts.caregiver, 8),
    ]
    return [fields([one for one in shown if one.value])] if standing or facts.caregiver else []


def _procedure(facts: BestInterestsFacts) -> list[Block]:
    language, blank = facts.language, facts.heading.blank
    _ = texts(language).gettext
    ticks: list[Block] = [
        Tick(word("child_entry", code, language), ticked=code == facts.stage) for code in _STAGES
    ]
    return [
        Stack([part for row in tick_rows(ticks, 3) for part in (row, Space(1.6))]),
        fields(
            [
                Field(_("Made on"), optional_date(facts.on, language), 4, STRONG),
                Field(_("Made by"), facts.made_by, 8, STRONG),
            ],
            [Field(_("Who took part"), facts.took_part, 12)],
            by_hand=blank,
        ),
    ]


def _text(facts: BestInterestsFacts, text: str, room: float) -> list[Block]:
    if facts.heading.blank:
        return [Space(room)]
    return [sentence(text or "–", BODY)]


def _options(facts: BestInterestsFacts) -> Block:
    _ = texts(facts.language).gettext
    columns = [Column(_("Option"), 4), Column(_("For"), 4), Column(_("Against"), 4)]
    rows: list[list[str | Block]] = [
        [one.what, one.in_favour or "–", one.against or "–"] for one in facts.options
    ]
    if facts.heading.blank:
        rows = _empty(columns, _BLANK_OPTIONS)
    return Table(columns, rows or [["–", "", ""]])


def _empty(columns: Sequence[Column], count: int) -> list[list[str | Block]]:
    return [[Space(ROOM_FOR_A_PEN) for _column in columns] for _row in range(count)]


def _review(facts: BestInterestsFacts) -> list[Block]:
    _ = texts(facts.language).gettext
    day = optional_date(facts.review_on, facts.language)
    if not day and not facts.heading.blank:
        return []
    return [fields([Field(_("Looked at again on"), day, 6, STRONG)], by_hand=facts.heading.blank)]


def _panel(facts: BestInterestsFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [Column(_("Member"), 5), Column(_("Function"), 4), Column(_("Signature"), 3)]
    rows: list[list[str | Block]] = [
        [name, role or "–", Space(ROOM_FOR_A_PEN)] for name, role in facts.panel
    ]
    if facts.heading.blank:
        return Table(columns, _empty(columns, _BLANK_MEMBERS))
    decided = [
        Field(_("Second pair of eyes"), word("child_verdict", facts.state, language), 4, STRONG),
        Field(_("By whom"), facts.decided_by, 4),
        Field(_("Day"), optional_date(facts.decided_on, language), 4),
    ]
    shown = [fields([one for one in decided if one.value])] if facts.state else []
    return Stack([Table(columns, rows), Space(2), *shown])


def _signatures(facts: BestInterestsFacts) -> Block:
    _ = texts(facts.language).gettext
    note = _(
        "This sheet goes into a closed envelope. Only those who work for this child may read it."
    )
    parties = [
        Party(_("Written by"), facts.written_by),
        Party(_("Caregiver or guardian"), "", share=1.2),
        Party(_("Second person"), facts.decided_by),
    ]
    return Kept([sentence(note), signature_row(parties, facts.language)])
