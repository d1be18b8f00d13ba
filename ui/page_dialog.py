"""A dialog that shows pages of somebody's case, and lets go of them at once when it closes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ui.buttons import Button, Kind
from ui.fields.message_bar import MessageBar
from ui.page_view import PageView
from ui.tab_walk import go_on
from ui.tokens import XL


class PageDialog(QDialog):
    """Not modal for the program: the page behind it is blocked, nothing else. The last class lays
    the parts out. Signals: ``export_wanted``.
    """

    export_wanted = Signal()

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self.pages, self.bar = PageView(), MessageBar()
        self.export = Button(Kind.PLAIN, "download")
        self.close_button = Button(Kind.PLAIN, None, "Esc", hint_only=True)
        self.export.clicked.connect(self.export_wanted)
        self.close_button.clicked.connect(self.reject)
        room = parent.window().size() - QSize(XL, XL)
        self.resize(QSize(width, 720).boundedTo(room))

    def retranslate(self) -> None:
        """Every text of the dialog."""

    def done(self, result: int) -> None:
        """What was shown goes with the dialog."""
        self.pages.clear()
        super().done(result)
        self.deleteLater()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Tab and Shift+Tab stop at the buttons of the pages, too."""
        return go_on(self, onward=next)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
