"""What is due today and next, for whoever is signed in; and the same on a sheet for the wall."""

from __future__ import annotations

from datetime import UTC, datetime

from intake_app.acts import Act
from intake_app.deadlines import store
from intake_app.deadlines.kinds import KINDS, OF_KEY, Kind
from intake_app.deadlines.model import Asked, Counts, Edges, Line
from intake_app.search import words_of
from intake_app.session import Session

PAGE = 100
"""Lines that are read at once."""


def edges(session: Session) -> Edges:
    """Where the groups begin at this moment."""
    return Edges.at(session.clock(), session.zone)


def kind_of(line: Line) -> Kind:
    """What sort of deadline this is."""
    return OF_KEY[line.kind]


def kinds_for(session: Session) -> tuple[Kind, ...]:
    """The kinds that this user's role sees: those that it may do something about."""
    return tuple(kind for kind in KINDS if session.may(kind.act))


def wall(
    session: Session, asked: Asked | None = None, limit: int = PAGE, offset: int = 0
) -> list[Line]:
    """The lines that are asked for: overdue first, emergencies first in each group."""
    asked = asked or Asked()
    words = words_of(asked.text)
    if asked.text.strip() and not words:
        return []
    with session.read() as db:
        return store.find(
            db, _keys(session), asked, _places(session), words, limit=limit, offset=offset
        )


def counts(session: Session, text: str = "") -> Counts:
    """How many lines there are of each kind in each group, and when that next changes by itself."""
    now = edges(session)
    words = words_of(text)
    if text.strip() and not words:
        return Counts((), now.midnight)
    with session.read() as db:
        tallies, following = store.count(db, _keys(session), _places(session, now), words)
    turns_at = now.midnight
    if following is not None:
        turns_at = min(turns_at, datetime.fromisoformat(following).astimezone(UTC))
    return Counts(tuple(tallies), turns_at)


def _keys(session: Session) -> tuple[str, ...]:
    return tuple(kind.key for kind in kinds_for(session))


def _places(session: Session, now: Edges | None = None) -> store.Values:
    office = session.office
    return store.values(
        now or edges(session), session.packs, session.user.id, office.days_to_backup
    )


def is_mine(session: Session, line: Line) -> bool:
    """True for what concerns the signed-in user, or everybody of that role."""
    return line.owner in (session.user.id, "")
