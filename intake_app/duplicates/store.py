"""Keys, counts of names, and what was told apart, as rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from heapq import nlargest

from intake_app.duplicates.keys import WORTH
from intake_app.people.evidence import Facts
from intake_app.people.model import Sex
from intake_app.values import PartialDate
from intake_app.vault.db import Connection, Row

_MOST_OF_A_KEY = 100
_LEAST_OF_THE_BEST = 0.2
"""Who shares less than this part of what the best one shares is not looked at."""


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


def sharing(db: Connection, keys: Collection[str], most: int) -> list[int]:
    """Numbers of persons that share keys with these, those that share most first.

    A key is worth more the fewer have it (each halving one more). Of one that very many have only
    the newest count: it says little, and reading them all would be what takes the time.
    """
    shared: defaultdict[int, int] = defaultdict(int)
    for key, numbers in db.execute(_SHARING, (json.dumps(sorted(keys)), _MOST_OF_A_KEY)):
        found = json.loads(numbers)
        worth = WORTH[key[0]] + (_MOST_OF_A_KEY // max(1, len(found))).bit_length()
        for number in found:
            shared[number] += worth
    best = nlargest(most, shared, key=shared.__getitem__)
    return [number for number in best if shared[number] >= _LEAST_OF_THE_BEST * shared[best[0]]]


_SHARING = (
    "SELECT asked.value, (SELECT json_group_array(person_key) FROM (SELECT person_key FROM dup_key"
    " WHERE key = asked.value ORDER BY person_key DESC LIMIT ?2)) FROM json_each(?1) AS asked"
)


def facts_of(db: Connection, numbers: Collection[int]) -> list[tuple[int, str, Facts]]:
    """Number, id and what tells people apart, of these persons, in their order."""
    rows = db.execute(_FACTS, (json.dumps(list(numbers)),))
    return [(row["number"], row["id"], _facts(row)) for row in rows]


_FACTS = (
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
    " FROM json_each(?) AS asked JOIN person ON person.key = asked.value ORDER BY asked.key"
)


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


def bearers(db: Connection, name: str) -> int:
    """How many persons bear this name, all its spellings together."""
    row = db.execute("SELECT persons FROM name_count WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def highest(db: Connection) -> int:
    """The highest number of a person: about how many there are."""
    return int(db.execute("SELECT max(key) FROM person").fetchone()[0] or 0)


def told_apart_from(db: Connection, person_id: str) -> set[str]:
    """Ids of those who were told apart from this person."""
    rows = db.execute(
        "SELECT other FROM told_apart WHERE one = :id"
        " UNION SELECT one FROM told_apart WHERE other = :id",
        {"id": person_id},
    )
    return {row[0] for row in rows}
