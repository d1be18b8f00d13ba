"""Keeping, finding and forgetting drafts. A draft is not an act: it changes no record."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping

from intake_app.drafts import store
from intake_app.drafts.store import Draft
from intake_app.session import Session
from intake_app.values import canonical_json
from intake_app.vault.sealing import seal, unseal

SEALED_FORMS = frozenset({"note", "screening", "child"})
"""What is typed there is sealed with a key of its author's own: not even a holder of the role keys
reads a note that was never sent."""


def keep(session: Session, form: str, about: str, values: Mapping[str, str]) -> str:
    """Write what has been typed so far; returns the moment, UTC, ISO-8601.

    In a vault that may only be read nothing is kept: then it is empty.
    """
    if session.vault.read_only:
        return ""
    at = session.now()
    body = json.dumps(dict(values), ensure_ascii=False)
    if form in SEALED_FORMS:
        sealed = seal(_own_key(session), _bound(form, about), body.encode())
        body = b64encode(sealed).decode("ascii")
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
            body = _unsealed(session, draft)
            if body is not None:
                return {str(key): str(value) for key, value in json.loads(body).items()}
    return None


def _unsealed(session: Session, draft: Draft) -> str | bytes | None:
    """The JSON of a draft; None if somebody has altered a sealed one."""
    if draft.form not in SEALED_FORMS:
        return draft.body
    try:
        sealed = b64decode(draft.body, validate=True)
    except ValueError:
        return None
    return unseal(_own_key(session), _bound(draft.form, draft.about), sealed)


def _own_key(session: Session) -> bytes:
    return session.vault.keys.own_key("drafts")


def _bound(form: str, about: str) -> bytes:
    return canonical_json([form, about]).encode()


def forget(session: Session, form: str, about: str) -> None:
    """Drop the draft, because its form was saved or thrown away."""
    if session.vault.read_only:
        return
    with session.vault.transaction() as db:
        store.drop(db, session.user.id, form, about)
