"""The copy for the person: everything the office holds about them, in words and as data."""

from __future__ import annotations

from intake_app.documents.blocks import Block
from intake_app.documents.duty_facts import HeldEntry, HeldPart, Rows, SubjectCopyFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import GRID, Field, fields, sections, sentence, subheading
from intake_app.i18n import N_, texts

FORM = Form("subject_copy", N_("What we hold about you"), "1.0")

_SHORT = 34
"""A value of at most so many letters stands in a third of the width."""


def build(facts: SubjectCopyFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story: list[Block] = [
        sentence(
            _(
                "This paper is for {name}. It shows everything that this office has written down"
                " about you. You may have it corrected, and you may take back your consent at any"
                " time. Ask at the desk."
            ).format(name=facts.name)
        )
    ]
    if facts.notes:
        words = texts(facts.language).ngettext(
            "There is also {count} sealed note about protection or health. It is not printed here:"
            " ask your counsellor to read it with you.",
            "There are also {count} sealed notes about protection or health. They are not printed"
            " here: ask your counsellor to read them with you.",
            facts.notes,
        )
        story.append(sentence(words.format(count=facts.notes)))
    story += sections(*((part.title, _part(part, facts.language)) for part in facts.parts))
    return paper(FORM, facts.heading, story, facts)


def _part(part: HeldPart, language: str) -> list[Block]:
    _ = texts(language).gettext
    if not part.entries:
        return [sentence(_("Nothing is written down."))]
    return [block for entry in part.entries for block in _entry(entry)]


def _entry(entry: HeldEntry) -> list[Block]:
    blocks: list[Block] = [subheading(entry.title)] if entry.title else []
    return [*blocks, fields(*_in_thirds(entry.rows))]


def _in_thirds(rows: Rows) -> list[list[Field]]:
    """Short values three to a row, long ones over the whole width; in their order."""
    lines: list[list[Field]] = [[]]
    for label, value in rows:
        is_long = len(value) > _SHORT
        if is_long or len(lines[-1]) == 3 or (lines[-1] and lines[-1][-1].share == GRID):
            lines.append([])
        lines[-1].append(Field(label, value, GRID if is_long else GRID // 3))
    return [line for line in lines if line]
