"""The patterns of ``regex(…)`` in a questionnaire, matched without going back.

Python's matcher tries every way through a pattern, and a hostile one never ends. Here a pattern
maps the places where it may begin to all places where it may end, so that nothing is tried twice;
what would still take too long does not match. Known are letters and signs, ``.``, classes such as
``[0-9a-z]`` and ``\\d \\w \\s``, groups, ``|`` and the counts ``* + ? {2} {2,} {2,5}``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LONGEST_TEXT = 400
MOST_TIMES = 200
"""Of a count."""
MOST_STEPS = 60_000
DEEPEST = 8

_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "w": lambda c: c.isalnum() or c == "_",
    "s": str.isspace,
}
_SIGNS = frozenset(".^$*+?{}[]()|\\-/ '\"@_,:;#%&=<>!~")

Places = frozenset[int]


class PatternRefused(ValueError):
    """The pattern holds something that is not known here."""


@dataclass
class _Run:
    text: str
    left: int = MOST_STEPS

    def take(self, steps: int) -> bool:
        self.left -= steps
        return self.left >= 0


class _Part:
    def ends(self, run: _Run, begins: Places) -> Places:
        """Where it may end if it begins at one of these places."""
        raise NotImplementedError


@dataclass(frozen=True)
class _Letter(_Part):
    fits: Callable[[str], bool]

    def ends(self, run: _Run, begins: Places) -> Places:
        if not run.take(len(begins) + 1):
            return frozenset()
        text = run.text
        return frozenset(at + 1 for at in begins if at < len(text) and self.fits(text[at]))


@dataclass(frozen=True)
class _Row(_Part):
    parts: tuple[_Part, ...]

    def ends(self, run: _Run, begins: Places) -> Places:
        for part in self.parts:
            if not begins:
                break
            begins = part.ends(run, begins)
        return begins


@dataclass(frozen=True)
class _Either(_Part):
    ways: tuple[_Part, ...]

    def ends(self, run: _Run, begins: Places) -> Places:
        return frozenset().union(*(way.ends(run, begins) for way in self.ways))


@dataclass(frozen=True)
class _Times(_Part):
    inside: _Part
    least: int
    most: int | None

    def ends(self, run: _Run, begins: Places) -> Places:
        for _time in range(self.least):
            begins = self.inside.ends(run, begins)
        found, new, times = begins, begins, self.least
        while new and (self.most is None or times < self.most) and run.take(1):
            new = self.inside.ends(run, new) - found
            found, times = found | new, times + 1
        return found


class Pattern:
    """A parsed pattern. Raises PatternRefused."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._deep = text, 0, 0
        if text.startswith("^"):
            self._at = 1
        self._end = len(text)
        if text.endswith("$") and not text.endswith("\\$"):
            self._end -= 1
        self._part = self._either()
        if self._at < self._end:
            raise PatternRefused(text)

    def fits(self, text: str) -> bool:
        """True if the whole text is as the pattern says."""
        if len(text) > LONGEST_TEXT:
            return False
        run = _Run(text)
        return len(text) in self._part.ends(run, frozenset({0})) and run.left >= 0

    def _peek(self) -> str:
        return self._text[self._at] if self._at < self._end else ""

    def _next(self) -> str:
        letter = self._peek()
        if not letter:
            raise PatternRefused(self._text)
        self._at += 1
        return letter

    def _either(self) -> _Part:
        ways = [self._row()]
        while self._peek() == "|":
            self._at += 1
            ways.append(self._row())
        return ways[0] if len(ways) == 1 else _Either(tuple(ways))

    def _row(self) -> _Part:
        parts: list[_Part] = []
        while self._peek() not in ("", "|", ")"):
            part = self._single()
            if self._peek() in ("*", "+", "?", "{"):
                part = self._times(part)
            if self._peek() in ("*", "+", "?", "{"):
                raise PatternRefused(self._text)
            parts.append(part)
        return _Row(tuple(parts))

    def _single(self) -> _Part:
        letter = self._next()
        if letter == "(":
            return self._group()
        if letter == "[":
            return _Letter(self._class())
        if letter == ".":
            return _Letter(lambda c: c != "\n")
        if letter == "\\":
            return _Letter(self._escaped())
        if letter in "^$*+?{}])":
            raise PatternRefused(self._text)
        return _Letter(letter.__eq__)

    def _group(self) -> _Part:
        self._deep += 1
        if self._peek() == "?":
            self._at += 1
            if self._next() != ":":
                raise PatternRefused(self._text)
        if self._deep > DEEPEST:
            raise PatternRefused(self._text)
        part = self._either()
        if self._next() != ")":
            raise PatternRefused(self._text)
        self._deep -= 1
        return part

    def _escaped(self) -> Callable[[str], bool]:
        letter = self._next()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter.lower() in _CLASSES:
            inside = _CLASSES[letter.lower()]
            return lambda c: not inside(c)
        if letter not in _SIGNS:
            raise PatternRefused(self._text)
        return letter.__eq__

    def _class(self) -> Callable[[str], bool]:
        negated = self._peek() == "^"
        self._at += negated
        single: set[str] = set()
        ranges: list[tuple[str, str]] = []
        tests: list[Callable[[str], bool]] = []
        while (letter := self._next()) != "]":
            if letter == "[":
                raise PatternRefused(self._text)
            if letter == "\\":
                tests.append(self._escaped())
            elif self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                last = self._next()
                if last == "\\" or last < letter:
                    raise PatternRefused(self._text)
                ranges.append((letter, last))
            else:
                single.add(letter)

        def fits(c: str) -> bool:
            found = c in single or any(low <= c <= high for low, high in ranges)
            return (found or any(test(c) for test in tests)) is not negated

        return fits

    def _times(self, part: _Part) -> _Part:
        sign = self._next()
        if sign != "{":
            return _Times(part, int(sign == "+"), 1 if sign == "?" else None)
        inside = ""
        while (letter := self._next()) != "}":
            inside += letter
        least, comma, most = inside.partition(",")
        figures = [least, *([most] if most else [])]
        if not all(one.isascii() and one.isdecimal() and len(one) < 4 for one in figures):
            raise PatternRefused(self._text)
        highest = None if comma and not most else int(most or least)
        if max(int(least), highest or 0) > MOST_TIMES or (highest or MOST_TIMES) < int(least):
            raise PatternRefused(self._text)
        return _Times(part, int(least), highest)
