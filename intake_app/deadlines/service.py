"""What is due today and next, for whoever is signed in; and the same on a sheet for the wall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo

from intake_app.acts import Act
from intake_app.deadlines import store
from intake_app.deadlines.kinds import KINDS, OF_KEY, Kind
from intake_app.deadlines.model import Asked, Counts, Edges, Family, Group, Line, Tally, When
from intake_app.documents import service as documents
from intake_app.documents.gather import loose_heading
from intake_app.documents.wall_facts import WallFacts, WallLine, WallPart
from intake_app.formats import format_moment, format_short_date
from intake_app.grants import service as grants
from intake_app.i18n import language as screen_language
from intake_app.i18n import texts
from intake_app.people.finding import words_of
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word

PAGE = 100
"""Lines that are read at once."""


def edges(session: Session) -> Edges:
    """Where the groups begin at this moment."""
    return Edges.at(session.clock(), session.zone)


def kind_of(thing: Line | Tally) -> Kind:
    """What sort of deadline this is."""
    return OF_KEY[thing.kind]


def asked_first(session: Session) -> Asked:
    """What a day begins with: one's own lines for a role that leads cases, else everybody's."""
    return Asked(mine=session.may(Act.REFERRAL_MADE))


def total(found: Counts, asked: Asked) -> int:
    """How many lines ``wall`` would give in all; ``found`` was counted for the same text."""
    return sum(
        tally.mine if asked.mine else tally.count
        for tally in found.tallies
        if asked.group in (None, tally.group)
        and asked.family in (None, kind_of(tally).family)
        and (kind_of(tally).is_emergency or not asked.emergencies)
    )


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


def to_decide(session: Session) -> int:
    """How much waits for a decision that this user's role may take: of plans, grants, closures."""
    kinds = [kind.key for kind in kinds_for(session) if kind.family is Family.APPROVALS]
    if not kinds:
        return 0
    with session.read() as db:
        tallies, _following = store.count(db, tuple(kinds), _places(session))
    to_close = grants.grants_to_close(session) if session.may(Act.GRANT_CLOSED) else []
    return sum(tally.count for tally in tallies) + len(to_close)


def _keys(session: Session) -> tuple[str, ...]:
    return tuple(kind.key for kind in kinds_for(session))


def _places(session: Session, now: Edges | None = None) -> store.Values:
    office = session.office
    return store.values(
        now or edges(session), session.packs, session.user.id, office.days_to_backup
    )


def what_words(session: Session, line: Line, language: str | None = None) -> str:
    """What is due, in words: a time limit of a programme by its own name."""
    if line.kind == "clock":
        pack_id, _space, limit = line.note.partition(" ")
        pack = session.packs.get(pack_id)
        if pack is not None and (found := pack.deadline(limit)):
            return found.name.in_(language or screen_language())
    return word("deadline", line.kind, language)


# ---------------------------------------------------------------------------- on paper

MOST_ON_PAPER = 60
"""Lines of one group that are printed: more than a morning, and two pages."""


def sheet(session: Session, asked: Asked, language: str) -> bytes:
    """What is asked for as a sheet for the wall: by case number, without the name of anybody who
    came home. A PDF; nothing is kept. The groups behind this week are left out."""
    session.require(Act.DEADLINES_PRINTED)
    found = counts(session)
    staff = users.names_of_staff(session)
    moment = session.clock().astimezone(session.zone)
    parts = [
        part
        for group in (Group.OVERDUE, Group.TODAY, Group.WEEK)
        if asked.group in (None, group)
        and (part := _part(session, replace(asked, group=group), found, staff, language)).lines
    ]
    facts = WallFacts(
        heading=replace(
            loose_heading(session, f"{session.office.code}-{moment:%Y%m%d}", language),
            number_name=texts(language).gettext("Sheet number"),
        ),
        as_of=moment,
        shown=shown_words(asked, language),
        parts=tuple(parts),
    )
    return documents.form("deadlines_wall")(facts)


def note_printed(session: Session) -> None:
    """The sheet of the morning went to a printer."""
    with session.act(Act.DEADLINES_PRINTED, session.today().isoformat()):
        pass


def _part(
    session: Session, asked: Asked, found: Counts, staff: Mapping[str, str], language: str
) -> WallPart:
    assert asked.group is not None
    lines = wall(session, asked, MOST_ON_PAPER)
    every = len(lines) if asked.text else total(found, asked)
    return WallPart(
        word("deadline_group", str(asked.group.value), language),
        tuple(
            WallLine(
                due_words(line, session.zone, language),
                what_words(session, line, language),
                line.case_number,
                staff.get(line.owner, ""),
            )
            for line in lines
        ),
        left_out=max(0, every - len(lines)),
    )


def due_words(line: Line, zone: tzinfo | None, language: str) -> str:
    """When it is due, as it is printed: a day, a day and an hour, or since when it waits."""
    when = OF_KEY[line.kind].when
    if when is When.DAY:
        return format_short_date(date.fromisoformat(line.due), language)
    if when is When.MOMENT:
        return format_moment(datetime.fromisoformat(line.due).astimezone(zone), language)
    since = format_short_date(waits_since(line, zone), language)
    return texts(language).gettext("since {day}").format(day=since)


def waits_since(line: Line, zone: tzinfo | None) -> date:
    """The day of the office from which on it waits; some things know a moment, some a day."""
    if len(line.due) == len("2026-05-12"):
        return date.fromisoformat(line.due)
    return datetime.fromisoformat(line.due).astimezone(zone).date()


def shown_words(asked: Asked, language: str) -> str:
    """What was chosen, in words."""
    _ = texts(language).gettext
    parts = [_("Mine") if asked.mine else _("Everybody’s")]
    if asked.emergencies:
        parts.append(_("Emergencies"))
    if asked.family:
        parts.append(word("deadline_family", asked.family, language))
    if asked.group is not None:
        parts.append(word("deadline_group", str(asked.group.value), language))
    return " · ".join(parts)
