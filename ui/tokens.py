"""The design tokens: every colour, distance and text size of the program, and their contrast.

Pure values without Qt, so that a test can compute the contrast of everything that is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
"""Distances in device-independent pixels."""

CORNER = 6
HIT, HIT_TOUCH = 32, 40
ICON = 20

BASE_POINTS = 10.5
SOFT = 0.11
"""How much of a colour is mixed into a surface behind chips and bars."""
SELECTED = 0.14
"""How much accent lies behind the selected row."""
HOVER = 0.05


class Tone(StrEnum):
    """What a colour means. It never stands alone: an icon and a word are always with it."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    SEALED = "sealed"


class Text(StrEnum):
    """The kinds of text on a screen."""

    TITLE = "title"
    SECTION = "section"
    BODY = "body"
    STRONG = "strong"
    LABEL = "label"
    SECONDARY = "secondary"


POINTS = {
    Text.TITLE: 16.0,
    Text.SECTION: 12.0,
    Text.BODY: BASE_POINTS,
    Text.STRONG: BASE_POINTS,
    Text.LABEL: 9.5,
    Text.SECONDARY: 9.5,
}


@dataclass(frozen=True)
class Tokens:
    """The colours of one palette, as ``#rrggbb``."""

    window: str
    surface: str
    raised: str
    line: str
    strong_line: str
    text: str
    secondary: str
    disabled: str
    accent: str
    on_accent: str
    success: str
    warning: str
    danger: str
    sealed: str

    @property
    def selected(self) -> str:
        """The surface behind a selected row."""
        return mixed(self.accent, self.surface, SELECTED)

    @property
    def hover(self) -> str:
        """The surface under the mouse."""
        return mixed(self.text, self.surface, HOVER)


LIGHT = Tokens(
    window="#F6F7F8", surface="#FFFFFF", raised="#FFFFFF",
    line="#D9DEE3", strong_line="#AEB7C0",
    text="#1A1F24", secondary="#51606E", disabled="#8A96A3",
    accent="#0B5FA5", on_accent="#FFFFFF",
    success="#1D6F42", warning="#8A5A00", danger="#B3261E", sealed="#5B3E96",
)  # fmt: skip

DARK = Tokens(
    window="#1B1E21", surface="#22262A", raised="#2A2F34",
    line="#3A4047", strong_line="#56606A",
    text="#ECEFF2", secondary="#B4BEC8", disabled="#7D8893",
    accent="#5AA9E6", on_accent="#1B1E21",
    success="#6CC48F", warning="#E5B454", danger="#F2857E", sealed="#B79CF0",
)  # fmt: skip


def tone_colour(tokens: Tokens, tone: Tone) -> str:
    """The colour for a text or an icon of this meaning."""
    if tone is Tone.NEUTRAL:
        return tokens.secondary
    colour: str = getattr(tokens, tone.value)
    return colour


def soft(tokens: Tokens, tone: Tone) -> str:
    """The quiet surface behind a chip or message of this meaning."""
    return mixed(tone_colour(tokens, tone), tokens.surface, SOFT)


def mixed(over: str, under: str, share: float) -> str:
    """The colour that ``over`` makes when it covers ``under`` with this opacity (0 to 1)."""
    pairs = zip(_channels(over), _channels(under), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def drawn_pairs(tokens: Tokens) -> Iterator[tuple[str, str, str, float]]:
    """Every (what, foreground, background, least contrast) that the program draws."""
    surfaces = {
        "window": tokens.window,
        "surface": tokens.surface,
        "raised": tokens.raised,
        "selected row": tokens.selected,
        "hover": tokens.hover,
    }
    words = {"text": tokens.text, "secondary": tokens.secondary}
    words |= {tone: tone_colour(tokens, tone) for tone in Tone}
    for place, surface in surfaces.items():
        for word, colour in words.items():
            yield f"{word} on {place}", colour, surface, 4.5
    for tone in Tone:
        yield f"text on {tone} bar", tokens.text, soft(tokens, tone), 4.5
        yield f"{tone} chip", tone_colour(tokens, tone), soft(tokens, tone), 4.5
        yield f"{tone} button", tokens.on_accent, tone_colour(tokens, tone), 4.5
        yield f"{tone} mark", tone_colour(tokens, tone), tokens.line, 3.0


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = []
    for channel in _channels(colour):
        share = channel / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
