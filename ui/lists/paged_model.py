"""Rows for a table, read page by page on the vault thread, however many there are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication

from ui.icons import icon
from ui.plain import Words
from ui.style import tokens_of
from ui.tasks import Tasks
from ui.tokens import Tone, tone_colour

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

PAGE = 100
PAGES_KEPT = 50
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title and how a row looks in it.

    ``width`` in letters; ``right`` for figures; ``tone`` and ``icon`` go with the words, never
    alone; ``sort`` is the name that ``sort_chosen`` carries, empty if the column cannot sort.
    """

    title: Words
    text: Callable[[Row], str]
    width: int = 12
    stretch: bool = False
    right: bool = False
    tone: Callable[[Row], Tone | None] | None = None
    icon: Callable[[Row], str] | None = None
    sort: str = ""


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind. A row that is not there yet shows an ellipsis until its page arrives.

    Signals: ``sort_chosen`` the name of a column and True for descending; ``loaded`` a page came.
    """

    sort_chosen = Signal(str, bool)
    loaded = Signal()

    def __init__(
        self, tasks: Tasks, columns: Sequence[Column[Row]], key: Callable[[Row], str]
    ) -> None:
        super().__init__()
        self._tasks, self.columns, self._key = tasks, columns, key
        self._count = 0
        self._fetch: Callable[[int, int], Sequence[Row]] | None = None
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0

    # ------------------------------------------------------------------ what is shown

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, all of them in memory."""
        self._reset(len(rows), None)
        for number in range(0, len(rows), PAGE):
            self._pages[number // PAGE] = rows[number : number + PAGE]
        self.endResetModel()
        self.loaded.emit()

    def show(
        self,
        count: int,
        fetch: Callable[[int, int], Sequence[Row]],
        first: Sequence[Row] = (),
    ) -> None:
        """Show ``count`` rows; ``fetch(offset, limit)`` reads some on the vault thread.

        ``first`` are the rows of the first page, if they have been read already.
        """
        self._reset(count, fetch)
        if first:
            self._pages[0] = first
        self.endResetModel()
        if first:
            self.loaded.emit()
        elif count:
            self._ask(0)

    def set_count(self, count: int) -> None:
        """The rows have been counted since they were shown; those that are shown stay."""
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def row(self, number: int) -> Row | None:
        """The row at this place, or None if it is not there (yet)."""
        if not 0 <= number < self._count:
            return None
        page = self._page(number // PAGE)
        place = number % PAGE
        return page[place] if page is not None and place < len(page) else None

    def place_of(self, key: str) -> int:
        """Where the row with this key is among the pages that were read, or -1."""
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if self._key(row) == key:
                    return page * PAGE + place
        return -1

    def key_at(self, number: int) -> str:
        """The key of the row at this place, or an empty text."""
        row = self.row(number)
        return "" if row is None else self._key(row)

    def retranslate(self) -> None:
        """Say titles and cells again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self._say_changed(0, self._count - 1)

    def _reset(self, count: int, fetch: Callable[[int, int], Sequence[Row]] | None) -> None:
        self.beginResetModel()
        self._generation += 1
        self._count, self._fetch = count, fetch
        self._pages.clear()
        self._asked.clear()

    # ------------------------------------------------------------------ pages

    def _page(self, number: int) -> Sequence[Row] | None:
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            page = self._pages.get(number)  # a test's tasks answer at once
        else:
            self._pages.move_to_end(number)
        return page

    def _ask(self, number: int) -> None:
        fetch, generation = self._fetch, self._generation
        if fetch is None or number in self._asked:
            return
        self._asked.add(number)

        def arrived(rows: Sequence[Row]) -> None:
            if generation == self._generation:
                self._keep(number, rows)

        self._tasks.read(self, lambda: fetch(number * PAGE, PAGE), arrived)

    def _keep(self, number: int, rows: Sequence[Row]) -> None:
        self._pages[number] = rows
        self._asked.discard(number)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = number * PAGE
        self._say_changed(first, min(first + PAGE, self._count) - 1)
        self.loaded.emit()

    def _say_changed(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(
                self.index(first, 0), self.index(last, max(0, len(self.columns) - 1))
            )

    # ------------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many rows there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; everything but a few roles is answered at once."""
        answer = _ROLES.get(role)
        if answer is None or not index.isValid():
            return None
        row = self.row(index.row())
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        return answer(self.columns[index.column()], row)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section], None)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the page to read in another order; nothing is sorted here."""
        if 0 <= column < len(self.columns) and self.columns[column].sort:
            descending = order == Qt.SortOrder.DescendingOrder
            self.sort_chosen.emit(self.columns[column].sort, descending)


def _text(column: Column[Any], row: Any) -> str:
    return column.text(row)


def _colour(column: Column[Any], row: Any) -> QBrush | None:
    tone = column.tone(row) if column.tone else None
    if tone is None:
        return None
    return QBrush(QColor(tone_colour(tokens_of(QGuiApplication.palette()), tone)))


def _icon(column: Column[Any], row: Any) -> Any:
    name = column.icon(row) if column.icon else ""
    if not name:
        return None
    return icon(name, (column.tone(row) if column.tone else None) or Tone.NEUTRAL)


def _alignment(column: Column[Any], _row: Any | None) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_ROLES: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: _text,
    Qt.ItemDataRole.ForegroundRole: _colour,
    Qt.ItemDataRole.DecorationRole: _icon,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
}
"""What a cell answers; every other role is answered with nothing at once."""
