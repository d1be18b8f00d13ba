"""The frame: pages, the search box with its commands and people, keys, counts, the lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.typing import press, type_text
from ui.buttons import Button
from ui.frame import Frame
from ui.palette import Command, Hit, likely_commands
from ui.rail import Entry
from ui.screen import Screen
from ui.style import dress


class Page(Screen):
    """A page with a line to type in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.reloaded = 0
        self.stays = False
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        QVBoxLayout(self).addWidget(self.line)
        self.setFocusProxy(self.line)
        self.retranslate()

    def reload(self) -> None:
        self.reloaded += 1
        self.status_changed.emit(f"{self.name} read")

    def may_leave(self) -> bool:
        return not self.stays


COMMANDS = (
    Command("new", lambda: "Register a new person", "user-plus", "Ctrl+N"),
    Command("batch", lambda: "Prepare a batch", "send"),
    Command("lock", lambda: "Lock the desk", "lock", "Ctrl+L"),
)


class Finder:
    """Answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: list[Callable[[Sequence[Hit]], None]] = []

    def __call__(self, text: str, answer: Callable[[Sequence[Hit]], None]) -> None:
        self.asked.append(text)
        self.answers.append(answer)


@pytest.fixture
def finder() -> Finder:
    return Finder()


@pytest.fixture
def frame(qtbot: QtBot, finder: Finder) -> Frame:
    entries = [
        Entry("cases", "folder-open", lambda: "Cases", lambda: Page("cases")),
        Entry("approvals", "badge-check", lambda: "Approvals", lambda: Page("approvals")),
        Entry("outbox", "send", lambda: "Outbox", lambda: Page("outbox")),
    ]
    made = Frame(
        entries,
        office="Conakry",
        who=lambda: "A. Sow",
        language="en",
        commands=lambda: COMMANDS,
        find=finder,
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    made.show_entry("cases")
    return made


def page(frame: Frame) -> Page:
    shown = frame.current()
    assert isinstance(shown, Page)
    return shown


def offered(frame: Frame) -> list[str]:
    lines = frame.palette_list.lines
    return [str(lines.index(row).data()) for row in range(lines.rowCount())]


# ---------------------------------------------------------------------------- pages


def test_a_page_is_made_once_and_read_each_time_it_is_shown(frame: Frame) -> None:
    first = page(frame)
    frame.rail.buttons["outbox"].click()
    assert page(frame).name == "outbox"
    frame.rail.buttons["cases"].click()
    assert page(frame) is first
    assert first.reloaded == 2
    assert frame.status.text.text() == "cases read"
    assert frame.rail.buttons["cases"].isChecked()


def test_the_status_line_speaks_of_the_page_that_is_shown(frame: Frame) -> None:
    cases = page(frame)
    frame.show_entry("outbox")
    cases.status_changed.emit("counted, too late")
    assert frame.status.text.text() == "outbox read"
    frame.show_entry("cases")
    cases.status_changed.emit("counted")
    assert frame.status.text.text() == "counted"


def test_the_keyboard_goes_to_the_page_that_is_shown(frame: Frame) -> None:
    assert QApplication.focusWidget() is page(frame).line


def test_a_page_on_top_closes_to_what_was_under_it(qtbot: QtBot, frame: Frame) -> None:
    under = page(frame)
    case, family = Page("case"), Page("family")
    frame.open_screen(case)
    frame.open_screen(family)
    assert page(frame) is family
    assert frame.top.back.isVisible()
    family.closed.emit()
    assert page(frame) is case
    press(case.line, "Alt+Left")
    qtbot.waitUntil(lambda: page(frame) is under)
    assert under.reloaded == 2
    assert not frame.top.back.isVisible()
    assert frame.screens() == [under]


def test_a_page_with_something_to_lose_is_asked_before_it_closes(frame: Frame) -> None:
    case = Page("case")
    case.stays = True
    frame.open_screen(case)
    frame.rail.buttons["outbox"].click()
    assert page(frame) is case
    assert frame.rail.buttons["cases"].isChecked()
    case.stays = False
    frame.rail.buttons["outbox"].click()
    assert page(frame).name == "outbox"


def test_ctrl_and_a_number_choose_a_page(frame: Frame, qtbot: QtBot) -> None:
    press(page(frame).line, "Ctrl+2")
    qtbot.waitUntil(lambda: page(frame).name == "approvals")


def test_f6_goes_round_the_parts(frame: Frame) -> None:
    line = page(frame).line
    visited: list[QWidget] = []
    for _step in range(3):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus)
        press(focus, "F6")
    assert visited[0] is line
    assert frame.top.isAncestorOf(visited[1])
    assert frame.rail.isAncestorOf(visited[2])
    assert QApplication.focusWidget() is line


# ---------------------------------------------------------------------------- search


def test_ctrl_k_searches_people_and_commands_at_once(
    qtbot: QtBot, frame: Frame, finder: Finder
) -> None:
    press(page(frame).line, "Ctrl+K")
    assert QApplication.focusWidget() is frame.top.search
    assert offered(frame) == [command.words() for command in COMMANDS]
    type_text(frame.top.search, "regis")
    assert finder.asked[-1] == "regis"
    finder.answers[-1]([Hit("case", "c1", "REGIS Éloïse", "GN-2026-00017-K")])
    assert offered(frame) == ["REGIS Éloïse GN-2026-00017-K", "Register a new person"]
    with qtbot.waitSignal(frame.hit_chosen) as told:
        press(frame.top.search, "Return")
    assert told.args == ["case", "c1"]
    assert not frame.palette_list.isVisible()
    assert frame.top.search.text() == ""


def test_arrows_choose_a_command(qtbot: QtBot, frame: Frame, finder: Finder) -> None:
    press(page(frame).line, "Ctrl+K")
    press(frame.top.search, "Down")
    with qtbot.waitSignal(frame.command_chosen) as told:
        press(frame.top.search, "Return")
    assert told.args == ["batch"]


def test_an_answer_to_an_older_text_is_not_shown(frame: Frame, finder: Finder) -> None:
    press(page(frame).line, "Ctrl+K")
    type_text(frame.top.search, "di")
    finder.answers[0]([Hit("case", "old", "D.")])
    assert offered(frame) == []
    finder.answers[1]([Hit("case", "new", "DIALLO")])
    assert offered(frame)[0].startswith("DIALLO")


def test_esc_puts_the_list_away(frame: Frame) -> None:
    press(page(frame).line, "Ctrl+K")
    type_text(frame.top.search, "zzz")
    assert frame.palette_list.isVisible()
    press(frame.top.search, "Escape")
    assert not frame.palette_list.isVisible()
    assert frame.top.search.text() == ""


def test_commands_are_found_by_words_accents_and_small_slips() -> None:
    def keys(text: str) -> list[str]:
        return [command.key for command in likely_commands(text, COMMANDS)]

    assert keys("batch") == ["batch"]
    assert keys("LOCK") == ["lock"]
    assert keys("perepare") == ["batch"]
    assert keys("xq") == []
    french = [Command("lock", lambda: "Verrouiller le poste"), Command("a", lambda: "À envoyer")]
    assert [command.key for command in likely_commands("a env", french)] == ["a"]


# ---------------------------------------------------------------------------- keys and signals


def test_keys_of_commands_work_where_the_page_does_not_use_them(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.command_chosen) as told:
        press(page(frame).line, "Ctrl+N")
    assert told.args == ["new"]
    pressed: list[bool] = []
    own = Button(key="Ctrl+N")
    own.set_text("New line")
    own.clicked.connect(lambda: pressed.append(True))
    layout = page(frame).layout()
    assert layout is not None
    layout.addWidget(own)
    QApplication.processEvents()
    with qtbot.assertNotEmitted(frame.command_chosen):
        press(page(frame).line, "Ctrl+N")
        qtbot.waitUntil(lambda: pressed == [True])


def test_ctrl_l_locks(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.locked):
        press(page(frame).line, "Ctrl+L")


def test_the_switch_asks_for_the_other_language(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.language_chosen) as told:
        frame.top.language.buttons["fr"].click()
    assert told.args == ["fr"]


def test_counts_stand_in_rail_and_status(frame: Frame) -> None:
    frame.set_count("approvals", 2)
    frame.set_outbox(9)
    assert frame.rail.buttons["approvals"].accessibleName() == "Approvals, 2"
    assert frame.status.outbox.accessibleName() == "9 changes to send"
    frame.status.outbox.click()
    assert page(frame).name == "outbox"
    frame.set_outbox(0)
    assert not frame.status.outbox.isVisible()


# ---------------------------------------------------------------------------- size


def test_the_rail_shows_icons_only_where_it_is_narrow(frame: Frame) -> None:
    assert frame.rail.width() >= 168
    frame.resize(1024, 700)
    QApplication.processEvents()
    assert frame.rail.width() == 56
    assert "Cases" in frame.rail.buttons["cases"].toolTip()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_frame_fits_a_small_window(dressed: QApplication, frame: Frame, scale: float) -> None:
    dress(dressed, dark=False, scale=scale)
    frame.resize(1024, 700)
    QApplication.processEvents()
    assert frame.width() == 1024
    assert frame.minimumSizeHint().width() <= 1024
    for part in (frame.top.search, frame.top.language, frame.top.lock):
        right = part.mapTo(frame, part.rect().topRight()).x()
        assert part.isVisible()
        assert right <= 1024


def test_everything_that_takes_the_keyboard_has_a_name(frame: Frame) -> None:
    for widget in frame.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget
