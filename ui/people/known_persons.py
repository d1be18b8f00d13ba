"""Persons who are registered already and whose names begin like the typed ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from intake_app import search
from intake_app.formats import country_name, format_partial
from intake_app.i18n import _, language
from intake_app.search import Found, Question
from intake_app.session import Session
from ui.cards import Card, IconLabel
from ui.icons import put_icon
from ui.lists.arrow_walk import ArrowWalk
from ui.plain import action_text, shortened, tooltip
from ui.tasks import Tasks
from ui.tokens import XS, M, Text, Tone

MOST_SHOWN = 5
SHORTEST_NAME = 3
"""Letters; fewer would find half the vault."""

PAUSE_MS = 300


_LETTERS = 90
"""Of a line with a person, which would else be wider than the page."""


class PersonLine(QPushButton):
    """One person in a short list; a press, Enter or Space opens them. Signals: ``put_away`` the
    key Delete; ``beside`` the key Right."""

    put_away = Signal()
    beside = Signal()

    def __init__(self, icon: str) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setProperty("entry", True)
        self.setAutoDefault(False)
        put_icon(self, icon)

    def set_text(self, text: str) -> None:
        """Who it is, on one line; the tooltip has what does not fit on it."""
        line = shortened(text, _LETTERS)
        self.setText(action_text(line))
        self.setAccessibleName(text)
        tooltip(self, "" if line == text else text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.put_away.emit()
        elif event.key() == Qt.Key.Key_Right:
            self.beside.emit()
        else:
            super().keyPressEvent(event)


class PersonList(QWidget):
    """A quiet list under the names; it stops nobody from going on typing.

    Tab passes it by; Down goes into it from a line that was given to ``watch``. The last class
    asks for the persons and shows them with ``show_lines``. Signals: ``filled`` whether there is
    any.
    """

    filled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.buttons: list[PersonLine] = []
        self._walk = ArrowWalk(self, lambda: self.buttons)
        self._shown: list[QWidget] = []
        self.card = Card(M, self)
        self._question = IconLabel(Text.BODY, self.card)
        self.card.body.setSpacing(XS)
        self.card.body.addWidget(self._question)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.card.body.addLayout(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        self.card.hide()

    def look(self) -> None:
        """Ask for the persons now."""
        raise NotImplementedError

    def hurry(self) -> None:
        """Look now if something was typed that nobody was looked for yet."""
        if self._pause.isActive():
            self.look()

    def retranslate(self) -> None:
        """The question; the last class has the lines."""
        self._question.show_text(
            _("Already here? Down and Enter open a person; or just go on typing."),
            "users",
            Tone.ACCENT,
        )

    def show_lines(self, lines: Sequence[tuple[PersonLine, Sequence[QWidget]]]) -> None:
        """Show these persons, each with what stands under the line; none hides the list."""
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self.buttons = [button for button, _under in lines]
        self._shown = []
        for button, under in lines:
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._walk.watch(button)
            for widget in (button, *under):
                self._lines.addWidget(widget)
                self._shown.append(widget)
        self.card.setVisible(bool(lines))
        self.filled.emit(bool(lines))
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def watch(self, line: QLineEdit) -> None:
        """Down in this line goes to the first person."""
        self._walk.watch(line)


class KnownPersons(PersonList):
    """Persons whose names begin like the typed ones.

    Signals: ``chosen`` the line (Found) that was opened.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._found: Sequence[Found] = ()
        self._names, self._own_id = "", ""
        self.retranslate()

    def look_soon(self, names: str, own_id: str = "") -> None:
        """Look for these names as soon as typing rests; ``own_id`` is never shown."""
        self._names, self._own_id = names, own_id
        self._pause.start()

    def look(self) -> None:
        """Look now."""
        self._pause.stop()
        self._asked += 1
        asked, own_id, session, names = self._asked, self._own_id, self._session, self._names
        if sum(letter.isalpha() for letter in names) < SHORTEST_NAME:
            self.show_found([])
            return

        def done(found: list[Found]) -> None:
            if asked == self._asked:  # else somebody typed on meanwhile
                persons = {line.person_id: line for line in found if line.person_id != own_id}
                self.show_found(list(persons.values()))

        self._tasks.read(
            self, lambda: search.find(session, Question(names), limit=2 * MOST_SHOWN), done
        )

    def forget(self) -> None:
        """Nobody is looked for."""
        self._names = ""
        self.look()

    def show_found(self, found: Sequence[Found]) -> None:
        """Show at most five persons; none hides the list."""
        self._found = list(found)[:MOST_SHOWN]
        self.show_lines([(self._button(line), ()) for line in self._found])

    def retranslate(self) -> None:
        """The question and the lines."""
        super().retranslate()
        for button, line in zip(self.buttons, self._found, strict=True):
            button.set_text(_line(line))

    def _button(self, line: Found) -> PersonLine:
        button = PersonLine("link" if line.is_linked else "user")
        button.clicked.connect(lambda: self.chosen.emit(line))
        return button


def _line(found: Found) -> str:
    return line_of(
        found.display_name,
        format_partial(found.birth, language()),
        country_name(found.nationality, language()),
        found.case_number or _("no case yet"),
    )


def line_of(*parts: str) -> str:
    """What one line says of a person."""
    return "   ·   ".join(part for part in parts if part)
