"""One key hides every window at once; the same key shows it again, or the desk locks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui.blank import QuickBlank
from ui.cover import Cover
from ui.idle import IdleLock

F12 = Qt.Key.Key_F12


@pytest.fixture
def blank(qapp: QApplication) -> Iterator[QuickBlank]:
    made = QuickBlank()
    keys = IdleLock(300, keys={F12: made.toggle})
    yield made
    made.show()
    keys.stop()


@pytest.fixture
def desk(qtbot: QtBot) -> QLineEdit:
    line = QLineEdit("Mariama Diallo")
    line.resize(400, 200)
    qtbot.addWidget(line)
    line.show()
    return line


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_the_key_hides_the_words_and_shows_them_again(blank: QuickBlank, desk: QLineEdit) -> None:
    before = picture(desk)
    desk.setText("Aminata Keita")
    other = picture(desk)
    assert before != other  # the control: what is typed can be seen in the picture
    QTest.keyClick(desk.windowHandle(), F12)
    covered = picture(desk)
    desk.setText("Mariama Diallo")
    assert picture(desk) == covered  # whatever is under it
    QTest.keyClick(desk.windowHandle(), F12)
    assert not blank.is_blank
    assert picture(desk) == before


def test_hands_reach_nothing_under_the_cover(blank: QuickBlank, desk: QLineEdit) -> None:
    QTest.keyClicks(desk, "x")
    assert desk.text() == "Mariama Diallox"
    blank.hide()
    QTest.keyClicks(desk, "yz")
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    QTest.mouseClick(desk, Qt.MouseButton.LeftButton)
    assert desk.text() == "Mariama Diallox"
    assert blank.is_blank


def test_dialogs_stay_open_under_their_own_cover_and_menus_go(
    qtbot: QtBot, blank: QuickBlank, desk: QLineEdit
) -> None:
    dialog = QDialog(desk)
    dialog.setModal(True)
    with qtbot.waitActive(dialog):
        dialog.show()
    menu = QMenu("Mariama Diallo", desk)
    menu.addAction("Mariama Diallo")
    menu.popup(QPoint(5, 5))

    def blank_by_key() -> bool:  # a menu takes the keys, but no focus: it is found soon
        QTest.keyClick(menu.windowHandle(), F12)
        return blank.is_blank

    qtbot.waitUntil(blank_by_key, timeout=2000)
    assert not menu.isVisible()
    assert dialog.isVisible()
    assert dialog.findChild(Cover) is not None
    assert desk.findChild(Cover) is not None
    late = QDialog(desk)
    late.show()
    assert late.findChild(Cover) is not None
    blank.show()
    assert dialog.isVisible()
    assert not any(cover.isVisible() for cover in desk.findChildren(Cover))


def test_the_cover_follows_the_size_of_its_window(blank: QuickBlank, desk: QLineEdit) -> None:
    blank.hide()
    desk.resize(800, 500)
    QApplication.processEvents()
    cover = desk.findChild(Cover)
    assert cover is not None
    assert cover.geometry() == desk.rect()


def test_who_does_not_come_back_in_time_finds_the_desk_locked(
    qtbot: QtBot, desk: QLineEdit
) -> None:
    soon = QuickBlank(seconds=0.05)
    with qtbot.waitSignal(soon.timed_out, timeout=2000):
        soon.hide()
    soon.show()
    back = QuickBlank(seconds=0.2)
    with qtbot.assertNotEmitted(back.timed_out, wait=400):
        back.hide()
        back.show()
