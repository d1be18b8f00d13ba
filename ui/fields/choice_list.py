"""Choosing one of many: a list that filters while one types."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from intake_app.i18n import _
from intake_app.values import folded
from ui.buttons import activate, draw_chevron
from ui.fields.choice import Options
from ui.fields.completions import set_list
from ui.fields.editor import Editor
from ui.plain import Words
from ui.style import row_height, tokens_of
from ui.tokens import S

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_LEAVING = (*_ENTERS, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)

CODE_ROLE = Qt.ItemDataRole.UserRole
FOLDED_ROLE = Qt.ItemDataRole.UserRole + 1


_folded_label = lru_cache(maxsize=4096)(folded)
"""The words of options: the same countries stand in many lists of one page."""


class RowDelegate(QStyledItemDelegate):
    """Rows of a list that opens, high enough to be hit."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As wide as the words, as high as a row."""
        view = self.parent()
        assert isinstance(view, QWidget)
        return QSize(super().sizeHint(option, index).width(), row_height(view))


class FoldedCompleter(QCompleter):
    """Finds ``Côte d'Ivoire`` when somebody types ``cote``, anywhere in the words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCompletionRole(FOLDED_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(10)
        popup = QListView()
        popup.setItemDelegate(RowDelegate(popup))
        set_list(self, popup)

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 - Qt's name
        """Compare without accents and case."""
        return [folded(path.strip())]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802
        """Show the words, not the folded text."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class FilterCombo(QComboBox):
    """A list that filters while one types. The mouse wheel scrolls the page, not the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(12)
        self.setItemDelegate(RowDelegate(self))
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)  # long words keep their beginning
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Left to the page around."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the small arrow that the widget rules took away."""
        super().paintEvent(event)
        painter = QPainter(self)
        tokens = tokens_of(self)
        colour = tokens.secondary if self.isEnabled() else tokens.disabled
        place = self.rect().adjusted(S, 0, -S, 0)
        draw_chevron(painter, place, colour, self.devicePixelRatioF())
        painter.end()


class ChoiceList(Editor):
    """One of many options, found by typing a part of its words."""

    def __init__(self, options: Options, placeholder: Words | None = None) -> None:
        super().__init__()
        self._options = options
        self._placeholder = placeholder
        self._model = QStandardItemModel(self)
        self.combo = FilterCombo()
        self.combo.setModel(self._model)
        completer = FoldedCompleter(self.combo)
        completer.setModel(self._model)
        self.combo.setCompleter(completer)
        self._completer = completer
        for rows in (self.combo.view(), completer.popup()):
            if isinstance(rows, QListView):  # else all 256 countries are measured at every start
                rows.setUniformItemSizes(True)
        self.line = self.combo.line
        self.line.setMaxLength(200)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        self.proposals().installEventFilter(self)  # before the completer, which would keep Enter
        self.line.textEdited.connect(self.edited)
        self.combo.activated.connect(self.edited)
        self.line.editingFinished.connect(self._finish)
        self.retranslate()

    def value(self) -> str | None:
        """The code of the option whose words stand in the field."""
        wanted = folded(self.line.text().strip())
        if not wanted:
            return None
        matches = [code for code, text in self._folded() if text == wanted]
        current = self.combo.currentData(CODE_ROLE)
        if current in matches:  # two options may have the same words
            return str(current)
        return matches[0] if matches else None

    def set_value(self, value: str | None) -> None:
        """Choose the option with this code."""
        index = -1 if value is None else self.combo.findData(value, CODE_ROLE)
        self.combo.setCurrentIndex(index)
        if index < 0:
            self.combo.setEditText("")
        self.line.setCursorPosition(0)

    def is_empty(self) -> bool:
        """True if nothing stands in the field."""
        return not self.line.text().strip()

    def problem(self) -> str | None:
        """A sentence if the typed words are no option."""
        if self.is_empty() or self.value() is not None:
            return None
        return _("This is not in the list. Type a part of the word and choose.")

    def proposals(self) -> QAbstractItemView:
        """The list that opens below while one types."""
        rows = self._completer.popup()
        assert rows is not None
        return rows

    def typed(self) -> str:
        """The words in the field, also those that are no option yet."""
        return self.line.text()

    def retype(self, words: str) -> None:
        """Put such words back as they were typed."""
        self.combo.setCurrentIndex(-1)
        self.combo.setEditText(words)

    def set_names(self, name: str, description: str) -> None:
        """The list and its line are called by the question."""
        for widget in (self.combo, self.line):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(description)

    def set_read_only(self, read_only: bool) -> None:
        """Greyed: a list has no other way to refuse."""
        self.combo.setEnabled(not read_only)

    def retranslate(self) -> None:
        """Fill in the options; the answer and what was typed stay."""
        chosen, typed = self.value(), self.line.text()
        self._model.clear()
        for option in self._options():
            item = QStandardItem(option.label)
            item.setData(option.code, CODE_ROLE)
            item.setData(_folded_label(f"{option.label} {option.hint}"), FOLDED_ROLE)
            self._model.appendRow(item)
        self.set_value(chosen)
        if chosen is None and typed:
            self.combo.setEditText(typed)
        if self._placeholder:
            self.line.setPlaceholderText(self._placeholder())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter and Tab in the list of proposals take what is meant and move on, in one key; Qt
        would keep them, and also the keys that save or lock, until the list is closed."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        is_command = bool(event.modifiers() & _COMMANDS)
        if not is_command and event.key() not in _LEAVING:
            return super().eventFilter(watched, event)
        self._leave_proposals(event, is_command=is_command)
        return True

    def _leave_proposals(self, event: QKeyEvent, *, is_command: bool) -> None:
        proposals = self.proposals()
        chosen = proposals.currentIndex()
        proposals.hide()
        if chosen.isValid():
            self.set_value(chosen.data(CODE_ROLE))
            self.edited.emit()
        else:
            self._finish()
        if is_command and activate(self.window(), event.keyCombination()):
            return
        stays = event.key() in _ENTERS and not is_command and self.problem() is not None
        if not stays:  # else the words may mean several: the clerk looks, and types on
            QApplication.sendEvent(self.combo, event.clone())

    def _folded(self) -> list[tuple[str, str]]:
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return [(item.data(CODE_ROLE), _folded_label(item.text())) for item in items]

    def _finish(self) -> None:
        """Complete words that can mean only one option."""
        wanted = folded(self.line.text().strip())
        if not wanted or self.value() is not None:
            return
        meant = [code for code, text in self._folded() if text.startswith(wanted)]
        meant = meant or [code for code, text in self._folded() if wanted in text]
        if len(meant) == 1:
            self.set_value(meant[0])
            self.edited.emit()
