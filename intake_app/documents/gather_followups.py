"""The facts for the follow-up visit and the closure note, read from the vault at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from intake_app.cases.service import view_in
from intake_app.closure import store as closure_store
from intake_app.closure.model import Closure
from intake_app.documents.followup_facts import (
    AttemptFacts,
    ClosureFacts,
    SettledFacts,
    VisitFacts,
)
from intake_app.documents.gather import (
    ALL_PARTS,
    decision_facts,
    heading,
    person_facts,
)
from intake_app.errors import NotFound
from intake_app.followups import store as followups_store
from intake_app.followups.model import FollowUp, State
from intake_app.formats import format_date
from intake_app.grants import store as grants_store
from intake_app.i18n import _, texts
from intake_app.referrals import store as referrals_store
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.vault.db import Connection
from intake_app.words import word


def followup_visit(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> VisitFacts:
    """One follow-up, made or still to be made: then there is room for a pen."""
    view = view_in(db, case_id)
    one = followups_store.get(db, about)
    if one is None or one.case_id != case_id:
        raise NotFound(_("This follow-up is not in the vault any more."))
    names = users_store.names(db)
    found = VisitFacts(
        heading=heading(session, view, language, issued=issued),
        person=person_facts(view, language, ALL_PARTS),
        month=one.month,
        due_on=one.due_on,
        opens_on=one.opens_on,
        until=one.until,
        attempts=tuple(
            AttemptFacts(
                tried.on, tried.way or "", tried.outcome or "", tried.note,
                names.get(tried.by, ""),
            )
            for tried in one.attempts
        ),
    )  # fmt: skip
    visit = one.visit
    if visit is None:
        return replace(found, heading=replace(found.heading, blank=True))
    return replace(
        found,
        made_on=visit.on,
        way=visit.way or "",
        business=visit.business or "",
        jobs=visit.jobs,
        income=visit.income,
        satisfaction=str(visit.satisfaction or ""),
        intention=visit.intention or "",
        note=visit.note,
        made_by=names.get(visit.by, ""),
    )


def closure_note(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> ClosureFacts:
    """The end of the case, as it was asked for or decided."""
    view = view_in(db, case_id)
    closure = closure_store.get(db, about)
    if closure is None or closure.case_id != case_id:
        raise NotFound(_("This closure is not in the vault any more."))
    return ClosureFacts(
        heading=heading(session, view, language, issued=issued),
        person=person_facts(view, language, ALL_PARTS),
        opened_on=view.case.opened_on,
        closed_on=closure.closed_on,
        kept_until=closure.kept_until,
        reason=closure.reason or "",
        summary=closure.summary,
        no_survey=closure.no_survey,
        goes_on=closure.goes_on,
        settled=tuple(_settled(db, closure, language)),
        asked_by=users_store.names(db).get(closure.asked_by, ""),
        decision=decision_facts(session, db, closure.id),
    )


def _settled(db: Connection, closure: Closure, language: str) -> Iterator[SettledFacts]:
    _ = texts(language).gettext
    for grant in grants_store.of_case(db, closure.case_id):
        what = _("Grant request {number}").format(number=grant.number)
        yield SettledFacts(what, word("grant", grant.state, language), grant.purpose)
    for sent in referrals_store.of_case(db, closure.case_id):
        service = referrals_store.provider(db, sent.provider_id)
        what = _("Referral {number}").format(number=sent.number)
        remark = " – ".join(
            part for part in (service.name if service else "", closure.explains(sent.id)) if part
        )
        yield SettledFacts(what, word("referral", sent.state, language), remark)
    for one in followups_store.of_case(db, closure.case_id):
        yield SettledFacts(_named(one, language), _standing(one, language), one.reason)


def _named(one: FollowUp, language: str) -> str:
    _ = texts(language).gettext
    day = format_date(one.due_on, language)
    return _("Follow-up of {day}").format(day=day)


def _standing(one: FollowUp, language: str) -> str:
    state = "upcoming" if one.state is State.OPEN else one.state.value
    return word("follow_up", state, language)
