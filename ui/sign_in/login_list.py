"""The people who may sign in, one under the other, to be picked with the arrows or a letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from intake_app.acts import Role
from intake_app.i18n import _
from intake_app.words import word
from ui.icons import pixmap
from ui.style import row_height, text_font, tokens_of
from ui.tokens import ICON, XS, M, S, Text

ROLE_ICONS = {Role.RECEPTION: "inbox", Role.COUNSELLOR: "hand-heart", Role.SUPERVISOR: "shield"}
MOST_ROWS_SEEN = 5

_ID = Qt.ItemDataRole.UserRole
_ROLE = Qt.ItemDataRole.UserRole + 1

Place = QModelIndex | QPersistentModelIndex


class LoginLine(NamedTuple):
    """What the key file says about a login before any passphrase."""

    id: str
    label: str
    role: Role


class LoginList(QListWidget):
    """Signals: ``chosen`` somebody pressed Enter on, or clicked, a name."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_LoginDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ID)))

    def set_logins(self, logins: Sequence[LoginLine]) -> None:
        """Show these people and pick the first."""
        self.clear()
        for login in logins:
            item = QListWidgetItem(login.label)
            item.setData(_ID, login.id)
            item.setData(_ROLE, login.role)
            self.addItem(item)
        self.setCurrentRow(0)
        self.retranslate()
        self.updateGeometry()

    def login_id(self) -> str | None:
        """Who is picked."""
        item = self.currentItem()
        return str(item.data(_ID)) if item else None

    def login(self) -> LoginLine | None:
        """Who is picked, as the key file says it."""
        item = self.currentItem()
        return LoginLine(item.data(_ID), item.text(), Role(item.data(_ROLE))) if item else None

    def label(self) -> str:
        """The sign-in name of who is picked."""
        item = self.currentItem()
        return item.text() if item else ""

    def retranslate(self) -> None:
        """What a screen reader says."""
        self.setAccessibleName(_("Your name"))
        for row in range(self.count()):
            item = self.item(row)
            role = word("role", item.data(_ROLE))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {role}")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All names, or the first few of many."""
        rows = min(max(self.count(), 1), MOST_ROWS_SEEN)
        frame = 2 * self.frameWidth() + 2
        return QSize(super().sizeHint().width(), rows * (row_height(self) + S) + frame)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The list is never pressed together."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter takes the name and goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.login_id():
            self.chosen.emit(self.login_id())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The rows follow language and font."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)


class _LoginDelegate(QStyledItemDelegate):
    """Draws icon, sign-in name and role; a bar at the left marks the one who is picked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Place) -> QSize:  # noqa: N802
        """One row."""
        list_ = self.parent()
        assert isinstance(list_, LoginList)
        return QSize(super().sizeHint(option, index).width(), row_height(list_) + S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Place) -> None:
        """Draw one row."""
        list_ = self.parent()
        assert isinstance(list_, LoginList)
        tokens = tokens_of(list_)
        rect = QRect(option.rect)
        state = option.state
        picked = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if picked:
            painter.fillRect(rect, QColor(tokens.selected))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.accent)
        if picked and list_.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        role = Role(index.data(_ROLE))
        icon = pixmap(ROLE_ICONS[role], tokens.secondary, ICON, list_.devicePixelRatioF())
        painter.drawPixmap(rect.left() + M, rect.center().y() - ICON // 2, icon)
        place = rect.adjusted(M + ICON + S + XS, 0, -M, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(tokens.secondary)
        painter.setFont(text_font(list_, Text.SECONDARY))
        said = painter.boundingRect(place, middle | Qt.AlignmentFlag.AlignRight, word("role", role))
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, word("role", role))
        painter.setPen(tokens.text)
        painter.setFont(text_font(list_, Text.STRONG if picked else Text.BODY))
        room = place.adjusted(0, 0, -said.width() - S, 0)
        label = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle, label)
        painter.restore()
