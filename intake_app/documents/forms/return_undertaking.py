"""The undertaking not to come back for some time, which a programme wants before it pays."""

from __future__ import annotations

from intake_app.documents.blocks import Block, Space
from intake_app.documents.forms.shared import optional_date, points, signatures, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import Field, Party, fields, sections
from intake_app.documents.sheet import MM
from intake_app.documents.table import Column, Table
from intake_app.documents.undertaking_facts import UndertakingFacts
from intake_app.formats import country_name, format_partial
from intake_app.i18n import N_, texts

FORM = Form("return_undertaking", N_("Undertaking not to come back"), "1.0")


def build(facts: UndertakingFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    family = (
        [(_("Family members who undertake the same"), [_family(facts)])] if facts.family else []
    )
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("What is undertaken"), [_terms(facts), Space(4), points(_promises(facts))]),
        *family,
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _terms(facts: UndertakingFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    country = country_name(facts.country, language) if facts.country else ""
    rows = [
        [
            Field(_("Country that was left"), country, 6),
            Field(_("Not to come back before"), optional_date(facts.until, language), 6),
        ]
    ]
    if facts.source:
        rows.append([Field(_("According to"), facts.source, 12)])
    if facts.note:
        rows.append([Field(_("About this day"), facts.note, 12)])
    return fields(*rows, by_hand=facts.heading.blank)


def _promises(facts: UndertakingFacts) -> list[str]:
    _ = texts(facts.language).gettext
    return [
        _("I went home, or go home, of my own free will."),
        _("I undertake not to come back to the country above before the day above."),
        _("I give back the papers of that country which the programme asks for."),
    ]


def _family(facts: UndertakingFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Name"), 4),
        Column(_("Relation"), 2.4),
        Column(_("Date of birth"), 2.6),
        Column(_("Signature, or of whoever signs for a child"), 3),
    ]
    room = Space(9 * MM)  # a row as high as a signature needs it
    rows: list[list[str | Block]] = [
        [one.name, one.relation, format_partial(one.birth, language) if one.birth else "", room]
        for one in facts.family
    ]
    return Table(columns, rows)


def _signatures(facts: UndertakingFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "This undertaking was read out to me in a language that I understand, with what follows if"
        " it is not kept. I have a copy of it."
    )
    return signatures(
        declaration,
        facts.person.full_name,
        [Party(_("Counsellor"), facts.counsellor)],
        facts.language,
    )
