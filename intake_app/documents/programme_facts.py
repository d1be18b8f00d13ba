"""What the paper of a plan says of the programmes under which it stands: key dates, and what they
ask. Everything is in the language of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class KeyDateFacts:
    """Something that has a time. ``day`` is None while nobody can say it; ``remark`` says why, what
    came of it, or that the office still has to confirm it."""

    name: str
    day: date | None = None
    remark: str = ""


@dataclass(frozen=True)
class AskedThingFacts:
    """A paper or a training that is asked for: when, and whether it is there."""

    name: str
    when: str
    state: str


@dataclass(frozen=True)
class ProgrammeFacts:
    """One programme. ``edition`` is that under which the version was sent, or today's of a draft;
    ``since`` today's, if another one holds by now. ``leads`` are services and who leads them."""

    name: str
    edition: str
    since: str = ""
    steps: tuple[str, ...] = ()
    leads: tuple[tuple[str, str], ...] = ()
    dates: tuple[KeyDateFacts, ...] = ()
    asked: tuple[AskedThingFacts, ...] = ()
    unanswered: tuple[str, ...] = ()
