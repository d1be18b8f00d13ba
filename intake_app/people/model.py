"""A returnee and how they came home, with the rules for what may be written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import LANGUAGES, _
from intake_app.people.age import AgeCorrection
from intake_app.people.background import MAX_ROWS, Background, Phone, Safe
from intake_app.values import PartialDate, whole_years

ADULT_AGE = 18
"""Age of majority for the child safeguards (``domain.md`` 4.6)."""


class Sex(StrEnum):
    """As on the identity document (``domain.md`` 7.2)."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class DocumentKind(StrEnum):
    """Papers that show who somebody is (``domain.md`` 7.2)."""

    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    ECOWAS_ID = "ecowas_id"
    BIRTH_CERTIFICATE = "birth_certificate"
    LAISSEZ_PASSER = "laissez_passer"
    CONSULAR_CARD = "consular_card"
    RESIDENCE_PERMIT = "residence_permit"
    ASYLUM_PAPER = "asylum_paper"
    REFUGEE_CARD = "refugee_card"
    VOTER_CARD = "voter_card"
    DRIVING_LICENCE = "driving_licence"
    SCHOOL_RECORD = "school_record"
    FAMILY_BOOK = "family_book"
    MILITARY_BOOK = "military_book"
    OTHER = "other"
    NONE = "none"


class Place(StrEnum):
    """Where a paper is now (``domain.md`` 7.2: lost, withheld)."""

    HERE = "here"
    LOST = "lost"
    WITHHELD = "withheld"


class ReturnKind(StrEnum):
    """How the person came home (``domain.md`` section 1, group findings)."""

    ASSISTED_VOLUNTARY = "assisted_voluntary"
    VOLUNTARY_UNASSISTED = "voluntary_unassisted"
    HUMANITARIAN = "humanitarian"
    FORCED = "forced"
    EVACUATION = "evacuation"


class Majority(StrEnum):
    """Whether the stated birth date makes somebody a child today."""

    ADULT = "adult"
    MINOR = "minor"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class IdentityDocument:
    """One paper. ``expires`` is ISO text or empty; ``mrz`` its machine-readable zone, line by line.

    A paper that was lost or that somebody keeps back may have no number.
    """

    id: str
    kind: DocumentKind
    number: str = ""
    country: str = ""
    expires: str = ""
    place: Place | None = None
    mrz: str = ""

    @property
    def needs_number(self) -> bool:
        """True if it is at hand, so that its number can be read."""
        gone = self.place in (Place.LOST, Place.WITHHELD)
        return self.kind is not DocumentKind.NONE and not gone


@dataclass(frozen=True)
class Person:
    """A returnee as registered. ``language`` is the language of their papers (en or fr).

    ``phones`` holds every telephone if there is more to say than one number; the first of them is
    also ``phone`` and ``phone_as_typed``. ``background`` is None if nothing of it is said.
    ``age_corrections`` are written by the service alone, the oldest first.
    """

    id: str
    family_name: str
    given_names: str
    sex: Sex
    birth: PartialDate
    nationality: str
    language: str
    revision: int = 0
    other_names: str = ""
    own_script_name: str = ""
    mother_name: str = ""
    father_name: str = ""
    phone: str = ""
    phone_as_typed: str = ""
    documents: tuple[IdentityDocument, ...] = ()
    household_id: str | None = None
    relation: str = ""
    registered_by: str = ""
    registered_at: str = ""
    phones: tuple[Phone, ...] = ()
    background: Background | None = None
    age_corrections: tuple[AgeCorrection, ...] = ()

    @property
    def age_to_look_at(self) -> AgeCorrection | None:
        """The last correction between child and adult, if no colleague has looked it over yet."""
        last = self.age_corrections[-1] if self.age_corrections else None
        return last if last and not last.seen_by else None

    def may_be_child(self, today: date) -> bool:
        """True unless the birth date makes somebody an adult for sure."""
        return self.majority(today) is not Majority.ADULT

    @property
    def telephones(self) -> tuple[Phone, ...]:
        """Every telephone, the first one to call first."""
        if self.phones or not self.phone_as_typed:
            return self.phones
        return (Phone(self.id, self.phone_as_typed, self.phone),)

    @property
    def safe_number(self) -> str:
        """The first number that may be called, or nothing: a paper lies about, and somebody may
        ring."""
        safe = (one for one in self.telephones if one.safe is not Safe.NO)
        return next((one.number or one.as_typed for one in safe), "")

    @property
    def display_name(self) -> str:
        """Family name in capitals first, as lists and papers show it."""
        return f"{self.family_name.upper()} {self.given_names}".strip()

    def majority(self, today: date) -> Majority:
        """Adult, minor, or uncertain where the birth date leaves both open."""
        youngest, oldest = self.birth.ages_on(today)
        if oldest < ADULT_AGE:
            return Majority.MINOR
        return Majority.ADULT if youngest >= ADULT_AGE else Majority.UNCERTAIN

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.family_name and not self.given_names:
            problems["family_name"] = _("Type at least one name, as it is on the document.")
        if not self.nationality:
            problems["nationality"] = _("Choose the nationality.")
        if self.birth.earliest > today:
            problems["birth"] = _("The birth date lies in the future. Check the year.")
        elif whole_years(self.birth.latest, today) > 120:
            problems["birth"] = _("That would be more than 120 years ago. Check the year.")
        if self.language not in LANGUAGES:
            problems["language"] = _("Choose the language of this person's papers.")
        for document in self.documents:
            if document.needs_number and not document.number:
                first = document is self.documents[0]
                problems["document_number" if first else "papers"] = _(
                    "Type the document's number, or choose “no document”."
                )
        if len(self.documents) > MAX_ROWS or len(self.phones) > MAX_ROWS:
            too_long = "papers" if len(self.documents) > MAX_ROWS else "phones"
            problems[too_long] = _("These are too many lines. Keep the important ones.")
        if self.background:
            problems |= self.background.problems()
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class Homecoming:
    """One return. A person may have several; each case is about one."""

    id: str
    person_id: str
    from_country: str
    kind: ReturnKind
    arrived_on: date

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.from_country:
            problems["from_country"] = _("Choose the country the person comes back from.")
        if self.arrived_on > today:
            problems["arrived_on"] = _("The arrival lies in the future. Check the date.")
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class Household:
    """People who live and are supported together, under one head."""

    id: str
    name: str
    head_id: str | None = None
    revision: int = 0
