"""For whom a programme is, and what speaks against a case of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.i18n import _
from intake_app.packs.words import Origin
from intake_app.values import PartialDate

RETURN_KINDS = (
    "assisted_voluntary",
    "voluntary_unassisted",
    "humanitarian",
    "forced",
    "evacuation",
)
"""The kinds of return that a pack may accept: those that a homecoming can have."""


class Group(StrEnum):
    """How a programme sorts the kinds of return when it sets amounts."""

    VOLUNTARY = "voluntary"
    FORCED = "forced"
    ANY = "any"


@dataclass(frozen=True)
class Eligibility:
    """For whom the programme is. An empty list of countries or nationalities means all of them."""

    minimum_age: int | None
    nationalities: tuple[str, ...]
    from_countries: tuple[str, ...]
    voluntary: tuple[str, ...]
    forced: tuple[str, ...]
    origin: Origin

    def group_of(self, return_kind: str) -> Group | None:
        """The group that a kind of return falls in; None if the programme does not take it."""
        if return_kind in self.voluntary:
            return Group.VOLUNTARY
        if return_kind in self.forced:
            return Group.FORCED
        return None

    def doubts(
        self,
        *,
        born: PartialDate,
        nationality: str,
        from_country: str,
        return_kind: str,
        today: date,
    ) -> tuple[str, ...]:
        """What speaks against a case, one sentence each, in the language of the screen.

        A person decides: the conditions that the public sources give are rarely the whole of them.
        """
        found = [self._doubt_about_age(born, today)]
        if self.group_of(return_kind) is None:
            found.append(_("This programme does not take this kind of return."))
        if self.nationalities and nationality not in self.nationalities:
            found.append(_("This programme is for people of another nationality."))
        if self.from_countries and from_country not in self.from_countries:
            found.append(_("This programme is for returns from other countries."))
        return tuple(doubt for doubt in found if doubt)

    def _doubt_about_age(self, born: PartialDate, today: date) -> str:
        if self.minimum_age is None:
            return ""
        youngest, oldest = born.ages_on(today)
        if oldest < self.minimum_age:
            return _("This programme starts at the age of {age}.").format(age=self.minimum_age)
        if youngest < self.minimum_age:
            return _("Check the age: this programme starts at {age}.").format(age=self.minimum_age)
        return ""
