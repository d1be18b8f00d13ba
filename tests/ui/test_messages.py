"""Questions, files and errors; and that no folder name is left in Qt's own settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from intake_app.errors import IntakeError
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press, type_text
from ui.buttons import Kind
from ui.crash import CrashWindow
from ui.decision import Decision
from ui.messages import Answer, Messages


def with_dialog(act: object) -> None:
    """Do something with the dialog that opens next."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            act(dialog)  # type: ignore[operator]
        finally:
            dialog.close()

    QTimer.singleShot(0, later)


@pytest.fixture
def real(qtbot: QtBot) -> Messages:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    messages = Messages()
    messages.set_parent(window)
    return messages


def test_the_verb_answers_and_esc_does_nothing(real: Messages) -> None:
    with_dialog(lambda dialog: dialog.buttons["yes"].click())
    assert real.ask("Leave?", "Two answers are not saved.", "Leave", "Stay")
    with_dialog(lambda dialog: press(dialog, "Escape"))
    assert not real.ask("Leave?", "Two answers are not saved.", "Leave", "Stay")


def test_enter_presses_the_main_verb_but_never_a_dangerous_one(real: Messages) -> None:
    with_dialog(lambda dialog: press(dialog, "Return"))
    assert real.ask("Send?", "To the hub.", "Send", "Keep")

    def enter(dialog: Decision) -> None:
        assert dialog.focusWidget() is dialog.buttons["no"]
        press(dialog, "Return")
        press(dialog.buttons["no"], "Return")

    with_dialog(enter)
    assert not real.ask("Destroy?", "For ever.", "Destroy 12 files", "Keep", danger=True)


def test_a_reason_must_be_typed(real: Messages) -> None:
    def answer(dialog: Decision) -> None:
        assert not dialog.buttons["yes"].isEnabled()
        assert dialog.typed is not None
        type_text(dialog.typed.block, "  moved to Labé ")
        assert dialog.buttons["yes"].isEnabled()
        dialog.buttons["yes"].click()

    with_dialog(answer)
    assert real.ask_text("Take over?", "", "Reason", "Take over", "Keep") == "moved to Labé"
    with_dialog(lambda dialog: dialog.buttons["no"].click())
    assert real.ask_text("Take over?", "", "Reason", "Take over", "Keep") is None


def test_one_of_several_verbs(real: Messages) -> None:
    answers = [Answer("stay", "Stay"), Answer("drop", "Drop"), Answer("save", "Save", Kind.PRIMARY)]
    with_dialog(lambda dialog: dialog.buttons["save"].click())
    assert real.ask_which("Leave?", "", answers) == "save"
    with_dialog(lambda dialog: press(dialog, "Escape"))
    assert real.ask_which("Leave?", "", answers) is None


def test_our_errors_are_said_and_bugs_open_the_crash_window(real: Messages) -> None:
    seen: list[str] = []

    def said(dialog: QDialog) -> None:
        seen.append(dialog.accessibleDescription())
        press(dialog, "Return")

    with_dialog(said)
    real.show_error(IntakeError("The disk is full."))
    assert seen == ["The disk is full."]

    def crashed(dialog: QDialog) -> None:
        assert isinstance(dialog, CrashWindow)
        seen.append(dialog.details.toPlainText())
        dialog.go_on.click()

    with_dialog(crashed)
    real.show_error(ValueError("Diallo"))
    assert "ValueError" in seen[1]
    assert "Diallo" not in seen[1]


def test_a_question_nobody_prepared_fails_the_test() -> None:
    messages = ScriptedMessages(answers=[True, "reason", None])
    assert messages.ask("One?", "", "Yes", "No")
    assert messages.ask_text("Two?", "", "Reason", "Yes", "No") == "reason"
    assert messages.choose_file("Three?", []) is None
    with pytest.raises(AssertionError, match="nobody prepared"):
        messages.ask("Four?", "", "Yes", "No")
    assert messages.asked == ["One?", "Two?", "Three?", "Four?"]


CHOOSE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
app = QApplication([])
folder = Path(sys.argv[1])
def accept():
    dialog = app.activeModalWidget()
    if isinstance(dialog, QFileDialog):
        dialog.setDirectory(str(folder))
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(folder / "letter.pdf"))
        dialog.accept()
timer = QTimer()
timer.timeout.connect(accept)
timer.start(100)
if sys.argv[2] == "ours":
    from ui.messages import Messages
    chosen = Messages().choose_file("Choose", [("PDF", "*.pdf")])
else:
    dialog = QFileDialog()
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.exec()
    chosen = Path(dialog.selectedFiles()[0])
    del dialog
app.processEvents()
assert chosen == folder / "letter.pdf", chosen
"""


@pytest.mark.parametrize(("whose", "left"), [("ours", False), ("qt", True)])
def test_the_folder_of_a_person_is_written_nowhere(tmp_path: Path, whose: str, left: bool) -> None:
    folder = tmp_path / "DIALLO Mariama"
    folder.mkdir()
    (folder / "letter.pdf").write_bytes(b"%PDF-1.4")
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    run = subprocess.run(
        [sys.executable, "-c", CHOOSE, str(folder), whose],
        env=environment, capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    written = [file for file in home.rglob("*") if file.is_file()]
    found = [file for file in written if b"DIALLO" in file.read_bytes()]
    assert bool(found) is left
