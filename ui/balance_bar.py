"""How much of a ceiling is planned and paid, and what is left, with the amounts in figures."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.values import Money
from ui.style import text_font, tokens_of
from ui.tokens import XS, Text, Tokens

_HEIGHT = 10


class BalanceBar(QWidget):
    """One bar for one ceiling. Paid is full, planned is hatched, what is left is empty.

    Over the ceiling the bar turns red and the words say by how much.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._ceiling = self._planned = self._paid = Money.zero("EUR")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_amounts(
        self, title: str, ceiling: Money, planned: Money, paid: Money | None = None
    ) -> None:
        """Show one ceiling. ``planned`` includes what is paid; all in one currency."""
        self._title = title
        self._ceiling, self._planned = ceiling, planned
        self._paid = paid or Money.zero(ceiling.currency)
        self.setAccessibleName(f"{title}: {self._left_text()}, {self._used_text()}")
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """The figures and words follow the language; the title is given anew by the page."""
        if self._title:
            self.set_amounts(self._title, self._ceiling, self._planned, self._paid)

    def _left_text(self) -> str:
        left = self._ceiling - self._planned
        if left.minor < 0:
            over = format_money(Money(-left.minor, left.currency), language())
            return _("{amount} over the ceiling").format(amount=over)
        return _("{amount} left").format(amount=format_money(left, language()))

    def _used_text(self) -> str:
        planned = format_money(self._planned, language())
        ceiling = format_money(self._ceiling, language())
        if self._paid.minor:
            return _("{planned} planned, of it {paid} paid, of {ceiling}").format(
                planned=planned, paid=format_money(self._paid, language()), ceiling=ceiling
            )
        return _("{planned} planned of {ceiling}").format(planned=planned, ceiling=ceiling)

    def _short_text(self) -> str:
        """For narrow places; the bar shows what is paid, and a screen reader hears all."""
        return _("{planned} of {ceiling}").format(
            planned=format_money(self._planned, language()),
            ceiling=format_money(self._ceiling, language()),
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line of words, the bar, and a line of figures."""
        words = QFontMetrics(text_font(self, Text.STRONG)).height()
        figures = QFontMetrics(text_font(self, Text.LABEL)).height()
        return QSize(self._text_width(), words + XS + _HEIGHT + XS + figures)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrower places cut the words, never the bar."""
        return QSize(160, self.sizeHint().height())

    def _text_width(self) -> int:
        strong = QFontMetrics(text_font(self, Text.STRONG))
        width = strong.horizontalAdvance(f"{self._title}    {self._left_text()}")
        quiet = QFontMetrics(text_font(self, Text.LABEL)).horizontalAdvance(self._used_text())
        return max(160, width, quiet)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Words above, bar, figures below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self)
        strong, quiet = text_font(self, Text.STRONG), text_font(self, Text.LABEL)
        line, width = QFontMetrics(strong).height(), self.width()
        over = self._planned > self._ceiling
        painter.setFont(strong)
        left_text = self._left_text()
        room = width - QFontMetrics(strong).horizontalAdvance(left_text) - 16
        title = QFontMetrics(strong).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(0, 0, width, line), Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(tokens.danger if over else tokens.text))
        painter.drawText(QRectF(0, 0, width, line), Qt.AlignmentFlag.AlignRight, left_text)
        self._paint_bar(painter, tokens, QRectF(0.5, line + XS, width - 1, _HEIGHT))
        painter.setFont(quiet)
        painter.setPen(QColor(tokens.secondary))
        below = QRectF(0, line + 2 * XS + _HEIGHT, width, QFontMetrics(quiet).height())
        metrics = QFontMetrics(quiet)
        fits = metrics.horizontalAdvance(self._used_text()) <= width
        figures = self._used_text() if fits else self._short_text()
        figures = metrics.elidedText(figures, Qt.TextElideMode.ElideRight, width)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, figures)
        painter.end()

    def _paint_bar(self, painter: QPainter, tokens: Tokens, place: QRectF) -> None:
        whole = max(self._ceiling.minor, self._planned.minor, 1)
        over = self._planned > self._ceiling
        colour = QColor(tokens.danger if over else tokens.accent)
        path = QPainterPath()
        path.addRoundedRect(place, _HEIGHT / 2, _HEIGHT / 2)
        painter.fillPath(path, QColor(tokens.line))
        painter.save()
        painter.setClipPath(path)
        planned, paid = QRectF(place), QRectF(place)
        planned.setWidth(place.width() * self._planned.minor / whole)
        paid.setWidth(place.width() * self._paid.minor / whole)
        soft = QColor(colour)
        soft.setAlphaF(0.35)
        painter.fillRect(planned, soft)
        painter.fillRect(planned, QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.fillRect(paid, colour)
        painter.restore()
        if over:  # where the ceiling is
            at = place.left() + place.width() * self._ceiling.minor / whole
            painter.setPen(QPen(QColor(tokens.text), 2))
            painter.drawLine(int(at), int(place.top()) - 2, int(at), int(place.bottom()) + 2)
