"""Assessing what a person wants, can and meets: before the return, and again after arrival."""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act
from intake_app.assessments import store
from intake_app.assessments.model import Assessment, Moment
from intake_app.cases.model import Stage
from intake_app.cases.service import move_to, view_in
from intake_app.errors import NotAllowed, StaleRecord
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.values import new_id


def assessments_of(session: Session, case_id: str) -> list[Assessment]:
    """The assessments of a case as they stand now, the one before the return first."""
    with session.read() as db:
        return store.of_case(db, case_id)


def start_assessment(session: Session, case_id: str, moment: Moment) -> Assessment:
    """The assessment to go on with, not saved yet if it is new.

    The one after arrival begins as a copy of the one before the return, so that only what has
    changed has to be written; who made it and when is asked anew.
    """
    session.require(Act.ASSESSMENT_SAVED)
    with session.read() as db:
        known = {one.moment: one for one in store.of_case(db, case_id)}
    if moment in known:
        return known[moment]
    fresh = Assessment(new_id(), case_id, moment)
    before = known.get(Moment.BEFORE_RETURN)
    if before is None:
        return fresh
    return replace(fresh, wishes=before.wishes, skills=before.skills, prospects=before.prospects)


def save_assessment(session: Session, assessment: Assessment) -> Assessment:
    """Write a new version. Raises InvalidInput with a sentence per field, StaleRecord, NotFound;
    NotAllowed in a closed case.
    """
    session.require(Act.ASSESSMENT_SAVED)
    assessment = assessment.cleaned()
    with session.act(Act.ASSESSMENT_SAVED, assessment.case_id) as change:
        view = view_in(change.db, assessment.case_id)
        if view.case.stage is Stage.CLOSURE:
            raise NotAllowed(_("This case is closed: nothing can be assessed in it any more."))
        assessment.check(session.today(), view.homecoming.arrived_on)
        same = (one for one in store.of_case(change.db, view.case.id))
        before = next((one for one in same if one.moment is assessment.moment), None)
        state = (before.id, before.revision) if before else (assessment.id, 0)
        if state != (assessment.id, assessment.revision):
            raise StaleRecord(
                _("A colleague has changed this assessment meanwhile. Reload it, then type again.")
            )
        saved = replace(
            assessment,
            revision=assessment.revision + 1,
            author=session.user.id,
            written_at=change.at,
        )
        store.put(change.db, saved)
        change.bind("assessment", saved.id, saved.revision, saved)
        move_to(change, saved.case_id, Stage.ASSESSMENT)
    return saved
