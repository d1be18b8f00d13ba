"""Parts of a page behind each other, their names below each other at the left.

For more parts than a row of tabs can hold on a small laptop.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from ui.lists.filter_list import Filter, FilterList
from ui.plain import Words
from ui.tokens import M


class SideTabs(QWidget):
    """Used like a ``QTabWidget``; says its names again by itself.

    Signals: ``currentChanged`` the place of the part that came to the front.
    """

    currentChanged = Signal(int)  # noqa: N815 - as in QTabWidget

    def __init__(self, parts: Sequence[tuple[QWidget, Words, str]]) -> None:
        """Each part with its name and the icon in front of it; the first is in front."""
        super().__init__()
        self.names, self._stack = FilterList(), QStackedWidget()
        self.names.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.names.set_filters(
            [Filter(str(place), words, icon=icon) for place, (_, words, icon) in enumerate(parts)]
        )
        for part, _words, _icon in parts:
            self._stack.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self.names)
        row.addWidget(self._stack, 1)
        self._give_keyboard()
        self.names.chosen.connect(lambda key: self._stack.setCurrentIndex(int(key)))
        self._stack.currentChanged.connect(self._came_to_front)

    def count(self) -> int:
        """How many parts there are."""
        return self._stack.count()

    def currentIndex(self) -> int:  # noqa: N802 - as in QTabWidget
        """The place of the part in front."""
        return self._stack.currentIndex()

    def currentWidget(self) -> QWidget | None:  # noqa: N802 - as in QTabWidget
        """The part in front."""
        return self._stack.currentWidget()

    def setCurrentIndex(self, place: int) -> None:  # noqa: N802 - as in QTabWidget
        """Bring the part at this place to the front."""
        self._stack.setCurrentIndex(place)

    def setCurrentWidget(self, part: QWidget) -> None:  # noqa: N802 - as in QTabWidget
        """Bring this part to the front."""
        self._stack.setCurrentWidget(part)

    def _came_to_front(self, place: int) -> None:
        self.names.select(str(place))
        self._give_keyboard()
        self.currentChanged.emit(place)

    def _give_keyboard(self) -> None:
        """The name of the part in front takes it; the arrow keys go on from there."""
        self.setFocusProxy(self.names.buttons[self.names.key])
