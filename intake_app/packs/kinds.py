"""The words that the rules of a programme are made of: dimensions, forms, spans of time."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ARRIVAL_ITEMS = {
    "pocket_money": "cash",
    "transport": "service",
    "lodging": "service",
    "meal": "goods",
    "kit": "goods",
    "urgent_care": "service",
    "other": "goods",
}
"""What every programme can give on arrival, and how each usually reaches the person."""


class Dimension(StrEnum):
    """The three sides of a reintegration (IOM Reintegration Handbook, module 1)."""

    ECONOMIC = "economic"
    SOCIAL = "social"
    PSYCHOSOCIAL = "psychosocial"


class PackageForm(StrEnum):
    """How a package may be given. In kind: the office pays the supplier of goods or services."""

    CASH = "cash"
    IN_KIND = "in_kind"
    CASH_OR_SERVICE = "cash_or_service"


class FamilyRole(StrEnum):
    """Whom a ceiling counts: the person whose case it is, those who came along, or both."""

    PRINCIPAL = "principal"
    FAMILY_MEMBER = "family_member"
    ANY = "any"


class Per(StrEnum):
    """A ceiling for each person it counts, or one for the whole case whatever the family's size."""

    PERSON = "person"
    CASE = "case"


class Start(StrEnum):
    """The event from which a deadline runs."""

    ARRIVAL = "arrival"
    SUBMISSION = "submission"
    REFERRAL = "referral"


class Moment(StrEnum):
    """When something has to be there or answered, in the order in which a case comes to it."""

    INTAKE = "intake"
    PLAN = "plan"
    GRANT = "grant"
    PAYMENT = "payment"
    CLOSURE = "closure"


@dataclass(frozen=True)
class Period:
    """A span of time: whole days or whole calendar months, one of the two."""

    days: int = 0
    months: int = 0

    def last_day(self, start: date) -> date:
        """The last day that still belongs to the period.

        Twelve months from 3 May end with 3 May a year later, that day included; where the month
        has no such day, with its last one (the counting of Regulation (EEC) No 1182/71, art. 3).
        """
        if self.days:
            return start + timedelta(days=self.days)
        years, month = divmod(start.month - 1 + self.months, 12)
        year = start.year + years
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day)


PAYMENTS = ("supplier", "bank", "mobile_money", "cheque", "cash")
"""The ways in which money can reach somebody; a programme may allow fewer."""


class QuestionKind(StrEnum):
    """What an answer to a question of the programme looks like."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


class KeptIn(StrEnum):
    """The part of a case that answers a question, instead of whoever fills in the programme's."""

    CHILD_FILE = "child_file"


ANSWERED_BY = {
    KeptIn.CHILD_FILE: {
        "counterpart": QuestionKind.TEXT,
        "inquiry_asked_on": QuestionKind.DATE,
        "inquiry_answered_on": QuestionKind.DATE,
    }
}
"""The questions that each part can answer, by id, with their kind."""


class ModuleTime(StrEnum):
    """Whether a training module is held before the journey home or after it."""

    BEFORE_DEPARTURE = "before_departure"
    AFTER_ARRIVAL = "after_arrival"


class PartStart(StrEnum):
    """The event from which the months of an instalment count."""

    ARRIVAL = "arrival"
    APPROVAL = "approval"


class GrantStep(StrEnum):
    """The steps of a grant after it was asked for, in the order in which they can come."""

    CHECK = "check"
    COMMITTEE = "committee"
    FINANCE = "finance"
    DELIVERY = "delivery"
    VERIFICATION = "verification"
