"""One question, persons and their cases as answers, the newest first.

Text is matched by the start of each word, accents and case folded, in names (also in their own
script), phone numbers, papers and case numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.people.model import ADULT_AGE, Sex
from intake_app.session import Session
from intake_app.values import PartialDate, harmless
from intake_app.vault.db import Connection, Row

MOST_MATCHES = 500
"""A typed text shows at most the newest so many persons: nobody reads further, they type on."""


class Filter(StrEnum):
    """The ready filters of the case list."""

    ALL = "all"
    MINE = "mine"
    TODAY = "today"
    WITHOUT_CASE = "without_case"
    MINORS = "minors"
    WAITING = "waiting"


@dataclass(frozen=True)
class Question:
    """What the list is asked for."""

    text: str = ""
    filter: Filter = Filter.ALL


@dataclass(frozen=True)
class Found:
    """One line of the list: a person, and their case if they have one."""

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

    @property
    def display_name(self) -> str:
        """Family name in capitals first."""
        return f"{self.family_name.upper()} {self.given_names}".strip()


def words_of(text: str) -> str:
    """A typed text as an FTS5 expression of quoted word starts; empty if it has no word.

    Every word is quoted, so that names such as O'Neil or Abdul-Rahman are words and never
    commands.
    """
    quoted = (
        '"' + word.replace('"', '""') + '"*'
        for word in harmless(text.replace("\x00", " ")).split()
        if any(character.isalnum() for character in word)
    )
    return " ".join(quoted)


_COUNTED = " FROM person LEFT JOIN case_file ON case_file.person_id = person.id"
_FROM = (
    f"{_COUNTED}"
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
}
_MATCHING = (
    " AND person.key IN (SELECT rowid FROM person_words WHERE person_words MATCH :words"
    " ORDER BY rowid DESC LIMIT :most)"
)


def _where(question: Question, words: str) -> str:
    return f" WHERE {_CONDITION[question.filter]}{_MATCHING if words else ''}"


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
    words = words_of(question.text)
    if question.text.strip() and not words:
        return []
    with session.read() as db:
        rows = db.execute(
            "SELECT person.id AS person_id, family_name, given_names, own_script_name, sex, birth,"
            " nationality, phone, registered_at, case_file.id AS case_id,"
            " number AS case_number, stage, pack, counsellor, arrived_on"
            + _FROM
            + _where(question, words)
            + " ORDER BY person.key DESC, case_file.rowid DESC LIMIT :limit OFFSET :offset",
            {**_values(session, words), "limit": limit, "offset": offset},
        ).fetchall()
    return [_found(row) for row in rows]


def count(session: Session, question: Question) -> int:
    """How many lines answer the question."""
    words = words_of(question.text)
    if question.text.strip() and not words:
        return 0
    with session.read() as db:
        return _count(db, question, words, _values(session, words))


def counts(session: Session) -> dict[Filter, int]:
    """How many lines each ready filter has, without a typed text."""
    values = _values(session, "")
    with session.read() as db:
        return {filter_: _count(db, Question("", filter_), "", values) for filter_ in Filter}


def _count(db: Connection, question: Question, words: str, values: dict[str, object]) -> int:
    row = db.execute("SELECT count(*)" + _COUNTED + _where(question, words), values).fetchone()
    return int(row[0])


def _found(row: Row) -> Found:
    arrived = row["arrived_on"]
    return Found(
        **{
            **dict(row),
            "sex": Sex(row["sex"]),
            "birth": PartialDate.from_edtf(row["birth"]),
            "arrived_on": date.fromisoformat(arrived) if arrived else None,
        }
    )
