"""One file on the screen, and the way to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.attachments.model import FileType
from intake_app.attachments.service import Shown
from intake_app.i18n import _
from ui.attachments.file_grid import detail_words, facts_words, kind_words
from ui.buttons import IconButton
from ui.page_dialog import PageDialog
from ui.plain import ElidedLabel, PlainLabel, Words
from ui.tokens import L, M, S, Text


class ViewerDialog(PageDialog):
    """Signals: ``turned`` to the file before (-1) or after (1)."""

    turned = Signal(int)

    def __init__(self, parent: QWidget, why_not_export: Words) -> None:
        super().__init__(parent, 900)
        self._why_not_export = why_not_export
        self._shown: Shown | None = None
        self._place, self._count = 0, 0
        self.heading, self._facts = ElidedLabel(Text.SECTION), ElidedLabel(Text.SECONDARY)
        self._number = PlainLabel(Text.SECONDARY)
        self.before = IconButton("chevron-left", "Alt+Left")
        self.after = IconButton("chevron-right", "Alt+Right")
        self._build()
        self.before.clicked.connect(lambda: self.turned.emit(-1))
        self.after.clicked.connect(lambda: self.turned.emit(1))
        self.retranslate()

    def _build(self) -> None:
        head, below = QHBoxLayout(), QHBoxLayout()
        for row, words, buttons in (
            (head, self.heading, (self.export, self.close_button)),
            (below, self._facts, (self.before, self._number, self.after)),
        ):
            row.setSpacing(S)
            row.addWidget(words, 1)
            for widget in buttons:
                row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, L)
        column.setSpacing(S)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)

    def show_file(self, shown: Shown, content: bytes, place: int, count: int) -> None:
        """Show the bytes of a file, the ``place``-th (from 1) of ``count``."""
        self._shown, self._place, self._count = shown, place, count
        self.bar.clear()
        if shown.attachment.type is FileType.PDF:
            self.pages.show_pdf(content)
        else:
            self.pages.show_picture(QImage.fromData(content))
        self.retranslate()
        self.pages.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrows turn, too, where the picture does not need them to move."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif (self.before if step < 0 else self.after).isEnabled():
            self.turned.emit(step)

    def retranslate(self) -> None:
        """Every text of the dialog."""
        self.setWindowTitle(_("Attached file"))
        if self._shown is not None:
            self.heading.setText(kind_words(self._shown))
            self._facts.setText(f"{detail_words(self._shown)} · {facts_words(self._shown)}")
        words = _("{number} of {count}").format(number=self._place, count=self._count)
        self._number.setText(words)
        self.before.set_name(_("File before"))
        self.after.set_name(_("Next file"))
        self.before.setEnabled(self._place > 1)
        self.after.setEnabled(self._place < self._count)
        self.export.set_text(_("Save outside the vault"))
        self.export.set_reason(self._why_not_export())
        self.close_button.set_text(_("Close"))
