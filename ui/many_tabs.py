"""Tabs that break their row: for more parts than one row can hold on a small laptop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.flow import FlowLayout
from ui.lists.filter_list import Filter, FilterButton
from ui.plain import Words
from ui.tokens import XS


class ManyTabs(QWidget):
    """Used like a ``QTabWidget``, with ``names`` for its row; says the names again by itself.

    Signals: ``currentChanged`` the place of the part that came to the front.
    """

    currentChanged = Signal(int)  # noqa: N815 - as in QTabWidget

    def __init__(self, parts: Sequence[tuple[QWidget, Words]]) -> None:
        """The first part is in front."""
        super().__init__()
        self.names, self._stack = QWidget(), QStackedWidget()
        self.buttons: list[FilterButton] = []
        flow = FlowLayout(self.names, XS)
        for place, (part, words) in enumerate(parts):
            button = FilterButton(Filter(str(place), words))
            button.clicked.connect(lambda _checked=False, at=place: self.setCurrentIndex(at))
            self.buttons.append(button)
            flow.addWidget(button)
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.names)
        column.addWidget(self._stack, 1)
        self._mark(self.currentIndex())
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

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all names are said again."""
        if event.type() == QEvent.Type.LanguageChange:
            for button in self.buttons:
                button.retranslate()
        super().changeEvent(event)

    def _came_to_front(self, place: int) -> None:
        self._mark(place)
        self.currentChanged.emit(place)

    def _mark(self, place: int) -> None:
        """The name of the part in front takes the keyboard; the arrow keys go on from there."""
        self.buttons[place].setChecked(True)
        self.setFocusProxy(self.buttons[place])
