"""What a programme asks of a case: answers by kind, training, papers, and what waits for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app import outbox
from intake_app.acts import Act, Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases.model import CaseFile
from intake_app.dossier import service as dossier
from intake_app.dossier.asked import (
    MOMENTS,
    answer_words,
    missing,
    missing_before,
    papers_to_come,
    wrong_answer,
)
from intake_app.dossier.model import Attended, Dossier, NotAnswered, Paper
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.grants import service as grants
from intake_app.i18n import set_language
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.packs.model import Moment, Option, Pack, Question, QuestionKind, Text
from intake_app.plans import service as plans
from intake_app.rights import service as rights
from intake_app.session import Session
from intake_app.users import service as users
from tests.conftest import SignIn
from tests.core.attachments_kit import a_readable
from tests.core.documents_reading import text_by_poppler
from tests.core.dossier_kit import an_answer, answered
from tests.core.pack_walk import shipped
from tests.core.test_case_journey import a_plan, a_request, opened_case
from tests.core.test_integrity import checked

TRACK = Question(
    "track",
    Text("Track", "Parcours"),
    QuestionKind.CHOICE,
    (Option("job", Text("Paid work", "Emploi")), Option("own", Text("Enterprise", "Entreprise"))),
    None,
)


def a_question(kind: QuestionKind) -> Question:
    return replace(TRACK, kind=kind, options=TRACK.options if kind is QuestionKind.CHOICE else ())


def unanswered(session: Session, case_id: str) -> Dossier:
    """Take every answer away again."""
    held = dossier.dossier_of(session, case_id).dossier
    return dossier.save_dossier(session, replace(held, answers={}))


def answer(session: Session, case_id: str, **answers: str) -> Dossier:
    held = dossier.dossier_of(session, case_id).dossier
    return dossier.save_dossier(session, replace(held, answers={**held.answers, **answers}))


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return opened_case(sign_in(Role.RECEPTION))[1]


# ---------------------------------------------------------------------------- pure


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (QuestionKind.TEXT, ["RIAT-77/2026", "لا", "x" * 300], ["", "x" * 301]),
        (QuestionKind.DATE, ["2026-05-12", "2024-02-29"], ["", "12/05/2026", "2026-02-29", "2026"]),
        (QuestionKind.NUMBER, ["0", "12", "9999999"], ["", "-1", "1.5", "007", "10000000", "١٢"]),
        (QuestionKind.YES_NO, ["yes", "no"], ["", "Yes", "oui", "true"]),
        (QuestionKind.CHOICE, ["job", "own"], ["", "Paid work", "other"]),
    ],
)
def test_an_answer_is_of_its_kind(kind: QuestionKind, right: list[str], wrong: list[str]) -> None:
    question = a_question(kind)
    assert [text for text in right if wrong_answer(question, text)] == []
    assert [text for text in wrong if not wrong_answer(question, text)] == []
    assert wrong_answer(None, right[0]), "nobody asks this"


def test_answers_are_read_in_the_language_of_whoever_reads() -> None:
    def said(kind: QuestionKind, text: str) -> tuple[str, str]:
        question = a_question(kind)
        return answer_words(question, text, "en"), answer_words(question, text, "fr")

    assert said(QuestionKind.CHOICE, "job") == ("Paid work", "Emploi")
    assert said(QuestionKind.DATE, "2026-05-12") == ("12 May 2026", "12 mai 2026")
    assert said(QuestionKind.NUMBER, "18") == ("18", "18")
    assert said(QuestionKind.CHOICE, "gone") == ("gone", "gone"), "an option of an older edition"


def test_eurp_names_what_it_needs_before_the_plan_and_before_a_grant() -> None:
    pack = shipped("eurp")
    before_plan = missing(pack, {}, Moment.PLAN)
    assert len(before_plan) == 1
    assert "StarthilfePlus" in before_plan[0]
    before_grant = missing(pack, {}, Moment.GRANT)
    assert len(before_grant) == 2, "what was needed for the plan is needed still"
    assert "RIAT case number" in before_grant[0]
    assert missing(pack, {"other_aid": "None"}, Moment.PLAN) == []
    assert missing(pack, {"other_aid": "None", "riat_number": "R-1"}, Moment.GRANT) == []
    assert missing(pack, {}, Moment.INTAKE) == []


def test_tounesna_names_its_fund_before_a_grant_and_not_before_the_plan() -> None:
    pack = shipped("tounesna")
    assert missing(pack, {}, Moment.PLAN) == []
    (sentence,) = missing(pack, {}, Moment.GRANT)
    assert "Fund that pays" in sentence
    assert len(missing(pack, {"fund": "EUTF"}, Moment.CLOSURE)) == 2
    refused = missing_before([pack], Dossier("case"), Moment.GRANT)
    assert refused
    assert "Tounesna" in refused
    assert "“Programme”" in refused
    assert missing_before([pack], Dossier("case", {"fund": "EUTF"}), Moment.GRANT) is None


def test_the_words_follow_the_language() -> None:
    pack = shipped("eurp")
    set_language("fr")
    try:
        assert any("Numéro de dossier RIAT" in one for one in missing(pack, {}, Moment.GRANT))
    finally:
        set_language("en")


def _check(pack: Pack, known: frozenset[str]) -> None:
    """Whatever is answered, exactly the needed rest is named, and no moment asks for less."""
    answers = {q.id: an_answer(q) for q in pack.questions if q.id in known}
    counted = []
    for place, moment in enumerate(MOMENTS):
        due = [q for q in pack.questions if q.needed in MOMENTS[: place + 1]]
        left = missing(pack, answers, moment)
        assert len(left) == len([q for q in due if q.id not in known])
        assert all(any(q.name.en in one for q in due) for one in left)
        counted.append(len(left))
    assert counted == sorted(counted)


PACKS = load_packs(packs_folder())
ASKED = sorted({question.id for pack in PACKS.values() for question in pack.questions})


@settings(max_examples=15)
@given(pack=st.sampled_from(sorted(PACKS)), known=st.frozensets(st.sampled_from(ASKED)))
def test_exactly_what_is_not_answered_is_missing(pack: str, known: frozenset[str]) -> None:
    _check(PACKS[pack], known)


@pytest.mark.nightly
@settings(max_examples=3000)
@given(pack=st.sampled_from(sorted(PACKS)), known=st.frozensets(st.sampled_from(ASKED)))
def test_exactly_what_is_not_answered_is_missing_anywhere(pack: str, known: frozenset[str]) -> None:
    _check(PACKS[pack], known)


def test_papers_to_come_are_counted_for_each_aid() -> None:
    pack = shipped("tounesna")
    lines = ("line-1", "line-2")
    come = [(asked.id, aid) for asked, aid in papers_to_come(pack, (), Moment.GRANT, lines)]
    assert come == [
        ("business_plan_summary", ""),
        ("contract_of_engagement", "line-1"),
        ("contract_of_engagement", "line-2"),
    ]
    there = (
        Paper("contract_of_engagement", date(2026, 5, 12), aid="line-2"),
        Paper("business_plan_summary", attachment="file-1"),
    )
    left = papers_to_come(pack, there, Moment.GRANT, lines, {"file-1"})
    assert [aid for _asked, aid in left] == ["line-1"]
    removed = papers_to_come(pack, there, Moment.GRANT, lines, ())
    assert [aid for _asked, aid in removed] == ["", "line-1"], "its file was removed"
    assert not any(asked.per_aid for asked, _aid in papers_to_come(pack, (), Moment.GRANT))


# ---------------------------------------------------------------------------- the vault


def test_answers_come_back_as_they_were_given(sign_in: SignIn, case: CaseFile) -> None:
    clerk = sign_in(Role.RECEPTION)
    saved = answer(clerk, case.id, riat_number="  RIAT-77 ", riat_vulnerable="no", heard_from=" ")
    assert saved.answers == {"riat_number": "RIAT-77", "riat_vulnerable": "no"}
    assert (saved.revision, saved.author) == (1, clerk.user.id)
    assert dossier.dossier_of(clerk, case.id).dossier == saved
    again = answer(clerk, case.id, riat_standing="draft")
    assert again.revision == 2
    with clerk.read() as db:
        (item,) = [one for one in outbox.items(db) if one.kind == "dossier"]
    assert (item.id, item.revision, item.case_id) == (case.id, 2, case.id)
    assert "RIAT-77" in item.body


def test_each_wrong_answer_is_named_and_nothing_is_written(sign_in: SignIn, case: CaseFile) -> None:
    clerk = sign_in(Role.RECEPTION)
    with pytest.raises(InvalidInput) as refused:
        answer(clerk, case.id, riat_standing="lost", riat_vulnerable="maybe", nobody_asks="x")
    assert set(refused.value.problems) == {
        "answer.riat_standing", "answer.riat_vulnerable", "answer.nobody_asks",
    }  # fmt: skip
    assert dossier.dossier_of(clerk, case.id).dossier == Dossier(case.id)


def test_an_answer_of_an_older_edition_stays_until_somebody_changes_it(
    sign_in: SignIn, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    pack = clerk.packs["eurp"]
    before = Dossier(case.id, {"asked_once": "so", "riat_standing": "gone"})
    before.check(pack, before, (), clerk.today())
    with pytest.raises(InvalidInput):
        replace(before, answers={"asked_once": "other"}).check(pack, before, (), clerk.today())


def test_two_colleagues_do_not_overwrite_each_other(sign_in: SignIn, case: CaseFile) -> None:
    clerk = sign_in(Role.RECEPTION)
    first = dossier.dossier_of(clerk, case.id).dossier
    answer(clerk, case.id, riat_number="R-1")
    with pytest.raises(StaleRecord):
        dossier.save_dossier(clerk, replace(first, answers={"riat_number": "R-2"}))
    assert dossier.dossier_of(clerk, case.id).dossier.answer("riat_number") == "R-1"


def test_training_has_a_day_and_a_certificate_that_is_attached(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    person, case = opened_case(clerk)
    pack, today = shipped("foras"), clerk.today()
    kind = AttachmentKind.OTHER
    file = attachments.add(clerk, person.id, case.id, kind, a_readable()).id
    right = Attended("life_skills", today, "Casablanca", file)
    empty = Dossier(case.id)
    replace(empty, modules=(right,)).check(pack, empty, {file}, today)
    for wrong, field in (
        (replace(right, on=today + timedelta(days=1)), "module.life_skills.on"),
        (replace(right, certificate="gone"), "module.life_skills.certificate"),
        (replace(right, where="x" * 301), "module.life_skills.where"),
        (replace(right, module="juggling"), "module.juggling"),
    ):
        with pytest.raises(InvalidInput) as refused:
            replace(empty, modules=(wrong,)).check(pack, empty, {file}, today)
        assert set(refused.value.problems) == {field}
    twice = (right, replace(right, where="Rabat"))
    with pytest.raises(InvalidInput):
        replace(empty, modules=twice).check(pack, empty, {file}, today)


def test_a_paper_is_seen_or_attached(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    person, case = opened_case(clerk)
    kind = AttachmentKind.IDENTITY
    file = attachments.add(clerk, person.id, case.id, kind, a_readable())
    seen = Paper("consent_sheet", clerk.today())
    scanned = Paper("identity", attachment=file.id)
    each = Paper("quote", clerk.today(), aid="line-1")
    wrong = (
        Paper("departure"),
        Paper("departure", clerk.today() + timedelta(days=1)),
        Paper("departure", attachment="gone"),
        Paper("departure", clerk.today(), aid="line-1"),
        Paper("quote", clerk.today()),
        Paper("permit", clerk.today()),
    )
    empty = Dossier(case.id)
    for one in wrong:
        with pytest.raises(InvalidInput):
            dossier.save_dossier(clerk, replace(empty, papers=(seen, one)))
    saved = dossier.save_dossier(clerk, replace(empty, papers=(seen, scanned, each)))
    assert dossier.dossier_of(clerk, case.id).dossier == saved
    view = dossier.dossier_of(clerk, case.id)
    left = papers_to_come(view.pack, saved.papers, Moment.INTAKE, (), view.files)
    assert [asked.id for asked, _aid in left] == ["departure"]
    attachments.remove(clerk, file.id, "of somebody else")
    view = dossier.dossier_of(clerk, case.id)
    left = papers_to_come(view.pack, saved.papers, Moment.INTAKE, (), view.files)
    assert [asked.id for asked, _aid in left] == ["identity", "departure"]
    answer(clerk, case.id, heard_from="a cousin")  # what stood there before stands in nobody's way


# ---------------------------------------------------------------------------- what waits


def test_a_plan_and_a_grant_wait_for_the_answers(sign_in: SignIn, case: CaseFile) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.save_plan(counsellor, a_plan(counsellor, case))
    unanswered(counsellor, case.id)
    with pytest.raises(NotAnswered) as refused:
        plans.submit_plan(counsellor, plan.id)
    assert "StarthilfePlus" in refused.value.sentence
    assert "RIAT" not in refused.value.sentence, "that is for the grant"
    assert plans.plans_of(counsellor, case.id)[0] == plan, "nothing was sent"
    answer(counsellor, case.id, other_aid="None")
    plans.submit_plan(counsellor, plan.id)
    plan = plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    counsellor = sign_in(Role.COUNSELLOR)
    with pytest.raises(NotAnswered) as refused:
        grants.request_grant(counsellor, a_request(plan))
    assert "RIAT case number" in refused.value.sentence
    assert grants.grants_of(counsellor, case.id) == []
    answer(counsellor, case.id, riat_number="R-1")
    assert grants.request_grant(counsellor, a_request(plan)).number == 1


def test_the_refusal_names_everything_at_once_and_no_answer(
    sign_in: SignIn, case: CaseFile
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    answered(counsellor, case.id)
    plan = plans.save_plan(counsellor, a_plan(counsellor, case))
    plans.submit_plan(counsellor, plan.id)
    plan = plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    counsellor = sign_in(Role.COUNSELLOR)
    unanswered(counsellor, case.id)
    with pytest.raises(NotAllowed) as refused:
        grants.request_grant(counsellor, a_request(plan))
    assert refused.value.sentence.count("is not answered") == 2
    answer(counsellor, case.id, other_aid="None", riat_number="Qxsecret")
    grants.request_grant(counsellor, a_request(plan))


# ---------------------------------------------------------------------------- beside the record


def test_the_log_binds_the_answers(sign_in: SignIn, case: CaseFile) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    answer(supervisor, case.id, riat_number="R-1")
    assert checked(supervisor).is_whole
    lines = users.audit_lines(supervisor)
    assert Act.DOSSIER_SAVED in {line.act for line in lines}
    with supervisor.vault.transaction() as db:
        db.execute("UPDATE dossier SET body = replace(body, 'R-1', 'R-2')")
    assert not checked(supervisor).is_whole


def test_the_person_gets_the_answers_in_their_copy(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    person, case = opened_case(clerk)
    answer(clerk, case.id, riat_number="RIAT-77", riat_vulnerable="no")
    held = dossier.dossier_of(clerk, case.id).dossier
    dossier.save_dossier(clerk, replace(held, papers=(Paper("identity", clerk.today()),)))
    said = text_by_poppler(rights.subject_copy(sign_in(Role.SUPERVISOR), person.id, "fr"))
    assert "Numéro de dossier RIAT" in said
    assert "RIAT-77" in said
    assert "Pièce d'identité" in said, "the paper that was seen"
