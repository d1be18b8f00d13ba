"""One arrival: who is on its list, who has come, who is registered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Expected, ExpectedState
from intake_app.arrivals.service import Roll
from intake_app.errors import IntakeError
from intake_app.i18n import _, ngettext
from intake_app.session import Session
from intake_app.values import folded
from ui.arrivals.arrival_words import (
    details,
    named_with_day,
    people_words,
    state_icon,
    state_tone,
    state_words,
)
from ui.buttons import Button, Kind, MenuButton
from ui.fields.message_bar import MessageBar
from ui.flow import FlowLayout
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, Tone

_TESTS: dict[str, Callable[[Expected], bool]] = {
    "all": lambda _line: True,
    "expected": lambda line: line.state is ExpectedState.EXPECTED,
    "waiting": lambda line: line.waits_for_profile,
    "registered": lambda line: line.person_id is not None,
    "absent": lambda line: line.state is ExpectedState.NOT_ARRIVED,
}


class RollPage(Screen):
    """Signals: those of a screen."""

    help_page = "arrivals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, arrival_id: str) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._arrival_id = arrival_id
        self.roll: Roll | None = None
        self.title, self.bar = TitleLine(), MessageBar()
        self.desk = Button(Kind.PRIMARY, "user-plus", "Ctrl+Return")
        self.bring = Button(icon="upload", key="Ctrl+I")
        self.more = MenuButton("ellipsis")
        self.came = Button(icon="user-check", key="Ctrl+D")
        self.absent = Button(icon="user-x", key="Ctrl+Shift+D")
        self.profile = Button(icon="pencil", key="Return", hint_only=True)
        self.empty = EmptyState(
            "filter", lambda: _("Nobody fits. Take the filter away to see the others.")
        )
        self.nothing = EmptyState(
            "users",
            lambda: _("Nobody is on the list yet. Import the organiser’s list, or register people"
                      " as they come."),
            lambda: _("Import a list"),
        )  # fmt: skip
        self.list: ListPanes = ListPanes(
            tasks,
            _columns(),
            lambda row: row.id,
            empty=self.empty,
            placeholder=lambda: _("Name, number or seat"),
        )
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for button in (self.more, self.desk):
            self.title.add(button)
        self.row = QWidget()
        flow = FlowLayout(self.row)
        for button in (self.came, self.absent, self.profile, self.bring):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.row)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.nothing.hide()
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.desk.clicked.connect(lambda: self._go("arrival_desk"))
        self.bring.clicked.connect(lambda: self._go("arrival_list"))
        self.nothing.acted.connect(lambda: self._go("arrival_list"))
        self.more.add(lambda: _("Change this arrival"), lambda: self._go("arrival_form"), "pencil")
        self.more.add(
            lambda: _("Give everybody the same"), lambda: self._go("arrival_round"), "package"
        )
        self.more.add(lambda: _("Take back the last list"), self._take_back, "undo-2")
        self.more.add(lambda: _("Remove those who have not come"), self._remove, "user-x")
        self.came.clicked.connect(self._has_come)
        self.absent.clicked.connect(self._has_not_come)
        self.profile.clicked.connect(lambda: self._open(self.list.current()))
        self.list.wanted.connect(self._show)
        self.list.opened.connect(self._open)
        self.list.selected.connect(self._selected)

    def retranslate(self) -> None:
        """Set every text."""
        where = named_with_day(self.roll.arrival) if self.roll else ""
        self.title.set_title(_("Arrivals"), where)
        self.desk.set_text(_("Register people"))
        self.bring.set_text(_("Import a list"))
        self.more.set_text(_("More"))
        self.came.set_text(_("Has come"))
        self.absent.set_text(_("Has not come"))
        self.profile.set_text(_("Register"))
        may = self._session.may(Act.LIST_IMPORTED)
        self.bring.set_reason("" if may else _("Your role may not do this. Ask a supervisor."))
        self._show()

    def panes(self) -> Sequence[QWidget]:
        """The panes of the list."""
        return self.list.panes()

    def reload(self) -> None:
        """Read the list."""
        session, arrival_id = self._session, self._arrival_id

        def done(roll: Roll) -> None:
            self.roll = roll
            self.retranslate()

        self._tasks.read(self, lambda: arrivals.roll(session, arrival_id), done)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ the list

    def _show(self) -> None:
        people = self.roll.people if self.roll else ()
        count = {key: sum(map(test, people)) for key, test in _TESTS.items()}
        self.list.set_filters(
            [
                Filter("all", lambda: _("Everybody"), count["all"]),
                Filter("expected", lambda: _("Expected"), count["expected"], "circle-dashed"),
                Filter(
                    "waiting", lambda: _("Profiles to do"), count["waiting"], "hourglass",
                    Tone.WARNING,
                ),
                Filter("registered", lambda: _("Registered"), count["registered"], "circle-check"),
                Filter("absent", lambda: _("Have not come"), count["absent"], "user-x"),
            ]
            if people
            else []
        )  # fmt: skip
        test = _TESTS.get(self.list.filter_key, _TESTS["all"])
        wanted = self.list.search_text
        self.list.setVisible(bool(people))
        for button in (self.came, self.absent, self.profile):
            button.setVisible(bool(people))
        self.nothing.setVisible(self.roll is not None and not people)
        self.list.show_rows([one for one in people if test(one) and _fits(one, wanted)])
        self._selected(self.list.current())
        if self.roll is not None:
            self._say_count(people)

    def _say_count(self, people: Sequence[Expected]) -> None:
        come = sum(one.state is ExpectedState.ARRIVED for one in people)
        words = _("{come} of {expected} have come")
        self.status_changed.emit(words.format(come=come, expected=people_words(len(people))))

    def _selected(self, line: Expected | None) -> None:
        nobody = _("Choose somebody first.") if line is None else ""
        done = _("This person is registered.") if line and line.person_id else ""
        here = _("This person has a number already.") if line and line.token else ""
        self.came.set_reason(nobody or done or here)
        self.absent.set_reason(nobody or done)
        self.profile.set_reason(nobody)
        self.profile.set_text(_("Open the profile") if done else _("Register"))

    # ------------------------------------------------------------------ who comes

    def _has_come(self) -> None:
        line, session = self.list.current(), self._session

        def done(marked: Expected) -> None:
            self.bar.success(
                _("{name} has number {token}.").format(name=marked.display_name, token=marked.token)
            )
            self._next_line()

        if line is not None:
            work = lambda: arrivals.has_come(session, line.id)  # noqa: E731 - one line
            self._tasks.change(self, work, done, self._failed)

    def _has_not_come(self) -> None:
        line, session = self.list.current(), self._session
        if line is not None:
            self._tasks.change(
                self,
                lambda: arrivals.has_not_come(session, line.id),
                lambda _marked: self._next_line(),
                self._failed,
            )

    def _next_line(self) -> None:
        """The keyboard goes on to the next one, as at a door."""
        table = self.list.table
        table.setCurrentIndex(self.list.model.index(table.currentIndex().row() + 1, 0))
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, line: Expected | None) -> None:
        if line is None:
            return
        if line.person_id:
            self.destination_chosen.emit("person", line.person_id)
        else:
            self.destination_chosen.emit("arrival_desk", f"{self._arrival_id} {line.id}")

    # ------------------------------------------------------------------ the list as a whole

    def _go(self, kind: str) -> None:
        self.destination_chosen.emit(kind, self._arrival_id)

    def _take_back(self) -> None:
        roll, session = self.roll, self._session
        if roll is None or not roll.imports:
            self.bar.info(_("No list was imported for this arrival."))
            return
        last = roll.imports[0]
        if not roll.may_take_back(last):
            self.bar.info(
                _("Somebody on this list was opened or has come already, so the list stays.")
            )
            return
        words = ngettext(
            "{count} line of the list goes, and nothing else.",
            "{count} lines of the list go, and nothing else.",
            last.count,
        )
        if self._messages.ask(
            _("Take the list back?"), words.format(count=last.count), _("Take it back"),
            _("Keep it"), danger=True,
        ):  # fmt: skip
            self._tasks.change(
                self, lambda: arrivals.take_back_list(session, last.id), self._gone, self._failed
            )

    def _remove(self) -> None:
        roll, session = self.roll, self._session
        absent = [] if roll is None else [
            line for line in roll.people if line.state is not ExpectedState.ARRIVED
        ]  # fmt: skip
        if not absent:
            self.bar.info(_("Everybody on the list has come."))
            return
        words = ngettext(
            "{count} person has not come. What the list says about them is not needed any more,"
            " and cannot be brought back.",
            "{count} people have not come. What the list says about them is not needed any more,"
            " and cannot be brought back.",
            len(absent),
        )
        if self._messages.ask(
            _("Remove those who have not come?"), words.format(count=len(absent)), _("Remove"),
            _("Keep them"), danger=True,
        ):  # fmt: skip
            self._tasks.change(
                self,
                lambda: arrivals.remove_absent(session, self._arrival_id),
                self._gone,
                self._failed,
            )

    def _gone(self, count: int) -> None:
        words = ngettext("{count} line was removed.", "{count} lines were removed.", count)
        self.bar.success(words.format(count=count))

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
            return True
        return False


def _fits(line: Expected, wanted: str) -> bool:
    if wanted.isdecimal():
        return wanted in (str(line.token or ""), line.seat)
    words = folded(f"{line.display_name} {line.seat} {line.document_number}")
    return all(part in words for part in folded(wanted).split())


def _columns() -> list[Column[Expected]]:
    return [
        Column(lambda: _("Number"), lambda row: str(row.token or ""), 8, right=True),
        Column(lambda: _("Name"), lambda row: row.display_name, 24),
        Column(lambda: _("On the list"), lambda row: row.seat or str(row.place or ""), 9),
        Column(lambda: _("Details"), details, 30, stretch=True),
        Column(
            lambda: _("State"), state_words, 22, icon=state_icon, tone=state_tone
        ),
    ]  # fmt: skip
