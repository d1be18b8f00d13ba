"""The only place that opens the system's dialogs and asks the clerk to decide something.

Screens get a ``Messages`` object, so tests can answer instead of a person. All texts are shown
letter by letter, and the folders that a person opened are remembered nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from intake_app.errors import IntakeError
from intake_app.i18n import _
from ui.buttons import Kind
from ui.crash import CrashWindow
from ui.decision import Decision
from ui.tokens import Tone

Filters = Sequence[tuple[str, str]]
"""What a file dialog offers: words and pattern, ``[("PDF", "*.pdf")]``."""


class Answer(NamedTuple):
    """One button of a question: its stable key, the verb on it, and how much it asks for it."""

    key: str
    verb: str
    kind: Kind = Kind.PLAIN


class Messages:
    """Asks, says and lets choose, in front of ``parent``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parent = parent
        remember_no_folders()

    def set_parent(self, parent: QWidget | None) -> None:
        """The window that the dialogs belong to."""
        self._parent = parent

    def say(self, title: str, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show a sentence that must be read before going on. Prefer a message bar."""
        self._decide(title, text, [Answer("close", _("Close"), Kind.PRIMARY)], tone)

    def ask(self, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
        """True if the clerk pressed the verb ``yes``; Esc means ``no``.

        ``danger`` for what cannot be undone: the button is red and ``no`` has the keyboard.
        """
        kind, tone = (Kind.DANGER, Tone.WARNING) if danger else (Kind.PRIMARY, Tone.NEUTRAL)
        return (
            self._decide(title, text, [Answer("no", no), Answer("yes", yes, kind)], tone) == "yes"
        )

    def ask_which(self, title: str, text: str, answers: Sequence[Answer]) -> str | None:
        """The key of the answer that was pressed, or None after Esc. The first is the safe one."""
        return self._decide(title, text, answers, Tone.NEUTRAL)

    def ask_text(
        self, title: str, text: str, label: str, yes: str, no: str, *, danger: bool = False
    ) -> str | None:
        """A reason or a short note, never empty; None if the clerk pressed ``no``."""
        kind, tone = (Kind.DANGER, Tone.WARNING) if danger else (Kind.PRIMARY, Tone.NEUTRAL)
        dialog = Decision(self._window(), title, text, tone, label=label)
        dialog.add("no", no, Kind.PLAIN)
        dialog.add("yes", yes, kind)
        dialog.exec()
        answer = dialog.text() if dialog.chosen == "yes" else None
        dialog.deleteLater()
        return answer

    def choose_file(self, title: str, filters: Filters) -> Path | None:
        """An existing file, or None."""
        return self._dialog(title, QFileDialog.FileMode.ExistingFile, filters)

    def choose_files(self, title: str, filters: Filters) -> list[Path]:
        """Existing files, as many as the clerk marks; none after Cancel."""
        return self._dialogs(title, QFileDialog.FileMode.ExistingFiles, filters)

    def choose_folder(self, title: str) -> Path | None:
        """An existing folder, or None."""
        return self._dialog(title, QFileDialog.FileMode.Directory, [])

    def save_file(self, title: str, name: str, filters: Filters) -> Path | None:
        """A file to write, proposed as ``name``; the dialog asks before replacing one."""
        return self._dialog(title, QFileDialog.FileMode.AnyFile, filters, save_as=name)

    def show_error(self, error: Exception) -> None:
        """Say what went wrong: an ``IntakeError`` in its own words, a bug in the crash window."""
        if isinstance(error, IntakeError):
            self._decide(
                _("That did not work"),
                error.sentence,
                [Answer("close", _("Close"), Kind.PRIMARY)],
                Tone.DANGER,
            )
        else:
            window = CrashWindow(error, self._window())
            window.exec()
            window.deleteLater()

    def _window(self) -> QWidget | None:
        return QApplication.activeModalWidget() or self._parent

    def _decide(self, title: str, text: str, answers: Sequence[Answer], tone: Tone) -> str | None:
        dialog = Decision(self._window(), title, text, tone)
        for answer in answers:
            dialog.add(*answer)
        dialog.exec()
        dialog.deleteLater()
        return dialog.chosen

    def _dialog(
        self, title: str, mode: QFileDialog.FileMode, filters: Filters, *, save_as: str = ""
    ) -> Path | None:
        return next(iter(self._dialogs(title, mode, filters, save_as=save_as)), None)

    def _dialogs(
        self, title: str, mode: QFileDialog.FileMode, filters: Filters, *, save_as: str = ""
    ) -> list[Path]:
        dialog = QFileDialog(self._window(), title)
        dialog.setFileMode(mode)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode == QFileDialog.FileMode.Directory)
        dialog.setNameFilters([f"{words} ({pattern})" for words, pattern in filters])
        dialog.setHistory([])
        if save_as:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(save_as)
            suffix = Path(save_as).suffix.lstrip(".")
            dialog.setDefaultSuffix(suffix)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        chosen = [Path(name) for name in dialog.selectedFiles()] if accepted else []
        shiboken6.delete(dialog)  # now: on its end it writes the folder to Qt's own settings
        forget_folders()
        return chosen


def remember_no_folders() -> None:
    """Take away the folders that Qt's file dialog wrote down, and the place to write more.

    Folders are often named after a person. Where Qt keeps its settings in files, they now lead
    to a place that cannot exist; elsewhere ``forget_folders`` cleans up after each dialog.
    """
    forget_folders()
    QSettings.setPath(
        QSettings.Format.NativeFormat,
        QSettings.Scope.UserScope,
        os.path.join(os.devnull, "nothing"),
    )


def forget_folders() -> None:
    """Remove the history of Qt's file dialog from its settings."""
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    if "FileDialog" in settings.childGroups():
        settings.remove("FileDialog")
        settings.sync()
