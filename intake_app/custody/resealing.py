"""What must be sealed anew when the vault moves into a new generation.

What is sealed with a role key gets its function here; without it nobody could read it after a
rotation.
"""

from __future__ import annotations

from intake_app.vault.db import Connection
from intake_app.vault.keyfile import OpenedKeys
from intake_app.vault.resealing import reseal
from intake_app.vault.rotation import Reseal


def _notes_and_letters(db: Connection, old: OpenedKeys, new: OpenedKeys) -> None:
    reseal(db, old.seals, new.seals, new.sign, new.slot.login.id)


RESEAL: tuple[Reseal, ...] = (_notes_and_letters,)
"""Called one after the other inside the transaction that makes the new data file whole."""
