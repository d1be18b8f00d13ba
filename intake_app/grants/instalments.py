"""How an amount is cut into instalments, and when a grant is complete. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intake_app.grants.model import PAID_OUT, GrantRequest, GrantState
from intake_app.grants.parts import Part
from intake_app.packs.model import GrantStep, Instalments, PartStart
from intake_app.values import Money


def cut(amount: Money, rule: Instalments | None, arrived_on: date) -> tuple[Part, ...]:
    """The parts of an amount, in whole minor units; the last takes what the shares leave over.

    Empty where it is paid at once: no rule, a single part, or an amount too small to be cut.
    """
    if rule is None or len(rule.parts) < 2:
        return ()
    minors = [amount.minor * part.share // 100 for part in rule.parts[:-1]]
    minors.append(amount.minor - sum(minors))
    if min(minors) <= 0:
        return ()
    return tuple(
        Part(
            number=number,
            amount=Money(minor, amount.currency),
            share=part.share,
            trigger_en=part.trigger.in_("en"),
            trigger_fr=part.trigger.in_("fr"),
            months=part.months,
            start=part.start.value,
            due=part.due(arrived_on, None),
        )
        for number, (minor, part) in enumerate(zip(minors, rule.parts, strict=True), start=1)
    )


def due_after_approval(
    parts: tuple[Part, ...], rule: Instalments | None, approved_on: date
) -> tuple[Part, ...]:
    """The same parts with the days that count from the approval."""
    if rule is None or len(rule.parts) != len(parts):
        return parts
    return tuple(
        replace(part, due=named.due(None, approved_on))
        if named.start is PartStart.APPROVAL
        else part
        for part, named in zip(parts, rule.parts, strict=True)
    )


def next_part(request: GrantRequest) -> Part | None:
    """The instalment that is paid next; None if all are complete."""
    return next(
        (part for part in request.instalments() if not request.is_complete(part.number)), None
    )


def asks_for_trigger(request: GrantRequest, part: Part) -> bool:
    """True if whoever pays has to say when the trigger happened: nobody has written it down yet."""
    is_begun = bool(request.paid(part.number).minor)
    return part.number == 1 and bool(part.trigger("en")) and not is_begun


def trigger_seen(request: GrantRequest, part: Part) -> tuple[date | None, str]:
    """When what an instalment waits for happened, and who saw it: of the first, whoever paid it
    wrote that down."""
    paid = (one for one in request.deliveries if one.stands and one.part == part.number)
    first = next((one for one in paid if one.met_on is not None), None)
    if part.met_on is None and first is not None:
        return first.met_on, first.seen_by
    return part.met_on, part.seen_by


def is_seen(request: GrantRequest) -> bool:
    """True if the newest visit since the last delivery found everything in order."""
    standing = [
        (number, one) for number, one in enumerate(request.deliveries, start=1) if one.stands
    ]
    if not standing:
        return False
    last, day = standing[-1][0], max(one.on for _number, one in standing)
    visits = [one for one in request.visits if one.stands and one.saw >= last and one.on >= day]
    return bool(visits) and visits[-1].is_ok


def is_to_close(request: GrantRequest) -> bool:
    """True if only the closing is left: all is paid out, proved or given back, and looked at where
    the programme wants it. ``rules.require_even`` says the same with reasons."""
    if request.state not in (GrantState.DELIVERED, GrantState.VERIFIED):
        return False
    if any(request.open_amount(part.number).minor for part in request.instalments()):
        return False
    spent = (request.paid() - request.refunded()).minor
    return GrantStep.VERIFICATION not in request.steps or not spent or is_seen(request)


def settled(request: GrantRequest) -> GrantState:
    """Where an approved grant stands by what was written down; other states stay."""
    if request.state not in PAID_OUT:
        return request.state
    if next_part(request) is not None:
        return GrantState.APPROVED
    return GrantState.VERIFIED if is_seen(request) else GrantState.DELIVERED
