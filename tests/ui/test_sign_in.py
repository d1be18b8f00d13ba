"""Signing in: the right people come in, wrong passphrases wait, and every trouble has a way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES, SignIn
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch
from tests.ui.typing import press, type_text
from ui.language import Language
from ui.plain import plain
from ui.sign_in.delay import SignInDelay
from ui.sign_in.sign_in_screen import SignInScreen


class Seconds:
    """A clock in seconds that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


Opener = Callable[..., SignInScreen]


@pytest.fixture
def open_door(
    qtbot: QtBot,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
    fresh_office: Path,
    seconds: Seconds,
) -> Opener:
    """The screen on a fresh office; sessions that come in are closed by the test."""

    def make(folder: Path | None = None, others: DirectTasks | None = None) -> SignInScreen:
        screen = SignInScreen(
            folder or fresh_office,
            packs,
            others or tasks,
            messages,
            sign_in=partial(users.sign_in, bounds=CHEAP_BOUNDS),
            delay=SignInDelay(seconds),
        )
        qtbot.addWidget(screen)
        screen.show()
        return screen

    return make


def pick(screen: SignInScreen, role: Role) -> None:
    for row in range(screen.names.count()):
        if screen.names.item(row).text() == LABELS[role]:
            screen.names.setCurrentRow(row)
            return
    raise AssertionError(role)


def came_in(qtbot: QtBot, screen: SignInScreen) -> Session:
    with qtbot.waitSignal(screen.signed_in) as signal:
        screen.submit()
    assert signal.args is not None
    session = signal.args[0]
    assert isinstance(session, Session)
    session.vault.close()
    return session


def fail(screen: SignInScreen, times: int) -> None:
    for _number in range(times):
        screen.passphrase.set_value("not the passphrase")
        screen.submit()


def test_everybody_comes_in_with_their_own_passphrase(qtbot: QtBot, open_door: Opener) -> None:
    screen = open_door()
    for role, passphrase in PASSPHRASES.items():
        pick(screen, role)
        screen.passphrase.set_value(passphrase)
        assert came_in(qtbot, screen).role is role
        assert screen.passphrase.value() == ""


def test_name_and_passphrase_need_the_keyboard_only(qtbot: QtBot, open_door: Opener) -> None:
    screen = open_door()
    pick(screen, Role.RECEPTION)
    press(screen.names, "Return")
    assert screen.focusWidget() is screen.passphrase.line
    type_text(screen.passphrase.line, PASSPHRASES[Role.RECEPTION])
    with qtbot.waitSignal(screen.signed_in) as signal:
        press(screen.passphrase.line, "Return")
    assert signal.args is not None
    signal.args[0].vault.close()


def test_the_keyboard_is_where_it_is_needed_first(open_door: Opener) -> None:
    screen = open_door()
    screen.setFocus()
    assert screen.focusWidget() is screen.names


def test_a_wrong_passphrase_is_said_and_marked_for_typing_over(
    qtbot: QtBot, open_door: Opener
) -> None:
    screen = open_door()
    pick(screen, Role.RECEPTION)
    screen.passphrase.set_value(PASSPHRASES[Role.COUNSELLOR])
    with qtbot.assertNotEmitted(screen.signed_in):
        screen.submit()
    assert LABELS[Role.RECEPTION] in screen.note.text()
    assert screen.passphrase.line.selectedText() == screen.passphrase.value()
    type_text(screen.passphrase.line, "a")
    assert screen.note.text() == ""


def test_an_empty_passphrase_is_not_tried(open_door: Opener, seconds: Seconds) -> None:
    screen = open_door()
    for _number in range(5):
        screen.submit()
    assert "Type your passphrase" in screen.note.text()
    assert screen.enter.isEnabled()


def test_pauses_grow_from_nothing_to_a_minute(seconds: Seconds) -> None:
    delay = SignInDelay(seconds)
    pauses = []
    for _number in range(11):
        delay.failed()
        pauses.append(delay.seconds_left())
        seconds.now += delay.seconds_left()
        assert delay.seconds_left() == 0
    assert pauses == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    delay.succeeded()
    delay.failed()
    assert delay.seconds_left() == 0


def test_a_new_start_begins_the_pause_anew_and_never_shortens_it(seconds: Seconds) -> None:
    fresh = SignInDelay(seconds)
    fresh.resume(6)
    assert fresh.seconds_left() == 8
    seconds.now += 3
    fresh.resume(6)
    assert fresh.seconds_left() == 5  # the page was only shown again
    fresh.failed()
    assert fresh.seconds_left() == 16
    fresh.resume(0)
    assert fresh.seconds_left() == 16
    many = SignInDelay(seconds)
    many.resume(1_000_000)
    assert many.seconds_left() == 60


def test_failures_before_the_start_are_still_paid_for(
    qtbot: QtBot, open_door: Opener, seconds: Seconds
) -> None:
    before = open_door()
    pick(before, Role.RECEPTION)
    fail(before, 3)
    seconds.now += 60
    after = open_door()  # with a delay of its own, as in a new process
    assert "1 second" in after.note.text()
    assert not after.enter.isEnabled()
    seconds.now += 1
    pick(after, Role.RECEPTION)
    after.passphrase.set_value(PASSPHRASES[Role.RECEPTION])
    came_in(qtbot, after)
    assert open_door().note.text() == ""


@pytest.mark.parametrize(
    ("disks", "word"),
    [
        (users.OpenDisks(), ""),
        (users.OpenDisks(vault=True, swap=True), "disk"),
        (users.OpenDisks(swap=True), "swap"),
    ],
)
def test_an_open_disk_is_named_quietly(
    open_door: Opener, disks: users.OpenDisks, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users, "open_disks", lambda _folder: disks)
    screen = open_door()
    assert screen.disks.isVisible() == bool(word)
    assert word in screen.disks.text()


def test_after_a_fault_the_page_says_that_nothing_is_lost(open_door: Opener) -> None:
    screen = open_door()
    assert screen.bar.text() == ""
    screen.say_fault()
    assert "safe" in screen.bar.text()


def test_during_the_pause_even_the_right_passphrase_waits(
    qtbot: QtBot, open_door: Opener, seconds: Seconds
) -> None:
    screen = open_door()
    pick(screen, Role.RECEPTION)
    fail(screen, 4 - 1)
    assert "1 second" in screen.note.text()
    assert not screen.enter.isEnabled()
    screen.passphrase.set_value(PASSPHRASES[Role.RECEPTION])
    with qtbot.assertNotEmitted(screen.signed_in):
        screen.submit()
    seconds.now += 1
    came_in(qtbot, screen)


def test_another_name_does_not_shorten_the_pause(open_door: Opener) -> None:
    screen = open_door()
    pick(screen, Role.RECEPTION)
    fail(screen, 3)
    pick(screen, Role.SUPERVISOR)
    assert not screen.enter.isEnabled()


def test_a_vault_that_is_open_elsewhere_can_be_tried_again(
    qtbot: QtBot, open_door: Opener, sign_in: SignIn
) -> None:
    elsewhere = sign_in(Role.SUPERVISOR)
    screen = open_door()
    pick(screen, Role.RECEPTION)
    screen.passphrase.set_value(PASSPHRASES[Role.RECEPTION])
    with qtbot.assertNotEmitted(screen.signed_in):
        screen.submit()
    assert screen.bar.text()
    assert screen.enter.isEnabled()
    elsewhere.vault.close()
    with qtbot.waitSignal(screen.signed_in) as signal:
        screen.bar.action.click()
    assert signal.args is not None
    signal.args[0].vault.close()


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_key_file_leads_to_another_vault(
    qtbot: QtBot, open_door: Opener, fresh_office: Path, messages: ScriptedMessages, damage: str
) -> None:
    for path in fresh_office.glob("keys*"):
        if damage == "cut":
            path.write_bytes(path.read_bytes()[:50])
        else:
            path.unlink()
    screen = open_door()
    assert screen.bar.text()
    assert not screen.enter.isEnabled()
    messages.answers = [None]
    with qtbot.assertNotEmitted(screen.other_vault_chosen):
        screen.bar.action.click()


def test_only_a_folder_with_a_vault_is_taken_as_another_vault(
    qtbot: QtBot,
    open_door: Opener,
    messages: ScriptedMessages,
    tmp_path: Path,
    template_office: Path,
) -> None:
    screen = open_door()
    messages.answers = [tmp_path]
    with qtbot.assertNotEmitted(screen.other_vault_chosen):
        screen.other.click()
    assert tmp_path.name in screen.bar.text()
    messages.answers = [template_office]
    with qtbot.waitSignal(screen.other_vault_chosen) as signal:
        screen.other.click()
    assert signal.args == [template_office]


def test_while_the_vault_opens_nothing_is_tried_twice(qtbot: QtBot, open_door: Opener) -> None:
    late = LateTasks()
    screen = open_door(others=late)
    late.run_all()
    pick(screen, Role.RECEPTION)
    screen.passphrase.set_value(PASSPHRASES[Role.RECEPTION])
    sessions: list[Session] = []
    screen.signed_in.connect(sessions.append)
    screen.submit()
    screen.submit()
    assert screen.busy.isVisible()
    assert screen.passphrase.line.isReadOnly()
    assert not screen.enter.isEnabled()
    late.run_all()
    assert len(sessions) == 1
    assert not screen.busy.isVisible()
    sessions[0].vault.close()
    assert late.errors == []


def test_the_eye_shows_the_letters_until_the_passphrase_is_tried(open_door: Opener) -> None:
    screen = open_door()
    line = screen.passphrase.line
    assert line.echoMode() is QLineEdit.EchoMode.Password
    screen.passphrase.eye.click()
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    fail(screen, 1)
    assert line.echoMode() is QLineEdit.EchoMode.Password


def test_capitals_without_shift_warn_of_caps_lock(open_door: Opener) -> None:
    screen = open_door()
    type_text(screen.passphrase.line, "a")
    assert screen.note.text() == ""
    type_text(screen.passphrase.line, "B")
    assert "Caps Lock" in screen.note.text()
    type_text(screen.passphrase.line, "c")
    assert screen.note.text() == ""


def test_the_language_is_asked_for_by_its_own_name(qtbot: QtBot, open_door: Opener) -> None:
    screen = open_door()
    with qtbot.waitSignal(screen.language_chosen) as signal:
        screen.language_switch.buttons["fr"].click()
    assert signal.args == ["fr"]


def test_every_word_follows_a_switch_of_the_language(
    open_door: Opener, screen_language: Language, tmp_path: Path
) -> None:
    screen = open_door()
    fail(screen, 3)
    folder = plain(str(tmp_path / "office"))
    languages = {"EN", "FR", plain("English"), plain("Français")}
    data = {"office", folder, "not the passphrase", *languages, *LABELS.values()}
    assert forgotten_by_a_switch(screen, screen_language, tmp_path / "pseudo", data) == set()


def test_the_slot_is_strengthened_behind_the_first_list_and_never_in_its_way(
    open_door: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def strengthen(session: Session, passphrase: str) -> bool:
        order.append(f"strengthen {passphrase == PASSPHRASES[session.role]}")
        raise RuntimeError("and if it fails, nobody is told")

    monkeypatch.setattr("intake_app.custody.service.strengthen", strengthen)
    late = LateTasks()
    screen = open_door(others=late)
    late.run_all()
    sessions: list[Session] = []

    def desk(session: Session) -> None:
        sessions.append(session)
        late.read(screen, lambda: order.append("first list"), lambda _nothing: None)

    screen.signed_in.connect(desk)
    pick(screen, Role.COUNSELLOR)
    type_text(screen.passphrase.line, PASSPHRASES[Role.COUNSELLOR])
    screen.submit()
    late.run_all()
    assert order == ["first list", "strengthen True"]
    assert late.errors == []
    sessions[0].vault.close()
