"""Dates: one that may be known only in part, and one that is an exact day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout

from intake_app.formats import format_age, format_date, format_partial, format_short_date
from intake_app.i18n import _, language
from intake_app.values import PartialDate, folded
from ui.buttons import IconButton
from ui.fields.editor import LineEditor
from ui.icons import put_icon
from ui.style import tokens_of

Today = Callable[[], date]
_FAR = date(2199, 12, 31)


class PartialDateEdit(LineEditor):
    """A date as honest as it is known: a day, a month, a year, about a year, or an age today.

    What was understood stands under the field, with the age if it is a date of birth.
    """

    def __init__(self, today: Today, *, birth: bool = False) -> None:
        super().__init__(max_length=40)
        self._today = today
        self._birth = birth
        self._shown: tuple[str, PartialDate] | None = None
        self.line.editingFinished.connect(lambda: self.note_changed.emit(self.note()))
        self.retranslate()

    def value(self) -> PartialDate | None:
        """The date, or None if there is none or it is not understood."""
        text = self.line.text().strip()
        if self._shown and self._shown[0] == text:
            return self._shown[1]
        try:
            return PartialDate.parse(text, self._today())
        except ValueError:
            return None

    def set_value(self, value: PartialDate | None) -> None:
        """Show this date in words."""
        text = format_partial(value, language()) if value else ""
        self._shown = (text, value) if value else None
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.note_changed.emit(self.note())

    def is_empty(self) -> bool:
        """True if nothing was typed."""
        return not self.line.text().strip()

    def problem(self) -> str | None:
        """How a date can be written, if what was typed is none."""
        if self.is_empty() or self.value() is not None:
            return None
        return _(
            "This date is not understood."
            " Write for example 1990, about 1990, 03/1990 or 12/03/1990."
        )

    def note(self) -> str:
        """The date in words, and the age."""
        value = self.value()
        if value is None:
            return ""
        words = format_partial(value, language())
        if not self._birth:
            return words
        age = format_age(value, self._today(), language())
        return _("{date} · {age} years old").format(date=words, age=age)

    def retranslate(self) -> None:
        """A date that nobody changed is shown in the new language."""
        if self._shown and self._shown[0] == self.line.text().strip():
            self.set_value(self._shown[1])


class DayEdit(LineEditor):
    """An exact day, typed (``12/03/2026``, ``12 mars 2026``, ``today``, ``+7``) or picked."""

    def __init__(
        self, today: Today, *, earliest: date | None = None, latest: date | None = None
    ) -> None:
        super().__init__(max_length=40)
        self._today = today
        self._earliest, self._latest = earliest or date(1880, 1, 1), latest or _FAR
        self.pick = IconButton("calendar")
        self.pick.clicked.connect(self._open_calendar)
        self.row.addWidget(self.pick)
        self._popup: QFrame | None = None
        self.retranslate()

    def value(self) -> date | None:
        """The day, or None if there is none, it is not understood, or out of bounds."""
        day = self._parsed()
        return day if day and self._earliest <= day <= self._latest else None

    def set_value(self, value: date | None) -> None:
        """Show this day."""
        self.line.setText(format_short_date(value, language()) if value else "")
        self.note_changed.emit(self.note())

    def is_empty(self) -> bool:
        """True if nothing was typed."""
        return not self.line.text().strip()

    def problem(self) -> str | None:
        """What is wrong with the day."""
        if self.is_empty() or self.value():
            return None
        day = self._parsed()
        if day is None:
            return _("This is not an exact day. Write for example 12/03/2026.")
        if day < self._earliest:
            return _("Choose {day} or later.").format(day=format_date(self._earliest, language()))
        return _("Choose {day} or earlier.").format(day=format_date(self._latest, language()))

    def note(self) -> str:
        """The day in words, so that day and month cannot be mixed up."""
        day = self.value()
        return format_date(day, language()) if day else ""

    def calendar(self) -> QCalendarWidget | None:
        """The calendar that is open, if one is."""
        return self._popup.findChild(QCalendarWidget) if self._popup else None

    def set_read_only(self, read_only: bool) -> None:
        """Neither typing nor picking."""
        super().set_read_only(read_only)
        self.pick.setVisible(not read_only)

    def retranslate(self) -> None:
        """The name of the calendar button."""
        self.pick.set_name(_("Pick a day"))

    def _parsed(self) -> date | None:
        words = folded(self.line.text().strip())
        near = {
            "today": 0, "aujourd'hui": 0, "aujourd’hui": 0, "yesterday": -1, "hier": -1,
            "tomorrow": 1, "demain": 1,
        }  # fmt: skip
        if words in near:
            return self._today() + timedelta(days=near[words])
        if words[:1] in "+-" and words[1:].isdecimal() and len(words) <= 5:
            return self._today() + timedelta(days=int(words))
        try:
            partial = PartialDate.parse(words, _FAR)
        except ValueError:
            return None
        return partial.earliest if partial.is_exact else None

    def _open_calendar(self) -> None:
        if self._popup:
            self._popup.deleteLater()
        self._popup = _calendar_popup(self)
        calendar = self.calendar()
        assert calendar is not None
        day = self.value() or min(max(self._today(), self._earliest), self._latest)
        calendar.setDateRange(_qdate(self._earliest), _qdate(self._latest))
        calendar.setSelectedDate(_qdate(day))
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        self._popup.show()
        calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        if self._popup:
            self._popup.close()
        self.set_value(date(day.year(), day.month(), day.day()))
        self.line.setFocus()
        self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The calendar speaks the language it was opened in; it is made anew each time."""
        if event.type() == QEvent.Type.LanguageChange and self._popup:
            self._popup.close()
        super().changeEvent(event)


def _calendar_popup(editor: DayEdit) -> QFrame:
    popup = QFrame(editor, Qt.WindowType.Popup)
    popup.setProperty("floating", True)
    calendar = QCalendarWidget()
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    ordinary = QTextCharFormat()
    ordinary.setForeground(QColor(tokens_of(editor).text))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, ordinary)
    for name, icon in (("prev", "chevron-left"), ("next", "chevron-right")):
        button = calendar.findChild(QToolButton, f"qt_calendar_{name}month")
        if button is not None:
            put_icon(button, icon)
    calendar.setMinimumWidth(calendar.fontMetrics().averageCharWidth() * 7 * 7)
    column = QVBoxLayout(popup)
    column.setContentsMargins(4, 4, 4, 4)
    column.addWidget(calendar)
    popup.adjustSize()
    popup.move(editor.mapToGlobal(QPoint(0, editor.height() + 2)))
    return popup


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
