"""Lists of places as tables: what is read from a file, and the text that the vault keeps.

``resources/places/README.md`` describes both forms of a table: a line for each unit, or, as COD-AB
publishes them, a line for each lowest unit with the higher ones beside it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from intake_app.formats import country_choices, country_of_three_letters
from intake_app.i18n import _
from intake_app.places.gazetteer import search_key
from intake_app.places.model import DEEPEST, MOST_PLACES, Place
from intake_app.sheets.listfile import ListFile
from intake_app.sheets.refusals import ListRefused
from intake_app.sheets.workbook import Sheet
from intake_app.values import clean_text

Step = Callable[[int, int], object]

MOST_NAME = 120
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,19}")
_WORDS = {
    "country": "country countrycode iso2 iso3 pays",
    "level": "level adminlevel admlevel niveau",
    "code": "code pcode placecode",
    "parent": "parent parentcode parentpcode",
    "name_en": "nameen name nom",
    "name_fr": "namefr nomfr",
    "name_own": "nameown namear namelocal",
    "since": "from validfrom validon date",
    "until": "to validto",
}
_COLUMN_OF = {word: column for column, words in _WORDS.items() for word in words.split()}
_WIDE = re.compile(r"adm([0-5])(pcode|name|[a-z]{2}|)([a-z]{2})?")
_PER_LINE = 500


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a line of the file, counted as the spreadsheet counts."""

    line: int
    words: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What is in a file. With ``mistakes`` nothing of it can be imported."""

    country: str
    places: tuple[Place, ...]
    mistakes: tuple[Mistake, ...]
    sha256: str = ""

    def levels(self) -> dict[int, int]:
        """How many units of each level there are."""
        counts: dict[int, int] = {}
        for place in self.places:
            counts[place.level] = counts.get(place.level, 0) + 1
        return dict(sorted(counts.items()))


def read_list(file: ListFile, step: Step = lambda _done, _total: None) -> Reading:
    """Read the sheets of a file; those without codes are left out.

    Raises ListRefused if no sheet has any. ``step`` hears how far it is, and may raise.
    """
    reader = _Reader(step)
    known = [reader.take(sheet) for sheet in file.sheets()]
    if not any(known):
        raise ListRefused(
            _(
                "No column of this file holds codes of places. Headings such as code, level and"
                " name, or ADM1_PCODE and ADM1_EN, are understood."
            )
        )
    return replace(reader.finished(), sha256=file.sha256)


def to_text(places: Iterable[Place]) -> str:
    """The text that the vault keeps: one line for each unit, with the key it is found by."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerows((*place, search_key(place)) for place in places)
    return out.getvalue()


def from_text(text: str) -> tuple[list[Place], list[str]]:
    """The places of such a text, and the keys they are found by. Raises ValueError."""
    places, keys = [], []
    for code, level, parent, name_en, name_fr, name_own, since, until, key in csv.reader(
        io.StringIO(text, newline="")
    ):
        places.append(Place(code, int(level), parent, name_en, name_fr, name_own, since, until))
        keys.append(key)
    return places, keys


# ---------------------------------------------------------------------------- headings


def _key(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def _tall(headings: Sequence[str]) -> dict[str, int]:
    """Which column holds what, of a table with a line for each unit."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        column = _COLUMN_OF.get(_key(heading))
        if column is not None:
            found.setdefault(column, place)
    return found if "code" in found else {}


def _wide(headings: Sequence[str]) -> dict[tuple[int, str], int]:
    """Which column holds what of which level, of a table as COD-AB publishes it."""
    found: dict[tuple[int, str], int] = {}
    for place, heading in enumerate(headings):
        match = _WIDE.fullmatch(_key(heading))
        if match is None:
            continue
        level, what, tongue = int(match[1]), match[2] or "name", match[3] or ""
        if what != "pcode":
            word = tongue if what == "name" else what
            what = {"": "name_en", "en": "name_en", "fr": "name_fr"}.get(word, "name_own")
            if what == "name_own" and word not in ("ar", "am", "ti", "ff", "nqo", "so"):
                what = "name_en"  # Portuguese, Spanish: Latin letters
        found.setdefault((level, what), place)
    return found if any(what == "pcode" and level > 0 for level, what in found) else {}


# ---------------------------------------------------------------------------- lines


class _Reader:
    """Reads sheet after sheet; a unit may stand in several, and says the same in each."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._places: dict[str, Place] = {}
        self._lines: dict[str, int] = {}
        self._mistakes: list[Mistake] = []
        self._country = ""

    def take(self, sheet: Sheet) -> bool:
        """Read one sheet; False if it holds no codes."""
        for at, headings in enumerate(sheet.rows[:20]):
            wide, tall = _wide(headings), _tall(headings)
            if not wide and not tall:
                continue
            for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2):
                if number % _PER_LINE == 0:
                    self._step(number, len(sheet.rows))
                if not any(row):
                    continue
                try:
                    for place in self._wide_row(wide, row) if wide else self._tall_row(tall, row):
                        self._add(number, place, again=bool(wide))
                except ValueError as error:
                    self._note(number, row, error.args[0])
            return True
        return False

    def finished(self) -> Reading:
        """Everything that was read, the higher levels first, and each by its names."""
        for place in self._places.values():
            upper = self._places.get(place.parent)
            if place.parent and (upper is None or upper.level >= place.level):
                self._mistakes.append(
                    Mistake(
                        self._lines[place.code],
                        f"{place.code} {place.name('en')}",
                        _("The unit it lies in, {code}, is not in the file at a higher level.")
                        .format(code=place.parent),
                    )
                )  # fmt: skip
        places = sorted(
            self._places.values(), key=lambda one: (one.level, one.name("en"), one.code)
        )
        mistakes = sorted(self._mistakes, key=lambda one: one.line)
        country = self._country or _country_of_codes(places)
        if places and not country and not mistakes:
            mistakes = [Mistake(1, "", _("Which country the places lie in is not said."))]
        if not places and not mistakes:
            raise ListRefused(_("There are no places in this file."))
        return Reading(country, tuple(places), tuple(mistakes))

    def _note(self, line: int, row: Sequence[str], sentence: str) -> None:
        words = " · ".join(cell for cell in row[:8] if cell)
        self._mistakes.append(Mistake(line, words[:120], sentence))

    def _add(self, line: int, place: Place, *, again: bool) -> None:
        before = self._places.get(place.code)
        if before is None:
            if len(self._places) >= MOST_PLACES:
                raise ListRefused(_("These are more places than one list can hold."))
            self._places[place.code], self._lines[place.code] = place, line
        elif not again:
            raise ValueError(_("This code stands in line {line} already.").format(
                line=self._lines[place.code]))  # fmt: skip
        elif before[:6] != place[:6]:
            raise ValueError(_("Line {line} says something else about {code}.").format(
                line=self._lines[place.code], code=place.code))  # fmt: skip

    def _tall_row(self, at: Mapping[str, int], row: Sequence[str]) -> Iterator[Place]:
        cell = {what: _cleaned(row[place]) if place < len(row) else ""
                for what, place in at.items()}  # fmt: skip
        self._check_country(cell.get("country", ""))
        level = cell.get("level", "") or ("1" if "level" not in at else "")
        if not level.isdigit() or not 0 <= int(level) <= DEEPEST:
            raise ValueError(_("The level is a number from 1 to {deepest}.").format(
                deepest=DEEPEST))  # fmt: skip
        if int(level) > 0:  # the line of the country itself says nothing new
            english, french, own = (cell.get(f"name_{which}", "") for which in ("en", "fr", "own"))
            days = _days(cell.get("since", ""), cell.get("until", ""))
            upper = cell.get("parent", "") if int(level) > 1 else ""
            if int(level) > 1 and not upper:
                raise ValueError(_("The code of the unit that it lies in is missing."))
            yield _checked(
                Place(cell["code"], int(level), upper, english, french, own, days[0], days[1])
            )

    def _wide_row(self, at: Mapping[tuple[int, str], int], row: Sequence[str]) -> Iterator[Place]:
        def cell(level: int, what: str) -> str:
            place = at.get((level, what), len(row))
            return _cleaned(row[place]) if place < len(row) else ""

        self._check_country(cell(0, "pcode"))
        upper = ""
        for level in range(1, DEEPEST + 1):
            code = cell(level, "pcode")
            if code:
                names = (cell(level, name) for name in ("name_en", "name_fr", "name_own"))
                yield _checked(Place(code, level, upper, *names))
                upper = code

    def _check_country(self, said: str) -> None:
        if not said:
            return
        country = _known_country(said)
        if not country:
            raise ValueError(_("This country is not known. Write its code of two letters."))
        if self._country and country != self._country:
            raise ValueError(_("One file holds the places of one country only."))
        self._country = country


def _cleaned(cell: str) -> str:
    """Most cells are plain already, and a list has hundreds of thousands."""
    return cell if cell.isascii() and cell.isprintable() else clean_text(cell)


def _checked(place: Place) -> Place:
    if not place.code:
        raise ValueError(_("The code is missing."))
    if not _CODE.fullmatch(place.code):
        raise ValueError(_("A code has 2 to 20 letters and digits, without spaces."))
    if not (place.name_en or place.name_fr or place.name_own):
        raise ValueError(_("The name is missing."))
    if any(len(name) > MOST_NAME for name in place[3:6]):
        raise ValueError(_("This name is too long for a place."))
    return place


def _days(since: str, until: str) -> tuple[str, str]:
    try:
        days = [date.fromisoformat(day[:10]).isoformat() if day else "" for day in (since, until)]
    except ValueError as error:
        raise ValueError(_("A day is written 2024-01-31.")) from error
    if days[0] and days[1] and days[1] < days[0]:
        raise ValueError(_("It ends before it begins."))
    return days[0], days[1]


def _country_of_codes(places: Sequence[Place]) -> str:
    """What all codes begin with, if that is a country."""
    begin = {place.code[:2].upper() for place in places}
    return _known_country(begin.pop()) if len(begin) == 1 else ""


@lru_cache(maxsize=256)
def _known_country(code: str) -> str:
    """The ISO alpha-2 code; empty if there is no such country."""
    code = code.upper()
    if len(code) == 3:
        return country_of_three_letters(code)
    return code if any(code == known for known, _name in country_choices("en")) else ""
