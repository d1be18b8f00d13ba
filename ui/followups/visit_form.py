"""The pages on which a follow-up is made, tried, or planned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake_app.followups.model import (
    MAX_TEXT,
    MOST_JOBS,
    Attempt,
    Business,
    FollowUp,
    Intention,
    Outcome,
    Visit,
    Way,
)
from intake_app.followups.service import note_attempt, note_visit, plan_follow_up
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.session import Session
from ui.cases.record_form import RecordForm
from ui.cases.short_form import ShortForm
from ui.fields.choice import Choice
from ui.fields.date_edit import DayEdit
from ui.fields.money_edit import MoneyEdit
from ui.fields.options import words_of
from ui.fields.text_edit import NumberEdit, TextBlock
from ui.fields.typed_text import retype, typed_texts
from ui.followups.follow_up_words import name_of
from ui.icons import put_icon
from ui.messages import Messages
from ui.tasks import Tasks


class VisitForm(RecordForm):
    """What was found, in the order of the printed form. Signals: those of the page."""

    help_page = "followups"

    def __init__(
        self, session: Session, tasks: Tasks, one: FollowUp, currencies: tuple[str, ...]
    ) -> None:
        super().__init__(tasks)
        self._session, self._one = session, one
        self._visit: Visit | None = None
        self._ask(currencies)
        put_icon(self.save, "check")
        self.setFocusProxy(self.form.field("on"))
        self.retranslate()

    def _ask(self, currencies: tuple[str, ...]) -> None:
        form, today = self.form, self._session.today
        form.add("on", DayEdit(today, latest=today()), lambda: _("Made on"), required=True)
        form.add("way", _choice("contact_way"), lambda: _("How"), required=True, wide=True)
        form.add("business", _choice("business"), lambda: _("Business"), required=True, wide=True)
        form.add(
            "jobs",
            NumberEdit(0, MOST_JOBS),
            lambda: _("Jobs for other people"),
            helper=lambda: _("Who works in it besides the person; 0 if nobody does."),
        )
        form.add(
            "income",
            MoneyEdit(currencies[0], currencies),
            lambda: _("Income of the last month"),
            helper=lambda: _("What the person earned themselves. Leave it out if not said."),
        )
        form.add(
            "satisfaction",
            Choice(lambda: words_of("satisfaction")),
            lambda: _("How satisfied with the help as a whole"),
            helper=lambda: _("Leave it out if it does not apply."),
            wide=True,
        )
        form.add(
            "intention", _choice("leaving"), lambda: _("Leaving again"), required=True, wide=True
        )
        form.add("note", TextBlock(MAX_TEXT, lines=3), lambda: _("What was found"), wide=True)
        form.add(
            "next_on",
            DayEdit(today),
            lambda: _("One more follow-up on"),
            helper=lambda: _("Only if it is needed beside those that are planned already."),
        )
        form.set_values({"on": today()})
        form["business"].edited.connect(self._follow)

    def _follow(self) -> None:
        self.form.set_relevant("jobs", self.form["business"].value() != Business.NONE)

    def take(self) -> None:
        """What is typed."""
        values = self.form.values()
        self._visit = Visit(
            on=values["on"],
            way=_of(Way, values["way"]),
            business=_of(Business, values["business"]),
            intention=_of(Intention, values["intention"]),
            income=values["income"],
            jobs=values.get("jobs"),
            satisfaction=int(values["satisfaction"]) if values["satisfaction"] else None,
            note=values["note"],
            next_on=values["next_on"],
        )

    def put(self) -> FollowUp:
        """Write it down."""
        assert self._visit is not None
        return note_visit(self._session, self._one.id, self._visit)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        return typed_texts(self.form) if self.form.is_changed() else None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier about this follow-up."""
        retype(self.form, typed)
        self._follow()
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Follow-up visit"), name_of(self._one))
        self.back.set_text(_("Back"))
        self.save.set_text(_("Save the visit"))


class AttemptForm(ShortForm):
    """Somebody tried, and nobody was met. Signals: those of the page."""

    help_page = "followups"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, one: FollowUp) -> None:
        super().__init__(tasks, messages)
        self._session, self._one = session, one
        self._attempt: Attempt | None = None
        form, today = self.form, session.today
        form.add("on", DayEdit(today, latest=today()), lambda: _("Tried on"), required=True)
        form.add("way", _choice("contact_way"), lambda: _("How"), required=True, wide=True)
        form.add(
            "outcome", _choice("attempt"), lambda: _("What it came to"), required=True, wide=True
        )
        form.add("note", TextBlock(MAX_TEXT, lines=2), lambda: _("Remark"), wide=True)
        form.set_values({"on": today()})
        self.retranslate()

    def take(self) -> None:
        """What is typed."""
        values = self.form.values()
        self._attempt = Attempt(
            values["on"],
            _of(Way, values["way"]),
            _of(Outcome, values["outcome"]),
            values["note"],
        )

    def put(self) -> FollowUp:
        """Write it down."""
        assert self._attempt is not None
        return note_attempt(self._session, self._one.id, self._attempt)

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Attempt to reach the person"), name_of(self._one))
        self.back.set_text(_("Back"))
        self.save.set_text(_("Note the attempt"))


class PlanForm(ShortForm):
    """One more follow-up, for a day. Signals: those of the page."""

    help_page = "followups"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__(tasks, messages)
        self._session, self._case_id = session, case_id
        self._day: Any = None
        self.form.add("due_on", DayEdit(session.today), lambda: _("Due on"), required=True)
        self.retranslate()

    def take(self) -> None:
        """The day."""
        self._day = self.form["due_on"].value()

    def put(self) -> FollowUp:
        """Plan it."""
        return plan_follow_up(self._session, self._case_id, self._day)

    def retranslate(self) -> None:
        """Every text of the page."""
        words = _("Beside those that the programme asks for, from {day} on.")
        self.title.set_title(
            _("One more follow-up"),
            words.format(day=format_date(self._session.today(), language())),
        )
        self.back.set_text(_("Back"))
        self.save.set_text(_("Plan it"))


def _choice(group: str) -> Choice:
    return Choice(lambda: words_of(group))


def _of(kind: Any, code: str | None) -> Any:
    return kind(code) if code else None
