"""Names and places of nine countries for invented rosters, and how clerks spell them differently.

Written for the tests alone: the program's table of names (``resources/names``) is not read here, so
that what it finds in these rosters says something.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple


class Country(NamedTuple):
    """Frequent names first: the generator takes them more often."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    families: tuple[str, ...]
    places: tuple[str, ...]


def _countries() -> dict[str, Country]:
    with (Path(__file__).parent / "names.toml").open("rb") as file:
        lists = tomllib.load(file)
    return {
        code: Country(**{kind: tuple(names.split()) for kind, names in of.items()})
        for code, of in lists.items()
    }


COUNTRIES = _countries()

SPELLINGS = (
    # what one clerk writes and what another writes, as patterns on lower-case words
    ("^diallo$", "jallow"), ("^diallo$", "jalloh"), ("^jallow$", "diallo"), ("^diop$", "jobe"),
    ("^jobe$", "diop"), ("^ndiaye$", "njie"), ("^njie$", "ndiaye"), ("^cissé$", "ceesay"),
    ("^ceesay$", "sesay"), ("^touré$", "touray"), ("^touray$", "toure"), ("^camara$", "kamara"),
    ("^bah$", "ba"), ("^ba$", "bah"), ("^traoré$", "trawally"), ("^sané$", "sanneh"),
    ("^diatta$", "jatta"), ("^jatta$", "diatta"), ("^coulibaly$", "koulibaly"), ("^fall$", "faal"),
    ("^konaté$", "konateh"), ("^condé$", "conde"), ("^keïta$", "keita"), ("^barry$", "barrie"),
    ("^mamadou$", "momodou"), ("^momodou$", "mamadou"), ("^ibrahima$", "ebrima"),
    ("^ebrima$", "ibrahima"), ("^ibrahim$", "ibrahima"), ("^ousmane$", "usman"),
    ("^ousman$", "ousmane"), ("^oumar$", "omar"), ("^omar$", "umar"), ("^moussa$", "musa"),
    ("^musa$", "moussa"), ("^souleymane$", "sulayman"), ("^sulayman$", "souleymane"),
    ("^suleiman$", "souleymane"), ("^boubacar$", "bubacarr"), ("^aboubacar$", "abubakar"),
    ("^abubakar$", "aboubacar"), ("^abdoulaye$", "abdulai"), ("^mohamed$", "muhammad"),
    ("^mohamed$", "mouhamed"), ("^mohammed$", "mohamed"), ("^muhammed$", "mohamed"),
    ("^fatoumata$", "fatou"), ("^fatou$", "fatoumata"), ("^fatoumatta$", "fatoumata"),
    ("^aïssatou$", "isatou"), ("^isatou$", "aissatou"), ("^mariama$", "mariam"),
    ("^mariam$", "mariama"), ("^kadiatou$", "kadijatou"), ("^khady$", "khadija"),
    ("^khadija$", "khadidja"), ("^djenabou$", "jainaba"), ("^seynabou$", "sainabou"),
    ("^cheikh$", "sheikh"), ("^youssef$", "yusuf"), ("^yusuf$", "youssouf"), ("^hichem$", "hisham"),
    ("^khaled$", "khalid"), ("^hassan$", "xasan"), ("^mohamed$", "maxamed"), ("^abdi$", "cabdi"),
    ("^ali$", "cali"), ("^fadumo$", "faadumo"), ("^kwame$", "kouamé"), ("^kofi$", "koffi"),
    ("^thierno$", "cherno"), ("^lamine$", "lamin"), ("^lamin$", "lamine"), ("^awa$", "hawa"),
    ("^hawa$", "haoua"), ("^binta$", "bintou"), ("^fodé$", "foday"), ("^foday$", "fode"),
    ("^sékou$", "seku"), ("^alagie$", "el hadj"), ("^noureddine$", "nour eddine"),
    ("^abdelkader$", "abdulkadir"), ("^ahmed$", "ahmad"), ("^aisha$", "aicha"),
    ("^thiam$", "cham"), ("^ouattara$", "wattara"), ("^ouédraogo$", "ouedraogo"),
)  # fmt: skip

LETTERS = (
    # orthography letter by letter, both ways
    ("ou", "u"), ("ou", "oo"), ("dj", "j"), ("ch", "sh"), ("ss", "s"), ("é", "eh"), ("é", "e"),
    ("è", "e"), ("ï", "i"), ("k", "c"), ("y", "i"), ("i", "y"), ("ll", "l"), ("tt", "t"),
    ("nn", "n"), ("mm", "m"), ("aa", "a"), ("a", "aa"), ("kh", "k"), ("ph", "f"), ("gu", "g"),
    ("h", ""), ("ey", "ei"), ("ai", "ay"), ("w", "ou"), ("q", "k"), ("oo", "ou"),
)  # fmt: skip
