"""A laptop is lost: the backup of the evening becomes the vault of another one.

The real window with its real thread and the real key derivation. Only the dialogs that choose a
folder are answered by the test.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from intake_app import sample
from intake_app.acts import Role
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.search import Question, count
from intake_app.vault import backup
from ui.app import open_window
from ui.demo.hand import PreparedMessages, press, type_text, until
from ui.main_window import MainWindow
from ui.sign_in.restore_page import RestorePage
from ui.sign_in.sign_in_screen import SignInScreen

LONGEST_RESTORE = 180.0


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    sample.make_sample(folder, load_packs(packs_folder()), date(2026, 5, 12))
    return folder


@pytest.fixture
def window(qapp: QApplication, vault: Path) -> Iterator[MainWindow]:
    opened = open_window(qapp, vault, messages=PreparedMessages())
    opened.resize(1366, 768)
    opened.show()
    yield opened
    opened.close()
    opened.deleteLater()  # with what it hears of the whole program


def gate(window: MainWindow) -> Any:
    return window.gate


def sign_in(window: MainWindow) -> None:
    """As the supervisor, at the keyboard."""
    until(lambda: isinstance(window.gate, SignInScreen) and gate(window).names.count(), "names")
    page = gate(window)
    rows = [page.names.item(row).text() for row in range(page.names.count())]
    page.names.setCurrentRow(rows.index("supervisor"))
    type_text(page.passphrase.line, sample.PASSPHRASES[Role.SUPERVISOR])
    press(page.enter)
    until(lambda: window.session, "the desk")


def counted(window: MainWindow) -> int:
    """How many persons there are, asked on the vault's thread."""
    session, found = window.session, list[int]()
    assert session is not None
    window.tasks.read(window, lambda: count(session, Question("")), found.append)
    until(lambda: found, "the number of persons")
    return found[0]


@pytest.mark.timeout(300)
def test_the_backup_of_the_evening_is_the_vault_of_the_next_morning(
    window: MainWindow, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(backup, "on_same_disk", lambda _one, _other: False)
    messages: Any = window.messages
    sign_in(window)
    persons = counted(window)
    messages.paths = [stick]
    window.open_destination("backup", "now")
    until(lambda: [path for path in stick.iterdir() if path.suffix != ".part"], "the backup")
    frame: Any = window.frame
    until(lambda: "verified" in frame.current().backup.bar.text(), "the word")
    until(lambda: "today" in frame.status.backup.text(), "the reminder")
    window.lock()
    until(lambda: isinstance(window.gate, SignInScreen), "the gate")
    until(lambda: "Last backup" in gate(window).backup.text(), "the date")
    shutil.rmtree(vault)  # the laptop is gone
    begun = time.monotonic()
    press(gate(window).restore)
    page = gate(window)
    assert isinstance(page, RestorePage)
    messages.paths = [stick]
    press(page.which.look)
    type_text(page.which.form["passphrase"].line, sample.PASSPHRASES[Role.SUPERVISOR])
    press(page.which.check)
    until(lambda: page.parts.currentWidget() is page.where, "the check")
    page.where.form["folder"].set_value(tmp_path / "restored")
    press(page.where.restore)
    until(lambda: page.parts.currentWidget() is page.next, "the vault")
    assert time.monotonic() - begun < LONGEST_RESTORE
    press(page.next.enter)
    sign_in(window)
    assert window.session is not None
    assert window.session.vault.folder == tmp_path / "restored"
    assert counted(window) == persons
    assert messages.paths == []
