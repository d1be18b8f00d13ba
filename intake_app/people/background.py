"""What a profile may say beyond who somebody is: telephones, address, school and work, the way.

All of it is optional. Needs and strengths stand side by side: what somebody can do is asked with
the same care as what they lack. Months are EDTF texts (``2021-03``, ``2021``), empty if unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from intake_app.i18n import _
from intake_app.values import PartialDate, clean_text, lasting_json

_T = TypeVar("_T")

MAX_TEXT = 1_000
"""Characters of one answer."""
MAX_ROWS = 40
"""Telephones, papers or stops of one person."""


class Safe(StrEnum):
    """Whether the office may call a number."""

    YES = "yes"
    NO = "no"


class Marital(StrEnum):
    """``domain.md`` 7.2, with separated told apart."""

    SINGLE = "single"
    MARRIED = "married"
    SEPARATED = "separated"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class Schooling(StrEnum):
    """The highest level completed, ISCED 2011 (``domain.md`` 7.6)."""

    LEVEL_0 = "0"
    LEVEL_1 = "1"
    LEVEL_2 = "2"
    LEVEL_3 = "3"
    LEVEL_4 = "4"
    LEVEL_5 = "5"
    LEVEL_6 = "6"
    LEVEL_7 = "7"
    LEVEL_8 = "8"


class Event(StrEnum):
    """What happened at a stop of the way (``domain.md`` 7.5)."""

    CROSSING = "crossing"
    WORK = "work"
    DETENTION = "detention"
    RANSOM = "ransom"
    OTHER = "other"


class ReturnReason(StrEnum):
    """Why somebody came back: the working list of ``domain.md`` 7.5; free text stands beside it."""

    OWN_WISH = "own_wish"
    END_OF_PROJECT = "end_of_project"
    NO_DOCUMENTS = "no_documents"
    CLAIM_REJECTED = "claim_rejected"
    EXPULSION = "expulsion"
    DETENTION = "detention"
    UNEMPLOYMENT = "unemployment"
    WAGES_UNPAID = "wages_unpaid"
    HEALTH = "health"
    FAMILY = "family"
    VIOLENCE = "violence"
    SHIPWRECK = "shipwreck"
    TRAFFICKING = "trafficking"
    EVACUATION = "evacuation"
    STUDY_FINISHED = "study_finished"
    RETIREMENT = "retirement"
    INVEST = "invest"


class Intention(StrEnum):
    """Whether somebody means to leave again."""

    STAY = "stay"
    LEAVE = "leave"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Phone:
    """A telephone. ``number`` is E.164 or empty; ``owner`` says whose it is (self, a neighbour)."""

    id: str
    as_typed: str
    number: str = ""
    owner: str = ""
    safe: Safe | None = None
    hours: str = ""


@dataclass(frozen=True)
class Area:
    """An administrative unit: its name, and, where it was chosen from a list, its code there.

    ``version`` is that of the list, so that the code can be read when there is a newer one.
    """

    name: str = ""
    code: str = ""
    version: str = ""


@dataclass(frozen=True)
class Address:
    """Where somebody lives now: the levels from the largest down, then words."""

    areas: tuple[Area, ...] = ()
    locality: str = ""
    directions: str = ""


@dataclass(frozen=True)
class Stop:
    """One stop of the way, in the order in which it was told."""

    country: str
    from_month: str = ""
    to_month: str = ""
    event: Event | None = None
    note: str = ""


@dataclass(frozen=True)
class Background:
    """The part of a profile that is read as a whole. ``languages`` are ISO 639 codes.

    ``origin`` is a name, ``origin_code`` and ``origin_version`` its code in a list of places.
    """

    origin: str = ""
    address: Address = Address()
    languages: tuple[str, ...] = ()
    interpreter: bool | None = None
    marital: Marital | None = None
    schooling: Schooling | None = None
    work_before: str = ""
    work_abroad: str = ""
    work_now: str = ""
    skills: str = ""
    strengths: str = ""
    left_because: str = ""
    wanted_country: str = ""
    reached_country: str = ""
    route: tuple[Stop, ...] = ()
    return_reasons: tuple[ReturnReason, ...] = ()
    returned_because: str = ""
    wages_left: str = ""
    property_left: str = ""
    rights_left: str = ""
    debts: str = ""
    intention: Intention | None = None
    intention_note: str = ""
    origin_code: str = ""
    origin_version: str = ""

    @property
    def is_empty(self) -> bool:
        """True if nothing is said."""
        return self == Background()

    def problems(self) -> dict[str, str]:
        """One sentence per field that does not fit."""
        found: dict[str, str] = {}
        for name, text in _texts(self):
            if len(text) > MAX_TEXT:
                found[name] = _("This is too long. Keep it to what matters.")
        if len(self.route) > MAX_ROWS:
            found["route"] = _("These are too many lines. Keep the important ones.")
        for stop in self.route:
            if sentence := _wrong_stop(stop):
                found["route"] = sentence
        return found


def _wrong_stop(stop: Stop) -> str:
    if not stop.country:
        return _("Choose the country of each stop.")
    try:
        months = [PartialDate.from_edtf(m) for m in (stop.from_month, stop.to_month) if m]
    except ValueError:
        return _("A month of a stop is not understood. Write for example 03/2021 or 2021.")
    if len(months) == 2 and months[1].latest < months[0].earliest:
        return _("A stop ends before it begins. Check its months.")
    return ""


def _texts(value: Any, top: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the name of the field of the profile that it is in."""
    if isinstance(value, str):
        yield top, value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part, top)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), top or field.name)


def cleaned(value: _T) -> _T:
    """The same record with every typed text cleaned (``values.clean_text``)."""
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return clean_text(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(cleaned(part) for part in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: cleaned(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **changes)
    return value


def to_body(background: Background) -> str:
    """The JSON text of the row: canonical, and without what is not said."""
    return lasting_json(background)


def from_body(body: str) -> Background:
    """The record that ``to_body`` wrote. Raises ValueError for anything else."""
    return msgspec.json.decode(body, type=Background)
