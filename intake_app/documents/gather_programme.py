"""What the programmes of a plan ask and until when, as it stands beside the plan on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from intake_app.cases.model import CaseFile
from intake_app.documents.programme_facts import AskedThingFacts, KeyDateFacts, ProgrammeFacts
from intake_app.dossier.asked import clocks, papers_there, wrong_answer
from intake_app.dossier.service import DossierView, view_in
from intake_app.formats import format_date, format_short_date
from intake_app.i18n import texts
from intake_app.packs.model import Deadline, Mark, Origin, Pack, Period, Start
from intake_app.plans.budget import Frame
from intake_app.plans.model import Plan
from intake_app.plans.term import PLAN_DUE, term_of
from intake_app.session import Session
from intake_app.vault.db import Connection
from intake_app.words import word


def programmes(
    session: Session, db: Connection, plan: Plan, frame: Frame, language: str
) -> tuple[ProgrammeFacts, ...]:
    """The case's programme, then those that pay a line of the plan.

    What several ask stands once, with the first (``dossier.together``)."""
    view = view_in(session, db, plan.case_id)
    paying = {line.pack for line in plan.lines}
    others = [pack for pack in frame.funds if pack.id in paying]
    asking = {pack.id: pack for pack in view.asking}
    return tuple(
        _programme(pack, asking[pack.id], view, plan, frame, language)
        for pack in (frame.pack, *others)
        if pack.id in asking
    )


def _programme(
    pack: Pack, asking: Pack, view: DossierView, plan: Plan, frame: Frame, language: str
) -> ProgrammeFacts:
    """``asking``: the same programme with what is asked under its name in this case."""
    sent = next((one.version for one in plan.editions if one.pack == pack.id), "")
    leads = pack.leads_on(frame.today)
    answers = view.dossier.answers
    return ProgrammeFacts(
        name=pack.label.in_(language),
        edition=sent or pack.edition,
        since=pack.edition if sent and sent != pack.edition else "",
        steps=tuple(phase.name.in_(language) for phase in pack.phases),
        leads=tuple((one.name.in_(language), one.lead.in_(language)) for one in leads),
        dates=tuple(
            sorted(
                _dates(pack, asking, view, frame, language),
                key=lambda one: one.day or date.max,
            )
        ),
        asked=tuple(_asked(asking, view, plan, language)),
        unanswered=tuple(
            one.name.in_(language)
            for one in asking.questions
            if one.needed and wrong_answer(one, answers.get(one.id, ""))
        ),
    )


# ---------------------------------------------------------------------------- key dates


def _dates(
    pack: Pack, asking: Pack, view: DossierView, frame: Frame, language: str
) -> Iterator[KeyDateFacts]:
    _ = texts(language).gettext
    yield KeyDateFacts(_("Arrival"), frame.arrived_on)
    running = {one.deadline.id: one for one in clocks(asking, view.dossier.answers)}
    # clocks of the other programmes stand with what is asked in the case
    own = {one.id for one in pack.deadlines}
    for deadline in (*pack.deadlines, *(one for one in asking.deadlines if one.id not in own)):
        clock = running.get(deadline.id)
        if clock is not None:
            done = ""
            if clock.ended_on is not None:
                day = format_date(clock.ended_on, language)
                done = _("done on {day}").format(day=day)
            remark = _joined(done, _to_confirm(deadline.origin, language))
            yield KeyDateFacts(deadline.name.in_(language), clock.last_day, remark)
        else:
            yield _deadline(deadline, pack, asking, view.case, frame, language)
    months, visits = pack.follow_up.months, _("Follow-up, month {months}")
    for month in months:
        yield KeyDateFacts(
            visits.format(months=month),
            Period(months=month).last_day(frame.arrived_on),
            _to_confirm(pack.follow_up.origin, language),
        )


def _deadline(
    deadline: Deadline, pack: Pack, asking: Pack, case: CaseFile, frame: Frame, language: str
) -> KeyDateFacts:
    _ = texts(language).gettext
    name, remark = deadline.name.in_(language), _to_confirm(deadline.origin, language)
    if deadline.since:
        question = asking.question(deadline.since)
        begins = question.name.in_(language) if question else ""
        words = _("counts from: {question}").format(question=begins)
        return KeyDateFacts(name, None, _joined(words, remark))
    if deadline.start is not Start.ARRIVAL:
        return KeyDateFacts(name, None, remark)
    day = deadline.last_day(frame.arrived_on)
    term = term_of(case, pack, frame.arrived_on) if deadline.id == PLAN_DUE else None
    if term is not None and term.last_day > day:
        day, words = term.last_day, _("extended: {reason}").format(reason=term.reason)
        return KeyDateFacts(name, day, _joined(words, remark))
    return KeyDateFacts(name, day, remark)


def _to_confirm(origin: Origin, language: str) -> str:
    """What stands beside a figure that no public source gives and no office has entered."""
    if origin.mark is Mark.OFFICE and origin.year is None:
        return texts(language).gettext("to be confirmed by the office")
    return ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


# ---------------------------------------------------------------------------- what is asked


def _asked(
    pack: Pack, view: DossierView, plan: Plan, language: str
) -> Iterator[AskedThingFacts]:  # fmt: skip
    _ = texts(language).gettext
    own = view.case.pack
    lines = [line for line in plan.lines if (line.pack or own) == pack.id]
    there = papers_there(view.dossier.papers, view.files)
    for module in pack.modules:
        held = view.dossier.attended(module.id)
        state = _("still to come")
        if held is not None:
            state = _("attended, {day}").format(day=format_short_date(held.on, language))
        when = word("asked_at", module.needed, language) if module.needed else ""
        yield AskedThingFacts(module.name.in_(language), when, state)
    for paper in pack.documents:
        for aid in lines if paper.per_aid else (None,):
            name = paper.name.in_(language)
            when = word("asked_at", paper.needed or paper.when, language)
            id_ = aid.id if aid else ""
            if aid is not None:
                name = _("{paper} – {aid}").format(paper=name, aid=aid.text)
            state = _("still to come")
            if (paper.id, id_) in there:
                held_paper = view.dossier.paper(paper.id, id_)
                seen = held_paper.seen_on if held_paper else None
                day = format_short_date(seen, language) if seen else ""
                state = _("there, seen on {day}").format(day=day) if seen else _("attached")
            yield AskedThingFacts(name, when, state)
