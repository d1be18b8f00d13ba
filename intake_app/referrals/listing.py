"""A list of services from outside, read into entries of the directory. Pure.

Headings are known in English and French; a kind of help is known by its words in the programmes, by
its id, or by a code of the crosswalk (``resources/sectors/``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from intake_app.formats import language_name
from intake_app.i18n import _
from intake_app.packs.crosswalk import counterparts
from intake_app.referrals.provider import MOST_AT_ONCE, Provider
from intake_app.sheets.listfile import ListFile
from intake_app.sheets.refusals import ListRefused
from intake_app.values import clean_text, folded, new_id

_WORDS = {
    "name": "name|service|provider|organisation|organization|nom|structure|prestataire",
    "sector": "sector|kind of help|type of service|secteur|type d aide|type de service|domaine",
    "area": "area|place|region|district|zone|lieu|localite|prefecture|commune",
    "contact": "contact|contact person|focal point|personne de contact|point focal|responsable",
    "phone": "phone|telephone|tel|mobile|numero",
    "email": "email|e mail|courriel|mail",
    "address": "address|adresse",
    "speaks": "languages|language|langues|langue",
    "cost": "cost|price|fee|cout|prix|tarif",
    "opening": "opening|opening hours|hours|open|horaires|heures|ouverture",
    "open_days": "days|opening days|jours|jours d ouverture",
    "capacity": "capacity|places|capacite",
    "verified_on": "verified|last verified|verified on|verifie|verifie le|derniere verification",
    "trust": "notes|note|remarks|trust|remarques|observations",
}
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words.split("|")}
_DAYS = ("mon lun", "tue mar", "wed mer", "thu jeu", "fri ven", "sat sam", "sun dim")
_DAY_OF = {word: str(n) for n, words in enumerate(_DAYS, start=1) for word in words.split()}
MOST_ABOVE = 20
"""Lines of titles that may stand over the headings."""
MOST_TEXT = 200


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a cell, its line counted as the spreadsheet counts."""

    line: int
    words: str
    sentence: str


@dataclass(frozen=True)
class ServiceReading:
    """What is in a file. With ``mistakes`` nothing of it can be imported; ``known`` are entries
    that the directory has already, under the same name with the same kinds of help."""

    fresh: tuple[Provider, ...]
    known: tuple[Provider, ...]
    mistakes: tuple[Mistake, ...]
    sha256: str


def read_services(
    file: ListFile,
    sector_names: Mapping[str, str],
    spoken: Iterable[str],
    directory: Iterable[Provider],
    today: date,
) -> ServiceReading:
    """Read a list. ``sector_names``: what kinds of help are called (folded) and their ids.

    ``spoken``: the codes of languages that are known by their names. Raises ListRefused.
    """
    rows = next(iter(file.sheets())).rows
    head = _heading(rows)
    columns = {_field(cell): place for place, cell in enumerate(rows[head]) if _field(cell)}
    reader = _Reader(columns, sector_names, _languages(spoken), today)
    found = [reader.entry(number, row) for number, row in enumerate(rows[head + 1 :], head + 2)]
    entries = [one for one in found if one is not None]
    there = {(folded(one.name), one.sector) for one in directory}
    fresh: list[Provider] = []
    known: list[Provider] = []
    for one in entries:
        key = (folded(one.name), one.sector)
        (known if key in there else fresh).append(one)
        there.add(key)
    return ServiceReading(tuple(fresh), tuple(known), tuple(reader.mistakes), file.sha256)


def sector_codes(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """From every way to write a kind of help (folded) to its id: our words, our ids, and the codes
    and names of the crosswalk. ``names``: pairs of words and id."""
    found: dict[str, str] = {}
    for entry in counterparts():
        if entry.sectors:
            for words in (entry.code, entry.name.en, entry.name.fr):
                found.setdefault(folded(words), entry.sectors[0])
    for words, code in names:
        found[folded(words)] = found[folded(code)] = code
    return found


class _Reader:
    """Reads line by line, and keeps what is wrong."""

    def __init__(
        self,
        columns: Mapping[str, int],
        sectors: Mapping[str, str],
        languages: Mapping[str, str],
        today: date,
    ) -> None:
        self._columns, self._sectors = columns, sectors
        self._languages, self._today = languages, today
        self.mistakes: list[Mistake] = []

    def entry(self, line: int, row: Sequence[str]) -> Provider | None:
        """The service of a line; None for an empty line, or where something is wrong."""
        cells = {
            field: clean_text(row[place])[:MOST_TEXT] if place < len(row) else ""
            for field, place in self._columns.items()
        }
        if not any(cells.values()):
            return None
        before = len(self.mistakes)
        if not cells.get("name"):
            self._wrong(line, "", _("The name is missing."))
        sectors = self._sectors_of(line, cells.get("sector", ""))
        verified = self._day(line, cells.get("verified_on", ""))
        capacity = self._number(line, cells.get("capacity", ""))
        speaks, unknown = self._spoken(cells.get("speaks", ""))
        if len(self.mistakes) > before:
            return None
        texts: dict[str, Any] = {
            key: cells.get(key, "")
            for key in ("area", "contact", "phone", "email", "address", "cost", "opening", "trust")
        }
        return Provider(
            new_id(), cells["name"], sectors[0], also=sectors[1:], **texts, speaks=speaks,
            languages=unknown, open_days=_open_days(cells.get("open_days", "")),
            capacity=capacity, verified_on=verified,
        )  # fmt: skip

    def _wrong(self, line: int, words: str, sentence: str) -> None:
        self.mistakes.append(Mistake(line, words, sentence))

    def _sectors_of(self, line: int, text: str) -> tuple[str, ...]:
        found = []
        for part in [text] if folded(text) in self._sectors else _parts(text):
            code = self._sectors.get(folded(part))
            if code is None:
                self._wrong(
                    line,
                    part,
                    _(
                        "This kind of help is not known. Write it as in the directory, or as a"
                        " code of the mechanism, EURP, the clusters or Primero."
                    ),
                )
            else:
                found.append(code)
        return tuple(dict.fromkeys(found))

    def _day(self, line: int, text: str) -> str:
        if not text:
            return ""
        for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"):
            try:
                day = datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day alone
            except ValueError:
                continue
            if day <= self._today:
                return day.isoformat()
        self._wrong(line, text, _("This is no day. Write 2026-05-31 or 31/05/2026."))
        return ""

    def _number(self, line: int, text: str) -> int | None:
        if not text:
            return None
        if text.isdecimal() and int(text) <= MOST_AT_ONCE:
            return int(text)
        self._wrong(line, text, _("This is no number of people."))
        return None

    def _spoken(self, text: str) -> tuple[tuple[str, ...], str]:
        """The languages by their codes, and in words what is none of them."""
        known, unknown = [], []
        for part in _parts(text):
            code = self._languages.get(folded(part))
            if code is not None:
                known.append(code)
            elif part:
                unknown.append(part)
        return tuple(dict.fromkeys(known)), ", ".join(unknown)


def _heading(rows: Sequence[Sequence[str]]) -> int:
    for number, row in enumerate(rows[:MOST_ABOVE]):
        if {"name", "sector"} <= {_field(cell) for cell in row}:
            return number
    raise ListRefused(
        _(
            "No heading for the name and the kind of help was found. Name the columns in the first"
            " line."
        )
    )


def _field(heading: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in folded(heading))
    return _FIELD_OF.get(" ".join(words.split()), "")


def _parts(text: str) -> list[str]:
    """What stands between commas or semicolons."""
    return [part.strip() for part in text.replace(";", ",").split(",")]


def _languages(spoken: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in spoken:
        for words in (code, language_name(code, "en"), language_name(code, "fr")):
            found.setdefault(folded(words), code)
    return found


def _open_days(text: str) -> str:
    """``Mon-Fri``, ``lun, mar, jeu`` or ``12345``; empty for anything else."""
    if text.isdecimal():
        return "".join(sorted(set(text) & set("1234567")))
    days: list[str] = []
    for part in _parts(folded(text)):
        ends = [_DAY_OF.get(word.strip()[:3], "") for word in part.replace("–", "-").split("-")]
        if len(ends) == 2 and all(ends) and ends[0] <= ends[1]:
            days += [str(day) for day in range(int(ends[0]), int(ends[1]) + 1)]
        elif len(ends) == 1 and ends[0]:
            days.append(ends[0])
    return "".join(sorted(set(days)))
