"""Drafts as rows: one per author, form and record."""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.vault.db import Connection


@dataclass(frozen=True)
class Draft:
    """Unsaved typing. ``about`` is the record's id or "new"; ``body`` JSON of field texts."""

    owner: str
    form: str
    about: str
    body: str
    saved_at: str


def put(db: Connection, draft: Draft) -> None:
    """Write the draft over the author's earlier one for the same form and record."""
    db.execute(
        "INSERT INTO draft (owner, form, about, body, saved_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (owner, form, about) DO UPDATE SET body = excluded.body,"
        " saved_at = excluded.saved_at",
        (draft.owner, draft.form, draft.about, draft.body, draft.saved_at),
    )


def of_owner(db: Connection, owner: str) -> list[Draft]:
    """One author's drafts, the newest first."""
    rows = db.execute(
        "SELECT owner, form, about, body, saved_at FROM draft WHERE owner = ?"
        " ORDER BY saved_at DESC",
        (owner,),
    )
    return [Draft(*row) for row in rows]


def drop(db: Connection, owner: str, form: str, about: str) -> None:
    """Forget a draft; nothing happens if there is none."""
    db.execute("DELETE FROM draft WHERE owner = ? AND form = ? AND about = ?", (owner, form, about))


def drop_of_owner(db: Connection, owner: str) -> None:
    """Forget all drafts of an author who is gone: nobody else may read them."""
    db.execute("DELETE FROM draft WHERE owner = ?", (owner,))
