"""The self-test of the program with a window: the core's checks, and the window itself."""

from __future__ import annotations

import os
import sys
from typing import Any

from PySide6.QtWidgets import QApplication

from intake_app.i18n import LANGUAGES, set_language
from intake_app.selftest import CHECKS, run_checks
from intake_app.settings import DeviceSettings
from ui.app import application, open_window
from ui.language import Language


def run_all_checks() -> dict[str, Any]:
    """As ``intake_app.selftest.run_checks``, with one check more: ``window``."""
    return run_checks({**CHECKS, "window": _window})


def _window() -> str:
    """Draws the first window in every language; without a screen it draws into memory."""
    if sys.platform.startswith("linux") and not _has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application(DeviceSettings())
    window = open_window(app, None)
    window.show()
    language = Language(app)
    pictures, words = set(), []
    for code in LANGUAGES:
        language.switch(code)
        app.processEvents()
        picture = window.grab().toImage()  # must outlive its bits
        pictures.add(bytes(picture.constBits()))
        words.append(QApplication.translate("QPlatformTheme", "Cancel"))
    window.close()
    set_language("en")
    if len(pictures) != len(LANGUAGES) or len(set(words)) != len(LANGUAGES):
        raise RuntimeError(f"the window does not change with the language: {words}")
    return f"{app.platformName()}, {', '.join(words)}"


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
