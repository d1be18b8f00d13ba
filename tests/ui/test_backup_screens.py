"""Backing up, being reminded, looking and restoring, as a supervisor sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.backups import service as backups
from intake_app.errors import StorageFull
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.search import Question, find
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.users import service as users
from intake_app.vault import backup
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES, FixedClock, SignIn
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press
from ui.demo.hand import type_text
from ui.desk import notice_of
from ui.language import Language
from ui.main_window import MainWindow
from ui.office.backup_tab import BackupTab
from ui.pages import commands_of
from ui.plain import plain
from ui.sign_in.first_start_wizard import FirstStartWizard
from ui.sign_in.restore_page import RestorePage
from ui.sign_in.sign_in_screen import SignInScreen
from ui.sync.next_step import next_step

WORDS = PASSPHRASES[Role.SUPERVISOR]


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the program takes for another disk."""
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(backup, "on_same_disk", lambda _one, other: other != folder)
    return folder


@dataclass
class Window:
    """The one window, at its gate or with a desk."""

    window: MainWindow
    tasks: DirectTasks
    messages: ScriptedMessages

    @property
    def gate(self) -> Any:
        return self.window.gate

    def sign_in(self, role: Role = Role.SUPERVISOR) -> None:
        """Through the sign-in page, with the keys of the tests."""
        page = self.gate
        assert isinstance(page, SignInScreen)
        page._sign_in = partial(users.sign_in, bounds=CHEAP_BOUNDS)
        labels = [page.names.item(row).text() for row in range(page.names.count())]
        page.names.setCurrentRow(labels.index(LABELS[role]))
        type_text(page.passphrase.line, PASSPHRASES[role])
        press(page.passphrase.line, "Return")

    @property
    def frame(self) -> Any:
        return self.window.frame


OpenWindow = Callable[[Path | None], Window]


@pytest.fixture
def open_window(
    qtbot: QtBot,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
    screen_language: Language,
) -> OpenWindow:
    def make(folder: Path | None) -> Window:
        window = MainWindow(tasks, messages, screen_language, packs, folder)
        # Closing would close the vault in another thread; without one it has to be closed before.
        qtbot.addWidget(window, before_close_func=lambda _window: window.lock())
        window.show()
        return Window(window, tasks, messages)

    return make


# ---------------------------------------------------------------------------- making one


@pytest.fixture
def tab(
    qtbot: QtBot, supervisor: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> BackupTab:
    tab = BackupTab(supervisor, tasks, messages)
    qtbot.addWidget(tab)
    tasks.changed.connect(tab.reload)
    tab.resize(900, 500)
    tab.show()
    tab.reload()
    return tab


def test_a_backup_is_made_at_the_press_of_a_button(
    tab: BackupTab, messages: ScriptedMessages, stick: Path
) -> None:
    assert "no backup yet" in tab.state.text()
    messages.answers = [stick]
    tab.back_up.click()
    assert "GN-2026-05-12-1 was written and verified: 0 persons" in tab.bar.text()
    assert "recent" in tab.state.text()
    assert tab.panel.isHidden()
    assert tab.back_up.isEnabled()
    assert "GN-2026-05-12-1" in words_on(tab)
    assert len(backups.backups_in(stick)) == 1


def test_the_vaults_own_disk_is_asked_about_first(
    tab: BackupTab, messages: ScriptedMessages, tmp_path: Path
) -> None:
    place = tmp_path / "beside"
    place.mkdir()
    messages.answers = [place, False]
    tab.back_up.click()
    assert list(place.iterdir()) == []
    messages.answers = [place, True]
    tab.back_up.click()
    assert len(list(place.iterdir())) == 1
    assert messages.asked.count("Back up to the same disk?") == 2


def test_a_stick_that_fails_is_told_and_can_be_tried_again(
    tab: BackupTab, messages: ScriptedMessages, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise StorageFull("The stick has gone.")

    monkeypatch.setattr(backup, "write", fails)
    messages.answers = [stick]
    tab.back_up.click()
    assert tab.bar.text() == "The stick has gone."
    assert tab.panel.isHidden()
    monkeypatch.undo()
    monkeypatch.setattr(backup, "on_same_disk", lambda _one, _other: False)
    messages.answers = [stick]
    tab.bar.action.click()
    assert len(list(stick.iterdir())) == 1


def test_it_can_be_stopped_and_then_there_is_none(
    qtbot: QtBot, supervisor: Session, messages: ScriptedMessages, stick: Path
) -> None:
    late = LateTasks()
    tab = BackupTab(supervisor, late, messages)
    qtbot.addWidget(tab)
    tab.show()
    messages.answers = [stick]
    tab.back_up.click()
    assert tab.panel.isVisible()
    assert not tab.back_up.isEnabled()
    tab.panel.cancel.click()
    late.run_all()
    assert "No backup was made" in tab.bar.text()
    assert list(stick.iterdir()) == []
    assert late.errors == []


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_who_may_not_reads_why(
    qtbot: QtBot, sign_in: SignIn, tasks: DirectTasks, messages: ScriptedMessages, role: Role
) -> None:
    session = sign_in(role)
    tab = BackupTab(session, tasks, messages)
    qtbot.addWidget(tab)
    tab.reload()
    tab.start()
    assert messages.asked == []
    for button in (tab.back_up, tab.restore):
        assert not button.isEnabled()
        assert button.accessibleDescription() == "Only a supervisor may do this."
    assert "back_up" not in [command.key for command in commands_of(session)]


def test_every_word_of_the_tab_follows_the_language(
    tab: BackupTab,
    messages: ScriptedMessages,
    stick: Path,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "a", set()) == set()
    messages.answers = [stick]
    tab.back_up.click()
    data = {"GN-2026-05-12-1"}
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "b", data) == set()


# ---------------------------------------------------------------------------- being reminded


def test_the_status_line_says_how_old_the_last_backup_is(
    open_window: OpenWindow, fresh_office: Path, supervisor: Session, stick: Path
) -> None:
    users.lock(supervisor)
    shown = open_window(fresh_office)
    shown.sign_in()
    chip = shown.frame.status.backup
    assert chip.text() == "No backup yet"
    chip.click()
    office = shown.frame.current()
    assert office.tabs.currentWidget() is office.backup
    shown.messages.answers = [stick]
    office.backup.back_up.click()
    assert chip.text() == "Backup of today"


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, False), (7, False), (8, True)])
def test_after_a_week_it_warns(
    qtbot: QtBot,
    supervisor: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    clock: FixedClock,
    stick: Path,
    days: int,
    late: bool,
) -> None:
    backups.make(supervisor, stick)
    clock.moment += timedelta(days=days)
    tab = BackupTab(supervisor, tasks, messages)
    qtbot.addWidget(tab)
    tab.reload()
    assert ("too old" in tab.state.text()) is late


def test_back_up_now_is_a_command_from_everywhere(
    open_window: OpenWindow, fresh_office: Path, stick: Path
) -> None:
    shown = open_window(fresh_office)
    shown.sign_in()
    shown.messages.answers = [stick]
    type_text(shown.frame.top.search, "back up")
    press(shown.frame.top.search, "Return")
    assert len(list(stick.iterdir())) == 1
    assert shown.frame.status.backup.text() == "Backup of today"


def test_the_sign_in_page_shows_the_date_and_nothing_else(
    open_window: OpenWindow, fresh_office: Path
) -> None:
    for text, words in (
        ("2026-05-12\n", "Last backup: 12 May 2026"),
        ("nonsense", ""),
        ("", ""),
    ):
        (fresh_office / "last-backup").write_text(text)
        page = open_window(fresh_office).gate
        assert page.backup.text() == words
        assert page.backup.isVisible() is bool(words)


# ---------------------------------------------------------------------------- looking only


def test_a_backup_is_looked_at_with_a_line_that_says_so(
    open_window: OpenWindow, supervisor: Session, stick: Path
) -> None:
    people.save_person(supervisor, a_person())
    assert notice_of(supervisor) is None
    made = backups.make(supervisor, stick).folder
    users.lock(supervisor)
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    shown = open_window(made)
    shown.sign_in()
    assert "reading only" in shown.frame.notice.text()
    assert not shown.frame.notice.isHidden()
    assert shown.frame.status.backup.isHidden()
    session = shown.window.session
    assert session is not None
    assert len(find(session, Question("diallo"))) == 1
    shown.window.open_destination("office", "")
    settings = shown.frame.current().settings
    settings.form["name"].set_value("Another name")
    settings.save.click()
    assert "reading only" in settings.bar.text()
    assert settings.form["name"].value() == "Another name"
    shown.window.lock()
    assert {path.name: path.read_bytes() for path in made.iterdir()} == before


def test_a_reserve_that_was_given_up_is_said_over_every_page(supervisor: Session) -> None:
    supervisor.vault.reserve_given = True
    words = notice_of(supervisor)
    assert words is not None
    assert "nearly full" in words()


# ---------------------------------------------------------------------------- restoring


@pytest.fixture
def made(supervisor: Session, stick: Path) -> Path:
    """A backup with one person; the vault it is of is closed."""
    people.save_person(supervisor, a_person())
    folder = backups.make(supervisor, stick).folder
    people.save_person(supervisor, a_person(family_name="Later"))
    users.lock(supervisor)
    return folder


def restoring(shown: Window, place: Path) -> RestorePage:
    """The page, with the backups of this place."""
    page = shown.gate
    assert isinstance(page, RestorePage)
    page._examine = partial(backups.examine, bounds=CHEAP_BOUNDS)
    shown.messages.answers = [place]
    page.which.look.click()
    return page


@pytest.mark.parametrize("start", ["first start", "sign in", "office"])
def test_a_user_can_restore_from_every_place_that_offers_it(
    open_window: OpenWindow, made: Path, fresh_office: Path, tmp_path: Path, start: str
) -> None:
    shown = open_window(None if start == "first start" else fresh_office)
    if start == "first start":
        assert isinstance(shown.gate, FirstStartWizard)
        shown.gate.welcome.restore.click()
    elif start == "sign in":
        shown.gate.restore.click()
    else:
        shown.sign_in()
        shown.window.open_destination("backup", "")
        shown.frame.current().backup.restore.click()
        assert shown.window.session is None
    page = restoring(shown, made.parent)
    type_text(page.which.form["passphrase"].line, WORDS)
    press(page.which.form["passphrase"].line, "Return")
    assert "whole and opens" in page.where.state.text()
    assert page.which.form["passphrase"].value() == ""
    assert "1" in words_on(page.where)
    target = tmp_path / "new" / "vault"
    page.where.form["folder"].set_value(target)
    press(page.where.form["folder"].line, "Ctrl+Return")
    assert page.parts.currentWidget() is page.next
    page.next.enter.click()
    shown.sign_in()
    session = shown.window.session
    assert session is not None
    assert session.vault.folder == target
    assert not session.vault.read_only
    assert len(find(session, Question("diallo"))) == 1
    assert find(session, Question("later")) == []


def test_a_wrong_passphrase_stands_at_its_field_and_a_new_one_may_be_typed(
    open_window: OpenWindow, made: Path
) -> None:
    shown = open_window(None)
    shown.gate.restore_wanted.emit()
    page = restoring(shown, made.parent)
    page.which.check.click()
    assert set(page.which.form.summary.links) == {"passphrase"}
    type_text(page.which.form["passphrase"].line, "violin")
    page.which.check.click()
    assert page.parts.currentWidget() is page.which
    assert "not the passphrase" in page.which.form.field("passphrase").mistake()
    page.which.form["passphrase"].set_value(WORDS)
    page.which.check.click()
    assert page.parts.currentWidget() is page.where


def test_a_vault_that_exists_is_never_the_target(
    open_window: OpenWindow, made: Path, fresh_office: Path
) -> None:
    shown = open_window(None)
    shown.gate.restore_wanted.emit()
    page = restoring(shown, made)
    page.which.form["passphrase"].set_value(WORDS)
    page.which.check.click()
    before = (fresh_office / "keys.cvk").read_bytes()
    page.where.form["folder"].set_value(fresh_office)
    page.where.restore.click()
    assert set(page.where.form.summary.links) == {"folder"}
    assert page.parts.currentWidget() is page.where
    assert (fresh_office / "keys.cvk").read_bytes() == before


def test_a_folder_without_and_a_damaged_backup_are_told(
    open_window: OpenWindow, made: Path, tmp_path: Path
) -> None:
    shown = open_window(None)
    shown.gate.restore_wanted.emit()
    (tmp_path / "letters").mkdir()
    page = restoring(shown, tmp_path / "letters")
    assert "no backup" in page.bar.text()
    assert page.which.form.isHidden()
    data = made / "data-0001.db"
    content = bytearray(data.read_bytes())
    content[9000] ^= 1
    data.write_bytes(content)
    page = restoring(shown, made.parent)
    page.which.form["passphrase"].set_value(WORDS)
    page.which.check.click()
    assert "damaged" in page.bar.text()
    assert page.parts.currentWidget() is page.which


def test_esc_leaves_to_where_one_came_from(
    open_window: OpenWindow, made: Path, fresh_office: Path
) -> None:
    shown = open_window(fresh_office)
    shown.gate.restore.click()
    page = restoring(shown, made)
    press(page.which.form["passphrase"].line, "Escape")
    assert isinstance(shown.gate, SignInScreen)


def test_every_word_of_restoring_follows_the_language(
    open_window: OpenWindow, made: Path, screen_language: Language, tmp_path: Path
) -> None:
    shown = open_window(None)
    shown.gate.restore_wanted.emit()
    page = restoring(shown, made)
    data = {"EN", "FR", plain("English"), plain("Français"), LABELS[Role.SUPERVISOR]}
    assert forgotten_by_a_switch(page, screen_language, tmp_path / "a", data) == set()
    page.which.form["passphrase"].set_value(WORDS)
    page.which.check.click()
    page.where.form["folder"].set_value(tmp_path / "new")
    moment = backups.backups_in(made)[0].made_at
    assert moment is not None
    data |= {str(tmp_path / "new"), f"{moment.astimezone():%d/%m/%Y %H:%M}"}
    assert forgotten_by_a_switch(page, screen_language, tmp_path / "b", data) == set()
    page.where.restore.click()
    assert forgotten_by_a_switch(page.next, screen_language, tmp_path / "c", data) == set()


def test_the_outbox_says_what_a_restored_vault_waits_for() -> None:
    assert "restored from a backup" in next_step(True, [], [], restored=True).words
    assert "restored" not in next_step(True, [], []).words
    assert callable(sync.waits_for_the_hub)
