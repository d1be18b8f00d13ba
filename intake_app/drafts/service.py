"""Keeping, finding and forgetting drafts. A draft is not an act: it changes no record."""

from __future__ import annotations

import json
from collections.abc import Mapping

from intake_app.drafts import store
from intake_app.drafts.store import Draft
from intake_app.session import Session


def keep(session: Session, form: str, about: str, values: Mapping[str, str]) -> str:
    """Write what has been typed so far; returns the moment, UTC, ISO-8601.

    In a vault that may only be read nothing is kept: then it is empty.
    """
    if session.vault.read_only:
        return ""
    at = session.now()
    body = json.dumps(dict(values), ensure_ascii=False)
    with session.vault.transaction() as db:
        store.put(db, Draft(session.user.id, form, about, body, at))
    return at


def drafts(session: Session) -> list[Draft]:
    """The signed-in user's own drafts, the newest first."""
    with session.read() as db:
        return store.of_owner(db, session.user.id)


def found(session: Session, form: str, about: str) -> dict[str, str] | None:
    """The typed texts of one draft, by field name."""
    for draft in drafts(session):
        if (draft.form, draft.about) == (form, about):
            return {str(key): str(value) for key, value in json.loads(draft.body).items()}
    return None


def forget(session: Session, form: str, about: str) -> None:
    """Drop the draft, because its form was saved or thrown away."""
    if session.vault.read_only:
        return
    with session.vault.transaction() as db:
        store.drop(db, session.user.id, form, about)
