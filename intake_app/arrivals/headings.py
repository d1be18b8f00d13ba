"""What columns of a list can hold, and the English and French headings by which they are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from intake_app.values import folded

MOST_LINES_ABOVE = 40
"""Lines of titles, logos and addresses that may stand over the headings."""


class ListField(StrEnum):
    """What a column can hold."""

    SEAT = "seat"
    FAMILY_NAME = "family_name"
    GIVEN_NAMES = "given_names"
    FULL_NAME = "full_name"
    SEX = "sex"
    BIRTH = "birth"
    NATIONALITY = "nationality"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_KIND = "document_kind"
    PHONE = "phone"
    ORIGIN = "origin"


_WORDS: dict[ListField, str] = {
    ListField.SEAT: "no|nr|num|number|numero|n|order|ordre|seat|siege|place|token|jeton|bracelet"
    "|serial number|sn|s no|numero d ordre|no d ordre|seat number|numero de siege|ticket",
    ListField.FAMILY_NAME: "family name|last name|surname|lastname|familyname|nom|nom de famille"
    "|noms|patronyme",
    ListField.GIVEN_NAMES: "given name|given names|first name|first names|firstname|forename"
    "|forenames|prenom|prenoms|prenom s|givenname",
    ListField.FULL_NAME: "name|names|full name|fullname|name of beneficiary|beneficiary"
    "|name and surname|name and first name|passenger|passenger name|nom et prenom"
    "|nom et prenoms|noms et prenoms|nom prenom|nom prenoms|nom complet|noms complets"
    "|prenom et nom|prenoms et nom|prenoms et noms|beneficiaire|passager|nom du beneficiaire"
    "|nom et prenom s|nom s et prenom s",
    ListField.SEX: "sex|sexe|gender|genre|m f|f m|sex m f|sexe m f|h f|sexe h f",
    ListField.BIRTH: "date of birth|dob|birth date|birthdate|born|born on|birthday|year of birth"
    "|date de naissance|ddn|ne le|ne e le|nee le|naissance|date naissance|date de naiss"
    "|annee de naissance|date et lieu de naissance|age",
    ListField.NATIONALITY: "nationality|nationalite|citizenship|citoyennete|country"
    "|country of origin|pays|pays d origine|nat|national of",
    ListField.DOCUMENT_NUMBER: "document number|document no|passport|passport no|passport number"
    "|travel document|travel document no|travel document number|id number|id no|doc no"
    "|document|numero de passeport|no passeport|no de passeport|passeport"
    "|numero du document|numero de document|no de document|no document|document de voyage"
    "|no document de voyage|laissez passer|no laissez passer|numero de laissez passer|piece"
    "|piece d identite|no piece d identite|numero de piece d identite|cni|no cni",
    ListField.DOCUMENT_KIND: "document type|type of document|kind of document|doc type"
    "|type de document|type document|nature du document|type of travel document"
    "|type de piece|nature de la piece",
    ListField.PHONE: "phone|phone number|telephone|telephone number|tel|mobile|mobile number"
    "|cell|contact|contacts|gsm|portable|numero de telephone|no de telephone|no tel|whatsapp",
    ListField.ORIGIN: "place of origin|origin|village|village of origin|town of origin"
    "|city of origin|region of origin|region|district|governorate|lieu d origine|origine"
    "|ville d origine|village d origine|region d origine|localite d origine|localite"
    "|commune d origine|commune|prefecture|gouvernorat|departement d origine|province d origine",
}
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words.split("|")}

_EXAMPLES = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")


def heading_key(text: str) -> str:
    """A heading as it is compared: no accents, case, marks or examples in brackets."""
    bare = _EXAMPLES.sub(" ", text.replace("º", "o").replace("°", "o").replace("№", "no"))
    words = re.sub(r"[^0-9a-z]+", " ", folded(bare)).split()
    return " ".join(words)


def field_of(text: str) -> ListField | None:
    """What a heading means. A heading in two languages counts by the first that is known."""
    for part in (text, *re.split(r"[/\n|]| - ", text)):
        key = heading_key(part)
        if key in _FIELD_OF:
            return _FIELD_OF[key]
        if key.startswith("numero ") and f"no {key[7:]}" in _FIELD_OF:
            return _FIELD_OF[f"no {key[7:]}"]
    return None


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row has the headings: the one with the most that are known, and a name among them.

    None if there is none. Of two equal ones the lower: a joined heading fills both.
    """
    best, place = 1, None
    for number, row in enumerate(rows[:MOST_LINES_ABOVE]):
        known = {field for cell in row if cell and (field := field_of(cell))}
        if known & _NAMES and len(known) >= max(best, 2):
            best, place = len(known), number
    return place


_NAMES = {ListField.FAMILY_NAME, ListField.GIVEN_NAMES, ListField.FULL_NAME}


def proposed(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[int, ListField]:
    """Which column holds what: as it was chosen last for such a heading, else as it is known.

    A field is proposed once. ``Name`` beside ``First name`` is the family name.
    """
    found: dict[int, ListField] = {}
    for column, heading in enumerate(headings):
        field = _remembered(heading, remembered)
        if field is not None and field not in found.values():
            found[column] = field
    for column, heading in enumerate(headings):
        unknown = heading_key(heading) not in remembered and column not in found
        field = field_of(heading) if heading and unknown else None
        if field is not None and field not in found.values():
            found[column] = field
    if ListField.GIVEN_NAMES in found.values() and ListField.FAMILY_NAME not in found.values():
        found = {
            column: ListField.FAMILY_NAME if field is ListField.FULL_NAME else field
            for column, field in found.items()
        }
    if ListField.FAMILY_NAME in found.values() and ListField.GIVEN_NAMES not in found.values():
        found = {
            column: ListField.FULL_NAME if field is ListField.FAMILY_NAME else field
            for column, field in found.items()
        }
    return found


def _remembered(heading: str, remembered: Mapping[str, str]) -> ListField | None:
    code = remembered.get(heading_key(heading), "") if heading else ""
    return ListField(code) if code in set(ListField) else None


def to_remember(headings: Sequence[str], columns: Mapping[int, ListField]) -> dict[str, str]:
    """The choice as it is kept: heading → field, empty for a column that is left out."""
    return {
        heading_key(heading): columns[column].value if column in columns else ""
        for column, heading in enumerate(headings)
        if heading_key(heading)
    }
