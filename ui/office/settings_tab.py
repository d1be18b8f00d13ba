"""What the office has decided: what its papers show, and when the desk locks itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError, InvalidInput
from intake_app.formats import language_name
from intake_app.i18n import LANGUAGES, _, language
from intake_app.session import Session
from intake_app.users import service as users
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.fields.options import programmes
from ui.fields.text_edit import TextLine
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M, Text

LOCK_AFTER = ("1", "3", "5", "10", "15")
"""Minutes; the longest of ``security.md`` 2.10 is fifteen."""

REMIND_AFTER = ("1", "3", "7", "14", "30")
"""Days without a backup after which the desk reminds."""


class SettingsTab(Screen):
    """The office's settings; they hold from the next sign-in on."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self.bar, self.form, self.save = MessageBar(), Form(), Button(Kind.PRIMARY, "check")
        self.against = IconLabel(Text.BODY)
        self._add_fields()
        self._fill()
        self.form.set_read_only(not session.may(Act.SETTINGS_CHANGED))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, M, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addWidget(self.against)
        column.addWidget(self.form, 1)
        self.setFocusProxy(self.form)
        self.bar.faded.connect(self.status_changed)
        self.save.clicked.connect(self._save)
        self.form.submitted.connect(self._save)
        self.retranslate()

    def _add_fields(self) -> None:
        form = self.form
        form.add("name", TextLine(160), lambda: _("Name of the office"), required=True, wide=True)
        form.add("address", TextLine(200), lambda: _("Address"), wide=True)
        form.add("phone", TextLine(60), lambda: _("Telephone"))
        form.add("email", TextLine(120), lambda: _("E-mail"))
        form.add(
            "focal_point",
            TextLine(160),
            lambda: _("Focal point for abuse by staff"),
            wide=True,
            helper=lambda: _("Name and telephone of whoever is told outside this office."),
        )
        form.add(
            "default_pack",
            ChoiceList(self._packs),
            lambda: _("Programme of most cases"),
            wide=True,
        )
        form.add(
            "document_language",
            Choice(_languages, may_be_empty=False),
            lambda: _("Language of most papers"),
        )
        form.add(
            "minutes_to_lock",
            Choice(_minutes, may_be_empty=False),
            lambda: _("Lock after minutes without use"),
        )
        form.add(
            "days_to_backup",
            Choice(_days, may_be_empty=False),
            lambda: _("Remind of a backup after days"),
        )
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        form.add_widget(foot)

    def _fill(self) -> None:
        office = self._session.office
        self.form.set_values(
            {
                "name": office.name,
                "address": office.address,
                "phone": office.phone,
                "email": office.email,
                "focal_point": office.focal_point,
                "default_pack": office.default_pack,
                "document_language": office.document_language,
                "minutes_to_lock": str(office.minutes_to_lock),
                "days_to_backup": str(office.days_to_backup),
            }
        )

    def _packs(self) -> list[Option]:
        return programmes(self._session.packs.values(), self._session.office.country)

    def retranslate(self) -> None:
        """Set every text."""
        self.save.set_text(_("Save the settings"))
        may = self._session.may(Act.SETTINGS_CHANGED)
        reason = "" if may else _("Only a supervisor changes the settings.")
        self.save.set_reason(reason)
        self.against.show_text(reason, "info")
        self.against.setVisible(bool(reason))

    def _save(self) -> None:
        if not self.save.isEnabled() or not self.form.check():
            return
        typed = self.form.values()
        office = self._session.office
        minutes = int(typed.pop("minutes_to_lock") or office.minutes_to_lock)
        days = int(typed.pop("days_to_backup") or office.days_to_backup)
        texts: dict[str, Any] = {name: value or "" for name, value in typed.items()}
        office = replace(office, **texts, minutes_to_lock=minutes, days_to_backup=days)
        self._tasks.change(
            self,
            lambda: users.change_office(self._session, office),
            self._saved,
            self._failed,
        )

    def _saved(self, session: Session) -> None:
        self._session = session
        self.form.set_saved()
        self.bar.success(_("Saved. The settings hold from the next sign-in on."))

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
            return True
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
            return True
        return False


def _languages() -> list[Option]:
    return [Option(code, language_name(code, language())) for code in LANGUAGES]


def _minutes() -> list[Option]:
    return [Option(minutes, minutes) for minutes in LOCK_AFTER]


def _days() -> list[Option]:
    return [Option(days, days) for days in REMIND_AFTER]
