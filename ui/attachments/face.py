"""Who it is, at a glance: the photograph, small, or the initials as long as there is none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from intake_app.i18n import _
from ui.style import tokens_of


class Face(QWidget):
    """A round picture, ``lines`` of text high. The small picture comes from the vault by itself,
    after the page, and is never on the disk."""

    def __init__(self, lines: float = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._name, self._picture = "", QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def has_picture(self) -> bool:
        """True if a photograph is shown."""
        return not self._picture.isNull()

    def show_name(self, name: str) -> None:
        """Whose face it is; of another person than before no picture stays."""
        if name != self._name:
            self._picture = QPixmap()
        self._name = name
        self._retell()

    def show_picture(self, jpeg: bytes | None) -> None:
        """Show this small picture (JPEG), or the initials."""
        self._picture = QPixmap()
        if jpeg:
            self._picture.loadFromData(jpeg)
        self._retell()

    def _retell(self) -> None:
        words = _("Photograph of {name}") if self.has_picture else "{name}"
        self.setAccessibleName(words.format(name=self._name))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as high."""
        side = round(self._lines * self.fontMetrics().height())
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language and the size of the letters."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retell()
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The middle of the picture, or letters, in a circle."""
        painter, tokens = QPainter(self), tokens_of(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        circle = QPainterPath()
        circle.addEllipse(place)
        painter.setClipPath(circle)
        painter.fillPath(circle, QColor(tokens.selected))
        if self.has_picture:
            painter.drawPixmap(self.rect(), self._picture, _middle(self._picture))
        else:
            font = self.font()
            font.setPixelSize(max(8, round(place.height() * 0.38)))
            painter.setFont(font)
            painter.setPen(QColor(tokens.accent))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(self._name))
        painter.setClipping(False)
        painter.setPen(QColor(tokens.line))
        painter.drawPath(circle)
        painter.end()


def initials(name: str) -> str:
    """``BARRY Mariama Saliou`` → ``BM``."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _middle(picture: QPixmap) -> QRect:
    """The largest square; of a high picture its upper part, where the face is."""
    side = min(picture.width(), picture.height())
    return QRect((picture.width() - side) // 2, (picture.height() - side) // 4, side, side)
