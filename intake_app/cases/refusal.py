"""A refusal: the person was asked and said no, or not now. It is not the same as never asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.cases.consent import TEXT_VERSION, Purpose
from intake_app.errors import InvalidInput
from intake_app.i18n import _


class No(StrEnum):
    """How the person declined. Both stop the same; the second may be asked again soon."""

    NO = "no"
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Refusal:
    """One no of one person. ``recipient_id`` names the provider for ``Purpose.SHARING``.

    ``said`` is what the person does not want, in their words; it stays in the vault and is left out
    of what the hub gets. A refusal never changes: a later consent answers it, and both remain.
    """

    id: str
    person_id: str
    purpose: Purpose
    answer: No
    language: str
    refused_on: date
    recipient_id: str | None = None
    interpreter: str = ""
    said: str = ""
    text_version: str = TEXT_VERSION
    asked_by: str = ""
    revision: int = 0

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if self.refused_on > today:
            problems["refused_on"] = _("The answer is dated in the future. Check the date.")
        if self.purpose is Purpose.SHARING and not self.recipient_id:
            problems["recipient_id"] = _("Choose with whom the information may not be shared.")
        if problems:
            raise InvalidInput(problems)
