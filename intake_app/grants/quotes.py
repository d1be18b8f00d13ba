"""Offers of suppliers: when they are needed, how many, and which one is taken. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from intake_app.formats import format_money
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import Quote
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import GrantRules
from intake_app.plans.model import LineForm
from intake_app.values import folded


def cheapest(quotes: Collection[Quote]) -> Quote | None:
    """The lowest offer; the first of several equal ones; None without any."""
    return min(quotes, key=lambda quote: quote.amount.minor, default=None)


def chosen(request: GrantRequest) -> Quote | None:
    """The offer that is taken."""
    return next((quote for quote in request.quotes if quote.id == request.chosen_quote), None)


def problems(request: GrantRequest, today: date) -> dict[str, str]:
    """One sentence per field that does not fit: ``quotes.0.supplier``, ``chosen_quote`` …"""
    found: dict[str, str] = {}
    suppliers: set[str] = set()
    for number, quote in enumerate(request.quotes):
        field = f"quotes.{number}"
        supplier = folded(quote.supplier)
        if not supplier:
            found[f"{field}.supplier"] = _("Type the name of the supplier.")
        elif supplier in suppliers:
            found[f"{field}.supplier"] = _(
                "This supplier has a quote already. One of each supplier counts."
            )
        suppliers.add(supplier)
        if quote.amount.currency != request.amount.currency:
            found[f"{field}.amount"] = _("Type the amount in {currency}.").format(
                currency=request.amount.currency
            )
        elif quote.amount.minor <= 0:
            found[f"{field}.amount"] = _("Type an amount above zero.")
        if quote.on > today:
            found[f"{field}.on"] = _("This day has not come yet.")
    if request.quotes and not found:
        found |= _problems_of_choice(request)
    return found


def _problems_of_choice(request: GrantRequest) -> dict[str, str]:
    taken, lowest = chosen(request), cheapest(request.quotes)
    if taken is None or lowest is None:
        return {"chosen_quote": _("Choose the quote that is taken.")}
    if taken.amount.minor > lowest.amount.minor and not request.choice_reason:
        return {"choice_reason": _("Say why the cheapest quote is not taken.")}
    return {}


def how_many(request: GrantRequest, rules: GrantRules, others: Iterable[GrantRequest] = ()) -> int:
    """How many quotes the programme wants: 0 where it names no amount, below it, and for cash.

    ``others`` are the case's requests: what is asked of one plan line counts together, so that
    nobody stays below the amount by asking twice.
    """
    threshold = rules.quotes_from
    if threshold is None or request.form == LineForm.CASH:
        return 0
    asked = request.amount
    for other in others:
        if other.id != request.id and other.line_id == request.line_id:
            asked += other.bound
    if asked.currency == threshold.currency and asked < threshold:
        return 0
    return rules.quotes


def missing(request: GrantRequest, rules: GrantRules, others: Iterable[GrantRequest] = ()) -> str:
    """Why the check cannot say yes for want of quotes, in words; empty if there are enough."""
    wanted, there = how_many(request, rules, others), len(request.quotes)
    if there >= wanted or rules.quotes_from is None:
        return ""
    return ngettext(
        "From {amount} on, the programme wants {wanted} quote; there are {there}."
        " Return the request.",
        "From {amount} on, the programme wants quotes of {wanted} suppliers; there are {there}."
        " Return the request.",
        wanted,
    ).format(amount=format_money(rules.quotes_from, language()), wanted=wanted, there=there)
