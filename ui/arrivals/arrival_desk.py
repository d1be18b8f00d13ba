"""Mass arrival: one short profile after the other, with the keyboard only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Expected, Turnout
from intake_app.arrivals.service import Roll
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.people.model import Person
from intake_app.session import Session
from intake_app.users import service as users
from ui.arrivals.arrival_words import name_of
from ui.arrivals.desk_fields import DeskFields
from ui.arrivals.desk_known import DeskKnown
from ui.arrivals.desk_lists import DeskLists
from ui.buttons import Button, Kind
from ui.cases.draft_keeper import DraftKeeper
from ui.fields.message_bar import MessageBar
from ui.fields.typed_text import retype, typed_texts
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M

FORM = "arrival_desk"
MOST_ARRIVALS = 200
"""That are offered; the latest come first."""

_LINE = "line"
_PINNED: WeakKeyDictionary[object, dict[str, str]] = WeakKeyDictionary()
"""What is pinned, by open vault; forgotten when the vault is closed."""

_Read = tuple[Roll, list[Turnout], dict[str, str], Expected | None, Mapping[str, str] | None]


class DeskTyping(Screen):
    """The part that types, keeps and forgets. The page adds reading, the list and saving."""

    def __init__(self, session: Session, tasks: Tasks, arrival_id: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self.roll: Roll | None = None
        self.line: Expected | None = None
        self._saving = False
        self.bar, self.form = MessageBar(), DeskFields(session)
        self.lists = DeskLists(session, tasks)
        self.keeper = DraftKeeper(session, tasks, FORM, arrival_id, self._typed)
        self.keeper.setParent(self)
        self.keeper.kept.connect(self.status_changed)
        self.bar.faded.connect(self.status_changed)
        self.form.edited.connect(self.keeper.touch)
        self.form.pinned_changed.connect(lambda _key, _on: self._remember_pinned())

    def _typed(self) -> Mapping[str, str] | None:
        """What is typed; None if nothing is. Pinned answers alone are no draft."""
        if not self.form.is_changed() and self.line is None:
            return None
        return {**typed_texts(self.form), _LINE: self.line.id if self.line else ""}

    def _restore(self, texts: Mapping[str, str]) -> None:
        retype(self.form, texts)
        people = self.roll.people if self.roll else ()
        self.line = next((one for one in people if one.id == texts.get(_LINE)), None)
        self.bar.warning(
            _("Here is what you typed before. It is not saved yet."),
            action=lambda: _("Throw the draft away"),
            on_action=self.start_next,
        )

    def start_next(self) -> None:
        """The next person; what is pinned stays."""
        self.line = None
        self.keeper.forget()
        self.bar.clear()
        self.lists.here.begin()
        self.form.start(self.roll.arrival if self.roll else None)
        self.lists.look("", seated=False)
        self.form.jump_to("token")

    def _remember_pinned(self) -> None:
        texts = typed_texts(self.form)
        _PINNED[self._session.vault] = {key: texts[key] for key in self.form.pinned()}

    def keep_draft(self) -> None:
        """Keep what is typed at once: the desk is about to be locked."""
        self.keeper.keep_now()

    def may_leave(self) -> bool:
        """What is typed stays as a draft."""
        self.keep_draft()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves the page; Ctrl+Enter saves, wherever the keyboard is."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.keep_draft()
            self.closed.emit()
        elif enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.form.submitted.emit()
        else:
            super().keyPressEvent(event)

    def _failed(self, error: Exception) -> bool:
        self._saving = False
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True


class ArrivalDesk(DeskTyping):
    """``about`` is the id of an arrival, or of an arrival and of somebody on its list.

    Signals: those of a screen.
    """

    help_page = "arrivals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, about: str) -> None:
        self._arrival_id, _space, self._first = about.partition(" ")
        super().__init__(session, tasks, self._arrival_id)
        self.title = TitleLine()
        self.known = DeskKnown(session, tasks, messages, self)
        # The page hears its key itself: a button presses 100 ms later, when the next name is typed.
        self.save_next = Button(Kind.PRIMARY, "check", "Ctrl+Return", hint_only=True)
        self.save_open = Button(Kind.PLAIN, "pencil", "Ctrl+Shift+Return")
        self._arrange()
        self._connect()
        self.retranslate()
        self._begin()

    def _arrange(self) -> None:
        self.title.add(self.save_open)
        self.title.add(self.save_next)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self.form, 5)
        row.addWidget(self.lists, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(both, 1)
        self.setFocusProxy(self.form["token"].focus_target())

    def _connect(self) -> None:
        self.save_next.clicked.connect(self.submit)
        self.save_open.clicked.connect(lambda: self.submit(then_open=True))
        self.form.submitted.connect(self.submit)
        self.lists.line_chosen.connect(self._choose)
        self.lists.person_chosen.connect(self._open_person)
        self.lists.here.chosen.connect(self._open_known)
        self.lists.here.beside.connect(self.known.compare)
        for key in ("family_name", "given_names"):
            self.form[key].edited.connect(self._look)
        self.lists.watch(self.form)
        self.form["token"].line.editingFinished.connect(self._token_typed)
        self.form["arrival"].edited.connect(self._arrival_chosen)

    def retranslate(self) -> None:
        """Title, buttons and lists."""
        where = name_of(self.roll.arrival) if self.roll else ""
        self.title.set_title(_("Arrivals"), where)
        self.save_next.set_text(_("Save and next"))
        self.save_open.set_text(_("Save and open"))
        may = self._session.may(Act.PERSON_SAVED)
        reason = "" if may else _("Your role may look at profiles but not change them.")
        for button in (self.save_next, self.save_open):
            button.set_reason(reason)
        self.lists.show_people(self.roll.people if self.roll else ())

    def panes(self) -> Sequence[QWidget]:
        """The form and the lists beside it."""
        return [self.form, self.lists]

    # ------------------------------------------------------------------ reading

    def _begin(self) -> None:
        """Read everything, then show who was chosen, or the draft of somebody else."""
        session, first, arrival_id = self._session, self._first, self._arrival_id

        def read() -> _Read:
            line = arrivals.open_expected(session, first) if first else None
            return (
                arrivals.roll(session, arrival_id),
                arrivals.arrivals(session)[:MOST_ARRIVALS],
                users.names_of_staff(session),
                line,
                self.keeper.read(),
            )

        def done(everything: _Read) -> None:
            self.roll, turnouts, staff, line, draft = everything
            self.form.know([one.arrival for one in turnouts], staff)
            if (remembered := _PINNED.get(session.vault)) is not None:
                self.form.pin_only(remembered)
                retype(self.form, remembered)
            self.form["arrival"].set_value(arrival_id)
            self.form.start(self.roll.arrival)
            if draft:
                self._restore(draft)
            elif line is not None:
                self._take_over(line)
            self.retranslate()

        self._tasks.read(self, read, done, self._failed)

    def reload(self) -> None:
        """Read the list again; what is typed stays."""
        session, arrival_id = self._session, self._arrival_id

        def done(roll: Roll) -> None:
            if arrival_id == self._arrival_id:
                self.roll = roll
                self.retranslate()

        if self.roll is not None:
            self._tasks.read(self, lambda: arrivals.roll(session, arrival_id), done)

    # ------------------------------------------------------------------ who it is

    def _look(self) -> None:
        self.lists.look(self.form.names(), seated=self.line is not None)

    def _token_typed(self) -> None:
        """A number that was given out brings its person, as long as nothing else is typed."""
        token = self.form["token"].value()
        people = self.roll.people if self.roll else ()
        line = next((one for one in people if one.token == token and token), None)
        if line is not None and line.person_id is None and not self.form.names():
            self._choose(line.id)

    def _choose(self, line_id: str) -> None:
        session = self._session
        self._tasks.read(
            self,
            lambda: arrivals.open_expected(session, line_id),
            self._take_over,
            self._failed,
        )

    def _take_over(self, line: Expected) -> None:
        """Somebody of the list sits here now: the clerk asks for what is still missing."""
        self.line = line
        self.form.show_problems({})
        self.form.take_over(line)
        self.known.say_line(line)
        self.keeper.touch()
        self._look()
        self.lists.here.look(self.form)
        missing = [key for key in ("sex", "birth") if self.form[key].is_empty()]
        self.form.jump_to(missing[0] if missing else "family_name")

    def _arrival_chosen(self) -> None:
        """Another flight: its country and its list."""
        chosen = self.form["arrival"].value()
        arrival = next((one for one in self.form.arrivals if one.id == chosen), None)
        if arrival is None or arrival.id == self._arrival_id:
            return
        self._arrival_id, self.line = arrival.id, None
        for key, value in (("from_country", arrival.from_country), ("kind", arrival.return_kind)):
            if value:
                self.form[key].set_value(str(value))
        self.reload()

    def _open_person(self, person_id: str) -> None:
        self.destination_chosen.emit("person", person_id)

    def _open_known(self, kind: str, about: str) -> None:
        self.keep_draft()
        self.destination_chosen.emit(kind, about)

    # ------------------------------------------------------------------ saving

    def submit(self, *, then_open: bool = False) -> None:
        """Save, and go on with the next person or with the whole profile of this one."""
        may = self._session.may(Act.PERSON_SAVED)
        if self._saving or not may or self.roll is None or not self.form.check():
            return
        session, line = self._session, self.line
        values, person = self.form.values(), self.form.person()
        arrival = next(one for one in self.form.arrivals if one.id == values["arrival"])
        coming = self.form.homecoming(person.id, arrival)
        self._saving = True

        def work() -> tuple[Person, Expected]:
            return arrivals.save_arrived(
                session, arrival.id, person, coming, expected_id=line.id if line else None,
                token=values["token"], interviewer=values["interviewer"] or "",
            )  # fmt: skip

        def done(saved: tuple[Person, Expected]) -> None:
            self._saving = False
            self._was_saved(*saved, then_open=then_open)

        self._tasks.change(self, work, done, self._failed)

    def _was_saved(self, person: Person, line: Expected, *, then_open: bool) -> None:
        words = _("Number {token}: {name} is saved.").format(
            token=line.token, name=person.display_name
        )
        self.lists.add(person.id, f"{line.token} · {person.display_name}")
        self.lists.here.alike.keep(person.id)
        self._remember_pinned()
        self.start_next()
        self.bar.success(words)
        if then_open:
            self._open_person(person.id)
