"""What must be sealed anew when the vault moves into a new generation.

What is sealed with a role key gets its function here; without it nobody could read it after a
rotation.
"""

from __future__ import annotations

from intake_app.attachments.sealing import reseal_files
from intake_app.vault.resealing import reseal_notes
from intake_app.vault.rotation import Reseal

RESEAL: tuple[Reseal, ...] = (reseal_notes, reseal_files)
"""Called one after the other inside the transaction that makes the new data file whole."""
