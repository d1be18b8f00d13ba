"""How likely two names are one name, and why; on the names alone (``people/evidence.py`` has more).

Words are compared in any order. Two known names that are not one family are two names, however much
they look alike; what nobody knows is compared by its sound and its letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from intake_app.names.families import PILGRIM, Families, families
from intake_app.names.folding import is_arabic, skeleton, sound, words

SAME = 0.80
"""From here on two names are taken for one."""

_MOST_WORDS = 8
_MOST_BETWEEN = 4
"""Letters that a word written as two may have more or less: Nur al-Din, Noureddine."""
_FAMILY, _SOUND, _BONES, _MISTYPED, _LINKED, _INITIAL = 0.97, 0.94, 0.90, 0.87, 0.65, 0.80
_LEAST = 0.5
"""Words that are less alike are not a pair."""
_OTHER_NAME = 0.40
"""The most that two known names of different families can be alike."""


class Why(StrEnum):
    """How two words belong together."""

    EQUAL = "equal"
    SPELLING = "spelling"
    SOUND = "sound"
    LINKED = "linked"
    TYPING = "typing"
    INITIAL = "initial"
    JOINED = "joined"
    LEFT_OUT = "left_out"
    DIFFERENT = "different"


class Match(NamedTuple):
    """A word of one name and what it was compared with in the other, as written in plain letters.
    One of them is empty if it has nothing to be compared with."""

    mine: str
    theirs: str
    likeness: float
    why: Why


@dataclass(frozen=True)
class Likeness:
    """``value`` from 0 to 1; ``swapped`` if the words stand in another order."""

    value: float
    matches: tuple[Match, ...]
    swapped: bool = False

    @property
    def same(self) -> bool:
        """True if they are taken for one name."""
        return self.value >= SAME


def likeness(one: str, other: str) -> Likeness:
    """Compare two names as somebody wrote them, in any script and order of words."""
    mine, theirs = _name(one), _name(other)
    if not mine.words or not theirs.words:
        return Likeness(0.0, ())
    pairs = _best_pairs(mine, theirs)
    places = [place.start for _mine, place, _match in pairs]
    swapped = places != sorted(places)
    matches = [match for _mine, _theirs, match in pairs]
    left = _left(mine.words, theirs.words, matches)
    if mine.titles and theirs.titles:  # both are called so: it can be the name that they use
        matches.append(compare_words(mine.titles[0], theirs.titles[0]))
    return Likeness(_whole(matches, left), (*matches, *left), swapped)


@lru_cache(maxsize=16_384)
def _name(text: str) -> _Name:
    return _Name(text)


class _Name:
    """The words of a name, without those that tell nobody apart. ``grown`` has what a word becomes
    with the particle before it (Ben Ali, Benali)."""

    def __init__(self, text: str) -> None:
        self.arabic = is_arabic(text)
        table = families().particles
        every = words(text)[:_MOST_WORDS]
        self.titles = [word for word in every if table.get(word) == PILGRIM]
        self.words = [word for word in every if word not in table]
        if len(self.words) < 2:  # then a title is what somebody is called
            self.words = [word for word in every if table.get(word, PILGRIM) == PILGRIM] or every
            self.titles = []
        self.only_once = {word for word in self.words if self.words.count(word) == 1}
        self.grown = {
            after: before + after
            for before, after in pairwise(every)
            if before in table and after not in table
        }


_Pair = tuple[range, range, Match]
"""Places of words in each name, and how these compare."""


def _best_pairs(mine: _Name, theirs: _Name) -> list[_Pair]:
    """The pairs of words that belong together best, each word once. A word that was written as two
    (Abdoul Aziz, Abdoulaziz) counts as one."""
    pairs = _chosen(_single_pairs(mine, theirs))
    fewest = min(len(mine.words), len(theirs.words))
    if len(pairs) < fewest or len(mine.words) != len(theirs.words):
        arabic = mine.arabic or theirs.arabic
        joined = [*_joined_pairs(mine.words, theirs.words, arabic=arabic)]
        if joined:
            pairs = _chosen([*joined, *_single_pairs(mine, theirs)])
    return pairs


def _chosen(found: list[_Pair]) -> list[_Pair]:
    found = sorted(found, key=lambda p: (-p[2].likeness, p[0].start != p[1].start, p[0].start))
    used_mine: set[int] = set()
    used_theirs: set[int] = set()
    pairs = []
    for pair in found:
        i, j, match = pair
        if used_mine.isdisjoint(i) and used_theirs.isdisjoint(j):
            used_mine.update(i)
            used_theirs.update(j)
            pairs.append(pair)
    return sorted(pairs, key=lambda pair: pair[0].start)


def _single_pairs(mine: _Name, theirs: _Name) -> list[_Pair]:
    """Every word with every other that it may be; those that are too unlike are left out. A word
    that stands in both names needs no other."""
    arabic = mine.arabic or theirs.arabic
    in_both = mine.only_once & theirs.only_once
    found = []
    for i, word in enumerate(mine.words):
        for j, other in enumerate(theirs.words):
            if word != other and (word in in_both or other in in_both):
                continue
            match = compare_words(word, other, arabic=arabic)
            if match.likeness < _SOUND and (word in mine.grown or other in theirs.grown):
                one, two = mine.grown.get(word, word), theirs.grown.get(other, other)
                match = _grown(match, one, two, arabic=arabic)
            if match.likeness >= _LEAST:
                found.append((range(i, i + 1), range(j, j + 1), match))
    return found


def _joined_pairs(mine: Sequence[str], theirs: Sequence[str], *, arabic: bool) -> Iterator[_Pair]:
    """Two words of one name that are one word of the other."""
    for i, word in enumerate(mine):
        for j, (first, second) in enumerate(pairwise(theirs)):
            if worth := _joined(first, second, word, arabic=arabic):
                match = Match(word, f"{first} {second}", worth, Why.JOINED)
                yield range(i, i + 1), range(j, j + 2), match
    for j, word in enumerate(theirs):
        for i, (first, second) in enumerate(pairwise(mine)):
            if worth := _joined(first, second, word, arabic=arabic):
                match = Match(f"{first} {second}", word, worth, Why.JOINED)
                yield range(i, i + 2), range(j, j + 1), match


def _joined(first: str, second: str, word: str, *, arabic: bool) -> float:
    """How much two words are this one; 0 if they are not."""
    between = abs(len(first) + len(second) - len(word))
    if len(word) < 5 or between > _MOST_BETWEEN + 2 * arabic or _begins(first) != _begins(word):
        return 0.0
    alike = compare_words(first + second, word, arabic=arabic).likeness
    # a little more than its parts are worth, so that the whole is preferred to a half
    return min(1.0, alike + 0.01) if alike >= 0.85 else 0.0


def _begins(word: str) -> str:
    return skeleton(word)[0]


def _grown(match: Match, mine: str, theirs: str, *, arabic: bool) -> Match:
    """The same words with the particles before them, if that is more alike."""
    for one, other in ((mine, match.theirs), (match.mine, theirs)):
        value = compare_words(one, other, arabic=arabic).likeness
        if value >= (_BONES if arabic else _SOUND):
            return Match(match.mine, match.theirs, value, Why.JOINED)
    return match


def _left(mine: Sequence[str], theirs: Sequence[str], matches: Sequence[Match]) -> list[Match]:
    """Words that found no partner: beside each other if both names have some."""
    rest_mine = _without(mine, [match.mine for match in matches])
    rest_theirs = _without(theirs, [match.theirs for match in matches])
    left = []
    while rest_mine and rest_theirs:
        one, other = rest_mine.pop(0), rest_theirs.pop(0)
        left.append(Match(one, other, compare_words(one, other).likeness, Why.DIFFERENT))
    left += [Match(word, "", 0.0, Why.LEFT_OUT) for word in rest_mine]
    left += [Match("", word, 0.0, Why.LEFT_OUT) for word in rest_theirs]
    return left


def _without(every: Sequence[str], used: Sequence[str]) -> list[str]:
    rest = list(every)
    for phrase in used:
        for word in phrase.split():
            rest.remove(word)
    return rest


def _whole(matches: Sequence[Match], left: Sequence[Match]) -> float:
    """One figure. A contradicting word costs much, a word that is only left out little, and one
    name alone is never the whole person."""
    if not matches:
        return min(0.3, max((match.likeness for match in left), default=0.0))
    contradicting = [match for match in left if match.why is Why.DIFFERENT]
    missing = len(left) - len(contradicting)
    worst = min(match.likeness for match in matches)
    mean = sum(match.likeness for match in matches) / len(matches)
    value = 0.6 * mean + 0.4 * worst
    if contradicting:
        agree = len(matches) / (len(matches) + len(contradicting))
        return min(0.7, value * agree * 0.9)
    if missing:
        value *= 0.93 if len(matches) > 1 else 0.62
        value *= 0.97 ** (missing - 1)
    return value


def compare_words(one: str, other: str, *, arabic: bool = False) -> Match:
    """Two words in plain letters. ``arabic``: one comes from Arabic script, without its short
    vowels."""
    first, second = (one, other) if one <= other else (other, one)
    return Match(one, other, *_compared(first, second, arabic))


@lru_cache(maxsize=262_144)
def _compared(one: str, other: str, arabic: bool) -> tuple[float, Why]:
    if one == other:
        return 1.0, Why.EQUAL
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == 1:
        return (_INITIAL, Why.INITIAL) if long[0] == short else (0.0, Why.DIFFERENT)
    known = _by_families(families(), one, other, arabic)
    return known or _by_sound(one, other, arabic) or _by_letters(one, other)


def _by_families(table: Families, one: str, other: str, arabic: bool) -> tuple[float, Why] | None:
    """None if one of them is in no family."""
    if table.particles.get(one) == PILGRIM == table.particles.get(other):
        return _FAMILY, Why.SPELLING
    first, second = table.of(one), table.of(other)
    if arabic:  # without vowels a word can be several names: one of them is enough
        first = first or table.of_bones.get(skeleton(one), first)
        second = second or table.of_bones.get(skeleton(other), second)
    if not first.isdisjoint(second):
        return _FAMILY, Why.SPELLING
    for known, word in ((first, other), (second, one)):
        if not known or arabic or word in table.of_form or len(word) < 5:
            continue
        if table.has_nearly(known, word):  # nobody knows the word: one mistake from a spelling
            return _MISTYPED, Why.TYPING
    if not first or not second:
        return None
    return _two_known(table, one, other, linked=table.linked(first, second))


def _two_known(table: Families, one: str, other: str, *, linked: bool) -> tuple[float, Why]:
    if linked:
        return _LINKED, Why.LINKED
    if one in table.of_form and other in table.of_form:
        return min(JaroWinkler.similarity(one, other), _OTHER_NAME), Why.DIFFERENT
    close, _why = _by_letters(one, other)
    return min(close, 0.75), Why.DIFFERENT


def _by_sound(one: str, other: str, arabic: bool) -> tuple[float, Why] | None:
    if sound(one) == sound(other):
        return _SOUND, Why.SOUND
    return (_BONES, Why.SOUND) if arabic and skeleton(one) == skeleton(other) else None


def _by_letters(one: str, other: str) -> tuple[float, Why]:
    """By their sound letter for letter, and by how few mistakes of typing lead from one to the
    other."""
    first, second = sound(one), sound(other)
    near = JaroWinkler.similarity(one, other)
    if near < 0.7:  # then the sound cannot make them one
        return near, Why.DIFFERENT
    longest = max(len(one), len(other))
    typed = OSA.distance(one, other)
    heard = _distance(first, second) / max(len(first), len(second))
    by_sound = 1.0 - heard
    if typed == 1 and longest >= 4:
        return max(by_sound, 0.88 if longest >= 5 else 0.82), Why.TYPING
    if typed == 2 and longest >= 8:
        return max(by_sound, 0.84), Why.TYPING
    near = min(by_sound, near)
    return (near, Why.SOUND) if near >= 0.5 else (near, Why.DIFFERENT)


_LETTERS = "abcdefghijklmnopqrstuvwxyzCNS"
_VOWELS = frozenset("aeiou")
_NEAR = {
    frozenset(pair)
    for pair in ("bp", "dt", "sS", "sC", "SC", "jS", "jC", "jd", "kg", "fw", "wb", "wu", "ie",
                 "uo", "rl", "mn", "nN", "sj", "ji")
}  # fmt: skip


def _gap(char: str) -> float:
    return 0.4 if char in _VOWELS else 1.0


def _swap(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if frozenset((one, other)) in _NEAR:
        return 0.3
    if one in _VOWELS and other in _VOWELS:
        return 0.4
    return 1.0 if (one in _VOWELS) == (other in _VOWELS) else 1.4


_GAPS = {char: _gap(char) for char in _LETTERS}
_SWAPS = {one: {other: _swap(one, other) for other in _LETTERS} for one in _LETTERS}


def _distance(one: str, other: str) -> float:
    """Weighted steps from one sound to the other: vowels and neighbouring consonants cost less."""
    gaps = [_GAPS[char] for char in other]
    row = [0.0, *accumulate(gaps)]
    for first in one:
        gap, swaps, before = _GAPS[first], _SWAPS[first], row
        left = before[0] + gap
        row = [left]
        for place, second in enumerate(other):
            left = min(before[place] + swaps[second], before[place + 1] + gap, left + gaps[place])
            row.append(left)
    return row[-1]
