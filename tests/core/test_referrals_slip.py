"""A slip that comes back as a photograph or scan: really printed, drawn by pdftoppm, and read by
the process that has nothing."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageEnhance, ImageFilter

from intake_app.acts import Role
from intake_app.attachments import jobs, reading
from intake_app.attachments.model import MOST_BYTES
from intake_app.attachments.reading import codes_in
from intake_app.cases.model import CaseFile
from intake_app.documents import service as documents
from intake_app.errors import InvalidInput
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, Urgency, slip_text
from intake_app.referrals.slip import read_slip, slip_among
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.attachments_kit import a_pdf, a_picture, as_file, mutated, png_of_zeros
from tests.core.documents_reading import tool
from tests.core.test_case_journey import opened_case
from tests.core.test_referrals_journeys import agreed_service, referred


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    return opened_case(sign_in(Role.RECEPTION))


@pytest.fixture
def desk(sign_in: SignIn, opened: tuple[Person, CaseFile]) -> Session:
    return sign_in(Role.COUNSELLOR)


def the_letter(desk: Session, opened: tuple[Person, CaseFile]) -> tuple[Referral, bytes]:
    """A referral and its printed letter: its first copy has the slip."""
    person, case = opened
    service = agreed_service(desk, person, "health", "Centre de santé")
    made = referred(desk, case, service, Urgency.NORMAL)
    paper = documents.issue(desk, case.id, "referral_letter", made.id, "fr")
    return made, documents.pdf_of(desk, paper.id)


def scanned(pdf: bytes, folder: Path) -> Image.Image:
    """The first copy at 150 dots per inch, drawn by another program than ours."""
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    command = [tool("pdftoppm", "poppler-utils"), "-png", "-r", "150", "-l", "1", "-gray"]
    subprocess.run([*command, str(file), str(folder / "page")], check=True)
    (page,) = folder.glob("page*.png")
    return Image.open(BytesIO(page.read_bytes())).convert("L")


def photographed(slip: Image.Image) -> bytes:
    """Held askew, in bad light, not quite sharp, and written by a camera."""
    turned = slip.rotate(17, expand=True, fillcolor=190, resample=Image.Resampling.BICUBIC)
    dim = ImageEnhance.Contrast(turned).enhance(0.5).filter(ImageFilter.GaussianBlur(1))
    return as_file(dim.convert("RGB"), "JPEG", quality=60)


def test_a_printed_slip_is_read_from_a_scan_a_photograph_and_a_pdf(
    desk: Session, opened: tuple[Person, CaseFile], tmp_path: Path
) -> None:
    made, letter = the_letter(desk, opened)
    page = scanned(letter, tmp_path)
    slip = page.crop((0, int(page.height * 0.7), page.width, page.height))
    pictures = {
        "the whole sheet": as_file(page, "PNG"),
        "upside down": as_file(slip.rotate(180), "PNG"),
        "a photograph": photographed(slip),
        "the scan as a PDF": letter,
    }
    for name, picture in pictures.items():
        code = read_slip(picture)
        assert code == slip_text(made.id), name
    (line,) = referrals.find_code(desk, code)
    assert line.id == made.id
    other = read_slip(a_code(slip_text(new_id())))
    assert referrals.find_code(desk, other) == []  # a slip of another desk
    head = page.crop((0, 0, page.width, int(page.height * 0.4)))  # the control: no slip in it
    with pytest.raises(InvalidInput, match=r"No code was found|not the code of a slip"):
        read_slip(as_file(head, "PNG"))


def a_code(text: str) -> bytes:
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=4)
    return out.getvalue()


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "No code was found"),
        (["https://example.org", ""], "not the code of a slip"),
        (["REF123"], "not the code of a slip"),
        ([slip_text("1" * 36), slip_text("2" * 36)], "2 slips"),
    ],
)
def test_what_is_no_single_slip_has_its_own_sentence(codes: list[str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        slip_among(codes)


def test_three_copies_of_a_slip_beside_another_code_are_one_slip() -> None:
    slip = slip_text(new_id())
    assert slip_among(["GN-2026-00017-K", slip, slip]) == slip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00 a program", "whatever its name says"),
        (b"", "empty"),
        (b"%PDF-" + bytes(MOST_BYTES), "20 MB"),
        (b"\x89PNG\r\n\x1a\n broken", "damaged"),
        (png_of_zeros(8000, 5001), "40 million dots"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read_slip(content)


def test_a_picture_and_a_pdf_without_a_code_have_none() -> None:
    assert codes_in(as_file(a_picture(), "JPEG")) == ()
    assert codes_in(a_pdf()) == ()


def test_what_a_code_says_is_short_plain_text_or_nothing() -> None:
    texts = ("A" * 64, "A" * 65, "a\x1b[2J\n", "Ä\u202e")
    codes = [Image.open(BytesIO(a_code(text))).convert("L") for text in texts]
    side = max(one.width for one in codes)
    sheet = Image.new("L", (side * len(codes), side), "white")
    for place, one in enumerate(codes):
        sheet.paste(one, (place * side, 0))
    assert set(codes_in(as_file(sheet, "PNG"))) == {"A" * 64, ""}


@pytest.mark.parametrize("code", ["import os; os.abort()", "print('[]')", "print('[' * 100000)"])
def test_a_process_that_dies_or_lies_costs_a_sentence(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_command", lambda _job: [sys.executable, "-c", code])
    with pytest.raises(InvalidInput, match="damaged"):
        read_slip(a_code(slip_text(new_id())))


@pytest.mark.parametrize("program", ["ui", "intake_app"])
def test_both_programs_of_a_bundle_can_look_for_codes(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = slip_text(new_id())
    monkeypatch.setattr(
        reading, "_command", lambda _job: [sys.executable, "-m", program, jobs.CODES]
    )
    assert read_slip(a_code(slip)) == slip


def test_the_decoder_of_codes_is_loaded_nowhere_else_and_needs_no_arrays() -> None:
    def loads(module: str) -> set[str]:
        code = f"import {module}, sys; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        return set(done.stdout.decode().split())

    assert not {"zxingcpp", "numpy"} & loads(
        "intake_app.referrals.slip, intake_app.attachments.child"
    )
    found = loads("intake_app.attachments.codes")
    assert "zxingcpp" in found  # the control
    assert "numpy" not in found


@pytest.mark.nightly
def test_400_altered_pictures_of_a_slip_are_read_or_refused_in_words() -> None:
    slip = slip_text(new_id())
    picture = a_code(slip)
    for seed in range(400):
        with suppress(InvalidInput):  # anything else would be a bug of ours
            assert read_slip(mutated(picture, seed)) == slip
