"""The small button that opens the help."""

from __future__ import annotations

from PySide6.QtCore import QEvent

from intake_app.i18n import _
from ui.buttons import IconButton

HELP_KEY = "F1"


class HelpButton(IconButton):
    """Shows the key; the window listens to it, so that it works everywhere."""

    def __init__(self) -> None:
        super().__init__("circle-help", HELP_KEY, hint_only=True)
        self.retranslate()

    def retranslate(self) -> None:
        """The name."""
        self.set_name(_("Help"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language the name is said again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
