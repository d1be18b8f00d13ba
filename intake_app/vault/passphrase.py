"""Which passphrases are good enough, and passphrases that the program makes up."""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from intake_app import program_folder
from intake_app.errors import InvalidInput
from intake_app.i18n import LANGUAGES, _
from intake_app.values import folded

MINIMUM_LENGTH = 12
MINIMUM_BITS = 60.0
"""Own passphrases: at least 12 characters and 60 estimated bits (security.md 2.4)."""

_MOST_JUDGED = 72
"""zxcvbn's own limit. Its time grows with the square, and what follows can only add strength."""


def passphrase_bytes(text: str) -> bytes:
    """The bytes that go into Argon2: NFKC once, UTF-8, not stripped.

    Raises InvalidInput for half a character (a lone surrogate), which some keyboards can send.
    """
    try:
        return unicodedata.normalize("NFKC", text).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidInput(
            {"passphrase": _("The passphrase contains a broken character. Type it again.")}
        ) from error


def passphrase_problem(text: str, known: Sequence[str] = ()) -> str | None:
    """What is wrong with a new passphrase, as a sentence, or None if it may be used.

    ``known`` are words that an attacker would try first, such as the login's label.
    """
    plain = passphrase_bytes(text).decode("utf-8")
    if len(plain) < MINIMUM_LENGTH:
        return _("Use at least {number} characters.").format(number=MINIMUM_LENGTH)
    if estimated_bits(plain, known) < MINIMUM_BITS:
        return _(
            "This passphrase could be guessed. Use more words that do not belong together, "
            "or let the program propose one."
        )
    return None


def estimated_bits(text: str, known: Sequence[str] = ()) -> float:
    """How many bits of guessing a text resists: the lower of two estimates.

    zxcvbn takes French, Arabic or Amharic words for random letters, so a text that is made of
    words counts at most what drawing such words would give.
    """
    parts = {part for name in known for part in re.findall(r"[^\W_]+", folded(name))}
    return min(_zxcvbn_bits(text, [*known, *sorted(parts)]), _bits_as_words(text, parts))


def _zxcvbn_bits(text: str, known: Sequence[str]) -> float:
    if not text:
        return 0.0
    from zxcvbn import zxcvbn  # 13 MB of words, and most days nobody chooses a passphrase

    guesses_log10 = zxcvbn(text[:_MOST_JUDGED], user_inputs=list(known))["guesses_log10"]
    return float(guesses_log10) * math.log2(10)


def _bits_as_words(text: str, known: Collection[str]) -> float:
    """Words, digits and the choice of what stands between; no limit for what is not a phrase.

    A known word adds nothing.
    """
    tokens = re.findall(r"[^\W_]+", folded(text))
    if sum(token.isalpha() for token in tokens) < _WORDS_OF_A_PHRASE:
        return math.inf
    bits = sum(_word_bits(token) for token in tokens if token not in known)
    return bits if " " in text else bits + _SEPARATOR_BITS


def _word_bits(token: str) -> float:
    if not token.isalpha():
        return len(token) * math.log2(10)
    listed = [len(words(language)) for language in LANGUAGES if token in _word_set(language)]
    return math.log2(max(listed)) if listed else _COMMON_WORD_BITS


_WORDS_OF_A_PHRASE = 3
_COMMON_WORD_BITS = 13.0
"""Somebody who looks for a word takes one of the 8,000 most common."""
_SEPARATOR_BITS = math.log2(10)


def generate(language: str, least_words: int = 5) -> str:
    """A new passphrase of random words with spaces, always 60 bits or more.

    English has 7,772 words (5 of them: 64.6 bits), French 2,048 (6 of them: 66 bits). ValueError
    for a language without a list.
    """
    choices = words(language)
    count = max(least_words, math.ceil(MINIMUM_BITS / math.log2(len(choices))))
    while True:
        phrase = " ".join(secrets.choice(choices) for _number in range(count))
        if passphrase_problem(phrase) is None:  # twice the same word, or all very common ones
            return phrase


@cache
def words(language: str) -> tuple[str, ...]:
    """The word list of a language, in alphabetical order."""
    if language not in LANGUAGES:
        raise ValueError(f"no word list for {language}")
    path = _resources_folder() / "passphrases" / f"{language}.txt"
    return tuple(path.read_text(encoding="utf-8").split())


@cache
def _word_set(language: str) -> frozenset[str]:
    return frozenset(words(language))


def _resources_folder() -> Path:
    return program_folder() / "resources"
