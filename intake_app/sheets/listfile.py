"""A chosen file as sheets of texts: XLSX or CSV, told apart by what is in it.

Only regular files of a limited size are opened, for reading, and the name must say the same as the
content: who means a list gets it read, and who disguises something gets a sentence.
"""

from __future__ import annotations

import csv
import hashlib
import io
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake_app.i18n import _
from intake_app.sheets.refusals import ListRefused, too_big
from intake_app.sheets.workbook import (
    MOST_COLUMNS,
    MOST_TEXT,
    PEOPLE,
    Limits,
    Sheet,
    sheets,
    too_many_rows,
)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class ListFile:
    """The content of a chosen file, and its SHA-256 in hexadecimal digits."""

    content: bytes
    is_workbook: bool
    sha256: str
    limits: Limits = PEOPLE

    def sheets(self) -> Iterator[Sheet]:
        """Its sheets, one after the other. Raises ListRefused."""
        if self.is_workbook:
            return sheets(io.BytesIO(self.content), self.limits)
        return iter([Sheet("", _csv_rows(_decoded(self.content), self.limits))])


def read_file(path: Path, limits: Limits = PEOPLE) -> ListFile:
    """Take the file in as it is, if it is no larger than its kind needs. Raises ListRefused."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _other_kind()
        if about.st_size > limits.bytes:
            raise too_big()
        with path.open("rb") as file:
            content = file.read(limits.bytes + 1)
    except OSError as error:
        raise ListRefused(
            _("The file cannot be read. Is the stick still in, and the file closed elsewhere?")
        ) from error
    if len(content) > limits.bytes:  # it has grown since
        raise too_big()
    return _told_apart(content, path.suffix.lower(), limits)


def _told_apart(content: bytes, ending: str, limits: Limits) -> ListFile:
    if not content.strip():
        raise ListRefused(_("The file is empty. Choose the list itself."))
    if content.startswith(_OLE):
        raise ListRefused(
            _(
                "This workbook has a password or an old format. Open it in the spreadsheet and"
                " save it as .xlsx without a password."
            )
        )
    is_zip = content.startswith(_ZIP)
    if ending not in {".xlsx", ".csv", ".txt", ".tsv"}:
        raise _other_kind()
    if is_zip != (ending == ".xlsx"):
        raise ListRefused(
            _("The file is not what its name says. Save the list as .xlsx or .csv again.")
        )
    return ListFile(content, is_zip, hashlib.sha256(content).hexdigest(), limits)


def _other_kind() -> ListRefused:
    return ListRefused(_("Only .xlsx and .csv files are read. Save the list as one of these."))


# ---------------------------------------------------------------------------- CSV


def _decoded(content: bytes) -> str:
    """The text, in the encodings that spreadsheets write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise ListRefused(
            _("The file is not what its name says. Save the list as .xlsx or .csv again.")
        )
    return text


def _csv_rows(text: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in reader:
            cells += len(row)
            if len(rows) >= limits.rows or cells > limits.cells:
                raise too_many_rows()
            rows.append([cell[:MOST_TEXT].strip() for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:
        raise ListRefused(
            _("The file is not what its name says. Save the list as .xlsx or .csv again.")
        ) from error
    return rows


def _delimiter(text: str) -> str:
    """The sign that stands most often, and evenly, in the first lines."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines if line.count(sign)]
        most = max(set(counts), key=counts.count) if counts else 0
        return counts.count(most) if most else 0, most

    return max(_DELIMITERS, key=evenness)
