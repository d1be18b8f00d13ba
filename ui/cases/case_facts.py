"""What the head of a case shows: read in one go, and turned into chips without any widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intake_app.acts import Act
from intake_app.cases.agreement import Standing, agreement
from intake_app.cases.consent import Purpose
from intake_app.cases.model import STAGES, CaseFile, Stage
from intake_app.cases.service import CaseView, case_view, reload_case
from intake_app.children.service import has_child_file
from intake_app.errors import NotFound
from intake_app.formats import format_date, format_money
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.grants.service import grants_of
from intake_app.i18n import _, language, ngettext
from intake_app.needs.service import receipts_missing
from intake_app.notes.service import waiting_letters
from intake_app.packs.model import Pack
from intake_app.people.model import Majority
from intake_app.plans.budget import Balance, Frame, balances
from intake_app.plans.model import Plan, PlanState
from intake_app.plans.service import frame_of, plans_of
from intake_app.plans.term import term_of
from intake_app.referrals.model import Referral
from intake_app.referrals.service import referrals_of
from intake_app.screening.service import ScreeningView, screening_of
from intake_app.session import Session
from intake_app.users.model import StaffMember
from intake_app.users.service import staff
from intake_app.words import word
from ui.cases.days import due_tone, hours_words, nearness
from ui.stage_bar import Stage as Step
from ui.stage_bar import StageState
from ui.tokens import Tone

ChipWords = tuple[str, Tone, str, str]
"""Icon, tone, text, and the tab that the chip jumps to."""

MOST_BALANCES = 3
_URGENCY = (Tone.DANGER, Tone.WARNING, Tone.NEUTRAL)


@dataclass(frozen=True)
class CaseFacts:
    """One moment of a case. ``packages`` is empty and ``frame`` None if this desk lacks the pack of
    a programme that pays in it."""

    view: CaseView
    pack: Pack | None
    plans: tuple[Plan, ...]
    grants: tuple[GrantRequest, ...]
    referrals: tuple[Referral, ...]
    packages: tuple[Balance, ...]
    frame: Frame | None
    staff: tuple[StaffMember, ...]
    screening: ScreeningView
    receipts: tuple[int, int] = (0, 0)
    """Things given on arrival: how many nobody signed for, how many were signed but not scanned."""
    letters: int = 0
    """Sealed letters that wait; always 0 for a role that may not open them."""
    has_child_file: bool = False

    @property
    def case(self) -> CaseFile:
        """The case file itself."""
        return self.view.case

    @property
    def approved_plan(self) -> Plan | None:
        """The plan in force."""
        return next((plan for plan in self.plans if plan.state is PlanState.APPROVED), None)

    def counsellor_name(self) -> str:
        """Who works on the case; empty if nobody does."""
        names = {member.id: member.full_name for member in self.staff}
        chosen = self.case.counsellor
        return names.get(chosen, chosen) if chosen else ""


def read_facts(session: Session, case_id: str, *, first: bool) -> CaseFacts:
    """Read everything about a case; ``first`` writes into the audit log that somebody looked."""
    view = case_view(session, case_id) if first else reload_case(session, case_id)
    plans = tuple(plans_of(session, case_id))
    try:
        frame: Frame | None = frame_of(session, case_id)
    except NotFound:  # a case of a programme whose pack is not on this desk
        frame = None
    lines = plans[0].lines if plans else ()
    return CaseFacts(
        view=view,
        pack=session.packs.get(view.case.pack),
        plans=plans,
        grants=tuple(grants_of(session, case_id)),
        referrals=tuple(referrals_of(session, case_id)),
        packages=balances(lines, frame) if frame else (),
        frame=frame,
        staff=tuple(staff(session)),
        screening=screening_of(session, case_id),
        receipts=receipts_missing(session, case_id),
        letters=_letters(session, view.person.id),
        has_child_file=has_child_file(session, case_id),
    )


def _letters(session: Session, person_id: str) -> int:
    return waiting_letters(session, person_id) if session.may(Act.LETTER_OPENED) else 0


def steps(case: CaseFile, word: dict[str, str]) -> list[Step]:
    """The stages for the stage bar.

    A case starts with the arrival: an earlier notice is only marked while the case stands there.
    """
    now = STAGES.index(case.stage)
    states = []
    for place, stage in enumerate(STAGES):
        state = StageState.NOW if place == now else StageState.AHEAD
        if place < now and stage is not Stage.NOTICE:
            state = StageState.DONE
        states.append(Step(stage.value, word[stage.value], state, _said(state)))
    return states


def _said(state: StageState) -> str:
    """How far a stage is, for those who hear the bar."""
    if state is StageState.DONE:
        return _("done")
    return _("now") if state is StageState.NOW else _("ahead")


def plan_due(facts: CaseFacts) -> date | None:
    """The day on which the plan should be written, also as it was extended; None if the programme
    states none."""
    if facts.pack is None:
        return None
    term = term_of(facts.case, facts.pack, facts.view.homecoming.arrived_on)
    return term.last_day if term else None


def chips(facts: CaseFacts, now: datetime) -> list[ChipWords]:
    """Everything about the case that should not be forgotten, the most urgent first."""
    today = now.date()
    found = [
        *_emergency_chips(facts, now),
        *_consent_chips(facts, today),
        *_age_chips(facts),
        *_minor_chips(facts, today),
        *_safeguard_chips(facts),
        *_plan_chips(facts, today),
        *_grant_chips(facts),
        *_receipt_chips(facts),
        *_referral_chips(facts, now),
        *_letter_chips(facts),
        *_balance_chips(facts),
    ]
    return sorted(found, key=lambda chip: _URGENCY.index(chip[1]))


def _emergency_chips(facts: CaseFacts, now: datetime) -> list[ChipWords]:
    words = _("Emergency referral due: {left}")
    return [
        (
            "circle-alert",
            Tone.DANGER,
            words.format(left=hours_words(state.emergency.due_at, now)),
            "screening",
        )
        for state in facts.screening.emergencies
        if state.is_open
    ]


def _consent_chips(facts: CaseFacts, today: date) -> list[ChipWords]:
    """What the person does not want, and a case without any consent; never mixed up."""
    shown: list[ChipWords] = []
    view = facts.view
    for purpose in Purpose:
        if purpose is Purpose.SHARING:
            continue
        found = agreement(view.consents, view.refusals, purpose, today)
        named = {"purpose": word("purpose", purpose)}
        tone = Tone.DANGER if purpose is Purpose.CASE_MANAGEMENT else Tone.WARNING
        if found.standing is Standing.REFUSED:
            shown.append(("circle-slash", tone, _("Refused: {purpose}").format(**named), "consent"))
        elif found.standing is Standing.WITHDRAWN:
            shown.append(("undo-2", tone, _("Withdrawn: {purpose}").format(**named), "consent"))
        elif found.standing is Standing.MISSING and purpose is Purpose.CASE_MANAGEMENT:
            shown.append(("circle-dashed", tone, _("No consent yet"), "consent"))
    return shown


def _safeguard_chips(facts: CaseFacts) -> list[ChipWords]:
    missing = len(facts.screening.stops)
    if not missing:
        return []
    words = ngettext("{count} safeguard missing", "{count} safeguards missing", missing)
    return [("shield", Tone.WARNING, words.format(count=missing), "screening")]


def _age_chips(facts: CaseFacts) -> list[ChipWords]:
    if facts.view.person.age_to_look_at is None:
        return []
    return [("baby", Tone.DANGER, _("Age corrected: look it over"), "profile")]


def _minor_chips(facts: CaseFacts, today: date) -> list[ChipWords]:
    majority = facts.view.person.majority(today)
    if majority is Majority.MINOR:
        return [("baby", Tone.WARNING, _("Minor"), "profile")]
    if majority is Majority.UNCERTAIN:
        return [("baby", Tone.WARNING, _("Perhaps a minor: check the age"), "profile")]
    others = (one for one in facts.view.household if one.id != facts.view.person.id)
    minors = sum(other.majority(today) is not Majority.ADULT for other in others)
    if not minors:
        return []
    words = ngettext("{count} minor in the family", "{count} minors in the family", minors)
    return [("baby", Tone.WARNING, words.format(count=minors), "profile")]


def _plan_chips(facts: CaseFacts, today: date) -> list[ChipWords]:
    newest = facts.plans[0] if facts.plans else None
    if newest is not None and newest.state is PlanState.RETURNED:
        return [("undo-2", Tone.WARNING, _("Plan returned"), "plan")]
    if newest is not None and newest.state is PlanState.SUBMITTED:
        return [("clock", Tone.NEUTRAL, _("Plan waits for approval"), "plan")]
    day = plan_due(facts)
    if facts.approved_plan is not None or day is None:
        return []
    return [("calendar-clock", due_tone(day, today), plan_due_words(day, today), "plan")]


def plan_due_words(day: date, today: date) -> str:
    """How near the day is on which the plan should be written, with the date beside it."""
    named = {"near": nearness(day, today), "day": format_date(day, language())}
    if day < today:
        return _("Plan was due {near}, on {day}").format(**named)
    return _("Plan due {near}, on {day}").format(**named)


def _grant_chips(facts: CaseFacts) -> list[ChipWords]:
    returned = sum(grant.state is GrantState.RETURNED for grant in facts.grants)
    if not returned:
        return []
    words = ngettext("{count} grant returned", "{count} grants returned", returned)
    return [("undo-2", Tone.WARNING, words.format(count=returned), "grants")]


def _receipt_chips(facts: CaseFacts) -> list[ChipWords]:
    unsigned, without_scan = facts.receipts
    shown: list[ChipWords] = []
    if unsigned:
        words = ngettext("{count} receipt to be signed", "{count} receipts to be signed", unsigned)
        shown.append(("file-check", Tone.NEUTRAL, words.format(count=unsigned), "needs"))
    if without_scan:
        words = ngettext(
            "{count} signed receipt to be scanned",
            "{count} signed receipts to be scanned",
            without_scan,
        )
        shown.append(("image", Tone.NEUTRAL, words.format(count=without_scan), "needs"))
    return shown


def _referral_chips(facts: CaseFacts, now: datetime) -> list[ChipWords]:
    late = sum(is_late(referral, now) for referral in facts.referrals)
    if not late:
        return []
    words = ngettext("{count} answer overdue", "{count} answers overdue", late)
    return [("clock", Tone.DANGER, words.format(count=late), "referrals")]


def _letter_chips(facts: CaseFacts) -> list[ChipWords]:
    if not facts.letters:
        return []
    words = ngettext("{count} sealed letter waits", "{count} sealed letters wait", facts.letters)
    return [("mail", Tone.WARNING, words.format(count=facts.letters), "notes")]


def is_late(referral: Referral, now: datetime) -> bool:
    """True if the service should have answered by now and has not."""
    return referral.is_overdue(now)


def _balance_chips(facts: CaseFacts) -> list[ChipWords]:
    if facts.frame is None:
        return []
    shown = []
    for balance in facts.packages:
        if balance.left is not None and balance.ceiling is not None:
            name = facts.frame.name_of((balance.pack, balance.package))
            words = _balance_words(name, balance)
            shown.append(("coins", _balance_tone(balance), words, "plan"))
    return shown[:MOST_BALANCES]


def _balance_words(name: str, balance: Balance) -> str:
    assert balance.left is not None
    named = {"package": name, "left": format_money(balance.left, language())}
    days = balance.days_left
    if days is None:
        return _("{package}: {left} left").format(**named)
    if days < 0:
        return _("{package}: {left} left, time is over").format(**named)
    words = ngettext(
        "{package}: {left} left, {days} day", "{package}: {left} left, {days} days", days
    )
    return words.format(**named, days=days)


def _balance_tone(balance: Balance) -> Tone:
    assert balance.left is not None
    if balance.left.minor < 0:
        return Tone.DANGER
    over = balance.days_left is not None and balance.days_left < 0
    soon = balance.days_left is not None and timedelta(balance.days_left) < timedelta(days=30)
    return Tone.WARNING if (over or soon) and balance.left.minor else Tone.NEUTRAL
