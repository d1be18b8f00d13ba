"""The facts for the paper of a reintegration plan, read from the vault at one moment."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.cases.consent import Shareable
from intake_app.cases.service import view_in
from intake_app.documents.facts import (
    BudgetLineFacts,
    CeilingFacts,
    OwnShareFacts,
    PlanFacts,
)
from intake_app.documents.gather import ALL_PARTS, day_of, decision_facts, heading, person_facts
from intake_app.documents.gather_goals import assessed, goals_of
from intake_app.documents.gather_programme import programmes
from intake_app.errors import NotFound
from intake_app.formats import format_date, format_money
from intake_app.i18n import _, texts
from intake_app.plans import store as plans_store
from intake_app.plans.budget import Frame, balances, limit_balances, month_words
from intake_app.plans.model import BudgetLine, Plan
from intake_app.plans.service import frame_in
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.vault.db import Connection
from intake_app.words import word


def reintegration_plan(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> PlanFacts:
    """One version of the plan with its budget and what is left of the ceilings."""
    view = view_in(db, case_id)
    plan = plans_store.get(db, about)
    if plan is None or plan.case_id != case_id:
        raise NotFound(_("This plan is not in the vault any more."))
    frame = frame_in(session, db, case_id)
    decision = decision_facts(session, db, plan.id)
    ends = frame.pack.deadline("package_end")
    last_day = ends.last_day(view.homecoming.arrived_on) if ends else None
    return PlanFacts(
        heading=heading(session, view, language, issued=issued),
        person=person_facts(view, language, ALL_PARTS - {Shareable.DOCUMENTS}),
        version=plan.version,
        state=plan.state.value,
        author=users_store.names(db).get(plan.author, ""),
        written_on=day_of(plan.written_at) if plan.written_at else session.today(),
        goals=goals_of(db, plan),
        budget=tuple(_line(line, frame, language) for line in plan.lines),
        ceilings=(*_ceilings(plan, frame, language), *_limits(plan, frame, language)),
        days_left=max(0, (last_day - session.today()).days) if last_day else None,
        ends_on=last_day,
        supervisor=decision.name if decision else "",
        approval=decision,
        own=tuple(OwnShareFacts(share.text, share.form, share.value) for share in plan.own),
        editions=edition_words(plan, frame, language),
        assessments=assessed(db, case_id),
        programmes=programmes(session, db, plan, frame, language),
    )


def _line(line: BudgetLine, frame: Frame, language: str) -> BudgetLineFacts:
    key = (line.pack or frame.pack.id, line.package)
    about = " · ".join(_about(line, language))
    package = frame.name_of(key, language)
    return BudgetLineFacts(package, line.text, line.form, line.amount, about)


def _about(line: BudgetLine, language: str) -> Iterator[str]:
    """What a line names besides, in the words of the paper."""
    _ = texts(language).gettext
    if line.dimension:
        yield word("dimension", line.dimension, language)
    if line.month:
        yield month_words(line.month, language)
    if line.price:
        yield _("{price} at {rate} {local} for 1 {currency}, rate of {day}").format(
            price=format_money(line.price.amount, language),
            rate=line.price.rate_words(language),
            local=line.price.amount.currency,
            currency=line.amount.currency,
            day=format_date(line.price.rate_on, language),
        )


def _ceilings(plan: Plan, frame: Frame, language: str) -> Iterator[CeilingFacts]:
    for one in balances(plan.lines, frame):
        yield CeilingFacts(
            frame.name_of((one.pack, one.package), language),
            one.ceiling,
            one.planned,
            one.left,
            one.committed if one.committed.minor else None,
            one.last_day,
        )


def _limits(plan: Plan, frame: Frame, language: str) -> Iterator[CeilingFacts]:
    _ = texts(language).gettext
    for one in limit_balances(plan.lines, frame):
        name = one.limit.name.in_(language)
        if one.months is not None:
            name = _("{limit}, {first} to {last}").format(
                limit=name,
                first=month_words(one.months[0], language),
                last=month_words(one.months[1], language),
            )
        yield CeilingFacts(
            name,
            one.ceiling,
            one.planned,
            one.left,
            one.committed if one.committed.minor else None,
            one.last_day,
        )


def edition_words(plan: Plan, frame: Frame, language: str) -> str:
    """The programmes and editions under which a version was sent; empty for a draft."""
    names = {pack.id: pack.short_name.in_(language) for pack in (*frame.known.values(), frame.pack)}
    return ", ".join(
        f"{names.get(edition.pack, edition.pack)} {edition.version}" for edition in plan.editions
    )
