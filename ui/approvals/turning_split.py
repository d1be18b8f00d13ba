"""Two parts beside each other, or below each other where that would be too narrow to read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ui.lists.list_panes import ListPanes
from ui.tokens import M

BESIDE = 132
"""Letters of width from which the parts stand beside each other."""

SHORT_NAME = 9
"""Letters of a name that the list must show for the parts to stand beside each other."""

SHARES_BESIDE, SHARES_BELOW = (60, 40), (38, 62)
"""How the first and the second part share the room, in percent."""


class TurningSplit(QSplitter):
    """Shares the room out once for each direction; afterwards it is the user's."""

    def __init__(self, first: ListPanes, second: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._first, self._second = first, second
        self._shared_out = False
        for place, part in enumerate((first, second)):
            self.addWidget(part)
            self.setStretchFactor(place, 1)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(M)

    def show_second(self, shown: bool) -> None:
        """Show the second part or leave all room to the first."""
        self._second.setVisible(shown)
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width may ask for the other direction."""
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """So may another font or language."""
        changes = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange)
        if event.type() in changes:
            QTimer.singleShot(0, self, self._turn)  # when the list has followed, too
        super().changeEvent(event)

    def _turn(self) -> None:
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        share = self.width() * SHARES_BESIDE[0] // 100
        beside = letters >= BESIDE and share >= self._first.needed_width(SHORT_NAME)
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.orientation() != wanted:
            self.setOrientation(wanted)
            self._shared_out = False
        self._share_out()

    def _share_out(self) -> None:
        if self._shared_out or self._second.isHidden():
            return
        beside = self.orientation() == Qt.Orientation.Horizontal
        room = self.width() if beside else self.height()
        shares = SHARES_BESIDE if beside else SHARES_BELOW
        self.setSizes([room * share // 100 for share in shares])
        self._shared_out = self.isVisible()
