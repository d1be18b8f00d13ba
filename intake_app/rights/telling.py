"""Saying values in the language of a paper, for the copy that a person gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from intake_app.formats import country_name, format_date, format_number, format_partial
from intake_app.referrals import store as referrals_store
from intake_app.session import Session
from intake_app.values import PartialDate
from intake_app.vault.db import Connection
from intake_app.words import word


@dataclass(frozen=True)
class Teller:
    """Knows the language, and where to look up what a record only names."""

    session: Session
    db: Connection
    language: str

    def day(self, day: date | None) -> str:
        """A day in words; nothing for none."""
        return format_date(day, self.language) if day else ""

    def moment(self, at: str) -> str:
        """The day of a stored moment, in the zone of this computer."""
        return self.day(datetime.fromisoformat(at).astimezone().date()) if at else ""

    def partial(self, partial: PartialDate) -> str:
        """A date with its precision."""
        return format_partial(partial, self.language)

    def word(self, group: str, code: str) -> str:
        """What a code is called."""
        return word(group, code, self.language) if code else ""

    def number(self, number: int) -> str:
        """A whole number."""
        return format_number(number, self.language)

    def country(self, code: str) -> str:
        """The name of a country."""
        return country_name(code, self.language) if code else ""

    def service(self, provider_id: str | None) -> str:
        """The name of a service in the directory."""
        provider = referrals_store.provider(self.db, provider_id) if provider_id else None
        return provider.name if provider else ""
