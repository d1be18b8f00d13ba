"""The deadlines of the morning, to hang on the wall: case numbers, no names, a square to tick."""

from __future__ import annotations

from intake_app.documents.blocks import NOTE, Block, Prose, Space
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import Field, Tick, fields, sections, sentence
from intake_app.documents.table import Column, Table
from intake_app.documents.wall_facts import WallFacts, WallPart
from intake_app.formats import format_moment
from intake_app.i18n import N_, texts

FORM = Form("deadlines_wall", N_("Deadlines of the morning"), "1.0")


def build(facts: WallFacts) -> bytes:
    """The sheet as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    parts = [(part.title, _part(part, facts.language)) for part in facts.parts]
    if not parts:
        parts = [(_("Nothing is due"), [sentence(_("Nothing is overdue or due these days."))])]
    story = sections((_("The sheet"), [_head(facts)]), *parts)
    return paper(FORM, facts.heading, story, facts)


def _head(facts: WallFacts) -> Block:
    _ = texts(facts.language).gettext
    zone = f"{facts.as_of:%z}"
    moment = format_moment(facts.as_of, facts.language)
    return fields(
        [
            Field(_("As of"), f"{moment} (UTC{zone[:3]}:{zone[3:]})", 5),
            Field(_("Shown"), facts.shown, 7),
        ]
    )


def _part(part: WallPart, language: str) -> list[Block]:
    _ = texts(language).gettext
    table = Table(
        [
            Column(_("When"), 2.6),
            Column(_("What"), 5),
            Column(_("Case number"), 0),
            Column(_("For whom"), 2.8),
            Column(texts(language).pgettext("a deadline", "Done"), 1),
        ],
        [[line.due, line.what, line.case_number, line.whose, Tick("")] for line in part.lines],
    )
    if not part.left_out:
        return [table]
    rest = texts(language).ngettext(
        "{count} more line is on the screen.",
        "{count} more lines are on the screen.",
        part.left_out,
    )
    return [table, Space(4), Prose(rest.format(count=part.left_out), NOTE)]
