"""How much speaks for two records being one person, in bits, and every reason by itself.

After Fellegi and Sunter: what agrees counts by how seldom it agrees by chance, what differs by how
seldom it differs in one person. How often a fact agrees in true pairs is from PIRL, a record
linkage done at the desk in rural Tanzania (``domain.md`` 8.3); sharing a name is worth what the
name's frequency in this vault leaves (sharing "Diallo" little, a rare name much).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf, log2
from operator import attrgetter
from typing import NamedTuple

from intake_app.names.folding import words
from intake_app.names.likeness import Likeness, Match, Why, compare_words, likeness
from intake_app.people.model import Sex
from intake_app.values import PartialDate

LIKELY, POSSIBLE = 14.0, 8.0
"""Bits; tuned on generated rosters (``tests/rosters``), and tested on others."""

Frequency = Callable[[str], float]
"""How large a share of the persons bears this word as a name, over 0 and at most 1."""


class Fact(StrEnum):
    """What two records can agree or differ in."""

    NAME = "name"
    SEX = "sex"
    BIRTH = "birth"
    MOTHER = "mother"
    FATHER = "father"
    HOUSEHOLD = "household"
    ORIGIN = "origin"
    PHONE = "phone"
    DOCUMENT = "document"
    NATIONALITY = "nationality"


class Verdict(StrEnum):
    """What a clerk should think of it."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


@dataclass(frozen=True)
class Facts:
    """What is known of somebody that tells people apart. Empty where nothing is known.

    ``documents`` and ``phones`` as typed; ``household`` first names of those they live with;
    ``origin`` the village or quarter; ``origin_at`` the version of a list of places and the code in
    it, empty if it was not chosen from one.
    """

    family_name: str = ""
    given_names: str = ""
    other_names: str = ""
    own_script_name: str = ""
    sex: Sex = Sex.UNKNOWN
    birth: PartialDate | None = None
    nationality: str = ""
    mother_name: str = ""
    father_name: str = ""
    household: tuple[str, ...] = ()
    origin: str = ""
    origin_at: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The names as they stand on a document."""
        return f"{self.given_names} {self.family_name}".strip()


class Reason(NamedTuple):
    """One fact with its weight in bits: over 0 it speaks for one person, under 0 against.

    ``detail`` says how they agree or differ: a code for ``people/reasons.py``. ``match`` is the
    pair of words, for names.
    """

    fact: Fact
    weight: float
    detail: str
    match: Match | None = None


@dataclass(frozen=True)
class Evidence:
    """All reasons, and their sum."""

    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> float:
        """Bits for one person, less those against."""
        return sum(reason.weight for reason in self.reasons)

    @property
    def verdict(self) -> Verdict:
        """What a clerk should think of it."""
        if self.weight >= LIKELY:
            return Verdict.LIKELY
        return Verdict.POSSIBLE if self.weight >= POSSIBLE else Verdict.UNLIKELY


def compare(mine: Facts, theirs: Facts, frequency: Frequency) -> Evidence:
    """Weigh everything that both records know."""
    weighed = _weigh(mine, theirs, frequency, least=-inf)
    assert weighed is not None
    return weighed


def compare_if_possible(mine: Facts, theirs: Facts, frequency: Frequency) -> Evidence | None:
    """The same for one of many candidates, or None as soon as what is still to be weighed cannot
    make them one person any more."""
    return _weigh(mine, theirs, frequency, POSSIBLE)


def _weigh(mine: Facts, theirs: Facts, frequency: Frequency, least: float) -> Evidence | None:
    """What costs little first, then the names; None once ``least`` cannot be reached."""
    first = [*_sex(mine, theirs), *_birth(mine, theirs)]
    last = [*_document(mine, theirs), *_nationality(mine, theirs)]
    phone = _phone(mine, theirs)
    known = _sum(first) + _sum(last)
    relations = [rule for rule in _RELATIONS if rule.of(mine) and rule.of(theirs)]
    most = _sum(phone) + sum(rule.most for rule in relations)
    names, same_given = _names(mine, theirs, frequency)
    known += _sum(names)
    # Brothers and sisters share all this; it says that they belong together, not who they are.
    part = 1.0 if same_given else _OF_SIBLINGS
    shared: list[Reason] = []
    for rule in relations:
        if known + part * most < least:
            return None
        found = [_part_of(reason, part) for reason in rule.weigh(mine, theirs, frequency)]
        shared += found
        most -= rule.most
        known += _sum(found)
    shared += [_part_of(reason, part) for reason in phone]
    return Evidence((*names, *first, *shared, *last))


def _sum(reasons: list[Reason]) -> float:
    return sum(reason.weight for reason in reasons)


def _part_of(reason: Reason, part: float) -> Reason:
    return reason._replace(weight=reason.weight * part) if reason.weight > 0 else reason


_OF_SIBLINGS = 0.25
_MOST_OF_A_WORD, _CONTRADICTION, _LEFT_OUT, _SWAPPED = 9.0, -5.0, -0.6, -0.3
_MOST_OF_A_RELATIVE, _OTHER_RELATIVE = 8.0, -3.5
_MOST_OF_A_MEMBER, _MOST_MEMBERS = 4.0, 3
_SAME_ORIGIN = 4.5


def _names(mine: Facts, theirs: Facts, frequency: Frequency) -> tuple[list[Reason], bool]:
    """Reasons from the names, and whether a given name agrees."""
    alike = _best_likeness(mine, theirs)
    family = _words_of(mine.family_name) | _words_of(theirs.family_name)
    reasons, given_agrees = [], False
    for match in alike.matches:
        weight = _weight_of(match, frequency)
        reasons.append(Reason(Fact.NAME, weight, match.why.value, match))
        both = set(match.mine.split()) | set(match.theirs.split())
        given_agrees = given_agrees or (weight > 0 and not both <= family)
    if alike.swapped and mine.given_names and theirs.given_names:
        reasons.append(Reason(Fact.NAME, _SWAPPED, "swapped"))
    if not given_agrees and not (mine.given_names and theirs.given_names):
        given_agrees = True  # nobody knows
    return reasons, given_agrees


def _best_likeness(mine: Facts, theirs: Facts) -> Likeness:
    """By the names in Latin letters, else by those in their own script."""
    plain = likeness(mine.full_name, theirs.full_name)
    if plain.same:
        return plain
    others = [
        likeness(one, other)
        for one in (mine.full_name, mine.own_script_name)
        for other in (theirs.full_name, theirs.own_script_name)
        if one and other and (one, other) != (mine.full_name, theirs.full_name)
    ]
    if mine.other_names or theirs.other_names:
        longer = (f"{who.full_name} {who.other_names}".strip() for who in (mine, theirs))
        others.append(likeness(*longer))
    return max((plain, *others), key=lambda found: found.value)


def _words_of(text: str) -> set[str]:
    return set(words(text))


def _weight_of(match: Match, frequency: Frequency) -> float:
    if match.why is Why.LEFT_OUT:
        return _LEFT_OUT
    if match.why is Why.DIFFERENT or match.likeness < 0.6:
        return _CONTRADICTION * (1 - match.likeness)
    seldom = min(frequency(match.mine.split()[0]), frequency(match.theirs.split()[0]))
    worth = min(_MOST_OF_A_WORD, log2(0.9 / max(seldom, 1e-6)))
    if match.why is Why.INITIAL:
        return min(worth, 1.5)
    return max(0.3, worth) * max(0.0, (match.likeness - 0.5) * 2)


def _sex(mine: Facts, theirs: Facts) -> list[Reason]:
    if Sex.UNKNOWN in {mine.sex, theirs.sex}:
        return []
    if mine.sex is theirs.sex:
        return [Reason(Fact.SEX, 0.9, "same")]
    return [Reason(Fact.SEX, -5.6, "differs")]  # m = 0.99 (PIRL); a wrong tick is possible


def _mother(mine: Facts, theirs: Facts, frequency: Frequency) -> list[Reason]:
    return _relative(Fact.MOTHER, mine.mother_name, theirs.mother_name, frequency)


def _father(mine: Facts, theirs: Facts, frequency: Frequency) -> list[Reason]:
    return _relative(Fact.FATHER, mine.father_name, theirs.father_name, frequency)


def _relative(fact: Fact, mine: str, theirs: str, frequency: Frequency) -> list[Reason]:
    alike = likeness(mine, theirs)
    if alike.same or (alike.value >= 0.55 and min(len(words(mine)), len(words(theirs))) == 1):
        worth = sum(max(0.0, _weight_of(match, frequency)) for match in alike.matches)
        return [Reason(fact, min(_MOST_OF_A_RELATIVE, worth), "same")]
    return [Reason(fact, _OTHER_RELATIVE * (1 - alike.value), "differs")]


def _household(mine: Facts, theirs: Facts, frequency: Frequency) -> list[Reason]:
    """First names of those they live with; each counts once."""
    ours = {word for name in mine.household for word in words(name)[:1]}
    others = {word for name in theirs.household for word in words(name)[:1]}
    found = [
        match
        for other in others
        if (match := max((compare_words(one, other) for one in ours), key=_how_much, default=None))
        and match.likeness >= 0.9
    ]
    worth = sum(
        min(_MOST_OF_A_MEMBER, max(0.0, _weight_of(match, frequency)))
        for match in found[:_MOST_MEMBERS]
    )
    return [Reason(Fact.HOUSEHOLD, worth, "same")] if worth else []


def _how_much(match: Match) -> float:
    return match.likeness


def _origin(mine: Facts, theirs: Facts, _frequency: Frequency) -> list[Reason]:
    alike, same_code = likeness(mine.origin, theirs.origin).same, mine.origin_at == theirs.origin_at
    if alike and not same_code and mine.origin_at[:1] == theirs.origin_at[:1]:
        return []  # a region and its town, or two villages of one name
    if alike or (same_code and mine.origin_at):
        return [Reason(Fact.ORIGIN, _SAME_ORIGIN, "same")]
    return [Reason(Fact.ORIGIN, -3.2, "differs")]  # m = 0.894 (PIRL)


class _Relation(NamedTuple):
    """A fact that people who live together share: known of both, at ``most`` so many bits."""

    of: Callable[[Facts], object]
    weigh: Callable[[Facts, Facts, Frequency], list[Reason]]
    most: float


_RELATIONS = (
    _Relation(attrgetter("mother_name"), _mother, _MOST_OF_A_RELATIVE),
    _Relation(attrgetter("father_name"), _father, _MOST_OF_A_RELATIVE),
    _Relation(attrgetter("household"), _household, _MOST_MEMBERS * _MOST_OF_A_MEMBER),
    _Relation(attrgetter("origin"), _origin, _SAME_ORIGIN),
)


def _phone(mine: Facts, theirs: Facts) -> list[Reason]:
    ours = {_digits(phone)[-8:] for phone in mine.phones if len(_digits(phone)) >= 7}
    same = any(_digits(phone)[-8:] in ours for phone in theirs.phones)
    return [Reason(Fact.PHONE, 8.0, "same")] if same else []


def _document(mine: Facts, theirs: Facts) -> list[Reason]:
    ours = {_number(document) for document in mine.documents if len(_number(document)) >= 5}
    same = any(_number(document) in ours for document in theirs.documents)
    return [Reason(Fact.DOCUMENT, 16.0, "same")] if same else []


def _nationality(mine: Facts, theirs: Facts) -> list[Reason]:
    if not mine.nationality or not theirs.nationality:
        return []
    if mine.nationality == theirs.nationality:
        return [Reason(Fact.NATIONALITY, 0.5, "same")]
    return [Reason(Fact.NATIONALITY, -1.5, "differs")]


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def _number(text: str) -> str:
    return _NO_LETTER.sub("", text.upper()).replace("O", "0").replace("I", "1")


_NO_DIGIT, _NO_LETTER = re.compile(r"\D"), re.compile(r"[\W_]")


# ---------------------------------------------------------------------------- dates of birth


def _birth(mine: Facts, theirs: Facts) -> list[Reason]:
    if mine.birth is None or theirs.birth is None:
        return []
    weight, detail = birth_weight(mine.birth, theirs.birth)
    return [Reason(Fact.BIRTH, weight, detail)]


def birth_weight(one: PartialDate, other: PartialDate) -> tuple[float, str]:
    """Bits and a code. 1 January, 31 December, a year and an age say little about day and month."""
    if one.is_exact and other.is_exact and not _is_placeholder(one) and not _is_placeholder(other):
        return _exact_weight(one.earliest, other.earliest)
    gap = _years_between(one, other)
    if gap == 0:
        width = max(1, _width(one), _width(other))
        round_ = _is_round(one) or _is_round(other)
        return max(1.0, 4.3 - log2(width) - (1.0 if round_ else 0.0)), "about"
    # An estimated age is often wrong by some years, and the more so the less exact it claims to be.
    allowed = 1 if one.is_exact and other.is_exact else 2
    if gap <= allowed:
        return 1.2, "near"
    return max(-8.0, 1.2 - 1.5 * (gap - allowed)), "far"


def _exact_weight(one: date, other: date) -> tuple[float, str]:
    if one.year == other.year:
        return _same_year_weight(one, other)
    gap = abs(one.year - other.year)
    if (one.month, one.day) == (other.month, other.day):
        return (6.0 if gap <= 1 else 4.0 if gap in {2, 3, 10} else 1.0), "year_differs"
    return (0.3, "near") if gap == 1 else (max(-9.0, -1.5 * gap), "far")


def _same_year_weight(one: date, other: date) -> tuple[float, str]:
    if one == other:
        return 11.0, "same"
    if (one.month, one.day) == (other.day, other.month):
        return 8.0, "day_and_month_swapped"
    if one.month == other.month or one.day == other.day:
        return 5.0, "one_part_differs"
    return 2.5, "same_year"


def _is_placeholder(born: PartialDate) -> bool:
    return (born.earliest.month, born.earliest.day) in {(1, 1), (12, 31)}


def _is_round(born: PartialDate) -> bool:
    """Born in a year such as 1990 and nothing more known: an age that somebody rounded."""
    return _is_placeholder(born) and born.earliest.year % 5 == 0


def _width(born: PartialDate) -> int:
    return born.latest.year - born.earliest.year + 1


def _years_between(one: PartialDate, other: PartialDate) -> int:
    """0 if the years that both can mean overlap."""
    return max(0, one.earliest.year - other.latest.year, other.earliest.year - one.latest.year)
