"""A meeting of a committee and the matters on its agenda. Pure.

What is decided about a grant or a plan is a signed decision like any other (``cases/decision.py``);
a conference only points at it. Of its own it has who met, when, and what was said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.values import clean_text

MOST_MEMBERS = 30
LONGEST_NAME = 120


class ConferenceState(StrEnum):
    """Planned until its minutes are closed; then nothing of it changes any more."""

    PLANNED = "planned"
    HELD = "held"


class MatterKind(StrEnum):
    """What a matter is about."""

    GRANT = "grant"
    PLAN = "plan"


class Outcome(StrEnum):
    """What became of a matter. ``OPEN`` as long as nobody has said; the minutes cannot be closed
    with one. ``PUT_OFF``: it waits for the next conference."""

    OPEN = ""
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    PUT_OFF = "put_off"


@dataclass(frozen=True)
class Member:
    """Somebody who sits on the committee. ``present`` is noted at the meeting."""

    name: str
    institution: str = ""
    present: bool = False

    def cleaned(self) -> Member:
        """With the typed texts as they are stored."""
        return replace(self, name=_line(self.name), institution=_line(self.institution))


@dataclass(frozen=True)
class Conference:
    """One meeting. ``pack`` is the programme whose committee it is; ``starts`` a time of day as it
    was typed. ``number`` counts the conferences of this desk from 1."""

    id: str
    pack: str
    committee: str
    held_on: date
    starts: str = ""
    place: str = ""
    chair: str = ""
    secretary: str = ""
    members: tuple[Member, ...] = ()
    remarks: str = ""
    state: ConferenceState = ConferenceState.PLANNED
    number: int = 0
    author: str = ""
    written_at: str = ""
    closed_by: str = ""
    closed_at: str = ""
    revision: int = 0

    def cleaned(self) -> Conference:
        """With the typed texts as they are stored; a line without a name is nobody."""
        members = tuple(member.cleaned() for member in self.members)
        return replace(
            self,
            committee=_line(self.committee),
            starts=_line(self.starts),
            place=_line(self.place),
            chair=_line(self.chair),
            secretary=_line(self.secretary),
            remarks=clean_text(self.remarks),
            members=tuple(member for member in members if member.name),
        )

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.committee:
            problems["committee"] = _("Type the name of the committee.")
        if len(self.members) > MOST_MEMBERS:
            problems["members"] = _("No more than {most} members fit on the paper.").format(
                most=MOST_MEMBERS
            )
        if problems:
            raise InvalidInput(problems)

    @property
    def is_open(self) -> bool:
        """True as long as its minutes are not closed."""
        return self.state is ConferenceState.PLANNED


@dataclass(frozen=True)
class Matter:
    """One point of an agenda: the grant or plan that is read, and what the committee said.

    ``reason`` are the words of the committee. ``outcome`` is written down when the minutes are
    closed, or at once if it was put off; before that the signed ``decision`` says it.
    """

    id: str
    conference_id: str
    kind: MatterKind
    record_id: str
    case_id: str
    position: int = 0
    reason: str = ""
    outcome: Outcome = Outcome.OPEN
    decision: str = ""
    added_by: str = ""
    added_at: str = ""
    revision: int = 0


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())[:LONGEST_NAME]
