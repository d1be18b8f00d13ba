"""How follow-ups are called and drawn on every page."""

from __future__ import annotations

from intake_app.followups.model import FollowUp, Standing
from intake_app.formats import format_date, format_money, format_number
from intake_app.i18n import _, language
from intake_app.words import word
from ui.tokens import Tone

LOOK: dict[Standing, tuple[str, Tone]] = {
    Standing.OVERDUE: ("triangle-alert", Tone.DANGER),
    Standing.DUE: ("clock", Tone.WARNING),
    Standing.UPCOMING: ("calendar", Tone.NEUTRAL),
    Standing.DONE: ("check", Tone.SUCCESS),
    Standing.LOST: ("user-x", Tone.DANGER),
    Standing.DROPPED: ("circle-slash", Tone.NEUTRAL),
}
"""Icon and tone of each standing."""


def name_of(one: FollowUp) -> str:
    """``Month 3``, or what was planned by hand."""
    return _("Month {month}").format(month=one.month) if one.month else _("Planned by hand")


def window_of(one: FollowUp) -> str:
    """From when to when it may be made."""
    return _("{first} to {last}").format(
        first=format_date(one.opens_on, language()), last=format_date(one.until, language())
    )


def findings_of(one: FollowUp) -> list[tuple[str, str]]:
    """What a visit found, as rows; empty without a visit."""
    visit, tongue = one.visit, language()
    if visit is None:
        return []
    late = "" if one.in_time else _(" (after its window)")
    return [
        (_("Made on"), (format_date(visit.on, tongue) if visit.on else "") + late),
        (_("How"), word("contact_way", visit.way or "")),
        (_("Business"), word("business", visit.business or "")),
        (
            _("Jobs for other people"),
            "" if visit.jobs is None else format_number(visit.jobs, tongue),
        ),
        (_("Income of the last month"), format_money(visit.income, tongue) if visit.income else ""),
        (_("Satisfied"), word("satisfaction", str(visit.satisfaction or ""))),
        (_("Leaving again"), word("leaving", visit.intention or "")),
        (_("What was found"), visit.note),
    ]
