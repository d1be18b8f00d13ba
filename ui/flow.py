"""A layout that breaks its line, and a way to empty a layout."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.tokens import S


class FlowLayout(QLayout):
    """Widgets one after the other, on as many lines as they need.

    ``at_end`` puts each line at the right end, for buttons that belong there.
    """

    def __init__(
        self, parent: QWidget | None = None, spacing: int = S, *, at_end: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self._at_end = at_end
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take one more widget."""
        self._items.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """The widget at this place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Give the widget at this place away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """A widget has another size: what was measured is measured again."""
        self._heights.clear()
        self._hint = None
        super().invalidate()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Fewer lines in a wider place."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all lines in this width."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put every widget at its place."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All on one line."""
        if self._hint is None:
            self._hint = self._on_one_line()
        return QSize(self._hint)

    def _on_one_line(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest widget alone."""
        width = max((item.minimumSize().width() for item in self._items), default=0)
        height = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(width, height)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        top, gap = rect.y(), self.spacing()
        for line in self._lines(rect.width()):
            left = rect.x()
            if self._at_end:
                wide = sum(size.width() for _item, size in line) + gap * (len(line) - 1)
                left += max(0, rect.width() - wide)
            if move:
                for item, size in line:
                    item.setGeometry(QRect(QPoint(left, top), size))
                    left += size.width() + gap
            top += max(size.height() for _item, size in line) + gap
        return max(0, top - gap - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The widgets in sight with their sizes, in lines that fit the width if they have
        several."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            size = item.sizeHint()
            more = self.spacing() + size.width()
            if lines and taken + more <= width:
                lines[-1].append((item, size))
                taken += more
            else:
                lines.append([(item, size)])
                taken = size.width()
        return lines


def flowing(buttons: Sequence[QWidget]) -> QWidget:
    """Buttons one after the other, on as many lines as the place needs."""
    row = QWidget()
    flow = FlowLayout(row)
    for button in buttons:
        flow.addWidget(button)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    return row


def parts_of(layout: QLayout) -> list[QWidget | QLayout]:
    """The widgets and layouts in a layout, in its order.

    Not by ``itemAt()``: Python would keep each item to the end of the layout, also when Qt has
    destroyed it with its widget, and the next object at that place in memory would end the program
    (PySide 6.11; ``tests/test_architecture.py`` looks that nobody asks for an item).
    """
    holder = layout.parentWidget()
    widgets = holder.children() if holder is not None else []
    inner = [one for one in (*widgets, *layout.children()) if isinstance(one, QWidget | QLayout)]
    placed = ((layout.indexOf(one), one) for one in inner)
    return [one for place, one in sorted(placed, key=lambda pair: pair[0]) if place >= 0]


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and throw it away."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        if inner is not None:
            clear_layout(inner)
            inner.deleteLater()
