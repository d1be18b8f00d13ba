"""What a survey comes to: the scores of a key, or a simple mean that says that it is one.

With a key a score is ``Σ weight · score / Σ weight`` over what was answered. Without one a question
counts if its answers are numbers: its share is how far the chosen number lies between the lowest
and the highest of the list, whatever the list calls "I don't know" (a name that is no number) is
not answered, and all questions weigh the same. The dimension of a question is then the group around
it that is called so. A question that another made pointless was not asked and is in no total.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from intake_app.instruments.key import COMPLETENESS, Key
from intake_app.instruments.model import Item, Kind, Questionnaire
from intake_app.packs.model import Dimension

_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True)
class Score:
    """One figure: ``thousandths`` from 0 to 1,000, None where too little was answered.

    ``dimension`` None is all of them together.
    """

    dimension: Dimension | None
    thousandths: int | None
    answered: int
    total: int


@dataclass(frozen=True)
class Profile:
    """The scores of one survey: of each dimension that the questionnaire has, then of all.

    ``key`` None is the simple mean. ``basis`` says by what it was counted: two profiles are
    compared only if theirs is the same. ``completeness`` is the least percentage of answers.
    """

    scores: tuple[Score, ...]
    key: Key | None
    basis: str
    completeness: int

    @property
    def is_empty(self) -> bool:
        """True if the questionnaire has nothing that could be counted."""
        return not any(score.total for score in self.scores)

    def of(self, dimension: Dimension | None) -> Score | None:
        """The score of a dimension, or of all."""
        return next((one for one in self.scores if one.dimension is dimension), None)


@dataclass(frozen=True)
class _Counted:
    """A question that counts, with what each of its answers is worth."""

    question: str
    dimension: Dimension | None
    worth: Mapping[str, Fraction]
    weight: Fraction = Fraction(1)
    composite_weight: Fraction = Fraction(1)

    def share(self, answer: str) -> Fraction | None:
        """What the answer is worth; None if it counts as none."""
        found = [self.worth[name] for name in answer.split(" ") if name in self.worth]
        return max(found) if found else None


def profile(
    questionnaire: Questionnaire,
    answers: Mapping[str, str],
    asked: Iterable[str],
    key: Key | None = None,
) -> Profile:
    """The scores of one survey. ``asked`` are the questions that were to be answered."""
    counted = list(_by_key(key) if key else _by_numbers(questionnaire))
    wanted = set(asked)
    shown = [one for one in counted if one.question in wanted]
    completeness = key.completeness if key else COMPLETENESS
    dimensions = [one for one in Dimension if any(item.dimension is one for item in counted)]
    scores = []
    for dimension in dimensions:
        some = [one for one in shown if one.dimension is dimension]
        weights = [one.weight for one in some]
        scores.append(_score(dimension, some, weights, answers, completeness))
    weights = [one.composite_weight for one in shown]
    scores.append(_score(None, shown, weights, answers, completeness))
    return Profile(tuple(scores), key, _basis(counted, key), completeness)


def _score(
    dimension: Dimension | None,
    some: Sequence[_Counted],
    weights: Sequence[Fraction],
    answers: Mapping[str, str],
    completeness: int,
) -> Score:
    shares = [one.share(answers.get(one.question, "")) for one in some]
    pairs = [(share, weight) for share, weight in zip(shares, weights, strict=True)
             if share is not None]  # fmt: skip
    whole = sum((weight for _share, weight in pairs), Fraction(0))
    enough = bool(pairs) and len(pairs) * 100 >= completeness * len(some)
    if not enough or not whole:
        return Score(dimension, None, len(pairs), len(some))
    mean = sum((share * weight for share, weight in pairs), Fraction(0)) / whole
    return Score(dimension, int(mean * 1000 + Fraction(1, 2)), len(pairs), len(some))


def _by_key(key: Key) -> Iterator[_Counted]:
    for item in key.items:
        worth = {answer: Fraction(score) for answer, score in item.scores.items()}
        weights = Fraction(item.weight), Fraction(item.composite_weight)
        yield _Counted(item.question, item.dimension, worth, *weights)


def _by_numbers(questionnaire: Questionnaire) -> Iterator[_Counted]:
    for item in questionnaire.items:
        names = [choice.name for choice in questionnaire.choices_of(item)]
        numbers = [int(name) for name in names if _NUMBER.fullmatch(name)]
        if item.kind is Kind.ONE and len(set(numbers)) > 1:
            low, high = min(numbers), max(numbers)
            worth = {
                name: Fraction(int(name) - low, high - low)
                for name in names
                if _NUMBER.fullmatch(name)
            }
            yield _Counted(item.name, _dimension(questionnaire, item), worth)


def _dimension(questionnaire: Questionnaire, item: Item) -> Dimension | None:
    names = [group.name for group in questionnaire.around(item)]
    return next((one for one in Dimension if one.value in names), None)


def _basis(counted: Sequence[_Counted], key: Key | None) -> str:
    if key is not None:
        return f"key {key.id}"
    parts = (f"{one.question}/{one.dimension or ''}/{len(one.worth)}" for one in counted)
    return "mean " + " ".join(parts)
