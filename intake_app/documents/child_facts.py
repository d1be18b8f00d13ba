"""What is printed on the best-interests sheet and on the request for a social inquiry.

Texts arrive in the language of the paper unless a field is named as a code. A blank form, to be
filled in by hand, is a paper whose heading says ``blank``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.documents.facts import PaperFacts, PersonFacts


@dataclass(frozen=True)
class OptionFacts:
    """One way that was weighed."""

    what: str
    in_favour: str = ""
    against: str = ""


@dataclass(frozen=True)
class BestInterestsFacts(PaperFacts):
    """One part of the procedure. ``stage`` and ``standing`` are codes; ``state`` is that of the
    second pair of eyes, a code too, and empty where none is needed."""

    person: PersonFacts = PersonFacts()
    stage: str = ""
    on: date | None = None
    made_by: str = ""
    took_part: str = ""
    standing: str = ""
    caregiver: str = ""
    said: str = ""
    risks: str = ""
    options: tuple[OptionFacts, ...] = ()
    outcome: str = ""
    review_on: date | None = None
    panel: tuple[tuple[str, str], ...] = ()
    state: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    written_by: str = ""


@dataclass(frozen=True)
class InquiryFacts(PaperFacts):
    """What is asked of the counterpart, with the fields that may go: label and value. ``basis`` is
    what it rests on, in words; ``kept_back`` that something stays here."""

    organisation: str = ""
    country: str = ""
    contact_person: str = ""
    contact: str = ""
    language_there: str = ""
    on: date | None = None
    purpose: str = ""
    what: str = ""
    answer_by: date | None = None
    passage: str = ""
    told: tuple[tuple[str, str], ...] = ()
    kept_back: bool = False
    basis: str = ""
    counsellor: str = ""
    counsellor_phone: str = ""
