"""What the cells of a list mean: names, sexes, dates in both orders, countries, documents.

Every function raises ``Unreadable`` with one sentence for the clerk, without what stands in the
cell: it stands beside the sentence on the screen.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from intake_app.formats import country_choices
from intake_app.i18n import LANGUAGES, _
from intake_app.people.model import DocumentKind, Sex
from intake_app.values import PartialDate, clean_text, folded

LONGEST_NAME = 120


class Unreadable(Exception):  # noqa: N818 - a state of a cell
    """A sentence about one cell."""


def text_of(cell: str) -> str:
    """Any text, cleaned. A formula is no text: it would be somebody else's program."""
    if cell.startswith(("=", "@")):
        raise Unreadable(_("A formula is not read. Put the value itself into the cell."))
    text = " ".join(clean_text(cell).split())
    if len(text) > LONGEST_NAME:
        raise Unreadable(_("This is too long. Is it the right column?"))
    return text


def name_of(cell: str) -> str:
    """A name: it has a letter in it."""
    text = text_of(cell)
    if text and not any(c.isalpha() for c in text):
        raise Unreadable(_("This is no name. Is it the right column?"))
    return text


def split_name(full: str) -> tuple[str, str]:
    """Family name and given names of one text, as lists write them.

    ``DIALLO Mamadou``, ``Mamadou DIALLO`` and ``Diallo, Mamadou`` say which is which; of anything
    else all is family name, and the clerk puts it right with the document in hand.
    """
    if "," in full:
        family, _comma, given = full.partition(",")
        return family.strip(), given.strip()
    words = full.split()
    loud = [word for word in words if word.isupper() and len(word) > 1]
    quiet = [word for word in words if word not in loud]
    if loud and quiet:
        return " ".join(loud), " ".join(quiet)
    return full, ""


_SEXES = {
    Sex.FEMALE: "f|female|femme|feminin|w|woman|mme|mrs|ms|miss|mlle|fille|girl|fem",
    Sex.MALE: "m|male|homme|masculin|h|man|mr|garcon|boy|masc",
    Sex.OTHER: "x|other|autre",
}
_SEX_OF = {word: sex for sex, words in _SEXES.items() for word in words.split("|")}


def sex_of(cell: str) -> Sex:
    """Female, male, other; not known if the cell is empty."""
    word = folded(text_of(cell)).strip(" .")
    if not word:
        return Sex.UNKNOWN
    if word not in _SEX_OF:
        raise Unreadable(_("Sex is written as F or M (H)."))
    return _SEX_OF[word]


# ---------------------------------------------------------------------------- dates

_SLASHED = re.compile(r"(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4}|\d{2})(?:[ T].*)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
_FIRST_DAY = date(1899, 12, 30)
_PLAIN_AGE = re.compile(r"\d{1,3}")


def day_comes_first(cells: list[str]) -> bool | None:
    """The order of day and month in a column: True, False, or None if the column has both."""
    day = month = False
    for cell in cells:
        if match := _SLASHED.fullmatch(cell.strip()):
            day |= int(match[1]) > 12 >= int(match[2])
            month |= int(match[2]) > 12 >= int(match[1])
    if day and month:
        return None
    return not month


def birth_of(cell: str, today: date, day_first: bool | None) -> PartialDate | None:
    """A date of birth in any form of the lists; None if the cell is empty.

    ``12/03/1990`` in the order of the column, ``1990-03-12``, ``1990``, ``12 mars 1990``, a day
    number of a spreadsheet, ``27 ans``. Whatever lies in the future is a mistake.
    """
    text = text_of(cell)
    if not text or set(text) <= set("-–?./ "):
        return None
    try:
        return PartialDate.parse(_written_out(text, today, day_first), today)
    except (ValueError, OverflowError) as error:
        raise Unreadable(
            _("This is no date of birth. 12/03/1990, 1990-03-12 or 1990 is understood.")
        ) from error


def _written_out(text: str, today: date, day_first: bool | None) -> str:
    if match := _ISO.fullmatch(text):
        return f"{match[1]}-{match[2]}-{match[3]}"
    if match := _SLASHED.fullmatch(text):
        day, month = _ordered(int(match[1]), int(match[2]), day_first)
        return f"{day}/{month}/{_whole_year(match[3], today)}"
    if match := _SERIAL.fullmatch(text):
        number = int(match[1])
        if 2_200 <= number <= 80_000:
            return (_FIRST_DAY + timedelta(days=number)).isoformat()
    if _PLAIN_AGE.fullmatch(text):
        return f"{text} years"
    return text


def _ordered(first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    if first > 12:
        return first, second
    if second > 12:
        return second, first
    if day_first is None and first != second:
        raise Unreadable(
            _("Day or month first? The column has both orders. Write the month as a word.")
        )
    return (second, first) if day_first is False else (first, second)


def _whole_year(year: str, today: date) -> int:
    """``90`` is 1990 and ``12`` is 2012: nobody on a list is born in the future."""
    if len(year) == 4:
        return int(year)
    this_century = today.year // 100 * 100 + int(year)
    return this_century if this_century <= today.year else this_century - 100


# ---------------------------------------------------------------------------- countries

_MORE_NAMES = {
    "BF": "bfa|burkinabe|burkina", "BJ": "ben|beninois|beninese", "BI": "bdi|burundais|burundian",
    "CD": "cod|rdc|drc|congolese drc|rd congo|republique democratique du congo",
    "CF": "caf|rca|centrafricain|central african", "CG": "cog|congolais|congolese|congo",
    "CI": "civ|ivoirien|ivorian|rci|ivory coast|cote d ivoire",
    "CM": "cmr|camerounais|cameroonian", "CV": "cpv|cap verdien|cape verdean|cap vert",
    "DZ": "dza|algerien|algerian", "EG": "egy|egyptien|egyptian", "ER": "eri|erythreen|eritrean",
    "ET": "eth|ethiopien|ethiopian", "GA": "gab|gabonais|gabonese",
    "GH": "gha|ghaneen|ghanaian|ghanean", "GM": "gmb|gambien|gambian|the gambia|gambia|gambie",
    "GN": "gin|guineen|guinean|guinee conakry|guinea conakry",
    "GW": "gnb|bissau guineen|bissau guinean|guinee bissau", "LR": "lbr|liberien|liberian",
    "LY": "lby|libyen|libyan", "MA": "mar|marocain|moroccan", "ML": "mli|malien|malian",
    "MR": "mrt|mauritanien|mauritanian", "NE": "ner|nigerien niger|nigerien du niger",
    "NG": "nga|nigerian|nigerian nigeria|nigerianne", "RW": "rwa|rwandais|rwandan",
    "SD": "sdn|soudanais|sudanese", "SL": "sle|sierra leonais|sierra leonean|sierra leonien",
    "SN": "sen|senegalais|senegalese", "SO": "som|somalien|somali|somalian",
    "SS": "ssd|sud soudanais|south sudanese", "SY": "syr|syrien|syrian",
    "TD": "tcd|tchadien|chadian", "TG": "tgo|togolais|togolese",
    "TN": "tun|tunisien|tunisian", "UG": "uga|ougandais|ugandan",
}  # fmt: skip
"""Three letters and the adjectives of the lists. ``Nigérien`` (Niger, in French) and ``Nigerian``
differ by one letter, and ``nigerien`` alone is left to the clerk."""


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in country_choices(language):
            found[_bare(name)] = code
            found[code.lower()] = code
    for code, words in _MORE_NAMES.items():
        found |= {word: code for word in words.split("|")}
    return found


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^a-z ]+", " ", folded(text)).split())


def country_of(cell: str) -> str:
    """The ISO alpha-2 code of a country or nationality; empty if the cell is empty."""
    word = _bare(text_of(cell))
    if not word:
        return ""
    known = _countries()
    for ending in ("", "s", "ne", "e", "nes", "es"):  # sénégalaise, guinéenne, ivoiriens
        if word.endswith(ending) and (code := known.get(word.removesuffix(ending))):
            return code
    raise Unreadable(_("This country is not known. Write its name in English or French."))


# ---------------------------------------------------------------------------- documents

_KINDS = {
    DocumentKind.PASSPORT: "passport|passeport|pp|p",
    DocumentKind.NATIONAL_ID: "national id|id card|id|cni|carte d identite"
    "|carte nationale d identite|identity card|national identity card|carte d identite nationale",
    DocumentKind.ECOWAS_ID: "ecowas|cedeao|carte cedeao|ecowas id|ecowas card",
    DocumentKind.BIRTH_CERTIFICATE: "birth certificate|acte de naissance|extrait de naissance"
    "|extrait d acte de naissance|jugement suppletif",
    DocumentKind.LAISSEZ_PASSER: "laissez passer|lp|lpc|etd|emergency travel document|tc"
    "|travel certificate|sauf conduit|titre de voyage|emergency travel certificate|etc",
    DocumentKind.CONSULAR_CARD: "consular card|carte consulaire",
    DocumentKind.RESIDENCE_PERMIT: "residence permit|titre de sejour|carte de sejour",
    DocumentKind.NONE: "none|aucun|neant|sans|no document|sans document",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}


def document_kind_of(cell: str) -> DocumentKind | None:
    """The kind of a document; other if it is not one of ours, None if the cell is empty."""
    word = _bare(text_of(cell))
    return _KIND_OF.get(word, DocumentKind.OTHER) if word else None


def document_number_of(cell: str) -> str:
    """The number in capitals; a dash or the word for none is no number."""
    text = text_of(cell).upper()
    return "" if not any(c.isdigit() for c in text) else text
