"""Which fields a service of a sector needs, and the limits of referrals: data, not code.

``resources/sectors/fields.csv`` and ``limits.csv``; where each row comes from stands in it.
"""

from __future__ import annotations

import csv
from enum import StrEnum
from functools import cache
from pathlib import Path

from intake_app.cases.consent import Shareable
from intake_app.packs.loader import packs_folder


class SheetField(StrEnum):
    """The parts of a profile that a referral can hand over, each by itself, in their order."""

    NAME = "name"
    SEX = "sex"
    BIRTH = "birth"
    NATIONALITY = "nationality"
    LANGUAGE = "language"
    PHONE = "phone"
    ADDRESS = "address"
    DOCUMENTS = "documents"
    PARENTS = "parents"
    HOUSEHOLD = "household"
    RETURN = "return"
    SCHOOLING = "schooling"
    WORK = "work"
    SKILLS = "skills"


PART_OF = {
    SheetField.NAME: Shareable.NAME,
    SheetField.BIRTH: Shareable.BIRTH,
    SheetField.PHONE: Shareable.PHONE,
    SheetField.ADDRESS: Shareable.ADDRESS,
    SheetField.DOCUMENTS: Shareable.DOCUMENTS,
    SheetField.PARENTS: Shareable.FAMILY,
    SheetField.HOUSEHOLD: Shareable.FAMILY,
    SheetField.RETURN: Shareable.RETURN,
    SheetField.SCHOOLING: Shareable.WORK,
    SheetField.WORK: Shareable.WORK,
    SheetField.SKILLS: Shareable.WORK,
}
"""What a person keeps back with a part of the consent. The others say nothing by themselves."""


def _rows(name: str) -> list[dict[str, str]]:
    path: Path = packs_folder().parent / "sectors" / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _fields() -> dict[str, frozenset[SheetField]]:
    return {
        row["sector"]: frozenset(SheetField(code) for code in row["fields"].split())
        for row in _rows("fields.csv")
    }


def fields_of(sector: str) -> frozenset[SheetField]:
    """What a service of this sector needs to begin; of an unknown one what every service needs."""
    return _fields()[""] | _fields().get(sector, frozenset())


@cache
def _limits() -> dict[str, int]:
    return {row["name"]: int(row["number"]) for row in _rows("limits.csv")}


def limit(name: str) -> int:
    """A limit of referrals, in the unit of its row. KeyError for one that is not there."""
    return _limits()[name]
