"""Staff names as rows. Roles are not here: the authenticated key file holds them."""

from __future__ import annotations

from intake_app.i18n import _
from intake_app.vault.db import Connection


def put(db: Connection, login_id: str, full_name: str, at: str) -> None:
    """Write the name behind a login."""
    db.execute(
        "INSERT INTO staff (id, full_name, added_at) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET full_name = excluded.full_name",
        (login_id, full_name, at),
    )


def names(db: Connection) -> dict[str, str]:
    """All full names by login id. The recovery key has an id, too, and no name of its own."""
    found = db.execute("SELECT id, full_name FROM staff")
    return {row[0]: row[1] or _("Recovery key") for row in found}
