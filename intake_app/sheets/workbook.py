"""The cells of an XLSX file, read by hand and with a hard limit on everything.

A list comes from outside, so nothing of it is trusted: sizes are looked up in the zip directory
before anything is unpacked, XML with a DOCTYPE is refused, formulas are named and never evaluated,
and what does not belong to cells (macros, links, pictures) is not even opened. A library for
workbooks does much more than that, and would be one more thing to trust.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from posixpath import normpath
from typing import IO, NamedTuple
from xml.parsers import expat

from intake_app.i18n import _
from intake_app.sheets.refusals import ListRefused, no_workbook, too_big

MOST_PARTS = 2_000
MOST_PART = 24 << 20
MOST_TOGETHER = 40 << 20
"""Unpacked bytes of one part, and of all parts that are read."""
MOST_COLUMNS = 100
MOST_STRINGS = 200_000
MOST_MERGES = 5_000
MOST_TEXT = 1_000
"""Letters of a cell that are kept: a name is shorter, and a treaty in a cell is no name."""
DEEPEST = 24
_CHUNK = 1 << 18

FORMULA = "="
"""What a cell begins with that holds a formula; what it would give is not read."""

Grid = list[list[str]]


@dataclass(frozen=True)
class Limits:
    """How much a list of its kind can need."""

    rows: int
    cells: int
    bytes: int
    truths: bool = False
    """Cells that are true or false say so; in other lists they say nothing."""


PEOPLE = Limits(rows=12_000, cells=200_000, bytes=10 << 20)
"""5,000 people need less than 1 MiB."""
PLACES = Limits(rows=30_000, cells=600_000, bytes=20 << 20)
"""Every municipality of a large country, with its districts and regions beside it."""
FORMS = Limits(rows=3_000, cells=60_000, bytes=2 << 20, truths=True)
"""A questionnaire with several hundred questions, or the key to one."""


class Sheet(NamedTuple):
    """A sheet: its rows from the first line on, each as long as it is filled."""

    name: str
    rows: Grid


@dataclass
class _Budget:
    """How much may still be read of one file, over all its parts."""

    left_cells: int
    rows: int
    truths: bool = False
    left_bytes: int = MOST_TOGETHER

    def take_cell(self) -> None:
        self.left_cells -= 1
        if self.left_cells < 0:
            raise ListRefused(
                _("The sheet has too many cells. Copy the lines that count into a new workbook.")
            )


def sheets(file: IO[bytes], limits: Limits = PEOPLE) -> Iterator[Sheet]:
    """The visible sheets of a workbook, one after the other. Raises ListRefused."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _sheets(_Parts(archive, limits))
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError) as error:
        raise no_workbook() from error
    except (ValueError, KeyError, IndexError, OverflowError, NotImplementedError) as error:
        raise no_workbook() from error
    except RuntimeError as error:  # zipfile: the part needs a password
        raise no_workbook() from error


class _Parts:
    """The parts of the archive, unpacked one by one as far as the budget goes."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self.budget = _Budget(limits.cells, limits.rows, limits.truths)
        entries = archive.infolist()
        if len(entries) > MOST_PARTS:
            raise too_big()
        self._sizes = {entry.filename: entry.file_size for entry in entries}
        if any(name.lower().endswith("vbaproject.bin") for name in self._sizes):
            raise ListRefused(
                _("This workbook holds macros. Save it as .xlsx without macros, and choose that.")
            )
        if "xl/workbook.xml" not in self._sizes:
            raise no_workbook()

    def has(self, name: str) -> bool:
        return name in self._sizes

    def parse(self, name: str, reader: _Reader) -> None:
        """Give the elements of one part to ``reader``."""
        size = self._sizes[name]
        self.budget.left_bytes -= size
        if size > MOST_PART or self.budget.left_bytes < 0:
            raise too_big()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        reader.attach(parser)
        with self._archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


class _Reader:
    """Hears the elements of one part. Its class says what they mean."""

    def attach(self, parser: expat.XMLParserType) -> None:
        self._depth = 0
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refuse_doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise no_workbook()
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Letters between elements."""


def _refuse_doctype(*_names: object) -> None:
    """Entities could name files or grow without end; no workbook has any."""
    raise no_workbook()


# ---------------------------------------------------------------------------- the small parts


class _Workbook(_Reader):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.first_day = date(1899, 12, 30)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.first_day = date(1904, 1, 1)


class _Relations(_Reader):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            self.targets[attributes.get("Id", "")] = path


class _Strings(_Reader):
    """The texts that cells point to; pronunciations (``rPh``) are not part of them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._now: list[str] = []
        self._in_text = self._aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            if len(self.texts) >= MOST_STRINGS:
                raise too_big()
            self._now = []
        elif name == "rPh":
            self._aside = True
        elif name == "t":
            self._in_text = not self._aside

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append("".join(self._now)[:MOST_TEXT])
        elif name == "rPh":
            self._aside = False
        elif name == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        if self._in_text:
            self._now.append(text)


class _Styles(_Reader):
    """Which cell styles show a number as a date."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self._codes: dict[str, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.dates.append(self._is_date(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def _is_date(self, number: str) -> bool:
        if number in self._codes:
            bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", self._codes[number]).lower()
            return "y" in bare or "a" in bare or ("d" in bare and "m" in bare)
        return number in _BUILT_IN_DATES


_BUILT_IN_DATES = {str(n) for n in (*range(14, 18), 22, *range(27, 37), *range(50, 59))}
"""Number formats that every workbook knows without naming them (ECMA-376, 18.8.30)."""


# ---------------------------------------------------------------------------- cells


class _Cells(_Reader):
    """The cells of one sheet as texts. Dates become ``1990-03-12``."""

    def __init__(
        self, budget: _Budget, strings: list[str], dates: list[bool], first_day: date
    ) -> None:
        self.rows: Grid = []
        self.merges: list[str] = []
        self._budget, self._strings, self._dates = budget, strings, dates
        self._first_day = first_day
        self._row, self._column = -1, -1
        self._kind, self._style = "n", 0
        self._text: list[str] = []
        self._listening = self._is_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._budget.take_cell()
            row, column = _place(attributes.get("r", ""), self._row, self._column)
            self._row, self._column = row, column
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", "0"))
            self._text, self._is_formula = [], False
        elif name in ("v", "t"):
            self._listening = True
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            number = attributes.get("r")
            self._row = int(number) - 1 if number else self._row + 1
            self._column = -1
        elif name == "mergeCell" and len(self.merges) < MOST_MERGES:
            self.merges.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._listening = False
        elif name == "c":
            value = FORMULA if self._is_formula else self._value("".join(self._text))
            if value and self._column < MOST_COLUMNS:
                self._put(value)

    def text(self, text: str) -> None:
        if self._listening:
            self._text.append(text)

    def _put(self, value: str) -> None:
        if self._row >= self._budget.rows:
            raise too_many_rows()
        while len(self.rows) <= self._row:
            self.rows.append([])
        row = self.rows[self._row]
        row.extend([""] * (self._column + 1 - len(row)))
        row[self._column] = value

    def _value(self, text: str) -> str:
        if self._kind == "s":
            return self._strings[int(text)].strip() if text else ""
        if self._kind in ("str", "inlineStr", "d"):
            return text[:MOST_TEXT].strip()
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, "") if self._budget.truths else ""
        if self._kind == "e" or not text:
            return ""
        number = float(text)
        if self._style < len(self._dates) and self._dates[self._style] and 0 <= number < 200_000:
            return (self._first_day + timedelta(days=int(number))).isoformat()
        return str(int(number)) if number == int(number) else text


def too_many_rows() -> ListRefused:
    """The list is longer than any of its kind."""
    return ListRefused(
        _("The list has too many lines. Copy the lines that count into a new workbook.")
    )


def _place(name: str, row: int, column: int) -> tuple[int, int]:
    """Row and column of ``C7``, counted from 0; without a name the next cell of the row."""
    if not name:
        return row, column + 1
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", name)
    if not match:
        raise ValueError("not a cell")
    letters = 0
    for letter in match[1]:
        letters = letters * 26 + ord(letter) - 64
    return int(match[2]) - 1, letters - 1


def _fill_merges(cells: _Cells, budget: _Budget) -> None:
    """Cells that were joined all say what the first of them says."""
    for merge in cells.merges:
        first, _colon, last = merge.partition(":")
        (top, left), (bottom, right) = _place(first, 0, 0), _place(last or first, 0, 0)
        if top >= len(cells.rows) or left >= len(cells.rows[top]):
            continue
        value = cells.rows[top][left]
        for row in cells.rows[top : bottom + 1]:
            for column in range(left, min(right + 1, MOST_COLUMNS)):
                budget.take_cell()
                row.extend([""] * (column + 1 - len(row)))
                row[column] = row[column] or value


def _sheets(parts: _Parts) -> Iterator[Sheet]:
    workbook, relations, strings, styles = _Workbook(), _Relations(), _Strings(), _Styles()
    parts.parse("xl/workbook.xml", workbook)
    for name, reader in (
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
    ):
        if parts.has(name):
            parts.parse(name, reader)
    for name, relation in workbook.sheets:
        target = relations.targets.get(relation, "")
        if parts.has(target) and target.startswith("xl/worksheets/"):
            cells = _Cells(parts.budget, strings.texts, styles.dates, workbook.first_day)
            parts.parse(target, cells)
            _fill_merges(cells, parts.budget)
            yield Sheet(name, cells.rows)
