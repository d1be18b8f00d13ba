"""The way of a case from the first notice to its closure, as a line with a mark for each stage."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import text_font, tokens_of
from ui.tokens import XS, S, Text, Tokens

_MARK = 14


class StageState(StrEnum):
    """How far a stage is. Shape tells it as well as colour."""

    DONE = "done"
    NOW = "now"
    PARTLY = "partly"
    AHEAD = "ahead"


class Stage(NamedTuple):
    """One stage: its key, its word, how far it is, and the state in words for a screen reader."""

    key: str
    label: str
    state: StageState
    said: str = ""


class StageBar(QWidget):
    """Full circle with a tick: done. Ring with a dot: now. Half: begun. Empty ring: still ahead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages: Sequence[Stage] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_stages(self, stages: Sequence[Stage]) -> None:
        """Show these stages from left to right."""
        self._stages = stages
        said = (f"{stage.label}: {stage.said}" if stage.said else stage.label for stage in stages)
        self.setAccessibleName(", ".join(said))
        self.updateGeometry()
        self.update()

    def _metrics(self, *, strong: bool = False) -> QFontMetrics:
        return QFontMetrics(text_font(self, Text.STRONG if strong else Text.LABEL))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for all words side by side."""
        metrics = self._metrics()
        widest = max((metrics.horizontalAdvance(s.label) for s in self._stages), default=0)
        count = max(1, len(self._stages))
        return QSize((widest + S) * count, _MARK + XS + self._metrics(strong=True).height() + XS)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """In a narrow place only the word of the present stage is written."""
        return QSize((_MARK + S) * max(1, len(self._stages)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the line, then the marks and words on it."""
        if not self._stages:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self)
        step = self.width() / len(self._stages)
        roomy = self.width() >= self.sizeHint().width()
        for place, stage in enumerate(self._stages):
            middle = QPointF(step * (place + 0.5), _MARK / 2 + 1)
            if place:
                self._draw_line(painter, tokens, middle, step, stage.state)
            _draw_mark(painter, tokens, middle, stage.state)
            if roomy or stage.state is StageState.NOW:
                self._draw_word(painter, tokens, stage, middle, step if roomy else step * 3)
        painter.end()

    def _draw_line(
        self, painter: QPainter, tokens: Tokens, middle: QPointF, step: float, state: StageState
    ) -> None:
        reached = state is not StageState.AHEAD
        colour = tokens.accent if reached else tokens.strong_line
        painter.setPen(QPen(QColor(colour), 2 if reached else 1))
        gap = _MARK / 2 + 3
        painter.drawLine(QPointF(middle.x() - step + gap, middle.y()), middle - QPointF(gap, 0))

    def _draw_word(
        self, painter: QPainter, tokens: Tokens, stage: Stage, middle: QPointF, width: float
    ) -> None:
        now = stage.state is StageState.NOW
        metrics = self._metrics(strong=now)
        painter.setFont(text_font(self, Text.LABEL))
        if now:
            font = text_font(self, Text.LABEL)
            font.setWeight(font.Weight.DemiBold)
            painter.setFont(font)
        painter.setPen(QColor(tokens.text if now else tokens.secondary))
        left = min(max(0.0, middle.x() - width / 2), max(0.0, self.width() - width))
        place = QRectF(left, _MARK + XS, width, metrics.height() + 2)
        word = painter.fontMetrics().elidedText(
            stage.label, Qt.TextElideMode.ElideRight, int(width)
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, word)


def _draw_mark(painter: QPainter, tokens: Tokens, middle: QPointF, state: StageState) -> None:
    radius = _MARK / 2 - 1
    reached = QColor(tokens.accent)
    ring = QPen(reached if state is not StageState.AHEAD else QColor(tokens.strong_line), 2)
    painter.setPen(ring)
    painter.setBrush(QColor(tokens.surface))
    if state is StageState.DONE:
        painter.setBrush(reached)
    painter.drawEllipse(middle, radius, radius)
    if state is StageState.NOW:
        painter.setBrush(reached)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(middle, radius / 2, radius / 2)
    elif state is StageState.PARTLY:
        painter.setBrush(reached)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawPie(box, 90 * 16, 180 * 16)
    elif state is StageState.DONE:
        painter.setPen(QPen(QColor(tokens.on_accent), 1.6))
        x, y = middle.x(), middle.y()
        painter.drawPolyline([QPointF(x - 3, y), QPointF(x - 1, y + 2.4), QPointF(x + 3, y - 2.4)])
