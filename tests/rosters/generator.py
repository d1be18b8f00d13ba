"""Invented rosters with planted pairs: one person registered twice, and two persons who look alike.

The same seed gives the same roster. Nothing here knows how the program compares names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from intake_app.people.evidence import Facts
from intake_app.people.model import Sex
from intake_app.values import PartialDate
from tests.rosters.lists import COUNTRIES, LETTERS, SPELLINGS


class Kind(StrEnum):
    """How the second registration differs, or why two persons look alike."""

    SPELLING = "spelling"
    LETTERS = "letters"
    TYPING = "typing"
    SWAPPED = "swapped"
    LEFT_OUT = "left out"
    ADDED = "added"
    INITIAL = "initial"
    JOINED = "joined"
    MARRIED = "married"
    SEVERAL = "several"
    SIBLING = "sibling"
    PARENT = "parent"
    NAMESAKE = "namesake"
    COUSIN = "cousin"
    STRANGER = "stranger"


SAME = [Kind(each) for each in list(Kind)[:10]]
DIFFERENT = [Kind(each) for each in list(Kind)[10:]]


@dataclass(frozen=True)
class Pair:
    """Two records; ``same`` is the truth."""

    country: str
    kind: Kind
    one: Facts
    other: Facts

    @property
    def same(self) -> bool:
        """True if it is one person."""
        return self.kind in SAME


class Roster:
    """Persons of one country, with a random order of its own."""

    def __init__(self, country: str, seed: int) -> None:
        self.country, self.random = country, Random(f"{country} {seed}")
        self.lists = COUNTRIES[country]

    def pick(self, names: tuple[str, ...]) -> str:
        """Frequent names more often: the first of the list is about every eighth."""
        place = int(len(names) * self.random.random() ** 2.2)
        return names[place]

    def given(self, sex: Sex, among: int = 3) -> str:
        """One given name, sometimes two."""
        names = self.lists.male if sex is Sex.MALE else self.lists.female
        first = self.pick(names)
        second = self.pick(names)
        return (
            f"{first} {second}" if self.random.randrange(among) == 0 and second != first else first
        )

    def born(self) -> PartialDate:
        """As people know it: many only the year, many 1 January."""
        day = date(1958, 1, 1) + timedelta(days=self.random.randrange(46 * 365))
        chance = self.random.random()
        if chance < 0.18:
            return PartialDate.from_edtf(f"{day.year}-01-01")
        if chance < 0.30:
            return PartialDate.from_edtf(f"{day.year}")
        if chance < 0.36:
            return PartialDate.from_edtf(f"{5 * round(day.year / 5)}~")
        return PartialDate.from_edtf(day.isoformat())

    def phone(self) -> str:
        """A number of nobody."""
        return "+000" + "".join(str(self.random.randrange(10)) for _digit in range(8))

    def person(self) -> Facts:
        """Somebody with most of what is asked, and some of it unknown."""
        random = self.random
        sex = Sex.FEMALE if random.random() < 0.4 else Sex.MALE
        family = self.pick(self.lists.families)
        return Facts(
            family_name=family,
            given_names=self.given(sex),
            sex=sex,
            birth=self.born(),
            nationality=self.country,
            mother_name=self.maybe(
                0.8, lambda: f"{self.given(Sex.FEMALE, 9)} {self.pick(self.lists.families)}"
            ),
            father_name=self.maybe(0.6, lambda: f"{self.given(Sex.MALE, 9)} {family}"),
            origin=self.maybe(0.75, lambda: random.choice(self.lists.places)),
            phones=(self.phone(),) if random.random() < 0.6 else (),
            documents=(self.document(),) if random.random() < 0.5 else (),
        )

    def maybe(self, chance: float, make: Callable[[], str]) -> str:
        """Known with this chance, else empty."""
        return make() if self.random.random() < chance else ""

    def document(self) -> str:
        """A number as on a passport."""
        letter = self.random.choice("ABCDEFGHKLMR")
        return letter + "".join(str(self.random.randrange(10)) for _digit in range(7))

    # ------------------------------------------------------------------ the same person again

    def again(self, person: Facts, kind: Kind) -> Facts:
        """How somebody else registers the same person another time."""
        changed = _CHANGES[kind](self, person)
        return self.told_again(changed)

    def told_again(self, person: Facts) -> Facts:
        """What is said differently a second time, whatever happens to the name."""
        random = self.random
        return replace(
            person,
            birth=self.birth_again(person.birth),
            mother_name=self.relative_again(person.mother_name),
            father_name=self.relative_again(person.father_name),
            origin=person.origin if random.random() < 0.85 else "",
            phones=person.phones if random.random() < 0.45 else (self.phone(),),
            documents=person.documents if random.random() < 0.5 else (),
        )

    def birth_again(self, born: PartialDate | None) -> PartialDate | None:
        """Day .57, month .63, year .80 agree in true pairs (PIRL); a paper makes it better."""
        if born is None:
            return None
        chance, day = self.random.random(), born.earliest
        if chance < 0.62:
            return born
        if chance < 0.72:
            return PartialDate.from_edtf(f"{day.year}-01-01")
        if chance < 0.78:
            return PartialDate.from_edtf(f"{day.year}")
        if chance < 0.84 and born.is_exact and day.day <= 12:
            return PartialDate.from_edtf(date(day.year, day.day, day.month).isoformat())
        shift = self.random.choice([-2, -1, -1, 1, 1, 2])
        if born.is_exact:
            return PartialDate.from_edtf(f"{day.year + shift}-{day.month:02}-{min(day.day, 28):02}")
        return PartialDate.from_edtf(f"{day.year + shift}~")

    def relative_again(self, name: str) -> str:
        """Left out, spelled anew, or only the first name."""
        chance = self.random.random()
        if not name or chance < 0.15:
            return ""
        if chance < 0.35:
            return name.split()[0]
        return self.respelled(name) if chance < 0.75 else name

    # ------------------------------------------------------------------ letters

    def respelled(self, name: str, changes: int = 2) -> str:
        """Other spellings of some of its words, or of letters in them."""
        words = name.split()
        for place in self.random.sample(range(len(words)), min(changes, len(words))):
            known = [new for old, new in SPELLINGS if re.fullmatch(old, words[place].lower())]
            if known:
                words[place] = self.random.choice(known).title()
            else:
                words[place] = self.letters(words[place])
        return " ".join(words)

    def letters(self, word: str) -> str:
        """One rule of orthography applied to a word, if one fits."""
        fitting = [(old, new) for old, new in LETTERS if old in word.lower()]
        if not fitting:
            return word
        old, new = self.random.choice(fitting)
        return word.lower().replace(old, new, 1).title() or word

    def typed(self, word: str) -> str:
        """One mistake of typing, not in the first letter."""
        if len(word) < 4:
            return word
        at = self.random.randrange(1, len(word) - 1)
        return self.random.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + self.random.choice("aeioumnrstl") + word[at + 1 :],
            ]
        )


def _spelling(roster: Roster, who: Facts) -> Facts:
    return replace(
        who,
        given_names=roster.respelled(who.given_names, 1),
        family_name=roster.respelled(who.family_name, 1),
    )


def _letters(roster: Roster, who: Facts) -> Facts:
    return replace(
        who,
        given_names=" ".join(roster.letters(word) for word in who.given_names.split()),
        family_name=roster.letters(who.family_name),
    )


def _typing(roster: Roster, who: Facts) -> Facts:
    if roster.random.random() < 0.5:
        return replace(who, family_name=roster.typed(who.family_name))
    first, *rest = who.given_names.split()
    return replace(who, given_names=" ".join([roster.typed(first), *rest]))


def _swapped(_roster: Roster, who: Facts) -> Facts:
    return replace(who, given_names=who.family_name, family_name=who.given_names)


def _left_out(_roster: Roster, who: Facts) -> Facts:
    return replace(who, given_names=who.given_names.split()[0])


def _added(roster: Roster, who: Facts) -> Facts:
    second = roster.pick(roster.lists.male if who.sex is Sex.MALE else roster.lists.female)
    return replace(who, given_names=f"{who.given_names} {second}")


def _initial(_roster: Roster, who: Facts) -> Facts:
    first, *rest = who.given_names.split()
    return replace(who, given_names=" ".join([f"{first[0]}.", *rest]))


def _joined(_roster: Roster, who: Facts) -> Facts:
    return replace(
        who,
        given_names=who.given_names.replace(" ", "-"),
        family_name=who.family_name.replace("-", " ")
        if "-" in who.family_name
        else who.family_name,
    )


def _married(roster: Roster, who: Facts) -> Facts:
    husband = roster.pick(roster.lists.families)
    return replace(who, family_name=f"{who.family_name} épouse {husband}")


def _several(roster: Roster, who: Facts) -> Facts:
    return _typing(roster, _spelling(roster, who))


_CHANGES: dict[Kind, Callable[[Roster, Facts], Facts]] = {
    Kind.SPELLING: _spelling, Kind.LETTERS: _letters, Kind.TYPING: _typing,
    Kind.SWAPPED: _swapped, Kind.LEFT_OUT: _left_out, Kind.ADDED: _added,
    Kind.INITIAL: _initial, Kind.JOINED: _joined, Kind.MARRIED: _married, Kind.SEVERAL: _several,
}  # fmt: skip


def _another(roster: Roster, who: Facts, kind: Kind) -> Facts:
    """Somebody else who looks like this person."""
    other = roster.person()
    if kind is Kind.STRANGER:
        return other
    if kind is Kind.NAMESAKE:  # the same name, from elsewhere
        return replace(
            other, family_name=who.family_name, given_names=who.given_names, sex=who.sex,
            origin=other.origin or roster.random.choice(roster.lists.places),
            mother_name=other.mother_name or f"{roster.given(Sex.FEMALE)} {other.family_name}",
        )  # fmt: skip
    given = other.given_names
    while set(given.lower().split()) & set(who.given_names.lower().split()):
        given = roster.given(other.sex)
    if kind is Kind.SIBLING:
        return replace(
            other, family_name=who.family_name, given_names=given, mother_name=who.mother_name,
            father_name=who.father_name, origin=who.origin, documents=other.documents,
            phones=who.phones if roster.random.random() < 0.4 else other.phones,
        )  # fmt: skip
    if kind is Kind.COUSIN:
        return replace(other, family_name=who.family_name, given_names=given, origin=who.origin)
    years = roster.random.randrange(18, 35)
    born = who.birth.earliest if who.birth else date(1990, 1, 1)
    return replace(
        other, family_name=who.family_name, sex=Sex.MALE, origin=who.origin,
        given_names=(who.father_name or "Issa").split()[0],
        birth=PartialDate.from_edtf(str(born.year - years)),
    )  # fmt: skip


def pairs(country: str, seed: int, count: int) -> list[Pair]:
    """So many pairs, as many of one person as of two."""
    roster = Roster(country, seed)
    made = []
    for number in range(count):
        person = roster.person()
        if number % 2 == 0:
            kind = roster.random.choice(SAME)
            if kind is Kind.MARRIED and person.sex is not Sex.FEMALE:
                kind = Kind.SEVERAL
            made.append(Pair(country, kind, person, roster.again(person, kind)))
        else:
            kind = roster.random.choice(DIFFERENT)
            made.append(Pair(country, kind, person, _another(roster, person, kind)))
    return made
