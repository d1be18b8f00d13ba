"""The case file: its number, its stages and who may open one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Stage(StrEnum):
    """Where a case stands (``domain.md`` 4.1). The order is the order of the field."""

    NOTICE = "notice"
    ARRIVAL = "arrival"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    APPROVAL = "approval"
    SERVICES = "services"
    FOLLOW_UP = "follow_up"
    CLOSURE = "closure"


STAGES = tuple(Stage)


@dataclass(frozen=True)
class CaseFile:
    """One case of one person about one homecoming, owned by exactly one desk (a vault).

    ``funds`` are programmes that pay besides its own. ``plan_until`` is the day to which a
    supervisor extended the time for the plan, with the reason.
    """

    id: str
    number: str
    year: int
    sequence: int
    person_id: str
    homecoming_id: str
    pack: str
    pack_version: str
    opened_on: date
    opened_by: str
    owner: str
    stage: Stage = Stage.ARRIVAL
    counsellor: str | None = None
    epoch: int = 1
    revision: int = 0
    funds: tuple[str, ...] = ()
    plan_until: date | None = None
    plan_until_reason: str = ""


def case_number(office: str, year: int, sequence: int) -> str:
    """``OFFICE-YEAR-SEQUENCE-check``, for example ``GN-2026-00017-5``."""
    body = f"{office}-{year}-{sequence:05}"
    return f"{body}-{check_character(body)}"


def is_case_number(text: str) -> bool:
    """True if the check character fits: one wrong or two swapped characters are noticed."""
    body, _, check = text.strip().upper().rpartition("-")
    return body.count("-") == 2 and len(check) == 1 and check_character(body) == check


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 over the letters and digits of ``text``."""
    remainder = 36
    for character in text:
        if character in _ALPHABET:
            remainder = (remainder + _ALPHABET.index(character)) % 36 or 36
            remainder = remainder * 2 % 37
    return _ALPHABET[(37 - remainder) % 36]
