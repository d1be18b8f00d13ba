"""Recovery key, forgotten passphrases, removal and new keys: through the screens, really done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from intake_app import audit
from intake_app.acts import Role
from intake_app.custody import service as custody
from intake_app.errors import NotFound, WrongPassphrase
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault import keyfile
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP, CHEAP_BOUNDS, LABELS, NAMES, PASSPHRASES, SignIn
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.test_first_start import type_back
from tests.ui.typing import press, type_text
from ui.custody.care_page import CarePage
from ui.custody.forgotten_page import ForgottenPage
from ui.desk import Desk
from ui.office.office_screen import OfficeScreen
from ui.office.people_tab import PeopleTab
from ui.tasks import Tasks

OWN = PASSPHRASES[Role.SUPERVISOR]
NEW_WORDS = "granite pelican sofa cabbage trumpet"

OpenOffice = Callable[..., OfficeScreen]


@pytest.fixture
def open_office(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> OpenOffice:
    def make(session: Session, others: Tasks | None = None) -> OfficeScreen:
        screen = OfficeScreen(session, others or tasks, messages)
        qtbot.addWidget(screen)
        (others or tasks).changed.connect(screen.reload)
        screen.resize(1150, 640)
        screen.show()
        screen.reload()
        return screen

    return make


def opens(folder: Path, login_id: str, words: str, packs: Mapping[str, Pack]) -> bool:
    try:
        users.sign_in(folder, login_id, words, packs, bounds=CHEAP_BOUNDS).vault.close()
    except (WrongPassphrase, NotFound):
        return False
    return True


# ---------------------------------------------------------------------------- recovery key


def test_a_supervisor_makes_a_recovery_key_in_the_office(
    open_office: OpenOffice, supervisor: Session
) -> None:
    screen = open_office(supervisor)
    tab = screen.recovery
    screen.show_part(tab)
    assert "no recovery key" in tab.state.text()
    tab.make.click()
    assert tab.panel.key is not None
    number = tab.panel.key.number()
    type_back(tab.panel)
    assert number in tab.state.text()
    assert "counts" in tab.state.text()
    assert not tab.panel.isVisible()
    assert custody.recovery_state(supervisor).is_good


def test_the_sheet_is_shown_in_both_languages_printed_and_noted(
    open_office: OpenOffice, supervisor: Session, tmp_path: Path
) -> None:
    screen = open_office(supervisor)
    screen.show_part(screen.recovery)
    screen.recovery.make.click()
    panel = screen.recovery.panel
    key = panel.key
    assert key is not None
    panel.print_button.click()
    dialog = panel.dialog
    assert dialog is not None

    def text() -> str:
        document = pypdfium2.PdfDocument(dialog._pdf)
        try:
            assert len(document) == 1
            return str(document[0].get_textpage().get_text_bounded())
        finally:
            document.close()

    english = text()
    assert all(group in english for group in key.groups())
    assert supervisor.vault.vault_id[:8].upper() in english
    assert key.number() in english
    dialog.language.buttons["fr"].click()
    french = text()
    assert all(group in french for group in key.groups())
    assert "mai 2026" in french
    target = tmp_path / "printed.pdf"

    def to_file(_parent: Any, _pages: int) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        return printer

    dialog.choose_printer = to_file
    dialog.print_button.click()
    assert target.stat().st_size > 1000
    with supervisor.read() as db:
        assert [(line.act, line.record) for line in audit.lines(db, limit=1)] == [
            ("recovery.printed", key.number())
        ]
        assert db.execute("SELECT count(*) FROM document").fetchone()[0] == 0
        assert db.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0
    dialog.close_button.click()
    assert dialog._pdf == b""
    assert panel.dialog is None


def test_leaving_a_key_that_does_not_count_is_asked_and_takes_it_off_the_screen(
    open_office: OpenOffice, supervisor: Session, messages: ScriptedMessages
) -> None:
    screen = open_office(supervisor)
    tab = screen.recovery
    screen.show_part(tab)
    tab.make.click()
    assert tab.panel.key is not None
    groups = set(tab.panel.key.groups())
    messages.answers = [False]
    tab.stop.click()
    assert groups <= set(words_on(tab))
    messages.answers = [True]
    tab.stop.click()
    assert not groups & set(words_on(tab))
    tab.make.click()
    screen.show_part(screen.people)  # another tab: no key waits where nobody looks
    assert tab.panel.key is None
    assert not custody.recovery_state(supervisor).number


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_others_only_see_that_a_supervisor_does_it(
    open_office: OpenOffice, sign_in: SignIn, role: Role
) -> None:
    screen = open_office(sign_in(role))
    for button in (
        screen.recovery.make, screen.people.renew, screen.people.role, screen.people.remove,
        screen.people.rotate,
    ):  # fmt: skip
        assert not button.isEnabled()
        assert "supervisor" in button.accessibleDescription()


@pytest.mark.parametrize("role", list(Role))
def test_supervisors_are_reminded_after_sign_in_while_there_is_no_key(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, sign_in: SignIn, role: Role
) -> None:
    session = sign_in(role)
    desk = Desk(session, tasks, messages)
    qtbot.addWidget(desk.frame)
    desk.frame.show()
    desk.begin()
    assert ("no recovery key" in desk.frame.reminder.text()) is (role is Role.SUPERVISOR)
    if role is Role.SUPERVISOR:
        desk.frame.reminder.action.click()
        office = desk.frame.current()
        assert isinstance(office, OfficeScreen)
        assert office.recovery.isVisible()
        office.recovery.make.click()
        type_back(office.recovery.panel)
        again = Desk(session, tasks, messages)
        qtbot.addWidget(again.frame)
        again.begin()
        assert again.frame.reminder.text() == ""
        again.end()
    desk.end()


# ---------------------------------------------------------------------------- forgotten


def with_sheet(session: Session) -> custody.RecoveryKey:
    key = custody.new_recovery_key(session)
    groups = key.groups()
    custody.keep_recovery_key(session, key, {0: groups[0], 3: groups[3]}, cost=CHEAP)
    return key


@pytest.fixture
def forgotten(qtbot: QtBot, tasks: DirectTasks) -> Callable[..., ForgottenPage]:
    def make(folder: Path, login_id: str = "", others: Tasks | None = None) -> ForgottenPage:
        recover = partial(custody.recover, cost=CHEAP, bounds=CHEAP_BOUNDS)
        page = ForgottenPage(folder, others or tasks, login_id, recover=recover)
        qtbot.addWidget(page)
        page.show()
        return page

    return make


def test_a_forgotten_passphrase_is_replaced_at_the_door(
    qtbot: QtBot,
    forgotten: Callable[..., ForgottenPage],
    supervisor: Session,
    packs: Mapping[str, Pack],
) -> None:
    key, folder = with_sheet(supervisor), supervisor.vault.folder
    supervisor.vault.close()
    page = forgotten(folder, supervisor.user.id)
    assert page.names.label() == LABELS[Role.SUPERVISOR]
    assert any(key.number() in words for words in words_on(page))
    type_text(page.form["recovery_key"].line, " ".join(key.groups()).lower())
    page.suggestion.suggest.click()
    words = page.suggestion.words.text()
    page.form["again"].set_value(words)
    with qtbot.waitSignal(page.recovered) as signal:
        press(page.form["again"].line, "Ctrl+Return")
    assert signal.args is not None
    assert LABELS[Role.SUPERVISOR] in signal.args[0]
    assert page.form["recovery_key"].value() == ""
    assert words not in " ".join(words_on(page))
    assert opens(folder, supervisor.user.id, words, packs)
    assert not opens(folder, supervisor.user.id, OWN, packs)


def test_mistakes_at_the_door_stand_under_their_fields_and_keep_what_was_typed(
    forgotten: Callable[..., ForgottenPage], supervisor: Session
) -> None:
    key, folder = with_sheet(supervisor), supervisor.vault.folder
    supervisor.vault.close()
    page = forgotten(folder)
    groups = list(key.groups())
    groups[4] = ("7" if groups[4][0] != "7" else "8") + groups[4][1:]
    typed = " ".join(groups)
    page.form.set_values({"recovery_key": typed, "passphrase": NEW_WORDS, "again": NEW_WORDS})
    page.go.click()
    assert set(page.form.summary.links) == {"recovery_key"}
    assert "group 5" in page.form.field("recovery_key").mistake()
    assert page.form["recovery_key"].value() == typed
    page.form.set_values({"recovery_key": " ".join(key.groups()), "again": "other words"})
    page.go.click()
    assert set(page.form.summary.links) == {"again"}
    page.form.set_values({"passphrase": "too short", "again": "too short"})
    page.go.click()
    assert set(page.form.summary.links) == {"passphrase"}
    assert keyfile.read(folder / keyfile.KEY_FILE).alleged.retired == ()


def test_without_a_recovery_key_the_door_says_what_else_can_be_done(
    qtbot: QtBot, forgotten: Callable[..., ForgottenPage], supervisor: Session
) -> None:
    supervisor.vault.close()
    page = forgotten(supervisor.vault.folder)
    assert "No recovery key" in page.bar.text()
    assert not page.go.isVisible()
    with qtbot.waitSignal(page.closed):
        press(page.back, "Escape")


# ---------------------------------------------------------------------------- colleagues


def care_for(screen: OfficeScreen, role: Role, deed: str) -> CarePage:
    people = screen.people
    people.table.select(next(m.id for m in rows_of(people) if m.role is role))
    getattr(people, deed).click()
    assert people.care is not None
    return people.care


def rows_of(people: PeopleTab) -> list[Any]:
    return [people.model.row(number) for number in range(people.model.rowCount())]


def test_a_colleague_is_removed_on_the_screen_and_cannot_come_back(
    open_office: OpenOffice,
    supervisor: Session,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
) -> None:
    screen, folder = open_office(supervisor), supervisor.vault.folder
    gone = next(login.id for login in logins_of(folder) if login.role is Role.COUNSELLOR)
    page = care_for(screen, Role.COUNSELLOR, "remove")
    assert any(NAMES[Role.COUNSELLOR] in words for words in words_on(page))
    page.go.click()
    assert set(page.form.summary.links) == {"own"}
    page.form["own"].set_value("not mine")
    messages.answers = [True]
    page.go.click()
    assert page.form.field("own").mistake() == "This is not your passphrase."
    page.form["own"].set_value(OWN)
    messages.answers = [False]
    page.go.click()
    assert len(rows_of(screen.people)) == 3
    messages.answers = [True]
    page.go.click()
    assert screen.people.care is None
    assert "new keys" in screen.people.bar.text()
    assert [member.role for member in rows_of(screen.people)] == [Role.RECEPTION, Role.SUPERVISOR]
    assert supervisor.vault.keys.opened.file.generation == 2
    supervisor.vault.close()
    assert not opens(folder, gone, PASSPHRASES[Role.COUNSELLOR], packs)


def test_a_removal_that_is_cancelled_changes_nothing(
    open_office: OpenOffice, supervisor: Session, messages: ScriptedMessages
) -> None:
    late = LateTasks()
    screen = open_office(supervisor, late)
    late.run_all()
    page = care_for(screen, Role.COUNSELLOR, "remove")
    page.form["own"].set_value(OWN)
    messages.answers = [True]
    page.go.click()
    assert page.panel.isVisible()
    assert not page.go.isEnabled()
    assert not screen.people.may_leave()
    page.panel.cancel.click()
    late.run_all()
    assert page.bar.text() == "Stopped. Nothing was changed."
    assert page.go.isEnabled()
    assert supervisor.vault.keys.opened.file.generation == 1
    assert late.errors == []


def test_a_new_passphrase_stays_in_sight_until_it_is_on_paper(
    open_office: OpenOffice,
    supervisor: Session,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
) -> None:
    screen, folder = open_office(supervisor), supervisor.vault.folder
    page: Any = care_for(screen, Role.RECEPTION, "renew")
    words = page.suggestion.words.text()
    page.form["own"].set_value(OWN)
    page.go.click()
    assert words in words_on(page)
    assert not page.go.isEnabled()
    messages.answers = [False, True]
    screen.people.back.click()
    assert screen.people.care is page
    screen.people.back.click()
    assert screen.people.care is None
    supervisor.vault.close()
    login = next(login.id for login in logins_of(folder) if login.role is Role.RECEPTION)
    assert opens(folder, login, words, packs)
    assert not opens(folder, login, PASSPHRASES[Role.RECEPTION], packs)


def test_a_lower_role_says_beforehand_that_the_vault_gets_new_keys(
    open_office: OpenOffice, supervisor: Session
) -> None:
    screen = open_office(supervisor)
    page: Any = care_for(screen, Role.COUNSELLOR, "role")
    assert page.note.text() == ""
    page.form["role"].buttons[Role.RECEPTION].click()
    assert "new keys" in page.note.text()
    page.form["own"].set_value(OWN)
    page.go.click()
    assert supervisor.vault.keys.opened.file.generation == 2
    assert [member.role for member in rows_of(screen.people)].count(Role.RECEPTION) == 2


def test_new_keys_for_the_vault_need_nobody_to_be_removed(
    open_office: OpenOffice, supervisor: Session
) -> None:
    screen = open_office(supervisor)
    page = care_for(screen, Role.SUPERVISOR, "rotate")  # oneself is selected: it concerns all
    page.form["own"].set_value(OWN)
    page.go.click()
    assert supervisor.vault.keys.opened.file.generation == 2
    assert len(rows_of(screen.people)) == 3
    assert users.check_audit(supervisor) is None


def test_nobody_can_do_it_to_themselves_on_the_screen(
    open_office: OpenOffice, supervisor: Session
) -> None:
    people = open_office(supervisor).people
    people.table.select(supervisor.user.id)
    for button in (people.renew, people.role, people.remove):
        assert not button.isEnabled()
        assert "Another supervisor" in button.accessibleDescription()
    people.table.select(next(m.id for m in rows_of(people) if m.role is Role.RECEPTION))
    assert all(b.isEnabled() for b in (people.renew, people.role, people.remove))
