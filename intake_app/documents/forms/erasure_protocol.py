"""The erasure protocol: who signed, what went and when, by ids only; and what is left to do."""

from __future__ import annotations

from intake_app.documents.blocks import SMALL, Block, Space
from intake_app.documents.duty_facts import ErasedFileFacts, ErasureFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    fields,
    fingerprint,
    sections,
    sentence,
    signature_row,
    write_lines,
)
from intake_app.documents.table import Column, Table
from intake_app.formats import format_moment, format_number, format_short_date
from intake_app.i18n import N_, texts

FORM = Form("erasure_protocol", N_("Erasure protocol"), "1.0")


def build(facts: ErasureFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("The list"), [_list(facts)]),
        (_("What was erased"), [_counts(facts), Space(12.0), _files(facts)]),
        (_("Copies that still hold these files"), _copies(facts)),
        (_("Signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _list(facts: ErasureFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    finished = format_moment(facts.finished_at, language) if facts.finished_at else ""
    return fields(
        [
            Field(_("Signed by"), facts.signed_by, 4),
            Field(_("Signed on"), format_moment(facts.signed_at, language), 4),
            Field(_("Erased to the end on"), finished or _("not finished"), 4),
        ],
        [Field(_("How long files are kept"), facts.rule, 12)],
        [Field(_("Content (SHA-256)"), fingerprint(facts.content_hash), 12, SMALL)],
        [Field(_("Signature (Ed25519)"), fingerprint(facts.signature), 12, SMALL)],
    )


def _counts(facts: ErasureFacts) -> Block:
    _ = texts(facts.language).gettext
    if not facts.counts:
        return sentence(_("Nothing was erased yet."))
    rows = [[words, format_number(count, facts.language)] for words, count in facts.counts]
    return Table([Column(_("Kind of record"), 5), Column(_("How many"), 2, "right")], rows)


def _files(facts: ErasureFacts) -> Block:
    _ = texts(facts.language).gettext
    return Table(
        [
            Column(_("File"), 3),
            Column(_("Number in the audit log"), 6),
            Column(_("Kept until"), 2),
            Column(_("Erased on"), 3),
            Column(_("Records"), 1.4, "right"),
        ],
        [_file(file, facts.language) for file in facts.files],
    )


def _file(file: ErasedFileFacts, language: str) -> list[str]:
    _ = texts(language).gettext
    return [
        file.kind,
        file.id,
        format_short_date(file.due_on, language),
        format_moment(file.erased_at, language) if file.erased_at else _("not yet"),
        format_number(file.records, language),
    ]


def _copies(facts: ErasureFacts) -> list[Block]:
    _ = texts(facts.language).gettext
    blocks: list[Block] = []
    if facts.copies:
        names = ", ".join(facts.copies)
        blocks.append(
            sentence(_("On this computer, in the vault folder: {names}.").format(names=names))
        )
    else:
        blocks.append(sentence(_("On this computer there is none any more.")))
    blocks += [
        sentence(
            _(
                "Backups on other disks and sticks that were made before this day hold the files"
                " until they are destroyed by hand. Write down each one that was destroyed."
            )
        ),
        *(
            write_lines((_("Backup destroyed by hand"), 6.0), (_("By"), 4.0), (_("Date"), 2.0))
            for _line in range(3)
        ),
    ]
    return blocks


def _signatures(facts: ErasureFacts) -> Block:
    _ = texts(facts.language).gettext
    return signature_row(
        [Party(_("Supervisor"), facts.signed_by), Party(_("Witness"))], facts.language
    )
