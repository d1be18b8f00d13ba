"""The receipt for what was given on arrival: what, how much, to whom, and room to sign."""

from __future__ import annotations

from intake_app.documents.amount_words import amount_in_words
from intake_app.documents.blocks import STRONG, Block, Space
from intake_app.documents.facts import ArrivalReceiptFacts, GivenFacts, PersonFacts
from intake_app.documents.forms.shared import capital, signatures, signer, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    OWN_SCRIPT,
    Field,
    Party,
    fields,
    rows_by_hand,
    sections,
    sentence,
)
from intake_app.documents.table import Column, Table
from intake_app.formats import format_money, format_number, format_short_date
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("arrival_receipt", N_("Arrival receipt"), "1.1")

_BLANK_ROWS = 8


def build(facts: ArrivalReceiptFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [_person(facts.person, facts)]),
        (_("What was given"), [*_given(facts), *_total(facts)]),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _person(person: PersonFacts, facts: ArrivalReceiptFacts) -> Block:
    _ = texts(facts.language).gettext
    if facts.heading.blank:
        return who(person, facts.heading)
    wide = 7 if person.own_script_name else 12
    row = [Field(_("Name"), person.full_name, wide, STRONG)]
    if person.own_script_name:
        script = person.own_script_name
        row.append(Field(_("Name in its own script"), script, 5, OWN_SCRIPT, max_lines=1))
    return fields(row)


def _given(facts: ArrivalReceiptFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if not facts.items and not facts.heading.blank:
        return [sentence(_("Nothing was given."))]
    wide = 2 if facts.heading.blank else 0
    columns = [
        Column(_("No."), 0, "right"),
        Column(_("Given on"), wide),
        Column(_("What"), 5),
        Column(_("Pieces"), 0, "right"),
        Column(_("How it was given"), 3),
        Column(_("Value"), wide, "right"),
    ]
    if facts.heading.blank:
        return [Table(columns, rows_by_hand(_BLANK_ROWS, len(columns), numbered=True))]
    rows = [_row(number, item, language) for number, item in enumerate(facts.items, start=1)]
    if facts.total is None:
        return [Table(columns, rows)]
    total = ["", "", _("Total"), "", "", format_money(facts.total, language)]
    return [Table(columns, rows, [total])]


def _row(number: int, item: GivenFacts, language: str) -> list[str]:
    _ = texts(language).gettext
    thing = item.thing
    if item.what:
        thing = _("{kind}: {text}").format(kind=thing, text=item.what)
    handed = word("handed", item.handed, language)
    if item.taken_by:
        handed = _("{how}, taken by {name}").format(how=handed, name=item.taken_by)
    return [
        str(number),
        format_short_date(item.given_on, language),
        thing,
        format_number(item.quantity, language),
        handed,
        format_money(item.value, language) if item.value else _("in kind"),
    ]


def _total(facts: ArrivalReceiptFacts) -> list[Block]:
    _ = texts(facts.language).gettext
    if facts.heading.blank:
        labels = [Field(_("Total"), "", 4), Field(_("Total in words"), "", 8)]
        return [Space(4), fields(labels, by_hand=True), Space(4)]
    if facts.total is None:
        return []
    words = capital(amount_in_words(facts.total, facts.language))
    return [Space(4), fields([Field(_("Total in words"), words, 12)]), Space(4)]


def _signatures(facts: ArrivalReceiptFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "I have received what stands above. It was read out to me in a language that I understand."
    )
    takers = dict.fromkeys(item.taken_by for item in facts.items if item.taken_by)
    if facts.heading.blank:
        takers = {"": None}
    others = [Party(_("Taken for the person by"), name, thumbprint=True) for name in takers]
    office = Party(_("For the office"), signer(facts.heading))
    return signatures(declaration, facts.person.full_name, [*others[:2], office], facts.language)
