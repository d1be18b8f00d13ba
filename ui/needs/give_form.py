"""Writing down that something is given in a case, held against the package while it is typed."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.i18n import _
from intake_app.needs.allowance import refusal
from intake_app.needs.model import GivenItem
from intake_app.needs.service import NeedsView, give
from intake_app.session import Session
from intake_app.values import new_id
from ui.cases.record_form import RecordForm
from ui.fields.typed_text import retype, typed_texts
from ui.icons import put_icon
from ui.needs.item_questions import ItemQuestions
from ui.tasks import Tasks


class GiveForm(RecordForm):
    """One more thing. Signals: those of the page."""

    def __init__(self, session: Session, tasks: Tasks, view: NeedsView) -> None:
        self._session, self._view = session, view
        self._id = new_id()
        self._wanted: GivenItem | None = None
        self.questions = ItemQuestions(
            view.pack, session.today, is_child=view.is_child, caregiver=view.caregiver
        )
        super().__init__(tasks, self.questions)
        put_icon(self.save, "check")
        for key in ("value", "handed", "given_on", "kind"):
            self.form[key].edited.connect(self._weigh)
        self.setFocusProxy(self.form.field("kind"))
        self.retranslate()

    def _weigh(self) -> None:
        """Say at once if the package does not hold it."""
        item = self.questions.item(self._id, self._view.case.id)
        reason = refusal(item, self._view.room) if item else None
        self.form.field("value").show_mistake(reason or "")

    # ------------------------------------------------------------------ saving

    def may_submit(self) -> bool:
        """False if the package does not hold it."""
        self._weigh()
        mistake = self.form.field("value").mistake()
        if mistake:
            self.form.show_problems({"value": mistake})
        return not mistake

    def take(self) -> None:
        """Take what is typed along."""
        self._wanted = self.questions.item(self._id, self._view.case.id)

    def put(self) -> GivenItem:
        """Write it down."""
        assert self._wanted is not None
        return give(self._session, self._wanted)

    # ------------------------------------------------------------------ drafts and words

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        return typed_texts(self.form) if self.form.is_changed() else None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier."""
        retype(self.form, typed)
        self.questions.follow()
        self._weigh()
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Given on arrival"), _("one more thing"))
        self.save.set_text(_("Save"))
        self.back.set_text(_("Back"))
        if self.form.field("value").mistake():
            self._weigh()
