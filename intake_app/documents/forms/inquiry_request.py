"""The request to the counterpart in the other country: what is asked, and what may be told."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Kept, Space, Stack
from intake_app.documents.child_facts import InquiryFacts
from intake_app.documents.forms.shared import optional_date
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
from intake_app.words import choices

FORM = Form("inquiry_request", N_("Social inquiry request"), "1.0")

_BLANK_LINES = 5


def build(facts: InquiryFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("To"), [_recipient(facts)]),
        (_("What is asked"), _asked(facts)),
        (_("What may be told about the child"), _told(facts)),
        (_("Report of the counterpart"), [_report(facts)]),
        (_("Signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _recipient(facts: InquiryFacts) -> Block:
    _ = texts(facts.language).gettext
    return fields(
        [
            Field(_("Organisation"), facts.organisation, 8, STRONG),
            Field(_("Country"), facts.country, 4, STRONG),
        ],
        [
            Field(_("Person there"), facts.contact_person, 5),
            Field(_("Safe contact"), facts.contact, 4),
            Field(_("Language"), facts.language_there, 3),
        ],
        by_hand=facts.heading.blank,
    )


def _asked(facts: InquiryFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    days = [
        Field(_("Asked on"), optional_date(facts.on, language), 4),
        Field(_("Answer hoped for by"), optional_date(facts.answer_by, language), 4, STRONG),
        Field(_("How it goes"), facts.passage, 4),
    ]
    if facts.heading.blank:
        ticks: list[Block] = [Tick(words) for _code, words in choices("child_purpose", language)]
        rows = [part for row in tick_rows(ticks, 2) for part in (row, Space(1.6))]
        question = fields([Field(_("What is asked or told"), "", 12)], by_hand=True)
        return [Stack(rows), question, Space(44), fields(days, by_hand=True)]
    return [
        fields(
            [Field(_("Purpose"), facts.purpose, 12, STRONG)],
            [Field(_("What is asked or told"), facts.what, 12)],
            [one for one in days if one.value],
        )
    ]


def _told(facts: InquiryFacts) -> list[Block]:
    _ = texts(facts.language).gettext
    columns = [Column(_("About"), 4), Column(_("What may be told"), 8)]
    rows: list[list[str | Block]] = [[label, value] for label, value in facts.told]
    if facts.heading.blank:
        rows = [[Space(ROOM_FOR_A_PEN), Space(ROOM_FOR_A_PEN)] for _line in range(_BLANK_LINES)]
    blocks: list[Block] = [Table(columns, rows or [["–", ""]])]
    if facts.kept_back:
        blocks.append(sentence(_("Further details are kept back and are not to be asked for.")))
    if facts.basis:
        blocks.append(fields([Field(_("On what it rests"), facts.basis, 12)]))
    return blocks


def _report(facts: InquiryFacts) -> Block:
    _ = texts(facts.language).gettext
    return Kept(
        [
            sentence(
                _(
                    "Please describe the family, its home and means, its wish to receive the child,"
                    " school and care nearby, and every danger that you see."
                )
            ),
            Space(110),
        ]
    )


def _signatures(facts: InquiryFacts) -> Block:
    _ = texts(facts.language).gettext
    note = _(
        "For the person named above alone: do not copy this sheet or pass it on, and keep it"
        " locked away. It carries no photograph of the child."
    )
    parties = [
        Party(_("Counsellor"), facts.counsellor),
        Party(_("Counterpart"), facts.contact_person),
    ]
    return Kept([sentence(note), signature_row(parties, facts.language)])
