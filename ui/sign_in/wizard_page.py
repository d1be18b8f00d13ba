"""What every step of the first start can do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ui.screen import Screen
from ui.tokens import L


class WizardPage(Screen):
    """One step. Signals: ``finished`` the step wants to go on (Ctrl+Enter was pressed)."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(L)

    def title(self) -> str:
        """What the step is about."""
        raise NotImplementedError

    def advice(self) -> str:
        """One or two sentences that help."""
        return ""

    def check(self) -> bool:
        """True if everything here is right; otherwise the mistakes are shown."""
        return True

    def entered(self) -> None:
        """The step is shown: put the keyboard where it is needed."""
