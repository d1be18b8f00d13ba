"""Referrals: what goes, what stays and why, who may set which state, and when something is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose, Shareable
from intake_app.cases.model import CaseFile
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals import store
from intake_app.referrals.model import (
    RULES,
    Channel,
    Direction,
    Passage,
    Provider,
    Referral,
    ReferralLine,
    ReferralState,
    Urgency,
    code_meant,
    reply_code,
    slip_text,
)
from intake_app.referrals.needed import SheetField, fields_of
from intake_app.referrals.service import Question
from intake_app.referrals.sheet import Withheld, as_kept, kept_lines, may_still_go, sheet
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.test_case_journey import opened_case
from tests.factories import a_consent, a_provider


def later(session: Session, **time: int) -> Session:
    """The same user, so much later."""
    moment = session.clock() + timedelta(**time)
    return replace(session, clock=lambda: moment)


def lines(desk: Session, ready: str) -> list[ReferralLine]:
    """What stands under a ready filter of the list."""
    return referrals.find_referrals(desk, Question(ready), 100).lines


def listed(desk: Session, ready: str) -> list[str]:
    return [one.id for one in lines(desk, ready)]


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    return opened_case(sign_in(Role.RECEPTION))


@pytest.fixture
def person(opened: tuple[Person, CaseFile]) -> Person:
    return opened[0]


@pytest.fixture
def case(opened: tuple[Person, CaseFile]) -> CaseFile:
    return opened[1]


@pytest.fixture
def desk(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def service(desk: Session) -> Provider:
    return referrals.save_provider(desk, a_provider())


def agree(
    desk: Session, person: Person, service: Provider, withheld: tuple[Shareable, ...] = ()
) -> None:
    cases.give_consent(
        desk,
        a_consent(person, purpose=Purpose.SHARING, recipient_id=service.id, withheld=withheld),
    )


def wanted(case: CaseFile, service: Provider, urgency: Urgency = Urgency.NORMAL) -> Referral:
    return Referral(
        new_id(), case.id, service.id, service.sector, "Formation de couture", urgency,
        passage=Passage.CARRIED,
    )  # fmt: skip


@pytest.fixture
def made(desk: Session, person: Person, case: CaseFile, service: Provider) -> Referral:
    agree(desk, person, service)
    return referrals.refer(desk, wanted(case, service))


# ---------------------------------------------------------------------------- the data sheet


def test_what_goes_is_what_the_kind_of_help_needs_and_the_consent_allows(person: Person) -> None:
    consent = a_consent(person, withheld=(Shareable.PHONE, Shareable.WORK))
    lines = {line.field: line.withheld for line in sheet("employment", consent, {"birth"})}
    assert {field for field, why in lines.items() if why is None} == {
        SheetField.NAME, SheetField.SEX, SheetField.LANGUAGE, SheetField.ADDRESS,
        SheetField.RETURN,
    }  # fmt: skip
    assert lines[SheetField.PHONE] is lines[SheetField.SKILLS] is Withheld.PERSON
    assert lines[SheetField.BIRTH] is Withheld.COUNSELLOR
    assert lines[SheetField.DOCUMENTS] is Withheld.NOT_NEEDED
    assert set(lines) == set(SheetField)  # nothing is passed over in silence


def test_every_sector_of_the_packs_says_what_it_needs(desk: Session) -> None:
    sectors = {one.id for pack in desk.packs.values() for one in pack.sectors}
    common = fields_of("")
    assert {one for one in sectors if fields_of(one) == common} == set()
    assert fields_of("nothing of ours") == common


def test_without_a_consent_nothing_that_says_who_goes() -> None:
    goes, stays = as_kept(sheet("health", None))
    assert goes == ("sex", "language")
    assert "name:person" in stays
    assert {line.field for line in kept_lines(stays)} == set(SheetField) - {
        SheetField.SEX, SheetField.LANGUAGE,
    }  # fmt: skip


def test_a_referral_keeps_what_went_and_why_the_rest_did_not(
    desk: Session, person: Person, case: CaseFile, service: Provider
) -> None:
    agree(desk, person, service, (Shareable.PHONE,))
    made = referrals.refer(desk, wanted(case, service), left_out={"return"})
    assert set(made.shared) == {
        "name", "sex", "birth", "language", "address", "schooling", "work", "skills",
    }  # fmt: skip
    assert {"phone:person", "return:counsellor", "documents:not_needed"} <= set(made.withheld)
    with desk.read() as db:
        assert store.get(db, made.id) == made


def test_what_is_kept_back_later_does_not_go_any_more(person: Person) -> None:
    consent = a_consent(person, withheld=(Shareable.NAME,))
    assert may_still_go(("name", "sex"), consent) == {SheetField.SEX}
    assert SheetField.NAME in may_still_go((), a_consent(person))


# ---------------------------------------------------------------------------- the clock


def test_each_urgency_has_its_clock_and_says_when_it_has_run_out(
    desk: Session, person: Person, case: CaseFile, service: Provider
) -> None:
    agree(desk, person, service)
    clocks = {Urgency.EMERGENCY: 24, Urgency.URGENT: 72, Urgency.NORMAL: 336}
    for hours, urgency in ((clocks[one], one) for one in Urgency):
        made = referrals.refer(desk, wanted(case, service, urgency))
        due = datetime.fromisoformat(made.referred_at) + timedelta(hours=hours)
        assert made.due() == due
        assert not made.is_overdue(due)
        assert made.is_overdue(due + timedelta(seconds=1))
        (line,) = (one for one in lines(desk, "open") if one.id == made.id)
        assert line.due_at == due.isoformat()
        assert made.id not in listed(replace(desk, clock=lambda due=due: due), "overdue")
        after = due + timedelta(seconds=1)
        assert made.id in listed(replace(desk, clock=lambda after=after: after), "overdue")


def test_an_accepted_one_that_nobody_hears_of_is_stale_after_two_weeks(
    desk: Session, made: Referral
) -> None:
    soon = later(desk, days=3)
    accepted = referrals.answer_referral(soon, made.id, ReferralState.ACCEPTED, "")
    assert not accepted.is_stale(soon.clock() + timedelta(days=14))
    assert accepted.is_stale(soon.clock() + timedelta(days=14, seconds=1))
    then = later(soon, days=15)
    assert [one.id for one in referrals.find_referrals(then, Question("stale"), 10).lines] == [
        made.id
    ]
    done = referrals.answer_referral(then, made.id, ReferralState.DONE, "")
    assert done.due() is None
    assert listed(then, "open") == []
    assert referrals.find_referrals(then, Question("stale"), 10).total == 0


# ---------------------------------------------------------------------------- states


def test_only_the_steps_of_the_table_are_made(desk: Session, made: Referral) -> None:
    steps = {(rule.before, rule.after) for rule in RULES}
    for before, after in product(ReferralState, ReferralState):
        with desk.vault.transaction() as db:
            store.put(db, replace(made, state=before))
        if (before, after) in steps:
            answered = referrals.answer_referral(desk, made.id, after, "words")
            assert (answered.state, answered.steps[-1].state) == (after, after)
        else:
            with pytest.raises(NotAllowed):
                referrals.answer_referral(desk, made.id, after, "words")


def test_a_no_needs_its_reason(desk: Session, made: Referral) -> None:
    with pytest.raises(InvalidInput) as refused:
        referrals.answer_referral(desk, made.id, ReferralState.REJECTED, "  ")
    assert "answer" in refused.value.problems
    assert referrals.referrals_of(desk, made.case_id)[0].state is ReferralState.IN_PROGRESS


def test_each_step_keeps_when_by_whom_and_how_the_word_came(desk: Session, made: Referral) -> None:
    day = desk.today() + timedelta(days=20)
    referrals.answer_referral(
        later(desk, days=9), made.id, ReferralState.ACCEPTED, "Le 1er juin", Channel.SLIP, day
    )
    done = referrals.answer_referral(later(desk, days=30), made.id, ReferralState.DONE, "")
    assert [(step.state, step.how) for step in done.steps] == [
        (ReferralState.ACCEPTED, Channel.SLIP), (ReferralState.DONE, Channel.HAND),
    ]  # fmt: skip
    assert done.steps[0].words == "Le 1er juin"
    assert done.appointment == day.isoformat()
    assert done.answered_at == (desk.clock() + timedelta(days=9)).isoformat()
    assert referrals.records(desk)[made.provider_id].days == 9


def test_help_is_rated_once_it_was_given_and_never_one_that_we_received(
    desk: Session, made: Referral
) -> None:
    with pytest.raises(NotAllowed):
        referrals.rate(desk, made.id, 5, "")
    referrals.answer_referral(desk, made.id, ReferralState.ACCEPTED, "")
    done = referrals.answer_referral(desk, made.id, ReferralState.DONE, "")
    assert done.is_to_rate
    assert referrals.find_referrals(desk, Question("to_rate"), 10).total == 1
    with pytest.raises(InvalidInput):
        referrals.rate(desk, made.id, 6, "")
    rated = referrals.rate(desk, made.id, 4, "Accueil chaleureux")
    assert (rated.rating, rated.is_to_rate) == (4, False)
    assert referrals.find_referrals(desk, Question("to_rate"), 10).total == 0
    record = referrals.records(desk)[made.provider_id]
    assert (record.rating, record.rated, record.accepted, record.answered) == (40, 1, 1, 1)


# ---------------------------------------------------------------------------- received


def test_one_that_we_received_is_the_same_record_the_other_way_round(
    desk: Session, case: CaseFile, service: Provider
) -> None:
    got = referrals.receive(desk, replace(wanted(case, service), their_number=" R 17 "))
    assert (got.direction, got.their_number, got.shared) == (Direction.IN, "R 17", ())
    assert [one.id for one in referrals.find_referrals(desk, Question("received"), 10).lines] == [
        got.id
    ]
    answered = referrals.answer_referral(desk, got.id, ReferralState.ACCEPTED, "Venez lundi")
    assert answered.is_received
    assert referrals.records(desk) == {}  # it says nothing about how that service answers


def test_none_is_received_for_somebody_who_does_not_want_a_case(
    desk: Session, person: Person, case: CaseFile, service: Provider
) -> None:
    (consent,) = cases.consents(desk, person.id)
    cases.withdraw_consent(desk, consent, "")
    with pytest.raises(NotAllowed):
        referrals.receive(desk, wanted(case, service))
    assert referrals.referrals_of(desk, case.id) == []


# ---------------------------------------------------------------------------- a consent is gone


def test_a_consent_that_is_withdrawn_shows_the_open_referral_at_once(
    desk: Session, person: Person, case: CaseFile, service: Provider, made: Referral
) -> None:
    assert referrals.lost_consents(desk, case.id) == {}
    assert listed(desk, "to_revoke") == []
    consent = next(one for one in cases.consents(desk, person.id) if one.id == made.consent_id)
    cases.withdraw_consent(desk, consent, "")
    assert "took this consent back" in referrals.lost_consents(desk, case.id)[made.id]
    assert listed(desk, "to_revoke") == [made.id]
    assert referrals.count_referrals(desk)["to_revoke"] == 1
    referrals.answer_referral(desk, made.id, ReferralState.REVOKED, "Dit au téléphone")
    assert listed(desk, "to_revoke") == []
    agree(desk, person, service)
    assert referrals.lost_consents(desk, case.id) == {}


def test_who_takes_the_consent_for_the_case_back_takes_every_referral_along(
    desk: Session, person: Person, made: Referral
) -> None:
    consent = next(
        one for one in cases.consents(desk, person.id) if one.purpose is Purpose.CASE_MANAGEMENT
    )
    cases.withdraw_consent(desk, consent, "")
    assert listed(desk, "to_revoke") == [made.id]


# ---------------------------------------------------------------------------- the code


def test_the_code_says_nothing_but_which_referral_and_bears_how_it_is_typed(
    desk: Session, made: Referral
) -> None:
    code = reply_code(made.id)
    assert len(code) == 11
    assert code[:9].replace("-", "").lower() == made.id.replace("-", "")[:8]
    ways = [code, code.lower(), code.replace("-", " "), f" {code} ", slip_text(made.id)]
    for way in ways:
        assert [one.id for one in referrals.find_code(desk, way)] == [made.id]


def test_one_wrong_sign_of_a_code_is_noticed() -> None:
    code = reply_code("3f9a07c1-0000-4000-8000-000000000000").replace("-", "")
    assert code_meant(code) == "3f9a07c1"
    for place in range(9):
        for sign in "0123456789ABCDEF":
            wrong = code[:place] + sign + code[place + 1 :]
            assert wrong == code or code_meant(wrong) is None
    swapped = code[1] + code[0] + code[2:]
    assert code_meant(swapped) is None


def test_a_scanner_that_types_for_another_keyboard_is_understood() -> None:
    american = "1234567890QWAZqwaz"
    french = "&é\"'(-è_çàAZQWazqw"
    as_french = str.maketrans(american, french)
    for number in range(40):
        text = slip_text(f"{number * 97_003_711 % 2**32:08x}-0000-4000-8000-000000000000")
        assert code_meant(text.translate(as_french)) == code_meant(text) is not None


@pytest.mark.parametrize("text", ["", "REF", "GN-2026-00017-5", "http://x", "A" * 3000, "\0\0"])
def test_what_is_no_code_of_a_referral_is_said(desk: Session, text: str) -> None:
    with pytest.raises(InvalidInput):
        referrals.find_code(desk, text)


# ---------------------------------------------------------------------------- the list of all


def test_the_list_is_filtered_and_found_by_person_case_service_and_code(
    desk: Session, case: CaseFile, person: Person, service: Provider, made: Referral
) -> None:
    def found(ready: str, text: str = "", at: Session = desk) -> int:
        answer = referrals.find_referrals(at, Question(ready, text), 10)
        assert len(answer.lines) == answer.total
        return answer.total

    assert found("open") == found("mine") == found("waiting") == found("all") == 1
    assert found("overdue") == found("received") == found("to_rate") == 0
    assert found("overdue", at=later(desk, days=14, seconds=1)) == 1
    for text in (person.family_name, case.number, service.name, made.code):
        assert found("open", text) == 1
    assert found("open", "nobody of this name") == 0
    assert found("open", '"') == 0
    counts = referrals.count_referrals(desk)
    assert set(counts) == set(referrals.FILTERS)
    assert (counts["open"], counts["received"]) == (1, 0)
    (line,) = referrals.find_referrals(desk, Question(), 10).lines
    assert line.case_number == case.number
    assert person.family_name.upper() in line.person
