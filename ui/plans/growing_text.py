"""A text of several lines that is as high as what is written in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from ui.fields.text_edit import TextBlock

MOST_LINES = 6
_FRAME = 22


class GrowingText(TextBlock):
    """``least`` lines high while it is short, at most ``MOST_LINES``; more than that scrolls."""

    def __init__(self, max_length: int, least: int = 1) -> None:
        super().__init__(max_length, lines=1)
        self._least = least
        self.block.viewport().installEventFilter(self)
        self.block.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Another width breaks the lines elsewhere; Qt says so only after it was drawn."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._grow)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The height follows the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def _grow(self) -> None:
        # a plain-text document measures its height in lines
        lines = round(self.block.document().documentLayout().documentSize().height())
        policy = Qt.ScrollBarPolicy
        more = lines > MOST_LINES
        self.block.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if more else policy.ScrollBarAlwaysOff
        )
        spacing = self.block.fontMetrics().lineSpacing()
        height = spacing * min(max(lines, self._least), MOST_LINES) + _FRAME
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
