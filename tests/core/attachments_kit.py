"""Pictures and scans for tests: real ones, turned, marked, broken and hostile."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from intake_app.attachments.model import FileType, Readable

MARKER = "Nzerekore-Zanzibar-4711"
"""Stands in every kind of metadata of a marked picture, and nowhere else."""


def a_readable(**changes: Any) -> Readable:
    """A file as ``read_path`` gives it, without the process that reads it."""
    parts: dict[str, Any] = {
        "type": FileType.PICTURE,
        "pages": 1,
        "content": b"\xff\xd8\xff QxPictureBytes",
        "thumbnail": b"\xff\xd8\xff small",
        "name": "scan.jpg",
    }
    return Readable(**(parts | changes))


def a_picture(width: int = 60, height: int = 40) -> Image.Image:
    """Red above, blue below, and a white corner at the upper left: one sees how it is turned."""
    image = Image.new("RGB", (width, height), "red")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height // 2, width, height), fill="blue")
    draw.rectangle((0, 0, width // 4, height // 4), fill="white")
    return image


def as_file(image: Image.Image, form: str, **options: Any) -> bytes:
    """The bytes of a picture file."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


_LYING: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def held(orientation: int, form: str = "JPEG") -> bytes:
    """The picture as a camera writes it that was held in one of the eight ways."""
    image = a_picture()
    if orientation in _LYING:
        image = image.transpose(_LYING[orientation])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return as_file(image, form, exif=exif)


def marked(form: str) -> bytes:
    """A picture with the marker in EXIF, place, comment, colour profile and text."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = MARKER
    exif[ExifTags.Base.ImageDescription] = MARKER
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = MARKER
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARKER.encode()
    if form == "JPEG":
        return as_file(
            a_picture(), form, exif=exif, icc_profile=profile, comment=MARKER, dpi=(300, 300)
        )
    text = PngInfo()
    text.add_text("Author", MARKER)
    text.add_itxt("Title", MARKER, zip=True)
    return as_file(a_picture(), form, exif=exif, icc_profile=profile, pnginfo=text)


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of every segment of a JPEG before its pixels; an own small reader."""
    place = 2
    while jpeg[place + 1] != 0xDA:
        size = int.from_bytes(jpeg[place + 2 : place + 4], "big")
        yield jpeg[place + 1], jpeg[place + 4 : place + 2 + size]
        place += 2 + size


def chunk(name: bytes, content: bytes) -> bytes:
    """One piece of a PNG."""
    check = zlib.crc32(name + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + name + content + check


def png_of_zeros(width: int, height: int) -> bytes:
    """A PNG that announces and holds any number of black dots in few bytes."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    squeezer = zlib.compressobj(9)
    row = bytes(1 + 3 * width)
    body = b"".join(squeezer.compress(row) for _row in range(height)) + squeezer.flush()
    whole = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole


def mutated(content: bytes, seed: int) -> bytes:
    """The file with some bytes altered, cut out, doubled or cut off."""
    chance = random.Random(seed)
    altered = bytearray(content)
    for _time in range(chance.randint(1, 12)):
        place = chance.randrange(3, len(altered))
        match chance.randrange(4):
            case 0:
                altered[place] = chance.randrange(256)
            case 1:
                altered[place : place + 4] = chance.choice((b"\xff" * 4, bytes(4)))
            case 2:
                del altered[place : place + chance.randint(1, 16)]
            case _:
                altered[place:place] = altered[place : place + chance.randint(1, 64)]
        if len(altered) < 64:
            break
    return bytes(altered[: chance.randint(len(altered) // 2, len(altered))])


def a_pdf(pages: int = 2) -> bytes:
    """A scan as scanners write it: one picture on each page."""
    first, *others = [a_picture(210, 297) for _page in range(pages)]
    return as_file(first, "PDF", save_all=True, append_images=others)
