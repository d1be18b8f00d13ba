"""The file of a child: what is appended, who confirms, what the safeguards read, what goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_app import outbox
from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose as Consented
from intake_app.cases.consent import Shareable
from intake_app.children import service as children
from intake_app.children import store
from intake_app.children.model import (
    Action,
    Answered,
    Body,
    Care,
    Closed,
    EntryKind,
    Outcome,
    Purpose,
    SeparationCause,
    Situation,
    Step,
    StepState,
    Verdict,
    Words,
)
from intake_app.deadlines import service as deadlines
from intake_app.dossier import service as dossier
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.followups import service as followups
from intake_app.notes import service as notes
from intake_app.notes.model import NoteKind
from intake_app.packs.model import Moment
from intake_app.referrals.sheet import Withheld, kept_lines
from intake_app.rights import service as rights
from intake_app.screening import gate
from intake_app.screening import service as screening
from intake_app.screening.safeguards import ChildFacts, Standing, Tracing
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault.db import DatabaseError
from tests.core.children_kit import (
    SAID,
    a_determination,
    a_known_counterpart,
    a_request,
    a_reunion,
    a_verification,
    an_assessment,
    an_attempt,
    an_inquiry,
    counsellor_and_supervisor,
    determined,
    verified,
)
from tests.core.documents_reading import page_texts
from tests.core.screening_kit import ADULT, SAFE, a_case_of, as_role, screened
from tests.core.test_integrity import checked
from tests.factories import TODAY, a_consent, a_refusal

ALONE = replace(
    SAFE, assessed_on=None, assessed_by="", outcome="", determined_on=None, tracing=None
)


def facts(session: Session, case_id: str) -> ChildFacts:
    return screening.screening_of(session, case_id).screening.child


def a_child(session: Session) -> str:
    _person, case = a_case_of(session)
    screened(session, case.id, child=ALONE)
    return case.id


# ---------------------------------------------------------------- best interests


def test_the_newest_assessment_is_what_the_safeguards_read_and_each_one_stays(
    supervisor: Session,
) -> None:
    case_id = a_child(supervisor)
    counsellor, _supervisor = counsellor_and_supervisor(supervisor)
    first = children.note(counsellor, case_id, an_assessment(), SAID)
    assert facts(supervisor, case_id).is_assessed
    second = children.note(counsellor, case_id, an_assessment(outcome="To a foster family."), SAID)
    file = children.child_file(counsellor, case_id).file
    assert [one.id for one in file.interests] == [second.id, first.id]
    assert (file.is_in_force(second), file.is_in_force(first)) == (True, False)
    assert facts(supervisor, case_id).outcome == "To a foster family."
    with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
        db.execute("UPDATE child_entry SET body = '{}'")
    with supervisor.read() as db:
        assert store.get(db, first.id) == first
    assert users.check_audit(supervisor) is None


def test_a_determination_counts_once_a_second_person_has_confirmed_it(supervisor: Session) -> None:
    case_id = a_child(supervisor)
    counsellor, other = counsellor_and_supervisor(supervisor)
    with pytest.raises(NotAllowed, match="rests on one"):  # an assessment comes first
        children.note(counsellor, case_id, a_determination(), SAID)
    children.note(counsellor, case_id, an_assessment(), SAID)
    asked = children.note(counsellor, case_id, a_determination(), SAID)
    assert facts(supervisor, case_id).determined_on is None
    with pytest.raises(NotAllowed, match="yourself"):
        children.confirm(counsellor, asked.id)
    with pytest.raises(InvalidInput):
        children.send_back(other, asked.id, " ")
    children.send_back(other, asked.id, "The aunt was not heard.")
    assert facts(supervisor, case_id).determined_on is None
    with pytest.raises(NotAllowed, match="does not wait"):
        children.confirm(other, asked.id)
    again = children.note(counsellor, case_id, a_determination(), SAID)
    children.confirm(other, again.id)
    assert facts(supervisor, case_id).determined_on == TODAY
    with pytest.raises(NotAllowed):  # nobody confirms by the way of the others
        children.note(other, case_id, Verdict(TODAY, again.id, True))


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        (an_assessment(on=None), {"on"}),
        (an_assessment(on=TODAY + timedelta(days=1)), {"on"}),
        (an_assessment(made_by=" ", took_part="", outcome=""), {"made_by", "took_part", "outcome"}),
        (an_assessment(review_on=None), {"review_on"}),
        (an_assessment(review_on=TODAY), {"review_on"}),
        (a_determination(panel=a_determination().panel[:1]), {"panel"}),
        (a_determination(panel=a_determination().panel[:1] * 2), {"panel"}),
        (a_determination(options=a_determination().options[:1]), {"options"}),
        (a_request(looking_for="", known=" "), {"looking_for", "known"}),
        (an_attempt(Outcome.SUCCESSFUL, note=""), {"note"}),
        (an_attempt(action=None, by_whom="", outcome=None), {"action", "by_whom", "outcome"}),
        (a_reunion(papers="", follow_up_on=TODAY), {"papers", "follow_up_on"}),
        (Closed(TODAY, " "), {"reason"}),
        (Situation(TODAY), {"cause"}),
        (Situation(TODAY, SeparationCause.OTHER), {"cause_words"}),
        (Step(TODAY, "step_1", StepState.SKIPPED), {"note"}),
        (Step(TODAY, "step_1", StepState.DONE), {"by_whom"}),
        (Answered(TODAY, "x", ""), {"outcome"}),
        (a_request(known="x" * 2_001), {"known"}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(body: Body, problems: set[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        body.cleaned().check(TODAY)
    assert set(refused.value.problems) == problems


def test_what_the_child_said_is_sealed_and_opened_with_a_line(supervisor: Session) -> None:
    case_id = a_child(supervisor)
    with pytest.raises(InvalidInput) as refused:
        children.note(supervisor, case_id, an_assessment(), Words("", "danger"))
    assert set(refused.value.problems) == {"said"}
    entry = children.note(supervisor, case_id, an_assessment(), SAID)
    with supervisor.read() as db:
        for table in ("child_entry", "screening", "outbox"):
            rows = [str(tuple(row)) for row in db.execute(f"SELECT * FROM {table}")]
            assert not any("Qxsaid" in row or "Qxrisk" in row for row in rows)
    assert children.read_words(supervisor, entry.id) == SAID
    (line,) = notes.notes_about(supervisor, cases.reload_case(supervisor, case_id).person.id)
    assert line.kind is NoteKind.CHILD
    clerk = as_role(supervisor, Role.RECEPTION)
    for forbidden in (
        lambda: children.read_words(clerk, entry.id),
        lambda: children.child_file(clerk, case_id),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    with pytest.raises(NotFound):
        children.read_words(supervisor, children.note(supervisor, case_id, a_request()).id)


# ---------------------------------------------------------------- the search


def test_the_search_goes_step_by_step_and_a_second_person_verifies(supervisor: Session) -> None:
    case_id = a_child(supervisor)
    counsellor, other = counsellor_and_supervisor(supervisor)
    children.note(counsellor, case_id, a_request())
    assert facts(supervisor, case_id).tracing is Tracing.OPEN
    children.note(counsellor, case_id, an_attempt())
    assert facts(supervisor, case_id).tracing is Tracing.IN_PROGRESS
    with pytest.raises(NotAllowed, match="Nobody has found"):
        children.verify(other, case_id, a_verification())
    found = children.note(counsellor, case_id, an_attempt(Outcome.SUCCESSFUL))
    with pytest.raises(NotAllowed, match="yourself"):
        children.verify(counsellor, case_id, a_verification())
    assert facts(supervisor, case_id).tracing is Tracing.IN_PROGRESS
    with supervisor.read() as db, pytest.raises(NotAllowed):
        gate.before_hand_over(db, case_id, TODAY)
    entry = children.verify(other, case_id, a_verification())
    assert entry.body.about == found.id
    assert facts(supervisor, case_id).tracing is Tracing.VERIFIED
    with supervisor.read() as db:
        gate.before_hand_over(db, case_id, TODAY)
    with pytest.raises(NotAllowed, match="determination"):  # no lasting solution before
        children.note(counsellor, case_id, a_reunion())
    determined(supervisor, case_id)
    children.note(counsellor, case_id, a_reunion(follow_up_on=TODAY + timedelta(days=14)))
    assert facts(supervisor, case_id).tracing is Tracing.REUNIFIED
    planned = followups.follow_ups_of(counsellor, case_id).follow_ups
    assert TODAY + timedelta(days=14) in {one.due_on for one in planned}


def test_who_was_found_in_a_search_that_ended_is_not_verified_in_the_next_one(
    supervisor: Session,
) -> None:
    case_id = a_child(supervisor)
    counsellor, other = counsellor_and_supervisor(supervisor)
    children.note(counsellor, case_id, a_request())
    children.note(counsellor, case_id, an_attempt(Outcome.SUCCESSFUL))
    children.note(counsellor, case_id, Closed(TODAY, "It was another family."))
    children.note(counsellor, case_id, a_request())
    children.note(counsellor, case_id, an_attempt())
    with pytest.raises(NotAllowed, match="Nobody has found"):
        children.verify(other, case_id, a_verification())
    children.note(counsellor, case_id, an_attempt(Outcome.SUCCESSFUL))
    children.verify(other, case_id, a_verification())  # the control


def test_nobody_looks_for_the_family_of_who_said_no_and_may_always_stop(
    supervisor: Session,
) -> None:
    person, case = a_case_of(supervisor)
    counsellor, other = counsellor_and_supervisor(supervisor)
    children.note(counsellor, case.id, a_request())
    no = a_refusal(person, purpose=Consented.TRACING, refused_on=TODAY)
    cases.refuse_consent(counsellor, no)
    for forbidden in (a_request(), an_attempt(Outcome.SUCCESSFUL)):
        with pytest.raises(NotAllowed):
            children.note(counsellor, case.id, forbidden)
    with pytest.raises(NotAllowed):
        children.verify(other, case.id, a_verification())
    children.note(counsellor, case.id, Closed(TODAY, "The child does not want it."))
    assert facts(supervisor, case.id).tracing is Tracing.CLOSED
    with pytest.raises(NotAllowed):  # it is closed already
        children.note(counsellor, case.id, Closed(TODAY, "Again"))


def test_a_photograph_is_shown_with_its_own_consent_only(supervisor: Session) -> None:
    person, case = a_case_of(supervisor)
    counsellor, _other = counsellor_and_supervisor(supervisor)
    shown = an_attempt(action=Action.PHOTO)
    with pytest.raises(NotAllowed, match="photograph"):
        children.note(counsellor, case.id, shown)
    cases.give_consent(counsellor, a_consent(person, purpose=Consented.PHOTO))
    children.note(counsellor, case.id, shown)
    assert facts(supervisor, case.id).tracing is Tracing.IN_PROGRESS


def test_a_vault_of_before_goes_on_where_its_screening_stands(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor)
    old = replace(ALONE, tracing=Tracing.VERIFIED, assessed_on=TODAY, assessed_by="A", outcome="B")
    screened(supervisor, case.id, child=old)
    counsellor, other = counsellor_and_supervisor(supervisor)
    assert children.child_file(counsellor, case.id).file.entries == ()
    children.note(counsellor, case.id, a_request())
    assert facts(supervisor, case.id).tracing is Tracing.VERIFIED  # a request takes nothing back
    asked = children.note(counsellor, case.id, a_determination(), SAID)
    children.confirm(other, asked.id)
    children.note(counsellor, case.id, a_reunion())
    assert facts(supervisor, case.id).tracing is Tracing.REUNIFIED


def test_an_adult_has_no_procedure_for_children(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    counsellor, _other = counsellor_and_supervisor(supervisor)
    assert not children.has_child_file(supervisor, case.id)
    for body in (an_assessment(), a_request(), Situation(TODAY, care=Care.NONE)):
        with pytest.raises(NotAllowed, match="of age"):
            children.note(counsellor, case.id, body, SAID)
    screened(supervisor, case.id, child=ChildFacts(age_in_doubt=True))
    assert children.has_child_file(supervisor, case.id)
    children.note(counsellor, case.id, Situation(TODAY, care=Care.NONE))
    screened(supervisor, case.id, child=ChildFacts())
    assert children.has_child_file(supervisor, case.id)  # what was written stays to be read


def test_a_closed_case_is_not_written_in(supervisor: Session) -> None:
    case_id = a_child(supervisor)
    counsellor, _other = counsellor_and_supervisor(supervisor)
    with supervisor.vault.transaction() as db:
        db.execute("UPDATE case_file SET stage = 'closure' WHERE id = ?", (case_id,))
    with pytest.raises(NotAllowed, match="closed"):
        children.note(counsellor, case_id, a_request())


# ---------------------------------------------------------------- the counterpart


def test_what_goes_to_the_counterpart_is_what_the_consent_allows_and_is_kept(
    supervisor: Session,
) -> None:
    person, case = a_case_of(supervisor)
    screened(supervisor, case.id, child=ALONE)
    counsellor, _other = counsellor_and_supervisor(supervisor)
    with pytest.raises(NotAllowed, match="who works on the case"):
        children.send(counsellor, case.id, an_inquiry())
    provider = a_known_counterpart(supervisor, person, case.id, withheld=(Shareable.PHONE,))
    sent = children.send(counsellor, case.id, an_inquiry(), left_out={"address"})
    body = sent.body
    assert (body.provider_id, bool(body.consent_id)) == (provider.id, True)  # type: ignore[attr-defined]
    assert "name" in body.shared  # type: ignore[attr-defined]
    kept = {one.field: one.withheld for one in kept_lines(body.withheld)}  # type: ignore[attr-defined]
    assert (kept["phone"], kept["address"]) == (Withheld.PERSON, Withheld.COUNSELLOR)
    copy = " ".join(" ".join(page_texts(rights.subject_copy(supervisor, person.id, "en"))).split())
    for words in ("ISS counterpart (example)", "By e-mail in an encrypted file", "Social inquiry"):
        assert words in copy, "the transfer log of the copy"
    no = a_refusal(person, purpose=Consented.SHARING, recipient_id=provider.id, refused_on=TODAY)
    (consent,) = [one for one in cases.consents(counsellor, person.id) if one.recipient_id]
    cases.withdraw_consent(counsellor, consent, "afraid")
    cases.refuse_consent(counsellor, no)
    with pytest.raises(NotAllowed):
        children.send(counsellor, case.id, an_inquiry(purpose=Purpose.REPORT))


def test_nothing_goes_while_child_or_caregiver_do_not_agree(supervisor: Session) -> None:
    person, case = a_case_of(supervisor)
    screened(supervisor, case.id, child=ALONE)
    a_known_counterpart(supervisor, person, case.id)
    counsellor, _other = counsellor_and_supervisor(supervisor)
    screened(supervisor, case.id, child=replace(facts(supervisor, case.id), own_view=""))
    with pytest.raises(NotAllowed, match="own view"):
        children.send(counsellor, case.id, an_inquiry())
    assert children.child_file(counsellor, case.id).file.inquiries == []


def test_a_report_answers_one_inquiry_once(supervisor: Session) -> None:
    person, case = a_case_of(supervisor)
    screened(supervisor, case.id, child=ALONE)
    a_known_counterpart(supervisor, person, case.id)
    counsellor, _other = counsellor_and_supervisor(supervisor)
    sent = children.send(counsellor, case.id, an_inquiry())
    with pytest.raises(InvalidInput):
        children.note(counsellor, case.id, Answered(TODAY, sent.id, "Well", file_id="no file"))
    children.note(counsellor, case.id, Answered(TODAY, sent.id, "The aunt has two rooms."))
    with pytest.raises(NotAllowed):
        children.note(counsellor, case.id, Answered(TODAY, sent.id, "Again"))


# ---------------------------------------------------------------- the programme's questions


def an_iss_case(session: Session) -> str:
    person, case = a_case_of(session)
    with session.vault.transaction() as db:
        db.execute("UPDATE case_file SET pack = 'iss' WHERE id = ?", (case.id,))
    screened(session, case.id, child=ALONE)
    assert person
    return case.id


def test_the_programme_s_questions_are_answered_by_the_file_and_by_nobody_else(
    supervisor: Session,
) -> None:
    case_id = an_iss_case(supervisor)
    held = dossier.dossier_of(supervisor, case_id).dossier
    with pytest.raises(InvalidInput) as refused:
        dossier.save_dossier(supervisor, replace(held, answers={"counterpart": "Dakar"}))
    assert set(refused.value.problems) == {"answer.counterpart"}
    person = cases.reload_case(supervisor, case_id).person
    counsellor, _other = counsellor_and_supervisor(supervisor)
    with supervisor.read() as db:
        assert len(dossier.not_there(supervisor, db, case_id, Moment.PLAN)) == 3
    a_known_counterpart(supervisor, person, case_id)
    sent = children.send(counsellor, case_id, an_inquiry())
    children.note(counsellor, case_id, Answered(TODAY, sent.id, "Two rooms."))
    held = dossier.dossier_of(supervisor, case_id).dossier
    assert held.answers == {
        "counterpart": "ISS counterpart (example), CI",
        "inquiry_asked_on": TODAY.isoformat(),
        "inquiry_answered_on": TODAY.isoformat(),
    }
    agreed = {**held.answers, "life_project_agreed": "yes"}
    dossier.save_dossier(supervisor, replace(held, answers=agreed))  # the others are typed
    now = dossier.dossier_of(supervisor, case_id).dossier
    with pytest.raises(InvalidInput):  # nor taken away
        dossier.save_dossier(supervisor, replace(now, answers={"life_project_agreed": "yes"}))
    with supervisor.read() as db:
        assert dossier.not_there(supervisor, db, case_id, Moment.PLAN) == []


def test_an_answer_of_before_stays_readable_until_the_file_answers(supervisor: Session) -> None:
    case_id = an_iss_case(supervisor)
    with supervisor.vault.transaction() as db:
        db.execute(
            "INSERT INTO dossier VALUES (?, 1, ?, 'x', 'x')",
            (case_id, '{"answers":{"counterpart":"SSI Dakar"},"modules":[],"papers":[]}'),
        )
    held = dossier.dossier_of(supervisor, case_id).dossier
    assert held.answer("counterpart") == "SSI Dakar"
    saved = dossier.save_dossier(
        supervisor, replace(held, answers={**held.answers, "life_project_agreed": "yes"})
    )
    assert saved.answer("counterpart") == "SSI Dakar"


def test_steps_are_ticked_off_left_out_with_a_reason_and_taken_back(supervisor: Session) -> None:
    case_id = an_iss_case(supervisor)
    counsellor, _other = counsellor_and_supervisor(supervisor)
    done = Step(TODAY, "step_1", StepState.DONE, "Awa Bah")
    children.note(counsellor, case_id, done)
    with pytest.raises(NotAllowed, match="take that back"):
        children.note(counsellor, case_id, replace(done, state=StepState.SKIPPED, note="no"))
    children.note(counsellor, case_id, replace(done, state=StepState.UNDONE, note="A slip"))
    with pytest.raises(NotAllowed, match="nothing to take back"):
        children.note(counsellor, case_id, replace(done, state=StepState.UNDONE, note="A slip"))
    left_out = Step(TODAY, "step_1", StepState.SKIPPED, note="Not for this child")
    children.note(counsellor, case_id, left_out)
    with pytest.raises(NotAllowed, match="no such step"):
        children.note(counsellor, case_id, replace(done, step="step_9"))
    file = children.child_file(counsellor, case_id).file
    assert file.steps()["step_1"].body == left_out


# ---------------------------------------------------------------- the wall, the hub, the check


def due(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in deadlines.wall(session):
        if line.kind.startswith("child_"):
            found.setdefault(line.kind, []).append(line.due)
    return found


def test_reviews_inquiries_and_determinations_stand_on_the_wall_until_they_are_met(
    supervisor: Session,
) -> None:
    person, case = a_case_of(supervisor)
    screened(supervisor, case.id, child=ALONE)
    counsellor, other = counsellor_and_supervisor(supervisor)
    soon = TODAY + timedelta(days=10)
    children.note(counsellor, case.id, an_assessment(review_on=soon), SAID)
    later = TODAY + timedelta(days=20)
    children.note(counsellor, case.id, an_assessment(review_on=later), SAID)
    a_known_counterpart(supervisor, person, case.id)
    sent = children.send(counsellor, case.id, an_inquiry(answer_by=soon))
    assert due(other) == {"child_review": [later.isoformat()], "child_inquiry": [soon.isoformat()]}
    asked = children.note(counsellor, case.id, a_determination(), SAID)
    assert "child_determination" in due(other)
    assert "child_determination" not in due(counsellor)  # its author cannot
    children.confirm(other, asked.id)
    children.note(counsellor, case.id, Answered(TODAY, sent.id, "Two rooms."))
    assert due(other) == {}


def test_headquarters_gets_kind_and_day_and_the_daily_check_knows_every_entry(
    supervisor: Session,
) -> None:
    case_id = a_child(supervisor)
    entry = determined(supervisor, case_id)
    verified(supervisor, case_id)
    with supervisor.read() as db:
        sent = [one for one in outbox.items(db) if one.kind == "child_entry"]
        assert len(sent) == 6
        assert set(children.for_hub(entry).__dict__) == {"case_id", "kind", "on", "mark"}
        assert not any("aunt" in one.body or "Barry" in one.body for one in sent)
    assert checked(supervisor).is_whole
    with supervisor.vault.transaction() as db:
        db.execute("DELETE FROM child_entry WHERE id = ?", (entry.id,))
    assert not checked(supervisor).is_whole, "control: an entry that is gone is noticed"
    assert {one.kind for one in children.child_file(supervisor, case_id).file.entries} >= {
        EntryKind.VERDICT,
        EntryKind.VERIFIED,
    }


def test_a_child_with_its_family_goes_on_without_any_of_it(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor)
    screened(supervisor, case.id, child=replace(ALONE, standing=Standing.ACCOMPANIED))
    with supervisor.read() as db:
        gate.before_hand_over(db, case.id, TODAY)
        assert store.of_case(db, case.id).entries == ()
