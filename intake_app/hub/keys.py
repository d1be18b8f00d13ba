"""The hub's keys on disk: the live secret, the offline spare, and the card that desks read.

``hub-card.json`` is public. ``live-secret`` signs receipts and reads batches; the spare only reads
batches, and belongs on a stick in a safe: with it, a lost hub loses nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.sync import age
from intake_app.sync.cards import HubCard, HubKeys, hub_card, parse_hub_card

CARD = "hub-card.json"
LIVE = "live-secret.json"
LIVE_LOCKED = "live-secret.age"
SPARE = "spare-secret.txt"


@dataclass(frozen=True)
class KeyFolder:
    """What ``init`` made."""

    card: HubCard
    live: Path
    spare: Path


def make_keys(folder: Path, name: str, created: datetime, passphrase: str | None) -> KeyFolder:
    """Make the live and the spare keys and the card. Raises IntakeError if there are keys already.

    With a passphrase the live secret is an age file (scrypt) that needs it at every start.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((folder / taken).exists() for taken in (CARD, LIVE, LIVE_LOCKED, SPARE)):
        raise IntakeError("This folder already holds keys. Choose an empty one.")
    keys, spare = HubKeys.generate(), age.new_identity()
    card = hub_card(keys, age.recipient_of(spare), name, created)
    secret = keys.serialise().encode()
    live = folder / LIVE
    if passphrase:
        live, secret = folder / LIVE_LOCKED, age.lock_with_passphrase(secret, passphrase)
    _write_secret(live, secret)
    _write_secret(folder / SPARE, spare.encode() + b"\n")
    (folder / CARD).write_bytes(card.to_bytes())
    return KeyFolder(card, live, folder / SPARE)


def load_keys(folder: Path, passphrase: str | None) -> HubKeys:
    """The live keys. Raises IntakeError if they are missing or the passphrase does not fit."""
    try:
        if (folder / LIVE_LOCKED).exists():
            sealed = (folder / LIVE_LOCKED).read_bytes()
            secret = age.unlock_with_passphrase(sealed, passphrase or "")
        else:
            secret = (folder / LIVE).read_bytes()
    except OSError as error:
        raise IntakeError("The hub's keys cannot be read. Check the folder given to --keys.") from (
            error
        )
    except ValueError as error:
        raise IntakeError("This passphrase does not open the hub's keys.") from error
    return HubKeys.parse(secret.decode("utf-8", "replace"))


def load_card(folder: Path) -> HubCard:
    """The hub's own card. Raises IntakeError if it is missing, BatchRefused if it is damaged."""
    try:
        return parse_hub_card((folder / CARD).read_bytes())
    except OSError as error:
        raise IntakeError("The hub's card cannot be read. Check the folder given to --keys.") from (
            error
        )


def _write_secret(path: Path, secret: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
