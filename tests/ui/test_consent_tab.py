"""Consents of a case: what may be recorded, what is read out, and taking a consent back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.attachments import service as attachments
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, GivenHow, LegalBasis, Purpose, spoken_text
from intake_app.cases.model import CaseFile
from intake_app.cases.refusal import No, Refusal
from intake_app.drafts import service as drafts
from intake_app.people import service as people
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider, Referral, Urgency
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.attachments_kit import a_picture, as_file
from tests.factories import TODAY, a_consent, a_homecoming, a_person, a_provider, a_refusal
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press
from ui.cases.consent_form import ConsentForm
from ui.cases.consent_tab import ConsentTab
from ui.language import Language


@pytest.fixture
def provider(sign_in: SignIn) -> Provider:
    return referrals.save_provider(sign_in(Role.COUNSELLOR), a_provider())


@pytest.fixture
def desk(provider: Provider, sign_in: SignIn) -> Session:
    """A clerk at a desk whose directory has a service."""
    return sign_in(Role.RECEPTION)


@pytest.fixture
def case(desk: Session) -> CaseFile:
    person = a_person()
    coming = a_homecoming(person)
    people.save_person(desk, person, coming)
    cases.give_consent(desk, a_consent(person))
    return cases.open_case(desk, person.id, coming.id, "eurp")


Opener = Callable[..., ConsentTab]


@pytest.fixture
def open_tab(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, desk: Session, case: CaseFile
) -> Opener:
    def make(session: Session | None = None) -> ConsentTab:
        tab = ConsentTab(session or desk, tasks, messages, case.id)
        qtbot.addWidget(tab)
        tasks.changed.connect(tab.reload)
        tab.resize(1150, 560)
        with qtbot.waitActive(tab):
            tab.show()
            tab.activateWindow()
        tab.reload()
        return tab

    return make


def new_form(tab: ConsentTab) -> ConsentForm:
    tab.record.click()
    assert tab.form is not None
    return tab.form


def answer(form: ConsentForm, **answers: Any) -> None:
    for key, value in answers.items():
        form.form[key].set_value(value)
        form.form[key].edited.emit()


def mistakes(form: ConsentForm) -> set[str]:
    return {key for key in form.form.values() if form.form.field(key).mistake()}


def asked(form: ConsentForm) -> set[str]:
    return set(form.form.values()) & {"recipient_id", "witness", "basis_reason"}


def consents(session: Session, case: CaseFile) -> list[Consent]:
    return cases.consents(session, case.person_id)


def test_sharing_is_recorded_for_exactly_one_service(
    qtbot: QtBot, open_tab: Opener, desk: Session, case: CaseFile, provider: Provider
) -> None:
    tab = open_tab()
    form = new_form(tab)
    answer(form, purpose="sharing", given_how="signature", withhold="nothing about debts")
    form.submit()
    assert mistakes(form) == {"recipient_id"}
    answer(form, recipient_id=provider.id)
    with qtbot.waitSignal(tab.recorded) as signal:
        form.submit()
    assert signal.args is not None
    (recorded,) = (c for c in consents(desk, case) if c.purpose is Purpose.SHARING)
    assert recorded == signal.args[0]
    assert (recorded.recipient_id, recorded.withhold) == (provider.id, "nothing about debts")
    assert (recorded.given_on, recorded.taken_by) == (TODAY, desk.user.id)
    assert tab.form is None
    assert f"Sharing with {provider.name}" in words_on(tab.list.table)
    assert tab.list.current() == recorded


def test_a_thumbprint_needs_its_witness(open_tab: Opener, desk: Session, case: CaseFile) -> None:
    form = new_form(open_tab())
    answer(form, purpose="tracing", given_how="thumbprint")
    form.submit()
    assert mistakes(form) == {"witness"}
    answer(form, witness="Fatou Sow")
    form.submit()
    assert [c.witness for c in consents(desk, case) if c.given_how is GivenHow.THUMBPRINT] == [
        "Fatou Sow"
    ]


def test_another_legal_basis_needs_its_reason(
    open_tab: Opener, desk: Session, case: CaseFile
) -> None:
    form = new_form(open_tab())
    answer(form, purpose="tracing", given_how="oral", legal_basis="vital_interest")
    form.submit()
    assert mistakes(form) == {"basis_reason"}
    answer(form, basis_reason="Unconscious; the hospital asked.")
    form.submit()
    (recorded,) = (c for c in consents(desk, case) if c.legal_basis is LegalBasis.VITAL_INTEREST)
    assert recorded.basis_reason == "Unconscious; the hospital asked."


def test_what_does_not_matter_is_not_asked(open_tab: Opener) -> None:
    form = new_form(open_tab())
    assert asked(form) == set()
    answer(form, purpose="sharing", given_how="thumbprint", legal_basis="legal_duty")
    assert asked(form) == {"recipient_id", "witness", "basis_reason"}
    answer(form, purpose="photo", given_how="signature", legal_basis="consent")
    assert asked(form) == set()


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_text_is_shown_in_the_language_that_is_spoken(
    open_tab: Opener, purpose: Purpose
) -> None:
    form = new_form(open_tab())
    answer(form, purpose=purpose, language="fr")
    assert form.form.spoken.text() == spoken_text(purpose, "fr")
    answer(form, language="en")
    assert form.form.spoken.text() == spoken_text(purpose, "en") != spoken_text(purpose, "fr")


def test_a_language_the_program_lacks_is_left_to_the_interpreter(
    open_tab: Opener, desk: Session, case: CaseFile
) -> None:
    form = new_form(open_tab())
    answer(form, purpose="photo", language="ff", given_how="oral", interpreter="Oumar Ba")
    assert form.form.spoken.text() == spoken_text(Purpose.PHOTO, "fr")
    assert any("Fulah" in text for text in words_on(form) if "interpreter" in text)
    form.submit()
    assert [(c.language, c.interpreter) for c in consents(desk, case)][0] == ("ff", "Oumar Ba")


def test_a_day_in_the_future_is_refused_and_everything_typed_stays(
    open_tab: Opener, desk: Session, case: CaseFile
) -> None:
    form = new_form(open_tab())
    answer(form, purpose="photo", given_how="oral", withhold="her address")
    form.form["given_on"].line.setText("13/05/2026")
    form.submit()
    assert mistakes(form) == {"given_on"}
    assert form.form["withhold"].value() == "her address"
    assert len(consents(desk, case)) == 1


def test_escape_keeps_what_was_typed_for_the_next_time(
    open_tab: Opener, desk: Session, messages: ScriptedMessages
) -> None:
    tab = open_tab()
    form = new_form(tab)
    answer(form, purpose="tracing", withhold="nothing to the cousin")
    press(form.form["purpose"].line, "Escape")
    assert tab.form is None
    assert messages.asked == []
    again = new_form(tab)
    assert again.form["withhold"].value() == "nothing to the cousin"
    assert again.form["purpose"].value() == "tracing"
    answer(again, given_how="oral")
    again.submit()
    assert drafts.drafts(desk) == []
    assert new_form(tab).form["withhold"].value() == ""


def test_a_lock_keeps_what_is_being_typed(open_tab: Opener, desk: Session) -> None:
    tab = open_tab()
    tab.keep_draft()
    assert drafts.drafts(desk) == []
    answer(new_form(tab), withhold="nothing to the cousin")
    tab.keep_draft()
    assert len(drafts.drafts(desk)) == 1


def test_a_consent_is_withdrawn_with_what_the_person_said(
    open_tab: Opener, desk: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    tab = open_tab()
    messages.answers = ["She does not trust us any more."]
    tab.withdraw_button.click()
    (consent,) = consents(desk, case)
    assert (consent.withdrawn_on, consent.is_valid(TODAY)) == (TODAY, False)
    shown = words_on(tab)
    assert "Withdrawn" in shown
    assert "She does not trust us any more." in shown
    assert not tab.withdraw_button.isEnabled()
    assert "already" in tab.withdraw_button.toolTip()


def test_keeping_the_consent_withdraws_nothing(
    open_tab: Opener, desk: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    tab = open_tab()
    messages.answers = [None]
    tab.withdraw_button.click()
    (consent,) = consents(desk, case)
    assert consent.withdrawn_on is None


def test_the_details_name_witness_interpreter_and_who_recorded_it(
    open_tab: Opener, desk: Session, case: CaseFile, provider: Provider
) -> None:
    person = people.person(desk, case.person_id)
    sharing = a_consent(
        person,
        purpose=Purpose.SHARING,
        recipient_id=provider.id,
        given_how=GivenHow.THUMBPRINT,
        witness="Fatou Sow",
        interpreter="Oumar Ba",
        withhold="Her debts",
    )
    cases.give_consent(desk, sharing)
    tab = open_tab()
    tab.list.select(sharing.id)
    shown = words_on(tab.details)
    assert {"Fatou Sow", "Oumar Ba", "Her debts", desk.full_name, "Valid"} <= set(shown)


def test_every_word_follows_a_switch_of_the_language(
    open_tab: Opener, desk: Session, screen_language: Language, tmp_path: Path
) -> None:
    tab = open_tab()
    data = {"12/05/2026", "12 May 2026", "French", "2026-1", desk.full_name, "Alt+N", "3 rows"}
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "list", data) == set()
    form = new_form(tab)
    answer(form, purpose="sharing", language="ff", given_how="oral")
    data |= {"Fulah", "›  DIALLO Mariama", "Esc"}
    data |= {spoken_text(Purpose.SHARING, "fr")}
    assert forgotten_by_a_switch(form, screen_language, tmp_path / "form", data) == set()


# ---------------------------------------------------------------------------- refusals


def refusals(session: Session, case: CaseFile) -> list[Refusal]:
    return cases.refusals(session, case.person_id)


def test_a_no_is_recorded_and_asks_only_what_a_no_needs(
    qtbot: QtBot, open_tab: Opener, desk: Session, case: CaseFile
) -> None:
    tab = open_tab()
    form = new_form(tab)
    answer(form, purpose="photo", answer="not_now", given_how="thumbprint")
    typed = set(form.form.values())
    assert "said" in typed
    assert not typed & {"given_how", "witness", "withhold", "legal_basis", "withheld"}
    assert form.save.text() == "Record the refusal"
    answer(form, said="Not before she has seen her mother.", interpreter="Oumar Ba", language="ff")
    with qtbot.waitSignal(tab.recorded):
        form.submit()
    (no,) = refusals(desk, case)
    assert (no.purpose, no.answer, no.refused_on) == (Purpose.PHOTO, No.NOT_NOW, TODAY)
    assert (no.said, no.language) == ("Not before she has seen her mother.", "ff")
    assert len(consents(desk, case)) == 1
    shown = words_on(tab)
    assert {"Refused", "Said “not now”", "Not before she has seen her mother."} <= set(shown)
    assert any("No photograph may be kept or shown" in words for words in shown)
    assert "Photograph in the file: Refused" in shown
    assert "Looking for relatives: Not asked yet" in shown
    assert "record that answer" in tab.withdraw_button.toolTip()


def test_a_no_to_what_is_agreed_says_to_withdraw_and_keeps_what_was_typed(
    open_tab: Opener, desk: Session, case: CaseFile
) -> None:
    form = new_form(open_tab())
    answer(form, purpose="case_management", answer="no", said="No more of this.")
    form.submit()
    assert mistakes(form) == {"purpose"}
    assert form.form["said"].value() == "No more of this."
    assert refusals(desk, case) == []


def test_a_half_typed_no_waits_as_a_draft(open_tab: Opener) -> None:
    tab = open_tab()
    form = new_form(tab)
    answer(form, purpose="photo", answer="no", said="She is afraid.")
    press(form.form["purpose"].line, "Escape")
    again = new_form(tab)
    assert (again.form["answer"].value(), again.form["said"].value()) == ("no", "She is afraid.")
    assert again.save.text() == "Record the refusal"


def test_a_later_yes_answers_the_no(open_tab: Opener, desk: Session, case: CaseFile) -> None:
    no = cases.refuse_consent(desk, a_refusal(people.person(desk, case.person_id),
                                              purpose=Purpose.PHOTO))  # fmt: skip
    tab = open_tab()
    assert any("No photograph may" in words for words in words_on(tab))
    form = new_form(tab)
    answer(form, purpose="photo", given_how="oral")
    form.submit()
    tab.list.select(no.id)
    shown = words_on(tab)
    assert "Answered later" in shown
    assert "Photograph in the file: Agreed" in shown
    assert not any("No photograph may" in words for words in shown)


def test_a_withdrawal_says_which_referrals_are_still_open(
    open_tab: Opener, sign_in: SignIn, case: CaseFile, provider: Provider,
    messages: ScriptedMessages,
) -> None:  # fmt: skip
    counsellor = sign_in(Role.COUNSELLOR)
    person = people.person(counsellor, case.person_id)
    sharing = a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    cases.give_consent(counsellor, sharing)
    referrals.refer(
        counsellor,
        Referral(new_id(), case.id, provider.id, provider.sector, "care", Urgency.NORMAL),
    )
    tab = open_tab(counsellor)
    tab.list.select(sharing.id)
    messages.answers = ["He told my brother."]
    tab.withdraw_button.click()
    words = f"Referral 1 to {provider.name} is still open"
    assert any(words in shown for shown in words_on(tab))


# ---------------------------------------------------------------------------- the paper


def test_the_scan_of_one_sheet_is_tied_to_the_answers_on_it(
    open_tab: Opener, desk: Session, case: CaseFile, messages: ScriptedMessages, tmp_path: Path
) -> None:
    person = people.person(desk, case.person_id)
    no = cases.refuse_consent(desk, a_refusal(person, purpose=Purpose.PHOTO))
    (given,) = consents(desk, case)
    tab = open_tab()
    tab.list.select(given.id)
    assert "missing" in words_on(tab.list.table)
    assert "The scan is missing" in words_on(tab.details)
    sheet = tmp_path / "sheet.jpg"
    sheet.write_bytes(as_file(a_picture(), "JPEG"))
    messages.answers = [[sheet], True]
    tab.scan.click()
    papers = attachments.signed_papers(desk, person.id)
    assert set(papers) == {given.id, no.id}
    assert "missing" not in words_on(tab.list.table)
    assert "Scanned on 12 May 2026" in words_on(tab.details)


def test_a_file_that_is_no_picture_is_refused_and_the_paper_stays_missing(
    open_tab: Opener, desk: Session, case: CaseFile, messages: ScriptedMessages, tmp_path: Path
) -> None:
    (tmp_path / "sheet.jpg").write_bytes(b"no picture at all")
    tab = open_tab()
    messages.answers = [[tmp_path / "sheet.jpg"]]
    tab.scan.click()
    assert attachments.signed_papers(desk, case.person_id) == {}
    assert tab.bar.text() != ""
    assert "missing" in words_on(tab.list.table)


def test_what_was_said_aloud_has_no_paper_to_miss(
    open_tab: Opener, desk: Session, case: CaseFile
) -> None:
    person = people.person(desk, case.person_id)
    said = a_consent(person, purpose=Purpose.TRACING, given_how=GivenHow.ORAL)
    cases.give_consent(desk, said)
    tab = open_tab()
    tab.list.select(said.id)
    assert "The scan is missing" not in words_on(tab.details)


def test_the_form_is_printed_in_the_persons_language(
    open_tab: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab()
    made: list[str] = []
    monkeypatch.setattr(
        "ui.cases.consent_papers.documents.consent_form_to_sign",
        lambda _session, _person, tongue: made.append(tongue) or b"%PDF",
    )
    monkeypatch.setattr(tab.papers.paper, "open", lambda _title, make, _note: make())
    tab.print.click()
    assert made == ["fr"]
