"""Registering returnees and keeping their profile."""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.people import store
from intake_app.people.model import Homecoming, Household, Person
from intake_app.people.phone import understood
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection


def tidy(person: Person, region: str) -> Person:
    """The person with cleaned texts and the phone number understood in ``region``."""
    texts = {
        name: clean_text(getattr(person, name))
        for name in (
            "family_name", "given_names", "other_names", "own_script_name", "mother_name",
            "father_name", "phone_as_typed", "relation",
        )
    }  # fmt: skip
    papers = tuple(
        replace(paper, number=clean_text(paper.number).upper()) for paper in person.documents
    )
    tidied = replace(person, **texts, documents=papers)  # type: ignore[arg-type]
    return replace(tidied, phone=understood(tidied.phone_as_typed, region))


def save_person(session: Session, person: Person, homecoming: Homecoming | None = None) -> Person:
    """Write a profile, new or changed, and with it the return it was registered for.

    Raises InvalidInput with every problem at once; StaleRecord if somebody saved a newer revision
    since ``person`` was read.
    """
    session.require(Act.PERSON_SAVED)
    person = checked(person, homecoming, session)
    with session.act(Act.PERSON_SAVED, person.id) as change:
        return put(change, person, homecoming, session)


def checked(person: Person, homecoming: Homecoming | None, session: Session) -> Person:
    """The person tidied, if nothing is wrong with either. Raises InvalidInput."""
    person = tidy(person, session.office.country)
    _check_both(session, person, homecoming)
    return person


def put(change: Change, person: Person, homecoming: Homecoming | None, session: Session) -> Person:
    """Write a checked profile in a running act. Raises StaleRecord."""
    stored = store.get(change.db, person.id)
    if (stored.revision if stored else 0) != person.revision:
        raise StaleRecord(
            _("A colleague has changed this profile meanwhile. Reload it, then type again.")
        )
    saved = replace(
        person,
        revision=person.revision + 1,
        registered_by=stored.registered_by if stored else session.user.id,
        registered_at=stored.registered_at if stored else change.at,
    )
    store.put(change.db, saved)
    change.send("person", saved.id, saved.revision, saved)
    if homecoming:
        store.put_homecoming(change.db, homecoming)
        change.send("homecoming", homecoming.id, saved.revision, homecoming)
    return saved


def _check_both(session: Session, person: Person, homecoming: Homecoming | None) -> None:
    problems: dict[str, str] = {}
    for part in (person, homecoming):
        if part:
            try:
                part.check(session.today())
            except InvalidInput as invalid:
                problems |= invalid.problems
    if problems:
        raise InvalidInput(problems)


def open_person(session: Session, person_id: str) -> Person:
    """Open a profile for reading; that somebody looked is written in the audit log."""
    with session.act(Act.PERSON_VIEWED, person_id) as change:
        return _existing(change.db, person_id)


def person(session: Session, person_id: str) -> Person:
    """A profile that is open already; not a new view, so no audit line. Raises NotFound."""
    with session.read() as db:
        return _existing(db, person_id)


def _existing(db: Connection, person_id: str) -> Person:
    found = store.get(db, person_id)
    if found is None:
        raise NotFound(_("This person is not in the vault any more."))
    return found


def homecomings(session: Session, person_id: str) -> list[Homecoming]:
    """The person's returns, the latest first."""
    with session.read() as db:
        return store.homecomings(db, person_id)


def join_household(session: Session, member: Person, other: Person, relation: str) -> Household:
    """Put ``member`` into the household of ``other``, which is made if there is none yet.

    ``relation`` says what ``member`` is to the head (``domain.md`` 7.2). The other person becomes
    head of a new household.
    """
    with session.act(Act.HOUSEHOLD_SAVED, other.id) as change:
        home = store.household(change.db, other.household_id) if other.household_id else None
        if home is None:
            home = Household(new_id(), other.family_name, other.id, revision=1)
            store.put_household(change.db, home)
            change.send("household", home.id, home.revision, home)
            _move(change, other, home.id, "head")
        _move(change, member, home.id, clean_text(relation))
    return home


def _move(change: Change, person: Person, household_id: str, relation: str) -> None:
    current = _existing(change.db, person.id)
    moved = replace(
        current, household_id=household_id, relation=relation, revision=current.revision + 1
    )
    store.put(change.db, moved)
    change.send("person", moved.id, moved.revision, moved)


def household_members(session: Session, person: Person) -> list[Person]:
    """Everybody in the person's household, themselves included; alone if there is none."""
    if not person.household_id:
        return [person]
    with session.read() as db:
        return store.members(db, person.household_id)
