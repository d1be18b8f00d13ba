"""What of the audit log is shown: who acted, what was done, since when, about which record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users.model import LogQuestion
from intake_app.values import folded
from intake_app.words import choices
from ui.buttons import Button
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.tokens import S

_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


class LogFilters(QWidget):
    """A row of lists to narrow the log down. Signals: ``changed``; ``record_wanted`` when only the
    lines about the record of the current line are to be shown.
    """

    changed = Signal()
    record_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._names: Mapping[str, str] = {}
        self._record = ""
        self.who = ChoiceList(self._people, lambda: _("Everybody"))
        self.what = ChoiceList(_acts, lambda: _("Everything"))
        self.when = ChoiceList(_periods, lambda: _("At any time"))
        self.record = Button(icon="filter", key="Ctrl+R")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        for choice in (self.who, self.what, self.when):
            row.addWidget(choice, 1)
            choice.edited.connect(self._edited)
        row.addWidget(self.record)
        self.record.clicked.connect(self._toggle_record)
        order = [self.who.line, self.what.line, self.when.line, self.record]
        for first, second in pairwise(order):
            self.setTabOrder(first, second)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text."""
        for choice, name in (
            (self.who, _("Who")),
            (self.what, _("What")),
            (self.when, _("When")),
        ):
            choice.retranslate()
            choice.set_names(name, "")
        self.record.set_text(_("All records") if self._record else _("Only this record"))

    def set_names(self, names: Mapping[str, str]) -> None:
        """Offer these people, by login."""
        if names != self._names:
            self._names = names
            self.who.retranslate()

    def question(self) -> LogQuestion:
        """What is chosen now; a list with words that mean nothing takes all."""
        days = _DAYS.get(self.when.value() or "")
        since = self._session.clock() - timedelta(days=days) if days else None
        return LogQuestion(
            user=self.who.value() or "",
            act=self.what.value() or "",
            record=self._record,
            since=since.isoformat() if since else "",
        )

    def is_narrow(self) -> bool:
        """True if some lines are left out."""
        return self.question() != LogQuestion()

    def show_record(self, record: str) -> None:
        """Only the lines about this record, or with "" about all."""
        self._record = record
        self.retranslate()
        self.changed.emit()

    def set_reason(self, reason: str) -> None:
        """Why the lines of one record cannot be shown now; empty if they can."""
        self.record.set_reason("" if self._record else reason)

    def _toggle_record(self) -> None:
        if self._record:
            self.show_record("")
        else:
            self.record_wanted.emit()

    def _edited(self) -> None:
        lists = (self.who, self.what, self.when)
        if all(choice.is_empty() or choice.value() is not None for choice in lists):
            self.changed.emit()

    def _people(self) -> list[Option]:
        known = sorted(self._names.items(), key=lambda entry: folded(entry[1]))
        return [Option("", _("Everybody")), *(Option(login, name) for login, name in known)]


def _acts() -> list[Option]:
    known = sorted(choices("act"), key=lambda entry: folded(entry[1]))
    return [Option("", _("Everything")), *(Option(code, words) for code, words in known)]


def _periods() -> list[Option]:
    words = {
        "day": _("Last 24 hours"),
        "week": _("Last 7 days"),
        "month": _("Last 31 days"),
        "year": _("Last 12 months"),
    }
    anything = Option("", _("At any time"))
    return [anything, *(Option(code, words[code]) for code in _DAYS)]
