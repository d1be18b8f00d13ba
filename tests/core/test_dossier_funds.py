"""A case that two programmes pay: each asks for what it pays, and nothing is asked twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake_app.acts import Role
from intake_app.dossier.asked import lacking, missing
from intake_app.dossier.model import Dossier, NotAnswered, Paper
from intake_app.dossier.service import dossier_of, not_there, save_dossier
from intake_app.dossier.together import for_its_aids, together, with_all_papers
from intake_app.errors import InvalidInput
from intake_app.grants import service as grants
from intake_app.packs.model import Moment, Pack, Question, QuestionKind, Text
from intake_app.packs.overlay import OfficePacks
from intake_app.plans import service as plans
from intake_app.plans.model import BudgetLine, LineForm, Plan
from intake_app.session import Session
from intake_app.values import new_id
from tests.core.dossier_kit import answered
from tests.core.grants_kit import a_delivery, euros
from tests.core.pack_walk import shipped
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import a_plan, a_request, opened_case
from tests.core.test_dossier_needed import a_document
from tests.factories import TODAY


def a_question(id_: str, needed: Moment | None) -> Question:
    return Question(id_, Text(f"Asked {id_}", f"Question {id_}"), QuestionKind.TEXT, (), needed)


def own() -> Pack:
    """The case's programme: it wants a quotation for each of its aids."""
    return replace(
        shipped("eurp"),
        questions=(a_question("both", None), a_question("own_only", Moment.GRANT)),
        documents=(
            a_document("identity", None),
            a_document("quote", Moment.GRANT, per_aid=True),
        ),
        modules=(),
    )


def sponsor() -> Pack:
    """A second one, which pays besides it and wants other things."""
    return replace(
        shipped("eurp"),
        id="sponsor",
        short_name=Text("Sponsor", "Parrain"),
        questions=(a_question("both", Moment.PLAN), a_question("number", Moment.PLAN)),
        documents=(
            a_document("identity", Moment.PAYMENT),
            a_document("estimate", Moment.GRANT, per_aid=True),
        ),
        modules=(),
    )


def test_what_two_ask_is_asked_once_from_the_earlier_moment_on() -> None:
    pack = together(own(), [sponsor()])
    assert [one.id for one in pack.questions] == ["both", "own_only", "number"]
    assert [one.needed for one in pack.questions] == [Moment.PLAN, Moment.GRANT, Moment.PLAN]
    assert pack.questions[0].name == own().questions[0].name, "in the words of the first"
    assert pack.questions[2].name.fr == "Question number (Parrain)"
    assert [(one.id, one.needed) for one in pack.documents] == [
        ("identity", Moment.PAYMENT), ("quote", Moment.GRANT),
    ]  # fmt: skip
    assert [one.id for one in for_its_aids(sponsor()).documents] == ["estimate"]
    everything = with_all_papers((pack, for_its_aids(sponsor())))
    assert {one.id for one in everything.documents} == {"identity", "quote", "estimate"}
    assert len(missing(pack, {}, Moment.PLAN)) == 2
    assert len(lacking(pack, Dossier("case"), Moment.GRANT, {"l": "Oven"})) == 1
    alone = together(own(), [])
    assert (alone.questions, alone.documents) == (own().questions, own().documents), "control"


@pytest.fixture
def office(supervisor: Session) -> Session:
    packs = OfficePacks({**supervisor.packs, "eurp": own(), "sponsor": sponsor()})
    return replace(supervisor, packs=packs)


def two_lines(session: Session) -> Plan:
    """A draft with one line of each programme."""
    _person, case = opened_case(as_role(session, Role.RECEPTION))
    counsellor = as_role(session, Role.COUNSELLOR)
    answers = dossier_of(counsellor, case.id).dossier
    save_dossier(counsellor, replace(answers, answers={"own_only": "yes"}))
    plan = a_plan(counsellor, case)
    plans.add_fund(counsellor, case.id, "sponsor")
    theirs = BudgetLine(
        new_id(), "post_return", "Un four", euros(50_000), LineForm.IN_KIND, pack="sponsor"
    )
    return plans.save_plan(counsellor, replace(plan, lines=(*plan.lines, theirs)))


def hold(session: Session, case_id: str, *papers: Paper) -> None:
    held = dossier_of(session, case_id).dossier
    save_dossier(session, replace(held, papers=(*held.papers, *papers)))


def test_each_programme_asks_for_what_it_pays(office: Session) -> None:
    counsellor, plan = as_role(office, Role.COUNSELLOR), two_lines(office)
    case_id = plan.case_id
    with pytest.raises(NotAnswered) as refused:
        plans.submit_plan(counsellor, plan.id)
    assert "Sponsor asks for this before the plan is sent" in refused.value.sentence
    assert "Asked number" in refused.value.sentence
    assert refused.value.sentence.count("Asked both") == 1
    assert "EURP asks" not in refused.value.sentence, "it needs none of it for a plan"
    answered(counsellor, case_id)
    plans.submit_plan(counsellor, plan.id)
    plan = plans.approve_plan(as_role(office, Role.SUPERVISOR), plan.id)
    mine, theirs = plan.lines
    # the quotation is for the case's own programme, the estimate for the sponsor
    hold(counsellor, case_id, Paper("quote", TODAY, aid=mine.id))
    assert grants.request_grant(counsellor, a_request(plan)).pack == ""
    wanted = replace(
        a_request(plan, 40_000), line_id=theirs.id, package=theirs.package, form=theirs.form
    )
    with pytest.raises(NotAnswered) as refused:
        grants.request_grant(counsellor, wanted)
    assert "Paper estimate" in refused.value.sentence
    assert "Un four" in refused.value.sentence
    assert "Paper quote" not in refused.value.sentence
    hold(counsellor, case_id, Paper("estimate", TODAY, aid=theirs.id))
    asked = grants.request_grant(counsellor, wanted)
    assert asked.pack == "sponsor"
    grants.approve_grant(as_role(office, Role.SUPERVISOR), asked.id)
    with pytest.raises(NotAnswered, match="Sponsor asks for this before anything is paid"):
        grants.deliver(counsellor, asked.id, a_delivery(40_000))
    hold(counsellor, case_id, Paper("identity", TODAY))
    assert grants.deliver(counsellor, asked.id, a_delivery(40_000)).paid() == asked.amount


def test_a_plan_without_a_line_of_the_second_programme_does_not_wait_for_it(
    office: Session,
) -> None:
    counsellor, plan = as_role(office, Role.COUNSELLOR), two_lines(office)
    alone = plans.save_plan(counsellor, replace(plan, lines=plan.lines[:1]))
    assert plans.submit_plan(counsellor, alone.id).is_frozen


def test_the_papers_of_both_are_kept_and_no_others(office: Session) -> None:
    counsellor, plan = as_role(office, Role.COUNSELLOR), two_lines(office)
    line = plan.lines[1].id
    hold(counsellor, plan.case_id, Paper("estimate", TODAY, aid=line), Paper("identity", TODAY))
    with pytest.raises(InvalidInput):
        hold(counsellor, plan.case_id, Paper("estimate", TODAY))
    view = dossier_of(counsellor, plan.case_id)
    assert [pack.id for pack in view.asking] == ["eurp", "sponsor"]
    assert len(view.dossier.papers) == 2
    with counsellor.read() as db:
        alone = not_there(counsellor, db, plan.case_id, Moment.CLOSURE)
        both = not_there(counsellor, db, plan.case_id, Moment.CLOSURE, ("sponsor",))
    assert any("Asked number" in one for one in set(both) - set(alone))
    assert set(alone) < set(both)
