"""One question, persons and their cases as answers, the newest first.

Text is matched by the start of each word, accents and case folded, in names (also in their own
script), phone numbers, papers and case numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.people.finding import words_of
from intake_app.people.model import ADULT_AGE, Sex
from intake_app.people.phone import understood
from intake_app.session import Session
from intake_app.values import PartialDate
from intake_app.vault.db import Connection, Row

MOST_MATCHES = 500
"""A typed text shows at most the newest so many persons: nobody reads further, they type on."""

_MOST_TO_CHOOSE_FROM = 20_000
"""Where somebody looks for one of their own few persons, who may not be among the newest."""


class Filter(StrEnum):
    """The ready filters of the case list."""

    ALL = "all"
    MINE = "mine"
    TODAY = "today"
    WITHOUT_CASE = "without_case"
    MINORS = "minors"
    WAITING = "waiting"
    AGES = "ages"


@dataclass(frozen=True)
class Question:
    """What the list is asked for."""

    text: str = ""
    filter: Filter = Filter.ALL


@dataclass(frozen=True)
class Found:
    """One line of the list: a person, and their case if they have one. ``is_linked``: the person
    has other records, too."""

    person_id: str
    family_name: str
    given_names: str
    own_script_name: str
    sex: Sex
    birth: PartialDate
    nationality: str
    phone: str
    registered_at: str
    case_id: str | None
    case_number: str | None
    stage: str | None
    pack: str | None
    counsellor: str | None
    arrived_on: date | None
    is_linked: bool = False

    @property
    def display_name(self) -> str:
        """Family name in capitals first."""
        return f"{self.family_name.upper()} {self.given_names}".strip()


_A_NUMBER = re.compile(r"[+(]?\d[\d ()./-]{5,30}")


def _asked(session: Session, text: str) -> str:
    """``words_of``, and a telephone number also as the world writes it: whoever reads it out
    groups its figures as they like."""
    words = words_of(text)
    if not _A_NUMBER.fullmatch(text.strip()):
        return words
    number = understood(text, session.office.country).removeprefix("+")
    return f'({words}) OR "{number}"' if number else words


_WITH_CASES = " FROM person LEFT JOIN case_file ON case_file.person_id = person.id"
_FROM = (
    f"{_WITH_CASES}"
    " LEFT JOIN homecoming ON homecoming.id = coalesce(case_file.homecoming_id,"
    " (SELECT id FROM homecoming AS latest WHERE latest.person_id = person.id"
    " ORDER BY arrived_on DESC LIMIT 1))"
)
_CONDITION = {
    Filter.ALL: "1",
    Filter.MINE: "(case_file.counsellor = :me OR person.registered_by = :me)",
    Filter.TODAY: "person.registered_at >= :today",
    Filter.WITHOUT_CASE: "case_file.id IS NULL",
    Filter.MINORS: "person.birth_latest > :adult_if_born_by",
    Filter.WAITING: "case_file.stage = 'approval'",
    Filter.AGES: "person.id IN (SELECT person_id FROM age_correction WHERE seen_by = '')",
}
_MATCHING = (
    " AND person.key IN (SELECT rowid FROM person_words WHERE person_words MATCH :words"
    " ORDER BY rowid DESC LIMIT :most)"
)


def _count_of_persons(condition: str = "1") -> str:
    """A line for each of these persons, and one more for every case after their first."""
    return (
        "WITH further (person_id, lines) AS (SELECT person_id, count(*) - 1 FROM case_file"
        " GROUP BY person_id HAVING count(*) > 1)"
        f" SELECT (SELECT count(*) FROM person WHERE {condition}) + coalesce((SELECT sum(lines)"
        f" FROM further JOIN person ON person.id = further.person_id WHERE {condition}), 0)"
    )


_COUNT_MATCHING = f"SELECT count(*){_WITH_CASES}"
_COUNT = {
    Filter.ALL: _count_of_persons(),
    Filter.MINE: "SELECT (SELECT count(*) FROM case_file WHERE counsellor = :me)"
    f" + (SELECT count(*){_WITH_CASES}"
    " WHERE person.registered_by = :me AND case_file.counsellor IS NOT :me)",
    Filter.TODAY: _count_of_persons(_CONDITION[Filter.TODAY]),
    Filter.WITHOUT_CASE: "SELECT (SELECT count(*) FROM person)"
    " - (SELECT count(DISTINCT person_id) FROM case_file)",
    Filter.MINORS: _count_of_persons(_CONDITION[Filter.MINORS]),
    Filter.WAITING: "SELECT count(*) FROM case_file WHERE stage = 'approval'",
    Filter.AGES: _count_of_persons(_CONDITION[Filter.AGES]),
}
"""The same lines as ``find`` without a text, counted from indexes alone."""


_FROM_INDEX = {
    Filter.TODAY: "person.key IN (SELECT key FROM person WHERE registered_at >= :today)",
    Filter.AGES: "person.key IN (SELECT person.key FROM age_correction JOIN person"
    " ON person.id = person_id WHERE seen_by = '')",
    Filter.MINE: f"{_CONDITION[Filter.MINE]} AND person.key IN ("
    "SELECT key FROM person WHERE registered_by = :me UNION SELECT person.key FROM case_file"
    " JOIN person ON person.id = case_file.person_id WHERE counsellor = :me)",
}
"""The few that are meant, from an index; otherwise everybody would be read from the newest on."""

_HAS_FEW = (
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM case_file WHERE counsellor = :me LIMIT :few))"
    " + (SELECT count(*) FROM (SELECT 1 FROM person WHERE registered_by = :me LIMIT :few)) < :few"
)
_FEW = 2_000
"""From here on somebody's newest hundred are found sooner by reading from the newest on."""


def _by_index(db: Connection, question: Question, values: dict[str, object]) -> bool:
    """True if the filter leaves so few persons that they are read from an index. Then more
    matches of a typed text are looked through."""
    if question.filter is not Filter.MINE:
        return question.filter in _FROM_INDEX and not values["words"]
    has_few = bool(db.execute(_HAS_FEW, {**values, "few": _FEW}).fetchone()[0])
    if has_few:
        values["most"] = _MOST_TO_CHOOSE_FROM
    return has_few


def _where(question: Question, words: str, *, by_index: bool = False) -> str:
    condition = _FROM_INDEX[question.filter] if by_index else _CONDITION[question.filter]
    return f" WHERE {condition}{_MATCHING if words else ''}"


def _values(session: Session, words: str) -> dict[str, object]:
    today = session.today()
    born_by = date(today.year - ADULT_AGE, today.month, min(today.day, 28))
    return {
        "words": words,
        "most": MOST_MATCHES,
        "me": session.user.id,
        "today": today.isoformat(),
        "adult_if_born_by": born_by.isoformat(),
    }


def find(session: Session, question: Question, limit: int = 100, offset: int = 0) -> list[Found]:
    """The lines that answer the question, the newest registration first."""
    words = _asked(session, question.text)
    if question.text.strip() and not words:
        return []
    values = _values(session, words)
    with session.read() as db:
        by_index = _by_index(db, question, values)
        rows = db.execute(
            "SELECT person.id AS person_id, family_name, given_names, own_script_name, sex, birth,"
            " nationality, phone, registered_at, case_file.id AS case_id,"
            " number AS case_number, stage, pack, counsellor, arrived_on,"
            " EXISTS (SELECT 1 FROM same_person WHERE ended_at = ''"
            " AND (one = person.id OR other = person.id)) AS is_linked"
            + _FROM
            + _where(question, words, by_index=by_index)
            + " ORDER BY person.key DESC, case_file.rowid DESC LIMIT :limit OFFSET :offset",
            {**values, "limit": limit, "offset": offset},
        ).fetchall()
    return [_found(row) for row in rows]


def count(session: Session, question: Question) -> int:
    """How many lines answer the question."""
    words = _asked(session, question.text)
    if question.text.strip() and not words:
        return 0
    values = _values(session, words)
    with session.read() as db:
        sql = _COUNT[question.filter]
        if words:
            by_index = _by_index(db, question, values)
            sql = _COUNT_MATCHING + _where(question, words, by_index=by_index)
        return int(db.execute(sql, values).fetchone()[0])


def _found(row: Row) -> Found:
    arrived = row["arrived_on"]
    return Found(
        **{
            **dict(row),
            "sex": Sex(row["sex"]),
            "birth": PartialDate.from_edtf(row["birth"]),
            "arrived_on": date.fromisoformat(arrived) if arrived else None,
            "is_linked": bool(row["is_linked"]),
        }
    )
