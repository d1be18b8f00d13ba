"""The one search box: people and cases that the window finds, and every command by its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from rapidfuzz import fuzz

from intake_app.i18n import _
from intake_app.values import folded
from ui.buttons import key_words
from ui.icons import pixmap
from ui.plain import PlainLabel, Words
from ui.style import row_height, text_font, tokens_of
from ui.tokens import ICON, M, S, Text

MOST_COMMANDS = 6
MOST_HITS = 8
GOOD_ENOUGH = 70
"""Likeness of 100 from which a command is meant by what was typed."""


class Command(NamedTuple):
    """Something the program can do: a stable key, its words, an icon, and the keys to press."""

    key: str
    words: Words
    icon: str = "command"
    keys: str = ""


class Hit(NamedTuple):
    """A person or a case that was found; kind and id are what ``hit_chosen`` carries."""

    kind: str
    id: str
    title: str
    detail: str = ""
    icon: str = "user"


Commands = Callable[[], Sequence[Command]]
Find = Callable[[str, Callable[[Sequence[Hit]], None]], None]
"""Looks for a text and hands the answer over later; a stale answer may never be handed over."""


def likely_commands(text: str, commands: Sequence[Command]) -> list[Command]:
    """The commands that the typed words mean, best first; all if nothing was typed."""
    wanted = folded(text.strip())
    if not wanted:
        return list(commands)
    rated = [(_likeness(wanted, folded(each.words())), each) for each in commands]
    rated.sort(key=lambda pair: -pair[0])
    return [each for likeness, each in rated if likeness >= GOOD_ENOUGH]


def _likeness(wanted: str, words: str) -> float:
    if any(word.startswith(wanted) for word in words.split()) or words.startswith(wanted):
        return 101.0
    return fuzz.partial_ratio(wanted, words) if len(wanted) > 2 else 0.0


class _Lines(QAbstractListModel):
    """What the palette offers: hits first, then commands."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Hit | Command] = []

    def show_lines(self, lines: list[Hit | Command]) -> None:
        """Offer these lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(  # noqa: N802 - Qt's name
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008
    ) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The words of a line, for the screen reader; the delegate draws it."""
        if role != Qt.ItemDataRole.DisplayRole or not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        return line.words() if isinstance(line, Command) else f"{line.title} {line.detail}"


class _LineDelegate(QStyledItemDelegate):
    """Icon, words, and quietly at the right the detail or the key."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(0, row_height(self._view()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one line."""
        model = index.model()
        assert isinstance(model, _Lines)
        line = model.lines[index.row()]
        tokens = tokens_of(option.palette)
        rect = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.selected))
        top = rect.center().y() - ICON // 2 + 1
        picture = pixmap(line.icon, tokens.secondary, ICON, self._view().devicePixelRatioF())
        painter.drawPixmap(QPoint(rect.left() + M, top), picture)
        words = line.words() if isinstance(line, Command) else line.title
        quiet = key_words(QKeySequence(line.keys)) if isinstance(line, Command) else line.detail
        place = rect.adjusted(M + ICON + S, 0, -M, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(text_font(self._view(), Text.LABEL))
        room = min(painter.fontMetrics().horizontalAdvance(quiet), place.width() // 2)
        painter.setPen(QColor(tokens.secondary))
        detail = painter.fontMetrics().elidedText(quiet, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, detail)
        painter.setFont(self._view().font())
        painter.setPen(QColor(tokens.text))
        place.adjust(0, 0, -room - M, 0)
        title = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, middle, title)
        painter.restore()

    def _view(self) -> QWidget:
        view = self.parent()
        assert isinstance(view, QWidget)
        return view


class Palette(QFrame):
    """The list under the search box. Lives in the window of the box, not in one of its own.

    Signals: ``command_chosen`` a command's key; ``hit_chosen`` kind and id of what was found.
    """

    command_chosen = Signal(str)
    hit_chosen = Signal(str, str)

    def __init__(self, box: QLineEdit, commands: Commands, find: Find) -> None:
        super().__init__(box.window())
        self._box, self._commands, self._find = box, commands, find
        self._hits: list[Hit] = []
        self._asked = 0
        self.setProperty("floating", True)
        self.lines = _Lines(self)
        self.view = QListView()
        self.view.setModel(self.lines)
        self.view.setItemDelegate(_LineDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(lambda index: self._choose(index.row()))
        self._nothing = PlainLabel(Text.SECONDARY)
        self._nothing.setContentsMargins(M, S, M, S)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.view)
        column.addWidget(self._nothing)
        box.installEventFilter(self)
        box.textEdited.connect(self.search)
        self.hide()

    def search(self, text: str) -> None:
        """Offer what this text may mean; people arrive a moment later."""
        self._asked += 1
        asked = self._asked
        if not text.strip():
            self._hits = []
        else:

            def answer(hits: Sequence[Hit]) -> None:
                if asked == self._asked:  # somebody typed on meanwhile
                    self._hits = list(hits[:MOST_HITS])
                    self._offer()

            self._find(text, answer)
        self._offer()

    def close_list(self) -> None:
        """Put the list away and empty the box."""
        self._asked += 1
        self._hits = []
        self._box.clear()
        self.hide()

    def _offer(self) -> None:
        if not self._box.hasFocus():
            return
        text = self._box.text()
        lines: list[Hit | Command] = [*self._hits]
        lines += likely_commands(text, self._commands())[: MOST_COMMANDS if text.strip() else None]
        self.lines.show_lines(lines)
        self.view.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._nothing.setText(_("Nothing found for these words."))
        if lines:
            self.view.setCurrentIndex(self.lines.index(0))
        self._place(len(lines))
        self.show()
        self.raise_()

    def _place(self, count: int) -> None:
        window = self._box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        left_top = self._box.mapTo(window, QPoint(0, self._box.height() + 4))
        height = row_height(self) * max(1, min(count, 14)) + 10
        room = window.height() - left_top.y() - S
        self.setGeometry(left_top.x(), left_top.y(), self._box.width(), min(height, room))

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self.lines.lines):
            return
        line = self.lines.lines[row]
        self.close_list()
        if isinstance(line, Command):
            self.command_chosen.emit(line.key)
        else:
            self.hit_chosen.emit(line.kind, line.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows, Enter and Esc in the search box belong to the list."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif event.type() == QEvent.Type.FocusIn:
            self.search(self._box.text())
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row, count = self.view.currentIndex().row(), len(self.lines.lines)
        if event.key() == Qt.Key.Key_Escape:
            self.close_list()
            self._box.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(row)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.view.setCurrentIndex(self.lines.index((row + step) % count))
        else:
            return False
        return True
