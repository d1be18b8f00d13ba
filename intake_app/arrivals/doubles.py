"""Lines of a list whose person is known already: registered, or on an earlier line of the list.

By the keys and the evidence of ``duplicates``, so that a list and a form judge alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from intake_app.arrivals.manifest import Line, Preview, Step, Verdict
from intake_app.arrivals.model import Choice, Decision, Expected
from intake_app.duplicates import service as duplicates
from intake_app.duplicates import store as duplicates_store
from intake_app.duplicates.keys import WORTH, asked_keys, group_of, groups_of, stored_keys
from intake_app.duplicates.service import Candidate
from intake_app.people.evidence import Evidence, Facts, Frequency, compare
from intake_app.people.evidence import Verdict as Likely
from intake_app.session import Session

NOTHING_DECIDED: Mapping[int, Decision] = MappingProxyType({})

_STEP = 20
"""Lines between two words about how far it is: a tenth of a second."""
_MOST_OF_A_KEY = 60
"""Earlier lines that share a key; of a key that more have only the newest count."""
_MOST_WEIGHED = 4
_LEAST_SHARED = 4
_FEWEST = 200
"""As in ``duplicates.service``: few persons do not show how frequent names are."""


@dataclass(frozen=True)
class Double:
    """Somebody whom a line may be about. ``person_id`` is empty for an earlier line of the list,
    and ``earlier`` its number."""

    line: int
    facts: Facts
    other: Facts
    evidence: Evidence
    person_id: str = ""
    earlier: int = 0


def facts_of(line: Expected) -> Facts:
    """What a line says that tells people apart."""
    return Facts(
        family_name=line.family_name,
        given_names=line.given_names,
        sex=line.sex,
        birth=line.birth,
        nationality=line.nationality,
        phones=(line.phone,) if line.phone else (),
        documents=(line.document_number,) if line.document_number else (),
    )


def find(session: Session, seen: Preview, step: Step) -> tuple[Double, ...]:
    """The best candidate of each line that has one, in the order of the list.

    Somebody who is registered comes before an earlier line. ``step`` may raise to stop.
    """
    lines = [(line.number, facts_of(line.person)) for line in seen.lines if _counts(line)]
    step(0, len(lines))
    while duplicates.catch_up(session):  # else whoever was saved a moment ago is not found
        step(0, len(lines))
    twice = {double.line: double for double in _within(session, lines)}
    found = []
    for place, (number, facts) in enumerate(lines):
        if place % _STEP == 0:
            step(place, len(lines))
        best = _registered(session, number, facts) or twice.get(number)
        if best is not None:
            found.append(best)
    step(len(lines), len(lines))
    return tuple(found)


def _counts(line: Line) -> bool:
    return line.verdict is Verdict.TAKEN and line.person is not None


def _registered(session: Session, number: int, facts: Facts) -> Double | None:
    shown: list[Candidate] = duplicates.candidates(session, facts)
    if not shown:
        return None
    best = shown[0]
    return Double(number, facts, best.facts, best.evidence, best.person_id)


# ---------------------------------------------------------------------------- within the list


def _within(session: Session, lines: Sequence[tuple[int, Facts]]) -> Iterator[Double]:
    """Each line against those before it."""
    frequency = _frequency(session, [facts for _number, facts in lines])
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (number, facts) in enumerate(lines):
        shared: Counter[int] = Counter()
        for key in asked_keys(facts):
            for earlier in places[key][-_MOST_OF_A_KEY:]:
                shared[earlier] += WORTH[key[0]]
        best: tuple[float, Double] | None = None
        for earlier, worth in shared.most_common(_MOST_WEIGHED):
            if worth < _LEAST_SHARED:
                break
            number_before, before = lines[earlier]
            evidence = compare(facts, before, frequency)
            if evidence.verdict is not Likely.UNLIKELY and (
                best is None or evidence.weight > best[0]
            ):
                best = (
                    evidence.weight,
                    Double(number, facts, before, evidence, earlier=number_before),
                )
        if best is not None:
            yield best[1]
        for key in stored_keys(facts):
            places[key].append(place)


def _frequency(session: Session, people: Sequence[Facts]) -> Frequency:
    """How frequent names are among those registered and those on the list together."""
    listed = Counter(group for facts in people for group in groups_of(facts.full_name))
    with session.read() as db:
        registered, total = duplicates_store.counts(db, set(listed))
    everybody = total + len(people) + _FEWEST

    def known(word: str) -> float:
        group = group_of(word)
        return max(1, registered.get(group, 0) + listed[group]) / everybody

    return known


# ---------------------------------------------------------------------------- what was chosen


def decided_people(
    seen: Preview, decided: Mapping[int, Decision]
) -> tuple[list[Expected], list[tuple[str, str]]]:
    """Those who will be expected, and (line, person) of each "not the same".

    A line that is the same person as an earlier line is left out.
    """
    expected, apart = [], []
    for line in seen.lines:
        if not _counts(line) or line.person is None:
            continue
        chosen = decided.get(line.number, Decision(Choice.AT_THE_DOOR))
        if chosen.choice is Choice.SAME and not chosen.person_id:
            continue
        if chosen.choice is Choice.NOT_THE_SAME and chosen.person_id:
            apart.append((line.person.id, chosen.person_id))
        known = chosen.person_id if chosen.choice is Choice.SAME else None
        expected.append(replace(line.person, known_id=known))
    return expected, apart
