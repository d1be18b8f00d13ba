"""Starting the program: the application object, its look and language, and the one window."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from intake_app.packs.loader import load_good_packs, packs_folder
from intake_app.settings import DeviceSettings, device_file, load_device, save_device
from ui import crash
from ui.language import Language
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.process.desk_life import DeskLife
from ui.process.gate_life import GateLife
from ui.process.life import Life
from ui.process.pipe import take_standard_pipes
from ui.process.place import put
from ui.process.program import Program
from ui.sign_in.sign_in_screen import SignInScreen
from ui.style import dress
from ui.tasks import Tasks

SWITCH_SECONDS = 0.0005
"""A reading on the vault's thread gives way after every row, and asks for its turn again while the
screen is painted: with Python's 5 ms a page of a list takes twice as long."""

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
    life: Life | None = None,
) -> MainWindow:
    """The window, ready to be shown. ``settings`` is the device's file (not kept if None).

    ``life`` says what signing in and locking do to this process; one for all if None.
    """
    device = load_device(settings) if settings else DeviceSettings()
    language = Language(app)
    language.switch(device.language)
    messages = messages or Messages(None)
    tasks = Tasks(messages.show_error)
    packs = load_good_packs(packs_folder())
    if folder is None and device.vault_folder:
        folder = Path(device.vault_folder)
    window = MainWindow(tasks, messages, language, packs, folder, life)
    messages.set_parent(window)
    put(window, device.window)
    if settings is not None:
        _remember(window, settings)
    return window


def _remember(window: MainWindow, settings: Path) -> None:
    def keep(**changes: str) -> None:
        with suppress(OSError):  # then the next start asks for the folder again, no more
            save_device(settings, replace(load_device(settings), **changes))  # type: ignore[arg-type]

    window.folder_chosen.connect(lambda folder: keep(vault_folder=folder))
    window.language_chosen.connect(lambda language: keep(language=language))
    window.leaving.connect(lambda place: keep(window=place))


def life_of(program: Program, *, warm: bool) -> Life:
    """What this process is for: the sign-in page, or a desk that waits for its keys."""
    return DeskLife(program, take_standard_pipes()) if warm else GateLife(program)


def run(
    life: Life, folder: Path | None = None, *, fault: bool = False, settings: Path | None = None
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    ``fault``: the desk before ended by a fault, and the sign-in page says so.
    """
    settings = settings or device_file()
    sys.setswitchinterval(SWITCH_SECONDS)
    app = application(load_device(settings))
    crash.install(None)
    window = open_window(app, folder, settings=settings, life=life)
    if fault and isinstance(window.gate, SignInScreen):
        window.gate.say_fault()
    life.start(window)
    return app.exec()
