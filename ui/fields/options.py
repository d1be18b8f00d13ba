"""The choices that most lists offer: the words of a group of codes, and the countries."""

from __future__ import annotations

from intake_app.formats import country_choices
from intake_app.i18n import language
from intake_app.words import choices
from ui.fields.choice import Option


def words_of(group: str, *without: str) -> list[Option]:
    """The codes of a group with their words, in the language of the screen."""
    return [Option(code, words) for code, words in choices(group) if code not in without]


def countries() -> list[Option]:
    """Every country, by its name in the language of the screen."""
    return [Option(*choice) for choice in country_choices(language())]
