"""The open grants of the whole desk: at which place of its way each one stands. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from intake_app.grants.model import GrantState
from intake_app.packs.model import GrantStep, Text
from intake_app.values import Money


class Place(StrEnum):
    """Where an open grant stands, in the order of its way."""

    TO_SEND = "to_send"
    REQUESTED = "requested"
    COMMITTEE = "committee"
    FINANCE = "finance"
    DELIVERY = "delivery"
    TO_VERIFY = "to_verify"
    TO_CLOSE = "to_close"


ON_BOARD = frozenset(GrantState) - {GrantState.CLOSED, GrantState.REJECTED, GrantState.CANCELLED}
"""States of a grant that somebody still has to do something for."""


@dataclass(frozen=True)
class BoardLine:
    """One open grant. ``next_due`` is the day of the next instalment, if one is written down;
    ``author`` and ``counsellor`` are ids of users; ``fund`` is the programme that pays, empty for
    that of the case (``pack``); ``waits_for`` what the next instalment waits for that nobody has
    confirmed yet."""

    id: str
    case_id: str
    case_number: str
    pack: str
    person: str
    counsellor: str
    author: str
    number: int
    package: str
    purpose: str
    amount: Money
    payment: str
    state: GrantState
    place: Place
    requested_at: str
    next_due: date | None = None
    fund: str = ""
    waits_for: Text | None = None

    def is_of(self, user: str) -> bool:
        """True for whoever asked for it and for the counsellor of the case."""
        return user in (self.author, self.counsellor)

    def is_overdue(self, today: date) -> bool:
        """True if an instalment should have been paid already."""
        return self.next_due is not None and self.next_due < today


def place_of(state: GrantState, steps: Collection[str]) -> Place:
    """Where a grant of this state stands on a way of these steps."""
    if state is GrantState.CHECKED:
        return Place.COMMITTEE if GrantStep.COMMITTEE in steps else Place.FINANCE
    if state is GrantState.DELIVERED:
        return Place.TO_VERIFY if GrantStep.VERIFICATION in steps else Place.TO_CLOSE
    return _PLACES[state]


_PLACES = {
    GrantState.DRAFT: Place.TO_SEND,
    GrantState.RETURNED: Place.TO_SEND,
    GrantState.REQUESTED: Place.REQUESTED,
    GrantState.AGREED: Place.FINANCE,
    GrantState.APPROVED: Place.DELIVERY,
    GrantState.VERIFIED: Place.TO_CLOSE,
}


def next_due(state: GrantState, body: Mapping[str, Any]) -> date | None:
    """The day of the first instalment that is not complete, of an approved grant; None if there is
    no such day. ``body`` is the JSON of ``grants/body.py``, read here without making records of
    it: the board shows thousands."""
    part = _next(state, body)
    return date.fromisoformat(part["due"]) if part and part.get("due") else None


def next_trigger(state: GrantState, body: Mapping[str, Any]) -> Text | None:
    """What the next instalment of an approved grant waits for; None if it waits for nothing."""
    part = _next(state, body)
    if part is None or part["number"] == 1 or part.get("confirmed_at"):
        return None
    return Text(part.get("trigger_en", ""), part.get("trigger_fr", ""))


def _next(state: GrantState, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first instalment that is not complete, of an approved grant."""
    if state is not GrantState.APPROVED:
        return None
    done: Collection[Mapping[str, Any]] = body.get("deliveries", ())
    parts: Collection[Mapping[str, Any]] = body.get("parts", ())
    return next((part for part in parts if not _is_complete(part, done)), None)


def _is_complete(part: Mapping[str, Any], deliveries: Collection[Mapping[str, Any]]) -> bool:
    paid = 0
    for one in deliveries:
        if one.get("part", 1) == part["number"] and not one.get("taken_back_at"):
            if one.get("is_last", True):
                return True
            paid += one["amount"]["minor"]
    return bool(paid == part["amount"]["minor"])
