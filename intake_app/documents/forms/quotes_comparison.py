"""The quotes for a grant side by side: what each supplier asks, and why one was chosen."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block
from intake_app.documents.forms.shared import aid_rows, optional_money, who
from intake_app.documents.grant_facts import QuoteFacts, QuotesFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    fields,
    rows_by_hand,
    sections,
    sentence,
    signature_row,
    stamp_box,
)
from intake_app.documents.table import Column, Table
from intake_app.formats import format_money, format_number, format_short_date
from intake_app.i18n import N_, texts
from intake_app.values import Money

FORM = Form("quotes_comparison", N_("Comparison of quotes"), "1.0")

_BLANK_ROWS = 4


def build(facts: QuotesFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("What is to be bought"), [_aim(facts)]),
        (_("Quotes"), [_rule(facts), *_quotes(facts)]),
        (_("Choice"), [_choice(facts)]),
        (_("Signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _aim(facts: QuotesFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    return fields(
        *aid_rows(facts.aid, language),
        [
            Field(_("Line of the plan"), facts.aid.plan_line, 8),
            Field(_("Amount asked for"), optional_money(facts.aid.amount, language), 4, STRONG),
        ],
        by_hand=facts.heading.blank,
    )


def _rule(facts: QuotesFacts) -> Block:
    """What the programme wants, if it says anything."""
    language = facts.language
    _ = texts(language).gettext
    if not facts.needed:
        return Block()
    if facts.needed_from is None:
        text = _("The programme asks for {number} quotes, each of another supplier.")
        return sentence(text.format(number=format_number(facts.needed, language)))
    text = _("The programme asks for {number} quotes from {amount}, each of another supplier.")
    return sentence(
        text.format(
            number=format_number(facts.needed, language),
            amount=format_money(facts.needed_from, language),
        )
    )


def _quotes(facts: QuotesFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    blank = facts.heading.blank
    if not facts.quotes and not blank:
        return [sentence(_("No quotes were taken."))]
    columns = [
        Column(_("No."), 0, "right"),
        Column(_("Supplier"), 4),
        Column(_("Quoted on"), 1.6 if blank else 0),
        Column(_("What is offered, and when it comes"), 5),
        Column(_("Amount"), 2 if blank else 0, "right"),
        Column(_("Above the cheapest"), 2 if blank else 0, "right"),
    ]
    if blank:
        return [Table(columns, rows_by_hand(_BLANK_ROWS, len(columns), numbered=True, lines=2))]
    cheapest = _cheapest(facts.quotes)
    rows = [
        _row(number, quote, cheapest.get(quote.amount.currency), language)
        for number, quote in enumerate(facts.quotes, start=1)
    ]
    return [Table(columns, rows)]


def _cheapest(quotes: tuple[QuoteFacts, ...]) -> dict[str, Money]:
    """The lowest amount of each currency: amounts of two currencies are not compared."""
    lowest: dict[str, Money] = {}
    for quote in quotes:
        known = lowest.get(quote.amount.currency)
        if known is None or quote.amount < known:
            lowest[quote.amount.currency] = quote.amount
    return lowest


def _row(number: int, quote: QuoteFacts, cheapest: Money | None, language: str) -> list[str]:
    _ = texts(language).gettext
    supplier = "\n".join(part for part in (quote.supplier, quote.phone, quote.tax_number) if part)
    offer = "\n".join(part for part in (quote.what, quote.delivery) if part)
    more = quote.amount - cheapest if cheapest else None
    return [
        str(number),
        supplier,
        format_short_date(quote.quoted_on, language) if quote.quoted_on else "",
        offer,
        format_money(quote.amount, language),
        _("cheapest") if more is None or not more.minor else format_money(more, language),
    ]


def _choice(facts: QuotesFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        return fields(
            [Field(_("Chosen supplier"), "", 8), Field(_("Amount"), "", 4)],
            [Field(_("Why not the cheapest, or why fewer quotes"), "", 12)],
            [Field("", "", 12)],
            by_hand=True,
        )
    chosen = next((quote for quote in facts.quotes if quote.chosen), None)
    if chosen is None:
        return sentence(_("No supplier has been chosen yet."))
    rows = [
        [
            Field(_("Chosen supplier"), chosen.supplier, 8, STRONG),
            Field(_("Amount"), format_money(chosen.amount, language), 4, STRONG),
        ]
    ]
    if facts.reason:
        rows.append([Field(_("Reason"), facts.reason, 12)])
    if chosen.amount == _cheapest(facts.quotes)[chosen.amount.currency]:
        return stamp_box(_("The cheapest quote"), rows)
    return stamp_box(_("Not the cheapest quote"), rows)


def _signatures(facts: QuotesFacts) -> Block:
    _ = texts(facts.language).gettext
    parties = [
        Party(_("Compared by"), facts.compared_by),
        Party(_("Supervisor")),
        Party(_("Returnee")),
    ]
    return signature_row(parties, facts.language)
