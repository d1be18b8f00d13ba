"""Workbooks as bytes, well made and badly made, for the tests of lists."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from intake_app.arrivals.model import Arrival, ArrivalKind
from intake_app.people.model import ReturnKind
from intake_app.values import new_id
from tests.factories import TODAY

HEADINGS = ("No", "Nom", "Prénom", "Sexe", "Date de naissance", "Nationalité", "Passeport")
Cell = str | int | float | None

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet {_MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def an_arrival(**changes: object) -> Arrival:
    """An invented charter from Libya of today."""
    values: dict[str, object] = {
        "id": new_id(), "kind": ArrivalKind.FLIGHT, "arrives_on": TODAY, "place": "Conakry",
        "carrier": "EX 917", "organiser": "Organiser (example)",
        "return_kind": ReturnKind.HUMANITARIAN, "from_country": "LY", "expected_number": 150,
    }  # fmt: skip
    return Arrival(**{**values, **changes})  # type: ignore[arg-type]


def name_of(row: int, column: int) -> str:
    """``C7`` of row 6, column 2 (both from 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def sheet_xml(rows: Sequence[Sequence[Cell]], merges: Sequence[str] = (), more: str = "") -> str:
    """A sheet; a text that begins with ``date:`` is a day number shown as a date."""
    lines = []
    for r, row in enumerate(rows):
        cells = []
        for c, value in enumerate(row):
            if isinstance(value, str) and value.startswith("date:"):
                cells.append(f'<c r="{name_of(r, c)}" s="1"><v>{value[5:]}</v></c>')
            elif isinstance(value, str) and value.startswith("formula:"):
                cells.append(f'<c r="{name_of(r, c)}" t="str"><f>{value[8:]}</f><v>calc</v></c>')
            elif isinstance(value, str):
                text = f"<is><t>{escape(value)}</t></is>"
                cells.append(f'<c r="{name_of(r, c)}" t="inlineStr">{text}</c>')
            elif value is not None:
                cells.append(f'<c r="{name_of(r, c)}"><v>{value}</v></c>')
        lines.append(f'<row r="{r + 1}">{"".join(cells)}</row>')
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    return (
        f"<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData>"
        f"<mergeCells>{joined}</mergeCells>{more}</worksheet>"
    )


def workbook(
    sheet: str | bytes, more: Mapping[str, str | bytes] | None = None, properties: str = ""
) -> bytes:
    """A workbook with one sheet; ``more`` adds or replaces parts."""
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": (
            f'<workbook {_MAIN} xmlns:r="r"><workbookPr {properties}/>'
            '<sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _RELATIONS,
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def written(folder: Path, content: bytes, name: str = "list.xlsx") -> Path:
    """The file, on the disk."""
    path = folder / name
    path.write_bytes(content)
    return path


def a_list(folder: Path, rows: Sequence[Sequence[Cell]], merges: Sequence[str] = ()) -> Path:
    """A workbook with these rows, on the disk."""
    return written(folder, workbook(sheet_xml(rows, merges)))


def people_rows(count: int) -> list[tuple[Cell, ...]]:
    """So many invented people, all different."""
    names = ("Diallo", "Barry", "Camara", "Sow", "Keïta", "Touré", "Bah", "Condé")
    return [
        (
            number,
            names[number % len(names)].upper(),
            f"{('Mariama', 'Sékou', 'Aïssatou', 'Ibrahima')[number % 4]} {_letters(number)}",
            "FM"[number % 2],
            f"{number % 28 + 1:02}/{number % 12 + 1:02}/{1960 + number % 40}",
            "Guinéenne",
            f"O{number:08}",
        )
        for number in range(1, count + 1)
    ]


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))
