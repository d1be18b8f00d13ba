"""The receipt for money: how much, in figures and in words, for what, and who took it."""

from __future__ import annotations

from intake_app.documents.amount_words import amount_in_words
from intake_app.documents.blocks import STRONG, Block
from intake_app.documents.forms.shared import (
    aid_rows,
    capital,
    optional_date,
    optional_money,
    signatures,
    who,
)
from intake_app.documents.grant_facts import ReceiptFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import FIGURE, Field, Party, fields, sections
from intake_app.formats import format_money, format_short_date
from intake_app.i18n import N_, texts
from intake_app.values import Money
from intake_app.words import word

FORM = Form("cash_receipt", N_("Cash receipt"), "1.0")


def build(facts: ReceiptFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("What was paid"), [_payment(facts)]),
        (_("The grant that it belongs to"), [_grant(facts)]),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _payment(facts: ReceiptFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    amount = facts.amount
    payment = word("payment", facts.payment, language) if facts.payment else ""
    words = amount_in_words(amount, language) if amount else ""
    rows = [
        [
            Field(_("Amount"), optional_money(amount, language), 5, FIGURE),
            Field(_("Paid on"), optional_date(facts.paid_on, language), 4),
            Field(_("Instalment"), facts.instalment, 3),
        ],
        [Field(_("Amount in words"), capital(words), 12, STRONG)],
        [
            Field(_("Payment"), payment, 4),
            Field(_("Reference"), facts.reference, 4),
            Field(_("Paid by"), facts.paid_by, 4),
        ],
    ]
    if facts.local is not None:
        rows.insert(1, _counted_out(facts.local, facts))
    return fields(*rows, by_hand=facts.heading.blank)


def _counted_out(local: Money, facts: ReceiptFacts) -> list[Field]:
    """The amount in the currency that was put into the hand, and how it was reckoned."""
    language = facts.language
    _ = texts(language).gettext
    rate = facts.rate
    if facts.rate_on is not None:
        day = format_short_date(facts.rate_on, language)
        rate = _("{rate} on {date}").format(rate=facts.rate, date=day)
    return [
        Field(_("Counted out"), format_money(local, language), 4, STRONG),
        Field(_("Rate"), rate, 3),
        Field(_("Counted out, in words"), capital(amount_in_words(local, language)), 5),
    ]


def _grant(facts: ReceiptFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    money = [
        Field(_("Grant in all"), optional_money(facts.aid.amount, language), 4),
        Field(_("Paid before"), optional_money(facts.paid_before, language), 4),
        Field(_("Left to pay"), optional_money(facts.left, language), 4),
    ]
    return fields(*aid_rows(facts.aid, language), money, by_hand=facts.heading.blank)


def _signatures(facts: ReceiptFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "I have received this amount in full. It was counted in front of me, and this receipt was"
        " read out to me in a language that I understand. I will use the money for the purpose"
        " above."
    )
    others = [Party(_("Paid by"), facts.paid_by), Party(_("For the office"))]
    if facts.taken_by:
        taker = Party(_("Taken for the person by"), facts.taken_by, thumbprint=True, share=1.4)
        others = [taker, others[0]]
    return signatures(declaration, facts.person.full_name, others, facts.language)
