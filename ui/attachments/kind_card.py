"""The one question before files are added: what are they?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from intake_app.attachments.model import AttachmentKind
from intake_app.i18n import _
from intake_app.words import word
from ui.attachments.file_grid import ICONS
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.fields.message_bar import say_aloud
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.tokens import M, S, Text


class KindCard(Card):
    """Hidden until ``ask``. Signals: ``answered`` the kind (AttachmentKind); ``cancelled``."""

    answered = Signal(object)
    cancelled = Signal()

    def __init__(self, kinds: Sequence[AttachmentKind]) -> None:
        super().__init__(margin=M)
        self._count, self._first = 1, ""
        self._title = PlainLabel(Text.STRONG, wrap=True)
        self.buttons = {kind: Button(Kind.PLAIN, ICONS[kind]) for kind in kinds}
        self.cancel = Button(Kind.QUIET, None, "Esc", hint_only=True)
        answers = QWidget(self)  # a flow that lies in another layout would outlive its widgets
        row = FlowLayout(answers, spacing=S)
        for button in (*self.buttons.values(), self.cancel):
            row.addWidget(button)
        self.body.setSpacing(S)
        self.body.addWidget(self._title)
        self.body.addWidget(answers)
        for kind, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, kind=kind: self._answer(kind))
        self.cancel.clicked.connect(self._cancel)
        self.hide()
        self.retranslate()

    def ask(self, count: int, first: str) -> None:
        """Ask about so many files; ``first`` is the name of the first one."""
        self._count, self._first = count, first
        self.retranslate()
        self.show()
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        say_aloud(self, self._title.text())

    def retranslate(self) -> None:
        """The question and the answers."""
        one = self._count == 1
        words = _("What is “{file}”?") if one else _("What are these {count} files?")
        self._title.setText(words.format(file=self._first, count=self._count))
        self.setAccessibleName(self._title.text())
        for kind, button in self.buttons.items():
            button.set_text(word("attachment", kind))
        self.cancel.set_text(_("Cancel"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc takes nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _answer(self, kind: AttachmentKind) -> None:
        self.hide()
        self.answered.emit(kind)

    def _cancel(self) -> None:
        self.hide()
        self.cancelled.emit()
