"""The three parts of every list: filters, rows, and a preview of the row that is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from intake_app.formats import format_number
from intake_app.i18n import language, ngettext
from intake_app.values import clean_text
from ui.cards import Card
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter, FilterList
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import LEAST_NAME, RowTable
from ui.plain import PlainLabel, Words
from ui.search_box import SearchBox
from ui.tasks import Tasks
from ui.tokens import M, S, Text

DEBOUNCE_MS = 10
PREVIEW_NEEDS = 30
"""Letters; if the rows leave less, the preview steps back."""


class ListPanes(QWidget):
    """Filters | rows | preview. ``/`` or Ctrl+F goes to the filter text, Enter opens a row.

    Signals: ``wanted`` the filter or its text changed, read again; ``opened`` the row;
    ``selected`` the row or None, for the preview.
    """

    wanted = Signal()
    opened = Signal(object)
    selected = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], str],
        *,
        empty: EmptyState,
        preview: QWidget | None = None,
        placeholder: Words | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # From the outside to the inside: what moves into another parent is styled anew, with all
        # that is in it, which is most of the time that a page takes to open.
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._middle = Card(margin=0, parent=self._split)
        self._rows = QStackedWidget(self._middle)
        self.model: PagedModel[Any] = PagedModel(tasks, columns, key)
        self.table = RowTable(self.model, self._rows)
        self.filters = FilterList()
        self.text = SearchBox("Ctrl+F")
        self.empty, self.preview = empty, preview
        self._placeholder = placeholder
        self._moved, self._counted = False, True
        self._count = PlainLabel(Text.SECONDARY)
        self._preview_pane = _scrolled(preview, self._split) if preview else QWidget(self._split)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(DEBOUNCE_MS)
        self._clock.timeout.connect(self.wanted)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        middle = self._middle
        for pane, stretch in ((self.filters, 0), (middle, 3), (self._preview_pane, 2)):
            self._split.addWidget(pane)
            self._split.setStretchFactor(self._split.count() - 1, stretch)
            self._split.setCollapsible(self._split.count() - 1, False)
        middle.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(S, S, M, S)
        head.setSpacing(M)
        middle.body.addLayout(head)
        head.addWidget(self.text, 1)
        head.addWidget(self._count)
        middle.body.addWidget(self._rows, 1)
        self._rows.addWidget(self.table)
        self._rows.addWidget(self.empty)
        middle.body.setContentsMargins(1, 1, 1, 1)
        self.text.setVisible(self._placeholder is not None)
        self._split.setHandleWidth(M)
        self.filters.hide()
        self._preview_pane.setVisible(self.preview is not None)
        self.setFocusProxy(self.table)
        self.text.textEdited.connect(lambda _text: self._clock.start())
        self.filters.chosen.connect(lambda _key: self.wanted.emit())
        self._split.splitterMoved.connect(self._keep_sizes)
        self.table.opened.connect(self.opened)
        self.table.selected.connect(self.selected)
        for keys in ("Ctrl+F", "/"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._go_to_text)
        self.text.installEventFilter(self)

    # ------------------------------------------------------------------ what is shown

    @property
    def filter_key(self) -> str:
        """The key of the chosen filter."""
        return self.filters.key

    @property
    def search_text(self) -> str:
        """What was typed to filter the rows."""
        return clean_text(self.text.text())

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Show these filters with their counts; none hides the pane."""
        before = _filters_width(self.filters)
        self.filters.set_filters(filters)
        self.filters.setVisible(bool(filters))
        if _filters_width(self.filters) != before:
            self._share(self.width())

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows."""
        self._counted = True
        self.model.show_rows(rows)
        self._show_count()

    def show_pages(
        self,
        count: int | None,
        fetch: Callable[[int, int], Sequence[Any]],
        first: Sequence[Any],
    ) -> None:
        """Show many rows, and the first page of them at once.

        ``fetch(offset, limit)`` reads others on the vault thread. With ``count`` None they are
        still being counted: ``set_count`` says it later.
        """
        self._counted = count is not None
        self.model.show(len(first) if count is None else count, fetch, first)
        self._show_count()

    def set_count(self, count: int) -> None:
        """The rows have been counted; those that are shown stay."""
        self._counted = True
        self.model.set_count(count)
        self._show_count()

    def current(self) -> Any | None:
        """The selected row, or None."""
        return self.table.current()

    def select(self, key: str) -> None:
        """Select the row with this key, now or when it arrives."""
        self.table.select(key)

    def panes(self) -> list[QWidget]:
        """What F6 goes round; give it on in ``Screen.panes``."""
        parts = [self.filters, self._rows, self._preview_pane]
        return [part for part in parts if part.isVisible()]

    def needed_width(self, least: int = LEAST_NAME) -> int:
        """The width for filters and rows without preview, with so many letters of a name."""
        return _filters_width(self.filters) + self.table.needed_width(least) + 4 * M

    def _show_count(self) -> None:
        count = self.model.rowCount()
        words = ngettext("{count} row", "{count} rows", count)
        words = words.format(count=format_number(count, language()))
        self._count.setText(words if self._counted else "…")
        self._rows.setCurrentWidget(self.table if count else self.empty)
        self.setFocusProxy(self.table if count or self.text.isHidden() else self.text)

    def _keep_sizes(self) -> None:
        self._moved = True

    def _go_to_text(self) -> None:
        if self.text.isVisible():
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.text.selectAll()

    # ------------------------------------------------------------------ Qt

    def retranslate(self) -> None:
        """Placeholder, count and names; the parts follow by themselves."""
        if self._placeholder:
            self.text.setPlaceholderText(self._placeholder())
            self.text.setAccessibleName(self._placeholder())
            self.table.setAccessibleName(self._placeholder())
        self._show_count()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            QTimer.singleShot(0, self, lambda: self._share(self.width()))  # the filters follow
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The preview steps back where the place is too narrow for three parts."""
        self._share(event.size().width())
        super().resizeEvent(event)

    def _share(self, width: int) -> None:
        """Sizes for this width, until the clerk moves an edge; then those hold."""
        letter = self.fontMetrics().averageCharWidth()
        filters = _filters_width(self.filters)
        rest = width - self.needed_width()
        fits = self.preview is not None and rest >= letter * PREVIEW_NEEDS
        self._preview_pane.setVisible(fits)
        if not self._moved:
            preview = min(max(rest, 0), width * 2 // 5, letter * 56) if fits else 0
            self._split.setSizes([filters, width - filters - preview - 2 * M, preview])

    def eventFilter(self, watched: Any, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Down and Enter in the filter text go to the rows; Esc empties it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.text.text():
                self.text.clear()
                self.wanted.emit()
                return True
        return super().eventFilter(watched, event)


def _scrolled(widget: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _filters_width(filters: FilterList) -> int:
    if filters.isHidden():
        return 0
    return max(filters.sizeHint().width(), filters.fontMetrics().averageCharWidth() * 18)
