"""A complaint or a word of feedback, and the rules of writing one down and of answering it.

What the register holds follows the case-management systems of the field (domain.md 4.9): an
anonymous way, how it came, what it is about, acknowledged and due when, and whether the person was
told the outcome. Abuse by staff is never written down here: it goes to the office's focal point.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _


class Matter(StrEnum):
    """What it is about."""

    SERVICE = "service"
    CONDUCT = "conduct"
    FRAUD = "fraud"
    FEEDBACK = "feedback"
    ABUSE = "abuse"


class Channel(StrEnum):
    """How it came."""

    PERSON = "person"
    PHONE = "phone"
    LETTER = "letter"
    BOX = "box"
    MESSAGE = "message"
    OTHER = "other"


@dataclass(frozen=True)
class Complaint:
    """One complaint. ``contact`` is how to reach whoever complained; empty: nobody left a way.

    ``told`` is whether the person heard the outcome: None while it is open.
    """

    id: str
    matter: Matter
    channel: Channel
    received_on: date
    what: str
    contact: str = ""
    acknowledged_on: date | None = None
    due_on: date | None = None
    outcome: str = ""
    told: bool | None = None
    closed_on: date | None = None
    number: int = 0
    revision: int = 0
    taken_by: str = ""
    written_by: str = ""
    written_at: str = ""

    @property
    def is_open(self) -> bool:
        """True as long as an answer is owed."""
        return self.closed_on is None

    def check_said(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field of what was said that does not fit."""
        problems: dict[str, str] = {}
        if self.matter is Matter.ABUSE:
            problems["matter"] = _(
                "Sexual exploitation or abuse is not written down here, where colleagues could be"
                " concerned. Tell the focal point now, and nobody else."
            )
        if not self.what:
            problems["what"] = _("Write down what the person says.")
        if self.received_on > today:
            problems["received_on"] = _("This day lies in the future. Check the date.")
        if problems:
            raise InvalidInput(problems)

    def check_answer(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field of the answer that does not fit."""
        problems: dict[str, str] = {}
        for name, day in (("acknowledged_on", self.acknowledged_on), ("closed_on", self.closed_on)):
            if day is not None and day > today:
                problems[name] = _("This day lies in the future. Check the date.")
            elif day is not None and day < self.received_on:
                problems[name] = _("This day lies before the complaint came.")
        if self.due_on is None and self.is_open:
            problems["due_on"] = _("Say by when the person is to have an answer.")
        elif self.due_on is not None and self.due_on < self.received_on:
            problems["due_on"] = _("This day lies before the complaint came.")
        if not self.is_open and not self.outcome:
            problems["outcome"] = _("Say what came of it before you close it.")
        if not self.is_open and self.told is None:
            problems["told"] = _("Say whether the person was told.")
        if problems:
            raise InvalidInput(problems)
