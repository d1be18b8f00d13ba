"""What the program copies is a secret, is plain text, and does not stay behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ui.clipboard import SECONDS, SECRET, ClipboardGuard


@pytest.fixture
def clipboard(qapp: object) -> Iterator[QClipboard]:
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


def copy(qtbot: QtBot, text: str) -> None:
    line = QLineEdit(text)
    qtbot.addWidget(line)
    line.selectAll()
    line.copy()


def test_what_is_copied_anywhere_is_marked_as_a_secret(qtbot: QtBot, clipboard: QClipboard) -> None:
    copy(qtbot, "Mariama Diallo")
    assert not clipboard.mimeData().hasFormat(SECRET)  # the control: Qt does not do it
    parent = QPlainTextEdit()
    qtbot.addWidget(parent)
    ClipboardGuard(parent)
    copy(qtbot, "Mariama Diallo")
    assert bytes(clipboard.mimeData().data(SECRET).data()) == b"secret"
    assert clipboard.text() == "Mariama Diallo"


def test_formats_do_not_leave_the_program(qtbot: QtBot, clipboard: QClipboard) -> None:
    parent = QPlainTextEdit()
    qtbot.addWidget(parent)
    ClipboardGuard(parent)
    rich = QMimeData()
    rich.setHtml("<b>Diallo</b>")
    rich.setText("Diallo")
    clipboard.setMimeData(rich)
    assert clipboard.mimeData().hasFormat(SECRET)
    assert not clipboard.mimeData().hasHtml()


def test_it_is_taken_back_after_a_while_and_at_a_lock(qtbot: QtBot, clipboard: QClipboard) -> None:
    assert SECONDS == 30
    parent = QPlainTextEdit()
    qtbot.addWidget(parent)
    guard = ClipboardGuard(parent, seconds=0.1)
    copy(qtbot, "Mariama Diallo")
    assert clipboard.text() == "Mariama Diallo"
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=2000)
    copy(qtbot, "Mariama Diallo")
    guard.clear()
    assert clipboard.text() == ""


def test_what_another_program_copied_is_left_alone(
    qtbot: QtBot, clipboard: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QPlainTextEdit()
    qtbot.addWidget(parent)
    guard = ClipboardGuard(parent)
    monkeypatch.setattr(guard, "_alone", False)  # now it looks who owns it: not we
    copy(qtbot, "from elsewhere")
    guard.clear()
    assert clipboard.text() == "from elsewhere"
    assert not clipboard.mimeData().hasFormat(SECRET)
