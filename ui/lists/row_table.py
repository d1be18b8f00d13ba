"""The table of a list: one row is one thing, and Enter opens it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.lists.delegate import CellDelegate
from ui.lists.paged_model import PagedModel
from ui.style import row_height
from ui.tokens import ICON, L, S

LEAST_NAME = 16
"""Letters to which a stretching column may shrink before the preview steps back."""


class RowTable(QTableView):
    """Shows a ``PagedModel``. Arrows walk, Enter or a double click opens, typing does nothing.

    Signals: ``opened`` the row; ``selected`` the row, or None.
    """

    opened = Signal(object)
    selected = Signal(object)

    def __init__(self, model: PagedModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._wanted = ""
        self.setModel(model)
        self._delegate = CellDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(any(column.sort for column in model.columns))
        head.setStretchLastSection(not any(column.stretch for column in model.columns))
        if any(column.sort for column in model.columns):
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        self._set_sizes()
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(self._moved)
        model.modelReset.connect(self._select_again)
        model.loaded.connect(self._select_again)

    def current(self) -> Any | None:
        """The row that is selected, or None."""
        return self._model.row(self.currentIndex().row())

    def select(self, key: str) -> None:
        """Select the row with this key now, or when its page arrives."""
        self._wanted = key
        self._select_again()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._wanted = self._model.key_at(now.row()) or self._wanted
        self.selected.emit(self._model.row(now.row()))

    def _select_again(self) -> None:
        """After new rows: the same thing stays selected, else the first one is."""
        place = self._model.place_of(self._wanted) if self._wanted else -1
        if place < 0:
            place = self.currentIndex().row() if self.currentIndex().isValid() else 0
        if place >= self._model.rowCount():
            self.selected.emit(None)
            return
        flags = QItemSelectionModel.SelectionFlag
        before = self.currentIndex().row()
        self.selectionModel().setCurrentIndex(
            self._model.index(place, 0), flags.ClearAndSelect | flags.Rows
        )
        if before == place:  # the row was selected before its page came
            self.selected.emit(self._model.row(place))

    def _open(self, number: int) -> None:
        row = self._model.row(number)
        if row is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Qt would read every row of the vault to find a letter; filter instead."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """What all cells share is looked up once."""
        self._delegate.prepare()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The language changes the titles, the font the sizes."""
        if event.type() == QEvent.Type.LanguageChange:
            self._model.retranslate()
            self._set_sizes()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_sizes()
        super().changeEvent(event)

    def _set_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(row_height(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        for place, column in enumerate(self._model.columns):
            self.setColumnWidth(place, self._width_of(place, column.width))
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else None
            head.setSectionResizeMode(place, mode or QHeaderView.ResizeMode.Interactive)

    def _width_of(self, place: int, letters: int) -> int:
        """The width for so many letters of a column, or for its title if that is longer."""
        column = self._model.columns[place]
        words = letters * self.fontMetrics().averageCharWidth() + L
        return max(
            words + (ICON + S if column.icon else 0),
            self.horizontalHeader().sectionSizeHint(place),
        )

    def needed_width(self, least: int = LEAST_NAME) -> int:
        """The width in which everything is readable; of a stretching name so many letters."""
        return L + sum(
            self._width_of(place, min(column.width, least) if column.stretch else column.width)
            for place, column in enumerate(self._model.columns)
        )
