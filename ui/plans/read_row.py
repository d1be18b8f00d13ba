"""A row that is read until somebody writes in it.

Forty lines of a budget with all their editors are three thousand widgets and take seconds; painted
words are there at once. So a row gets its editors when it needs them, and keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from ui.plans.grip import area_of
from ui.plans.painted_row import PaintedRow
from ui.plans.row_editors import RowEditors
from ui.plans.tab_order import stops
from ui.tab_walk import is_stop
from ui.tokens import XL, S

E = TypeVar("E", bound=RowEditors)


class ReadRow(PaintedRow, Generic[E]):
    """Its editors come when the keyboard or the mouse does, or when somebody asks for them.

    Signals: those of a row.
    """

    def __init__(self, value: Any, parent: QWidget | None = None) -> None:
        """The row says its words when it is numbered, which a stack does with every row."""
        super().__init__(parent)
        self.stored = value
        self._untouched: Any = None  # what the editors said when they came
        self._editors: E | None = None
        self._mistakes: dict[str, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def new_editors(self) -> E:
        """Editors that show ``stored``."""
        raise NotImplementedError

    @property
    def editors(self) -> E:
        """The editors, built now if nobody needed them yet."""
        if self._editors is None:
            self._editors = self.new_editors()
            self._open(self._editors)
        return self._editors

    def _open(self, editors: E) -> None:
        self._untouched = editors.value()
        editors.removal_wanted.connect(self.removal_wanted)
        editors.edited.connect(self._edited)
        editors.rested.connect(self.show_notes)
        row = QHBoxLayout(self)
        row.setContentsMargins(self.grip_width(), 0, 0, S)
        row.addWidget(editors)
        editors.show()
        for one, other in pairwise([self, *stops(editors)]):
            QWidget.setTabOrder(one, other)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.unsetCursor()
        self.is_open = True
        self.retranslate()

    # ------------------------------------------------------------------ value and mistakes

    def is_touched(self) -> bool:
        """True if something else is written than what was stored."""
        return self._editors is not None and self._editors.value() != self._untouched

    def value(self) -> Any:
        """What is written now. Nobody changes anything by only coming here."""
        return self.editors.value() if self.is_touched() else self.stored

    def typed_problems(self) -> dict[str, str]:
        """What was typed and is not understood, by the editor's key."""
        return self._editors.problems() if self._editors is not None else {}

    def mistakes(self) -> dict[str, str]:
        """What is wrong now, by the editor's key."""
        return {**self._mistakes, **self.typed_problems()}

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Say these sentences below the row; ``{}`` takes them away."""
        if self._mistakes or mistakes or self.is_open:
            self._mistakes = dict(mistakes)
            self.show_notes()

    def forget_mistake(self, key: str) -> None:
        """Something was done about it."""
        if self._mistakes.pop(key, ""):
            self.show_notes()

    def show_notes(self) -> None:
        """Say what is wrong."""
        if self._editors is not None:
            self._editors.show_wrong(self.mistakes())
        else:
            self.lay_anew()

    def _edited(self, key: str) -> None:
        if self._mistakes.pop(key, "") or self.editors.note.isVisibleTo(self):
            self.show_notes()
        self.edited.emit()

    # ------------------------------------------------------------------ words and keyboard

    def set_place(self, place: int) -> None:
        """The number before the row."""
        self.place = place
        self.lay_anew()

    def retranslate(self) -> None:
        """The words, or the names of the editors, and what is wrong."""
        if self._editors is not None:
            self._editors.retranslate()
        self.say_anew()
        self.show_notes()

    def number_middle(self) -> int:
        """Beside the first line, of words or of editors."""
        return self._editors.middle() if self._editors is not None else super().number_middle()

    def take_keyboard(self) -> None:
        """Let the user write here."""
        self.focus_on("")

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard into an editor; returns the row, to be brought into sight."""
        self.editors.editor(key).setFocus()
        return self

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever comes with Tab goes on into the first editor, or into the last from below."""
        super().focusInEvent(event)
        reached = [stop for stop in stops(self.editors) if is_stop(stop)]
        if reached:
            back = event.reason() == Qt.FocusReason.BacktabFocusReason
            reached[-1 if back else 0].setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Editors need more room than words: what is being written shall not be below the page."""
        super().resizeEvent(event)
        if self.is_open and event.size().height() > event.oldSize().height():
            QTimer.singleShot(0, self, self._come_into_sight)

    def _come_into_sight(self) -> None:
        area, focused = area_of(self), QApplication.focusWidget()
        if area is not None and focused is not None and self.isAncestorOf(focused):
            area.ensureWidgetVisible(self, 0, XL)
            area.ensureWidgetVisible(focused, 0, XL)
