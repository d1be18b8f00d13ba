"""Text as lines of glyphs: cleaned, in the right fonts and writing directions, broken to a width.

Nothing here understands markup: what somebody typed is drawn as typed, whatever it looks like.
That is why ReportLab's own paragraphs are not used: they read tags in a text (``security.md`` H9).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bidi import algorithm as unicode_bidi

from intake_app.documents.fonts import (
    JOINED,
    JOINERS,
    NO_GLYPH,
    Glyph,
    Placed,
    Typeface,
    face_for,
    typeface,
)
from intake_app.values import clean_text

MARKS_PER_LETTER = 6
"""More accents on one letter than any language uses would only be drawn over the lines above."""

_RIGHT_TO_LEFT = ("R", "AL", "AN")
_FIRST_RIGHT_TO_LEFT = "\u0590"
"""Before this character there are only scripts written from left to right."""

_BREAK_AFTER = frozenset("-–—/\u00ad\u1361\u1362")
_NO_BREAK_SPACES = frozenset("\u00a0\u202f\u2007")


def printable(text: str) -> str:
    """Text as it goes on paper: no control or invisible characters, tabs as spaces, NFC.

    The one way for typed text onto a paper (``security.md`` H9).
    """
    text = clean_text(text).replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        hidden = category == "Cf" and character not in JOINERS
        if not hidden and marks <= MARKS_PER_LETTER:
            kept.append(character)
    return "".join(kept)


class Cluster(NamedTuple):
    """The smallest piece of text that is drawn as one, for most scripts a letter.

    ``level`` is the bidirectional level (odd: right to left), ``advance`` in thousandths.
    """

    text: str
    face: str
    level: int
    glyphs: tuple[Glyph, ...]
    advance: int


class Line(NamedTuple):
    """Clusters in the order of reading, and their width in thousandths of the size."""

    clusters: tuple[Cluster, ...]
    width: int


def is_right_to_left(text: str) -> bool:
    """True if the first letter with a direction is of a script written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def paragraphs(text: str, face: str) -> list[list[Cluster]]:
    """The clusters of every paragraph of ``text``; at least one, maybe empty."""
    return [clusters_of(paragraph, face) for paragraph in printable(text).split("\n")]


def one_line(text: str, face: str, width: int | None = None) -> Line:
    """``text`` in one line, cut with an ellipsis where it is longer than ``width``."""
    clusters = clusters_of(" ".join(printable(text).split()), face)
    line = whole(clusters)
    if width is None or line.width <= width:
        return line
    return shortened(line, face, width)


def shortened(line: Line, face: str, width: int) -> Line:
    """The beginning of a line that fits into ``width`` together with an ellipsis after it."""
    dots = clusters_of("…", face)
    room = width - sum(cluster.advance for cluster in dots)
    kept: list[Cluster] = []
    for cluster in line.clusters:
        room -= cluster.advance
        if room < 0:
            break
        kept.append(cluster)
    return whole([*kept, *dots])


def clusters_of(paragraph: str, face: str) -> list[Cluster]:
    """The clusters of one paragraph (no line breaks in it), in the order of reading."""
    if not paragraph:
        return []
    if max(paragraph) < _FIRST_RIGHT_TO_LEFT and _draws_all(face, paragraph):
        return _clusters_of_run(paragraph, face, 0)
    levels = _levels(paragraph)
    faces = _faces(paragraph, face)
    clusters: list[Cluster] = []
    start = 0
    for end in range(1, len(paragraph) + 1):
        if end < len(paragraph) and (faces[end], levels[end]) == (faces[start], levels[start]):
            continue
        clusters += _clusters_of_run(paragraph[start:end], faces[start], levels[start])
        start = end
    return clusters


def _faces(text: str, preferred: str) -> list[str]:
    """The font for each character; spaces, digits and marks stay in the font of the word."""
    faces: list[str] = []
    current = preferred
    for character in text:
        if ord(character) not in typeface(preferred).characters or current != preferred:
            stays = unicodedata.category(character)[0] in "MZNP" or character in JOINERS
            if not (stays and _draws(current, character)):
                current = face_for(character, preferred) or preferred
        faces.append(current)
    return faces


def _draws_all(face: str, text: str) -> bool:
    return typeface(face).characters.issuperset(map(ord, text))


def _draws(face: str, character: str) -> bool:
    return character in JOINERS or ord(character) in typeface(face).characters


def _levels(text: str) -> list[int]:
    if not any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        return [0] * len(text)
    base = int(is_right_to_left(text))
    storage = unicode_bidi.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    # A character that Python does not know yet has no direction, which python-bidi refuses.
    known = "".join(c if unicodedata.bidirectional(c) else NO_GLYPH for c in text)
    unicode_bidi.get_embedding_levels(known, storage)
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    for step in (
        unicode_bidi.explicit_embed_and_overrides,
        unicode_bidi.resolve_weak_types,
        unicode_bidi.resolve_neutral_types,
        unicode_bidi.resolve_implicit_levels,
    ):
        step(storage, False)
    found = {entry["index"]: int(entry["level"]) for entry in storage["chars"]}
    levels: list[int] = []
    for index in range(len(text)):  # joiners were left out: they go with the letter before them
        levels.append(found.get(index, levels[-1] if levels else base))
    return levels


def _clusters_of_run(text: str, face: str, level: int) -> list[Cluster]:
    """The clusters of a piece of text in one font and one direction."""
    font = typeface(face)
    if level % 2 or face in JOINED or _has_marks(text):
        return _shaped(text, font, level)
    return [_letter(character, font, level) for character in text]


def _has_marks(text: str) -> bool:
    return not text.isascii() and any(unicodedata.category(c)[0] == "M" for c in text)


def _letter(character: str, font: Typeface, level: int) -> Cluster:
    if character in JOINERS:
        return Cluster(character, font.name, level, (), 0)
    glyph = font.alone(character)
    return Cluster(character, font.name, level, (glyph,), glyph.advance)


def _shaped(text: str, font: Typeface, level: int) -> list[Cluster]:
    drawable = text
    if not _draws_all(font.name, text):
        drawable = "".join(c if _draws(font.name, c) else NO_GLYPH for c in text)
    together: dict[int, list[Placed]] = {}
    for placed in font.shape(drawable, bool(level % 2)):
        together.setdefault(placed.first, []).append(placed)
    starts = sorted(together)
    clusters: list[Cluster] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        glyphs = _glyphs(together[start], text[start:end], font, level)
        advance = sum(glyph.advance for glyph in glyphs)
        clusters.append(Cluster(text[start:end], font.name, level, glyphs, advance))
    return clusters


def _glyphs(shapes: list[Placed], text: str, font: Typeface, level: int) -> tuple[Glyph, ...]:
    """The shapes of a cluster, each with its part of the text; the last has what is left over."""
    # From left to right also where people write from right to left: PDF readers turn it round.
    letters = text[::-1] if level % 2 else text
    last = len(shapes) - 1
    return tuple(
        font.glyph(
            placed.id, letters[place:] if place == last else letters[place : place + 1], placed
        )
        for place, placed in enumerate(shapes)
    )


def whole(clusters: Sequence[Cluster]) -> Line:
    """All clusters as one line, without the spaces at its end."""
    end = len(clusters)
    while end and clusters[end - 1].text.isspace():
        end -= 1
    return Line(tuple(clusters[:end]), sum(cluster.advance for cluster in clusters[:end]))


def wrapped(clusters: list[Cluster], width: int) -> list[Line]:
    """Lines in a column of ``width`` thousandths, each as full as possible.

    Broken after spaces and hyphens, and inside a word only if it is longer than a line.
    """
    lines: list[Line] = []
    start, good, used = 0, 0, 0
    index = 0
    while index < len(clusters):
        cluster = clusters[index]
        is_space = cluster.text.isspace() and cluster.text not in _NO_BREAK_SPACES
        used += cluster.advance
        if used > width and not is_space and index > start:
            end = good if good > start else index
            lines.append(whole(clusters[start:end]))
            start, good, used, index = end, end, 0, end
            continue
        index += 1
        if is_space or cluster.text[-1] in _BREAK_AFTER:
            good = index
    lines.append(whole(clusters[start:]))
    return lines


def in_drawing_order(clusters: Sequence[Cluster]) -> list[Cluster]:
    """The clusters of a line from left to right (rule L2 of the bidirectional algorithm)."""
    order = list(clusters)
    highest = max((cluster.level for cluster in order), default=0)
    for level in range(highest, 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and order[end].level >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return order


class Piece(NamedTuple):
    """Characters that ReportLab draws in one go, ``right`` and ``up`` from the line's beginning."""

    face: str
    text: str
    right: int
    up: int


def pieces(line: Line) -> list[Piece]:
    """What to draw for a line, from left to right.

    A new piece begins where the font changes and where a shape does not follow the one before it
    closely, such as an accent over its letter.
    """
    found: list[Piece] = []
    text: list[str] = []
    begun, reached = ("", 0, 0), ("", -1, 0)
    pen = 0
    for cluster in in_drawing_order(line.clusters):
        for glyph in cluster.glyphs:
            place = (cluster.face, pen + glyph.right, glyph.up)
            if place != reached:
                if text:
                    found.append(Piece(begun[0], "".join(text), begun[1], begun[2]))
                begun, text = place, []
            text.append(glyph.character)
            reached = (cluster.face, place[1] + glyph.width, glyph.up)
            pen += glyph.advance
    if text:
        found.append(Piece(begun[0], "".join(text), begun[1], begun[2]))
    return found
