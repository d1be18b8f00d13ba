"""The help: F1 finds the right page, the reader works, and nothing is ever loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from intake_app import i18n
from intake_app.acts import Role
from intake_app.packs.model import Pack
from tests.conftest import SignIn
from tests.ui.case_kit import new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch
from tests.ui.typing import press, type_text
from ui.buttons import Kind
from ui.cases.case_tabs import TITLES
from ui.decision import Decision
from ui.help.help_window import HelpWindow
from ui.help.opener import page_in_sight
from ui.help.page import HelpPage, Look
from ui.help.pages import PAGES, page_text, places, title_of
from ui.language import Language
from ui.main_window import MainWindow
from ui.screen import Screen
from ui.tokens import LIGHT, Tone

OF_TABS = {
    "profile": "reception",
    "consent": "consent",
    "screening": "screening",
    "child": "children",
    "planning": "plan",
    "aid": "grants",
    "referrals": "referrals",
    "after": "followups",
    "papers": "papers",
    "notes": "notes",
    "attachments": "attachments",
    "history": "reception",
}
OF_RAIL = {
    "cases": "reception",
    "approvals": "approvals",
    "outbox": "outbox",
    "directory": "referrals",
    "office": "office",
}


# ---------------------------------------------------------------------------- the window


@pytest.fixture
def owner(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def help_window(qtbot: QtBot, owner: QMainWindow) -> HelpWindow:
    made = HelpWindow(owner)
    made.open_at("start")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def shown(window: HelpWindow) -> str:
    return window.browser.toPlainText()


def test_the_list_shows_every_page_and_opens_it(help_window: HelpWindow) -> None:
    for key in PAGES:
        help_window.list.select(key)
        assert shown(help_window).startswith(title_of(key))
    assert len(help_window.list.buttons) == len(PAGES)


def test_a_live_switch_says_the_open_page_in_the_other_language(
    help_window: HelpWindow, screen_language: Language
) -> None:
    help_window.open_at("outbox")
    assert shown(help_window).startswith("Outbox")
    screen_language.switch("fr")
    assert shown(help_window).startswith("Boîte d’envoi")
    assert help_window.list.buttons["safety"].text() == "Sécurité"
    screen_language.switch("en")
    assert shown(help_window).startswith("Outbox")


def test_a_closed_help_takes_the_language_when_it_is_opened_again(
    help_window: HelpWindow, screen_language: Language
) -> None:
    title = help_window.windowTitle()
    help_window.close()
    screen_language.switch("fr")
    assert help_window.windowTitle() == title  # nobody sees it: no page is drawn again
    help_window.show()
    assert help_window.windowTitle() != title


def test_every_word_around_the_pages_follows_a_switch(
    help_window: HelpWindow, screen_language: Language, tmp_path: Path
) -> None:
    pages = {title_of(key) for key in PAGES}  # files of their own, in the two languages
    assert forgotten_by_a_switch(help_window, screen_language, tmp_path, pages) == set()


def test_keys_are_called_as_the_keyboard_of_the_language_calls_them(
    help_window: HelpWindow, screen_language: Language
) -> None:
    assert "Ctrl+Shift+Enter" in shown(help_window)
    screen_language.switch("fr")
    assert "Ctrl+Shift+Enter" not in shown(help_window)


def test_the_search_leaves_the_pages_that_have_the_words(help_window: HelpWindow) -> None:
    type_text(help_window.search, "thumbprint")
    assert list(help_window.list.buttons) == ["consent", "papers"]
    assert shown(help_window).startswith("Consent")
    marks = help_window.browser.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["thumbprint"] * 2
    press(help_window.search, "Escape")
    assert help_window.search.text() == ""
    assert len(help_window.list.buttons) == len(PAGES)
    assert help_window.isVisible()


def test_enter_goes_from_place_to_place_and_round(help_window: HelpWindow) -> None:
    type_text(help_window.search, "receipt")
    help_window.list.select("outbox")
    strong = []
    for _press in range(len(help_window.browser.extraSelections()) + 1):
        marks = help_window.browser.extraSelections()
        grounds = [mark.format.background().color() for mark in marks]
        strong.append(grounds.index(QColor(LIGHT.warning)))
        press(help_window.search, "Return")
    assert strong == [*range(len(strong) - 1), 0]
    assert len(strong) > 2


def test_a_place_that_was_found_is_in_sight(help_window: HelpWindow) -> None:
    type_text(help_window.search, "misprinted")
    browser = help_window.browser
    mark = browser.extraSelections()[0]
    assert browser.verticalScrollBar().value() > 0
    assert browser.viewport().rect().contains(browser.cursorRect(mark.cursor).center())


def test_words_that_are_nowhere_are_said_to_be_nowhere(help_window: HelpWindow) -> None:
    type_text(help_window.search, "zzzz")
    assert help_window.nothing.isVisible()
    assert help_window.list.buttons == {}
    assert shown(help_window).startswith("First steps")


def test_words_are_found_without_accents_and_only_all_together() -> None:
    text = "La Réponse à l’oreille, la réponse."
    assert [text[at : at + length] for at, length in places(text, "reponse")] == [
        "Réponse",
        "réponse",
    ]
    assert len(places(text, "reponse OREILLE")) == 3
    assert places(text, "reponse batch") == []
    assert places(text, "  ") == []
    assert places("œuvre ﬁn ½", "fin") == [(6, 2)]  # one letter may stand for two


def test_a_link_opens_its_page_and_back_comes_back(qtbot: QtBot, help_window: HelpWindow) -> None:
    help_window.open_at("papers")
    assert not help_window.back.isVisible()
    help_window.browser.anchorClicked.emit(QUrl("safety.md"))
    assert shown(help_window).startswith("Safety")
    press(help_window.browser, "Alt+Left")
    qtbot.waitUntil(lambda: shown(help_window).startswith("Papers"))


def test_the_text_grows_and_shrinks_with_the_keys(qtbot: QtBot, help_window: HelpWindow) -> None:
    def size() -> float:
        return help_window.browser.document().defaultFont().pointSizeF()

    usual = size()
    press(help_window.browser, "Ctrl++")
    qtbot.waitUntil(lambda: size() > usual)
    press(help_window.browser, "Ctrl+0")
    assert size() == usual
    press(help_window.browser, "Ctrl+-")
    qtbot.waitUntil(lambda: size() < usual)
    for _press in range(20):
        help_window.smaller.click()
    assert size() > usual / 2


def test_esc_closes(help_window: HelpWindow) -> None:
    press(help_window.browser, "Escape")
    assert not help_window.isVisible()


# ---------------------------------------------------------------------------- hostile pages

HOSTILE = """# A page

![picture]({picture}) and ![web](https://example.org/a.png)

[file]({picture}) [web](https://example.org) [script](javascript:alert(1)) [ours](plan.md)
[up](../../secret.md)

<img src="{picture}"> <a href="https://example.org">out</a>
"""


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    picture = tmp_path / "red.png"
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(picture))
    return HOSTILE.format(picture=picture.as_posix())


def links_of(document: QTextDocument) -> set[str]:
    found, block = set(), document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            found.add(place.fragment().charFormat().anchorHref())
            place += 1
        block = block.next()
    return found - {""}


def loads_a_picture(document: QTextDocument, picture: str) -> bool:
    kind = QTextDocument.ResourceType.ImageResource.value
    return document.resource(kind, QUrl.fromLocalFile(picture)) is not None


def picture_in(text: str) -> str:
    found = re.search(r"\]\(([^)]*red\.png)\)", text)
    assert found
    return found[1]


def test_a_hostile_page_loads_nothing_and_leads_nowhere(
    help_window: HelpWindow, hostile: str
) -> None:
    page = HelpPage(hostile, Look(LIGHT, 1.0))
    help_window.browser.show_page(page)
    assert links_of(page) == {"plan.md"}
    assert "\ufffc" not in page.toPlainText()
    assert not loads_a_picture(page, picture_in(hostile))
    assert not has_red(help_window)
    before = shown(help_window)
    for target in ("https://example.org", "file:///etc/passwd", "../../secret.md", "javascript:1"):
        help_window.browser.anchorClicked.emit(QUrl(target))
    assert shown(help_window) == before


def test_an_ordinary_document_would_load_the_picture(help_window: HelpWindow, hostile: str) -> None:
    """The control of the test above."""
    ordinary = QTextDocument(help_window)
    ordinary.setMarkdown(hostile)
    assert loads_a_picture(ordinary, picture_in(hostile))
    assert {"plan.md", "https://example.org"} <= links_of(ordinary)


def has_red(window: HelpWindow) -> bool:
    picture = window.browser.grab().toImage()
    pixels = (
        picture.pixelColor(x, y)
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
    )
    return any(pixel == QColor(Qt.GlobalColor.red) for pixel in pixels)


# ---------------------------------------------------------------------------- F1

Open = Callable[[Role], MainWindow]


@pytest.fixture
def open_as(
    qtbot: QtBot,
    sign_in: SignIn,
    packs: Mapping[str, Pack],
    tasks: DirectTasks,
    messages: ScriptedMessages,
    screen_language: Language,
    fresh_office: Path,
) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def window_of(role: Role) -> MainWindow:
        window = MainWindow(tasks, messages, screen_language, packs, fresh_office)
        windows.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.open_desk(sign_in(role))
        return window

    yield window_of
    for window in windows:
        window.lock()
        window.close()
        window.deleteLater()


def pressed_f1(qtbot: QtBot, window: MainWindow) -> str:
    """The page that F1 opens; the help is closed again and the window in front."""
    press(window.focusWidget() or window, "F1")
    found = window.findChildren(HelpWindow)
    assert len(found) == 1
    assert found[0].isVisible()
    key = found[0].key
    found[0].close()
    with qtbot.waitActive(window):
        window.activateWindow()
    return key


def test_f1_opens_the_page_of_each_page_of_the_desk(qtbot: QtBot, open_as: Open) -> None:
    window = open_as(Role.SUPERVISOR)
    assert window.frame is not None
    for entry, page in OF_RAIL.items():
        window.frame.show_entry(entry)
        assert pressed_f1(qtbot, window) == page
    window.open_destination("new_person", "")
    assert pressed_f1(qtbot, window) == "reception"


def test_f1_in_a_case_opens_the_page_of_the_tab(
    qtbot: QtBot, sign_in: SignIn, open_as: Open
) -> None:
    _person, case = new_case(sign_in)
    window = open_as(Role.COUNSELLOR)
    window.open_destination("case", case.id)
    assert window.frame is not None
    screen = window.frame.current()
    assert screen is not None
    assert set(OF_TABS) == set(TITLES)
    for tab, page in OF_TABS.items():
        screen.tabs.set_child(True)  # type: ignore[attr-defined]
        screen.show_tab(tab)  # type: ignore[attr-defined]
        assert pressed_f1(qtbot, window) == page


def test_every_screen_names_a_page_that_exists(open_as: Open) -> None:
    def every(kind: type[Screen]) -> Iterator[type[Screen]]:
        for below in kind.__subclasses__():
            yield below
            yield from every(below)

    open_as(Role.SUPERVISOR)  # the desk's screens are known by now
    ours = [kind for kind in every(Screen) if kind.__module__.startswith("ui.")]
    assert len(ours) > 20
    assert {kind.help_page for kind in ours} <= set(PAGES)


def test_the_help_is_a_command_and_a_button(qtbot: QtBot, open_as: Open) -> None:
    window = open_as(Role.RECEPTION)
    assert window.frame is not None
    top = window.frame.top
    assert top.help.accessibleName() == "Help"
    assert "F1" in top.help.toolTip()
    top.help.click()
    opened = window.findChildren(HelpWindow)[0]
    assert opened.isVisible()
    assert not opened.isModal()
    opened.close()
    with qtbot.waitActive(window):
        window.activateWindow()
    top.search_now()
    type_text(top.search, "help")
    press(top.search, "Return")
    assert opened.isVisible()


def test_f1_helps_also_before_signing_in(
    qtbot: QtBot,
    packs: Mapping[str, Pack],
    tasks: DirectTasks,
    messages: ScriptedMessages,
    screen_language: Language,
    fresh_office: Path,
) -> None:
    for folder in (fresh_office, None):
        window = MainWindow(tasks, messages, screen_language, packs, folder)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        assert pressed_f1(qtbot, window) == "start"


def test_a_question_has_its_own_help_about_the_page_behind(qtbot: QtBot, open_as: Open) -> None:
    window = open_as(Role.SUPERVISOR)
    assert window.frame is not None
    window.frame.show_entry("outbox")
    question = Decision(window, "Sure?", "Are you sure?", Tone.NEUTRAL)
    question.add("yes", "Yes", Kind.PRIMARY)
    question.setModal(True)
    question.show()

    def in_front() -> bool:
        question.activateWindow()  # the window behind is still coming to the front itself
        return QApplication.activeWindow() is question

    qtbot.waitUntil(in_front)
    assert page_in_sight(question) == "outbox"
    press(question, "F1")
    opened = question.findChildren(HelpWindow)
    assert [each.key for each in opened] == ["outbox"]
    opened[0].close()
    question.done(0)


def test_the_language_of_the_help_is_that_of_the_screen(screen_language: Language) -> None:
    assert title_of("safety") == "Safety"
    i18n.set_language("fr")
    assert page_text("safety").startswith("# Sécurité")
    with pytest.raises(KeyError):
        page_text("../../README")
