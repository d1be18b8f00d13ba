"""A grant in sentences: its steps with who took them, its quotes, instalments and entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake_app.formats import format_date, format_money
from intake_app.grants import quotes
from intake_app.grants.instalments import is_seen, trigger_seen
from intake_app.grants.model import DECIDING, WAITING, GrantRequest, GrantState
from intake_app.grants.parts import Delivery, Entry, Part, Proof, Refund, Visit
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import GrantStep, Pack
from intake_app.values import Money
from intake_app.words import word
from ui.cases.days import on_day
from ui.tokens import Tone

Line = tuple[str, Tone, str]
"""An icon, its tone and a sentence."""

_DONE, _NEXT, _LATER = (
    ("circle-check", Tone.SUCCESS),
    ("clock", Tone.ACCENT),
    ("circle", Tone.NEUTRAL),
)
_PAID = (GrantState.DELIVERED, GrantState.VERIFIED, GrantState.CLOSED)
_YES = (GrantState.APPROVED, *_PAID)


def package_name(packs: Mapping[str, Pack], own: str, fund: str, package_id: str) -> str:
    """What a package is called; that of another programme than the case's own with its name."""
    pack = packs.get(fund or own)
    package = pack.package(package_id) if pack else None
    if pack is None or package is None:
        return package_id
    name = package.name.in_(language())
    if fund in ("", own):
        return name
    programme = pack.short_name.in_(language())
    return _("{package} ({programme})").format(package=name, programme=programme)


def step_words(step: GrantStep, pack: Pack | None) -> str:
    """What a step is called: the committee by its name, if the programme has one."""
    if step is GrantStep.COMMITTEE and pack is not None and pack.grants.committee is not None:
        return pack.grants.committee.in_(language())
    return word("grant_step", step)


def steps(
    grant: GrantRequest, pack: Pack | None, staff: Mapping[str, str], said_by: str = ""
) -> Iterator[Line]:
    """The whole way of a grant, each step as done, next or later. ``said_by`` is what is known of a
    decision from before there were steps."""
    done = {one.step: one for one in grant.done}
    for step in grant.steps:
        name = step_words(step, pack)
        if step in done:
            one = done[step]
            words = _("{step}: yes by {who} on {day}").format(
                step=name, who=staff.get(one.by, one.by), day=on_day(one.at)
            )
            yield *_DONE, f"{words}. {one.note}" if one.note else words
        elif step in DECIDING and grant.state in _YES:
            yield *_DONE, said_by or name
        elif step is grant.waits_for:
            yield *_NEXT, _("{step}: comes next").format(step=name)
        elif step is GrantStep.DELIVERY:
            yield _delivery(grant, name)
        elif step is GrantStep.VERIFICATION and is_seen(grant):
            yield *_DONE, name
        elif step is GrantStep.VERIFICATION and grant.state is GrantState.DELIVERED:
            yield *_NEXT, _("{step}: comes next").format(step=name)
        else:
            yield *_LATER, name
    yield _closing(grant, staff)


def _delivery(grant: GrantRequest, name: str) -> Line:
    if grant.state in _PAID:
        return *_DONE, name
    if grant.state is GrantState.APPROVED:
        return *_NEXT, _("{step}: comes next").format(step=name)
    return *_LATER, name


def _closing(grant: GrantRequest, staff: Mapping[str, str]) -> Line:
    name = word("grant_step", "closure")
    if grant.state is GrantState.CLOSED:
        return *_DONE, _("{step}: yes by {who} on {day}").format(
            step=name, who=staff.get(grant.ended_by, grant.ended_by), day=on_day(grant.ended_at)
        )
    return *_LATER, name


def ended_words(grant: GrantRequest, staff: Mapping[str, str]) -> str:
    """Who gave it up or closed it, when and why; empty while it goes on."""
    if not grant.ended_at or not grant.end_reason:
        return ""
    return _("{state} by {who} on {day}: {reason}").format(
        state=word("grant", grant.state),
        who=staff.get(grant.ended_by, grant.ended_by),
        day=on_day(grant.ended_at),
        reason=grant.end_reason,
    )


def quote_lines(grant: GrantRequest) -> list[Line]:
    """The offers, the cheapest first; the chosen one is marked."""
    lowest = quotes.cheapest(grant.quotes)
    return [
        (
            "circle-check" if quote.id == grant.chosen_quote else "circle",
            Tone.SUCCESS if quote.id == grant.chosen_quote else Tone.NEUTRAL,
            _quote(quote.supplier, quote.amount, lowest.amount if lowest else quote.amount)
            + (f" · {quote.note}" if quote.note else ""),
        )
        for quote in sorted(grant.quotes, key=lambda quote: quote.amount.minor)
    ]


def _quote(supplier: str, amount: Money, lowest: Money) -> str:
    more = amount - lowest
    if not more.minor:
        return _("{supplier}: {amount}").format(
            supplier=supplier, amount=format_money(amount, language())
        )
    return _("{supplier}: {amount}, {more} more than the cheapest").format(
        supplier=supplier,
        amount=format_money(amount, language()),
        more=format_money(more, language()),
    )


def choice_words(grant: GrantRequest) -> str:
    """Why a dearer offer was taken; empty if it is the cheapest."""
    if not grant.choice_reason or not grant.quotes:
        return ""
    return _("Why not the cheapest: {reason}").format(reason=grant.choice_reason)


def part_lines(grant: GrantRequest, staff: Mapping[str, str]) -> list[Line]:
    """The instalments: how much, what for, due when, and whether they may be paid."""
    return [_part(grant, part, staff) for part in grant.parts]


def _part(grant: GrantRequest, part: Part, staff: Mapping[str, str]) -> Line:
    words = _("{number}. {amount} ({share} %): {trigger}").format(
        number=part.number,
        amount=format_money(part.amount, language()),
        share=part.share,
        trigger=part.trigger(language()),
    )
    if part.due is not None:
        words = _("{words}. Due on {day}").format(
            words=words, day=format_date(part.due, language())
        )
    if part.confirmed_at:
        words = _("{words}. Confirmed by {who} on {day}: {ground}").format(
            words=words,
            who=staff.get(part.confirmed_by, part.confirmed_by),
            day=on_day(part.confirmed_at),
            ground=part.ground,
        )
    met_on, seen_by = trigger_seen(grant, part)
    if met_on is not None:
        words = _("{words}. Happened on {day}, seen by {who}").format(
            words=words, day=format_date(met_on, language()), who=seen_by
        )
    if grant.is_complete(part.number):
        return *_DONE, words
    if part.waits:
        return "lock", Tone.WARNING, words
    return *_LATER, words


def account_rows(grant: GrantRequest) -> list[tuple[str, str]]:
    """What was paid, proved, given back and is open; empty before the first payment."""
    if not grant.paid().minor:
        return []
    return [
        (_("Paid"), format_money(grant.paid(), language())),
        (_("Proved"), format_money(grant.proved(), language())),
        (_("Given back"), format_money(grant.refunded(), language())),
        (_("Still to be proved"), format_money(grant.open_amount(), language())),
    ]


def entry_lines(grant: GrantRequest, staff: Mapping[str, str]) -> list[Line]:
    """Everything that was written down, in the order of its days."""
    entries = sorted(grant.entries(), key=lambda entry: (entry.on, entry.at))
    return [(*_look(entry), entry_words(grant, entry, staff)) for entry in entries]


def _look(entry: Entry) -> tuple[str, Tone]:
    if not entry.stands:
        return "undo-2", Tone.NEUTRAL
    if isinstance(entry, Visit) and not entry.is_ok:
        return "triangle-alert", Tone.WARNING
    icons = {Delivery: "coins", Proof: "file-check", Visit: "eye", Refund: "undo-2"}
    return icons.get(type(entry), "circle"), Tone.ACCENT


def entry_words(grant: GrantRequest, entry: Entry, staff: Mapping[str, str]) -> str:
    """One entry in a sentence, and who took it back, if somebody did."""
    day = format_date(entry.on, language())
    words = " ".join(part for part in (_entry(entry, day), entry.note) if part)
    if len(grant.parts) > 1 and not isinstance(entry, Visit):
        words = _("{words} Instalment {number}.").format(words=words, number=entry.part)
    if entry.stands:
        return words
    return _("{words} Taken back by {who} on {day}: {reason}").format(
        words=words,
        who=staff.get(entry.taken_back_by, entry.taken_back_by),
        day=on_day(entry.taken_back_at),
        reason=entry.taken_back_reason,
    )


def _entry(entry: Entry, day: str) -> str:
    if isinstance(entry, Delivery):
        return _delivery_words(entry, day)
    if isinstance(entry, Proof):
        what = word("proof", entry.kind)
        where = f"{what}, {entry.reference}" if entry.reference else what
        if entry.amount is None:
            return _("{day}: {paper}.").format(day=day, paper=where)
        return _("{day}: {paper}, for {amount}.").format(
            day=day, paper=where, amount=format_money(entry.amount, language())
        )
    if isinstance(entry, Visit):
        found = _("in order") if entry.is_ok else _("not in order")
        return _("{day}: visit by {who}, {found}.").format(day=day, who=entry.visitor, found=found)
    assert isinstance(entry, Refund)
    return _("{day}: {amount} came back.").format(
        day=day, amount=format_money(entry.amount, language())
    )


def _delivery_words(entry: Delivery, day: str) -> str:
    words = _("{day}: {amount} ({payment}), from {giver} to {taker}.").format(
        day=day,
        amount=format_money(entry.amount, language()),
        payment=word("payment", entry.payment),
        giver=entry.handed_by,
        taker=entry.received_by,
    )
    if (price := entry.price) is not None:
        counted = _("Counted out: {local}, 1 {currency} = {rate} {other} on {day}.").format(
            local=format_money(price.amount, language()),
            currency=entry.amount.currency,
            rate=price.rate_words(language()),
            other=price.amount.currency,
            day=format_date(price.rate_on, language()),
        )
        words = f"{words} {counted}"
    if not entry.items:
        return words
    things = ", ".join(f"{item.quantity} × {item.what}" for item in entry.items)
    counted = ngettext("{count} item: {things}.", "{count} items: {things}.", len(entry.items))
    return f"{words} {counted.format(count=len(entry.items), things=things)}"


def waits_words(grant: GrantRequest, pack: Pack | None) -> str:
    """What a request waits for, in a word or two, for lists."""
    if grant.state in WAITING and grant.waits_for is not None and len(grant.deciding_steps) > 1:
        return _("Waits for: {step}").format(step=step_words(grant.waits_for, pack))
    return word("grant", grant.state)
