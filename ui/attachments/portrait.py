"""The photograph by which colleagues know the person, beside their particulars."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from intake_app.i18n import _
from ui.style import tokens_of

_LINES = 6
"""How many lines of text it is high."""


class Portrait(QWidget):
    """Hidden as long as there is no photograph, or no consent to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        self.retranslate()

    def show_picture(self, jpeg: bytes | None) -> None:
        """Show this small picture (JPEG), or nothing."""
        self._picture = QPixmap()
        if jpeg:
            self._picture.loadFromData(jpeg)
        self.setVisible(not self._picture.isNull())
        self.updateGeometry()
        self.update()

    def has_picture(self) -> bool:
        """True if there is something to show."""
        return not self._picture.isNull()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Some lines high, as wide as the picture then is."""
        high = _LINES * self.fontMetrics().height()
        room = QSize(high, high)
        if self._picture.isNull():
            return room
        return self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def retranslate(self) -> None:
        """What a screen reader says."""
        self.setAccessibleName(_("Photograph of the person"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language and the size of the letters."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture with a thin frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(0, 0, self.sizeHint().width(), self.sizeHint().height())
        painter.drawPixmap(place, self._picture)
        painter.setPen(QColor(tokens_of(self).line))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()
