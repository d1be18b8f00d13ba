"""The tab of a child in a case: for whom it is there, what stands before a step, what is sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.children import service as children
from intake_app.drafts import service as drafts
from intake_app.screening.safeguards import ChildFacts, Standing, Tracing
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.children_kit import SAID, a_determination, an_assessment
from tests.core.screening_kit import screened
from tests.factories import TODAY
from tests.ui.case_kit import Desk, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press
from ui.buttons import Button
from ui.cases.case_screen import CaseScreen
from ui.children.child_tab import ChildTab
from ui.children.entry_form import EntryForm
from ui.language import Language


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


DOUBTED = ChildFacts(age_in_doubt=True, standing=Standing.UNACCOMPANIED)


def child(session: Session, case: CaseFile, **facts: object) -> None:
    screened(session, case.id, child=replace(DOUBTED, **facts))  # type: ignore[arg-type]


def shown(tab: ChildTab) -> str:
    return "\n".join(words_on(tab))


def button(tab: ChildTab, words: str) -> Button:
    (found,) = [one for one in tab.findChildren(Button) if one.text() == words]
    return found


def test_only_the_case_of_a_child_has_the_tab(desk: Desk, sign_in: SignIn, case: CaseFile) -> None:
    session = sign_in(Role.COUNSELLOR)
    screen = desk.open(CaseScreen, session, case)
    assert not screen.tabs.is_there("child")
    screen.show_tab("child")
    assert screen.tabs.current_key() == "profile"
    child(session, case)
    screen.reload()
    assert screen.tabs.is_there("child")
    press(screen, "Alt+C")
    assert screen.tabs.current_key() == "child"
    screen.show_tab("steps")
    assert screen.tabs.child.front_key == "steps"


def test_who_comes_from_the_wall_is_led_to_the_tab_before_the_case_is_read(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    screen = CaseScreen(session, desk.tasks, desk.messages, case.id)
    desk.qtbot.addWidget(screen)
    screen.show_tab("child")  # as the desk does, at once
    assert screen.tabs.current_key() == "profile"
    screen.reload()
    assert screen.tabs.current_key() == "child"


def test_reception_is_told_for_whom_it_is_and_sees_nothing_of_it(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    children.note(session, case.id, an_assessment(outcome="Qxoutcome"), SAID)
    tab = desk.open(ChildTab, sign_in(Role.RECEPTION), case)
    assert "for counsellors and supervisors only" in shown(tab)
    assert "Qxoutcome" not in shown(tab)
    assert not tab.interests.buttons["assessment"].isEnabled()


def test_what_the_child_said_is_shown_when_somebody_opens_it(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    children.note(session, case.id, an_assessment(), SAID)
    tab = desk.open(ChildTab, session, case)
    assert "To stay with the aunt." in shown(tab)
    assert "Qxsaid" not in shown(tab)
    button(tab, "Read what the child said").click()
    assert "Qxsaid" in shown(tab)
    assert "Qxrisk" in shown(tab)
    once = shown(tab)
    button(tab, "Read what the child said").click()
    assert shown(tab) == once


def test_a_mistake_stands_beside_its_field_and_the_draft_is_sealed(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    tab = desk.open(ChildTab, session, case)
    tab.interests.begin()
    page = tab.interests.page
    assert isinstance(page, EntryForm)
    for key, value in (
        ("took_part", "Her aunt"), ("said", "Qxdraft home"), ("outcome", "Wait"),
        ("review_on", TODAY),
    ):  # fmt: skip
        page.form[key].set_value(value)
        page.form[key].edited.emit()
    page.submit()
    assert "after the day it was made on" in page.form.field("review_on").mistake()
    tab.keep_draft()
    with session.read() as db:
        rows = [str(tuple(row)) for row in db.execute("SELECT * FROM draft")]
    assert rows
    assert not any("Qxdraft" in row for row in rows)
    page.back.click()
    tab.interests.begin()
    again = tab.interests.page
    assert again is not None
    assert again.form["said"].value() == "Qxdraft home"
    again.form["review_on"].set_value(TODAY + timedelta(days=30))
    again.form["review_on"].edited.emit()
    again.submit()
    assert tab.interests.page is None
    assert drafts.drafts(session) == []


def test_a_determination_is_sent_back_by_somebody_else_with_a_reason(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    tab = desk.open(ChildTab, session, case)
    assert "rests on one" in tab.interests.buttons["determination"].accessibleDescription()
    desk.close(tab)
    children.note(session, case.id, an_assessment(), SAID)
    children.note(session, case.id, a_determination(), SAID)
    tab = desk.open(ChildTab, sign_in(Role.SUPERVISOR), case)
    desk.messages.answers = ["The aunt was not heard."]
    button(tab, "Send back…").click()
    assert "Sent back" in shown(tab)
    assert "The aunt was not heard." in shown(tab)


def test_what_was_written_before_there_was_this_page_is_shown(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(
        session, case, assessed_on=TODAY, assessed_by="A. Sow", outcome="Qxold",
        tracing=Tracing.VERIFIED,
    )  # fmt: skip
    tab = desk.open(ChildTab, session, case)
    assert "Qxold" in shown(tab)
    tab.show_part("search")
    assert "Family verified" in shown(tab)
    assert tab.interests.buttons["determination"].isEnabled()


@pytest.mark.nightly
@pytest.mark.parametrize("part", ["interests", "search", "page"])
def test_every_part_follows_the_language(
    desk: Desk,
    sign_in: SignIn,
    case: CaseFile,
    screen_language: Language,
    tmp_path: Path,
    part: str,
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    body = an_assessment(made_by="Office", took_part="Child", outcome="Aunt", options=())
    children.note(session, case.id, body, SAID)
    tab = desk.open(ChildTab, session, case)
    if part != "interests":
        tab.show_part("search")
    if part == "page":
        tab.search.write_attempt()
    kept = {"Office", "Child", "Aunt", "10 August 2026", "12 May 2026", "Alt+N", "Esc"}
    kept.add(session.full_name)
    assert forgotten_by_a_switch(tab, screen_language, tmp_path, kept) == set()
