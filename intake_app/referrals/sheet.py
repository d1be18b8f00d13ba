"""The data sheet of a referral: what the sector needs, less what the person keeps back.

Each field that does not go is there with its reason, so that it can be shown before it goes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from intake_app.cases.consent import Consent
from intake_app.cases.service import CaseView
from intake_app.formats import country_name, format_date, format_partial, language_name
from intake_app.people.background import Background
from intake_app.people.told import address_line, schooling_line
from intake_app.referrals.needed import PART_OF, SheetField, fields_of
from intake_app.words import word


class Withheld(StrEnum):
    """Why a field does not go."""

    PERSON = "person"
    """The person keeps it back."""
    COUNSELLOR = "counsellor"
    """Whoever refers left it out."""
    NOT_NEEDED = "not_needed"
    """A service of this kind does not need it to begin."""


@dataclass(frozen=True)
class SheetLine:
    """One field: it goes, or why it does not."""

    field: SheetField
    withheld: Withheld | None = None


def sheet(
    sector: str, consent: Consent | None, left_out: Collection[str] = ()
) -> tuple[SheetLine, ...]:
    """Every field with what becomes of it. Without a consent nothing but what says nothing goes."""
    return tuple(SheetLine(field, _why(field, sector, consent, left_out)) for field in SheetField)


def _why(
    field: SheetField, sector: str, consent: Consent | None, left_out: Collection[str]
) -> Withheld | None:
    if field not in fields_of(sector):
        return Withheld.NOT_NEEDED
    part = PART_OF.get(field)
    if part is not None and (consent is None or part in consent.withheld):
        return Withheld.PERSON
    return Withheld.COUNSELLOR if field in left_out else None


def as_kept(lines: Collection[SheetLine]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two lists that a referral keeps: the fields that go, and ``field:reason``."""
    goes = tuple(line.field.value for line in lines if line.withheld is None)
    stays = tuple(f"{line.field}:{line.withheld}" for line in lines if line.withheld)
    return goes, stays


def kept_lines(withheld: Collection[str]) -> tuple[SheetLine, ...]:
    """The fields that did not go with a referral, as it keeps them."""
    split = (one.partition(":") for one in withheld)
    return tuple(SheetLine(SheetField(field), Withheld(why)) for field, _colon, why in split)


def may_still_go(shared: Collection[str], consent: Consent) -> frozenset[SheetField]:
    """Of the fields that were chosen, those that the consent allows now; of a referral from before
    there were sheets everything that it allows."""
    chosen = [SheetField(code) for code in shared] or list(SheetField)
    return frozenset(one for one in chosen if PART_OF.get(one) not in consent.withheld)


# ---------------------------------------------------------------------------- what they hold


def told(view: CaseView, language: str) -> dict[SheetField, str]:
    """What each field holds of this person, in a line; empty where nothing is on record."""
    person, coming, said = view.person, view.homecoming, view.person.background or Background()
    papers = (
        f"{word('document', one.kind, language)} {one.number}"
        for one in person.documents
        if one.number
    )
    others = (one for one in view.household if one.id != person.id)
    back = (
        word("return", coming.kind, language),
        country_name(coming.from_country, language),
        format_date(coming.arrived_on, language),
    )
    return {
        SheetField.NAME: person.display_name,
        SheetField.SEX: word("sex", person.sex, language),
        SheetField.BIRTH: format_partial(person.birth, language),
        SheetField.NATIONALITY: country_name(person.nationality, language),
        SheetField.LANGUAGE: language_name(person.language, language) if person.language else "",
        SheetField.PHONE: person.safe_number,
        SheetField.ADDRESS: address_line(said.address),
        SheetField.DOCUMENTS: ", ".join(papers),
        SheetField.PARENTS: _joined(person.mother_name, person.father_name),
        SheetField.HOUSEHOLD: ", ".join(one.display_name for one in others),
        SheetField.RETURN: _joined(*back, between=", "),
        SheetField.SCHOOLING: schooling_line(said, language),
        SheetField.WORK: _joined(said.work_before, said.work_abroad, said.work_now),
        SheetField.SKILLS: _joined(said.skills, said.strengths),
    }


def _joined(*parts: str, between: str = "; ") -> str:
    return between.join(part for part in parts if part)
