"""The files about a person as cards with their small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from intake_app.attachments.model import AttachmentKind, FileType
from intake_app.attachments.service import Shown
from intake_app.i18n import _, ngettext
from intake_app.words import word
from ui.cases.days import on_day
from ui.icons import pixmap
from ui.style import text_font, tokens_of
from ui.tokens import CORNER, M, S, Text, Tone, tone_colour

ICONS = {
    AttachmentKind.PHOTO: "user",
    AttachmentKind.IDENTITY: "badge-check",
    AttachmentKind.CONSENT: "file-check",
    AttachmentKind.MEDICAL: "stethoscope",
    AttachmentKind.OTHER: "paperclip",
}
_SHOWN = int(Qt.ItemDataRole.UserRole)
_PICTURE = _SHOWN + 1
_WIDE, _HIGH = 26, 8
"""A card in letters of width; its picture in lines of height."""
_ICON = 18


def kind_words(shown: Shown) -> str:
    """What the file is; the chosen photograph says so."""
    if shown.attachment.is_portrait:
        return _("Chosen photograph")
    return word("attachment", shown.attachment.kind)


def detail_words(shown: Shown) -> str:
    """Its name, or why there is no picture."""
    if shown.is_withheld:
        return _("The consent was withdrawn")
    if shown.attachment.kind is AttachmentKind.MEDICAL:
        return _("Sealed")
    return shown.attachment.name or "–"


def facts_words(shown: Shown) -> str:
    """Since when it is there, and how many pages it has."""
    file = shown.attachment
    day = on_day(file.added_at)
    if file.type is FileType.PICTURE:
        return day
    pages = ngettext("{count} page", "{count} pages", file.pages).format(count=file.pages)
    return f"{day} · PDF, {pages}"


class FileGrid(QListWidget):
    """Signals: ``opened`` the id of a file (Enter or double click); ``chosen`` another one is
    selected, or none."""

    opened = Signal(str)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSpacing(S)
        self.setMinimumHeight(1)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(_CardPainter(self))
        self.itemActivated.connect(lambda item: self.opened.emit(_shown_in(item).attachment.id))
        self.currentItemChanged.connect(lambda *_items: self.chosen.emit())

    def show_files(self, files: Sequence[Shown]) -> None:
        """Show these; the same one stays selected."""
        before, place = self.current(), self.currentRow()
        self.blockSignals(True)  # noqa: FBT003 - Qt's
        self.clear()
        for shown in files:
            item = QListWidgetItem(self)
            picture = QPixmap()
            picture.loadFromData(shown.thumbnail, "JPEG")
            item.setData(_SHOWN, shown)
            item.setData(_PICTURE, picture)
        ids = [shown.attachment.id for shown in files]
        if before is not None and before.attachment.id in ids:
            place = ids.index(before.attachment.id)
        if files:
            self.setCurrentRow(min(max(place, 0), len(files) - 1))
        self.blockSignals(False)  # noqa: FBT003 - Qt's
        self.retranslate()
        self.chosen.emit()

    def current(self) -> Shown | None:
        """The selected file."""
        item = self.currentItem()
        return _shown_in(item) if item is not None else None

    def select(self, file_id: str) -> None:
        """Select a file, if it is there."""
        for row in range(self.count()):
            item = self.item(row)
            if item is not None and _shown_in(item).attachment.id == file_id:
                self.setCurrentRow(row)

    def retranslate(self) -> None:
        """What each card says, also to a screen reader."""
        self.setAccessibleName(_("Attached files"))
        for row in range(self.count()):
            item = self.item(row)
            shown = _shown_in(item)
            words = (kind_words(shown), detail_words(shown), facts_words(shown))
            item.setText(", ".join(words))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens on every system."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (shown := self.current()) is not None:
                self.opened.emit(shown.attachment.id)
        else:
            super().keyPressEvent(event)


def _shown_in(item: QListWidgetItem) -> Shown:
    shown: Shown = item.data(_SHOWN)
    return shown


class _CardPainter(QStyledItemDelegate):
    """Draws one card: the picture, then what it is, how it is called, since when."""

    def __init__(self, grid: FileGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As large as the letters want it."""
        metrics = QFontMetrics(self._grid.font())
        lines = (_HIGH + 3) * metrics.height()
        return QSize(_WIDE * metrics.averageCharWidth() + 2 * M, lines + 3 * M)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the card."""
        view: Any = option
        tokens, place = tokens_of(self._grid), QRect(view.rect)
        shown: Shown = index.data(_SHOWN)
        selected = bool(view.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = tokens.accent if selected and self._grid.hasFocus() else tokens.strong_line
        painter.setPen(QPen(QColor(edge), 2 if selected else 1))
        painter.setBrush(QColor(tokens.selected if selected else tokens.surface))
        painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), CORNER, CORNER)
        inner = place.adjusted(M, M, -M, -M)
        line = QFontMetrics(self._grid.font()).height()
        top = QRect(inner.left(), inner.top(), inner.width(), _HIGH * line)
        self._draw_picture(painter, top, shown, index.data(_PICTURE))
        self._draw_words(painter, inner.adjusted(0, _HIGH * line + S, 0, 0), shown)
        painter.restore()

    def _draw_picture(self, painter: QPainter, place: QRect, shown: Shown, small: QPixmap) -> None:
        ratio = self._grid.devicePixelRatioF()
        if small.isNull():
            icon = "eye-off" if shown.is_withheld else "file-text"
            colour = tone_colour(tokens_of(self._grid), Tone.NEUTRAL)
            picture = pixmap(icon, colour, 2 * _ICON, ratio)
            painter.drawPixmap(place.center() - QRect(0, 0, 2 * _ICON, 2 * _ICON).center(), picture)
            return
        size = small.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        fitted = QRect(0, 0, size.width(), size.height())
        fitted.moveCenter(place.center())
        painter.drawPixmap(fitted, small)
        painter.setPen(QColor(tokens_of(self._grid).line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(fitted)

    def _draw_words(self, painter: QPainter, place: QRect, shown: Shown) -> None:
        tokens = tokens_of(self._grid)
        tone = Tone.SEALED if shown.attachment.kind is AttachmentKind.MEDICAL else Tone.NEUTRAL
        tone = Tone.ACCENT if shown.attachment.is_portrait else tone
        strong = text_font(self._grid, Text.STRONG)
        line = QFontMetrics(strong).height()
        icon = pixmap(
            ICONS[shown.attachment.kind], tone_colour(tokens, tone), _ICON,
            self._grid.devicePixelRatioF(),
        )  # fmt: skip
        painter.drawPixmap(place.left(), place.top() + (line - _ICON) // 2, icon)
        quiet, warned = tone_colour(tokens, Tone.NEUTRAL), tone_colour(tokens, Tone.WARNING)
        second = warned if shown.is_withheld else tokens.text
        texts = (
            (kind_words(shown), strong, tokens.text, _ICON + S // 2),
            (detail_words(shown), self._grid.font(), second, 0),
            (facts_words(shown), text_font(self._grid, Text.SECONDARY), quiet, 0),
        )
        for number, (words, font, colour, indent) in enumerate(texts):
            row = QRect(place.left() + indent, place.top() + number * line, 0, line)
            row.setRight(place.right())
            painter.setFont(font)
            painter.setPen(QColor(colour))
            cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, row.width())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, cut)
