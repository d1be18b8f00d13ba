"""What is typed is kept when the hands rest, and in time when they do not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from ui.fields import typing_rest
from ui.fields.typing_rest import LATEST_MS, TypingRest


def test_it_rings_once_after_a_rest(qtbot: QtBot) -> None:
    parent = QObject()
    rest = TypingRest(parent, 50)
    rung: list[int] = []
    rest.due.connect(lambda: rung.append(1))
    with qtbot.waitSignal(rest.due, timeout=2000):
        rest.touch()
        rest.touch()
    with qtbot.assertNotEmitted(rest.due, wait=150):
        pass
    assert rung == [1]


def test_it_rings_also_for_a_hand_that_never_rests(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LATEST_MS < 5000
    monkeypatch.setattr(typing_rest, "LATEST_MS", 200)
    parent = QObject()
    rest = TypingRest(parent, 1000)
    keys = QTimer(parent, interval=20)
    keys.timeout.connect(rest.touch)
    with qtbot.waitSignals([rest.due, rest.due], timeout=900):
        keys.start()
    keys.stop()


def test_nothing_rings_after_it_is_stopped(qtbot: QtBot) -> None:
    parent = QObject()
    rest = TypingRest(parent, 30)
    rest.touch()
    rest.stop()
    with qtbot.assertNotEmitted(rest.due, wait=120):
        pass
