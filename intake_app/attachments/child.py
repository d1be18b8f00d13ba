"""The process that opens a file from outside, so that a hostile one meets nothing of ours.

Reads the file from standard input and answers on standard output with one line of JSON and the
bytes that it announces. It has no key, no vault and no file, little memory and five seconds; if a
decoder has a hole or a picture is a bomb, this process dies and nothing else.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Callable
from io import BytesIO

import pypdfium2
from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin

from intake_app.attachments.model import MOST_PIXELS

MEMORY = 700 << 20
"""Bytes of address space: a picture of 40 million pixels, twice, and the program itself."""
SECONDS = 5
LONGEST_SIDE = 3600
"""Pixels: a sheet of A4 at 300 dots per inch is kept as it is, more is made smaller."""
THUMBNAIL_SIDE = 320
QUALITY, THUMBNAIL_QUALITY = 88, 80

JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
_TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF's number for how the camera was held → what puts it right."""
_MIXABLE = {"L", "LA", "RGB", "RGBA", "CMYK"}
"""Kinds of pixels that can be made smaller as they are; the others are numbers of colours."""

PDF_BEGINS_BY = 1024
"""Bytes that may stand before the beginning of a PDF; readers of PDF bear them."""
_PR_SET_DUMPABLE = 4

Answer = tuple[dict[str, object], bytes, bytes]

if sys.platform == "win32":

    def confine() -> None:
        """Windows has no such limits; there the parent's clock is the only one."""
else:
    import resource

    def confine() -> None:
        """No more memory and time than a good file needs; no file, no core, no other eyes."""
        for what, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class Refused(Exception):  # noqa: N818 - a finding about the file
    """Why the file is not taken, as a word of ``reading.py``."""


def answer(content: bytes) -> Answer:
    """What the file is, judged by its content alone, and what is to be kept of it."""
    if content.startswith(JPEG):
        return _picture(content, "JPEG")
    if content.startswith(PNG):
        return _picture(content, "PNG")
    if PDF in content[:PDF_BEGINS_BY]:
        return _pdf(content)
    raise Refused("type")


def _picture(content: bytes, of_type: str) -> Answer:
    upright = picture(content, of_type)
    kept = _jpeg(upright, QUALITY)
    return {"type": "picture", "pages": 1}, kept, _thumbnail(upright)


def picture(content: bytes, of_type: str) -> Image.Image:
    """A photograph or scan upright, in grey or colour, and not larger than it is kept."""
    with Image.open(BytesIO(content), formats=(of_type,)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("pixels")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        turn = _turn(opened)
        image = opened if opened.mode in _MIXABLE else _on_white(opened)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first, for large ones cost memory
        image = _on_white(image)
    return image if turn is None else image.transpose(turn)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How to put the picture as the camera was held; None where it lies right, or cannot say."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation))
    except Exception:  # what stands beside a good picture may be anything
        return None


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in grey or colour; what was transparent is white, as on paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    image.info.clear()  # comments and profiles would be written again
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _thumbnail(image: Image.Image) -> bytes:
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _jpeg(image, THUMBNAIL_QUALITY)


def _pdf(content: bytes) -> Answer:
    document = pdf(content)
    small = drawn(document[0], THUMBNAIL_SIDE).convert("RGB")
    return {"type": "pdf", "pages": len(document)}, content, _thumbnail(small)


def pdf(content: bytes) -> pypdfium2.PdfDocument:
    """Nothing in it is run: this PDFium knows no scripts, and forms stay asleep."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "damaged") from error
    if not len(document):
        raise Refused("damaged")
    return document


def drawn(page: pypdfium2.PdfPage, side: int) -> Image.Image:
    """A page as a picture whose longer side has so many dots, whatever the page says it is."""
    scale = side / max(1.0, *page.get_size())
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return picture


def main(work: Callable[[bytes], Answer] = answer) -> int:
    """Read, judge and answer. Returns the exit code, which nobody needs."""
    confine()
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before anything is unpacked
    try:
        with open(0, "rb", closefd=False) as brought:  # a program with a window has no sys.stdin
            head, kept, thumbnail = work(brought.read())
    except Refused as refused:
        head, kept, thumbnail = {"refused": str(refused)}, b"", b""
    except (Exception, MemoryError):  # whatever a decoder says of a broken file
        head, kept, thumbnail = {"refused": "damaged"}, b"", b""
    line = json.dumps({**head, "content": len(kept), "thumbnail": len(thumbnail)})
    with open(1, "wb", closefd=False) as back:
        back.write(line.encode() + b"\n" + kept + thumbnail)
    return 0


PLUGINS = (JpegImagePlugin, PngImagePlugin)
"""Named, so that a bundle carries them: Pillow loads its formats by name."""

if __name__ == "__main__":
    sys.exit(main())
