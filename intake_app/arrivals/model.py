"""An arrival, and the people on its list, with the rules for what may be written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.people.model import DocumentKind, ReturnKind, Sex
from intake_app.values import PartialDate, folded

MOST_EXPECTED = 9_999
"""People on one arrival; more is a slip of the finger."""


class ArrivalKind(StrEnum):
    """How people reach the desk."""

    FLIGHT = "flight"
    BUS = "bus"
    BOAT = "boat"
    WALK_IN = "walk_in"


class ExpectedState(StrEnum):
    """Whether somebody on the list has come."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"


@dataclass(frozen=True)
class Arrival:
    """A flight, a bus, a boat, or a day on which people walk in.

    ``carrier`` is the airline and number or the company; ``organiser`` who sends the list.
    ``return_kind`` and ``from_country`` may be empty where they differ from person to person;
    ``expected_number`` is None if nobody has said.
    """

    id: str
    kind: ArrivalKind
    arrives_on: date
    place: str = ""
    carrier: str = ""
    organiser: str = ""
    return_kind: ReturnKind | None = None
    from_country: str = ""
    expected_number: int | None = None
    revision: int = 0

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if self.kind is not ArrivalKind.WALK_IN and not (self.carrier or self.place):
            problems["carrier"] = _("Write the number of the flight or the name of the carrier.")
        if self.expected_number is not None and not 0 < self.expected_number <= MOST_EXPECTED:
            problems["expected_number"] = _("Type a number from 1 to 9,999, or nothing.")
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class Expected:
    """Somebody on the list of an arrival.

    ``place`` is the line of the list (0 for who came without being on it); ``token`` the number
    that was given out at the door; ``person_id`` the profile that they have become;
    ``interviewer`` the login that asked them; ``known_id`` the profile that they have already, as
    somebody said when the list was read in; ``origin`` where they are from, with the code and the
    version of the list of places that it fits exactly.
    """

    id: str
    arrival_id: str
    place: int = 0
    family_name: str = ""
    given_names: str = ""
    sex: Sex = Sex.UNKNOWN
    birth: PartialDate | None = None
    nationality: str = ""
    document_kind: DocumentKind | None = None
    document_number: str = ""
    phone: str = ""
    seat: str = ""
    state: ExpectedState = ExpectedState.EXPECTED
    token: int | None = None
    import_id: str | None = None
    person_id: str | None = None
    interviewer: str = ""
    revision: int = 1
    known_id: str | None = None
    origin: str = ""
    origin_code: str = ""
    origin_version: str = ""

    @property
    def display_name(self) -> str:
        """Family name in capitals first, as lists show it."""
        return f"{self.family_name.upper()} {self.given_names}".strip()

    @property
    def is_untouched(self) -> bool:
        """True as long as nobody at the desk has opened or changed the line."""
        return self.revision == 1 and self.state is ExpectedState.EXPECTED

    @property
    def waits_for_profile(self) -> bool:
        """True if they have come and are not registered yet."""
        return self.state is ExpectedState.ARRIVED and self.person_id is None


@dataclass(frozen=True)
class Turnout:
    """An arrival with how many are listed, how many have come, and how many have a profile."""

    arrival: Arrival
    listed: int
    arrived: int
    registered: int

    @property
    def expected(self) -> int:
        """How many are awaited: what was said beforehand, or the list if it is longer."""
        return max(self.arrival.expected_number or 0, self.listed)


@dataclass(frozen=True)
class ManifestImport:
    """A list that was read in. ``imported_at`` is UTC."""

    id: str
    arrival_id: str
    sha256: str
    count: int
    imported_by: str = ""
    imported_at: str = ""


class Choice(StrEnum):
    """What somebody says of a line of a list that may be about a person who is known."""

    SAME = "same"
    NOT_THE_SAME = "not_the_same"
    AT_THE_DOOR = "at_the_door"


@dataclass(frozen=True)
class Decision:
    """What was chosen for a line. Without ``person_id`` it is about an earlier line of the list."""

    choice: Choice
    person_id: str = ""


def same_person_key(one: Expected) -> tuple[str, ...] | None:
    """What two lines of one list share if they are about the same person; None if unknown.

    The number of a document, or names and exact date of birth together. Names alone are shared by
    too many people of one flight to mean anything.
    """
    if one.document_number:
        return (folded(one.document_number).replace(" ", ""),)
    if one.birth is not None and one.birth.is_exact:
        names = sorted(folded(f"{one.family_name} {one.given_names}").split())
        return (" ".join(names), one.birth.edtf)
    return None
