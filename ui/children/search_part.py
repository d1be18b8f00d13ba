"""The child and its family: why they were parted, the search, who verified, the reunion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from intake_app.children import service as children
from intake_app.children.file import why_not_next
from intake_app.children.model import (
    MAX_LINE,
    MAX_TEXT,
    Action,
    Attempt,
    Body,
    Care,
    Closed,
    Entry,
    EntryKind,
    Outcome,
    Request,
    Reunified,
    SeparationCause,
    Situation,
    Verified,
)
from intake_app.children.service import ChildView
from intake_app.i18n import _
from intake_app.screening.safeguards import against_lasting_solution
from intake_app.words import word
from ui.children.child_part import ChildPart, day_words
from ui.children.entry_form import Asked, Page
from ui.fields.choice import Choice
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, TextLine
from ui.plain import Words
from ui.tokens import Text, Tone

_LOOK = {
    "open": ("circle", Tone.NEUTRAL),
    "in_progress": ("search", Tone.ACCENT),
    "verified": ("shield-check", Tone.SUCCESS),
    "reunified": ("heart-handshake", Tone.SUCCESS),
    "closed": ("x", Tone.NEUTRAL),
}
_OUTCOME_LOOK = {
    Outcome.PENDING: ("clock", Tone.NEUTRAL),
    Outcome.SUCCESSFUL: ("circle-check", Tone.SUCCESS),
    Outcome.UNSUCCESSFUL: ("x", Tone.WARNING),
}


class SearchPart(ChildPart):
    """Signals: those of a part."""

    def make_buttons(self) -> None:
        """In the order of the way."""
        self.add_button("request", lambda: _("Request"), "search", self.write_request)
        self.add_button("attempt", lambda: _("Attempt"), "map-pin", self.write_attempt)
        self.add_button("verified", lambda: _("Verify the family"), "shield-check", self.verify)
        self.add_button("reunified", lambda: _("Reunion"), "heart-handshake", self.write_reunion)
        self.add_button("situation", lambda: _("Situation"), "house", self.write_situation)
        self.add_button("closed", lambda: _("End the search…"), "x", self.end)

    def reasons(self, view: ChildView) -> Mapping[str, str]:
        """What stands before each step, said by the core."""
        if not view.is_child:
            return dict.fromkeys(self.buttons, _("This person is of age, and nobody doubts it."))
        before, me = view.facts.tracing, self._session.user.id
        found = {
            kind.value: why_not_next(before, kind, view.file, me)
            for kind in (
                EntryKind.ATTEMPT, EntryKind.VERIFIED, EntryKind.REUNIFIED, EntryKind.CLOSED,
            )
        }  # fmt: skip
        stops = against_lasting_solution(view.facts)
        return found | {"reunified": found["reunified"] or " ".join(stops)}

    # ------------------------------------------------------------------ pages

    def _page(self, key: str, title: Words, questions: list[Asked], make: Any, **more: Any) -> None:
        if self._view is None or self.reasons(self._view).get(key):
            return
        session, case_id = self._session, self._case_id

        def put(values: Mapping[str, Any]) -> Entry:
            body: Body = make(values)
            if isinstance(body, Verified):
                return children.verify(session, case_id, body)
            return children.note(session, case_id, body)

        first = {"on": session.today(), **more.pop("first", {})}
        self.write(key, Page(title, [self._day(), *questions], put, first, **more))

    def _day(self) -> Asked:
        today = self._session.today
        return Asked("on", lambda: DayEdit(today, latest=today()), lambda: _("Day"), True, False)

    def write_request(self) -> None:
        """Whom the child is looking for."""
        asked = [
            _line("looking_for", lambda: _("Whom the child is looking for"), required=True),
            _line("relation", lambda: _("What they are to the child")),
            _block("known", lambda: _("What is known about them"), required=True),
            _line("last_contact", lambda: _("Last contact: when, where, how")),
            _line("asked_by", lambda: _("Who asks for it, if not the child")),
        ]
        self._page("request", lambda: word("child_entry", "request"), asked, _made(Request))

    def write_attempt(self) -> None:
        """One try."""
        asked = [
            Asked(
                "action",
                lambda: ChoiceList(lambda: words_of("tracing_action")),
                lambda: _("How"),
                True,
                False,
            ),
            _line("by_whom", lambda: _("By whom"), required=True, wide=False),
            _line("place", lambda: _("Place"), wide=False),
            _line("asked_whom", lambda: _("Who was asked")),
            Asked(
                "outcome",
                lambda: Choice(lambda: words_of("tracing_outcome")),
                lambda: _("What it came to"),
                True,
            ),
            _block(
                "note",
                lambda: _("Remark"),
                helper=lambda: _("Who was found, and how that is known."),
            ),
        ]
        kinds = {"action": Action, "outcome": Outcome}
        self._page(
            "attempt",
            lambda: word("child_entry", "attempt"),
            asked,
            _made(Attempt, kinds),
            first={"by_whom": self._session.full_name},
        )

    def verify(self) -> None:
        """Somebody else makes sure."""
        asked = [
            _block("family", lambda: _("Who the family is"), required=True, lines=2),
            _block("how", lambda: _("How you made sure"), required=True),
        ]
        self._page(
            "verified",
            lambda: _("Verify the family"),
            asked,
            _made(Verified),
            hint=lambda: _("Papers, questions that only the family can answer, a visit."),
        )

    def write_reunion(self) -> None:
        """The child is with its family."""
        today = self._session.today
        asked = [
            _line("with_whom", lambda: _("With whom the child lives now"), required=True),
            _line("relation", lambda: _("What they are to the child")),
            _block("papers", lambda: _("Papers that were checked"), required=True, lines=2),
            Asked(
                "follow_up_on",
                lambda: DayEdit(today),
                lambda: _("Follow-up on"),
                wide=False,
                helper=lambda: _("It is planned with the other follow-ups of the case."),
            ),
        ]
        self._page("reunified", lambda: _("Reunion"), asked, _made(Reunified))

    def write_situation(self) -> None:
        """Why they were parted, and where the child lives."""
        now = self._view.file.situation if self._view else None
        asked = [
            Asked(
                "cause",
                lambda: ChoiceList(lambda: words_of("separation")),
                lambda: _("Cause of the separation"),
            ),
            _line("cause_words", lambda: _("The other cause, in a few words")),
            Asked(
                "care", lambda: ChoiceList(lambda: words_of("care")), lambda: _("The child lives")
            ),
            _line("care_with", lambda: _("With whom, and where")),
            _block("note", lambda: _("Note")),
        ]
        first = {} if now is None else {key: getattr(now, key) for key in _keys(asked)}
        kinds = {"cause": SeparationCause, "care": Care}
        self._page(
            "situation",
            lambda: word("child_entry", "situation"),
            asked,
            _made(Situation, kinds),
            first=first,
            only_if=lambda values: {"cause_words": values["cause"] == SeparationCause.OTHER},
        )

    def begin(self) -> None:
        """What Alt+N does."""
        self.write_request()

    def end(self) -> None:
        """Ask why nobody goes on looking."""
        reason = self._messages.ask_text(
            _("End the search?"),
            _("What was tried stays here. The search can begin again with a new request."),
            _("Reason"),
            _("End the search"),
            _("Go on looking"),
        )
        if reason is not None:
            session, case_id, day = self._session, self._case_id, self._session.today()
            self.do(
                lambda: children.note(session, case_id, Closed(day, reason)),
                _("The search is closed."),
            )

    # ------------------------------------------------------------------ cards

    def show_cards(self, view: ChildView) -> None:
        """Where the search stands, where the child lives, then everything, the newest first."""
        state = view.facts.tracing
        card = self.add_card(_("Search for the family"))
        if state is None:
            card.say(_("Nobody is looking"), "circle-dashed")
        else:
            card.say(word("tracing", state), *_LOOK[state])
        if not view.file.tracing and state is not None:
            card.note(_("It was written down before there was this page, and it counts."), "info")
        self._show_situation(view)
        if view.file.tracing:
            self.add_words(_("What was done"), Text.SECTION)
        for entry in view.file.tracing:
            title = _("{what} of {day}").format(
                what=word("child_entry", entry.kind), day=day_words(entry.body.on)
            )
            card = self.add_card(title, entry)
            if isinstance(entry.body, Attempt) and entry.body.outcome is not None:
                look = _OUTCOME_LOOK[entry.body.outcome]
                card.say(word("tracing_outcome", entry.body.outcome), *look)
            card.show_rows(_rows(entry.body))

    def _show_situation(self, view: ChildView) -> None:
        now = view.file.situation
        if now is None:
            return
        entry = view.file.of(EntryKind.SITUATION)[0]
        card = self.add_card(word("child_entry", "situation"), entry)
        cause = word("separation", now.cause) if now.cause else ""
        words = " – ".join(part for part in (cause, now.cause_words) if part)
        card.show_rows(
            [
                (_("Cause of the separation"), words),
                (_("The child lives"), word("care", now.care) if now.care else ""),
                (_("With whom, and where"), now.care_with),
                (_("Note"), now.note),
            ]
        )


def _rows(body: Body) -> list[tuple[str, str]]:
    if isinstance(body, Request):
        return [
            (_("Whom the child is looking for"), body.looking_for),
            (_("What they are to the child"), body.relation),
            (_("What is known about them"), body.known),
            (_("Last contact: when, where, how"), body.last_contact),
            (_("Who asks for it, if not the child"), body.asked_by),
        ]
    if isinstance(body, Attempt):
        return [
            (_("How"), word("tracing_action", body.action) if body.action else ""),
            (_("By whom"), body.by_whom),
            (_("Place"), body.place),
            (_("Who was asked"), body.asked_whom),
            (_("Remark"), body.note),
        ]
    if isinstance(body, Verified):
        return [(_("Who the family is"), body.family), (_("How you made sure"), body.how)]
    if isinstance(body, Reunified):
        return [
            (_("With whom the child lives now"), body.with_whom),
            (_("What they are to the child"), body.relation),
            (_("Papers that were checked"), body.papers),
            (_("Follow-up on"), day_words(body.follow_up_on)),
        ]
    return [(_("Reason"), body.reason)] if isinstance(body, Closed) else []


def _line(key: str, label: Words, *, required: bool = False, wide: bool = True) -> Asked:
    return Asked(key, lambda: TextLine(MAX_LINE), label, required, wide)


def _block(
    key: str, label: Words, *, required: bool = False, lines: int = 3, helper: Words | None = None
) -> Asked:
    return Asked(key, lambda: TextBlock(MAX_TEXT, lines=lines), label, required, helper=helper)


def _keys(asked: list[Asked]) -> list[str]:
    return [one.key for one in asked]


def _made(
    of: type[Body], kinds: Mapping[str, Callable[[str], Any]] | None = None
) -> Callable[[Mapping[str, Any]], Body]:
    """How the answers become an entry: an empty answer is the field's own empty."""

    def make(values: Mapping[str, Any]) -> Body:
        said = {key: value for key, value in values.items() if value not in (None, "")}
        for key, kind in (kinds or {}).items():
            if key in said:
                said[key] = kind(said[key])
        return of(**{"on": None, **said})

    return make
