"""A made-up language that shows what was forgotten: ``⟦Śàvé ~~⟧`` instead of ``Save``.

Every text is bracketed, accented and about 40 % longer; a visible text without brackets was not
translated, and a text whose closing bracket is cut off does not fit.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import polib

from intake_app import i18n
from tests.catalogues import template

OPENING, CLOSING = "⟦", "⟧"

_KEPT = re.compile(r"(\{[^{}]*\}|%[sd]|<[^<>]*>|&.|\s+)")
_WORD = 7
"""Letters; what makes a text longer breaks into lines as words do."""
_ACCENTED = str.maketrans("aceilnorsuyzACEILNORSUYZ", "àçéíłñöřšüýžÀÇÉÍŁÑÖŘŠÜÝŽ")


def pseudo(text: str) -> str:
    """The text in the made-up language; places, tags and accelerators stay as they are."""
    parts = _KEPT.split(text)
    accented = "".join(
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in parts
    )
    more = max(1, round(len(text) * 0.4) - 1)
    longer = " ".join(["~" * _WORD] * (more // (_WORD + 1)) + ["~" * (more % (_WORD + 1))])
    return f"{OPENING}{accented} {longer}{CLOSING}"


def write_pseudo_catalogue(locales: Path) -> Path:
    """Compile ``pseudo/LC_MESSAGES/intake.mo`` below the folder, from the code as it is now."""
    target = locales / "pseudo" / "LC_MESSAGES" / "intake.mo"
    target.parent.mkdir(parents=True)
    target.write_bytes(_compiled())
    return target


@cache
def _compiled() -> bytes:
    """Made once: the code does not change while the tests run."""
    catalogue = polib.pofile(template())
    catalogue.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: pseudo(entry.msgid), 1: pseudo(entry.msgid_plural)}
        else:
            entry.msgstr = pseudo(entry.msgid)
    return bytes(catalogue.to_binary())


@contextmanager
def pseudo_language(folder: Path) -> Iterator[None]:
    """The program speaks the made-up language; ``folder`` is an empty folder of the test's own.

    The real catalogues stay available there, for documents in another language.
    """
    real = i18n._locales_folder()
    for catalogue in real.glob("*/LC_MESSAGES/intake.mo"):
        target = folder / catalogue.relative_to(real)
        target.parent.mkdir(parents=True)
        shutil.copy(catalogue, target)
    write_pseudo_catalogue(folder)
    before = i18n.language()
    original, i18n._locales_folder = i18n._locales_folder, lambda: folder
    i18n.texts.cache_clear()
    try:
        i18n.set_language("pseudo")
        yield
    finally:
        i18n._locales_folder = original
        i18n.texts.cache_clear()
        i18n.set_language(before)
