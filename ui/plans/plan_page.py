"""Goals and budget on a page that scrolls, the packages beside them or, if narrow, among them."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.plans.balances_panel import BalancesPanel
from ui.tokens import XL, L, M

BESIDE = 130
"""Letters of width from which the packages stand beside the page."""

PANEL = 41
WIDEST = 150


class PlanPage(QWidget):
    """Lays out goals, packages, budget and what the person brings in."""

    def __init__(self, parent: QWidget) -> None:
        """An empty page, so that what it holds is built in its place (``page``, ``side``)."""
        super().__init__(parent)
        self._side = QScrollArea(self)
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side = QWidget()
        self._beside_column = QVBoxLayout(self.side)
        self._beside_column.setContentsMargins(0, 0, M, XL)
        self._beside_column.addStretch(1)
        self._side.setWidget(self.side)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area = QScrollArea(self)
        self.page = QWidget()
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(2, 2, L, XL)
        self._column.setSpacing(XL)
        self.area.setWidget(self.page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(XL)
        self._row.addWidget(self.area, 1)
        self._row.addWidget(self._side)
        self._beside: bool | None = None
        self._parts: tuple[QWidget, ...] = ()
        self._balances: BalancesPanel | None = None

    def fill(self, balances: BalancesPanel, *parts: QWidget) -> None:
        """Put the parts below each other, and the packages where there is room."""
        self._balances, self._parts = balances, parts
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._arrange()
        self.page.installEventFilter(self)

    def bring(self, widget: QWidget) -> None:
        """Scroll until a widget is in sight, as soon as the page has taken its new form."""
        QTimer.singleShot(0, self, lambda: self._bring(widget))

    def _bring(self, widget: QWidget) -> None:
        if shiboken6.isValid(widget) and self.page.isAncestorOf(widget):
            self.area.ensureWidgetVisible(widget, 0, XL)

    def _arrange(self) -> None:
        if self._balances is None:
            return
        letter = self.fontMetrics().averageCharWidth()
        self.page.setMaximumWidth(letter * WIDEST)
        left = self.width() - letter * PANEL - self._row.spacing()
        beside = self.width() >= letter * BESIDE and left >= self._needed()
        self._side.setFixedWidth(letter * PANEL)
        if beside is self._beside:
            return
        self._beside = beside
        self._side.setVisible(beside)
        if beside:
            self._beside_column.insertWidget(0, self._balances)
        else:
            self._column.insertWidget(1, self._balances)

    def _needed(self) -> int:
        """The width without which the words of the plan would have to be scrolled to."""
        margins = self._column.contentsMargins()
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return widest + margins.left() + margins.right()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What is written on the page may need more room."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._arrange)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Beside or among, as there is room."""
        self._arrange()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The widths follow the font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._arrange)  # not while Qt goes through all widgets
        super().changeEvent(event)
