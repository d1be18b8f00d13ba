"""Lines of a list whose person is known already: registered, or on an earlier line of the list.

By the keys and the evidence of ``duplicates``, so that a list and a form judge alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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

LINES_AT_ONCE = 20
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


class DoubleSearch:
    """Goes through a list in small parts, so that the desk can do other things in between.

    Lives on the vault's thread. ``found`` holds the best candidate of each line so far, in the
    order of the list; somebody who is registered comes before an earlier line.
    """

    def __init__(self, session: Session, seen: Preview) -> None:
        self._session = session
        self._lines = [
            (one.number, facts_of(one.person)) for one in seen.lines if one.person and _counts(one)
        ]
        self._list = _List(_frequency(session, [facts for _number, facts in self._lines]))
        self._has_keys = False
        self.done, self.found = 0, list[Double]()

    @property
    def total(self) -> int:
        """How many lines there are to look at."""
        return len(self._lines)

    def go_on(self, lines: int = LINES_AT_ONCE) -> bool:
        """Look at some more lines; False when all were looked at."""
        if not self._has_keys:  # else whoever was saved a moment ago is not found
            self._has_keys = not duplicates.catch_up(self._session)
            return True
        for number, facts in self._lines[self.done : self.done + lines]:
            before = self._list.best(number, facts)
            best = _registered(self._session, number, facts) or before
            if best is not None:
                self.found.append(best)
            self.done += 1
        return self.done < self.total


def find(session: Session, seen: Preview, step: Step) -> tuple[Double, ...]:
    """All of it at once. ``step`` hears how far it is, and may raise to stop."""
    search = DoubleSearch(session, seen)
    step(0, search.total)
    while search.go_on():
        step(search.done, search.total)
    step(search.done, search.total)
    return tuple(search.found)


def _counts(line: Line) -> bool:
    return line.verdict is Verdict.TAKEN and line.person is not None


def _registered(session: Session, number: int, facts: Facts) -> Double | None:
    shown: list[Candidate] = duplicates.candidates(session, facts)
    if not shown:
        return None
    best = shown[0]
    return Double(number, facts, best.facts, best.evidence, best.person_id)


# ---------------------------------------------------------------------------- within the list


class _List:
    """The lines so far, by their keys."""

    def __init__(self, frequency: Frequency) -> None:
        self._frequency = frequency
        self._places: defaultdict[str, list[tuple[int, Facts]]] = defaultdict(list)

    def best(self, number: int, facts: Facts) -> Double | None:
        """The earlier line that is probably the same person; then this one is an earlier line.

        Only what is likely: a list says little of each person, and all came the same way.
        """
        shared: Counter[int] = Counter()
        known: dict[int, Facts] = {}
        for key in asked_keys(facts):
            for earlier, before in self._places[key][-_MOST_OF_A_KEY:]:
                shared[earlier] += WORTH[key[0]]
                known[earlier] = before
        for key in stored_keys(facts):
            self._places[key].append((number, facts))
        weighed = [
            Double(
                number,
                facts,
                known[line],
                compare(facts, known[line], self._frequency),
                earlier=line,
            )
            for line, worth in shared.most_common(_MOST_WEIGHED)
            if worth >= _LEAST_SHARED
        ]
        likely = [double for double in weighed if double.evidence.verdict is Likely.LIKELY]
        return max(likely, key=lambda double: double.evidence.weight, default=None)


def _frequency(session: Session, people: Sequence[Facts]) -> Frequency:
    """How frequent names are among those registered and those on the list together."""
    listed = Counter(group for facts in people for group in groups_of(facts.full_name))
    with session.read() as db:
        registered = {group: duplicates_store.bearers(db, group) for group in listed}
        total = duplicates_store.highest(db)
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
