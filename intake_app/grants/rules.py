"""What a grant is held against inside a running act: plan, programme, consent, safeguards, files.

Each function raises with the sentence that says what is missing and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intake_app.attachments import store as attachments_store
from intake_app.cases import store as cases_store
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.permissions import Use, require
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.formats import format_date, format_money
from intake_app.grants import store
from intake_app.grants.instalments import asks_for_trigger, is_seen, next_part
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import IN_HAND, Delivery, Entry, Part, Payment, Proof, Receiver, Refund
from intake_app.i18n import _, language
from intake_app.packs.model import GrantStep, Pack
from intake_app.plans import store as plans_store
from intake_app.plans.budget import Frame, closed_on
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.screening import gate
from intake_app.values import Money
from intake_app.vault.db import Connection
from intake_app.words import word


def existing(db: Connection, request_id: str) -> GrantRequest:
    """A request by its id. Raises NotFound."""
    request = store.get(db, request_id)
    if request is None:
        raise NotFound(_("This grant request is not in the vault any more."))
    return request


def open_case(db: Connection, case_id: str) -> CaseFile:
    """The case of a grant, if it is not closed."""
    case = cases_store.get(db, case_id)
    if case is None:
        raise NotFound(_("This case is not in the vault any more."))
    if case.stage is Stage.CLOSURE:
        raise NotAllowed(_("This case is closed: nothing can be granted in it any more."))
    return case


def require_consent(db: Connection, request: GrantRequest, today: date) -> None:
    """Nothing goes on without the consent to managing the case."""
    case = open_case(db, request.case_id)
    require(db, case.person_id, Use.GRANT, today)


def approved_line(db: Connection, request: GrantRequest) -> BudgetLine:
    """The line of the plan in force that the request names."""
    plan = plans_store.approved(db, request.case_id)
    if plan is None:
        raise NotAllowed(_("A grant needs an approved plan. Send the plan for approval first."))
    for line in plan.lines:
        if line.id == request.line_id and plan.id == request.plan_id:
            return line
    raise InvalidInput({"line": _("Choose a budget line of the approved plan.")})


def line_words(db: Connection, request: GrantRequest) -> dict[str, str]:
    """The plan line of a grant by its id, as papers that are asked for each aid name it."""
    plan = plans_store.get(db, request.plan_id)
    lines = plan.lines if plan else ()
    return {line.id: line.text for line in lines if line.id == request.line_id}


def refuse_cash_for_child(db: Connection, request: GrantRequest, today: date) -> None:
    """What the request says and what its plan line says: neither may be cash for a child."""
    plan = plans_store.get(db, request.plan_id)
    lines = plan.lines if plan else ()
    in_plan = any(line.form is LineForm.CASH for line in lines if line.id == request.line_id)
    if request.is_cash or in_plan:
        gate.before_cash(db, request.case_id, today)


def require_payment(pack: Pack, payment: Payment, form: str) -> None:
    """The programme says how it pays, and what is in kind is never paid in cash."""
    if payment.value not in pack.grants.payments:
        raise InvalidInput(
            {
                "payment": _("{programme} does not pay in this way. Choose another one.").format(
                    programme=pack.short_name.in_(language())
                )
            }
        )
    if form == LineForm.IN_KIND and payment is Payment.CASH:
        raise InvalidInput(
            {
                "payment": _(
                    "This help is in kind only: choose a supplier or a bank transfer, not cash."
                )
            }
        )


def require_approved_payment(pack: Pack, request: GrantRequest, payment: Payment) -> None:
    """It is paid in the way that was signed, and the programme pays in that way."""
    if payment is not request.payment:
        raise InvalidInput(
            {
                "payment": _("It was approved to be paid like this: {payment}.").format(
                    payment=word("payment", request.payment)
                )
            }
        )
    require_payment(pack, payment, request.form)


def programme(frame: Frame, request: GrantRequest) -> Pack:
    """The programme whose money it is: that of the plan line, or of the case."""
    return frame.fund(request.pack) or frame.pack


def require_time(frame: Frame, request: GrantRequest, day: date, field: str) -> None:
    """Nothing is asked for or handed over after the last day of its package."""
    package = programme(frame, request).package(request.package)
    if package is not None and (reason := closed_on(package, frame, day, request.pack)):
        raise InvalidInput({field: reason})


def require_files(db: Connection, person_id: str, ids: Iterable[str]) -> None:
    """Every file that is named belongs to this person and is still there."""
    for file_id in ids:
        file = attachments_store.get(db, file_id)
        if file is None or file.person_id != person_id or file.removed_at:
            raise InvalidInput(
                {"attachments": _("This file is not in the person’s file any more. Choose again.")}
            )


# ---------------------------------------------------------------------------- paying out


def require_part(request: GrantRequest, number: int) -> Part:
    """An instalment of this grant by its number."""
    part = next((one for one in request.instalments() if one.number == number), None)
    if part is None:
        raise InvalidInput({"part": _("Choose the instalment.")})
    return part


def require_next_part(request: GrantRequest, delivery: Delivery) -> None:
    """Instalments are paid in their order, each when its trigger is confirmed, and never above."""
    part, turn = require_part(request, delivery.part), next_part(request)
    if turn is None or part.number != turn.number:
        raise InvalidInput({"part": _("Instalments are paid one after the other, in their order.")})
    if part.waits:
        raise NotAllowed(
            _("Instalment {number} waits until a supervisor has confirmed: {trigger}").format(
                number=part.number, trigger=part.trigger(language())
            )
        )
    rest = part.amount - request.paid(part.number)
    if delivery.amount.currency != rest.currency:
        raise InvalidInput(
            {"amount": _("Type the amount in {currency}.").format(currency=rest.currency)}
        )
    if delivery.amount > rest:
        raise InvalidInput(
            {
                "amount": _("{left} are left to pay. Pay no more than that.").format(
                    left=format_money(rest, language())
                )
            }
        )
    if asks_for_trigger(request, part):
        require_seen(delivery.met_on, delivery.seen_by, delivery.on, part)


def require_seen(met_on: date | None, seen_by: str, latest: date, part: Part) -> None:
    """What an instalment waits for has a day, not after ``latest``, and somebody who saw it."""
    trigger, problems = part.trigger(language()), {}
    if met_on is None:
        problems["met_on"] = _("Say on which day this happened: {trigger}").format(trigger=trigger)
    elif met_on > latest:
        problems["met_on"] = _("It is paid only after this has happened: {trigger}").format(
            trigger=trigger
        )
    if not seen_by:
        problems["seen_by"] = _("Type the name of whoever saw it: {trigger}").format(
            trigger=trigger
        )
    if problems:
        raise InvalidInput(problems)


def refuse_child_receiver(
    db: Connection, request: GrantRequest, delivery: Delivery, today: date
) -> None:
    """Nothing is handed over for a child alone before the family is verified, no money for a child
    at all, and nothing to anybody but the child or its caregiver."""
    if delivery.payment in IN_HAND or request.form == LineForm.CASH:
        gate.before_cash(db, request.case_id, today)
    gate.before_hand_over(db, request.case_id, today)
    child = gate.child_of_case(db, request.case_id, today)
    if child is not None and delivery.receiver is Receiver.FAMILY:
        raise InvalidInput(
            {"receiver": _("What is for a child is given to it or to its caregiver.")}
        )


def require_days(request: GrantRequest, entry: Entry) -> None:
    """Nothing is paid, proved or seen before it was approved."""
    day = request.approved_at[:10] or request.requested_at[:10]
    if entry.on.isoformat() < day:
        raise InvalidInput(
            {
                "on": _("This is before the approval of {day}. Check the date.").format(
                    day=format_date(date.fromisoformat(day), language())
                )
            }
        )


def require_room(request: GrantRequest, entry: Proof | Refund) -> None:
    """What is proved or given back is never more than what is paid and still open."""
    require_part(request, entry.part)
    if not request.paid(entry.part).minor:
        raise InvalidInput({"part": _("Nothing of it was paid yet.")})
    if entry.amount is None:
        return
    left = request.open_amount(entry.part)
    if entry.amount.currency != left.currency:
        raise InvalidInput(
            {"amount": _("Type the amount in {currency}.").format(currency=left.currency)}
        )
    if entry.amount > left:
        raise InvalidInput(
            {
                "amount": _(
                    "Only {left} of what was paid are neither proved nor given back."
                ).format(left=format_money(left, language()))
            }
        )


def require_room_on_line(db: Connection, request: GrantRequest, freed: Money) -> None:
    """A refund that is taken back needs its money again: another request may have it by now."""
    plan = plans_store.approved(db, request.case_id)
    line = next((one for one in plan.lines if one.id == request.line_id), None) if plan else None
    if line is None:
        raise NotAllowed(
            _("The plan in force has no such line any more. Nothing can go back on it.")
        )
    left = line.amount
    for one in store.of_case(db, request.case_id):
        if one.line_id == request.line_id:
            left -= one.bound
    if freed > left:
        raise NotAllowed(
            _("The money is asked for again: the plan line has {left} left.").format(
                left=format_money(left, language())
            )
        )


# ---------------------------------------------------------------------------- closing


def require_even(request: GrantRequest, reason: str) -> None:
    """Everything paid is proved or given back, somebody has looked, and nothing is left unsaid."""
    if not request.paid().minor:
        raise NotAllowed(_("Nothing was paid. A grant like this is cancelled, not closed."))
    for part in request.instalments():
        if open_ := request.open_amount(part.number).minor:
            amount = format_money(Money(open_, part.amount.currency), language())
            raise NotAllowed(
                _(
                    "Of instalment {number}, {amount} are neither proved nor given back. Add the"
                    " proof or the refund."
                ).format(number=part.number, amount=amount)
                if request.parts
                else _(
                    "{amount} are neither proved nor given back. Add the proof or the refund."
                ).format(amount=amount)
            )
    if next_part(request) is not None and not reason:
        raise InvalidInput(
            {"reason": _("Not everything was paid out. Say in a sentence why the rest is not.")}
        )
    spent = (request.paid() - request.refunded()).minor
    if GrantStep.VERIFICATION in request.steps and spent and not is_seen(request):
        raise NotAllowed(
            _("Nobody has found everything in order on a visit yet. Write down the visit first.")
        )
