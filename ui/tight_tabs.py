"""Tabs that move closer together where their words need it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTabWidget

_SAVED = 12
"""Pixels that a tab is narrower then (``ui/style.py``)."""
_CAUSES = frozenset({
    QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.Show,
    QEvent.Type.LayoutRequest,  # a tab has other words, or a count
})  # fmt: skip


class TightTabs(QObject):
    """Watches a row of tabs: a tab that has to be scrolled to is one that nobody finds."""

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        tabs.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Another width, other words or another font."""
        if event.type() in _CAUSES:
            self._look()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        bar = self._tabs.tabBar()
        is_tight = bool(bar.property("tight"))
        loose = bar.sizeHint().width() + (_SAVED * bar.count() if is_tight else 0)
        tight = loose > self._tabs.width()
        if tight != is_tight:
            bar.setProperty("tight", tight)
            bar.style().unpolish(bar)
            bar.style().polish(bar)
            bar.updateGeometry()
