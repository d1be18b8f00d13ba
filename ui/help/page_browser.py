"""Reading one page of the help: links between pages, the size, and the words that were found."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from ui.help.page import HelpPage
from ui.help.pages import page_of_link
from ui.style import tokens_of
from ui.tokens import mixed

_WIDEST = 84
"""Letters of a line; a longer one is hard to follow."""

_FOUND = 0.35
"""How much of the warning colour lies behind a word that was found."""


class PageBrowser(QTextBrowser):
    """Shows a page. It opens no link by itself.

    Signals: ``page_wanted`` the key of the page that a link leads to; ``zoom_wanted`` +1 or -1.
    """

    page_wanted = Signal(str)
    zoom_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.anchorClicked.connect(self._follow)

    def show_page(self, page: HelpPage) -> None:
        """Show this page from its top."""
        page.setParent(self)
        self.setDocument(page)
        self._set_width()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Nothing is ever loaded."""
        return None

    def mark(self, found: list[tuple[int, int]], current: int) -> None:
        """Mark the places that were found, the current one stronger, and bring it into sight."""
        tokens = tokens_of(self)
        marks = []
        for number, (start, length) in enumerate(found):
            mark = QTextEdit.ExtraSelection()
            ground = mixed(tokens.warning, tokens.surface, _FOUND)
            mark.format.setBackground(QColor(tokens.warning if number == current else ground))
            if number == current:
                mark.format.setForeground(QColor(tokens.on_accent))
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            marks.append(mark)
        self.setExtraSelections(marks)
        if found:
            cursor = QTextCursor(self.document())
            cursor.setPosition(found[current][0])
            self.document().documentLayout().documentSize()  # lays the page out now
            bar, seen = self.verticalScrollBar(), self.viewport().height()
            bar.setValue(bar.value() + self.cursorRect(cursor).top() - seen // 3)

    def _follow(self, target: QUrl) -> None:
        key = page_of_link(target.toString())
        if key is not None:
            self.page_wanted.emit(key)

    def _set_width(self) -> None:
        page = self.document().defaultFont()
        self.ensurePolished()
        letters = round(self.fontMetrics().averageCharWidth() * _WIDEST)
        if self.font().pointSizeF() > 0:
            letters = round(letters * page.pointSizeF() / self.font().pointSizeF())
        self.setLineWrapColumnOrWidth(max(100, min(letters, self.viewport().width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lines as long as the window, but never too long to follow."""
        super().resizeEvent(event)
        self._set_width()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """With Ctrl the size changes, as in every reader."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)
