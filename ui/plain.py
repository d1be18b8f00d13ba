"""Text on the screen that is never anything but text.

Qt takes a text that looks like HTML for HTML and then opens local files that it names. Every
label, tooltip and action text of the program therefore comes from here.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

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


def action_text(text: str) -> str:
    """The text for a button, tab or menu entry, where Qt would eat a single ``&``."""
    return text.replace("&", "&&")


class PlainLabel(QLabel):
    """A label that shows its text letter by letter, whatever it contains."""

    def __init__(self, kind: Text = Text.BODY, *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("text_kind", kind.value)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_selectable(self) -> None:
        """Let the text be marked and copied with mouse and keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def set_tone(self, tone: Tone) -> None:
        """Colour the text by its meaning."""
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            repolish(self)


class Picture(QLabel):
    """An icon on its own beside a text that says the same; follows light and dark."""

    def __init__(self, icon: str = "", tone: Tone = Tone.NEUTRAL, size: int = 20) -> None:
        super().__init__()
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
        if self.parentWidget() is not None:
            self.setVisible(bool(self._name))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw again in the new colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


def repolish(widget: QWidget) -> None:
    """Let the widget rules look at the widget again after one of its properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
