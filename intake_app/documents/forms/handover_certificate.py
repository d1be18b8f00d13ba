"""The certificate for things handed over: each with its number, pieces, value and condition."""

from __future__ import annotations

from intake_app.documents.amount_words import amount_in_words
from intake_app.documents.blocks import Block, Space
from intake_app.documents.forms.shared import (
    aid_rows,
    capital,
    optional_date,
    optional_money,
    signatures,
    who,
)
from intake_app.documents.grant_facts import HandOverFacts, ThingFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import Field, Party, fields, rows_by_hand, sections, sentence
from intake_app.documents.table import Column, Table
from intake_app.formats import format_number
from intake_app.i18n import N_, texts

FORM = Form("handover_certificate", N_("Hand-over certificate"), "1.0")

_BLANK_ROWS = 8


def build(facts: HandOverFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("The grant that it belongs to"), [_grant(facts)]),
        (_("What was handed over"), _things(facts)),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _grant(facts: HandOverFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    return fields(
        *aid_rows(facts.aid, language),
        [
            Field(_("Supplier"), facts.aid.supplier, 8),
            Field(_("Delivery note"), facts.delivery_note, 4),
        ],
        [
            Field(_("Handed over on"), optional_date(facts.handed_on, language), 4),
            Field(_("Place"), facts.place, 4),
            Field(_("Handed over by"), facts.handed_by, 4),
        ],
        by_hand=facts.heading.blank,
    )


def _things(facts: HandOverFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if not facts.things and not facts.heading.blank:
        return [sentence(_("Nothing was handed over."))]
    columns = [
        Column(_("No."), 0, "right"),
        Column(_("What"), 5),
        Column(_("Serial number"), 2.6),
        Column(_("Quantity"), 0, "right"),
        Column(_("Unit"), 1.4),
        Column(_("Condition"), 1.7),
        Column(_("Value"), 1.8 if facts.heading.blank else 0, "right"),
    ]
    if facts.heading.blank:
        return [Table(columns, rows_by_hand(_BLANK_ROWS, len(columns), numbered=True))]
    rows = [_row(number, thing, language) for number, thing in enumerate(facts.things, start=1)]
    if facts.total is None:
        return [Table(columns, rows)]
    total = ["", _("Total"), "", "", "", "", optional_money(facts.total, language)]
    words = fields(
        [Field(_("Total in words"), capital(amount_in_words(facts.total, language)), 12)]
    )
    return [Table(columns, rows, [total]), Space(4), words, Space(4)]


def _row(number: int, thing: ThingFacts, language: str) -> list[str]:
    _ = texts(language).gettext
    return [
        str(number),
        thing.what,
        thing.serial,
        format_number(thing.quantity, language),
        thing.unit,
        thing.condition,
        optional_money(thing.value, language) or _("in kind"),
    ]


def _signatures(facts: HandOverFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "I have received these things, in this number and condition. I have looked at them, and"
        " this certificate was read out to me in a language that I understand. I will use them for"
        " the purpose above and show them when somebody of the office visits."
    )
    others = [Party(_("Handed over by"), facts.handed_by), Party(_("For the office"))]
    if facts.taken_by:
        taker = Party(_("Taken for the person by"), facts.taken_by, thumbprint=True, share=1.4)
        others = [taker, others[0]]
    return signatures(declaration, facts.person.full_name, others, facts.language)
