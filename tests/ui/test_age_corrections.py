"""A birth date corrected between child and adult: the reason in place, and the second look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.core.screening_kit import ADULT, CHILD, a_case_of, as_role
from tests.ui.case_kit import Desk
from tests.ui.direct_tasks import DirectTasks
from tests.ui.person_kit import Opener, mistakes, open_form, registered
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from ui.cases.profile_tab import ProfileTab
from ui.language import Language
from ui.people.person_form import PersonForm

__all__ = ["open_form"]


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


def born(form: PersonForm, birth: str) -> None:
    form.form["birth"].set_value(PartialDate.from_edtf(birth))
    form.form["birth"].edited.emit()


def test_the_reason_is_asked_where_the_date_stands_and_only_then(
    open_form: Opener, clerk: Session
) -> None:
    person = registered(clerk, birth=PartialDate.from_edtf(CHILD))
    form = open_form(person.id)
    assert "age_reason" not in form.form.values()
    born(form, "2011-01-01")
    assert "age_reason" not in form.form.values()  # a child as before
    born(form, ADULT)
    assert form.form.field("age_reason").isVisible()
    form.submit()
    assert mistakes(form) == {"age_reason"}
    assert people.person(clerk, person.id).birth.edtf == CHILD
    form.form["age_reason"].set_value("Seen on the passport.")
    form.submit()
    (one,) = people.person(clerk, person.id).age_corrections
    assert one.reason == "Seen on the passport."
    assert form.age is not None
    assert form.age.isVisible()
    assert not form.age.seen.isEnabled()
    assert "age_reason" not in form.form.values()


def test_the_notice_follows_the_language(
    open_form: Opener, clerk: Session, screen_language: Language
) -> None:
    person = registered(clerk, birth=PartialDate.from_edtf(CHILD))
    adult = replace(person, birth=PartialDate.from_edtf(ADULT))
    people.save_person(clerk, adult, age_reason="Seen on the passport.")
    form = open_form(person.id)
    assert form.age is not None
    english = set(words_on(form.age))
    screen_language.switch("fr")
    assert english & set(words_on(form.age)) == set()


def test_the_typed_reason_comes_back_with_the_draft(open_form: Opener, clerk: Session) -> None:
    person = registered(clerk, birth=PartialDate.from_edtf(CHILD))
    form = open_form(person.id)
    born(form, ADULT)
    form.form["age_reason"].set_value("Seen on the passport.")
    form.draft.touch()
    form.keep_draft()
    form.close()
    again = open_form(person.id)
    assert again.form.values()["age_reason"] == "Seen on the passport."
    again.forget_draft()
    assert "age_reason" not in again.form.values()


def test_a_new_person_is_never_asked(open_form: Opener) -> None:
    form = open_form()
    for birth in (CHILD, ADULT):
        born(form, birth)
        assert "age_reason" not in form.form.values()


def test_a_colleague_looks_it_over_in_the_case(desk: Desk, supervisor: Session) -> None:
    person, case = a_case_of(supervisor, CHILD)
    clerk = as_role(supervisor, Role.RECEPTION)
    stored = people.person(clerk, person.id)
    corrected = PartialDate.from_edtf(ADULT)
    people.save_person(clerk, replace(stored, birth=corrected), age_reason="Seen on the passport.")
    tab = desk.open(ProfileTab, supervisor, case)
    assert tab.age.isVisible()
    tab.age.seen.click()
    assert people.person(supervisor, person.id).age_to_look_at is None
    assert not tab.age.isVisible()
    assert tab.bar.text() == "Noted: the corrected age was looked over."
