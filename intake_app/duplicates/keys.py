"""What a person is found by: a few keys, each of which another registration is likely to share.

No single key is sure: names are spelled anew, dates are forgotten, numbers change. A second
registration that shares none of them would have nothing in common with the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations

from intake_app.names.families import families
from intake_app.names.folding import skeleton, words
from intake_app.people.evidence import Facts
from intake_app.people.model import Sex
from intake_app.values import PartialDate

# BOTH names with a year: of a million persons very many share the names, or one name and the year.
NUMBER, PHONE, BOTH, DAY, YEAR, PAIR, MOTHER = "n", "t", "b", "d", "y", "p", "m"
WORTH = {NUMBER: 16, PHONE: 8, BOTH: 7, DAY: 6, YEAR: 4, MOTHER: 4, PAIR: 3}
"""How much sharing such a key promises; only for the order in which candidates are looked at."""

_MOST_WORDS = 4
_WIDEST = 5
"""Years; a birth date vaguer than that finds nobody."""


@lru_cache(maxsize=65_536)
def group_of(word: str) -> str:
    """What all spellings of a name have in common: its family, else its consonants."""
    return min(families().of(word), default=f"~{skeleton(word)[:6]}")


def groups_of(name: str) -> list[str]:
    """The groups of a name's words, without titles and particles, each once."""
    particles = families().particles
    every = words(name)
    telling = [word for word in every if word not in particles and len(word) > 1] or every
    return list(dict.fromkeys(group_of(word) for word in telling))[:_MOST_WORDS]


def stored_keys(facts: Facts) -> set[str]:
    """The keys that a person is kept under."""
    return set(_keys(facts))


def asked_keys(facts: Facts) -> set[str]:
    """The keys to look under: also with day and month swapped, and both names with a year beside
    theirs. One name with another year would only bring strangers."""
    keys = set(_keys(facts, margin=1))
    for day in _near_days(facts.birth):
        keys.update(_day_keys(day, facts.sex))
    return keys


def _keys(facts: Facts, margin: int = 0) -> Iterator[str]:
    yield from _name_keys(facts, margin)
    if facts.birth is not None and facts.birth.is_exact:
        yield from _day_keys(facts.birth.earliest, facts.sex)
    for document in facts.documents:
        number = "".join(c for c in document.upper() if c.isalnum())
        if len(number) >= 5:
            yield NUMBER + number.replace("O", "0").replace("I", "1")
    for phone in facts.phones:
        digits = "".join(c for c in phone if c.isdigit())
        if len(digits) >= 7:
            yield PHONE + digits[-8:]


def _name_keys(facts: Facts, margin: int) -> Iterator[str]:
    groups = groups_of(facts.full_name) or groups_of(facts.own_script_name)
    for one, other in combinations(sorted(groups), 2):
        yield f"{PAIR}{one} {other}"
        for year in _years(facts.birth, margin):
            yield f"{BOTH}{one} {other} {year}"
    for group in groups:
        for year in _years(facts.birth):
            yield f"{YEAR}{group} {year}"
    if facts.mother_name:
        for mother in groups_of(facts.mother_name)[:1]:
            for given in groups_of(facts.given_names)[:2]:
                yield f"{MOTHER}{mother} {given}"


def _years(birth: PartialDate | None, margin: int = 0) -> range:
    if birth is None or birth.latest.year - birth.earliest.year >= _WIDEST:
        return range(0)
    return range(birth.earliest.year - margin, birth.latest.year + margin + 1)


def _day_keys(day: date, sex: Sex) -> Iterator[str]:
    if (day.month, day.day) not in {(1, 1), (12, 31)}:  # said of people whose day nobody knows
        yield f"{DAY}{day.isoformat()} {sex.value}"


def _near_days(birth: PartialDate | None) -> Iterator[date]:
    if birth is None or not birth.is_exact:
        return
    day = birth.earliest
    if day.day <= 12:
        yield date(day.year, day.day, day.month)
    for years in (-1, 1):
        if (day.month, day.day) != (2, 29):
            yield date(day.year + years, day.month, day.day)
