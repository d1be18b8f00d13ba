"""All case conferences of this desk: what comes, and the minutes of what was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.conferences import service as conferences
from intake_app.conferences.service import ConferenceLine
from intake_app.formats import format_date, format_number, format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, KeyValues
from ui.cases.days import nearness
from ui.cases.list_and_details import ListAndDetails
from ui.grants.board_screen import programme_of
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, S, Tone


class ConferencesScreen(Screen):
    """Enter opens a conference. Signals: those of a screen."""

    help_page = "conferences"

    def __init__(
        self, session: Session, tasks: Tasks, _messages: Messages, _about: str = ""
    ) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self.title = TitleLine()
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.new = Button(Kind.PRIMARY, "plus", "N")
        self.facts, self.open = KeyValues(), Button(icon="arrow-right")
        card = Card()
        card.body.addWidget(self.facts)
        card.body.addSpacing(S)
        card.body.addWidget(self.open)
        self.list = ListAndDetails(tasks, self._columns(), lambda one: one.conference.id, card)
        self.empty = EmptyState(
            "users",
            lambda: _(
                "No conference is planned. Plan one as soon as a committee has a day: what waits"
                " for it is put on its agenda with one key."
            ),
            lambda: _("Plan a conference"),
        )
        self._content = QStackedWidget()
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self.title.add(self.back)
        self.title.add(self.new)
        self._content.addWidget(self.empty)
        self._content.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self._content, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.new.clicked.connect(self._new)
        self.empty.acted.connect(self._new)
        self.list.selected.connect(lambda _one: self._show_details())
        self.list.opened.connect(self._open)
        self.open.clicked.connect(lambda: self._open(self.list.current()))

    def _columns(self) -> list[Column[ConferenceLine]]:
        return [
            Column(lambda: _("Number"), lambda one: str(one.conference.number), 6, right=True),
            Column(
                lambda: _("Day"),
                lambda one: format_short_date(one.conference.held_on, language()),
                10,
            ),
            Column(lambda: _("Committee"), lambda one: one.conference.committee, 24, stretch=True),
            Column(
                lambda: _("Matters"),
                lambda one: format_number(one.matters, language()),
                8,
                right=True,
            ),
            Column(
                lambda: _("State"),
                lambda one: word("conference", one.conference.state),
                14,
                icon=lambda one: "calendar-clock" if one.conference.is_open else "lock",
                tone=lambda one: Tone.ACCENT if one.conference.is_open else Tone.NEUTRAL,
            ),
        ]

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Case conferences"))
        self.back.set_text(_("Back"))
        self.new.set_text(_("Plan a conference"))
        self.open.set_text(_("Open"))
        self.list.table.setAccessibleName(_("Case conferences"))
        may = self._session.may(Act.CONFERENCE_SAVED)
        reason = "" if may else _("Your role may not do this.")
        for button in (self.new, self.empty.action):
            button.set_reason(reason)
        self._show_details()

    def reload(self) -> None:
        """Read the conferences."""
        self._tasks.read(self, lambda: conferences.conferences(self._session), self._take)

    def panes(self) -> Sequence[QWidget]:
        """The list and its details."""
        return self.list.panes()

    def _take(self, lines: list[ConferenceLine]) -> None:
        self.list.show_rows(lines)
        self._content.setCurrentIndex(1 if lines else 0)
        self._show_details()
        words = ngettext("{count} conference", "{count} conferences", len(lines))
        self.status_changed.emit(words.format(count=len(lines)))

    def _show_details(self) -> None:
        line: ConferenceLine | None = self.list.current()
        self.open.set_reason("" if line else _("Choose a conference first."))
        if line is None:
            return
        one = line.conference
        day = format_date(one.held_on, language())
        near = nearness(one.held_on, self._session.today())
        self.facts.set_rows(
            [
                (_("Programme"), programme_of(self._session, one.pack)),
                (_("Day"), _("{day} ({near})").format(day=day, near=near)),
                (_("Begins at"), one.starts),
                (_("Place"), one.place),
                (_("Chair"), one.chair),
                (_("Members"), "\n".join(member.name for member in one.members)),
            ]
        )

    def _new(self) -> None:
        if self.new.isEnabled():
            self.destination_chosen.emit("conference_form", "")

    def _open(self, line: ConferenceLine | None) -> None:
        if line is not None:
            self.destination_chosen.emit("conference", line.conference.id)
