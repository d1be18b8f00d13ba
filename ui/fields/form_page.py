"""The page of a form: sections at the left, mistakes on top, fields that scroll."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button, IconButton
from ui.cards import SectionTitle
from ui.fields.error_summary import ErrorSummary
from ui.fields.field_grid import FieldGrid
from ui.fields.section_list import SectionList, SectionState
from ui.plain import Words
from ui.tokens import XL, L, M

WIDEST = 110
"""Letters; a wider form would be hard to read."""


class _Side(QScrollArea):
    """The list of sections: as wide as its words, and it scrolls where the window is low."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """With room for the bar, so that nothing moves when it comes."""
        inside = self.widget()
        wide = inside.sizeHint() if inside else QSize()
        return QSize(wide.width() + self.verticalScrollBar().sizeHint().width(), wide.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Never the reason why a window is high."""
        return QSize(self.sizeHint().width(), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Other words have another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class FormPage(QWidget):
    """Where the fields are. Signals: ``submitted`` Ctrl+Enter was pressed."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = _Side(self)
        self.sections = SectionList()
        self.summary = ErrorSummary(self)
        self.area = QScrollArea(self)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._blocks: dict[str, QWidget] = {}
        self._grids: dict[str, FieldGrid] = {}
        self._section_of: dict[QWidget, str] = {}
        self._open_section = ""
        self._build()

    def _build(self) -> None:
        self._column.setContentsMargins(2, 2, L, L)
        self._column.setSpacing(XL)
        self._column.addStretch(1)
        self.area.setWidget(self._page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QVBoxLayout()
        right.setSpacing(M)
        right.addWidget(self.summary)
        right.addWidget(self.area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XL)
        self._side.setWidget(self.sections)
        row.addWidget(self._side)
        row.addLayout(right, 1)
        self._side.hide()
        self.sections.chosen.connect(self.jump_to_section)
        self.area.verticalScrollBar().valueChanged.connect(self._follow_scroll)

    def add_section(self, key: str, words: Words) -> None:
        """Begin a section; the fields that follow belong to it."""
        self._open_block(key, SectionTitle(words))
        self.sections.add(key, words)
        if len(self._blocks) == 1:
            self.sections.set_current(key)
        self._show_sections()

    def add_widget(self, widget: QWidget, *, wide: bool = True) -> None:
        """Put something after the fields so far, as wide as the form."""
        grid, section = self.open_grid(), self._open_section
        self._section_of[widget] = section
        grid.add(widget, wide=wide)

    def open_grid(self) -> FieldGrid:
        """Where the next field goes; a widget that is born there need not move."""
        if not self._blocks:
            self._open_block("", None)
        return self._grids[self._open_section]

    def reopen_section(self, key: str) -> None:
        """The fields that follow belong to this section, which was added before."""
        self._open_section = key

    def section_keys(self) -> list[str]:
        """The keys of the sections in their order."""
        return [key for key in self._blocks if key]

    def mark_section(self, key: str, state: SectionState, mistakes: int = 0) -> None:
        """Show a state that the form cannot know by itself (a section of other widgets)."""
        self.sections.set_state(key, state, mistakes)

    def jump_to_section(self, key: str) -> None:
        """Bring a section to the top and the keyboard into its first field."""
        self.area.verticalScrollBar().setValue(self._blocks[key].y())
        self.sections.set_current(key)
        for widget, section in self._section_of.items():
            if section == key and widget.isVisibleTo(self) and widget.focusProxy():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _bring(self, widget: QWidget) -> None:
        self.area.ensureWidgetVisible(widget, 0, XL)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_block(self, key: str, title: QWidget | None) -> None:
        self._open_section = key
        block = QWidget(self._page)  # from the outside to the inside: what moves is styled anew
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        if title:
            column.addWidget(title)
        self._blocks[key], self._grids[key] = block, FieldGrid(block)
        column.addWidget(self._grids[key])
        self._column.insertWidget(self._column.count() - 1, block)

    def _set_relevant(self, widget: QWidget, relevant: bool) -> None:
        self._grids[self._section_of[widget]].set_relevant(widget, relevant)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Ctrl+Enter submits."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """To the next question. A button that only does something is for Tab: whoever presses Enter
        from field to field adds no rows and opens nobody else's profile on the way."""
        begun = QApplication.focusWidget()
        while self.focusNextChild():
            here = QApplication.focusWidget()
            if here is begun or not isinstance(here, Button | IconButton):
                return
            if not self.area.isAncestorOf(here):
                return

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Sections only where there is room for them beside the fields."""
        self._show_sections()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The width follows the font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._show_sections()
        super().changeEvent(event)

    def _show_sections(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self._page.setMaximumWidth(letter * WIDEST)
        self._side.setVisible(self.sections.count() > 1 and self.width() > letter * 80)

    def _follow_scroll(self, value: int) -> None:
        seen = [key for key, block in self._blocks.items() if block.y() <= value + XL]
        bar = self.area.verticalScrollBar()
        if seen and seen[-1] and value < bar.maximum():
            self.sections.set_current(seen[-1])
