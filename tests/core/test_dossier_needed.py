"""Papers and training without which a step does not happen, where the pack says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from intake_app.acts import Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases.model import CaseFile
from intake_app.dossier.asked import MOMENTS, lacking
from intake_app.dossier.model import Attended, Dossier, NotAnswered, Paper
from intake_app.dossier.service import dossier_of, save_dossier
from intake_app.grants import service as grants
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.packs.model import (
    Mark,
    ModuleTime,
    Moment,
    Origin,
    Pack,
    RequiredDocument,
    Text,
    TrainingModule,
)
from intake_app.plans import service as plans
from intake_app.plans.model import Plan, PlanState
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.attachments_kit import a_readable
from tests.core.dossier_kit import answered
from tests.core.grants_kit import a_delivery
from tests.core.pack_walk import shipped
from tests.core.test_case_journey import a_plan, a_request, opened_case

DAY = date(2026, 5, 12)


def a_document(id_: str, needed: Moment | None, *, per_aid: bool = False) -> RequiredDocument:
    name = Text(f"Paper {id_}", f"Document {id_}")
    return RequiredDocument(id_, name, Moment.INTAKE, per_aid, needed)


ASKED = (
    a_document("for_plan", Moment.PLAN),
    a_document("for_grant", Moment.GRANT, per_aid=True),
    a_document("for_payment", Moment.PAYMENT),
    a_document("named_only", None),
)
COURSE = TrainingModule(
    "course", Text("Course", "Cours"), ModuleTime.BEFORE_DEPARTURE,
    Origin(Mark.OFFICE, "", None, None), Moment.GRANT,
)  # fmt: skip


def asking(pack: Pack) -> Pack:
    """The programme, with papers and a training that steps wait for."""
    return replace(pack, documents=ASKED, modules=(COURSE,))


def enter(sign_in: SignIn, role: Role) -> Session:
    """A desk whose programme asks."""
    session = sign_in(role)
    session.packs.use(asking(session.packs["eurp"]))
    return session


def hold(session: Session, case_id: str, *papers: Paper, course: bool = False) -> None:
    """Write down that these papers are there, and that the course was attended."""
    held = dossier_of(session, case_id).dossier
    modules = (Attended("course", session.today()),) if course else held.modules
    save_dossier(session, replace(held, papers=(*held.papers, *papers), modules=modules))


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return opened_case(sign_in(Role.RECEPTION))[1]


def test_each_thing_is_named_from_its_moment_on() -> None:
    pack, nothing = asking(shipped("eurp")), Dossier("case")
    counted = [len(lacking(pack, nothing, moment, {"l": "Oven"})) for moment in MOMENTS]
    # nothing at intake; the plan's paper; with the grant the course and the paper for the oven
    assert counted == [0, 1, 3, 4, 4]
    said = lacking(pack, nothing, Moment.PAYMENT, {"l": "Oven"})
    assert any("Course" in one for one in said)
    assert any("for_grant" in one and "Oven" in one for one in said)
    assert not any("named_only" in one for one in said)
    held = Dossier(
        "case",
        modules=(Attended("course", DAY),),
        papers=(
            Paper("for_plan", DAY),
            Paper("for_grant", DAY, aid="l"),
            Paper("for_payment", attachment="file"),
        ),
    )
    assert lacking(pack, held, Moment.CLOSURE, {"l": "Oven"}, {"file"}) == []
    assert len(lacking(pack, held, Moment.CLOSURE, {"l": "Oven"}, ())) == 1, "its file is gone"
    assert len(lacking(pack, held, Moment.CLOSURE, {"other": "Shop"}, {"file"})) == 1


def test_only_what_a_source_says_is_needed_is_needed_in_the_shipped_packs() -> None:
    """ "Before anything is paid" (the Spanish manual); of the others no source says when."""
    found = {
        (pack.id, one.id, one.needed)
        for pack in load_packs(packs_folder()).values()
        for one in (*pack.documents, *pack.modules)
        if one.needed
    }
    spanish = ("social_report", "no_return_undertaking", "papers_returned")
    assert found == {
        *(("spain_avr", one, Moment.PAYMENT) for one in spanish),
        *(("spain_productive", one, Moment.PAYMENT) for one in spanish),
        ("spain_productive", "counterpart_agreement", Moment.PAYMENT),
    }


def an_approved_plan(sign_in: SignIn, case: CaseFile) -> Plan:
    counsellor = sign_in(Role.COUNSELLOR)
    answered(counsellor, case.id)
    plan = plans.save_plan(counsellor, a_plan(counsellor, case))
    plans.submit_plan(counsellor, plan.id)
    return plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)


def test_a_plan_waits_for_its_paper_and_for_nothing_else(sign_in: SignIn, case: CaseFile) -> None:
    counsellor = enter(sign_in, Role.COUNSELLOR)
    answered(counsellor, case.id)
    plan = plans.save_plan(counsellor, a_plan(counsellor, case))
    with pytest.raises(NotAnswered) as refused:
        plans.submit_plan(counsellor, plan.id)
    assert "Paper for_plan" in refused.value.sentence
    assert "part “Programme”" in refused.value.sentence, "it says where"
    assert "Course" not in refused.value.sentence
    hold(counsellor, case.id, Paper("for_plan", counsellor.today()))
    assert plans.submit_plan(counsellor, plan.id).state is PlanState.SUBMITTED


def test_a_grant_waits_for_the_training_and_the_paper_of_its_own_line(
    sign_in: SignIn, case: CaseFile
) -> None:
    plan = an_approved_plan(sign_in, case)
    counsellor = enter(sign_in, Role.COUNSELLOR)
    today, line = counsellor.today(), plan.lines[0]
    hold(counsellor, case.id, Paper("for_plan", today), Paper("for_grant", today, aid="another"))
    with pytest.raises(NotAnswered) as refused:
        grants.request_grant(counsellor, a_request(plan))
    assert "Course" in refused.value.sentence
    assert line.text in refused.value.sentence
    assert grants.grants_of(counsellor, case.id) == []
    hold(counsellor, case.id, Paper("for_grant", today, aid=line.id), course=True)
    assert grants.request_grant(counsellor, a_request(plan)).number == 1


def test_nothing_is_paid_before_the_paper_is_there_and_its_file_stays(
    sign_in: SignIn, case: CaseFile
) -> None:
    plan = an_approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)  # the pack begins to ask after the grant
    asked = grants.request_grant(counsellor, a_request(plan))
    grants.approve_grant(sign_in(Role.SUPERVISOR), asked.id)
    counsellor = enter(sign_in, Role.COUNSELLOR)
    today = counsellor.today()
    early = (Paper("for_plan", today), Paper("for_grant", today, aid=plan.lines[0].id))
    hold(counsellor, case.id, *early, course=True)
    with pytest.raises(NotAnswered, match="Paper for_payment"):
        grants.deliver(counsellor, asked.id, a_delivery())
    kind = AttachmentKind.OTHER
    file = attachments.add(counsellor, case.person_id, case.id, kind, a_readable())
    hold(counsellor, case.id, Paper("for_payment", attachment=file.id))
    attachments.remove(counsellor, file.id, "of somebody else")
    with pytest.raises(NotAnswered, match="Paper for_payment"):
        grants.deliver(counsellor, asked.id, a_delivery())
    held = dossier_of(counsellor, case.id).dossier
    papers = tuple(one for one in held.papers if one.document != "for_payment")
    save_dossier(counsellor, replace(held, papers=(*papers, Paper("for_payment", today))))
    assert grants.deliver(counsellor, asked.id, a_delivery()).paid() == asked.amount
