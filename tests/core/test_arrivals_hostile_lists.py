"""A file that means harm, or is broken, gets one sentence, quickly, and with little memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app.arrivals.headings import proposed
from intake_app.arrivals.manifest import Preview, Verdict, found_list, preview
from intake_app.sheets.listfile import read_file
from intake_app.sheets.refusals import ListRefused
from intake_app.sheets.workbook import PEOPLE
from tests.core.lists_kit import HEADINGS, people_rows, sheet_xml, workbook, written
from tests.factories import TODAY
from tests.source_code import ROOT

GOOD = sheet_xml([HEADINGS, *people_rows(3)])


def seen(path: Path) -> Preview:
    manifest = found_list(read_file(path))
    return preview(manifest, proposed(manifest.headings, {}), "arrival", TODAY)


def many(part: str, count: int, around: str) -> bytes:
    before, after = around.split("…")
    return f"{before}{part * count}{after}".encode()


def a_bomb() -> bytes:
    """One part of 256 MiB of spaces, in 256 KiB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            block = b" " * (1 << 20)
            for _time in range(256):
                part.write(block)
    return out.getvalue()


def a_liar() -> bytes:
    """The bomb, whose directory says that the part is small."""
    content = bytearray(a_bomb())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def encrypted_zip() -> bytes:
    content = bytearray(workbook(GOOD))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'

HOSTILE: dict[str, tuple[str, object]] = {
    "bomb": ("a.xlsx", a_bomb),
    "liar": ("a.xlsx", a_liar),
    "huge": ("a.csv", lambda: b"x" * (PEOPLE.bytes + 1)),
    "empty": ("a.xlsx", lambda: b"   "),
    "macros": ("a.xlsx", lambda: workbook(GOOD, {"xl/vbaProject.bin": b"x"})),
    "macro_ending": ("a.xlsm", lambda: workbook(GOOD)),
    "old_format": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "with_password": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "encrypted_zip": ("a.xlsx", encrypted_zip),
    "csv_as_xlsx": ("a.xlsx", lambda: b"Nom;Sexe\nSOW;F\n"),
    "xlsx_as_csv": ("a.csv", lambda: workbook(GOOD)),
    "program": ("a.exe", lambda: b"MZ" + bytes(600)),
    "picture_as_csv": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "other_zip": ("a.xlsx", lambda: _zip_with("word/document.xml", "<w/>")),
    "cut_off": ("a.xlsx", lambda: workbook(GOOD)[:-200]),
    "deep": ("a.xlsx", lambda: workbook("<a>" * 100_000 + "</a>" * 100_000)),
    "entities": ("a.xlsx", lambda: workbook(ENTITIES + GOOD)),
    "external": ("a.xlsx", lambda: workbook(EXTERNAL + GOOD)),
    "cells": (
        "a.xlsx",
        lambda: workbook(many('<c r="A1"/>', 1_000_000, "<worksheet><row>…</row></worksheet>")),
    ),
    "rows": ("a.xlsx", lambda: workbook('<x><c r="A9999999"><v>1</v></c></x>')),
    "strings": (
        "a.xlsx",
        lambda: workbook(GOOD, {"xl/sharedStrings.xml": many("<si/>", 900_000, "<sst>…</sst>")}),
    ),
    "merges": (
        "a.xlsx",
        lambda: workbook(sheet_xml([("Nom",)] * 11_000, ["A1:XFD1048576"] * 4_000)),
    ),
    "parts": ("a.xlsx", lambda: workbook(GOOD, {f"x/{n}": "" for n in range(2_500)})),
    "no_number": ("a.xlsx", lambda: workbook('<x><c r="A1"><v>1e999</v></c></x>')),
    "no_string": ("a.xlsx", lambda: workbook('<x><c r="A1" t="s"><v>-9</v></c></x>')),
    "csv_field": ("a.csv", lambda: b'"' + b"x" * 200_000),
    "csv_rows": ("a.csv", lambda: b"a;b\n" * 200_000),
    "only_titles": ("a.xlsx", lambda: workbook(sheet_xml([]))),
}


def _zip_with(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_gets_one_sentence_within_a_second(kind: str, tmp_path: Path) -> None:
    name, make = HOSTILE[kind]
    path = written(tmp_path, make(), name)  # type: ignore[operator]
    start = process_time()
    with pytest.raises(ListRefused) as refused:
        seen(path)
    assert process_time() - start < 1
    assert refused.value.sentence.endswith(".")
    assert name not in refused.value.sentence


def test_the_same_file_without_harm_is_read(tmp_path: Path) -> None:
    assert len(seen(written(tmp_path, workbook(GOOD))).people()) == 3


def test_the_biggest_files_cost_little_memory(tmp_path: Path) -> None:
    for kind in ("bomb", "liar", "cells", "strings", "merges", "deep"):
        name, make = HOSTILE[kind]
        folder = tmp_path / kind
        folder.mkdir()
        written(folder, make(), name)  # type: ignore[operator]
    script = (
        "import re, sys\nfrom pathlib import Path\n"
        "from intake_app.sheets.listfile import read_file\n"
        "from intake_app.arrivals.manifest import found_list\n"
        "from intake_app.sheets.refusals import ListRefused\n"
        "refused = 0\n"
        "for path in sorted(Path(sys.argv[1]).glob('*/a.*')):\n"
        "    try:\n        found_list(read_file(path))\n"
        "    except ListRefused:\n        refused += 1\n"
        "status = Path('/proc/self/status').read_text()\n"  # not what the parent had
        "print(refused, re.search(r'VmHWM:\\s+(\\d+)', status)[1])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    ).stdout.split()  # fmt: skip
    assert int(said[0]) == 6
    assert int(said[1]) < 300 * 1024  # KiB; about 100 MiB


def test_a_formula_is_named_and_never_evaluated(tmp_path: Path) -> None:
    good = people_rows(1)[0]
    row = list(good)
    row[1] = 'formula:HYPERLINK("http://example.invalid","x")'
    found = seen(written(tmp_path, workbook(sheet_xml([HEADINGS, good, row]))))
    (wrong,) = [line for line in found.lines if line.verdict is Verdict.WRONG]
    assert "formula" in wrong.problems[1]
    text = 'Nom;Prénom\n=cmd|"/c calc"!A1;Awa\nSOW;@SUM(A1)\nSOW;Ali\n'
    found = seen(written(tmp_path, text.encode(), "list.csv"))
    assert [line.verdict for line in found.lines] == [Verdict.WRONG, Verdict.WRONG, Verdict.TAKEN]


def test_formulas_beside_the_list_do_not_matter(tmp_path: Path) -> None:
    rows = [(*HEADINGS, "Montant"), *((*row, "formula:1+1") for row in people_rows(2))]
    found = seen(written(tmp_path, workbook(sheet_xml(rows))))
    assert len(found.people()) == 2


def test_folders_pipes_and_missing_files_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, tmp_path / "missing.csv"):
        with pytest.raises(ListRefused):
            read_file(path)


GOOD_BYTES = workbook(GOOD)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_damage_is_refused_or_read_and_never_an_error(
    data: st.DataObject, tmp_path: Path
) -> None:
    """Bytes of a good workbook are changed, or letters of its sheet, behind the zip's checksums."""
    if data.draw(st.booleans()):
        content = bytearray(GOOD_BYTES)
        for _time in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        damaged = bytes(content)
    else:
        sheet = bytearray(GOOD.encode())
        for _time in range(data.draw(st.integers(1, 6))):
            at = data.draw(st.integers(0, len(sheet) - 1))
            sheet[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        damaged = workbook(bytes(sheet))
    said = ""
    try:
        seen(written(tmp_path, damaged))
    except ListRefused as refused:
        said = refused.sentence
    assert said == "" or said.endswith(".")


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=300))
def test_any_bytes_called_csv_are_refused_or_read(content: bytes, tmp_path: Path) -> None:
    said, headings = "", ("",)
    try:
        headings = found_list(read_file(written(tmp_path, content, "list.csv"))).headings
    except ListRefused as refused:
        said = refused.sentence
    assert bool(said) != any(headings)
