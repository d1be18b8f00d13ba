"""Follow-ups and closure on the screen: the list, a visit by keys, what is missing, deciding."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile, Stage
from intake_app.closure import service as closure
from intake_app.closure.model import ClosureState
from intake_app.deadlines import service as deadlines
from intake_app.followups import service as followups
from intake_app.followups.model import Business, State
from intake_app.i18n import set_language
from intake_app.session import Session
from tests.conftest import FixedClock, SignIn
from tests.core.followups_kit import a_closure, approved_case, first_of, go_to, keep_for
from tests.ui.case_kit import Desk
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import press
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.cards import LinkLabel
from ui.closure.closure_part import ClosurePart
from ui.followups.case_part import FollowUpsPart
from ui.followups.followups_screen import FollowUpsScreen
from ui.followups.visit_form import AttemptForm
from ui.followups.workload_page import HandOverForm, WorkloadPage
from ui.today.places import destination


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return approved_case(sign_in)[1]


@pytest.fixture
def writer(sign_in: SignIn, case: CaseFile, clock: FixedClock) -> Session:
    """On the day of the first follow-up."""
    session = sign_in(Role.COUNSELLOR)
    go_to(clock, first_of(session, case.id).due_on)
    return session


def fill(part: FollowUpsPart) -> None:
    assert part.page is not None
    form = part.page.form
    for key, code in (("way", "visit"), ("business", "running"), ("intention", "stay")):
        form[key].buttons[code].click()


def test_a_visit_is_written_by_keys_and_its_draft_waits(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    part = desk.open(FollowUpsPart, writer, case)
    one = first_of(writer, case.id)
    assert part.list.current().id == one.id, "the next one is selected by itself"
    press(part, "Alt+N")
    assert part.page is not None
    part.page.submit()
    assert first_of(writer, case.id).state is State.OPEN, "what is needed is asked for"
    fill(part)
    part.page.form["note"].set_value("Two machines")
    part.page.form["note"].edited.emit()
    press(part.page, "Esc")
    assert part.page is None
    (waiting,) = [line for line in deadlines.wall(writer) if line.kind == "draft"]
    assert destination(waiting) == ("case_follow_ups", case.id), "where it can be gone on with"
    press(part, "Alt+N")
    assert part.page is not None
    assert part.page.form["note"].value() == "Two machines"
    part.page.save.click()
    made = first_of(writer, case.id)
    assert made.state is State.DONE
    assert made.visit is not None
    assert (made.visit.note, made.visit.business) == ("Two machines", Business.RUNNING)
    assert "1 of 5 follow-ups made" in words_on(part)
    part.begin()
    assert part.page is None, "a settled one has no page"


def test_without_a_business_nobody_asks_for_its_jobs(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    part = desk.open(FollowUpsPart, writer, case)
    part.begin()
    assert part.page is not None
    form = part.page.form
    form["business"].buttons["none"].click()
    assert "jobs" not in form.values()
    form["business"].buttons["stopped"].click()
    assert "jobs" in form.values()


def test_before_its_window_the_button_says_when_it_begins(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    part = desk.open(FollowUpsPart, sign_in(Role.COUNSELLOR), case)
    assert not part.new.isEnabled()
    assert "19/05/2026" in part.new.toolTip()


def test_a_person_is_lost_after_three_attempts_and_taken_up_again(
    desk: Desk, writer: Session, case: CaseFile, clock: FixedClock
) -> None:
    part = desk.open(FollowUpsPart, writer, case)
    for _number in range(3):
        assert not part.lost.isEnabled()
        part.attempt.click()
        assert isinstance(part.page, AttemptForm)
        part.page.form["on"].set_value(writer.today())
        for key, code in (("way", "phone"), ("outcome", "not_there")):
            part.page.form[key].buttons[code].click()
        part.page.submit()
        go_to(clock, writer.today().replace(day=writer.today().day + 1))
    assert part.lost.isEnabled()
    desk.messages.answers = ["Neither the aunt nor the neighbours know."]
    part.lost.trigger()
    assert first_of(writer, case.id).state is State.LOST
    part.again.trigger()
    assert first_of(writer, case.id).state is State.OPEN


def test_the_list_leads_to_the_case_and_filters(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, writer: Session, case: CaseFile
) -> None:
    screen = FollowUpsScreen(writer, tasks, messages)
    qtbot.addWidget(screen)
    went: list[tuple[str, str]] = []
    screen.destination_chosen.connect(lambda kind, about: went.append((kind, about)))
    screen.resize(1300, 700)
    screen.show()
    screen.reload()
    assert screen.list.filter_key == "mine"
    assert screen.list.model.rowCount() == 5
    screen.list.filters.select("due")
    screen.list.wanted.emit()
    assert screen.list.model.rowCount() == 1
    screen.list.text.setText("nobody")
    screen.list.wanted.emit()
    assert "No follow-up fits. Choose another filter to see the others." in words_on(screen)
    screen.list.text.setText(case.number)
    screen.list.wanted.emit()
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Return)
    assert went == [("case_follow_ups", case.id)]
    set_language("fr")
    screen.retranslate()
    assert screen.list.model.rowCount() == 1


def test_what_is_missing_leads_to_its_place_and_the_closure_is_decided_by_another(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    part = desk.open(ClosurePart, sign_in(Role.COUNSELLOR), case)
    went: list[str] = []
    part.place_chosen.connect(went.append)
    links = part.findChildren(LinkLabel)
    assert ["satisfied" in link.text() for link in links] == [True]
    links[0].chosen.emit()
    assert went == ["follow_ups"]
    desk.close(part)
    keep_for(sign_in(Role.SUPERVISOR))
    part = desk.open(ClosurePart, sign_in(Role.COUNSELLOR), case)
    press(part, "Alt+N")
    assert part.page is not None
    form = part.page.form
    form["reason"].set_value("objectives_met")
    form["summary"].set_value("The workshop runs.")
    part.page.save.click()
    assert part.page is not None, "refused: nobody said why there is no survey"
    assert "satisfied" in part.page.bar.text()
    form["no_survey"].set_value("She lives too far away.")
    part.page.save.click()
    assert part.page is None
    assert not part.ask.isVisible()
    desk.close(part)
    session = sign_in(Role.SUPERVISOR)
    screen = ApprovalsScreen(session, desk.tasks, desk.messages)
    desk.qtbot.addWidget(screen)
    screen.resize(1300, 700)
    screen.show()
    screen.reload()
    assert "The workshop runs." in words_on(screen)
    desk.messages.answers = [True]
    screen.pane.approve.click()
    assert cases.reload_case(session, case.id).case.stage is Stage.CLOSURE
    part = desk.open(ClosurePart, session, case)
    desk.messages.answers = ["She came back."]
    part.reopen.click()
    assert closure.closure_of(session, case.id).closures[0].state is ClosureState.REOPENED


def test_the_author_takes_the_asking_back_and_reception_only_reads(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    keep_for(sign_in(Role.SUPERVISOR))
    session = sign_in(Role.COUNSELLOR)
    closure.ask_closure(session, a_closure(case.id, no_survey="too far"))
    part = desk.open(ClosurePart, session, case)
    part.take_back.click()
    assert closure.closure_of(session, case.id).closures[0].state is ClosureState.GIVEN_UP
    desk.close(part)
    clerk = sign_in(Role.RECEPTION)
    part = desk.open(ClosurePart, clerk, case)
    assert not part.ask.isEnabled()
    assert "Only a counsellor asks for the closure." in part.ask.toolTip()


def test_work_is_handed_over_with_a_note_and_taken_back(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.SUPERVISOR)
    giver = cases.reload_case(session, case.id).case.counsellor or ""
    form = HandOverForm(session, desk.tasks, desk.messages, giver)
    desk.qtbot.addWidget(form)
    form.show()
    form.reload()
    assert form.form["giver"].value() == giver
    form.submit()
    assert "2 answers need attention" in words_on(form)
    page = WorkloadPage(session, desk.tasks, desk.messages, "")
    desk.qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    page.reload()
    assert "Cheikh Ndiaye" in str(page.list.model.data(page.list.model.index(0, 0)))
    assert followups.hand_overs(session) == []
