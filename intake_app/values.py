"""The small values that every notion uses: ids, the clock, exact money and honest dates."""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Self

Clock = Callable[[], datetime]
"""Gives the current moment in UTC. Passed in, so that tests can set it."""


def system_clock() -> datetime:
    """The computer's clock, in UTC, to the second (finer times would only mark a person's pace)."""
    return datetime.now(UTC).replace(microsecond=0)


def day_begins(day: date, zone: tzinfo | None) -> datetime:
    """The first moment of a day in a time zone, in UTC; None is the zone of this computer."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def new_id() -> str:
    """A random UUIDv4. Version 7 would show when a person was registered, and trusts a clock."""
    return str(uuid.uuid4())


def clean_text(text: str) -> str:
    """Typed text as it is stored: NFC, without control characters or lone surrogates, trimmed.

    Line breaks and tabs stay. Directional override characters go: they can make one text look
    like another.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return harmless(text).strip()


def harmless(text: str) -> str:
    """The text without what cannot be kept: control characters, lone surrogates, directional
    overrides, and more marks on one letter than any language has."""
    if not _UNUSUAL.search(text):
        return text
    kept: list[str] = []
    marks = 0
    for c in text:
        marks = marks + 1 if unicodedata.combining(c) else 0
        is_control = c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cs"}
        if not is_control and c not in _BIDI_OVERRIDES and marks <= _MOST_MARKS:
            kept.append(c)
    return "".join(kept)


_UNUSUAL = re.compile("[^\n\t -~\u00a0-\u02ff\u2010-\u2027]")
"""Everything but plain, accented and typographic letters: looked at one by one."""
_MOST_MARKS = 10
_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def folded(text: str) -> str:
    """Text for comparing: no accents, no case (``Éléonore`` and ``eleonore`` are the same)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


# ---------------------------------------------------------------------------- money

MINOR_UNITS = {
    "XOF": 0, "XAF": 0, "GNF": 0,
    "TND": 3, "LYD": 3,
    "EUR": 2, "USD": 2, "MAD": 2, "NGN": 2, "GHS": 2, "GMD": 2, "CHF": 2, "GBP": 2,
    "SLE": 2, "CVE": 2, "MRU": 2, "DZD": 2,
}  # fmt: skip
"""Decimals of each currency (ISO 4217; ``domain.md`` 7.2). Nothing here is ever a float."""


@dataclass(frozen=True, order=True)
class Money:
    """An exact amount: a whole number of the currency's smallest unit."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in MINOR_UNITS:
            raise ValueError(f"unknown currency {self.currency!r}")
        if not isinstance(self.minor, int):
            raise TypeError("money is a whole number of minor units")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Self:
        """An amount in major units (``Money.of("15600", "TND")``). ValueError if not exact."""
        try:
            scaled = Decimal(amount).scaleb(MINOR_UNITS[currency])
        except InvalidOperation as error:
            raise ValueError("not an amount") from error
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError("more decimals than the currency has")
        return cls(int(scaled), currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """Read an amount as people type it: ``1 234,5``, ``1,234.50``, ``15600``.

        A single separator followed by three digits is a thousands separator unless the currency
        has three decimals, in which case a comma or full stop is the decimal sign. Raises
        ValueError if it is not a non-negative amount of at most twelve digits.
        """
        compact = re.sub(r"[\s\u00a0\u202f']", "", text)
        if not re.fullmatch(r"\d{1,12}([.,]\d{1,3})*", compact):
            raise ValueError("not an amount")
        return cls.of(_decimal_text(compact, MINOR_UNITS[currency]), currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-MINOR_UNITS[self.currency])


def _decimal_text(compact: str, decimals: int) -> str:
    marks = [c for c in compact if c in ".,"]
    if not marks:
        return compact
    last = marks[-1]
    head, tail = compact.rsplit(last, 1)
    is_decimal = marks.count(last) == 1 and (len(set(marks)) == 2 or 0 < len(tail) <= decimals)
    if len(tail) == 3 and decimals != 3 and len(set(marks)) == 1:
        is_decimal = False
    grouped = head if is_decimal else compact
    if not re.fullmatch(r"\d+|\d{1,3}([.,]\d{3})+", grouped):
        raise ValueError("not an amount")
    whole = re.sub(r"[.,]", "", grouped)
    return f"{whole}.{tail}" if is_decimal else whole


# ---------------------------------------------------------------------------- dates

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb fevrier fevr fev", "march mar mars",
            "april apr avril avr", "may mai", "june jun juin", "july jul juillet juil",
            "august aug aout", "september sept sep septembre", "october oct octobre",
            "november nov novembre", "december dec decembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_ABOUT = re.compile(r"^(?:about|around|circa|ca\.?|c\.|environ|env\.?|vers|autour de|~)\s*")
_BEFORE = re.compile(r"^(?:le|the|on|en|in)\s+")
_DAY = r"(\d{1,2})(?:er|st|nd|rd|th)?"
_AGE = re.compile(r"^(?:age\s*)?(\d{1,3})\s*(?:ans|an|years?(?: old)?|yrs?|y)$")


@dataclass(frozen=True)
class PartialDate:
    """A date with its honest precision, as an EDTF string (ISO 8601-2, levels 0 and 1).

    ``1990-03-12`` a day, ``1990-03`` a month, ``1990`` a year, ``1990~`` about a year,
    ``1988/1989`` one of two years (from an age stated on a day). ``earliest`` and ``latest`` are
    the first and last day that it can mean; "about" widens by two years on each side.
    """

    edtf: str
    earliest: date
    latest: date

    @classmethod
    def from_edtf(cls, edtf: str) -> Self:
        """Read a stored date. Raises ValueError for anything outside the forms above."""
        if "/" in edtf:
            first, last = edtf.split("/")
            return cls(edtf, cls.from_edtf(first).earliest, cls.from_edtf(last).latest)
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", edtf)
        if not match:
            raise ValueError("not a date")
        year, month, day = (int(part) if part else None for part in match.groups()[:3])
        margin = 2 if match[4] else 0
        assert year is not None
        if day and month:
            exact = date(year, month, day)
            return cls(edtf, exact, exact)
        if month:
            days = calendar.monthrange(year, month)[1]
            return cls(edtf, date(year, month, 1), date(year, month, days))
        return cls(edtf, date(year - margin, 1, 1), date(year + margin, 12, 31))

    @classmethod
    def parse(cls, text: str, today: date) -> Self:
        """Understand what a clerk types, in English or French, day before month.

        ``1990`` · ``about 1990`` · ``vers 1990`` · ``03/1990`` · ``mars 1990`` · ``12/03/1990`` ·
        ``12 mars 1990`` · ``March 12th, 1990`` · ``1990-03-12`` · ``27 ans`` (an age today).
        Raises ValueError if it means nothing or lies in the future.
        """
        words = _BEFORE.sub("", re.sub(r"\s+", " ", folded(text).strip().rstrip(".")))
        result = cls.from_edtf(_edtf_of(words, today))
        if result.earliest > today:
            raise ValueError("a date in the future")
        return result

    @property
    def is_exact(self) -> bool:
        """True if the day is known."""
        return self.earliest == self.latest

    def ages_on(self, day: date) -> tuple[int, int]:
        """The youngest and the oldest age in whole years that the person can have on ``day``."""
        return max(0, whole_years(self.latest, day)), max(0, whole_years(self.earliest, day))


def whole_years(born: date, day: date) -> int:
    """Completed years from ``born`` to ``day`` (negative if not yet born)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _edtf_of(words: str, today: date) -> str:
    about = _ABOUT.match(words)
    if about:
        year = re.fullmatch(r"(\d{4})", words[about.end() :])
        if not year:
            raise ValueError("only a year can be about")
        return f"{_year(year[1])}~"
    if age := _AGE.match(words):
        years = int(age[1])
        if years > 120:
            raise ValueError("too old")
        return f"{today.year - years - 1}/{today.year - years}"
    if match := re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", words):
        return _joined(match[1], match[2], match[3])
    if match := re.fullmatch(r"(?:(\d{1,2})[ ./-])?(\d{1,2})[./-](\d{4})", words):
        return _joined(match[3], match[2], match[1])
    if match := re.fullmatch(rf"(?:{_DAY} (?:of |de )?)?([a-z]+)\.?,? (\d{{4}})", words):
        return _joined(match[3], _month(match[2]), match[1])
    if match := re.fullmatch(rf"([a-z]+)\.? {_DAY},? (\d{{4}})", words):
        return _joined(match[3], _month(match[1]), match[2])
    raise ValueError("not a date")


def _month(name: str) -> str:
    if name not in _MONTHS:
        raise ValueError("no such month")
    return str(_MONTHS[name])


def _year(text: str) -> str:
    if not 1880 <= int(text) <= 2199:
        raise ValueError("not a year that a living person knows")
    return text


def _joined(year: str, month: str | None, day: str | None) -> str:
    parts = [_year(year), *(f"{int(part):02}" for part in (month, day) if part)]
    return "-".join(parts)


def due(start: date, days: int) -> date:
    """The day that is ``days`` days after ``start``."""
    return start + timedelta(days=days)


# ---------------------------------------------------------------------------- records as JSON


def day_of(text: str | None) -> date | None:
    """A day as records keep it, ISO-8601; None for no day. Raises ValueError."""
    return date.fromisoformat(text) if text else None


def plain(value: object) -> Any:
    """A record as JSON values: dataclasses become objects, dates ISO text, money whole numbers."""
    if isinstance(value, PartialDate):
        return value.edtf
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        raise TypeError("no record holds a float")
    return value


def canonical_json(value: object) -> str:
    """The one JSON text of a record: sorted keys, no spaces, so that equal records hash equally."""
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def lasting_json(value: object) -> str:
    """Like ``canonical_json``, without the fields that have their default.

    So the text of an old record stays the same when its class gains a field with a default; for
    comparing over the years, where ``canonical_json`` is for sending.
    """
    return canonical_json(_without_defaults(value))


def _without_defaults(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type | PartialDate):
        return {
            field.name: _without_defaults(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default_of(field)
        }
    if isinstance(value, list | tuple):
        return [_without_defaults(item) for item in value]
    return value


def _default_of(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default
