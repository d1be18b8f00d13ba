"""The breach report: what happened, what was lost, what was done, and how the entry changed."""

from __future__ import annotations

from intake_app.documents.blocks import Block
from intake_app.documents.duty_facts import BreachFacts, BreachVersionFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import GRID, Field, Party, fields, sections, signature_row
from intake_app.formats import format_moment
from intake_app.i18n import N_, texts

FORM = Form("breach_report", N_("Breach report"), "1.0")


def build(facts: BreachFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    titles = [_("As it stands now"), *(_("Earlier entry") for _older in facts.versions[1:])]
    parts = [
        (title, _version(version, facts.language))
        for title, version in zip(titles, facts.versions, strict=True)
    ]
    signed = signature_row([Party(_("Supervisor")), Party(_("Head of the office"))], facts.language)
    story = sections(*parts, (_("Signatures"), [signed]))
    return paper(FORM, facts.heading, story, facts)


def _version(version: BreachVersionFacts, language: str) -> list[Block]:
    _ = texts(language).gettext
    head = [
        Field(_("Entry"), str(version.revision), 2),
        Field(_("Written by"), version.written_by, 6),
        Field(_("Written on"), format_moment(version.written_at, language), 4),
    ]
    return [fields(head, *([Field(label, value, GRID)] for label, value in version.rows))]
