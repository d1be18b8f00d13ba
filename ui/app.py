"""Starting the program: the application object, its look and language, and the one window."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from intake_app.packs.loader import load_packs, packs_folder
from intake_app.settings import DeviceSettings, device_file, load_device, save_device
from ui import crash
from ui.language import Language
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.style import dress
from ui.tasks import Tasks

_DARK = {"dark": True, "light": False}


def application(device: DeviceSettings) -> QApplication:
    """The application object, dressed as this device wants it."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Intake Desk")
    dress(app, dark=_DARK.get(device.palette), scale=device.font_percent / 100)
    return app


def open_window(
    app: QApplication,
    folder: Path | None,
    *,
    settings: Path | None = None,
    messages: Messages | None = None,
) -> MainWindow:
    """The window, ready to be shown. ``settings`` is the device's file (not kept if None)."""
    device = load_device(settings) if settings else DeviceSettings()
    language = Language(app)
    language.switch(device.language)
    messages = messages or Messages(None)
    tasks = Tasks(messages.show_error)
    packs = load_packs(packs_folder())
    if folder is None and device.vault_folder:
        folder = Path(device.vault_folder)
    window = MainWindow(tasks, messages, language, packs, folder)
    messages.set_parent(window)
    if settings is not None:
        _remember(window, settings)
    return window


def _remember(window: MainWindow, settings: Path) -> None:
    def keep(**changes: str) -> None:
        save_device(settings, replace(load_device(settings), **changes))  # type: ignore[arg-type]

    window.folder_chosen.connect(lambda folder: keep(vault_folder=folder))
    window.language_chosen.connect(lambda language: keep(language=language))


def run(folder: Path | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    settings = device_file()
    app = application(load_device(settings))
    crash.install(None)
    window = open_window(app, folder, settings=settings)
    window.show()
    return app.exec()
