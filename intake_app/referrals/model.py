"""Providers of services and referrals, with the rule that nothing is shared without consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _


class Urgency(StrEnum):
    """The three priorities of the inter-agency referral form (``domain.md`` 3.2)."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


ANSWER_WITHIN = {
    Urgency.EMERGENCY: timedelta(hours=24),
    Urgency.URGENT: timedelta(hours=72),
    Urgency.NORMAL: timedelta(weeks=2),
}
"""Time to an answer, from the inter-agency referral form (``domain.md`` 3.2, 4.2)."""


class ReferralState(StrEnum):
    """States of a referral, as Primero names them (``domain.md`` 4.1)."""

    IN_PROGRESS = "in_progress"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DONE = "done"
    REVOKED = "revoked"


NEXT_STATES = {
    ReferralState.IN_PROGRESS: frozenset(
        {ReferralState.ACCEPTED, ReferralState.REJECTED, ReferralState.REVOKED}
    ),
    ReferralState.ACCEPTED: frozenset({ReferralState.DONE, ReferralState.REVOKED}),
    ReferralState.REJECTED: frozenset(),
    ReferralState.DONE: frozenset(),
    ReferralState.REVOKED: frozenset(),
}


@dataclass(frozen=True)
class Provider:
    """An entry of the service directory. ``verified_on`` is ISO text or empty (never verified)."""

    id: str
    name: str
    sector: str
    area: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    languages: str = ""
    cost: str = ""
    opening: str = ""
    verified_on: str = ""
    active: bool = True
    revision: int = 0

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.name:
            problems["name"] = _("Type the name of the service.")
        if not self.sector:
            problems["sector"] = _("Choose what kind of help it gives.")
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class Referral:
    """One referral. It names the consent that allows it, and cannot exist without."""

    id: str
    case_id: str
    provider_id: str
    sector: str
    reason: str
    urgency: Urgency
    consent_id: str = ""
    number: int = 0
    state: ReferralState = ReferralState.IN_PROGRESS
    answer: str = ""
    author: str = ""
    referred_at: str = ""
    revision: int = 0

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.provider_id:
            problems["provider"] = _("Choose a service from the directory.")
        if not self.reason:
            problems["reason"] = _("Say in a sentence what the person needs from this service.")
        if problems:
            raise InvalidInput(problems)

    def answer_due(self) -> datetime:
        """When the service should have answered."""
        return datetime.fromisoformat(self.referred_at) + ANSWER_WITHIN[self.urgency]
