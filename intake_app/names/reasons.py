"""Why two names are taken for one, or not, in words."""

from __future__ import annotations

from collections.abc import Callable

from intake_app.i18n import _
from intake_app.names.likeness import Likeness, Match, Why

_WORDS: dict[Why, Callable[[], str]] = {
    Why.EQUAL: lambda: _("“{mine}” is the same"),
    Why.SPELLING: lambda: _("“{mine}” and “{theirs}” are spellings of one name"),
    Why.SOUND: lambda: _("“{mine}” sounds like “{theirs}”"),
    Why.LINKED: lambda: _("some people use “{mine}” and “{theirs}” for one another"),
    Why.TYPING: lambda: _("“{mine}” and “{theirs}” differ by a mistake of typing"),
    Why.INITIAL: lambda: _("“{mine}” and “{theirs}” begin with the same letter"),
    Why.JOINED: lambda: _("“{mine}” and “{theirs}” are written together or apart"),
    Why.DIFFERENT: lambda: _("“{mine}” and “{theirs}” are two names"),
}


def in_words(found: Likeness) -> list[str]:
    """One phrase per word of the names, and one if they stand in another order."""
    phrases = [phrase_of(match) for match in found.matches]
    if found.swapped:
        phrases.append(_("the names stand in another order"))
    return phrases


def phrase_of(match: Match) -> str:
    """How one word of a name belongs to one of the other."""
    if match.why is Why.LEFT_OUT:
        return _("only one of them has “{word}”").format(word=_shown(match.mine or match.theirs))
    words = _WORDS[match.why]()
    return words.format(mine=_shown(match.mine), theirs=_shown(match.theirs))


def _shown(word: str) -> str:
    return word.title()
