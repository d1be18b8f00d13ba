"""Follow-ups and closures, put into words for the copy that the person gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake_app.closure.model import Closure
from intake_app.documents.duty_facts import HeldEntry
from intake_app.followups.model import Attempt, FollowUp, Visit
from intake_app.formats import format_money
from intake_app.i18n import texts
from intake_app.rights.telling import Teller

Rows = tuple[tuple[str, str], ...]


def follow_up_entries(tell: Teller, planned: Iterable[FollowUp]) -> Iterator[HeldEntry]:
    """One entry for each follow-up, whatever became of it."""
    _ = texts(tell.language).gettext
    for one in planned:
        state = "upcoming" if one.state == "open" else one.state.value
        rows = (
            (_("Due on"), tell.day(one.due_on)),
            (_("State"), tell.word("follow_up", state)),
            (_("Why"), one.reason),
            *(_attempt(tell, tried) for tried in one.attempts),
            *(_visit(tell, one.visit) if one.visit else ()),
        )
        yield HeldEntry(_("Follow-up"), _filled(rows))


def _attempt(tell: Teller, one: Attempt) -> tuple[str, str]:
    _ = texts(tell.language).gettext
    way = tell.word("contact_way", one.way) if one.way else ""
    outcome = tell.word("attempt", one.outcome) if one.outcome else ""
    said = " · ".join(part for part in (tell.day(one.on), way, outcome, one.note) if part)
    return _("Attempt to reach you"), said


def _visit(tell: Teller, one: Visit) -> Rows:
    _ = texts(tell.language).gettext
    income = format_money(one.income, tell.language) if one.income else ""
    return (
        (_("Made on"), tell.day(one.on)),
        (_("How"), tell.word("contact_way", one.way) if one.way else ""),
        (_("Business"), tell.word("business", one.business) if one.business else ""),
        (_("Jobs for other people"), "" if one.jobs is None else tell.number(one.jobs)),
        (_("Income of the last month"), income),
        (_("Satisfied"), tell.word("satisfaction", str(one.satisfaction or ""))),
        (_("Leaving again"), tell.word("leaving", one.intention) if one.intention else ""),
        (_("What was found"), one.note),
    )


def closure_entries(tell: Teller, closures: Iterable[Closure]) -> Iterator[HeldEntry]:
    """One entry for each time the end of the case was asked for."""
    _ = texts(tell.language).gettext
    for one in closures:
        rows = (
            (_("Why the case ends"), tell.word("closure_reason", one.reason) if one.reason else ""),
            (_("What was reached"), one.summary),
            *((_("About a referral"), told.text) for told in one.explained),
            (_("Why there is no survey"), one.no_survey),
            (_("State"), tell.word("closure", one.state)),
            (_("Asked for on"), tell.moment(one.asked_at)),
            (_("Closed on"), tell.day(one.closed_on)),
            (_("Opened again on"), tell.moment(one.reopened_at)),
            (_("Why it was opened again"), one.reopened_why),
        )
        yield HeldEntry(_("Closure"), _filled(rows))


def _filled(rows: Iterable[tuple[str, str]]) -> Rows:
    return tuple(row for row in rows if row[1])
