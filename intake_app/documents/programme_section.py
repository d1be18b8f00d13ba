"""The section of a plan about the programmes it stands under: key dates, and what they ask."""

from __future__ import annotations

from collections.abc import Sequence

from intake_app.documents.blocks import STRONG, Block, Space
from intake_app.documents.parts import Field, fields, sentence
from intake_app.documents.programme_facts import ProgrammeFacts
from intake_app.documents.table import Column, Table
from intake_app.formats import format_short_date
from intake_app.i18n import texts


def programme_blocks(programmes: Sequence[ProgrammeFacts], language: str) -> list[Block]:
    """One programme after the other; the ceilings stand with the budget."""
    return [
        block
        for programme in programmes
        for block in (*_head(programme, language), *_tables(programme, language), Space(6))
    ]


def _head(programme: ProgrammeFacts, language: str) -> list[Block]:
    _ = texts(language).gettext
    edition = programme.edition
    if programme.since:
        edition = _("{sent} (today {now})").format(sent=edition, now=programme.since)
    rows = [
        [
            Field(_("Programme"), programme.name, 8, STRONG),
            Field(_("Edition under which it is decided"), edition, 4),
        ]
    ]
    if programme.steps:
        rows.append([Field(_("Steps of the programme"), " · ".join(programme.steps), 12)])
    if programme.leads:
        named = _("{field}: {value}")
        leads = (named.format(field=service, value=lead) for service, lead in programme.leads)
        rows.append([Field(_("Who leads today"), " · ".join(leads), 12)])
    if programme.unanswered:
        open_ones = " · ".join(programme.unanswered)
        rows.append([Field(_("Not answered yet, and needed"), open_ones, 12)])
    return [fields(*rows)]


def _tables(programme: ProgrammeFacts, language: str) -> list[Block]:
    _ = texts(language).gettext
    dates = Table(
        [Column(_("Key date"), 5), Column(_("Day"), 2), Column(_("Remark"), 5)],
        [
            [one.name, format_short_date(one.day, language) if one.day else "–", one.remark]
            for one in programme.dates
        ],
    )
    if not programme.asked:
        return [Space(4), dates, sentence(_("The programme asks for no papers and no training."))]
    asked = Table(
        [Column(_("Paper or training"), 5), Column(_("When"), 3), Column(_("State"), 4)],
        [[one.name, one.when, one.state] for one in programme.asked],
    )
    return [Space(4), dates, Space(6), asked]
