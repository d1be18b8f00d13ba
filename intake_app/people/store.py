"""People as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intake_app.people.age import AgeCorrection
from intake_app.people.background import Phone, Safe, from_body, to_body
from intake_app.people.model import (
    DocumentKind,
    Homecoming,
    Household,
    IdentityDocument,
    Person,
    Place,
    ReturnKind,
    Sex,
)
from intake_app.values import PartialDate
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, revision, family_name, given_names, other_names, own_script_name, mother_name,"
    " father_name, sex, birth, nationality, language, phone, phone_as_typed, household_id,"
    " relation, registered_by, registered_at"
)


def put(db: Connection, person: Person) -> None:
    """Insert or replace the person and their papers."""
    db.execute(
        f"INSERT INTO person ({_COLUMNS}, birth_earliest, birth_latest)"
        " VALUES (:id, :revision, :family_name, :given_names, :other_names, :own_script_name,"
        " :mother_name, :father_name, :sex, :birth, :nationality, :language, :phone,"
        " :phone_as_typed, :household_id, :relation, :registered_by, :registered_at,"
        " :birth_earliest, :birth_latest)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
        " family_name = excluded.family_name, given_names = excluded.given_names,"
        " other_names = excluded.other_names, own_script_name = excluded.own_script_name,"
        " mother_name = excluded.mother_name, father_name = excluded.father_name,"
        " sex = excluded.sex, birth = excluded.birth, nationality = excluded.nationality,"
        " language = excluded.language, phone = excluded.phone,"
        " phone_as_typed = excluded.phone_as_typed, household_id = excluded.household_id,"
        " relation = excluded.relation, birth_earliest = excluded.birth_earliest,"
        " birth_latest = excluded.birth_latest",
        _row_of(person),
    )
    _put_papers(db, person)
    _put_phones(db, person)
    _put_age_corrections(db, person)
    db.execute("DELETE FROM background WHERE person_id = ?", (person.id,))
    if person.background:
        db.execute(
            "INSERT INTO background (person_id, body) VALUES (?, ?)",
            (person.id, to_body(person.background)),
        )


def _put_papers(db: Connection, person: Person) -> None:
    if _papers(db, person.id) == person.documents:
        return  # each row renews the search
    db.execute("DELETE FROM identity_document WHERE person_id = ?", (person.id,))
    db.executemany(
        "INSERT INTO identity_document (id, person_id, kind, number, country, expires, place, mrz)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (paper.id, person.id, paper.kind.value, paper.number, paper.country, paper.expires,
             paper.place or "", paper.mrz)
            for paper in person.documents
        ],
    )  # fmt: skip


def _put_phones(db: Connection, person: Person) -> None:
    if _phones(db, person.id) == person.phones:
        return
    db.execute("DELETE FROM telephone WHERE person_id = ?", (person.id,))
    db.executemany(
        "INSERT INTO telephone (id, person_id, as_typed, number, owner, safe, hours)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (one.id, person.id, one.as_typed, one.number, one.owner, one.safe or "", one.hours)
            for one in person.phones
        ],
    )


def _put_age_corrections(db: Connection, person: Person) -> None:
    db.executemany(
        "INSERT INTO age_correction"
        " (id, person_id, before, after, to_adult, reason, by, at, seen_by, seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET seen_by = excluded.seen_by, seen_at = excluded.seen_at",
        [
            (one.id, person.id, one.before.edtf, one.after.edtf, one.to_adult, one.reason, one.by,
             one.at, one.seen_by, one.seen_at)
            for one in person.age_corrections
        ],
    )  # fmt: skip


def _age_corrections(db: Connection, person_id: str) -> tuple[AgeCorrection, ...]:
    rows = db.execute(
        "SELECT id, before, after, to_adult, reason, by, at, seen_by, seen_at FROM age_correction"
        " WHERE person_id = ? ORDER BY rowid",
        (person_id,),
    )
    return tuple(
        AgeCorrection(
            row[0], PartialDate.from_edtf(row[1]), PartialDate.from_edtf(row[2]), bool(row[3]),
            *row[4:],
        )
        for row in map(tuple, rows)
    )  # fmt: skip


def _row_of(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "revision": person.revision,
        "family_name": person.family_name,
        "given_names": person.given_names,
        "other_names": person.other_names,
        "own_script_name": person.own_script_name,
        "mother_name": person.mother_name,
        "father_name": person.father_name,
        "sex": person.sex.value,
        "birth": person.birth.edtf,
        "nationality": person.nationality,
        "language": person.language,
        "phone": person.phone,
        "phone_as_typed": person.phone_as_typed,
        "household_id": person.household_id,
        "relation": person.relation,
        "registered_by": person.registered_by,
        "registered_at": person.registered_at,
        "birth_earliest": person.birth.earliest.isoformat(),
        "birth_latest": person.birth.latest.isoformat(),
    }


def get(db: Connection, person_id: str) -> Person | None:
    """The person with their papers, or None."""
    row = db.execute(f"SELECT {_COLUMNS} FROM person WHERE id = ?", (person_id,)).fetchone()
    return _person(db, row) if row else None


def members(db: Connection, household_id: str) -> list[Person]:
    """Everybody in a household, in the order of registration."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM person WHERE household_id = ? ORDER BY key",
        (household_id,),
    ).fetchall()
    return [_person(db, row) for row in rows]


def _person(db: Connection, row: Row) -> Person:
    body = db.execute("SELECT body FROM background WHERE person_id = ?", (row["id"],)).fetchone()
    return Person(
        **{name: row[name] for name in row.keys() if name not in ("sex", "birth")},  # noqa: SIM118 - a Row iterates over values
        sex=Sex(row["sex"]),
        birth=PartialDate.from_edtf(row["birth"]),
        documents=_papers(db, row["id"]),
        phones=_phones(db, row["id"]),
        background=from_body(body[0]) if body else None,
        age_corrections=_age_corrections(db, row["id"]),
    )


def _papers(db: Connection, person_id: str) -> tuple[IdentityDocument, ...]:
    rows = db.execute(
        "SELECT id, kind, number, country, expires, place, mrz FROM identity_document"
        " WHERE person_id = ? ORDER BY rowid",
        (person_id,),
    )
    return tuple(
        IdentityDocument(
            row["id"], DocumentKind(row["kind"]), row["number"], row["country"], row["expires"],
            Place(row["place"]) if row["place"] else None, row["mrz"],
        )
        for row in rows
    )  # fmt: skip


def _phones(db: Connection, person_id: str) -> tuple[Phone, ...]:
    rows = db.execute(
        "SELECT id, as_typed, number, owner, safe, hours FROM telephone WHERE person_id = ?"
        " ORDER BY rowid",
        (person_id,),
    )
    return tuple(
        Phone(row[0], row[1], row[2], row[3], Safe(row[4]) if row[4] else None, row[5])
        for row in rows
    )


def put_homecoming(db: Connection, homecoming: Homecoming) -> None:
    """Insert or replace one return."""
    db.execute(
        "INSERT INTO homecoming (id, person_id, from_country, kind, arrived_on)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " from_country = excluded.from_country, kind = excluded.kind,"
        " arrived_on = excluded.arrived_on",
        (
            homecoming.id,
            homecoming.person_id,
            homecoming.from_country,
            homecoming.kind.value,
            homecoming.arrived_on.isoformat(),
        ),
    )


def homecomings(db: Connection, person_id: str) -> list[Homecoming]:
    """A person's returns, the latest first."""
    return _homecomings(
        db.execute(
            "SELECT id, person_id, from_country, kind, arrived_on FROM homecoming"
            " WHERE person_id = ? ORDER BY arrived_on DESC, rowid DESC",
            (person_id,),
        )
    )


def homecoming(db: Connection, homecoming_id: str) -> Homecoming | None:
    """One return by its id."""
    found = _homecomings(
        db.execute(
            "SELECT id, person_id, from_country, kind, arrived_on FROM homecoming WHERE id = ?",
            (homecoming_id,),
        )
    )
    return found[0] if found else None


def _homecomings(rows: Iterable[Row]) -> list[Homecoming]:
    return [
        Homecoming(
            row["id"],
            row["person_id"],
            row["from_country"],
            ReturnKind(row["kind"]),
            date.fromisoformat(row["arrived_on"]),
        )
        for row in rows
    ]


def put_household(db: Connection, household: Household) -> None:
    """Insert or replace a household."""
    db.execute(
        "INSERT INTO household (id, revision, name, head_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,"
        " head_id = excluded.head_id",
        (household.id, household.revision, household.name, household.head_id),
    )


def household(db: Connection, household_id: str) -> Household | None:
    """A household by its id."""
    row = db.execute(
        "SELECT id, revision, name, head_id FROM household WHERE id = ?", (household_id,)
    ).fetchone()
    return Household(row["id"], row["name"], row["head_id"], row["revision"]) if row else None
