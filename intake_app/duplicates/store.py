"""Keys, counts of names, and what was told apart, as rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable

from intake_app.duplicates.keys import WORTH
from intake_app.people.evidence import Facts
from intake_app.people.model import Sex
from intake_app.values import PartialDate
from intake_app.vault.db import Connection, Row

_MOST_OF_A_KEY = 200


def waiting(db: Connection, limit: int) -> list[int]:
    """Numbers of persons whose keys are not up to date."""
    rows = db.execute("SELECT person_key FROM dup_todo ORDER BY person_key DESC LIMIT ?", (limit,))
    return [row[0] for row in rows]


def put_keys(db: Connection, number: int, keys: Collection[str], names: Collection[str]) -> None:
    """From now on the person is found under these keys, and bears these names."""
    db.execute("DELETE FROM dup_person WHERE person_key = ?", (number,))
    db.execute(
        "INSERT INTO dup_person VALUES (?, ?, ?)",
        (number, json.dumps(sorted(keys)), json.dumps(sorted(names))),
    )
    db.execute("DELETE FROM dup_todo WHERE person_key = ?", (number,))


def sharing(db: Connection, keys: Iterable[str], most: int) -> list[int]:
    """Numbers of persons that share keys with these, those that share most first.

    Of a key that very many have only the newest count: it says little, and reading them all would
    be what takes the time.
    """
    shared: Counter[int] = Counter()
    for key in keys:
        rows = db.execute(
            "SELECT person_key FROM dup_key WHERE key = ? ORDER BY person_key DESC LIMIT ?",
            (key, _MOST_OF_A_KEY),
        )
        for row in rows:
            shared[row[0]] += WORTH[key[0]]
    return [number for number, _worth in shared.most_common(most)]


def facts_of(db: Connection, numbers: Collection[int]) -> list[tuple[int, str, Facts]]:
    """Number, id and what tells people apart, of these persons, in their order."""
    rows = db.execute(
        "SELECT person.key AS number, person.id AS id, family_name, given_names, other_names,"
        " own_script_name, sex, birth, nationality, mother_name, father_name, phone,"
        " phone_as_typed,"
        " (SELECT json_group_array(number) FROM identity_document WHERE person_id = person.id)"
        " AS documents,"
        " (SELECT json_group_array(as_typed) FROM telephone WHERE person_id = person.id)"
        " AS telephones,"
        " (SELECT json_extract(body, '$.origin') FROM background WHERE person_id = person.id)"
        " AS origin,"
        " (SELECT json_array(json_extract(body, '$.origin_version'),"
        " json_extract(body, '$.origin_code')) FROM background WHERE person_id = person.id"
        " AND json_extract(body, '$.origin_code') IS NOT NULL) AS origin_at,"
        " (SELECT json_group_array(mate.given_names) FROM person AS mate"
        " WHERE mate.household_id = person.household_id AND mate.id <> person.id) AS household"
        " FROM json_each(?) AS asked JOIN person ON person.key = asked.value ORDER BY asked.key",
        (json.dumps(list(numbers)),),
    )
    return [(row["number"], row["id"], _facts(row)) for row in rows]


def _facts(row: Row) -> Facts:
    return Facts(
        family_name=row["family_name"],
        given_names=row["given_names"],
        other_names=row["other_names"],
        own_script_name=row["own_script_name"],
        sex=Sex(row["sex"]),
        birth=PartialDate.from_edtf(row["birth"]),
        nationality=row["nationality"],
        mother_name=row["mother_name"],
        father_name=row["father_name"],
        household=tuple(json.loads(row["household"])),
        origin=row["origin"] or "",
        origin_at=tuple(json.loads(row["origin_at"] or "[]")),
        phones=tuple(
            number
            for number in (row["phone"] or row["phone_as_typed"], *json.loads(row["telephones"]))
            if number
        ),
        documents=tuple(number for number in json.loads(row["documents"]) if number),
    )


def counts(db: Connection, names: Collection[str]) -> tuple[dict[str, int], int]:
    """How many persons bear each of these names, and how many there are."""
    rows = db.execute(
        "SELECT name, persons FROM json_each(?) AS asked JOIN name_count ON name = asked.value",
        (json.dumps(sorted(names)),),
    )
    total = db.execute("SELECT max(key) FROM person").fetchone()[0] or 0
    return {row[0]: row[1] for row in rows}, int(total)


def told_apart_from(db: Connection, person_id: str) -> set[str]:
    """Ids of those who were told apart from this person."""
    rows = db.execute(
        "SELECT other FROM told_apart WHERE one = :id"
        " UNION SELECT one FROM told_apart WHERE other = :id",
        {"id": person_id},
    )
    return {row[0] for row in rows}
