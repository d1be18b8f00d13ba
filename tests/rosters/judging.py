"""Recall and precision of the program and of two usual ways, on the same pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from intake_app.names.families import families
from intake_app.names.folding import words
from intake_app.people.evidence import Evidence, Frequency, Verdict, compare
from tests.rosters.generator import Pair

SHARPEST = 100
"""A name that nobody else has in a small roster is still not unique in the world."""


@dataclass(frozen=True)
class Judged:
    """A pair and what the program thinks of it."""

    pair: Pair
    evidence: Evidence

    @property
    def found(self) -> bool:
        """True if a clerk would be shown it."""
        return self.evidence.verdict is not Verdict.UNLIKELY


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0

    @classmethod
    def counted(cls, judged: Iterable[tuple[bool, bool]]) -> Score:
        """Of (the truth, what was said)."""
        count = Counter(judged)
        right, missed, wrong = count[True, True], count[True, False], count[False, True]
        return cls(right / max(1, right + missed), right / max(1, right + wrong))

    @classmethod
    def of(cls, found: Sequence[Judged]) -> Score:
        """Of the program."""
        return cls.counted((each.pair.same, each.found) for each in found)

    @classmethod
    def of_names(cls, found: Sequence[Judged]) -> Score:
        """Of Jaro–Winkler 0.88 on full names."""
        return cls.counted((each.pair.same, _jaro_winkler(each.pair)) for each in found)


def judged(pairs: Sequence[Pair]) -> list[Judged]:
    """What the program thinks of each pair, with frequencies learned from this roster."""
    frequency = frequency_in(pair.one.full_name for pair in pairs)
    return [Judged(pair, compare(pair.one, pair.other, frequency)) for pair in pairs]


def frequency_in(names: Iterable[str]) -> Frequency:
    """How large a share of these persons bears a name, all its spellings together."""
    every = [{_key(word) for word in words(name)} for name in names]
    count = Counter(key for keys in every for key in keys)

    def known(word: str) -> float:
        return max(1, count[_key(word)]) / (len(every) + SHARPEST)

    return known


def _key(word: str) -> str:
    return min(families().of(word), default=word)


def _jaro_winkler(pair: Pair) -> bool:
    one, other = pair.one.full_name.lower(), pair.other.full_name.lower()
    return JaroWinkler.similarity(one, other) >= 0.88
