"""Files from outside: what is taken, what it becomes, and what a hostile one can do (nothing)."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from intake_app.attachments import child, jobs, reading
from intake_app.attachments.model import MOST_BYTES, FileType, clean_name
from intake_app.attachments.reading import read_bytes, read_path
from intake_app.errors import InvalidInput
from tests.core.attachments_kit import (
    MARKER,
    a_pdf,
    a_picture,
    as_file,
    chunk,
    held,
    marked,
    mutated,
    png_of_zeros,
    segments,
)

JFIF, QUANTISATION, FRAME, HUFFMAN = 0xE0, 0xDB, 0xC0, 0xC4
PICTURE_ONLY = {JFIF, QUANTISATION, FRAME, HUFFMAN}
"""What a JPEG needs in order to be seen; everything else is about something else."""


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


def near(pixel: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(is_ - be) < 60 for is_, be in zip(pixel, wanted, strict=True))


def stands_upright(image: Image.Image) -> bool:
    """White in the upper left corner, red at the right of it, blue below."""
    return image.size == (60, 40) and all(
        near(image.getpixel(at), colour)
        for at, colour in (
            ((4, 3), (255, 255, 255)),
            ((50, 4), (255, 0, 0)),
            ((4, 36), (0, 0, 255)),
        )
    )


def computed() -> float:
    """Seconds that the reading processes have computed; a busy machine does not lengthen them."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


# ---------------------------------------------------------------------------- what it becomes


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_nothing_but_the_picture_is_left_of_a_picture(form: str) -> None:
    before = marked(form)
    read = read_bytes(before, "photo.jpg")
    assert (read.type, read.pages) == (FileType.PICTURE, 1)
    for jpeg in (read.content, read.thumbnail):
        assert MARKER.encode() not in jpeg
        assert {marker for marker, _content in segments(jpeg)} == PICTURE_ONLY
        after = opened(jpeg)
        assert (dict(after.getexif()), after.info.get("icc_profile")) == ({}, None)
        assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    if form == "JPEG":  # the control: it was there
        assert MARKER.encode() in before
        assert not {marker for marker, _content in segments(before)} <= PICTURE_ONLY


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_picture_stands_upright(orientation: int, form: str) -> None:
    before = held(orientation, form)
    assert stands_upright(opened(before)) == (orientation == 1)  # the control
    read = read_bytes(before, "photo")
    assert stands_upright(opened(read.content))
    assert stands_upright(opened(read.thumbnail))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixels_becomes_a_plain_jpeg(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    source = Image.new("I;16", (30, 20), 40_000) if mode == "I;16" else a_picture().convert(mode)
    image = opened(read_bytes(as_file(source, form), "scan").content)
    assert image.format == "JPEG"
    assert image.mode in {"L", "RGB"}
    if mode == "I;16":
        assert image.getpixel((10, 10)) == 156


def test_what_is_transparent_is_white_as_on_paper() -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    image = opened(read_bytes(as_file(clear, "PNG"), "scan.png").content)
    assert near(image.getpixel((10, 10)), (255, 255, 255))


def test_a_large_picture_is_made_smaller_and_a_sheet_of_paper_is_kept() -> None:
    large = read_bytes(as_file(Image.new("RGB", (7200, 4800), "red"), "JPEG"), "large.jpg")
    assert opened(large.content).size == (3600, 2400)
    assert max(opened(large.thumbnail).size) == 320
    sheet = read_bytes(as_file(Image.new("L", (2480, 3508), 200), "JPEG"), "a4.jpg")
    assert opened(sheet.content).size == (2480, 3508)


def test_a_pdf_is_kept_as_it_is_and_its_pages_are_counted() -> None:
    pdf = a_pdf(3)
    read = read_bytes(pdf, "consent.pdf")
    assert (read.type, read.pages, read.content == pdf) == (FileType.PDF, 3, True)
    assert opened(read.thumbnail).height == 320


def test_a_script_in_a_pdf_is_kept_and_not_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    action = f"/OpenAction << /S /Launch /F ({ran}) /JavaScript (app.alert) >>".encode()
    pdf = a_pdf(1).replace(b"/Type /Catalog", b"/Type /Catalog " + action)
    read = read_bytes(pdf, "scan.pdf")
    assert (read.content == pdf, read.pages, ran.exists()) == (True, 1, False)


# ---------------------------------------------------------------------------- what is refused


def refusal(content: bytes, name: str = "file") -> str:
    with pytest.raises(InvalidInput) as refused:
        read_bytes(content, name)
    return refused.value.sentence


@pytest.mark.parametrize("name", ["scan.jpg", "scan.png", "scan.pdf"])
@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00 a program", b"GIF89a", b"<svg/>", b"PK\x03\x04", b"II*\x00", b"x"]
)
def test_what_it_is_called_does_not_matter(name: str, content: bytes) -> None:
    assert "whatever its name says" in refusal(content, name)


def test_a_good_file_under_a_wrong_name_is_what_it_is() -> None:
    assert read_bytes(a_pdf(), "holiday.png").name == "holiday.pdf"
    assert read_bytes(as_file(a_picture(), "PNG"), "scan.pdf").name == "scan.jpg"


def test_a_file_that_is_too_large_hears_the_limit_and_nobody_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_answer_of_child", lambda _content: pytest.fail("it was opened"))
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InvalidInput, match="20 MB"):
        read_path(large)
    assert "20 MB" in refusal(b"%PDF-" + bytes(MOST_BYTES))
    monkeypatch.undo()
    large.write_bytes(a_pdf() + bytes(MOST_BYTES - len(a_pdf())))  # the control: one byte less
    assert read_path(large).pages == 2


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (60_000, 60_000)])
def test_a_picture_of_too_many_dots_hears_the_limit_before_it_is_unpacked(
    width: int, height: int
) -> None:
    small = png_of_zeros(width, 4)
    head = small[16:20] + height.to_bytes(4, "big") + small[24:29]
    bomb = small[:8] + chunk(b"IHDR", head) + small[33:]
    before = computed()
    assert "40 million dots" in refusal(bomb)
    assert computed() - before < 5


def test_forty_million_dots_are_not_too_many() -> None:
    assert read_bytes(png_of_zeros(8000, 5000), "large.png").pages == 1


def test_a_bomb_of_text_beside_the_picture_is_refused_at_once() -> None:
    """64 KiB of it become 64 MiB."""
    png = as_file(a_picture(), "PNG")
    bomb = png[:33] + chunk(b"zTXt", b"Comment\x00\x00" + many_spaces(64)) + png[33:]
    before = computed()
    assert "damaged" in refusal(bomb)
    assert computed() - before < 5


def many_spaces(megabytes: int) -> bytes:
    squeezer = zlib.compressobj(9)
    pieces = [squeezer.compress(b" " * (1 << 20)) for _piece in range(megabytes)]
    return b"".join([*pieces, squeezer.flush()])


def test_a_locked_or_damaged_pdf_has_its_own_sentence() -> None:
    locked = BytesIO()
    with pikepdf.Pdf.open(BytesIO(a_pdf())) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert "password" in refusal(locked.getvalue())
    assert "damaged" in refusal(b"%PDF-1.7 and then nothing")
    assert read_bytes(a_pdf(), "free.pdf").pages == 2  # the control


def test_empty_gone_and_folders_are_told_apart(tmp_path: Path) -> None:
    assert "empty" in refusal(b"")
    for path, words in ((tmp_path, "folder"), (tmp_path / "nothing", "stick")):
        with pytest.raises(InvalidInput, match=words):
            read_path(path)


# ---------------------------------------------------------------------------- who opens it


def child_that(code: str) -> list[str]:
    return [sys.executable, "-c", f"from intake_app.attachments import child\n{code}"]


DYING = {
    "aborts": "import os; os.abort()",
    "says nothing": "",
    "sleeps": "import time; time.sleep(60)",
    "never reads": "import time; open(0).close(); time.sleep(60)",
    "talks for ever": "while True: print('x' * 65536)",
    "lies about the size": 'print(\'{"type":"pdf","pages":1,"content":9,"thumbnail":9}\')',
    "lies about the type": 'print(\'{"type":"exe","pages":1,"content":1,"thumbnail":1}\')',
    "says no object": "print('[]')",
    "nests": "print('[' * 100000)",
}


@pytest.mark.parametrize("code", DYING.values(), ids=list(DYING))
def test_whatever_the_process_does_the_program_says_a_sentence(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PATIENCE", 1.5)
    monkeypatch.setattr(reading, "_command", lambda: child_that(code))
    began = time.monotonic()
    assert "damaged" in refusal(a_pdf() + bytes(1 << 20))
    assert time.monotonic() - began < 5


def test_the_process_has_little_memory_and_no_file(tmp_path: Path) -> None:
    def runs(code: str) -> bool:
        return subprocess.run(child_that(code), capture_output=True, check=False).returncode == 0

    eats = f"x = b'x' * {child.MEMORY}"
    writes = f"import os; os.write(os.open({str(tmp_path / 'file')!r}, 65), b'x')"
    spins = "import resource; assert resource.getrlimit(resource.RLIMIT_CPU) == (5, 5)"
    assert not runs(f"child.confine(); {eats}")
    assert not runs(f"child.confine(); {writes}")
    assert runs(f"child.confine(); {spins}")
    assert runs(eats)  # the controls: without its limits it could
    assert runs(writes)


def test_a_process_that_computes_too_long_is_ended() -> None:
    code = "child.SECONDS = 1; child.confine()\nwhile True: pass"
    began = time.monotonic()
    done = subprocess.run(child_that(code), capture_output=True, check=False, timeout=60)
    assert done.returncode < 0
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("program", ["ui", "intake_app"])
def test_both_programs_of_a_bundle_can_become_the_process(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_command", lambda: [sys.executable, "-m", program, jobs.READ])
    assert read_bytes(a_pdf(), "scan.pdf").pages == 2
    monkeypatch.setattr(reading, "_command", lambda: [sys.executable, "-m", program, "--other"])
    assert "damaged" in refusal(a_pdf())  # the control


def test_nothing_is_written_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    read_bytes(marked("JPEG"), "a.jpg")
    read_bytes(a_pdf(), "a.pdf")
    assert list(tmp_path.iterdir()) == []


SOURCES = {
    "JPEG": held(6),
    "JPEG with everything": marked("JPEG"),
    "PNG": marked("PNG"),
    "PDF": a_pdf(),
}


def _take_or_refuse(content: bytes) -> bool:
    before = computed()
    try:
        read = read_bytes(content, "file")
    except InvalidInput:
        return False
    finally:
        assert computed() - before < 5
    assert opened(read.thumbnail).format == "JPEG"
    if read.type is FileType.PICTURE:
        assert {marker for marker, _content in segments(read.content)} == PICTURE_ONLY
    return True


@pytest.mark.parametrize("kind", list(SOURCES))
def test_a_few_altered_files_are_taken_or_refused_in_words(kind: str) -> None:
    assert _take_or_refuse(SOURCES[kind])  # the control
    for seed in range(4):
        _take_or_refuse(mutated(SOURCES[kind], seed))


@pytest.mark.nightly
@pytest.mark.parametrize("kind", list(SOURCES))
def test_500_altered_files_are_taken_or_refused_in_words(kind: str) -> None:
    taken = sum(_take_or_refuse(mutated(SOURCES[kind], seed)) for seed in range(100, 270))
    assert taken < 170


# ---------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("passport.JPEG", "passport.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\desk\\scan 1.png", "scan 1.jpg"),
        ("/absolute/photo.png", "photo.jpg"),
        ("a\x00b.png", "ab.jpg"),
        ("cod\u202efdp.exe", "codfdp.jpg"),
        ("two\nlines.pdf", "two lines.jpg"),
        ("CON", "_CON.jpg"),
        ("con.tar.gz", "_con.tar.jpg"),
        ("COM1.txt", "_COM1.jpg"),
        ("Éléonore 📷.png", "Éléonore 📷.jpg"),
        ("ߒߞߏ.png", "ߒߞߏ.jpg"),
        ('what?<is>"this|*:.png', "what__is__this___.jpg"),
        ("\udcff\udcfe.png", ""),
        ("\u200b\u2066\ufeff", ""),
        ("....", ""),
        (".hidden", "hidden.jpg"),
        ("", ""),
    ],
)
def test_names_are_one_harmless_line(name: str, shown: str) -> None:
    assert clean_name(name, FileType.PICTURE) == shown


@pytest.mark.parametrize("letter", ["x", "é", "ߒ", "𞤀", "📷"])
def test_a_name_of_300_letters_keeps_its_ending_and_fits_every_disk(letter: str) -> None:
    name = clean_name(letter * 300 + ".pdf", FileType.PDF)
    assert name.startswith(letter * 20)
    assert name.endswith(".pdf")
    assert 40 <= len(name) <= 80
    assert len(f"{name}.part".encode()) <= 255
