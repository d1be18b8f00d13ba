"""The files that were not added, each with its sentence; the good ones are in the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout

from intake_app.i18n import _, said_again
from ui.attachments.adding import Refusal
from ui.buttons import IconButton
from ui.cards import Card, IconLabel
from ui.fields.message_bar import say_aloud
from ui.plain import PlainLabel
from ui.tokens import M, S, Text, Tone

MOST_LINES = 3
"""More than these would push the list away; the others are counted."""


class RefusedCard(Card):
    """Hidden as long as every file was taken."""

    def __init__(self) -> None:
        super().__init__(margin=M)
        self._refused: Sequence[Refusal] = ()
        self._title = PlainLabel(Text.STRONG)
        self.close_button = IconButton("x")
        self.lines = [IconLabel(Text.BODY) for _line in range(MOST_LINES + 1)]
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(S)
        self.body.addLayout(head)
        for line in self.lines:
            self.body.addWidget(line)
        self.close_button.clicked.connect(self.clear)
        self.hide()
        self.retranslate()

    def show_refused(self, refused: Sequence[Refusal]) -> None:
        """Show these; none hides the card."""
        self._refused = tuple(refused)
        self.retranslate()
        self.setVisible(bool(refused))
        if refused:
            say_aloud(self, self.accessibleName())

    def clear(self) -> None:
        """Take the card away."""
        self.show_refused(())

    def retranslate(self) -> None:
        """Title and lines."""
        self._title.setText(_("Not added"))
        self.close_button.set_name(_("Close this message"))
        words = _("{file}: {reason}")
        texts = [
            words.format(file=name, reason=said_again(reason))
            for name, reason in self._refused[:MOST_LINES]
        ]
        if (more := len(self._refused) - MOST_LINES) > 0:
            texts.append(_("and {count} more").format(count=more))
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(texts))
            line.show_text(texts[place] if place < len(texts) else "", "circle-alert", Tone.DANGER)
        self.setAccessibleName(" ".join([self._title.text(), *texts]))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
