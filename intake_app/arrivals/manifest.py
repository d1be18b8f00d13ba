"""A list of an organiser, from its file to people who are expected: columns, lines, mistakes.

Pure: nothing is kept here. ``Manifest`` is what was found in the file; ``preview`` says what each
line would become under a choice of columns, and what is wrong with which cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from intake_app.arrivals.cells import (
    Unreadable,
    birth_of,
    country_of,
    day_comes_first,
    document_kind_of,
    document_number_of,
    name_of,
    sex_of,
    split_name,
    text_of,
)
from intake_app.arrivals.headings import ListField, heading_row
from intake_app.arrivals.model import Expected, same_person_key
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.people.model import DocumentKind, Sex
from intake_app.sheets.listfile import ListFile
from intake_app.sheets.refusals import ListRefused
from intake_app.sheets.workbook import Grid, Sheet
from intake_app.values import new_id

MOST_PEOPLE = 10_000

_NAMES = (ListField.FAMILY_NAME, ListField.GIVEN_NAMES, ListField.FULL_NAME)

Columns = Mapping[int, ListField]
"""What each column holds, by its place from 0; columns that are left out are not named."""

Step = Callable[[int, int], object]


@dataclass(frozen=True)
class Manifest:
    """The sheet of a file that has the list: its headings and the lines under them.

    ``first_line`` is the number of the first line under the headings, as the spreadsheet counts.
    """

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_line: int
    sha256: str

    def sample(self, column: int) -> str:
        """The first text under a heading, to recognise the column by."""
        return next((row[column] for row in self.rows if column < len(row) and row[column]), "")


class Verdict(StrEnum):
    """What happens with a line."""

    TAKEN = "taken"
    WRONG = "wrong"
    TWICE = "twice"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Line:
    """One line of the preview: a sentence per column that is wrong, and a note on the whole."""

    number: int
    cells: tuple[str, ...]
    verdict: Verdict
    problems: Mapping[int, str]
    note: str = ""
    person: Expected | None = None


@dataclass(frozen=True)
class Preview:
    """What an import would do: every line of the list, in its order."""

    lines: tuple[Line, ...]

    def people(self) -> list[Expected]:
        """Those who would be expected."""
        return [line.person for line in self.lines if line.person and line.verdict is Verdict.TAKEN]

    def count(self, verdict: Verdict) -> int:
        """How many lines end so."""
        return sum(line.verdict is verdict for line in self.lines)


def found_list(file: ListFile) -> Manifest:
    """The sheet with the list, and its headings. Raises ListRefused if there is none."""
    chosen: tuple[Sheet, int] | None = None
    filled: Sheet | None = None
    for sheet in file.sheets():
        filled = filled or (sheet if any(any(row) for row in sheet.rows) else None)
        row = heading_row(sheet.rows)
        if row is not None:
            chosen = sheet, row
            break
    if chosen is None and filled is not None:
        chosen = filled, _fullest_row(filled.rows)
    if chosen is None:
        raise ListRefused(_("There is no list in this file. Choose the list itself."))
    sheet, place = chosen
    width = max(len(row) for row in sheet.rows[place:])
    headings = tuple((*sheet.rows[place], *[""] * width)[:width])
    rows = tuple(tuple((*row, *[""] * width)[:width]) for row in sheet.rows[place + 1 :])
    if sum(any(row) for row in rows) > MOST_PEOPLE:
        raise ListRefused(
            _("The list has too many lines. Copy the lines that count into a new workbook.")
        )
    return Manifest(sheet.name, headings, rows, place + 2, file.sha256)


def _fullest_row(rows: Grid) -> int:
    """Without known headings: the first of the fullest rows, for the clerk to say what is what."""
    counts = [sum(map(bool, row)) for row in rows[:40]]
    return counts.index(max(counts))


def check_columns(columns: Columns) -> None:
    """Raise InvalidInput if a list with these columns has no names, or one thing twice."""
    chosen = list(columns.values())
    if not any(field in chosen for field in _NAMES):
        raise InvalidInput({"columns": _("Say which column has the names.")})
    if len(set(chosen)) < len(chosen):
        raise InvalidInput({"columns": _("Two columns are said to hold the same. Change one.")})


def preview(
    manifest: Manifest,
    columns: Columns,
    arrival_id: str,
    today: date,
    known: Sequence[Expected] = (),
    step: Step = lambda _done, _total: None,
) -> Preview:
    """What each line would become. ``known`` are those on earlier lists of the same arrival.

    Raises InvalidInput if the columns do not fit. ``step`` hears how far it is, and may raise.
    """
    check_columns(columns)
    reader = _Reader(manifest, columns, arrival_id, today)
    seen: dict[tuple[str, ...], int] = {
        key: 0 for one in known if (key := same_person_key(one)) is not None
    }
    lines = []
    for place, row in enumerate(manifest.rows):
        if place % 200 == 0:
            step(place, len(manifest.rows))
        if any(row):
            lines.append(_unless_twice(reader.line(place, row), seen))
    return Preview(tuple(lines))


def _unless_twice(line: Line, seen: dict[tuple[str, ...], int]) -> Line:
    key = same_person_key(line.person) if line.person else None
    if line.verdict is not Verdict.TAKEN or key is None:
        return line
    if key not in seen:
        seen[key] = line.number
        return line
    earlier = seen[key]
    note = (
        _("The same person as in line {line}; left out.").format(line=earlier)
        if earlier
        else _("On an earlier list of this arrival already; left out.")
    )
    return Line(line.number, line.cells, Verdict.TWICE, {}, note)


@dataclass
class _Reader:
    """Reads line after line under one choice of columns."""

    manifest: Manifest
    columns: Columns
    arrival_id: str
    today: date

    def __post_init__(self) -> None:
        self._at = {field: column for column, field in self.columns.items()}
        birth = self._at.get(ListField.BIRTH)
        cells = [] if birth is None else [row[birth] for row in self.manifest.rows]
        self._day_first = day_comes_first(cells)

    def line(self, place: int, row: tuple[str, ...]) -> Line:
        number = self.manifest.first_line + place
        names = "".join(row[self._at[field]] for field in _NAMES if field in self._at)
        if not any(letter.isalpha() for letter in names):
            others = sum(1 for column in self.columns if row[column])
            if others <= 2:  # totals, signatures, numbers that were filled down too far
                note = _("No name in this line; left out.")
                return Line(number, row, Verdict.NOBODY, {}, note)
        values, problems = self._read(row)
        family, given = self._names(values)
        if not family and not given and not problems:
            column = next(self._at[field] for field in _NAMES if field in self._at)
            problems[column] = _("The name is missing.")
        if problems:
            return Line(number, row, Verdict.WRONG, problems)
        number_of_document = values.get(ListField.DOCUMENT_NUMBER, "")
        kind = values.get(ListField.DOCUMENT_KIND)
        if number_of_document and kind in (None, DocumentKind.NONE):  # a number is of something
            kind = DocumentKind.OTHER
        person = Expected(
            new_id(),
            self.arrival_id,
            number,
            family,
            given,
            values.get(ListField.SEX, Sex.UNKNOWN),
            values.get(ListField.BIRTH),
            values.get(ListField.NATIONALITY, ""),
            kind,
            number_of_document,
            values.get(ListField.PHONE, ""),
            values.get(ListField.SEAT, ""),
            origin=values.get(ListField.ORIGIN, ""),
        )
        return Line(number, row, Verdict.TAKEN, {}, person=person)

    def _read(self, row: tuple[str, ...]) -> tuple[dict[ListField, Any], dict[int, str]]:
        values: dict[ListField, Any] = {}
        problems: dict[int, str] = {}
        for field, column in self._at.items():
            try:
                values[field] = self._value(field, row[column])
            except Unreadable as unreadable:
                problems[column] = str(unreadable)
        return values, problems

    def _value(self, field: ListField, cell: str) -> object:
        if field is ListField.BIRTH:
            return birth_of(cell, self.today, self._day_first)
        return _READ[field](cell)

    def _names(self, values: Mapping[ListField, Any]) -> tuple[str, str]:
        family = str(values.get(ListField.FAMILY_NAME, ""))
        given = str(values.get(ListField.GIVEN_NAMES, ""))
        if family or given or ListField.FULL_NAME not in values:
            return family, given
        return split_name(str(values[ListField.FULL_NAME]))


_READ: dict[ListField, Callable[[str], object]] = {
    ListField.SEAT: text_of,
    ListField.FAMILY_NAME: name_of,
    ListField.GIVEN_NAMES: name_of,
    ListField.FULL_NAME: name_of,
    ListField.SEX: sex_of,
    ListField.NATIONALITY: country_of,
    ListField.DOCUMENT_NUMBER: document_number_of,
    ListField.DOCUMENT_KIND: document_kind_of,
    ListField.PHONE: text_of,
    ListField.ORIGIN: text_of,
}
