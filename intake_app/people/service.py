"""Registering returnees and keeping their profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.people import store
from intake_app.people.age import AgeCorrection
from intake_app.people.background import Address, Background, Phone, cleaned
from intake_app.people.model import Homecoming, Household, Person
from intake_app.people.phone import understood
from intake_app.session import Change, Session
from intake_app.values import PartialDate, clean_text, new_id
from intake_app.vault.db import Connection


def tidy(person: Person, region: str) -> Person:
    """The person with cleaned texts and the phone numbers understood in ``region``."""
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
    background = cleaned(person.background) if person.background else None
    if background and background.is_empty:
        background = None
    tidied = replace(person, **texts, documents=papers, background=background)  # type: ignore[arg-type]
    return _with_phones(tidied, region)


def _with_phones(person: Person, region: str) -> Person:
    """The first number of ``phones`` and ``phone_as_typed`` are one; what was typed there holds."""
    phones = [cleaned(phone) for phone in person.phones]
    typed = person.phone_as_typed or (phones[0].as_typed if phones else "")
    if phones:
        phones[0] = replace(phones[0], as_typed=typed)
    told = [replace(one, number=understood(one.as_typed, region)) for one in phones if one.as_typed]
    if len(told) == 1 and told[0] == Phone(told[0].id, typed, told[0].number):
        told = []
    number = understood(typed, region)
    return replace(person, phones=tuple(told), phone=number, phone_as_typed=typed)


def save_person(
    session: Session,
    person: Person,
    homecoming: Homecoming | None = None,
    *,
    age_reason: str = "",
) -> Person:
    """Write a profile, new or changed, and with it the return it was registered for.

    A birth date that makes an adult of somebody who could be a child, or the other way, needs
    ``age_reason``, is an act of its own, and waits for a colleague (``look_over_age``).

    A homecoming with a new id is a further return: the earlier ones stay as they are.
    Raises InvalidInput with every problem at once; StaleRecord if somebody saved a newer revision
    since ``person`` was read.
    """
    session.require(Act.PERSON_SAVED)
    person = checked(person, homecoming, session)
    with session.read() as db:
        crosses = _crosses(store.get(db, person.id), person, session)
    with session.act(Act.AGE_CORRECTED if crosses else Act.PERSON_SAVED, person.id) as change:
        return put(change, person, homecoming, session, age_reason)


def needs_age_reason(session: Session, before: Person, birth: PartialDate) -> bool:
    """True if this birth date instead of the stored one makes an adult of a child, or a child of
    an adult."""
    return _crosses(before, replace(before, birth=birth), session)


def _crosses(before: Person | None, after: Person, session: Session) -> bool:
    today = session.today()
    return (
        before is not None
        and before.birth != after.birth
        and before.may_be_child(today) is not after.may_be_child(today)
    )


def look_over_age(session: Session, person_id: str) -> Person:
    """Write down that a corrected age was looked over and is right: what follows from it holds.

    Raises NotAllowed if there is nothing to look over, or for whoever corrected it.
    """
    session.require(Act.AGE_LOOKED_OVER)
    with session.act(Act.AGE_LOOKED_OVER, person_id) as change:
        current = _existing(change.db, person_id)
        waiting = current.age_to_look_at
        if waiting is None:
            raise NotAllowed(_("A colleague has looked this age over already."))
        if waiting.by == session.user.id:
            raise NotAllowed(_("You corrected this age yourself: a colleague looks it over."))
        seen = tuple(
            one if one.seen_by else replace(one, seen_by=session.user.id, seen_at=change.at)
            for one in current.age_corrections
        )
        return _put(change, replace(current, age_corrections=seen, revision=current.revision + 1))


def checked(person: Person, homecoming: Homecoming | None, session: Session) -> Person:
    """The person tidied, if nothing is wrong with either. Raises InvalidInput."""
    person = tidy(person, session.office.country)
    _check_both(session, person, homecoming)
    return person


def put(
    change: Change,
    person: Person,
    homecoming: Homecoming | None,
    session: Session,
    age_reason: str = "",
) -> Person:
    """Write a checked profile in a running act. Raises StaleRecord; InvalidInput without a reason
    for an age that makes an adult of a child or the other way."""
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
        age_corrections=_age_corrections(change, stored, person, session, age_reason),
    )
    _put(change, saved)
    if homecoming:
        _refuse_twice(store.homecomings(change.db, saved.id), homecoming)
        store.put_homecoming(change.db, homecoming)
        change.send("homecoming", homecoming.id, saved.revision, homecoming)
    return saved


def _age_corrections(
    change: Change, stored: Person | None, person: Person, session: Session, reason: str
) -> tuple[AgeCorrection, ...]:
    """What is known of the age's corrections, and this one if it is one."""
    known = stored.age_corrections if stored else ()
    if stored is None or not _crosses(stored, person, session):
        return known
    reason, to_adult = clean_text(reason), not person.may_be_child(session.today())
    if not reason:
        words = (
            _("This makes an adult of somebody who was a child. Say how you know the right date.")
            if to_adult
            else _("This makes a child of somebody who was an adult. Say how you know it.")
        )
        raise InvalidInput({"age_reason": words})
    new = AgeCorrection(
        new_id(), stored.birth, person.birth, to_adult, reason, session.user.id, change.at
    )
    return (*known, new)


def _refuse_twice(known: Iterable[Homecoming], coming: Homecoming) -> None:
    """The same return must not be counted twice, least of all in a package."""
    for other in known:
        if other.id != coming.id and other.arrived_on == coming.arrived_on:
            raise InvalidInput({"arrived_on": _("A return on this day is registered already.")})


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


def leave_household(session: Session, person: Person) -> Person:
    """Take somebody out of the household they live in.

    Raises InvalidInput if they are its head and others stay: the relations of the others are
    towards the head, so first another head is named.
    """
    session.require(Act.HOUSEHOLD_SAVED)
    with session.act(Act.HOUSEHOLD_SAVED, person.id) as change:
        current = _existing(change.db, person.id)
        if current.household_id is None:
            return current
        home = _household(change.db, current.household_id)
        if home.head_id == current.id:
            if len(store.members(change.db, home.id)) > 1:
                raise InvalidInput({"household": _("Name another head of the household first.")})
            _put_household(change, replace(home, head_id=None))
        return _move(change, current, None, "")


def make_head(session: Session, person: Person, former: str) -> Household:
    """Make a member the head of the household; ``former`` is what the head before is to them.

    What the others are to the new head is not guessed: their words stay, for the desk to look over.
    Raises InvalidInput if the person belongs to no household.
    """
    session.require(Act.HOUSEHOLD_SAVED)
    with session.act(Act.HOUSEHOLD_SAVED, person.id) as change:
        current = _existing(change.db, person.id)
        if current.household_id is None:
            raise InvalidInput({"household": _("This person belongs to no household.")})
        home = _household(change.db, current.household_id)
        if home.head_id == current.id:
            return home
        before = store.get(change.db, home.head_id) if home.head_id else None
        if before is not None and before.household_id == home.id:
            _move(change, before, home.id, clean_text(former))
        _move(change, current, home.id, "head")
        return _put_household(change, replace(home, head_id=current.id))


def share_with_household(session: Session, person: Person) -> list[Person]:
    """Copy what a family shares to the other members, where they have nothing of their own.

    That is the address, the place of origin, the languages and the latest return. What is written
    there already is never overwritten. Returns the profiles that gained something.
    """
    session.require(Act.PERSON_SAVED)
    with session.act(Act.PERSON_SAVED, person.id) as change:
        source = _existing(change.db, person.id)
        returns = store.homecomings(change.db, source.id)
        home = store.members(change.db, source.household_id) if source.household_id else []
        others = [member for member in home if member.id != source.id]
        gained = (_take_over(change, source, returns[:1], member) for member in others)
        return [member for member in gained if member is not None]


def _take_over(
    change: Change, source: Person, returns: list[Homecoming], member: Person
) -> Person | None:
    before, given = member.background or Background(), source.background or Background()
    origin = before if before.origin else given
    after = replace(
        before,
        origin=origin.origin,
        origin_code=origin.origin_code,
        origin_version=origin.origin_version,
        languages=before.languages or given.languages,
        address=given.address if before.address == Address() else before.address,
    )
    coming = () if store.homecomings(change.db, member.id) else returns
    if after == before and not coming:
        return None
    saved = replace(member, background=after, revision=member.revision + 1)
    _put(change, saved)
    for one in coming:
        own = replace(one, id=new_id(), person_id=member.id)
        store.put_homecoming(change.db, own)
        change.send("homecoming", own.id, saved.revision, own)
    return saved


def _household(db: Connection, household_id: str) -> Household:
    home = store.household(db, household_id)
    if home is None:
        raise NotFound(_("This household is not in the vault any more."))
    return home


def _put_household(change: Change, home: Household) -> Household:
    home = replace(home, revision=home.revision + 1)
    store.put_household(change.db, home)
    change.send("household", home.id, home.revision, home)
    return home


def _put(change: Change, person: Person) -> Person:
    store.put(change.db, person)
    change.send("person", person.id, person.revision, person)
    return person


def _move(change: Change, person: Person, household_id: str | None, relation: str) -> Person:
    current = _existing(change.db, person.id)
    moved = replace(
        current, household_id=household_id, relation=relation, revision=current.revision + 1
    )
    return _put(change, moved)


def household_members(session: Session, person: Person) -> list[Person]:
    """Everybody in the person's household, themselves included; alone if there is none."""
    if not person.household_id:
        return [person]
    with session.read() as db:
        return store.members(db, person.household_id)
