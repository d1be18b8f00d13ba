"""Rows below each other that can be added, moved by keys or by dragging, and taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.tokens import XS


class StackRow(QWidget):
    """One row of a stack. Its class says what its value is and by which id it is known.

    Signals: ``edited`` the user changed something; ``removal_wanted`` the user takes it away;
    ``dragged`` its grip was moved to this height (of the screen), ``dropped`` it was let go.
    """

    edited = Signal()
    removal_wanted = Signal()
    dragged = Signal(int)
    dropped = Signal()

    def key(self) -> str:
        """The id of what the row holds; it stays when the row is put away and comes back."""
        return str(self.value().id)

    def value(self) -> Any:
        """What the row holds now."""
        raise NotImplementedError

    def set_place(self, place: int) -> None:
        """Tell the row where it stands, counting from 0."""

    def take_keyboard(self) -> None:
        """Let the user write here."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set every text of the row in the language of today."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class RowStack(QWidget):
    """Rows in an order that the user sets.

    Signals: ``edited`` a row was changed, added, moved or taken away; ``removed`` a row was taken
    away (a function that puts it back); ``moved`` a row has another place (the same);
    ``arranged`` rows came, went or changed their order. A way back may be called when the row is
    where it was already: then it does nothing and returns False. It can be told another stack, if
    this one was put away meanwhile and has come back with the same rows.
    """

    edited = Signal()
    removed = Signal(object)
    moved = Signal(object)
    arranged = Signal()

    def __init__(
        self,
        make: Callable[[Any, QWidget], StackRow],
        spacing: int = XS,
        parent: QWidget | None = None,
    ) -> None:
        """``make`` is given a value and the parent of its row."""
        super().__init__(parent)
        self._make = make
        self.rows: list[StackRow] = []
        self._dragged_from: int | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def values(self) -> list[Any]:
        """What the rows hold, from top to bottom."""
        return [row.value() for row in self.rows]

    def set_values(self, values: Sequence[Any]) -> None:
        """Show these values in new rows. They are numbered and told about once, at the end."""
        for row in self.rows:
            self._put_away(row)
        self.rows = []
        for value in values:
            self._make_row(len(self.rows), value)
        self._number()

    def add(self, value: Any) -> StackRow:
        """Append a row because the user asked for it, and put the keyboard into it."""
        row = self._insert(len(self.rows), value)
        self.edited.emit()
        row.take_keyboard()
        return row

    def remove(self, row: StackRow) -> None:
        """Take a row away; ``removed`` carries the way back."""
        place, value = self.rows.index(row), row.value()
        had_focus = row.isAncestorOf(QApplication.focusWidget() or self)
        self._drop(row)
        if had_focus and self.rows:
            self.rows[min(place, len(self.rows) - 1)].take_keyboard()
        self.edited.emit()
        self.removed.emit(lambda stack=self: stack._put_back(place, value))

    def shift(self, row: StackRow, step: int) -> bool:
        """Move a row up (-1) or down (1). False if it stands at the end already."""
        place = self.rows.index(row)
        if not self._place(row, place + step):
            return False
        self.edited.emit()
        self._say_moved(row, place)
        return True

    def _place(self, row: StackRow, wanted: int) -> bool:
        """Put a row at this place. False if there is none, or it is there already."""
        place = self.rows.index(row)
        if not 0 <= wanted < len(self.rows) or wanted == place:
            return False
        focused = QApplication.focusWidget()
        self.rows.insert(wanted, self.rows.pop(place))
        self._column.removeWidget(row)
        self._column.insertWidget(wanted, row)
        self._number()
        if focused is not None:
            focused.setFocus()  # Qt takes the keyboard away from a widget that is moved
        return True

    def _say_moved(self, row: StackRow, place: int) -> None:
        key = row.key()
        self.moved.emit(lambda stack=self: stack._move_back(key, place))

    def _move_back(self, key: str, place: int) -> bool:
        row = self._row(key)
        if row is None or not self._place(row, min(place, len(self.rows) - 1)):
            return False
        self.edited.emit()
        row.take_keyboard()
        return True

    def _put_back(self, place: int, value: Any) -> bool:
        if self._row(str(value.id)) is not None:
            return False
        row = self._insert(min(place, len(self.rows)), value)
        self.edited.emit()
        row.take_keyboard()
        return True

    def _row(self, key: str) -> StackRow | None:
        return next((row for row in self.rows if row.key() == key), None)

    # ------------------------------------------------------------------ dragging

    def _drag(self, row: StackRow, height: int) -> None:
        """Let a row follow the hand: it changes places when it has passed half of a neighbour."""
        place = self.rows.index(row)
        if self._dragged_from is None:
            self._dragged_from = place
        at = self.mapFromGlobal(QPoint(0, height)).y()
        above = self.rows[place - 1] if place else None
        below = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if above is not None and at < above.geometry().center().y():
            self._place(row, place - 1)
        elif below is not None and at > below.geometry().center().y():
            self._place(row, place + 1)
        else:
            return
        self._column.activate()  # the next step of the hand asks where the rows are now

    def _drop_here(self, row: StackRow) -> None:
        began, self._dragged_from = self._dragged_from, None
        if began is not None and self.rows.index(row) != began:
            self.edited.emit()
            self._say_moved(row, began)

    def _insert(self, place: int, value: Any) -> StackRow:
        row = self._make_row(place, value)
        self._number()
        return row

    def _make_row(self, place: int, value: Any) -> StackRow:
        row = self._make(value, self)
        row.edited.connect(self.edited)
        row.removal_wanted.connect(lambda: self.remove(row))
        row.dragged.connect(lambda height: self._drag(row, height))
        row.dropped.connect(lambda: self._drop_here(row))
        self.rows.insert(place, row)
        self._column.insertWidget(place, row)
        if self.isVisible():
            row.show()  # at once, not when Qt comes to it: it may get the keyboard
        return row

    def _drop(self, row: StackRow) -> None:
        self.rows.remove(row)
        self._put_away(row)
        self._number()

    def _put_away(self, row: StackRow) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_place(place)
        self.arranged.emit()


def moved_by_key(focused: QWidget | None, step: int) -> bool:
    """Move the row that holds the keyboard; the innermost one that can move."""
    widget = focused
    while widget is not None:
        parent = widget.parentWidget()
        if isinstance(widget, StackRow) and isinstance(parent, RowStack):
            return parent.shift(widget, step)
        widget = parent
    return False


def below(prefix: str, mistakes: Mapping[str, str]) -> dict[str, str]:
    """The mistakes of one part, by their place within it."""
    return {
        key.removeprefix(prefix): said for key, said in mistakes.items() if key.startswith(prefix)
    }
