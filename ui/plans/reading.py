"""What a row says while nobody writes in it, and where each word of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ui.icons import pixmap
from ui.plain import breakable
from ui.style import text_font, tokens_of
from ui.tokens import XS, M, S, Text, Tokens, Tone, tone_colour

_ICON = 16
_DOT = "  ·  "
_MOST_WIDTHS = 4_000
_ENDLESS = 100_000
"""Higher than any text; the height that a text may take when it is measured."""


@dataclass(frozen=True)
class Said:
    """One answer: the key of its editor, its words, and the question, which stands there while
    there are none."""

    key: str
    words: str
    question: str = ""


@dataclass(frozen=True)
class Reading:
    """``text`` stands first, ``beside`` at its right, and ``below`` what is said one after the
    other under it."""

    text: Said
    beside: Said
    below: tuple[Said, ...] = ()

    def is_long(self) -> bool:
        """True if something is said below the text."""
        return any(one.words for one in self.below)

    def words(self) -> str:
        """All of it, for a screen reader."""
        parts = (self.text.words or self.text.question, self.beside.words)
        return ", ".join(part for part in (*parts, *(one.words for one in self.below)) if part)


@dataclass(frozen=True)
class _Part:
    key: str
    words: str
    place: QRect
    font: QFont
    colour: str


class Pen:
    """What rows are written with: their fonts and colours, and how wide their words are."""

    def __init__(self, row: QWidget, tokens: Tokens, ratio: float) -> None:
        self.fonts = {kind: text_font(row, kind) for kind in (Text.BODY, Text.SECONDARY)}
        self.metrics = {kind: QFontMetrics(font) for kind, font in self.fonts.items()}
        self.heights = {kind: metrics.height() for kind, metrics in self.metrics.items()}
        self.tokens, self.ratio = tokens, ratio
        self._widths: dict[tuple[str, Text], int] = {}

    def is_full(self) -> bool:
        """True if it has measured so many words that a new one should begin."""
        return len(self._widths) > _MOST_WIDTHS

    def width(self, words: str, kind: Text) -> int:
        """The width of these words on one line."""
        if (words, kind) not in self._widths:
            self._widths[words, kind] = self.metrics[kind].horizontalAdvance(words)
        return self._widths[words, kind]


@dataclass
class _Pens:
    """The pen that was used last: the rows of a page have one look."""

    look: tuple[str, Tokens, float] | None = None
    pen: Pen | None = None


_last = _Pens()


def pen_of(row: QWidget) -> Pen:
    """The pen of a row, shared by all that look the same."""
    look = row.font().key(), tokens_of(row), row.devicePixelRatioF()
    if _last.pen is None or _last.look != look or _last.pen.is_full():
        _last.look, _last.pen = look, Pen(row, *look[1:])
    return _last.pen


class Laid:
    """A reading at its place: painted without a widget for every word."""

    def __init__(self, pen: Pen, reading: Reading, wrong: Sequence[str], place: QRect) -> None:
        """``place`` says from where, and how wide; ``wrong`` is said below everything else."""
        self._pen = pen
        self._parts: list[_Part] = []
        self._warning: QPoint | None = None
        bottom = self._put_first(reading, place)
        bottom = self._put_below(reading.below, place, bottom)
        if wrong:
            self._warning = QPoint(place.left(), bottom + XS)
            room = place.adjusted(_ICON + XS + 2, 0, 0, 0)
            danger = self._pen.tokens.danger
            bottom = self._put("", " ".join(wrong), Text.SECONDARY, danger, room, bottom + XS)
        self.height = bottom - place.top()

    def _put_first(self, reading: Reading, place: QRect) -> int:
        """The text and, at its right, what stands beside it; returns where they end."""
        beside, room = reading.beside, place
        if beside.words:
            width = self._pen.width(beside.words, Text.BODY)
            right = QRect(place.right() - width, place.top(), width + 1, place.height())
            self._put(
                beside.key, beside.words, Text.BODY, self._pen.tokens.text, right, place.top()
            )
            room = place.adjusted(0, 0, -width - M, 0)
        words, colour = reading.text.words, self._pen.tokens.text
        if not words:
            words, colour = reading.text.question, self._pen.tokens.secondary
        return self._put(reading.text.key, words, Text.BODY, colour, room, place.top())

    def _put_below(self, answers: Sequence[Said], place: QRect, bottom: int) -> int:
        """Answers one after the other, on as many lines as they need."""
        dot, colour = self._pen.width(_DOT, Text.SECONDARY), self._pen.tokens.secondary
        left, top = place.left(), bottom
        for answer in answers:
            if not answer.words:
                continue
            width = min(self._pen.width(answer.words, Text.SECONDARY), place.width())
            if left > place.left() and left + dot + width > place.right():
                left, top = place.left(), bottom
            elif left > place.left():
                between = QRect(left, top, dot, place.height())
                self._put("", _DOT, Text.SECONDARY, colour, between, top)
                left += dot
            room = QRect(left, top, width + 1, place.height())
            end = self._put(answer.key, answer.words, Text.SECONDARY, colour, room, top)
            left, bottom = left + width, max(bottom, end)
        return bottom

    def _put(  # noqa: PLR0913 - what, how and where
        self, key: str, words: str, kind: Text, colour: str, room: QRect, top: int
    ) -> int:
        """Words that break where the room ends; returns where they end."""
        height = self._pen.heights[kind]
        if "\n" in words or self._pen.width(words, kind) > room.width():
            words = breakable(words)
            space = QRect(0, 0, max(room.width(), 1), _ENDLESS)
            metrics, breaks = self._pen.metrics[kind], Qt.TextFlag.TextWordWrap.value
            height = metrics.boundingRect(space, breaks, words).height()
        place = QRect(room.left(), top, room.width(), height)
        self._parts.append(_Part(key, words, place, self._pen.fonts[kind], colour))
        return top + height

    def key_at(self, place: QPoint) -> str:
        """The key of the answer at this place, or of the nearest one before it on its line."""
        line = [part for part in self._parts if part.key and part.place.bottom() >= place.y()]
        line = [part for part in line if part.place.top() <= place.y()] or self._parts[:1]
        before = [part for part in line if part.place.left() <= place.x()] or line
        return max(before, key=lambda part: part.place.left()).key

    def paint(self, painter: QPainter) -> None:
        """Draw every word."""
        for part in self._parts:
            painter.setFont(part.font)
            painter.setPen(QColor(part.colour))
            painter.drawText(part.place, Qt.TextFlag.TextWordWrap.value, part.words)
        if self._warning is not None:
            colour = tone_colour(self._pen.tokens, Tone.DANGER)
            painter.drawPixmap(
                self._warning + QPoint(0, S // 4),
                pixmap("circle-alert", colour, _ICON, self._pen.ratio),
            )
