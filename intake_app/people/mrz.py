"""The machine-readable zone of a passport or card (ICAO 9303): read, checked, never mended.

What stands in the zone is transliterated and may be cut off, so it is only ever laid beside what a
person said. A check digit that does not fit is told, with the letter that may be a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from intake_app.errors import InvalidInput
from intake_app.formats import country_of_three_letters
from intake_app.i18n import _
from intake_app.people.model import DocumentKind, Sex
from intake_app.values import PartialDate, folded

_FILLER = "<"
_WEIGHTS = (7, 3, 1)
_SIZES = {88: 44, 72: 36, 90: 30}
"""All characters of a zone → those of one line: TD3, TD2, TD1."""
_ALIKE = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B",
          "Z": "2", "2": "Z", "Q": "0", "D": "0", "G": "6", "6": "G"}  # fmt: skip
_MOST_ALIKE = 8
"""Doubtful characters of one part that are tried in every combination."""
_SPECIAL = {"D": "DE", "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB",
            "RKS": "XK", "ROM": "RO"}  # fmt: skip


class Part(StrEnum):
    """What a check digit stands for."""

    NUMBER = "number"
    BIRTH = "birth"
    EXPIRY = "expiry"
    OPTIONAL = "optional"
    WHOLE = "whole"


@dataclass(frozen=True)
class Fault:
    """Something that does not fit. ``perhaps`` is how the part may have to read: one likely
    confusion of a letter with a figure makes it fit; empty if none does."""

    part: Part
    read: str
    perhaps: str = ""

    @property
    def sentence(self) -> str:
        """What the clerk has to look at."""
        what = {
            Part.NUMBER: _("The check digit of the document number does not fit ({read})."),
            Part.BIRTH: _("The check digit of the birth date does not fit ({read})."),
            Part.EXPIRY: _("The check digit of the expiry date does not fit ({read})."),
            Part.OPTIONAL: _("The check digit of the personal number does not fit ({read})."),
            Part.WHOLE: _("The last check digit, over the whole zone, does not fit."),
        }[self.part].format(read=self.read)
        if not self.perhaps:
            return what
        return " ".join((what, _("Perhaps it is {perhaps}: compare with the document.").format(
            perhaps=self.perhaps
        )))  # fmt: skip


@dataclass(frozen=True)
class Zone:
    """What a zone says. Countries are ISO alpha-2, or empty where the code is of no country.

    ``birth`` and ``expires`` are None where the zone leaves them open or says no date. Names are
    in capitals and without accents; ``is_cut_off`` if there was no room for all of them.
    """

    lines: tuple[str, ...]
    kind: DocumentKind | None
    issuer: str
    nationality: str
    number: str
    family_name: str
    given_names: str
    is_cut_off: bool
    sex: Sex | None
    birth: PartialDate | None
    expires: date | None
    faults: tuple[Fault, ...] = ()


def is_complete(text: str) -> bool:
    """True if the text has the length of a zone (what it says may still be wrong)."""
    return _lines(text) is not None


def read(text: str, today: date) -> Zone:
    """Read a zone that was typed, pasted or scanned, with or without its line breaks.

    Raises InvalidInput (``mrz``) if it is none; wrong check digits are no error but ``faults``.
    """
    lines = _lines(text)
    if lines is None:
        count = len(_compact(text))
        raise InvalidInput({"mrz": _(
            "This has {count} characters. The zone has two lines of 44 or 36, or three of 30."
        ).format(count=count)})  # fmt: skip
    if not all(re.fullmatch(r"[A-Z0-9<]+", line) for line in lines):
        raise InvalidInput({"mrz": _(
            "Only the letters A to Z, figures and < stand in the zone. If a scanner typed this, it"
            " is set to another keyboard."
        )})  # fmt: skip
    return _read_card(lines, today) if len(lines) == 3 else _read_page(lines, today)


def _compact(text: str) -> str:
    return "".join(text.upper().replace("«", "<<").replace("‹", "<").split())


def _lines(text: str) -> tuple[str, ...] | None:
    whole = _compact(text)
    width = _SIZES.get(len(whole))
    if width is None:
        return None
    return tuple(whole[at : at + width] for at in range(0, len(whole), width))


# ---------------------------------------------------------------------------- the three layouts


def _read_page(lines: tuple[str, ...], today: date) -> Zone:
    """Two lines: a passport (TD3), a card or visa of the same order (TD2)."""
    first, second = lines
    is_visa = first[0] == "V"  # visas have no last check digit
    number, optional = second[0:9], second[28:-1]
    digit, long_number = second[9], ""
    faults = []
    if digit == _FILLER and len(second) == 36:
        long_number, digit = _long(number, optional)
    checks = [
        (Part.NUMBER, long_number or number, digit),
        (Part.BIRTH, second[13:19], second[19]),
        (Part.EXPIRY, second[21:27], second[27]),
    ]
    if not is_visa:
        if len(second) == 44 and set(second[28:43]) != {_FILLER}:
            checks.append((Part.OPTIONAL, second[28:42], second[42]))
        whole = second[0:10] + second[13:20] + second[21:-1]
        checks.append((Part.WHOLE, whole, second[-1]))
    faults = [fault for check in checks for fault in _fault(*check)]
    return _zone(
        lines, first[0:2], first[2:5], first[5:], long_number or number, second[10:13],
        (second[13:19], second[20], second[21:27]), faults, today,
    )  # fmt: skip


def _read_card(lines: tuple[str, ...], today: date) -> Zone:
    """Three lines: an identity card (TD1)."""
    first, second, names = lines
    number, digit = first[5:14], first[14]
    if digit == _FILLER:
        number, digit = _long(number, first[15:30])
    checks = (
        (Part.NUMBER, number, digit),
        (Part.BIRTH, second[0:6], second[6]),
        (Part.EXPIRY, second[8:14], second[14]),
        (Part.WHOLE, first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29]),
    )
    faults = [fault for check in checks for fault in _fault(*check)]
    return _zone(
        lines, first[0:2], first[2:5], names, number, second[15:18],
        (second[0:6], second[7], second[8:14]), faults, today,
    )  # fmt: skip


def _long(number: str, optional: str) -> tuple[str, str]:
    """A number of more than nine characters goes on in the optional data, with its check digit."""
    rest = optional.split(_FILLER, 1)[0]
    return (number + rest[:-1], rest[-1]) if rest else (number, _FILLER)


def _zone(
    lines: tuple[str, ...],
    code: str,
    issuer: str,
    names: str,
    number: str,
    nationality: str,
    facts: tuple[str, str, str],
    faults: list[Fault],
    today: date,
) -> Zone:
    birth, sex, expiry = facts
    family, _gap, given = names.strip(_FILLER).partition(2 * _FILLER)
    return Zone(
        lines=lines,
        kind=_kind(code, issuer, nationality),
        issuer=_country(issuer),
        nationality=_country(nationality),
        number=number.replace(_FILLER, ""),
        family_name=_words(family),
        given_names=_words(given),
        is_cut_off=not names.endswith(_FILLER),
        sex={"M": Sex.MALE, "F": Sex.FEMALE}.get(sex),
        birth=_birth(birth, today),
        expires=_expiry(expiry, today),
        faults=tuple(faults),
    )


def _words(field: str) -> str:
    return " ".join(part for part in field.split(_FILLER) if part)


def _country(code: str) -> str:
    code = code.rstrip(_FILLER)
    return _SPECIAL.get(code) or country_of_three_letters(code)


def _kind(code: str, issuer: str, nationality: str) -> DocumentKind | None:
    """Only what is sure: a card of another country may be a permit of many kinds."""
    if code[0] == "P":
        return DocumentKind.PASSPORT
    own = issuer == nationality
    return DocumentKind.NATIONAL_ID if code[0] == "I" and own else None


# ---------------------------------------------------------------------------- check digits


def check_digit(text: str) -> str:
    """The check digit of a part of the zone: weights 7, 3, 1, modulo 10."""
    total = 0
    for place, character in enumerate(text):
        value = 0 if character == _FILLER else int(character, 36)
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def _fault(part: Part, text: str, digit: str) -> Iterator[Fault]:
    if digit == check_digit(text) or (digit == _FILLER and set(text) == {_FILLER}):
        return
    shown = f"{text}{digit}".replace(_FILLER, "")
    yield Fault(part, shown, "" if part is Part.WHOLE else _perhaps(part, text, digit))


def _perhaps(part: Part, text: str, digit: str) -> str:
    """The one reading that fits if letters and figures were confused; empty if none or several."""
    only_figures = part in (Part.BIRTH, Part.EXPIRY)
    doubtful = [at for at, character in enumerate(text) if character in _ALIKE]
    if only_figures:
        doubtful = [at for at in doubtful if not text[at].isdecimal()]
    digits = {digit} if digit.isdecimal() else {_ALIKE.get(digit, "")} & set("0123456789")
    if len(doubtful) > _MOST_ALIKE:
        return ""
    found: dict[str, int] = {}
    for swap in product((False, True), repeat=len(doubtful)):
        tried = list(text)
        for at, swapped in zip(doubtful, swap, strict=True):
            tried[at] = _ALIKE[text[at]] if swapped else text[at]
        candidate = "".join(tried)
        if check_digit(candidate) in digits and candidate + digit != text:
            found[candidate] = sum(swap)
    fewest = min(found.values(), default=0)
    best = [candidate for candidate, swaps in found.items() if swaps == fewest]
    return best[0].rstrip(_FILLER) if len(best) == 1 and best[0] != text else ""


# ---------------------------------------------------------------------------- dates


def _birth(text: str, today: date) -> PartialDate | None:
    """The zone has two figures of the year: the latest year that is not in the future."""
    if not text[:2].isdecimal():
        return None
    year = today.year - today.year % 100 + int(text[:2])
    for century in (year, year - 100):
        partial = _partial(century, text[2:4], text[4:6])
        if partial is None or partial.earliest <= today:
            return partial
    return None


def _partial(year: int, month: str, day: str) -> PartialDate | None:
    edtf = f"{year:04}"
    if month != 2 * _FILLER:
        edtf += f"-{month}"
        if day != 2 * _FILLER:
            edtf += f"-{day}"
    try:
        return PartialDate.from_edtf(edtf)
    except ValueError:
        return None


def _expiry(text: str, today: date) -> date | None:
    if not (text.isascii() and text.isdecimal()):
        return None
    year = today.year - today.year % 100 + int(text[:2])
    nearest = min((year - 100, year, year + 100), key=lambda one: abs(one - today.year))
    try:
        return date(nearest, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


# ---------------------------------------------------------------------------- comparing

_TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe",
                "ß": "ss", "ñ": "n", "þ": "th", "ð": "d", "ɓ": "b", "ɗ": "d", "ŋ": "n",
                "ɲ": "n", "ƴ": "y", "ɛ": "e", "ɔ": "o"}  # fmt: skip


def is_same_name(typed: str, in_zone: str, *, is_cut_off: bool = False) -> bool:
    """True if the zone may be writing the typed name in its own letters.

    A zone that is cut off may lack the end of words and the last words.
    """
    spellings = {_letters(folded(typed)), _letters(folded(_spelled(typed)))}
    zone = _letters(folded(in_zone))
    if is_cut_off:
        return any(_begins(spelling, zone) for spelling in spellings)
    return any("".join(spelling) == "".join(zone) for spelling in spellings)


def _spelled(text: str) -> str:
    return "".join(_TWO_LETTERS.get(letter, letter) for letter in text.casefold())


def _letters(text: str) -> tuple[str, ...]:
    plain = _spelled(text).replace("'", "").replace("’", "")
    return tuple(re.findall(r"[a-z0-9]+", plain))


def _begins(words: tuple[str, ...], zone: tuple[str, ...]) -> bool:
    """Every word of the zone is the beginning of the next word of the name."""
    rest = iter(words)
    return bool(zone) and all(any(word.startswith(part) for word in rest) for part in zone)
