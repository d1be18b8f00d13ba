"""Saying that two records are one person, taking it back, and looking at them side by side.

The records stay two: nothing is merged, so nothing is lost if somebody was wrong.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotFound
from intake_app.i18n import _
from intake_app.people import store as people_store
from intake_app.people.model import Homecoming, Person
from intake_app.same_person import store
from intake_app.same_person.columns import Row, Side, State, compared, side_of_facts
from intake_app.same_person.columns import side_of as column_of
from intake_app.same_person.model import Link, check_reason, dividing, reached
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection

__all__ = [
    "Contradiction", "OtherRecord", "Row", "Side", "State", "before_erasure", "column_of",
    "compared",
    "contradictions", "keep_apart", "link", "other_records", "side_of", "side_of_facts", "unlink",
]  # fmt: skip


@dataclass(frozen=True)
class OtherRecord:
    """Another record of the same person. ``linked_at`` is UTC; ``is_direct``: linked by a link
    between the two, and not over a third record."""

    person: Person
    returns: tuple[Homecoming, ...]
    reason: str
    linked_by: str
    linked_at: str
    is_direct: bool


@dataclass(frozen=True)
class Contradiction:
    """Somebody has said that these are two persons: a newer link would hold instead."""

    one: str
    other: str
    told_by: str
    told_at: str


def other_records(session: Session, person_id: str) -> list[OtherRecord]:
    """The other records of the person of this record, the oldest registration first."""
    with session.read() as db:
        return others_in(db, person_id)


def others_in(db: Connection, person_id: str) -> list[OtherRecord]:
    """The same in a running transaction."""
    links = store.links_around(db, person_id)
    found = []
    for other in store.records_of(db, person_id)[1:]:
        person = people_store.get(db, other)
        if person is None:
            continue
        direct = next((link for link in links if link.beyond(person_id) == other), None)
        first = direct or next(link for link in links if link.beyond(other))
        returns = tuple(people_store.homecomings(db, other))
        found.append(
            OtherRecord(
                person, returns, first.reason, first.linked_by, first.linked_at, direct is not None
            )
        )
    return sorted(found, key=lambda one: (one.person.registered_at, one.person.id))


# ---------------------------------------------------------------------------- linking


def contradictions(session: Session, person_id: str, other_id: str) -> list[Contradiction]:
    """What was said before that a link of these two would contradict."""
    with session.read() as db:
        some, others = store.records_of(db, person_id), store.records_of(db, other_id)
        return [Contradiction(*found) for found in store.told_apart_between(db, some, others)]


def link(session: Session, person_id: str, other_id: str, reason: str) -> Link:
    """These two records are one person; from now on they are read together.

    An earlier "not the same" between their records holds no longer; the log keeps both. Raises
    InvalidInput without a reason or if they are linked already, NotFound if a record is gone.
    """
    session.require(Act.PERSON_LINKED)
    reason = clean_text(reason)
    check_reason(reason)
    with session.act(Act.PERSON_LINKED, person_id) as change:
        _require_both(change.db, person_id, other_id)
        some = store.records_of(change.db, person_id)
        if other_id in some:
            raise InvalidInput({"other": _("These records are linked already.")})
        others = store.records_of(change.db, other_id)
        for one, other, _by, _at in store.told_apart_between(change.db, some, others):
            store.forget_told_apart(change.db, one, other)
        made = Link(new_id(), person_id, other_id, reason, session.user.id, change.at)
        _put(change, made)
    return made


def _require_both(db: Connection, person_id: str, other_id: str) -> None:
    if person_id == other_id:
        raise InvalidInput({"other": _("This is the same record.")})
    for id_ in (person_id, other_id):
        if people_store.get(db, id_) is None:
            raise NotFound(_("This person is not in the vault any more."))


def unlink(session: Session, person_id: str, other_id: str, reason: str) -> None:
    """These two records are two persons after all: ``person_id`` leaves the other's records.

    Raises InvalidInput without a reason or if nothing joins them.
    """
    session.require(Act.PERSON_UNLINKED)
    reason = clean_text(reason)
    check_reason(reason)
    with session.act(Act.PERSON_UNLINKED, person_id) as change:
        if other_id not in store.records_of(change.db, person_id)[1:]:
            raise InvalidInput({"other": _("These records are not linked any more.")})
        keep_apart(change, session.user.id, person_id, other_id, reason)


def keep_apart(change: Change, by: str, person_id: str, other_id: str, reason: str = "") -> None:
    """In a running act: these are two persons. A link between them ends with it."""
    for ended in dividing(store.links_around(change.db, person_id), person_id, other_id):
        _put(
            change,
            replace(
                ended,
                ended_by=by,
                ended_at=change.at,
                end_reason=reason or _("Found to be another person."),
                revision=ended.revision + 1,
            ),
        )
    store.tell_apart(change.db, person_id, other_id, by, change.at)


def before_erasure(change: Change, by: str, person_id: str, going: Collection[str]) -> None:
    """A record goes: those that were one person by way of it stay one person.

    ``going`` are the records that are erased in the same act; they get no new link.
    """
    links = store.links_around(change.db, person_id)
    mine = [link for link in links if link.beyond(person_id)]
    left = reached(links, person_id) - {person_id, *going}
    others = sorted(left, key=lambda id_: id_ not in {str(one.beyond(person_id)) for one in mine})
    remaining = [one for one in links if not {one.one, one.other} & {person_id, *going}]
    for other in others[1:]:
        if other not in reached(remaining, others[0]):
            reason = _("Both were linked to a record that was erased.")
            made = Link(new_id(), others[0], other, reason, by, change.at)
            remaining.append(made)
            _put(change, made)


def _put(change: Change, link: Link) -> None:
    store.put(change.db, link)
    change.send("same_person", link.id, link.revision, link)


# ---------------------------------------------------------------------------- side by side


def side_of(session: Session, person_id: str) -> Side:
    """One record as a column; that somebody looked is written in the audit log. Raises NotFound."""
    with session.act(Act.PERSON_VIEWED, person_id) as change:
        person = people_store.get(change.db, person_id)
        if person is None:
            raise NotFound(_("This person is not in the vault any more."))
        home = people_store.members(change.db, person.household_id) if person.household_id else []
        return column_of(
            person,
            people_store.homecomings(change.db, person_id),
            [member for member in home if member.id != person_id],
        )
