"""What is printed on the undertaking not to come back, which some programmes ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.documents.facts import MemberFacts, PaperFacts, PersonFacts


@dataclass(frozen=True)
class UndertakingFacts(PaperFacts):
    """``country`` is a code. ``source`` says who asks for it, ``note`` what is to be known about
    the day. ``family`` are those who came along and sign as well."""

    person: PersonFacts = PersonFacts()
    country: str = ""
    until: date | None = None
    source: str = ""
    note: str = ""
    family: tuple[MemberFacts, ...] = ()
    counsellor: str = ""
