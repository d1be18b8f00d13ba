"""A page with a few questions on top of another page; what is not saved is not kept."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.i18n import _
from ui.cases.record_form import RecordForm
from ui.icons import put_icon
from ui.messages import Messages
from ui.tasks import Tasks


class ShortForm(RecordForm):
    """Its class adds the questions and says what saving means (``take`` and ``put``)."""

    def __init__(self, tasks: Tasks, messages: Messages) -> None:
        super().__init__(tasks)
        self._messages = messages
        self.back.clicked.disconnect(self.closed)
        self.back.clicked.connect(self.leave)
        put_icon(self.save, "check")
        self.setFocusProxy(self.form)

    def typed(self) -> Mapping[str, str] | None:
        """Too short for a draft."""
        return None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """There are no drafts."""
        return False

    def may_leave(self) -> bool:
        """Ask only if something would be lost."""
        return not self.form.is_changed() or self._messages.ask(
            _("Leave without saving?"),
            _("What you typed here would be lost."),
            _("Leave"),
            _("Go on typing"),
            danger=True,
        )

    def leave(self) -> None:
        """Back to the page before."""
        if self.may_leave():
            self.closed.emit()
