"""A name as it is spelled, and as it sounds: what French, English and Arabic spelling share.

``words`` gives the words of a name in plain Latin letters; ``sound`` folds one word to what its
spellings have in common (Diallo, Jallow, Djalo → ``jalo``). The rules are those of ``domain.md``
8.2 and what follows from them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

from anyascii import anyascii

_SPLIT = re.compile(r"[^a-z]+")
_JOINS = str.maketrans("", "", "'’‘`´ʼʻʿʾ")
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ç": "s", "ø": "o", "ł": "l", "ß": "ss", "ı": "i", "đ": "d", "ð": "d",
     "þ": "th", "ŋ": "ng", "ɲ": "ny", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e",
     "ɔ": "o", "ə": "e"}
)  # fmt: skip
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")

_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
"""Arabic writes its article onto the word; Latin letters mostly write it apart, as is done here."""

_ABBREVIATED = {"g": "gebre", "h": "haile", "k": "kidane", "t": "tekle", "w": "wolde"}
_ABBREVIATION = re.compile(r"\b([ghktw])/(?=[a-z])")
"""Ethiopia and Eritrea write G/Mariam for Gebremariam."""

_ARABIC_LETTERS = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j",
    "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s",
    "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "k", "ك": "k", "ک": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "u", "ؤ": "u", "ي": "i", "ی": "i",
    "ى": "a", "ئ": "i", "ء": "", "گ": "g", "ڤ": "v", "پ": "p", "چ": "ch",
    "َ": "a", "ِ": "i", "ُ": "u", "ً": "an", "ٌ": "un", "ٍ": "in",
}  # fmt: skip
"""Long vowels and consonants. Short vowels are not written: ``likeness`` forgives what is missing
between the letters of a word that comes from Arabic script."""


def is_arabic(text: str) -> bool:
    """True if a part of it stands in Arabic letters."""
    return _ARABIC.search(text) is not None


def latin(text: str) -> str:
    """Any script in lower-case Latin letters, accents gone: N'Ko, Adlam and Ethiopic as
    ``anyascii`` reads them, Arabic by its long vowels and consonants."""
    if text.isascii():
        return text.lower().translate(_JOINS)
    if is_arabic(text):
        text = _ARTICLE.sub("ال ", text)
        text = "".join(_ARABIC_LETTERS.get(c, "" if unicodedata.combining(c) else c) for c in text)
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    folded = "".join(filterfalse(unicodedata.combining, folded)).translate(_JOINS)
    return folded if folded.isascii() else anyascii(folded).lower().translate(_JOINS)


def words(text: str) -> list[str]:
    """The words of a name: ``Fatoumata-Binta N'Diaye`` → fatoumata, binta, ndiaye."""
    return list(_words(text))


@lru_cache(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    spelled = _ABBREVIATION.sub(lambda found: _ABBREVIATED[found[1]], latin(text))
    return tuple(word for word in _SPLIT.split(spelled) if word)


_RULES = [
    (re.compile(pattern), put)
    for pattern, put in (
        (r"x", "h"),  # Somali; an ordinary x is rare in these names
        (r"^[dt]?j[ie]?(?=[aou])|^di(?=[aeou])|^dy(?=[aeou])", "j"),  # Diallo, Djallo, Jallow
        (r"^th?i(?=[aeou])", "C"),  # Thiam, Cham
        (r"tch|tsh", "C"),
        (r"sch|sh|ch", "S"),
        (r"dj|dzh|(?<=[a-z])di(?=[aou])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"ph", "f"),
        (r"ck|q(u(?=[eiy]))?", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"kh", "k"),
        (r"gh", "g"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"gn|ny|ni(?=[aeou])", "N"),
        (r"(?<=[aeiou])[wh]$", ""),  # Jallow, Jalloh
        (r"ou(?=[aei])|oo(?=[aei])", "w"),  # Ouattara, Wattara
        (r"ou|oo|w(?=[^aeiou]|$)", "u"),
        (r"ay(?=s|$)|aie?(?=s|$)|e[yi]h?$|e+h?$|ie$", "e"),  # Touré, Touray; Ceesay, Cissé
        (r"ee|ie", "i"),
        (r"h", ""),
        (r"z", "s"),
        (r"v", "w"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """One word as it sounds. ``C`` is tch, ``S`` is sh, ``N`` is ny; never empty."""
    folded = word
    for pattern, put in _RULES:
        folded = pattern.sub(put, folded)
    return folded or word


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The consonants of ``sound``, before them an ``A`` if it begins with a vowel."""
    sounds = sound(word)
    bones = re.sub(r"[aeiou]+", "", sounds)
    return ("A" if sounds[0] in "aeiou" else "") + bones
