"""Asking for money of the approved plan: which line, how much, for what, which offers there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from intake_app.errors import InvalidInput
from intake_app.formats import format_money
from intake_app.grants.model import GrantRequest, GrantState, Payment, refusal
from intake_app.grants.service import prepare_grant, request_grant
from intake_app.i18n import _, language
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.words import word
from ui.buttons import Button
from ui.cases.record_form import RecordForm
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.money_edit import MoneyEdit
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, TextLine
from ui.fields.typed_text import put_text, text_of
from ui.grants.grants_read import GrantFrame
from ui.grants.quote_questions import QuoteQuestions, at_questions
from ui.tasks import Tasks

__all__ = ["GrantForm", "GrantFrame"]


class GrantForm(RecordForm):
    """A new request, or one that was returned. Signals: those of the page."""

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        frame: GrantFrame,
        returned: GrantRequest | None = None,
        reason: str = "",
    ) -> None:
        super().__init__(tasks)
        self._session, self.frame = session, frame
        self._returned, self._reason = returned, reason
        self._wanted: GrantRequest | None = None
        self._id = returned.id if returned else new_id()
        self._act: Callable[[Session, GrantRequest], GrantRequest] = request_grant
        self._line = ChoiceList(self._lines)
        self.keep = Button(icon="save")
        self.title.add(self.keep)
        self.keep.clicked.connect(self._keep)
        self._add_questions(frame)
        self.quotes = QuoteQuestions(self.form, frame, session.today, self._request)
        self.quotes.changed.connect(self._show_relevant)
        self.form["line"].edited.connect(self._line_chosen)
        self.form["amount"].edited.connect(self._weigh)
        self.form["payment"].edited.connect(self._show_relevant)
        self.form.set_values(self._values())
        if returned is not None and frame.line(returned.line_id) is not None:
            self._line.set_read_only(True)  # another line is another request
        self._show_line()
        self.quotes.list_again()
        self._show_relevant()
        self.setFocusProxy(self.form.field("purpose" if returned else "line"))
        self.retranslate()

    def _add_questions(self, frame: GrantFrame) -> None:
        form = self.form
        form.add(
            "line",
            self._line,
            lambda: _("Line of the approved plan"),
            required=True,
            wide=True,
            helper=self._line_words,
        )
        form.add("amount", MoneyEdit(), lambda: _("Amount"), required=True)
        form.add("supplier", TextLine(160), lambda: _("Supplier or account holder"))
        form.add(
            "payment",
            Choice(lambda: _payments(frame, frame.line(self._line.value())), may_be_empty=False),
            lambda: _("How it is paid"),
            required=True,
            wide=True,
        )
        form.add(
            "purpose",
            TextBlock(1000, lines=3),
            lambda: _("What the money is for"),
            required=True,
            wide=True,
        )

    def _lines(self) -> Sequence[Option]:
        return [
            Option(
                line.id,
                _("{text} ({package}): {left} left").format(
                    text=line.text,
                    package=self.frame.package_name(line),
                    left=format_money(self.frame.left(line, self._id), language()),
                ),
            )
            for line in self.frame.plan.lines
        ]

    def _values(self) -> dict[str, object]:
        one = self._returned
        lines = self.frame.plan.lines
        if one is None:
            return {
                "line": lines[0].id if len(lines) == 1 else None,
                "payment": Payment.SUPPLIER.value,
            }
        return {
            "line": one.line_id,
            "amount": one.amount,
            "supplier": one.supplier,
            "payment": one.payment.value,
            "purpose": one.purpose,
            "quotes": [dict(vars(quote)) for quote in one.quotes],
            "chosen": one.chosen_quote or None,
            "choice_reason": one.choice_reason,
        }

    # ------------------------------------------------------------------ while it is typed

    def _line_chosen(self) -> None:
        self._show_line()
        self._weigh()

    def _line_words(self) -> str:
        """What the line still holds, and how its package is given."""
        line = self.frame.line(self._line.value())
        if line is None:
            return ""
        return _("{left} left of {amount} on this line. Given as: {form}.").format(
            left=format_money(self.frame.left(line, self._id), language()),
            amount=format_money(line.amount, language()),
            form=word("form", line.form),
        )

    def _show_line(self) -> None:
        line = self.frame.line(self._line.value())
        if line is not None:
            self.form["amount"].set_currency(line.amount.currency)
        self.form.field("line").retranslate()
        payment = self.form["payment"]
        chosen = payment.value()
        payment.retranslate()  # another fund may pay in other ways
        if chosen in payment.buttons and payment.value() != chosen:
            payment.set_value(chosen)
        self.form.field("payment").retranslate()  # new buttons need their names

    def _weigh(self) -> None:
        """Say at once if the line does not carry the amount."""
        request, line = self._request(), self.frame.line(self._line.value())
        reason = refusal(request, line, self.frame.requests) if request and line else None
        self.form.field("amount").show_mistake(reason or "")
        self.quotes.weigh()

    def _show_relevant(self) -> None:
        line = self.frame.line(self._line.value())
        cash = self.form["payment"].value() == Payment.CASH
        has_quotes = self.quotes.follow(is_cash=line is not None and line.form is LineForm.CASH)
        self.form.set_relevant("supplier", not cash and not has_quotes)

    def _request(self) -> GrantRequest | None:
        line = self.frame.line(self._line.value())
        amount, payment = self.form["amount"].value(), self.form["payment"].value()
        if line is None or amount is None or payment is None:
            return None
        asked = self.form.values()
        quotes = self.quotes.complete() if "quotes" in asked else ()
        taken = next((one for one in quotes if one.id == asked.get("chosen")), None)
        return GrantRequest(
            id=self._id,
            case_id=self.frame.plan.case_id,
            plan_id=self.frame.plan.id,
            line_id=line.id,
            package=line.package,
            amount=amount,
            form=line.form.value,
            purpose=self.form["purpose"].value(),
            payment=Payment(payment),
            supplier=taken.supplier if taken else asked.get("supplier", ""),
            quotes=quotes,
            chosen_quote=taken.id if taken else "",
            choice_reason=asked.get("choice_reason", ""),
        )

    # ------------------------------------------------------------------ sending

    def may_submit(self) -> bool:
        """False if a quote is half typed, or the line does not carry the amount."""
        if words := self.quotes.half_typed():
            self.form.show_problems({"quotes": words})
            return False
        if self._act is prepare_grant:
            return True
        self._weigh()
        mistake = self.form.field("amount").mistake()
        if mistake:
            self.form.show_problems({"amount": mistake})
        return not mistake

    def take(self) -> None:
        """Take the request along."""
        request = self._request()
        assert request is not None  # the form is complete
        known = self._returned
        self._wanted = replace(request, revision=known.revision) if known else request

    def put(self) -> GrantRequest:
        """Send the request, or only save it."""
        assert self._wanted is not None
        return self._act(self._session, self._wanted)

    def submit(self) -> None:
        """Send what is typed, if nothing is missing."""
        self._act = request_grant
        super().submit()

    def _keep(self) -> None:
        """Save it without sending: a line, an amount and a payment are enough."""
        if self._request() is None:
            self.form.check()
            return
        self._act = prepare_grant
        if self.may_submit() and not self._saving:
            self.take()
            self._save()

    def _was_refused(self, error: Exception) -> bool:
        """A mistake in one of the quotes stands under all of them, with its number."""
        if isinstance(error, InvalidInput):
            error = InvalidInput(dict(at_questions(error.problems)))
        return super()._was_refused(error)

    # ------------------------------------------------------------------ drafts and words

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts; a returned request is in the vault already."""
        if not self.form.is_changed():
            return None
        texts = {key: text_of(self.form[key]) for key in _TEXTS}
        return {**texts, "amount": self.form["amount"].line.text(), "about": self._about()}

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier for the same request."""
        if typed.get("about", "") != self._about():
            return False
        for key in _TEXTS:
            put_text(self.form[key], typed.get(key, ""))
            if key == "quotes":
                self.quotes.list_again()  # before what was chosen is put back
        self._show_line()
        self.form["amount"].line.setText(typed.get("amount", ""))
        self._show_relevant()
        self._weigh()
        return True

    def _about(self) -> str:
        return self._returned.id if self._returned else ""

    def retranslate(self) -> None:
        """Every text of the page."""
        named = self._returned
        where = _("request {number}").format(number=named.number) if named else _("new request")
        self.title.set_title(_("Grants"), where)
        is_draft = named is not None and named.state is GrantState.DRAFT
        self.save.set_text(_("Send again") if named and not is_draft else _("Send the request"))
        self.keep.set_text(_("Save"))
        self.back.set_text(_("Back"))
        self._show_line()
        if named and not is_draft and self._reason:
            self.bar.warning(_("It came back: {reason}").format(reason=self._reason))


def _payments(frame: GrantFrame, line: BudgetLine | None) -> Sequence[Option]:
    """The ways in which the programme of the line pays, and no cash for what is in kind."""
    pack = frame.fund(line)
    in_kind = line is not None and line.form is LineForm.IN_KIND
    return [
        way
        for way in words_of("payment")
        if (pack is None or way.code in pack.grants.payments)
        and not (in_kind and way.code == Payment.CASH)
    ]


_TEXTS: tuple[str, ...] = (
    "line", "supplier", "payment", "purpose", "quotes", "chosen", "choice_reason",
)  # fmt: skip
