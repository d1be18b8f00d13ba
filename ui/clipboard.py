"""What the program copies does not stay behind: clipboard managers are told not to keep it, and it
is taken back after a while and at every lock.

It watches the clipboard itself, so that no field, list or page can copy around it.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

SECRET = "x-kde-passwordManagerHint"
"""The format by which Klipper, GPaste, CopyQ and others know what not to keep."""

SECONDS = 30

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardGuard(QObject):
    """Lives as long as the window. What other programs copy is left alone."""

    def __init__(self, parent: QObject, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._alone = QGuiApplication.platformName() == "offscreen"
        self._timer = QTimer(self, singleShot=True, interval=int(seconds * 1000))
        self._timer.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._mark)

    def clear(self) -> None:
        """Take back what is still ours."""
        self._timer.stop()
        for mode in _MODES:
            if self._is_ours(mode):
                self._clipboard.clear(mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        """Without a screen there is no other program that could have copied."""
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()
        return self._alone or self._clipboard.ownsClipboard()

    def _mark(self, mode: QClipboard.Mode) -> None:
        """Put the text again, as a secret and without its formats."""
        if mode not in _MODES or not self._is_ours(mode):
            return
        copied = self._clipboard.mimeData(mode)
        if copied is None or copied.hasFormat(SECRET) or not copied.hasText():
            return
        marked = QMimeData()
        marked.setText(copied.text())
        marked.setData(SECRET, b"secret")
        self._clipboard.setMimeData(marked, mode)
        self._timer.start()
