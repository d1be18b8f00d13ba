"""What an open vault holds in memory while nobody asks anything of it."""

from __future__ import annotations

from intake_app.vault.vault import Vault


def rest(vault: Vault) -> None:
    """Give back the memory of pages that were read; they are read anew when somebody asks."""
    with vault.read() as db:
        db.execute("PRAGMA shrink_memory")
