"""All arrivals: what is announced, who is expected, and how far today's people are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Turnout
from intake_app.formats import country_name, format_date, format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.values import folded
from intake_app.words import word
from ui.arrivals.arrival_words import name_of
from ui.buttons import Button, Kind
from ui.cards import Card, KeyValues
from ui.cases.days import nearness
from ui.flow import FlowLayout
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, S, Text, Tone

ALL, TODAY, COMING, OPEN = "all", "today", "coming", "open"


class ArrivalsScreen(Screen):
    """Signals: those of a screen."""

    help_page = "arrivals"

    def __init__(self, session: Session, tasks: Tasks, _messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._turnouts: list[Turnout] = []
        self._known = False
        self.title = TitleLine()
        self.new = Button(Kind.PRIMARY, "plus", "Ctrl+Shift+N")
        self.preview = ArrivalPreview(session)
        self.empty = EmptyState(
            "filter", lambda: _("No arrival fits. Take the filter away to see the others.")
        )
        self.nothing = EmptyState(
            "plane-landing",
            lambda: _("No arrival yet. Announce a flight, a bus or a boat as soon as you know."),
            lambda: _("New arrival"),
        )
        self.list: ListPanes = ListPanes(
            tasks,
            self._columns(),
            lambda row: row.arrival.id,
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Flight, place or organiser"),
        )
        self._arrange()
        self.new.clicked.connect(self._new)
        self.nothing.acted.connect(self._new)
        self.list.wanted.connect(self._show)
        self.list.selected.connect(self.preview.show_turnout)
        self.list.opened.connect(lambda row: self._go("arrival", row))
        self.preview.open.clicked.connect(lambda: self._go("arrival", self.list.current()))
        self.preview.desk.clicked.connect(lambda: self._go("arrival_desk", self.list.current()))
        self.retranslate()

    def _arrange(self) -> None:
        self.title.add(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.setFocusProxy(self.list)

    def _columns(self) -> list[Column[Turnout]]:
        today = self._session.today
        return [
            Column(
                lambda: _("Day"),
                lambda row: format_short_date(row.arrival.arrives_on, language()),
                10,
            ),
            Column(
                lambda: _("Arrival"), lambda row: name_of(row.arrival), 20, stretch=True,
                icon=lambda row: "plane-landing" if row.arrival.arrives_on == today() else "",
            ),
            Column(
                lambda: _("From"),
                lambda row: country_name(row.arrival.from_country, language())
                if row.arrival.from_country
                else "",
                14,
            ),
            Column(lambda: _("Expected"), lambda row: str(row.expected or ""), 9, right=True),
            Column(lambda: _("Have come"), lambda row: str(row.arrived or ""), 10, right=True),
            Column(
                lambda: _("Registered"), lambda row: str(row.registered or ""), 10, right=True,
                tone=lambda row: Tone.WARNING if row.registered < row.arrived else None,
            ),
        ]  # fmt: skip

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Arrivals"))
        self.new.set_text(_("New arrival"))
        may = self._session.may(Act.ARRIVAL_SAVED)
        self.new.set_reason("" if may else _("Your role may not do this. Ask a supervisor."))
        self.preview.retranslate()
        self._show()

    def reload(self) -> None:
        """Read all arrivals."""
        self._tasks.read(self, lambda: arrivals.arrivals(self._session), self._take)

    def panes(self) -> Sequence[QWidget]:
        """The panes of the list."""
        return self.list.panes()

    def _take(self, turnouts: list[Turnout]) -> None:
        today = self._session.today()  # what happens now stands on top
        self._turnouts = sorted(turnouts, key=lambda one: one.arrival.arrives_on != today)
        self._known = True
        self._show()
        words = ngettext("{count} arrival", "{count} arrivals", len(turnouts))
        self.status_changed.emit(words.format(count=len(turnouts)))

    def _show(self) -> None:
        today, turnouts = self._session.today(), self._turnouts
        tests: dict[str, Callable[[Turnout], bool]] = {
            TODAY: lambda one: one.arrival.arrives_on == today,
            COMING: lambda one: one.arrival.arrives_on > today,
            OPEN: lambda one: one.registered < one.arrived,
        }
        counts = {key: sum(map(test, turnouts)) for key, test in tests.items()}
        self.list.set_filters(
            [
                Filter(ALL, lambda: _("All arrivals"), len(turnouts)),
                Filter(TODAY, lambda: _("Today"), counts[TODAY], "plane-landing"),
                Filter(COMING, lambda: _("Announced"), counts[COMING], "calendar-clock"),
                Filter(OPEN, lambda: _("Profiles to do"), counts[OPEN], "hourglass", Tone.WARNING),
            ]
            if turnouts
            else []
        )
        test = tests.get(self.list.filter_key, _any)
        typed = folded(self.list.search_text)
        self.list.setVisible(bool(turnouts))
        self.nothing.setVisible(self._known and not turnouts)
        self.list.show_rows([one for one in turnouts if test(one) and typed in _words(one)])
        self.preview.show_turnout(self.list.current())

    def _new(self) -> None:
        self.destination_chosen.emit("arrival_form", "")

    def _go(self, kind: str, row: Turnout | None) -> None:
        if row is not None:
            self.destination_chosen.emit(kind, row.arrival.id)


def _any(_one: Turnout) -> bool:
    return True


def _words(one: Turnout) -> str:
    arrival = one.arrival
    return folded(f"{name_of(arrival)} {arrival.place} {arrival.organiser}")


class ArrivalPreview(Card):
    """The selected arrival with its numbers, and the two ways to go on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._turnout: Turnout | None = None
        self.name, self.facts = PlainLabel(Text.SECTION, wrap=True), KeyValues()
        self.open, self.desk = Button(icon="list"), Button(icon="user-plus")
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.desk)
        flow.addWidget(self.open)
        self.body.addWidget(self.name)
        self.body.addWidget(self.facts)
        self.body.addSpacing(S)
        self.body.addWidget(buttons)
        self.body.addStretch(1)
        self.retranslate()

    def show_turnout(self, turnout: Turnout | None) -> None:
        """Show this one; nothing leaves the card empty."""
        self._turnout = turnout
        for widget in (self.name, self.facts, self.open, self.desk):
            widget.setVisible(turnout is not None)
        if turnout is None:
            return
        one = turnout.arrival
        day = format_date(one.arrives_on, language())
        near = nearness(one.arrives_on, self._session.today())
        self.name.setText(name_of(one))
        self.facts.set_rows(
            [
                (_("Kind of arrival"), word("arrival", one.kind)),
                (_("Day of arrival"), _("{day} ({near})").format(day=day, near=near)),
                (_("Place of arrival"), one.place),
                (_("Organiser"), one.organiser),
                (_("Kind of return"), word("return", one.return_kind) if one.return_kind else ""),
                (_("On the list"), str(turnout.listed or "")),
            ]
        )

    def retranslate(self) -> None:
        """Buttons and facts."""
        self.open.set_text(_("Who comes"))
        self.desk.set_text(_("Register people"))
        self.show_turnout(self._turnout)
