"""An entry of the service directory: who helps with what, where, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.referrals.needed import limit

MOST_AT_ONCE = 9_999


@dataclass(frozen=True)
class Provider:
    """An entry of the service directory. ``verified_on`` is ISO text or empty (never verified).

    ``also`` are further sectors, ``speaks`` ISO 639 codes, ``open_days`` figures 1 (Monday) to 7 or
    empty (unknown), ``capacity`` how many people of ours it can have at once (None: unknown),
    ``trust`` notes of the office, ``source`` the programme that named it.
    """

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
    also: tuple[str, ...] = ()
    speaks: tuple[str, ...] = ()
    area_code: str = ""
    area_version: str = ""
    open_days: str = ""
    capacity: int | None = None
    email: str = ""
    trust: str = ""
    source: str = ""

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.name:
            problems["name"] = _("Type the name of the service.")
        if not self.sector:
            problems["sector"] = _("Choose what kind of help it gives.")
        if self.capacity is not None and not 0 <= self.capacity <= MOST_AT_ONCE:
            problems["capacity"] = _("Type how many people it can take at once, or nothing.")
        if problems:
            raise InvalidInput(problems)

    @property
    def sectors(self) -> tuple[str, ...]:
        """All kinds of help, the main one first."""
        return (self.sector, *(one for one in self.also if one != self.sector))

    def is_stale(self, today: date) -> bool:
        """True if nobody verified it for long, or ever."""
        if not self.verified_on:
            return True
        return (today - date.fromisoformat(self.verified_on)).days > limit("stale_service")

    def is_open_on(self, day: date) -> bool | None:
        """True or False by the weekday; None if nobody wrote the days down."""
        return str(day.isoweekday()) in self.open_days if self.open_days else None
