"""Search as one types: the service alone, and everything that a keystroke asks of the vault."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence

from intake_app import search
from intake_app.search import Question
from intake_app.session import Session
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved
from tests.benches.ground import Ground
from tests.benches.office import FilledOffice
from tests.benches.rows import SEED

LETTERS = (1, 2, 3, 4)

_SAME_HITS = (
    "SELECT person.*, number, stage FROM person LEFT JOIN case_file ON person_id = person.id"
    " WHERE person.key IN (SELECT rowid FROM person_words WHERE person_words MATCH ?"
    " ORDER BY rowid DESC LIMIT 500) ORDER BY person.key DESC LIMIT 100"
)


def typed_words(office: FilledOffice, count: int) -> list[str]:
    """Family and given names of so many persons, by chance."""
    with office.signed_in() as session, session.read() as db:
        persons = db.execute("SELECT family_name, given_names FROM person ORDER BY key").fetchall()
    chosen = random.Random(SEED + 1).choices(persons, k=count)
    return [str(person[number % 2]) for number, person in enumerate(chosen)]


def prefixes(office: FilledOffice, count: int) -> list[str]:
    """What stands in the search box while somebody types so many names."""
    words = typed_words(office, max(1, count // len(LETTERS)))
    return [word[:letters] for word in words for letters in LETTERS]


def measure(ground: Ground) -> Iterator[Figure]:
    """The first page for one to four letters."""
    asked = prefixes(ground.office, ground.scale.many)
    twin = ground.twin
    with ground.office.signed_in() as session:
        core, plain = _each(session, twin, asked)
        typed = iter(asked * ground.scale.rounds)
        (counted,) = interleaved(
            ground.scale.rounds * 3, lambda: keystroke(session, Question(next(typed)))
        )
        first, first_plain = interleaved(
            ground.scale.rounds * 3,
            lambda: search.find(session, Question()),
            lambda: twin.execute(
                "SELECT person.*, number, stage FROM person LEFT JOIN case_file"
                " ON person_id = person.id ORDER BY key DESC LIMIT 100"
            ).fetchall(),
        )
    limit = Limit("plain SQLite, same hits", plain)
    yield figure(
        "search, 1 to 4 letters, core",
        core,
        limit=limit,
        goal=Goal("p95", ground.scale.bound(5, 10)),
    )
    yield figure(
        "  what the list asks for at each letter", counted, limit=Limit("the page alone", core),
        note="the page, the number of hits and the counts of the ready filters",
    )  # fmt: skip
    yield figure("  the first page, nothing typed", first,
                 limit=Limit("plain SQLite, same rows", first_plain))  # fmt: skip


def _each(
    session: Session, twin: sqlite3.Connection, asked: Sequence[str]
) -> tuple[list[float], ...]:
    core, plain = iter(asked), iter(asked)
    return tuple(
        interleaved(
            len(asked),
            lambda: search.find(session, Question(next(core))),
            lambda: twin.execute(_SAME_HITS, (search.words_of(next(plain)),)).fetchall(),
        )
    )


def keystroke(session: Session, question: Question) -> None:
    """What the screen of the cases reads when the text has changed."""
    search.find(session, question)
    search.count(session, question)
