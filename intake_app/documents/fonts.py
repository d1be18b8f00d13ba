"""The vendored fonts: which one has a letter, how wide it is, and how letters join.

ReportLab loads, measures, subsets and embeds them. Measures are thousandths of the font size (all
vendored fonts have 1000 units per em).

HarfBuzz is asked here and not through ReportLab's ``shaping=True``: that takes the language from
the environment and guesses the direction, which would change the paper.
"""

from __future__ import annotations

from functools import cache, cached_property
from io import BytesIO
from itertools import count
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import _rl_accel  # noqa: F401 - ReportLab finds it by itself; named so that the bundle carries it
import uharfbuzz as harfbuzz
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from intake_app import program_folder

REGULAR = "NotoSans-Regular"
BOLD = "NotoSans-Bold"
ARABIC = "NotoNaskhArabic-Regular"
OTHER_SCRIPTS = (
    ARABIC,
    "NotoSansEthiopic-Regular",
    "NotoSansNKo-Regular",
    "NotoSansAdlam-Regular",
    "NotoSansTifinagh-Regular",
    "NotoSansBengali-Regular",
)
"""Asked in this order for what the Latin fonts do not have. Naskh and not Noto Sans Arabic: that
one replaces whole names by a vocalised ligature (``ecosystem.md`` 2a)."""

JOINED = frozenset(
    {ARABIC, "NotoSansNKo-Regular", "NotoSansAdlam-Regular", "NotoSansBengali-Regular"}
)
"""The fonts whose letters change with their neighbours."""

NO_GLYPH = "\ufffd"
"""Drawn for a character that no vendored font has; the attached facts keep the real one."""

JOINERS = "\u200c\u200d"
_NO_BREAK_SPACE = "\u00a0"  # ReportLab would make an ordinary space of it

_SEPARATE = {"liga": False, "dlig": False, "kern": False}
"""Latin letters stand as wide as ReportLab draws them, whether an accent needs shaping or not."""

_FIRST_PRIVATE = 0xF0000
"""Characters of Unicode's plane 15, which mean nothing: they stand for shapes without a letter."""

_private = count(_FIRST_PRIVATE)
_meanings: dict[int, str] = {}


def resources_folder() -> Path:
    """The folder with fonts, letterheads and colour profile, from source or frozen."""
    return program_folder() / "resources"


class Glyph(NamedTuple):
    """A drawn shape: the character that makes ReportLab draw it, its own width, how far the pen
    moves after it, and where it sits relative to the pen."""

    character: str
    id: int
    width: int
    advance: int
    right: int = 0
    up: int = 0


class Placed(NamedTuple):
    """What HarfBuzz says about a shape; ``first`` is the place of its first letter in the text."""

    first: int
    id: int
    advance: int
    right: int
    up: int


class Typeface:
    """One font file, loaded and made known to ReportLab once per process."""

    def __init__(self, name: str) -> None:
        """Load ``resources/fonts/<name>.ttf``."""
        self.name = name
        self._file = (resources_folder() / "fonts" / f"{name}.ttf").read_bytes()
        font = TTFont(name, BytesIO(self._file), asciiReadable=False, shapable=False)
        registerFont(font)
        self._face = font.face
        if self._face.unitsPerEm != 1000:
            raise ValueError("the vendored fonts have 1000 units per em")
        self.characters = frozenset(code for code, shape in self._face.charToGlyph.items() if shape)
        self._alone: dict[str, Glyph] = {}
        self._private: dict[tuple[int, str], int] = {}

    def width_of(self, shape: int) -> int:
        """How far the pen moves after a shape that nothing was done to."""
        return int(self._face.hmetrics[shape][0])

    def alone(self, character: str) -> Glyph:
        """The shape of a letter that does not join; the sign for what the font does not have."""
        if character not in self._alone:
            self._alone[character] = self.glyph(self._shape_of(character), character)
        return self._alone[character]

    def _shape_of(self, character: str) -> int:
        code = ord(character)
        shape: int = self._face.charToGlyph[code if code in self.characters else ord(NO_GLYPH)]
        return shape

    def glyph(self, shape: int, text: str, placed: Placed | None = None) -> Glyph:
        """A shape that stands for ``text``: what readers find when they search or copy."""
        width = self.width_of(shape)
        itself = len(text) == 1 and text != _NO_BREAK_SPACE and ord(text) in self.characters
        if itself and self._face.charToGlyph[ord(text)] == shape:
            character = text
        else:
            character = chr(self._private_code(shape, text, width))
        if placed is None:
            return Glyph(character, shape, width, width)
        return Glyph(character, shape, width, placed.advance, placed.right, placed.up)

    def _private_code(self, shape: int, text: str, width: int) -> int:
        """A character for a shape that has none of its own, or that means something else here.

        Which one depends on what was printed before; the paper does not, because it is replaced
        by its meaning in the finished file.
        """
        if (shape, text) not in self._private:
            code = next(_private)
            _meanings[code] = text
            self._face.charToGlyph[code] = shape
            self._face.charWidths[code] = width
            self._private[shape, text] = code
        return self._private[shape, text]

    @cached_property
    def _shaper(self) -> harfbuzz.Font:
        return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob(self._file)))

    def shape(self, text: str, right_to_left: bool) -> list[Placed]:
        """Shapes from left to right."""
        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        # A fixed language: the default comes from the environment and would change the paper.
        buffer.language = "und"
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        harfbuzz.shape(self._shaper, buffer, {} if self.name in OTHER_SCRIPTS else _SEPARATE)
        return [
            Placed(mark.cluster, mark.codepoint, at.x_advance, at.x_offset, at.y_offset)
            for mark, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]


_loaded: dict[str, Typeface] = {}
_loading = Lock()


def meaning(code: int) -> str:
    """The text that a character given to ReportLab stands for; maybe none."""
    return _meanings.get(code, chr(code)) if code else ""


def typeface(name: str) -> Typeface:
    """The font with this name, loaded at first use."""
    if name not in _loaded:
        with _loading:  # ReportLab must not be given a second one: each has its own characters
            if name not in _loaded:
                _loaded[name] = Typeface(name)
    return _loaded[name]


@cache
def face_for(character: str, preferred: str) -> str | None:
    """The first font that has this character, ``preferred`` before all; None if there is none."""
    code = ord(character)
    for name in (preferred, *OTHER_SCRIPTS):
        if code in typeface(name).characters:
            return name
    return None
