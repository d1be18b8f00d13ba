"""Why a case ends, what was said about what stays open, and who decided. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from intake_app.cases.model import Stage
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.values import canonical_json, clean_text, day_of

MAX_TEXT = 2_000


class Reason(StrEnum):
    """Why cases end: the union of the codes found in the field (``domain.md`` 4.4)."""

    OBJECTIVES_MET = "objectives_met"
    DURATION_ENDED = "duration_ended"
    CRITERIA = "criteria"
    CLIENT_REQUEST = "client_request"
    SERVICE_REFUSED = "service_refused"
    BARRIER = "barrier"
    MOVED_IN_COUNTRY = "moved_in_country"
    REMIGRATED = "remigrated"
    MOVED_ABROAD = "moved_abroad"
    LOST = "lost"
    TRANSFERRED = "transferred"
    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    SAFETY = "safety"
    NO_FUNDS = "no_funds"
    SECURITY = "security"


class ClosureState(StrEnum):
    """Where it stands. Given up: its author took it back; reopened: the case goes on."""

    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"
    GIVEN_UP = "given_up"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Explained:
    """Why a referral that nobody answered does not hold the case open."""

    referral_id: str
    text: str


@dataclass(frozen=True)
class Closure:
    """One asking for the end of a case. ``no_survey`` says why there is no last survey;
    ``goes_on``: the planned follow-ups go on afterwards. Ids of users; moments are UTC, ISO-8601.

    ``closed_on``, ``kept_until`` and ``stage_before`` are written with the approval.
    """

    id: str
    case_id: str
    reason: Reason | None
    summary: str
    explained: tuple[Explained, ...] = ()
    no_survey: str = ""
    goes_on: bool = False
    state: ClosureState = ClosureState.ASKED
    asked_by: str = ""
    asked_at: str = ""
    decided_by: str = ""
    closed_on: date | None = None
    kept_until: date | None = None
    stage_before: Stage | None = None
    reopened_by: str = ""
    reopened_at: str = ""
    reopened_why: str = ""
    revision: int = 0

    def cleaned(self) -> Closure:
        """With the typed texts as they are stored; an empty explanation is none."""
        told = (replace(one, text=clean_text(one.text)) for one in self.explained)
        return replace(
            self,
            summary=clean_text(self.summary),
            no_survey=clean_text(self.no_survey),
            explained=tuple(one for one in told if one.text),
        )

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if self.reason is None:
            problems["reason"] = _("Choose why the case ends.")
        if not self.summary:
            problems["summary"] = _("Say in a few sentences what was reached.")
        texts = {
            "summary": self.summary,
            "no_survey": self.no_survey,
            **{f"explained.{one.referral_id}": one.text for one in self.explained},
        }
        for field, text in texts.items():
            if len(text) > MAX_TEXT:
                problems[field] = _("Keep it under {number} characters.").format(number=MAX_TEXT)
        if problems:
            raise InvalidInput(problems)

    def explains(self, referral_id: str) -> str:
        """What was said about a referral; empty if nothing was."""
        return next((one.text for one in self.explained if one.referral_id == referral_id), "")


_DECIDED_ON = (
    "id",
    "case_id",
    "reason",
    "summary",
    "explained",
    "no_survey",
    "goes_on",
    "asked_by",
)


def content_hash(closure: Closure) -> str:
    """SHA-256 of what is read and decided on."""
    facts = {name: getattr(closure, name) for name in _DECIDED_ON}
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()


def from_body(body: Mapping[str, Any]) -> Closure:
    """The closure of ``values.plain``. Anything else is a KeyError, TypeError or ValueError."""
    return Closure(
        **{
            **body,
            "reason": Reason(body["reason"]),
            "explained": tuple(Explained(**one) for one in body["explained"]),
            "state": ClosureState(body["state"]),
            "closed_on": day_of(body["closed_on"]),
            "kept_until": day_of(body["kept_until"]),
            "stage_before": Stage(body["stage_before"]) if body["stage_before"] else None,
        }
    )
