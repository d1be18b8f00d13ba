"""Registering with the keyboard: right the first time, never saved twice, and the way goes on."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.drafts import service as drafts
from intake_app.duplicates import service as duplicates
from intake_app.duplicates.service import Facts
from intake_app.people import service as people
from intake_app.search import Question, find
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.conftest import SignIn
from tests.factories import TODAY, a_consent
from tests.ui.late_tasks import LateTasks
from tests.ui.person_kit import (
    Opener,
    close_popups,
    consent_page,
    fill,
    mistakes,
    open_form,
    registered,
)
from tests.ui.shown_words import forgotten_by_a_switch
from tests.ui.typing import press, type_text
from ui.language import Language

__all__ = ["open_form"]


# ---------------------------------------------------------------------------- saving


def test_saving_writes_the_person_and_the_return(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    form = open_form()
    fill(form, phone="622 12 34 56", document_kind="passport", document_number="o0041")
    with qtbot.waitSignal(form.saved) as signal:
        form.submit()
    assert signal.args is not None
    person = people.person(clerk, signal.args[0].id)
    (coming,) = people.homecomings(clerk, person.id)
    assert (person.display_name, person.phone) == ("DIALLO Mariama", "+224622123456")
    assert [paper.number for paper in person.documents] == ["O0041"]
    assert (coming.from_country, coming.arrived_on) == ("FR", TODAY)
    assert person.registered_by == clerk.user.id


def test_what_is_missing_stands_under_its_fields_and_nothing_is_saved(
    open_form: Opener, clerk: Session
) -> None:
    form = open_form()
    form.submit()
    assert mistakes(form) == {
        "family_name", "given_names", "sex", "birth", "from_country", "arrived_on", "kind",
    }  # fmt: skip
    assert find(clerk, Question()) == []
    fill(form)
    assert mistakes(form) == set()


def test_a_date_that_means_nothing_is_kept_as_typed(open_form: Opener, clerk: Session) -> None:
    form = open_form()
    fill(form)
    form.form["birth"].line.setText("the year of the flood")
    form.submit()
    assert mistakes(form) == {"birth"}
    assert form.form["birth"].line.text() == "the year of the flood"
    assert find(clerk, Question()) == []


def test_a_problem_that_only_the_rules_know_stands_under_its_field(open_form: Opener) -> None:
    form = open_form()
    fill(form, document_kind="passport")
    form.submit()
    assert mistakes(form) == {"document_number"}
    fill(form, document_kind=None, document_number="O0041")
    form.submit()
    assert mistakes(form) == {"document_kind"}


def test_pressing_save_twice_registers_one_person(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    late = LateTasks()
    form = open_form(others=late)
    late.run_all()
    fill(form)
    form.submit()
    form.submit()
    late.run_all()
    assert len(find(clerk, Question())) == 1
    assert late.errors == []


def test_a_profile_is_changed_and_keeps_its_other_papers_and_its_registration(
    open_form: Opener, clerk: Session
) -> None:
    before = registered(clerk)
    form = open_form(before.id)
    assert form.form["family_name"].value() == "Diallo"
    form.form["mother_name"].set_value("Aïssatou Bah")
    form.form["mother_name"].edited.emit()
    form.submit()
    after = people.person(clerk, before.id)
    assert after.mother_name == "Aïssatou Bah"
    assert (after.documents, after.registered_at) == (before.documents, before.registered_at)
    assert len(people.homecomings(clerk, before.id)) == 1


# ---------------------------------------------------------------------------- the keyboard


def test_register_consent_and_case_need_the_keyboard_only(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    form = open_form()

    def type_here(text: str) -> None:
        focus = form.focusWidget()
        assert focus is not None
        type_text(focus, text)
        close_popups()  # a real Enter goes to the list of proposals, which then closes
        press(focus, "Return")

    def press_here(keys: str) -> None:
        focus = form.focusWidget()
        assert focus is not None
        press(focus, keys)

    type_here("Diallo")
    type_here("Mariama")
    for _name in ("other names", "own script", "mother", "father"):
        press_here("Return")
    press_here("Right")  # sex: the arrows choose
    press_here("Return")
    type_here("12/03/1990")
    form.form.jump_to("from_country")
    type_here("France")
    type_here("02/05/2026")
    form.form.jump_to("kind")
    type_here("assisted vol")
    with qtbot.waitSignal(form.saved):
        press(form.form["kind"].line, "Ctrl+Return")
    assert mistakes(form) == set()
    assert form.focusWidget() is form.next_steps.consent
    press_here("Return")
    page = consent_page(form)
    assert page.form["purpose"].value() == "case_management"
    press_here("Space")  # signature, the first
    with qtbot.waitSignal(page.saved):
        press_here("Ctrl+Return")
    assert form.focusWidget() is form.next_steps.open_case
    with qtbot.waitSignal(form.destination_chosen) as signal:
        press_here("Return")
    (found,) = find(clerk, Question())
    assert signal.args == ["case", found.case_id]
    assert (found.stage, found.pack) == ("arrival", clerk.office.default_pack)


def test_save_and_next_keeps_what_is_pinned_and_empties_the_rest(
    qtbot: QtBot, open_form: Opener
) -> None:
    form = open_form()
    fill(form, nationality="SN")
    with qtbot.waitSignal(form.saved):
        press(form.form["family_name"].line, "Ctrl+Shift+Return")
    values = form.form.values()
    assert (values["from_country"], values["arrived_on"]) == ("FR", TODAY)
    assert values["kind"] == "assisted_voluntary"
    assert (values["family_name"], values["nationality"]) == ("", "GN")
    assert form.focusWidget() is form.form["family_name"].line


def test_a_pin_set_by_hand_holds_in_the_next_form_too(open_form: Opener) -> None:
    first = open_form()
    first.form.field("nationality").pin.click()
    first.form.field("kind").pin.click()
    fill(first, nationality="SN")
    first.submit()
    second = open_form()
    assert second.form["nationality"].value() == "SN"
    assert second.form["from_country"].value() == "FR"
    assert second.form["kind"].value() is None


# ---------------------------------------------------------------------------- already here


def test_persons_already_here_are_shown_and_opened_with_the_keyboard(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    known = registered(clerk, own_script_name="")
    form = open_form()
    type_text(form.form["family_name"].line, "Dial")
    form.form.here.known.look()
    assert [button.isVisible() for button in form.form.here.known.buttons] == [True]
    assert "12 March 1990" in form.form.here.known.buttons[0].text()
    press(form.form["family_name"].line, "Down")
    with qtbot.waitSignal(form.destination_chosen) as signal:
        press(form.form.here.known.buttons[0], "Return")
    assert signal.args == ["person", known.id]
    assert len(drafts.drafts(clerk)) == 1


def test_a_double_is_shown_with_reasons_and_not_the_same_is_kept_on_saving(
    open_form: Opener, clerk: Session
) -> None:
    known = registered(clerk, own_script_name="", documents=())
    form = open_form()
    form.form.set_values(
        {
            "family_name": "Jallow", "given_names": known.given_names, "sex": known.sex.value,
            "birth": known.birth, "nationality": known.nationality, "language": "fr",
            "from_country": "FR", "kind": "forced", "arrived_on": clerk.today(),
        }
    )  # fmt: skip
    for key in ("given_names", "birth"):
        form.form[key].edited.emit()
    form.form.here.known.look()
    form.form.here.alike.look()
    assert [each.person_id for each in form.form.here.alike.candidates] == [known.id]
    assert form.form.here.alike.isVisible()
    assert not form.form.here.known.isVisible()
    press(form.form.here.alike.buttons[0], "Delete")
    assert not form.form.here.alike.isVisible()
    form.submit()
    assert form._record is not None
    facts = Facts("Diallo", known.given_names, sex=known.sex, birth=known.birth)
    mine = form._record.person.id
    assert duplicates.candidates(clerk, facts, but=mine) == []
    assert duplicates.candidates(clerk, facts)  # the control: for somebody else


def test_nobody_is_looked_for_before_three_letters_or_if_nobody_fits(
    open_form: Opener, clerk: Session
) -> None:
    registered(clerk)
    form = open_form()
    for typed, shown in (("Di", 0), ("Dia", 1), ("Dix", 0)):
        form.form["family_name"].set_value(typed)
        form.form["family_name"].edited.emit()
        form.form.here.known.look()
        assert len(form.form.here.known.buttons) == shown
    assert not form.form.here.known.isVisible()


def test_at_most_five_are_shown_and_never_the_person_themselves(
    open_form: Opener, clerk: Session
) -> None:
    people_ = [registered(clerk, given_names=f"Mariama {letter}") for letter in "ABCDEFG"]
    form = open_form(people_[0].id)
    form.form["family_name"].edited.emit()
    form.form["given_names"].set_value("Mariama")
    form.form["given_names"].edited.emit()
    form.form.here.known.look()
    lines = [button.text() for button in form.form.here.known.buttons]
    assert len(lines) == 5
    assert not any(line.startswith("DIALLO Mariama A ") for line in lines)


# ---------------------------------------------------------------------------- family


def test_a_family_member_shares_the_return_and_joins_the_household(
    open_form: Opener, clerk: Session
) -> None:
    form = open_form()
    fill(form, from_country="IT", language="en")
    form.submit()
    form.next_steps.relative.click()
    assert (form.form["from_country"].value(), form.form["language"].value()) == ("IT", "en")
    assert form.form["family_name"].value() == ""
    form.submit()
    assert "relation" in mistakes(form)
    for key, value in {
        "relation": "child", "family_name": "Diallo", "given_names": "Lamin", "sex": "male",
        "birth": PartialDate.from_edtf("2015"),
    }.items():  # fmt: skip
        form.form[key].set_value(value)
        form.form[key].edited.emit()
    form.submit()
    child = next(line for line in find(clerk, Question("Lamin")))
    members = people.household_members(clerk, people.person(clerk, child.person_id))
    assert {(member.given_names, member.relation) for member in members} == {
        ("Mariama", "head"), ("Lamin", "child"),
    }  # fmt: skip
    assert len(form.household.lines) == 2


def test_somebody_who_is_registered_is_linked_into_the_household(
    open_form: Opener, clerk: Session
) -> None:
    mother, son = registered(clerk), registered(clerk, given_names="Lamin")
    form = open_form(mother.id)
    form.household.link.click()
    type_text(form.household.name.line, "Lamin")
    form.household.known.look()
    form.household.known.buttons[0].click()
    form.household.relation.set_value("child")
    form.household.relation.edited.emit()
    form.household.join.click()
    members = people.household_members(clerk, people.person(clerk, son.id))
    assert {member.relation for member in members} == {"head", "child"}
    form.form["mother_name"].set_value("Aïssatou Bah")
    form.form["mother_name"].edited.emit()
    form.submit()
    assert form.bar.text() == "DIALLO Mariama is saved."
    assert people.person(clerk, mother.id).household_id == members[0].household_id


# ---------------------------------------------------------------------------- the way on


def test_a_case_needs_the_consent_first(open_form: Opener, clerk: Session) -> None:
    person = registered(clerk)
    form = open_form(person.id)
    assert form.next_steps.consent.isVisible()
    assert not form.next_steps.open_case.isVisible()
    cases.give_consent(clerk, a_consent(person))
    form.reload()
    assert form.next_steps.open_case.isVisible()
    form.next_steps.open_case.click()
    (case,) = cases.cases_of(clerk, person.id)
    assert case.pack == clerk.office.default_pack
    assert form.next_steps.show_case.isVisible()


def test_a_refused_case_says_why_in_place(open_form: Opener, clerk: Session) -> None:
    person = registered(clerk)
    cases.give_consent(clerk, a_consent(person))
    form = open_form(person.id)
    form.next_steps.programme.set_value(None)
    form.next_steps.open_case.click()
    assert "programme" in form.bar.text()
    assert cases.cases_of(clerk, person.id) == []


def test_a_supervisor_sees_why_opening_a_case_is_not_theirs(
    open_form: Opener, clerk: Session, sign_in: SignIn
) -> None:
    person = registered(clerk)
    cases.give_consent(clerk, a_consent(person))
    form = open_form(person.id, session=sign_in(Role.SUPERVISOR))
    assert not form.next_steps.open_case.isEnabled()
    assert form.next_steps.open_case.toolTip()
    assert form.save_changes.isEnabled()


def test_escape_from_the_consent_comes_back_to_the_profile(
    open_form: Opener, clerk: Session
) -> None:
    form = open_form(registered(clerk).id)
    form.next_steps.consent.click()
    press(consent_page(form).form["given_how"].focus_target(), "Escape")
    assert form.next_steps.consent.isVisible()
    assert form.focusWidget() is form.next_steps.consent


def test_every_word_follows_a_switch_of_the_language(
    open_form: Opener, clerk: Session, screen_language: Language, tmp_path: Path
) -> None:
    person = registered(clerk)
    registered(clerk, given_names="Lamin")
    form = open_form(person.id)
    form.form["family_name"].edited.emit()
    form.form["given_names"].set_value("")
    form.form.here.known.look()
    form.form["given_names"].set_value("Mariama")
    data = {"DIALLO Mariama", "Diallo", "Mariama", "O00412345", "Aïssatou Barry", "02/05/2026"}
    data |= {"Guinea", "France", "French", "English", "2 May 2026", "12 March 1990"}
    data |= {"+224 622 12 34 56", "+224 622 12 34 56 · Guinea"}
    data |= {pack.label.en for pack in clerk.packs.values()}
    assert forgotten_by_a_switch(form, screen_language, tmp_path, data) == set()


def test_candidates_are_looked_for_as_soon_as_the_question_is_left(open_form: Opener) -> None:
    form = open_form()
    pause = form.form.here.alike._pause
    for key, text in (("family_name", "Diallo"), ("given_names", "Mariama")):
        form.form.jump_to(key)
        type_text(form.form[key].line, text)
    assert pause.isActive()  # the control: who is still typing is left alone
    form.form.jump_to("mother_name")
    assert not pause.isActive()
