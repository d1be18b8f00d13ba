"""Texts in the user's language, switched live, and in a second language for documents.

English is the source language. Catalogues are gettext ``.mo`` files compiled from ``locales/``.
"""

from __future__ import annotations

import gettext as _gettext
from functools import cache
from pathlib import Path
from typing import Any

from intake_app import program_folder

OWN_NAMES = {"en": "English", "fr": "Français"}
"""A language is always called by its own name, so that whoever needs it finds it."""

LANGUAGES = tuple(OWN_NAMES)
"""The languages that the program is complete in."""

_RIGHT_TO_LEFT = {"ar", "fa", "ur", "nqo"}


def _locales_folder() -> Path:
    return program_folder() / "locales"


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


class Sentence(str):
    """A translated text that remembers how it was made, so that it can be said again.

    A message that is in sight while the language is switched follows it, without its sender being
    asked: an error of a service is gone by then. ``format`` keeps the memory; joining, slicing
    and f-strings give an ordinary text, which stays as it is.
    """

    __slots__ = ("_asked", "_values")
    _asked: tuple[str, tuple[Any, ...]]
    _values: dict[str, Any] | None

    @classmethod
    def ask(cls, method: str, *args: Any) -> Sentence:
        """What the catalogue of the screen's language answers to ``method(*args)``."""
        made = cls(getattr(texts(_Current.language), method)(*args))
        made._asked, made._values = (method, args), None
        return made

    def format(self, *args: object, **values: object) -> Sentence:
        """The text with its places filled."""
        made = type(self)(super().format(*args, **values))
        made._asked, made._values = self._asked, values
        return made

    def again(self) -> Sentence:
        """The same in the language that the screen has now."""
        method, args = self._asked
        made = self.ask(method, *args)
        if self._values is None:
            return made
        return made.format(**{name: said_again(value) for name, value in self._values.items()})


def said_again(value: Any) -> Any:
    """A translated text in the language of the screen; everything else as it is."""
    return value.again() if isinstance(value, Sentence) else value


def _(message: str) -> str:
    """The message in the language of the screen."""
    return Sentence.ask("gettext", message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message for ``number`` things, in the language of the screen."""
    return Sentence.ask("ngettext", singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """The message where English uses one word for two meanings."""
    return Sentence.ask("pgettext", context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a message for translation that is translated later, where it is shown."""
    return message
