"""What must be sealed anew when the vault moves into a new generation.

A notion that seals anything with a role key (``Keyring.role_key``) adds its function here; without
it nobody could read that notion's notes after a rotation.
"""

from __future__ import annotations

from intake_app.vault.rotation import Reseal

RESEAL: tuple[Reseal, ...] = ()
"""Called one after the other inside the transaction that makes the new data file whole."""
