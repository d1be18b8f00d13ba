"""A hand scanner that types like a keyboard: its burst of a machine-readable zone is told apart."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from intake_app.people import mrz
from ui.fields.choice_list import ChoiceList
from ui.fields.editor import Editor, LineEditor
from ui.fields.typed_text import put_text, text_of
from ui.keyboard_watch import KeyboardWatch
from ui.people.zone_edit import ZoneEdit

GAP_MS = 50
"""Between two keys of a scanner; people are slower."""
REST_MS = 150
"""After the last key, in which a further line may come."""
SHORTEST = 28
"""Characters before Enter that no name typed in a burst has."""

_ENDS = ("\r", "\n")


class Scanner(QObject):
    """Watches the keys that go to a form. A zone that is scanned while another field has the
    keyboard goes to the zone's field, and the other field is as it was.

    Signals: ``scanned`` the text of the zone, line by line.
    """

    scanned = Signal(str)

    def __init__(self, form: QWidget, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(form)
        self._form, self._clock = form, clock
        self._text, self._last = "", 0.0
        self._begun: tuple[Editor, str] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._finish)
        self._watched: list[QWidget] = []
        KeyboardWatch(form).moved.connect(self._watch)

    def _watch(self, now: QWidget | None) -> None:
        """Only the field that has the keyboard is watched, not every event of the program."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        editor = _editor_of(now) if now is not None and self._form.isAncestorOf(now) else None
        self._watched = []
        if now is not None and editor is not None and not isinstance(editor, ZoneEdit):
            self._watched.append(now)
            if isinstance(editor, ChoiceList):
                self._watched.append(editor.proposals())  # while it is open it has the keys
        for widget in self._watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Every key goes its way, but for the Enter at the end of a scanned line."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        now = self._clock()
        if (now - self._last) * 1000 > GAP_MS:
            self._begin()
        self._last = now
        if event.text() in _ENDS:
            if len(self._text.split("\n")[-1]) < SHORTEST:
                self._last = -inf  # somebody who types: what follows is a burst of its own
                return False
            self._text += "\n"
            self._rest.start()
            return True
        self._text += event.text() if event.text().isprintable() else ""
        return False

    def _begin(self) -> None:
        self._rest.stop()
        editor = _editor_of(self._watched[0]) if self._watched else None
        self._text, self._begun = "", (editor, _as_it_is(editor)) if editor else None

    def _finish(self) -> None:
        text, begun = self._text, self._begun
        self._text, self._begun = "", None
        if not mrz.is_complete(text) or begun is None or not isValid(begun[0]):
            return
        _put_back(*begun)
        self.scanned.emit(text.strip())


def _editor_of(widget: QWidget) -> Editor | None:
    """The editor that a widget with the keyboard belongs to."""
    here: QWidget | None = widget
    while here is not None and not isinstance(here, Editor):
        here = here.parentWidget()
    return here


def _as_it_is(editor: Editor) -> str:
    return editor.line.text() if isinstance(editor, LineEditor) else text_of(editor)


def _put_back(editor: Editor, text: str) -> None:
    """As it was before the scan; the form hears of it."""
    if isinstance(editor, LineEditor):
        editor.line.setText(text)
        editor.line.textEdited.emit(text)
        return
    if isinstance(editor, ChoiceList):
        editor.proposals().hide()
    put_text(editor, text)
    editor.edited.emit()
