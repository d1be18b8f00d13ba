"""The help in a window of its own: pages at the left, the page at the right, a search over all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.values import clean_text
from ui.buttons import IconButton
from ui.cards import Card
from ui.help.page import HelpPage, Look
from ui.help.page_browser import PageBrowser
from ui.help.pages import FIRST, PAGES, page_text, places, title_of
from ui.lists.filter_list import Filter, FilterList
from ui.plain import PlainLabel
from ui.search_box import SearchBox
from ui.style import tokens_of
from ui.tokens import L, M, S, Text

_STEP, _LEAST, _MOST = 1.15, 0.7, 2.5
_MANY = 88
"""Room is kept for a count of two digits, so that nothing moves when one appears."""


class HelpWindow(QWidget):
    """Not modal: it stays beside the work until Esc. It knows nothing about any person."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.key = FIRST
        self.zoom = 1.0
        self._pages: dict[str, HelpPage] = {}
        self._before: list[str] = []
        self._found: list[tuple[int, int]] = []
        self._current = 0
        self.search = SearchBox("Ctrl+F")
        self.back = IconButton("arrow-left", "Alt+Left")
        self.smaller = IconButton("zoom-out", "Ctrl+-")
        self.larger = IconButton("zoom-in", "Ctrl++")
        self.list, self.nothing = FilterList(), PlainLabel(Text.SECONDARY, wrap=True)
        self.browser = PageBrowser()
        self._build()
        self._connect()
        self.resize(940, 640)
        self.retranslate()
        self._is_old = False

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self.back)
        top.addWidget(self.search, 1)
        top.addWidget(self.smaller)
        top.addWidget(self.larger)
        left = QVBoxLayout()
        left.addWidget(self.nothing)
        self._pages_area = QScrollArea()
        self._pages_area.setWidget(self.list)
        self._pages_area.setWidgetResizable(True)
        self._pages_area.setFrameShape(QFrame.Shape.NoFrame)
        self._pages_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left.addWidget(self._pages_area, 1)
        card = Card(margin=1)
        card.body.addWidget(self.browser)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addLayout(left)
        row.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, L)
        column.setSpacing(M)
        column.addLayout(top)
        column.addLayout(row, 1)
        self.nothing.hide()

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda _text: self._look())
        self.search.installEventFilter(self)
        self.list.chosen.connect(self._go_to)
        self.browser.page_wanted.connect(self._go_to)
        self.browser.zoom_wanted.connect(self._zoom_by)
        self.back.clicked.connect(self._go_back)
        self.larger.clicked.connect(lambda: self._zoom_by(1))
        self.smaller.clicked.connect(lambda: self._zoom_by(-1))
        for keys, act in (
            ("Ctrl+F", self._go_to_search),
            ("Ctrl+=", lambda: self._zoom_by(1)),
            ("Ctrl+0", lambda: self._zoom_by(0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # ------------------------------------------------------------------ pages

    def open_at(self, key: str) -> None:
        """Show this page, without what was searched for before."""
        self.search.clear()
        self._before.clear()
        self.key = key if key in PAGES else FIRST
        self._show_list()
        self._show_page()
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, key: str) -> None:
        if key != self.key:
            self._before.append(self.key)
            self.key = key
            self._show_list()
            self._show_page()

    def _go_back(self) -> None:
        if self._before:
            self.key = self._before.pop()
            self._show_list()
            self._show_page()

    def _page(self, key: str) -> HelpPage:
        if key not in self._pages:
            self._pages[key] = HelpPage(page_text(key), Look(tokens_of(self), self.zoom))
        return self._pages[key]

    def _show_page(self) -> None:
        page = self._page(self.key)
        self.browser.show_page(page)
        self.browser.setAccessibleName(title_of(self.key))
        self.back.setVisible(bool(self._before))
        self._found = places(page.toPlainText(), clean_text(self.search.text()))
        self._current = 0
        self.browser.mark(self._found, self._current)

    def _draw_again(self) -> None:
        """Every page anew, after its words or its look changed; the place on it is kept."""
        bar = self.browser.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._pages.clear()
        self._show_filters(dict.fromkeys(PAGES, _MANY))
        self._pages_area.setFixedWidth(
            self.list.sizeHint().width() + self._pages_area.verticalScrollBar().sizeHint().width()
        )
        self._show_list()
        self._show_page()
        if not self._found:
            bar.setValue(round(share * bar.maximum()))

    # ------------------------------------------------------------------ searching

    def _look(self) -> None:
        """Show the pages that have the typed words; stay on this one if it has them."""
        fitting = self._show_list()
        if fitting and self.key not in fitting:
            self._go_to(fitting[0])
        else:
            self._show_page()

    def _show_list(self) -> list[str]:
        words = clean_text(self.search.text())
        counts = {
            key: len(places(self._page(key).toPlainText(), words)) if words else None
            for key in PAGES
        }
        fitting = {key: count for key, count in counts.items() if count != 0}
        self._show_filters(fitting)
        self.nothing.setVisible(not fitting)
        return list(fitting)

    def _show_filters(self, counts: Mapping[str, int | None]) -> None:
        self.list.set_filters(
            [Filter(key, partial(title_of, key), counts[key], PAGES[key]) for key in counts]
        )
        if self.key in counts:
            self.list.key = self.key
            self.list.buttons[self.key].setChecked(True)

    def _next_place(self) -> None:
        if self._found:
            self._current = (self._current + 1) % len(self._found)
            self.browser.mark(self._found, self._current)

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # ------------------------------------------------------------------ size, words, keys

    def _zoom_by(self, steps: int) -> None:
        """Larger, smaller, or with 0 back to the size of the program."""
        wanted = self.zoom * _STEP**steps if steps else 1.0
        self.zoom = min(max(wanted, _LEAST), _MOST)
        self._draw_again()

    def retranslate(self) -> None:
        """Every text of the window, and the pages in the language of today."""
        self.setWindowTitle(_("Help"))
        self.search.setPlaceholderText(_("Search the help"))
        self.search.setAccessibleName(_("Search the help"))
        self.list.setAccessibleName(_("Pages of the help"))
        self.nothing.setText(_("Nothing found for these words."))
        self.back.set_name(_("Back"))
        self.smaller.set_name(_("Smaller"))
        self.larger.set_name(_("Larger"))
        self._draw_again()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Language, colours and font are followed at once; by a closed window when it is opened."""
        kinds = (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
        if event.type() in kinds and not self.isVisible():
            self._is_old = True
        elif event.type() == kinds[0]:
            self.retranslate()
        elif event.type() in kinds:
            self._draw_again()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What changed while the window was closed."""
        if self._is_old:
            self._is_old = False
            self.retranslate()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter in the search goes to the next place, Down into the page."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._next_place()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.browser.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc empties the search, then closes."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.text():
            self.search.clear()
            self._look()
        else:
            self.close()
