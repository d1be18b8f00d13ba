"""A line over the page that stays as long as it is true, and cannot be closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.cards import IconLabel
from ui.plain import Words
from ui.tokens import XL, S, Text, Tone
from ui.toned import paint_toned


class Notice(QWidget):
    """Says in which state the vault is: open for reading only, short of room."""

    def __init__(self) -> None:
        super().__init__()
        self._words: Words | None = None
        self.label = IconLabel(Text.BODY)
        row = QHBoxLayout(self)
        row.setContentsMargins(XL, S, XL, S)
        row.addWidget(self.label)
        self.hide()

    def set_words(self, words: Words | None) -> None:
        """Say this from now on; None hides the line."""
        self._words = words
        self.retranslate()
        self.setVisible(words is not None)

    def text(self) -> str:
        """What is said, or an empty text."""
        return self.label.text() if self._words else ""

    def retranslate(self) -> None:
        """Say it in the language of today."""
        text = self._words() if self._words else ""
        self.label.show_text(text, "triangle-alert", Tone.WARNING)
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A quiet ground in the tone of a warning."""
        paint_toned(self, Tone.WARNING)
        super().paintEvent(event)
