"""What is asked after arrival: exact questions, sealed answers, and an emergency by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_app import audit
from intake_app.acts import Act, Role
from intake_app.cases import service as cases
from intake_app.cases.consent import LegalBasis, Purpose
from intake_app.cases.model import CaseFile, Stage
from intake_app.drafts import service as drafts
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.i18n import set_language
from intake_app.integrity import service as integrity
from intake_app.integrity.model import Report
from intake_app.notes import service as notes
from intake_app.notes.model import NoteKind
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.screening import factors, store, washington
from intake_app.screening import service as screening
from intake_app.screening.model import (
    Determinant,
    Exploitation,
    Health,
    Screening,
    Side,
    Sphere,
    exploitation_answers,
)
from intake_app.screening.safeguards import Answer, ChildFacts, Standing
from intake_app.screening.washington import DOMAINS, Difficulty, ShortSet
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from tests.conftest import FixedClock, SignIn
from tests.core.notes_kit import tables_with
from tests.core.screening_kit import ADULT, CHILD, SAFE, a_case_of, as_role, screened
from tests.factories import TODAY, a_consent, a_provider

YES, NO = Answer.YES, Answer.NO
SUICIDAL = Health(suicidal_ideation=YES)


def checked(session: Session) -> Report:
    """The daily check over everything."""
    integrity.prepare(session)
    return integrity.check(session, lambda *_step: None)


# ---------------------------------------------------------------------------- Washington Group


def test_wording_and_order_of_the_short_set_are_those_of_the_washington_group() -> None:
    assert washington.preamble() == (
        "The next questions ask about difficulties you may have doing certain activities because "
        "of a HEALTH PROBLEM."
    )
    assert [washington.question(domain) for domain in DOMAINS] == [
        "Do you have difficulty seeing, even if wearing glasses?",
        "Do you have difficulty hearing, even if using a hearing aid?",
        "Do you have difficulty walking or climbing steps?",
        "Do you have difficulty remembering or concentrating?",
        "Do you have difficulty (with self-care such as) washing all over or dressing?",
        "Using your usual (customary) language, do you have difficulty communicating, for example"
        " understanding or being understood?",
    ]
    assert [washington.answer_words(answer) for answer in Difficulty] == [
        "No – no difficulty",
        "Yes – some difficulty",
        "Yes – a lot of difficulty",
        "Cannot do at all",
    ]
    assert list(ShortSet().answers()) == list(DOMAINS)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("answer", list(Difficulty))
def test_one_domain_of_three_or_four_is_above_the_cut_off(domain: str, answer: Difficulty) -> None:
    none = ShortSet(*[Difficulty.NONE] * 6)
    assert replace(none, **{domain: answer}).is_above_cut_off() == (answer >= 3)


def test_some_difficulty_everywhere_is_below_and_a_gap_is_not_an_answer() -> None:
    assert ShortSet(*[Difficulty.SOME] * 6).is_above_cut_off() is False
    assert ShortSet(*[Difficulty.SOME] * 5).is_above_cut_off() is None
    assert ShortSet(walking=Difficulty.A_LOT).is_above_cut_off() is True


@pytest.mark.parametrize(
    ("birth", "asked"), [("2022-01-01", False), ("2021-05-12", True), ("2021", True)]
)
def test_the_short_set_is_not_for_children_under_five(
    supervisor: Session, birth: str, asked: bool
) -> None:
    assert washington.is_too_young(PartialDate.from_edtf(birth), TODAY) is not asked
    _person, case = a_case_of(supervisor, birth)
    answers = Screening(case.id, difficulties=ShortSet(seeing=Difficulty.NONE))
    if asked:
        assert screening.save_screening(supervisor, answers).revision == 1
    else:
        with pytest.raises(InvalidInput) as refused:
            screening.save_screening(supervisor, answers)
        assert set(refused.value.problems) == {"seeing"}


# ---------------------------------------------------------------------------- saving


def test_what_is_saved_comes_back_and_each_version_stays(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor)
    cell = Determinant(Sphere.HOUSEHOLD, Side.RISK, ("single_headed",), "Mother alone", "Visit")
    empty = Determinant(Sphere.COMMUNITY, Side.RISK, (), "  ", "")
    first = screened(
        supervisor,
        case.id,
        difficulties=ShortSet(Difficulty.SOME, communicating=Difficulty.CANNOT),
        health=Health(chronic_illness=NO, urgent_care=YES),
        determinants=(cell, empty),
        child=SAFE,
    )
    assert first.determinants == (cell,)
    second = screened(supervisor, case.id, child=replace(SAFE, own_view="Another view"))
    with supervisor.read() as db:
        assert store.versions(db, case.id)[:2] == [second, first]
    assert (first.revision, second.revision) == (2, 3)  # what the file writes is a version too
    assert cases.reload_case(supervisor, case.id).case.stage is Stage.ASSESSMENT
    assert checked(supervisor).is_whole


def test_who_saves_an_old_version_is_told_and_nothing_is_written(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor)
    screened(supervisor, case.id)
    with pytest.raises(StaleRecord):
        screening.save_screening(supervisor, Screening(case.id))
    with supervisor.read() as db:
        assert len(store.versions(db, case.id)) == 1


def test_reception_asks_and_only_trained_colleagues_assess(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor)
    clerk, counsellor = (as_role(supervisor, role) for role in (Role.RECEPTION, Role.COUNSELLOR))
    asked = ChildFacts(standing=Standing.SEPARATED, caregiver="Awa", own_view="To go home.")
    screened(clerk, case.id, child=asked)
    for change in (
        {"assessed_on": TODAY, "assessed_by": "me", "outcome": "fine"},
        {"tracing": SAFE.tracing},
        {"determined_on": TODAY},
    ):
        now = screening.screening_of(clerk, case.id).screening
        for session in (clerk, counsellor):  # the file of the child alone writes these
            with pytest.raises(NotAllowed):
                screening.save_screening(session, replace(now, child=replace(asked, **change)))
    with pytest.raises(NotAllowed):
        screened(clerk, case.id, child=replace(asked, age_in_doubt=True))
    assert screened(counsellor, case.id, child=replace(asked, age_in_doubt=True)).child != asked
    screened(counsellor, case.id, child=asked)
    with pytest.raises(NotAllowed):
        screened(clerk, case.id, determinants=(Determinant(Sphere.COMMUNITY, Side.RISK, ("a",)),))
    with supervisor.read() as db:
        acts = [line.act for line in audit.lines_about(db, [case.id])]
    assert acts.count(Act.SAFEGUARDS_ASSESSED) == 2


def test_a_caregiver_who_agrees_has_a_name(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor)
    with pytest.raises(InvalidInput) as refused:
        screened(supervisor, case.id, child=ChildFacts(caregiver_consent=YES))
    assert set(refused.value.problems) == {"caregiver"}


def test_the_list_of_factors_has_every_cell_of_the_grid_and_no_score() -> None:
    cells = {(one.sphere, one.side) for one in factors.factors()}
    assert cells == {(sphere, side) for sphere in Sphere for side in Side}
    codes = [one.code for one in factors.factors()]
    assert len(set(codes)) == len(codes)
    assert all(one.in_("en") and one.in_("fr") for one in factors.factors())
    assert factors.factor_words("gone_since") == "gone_since"
    assert not any("score" in name for name in vars(Determinant) | vars(Screening))


# ---------------------------------------------------------------------------- exploitation

ANSWERS = {Exploitation.FALSE_PROMISE: YES, Exploitation.THREATS: NO}


def test_reception_seals_the_exploitation_answers_and_reads_nothing_back(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    _person, case = a_case_of(clerk)
    screening.save_screening(clerk, Screening(case.id), ANSWERS)
    drafts.keep(clerk, "screening", case.id, {"false_promise": "yes"})
    with pytest.raises(NotAllowed):
        screening.exploitation_screens(clerk, case.id)
    assert tables_with(clerk, "false_promise") == set()
    drafts.keep(clerk, "consent", case.id, {"false_promise": "yes"})
    assert tables_with(clerk, "false_promise") == {
        "draft: utf-8"
    }  # control: this is how it is found
    drafts.forget(clerk, "consent", case.id)
    counsellor = sign_in(Role.COUNSELLOR)
    (line,) = screening.exploitation_screens(counsellor, case.id)
    assert (line.kind, line.is_letter) == (NoteKind.EXPLOITATION, True)
    read = notes.read_note(counsellor, line.id)
    assert exploitation_answers(read.newest.content.text) == ANSWERS
    (again,) = screening.exploitation_screens(sign_in(Role.SUPERVISOR), case.id)
    assert not again.is_letter


def test_a_refused_screening_seals_nothing(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor)
    with pytest.raises(InvalidInput):
        screening.save_screening(
            supervisor, Screening(case.id, child=ChildFacts(caregiver_consent=YES)), ANSWERS
        )
    assert screening.exploitation_screens(supervisor, case.id) == []
    screening.save_screening(supervisor, Screening(case.id), ANSWERS)
    assert len(screening.exploitation_screens(supervisor, case.id)) == 1


# ---------------------------------------------------------------------------- the emergency


def referred(
    session: Session, case: CaseFile, sector: str, urgency: Urgency = Urgency.EMERGENCY
) -> Referral:
    """Referred to a new service of this sector, without a consent: it is about a life."""
    counsellor = as_role(session, Role.COUNSELLOR)
    provider = referrals.save_provider(counsellor, a_provider(sector=sector))
    person = cases.reload_case(session, case.id).person
    basis = a_consent(
        person,
        purpose=Purpose.SHARING,
        recipient_id=provider.id,
        legal_basis=LegalBasis.VITAL_INTEREST,
        basis_reason="a life is at risk",
    )
    cases.give_consent(counsellor, basis)
    wanted = Referral(new_id(), case.id, provider.id, sector, "care", urgency)
    return referrals.refer(counsellor, wanted)


def is_due(session: Session) -> bool:
    return bool(screening.open_emergencies(session))


def test_thoughts_of_suicide_make_an_emergency_referral_due_in_24_hours(
    supervisor: Session, clock: FixedClock
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    clerk = as_role(supervisor, Role.RECEPTION)
    screened(clerk, case.id, health=Health(suicidal_ideation=NO, urgent_care=YES))
    assert not is_due(supervisor)
    screened(clerk, case.id, health=SUICIDAL)
    (state,) = screening.open_emergencies(supervisor)
    assert state.emergency.due_at == clock() + timedelta(hours=24)
    assert state.case_number == case.number
    clock.moment += timedelta(hours=5)
    for health in (SUICIDAL, Health(), Health(suicidal_ideation=NO), SUICIDAL):
        screened(clerk, case.id, health=health)
    assert screening.open_emergencies(supervisor) == [state]  # neither gone nor put off
    assert checked(supervisor).is_whole


def test_only_an_emergency_referral_to_care_meets_it(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    screened(supervisor, case.id, health=SUICIDAL)
    referred(supervisor, case, "health", Urgency.URGENT)
    referred(supervisor, case, "housing")
    assert is_due(supervisor)
    referral = referred(supervisor, case, "psychosocial")
    assert not is_due(supervisor)
    (state,) = screening.screening_of(supervisor, case.id).emergencies
    assert state.met_by == referral.id
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    referrals.answer_referral(counsellor, referral.id, ReferralState.REVOKED, "closed today")
    assert is_due(supervisor)
    referred(supervisor, case, "health")
    assert not is_due(supervisor)


def test_an_older_referral_does_not_meet_a_new_emergency(
    supervisor: Session, clock: FixedClock
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    referred(supervisor, case, "health")
    clock.moment += timedelta(hours=1)
    screened(supervisor, case.id, health=SUICIDAL)
    assert is_due(supervisor)


def test_a_supervisor_closes_it_with_a_reason_and_a_new_yes_raises_the_next(
    supervisor: Session,
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    screened(supervisor, case.id, health=SUICIDAL)
    (state,) = screening.open_emergencies(supervisor)
    wanted = (case.id, state.emergency.id)
    with pytest.raises(InvalidInput):
        screening.close_emergency(supervisor, *wanted, "  ")
    with pytest.raises(NotAllowed):
        screening.close_emergency(as_role(supervisor, Role.COUNSELLOR), *wanted, "a slip")
    assert is_due(supervisor)
    screening.close_emergency(supervisor, *wanted, "a slip of the finger")
    assert not is_due(supervisor)
    with pytest.raises(NotAllowed):
        screening.close_emergency(supervisor, *wanted, "again")
    screened(supervisor, case.id, health=Health(suicidal_ideation=NO))
    assert not is_due(supervisor)
    screened(supervisor, case.id, health=SUICIDAL)
    assert is_due(supervisor)
    assert checked(supervisor).is_whole


def test_the_words_follow_the_language(supervisor: Session) -> None:
    set_language("fr")
    assert factors.choices(Sphere.HOUSEHOLD, Side.RISK)[0][1] == "Violence dans la famille"
    _person, case = a_case_of(supervisor, CHILD)
    assert len(screening.screening_of(supervisor, case.id).stops) == 6
