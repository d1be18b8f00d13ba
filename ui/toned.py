"""The quiet coloured ground that message bars and summaries stand on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from ui.style import tokens_of
from ui.tokens import CORNER, Tone, soft, tone_colour


def paint_toned(widget: QWidget, tone: Tone) -> None:
    """Paint the ground of a widget in a soft tone, with a strong edge where reading begins."""
    tokens = tokens_of(widget)
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QRectF(widget.rect())
    path = QPainterPath()
    path.addRoundedRect(frame, CORNER, CORNER)
    painter.setClipPath(path)
    painter.fillRect(frame, QColor(soft(tokens, tone)))
    edge = QRectF(frame)
    edge.setWidth(4)
    if widget.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        edge.moveRight(frame.right())
    painter.fillRect(edge, QColor(tone_colour(tokens, tone)))
    painter.end()
