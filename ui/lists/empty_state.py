"""What a place says when there is nothing in it: one sentence and one thing to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.buttons import Button, Kind
from ui.plain import Picture, PlainLabel, Words
from ui.tokens import XL, L, M, Text

_SIZE = 40


class EmptyState(QWidget):
    """An icon, a sentence, and the action that helps. Signals: ``acted`` it was pressed."""

    acted = Signal()

    def __init__(self, icon: str, words: Words, action: Words | None = None) -> None:
        super().__init__()
        self._words, self._action_words = words, action
        self._icon = Picture(icon, size=_SIZE)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = PlainLabel(Text.BODY, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action = Button(Kind.PLAIN)
        self.action.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, XL, XL, XL)
        column.setSpacing(M)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(self._sentence)
        column.addSpacing(L - M)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        # Only now: a button without a parent would show as a window of its own.
        self.action.setVisible(action is not None)
        self.retranslate()

    def set_words(self, words: Words) -> None:
        """Another sentence, for example when a filter hides everything."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Sentence and action."""
        self._sentence.setText(self._words())
        if self._action_words:
            self.action.set_text(self._action_words())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
