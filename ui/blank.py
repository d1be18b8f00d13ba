"""One key hides everything at once, when somebody comes up to the desk.

Nobody is signed out: the same key shows everything again, at the same place, with every dialog
still open. Whoever does not come back in time finds the desk locked.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.i18n import _
from ui.cover import Cover

BLANK_KEY = Qt.Key.Key_F12
BLANK_SECONDS = 30

_HANDS = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.Shortcut,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.ContextMenu,
    QEvent.Type.ToolTip,
    QEvent.Type.TouchBegin,
    QEvent.Type.DragEnter,
}
"""What hands do; under the cover it reaches nobody."""

_PASSING = {Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.Tool}


class QuickBlank(QObject):
    """Covers every window of the program. Signals: ``timed_out`` nobody came back in time."""

    timed_out = Signal()

    def __init__(self, seconds: float = BLANK_SECONDS) -> None:
        super().__init__()
        self._covers: list[Cover] = []
        self._timer = QTimer(self, singleShot=True, interval=int(seconds * 1000))
        self._timer.timeout.connect(self.timed_out)

    @property
    def is_blank(self) -> bool:
        """True while everything is hidden."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """The key was pressed."""
        if self.is_blank:
            self.show()
        else:
            self.hide()

    def hide(self) -> None:
        """Cover everything, now."""
        self._timer.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._cover(window)

    def show(self) -> None:
        """Take the covers away."""
        self._timer.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        covers, self._covers = self._covers, []
        for cover in filter(shiboken6.isValid, covers):  # a window may have gone meanwhile
            cover.hide()
            cover.deleteLater()

    def _cover(self, window: QWidget) -> None:
        """Menus and tooltips go: they would come back by themselves or are not missed."""
        if window.windowType() in _PASSING:
            window.hide()
            return
        cover = Cover(window)
        cover.words.setText(
            _("Hidden. F12 shows everything again; after {seconds} seconds the desk locks.").format(
                seconds=BLANK_SECONDS
            )
        )
        cover.setGeometry(window.rect())
        cover.show()
        cover.raise_()
        cover.repaint()  # before anything else is done
        self._covers.append(cover)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Nothing gets through; what opens meanwhile is covered; the covers keep their size."""
        kind = event.type()
        if kind in _HANDS:
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_key(event):
                self.show()
            return True
        if isinstance(watched, QWidget) and watched.isWindow():
            if kind == QEvent.Type.Show:
                self._cover(watched)
            elif kind == QEvent.Type.Resize:
                self._follow(watched)
        return False

    def _follow(self, window: QWidget) -> None:
        for cover in self._covers:
            if cover.parentWidget() is window:
                cover.setGeometry(window.rect())


def _is_key(event: QKeyEvent) -> bool:
    return event.key() == BLANK_KEY and not event.isAutoRepeat()
