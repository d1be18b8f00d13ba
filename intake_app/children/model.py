"""What is written into the file of a child, entry by entry. Pure.

An entry is never changed: who was wrong writes another one, and the newest counts. Each class is
one kind of entry and says what does not fit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake_app.children.body import MAX_LINE, MAX_TEXT, Body, Member, Option, read_body, too_long
from intake_app.children.kinds import (
    Action,
    Care,
    EntryKind,
    Outcome,
    Purpose,
    SeparationCause,
    StepState,
)
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.referrals.model import Passage
from intake_app.values import canonical_json

__all__ = [
    "MAX_LINE", "MAX_TEXT", "STAGES", "TRACING", "Action", "Answered", "Attempt", "BestInterests",
    "Body", "Bound", "Care", "Closed", "Counterpart", "Entry", "EntryKind", "ForHub", "Member",
    "Option", "Outcome", "Purpose", "Request", "Reunified", "Sent", "SeparationCause", "Situation",
    "Step", "StepState", "Verdict", "Verified", "Words", "for_hub", "from_body", "words_of_note",
]  # fmt: skip

MOST_OPTIONS = 8
MOST_MEMBERS = 12
MEMBERS_OF_PANEL = 2
"""A determination is made by so many people at least."""


@dataclass(frozen=True)
class Situation(Body):
    """Why child and family were parted, and with whom the child lives now."""

    kind = EntryKind.SITUATION
    cause: SeparationCause | None = None
    cause_words: str = ""
    care: Care | None = None
    care_with: str = ""
    note: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """Something is said, and “other” in words."""
        found = {}
        if self.cause is None and self.care is None:
            found["cause"] = _("Choose a cause, or with whom the child lives.")
        if self.cause is SeparationCause.OTHER and not self.cause_words:
            found["cause_words"] = _("Say in a few words what it was.")
        return found

    @property
    def mark(self) -> str:
        """With whom the child lives."""
        return self.care or ""


@dataclass(frozen=True)
class BestInterests(Body):
    """One part of the best-interests procedure: assessment, process planning or determination.

    ``made_by`` is who made it (an office, a colleague). What the child said and what endangers it
    is sealed beside it; ``note_id`` names that note. A determination has a panel and counts once
    somebody other than its author has confirmed it.
    """

    stage: EntryKind = EntryKind.ASSESSMENT
    made_by: str = ""
    took_part: str = ""
    options: tuple[Option, ...] = ()
    outcome: str = ""
    review_on: date | None = None
    panel: tuple[Member, ...] = ()
    note_id: str = ""

    @property
    def entry_kind(self) -> EntryKind:
        """Each stage is kept under its own kind."""
        return self.stage

    def problems(self, _today: date) -> dict[str, str]:
        """Who, with whom, and what came of it."""
        found = {}
        is_bid = self.stage is EntryKind.DETERMINATION
        if self.stage not in STAGES:
            found["stage"] = _("Choose assessment, process planning or determination.")
        if not self.made_by:
            found["made_by"] = _("Write down by whom it was made.")
        if not self.took_part:
            found["took_part"] = _("Write down who took part.")
        if not self.outcome:
            found["outcome"] = _("Write down what was decided, and why.")
        if self.review_on is not None and self.on is not None and self.review_on <= self.on:
            found["review_on"] = _("It is looked at again after the day it was made on.")
        if self.stage is EntryKind.ASSESSMENT and self.review_on is None:
            found["review_on"] = _("Say when the assessment is looked at again.")
        found |= self._rows()
        if is_bid and len({one.name for one in self.panel}) < MEMBERS_OF_PANEL:
            found["panel"] = _("A determination is made by at least two people: name them.")
        if is_bid and len(self.options) < MEMBERS_OF_PANEL:
            found["options"] = _("Name at least two options that were weighed.")
        return found

    def _rows(self) -> dict[str, str]:
        found = {}
        if any(not one.what for one in self.options):
            found["options"] = _("Say of each option what it is.")
        elif len(self.options) > MOST_OPTIONS:
            found["options"] = _("These are too many options. Join some of them.")
        if any(not one.name for one in self.panel):
            found["panel"] = _("Write down the name of each member.")
        elif len(self.panel) > MOST_MEMBERS:
            found["panel"] = _("These are too many members.")
        return found

    @property
    def due_on(self) -> date | None:
        """When it is looked at again."""
        return self.review_on


@dataclass(frozen=True)
class Verdict(Body):
    """The second pair of eyes on a determination. ``determination`` is the id of its entry."""

    kind = EntryKind.VERDICT
    determination: str = ""
    confirmed: bool = False
    reason: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """A no has its reason."""
        if not self.confirmed and not self.reason:
            return {"reason": _("Say in a sentence what has to change, or why not.")}
        return {}

    @property
    def about(self) -> str:
        """The determination."""
        return self.determination

    @property
    def mark(self) -> str:
        """How it was decided."""
        return "confirmed" if self.confirmed else "returned"


@dataclass(frozen=True)
class Request(Body):
    """The child, or somebody for it, asks that the family be looked for."""

    kind = EntryKind.REQUEST
    looking_for: str = ""
    relation: str = ""
    known: str = ""
    last_contact: str = ""
    asked_by: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """Somebody to look for, and something to begin with."""
        found = {}
        if not self.looking_for:
            found["looking_for"] = _("Write down whom the child is looking for.")
        if not self.known:
            found["known"] = _("Write down what is known about them.")
        return found


@dataclass(frozen=True)
class Attempt(Body):
    """One try to find the family."""

    kind = EntryKind.ATTEMPT
    action: Action | None = None
    place: str = ""
    by_whom: str = ""
    asked_whom: str = ""
    outcome: Outcome | None = None
    note: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """How, by whom, and what it came to."""
        found = {}
        if self.action is None:
            found["action"] = _("Choose how the family was looked for.")
        if not self.by_whom:
            found["by_whom"] = _("Write down who looked.")
        if self.outcome is None:
            found["outcome"] = _("Choose what it came to.")
        if self.outcome is Outcome.SUCCESSFUL and not self.note:
            found["note"] = _("Write down who was found, and how that is known.")
        return found

    @property
    def mark(self) -> str:
        """What it came to."""
        return self.outcome or ""


@dataclass(frozen=True)
class Verified(Body):
    """Somebody other than who found the family made sure that it is the family. ``attempt`` is the
    id of the entry with which it was found."""

    kind = EntryKind.VERIFIED
    attempt: str = ""
    family: str = ""
    how: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """Who it is, and how that is known."""
        found = {}
        if not self.family:
            found["family"] = _("Write down who the family is.")
        if not self.how:
            found["how"] = _("Write down how you made sure: papers, questions, a visit.")
        return found

    @property
    def about(self) -> str:
        """The attempt."""
        return self.attempt


@dataclass(frozen=True)
class Reunified(Body):
    """The child is with its family. ``follow_up_on`` plans a follow-up for that day."""

    kind = EntryKind.REUNIFIED
    with_whom: str = ""
    relation: str = ""
    papers: str = ""
    follow_up_on: date | None = None

    def problems(self, today: date) -> dict[str, str]:
        """To whom, and which papers were looked at."""
        found = {}
        if not self.with_whom:
            found["with_whom"] = _("Write down with whom the child lives now.")
        if not self.papers:
            found["papers"] = _("Write down which papers were checked.")
        if self.follow_up_on is not None and self.follow_up_on <= today:
            found["follow_up_on"] = _("The next one lies after today.")
        return found


@dataclass(frozen=True)
class Closed(Body):
    """Nobody goes on looking."""

    kind = EntryKind.CLOSED
    reason: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """Why."""
        return {} if self.reason else {"reason": _("Say in a sentence why the search ends.")}


@dataclass(frozen=True)
class Counterpart(Body):
    """Who works on the case in the other country. ``provider_id`` is the organisation in the
    directory, ``contact`` a safe way to reach the person, ``language`` an ISO 639 code."""

    kind = EntryKind.COUNTERPART
    provider_id: str = ""
    country: str = ""
    person: str = ""
    contact: str = ""
    language: str = ""
    note: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """An organisation, its country, and a way to reach it."""
        found = {}
        if not self.provider_id:
            found["provider_id"] = _("Choose the organisation.")
        if not self.country:
            found["country"] = _("Choose the country.")
        if not self.contact:
            found["contact"] = _("Write down a safe way to reach them.")
        return found

    @property
    def mark(self) -> str:
        """The country."""
        return self.country


@dataclass(frozen=True)
class Sent(Body):
    """Something about the child went to the counterpart: a line of the transfer log.

    ``shared`` and ``withheld`` are fields as a referral keeps them, ``consent_id`` is what it rests
    on. A social inquiry has the day by which an answer is hoped for.
    """

    kind = EntryKind.SENT
    purpose: Purpose | None = None
    what: str = ""
    passage: Passage | None = None
    answer_by: date | None = None
    provider_id: str = ""
    shared: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    consent_id: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """What for, what, and how it goes."""
        found = {}
        if self.purpose is None:
            found["purpose"] = _("Choose what it is for.")
        if not self.what:
            found["what"] = _("Write down what is asked or told.")
        if self.passage is None:
            found["passage"] = _("Choose how it goes there.")
        asks = self.purpose is Purpose.INQUIRY
        if asks and self.answer_by is None:
            found["answer_by"] = _("Say by when you hope for the answer.")
        if self.answer_by is not None and self.on is not None and self.answer_by <= self.on:
            found["answer_by"] = _("The answer comes after the day of the question.")
        return found

    @property
    def due_on(self) -> date | None:
        """When the answer to an inquiry is hoped for."""
        return self.answer_by if self.purpose is Purpose.INQUIRY else None

    @property
    def mark(self) -> str:
        """What for."""
        return self.purpose or ""


@dataclass(frozen=True)
class Answered(Body):
    """The report of a social inquiry came. ``inquiry`` is the id of its entry, ``file_id`` the
    attached report."""

    kind = EntryKind.ANSWERED
    inquiry: str = ""
    outcome: str = ""
    file_id: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """In short, what it says."""
        return {} if self.outcome else {"outcome": _("Write down in short what the report says.")}

    @property
    def about(self) -> str:
        """The inquiry."""
        return self.inquiry


@dataclass(frozen=True)
class Step(Body):
    """One of the programme's steps was done, is left out, or that is taken back."""

    kind = EntryKind.STEP
    step: str = ""
    state: StepState | None = None
    by_whom: str = ""
    note: str = ""

    def problems(self, _today: date) -> dict[str, str]:
        """What is left out or taken back has its reason."""
        found = {}
        if self.state is None:
            found["state"] = _("Choose whether it was done.")
        if self.state is StepState.DONE and not self.by_whom:
            found["by_whom"] = _("Write down who did it.")
        if self.state is StepState.SKIPPED and not self.note:
            found["note"] = _("Say in a sentence why this step is left out.")
        if self.state is StepState.UNDONE and not self.note:
            found["note"] = _("Say in a sentence why this is taken back.")
        return found

    @property
    def about(self) -> str:
        """The step."""
        return self.step

    @property
    def mark(self) -> str:
        """Which step, and where it stands."""
        return f"{self.step}:{self.state}"


STAGES = (EntryKind.ASSESSMENT, EntryKind.PLANNING, EntryKind.DETERMINATION)
"""The parts of the best-interests procedure in their order (``domain.md`` 4.6)."""

TRACING = (
    EntryKind.REQUEST, EntryKind.ATTEMPT, EntryKind.VERIFIED, EntryKind.REUNIFIED,
    EntryKind.CLOSED,
)  # fmt: skip
"""What belongs to the search for the family."""

BODIES: Mapping[EntryKind, type[Body]] = {
    **dict.fromkeys(STAGES, BestInterests),
    **{
        one.kind: one
        for one in (
            Situation, Verdict, Request, Attempt, Verified, Reunified, Closed, Counterpart, Sent,
            Answered, Step,
        )
    },
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One entry. ``author`` is the id of a user; ``written_at`` UTC, ISO-8601."""

    id: str
    case_id: str
    body: Body
    author: str = ""
    written_at: str = ""
    revision: int = 1

    @property
    def kind(self) -> EntryKind:
        """What it is about."""
        return self.body.entry_kind


@dataclass(frozen=True)
class Bound:
    """What the audit log binds of an entry: with its kind, which its texts do not tell."""

    kind: EntryKind
    entry: Entry


@dataclass(frozen=True)
class ForHub:
    """What headquarters gets of an entry: that there is one, and a code. No words of anybody."""

    case_id: str
    kind: EntryKind
    on: date | None
    mark: str


def for_hub(entry: Entry) -> ForHub:
    """The entry without its words."""
    return ForHub(entry.case_id, entry.kind, entry.body.on, entry.body.mark)


# ---------------------------------------------------------------------------- what is sealed


@dataclass(frozen=True)
class Words:
    """What only counsellors and supervisors may read: what the child said, what endangers it."""

    said: str = ""
    risks: str = ""

    def check(self) -> None:
        """Raise InvalidInput: the child's own words are the heart of each assessment."""
        problems = {}
        if not self.said:
            problems["said"] = _("The child’s own view is missing: ask the child, and write down"
                                 " what it says.")  # fmt: skip
        for field in ("said", "risks"):
            if len(getattr(self, field)) > MAX_TEXT:
                problems[field] = too_long(MAX_TEXT)
        if problems:
            raise InvalidInput(problems)

    def text(self) -> str:
        """As the text of a sealed note."""
        return canonical_json(self)


def words_of_note(text: str) -> Words:
    """What stands in the text of such a note."""
    found = json.loads(text)
    return Words(found["said"], found["risks"])


def from_body(kind: EntryKind, body: Mapping[str, Any]) -> Body:
    """The body of ``values.plain``. Anything else is a KeyError, TypeError or ValueError."""
    return read_body(BODIES[kind], body)
