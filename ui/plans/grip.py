"""The number before a row, by which it is taken in hand and dragged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.plain import PlainLabel
from ui.tokens import XL, Text


class Grip(PlainLabel):
    """Signals: ``dragged`` the height of the hand on the screen; ``dropped`` it let go."""

    dragged = Signal(int)
    dropped = Signal()

    def __init__(self, kind: Text = Text.SECONDARY) -> None:
        super().__init__(kind)
        self._pressed_at: int | None = None
        self._is_dragging = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take it in hand."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition().toPoint().y()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the hand, once it has moved far enough to mean it."""
        if self._pressed_at is None:
            return
        height = event.globalPosition().toPoint().y()
        if not self._is_dragging:
            self._is_dragging = abs(height - self._pressed_at) >= QApplication.startDragDistance()
        if self._is_dragging:
            self.dragged.emit(height)
            self._keep_in_sight(height)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        dragged, self._is_dragging, self._pressed_at = self._is_dragging, False, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if dragged:
            self.dropped.emit()

    def _keep_in_sight(self, height: int) -> None:
        """Scroll on at the edges of the page."""
        page: QWidget | None = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        inner = page.widget() if isinstance(page, QScrollArea) else None
        if isinstance(page, QScrollArea) and inner is not None:
            page.ensureVisible(0, inner.mapFromGlobal(QPoint(0, height)).y(), 0, XL)
