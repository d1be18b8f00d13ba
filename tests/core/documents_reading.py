"""Reading finished papers back, with tools that had no part in making them."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from PIL import Image

from intake_app.documents.letterhead import MARGIN
from intake_app.documents.sheet import PAGE_HEIGHT, PAGE_WIDTH


def tool(name: str, package: str) -> str:
    """The path of a command. A missing one fails the test with the package to install."""
    path = shutil.which(name)
    assert path, f"{name} is missing: install the Debian package {package}"
    return path


def checked_by_qpdf(pdf: bytes, folder: Path) -> str:
    """What ``qpdf --check`` says; fails if it finds anything wrong."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        [tool("qpdf", "qpdf"), "--check", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def text_by_poppler(pdf: bytes, *options: str) -> str:
    """The text as ``pdftotext`` finds it."""
    command = [tool("pdftotext", "poppler-utils"), *options, "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def text_by_pypdf(pdf: bytes) -> str:
    """The text as pypdf finds it."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def pictures(pdf: bytes, scale: float = 2.0) -> list[Image.Image]:
    """Every page as it looks, in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=scale).to_pil().convert("L") for page in document]
    finally:
        document.close()


def attached(pdf: bytes) -> dict[str, Any]:
    """The facts that travel in the PDF."""
    (content,) = pypdf.PdfReader(io.BytesIO(pdf)).attachments["case.json"]
    found: dict[str, Any] = json.loads(content)
    return found


def squeezed(text: str) -> str:
    """Text without any white space: where lines break does not matter."""
    return "".join(text.split())


def assert_inside_the_margins(pdf: bytes) -> None:
    """Fail if any letter stands outside the text area of its page."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if not text.get_text_range(index, 1).strip():
                continue
            left, bottom, right, top = text.get_charbox(index)
            assert left >= MARGIN - 2
            assert right <= PAGE_WIDTH - MARGIN + 2
            assert 20 <= bottom <= top <= PAGE_HEIGHT - 20
    document.close()
