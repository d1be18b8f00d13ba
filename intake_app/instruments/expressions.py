"""The expressions of a questionnaire: a part of XPath 1.0, parsed and evaluated by hand.

An expression comes from outside. There is no path, no axis and no loop in this part of the
language, so the work is bounded by the length of the text, whatever it says: a library for XPath
would have to be trusted not to be sent round in circles. Values are texts, numbers and truths, as
in XPath; a day counts as its number of days since 1970 where a number is wanted, as in ODK.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from intake_app.i18n import _
from intake_app.instruments.patterns import Pattern, PatternRefused

Value = str | float | bool

MOST_LETTERS = 900
MOST_WORDS = 300
DEEPEST = 25
"""Of one expression. What an office writes has a tenth of it."""

_EPOCH = date(1970, 1, 1)
_WORDS = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|\$\{\s*(?P<name>[^\s{}]+)\s*\}|(?P<sign><=|>=|!=|[=<>+\-*(),.])"
    r"|(?P<word>[A-Za-z_][\w.:-]*))"
)
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)


class ExpressionRefused(Exception):
    """``sentence`` says why an expression is not taken, in words for the screen."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Around:
    """What an expression sees: the answers by question, the answer that it is about, the day."""

    answers: Mapping[str, str]
    today: date
    own: str = ""


# ---------------------------------------------------------------------------- values


def as_number(value: Value) -> float:
    """A number; not-a-number for what is none. A day is its number since 1970."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    text = value.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    try:
        return float((date.fromisoformat(text) - _EPOCH).days)
    except ValueError:
        return math.nan


def as_truth(value: Value) -> bool:
    """False is nothing: an empty text, zero, not-a-number."""
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def as_text(value: Value) -> str:
    """As it is kept: whole numbers without a point, and never with an exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


# ---------------------------------------------------------------------------- what was parsed


class Node:
    """A part of an expression."""

    def value(self, around: Around) -> Value:
        """What it gives."""
        raise NotImplementedError

    def parts(self) -> Sequence[Node]:
        """The parts that it is made of."""
        return ()


@dataclass(frozen=True)
class _Constant(Node):
    said: Value

    def value(self, around: Around) -> Value:
        return self.said


@dataclass(frozen=True)
class _Answer(Node):
    name: str

    def value(self, around: Around) -> Value:
        return around.answers.get(self.name, "")


class _Own(Node):
    def value(self, around: Around) -> Value:
        return around.own


@dataclass(frozen=True)
class _Minus(Node):
    inside: Node

    def value(self, around: Around) -> Value:
        return -as_number(self.inside.value(around))

    def parts(self) -> Sequence[Node]:
        return (self.inside,)


@dataclass(frozen=True)
class _Chain(Node):
    """Parts with signs of one strength between them, from left to right: ``a + b - c``."""

    first: Node
    rest: tuple[tuple[str, Node], ...]

    def value(self, around: Around) -> Value:
        so_far = self.first.value(around)
        for sign, node in self.rest:
            if sign in ("and", "or"):
                if as_truth(so_far) is (sign == "or"):
                    return sign == "or"
                so_far = as_truth(node.value(around))
            else:
                so_far = _SIGNS[sign](so_far, node.value(around))
        return so_far

    def parts(self) -> Sequence[Node]:
        return (self.first, *(node for _sign, node in self.rest))


@dataclass(frozen=True)
class _Call(Node):
    name: str
    given: tuple[Node, ...]

    def value(self, around: Around) -> Value:
        if self.name == "if":
            chosen = 1 if as_truth(self.given[0].value(around)) else 2
            return self.given[chosen].value(around)
        if self.name == "today":
            return around.today.isoformat()
        return _FUNCTIONS[self.name][2](*(node.value(around) for node in self.given))

    def parts(self) -> Sequence[Node]:
        return self.given


@dataclass(frozen=True)
class _Fits(Node):
    """``regex(answer, 'pattern')``: the pattern stands in the form and is parsed with it."""

    inside: Node
    pattern: Pattern

    def value(self, around: Around) -> Value:
        return self.pattern.fits(as_text(self.inside.value(around)))

    def parts(self) -> Sequence[Node]:
        return (self.inside,)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return as_truth(one) is as_truth(other)
    if isinstance(one, float) or isinstance(other, float):
        return as_number(one) == as_number(other)
    return one == other


def _divided(one: Value, other: Value) -> Value:
    above, below = as_number(one), as_number(other)
    if below == 0:
        if above == 0 or math.isnan(above):
            return math.nan
        return math.copysign(math.inf, above) * math.copysign(1, below)
    return above / below


def _left_over(one: Value, other: Value) -> Value:
    above, below = as_number(one), as_number(other)
    if below == 0 or math.isinf(above):
        return math.nan
    return math.fmod(above, below)


_SIGNS: dict[str, Callable[[Value, Value], Value]] = {
    "=": _same,
    "!=": lambda a, b: not _same(a, b),
    "<": lambda a, b: as_number(a) < as_number(b),
    "<=": lambda a, b: as_number(a) <= as_number(b),
    ">": lambda a, b: as_number(a) > as_number(b),
    ">=": lambda a, b: as_number(a) >= as_number(b),
    "+": lambda a, b: as_number(a) + as_number(b),
    "-": lambda a, b: as_number(a) - as_number(b),
    "*": lambda a, b: as_number(a) * as_number(b),
    "div": _divided,
    "mod": _left_over,
}

_STRENGTHS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
"""Signs by strength, the weakest first."""


def _whole(value: Value, down: Callable[[float], int]) -> Value:
    number = as_number(value)
    return float(down(number)) if math.isfinite(number) else number


def _round(value: Value, digits: Value = 0.0) -> Value:
    number, places = as_number(value), as_number(digits)
    if not math.isfinite(number) or not math.isfinite(places) or abs(places) > 10:
        return number if math.isfinite(places) and abs(places) <= 10 else math.nan
    power = 10.0 ** int(places)
    scaled = number * power
    return math.floor(scaled + 0.5) / power if math.isfinite(scaled) else number


def _extreme(pick: Callable[[list[float]], float]) -> Callable[..., Value]:
    def found(*values: Value) -> Value:
        numbers = [as_number(value) for value in values]
        return math.nan if any(math.isnan(number) for number in numbers) else pick(numbers)

    return found


_FUNCTIONS: dict[str, tuple[int, int, Callable[..., Value]]] = {
    "if": (3, 3, lambda: ""),
    "today": (0, 0, lambda: ""),
    "selected": (2, 2, lambda a, b: as_text(b) in as_text(a).split()),
    "count-selected": (1, 1, lambda a: float(len(as_text(a).split()))),
    "coalesce": (2, 2, lambda a, b: a if as_text(a) else b),
    "not": (1, 1, lambda a: not as_truth(a)),
    "true": (0, 0, lambda: True),
    "false": (0, 0, lambda: False),
    "boolean": (1, 1, as_truth),
    "number": (1, 1, as_number),
    "string": (1, 1, as_text),
    "string-length": (1, 1, lambda a: float(len(as_text(a)))),
    "concat": (1, 30, lambda *a: "".join(as_text(one) for one in a)[:MOST_LETTERS]),
    "contains": (2, 2, lambda a, b: as_text(b) in as_text(a)),
    "starts-with": (2, 2, lambda a, b: as_text(a).startswith(as_text(b))),
    "int": (1, 1, lambda a: _whole(a, math.trunc)),
    "floor": (1, 1, lambda a: _whole(a, math.floor)),
    "ceiling": (1, 1, lambda a: _whole(a, math.ceil)),
    "round": (1, 2, _round),
    "min": (1, 30, _extreme(min)),
    "max": (1, 30, _extreme(max)),
    "date": (1, 1, as_text),
    "regex": (2, 2, lambda: ""),
}
"""Name → fewest and most values that are given to it, and what it does with them."""

FUNCTIONS = frozenset(_FUNCTIONS)


# ---------------------------------------------------------------------------- parsing


@dataclass(frozen=True)
class _Word:
    kind: str
    text: str


class _Parser:
    def __init__(self, text: str) -> None:
        self._words, self._at, self._deep = list(_words(text)), 0, 0
        if len(self._words) > MOST_WORDS:
            raise ExpressionRefused(_too_long())

    def whole(self) -> Node:
        node = self._chain(0)
        if self._at < len(self._words):
            raise _unexpected(self._words[self._at].text)
        return node

    def _next(self) -> _Word:
        if self._at >= len(self._words):
            raise ExpressionRefused(_("The expression ends too early."))
        self._at += 1
        return self._words[self._at - 1]

    def _take(self, *texts: str) -> str:
        """The next word if it is one of these signs."""
        if self._at < len(self._words):
            word = self._words[self._at]
            if word.kind in ("sign", "word") and word.text in texts:
                self._at += 1
                return word.text
        return ""

    def _chain(self, strength: int) -> Node:
        if strength == len(_STRENGTHS):
            return self._single()
        first, rest = self._chain(strength + 1), []
        while sign := self._take(*_STRENGTHS[strength]):
            rest.append((sign, self._chain(strength + 1)))
        return _Chain(first, tuple(rest)) if rest else first

    def _single(self) -> Node:
        negated = False
        while self._take("-"):
            negated = not negated
        self._deep += 1
        if self._deep > DEEPEST:
            raise ExpressionRefused(_("The expression is nested too deeply."))
        node = self._operand(self._next())
        self._deep -= 1
        return _Minus(node) if negated else node

    def _operand(self, word: _Word) -> Node:
        if word.kind == "number":
            return _Constant(float(word.text))
        if word.kind == "text":
            return _Constant(word.text[1:-1])
        if word.kind == "name":
            return _Answer(word.text)
        if word.text == ".":
            return _Own()
        if word.text == "(":
            node = self._chain(0)
            self._close()
            return node
        if word.kind == "word" and self._take("("):
            return self._call(word.text)
        raise _unexpected(word.text)

    def _call(self, name: str) -> Node:
        if name not in _FUNCTIONS:
            words = _("The function “{name}” is not known at this desk.")
            raise ExpressionRefused(words.format(name=name[:40]))
        given: list[Node] = []
        if not self._take(")"):
            given.append(self._chain(0))
            while self._take(","):
                given.append(self._chain(0))
            self._close()
        fewest, most, _does = _FUNCTIONS[name]
        if not fewest <= len(given) <= most:
            words = _("The function “{name}” is given too few or too many values.")
            raise ExpressionRefused(words.format(name=name))
        return _fits(*given) if name == "regex" else _Call(name, tuple(given))

    def _close(self) -> None:
        if not self._take(")"):
            raise ExpressionRefused(_("A bracket is not closed."))


def _fits(inside: Node, pattern: Node) -> Node:
    text = pattern.said if isinstance(pattern, _Constant) else None
    try:
        return _Fits(inside, Pattern(text if isinstance(text, str) else "("))
    except PatternRefused as error:
        words = _("The pattern “{pattern}” is not understood at this desk.")
        raise ExpressionRefused(words.format(pattern=as_text(text or "")[:40])) from error


def _words(text: str) -> Iterator[_Word]:
    if len(text) > MOST_LETTERS:
        raise ExpressionRefused(_too_long())
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _WORDS.match(text, at)
        if match is None:
            raise _unexpected(text[at:].strip()[:1])
        kind = match.lastgroup or ""
        yield _Word(kind, match[kind])
        at = match.end()


def _too_long() -> str:
    return _("The expression is too long.")


def _unexpected(text: str) -> ExpressionRefused:
    return ExpressionRefused(_("“{text}” is not understood here.").format(text=text[:40]))


# ---------------------------------------------------------------------------- to use


@dataclass(frozen=True)
class Expression:
    """A parsed expression; ``names`` are the questions that it looks at, ``is_own`` if it looks at
    the answer that it is about (``.``)."""

    root: Node
    names: frozenset[str]
    is_own: bool

    def text(self, around: Around) -> str:
        """What it gives as a text; not-a-number and endless are nothing."""
        value = self.root.value(around)
        if isinstance(value, float) and not math.isfinite(value):
            return ""
        return as_text(value)

    def holds(self, around: Around) -> bool:
        """True if it is true."""
        return as_truth(self.root.value(around))


def parsed(text: str) -> Expression:
    """Parse an expression. Raises ExpressionRefused."""
    root = _Parser(text).whole()
    nodes, names, is_own = [root], set(), False
    while nodes:
        node = nodes.pop()
        if isinstance(node, _Answer):
            names.add(node.name)
        is_own = is_own or isinstance(node, _Own)
        nodes.extend(node.parts())
    return Expression(root, frozenset(names), is_own)
