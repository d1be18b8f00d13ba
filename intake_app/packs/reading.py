"""The files of a pack, read as if a stranger had written them: bounded, UTF-8, nothing followed.

Nothing here raises for a mistake in a file; each is noted with file and line, and reading goes on.
"""

from __future__ import annotations

import csv
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from intake_app.i18n import _
from intake_app.packs.table import Note, Table

MAX_BYTES = 256 * 1024
MAX_LINE = 2_000
"""Characters in a line. Also keeps the TOML reader from running long on a hostile key."""
MAX_ROWS = 1_000


@dataclass(frozen=True)
class PackFiles:
    """A pack that does not lie in a folder: its id, and its files by name."""

    name: str
    files: Mapping[str, bytes]


Source = Path | PackFiles
"""Where the files of a pack are read from."""


class PackMistake(NamedTuple):
    """What is wrong at one place. ``line`` is 0 where it is the whole file's."""

    file: str
    line: int
    wrong: str

    def words(self) -> str:
        """File, line and mistake as one line of text."""
        named = {"file": self.file, "line": self.line}
        where = _("{file} line {line}").format(**named) if self.line else self.file
        return f"{where}: {self.wrong}"


@dataclass
class Mistakes:
    """Everything found wrong so far."""

    _told: list[PackMistake] = field(default_factory=list)

    @property
    def listed(self) -> list[PackMistake]:
        """The mistakes, file by file and in the order of the lines."""
        return sorted(self._told, key=_by_place)

    @property
    def found(self) -> list[str]:
        """The same as sentences with file and line."""
        return [one.words() for one in self.listed]

    def say(self, file: str, line: int | None, wrong: str) -> None:
        """Note one mistake. ``line`` is None where the mistake is the whole file's."""
        self._told.append(PackMistake(file, line or 0, wrong))

    def noted(self, file: str, line_of: Callable[[str], int | None]) -> Note:
        """How the tables of one file write their mistakes down here."""

        def note(key: str, wrong: str) -> None:
            self.say(file, line_of(key), f"{key}: {wrong}" if key else wrong)

        return note


def _by_place(told: PackMistake) -> tuple[str, int]:
    return told.file, told.line


def read_text(source: Source, name: str, mistakes: Mistakes) -> str | None:
    """The text of one file of a pack, or None after noting why it cannot be used."""
    raw = _raw(source, name, mistakes)
    if raw is None:
        return None
    if len(raw) > MAX_BYTES:
        mistakes.say(name, None, _("expected at most {number} bytes").format(number=MAX_BYTES))
        return None
    return _decoded(name, raw, mistakes)


def _raw(source: Source, name: str, mistakes: Mistakes) -> bytes | None:
    if isinstance(source, PackFiles):
        if name not in source.files:
            mistakes.say(name, None, _("this file is missing"))
        return source.files.get(name)
    path = source / name
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            mistakes.say(name, None, _("expected a plain file, not a link or a device"))
            return None
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        mistakes.say(name, None, _("this file is missing"))
    except OSError:
        mistakes.say(name, None, _("this file cannot be read"))
    return None


def _decoded(name: str, raw: bytes, mistakes: Mistakes) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        mistakes.say(name, line, _("expected text in UTF-8"))
        return None
    for number, line_text in enumerate(text.split("\n"), start=1):
        if len(line_text) > MAX_LINE:
            wrong = _("expected at most {number} characters in a line").format(number=MAX_LINE)
            mistakes.say(name, number, wrong)
            return None
    return text


# ---------------------------------------------------------------------------- TOML


def read_toml(source: Source, name: str, mistakes: Mistakes) -> Table | None:
    """A TOML file as a table, or None if it cannot be read at all."""
    text = read_text(source, name, mistakes)
    if text is None:
        return None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        wrong = _("this is not TOML: {reason}").format(reason=reason)
        mistakes.say(name, int(line[1]) if line else None, wrong)
        return None
    except (ValueError, RecursionError):  # a number or a nesting of thousands
        mistakes.say(name, None, _("this is not TOML that a pack can hold"))
        return None
    lines = toml_lines(text)
    return Table(values, mistakes.noted(name, lambda key: _line_of(key, lines)))


_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\- ]+?)\s*\]")
_ITEM = re.compile(r"\s*\{")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+(?:\s*\.\s*[A-Za-z0-9_\-]+)*)\s*=")


def toml_lines(text: str) -> dict[str, int]:
    """The line of each key, by its path as mistakes write it: ``packages[2].form``.

    ``tomllib`` keeps no lines, so this looks for headers and for keys at the start of a line.
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            prefix, inside = _numbered(re.sub(r"\s", "", header[2]), counts), ""
            if header[1] == "[[":
                lines.setdefault(prefix, number)
                prefix = _next(prefix, counts)
            lines.setdefault(prefix, number)
        elif key := _KEY.match(line):
            name = re.sub(r"\s", "", key[1])
            inside = f"{prefix}.{name}" if prefix else name
            lines.setdefault(inside, number)
            counts[inside] = line.count("{")
        elif inside and _ITEM.match(line):  # a table in a list that goes over several lines
            lines.setdefault(_next(inside, counts), number)
    return lines


def _next(path: str, counts: dict[str, int]) -> str:
    counts[path] = counts.get(path, 0) + 1
    return f"{path}[{counts[path]}]"


def _numbered(name: str, counts: Mapping[str, int]) -> str:
    """The path of a header: ``instalments.parts`` is ``instalments[2].parts`` in the second one."""
    path = ""
    for step in name.split("."):
        if path in counts:
            path = f"{path}[{counts[path]}]"
        path = f"{path}.{step}" if path else step
    return path


def _line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """The line of the key, or of the table that it is missing from."""
    while key and key not in lines:
        shorter = re.sub(r"(\.[^.\[]+|\[\d+\])$", "", key)
        key = "" if shorter == key else shorter
    return lines.get(key)


# ---------------------------------------------------------------------------- CSV


@dataclass(frozen=True)
class Columns:
    """The columns of a CSV file, in any order. A ``words`` column is two: ``…_en`` and ``…_fr``."""

    plain: tuple[str, ...]
    words: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The header, as the format describes it."""
        pairs = (f"{name}_{language}" for name in self.words for language in ("en", "fr"))
        return (*self.plain, *pairs)


def read_csv(source: Source, name: str, columns: Columns, mistakes: Mistakes) -> list[Table]:
    """The rows of a CSV file as tables; an empty cell is a key that is not there."""
    text = read_text(source, name, mistakes)
    if text is None:
        return []
    rows = _rows(name, text, mistakes)
    if not rows:
        mistakes.say(name, 1, _header_expected(columns))
        return []
    header_line, header = rows[0]
    if sorted(header) != sorted(columns.names):
        mistakes.say(name, header_line, _header_expected(columns))
        return []
    tables = []
    for line, row in rows[1:]:
        if len(row) != len(header):
            wrong = _("expected {number} columns, found {found}")
            mistakes.say(name, line, wrong.format(number=len(header), found=len(row)))
        else:
            cells = {key: cell for key, cell in zip(header, row, strict=True) if cell}
            note = mistakes.noted(name, partial(_this_line, line))
            tables.append(Table(cells, note, flat=True))
    return tables


def _this_line(line: int, _key: str) -> int:
    return line


def _rows(name: str, text: str, mistakes: Mistakes) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    for line, line_text in enumerate(text.split("\n"), start=1):
        if not line_text.strip():
            continue
        if len(rows) > MAX_ROWS:
            mistakes.say(name, line, _("expected at most {number} rows").format(number=MAX_ROWS))
            break
        try:  # line by line: a pack needs no line breaks in cells, and every mistake has its line
            (row,) = csv.reader([line_text.rstrip("\r")], strict=True)
        except (csv.Error, ValueError):
            mistakes.say(name, line, _("this is not a CSV line; check its quotation marks"))
            continue
        rows.append((line, [cell.strip() for cell in row]))
    return rows


def _header_expected(columns: Columns) -> str:
    return _("expected the columns {columns}, with commas between them").format(
        columns=", ".join(columns.names)
    )
