"""A vault that is not as it was left never opens by itself: a supervisor decides."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.errors import DataDamaged, VaultAlarm
from intake_app.integrity import service as integrity
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES, SignIn
from tests.core.anchor_kit import contents, flip
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.sign_in.alarm_page import AlarmPage
from ui.sign_in.damage_page import DamagePage
from ui.sign_in.login_list import LoginLine
from ui.sign_in.sign_in_screen import SignInScreen
from ui.sign_in.supervisor_decision import SupervisorDecision


def line_of(folder: Path, role: Role) -> LoginLine:
    login = next(login for login in users.logins_of(folder) if login.role is role)
    return LoginLine(login.id, login.label, login.role)


@pytest.fixture
def rolled_back(sign_in: SignIn, fresh_office: Path) -> Path:
    """Two sign-ins are missing."""
    older = contents(fresh_office)["data-0001.db"]
    for _time in range(2):
        sign_in(Role.RECEPTION).vault.close()
    (fresh_office / "data-0001.db").write_bytes(older)
    return fresh_office


@pytest.fixture
def alarm(rolled_back: Path, sign_in: SignIn) -> VaultAlarm:
    with pytest.raises(VaultAlarm) as raised:
        sign_in(Role.SUPERVISOR)
    return raised.value


def test_signing_in_ends_at_the_alarm_and_not_at_the_desk(
    qtbot: QtBot,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
    rolled_back: Path,
) -> None:
    sign_in = partial(users.sign_in, bounds=CHEAP_BOUNDS)
    screen = SignInScreen(rolled_back, packs, tasks, messages, sign_in=sign_in)
    qtbot.addWidget(screen)
    screen.names.setCurrentRow(0)
    screen.passphrase.set_value(PASSPHRASES[Role(screen.names.login().role)])  # type: ignore[union-attr]
    with qtbot.assertNotEmitted(screen.signed_in), qtbot.waitSignal(screen.alarmed) as signal:
        screen.submit()
    assert signal.args is not None
    assert signal.args[0].label == screen.names.label()
    assert "2 saves" in signal.args[1].sentence
    assert screen.passphrase.value() == ""


def alarm_page(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], folder: Path, role: Role,
    alarm: VaultAlarm,
) -> AlarmPage:  # fmt: skip
    go_on = partial(integrity.go_on, bounds=CHEAP_BOUNDS)
    page = AlarmPage(folder, packs, tasks, line_of(folder, role), alarm, go_on=go_on)
    qtbot.addWidget(page)
    page.show()
    return page


def came_in(page: SupervisorDecision) -> list[Session]:
    sessions: list[Session] = []
    page.signed_in.connect(sessions.append)
    return sessions


def test_a_supervisor_goes_on_with_the_passphrase_and_the_count_is_in_the_log(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], rolled_back: Path,
    alarm: VaultAlarm,
) -> None:  # fmt: skip
    page = alarm_page(qtbot, tasks, packs, rolled_back, Role.SUPERVISOR, alarm)
    sessions = came_in(page)
    assert page.title.text() == "2 saves are missing"
    page.go.click()
    assert "Type your passphrase" in page.note.text()
    page.passphrase.set_value("wrong")
    page.submit()
    assert LABELS[Role.SUPERVISOR] in page.note.text()
    assert page.passphrase.value() == "wrong"
    assert sessions == []
    page.passphrase.set_value(PASSPHRASES[Role.SUPERVISOR])
    page.submit()
    (session,) = sessions
    line = users.audit_lines(session)[3]  # before the wrong try and the sign-in
    assert (line.act, line.record) == ("vault.gone_on", "2")
    assert page.passphrase.value() == ""
    session.vault.close()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_others_can_only_call_a_supervisor(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], rolled_back: Path,
    alarm: VaultAlarm, role: Role,
) -> None:  # fmt: skip
    before = contents(rolled_back)
    page = alarm_page(qtbot, tasks, packs, rolled_back, role, alarm)
    sessions = came_in(page)
    assert page.call.isVisible()
    assert not page.go.isVisible()
    assert not page.passphrase.isVisible()
    page.passphrase.set_value(PASSPHRASES[role])
    page.submit()
    assert sessions == []
    assert not page.restore.isVisible()
    with qtbot.waitSignal(page.closed):
        page.back.click()
    assert contents(rolled_back) == before


def test_a_supervisor_can_go_to_the_backups_instead(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], rolled_back: Path,
    alarm: VaultAlarm,
) -> None:  # fmt: skip
    page = alarm_page(qtbot, tasks, packs, rolled_back, Role.SUPERVISOR, alarm)
    with qtbot.waitSignal(page.restore_wanted):
        page.restore.click()


def test_the_safe_answer_has_the_keyboard(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], rolled_back: Path,
    alarm: VaultAlarm,
) -> None:  # fmt: skip
    page = alarm_page(qtbot, tasks, packs, rolled_back, Role.SUPERVISOR, alarm)
    page.setFocus()
    assert page.focusWidget() is page.back


# ------------------------------------------------------------------------------------------ salvage


@pytest.fixture
def damaged(fresh_office: Path, sign_in: SignIn) -> Path:
    flip(fresh_office / "data-0001.db", (fresh_office / "data-0001.db").stat().st_size - 4000)
    with pytest.raises(DataDamaged):
        sign_in(Role.SUPERVISOR)
    return fresh_office


def damage_page(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], folder: Path,
    answers: list[object], role: Role = Role.SUPERVISOR,
) -> DamagePage:  # fmt: skip
    salvage = partial(integrity.salvage, bounds=CHEAP_BOUNDS)
    messages = ScriptedMessages(answers)
    page = DamagePage(folder, packs, tasks, messages, line_of(folder, role), salvage=salvage)
    qtbot.addWidget(page)
    page.show()
    return page


def test_a_supervisor_salvages_sees_what_is_lost_and_opens_the_new_vault(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], damaged: Path, tmp_path: Path
) -> None:
    page = damage_page(qtbot, tasks, packs, damaged, [tmp_path / "new"])
    sessions = came_in(page)
    page.submit()
    assert "Choose the folder" in page.bar.text()
    page.choose.click()
    page.passphrase.set_value(PASSPHRASES[Role.SUPERVISOR])
    page.submit()
    assert sessions == []  # first the figures are read
    assert page.session is not None
    assert "Open the new vault" in page.go.text()
    page.go.click()
    (session,) = sessions
    assert session.vault.folder == tmp_path / "new"
    session.vault.close()


def test_a_folder_that_is_not_empty_is_said_and_what_was_typed_stays(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], damaged: Path
) -> None:
    page = damage_page(qtbot, tasks, packs, damaged, [damaged])
    page.choose.click()
    page.passphrase.set_value(PASSPHRASES[Role.SUPERVISOR])
    page.submit()
    assert "not empty" in page.bar.text()
    assert page.passphrase.value() == PASSPHRASES[Role.SUPERVISOR]


def test_a_salvage_can_be_cancelled(
    qtbot: QtBot, packs: Mapping[str, Pack], damaged: Path, tmp_path: Path
) -> None:
    late = LateTasks()
    page = damage_page(qtbot, late, packs, damaged, [tmp_path / "new"])
    page.choose.click()
    page.passphrase.set_value(PASSPHRASES[Role.SUPERVISOR])
    page.submit()
    assert page.panel.isVisible()
    page.panel.cancel.click()
    late.run_all()
    assert "Stopped" in page.bar.text()
    assert not (tmp_path / "new").exists()
    assert late.errors == []


def test_nobody_else_salvages(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], damaged: Path
) -> None:
    page = damage_page(qtbot, tasks, packs, damaged, [], Role.COUNSELLOR)
    assert page.call.isVisible()
    assert not page.go.isVisible()
    assert not page.choose.isVisible()


def test_what_was_salvaged_is_closed_with_the_window(
    qtbot: QtBot, tasks: DirectTasks, packs: Mapping[str, Pack], damaged: Path, tmp_path: Path
) -> None:
    """The window asks every page of the gate for a session that nobody has taken over yet."""
    page = damage_page(qtbot, tasks, packs, damaged, [tmp_path / "new"])
    page.choose.click()
    page.passphrase.set_value(PASSPHRASES[Role.SUPERVISOR])
    page.submit()
    assert page.session is not None
    users.lock(page.session)
    shutil.rmtree(tmp_path / "new")
