"""Retention on the screen: decided, reviewed, signed, erased; nothing happens by a slip."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.erasure import service as erasure
from intake_app.retention import service as retention
from intake_app.session import Session
from tests.conftest import FixedClock, SignIn
from tests.core.test_case_journey import opened_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from ui.retention.retention_tab import RetentionTab


def shown(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, session: Session
) -> RetentionTab:
    tab = RetentionTab(session, tasks, messages)
    qtbot.addWidget(tab)
    tasks.changed.connect(tab.reload)
    tab.resize(1150, 640)
    tab.show()
    tab.reload()
    return tab


@pytest.fixture
def due(sign_in: SignIn, clock: FixedClock) -> Session:
    """Three cases whose date has passed, and nobody has confirmed the date yet."""
    for _case in range(3):
        opened_case(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    retention.set_rule(supervisor, 5, "Decision of the office")
    clock.moment += timedelta(days=6 * 366)
    return supervisor


def test_from_the_clock_to_the_protocol(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, due: Session
) -> None:
    tab = shown(qtbot, tasks, messages, due)
    assert (tab.confirm.isVisible(), tab.due.isVisible()) == (True, False)
    tab.confirm.click()
    assert (tab.confirm.isVisible(), tab.due.model().rowCount()) == (False, 3)
    assert not tab.sign.isEnabled()
    tab.mark.click()
    assert (tab.sign.isEnabled(), tab._marked()) == (True, 1)
    tab.mark.click()  # and back again
    assert (tab.sign.isEnabled(), tab._marked()) == (False, 0)
    tab.mark_all.click()
    messages.answers = [True]
    tab.sign.click()
    assert (tab.due.isVisible(), tab.lists.model().rowCount()) == (False, 1)
    assert any("3 files are erased" in words for words in words_on(tab))
    tab.protocol.click()
    dialog = tab.work.paper.dialog
    assert dialog is not None
    assert dialog.print_button.isVisible()
    assert not dialog.export.isVisible()
    dialog.reject()
    assert erasure.unfinished(due) is None


def test_without_the_yes_nothing_is_signed(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, due: Session
) -> None:
    tab = shown(qtbot, tasks, messages, due)
    tab.confirm.click()
    tab.mark_all.click()
    messages.answers = [False]
    tab.sign.click()
    assert erasure.lists(due) == []
    assert tab.due.model().rowCount() == 3


def test_a_list_that_was_begun_is_finished_from_the_screen(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, due: Session
) -> None:
    retention.confirm_date(due)
    retention.mark(due, *(file.id for file in retention.due_list(due).files[:2]))
    erasure.sign_list(due)
    tab = shown(qtbot, tasks, messages, due)
    assert tab.go_on.isVisible()
    assert not tab.sign.isEnabled()
    tab.go_on.click()
    assert not tab.go_on.isVisible()
    assert len(retention.due_list(due).files) == 1


def test_the_rule_needs_a_number_and_a_basis_and_what_is_typed_stays(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, supervisor: Session
) -> None:
    tab = shown(qtbot, tasks, messages, supervisor)
    assert "To be confirmed by the office" in tab.rule.text()
    tab.decide.click()
    form = tab.page
    assert form is not None
    form.form["years"].set_value(7)
    form.submit()
    assert form.form.field("basis").mistake()
    assert form.form["years"].value() == 7
    messages.answers = [False]
    assert not tab.may_leave()
    form.form["basis"].set_value("Article 12 of the agreement")
    form.submit()
    assert tab.page is None
    assert "7 years" in tab.rule.text()


def test_a_file_is_kept_longer_from_the_list(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, due: Session
) -> None:
    tab = shown(qtbot, tasks, messages, due)
    tab.confirm.click()
    row = tab.due.current()
    tab.keep.click()
    form = tab.page
    assert form is not None
    form.form["until"].set_value(date(2040, 1, 1))
    form.form["reason"].set_value("A court may ask for it.")
    form.submit()
    assert tab.due.model().rowCount() == 2
    assert row is not None
    assert retention.file_date(due, row.file.id).until == date(2040, 1, 1)
    with qtbot.waitSignal(tab.destination_chosen) as chosen:
        tab.open_file.click()
    assert chosen.args[0] == "case"
    assert cases.reload_case(due, chosen.args[1])


def test_others_are_told_why_they_see_nothing(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, counsellor: Session
) -> None:
    tab = shown(qtbot, tasks, messages, counsellor)
    assert "Only a supervisor decides how long files are kept." in words_on(tab)
    assert not tab.decide.isVisible()


def test_copies_on_this_computer_are_named_and_destroyed(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, due: Session
) -> None:
    copy = due.vault.folder / "backups" / "before-schema-0002"
    copy.mkdir()
    retention.confirm_date(due)
    retention.mark(due, *(file.id for file in retention.due_list(due).files))
    erasure.erase(due, erasure.sign_list(due).id)
    tab = shown(qtbot, tasks, messages, due)
    messages.answers = [True]
    tab.copies.click()
    assert not copy.exists()
    tab.copies.click()
    assert messages.said[0][0] == "No copy on this computer holds these files"
