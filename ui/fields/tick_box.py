"""A box to tick whose frame can be seen on every ground (Fusion's is nearly lost on a dark one)."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QStylePainter

from ui.icons import pixmap
from ui.style import tokens_of

ROUND = 3


class TickBox(QCheckBox):
    """A check box that draws its own box; the words and the focus are the style's."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Box, tick, words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        tokens, style = tokens_of(self), self.style()
        place = style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        ticked = self.isChecked()
        edge = tokens.accent if ticked or self.hasFocus() else tokens.strong_line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tokens.accent if ticked else tokens.surface))
        painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), ROUND, ROUND)
        if ticked:
            tick = pixmap("check", tokens.on_accent, place.width(), self.devicePixelRatioF())
            painter.drawPixmap(place.topLeft(), tick)
        option.rect = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option)
        painter.end()
