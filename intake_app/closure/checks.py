"""What stands against the end of a case: one pure list, each thing with its name and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.followups.model import FollowUp, Standing
from intake_app.formats import format_date
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.i18n import _, language
from intake_app.words import word

RECONCILED = frozenset({GrantState.CLOSED, GrantState.REJECTED, GrantState.CANCELLED})
"""Where nothing is open in a grant any more."""


class Gap(StrEnum):
    """The kinds of things that can be missing."""

    PLAN = "plan"
    GRANT = "grant"
    REFERRAL = "referral"
    EMERGENCY = "emergency"
    FOLLOW_UP = "follow_up"
    SURVEY = "survey"
    ANSWER = "answer"
    RETENTION = "retention"
    CONTACT = "contact"


PLACES = {
    Gap.PLAN: "plan",
    Gap.GRANT: "grants",
    Gap.REFERRAL: "referrals",
    Gap.EMERGENCY: "referrals",
    Gap.FOLLOW_UP: "follow_ups",
    Gap.SURVEY: "follow_ups",
    Gap.ANSWER: "programme",
    Gap.RETENTION: "",
    Gap.CONTACT: "consent",
}
"""Gap → the tab of the case where it is mended; empty: not in the case."""


@dataclass(frozen=True)
class Missing:
    """One thing. ``record`` is the id of what it is about, or empty."""

    gap: Gap
    words: str
    record: str = ""

    @property
    def place(self) -> str:
        """The tab of the case that it leads to."""
        return PLACES[self.gap]


@dataclass(frozen=True)
class OpenReferral:
    """A referral that nobody has answered."""

    id: str
    number: int
    service: str


@dataclass(frozen=True)
class Standings:
    """How everything in a case stands today.

    ``explained`` are ids of referrals; ``waiting_plan`` the version that waits for a decision, 0 if
    none; ``answers`` the programme's questions that are not answered, a sentence each;
    ``against_contact`` the sentence against contact after the closure, if that is wanted.
    """

    today: date
    waiting_plan: int
    grants: tuple[GrantRequest, ...]
    referrals: tuple[OpenReferral, ...]
    explained: frozenset[str]
    emergencies: int
    follow_ups: tuple[FollowUp, ...]
    has_survey: bool
    why_no_survey: str
    answers: tuple[str, ...]
    is_kept_until: bool
    against_contact: str = ""


def missing(now: Standings) -> list[Missing]:
    """Everything that is missing; empty: the case may end."""
    return list(_missing(now))


def _missing(now: Standings) -> Iterator[Missing]:
    if now.waiting_plan:
        words = _("Version {number} of the plan waits for a decision.")
        yield Missing(Gap.PLAN, words.format(number=now.waiting_plan))
    for grant in now.grants:
        if grant.state not in RECONCILED:
            words = _("Grant request {number} is not reconciled: {state}.")
            state = word("grant", grant.state)
            yield Missing(Gap.GRANT, words.format(number=grant.number, state=state), grant.id)
    for one in now.referrals:
        if one.id not in now.explained:
            words = _("Referral {number} to {service} has no answer and no explanation.")
            said = words.format(number=one.number, service=one.service)
            yield Missing(Gap.REFERRAL, said, one.id)
    if now.emergencies:
        yield Missing(Gap.EMERGENCY, _("An emergency waits for its referral."))
    yield from _follow_ups(now)
    if not now.has_survey and not now.why_no_survey:
        yield Missing(
            Gap.SURVEY,
            _("Nobody asked the person how satisfied they are, and no reason is written."),
        )
    for sentence in now.answers:
        yield Missing(Gap.ANSWER, _("The programme asks: {what}").format(what=sentence))
    if not now.is_kept_until:
        yield Missing(
            Gap.RETENTION,
            _("How long files are kept is not decided. A supervisor does it under Office."),
        )
    if now.against_contact:
        yield Missing(Gap.CONTACT, now.against_contact)


def _follow_ups(now: Standings) -> Iterator[Missing]:
    for one in now.follow_ups:
        if one.standing(now.today) in (Standing.OVERDUE, Standing.DUE):
            day = format_date(one.due_on, language())
            if one.month:
                words = _("The follow-up of month {month}, due on {day}, is not settled.")
                said = words.format(month=one.month, day=day)
            else:
                said = _("The follow-up due on {day} is not settled.").format(day=day)
            yield Missing(Gap.FOLLOW_UP, said, one.id)
