"""Buttons that show the key which presses them."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ui.icons import pixmap, put_icon
from ui.plain import Words, action_text, plain, tooltip
from ui.style import text_font, tokens_of
from ui.tokens import ICON, M, S, Text, Tone


class Kind(StrEnum):
    """How much a button asks to be pressed. One PRIMARY per page at most."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"
    QUIET = "quiet"


def key_words(keys: QKeySequence) -> str:
    """The keys as they are called in the language of the screen; Return is called Enter."""
    portable = keys.toString(QKeySequence.SequenceFormat.PortableText).replace("Return", "Enter")
    return QKeySequence(portable).toString(QKeySequence.SequenceFormat.NativeText)


_CTRL = Qt.KeyboardModifier.ControlModifier
_FILLED = (Kind.PRIMARY, Kind.DANGER)


def press_on(button: QAbstractButton, keys: QKeySequence) -> None:
    """Let a key press a button wherever it is visible, and at once: a button's own shortcut waits
    100 ms, in which a quick hand has typed the next name already."""
    QShortcut(keys, button).activated.connect(button.click)


def activate(window: QWidget, keys: QKeyCombination) -> bool:
    """Do what a key does in this window, where Qt does not ask because a list is open above it."""
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        works = isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()
        if works and shortcut.key() == QKeySequence(keys):
            shortcut.activated.emit()
            return True
    return False


class Button(QPushButton):
    """A button with a text, perhaps an icon, and its key quietly at the right.

    ``key`` works wherever the button is visible, unless ``hint_only`` (the page handles the key).
    """

    def __init__(
        self,
        kind: Kind = Kind.PLAIN,
        icon: str | None = None,
        key: str = "",
        *,
        hint_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = QKeySequence(key)
        self.setProperty("kind", kind.value)
        self.setIconSize(QSize(ICON, ICON))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if icon:
            put_icon(self, icon)
        if key and not hint_only:
            press_on(self, self._keys)

    def set_text(self, text: str) -> None:
        """The word on the button; a ``&`` in it is shown as such."""
        self.setText(action_text(text))
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_reason(self, reason: str) -> None:
        """Grey the button and say why; an empty reason makes it work again."""
        self.setEnabled(not reason)
        tooltip(self, reason)
        self.setAccessibleDescription(reason)

    def hint(self) -> str:
        """The key as it is called in the language of the screen."""
        return key_words(self._keys)

    def _extra(self) -> int:
        """The width at the right that the key needs."""
        if self._keys.isEmpty():
            return 0
        self.ensurePolished()
        metrics = self.fontMetrics()
        return int(metrics.horizontalAdvance(self.hint()) * 0.9) + M

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses, as Space does; Qt leaves that to the theme of the system."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            if self.menu():
                self.showMenu()
            else:
                self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The size of icon, text and key."""
        gap = S // 2 if not self.icon().isNull() else 0
        return super().sizeHint() + QSize(self._extra() + gap, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A button is never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the button, then icon, text and key beside each other."""
        painter = QStylePainter(self)
        paint_button(self, painter, self._extra())
        if self._extra():
            place = self.rect().adjusted(0, 0, -M, 0)
            self._draw_extra(painter, place, quiet_colour(self))
        painter.end()

    def _draw_extra(self, painter: QPainter, place: QRect, colour: str) -> None:
        painter.setFont(text_font(self, Text.LABEL))
        painter.setPen(QColor(colour))
        painter.drawText(
            place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.hint()
        )


def paint_button(button: QPushButton, painter: QStylePainter, extra: int) -> None:
    """Draw a push button with a clear gap between icon and text.

    Icon and text stand in the middle of what ``extra`` pixels at the right leave free.
    """
    option = QStyleOptionButton()
    button.initStyleOption(option)
    option.text, option.icon = "", QIcon()
    painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
    font = QFont(button.font())
    if button.property("kind") in _FILLED or button.isChecked():
        font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    flags = Qt.TextFlag.TextShowMnemonic | Qt.AlignmentFlag.AlignVCenter.value
    room = button.rect().adjusted(0, 0, -extra, 0)
    text_width = painter.fontMetrics().size(flags, button.text()).width()
    icon_width = 0 if button.icon().isNull() else ICON
    gap = S if icon_width and button.text() else 0
    left = room.left() + max(S, (room.width() - icon_width - gap - text_width) // 2)
    if icon_width:
        mode = QIcon.Mode.Normal if button.isEnabled() else QIcon.Mode.Disabled
        place = QRect(left, room.center().y() - ICON // 2 + 1, ICON, ICON)
        button.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
    painter.setPen(QColor(word_colour(button)))
    place = room.adjusted(left + icon_width + gap, 0, 0, 0)
    painter.drawText(place, flags, button.text())


def word_colour(button: QPushButton) -> str:
    """The colour of the word on a button."""
    tokens = tokens_of(button)
    if not button.isEnabled():
        return tokens.text if button.isChecked() else tokens.disabled
    return tokens.on_accent if button.property("kind") in _FILLED else tokens.text


def quiet_colour(button: QPushButton) -> str:
    """The colour of a key or an arrow on a button."""
    tokens = tokens_of(button)
    if not button.isEnabled():
        return tokens.disabled
    return tokens.on_accent if button.property("kind") in _FILLED else tokens.secondary


class MenuButton(Button):
    """A button that opens a menu; its texts follow the language by themselves."""

    def __init__(
        self,
        icon: str | None = None,
        kind: Kind = Kind.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kind, icon, parent=parent)
        self._entries: list[tuple[QAction, Words]] = []
        self.setMenu(QMenu(self))

    def add(
        self,
        words: Words,
        on_chosen: Callable[[], object],
        icon: str | None = None,
        key: str = "",
    ) -> QAction:
        """One entry of the menu."""
        action = QAction(self)
        action.setText(action_text(words()))
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: on_chosen())
        if icon:
            put_icon(action, icon)
        self.menu().addAction(action)
        self._entries.append((action, words))
        return action

    def empty(self) -> None:
        """Take all entries away."""
        for action, _words in self._entries:
            self.menu().removeAction(action)
            action.deleteLater()
        self._entries.clear()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language the entries say their texts again."""
        if event.type() == QEvent.Type.LanguageChange:
            for action, words in self._entries:
                action.setText(action_text(words()))
        super().changeEvent(event)

    def _extra(self) -> int:
        return ICON + S // 2

    def _draw_extra(self, painter: QPainter, place: QRect, colour: str) -> None:
        draw_chevron(painter, place.adjusted(0, 0, S // 2, 0), colour, self.devicePixelRatioF())


def draw_chevron(painter: QPainter, place: QRect, colour: str, ratio: float) -> None:
    """The small arrow down that says "more", at the right of a place."""
    picture: QPixmap = pixmap("chevron-down", colour, 16, ratio)
    top = place.center().y() - 7
    painter.drawPixmap(QPoint(place.right() - 16, top), picture)


class IconButton(QToolButton):
    """A button with an icon only; its name is its tooltip and what a screen reader says.

    ``key`` works wherever the button is visible, unless ``hint_only`` (the window handles the key).
    """

    def __init__(
        self,
        icon: str,
        key: str = "",
        *,
        tone: Tone | None = None,
        hint_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = QKeySequence(key)
        self.setProperty("kind", Kind.QUIET.value)
        self.setIconSize(QSize(ICON, ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        put_icon(self, icon, tone)
        if key and not hint_only:
            press_on(self, self._keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def set_name(self, name: str) -> None:
        """What the button does, in a word or two."""
        keys = key_words(self._keys)
        self.setAccessibleName(name)
        self.setToolTip(plain(f"{name} ({keys})" if keys else name))
