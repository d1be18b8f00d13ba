"""Other programs that set the same words: typst (a wheel) and LibreOffice, where they are there.

Both set the lines of our own paper as a table of two columns, in our font. Neither is installed
with the project: ``pip install typst``, ``apt-get install libreoffice-writer-nogui``.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2

from tests.source_code import ROOT

FONT = "Noto Sans"


def lines_of(pdf: bytes) -> list[str]:
    """The text of a paper, line by line."""
    pages = pypdfium2.PdfDocument(pdf)
    try:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    finally:
        pages.close()
    return [line.strip() for line in text.splitlines() if line.strip()]


# ---------------------------------------------------------------------------- typst


def typst_setter() -> Callable[[Sequence[str]], bytes] | None:
    """A function that sets lines with typst, its compiler kept; None without typst."""
    if importlib.util.find_spec("typst") is None:
        return None
    typst = importlib.import_module("typst")
    fonts = [str(ROOT / "resources" / "fonts")]
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)

    def set_lines(lines: Sequence[str]) -> bytes:
        made: bytes = compiler.compile(input=_typst_of(lines).encode())
        return made

    return set_lines


def _typst_of(lines: Sequence[str]) -> str:
    cells = ",\n".join(f'text("{_quoted(line)}")' for line in lines)
    return f'#set page(paper: "a4")\n#set text(font: "{FONT}", size: 9pt)\n' + (
        f"#table(columns: (1fr, 1fr),\n{cells})\n"
    )


def _quoted(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"', '\\"')


# ---------------------------------------------------------------------------- LibreOffice

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
    '<office:body><office:text><table:table table:name="paper">'
    '<table:table-column table:number-columns-repeated="2"/>'
)
_TAIL = "</table:table></office:text></office:body></office:document>"


class LibreOffice:
    """LibreOffice without a window, with a profile of its own in ``folder``."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder
        folder.mkdir(parents=True, exist_ok=True)

    def set_papers(self, papers: Sequence[Sequence[str]]) -> None:
        """Convert so many documents in one run. Raises CalledProcessError."""
        files = []
        for number, lines in enumerate(papers):
            path = self._folder / f"paper-{number}.fodt"
            path.write_text(_fodt_of(lines), encoding="utf-8")
            files.append(str(path))
        subprocess.run(
            [
                self._program, "--headless", "--norestore",
                f"-env:UserInstallation={(self._folder / 'profile').as_uri()}",
                "--convert-to", "pdf", "--outdir", str(self._folder), *files,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )  # fmt: skip


def libre_office(folder: Path) -> LibreOffice | None:
    """LibreOffice, or None where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return LibreOffice(program, folder) if program else None


def _fodt_of(lines: Sequence[str]) -> str:
    cells = [
        f"<table:table-cell><text:p>{escape(line)}</text:p></table:table-cell>" for line in lines
    ]
    cells += ["<table:table-cell/>"] * (len(cells) % 2)
    rows = (
        f"<table:table-row>{first}{second}</table:table-row>"
        for first, second in zip(cells[::2], cells[1::2], strict=True)
    )
    return _HEAD + "".join(rows) + _TAIL
