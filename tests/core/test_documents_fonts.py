"""Fonts and scripts: which font has a letter, how letters join, what readers find again."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from PIL import Image
from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import stringWidth

from intake_app.documents.fonts import (
    BOLD,
    NO_GLYPH,
    OTHER_SCRIPTS,
    REGULAR,
    meaning,
    resources_folder,
    typeface,
)
from intake_app.documents.lines import clusters_of, in_drawing_order, pieces, whole
from intake_app.documents.sheet import Sheet
from tests.core import documents_samples as samples
from tests.core.documents_reading import pictures, squeezed, text_by_poppler, text_by_pypdf
from tests.core.documents_samples import KINDS, built

ARABIC = "فاطمة بنت محمد"
APART = "\u200c"
"""Zero-width non-joiner: keeps Arabic letters from joining."""

SCRIPTS = {
    "NotoNaskhArabic-Regular": ARABIC,
    "NotoSansEthiopic-Regular": "ፋጡማ መሐመድ ዓሊ",
    "NotoSansNKo-Regular": "ߝߊߕߎߡߊ ߞߏߣߕߍ",
    "NotoSansAdlam-Regular": "𞤊𞤢𞤼𞤵𞤥𞤢𞤼𞤢 𞤁𞤭𞤢𞤤𞤤𞤮",
    "NotoSansTifinagh-Regular": "ⴼⴰⵜⵉⵎⴰ ⵎⵓⵃⴰ",
    "NotoSansBengali-Regular": "ফাতেমা খাতুন",
}


@pytest.mark.parametrize("face", [REGULAR, BOLD])
def test_latin_fonts_have_the_letters_of_west_africa(face: str) -> None:
    letters = "ÀÂÄÇÉÈÊËÎÏÔŒÙÛÜŸæœ ɓɗƙƴ ŋɔɛƒ ẹọṣ ẸỌṢ ɖɣʋ ʼ’ – — · … « » “ ” € № °"
    assert {c for c in letters if ord(c) not in typeface(face).characters} <= {"№"}


@pytest.mark.parametrize("face", OTHER_SCRIPTS)
def test_names_of_other_scripts_find_their_font(face: str) -> None:
    clusters = clusters_of(SCRIPTS[face], REGULAR)
    assert {cluster.face for cluster in clusters} == {face}
    assert all(glyph.id for cluster in clusters for glyph in cluster.glyphs)


def test_a_text_of_two_scripts_uses_two_fonts_and_keeps_the_reading_order() -> None:
    clusters = clusters_of(f"Nom {ARABIC} fin", REGULAR)
    assert "".join(cluster.text for cluster in clusters) == f"Nom {ARABIC} fin"
    assert {cluster.face for cluster in clusters} == {REGULAR, "NotoNaskhArabic-Regular"}


def test_right_to_left_names_are_drawn_from_the_right() -> None:
    for script in ("NotoNaskhArabic-Regular", "NotoSansNKo-Regular", "NotoSansAdlam-Regular"):
        name = SCRIPTS[script]
        drawn = in_drawing_order(clusters_of(name, REGULAR))
        assert name.startswith(drawn[-1].text)
        assert name.endswith(drawn[0].text)
    drawn = in_drawing_order(clusters_of(SCRIPTS["NotoSansEthiopic-Regular"], REGULAR))
    assert drawn[0].text == "ፋ"


def test_numbers_inside_an_arabic_name_stay_readable() -> None:
    drawn = "".join(c.text for c in in_drawing_order(clusters_of("محمد 12", REGULAR)))
    assert drawn.startswith("12")


def test_arabic_letters_take_their_joined_forms() -> None:
    joined = [g.id for c in clusters_of("محمد", REGULAR) for g in c.glyphs]
    alone = [g.id for letter in "محمد" for c in clusters_of(letter, REGULAR) for g in c.glyphs]
    assert len(joined) == len(alone) == 4
    assert sum(a != b for a, b in zip(joined, alone, strict=True)) >= 3
    kept_apart = [
        glyph.id
        for cluster in clusters_of(APART.join("محمد"), REGULAR)
        for glyph in cluster.glyphs
        if glyph.advance
    ]
    assert kept_apart == alone  # negative control: without joining the forms are the same


def test_joined_arabic_is_seen_on_the_page() -> None:
    """Joined letters are fewer separate shapes than the same letters kept apart."""
    name = "محمد بنت"
    joined = _shapes(name)
    apart = _shapes(APART.join(name))
    assert joined < apart


def _shapes(name: str) -> int:
    facts = samples.grant(person=samples.person(own_script_name=name))
    (page,) = pictures(KINDS["grant_request"].build(facts), 4.0)
    width, height = page.size
    field = page.crop(
        (int(width * 0.56), int(height * 0.197), int(width * 0.92), int(height * 0.22))
    )
    return _dark_islands(field)


def _dark_islands(picture: Image.Image) -> int:
    dark = {
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if picture.getpixel((x, y)) < 128  # type: ignore[operator]
    }
    islands = 0
    while dark:
        islands += 1
        edge = [dark.pop()]
        while edge:
            x, y = edge.pop()
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & dark
            dark -= near
            edge += near
    return islands


def test_accents_without_a_letter_of_their_own_sit_on_their_letter() -> None:
    (cluster,) = clusters_of("ọ\u0301", REGULAR)
    base, accent = cluster.glyphs
    assert cluster.advance == base.advance
    assert accent.advance == 0
    assert accent.right < 0 or accent.up


def test_a_character_without_a_font_is_drawn_as_a_sign_and_read_as_itself() -> None:
    (cluster,) = clusters_of("漢", REGULAR)
    assert cluster.text == "漢"
    (shown,) = clusters_of(NO_GLYPH, REGULAR)
    (glyph,), (sign,) = cluster.glyphs, shown.glyphs
    assert (glyph.id, glyph.advance) == (sign.id, sign.advance)
    assert glyph.id != 0  # PDF/A forbids the glyph that stands for nothing
    assert meaning(ord(glyph.character)) == "漢"
    assert meaning(ord(sign.character)) == NO_GLYPH
    assert "漢字" in text_by_pypdf(built("grant_request", purpose="漢字"))


def test_the_language_of_the_environment_does_not_change_the_shapes() -> None:
    code = (
        "from intake_app.documents.lines import clusters_of;"
        f"print([c.glyphs for c in clusters_of({SCRIPTS['NotoSansBengali-Regular'] + ARABIC!r}, "
        f"{REGULAR!r})])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={"LC_ALL": language, "LANGUAGE": language, "PATH": ""},
        ).stdout
        for language in ("C", "fa_IR.UTF-8", "tr_TR.UTF-8")
    }  # fmt: skip
    assert len(said) == 1


def test_only_the_used_glyphs_are_embedded() -> None:
    sheet = Sheet()
    sheet.text(0, 20, whole(clusters_of("Konaté", REGULAR)), 9, (0, 0, 0))
    sheet.next_page()
    (page,) = pypdf.PdfReader(io.BytesIO(sheet.finished())).pages
    (font,) = page["/Resources"]["/Font"].values()  # type: ignore[index]
    part = font.get_object()["/FontDescriptor"]["/FontFile2"].get_data()
    file = (resources_folder() / "fonts" / f"{REGULAR}.ttf").read_bytes()
    assert len(part) < len(file) / 20


def test_every_font_has_its_licence_beside_it() -> None:
    licence = (resources_folder() / "licences" / "noto-fonts-OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    for font in (resources_folder() / "fonts").glob("*.ttf"):
        assert font.name in licence


# ---------------------------------------------------------------------------- drawn and read


NAMES = [
    *SCRIPTS.values(),
    "Ọlábísí Adébáyọ̀ ẹ́ ɔ̃",
    "মোহাম্মদ কৌশিক ক্ষুদ্র শ্রী র্কি",
    "محمد (علي) 12 — ۱۲ Jean",
    "Jean 漢字 \U0001f600",
]


@pytest.mark.parametrize(
    "text", ["Œuvrard-Konaté, 12 rue", "15\u202f600,50\u00a0TND", "ⴼⴰⵜⵉⵎⴰ", "漢"]
)
def test_a_line_is_as_wide_as_reportlab_draws_it(text: str) -> None:
    line = whole(clusters_of(text, REGULAR))
    (piece,) = pieces(line)
    assert stringWidth(piece.text, piece.face, 1000) == pytest.approx(line.width)


@pytest.mark.parametrize("text", NAMES)
def test_pieces_stand_where_the_line_wants_its_shapes(text: str) -> None:
    """Every shape is drawn once, and an advance that ReportLab does not know begins a piece."""
    line = whole(clusters_of(text, REGULAR))
    found = pieces(line)
    drawn = [g for cluster in in_drawing_order(line.clusters) for g in cluster.glyphs]
    assert "".join(piece.text for piece in found) == "".join(g.character for g in drawn)
    ends = [p.right + stringWidth(p.text, p.face, 1000) for p in found if not p.up]
    assert min(piece.right for piece in found) == 0
    assert line.width - 0.5 <= max(ends) <= line.width + 50  # a last accent may hang over


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_scripts_can_be_found_in_the_file(name: str) -> None:
    pdf = built("grant_request", purpose=f"XXX {name} XXX")
    for text in (text_by_pypdf(pdf), text_by_poppler(pdf, "-raw")):
        between = text.split("XXX")[1]
        found = squeezed("".join(c for c in between if unicodedata.category(c) != "Cf"))
        if any(unicodedata.bidirectional(c) in ("R", "AL") for c in name):
            assert sorted(found) == sorted(squeezed(name))  # readers disagree about the order
        else:
            assert found == squeezed(name)


def test_characters_that_python_does_not_know_break_no_right_to_left_line() -> None:
    text = f"\U00018cd6{ARABIC}\U0001e800"
    assert "".join(cluster.text for cluster in clusters_of(text, REGULAR)) == text


def _papers(names: list[str]) -> list[str]:
    made = [built("grant_request", person=samples.person(own_script_name=name)) for name in names]
    return [hashlib.sha256(pdf).hexdigest() for pdf in made]


_ELSEWHERE = """
from tests.core.test_documents_fonts import NAMES, _papers
from tests.core.documents_samples import PAYLOADS
_papers([payload for payload in PAYLOADS[-20:]])
print(*reversed(_papers(NAMES[::-1])))
"""


def test_what_was_printed_before_does_not_change_a_paper() -> None:
    here = _papers(NAMES)
    assert _papers(NAMES[::-1])[::-1] == here
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert done.stdout.split() == here
    assert len(set(here)) == len(NAMES)


def test_papers_that_are_made_at_the_same_time_do_not_disturb_each_other() -> None:
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda name: _papers([name])[0], NAMES * 2))
    assert results == _papers(NAMES) * 2


def test_reportlab_may_fetch_nothing_and_reads_no_markup() -> None:
    assert rl_config.trustedSchemes == []
    assert rl_config.trustedHosts == []
    code = "import sys, tests.core.documents_samples; print('reportlab.platypus' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
