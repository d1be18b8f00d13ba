"""The tab Integrity and the daily check: run, stopped, whole, damaged, and for whom."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.integrity import service as integrity
from intake_app.integrity.model import Fault, Finding, Report
from intake_app.people import service as people
from intake_app.session import Session
from tests.conftest import SignIn
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.desk import Desk
from ui.flow import parts_of
from ui.office.integrity_tab import IntegrityTab
from ui.tasks import Tasks


def tab_of(qtbot: QtBot, session: Session, tasks: DirectTasks) -> IntegrityTab:
    tab = IntegrityTab(session, tasks)
    qtbot.addWidget(tab)
    tab.show()
    tab.reload()
    return tab


def test_a_check_runs_on_request_and_says_that_all_is_well(
    qtbot: QtBot, supervisor: Session, tasks: DirectTasks
) -> None:
    tab = tab_of(qtbot, supervisor, tasks)
    assert "not been checked" in tab.verdict.text()
    tab.run.click()
    assert "whole" in tab.verdict.text()
    assert not tab.panel.isVisible()
    assert not tab.salvage.isVisible()
    assert integrity.last_report(supervisor) is not None


def test_what_is_wrong_is_said_in_words(qtbot: QtBot, sign_in: SignIn, tasks: DirectTasks) -> None:
    people.save_person(sign_in(Role.RECEPTION), a_person())
    session = sign_in(Role.SUPERVISOR)
    session.vault._open.execute("UPDATE person SET mother_name = 'X'")
    tab = tab_of(qtbot, session, tasks)
    tab.run.click()
    assert "wrong" in tab.verdict.text()
    said = [line.text() for line in parts_of(tab.found)]  # type: ignore[union-attr]
    assert any("not as the audit log left it" in text for text in said)
    assert any(text.startswith("Person ") for text in said)
    assert not tab.salvage.isVisible()


def test_salvage_is_offered_where_the_file_is_damaged(
    qtbot: QtBot, supervisor: Session, tasks: DirectTasks
) -> None:
    tab = tab_of(qtbot, supervisor, tasks)
    tab._take(Report(supervisor.now(), 1, 1, 1, (Finding(Fault.PAGES, 2),)))
    assert tab.salvage.isVisible()
    with qtbot.waitSignal(tab.salvage_wanted):
        tab.salvage.click()


def test_a_check_can_be_cancelled(qtbot: QtBot, supervisor: Session) -> None:
    late = LateTasks()
    tab = tab_of(qtbot, supervisor, late)
    tab.run.click()
    tab.panel.cancel.click()
    late.run_all()
    assert "Stopped" in tab.bar.text()
    assert integrity.last_report(supervisor) is None
    tab.run.click()
    late.run_all()
    assert integrity.last_report(supervisor) is not None


def test_only_a_supervisor_sees_what_was_found(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks
) -> None:
    tab = tab_of(qtbot, clerk, tasks)
    assert tab.forbidden.isVisible()
    assert not tab.run.isVisible()


def test_a_real_check_runs_beside_the_work_and_closing_the_vault_stops_it(
    qtbot: QtBot, supervisor: Session
) -> None:
    errors: list[Exception] = []
    tasks = Tasks(errors.append)
    tasks.garbage.stop()
    seen: list[Report] = []
    tasks.beside(tasks, lambda: integrity.check(supervisor, lambda *_step: None), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].is_whole
    supervisor.vault.close()
    ended: list[Exception] = []

    def failed(error: Exception) -> bool:
        ended.append(error)
        return True

    tasks.beside(
        tasks, lambda: integrity.check(supervisor, lambda *_step: None), seen.append, failed
    )
    qtbot.waitUntil(lambda: bool(ended))
    tasks.close()
    assert errors == []


@pytest.mark.parametrize("altered", [False, True])
def test_the_daily_check_interrupts_only_if_something_is_wrong(
    qtbot: QtBot, sign_in: SignIn, tasks: DirectTasks, messages: ScriptedMessages, altered: bool
) -> None:
    people.save_person(sign_in(Role.RECEPTION), a_person())
    session = sign_in(Role.RECEPTION)
    if altered:
        session.vault._open.execute("UPDATE person SET mother_name = 'X'")
    desk = Desk(session, tasks, messages)
    qtbot.addWidget(desk.frame)
    assert integrity.is_due(session)
    desk._check.run()
    assert bool(messages.said) == altered
    assert not integrity.is_due(session)
    desk.end()


def test_a_mark_that_the_disk_refused_stands_in_the_status_line(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> None:
    desk = Desk(clerk, tasks, messages)
    qtbot.addWidget(desk.frame)
    anchor = clerk.vault.folder / "anchor"
    anchor.rename(anchor.with_name("away"))
    people.save_person(clerk, a_person())
    desk._count()
    assert "Saved, but the disk refused" in desk.frame.status.text.text()
    anchor.with_name("away").rename(anchor)
    desk.end()
