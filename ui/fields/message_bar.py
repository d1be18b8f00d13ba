"""Messages in place: a bar over the pane, and the progress of long work."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from intake_app.i18n import _, said_again
from ui.buttons import Button, IconButton
from ui.cards import Card, IconLabel
from ui.plain import PlainLabel, Words
from ui.tokens import XS, L, M, S, Text, Tone
from ui.toned import paint_toned

FADE_AFTER_MS = 6_000
UNDO_SECONDS = 10

_ICONS = {
    Tone.ACCENT: "info",
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-alert",
}


class MessageBar(QWidget):
    """One message at a time, with the next step as a button.

    A success fades by itself; warnings and errors stay until they are closed.
    Signals: ``faded`` the text of a success that went away, for the status bar.
    """

    faded = Signal(object)  # a text that can be said again; as ``str`` Qt would copy its letters

    def __init__(self, *, closable: bool = True, parent: QWidget | None = None) -> None:
        """What is not ``closable`` says how things stand, not what just happened."""
        super().__init__(parent)
        self.tone = Tone.ACCENT
        self._closable = closable
        self._action_words: Words | None = None
        self._on_action: Callable[[], object] | None = None
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._fade)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @cached_property
    def _inside(self) -> _Inside:
        """Built with the first message: most pages never have one."""
        inside = _Inside(self)
        inside.action.clicked.connect(self._act)
        inside.close.clicked.connect(self.clear)
        if not self._closable:
            inside.close.hide()
        return inside

    @property
    def action(self) -> Button:
        """The next step."""
        return self._inside.action

    @property
    def close_button(self) -> IconButton:
        """Takes the message away."""
        return self._inside.close

    def info(self, text: str) -> None:
        """Something worth knowing."""
        self._show(Tone.ACCENT, text)

    def success(self, text: str) -> None:
        """Something was done; goes away by itself."""
        self._show(Tone.SUCCESS, text)
        self._clock.start(FADE_AFTER_MS)

    def warning(
        self, text: str, action: Words | None = None, on_action: Callable[[], object] | None = None
    ) -> None:
        """Something needs attention; ``action`` is the next step."""
        self._show(Tone.WARNING, text, action, on_action)

    def error(
        self, text: str, action: Words | None = None, on_action: Callable[[], object] | None = None
    ) -> None:
        """Something was not done; ``action`` is the next step."""
        self._show(Tone.DANGER, text, action, on_action)

    def undo(
        self,
        text: str,
        on_undo: Callable[[], object],
        seconds: float = UNDO_SECONDS,
        words: Words | None = None,
    ) -> None:
        """Something was done that can be undone for a while; ``words`` stand on the button."""
        self._show(Tone.ACCENT, text, words or (lambda: _("Undo")), on_undo)
        self._clock.start(round(seconds * 1000))

    def clear(self) -> None:
        """Take the message away."""
        self._clock.stop()
        self._on_action = None
        self.hide()

    def text(self) -> str:
        """The message that is shown, or an empty text."""
        return "" if self.isHidden() else self._inside.label.text()

    def retranslate(self) -> None:
        """The texts of the buttons, and the message once more."""
        self.close_button.set_name(_("Close this message"))
        self.action.set_text(self._action_words() if self._action_words else "")
        label = self._inside.label
        text = said_again(label.text())
        label.show_text(text, _ICONS[self.tone], self.tone)
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange and not self.isHidden():
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A quiet ground in the tone of the message."""
        paint_toned(self, self.tone)
        super().paintEvent(event)

    def _show(
        self,
        tone: Tone,
        text: str,
        action: Words | None = None,
        on_action: Callable[[], object] | None = None,
    ) -> None:
        self._clock.stop()
        self.tone = tone
        self._action_words, self._on_action = action, on_action
        self._inside.label.show_text(text, _ICONS[tone], tone)
        self.action.setVisible(action is not None)
        self.retranslate()
        self.show()
        self.update()
        say_aloud(self, text)

    def _act(self) -> None:
        act = self._on_action
        self.clear()
        if act:
            act()

    def _fade(self) -> None:
        text = self.text()
        self.clear()
        self.faded.emit(text)


class _Inside:
    """What a bar holds."""

    def __init__(self, bar: MessageBar) -> None:
        self.label = IconLabel(Text.BODY, bar)
        self.action = Button(parent=bar)
        self.close = IconButton("x", parent=bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(L, XS, XS, XS)
        row.setSpacing(M)
        row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.action)
        row.addWidget(self.close)


class ProgressPanel(Card):
    """Long work: what is happening, how much is left, and Cancel.

    Signals: ``cancelled`` the clerk wants it to stop.
    """

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = PlainLabel(Text.STRONG, wrap=True)
        self._detail = PlainLabel(Text.SECONDARY, wrap=True)
        self._at: tuple[int, int, str] | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = Button()
        column = QVBoxLayout()
        column.setSpacing(S)
        for widget in (self._title, self.bar, self._detail):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addLayout(column, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.cancel.clicked.connect(self._cancel)
        self.hide()
        self.retranslate()

    def start(self, text: str) -> None:
        """Show that something has begun."""
        self._title.setText(text)
        self._detail.setText("")
        self._at = None
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(text)
        self.cancel.setEnabled(True)
        self.show()
        say_aloud(self, text)

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show how far it is; made to be given to ``tasks.long``."""
        self._at = (done, total, text)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        counted = _("{done} of {total}").format(done=done, total=total)
        self._detail.setText(f"{counted} · {text}" if text else counted)

    def finish(self) -> None:
        """It is over, one way or the other."""
        self.hide()

    def retranslate(self) -> None:
        """The button, and what was said last once more."""
        self.cancel.set_text(_("Cancel"))
        title = said_again(self._title.text())
        self._title.setText(title)
        self.bar.setAccessibleName(title)
        self.setAccessibleName(title)
        if self._at is not None:
            done, total, text = self._at
            self.step(done, total, said_again(text))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._detail.setText(_("Stopping after this step …"))
        self.cancelled.emit()


def say_aloud(widget: QObject, text: str) -> None:
    """Tell a screen reader at once, wherever the keyboard is."""
    if isinstance(widget, QWidget):
        widget.setAccessibleName(text)
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
