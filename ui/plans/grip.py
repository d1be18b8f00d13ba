"""A row that is taken in hand by the number before it, and dragged."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from intake_app.i18n import _
from ui.plain import tooltip
from ui.plans.row_stack import StackRow
from ui.tokens import XL


class Grip(QObject):
    """Is told what the mouse does to a row that it has pressed.

    Signals: ``dragged`` the height of the hand on the screen; ``dropped`` it let go.
    """

    dragged = Signal(int)
    dropped = Signal()

    def __init__(self, row: QWidget) -> None:
        super().__init__(row)
        self._row = row
        self._pressed_at: int | None = None
        self._is_dragging = False

    def press(self, event: QMouseEvent) -> None:
        """Take it in hand."""
        self._pressed_at = event.globalPosition().toPoint().y()
        self._row.setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, event: QMouseEvent) -> bool:
        """Follow the hand, once it has moved far enough to mean it. False if nothing is held."""
        if self._pressed_at is None:
            return False
        height = event.globalPosition().toPoint().y()
        if not self._is_dragging:
            self._is_dragging = abs(height - self._pressed_at) >= QApplication.startDragDistance()
        if self._is_dragging:
            self.dragged.emit(height)
            area = area_of(self._row)
            page = area.widget() if area is not None else None
            if area is not None and page is not None:  # scroll on at its edges
                area.ensureVisible(0, page.mapFromGlobal(QPoint(0, height)).y(), 0, XL)
        return True

    def release(self) -> None:
        """Let go."""
        dragged, self._is_dragging, self._pressed_at = self._is_dragging, False, None
        self._row.unsetCursor()
        if dragged:
            self.dropped.emit()


class GripRow(StackRow):
    """Begins with its grip, which is as high as the row. Once it ``is_open``, it holds widgets that
    have the mouse for themselves. Signals: those of a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_open = False
        self.setMouseTracking(True)

    def grip_width(self) -> int:
        """How far the grip reaches from the left."""
        raise NotImplementedError

    def pressed_at(self, place: QPoint) -> None:
        """The mouse has pressed beside the grip."""
        raise NotImplementedError

    @cached_property
    def _grip(self) -> Grip:
        grip = Grip(self)
        grip.dragged.connect(self.dragged)
        grip.dropped.connect(self.dropped)
        return grip

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take the row in hand, or write in it."""
        if event.button() == Qt.MouseButton.LeftButton:
            place = event.position().toPoint()
            if place.x() < self.grip_width():
                self._grip.press(event)
            else:
                self.pressed_at(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the hand; while nothing is pressed, show what a press would do."""
        if not self._grip.move(event):
            shape = Qt.CursorShape.ArrowCursor if self.is_open else Qt.CursorShape.IBeamCursor
            on_grip = event.position().x() < self.grip_width()
            self.setCursor(Qt.CursorShape.OpenHandCursor if on_grip else shape)
            tooltip(self, _("Drag, or press Alt+Up and Alt+Down") if on_grip else "")

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        self._grip.release()


def area_of(widget: QWidget) -> QScrollArea | None:
    """The page that scrolls around a widget."""
    page: QWidget | None = widget
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    return page
