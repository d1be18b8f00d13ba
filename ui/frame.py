"""The frame of the desk: rail, top bar, the page that is open, and the status line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from intake_app.i18n import _, ngettext, said_again
from ui.buttons import Button, Kind
from ui.cards import Chip
from ui.fields.message_bar import MessageBar
from ui.notice import Notice
from ui.palette import Commands, Find, Palette
from ui.plain import ElidedLabel, Words
from ui.rail import Entry, Rail
from ui.screen import Screen, born_in
from ui.style import tokens_of
from ui.tokens import XL, L, M, S, Text, Tone
from ui.top_bar import TopBar

NARROW_BELOW = 145
"""Letters; a narrower window shows the rail as icons only."""


class StatusLine(QWidget):
    """The line at the bottom: what happened last, and what waits to be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ElidedLabel(Text.SECONDARY)
        self.outbox = Button(Kind.QUIET, "send")
        self.backup = Chip("hard-drive")
        self.backup.set_link(True)
        self.backup.hide()
        self._backup: tuple[int | None, bool] | None = None
        self._waiting = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(L, 0, S, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.backup)
        row.addWidget(self.outbox)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_outbox(0)

    def set_outbox(self, count: int) -> None:
        """How many changes the hub has not received yet."""
        self._waiting = count
        self.outbox.setVisible(count > 0)
        self.outbox.set_text(
            ngettext("{count} change to send", "{count} changes to send", count).format(count=count)
        )

    def set_backup(self, days: int | None, late: bool) -> None:
        """How many days ago the last backup was made, None for never; ``late`` is a warning."""
        self._backup = (days, late)
        if days is None:
            words = _("No backup yet")
        elif days == 0:
            words = _("Backup of today")
        else:
            words = ngettext("Backup {count} day old", "Backup {count} days old", days)
            words = words.format(count=days)
        self.backup.set_look("triangle-alert" if late else "hard-drive", _tone(late))
        self.backup.set_text(words)
        self.backup.show()

    def retranslate(self) -> None:
        """Say what happened last, and the counts, once more."""
        self.text.setText(said_again(self.text.text()))
        self.set_outbox(self._waiting)
        if self._backup is not None:
            self.set_backup(*self._backup)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line between the page and the status."""
        painter = QPainter(self)
        painter.setPen(QColor(tokens_of(self).line))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.end()


def _tone(late: bool) -> Tone:
    return Tone.WARNING if late else Tone.NEUTRAL


class Frame(QWidget):
    """Everything around the pages.

    A page of the rail stays alive; pages opened on top of it (a case) close one after the other.
    Signals: ``locked``; ``language_chosen``; ``command_chosen`` a key; ``hit_chosen`` kind and id.
    """

    locked = Signal()
    language_chosen = Signal(str)
    command_chosen = Signal(str)
    hit_chosen = Signal(str, str)

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        office: str,
        who: Words,
        language: str,
        commands: Commands,
        find: Find,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._entries = {entry.key: entry for entry in entries}
        self._commands = commands
        self._of_entry: dict[str, Screen] = {}
        self._opened: list[Screen] = []
        self._key = ""
        self.rail = Rail(entries, office)
        self.top = TopBar(who, language)
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(1, 1)  # a page that is being filled must not widen the window
        self.notice, self.status, self.reminder = Notice(), StatusLine(), MessageBar()
        self._build()
        self.palette_list = Palette(self.top.search, commands, find)
        self.palette_list.command_chosen.connect(self.command_chosen)
        self.palette_list.hit_chosen.connect(self.hit_chosen)
        self.retranslate()

    def _build(self) -> None:
        page = QVBoxLayout()
        page.setContentsMargins(XL, M, XL, M)
        page.setSpacing(M)
        page.addWidget(self.reminder)
        page.addWidget(self.stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.notice)
        right.addLayout(page, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.rail.chosen.connect(self.show_entry)
        self.top.locked.connect(self.locked)
        self.top.language_chosen.connect(self.language_chosen)
        self.top.went_back.connect(self._back)
        self.top.help_wanted.connect(lambda: self.command_chosen.emit("help"))
        self.status.outbox.clicked.connect(lambda: self.show_entry("outbox"))
        self.status.backup.clicked.connect(lambda: self.command_chosen.emit("backup"))
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_pane)

    # ------------------------------------------------------------------ pages

    def show_entry(self, key: str) -> None:
        """Show a page of the rail. Pages opened on top close first, if they may."""
        if key not in self._entries:
            return
        if not all(screen.may_leave() for screen in self._opened):
            self.rail.set_current(self._key)
            return
        while self._opened:
            self._drop(self._opened.pop())
        if key not in self._of_entry:
            with born_in(self.stack):
                self._of_entry[key] = self._entries[key].screen()
            self._take(self._of_entry[key])
        self._key = key
        self._show(self._of_entry[key])

    def open_screen(self, screen: Screen) -> None:
        """Show a page on top of the present one, until it is closed or another entry chosen."""
        self._opened.append(screen)
        screen.closed.connect(lambda: self.close_screen(screen))
        self._take(screen)
        self._show(screen)

    def close_screen(self, screen: Screen) -> None:
        """Put an opened page away, without asking, and show what was under it."""
        if screen in self._opened:
            self._opened.remove(screen)
            self._drop(screen)
            under = self._opened[-1] if self._opened else self._of_entry.get(self._key)
            if under is not None:
                self._show(under)

    def current(self) -> Screen | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def screens(self) -> list[Screen]:
        """All pages that are alive."""
        return [*self._of_entry.values(), *self._opened]

    def reload_current(self) -> None:
        """Let the page that is shown read again; the others do when they are shown."""
        shown = self.current()
        if shown is not None:
            shown.reload()

    def _back(self) -> None:
        if self._opened and self._opened[-1].may_leave():
            self.close_screen(self._opened[-1])

    def _take(self, screen: Screen) -> None:
        def hear(text: str) -> None:
            if screen is self.current():  # an answer may come when another page is shown
                self.set_status(text)

        self.stack.addWidget(screen)
        screen.status_changed.connect(hear)

    def _drop(self, screen: Screen) -> None:
        self.stack.removeWidget(screen)
        screen.deleteLater()

    def _show(self, screen: Screen) -> None:
        self.stack.setCurrentWidget(screen)
        self.rail.set_current(self._key)
        self.top.back.setVisible(bool(self._opened))
        self.set_status("")
        screen.reload()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ counts and status

    def set_count(self, key: str, count: int) -> None:
        """The quiet number behind a page of the rail."""
        if key in self.rail.buttons:
            self.rail.buttons[key].set_count(count)

    def set_outbox(self, count: int) -> None:
        """How many changes wait to be sent, in the rail and in the status line."""
        self.set_count("outbox", count)
        self.status.set_outbox(count)

    def set_status(self, text: str) -> None:
        """What happened last, at the left of the status line."""
        self.status.text.setText(text)

    # ------------------------------------------------------------------ Qt

    def retranslate(self) -> None:
        """The parts follow by themselves; this one tells a screen reader what it is."""
        self.setAccessibleName(_("Desk"))
        self.status.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The rail shows words only where there is room."""
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        self.rail.set_narrow(letters < NARROW_BELOW)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of commands work on every page that does not use them itself."""
        pressed = QKeySequence(event.keyCombination())
        for command in self._commands():
            if command.keys and QKeySequence(command.keys) == pressed:
                self.command_chosen.emit(command.key)
                return
        super().keyPressEvent(event)

    def _next_pane(self) -> None:
        shown = self.current()
        panes: list[QWidget] = [self.rail, *(shown.panes() if shown else []), self.top]
        focus = self.focusWidget()
        here = [
            place
            for place, pane in enumerate(panes)
            if focus is not None and (pane is focus or pane.isAncestorOf(focus))
        ]
        start = here[-1] if here else -1
        for step in range(1, len(panes) + 1):
            if enter_pane(panes[(start + step) % len(panes)]):
                return


def enter_pane(pane: QWidget) -> bool:
    """Put the keyboard into the first place of a pane that takes it; False if there is none."""
    widget = pane
    for _step in range(1000):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isEnabled() and widget.isVisible():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        following = widget.nextInFocusChain()
        if following is None or not pane.isAncestorOf(following):
            return False
        widget = following
    return False
