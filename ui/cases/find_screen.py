"""All persons and their cases: ready filters, search while typing, and a preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app import search
from intake_app.acts import Act
from intake_app.formats import format_age, format_short_date
from intake_app.i18n import _, language, pgettext
from intake_app.people.model import ADULT_AGE, Sex
from intake_app.search import Filter as Ready
from intake_app.search import Found, Question
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cases.person_preview import PersonPreview
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import PAGE, Column
from ui.messages import Messages
from ui.plain import Words
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, Tone

_FILTERS: dict[Ready, tuple[Words, str]] = {
    Ready.ALL: (lambda: _("Everybody"), "users"),
    Ready.MINE: (lambda: _("Mine"), "user"),
    Ready.TODAY: (lambda: _("New today"), "calendar"),
    Ready.WITHOUT_CASE: (lambda: _("Without a case"), "circle-dashed"),
    Ready.MINORS: (lambda: _("Minors"), "baby"),
    Ready.WAITING: (lambda: _("In approval"), "clock"),
    Ready.AGES: (lambda: _("Age to look over"), "calendar-clock"),
}

_EMPTY: dict[Ready, Words] = {
    Ready.ALL: lambda: _("Nobody is registered yet. Register the first person."),
    Ready.MINE: lambda: _("You have no cases and have registered nobody yet."),
    Ready.TODAY: lambda: _("Nobody was registered today."),
    Ready.WITHOUT_CASE: lambda: _("Everybody has a case."),
    Ready.MINORS: lambda: _("No minors are registered."),
    Ready.WAITING: lambda: _("No case waits for approval."),
    Ready.AGES: lambda: _("No corrected age waits for a second look."),
}


class _Answer(NamedTuple):
    """What one reading of the vault brought. ``total`` is None if the rows are not counted yet."""

    rows: list[Found]
    total: int | None
    staff: Mapping[str, str]


class CasesScreen(Screen):
    """Enter opens a case, or the profile of somebody who has none yet; N registers somebody."""

    help_page = "reception"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._staff: Mapping[str, str] = {}
        self._asked = 0
        self._counts: dict[Ready, int] = {}
        self._uncounted: list[Ready] = []
        self.title = TitleLine()
        self.new = Button(Kind.PRIMARY, "user-plus", "N")
        self.preview = PersonPreview(session, tasks)
        self.empty = EmptyState("users", _EMPTY[Ready.ALL], lambda: _("Register a new person"))
        self.list = ListPanes(
            tasks,
            columns(session),
            _key,
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Name, case number, telephone or document"),
            parent=self,
        )
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.title.add(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.new.clicked.connect(self.register_new)
        self.empty.acted.connect(self.register_new)
        self.list.wanted.connect(self._ask)
        self.list.opened.connect(self.open_found)
        self.list.selected.connect(self._show_preview)
        self.preview.opened.connect(self.open_found)

    def retranslate(self) -> None:
        """Title and buttons; list and preview follow by themselves."""
        self.title.set_title(_("Cases"))
        self.new.set_text(_("New person"))
        may = self._session.may(Act.PERSON_SAVED)
        reason = "" if may else _("Your role may not register people.")
        self.new.set_reason(reason)
        self.empty.action.set_reason(reason)

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Show the first page, and count everything again behind it."""
        self._staff = {}
        self._uncounted = sorted(Ready, key=lambda ready: ready is not self.question().filter)
        self._ask()

    def _ask(self) -> None:
        session, question = self._session, self.question()
        known = None if question.text else self._counts.get(question.filter)
        staff = self._staff
        self._asked += 1
        asked = self._asked

        def read() -> _Answer:
            rows = search.find(session, question, PAGE)
            count = known
            if len(rows) < PAGE:
                count = len(rows)
            elif question.text:  # quick: a typed text has few answers
                count = search.count(session, question)
            return _Answer(rows, count, staff or users.names_of_staff(session))

        def done(answer: _Answer) -> None:
            if asked == self._asked:  # else somebody typed on meanwhile
                self._show(answer, question)
                self._count_next(asked)

        self._tasks.read(self, read, done)

    def _count_next(self, asked: int) -> None:
        """Count one ready filter after the other: what somebody types comes in between."""
        if asked != self._asked or not self._uncounted:
            return
        session, ready = self._session, self._uncounted[0]

        def done(count: int) -> None:
            if asked != self._asked:  # a new question counts on
                return
            self._uncounted.remove(ready)
            self._counts[ready] = count
            self._show_filters()
            if self.question() == Question("", ready):
                self.list.set_count(count)
            self._count_next(asked)

        self._tasks.read(self, lambda: search.count(session, Question("", ready)), done)

    def question(self) -> Question:
        """What the list is asked for now."""
        chosen = self.list.filter_key or Ready.ALL
        return Question(self.list.search_text, Ready(chosen))

    def _show(self, answer: _Answer, question: Question) -> None:
        session = self._session
        self._staff = answer.staff
        self._show_filters()
        self.empty.set_words(self._empty_words)
        with QSignalBlocker(self.list):  # the preview is shown once, when all rows are there
            self.list.show_pages(
                answer.total,
                lambda offset, limit: search.find(session, question, limit, offset),
                answer.rows,
            )
        self._show_preview(self.list.current())

    def _show_filters(self) -> None:
        self.list.set_filters(
            [
                Filter(ready, words, self._counts.get(ready), icon)
                for ready, (words, icon) in _FILTERS.items()
            ]
        )

    def _empty_words(self) -> str:
        question = self.question()
        if question.text:
            return _("Nobody here matches “{words}”.").format(words=question.text)
        return _EMPTY[question.filter]()

    def _show_preview(self, found: Found | None) -> None:
        self.preview.show_found(found, self._staff)

    # ------------------------------------------------------------------ going on

    def open_found(self, found: Found) -> None:
        """Open the case, or the profile where there is no case yet."""
        if found.case_id:
            self.destination_chosen.emit("case", found.case_id)
        else:
            self.destination_chosen.emit("person", found.person_id)

    def register_new(self) -> None:
        """An empty profile."""
        if self.new.isEnabled():
            self.destination_chosen.emit("new_person", "")

    def panes(self) -> list[QWidget]:
        """What F6 goes round."""
        return self.list.panes()


def columns(session: Session) -> list[Column[Found]]:
    """What a line of the list shows."""
    return [
        Column(lambda: _("Case"), lambda found: found.case_number or "–", width=17),
        Column(
            lambda: _("Name"),
            lambda found: found.display_name,
            width=18,
            stretch=True,
            icon=lambda found: "link" if found.is_linked else "",
        ),
        Column(
            lambda: _("Age"),
            lambda found: _sex_and_age(found, session),
            width=7,
            icon=lambda found: "baby" if _may_be_minor(found, session) else "",
            tone=lambda found: Tone.WARNING if _may_be_minor(found, session) else None,
        ),
        Column(lambda: _("Nat."), lambda found: found.nationality, width=5),
        Column(lambda: _("Arrived"), _arrived, width=10),
        Column(lambda: _("Stage"), _stage, width=11),
    ]


def sex_letter(sex: Sex) -> str:
    """The sex in one letter, for narrow columns; the preview says the word."""
    letters: dict[Sex, Callable[[], str]] = {
        Sex.FEMALE: lambda: pgettext("sex in one letter", "F"),
        Sex.MALE: lambda: pgettext("sex in one letter", "M"),
        Sex.OTHER: lambda: pgettext("sex in one letter", "X"),
        Sex.UNKNOWN: lambda: "?",
    }
    return letters[sex]()


def _sex_and_age(found: Found, session: Session) -> str:
    age = format_age(found.birth, session.today(), language())
    return f"{sex_letter(found.sex)} {age}"


def _may_be_minor(found: Found, session: Session) -> bool:
    return found.birth.ages_on(session.today())[0] < ADULT_AGE


def _arrived(found: Found) -> str:
    return format_short_date(found.arrived_on, language()) if found.arrived_on else "–"


def _stage(found: Found) -> str:
    return word("stage", found.stage) if found.stage else "–"


def _key(found: Found) -> str:
    return f"{found.person_id} {found.case_id or ''}"
