"""Arrivals at the desk: announcing one, reading its list in, noting who came, registering them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from intake_app.acts import Act
from intake_app.arrivals import doubles, store
from intake_app.arrivals.doubles import NOTHING_DECIDED, Double, DoubleSearch, decided_people
from intake_app.arrivals.headings import ListField, proposed, to_remember
from intake_app.arrivals.manifest import (
    Columns,
    Line,
    Manifest,
    Preview,
    Step,
    Verdict,
    found_list,
    preview,
)
from intake_app.arrivals.model import (
    Arrival,
    Decision,
    Expected,
    ExpectedState,
    ManifestImport,
    Turnout,
)
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.people import service as people
from intake_app.people import store as people_store
from intake_app.people.background import Background
from intake_app.people.model import Homecoming, Person
from intake_app.places import service as places
from intake_app.same_person import service as same_person
from intake_app.session import Change, Session
from intake_app.sheets.listfile import read_file
from intake_app.values import clean_text, folded, new_id
from intake_app.vault.db import Connection

__all__ = [
    "Columns", "Double", "DoubleSearch", "Line", "ListField", "Manifest", "Preview", "Roll",
    "Verdict", "arrival", "arrivals", "columns_for", "find_doubles", "has_come", "has_not_come",
    "import_list", "open_expected", "open_list", "preview_list", "remove_absent", "roll",
    "save_arrival", "save_arrived", "save_known", "search_for_doubles", "take_back_list",
]  # fmt: skip


@dataclass(frozen=True)
class Roll:
    """An arrival with everybody on its list, and the lists that were read in for it."""

    arrival: Arrival
    people: tuple[Expected, ...]
    imports: tuple[ManifestImport, ...]

    def may_take_back(self, one: ManifestImport) -> bool:
        """True as long as nobody of this list was opened or has come."""
        return all(person.is_untouched for person in self.people if person.import_id == one.id)


# ---------------------------------------------------------------------------- arrivals


def save_arrival(session: Session, arrival: Arrival) -> Arrival:
    """Announce an arrival, or change what is known of it. Raises InvalidInput, StaleRecord."""
    session.require(Act.ARRIVAL_SAVED)
    texts = {name: clean_text(getattr(arrival, name)) for name in ("place", "carrier", "organiser")}
    arrival = replace(arrival, **texts)  # type: ignore[arg-type]
    arrival.check()
    with session.act(Act.ARRIVAL_SAVED, arrival.id) as change:
        before = store.get(change.db, arrival.id)
        if (before.revision if before else 0) != arrival.revision:
            raise StaleRecord(
                _("A colleague has changed this arrival meanwhile. Open it again, then type again.")
            )
        saved = replace(arrival, revision=arrival.revision + 1)
        store.put(change.db, saved)
        change.bind("arrival", saved.id, saved.revision, saved)
    return saved


def arrivals(session: Session) -> list[Turnout]:
    """Every arrival with its numbers, the latest first."""
    with session.read() as db:
        return store.turnouts(db)


def arrival(session: Session, arrival_id: str) -> Arrival:
    """One arrival. Raises NotFound."""
    with session.read() as db:
        return _arrival(db, arrival_id)


def roll(session: Session, arrival_id: str) -> Roll:
    """An arrival with everybody on its list. Raises NotFound."""
    with session.read() as db:
        return Roll(
            _arrival(db, arrival_id),
            tuple(store.expected_of(db, arrival_id)),
            tuple(store.imports_of(db, arrival_id)),
        )


def _arrival(db: Connection, arrival_id: str) -> Arrival:
    found = store.get(db, arrival_id)
    if found is None:
        raise NotFound(_("This arrival is not in the vault any more."))
    return found


# ---------------------------------------------------------------------------- lists


def open_list(session: Session, path: Path) -> Manifest:
    """The list in a chosen file. Raises NotAllowed, ListRefused."""
    session.require(Act.LIST_IMPORTED)
    return found_list(read_file(path))


def columns_for(session: Session, arrival: Arrival, manifest: Manifest) -> dict[int, ListField]:
    """What each column holds, as it was chosen last for this organiser, else by its heading."""
    with session.read() as db:
        remembered = store.columns(db, folded(arrival.organiser))
    return proposed(manifest.headings, remembered)


def preview_list(
    session: Session,
    arrival: Arrival,
    manifest: Manifest,
    columns: Columns,
    step: Step = lambda _done, _total: None,
) -> Preview:
    """What an import would do; nothing is kept. Who is registered already gets a note.

    Raises InvalidInput if the columns do not fit.
    """
    with session.read() as db:
        known = store.expected_of(db, arrival.id)
        seen = preview(manifest, columns, arrival.id, session.today(), known, step)
        numbers = {one.document_number for one in seen.people() if one.document_number}
        registered = store.registered_numbers(db, numbers)
    seen = _with_places(session, seen)
    note = _("This document belongs to somebody who is registered. Open them when they come.")
    return Preview(
        tuple(
            replace(line, note=note)
            if line.person and line.person.document_number in registered
            else line
            for line in seen.lines
        )
    )


def _with_places(session: Session, seen: Preview) -> Preview:
    """Where a place of origin fits exactly one of the country's list, that one is meant."""
    known: dict[tuple[str, str], places.Chosen] = {}
    lines = []
    for line in seen.lines:
        if line.person and line.person.origin:
            at = line.person.nationality or session.office.country, line.person.origin
            if at not in known:
                found = places.exact(session, *at)
                known[at] = found.chosen if found else places.Chosen(line.person.origin)
            name, code, version = known[at].name, known[at].code, known[at].version
            meant = replace(line.person, origin=name, origin_code=code, origin_version=version)
            line = replace(line, person=meant)  # noqa: PLW2901 - the same line, told more
        lines.append(line)
    return Preview(tuple(lines))


def import_list(
    session: Session,
    arrival: Arrival,
    manifest: Manifest,
    columns: Columns,
    step: Step = lambda _done, _total: None,
    decided: Mapping[int, Decision] = NOTHING_DECIDED,
) -> ManifestImport:
    """Read a list in: everybody on it is expected then, or nobody if anything is wrong.

    ``decided`` says of lines, by their number, whom they are about. ``step`` hears how far it is;
    if it raises, nothing is kept. Raises InvalidInput.
    """
    session.require(Act.LIST_IMPORTED)
    seen = preview_list(session, arrival, manifest, columns, step)
    if seen.count(Verdict.WRONG):
        raise InvalidInput(
            {"lines": _("Some lines cannot be read. Correct the list, and choose it again.")}
        )
    expected, apart = decided_people(seen, decided)
    if not expected:
        raise InvalidInput({"lines": _("There is nobody new on this list.")})
    with session.act(Act.LIST_IMPORTED, arrival.id) as change:
        _arrival(change.db, arrival.id)
        expected, apart = _of_those_here(change.db, expected, apart)
        one = ManifestImport(
            new_id(), arrival.id, manifest.sha256, len(expected), session.user.id, change.at
        )
        store.put_import(change.db, one)
        for start in range(0, len(expected), 500):
            step(start, len(expected))
            several = [replace(line, import_id=one.id) for line in expected[start : start + 500]]
            _put(change, *several)
        store.put_apart(change.db, apart)
        store.put_columns(
            change.db, folded(arrival.organiser), to_remember(manifest.headings, columns)
        )
        step(len(expected), len(expected))
    return one


def _of_those_here(
    db: Connection, expected: list[Expected], apart: list[tuple[str, str]]
) -> tuple[list[Expected], list[tuple[str, str]]]:
    """A decision about somebody who was erased meanwhile says nothing any more."""
    named = {one.known_id for one in expected if one.known_id} | {other for _line, other in apart}
    here = store.existing_persons(db, named)
    return (
        [one if one.known_id in here else replace(one, known_id=None) for one in expected],
        [pair for pair in apart if pair[1] in here],
    )


def find_doubles(
    session: Session, seen: Preview, step: Step = lambda _done, _total: None
) -> tuple[Double, ...]:
    """Lines whose person may be registered already or stands on the list twice, by name.

    Some milliseconds a line; ``step`` hears how far it is, and may raise to stop.
    """
    return doubles.find(session, seen, step)


def search_for_doubles(session: Session, seen: Preview) -> DoubleSearch:
    """The same in small parts, for a desk at which somebody works meanwhile."""
    return DoubleSearch(session, seen)


def take_back_list(session: Session, import_id: str) -> int:
    """Undo an import as a whole; returns how many lines went.

    Raises NotAllowed if somebody of it was opened, has come or was marked; then nothing goes.
    """
    session.require(Act.LIST_TAKEN_BACK)
    with session.act(Act.LIST_TAKEN_BACK, import_id) as change:
        if store.import_(change.db, import_id) is None:
            raise NotFound(_("This list was taken back before."))
        lines = store.expected_of_import(change.db, import_id)
        if not all(line.is_untouched for line in lines):
            raise NotAllowed(
                _("Somebody on this list was opened or has come already, so the list stays.")
            )
        _delete(change, lines)
        store.delete_import(change.db, import_id)
    return len(lines)


# ---------------------------------------------------------------------------- who comes


def open_expected(session: Session, expected_id: str) -> Expected:
    """Open somebody on a list to register them; from now on the list cannot be taken back."""
    with session.act(Act.EXPECTED_OPENED, expected_id) as change:
        line = _existing(change.db, expected_id)
        return _changed(change, line) if line.is_untouched else line


def has_come(session: Session, expected_id: str) -> Expected:
    """Note that somebody is here; they get the next token number, if they have none."""
    with session.act(Act.EXPECTED_MARKED, expected_id) as change:
        line = _existing(change.db, expected_id)
        token = line.token or store.next_token(change.db, line.arrival_id)
        return _changed(change, line, state=ExpectedState.ARRIVED, token=token)


def has_not_come(session: Session, expected_id: str) -> Expected:
    """Note that somebody is not here, also where that was noted by mistake.

    Raises NotAllowed if they have a profile already.
    """
    with session.act(Act.EXPECTED_MARKED, expected_id) as change:
        line = _existing(change.db, expected_id)
        if line.person_id is not None:
            raise NotAllowed(_("This person has a profile, so they have come."))
        return _changed(change, line, state=ExpectedState.NOT_ARRIVED, token=None)


def remove_absent(session: Session, arrival_id: str) -> int:
    """Take everybody out of the vault who was expected and has not come; returns how many.

    Their data was given for a journey that did not happen, and nothing needs it any more.
    """
    with session.act(Act.EXPECTED_REMOVED, arrival_id) as change:
        lines = store.expected_of(change.db, arrival_id)
        absent = [line for line in lines if line.state is not ExpectedState.ARRIVED]
        _delete(change, absent)
    return len(absent)


def save_arrived(
    session: Session,
    arrival_id: str,
    person: Person,
    homecoming: Homecoming,
    *,
    expected_id: str | None = None,
    token: int | None = None,
    interviewer: str = "",
) -> tuple[Person, Expected]:
    """Register somebody of an arrival: the profile, the return and the line of the list at once.

    Without ``expected_id`` somebody who was on no list. ``token`` None gives the next number.
    Raises InvalidInput with every problem at once, also where somebody else has the token.
    """
    session.require(Act.PERSON_SAVED)
    person = people.checked(person, homecoming, session)
    with session.act(Act.PERSON_SAVED, person.id) as change:
        line, token = _seat(change.db, arrival_id, expected_id, token)
        saved = people.put(change, _with_origin(person, line), homecoming, session)
        for other in store.take_apart(change.db, line.id):
            same_person.keep_apart(change, session.user.id, saved.id, other)
        return saved, _registered(change, session, line, saved, token, interviewer)


def save_known(
    session: Session,
    arrival_id: str,
    person_id: str,
    homecoming: Homecoming,
    *,
    expected_id: str | None = None,
    token: int | None = None,
    interviewer: str = "",
) -> tuple[Person, Expected]:
    """Somebody of an arrival is registered already: they get this return and no second profile.

    A return on the same day is not written twice. The rest as ``save_arrived``; raises NotFound.
    """
    session.require(Act.PERSON_SAVED)
    known = people.person(session, person_id)
    homecoming = replace(homecoming, person_id=person_id)
    homecoming.check(session.today())
    with session.act(Act.PERSON_SAVED, person_id) as change:
        line, token = _seat(change.db, arrival_id, expected_id, token)
        store.take_apart(change.db, line.id)
        if all(
            one.arrived_on != homecoming.arrived_on
            for one in people_store.homecomings(change.db, person_id)
        ):
            known = people.put(change, known, homecoming, session)
        return known, _registered(change, session, line, known, token, interviewer)


def _seat(
    db: Connection, arrival_id: str, expected_id: str | None, token: int | None
) -> tuple[Expected, int]:
    """The line of somebody who is being registered, or a new one, and their token number."""
    _arrival(db, arrival_id)
    line = _existing(db, expected_id) if expected_id else Expected(new_id(), arrival_id, revision=0)
    if line.person_id is not None or line.arrival_id != arrival_id:
        raise NotAllowed(
            _("A colleague has registered this person meanwhile. Open the profile instead.")
        )
    token = token or line.token or store.next_token(db, arrival_id)
    if store.holder_of_token(db, arrival_id, token) not in (None, line.id):
        raise InvalidInput({"token": _("Somebody else has this number. Take the next one.")})
    return line, token


def _registered(
    change: Change, session: Session, line: Expected, person: Person, token: int, interviewer: str
) -> Expected:
    """The line points at its profile. Which one it was said to be counts no more."""
    return _changed(
        change,
        line if line.revision else _of_person(line, person),
        state=ExpectedState.ARRIVED,
        token=token,
        person_id=person.id,
        known_id=None,
        interviewer=interviewer or session.user.id,
    )


def _with_origin(person: Person, line: Expected) -> Person:
    """Where the list says that somebody is from; what was said at the desk stands."""
    told = person.background or Background()
    if told.origin or not line.origin:
        return person
    return replace(
        person,
        background=replace(
            told,
            origin=line.origin,
            origin_code=line.origin_code,
            origin_version=line.origin_version,
        ),
    )


def _of_person(line: Expected, person: Person) -> Expected:
    """The line of somebody who was on no list: their names, for the roll."""
    return replace(
        line,
        family_name=person.family_name,
        given_names=person.given_names,
        sex=person.sex,
        birth=person.birth,
        nationality=person.nationality,
    )


# ---------------------------------------------------------------------------- rows


def _existing(db: Connection, expected_id: str) -> Expected:
    found = store.expected(db, expected_id)
    if found is None:
        raise NotFound(_("This person is not on the list any more."))
    return found


def _changed(change: Change, line: Expected, **values: object) -> Expected:
    changed: Expected = replace(line, revision=line.revision + 1, **values)  # type: ignore[arg-type]
    _put(change, changed)
    return changed


def _put(change: Change, *lines: Expected) -> None:
    store.put_expected(change.db, lines)
    for line in lines:
        change.bind("expected", line.id, line.revision, line)


def _delete(change: Change, lines: list[Expected]) -> None:
    store.delete_expected(change.db, [line.id for line in lines])
    for line in lines:
        change.erased("expected", line.id)
