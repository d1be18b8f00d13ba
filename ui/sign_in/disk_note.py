"""A quiet line for the whole office: this computer's disk is open to whoever takes it."""

from __future__ import annotations

from intake_app.i18n import _
from intake_app.users.service import OpenDisks
from ui.plain import PlainLabel
from ui.tokens import Text


class DiskNote(PlainLabel):
    """Shown only if something can be seen not to be encrypted."""

    def __init__(self) -> None:
        super().__init__(Text.SECONDARY, wrap=True)
        self._disks = OpenDisks()
        self.retranslate()

    def show_for(self, disks: OpenDisks) -> None:
        """Say it, or nothing."""
        self._disks = disks
        self.retranslate()

    def retranslate(self) -> None:
        """The sentence."""
        words = ""
        if self._disks.vault:
            words = _(
                "As far as the program can see, the disk of this computer is not encrypted. What"
                " the computer writes beside the vault can be read by a thief: ask your technician."
            )
        elif self._disks.swap:
            words = _(
                "As far as the program can see, the swap memory of this computer is not encrypted."
                " It may keep what was on the screen: ask your technician."
            )
        self.setText(words)
        self.setVisible(bool(words))
