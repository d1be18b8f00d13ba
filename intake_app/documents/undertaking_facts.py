"""What is printed on the undertaking not to come back, which some programmes ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.documents.facts import Heading, MemberFacts, PersonFacts


@dataclass(frozen=True)
class UndertakingFacts:
    """``country`` is a code. ``source`` says who asks for it, ``note`` what is to be known about
    the day. ``family`` are those who came along and sign as well."""

    heading: Heading
    person: PersonFacts = PersonFacts()
    country: str = ""
    until: date | None = None
    source: str = ""
    note: str = ""
    family: tuple[MemberFacts, ...] = ()
    counsellor: str = ""

    @property
    def language(self) -> str:
        """The language of the paper."""
        return self.heading.language
