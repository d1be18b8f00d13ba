"""The page on which the end of a case is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.closure.checks import OpenReferral
from intake_app.closure.model import MAX_TEXT, Closure, Explained, Reason
from intake_app.closure.service import ClosureView, ask_closure
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.values import new_id
from ui.cases.record_form import RecordForm
from ui.fields.choice_list import ChoiceList
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, Tick
from ui.fields.typed_text import retype, typed_texts
from ui.plain import Words
from ui.tasks import Tasks


class ClosureForm(RecordForm):
    """Reason, what was reached, and a word about what stays open. Signals: those of the page."""

    help_page = "closure"

    def __init__(self, session: Session, tasks: Tasks, view: ClosureView) -> None:
        super().__init__(tasks)
        self._session, self._view = session, view
        self._id = new_id()
        self._wanted: Closure | None = None
        self._ask()
        self.setFocusProxy(self.form.field("reason"))
        self.retranslate()

    def _ask(self) -> None:
        form, view = self.form, self._view
        form.add(
            "reason",
            ChoiceList(lambda: words_of("closure_reason")),
            lambda: _("Why the case ends"),
            required=True,
            wide=True,
        )
        form.add(
            "summary",
            TextBlock(MAX_TEXT, lines=4),
            lambda: _("What was reached"),
            required=True,
            wide=True,
        )
        for one in view.referrals:
            form.add(
                f"explained.{one.id}",
                TextBlock(MAX_TEXT, lines=2),
                _referral_words(one),
                helper=lambda: _("Or note the answer of the service under Referrals first."),
                wide=True,
            )
        if not view.has_survey:
            form.add(
                "no_survey",
                TextBlock(MAX_TEXT, lines=2),
                lambda: _("Why nobody asked how satisfied the person is"),
                helper=lambda: _("Or make a last follow-up first: it asks."),
                wide=True,
            )
        if view.open_follow_ups:
            form.add(
                "goes_on",
                Tick(lambda: _("The planned follow-ups go on after the closure")),
                lambda: _("Afterwards"),
                helper=self._contact_words,
                wide=True,
            )

    def _contact_words(self) -> str:
        if self._view.against_contact:
            return _("Needs the consent to be contacted after the closure, which is not there.")
        return _("Else they are not needed any more. The person agreed to be contacted.")

    def take(self) -> None:
        """What is typed."""
        values = self.form.values()
        reason = values["reason"]
        self._wanted = Closure(
            id=self._id,
            case_id=self._view.case.id,
            reason=Reason(reason) if reason else None,
            summary=values["summary"],
            explained=tuple(
                Explained(one.id, values[f"explained.{one.id}"]) for one in self._view.referrals
            ),
            no_survey=values.get("no_survey", ""),
            goes_on=bool(values.get("goes_on", False)),
        )

    def put(self) -> Closure:
        """Send it to a supervisor."""
        assert self._wanted is not None
        return ask_closure(self._session, self._wanted)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        return typed_texts(self.form) if self.form.is_changed() else None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier about this case."""
        retype(self.form, typed)
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Ask for the closure"), self._view.case.number)
        self.back.set_text(_("Back"))
        self.save.set_text(_("Send for approval"))


def _referral_words(one: OpenReferral) -> Words:
    return lambda: _("Why referral {number} to {service} has no answer").format(
        number=one.number, service=one.service
    )
