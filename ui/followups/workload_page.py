"""Who has how much to do, and giving a colleague's work into other hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act, Role
from intake_app.errors import IntakeError
from intake_app.followups import service as followups
from intake_app.followups.handover import MOST_NOTE, HandOver, Kind
from intake_app.followups.service import Load
from intake_app.formats import format_date, format_number
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import StaffMember
from intake_app.values import new_id
from intake_app.words import word
from ui.buttons import Button
from ui.buttons import Kind as ButtonKind
from ui.cards import Card
from ui.cases.days import on_day
from ui.cases.list_and_details import ListAndDetails
from ui.cases.short_form import ShortForm
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.message_bar import MessageBar
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock
from ui.flow import clear_layout
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, Text, Tone

Read = tuple[list[Load], Sequence[HandOver], Mapping[str, str]]


class WorkloadPage(Screen):
    """The colleagues with their work, and what was handed over. Signals: those of a screen."""

    help_page = "followups"

    def __init__(self, session: Session, tasks: Tasks, _messages: Messages, _about: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._names: Mapping[str, str] = {}
        self._given: Sequence[HandOver] = ()
        self.title, self.bar = TitleLine(), MessageBar()
        self.back = Button(ButtonKind.QUIET, "arrow-left", "Esc")
        self.give = Button(ButtonKind.PRIMARY, "share-2", "Alt+N")
        self._beside = QWidget()
        self._cards = QVBoxLayout(self._beside)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(M)
        self.list = ListAndDetails(
            tasks, self._columns(), lambda load: load.id or "-", self._beside
        )
        for button in (self.back, self.give):
            self.title.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.back.clicked.connect(self.closed)
        self.give.clicked.connect(self._give)
        self.bar.faded.connect(self.status_changed)
        self.retranslate()

    def _columns(self) -> list[Column[Load]]:
        def number(of: str) -> Column[Load]:
            titles = {
                "overdue": lambda: _("Overdue"),
                "due": lambda: _("Due now"),
                "upcoming": lambda: _("To come"),
                "cases": lambda: _("Cases"),
            }
            late = of == "overdue"
            return Column(
                titles[of],
                lambda load: format_number(getattr(load, of), language()),
                9,
                right=True,
                tone=lambda load: Tone.DANGER if late and load.overdue else None,
            )

        who: Column[Load] = Column(lambda: _("Counsellor"), self._name, 18, stretch=True)
        return [who, *(number(of) for of in ("overdue", "due", "upcoming", "cases"))]

    def _name(self, load: Load) -> str:
        return self._names.get(load.id, load.id) if load.id else _("Nobody yet")

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Who does what"))
        self.back.set_text(_("Back"))
        self.give.set_text(_("Hand over work"))
        may = self._session.may(Act.WORK_HANDED_OVER)
        self.give.set_reason("" if may else _("Your role may not do this."))
        self.list.table.setAccessibleName(_("Who does what"))
        self._show_given()

    def reload(self) -> None:
        """Read the work of all."""
        session = self._session

        def work() -> Read:
            return (
                followups.workload(session),
                followups.hand_overs(session),
                users.names_of_staff(session),
            )

        self._tasks.read(self, work, self._take)

    def panes(self) -> Sequence[QWidget]:
        """The list and what was handed over."""
        return self.list.panes()

    def _take(self, read: Read) -> None:
        loads, self._given, self._names = read
        self.list.show_rows(loads)
        self._show_given()
        open_ones = sum(load.overdue + load.due + load.upcoming for load in loads)
        words = ngettext("{count} open follow-up", "{count} open follow-ups", open_ones)
        self.status_changed.emit(words.format(count=format_number(open_ones, language())))

    def _show_given(self) -> None:
        clear_layout(self._cards)
        title = PlainLabel(Text.SECTION)
        title.setText(_("Handed over"))
        self._cards.addWidget(title)
        if not self._given:
            nothing = PlainLabel(Text.SECONDARY, wrap=True)
            nothing.setText(_("Nothing was handed over yet."))
            self._cards.addWidget(nothing)
        for one in self._given:
            self._cards.addWidget(self._card(one))

    def _card(self, one: HandOver) -> Card:
        card = Card(margin=M)
        card.body.setSpacing(2)
        until = _("until {day}").format(day=format_date(one.until, language())) if one.until else ""
        about = " · ".join(
            part for part in (word("handover", one.kind), until, on_day(one.written_at)) if part
        )
        lines = (
            (
                _("{giver} to {taker}").format(
                    giver=self._names.get(one.giver, one.giver),
                    taker=self._names.get(one.taker, one.taker),
                ),
                Text.STRONG,
            ),
            (one.note, Text.BODY),
            (about, Text.SECONDARY),
            (_("Taken back") if one.undone_at else "", Text.SECONDARY),
        )
        for words, kind in lines:
            if words:
                label = PlainLabel(kind, wrap=True)
                label.setText(words)
                card.body.addWidget(label)
        if not one.undone_at:
            undo = Button(icon="undo-2")
            undo.set_text(_("Take back"))
            may = self._session.may(Act.WORK_TAKEN_BACK)
            undo.set_reason("" if may else _("Your role may not do this."))
            undo.clicked.connect(partial(self.take_back, one))
            card.body.addWidget(undo)
        return card

    def _give(self) -> None:
        load: Load | None = self.list.current()
        self.destination_chosen.emit("hand_over", load.id if load else "")

    def take_back(self, one: HandOver) -> None:
        """Give back what the taker still has."""
        session = self._session

        def done(number: int) -> None:
            words = ngettext("{count} thing went back.", "{count} things went back.", number)
            self.bar.success(words.format(count=number))

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(self, lambda: followups.take_back(session, one.id), done, failed)


class HandOverForm(ShortForm):
    """From whom to whom, until when, and what to know. Signals: those of the page."""

    help_page = "followups"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, giver: str) -> None:
        super().__init__(tasks, messages)
        self._session, self._giver = session, giver
        self._people: list[StaffMember] = []
        self._wanted: HandOver | None = None
        form = self.form
        form.add("giver", ChoiceList(self._options), lambda: _("Whose work"), required=True)
        form.add("taker", ChoiceList(self._takers), lambda: _("Who takes it"), required=True)
        form.add(
            "kind",
            Choice(lambda: words_of("handover"), may_be_empty=False),
            lambda: _("How long"),
            required=True,
            helper=lambda: _(
                "For a leave: the follow-ups that are due until its last day. For good: all open"
                " cases, with everything that is due in them."
            ),
            wide=True,
        )
        form.add("until", DayEdit(session.today), lambda: _("Last day of the leave"))
        form.add(
            "note",
            TextBlock(MOST_NOTE, lines=3),
            lambda: _("What the colleague has to know"),
            required=True,
            helper=lambda: _("Without names of persons: all colleagues read it."),
            wide=True,
        )
        form.set_values({"kind": Kind.LEAVE.value})
        form["kind"].edited.connect(self._follow)
        self.retranslate()

    def reload(self) -> None:
        """Read who works here."""
        if not self._people:
            self._tasks.read(self, lambda: users.staff(self._session), self._take_people)

    def _take_people(self, people: list[StaffMember]) -> None:
        self._people = people
        for key in ("giver", "taker"):
            self.form[key].retranslate()
        if self._giver and not self.form.is_changed():
            self.form.set_values({"giver": self._giver})

    def _options(self) -> list[Option]:
        return [Option(one.id, one.full_name or one.label) for one in self._people]

    def _takers(self) -> list[Option]:
        counsellors = [one for one in self._people if one.role is Role.COUNSELLOR]
        return [Option(one.id, one.full_name or one.label) for one in counsellors]

    def _follow(self) -> None:
        self.form.set_relevant("until", self.form["kind"].value() == Kind.LEAVE)

    def take(self) -> None:
        """What is typed."""
        values = self.form.values()
        self._wanted = HandOver(
            new_id(),
            values["giver"] or "",
            values["taker"] or "",
            Kind(values["kind"]),
            values.get("until"),
            values["note"],
        )

    def put(self) -> HandOver:
        """Hand it over."""
        assert self._wanted is not None
        saved, _number = followups.hand_over(self._session, self._wanted)
        return saved

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Hand over work"))
        self.back.set_text(_("Back"))
        self.save.set_text(_("Hand over"))
