"""Duplicates: how many planted pairs are found, beside usual ways, and how fast in a full vault."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from random import Random

from metaphone import doublemetaphone

from intake_app.arrivals.doubles import DoubleSearch
from intake_app.arrivals.manifest import Line, Preview, Verdict
from intake_app.arrivals.model import Expected
from intake_app.duplicates import service as duplicates
from intake_app.duplicates import store
from intake_app.names.folding import latin
from intake_app.people.evidence import Facts
from intake_app.people.model import Sex
from intake_app.session import Session
from tests.benches.figures import Figure, Goal, Limit, figure, timed
from tests.benches.ground import Ground, Scale
from tests.rosters.generator import SAME, Kind, Pair, Roster, pairs
from tests.rosters.judging import Score, judged
from tests.rosters.lists import COUNTRIES

SEED = 7_777


def measure(ground: Ground) -> Iterator[Figure]:
    """Quality on generated rosters, then time in the vault with all persons."""
    count = 20 * ground.scale.rounds
    found = [each for country in COUNTRIES for each in judged(pairs(country, SEED, count))]
    ours, women = Score.of(found), Score.of([e for e in found if e.pair.one.sex is Sex.FEMALE])
    usual = Score.of_names(found)
    phonetic = Score.counted((each.pair.same, _sounds_alike(each.pair)) for each in found)
    for what, share, of_usual, goal in (
        ("recall", ours.recall, usual.recall, 97),
        ("precision", ours.precision, usual.precision, 95),
        ("F1", ours.f1, usual.f1, 96),
    ):
        limit = Limit("Jaro-Winkler 0.88 on full names", [100 * of_usual])
        yield figure(
            f"duplicates, {what}", [100 * share], unit="%", limit=limit,
            goal=Goal("median", goal, at_least=True),
        )  # fmt: skip
    yield figure(
        "duplicates, F1, beside double metaphone", [100 * ours.f1], unit="%",
        limit=Limit("double metaphone of both names", [100 * max(0.01, phonetic.f1)]),
    )  # fmt: skip
    yield figure(
        "duplicates, recall of women", [100 * women.recall], unit="%",
        goal=Goal("median", 97, at_least=True),
    )  # fmt: skip
    yield from _in_the_vault(ground)


def _sounds_alike(pair: Pair) -> bool:
    return bool(_codes(pair.one.given_names) & _codes(pair.other.given_names)) and bool(
        _codes(pair.one.family_name) & _codes(pair.other.family_name)
    )


def _codes(name: str) -> set[str]:
    return {code for code in doublemetaphone(latin(name)) if code}


def _in_the_vault(ground: Ground) -> Iterator[Figure]:
    taken, waited, shown = [], [], 0
    with ground.office.signed_in() as session:
        asked = registered_again(session, ground.scale)
        keyed = _keyed_again(session, [number for number, _id, _facts in asked])
        duplicates.candidates(session, asked[0][2])  # reads the table of names
        for _number, person_id, facts in asked:
            began, busy = time.perf_counter(), time.process_time()
            found = duplicates.candidates(session, facts)
            taken.append((time.process_time() - busy) * 1000)
            waited.append((time.perf_counter() - began) * 1000)
            shown += person_id in {each.person_id for each in found}
    yield figure(
        "duplicates, candidates in the core", taken, goal=Goal("p95", ground.scale.bound(3, 10)),
        note="processor time; every person another one, so that nothing is known from before",
    )  # fmt: skip
    yield figure("  the same by the clock", waited)
    yield figure(
        "duplicates, shown among five", [100 * shown / len(asked)], unit="%",
        note="of the bench's office, where very many share their names",
    )  # fmt: skip
    yield figure(f"duplicates, keys of {len(asked)} saved persons", [keyed])
    yield from _of_a_list(ground, asked)


def _of_a_list(ground: Ground, asked: Sequence[tuple[int, str, Facts]]) -> Iterator[Figure]:
    """Who on the list of an arrival is registered already, or stands on it twice."""
    taken, waited = [], []
    with ground.office.signed_in() as session:
        search = DoubleSearch(session, Preview(_lines(asked)))
        search.go_on()  # the first step looks whether all keys are there
        while search.done < search.total:
            began, busy = time.perf_counter(), time.process_time()
            search.go_on(1)
            taken.append((time.process_time() - busy) * 1000)
            waited.append((time.perf_counter() - began) * 1000)
        known = {number: person_id for number, (_n, person_id, _f) in enumerate(asked, start=1)}
        right = sum(known.get(one.line) == one.person_id for one in search.found)
    yield figure(
        "duplicates on a list, each line", taken, goal=Goal("p95", ground.scale.bound(10, 20)),
        note=f"processor time; {len(taken)} lines, a list of 5,000 takes as many times as long",
    )  # fmt: skip
    yield figure("  a line by the clock", waited)
    yield figure("  lines with the person meant in front", [100 * right / len(asked)], unit="%")


def _lines(asked: Sequence[tuple[int, str, Facts]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            place,
            (),
            Verdict.TAKEN,
            {},
            person=Expected(
                str(place),
                "list",
                place,
                facts.family_name,
                facts.given_names,
                facts.sex,
                facts.birth,
                facts.nationality,
                phone=next(iter(facts.phones), ""),
                document_number=next(iter(facts.documents), ""),
            ),
        )
        for place, (_number, _person_id, facts) in enumerate(asked, start=1)
    )


def registered_again(session: Session, scale: Scale) -> list[tuple[int, str, Facts]]:
    """Number and id of persons of the vault, and what somebody writes down of them next time."""
    with session.read() as db:
        numbers = Random(SEED).sample(range(1, scale.persons + 1), scale.many)
        known = store.facts_of(db, numbers)
    roster, kinds = Roster("GN", SEED), [kind for kind in SAME if kind is not Kind.MARRIED]
    return [
        (number, person_id, roster.again(facts, kinds[place % len(kinds)]))
        for place, (number, person_id, facts) in enumerate(known)
    ]


def _keyed_again(session: Session, numbers: Sequence[int]) -> float:
    """Milliseconds that the keys of these persons take."""
    with session.vault.transaction() as db:
        db.executemany("INSERT OR IGNORE INTO dup_todo VALUES (?)", [(each,) for each in numbers])
    return timed(lambda: duplicates.catch_up(session))
