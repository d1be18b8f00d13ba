"""Texts in the user's language, switched live, and in a second language for documents.

English is the source language. Catalogues are gettext ``.mo`` files compiled from ``locales/``.
"""

from __future__ import annotations

import gettext as _gettext
import sys
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr")
"""The languages that the program is complete in."""

_RIGHT_TO_LEFT = {"ar", "fa", "ur", "nqo"}


def _locales_folder() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller in the frozen program
    return Path(bundle or Path(__file__).resolve().parent.parent) / "locales"


@cache
def texts(language: str) -> _gettext.NullTranslations:
    """The catalogue of one language, for documents whose language is not the screen's.

    English needs no file. A language without a compiled catalogue is a broken installation
    (``make catalogues``) and raises ``FileNotFoundError``.
    """
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("intake", _locales_folder(), [language])


class _Current:
    """The one piece of state in this module: the language of the screen."""

    language = "en"


def set_language(language: str) -> None:
    """Switch the language of ``_`` for the whole program. Raises ValueError if unknown."""
    if language not in LANGUAGES and language != "pseudo":
        raise ValueError(f"no catalogue for {language}")
    texts(language)
    _Current.language = language


def language() -> str:
    """The two-letter code of the screen's language."""
    return _Current.language


def is_right_to_left(code: str) -> bool:
    """True for languages written from right to left."""
    return code in _RIGHT_TO_LEFT


def _(message: str) -> str:
    """The message in the language of the screen."""
    return texts(_Current.language).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message for ``number`` things, in the language of the screen."""
    return texts(_Current.language).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """The message where English uses one word for two meanings."""
    return texts(_Current.language).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a message for translation that is translated later, where it is shown."""
    return message
