"""One entry of the service directory, new or to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider
from intake_app.session import Session
from intake_app.values import new_id
from ui.buttons import Button, Kind
from ui.fields.choice import Options
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.fields.text_edit import TextLine, Tick
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M

TEXTS = ("name", "sector", "area", "contact", "phone", "address", "languages", "cost", "opening")


class ProviderForm(Screen):
    """Signals: ``saved`` the entry was saved; ``closed`` back to the list."""

    saved = Signal(Provider)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        provider: Provider | None,
        sectors: Options,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._is_new = provider is None
        self._provider = provider or Provider(new_id(), "", "")
        self.title, self.bar, self.form = TitleLine(), MessageBar(), Form()
        self.save = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.title.add(self.back)
        self.title.add(self.save)
        self._add_fields(sectors)
        self.form.set_values(_values(self._provider))
        self.form.set_relevant("closed", not self._is_new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.form, 1)
        self.setFocusProxy(self.form)
        self.save.clicked.connect(self._save)
        self.form.submitted.connect(self._save)  # the other Enter key, which the button lacks
        self.back.clicked.connect(self._leave)
        self.retranslate()

    def _add_fields(self, sectors: Options) -> None:
        form, today = self.form, self._session.today
        form.add("name", TextLine(160), lambda: _("Name of the service"), required=True, wide=True)
        form.add("sector", ChoiceList(sectors), lambda: _("Kind of help"), required=True)
        form.add("area", TextLine(120), lambda: _("Area it serves"))
        form.add("contact", TextLine(120), lambda: _("Whom to ask for"))
        form.add("phone", TextLine(60), lambda: _("Telephone"))
        form.add("address", TextLine(200), lambda: _("Address"), wide=True)
        form.add("languages", TextLine(120), lambda: _("Languages spoken there"))
        form.add("cost", TextLine(120), lambda: _("Cost"))
        form.add("opening", TextLine(120), lambda: _("Opening days and hours"))
        form.add(
            "verified_on",
            DayEdit(today, latest=today()),
            lambda: _("Last verified"),
            helper=lambda: _("The day somebody of the office last asked there."),
        )
        form.add(
            "closed",
            Tick(lambda: _("Closed: nobody is referred there any more")),
            lambda: _("Still there?"),
            wide=True,
        )

    def retranslate(self) -> None:
        """Set every text."""
        name = _("new service") if self._is_new else self._provider.name
        self.title.set_title(_("Directory"), name)
        self.save.set_text(_("Save"))
        self.back.set_text(_("Back"))

    def panes(self) -> Sequence[QWidget]:
        """The form is the only part."""
        return [self.form]

    def may_leave(self) -> bool:
        """Ask only if something would be lost."""
        return not self.form.is_changed() or self._messages.ask(
            _("Leave without saving?"),
            _("What you typed for this service would be lost."),
            _("Leave"),
            _("Go on typing"),
            danger=True,
        )

    def _leave(self) -> None:
        if self.may_leave():
            self.closed.emit()

    def _save(self) -> None:
        if not self.form.check():
            return
        values = self.form.values()
        day, closed = values["verified_on"], values.get("closed", False)
        texts: dict[str, Any] = {name: values[name] or "" for name in TEXTS}
        provider = replace(
            self._provider,
            **texts,
            verified_on=day.isoformat() if day else "",
            active=not closed,
        )
        self._tasks.change(
            self,
            lambda: referrals.save_provider(self._session, provider),
            self._was_saved,
            self._failed,
        )

    def _was_saved(self, provider: Provider) -> None:
        self._provider = provider
        self.form.set_saved()
        self.saved.emit(provider)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
            return True
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
            return True
        return False


def _values(provider: Provider) -> dict[str, object]:
    day = date.fromisoformat(provider.verified_on) if provider.verified_on else None
    texts: dict[str, object] = {name: getattr(provider, name) for name in TEXTS}
    return {**texts, "verified_on": day, "closed": not provider.active}
