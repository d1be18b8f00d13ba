"""The board of grants: every open grant of the desk at its place, and what is to be done next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.documents import service as documents
from intake_app.formats import format_date, format_money, format_short_date
from intake_app.grants import service as grants
from intake_app.grants.board import BoardLine, Place
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import folded
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.cases.days import nearness, on_day
from ui.documents.blanks_menu import BlanksMenu
from ui.fields.message_bar import MessageBar
from ui.grants.grant_words import package_name
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, S, Text, Tone

ALL, MINE, OVERDUE, PACK = "all", "mine", "overdue", "pack:"

LOOK: dict[Place, tuple[str, Tone]] = {
    Place.TO_SEND: ("pencil", Tone.WARNING),
    Place.REQUESTED: ("clock", Tone.ACCENT),
    Place.COMMITTEE: ("users", Tone.ACCENT),
    Place.FINANCE: ("landmark", Tone.ACCENT),
    Place.DELIVERY: ("package", Tone.SUCCESS),
    Place.TO_VERIFY: ("eye", Tone.WARNING),
    Place.TO_CLOSE: ("file-check", Tone.NEUTRAL),
}
"""Icon and tone of each place."""

Read = tuple[list[BoardLine], Mapping[str, str]]


class BoardScreen(Screen):
    """Enter opens the case at its grants. Signals: those of a screen."""

    help_page = "grant_board"

    def __init__(self, session: Session, tasks: Tasks, _messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._lines: list[BoardLine] = []
        self._known = False
        self.title, self.bar = TitleLine(), MessageBar()
        self.meetings = Button(icon="users")
        self.blanks = BlanksMenu(session, tasks, self.bar, documents.OF_A_GRANT)
        self.preview = BoardPreview(session)
        self.empty = EmptyState(
            "filter", lambda: _("No grant fits. Choose another filter to see the others.")
        )
        self.nothing = EmptyState(
            "coins",
            lambda: _(
                "No grant is open. A counsellor asks for one in a case whose plan is approved."
            ),
            lambda: _("Go to the cases"),
        )
        self.list: ListPanes = ListPanes(
            tasks,
            self._columns(),
            lambda line: line.id,
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Name, case number, programme or purpose"),
        )
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for button in (self.blanks, self.meetings):
            self.title.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.blanks.all_wanted.connect(lambda: self.destination_chosen.emit("blank_forms", ""))
        self.meetings.clicked.connect(lambda: self.destination_chosen.emit("conferences", ""))
        self.nothing.acted.connect(lambda: self.destination_chosen.emit("cases", ""))
        self.list.wanted.connect(self._show)
        self.list.selected.connect(self.preview.show_line)
        self.list.opened.connect(self._open)
        self.preview.open.clicked.connect(lambda: self._open(self.list.current()))

    def _columns(self) -> list[Column[BoardLine]]:
        return [
            Column(
                lambda: _("Stage"),
                lambda line: word("grant_place", line.place),
                width=12,
                icon=lambda line: LOOK[line.place][0],
                tone=lambda line: LOOK[line.place][1],
            ),
            # the number behind the name: beside the preview, which has it, it may give way
            Column(lambda: _("Name and case"), _named, width=14, stretch=True),
            Column(
                lambda: _("Amount"),
                lambda line: format_money(line.amount, language()),
                width=12,
                right=True,
            ),
            Column(
                lambda: _("Due"),
                self._due,
                width=10,
                icon=lambda line: "triangle-alert" if self._is_late(line) else "",
                tone=lambda line: Tone.DANGER if self._is_late(line) else None,
            ),
        ]

    def _due(self, line: BoardLine) -> str:
        return format_short_date(line.next_due, language()) if line.next_due else ""

    def _is_late(self, line: BoardLine) -> bool:
        return line.is_overdue(self._session.today())

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Plans and grants"))
        self.meetings.set_text(_("Case conferences"))
        self.meetings.set_reason(
            "" if self._session.may(Act.CONFERENCE_SAVED) else _("Your role may not do this.")
        )
        self.blanks.retranslate()
        self.preview.retranslate()
        self._show()

    def reload(self) -> None:
        """Read the open grants."""
        session = self._session
        self._tasks.read(
            self, lambda: (grants.board(session), users.names_of_staff(session)), self._take
        )

    def panes(self) -> Sequence[QWidget]:
        """The panes of the list."""
        return self.list.panes()

    # ------------------------------------------------------------------ the list

    def _take(self, read: Read) -> None:
        lines, self.preview.staff = read
        order = list(Place)
        self._lines = sorted(lines, key=lambda line: order.index(line.place))
        self._known = True
        self._show()
        words = ngettext("{count} open grant", "{count} open grants", len(lines))
        self.status_changed.emit(words.format(count=len(lines)))

    def _show(self) -> None:
        lines = self._lines
        self.list.setVisible(bool(lines) or not self._known)
        self.nothing.setVisible(self._known and not lines)
        self.list.set_filters(self._filters() if lines else [])
        typed = folded(self.list.search_text)
        test = self._test(self.list.filter_key or ALL)
        self.list.show_rows([one for one in lines if test(one) and typed in self._words(one)])
        self.preview.show_line(self.list.current())

    def _filters(self) -> list[Filter]:
        lines = self._lines

        def ready(key: str, words: Callable[[], str], icon: str, tone: Tone) -> Filter:
            test = self._test(key)
            return Filter(key, words, sum(1 for line in lines if test(line)), icon, tone)

        packs = sorted({line.pack for line in lines})
        return [
            ready(ALL, lambda: _("All open"), "list", Tone.NEUTRAL),
            ready(MINE, lambda: _("Mine"), "user", Tone.NEUTRAL),
            ready(OVERDUE, lambda: _("Overdue"), "triangle-alert", Tone.DANGER),
            *(ready(place, _place_words(place), *LOOK[place]) for place in Place),
            *(
                ready(PACK + pack, self._pack_words(pack), "folder", Tone.NEUTRAL)
                for pack in (packs if len(packs) > 1 else ())
            ),
        ]

    def _test(self, key: str) -> Callable[[BoardLine], bool]:
        user = self._session.user.id
        if key == MINE:
            return lambda line: line.is_of(user)
        if key == OVERDUE:
            return self._is_late
        if key.startswith(PACK):
            return lambda line: line.pack == key.removeprefix(PACK)
        return lambda line: key in (ALL, line.place)

    def _pack_words(self, pack: str) -> Callable[[], str]:
        return lambda: programme_of(self._session, pack)

    def _words(self, line: BoardLine) -> str:
        programme = programme_of(self._session, line.pack)
        return folded(f"{line.person} {line.case_number} {line.purpose} {programme}")

    def _open(self, line: BoardLine | None) -> None:
        if line is not None:
            self.destination_chosen.emit("case_grants", line.case_id)


def programme_of(session: Session, pack_id: str) -> str:
    """What a programme is called on the screen."""
    pack = session.packs.get(pack_id)
    return pack.short_name.in_(language()) if pack else pack_id


def _named(line: BoardLine) -> str:
    return _("{name}, {case}").format(name=line.person, case=line.case_number)


def _place_words(place: Place) -> Callable[[], str]:
    return lambda: word("grant_place", place)


class BoardPreview(Card):
    """The selected grant and the way to its case. ``staff``: full names by login."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._line: BoardLine | None = None
        self.staff: Mapping[str, str] = {}
        self.name, self.chips = PlainLabel(Text.SECTION, wrap=True), ChipRow()
        self.facts = KeyValues()
        self.open = Button(Kind.PRIMARY, "arrow-right")
        for widget in (self.name, self.chips, self.open):
            self.body.addWidget(widget)
        self.body.addSpacing(S)
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        self.retranslate()

    def show_line(self, line: BoardLine | None) -> None:
        """Show this one; nothing leaves the card empty."""
        self._line = line
        for widget in (self.name, self.chips, self.facts, self.open):
            widget.setVisible(line is not None)
        if line is None:
            return
        self.name.setText(line.person)
        icon, tone = LOOK[line.place]
        chips = [(icon, tone, word("grant_place", line.place))]
        if line.is_overdue(self._session.today()):
            chips.append(("triangle-alert", Tone.DANGER, _("Overdue")))
        if waits_for := line.waits_for:
            chips.append(("lock", Tone.WARNING, _("Not confirmed yet")))
        self.chips.set_chips(chips)
        due = line.next_due
        self.facts.set_rows(
            [
                *([(_("Waits for"), waits_for.in_(language()))] if waits_for else []),
                (_("Case"), line.case_number),
                (_("Programme"), programme_of(self._session, line.pack)),
                (_("Request number"), str(line.number)),
                (_("Amount"), format_money(line.amount, language())),
                (_("For what"), line.purpose),
                (
                    _("Package"),
                    package_name(self._session.packs, line.pack, line.fund, line.package),
                ),
                (_("Payment"), word("payment", line.payment)),
                (_("State"), word("grant", line.state)),
                (_("Next instalment"), self._near(line) if due else ""),
                (_("Asked for by"), self.staff.get(line.author, "")),
                (_("Asked for on"), on_day(line.requested_at)),
            ]
        )

    def _near(self, line: BoardLine) -> str:
        day = line.next_due
        assert day is not None
        near = nearness(day, self._session.today())
        return _("{day} ({near})").format(day=format_date(day, language()), near=near)

    def retranslate(self) -> None:
        """Button and facts."""
        self.open.set_text(_("Open the case"))
        self.show_line(self._line)
