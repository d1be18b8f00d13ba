"""All referrals of the desk: ready filters, search while typing, and the slip that came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.documents import service as documents
from intake_app.i18n import _, ngettext
from intake_app.referrals import service as referrals
from intake_app.referrals.model import ReferralLine, ReferralState
from intake_app.referrals.service import FILTERS, Answer, Question
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from ui.cases.days import nearness
from ui.documents.blanks_menu import BlanksMenu
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import PAGE, Column
from ui.messages import Messages
from ui.plain import Words
from ui.referrals.answer_card import LOOK
from ui.referrals.referral_frame import URGENCY_LOOK
from ui.referrals.referral_preview import ReferralPreview
from ui.referrals.sectors import Sectors
from ui.referrals.slip_line import SlipLine
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, Tone

_READY: dict[str, tuple[Words, str, Tone]] = {
    "open": (lambda: _("All open"), "list", Tone.NEUTRAL),
    "mine": (lambda: _("Mine"), "user", Tone.NEUTRAL),
    "waiting": (lambda: _("Waiting for an answer"), "clock", Tone.ACCENT),
    "overdue": (lambda: _("Overdue"), "triangle-alert", Tone.DANGER),
    "stale": (lambda: _("No news for two weeks"), "hourglass", Tone.WARNING),
    "to_revoke": (lambda: _("To take back"), "undo-2", Tone.DANGER),
    "to_rate": (lambda: _("To rate"), "star", Tone.NEUTRAL),
    "received": (lambda: _("Received by us"), "inbox", Tone.NEUTRAL),
    "all": (lambda: _("All, also closed"), "archive", Tone.NEUTRAL),
}

_EMPTY: dict[str, Words] = {
    "open": lambda: _("No referral is open. Refer a person from their case, under “Referrals”."),
    "mine": lambda: _("No referral of yours is open."),
    "waiting": lambda: _("No service owes an answer."),
    "overdue": lambda: _("No answer is overdue."),
    "stale": lambda: _("Of every open referral something was heard in the last two weeks."),
    "to_revoke": lambda: _("No open referral has lost its consent."),
    "to_rate": lambda: _("Everybody who was helped has been asked how it was."),
    "received": lambda: _("No service has sent anybody to us yet."),
    "all": lambda: _("Nobody was referred yet. Refer a person from their case."),
}

Read = tuple[Answer, dict[str, int], Mapping[str, str]]


class ReferralsScreen(Screen):
    """Enter opens the case at this referral. Signals: those of a screen."""

    help_page = "referrals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._asked = 0
        self._counts: dict[str, int] = {}
        self._staff: Mapping[str, str] = {}
        self._sectors = Sectors(session)
        self.title, self.bar = TitleLine(), MessageBar()
        self.slip = SlipLine(session, tasks, messages)
        self.blanks = BlanksMenu(session, tasks, self.bar, documents.OF_A_REFERRAL)
        self.preview = ReferralPreview(session, self._sectors)
        self.empty = EmptyState("send", _EMPTY["open"])
        self.list: ListPanes = ListPanes(
            tasks,
            self._columns(),
            lambda line: line.id,
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Name, case number, service or code"),
            parent=self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.title, self.slip, self.bar):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.title.add(self.blanks)
        self.setFocusProxy(self.list)
        self.setAcceptDrops(True)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.list.wanted.connect(self._ask)
        self.list.opened.connect(self._open)
        self.list.selected.connect(self._show_preview)
        self.preview.opened.connect(lambda: self._open(self.list.current()))
        self.slip.found.connect(
            lambda line, channel: self.destination_chosen.emit(
                "case_referral", f"{line.case_id} {line.id} {channel}"
            )
        )
        self.slip.failed.connect(self.bar.error)
        self.blanks.all_wanted.connect(lambda: self.destination_chosen.emit("blank_forms", ""))

    def _columns(self) -> list[Column[ReferralLine]]:
        return [
            Column(
                lambda: _("State"),
                lambda line: word("referral", line.state),
                width=11,
                icon=lambda line: "inbox" if line.is_received else LOOK[line.state][0],
                tone=lambda line: LOOK[line.state][1],
            ),
            Column(lambda: _("Name"), lambda line: line.person, width=14, stretch=True),
            Column(lambda: _("Service"), lambda line: line.provider, width=14),
            Column(
                lambda: _("Due"),
                self._due,
                width=11,
                icon=self._due_icon,
                tone=self._due_tone,
            ),
        ]

    def _now(self) -> datetime:
        return self._session.clock()

    def _due(self, line: ReferralLine) -> str:
        if not line.due_at:
            return ""
        due = datetime.fromisoformat(line.due_at).astimezone().date()
        return nearness(due, self._now().astimezone().date())

    def _due_icon(self, line: ReferralLine) -> str:
        if line.is_overdue(self._now()):
            return "triangle-alert"
        if line.is_stale(self._now()):
            return "hourglass"
        return URGENCY_LOOK[line.urgency][0] if line.state is ReferralState.IN_PROGRESS else ""

    def _due_tone(self, line: ReferralLine) -> Tone | None:
        if line.is_overdue(self._now()):
            return Tone.DANGER
        return Tone.WARNING if line.is_stale(self._now()) else None

    def retranslate(self) -> None:
        """Title and filters; the parts follow by themselves."""
        self.title.set_title(_("Referrals"))
        self.blanks.retranslate()
        self.slip.retranslate()
        self.preview.retranslate()
        self._show_filters()
        self.empty.set_words(self._empty_words)

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Read the first page and count every filter."""
        self._ask(count=True)

    def question(self) -> Question:
        """What the list is asked for now."""
        return Question(self.list.filter_key or FILTERS[0], self.list.search_text)

    def _ask(self, *, count: bool = False) -> None:
        session, question, counts = self._session, self.question(), self._counts
        staff = self._staff
        self._asked += 1
        asked = self._asked

        def read() -> Read:
            fresh = referrals.count_referrals(session) if count or not counts else counts
            known = users.names_of_staff(session) if count or not staff else staff
            return referrals.find_referrals(session, question, PAGE), fresh, known

        def done(read: Read) -> None:
            if asked == self._asked:  # else somebody typed on meanwhile
                self._show(read, question)

        self._tasks.read(self, read, done)

    def _show(self, read: Read, question: Question) -> None:
        answer, self._counts, self._staff = read
        session = self._session
        self._show_filters()
        self.empty.set_words(self._empty_words)
        with QSignalBlocker(self.list):  # the preview is shown once, when all rows are there
            self.list.show_pages(
                answer.total,
                lambda offset, limit: (
                    referrals.find_referrals(session, question, limit, offset).lines
                ),
                answer.lines,
            )
        self._show_preview(self.list.current())
        number = self._counts.get("open", 0)
        words = ngettext("{count} open referral", "{count} open referrals", number)
        self.status_changed.emit(words.format(count=number))

    def _show_filters(self) -> None:
        self.list.set_filters(
            [
                Filter(ready, words, self._counts.get(ready), icon, tone)
                for ready, (words, icon, tone) in _READY.items()
            ]
        )

    def _empty_words(self) -> str:
        question = self.question()
        if question.text:
            return _("No referral here matches “{words}”.").format(words=question.text)
        return _EMPTY[question.ready]()

    def _show_preview(self, line: ReferralLine | None) -> None:
        self.preview.show_line(line, self._staff)

    def _open(self, line: ReferralLine | None) -> None:
        if line is not None:
            self.destination_chosen.emit("case_referral", f"{line.case_id} {line.id} hand")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """A picture of a slip may be dropped anywhere on the page."""
        if self.slip.takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Look for the slip in it; the file stays where it is."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.slip.drop(event.mimeData())

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.slip, *self.list.panes()]
