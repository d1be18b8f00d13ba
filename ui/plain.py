"""Text on the screen that is never anything but text.

Qt takes a text that looks like HTML for HTML and then opens local files that it names. Every
label, tooltip and action text of the program therefore comes from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStylePainter, QWidget

from ui.icons import pixmap
from ui.style import tokens_of
from ui.tokens import Text, Tone, tone_colour

Words = Callable[[], str]
"""Gives a text in the language of the screen; asked again after every switch."""


def plain(text: str) -> str:
    """The text as rich text that shows exactly this text, line breaks included."""
    return "<span>" + escape(text).replace("\n", "<br>") + "</span>"


def tooltip(widget: QWidget, text: str) -> None:
    """Set a tooltip that shows exactly this text; an empty text takes it away."""
    widget.setToolTip(plain(text) if text else "")


def shortened(text: str, letters: int = 32) -> str:
    """One line of at most so many letters, for a name on a button or in a menu."""
    line = " ".join(text.split())
    return line if len(line) <= letters else line[: letters - 1].rstrip() + "…"


def action_text(text: str) -> str:
    """The text for a button, tab or menu entry, where Qt would eat a single ``&``."""
    return text.replace("&", "&&")


_FEW = 8
"""Letters that an elided text keeps at least."""

_ENDLESS = re.compile(r"\S{65,}")
"""No word, number or address of e-mail is as long; a name that would push the page aside is."""


def breakable(text: str) -> str:
    """The text; a word that no line could hold has invisible places to break."""
    return _ENDLESS.sub(lambda word: "\u200b".join(re.findall(r".{1,4}", word[0])), text)


_BREAKS = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
_BREAKS.setHeightForWidth(True)


class PlainLabel(QLabel):
    """A label that shows its text letter by letter, whatever it contains."""

    def __init__(
        self, kind: Text = Text.BODY, *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._given = ""
        self._tone = Tone.NEUTRAL
        self.setProperty("text_kind", kind.value)
        if wrap:
            self.setSizePolicy(_BREAKS)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show this text. A word that no line could hold may break anywhere."""
        self._given = text
        super().setText(breakable(text) if self.wordWrap() else text)

    def text(self) -> str:
        """The text as it was given."""
        return self._given

    def set_selectable(self) -> None:
        """Let the text be marked and copied with mouse and keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def set_tone(self, tone: Tone) -> None:
        """Colour the text by its meaning."""
        if tone is not self._tone:
            self._tone = tone
            self.setProperty("tone", tone.value)
            repolish(self)


class ElidedLabel(PlainLabel):
    """One line that gives way: what does not fit becomes "…", and the tooltip has it all."""

    def __init__(self, kind: Text = Text.BODY, parent: QWidget | None = None) -> None:
        super().__init__(kind, parent=parent)
        self._own_tip = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show the beginning of this text, or all of it."""
        super().setText(text)
        self._explain()

    def is_cut(self) -> bool:
        """True while a part of the text is not shown."""
        return self._shown() != self._one_line()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a few letters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * _FEW), hint.height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the text, as high as one line."""
        margins, metrics = self.contentsMargins(), self.fontMetrics()
        width = metrics.horizontalAdvance(self._one_line()) + margins.left() + margins.right()
        return QSize(width + 1, metrics.height() + margins.top() + margins.bottom())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Qt elides no label by itself."""
        painter = QStylePainter(self)
        painter.drawItemText(
            self.contentsRect(),
            self.alignment().value | Qt.TextFlag.TextSingleLine.value,
            self.palette(),
            self.isEnabled(),
            self._shown(),
            self.foregroundRole(),
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width shows more or less."""
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        """A tooltip that somebody else gave stays."""
        if self.toolTip() == self._own_tip:
            tooltip(self, self.text() if self.is_cut() else "")
            self._own_tip = self.toolTip()

    def _one_line(self) -> str:
        return " ".join(self.text().splitlines())

    def _shown(self) -> str:
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self._one_line(), Qt.TextElideMode.ElideRight, width)


class Picture(QLabel):
    """An icon on its own beside a text that says the same; follows light and dark."""

    def __init__(
        self,
        icon: str = "",
        tone: Tone = Tone.NEUTRAL,
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._name, self._tone, self._size = icon, tone, size
        self._draw()

    def set_icon(self, icon: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show this icon; an empty name shows nothing and takes no room."""
        self._name, self._tone = icon, tone
        self._draw()

    def _draw(self) -> None:
        if self._name:
            colour = tone_colour(tokens_of(self), self._tone)
            self.setPixmap(pixmap(self._name, colour, self._size, self.devicePixelRatioF()))
        if self.parentWidget() is not None and self.isHidden() == bool(self._name):
            self.setVisible(bool(self._name))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw again in the new colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


def repolish(widget: QWidget) -> None:
    """Let the widget rules look at the widget again after one of its properties changed. What was
    not shown yet is looked at when it is."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
