"""A fault of the program is told without anything about a person."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import crash
from ui.crash import CrashWindow, technical_text


def fail(name: str) -> int:
    try:
        return int(name)
    except ValueError as error:
        raise RuntimeError(f"cannot read {name}") from error


def caught() -> RuntimeError:
    with pytest.raises(RuntimeError) as told:
        fail("Mariama Diallo")
    return told.value


def test_the_technical_text_has_kinds_and_places_and_no_values() -> None:
    text = technical_text(caught())
    assert "builtins.ValueError" in text
    assert "builtins.RuntimeError" in text
    assert f"{__name__}:" in text
    assert "Diallo" not in text
    assert "cannot read" not in text
    assert text.index("ValueError") < text.index("RuntimeError")


def test_the_window_copies_the_technical_text(qtbot: QtBot) -> None:
    window = CrashWindow(caught())
    qtbot.addWidget(window)
    window.copy.click()
    assert QGuiApplication.clipboard().text() == window.details.toPlainText()
    assert "Diallo" not in window.details.toPlainText()


@pytest.fixture
def installed(qapp: QApplication) -> Iterator[None]:
    """Our hooks for the time of a test."""
    before = sys.excepthook, threading.excepthook
    crash.install(None)
    yield
    sys.excepthook, threading.excepthook = before


@pytest.mark.usefixtures("installed")
def test_uncaught_errors_open_one_window_and_the_program_goes_on(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    windows: list[CrashWindow] = []

    def close() -> None:
        window = QApplication.activeModalWidget()
        if isinstance(window, CrashWindow):
            windows.append(window)
            assert len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) == 1
            window.go_on.click()

    error = caught()
    sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook(type(error), error, error.__traceback__)
    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(0)
    qtbot.waitUntil(lambda: len(windows) >= 1)
    timer.stop()
    assert "RuntimeError" in caplog.text
    assert "Diallo" not in caplog.text


@pytest.mark.usefixtures("installed")
def test_an_error_in_another_thread_is_told_here(qtbot: QtBot) -> None:
    seen: list[str] = []

    def close() -> None:
        window = QApplication.activeModalWidget()
        if isinstance(window, CrashWindow):
            seen.append(window.details.toPlainText())
            window.go_on.click()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(0)
    threading.Thread(target=lambda: fail("Mariama Diallo")).start()
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert "RuntimeError" in seen[0]
