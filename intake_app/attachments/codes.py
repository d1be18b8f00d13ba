"""The same process for one other job: it looks for QR codes in a picture or a scan.

A decoder of codes has holes as every other, so it is loaded here and nowhere else, after the rules
of ``child.py``: no key, no vault, no file, little memory, five seconds. What it finds is short
text.
"""

from __future__ import annotations

import sys

import zxingcpp
from PIL import Image

from intake_app.attachments import child

MOST_PAGES = 4
"""Of a PDF: a scanner may begin with an empty page; nobody scans a book for a slip."""
PAGE_SIDE = 2400
"""Dots of the longer side of a page: A4 at 200 dots per inch."""
MOST_CODES = 16
MOST_LETTERS = 64
"""Of one code; what is longer or no plain text is said to be there, and no more of it."""


def answer(content: bytes) -> child.Answer:
    """The texts of the QR codes in it, each once."""
    if content.startswith(child.JPEG):
        pictures = [child.picture(content, "JPEG")]
    elif content.startswith(child.PNG):
        pictures = [child.picture(content, "PNG")]
    elif child.PDF in content[: child.PDF_BEGINS_BY]:
        document = child.pdf(content)
        pages = range(min(MOST_PAGES, len(document)))
        pictures = [child.drawn(document[page], PAGE_SIDE) for page in pages]
    else:
        raise child.Refused("type")
    found = [text for one in pictures for text in _texts(one)]
    return {"codes": list(dict.fromkeys(found))[:MOST_CODES]}, b"", b""


def _texts(picture: Image.Image) -> list[str]:
    grey = picture.convert("L")
    dots = zxingcpp.ImageView(grey.tobytes(), grey.width, grey.height, zxingcpp.ImageFormat.Lum)
    formats = zxingcpp.barcode_formats_from_str("QRCode")
    found = zxingcpp.read_barcodes(dots, formats, text_mode=zxingcpp.TextMode.Plain)
    return [_plain(one.text) for one in found]


def _plain(text: str) -> str:
    is_plain = text.isascii() and text.isprintable() and len(text) <= MOST_LETTERS
    return text if is_plain else ""


def main() -> int:
    """Read, look and answer. Returns the exit code, which nobody needs."""
    return child.main(answer)


if __name__ == "__main__":
    sys.exit(main())
