"""The facts of the summary of the assessments, read from the vault."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.assessments import store as assessments_store
from intake_app.assessments.model import (
    Finding,
    Moment,
    Pair,
    Prospect,
    Skill,
    Wish,
    side_by_side,
)
from intake_app.cases.consent import Shareable
from intake_app.cases.service import view_in
from intake_app.documents.assessment_facts import (
    BOTH,
    AssessmentFacts,
    ProspectFacts,
    SkillFacts,
    WishFacts,
)
from intake_app.documents.gather import ALL_PARTS, heading, person_facts
from intake_app.documents.gather_goals import made_facts
from intake_app.errors import NotFound
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.vault.db import Connection


def assessment_summary(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> AssessmentFacts:
    """Both assessments of a case in one. Raises NotFound if there is none."""
    view = view_in(db, case_id)
    made = assessments_store.of_case(db, case_id)
    if not made:
        raise NotFound(_("Nothing was assessed in this case yet."))
    by_moment = {one.moment: one for one in made}
    pairs = side_by_side(by_moment.get(Moment.BEFORE_RETURN), by_moment.get(Moment.AFTER_ARRIVAL))
    seen = list(_seen(pairs))
    return AssessmentFacts(
        heading=heading(session, view, language, issued=issued),
        person=person_facts(view, language, ALL_PARTS - {Shareable.DOCUMENTS, Shareable.FAMILY}),
        made=made_facts(made),
        wishes=tuple(
            WishFacts(when, one.text, one.helps, one.hinders, one.feasible or "", one.why)
            for when, one in seen
            if isinstance(one, Wish)
        ),
        skills=tuple(
            SkillFacts(when, one.text, one.level or "", one.evidence, one.certificate)
            for when, one in seen
            if isinstance(one, Skill)
        ),
        prospects=tuple(
            ProspectFacts(when, one.dimension, one.side, one.text, one.action)
            for when, one in seen
            if isinstance(one, Prospect)
        ),
    )


def _seen(pairs: Iterable[Pair]) -> Iterable[tuple[str, Finding]]:
    """Each finding with when it was seen so; one that was seen otherwise stands twice."""
    for pair in pairs:
        if pair.before is not None and pair.before == pair.after:
            yield BOTH, pair.before
            continue
        if pair.before is not None:
            yield Moment.BEFORE_RETURN.value, pair.before
        if pair.after is not None:
            yield Moment.AFTER_ARRIVAL.value, pair.after
