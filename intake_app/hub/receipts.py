"""The hub's answers: one receipt per desk that was heard, signed and encrypted to that desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from intake_app.hub.database import Database
from intake_app.sync.cards import DeskCard, HubKeys, moment
from intake_app.sync.files import write_verified
from intake_app.sync.receipt import (
    MAX_BATCHES,
    MAX_SET_ASIDE,
    BatchResult,
    SetAside,
    Standing,
    receipt_file_name,
    seal_receipt,
)


def numbers_of(db: Database, desk: bytes) -> tuple[int, list[int], list[int]]:
    """(highest number without a gap before it, numbers after that gap, missing numbers)."""
    rows = db.execute("SELECT seq FROM batch WHERE desk = %s ORDER BY seq", (desk,)).fetchall()
    received = 0
    extras: list[int] = []
    for (seq,) in rows:
        if seq == received + 1 and not extras:
            received = seq
        else:
            extras.append(seq)
    return received, extras, _missing(received, extras)


def _missing(received: int, extras: list[int], most: int = 1_000) -> list[int]:
    """The first missing numbers; a hostile desk may leave a gap of any size."""
    missing: list[int] = []
    expected = received + 1
    for seq in extras:
        missing.extend(range(expected, min(seq, expected + most - len(missing))))
        if len(missing) >= most:
            break
        expected = seq + 1
    return missing


def standing(db: Database, desk: bytes, run: Sequence[BatchResult]) -> Standing:
    """What to tell a desk: where it stands, and what became of the files of this run."""
    received, extras, _ = numbers_of(db, desk)
    rows = db.execute(
        "SELECT id::text, seq, sha256, state FROM batch WHERE desk = %s"
        " ORDER BY seq DESC LIMIT 500",
        (desk,),
    ).fetchall()
    told = {result.sha256 for result in run}
    earlier = [BatchResult(*row) for row in rows if row[2] not in told]
    head = db.execute(
        "SELECT audit_head, audit_seq FROM batch WHERE desk = %s"
        " ORDER BY audit_seq DESC, seq DESC LIMIT 1",
        (desk,),
    ).fetchone()
    aside = db.execute(
        "SELECT batch::text, coalesce(kind, 'line'), coalesce(id, line::text),"
        " coalesce(revision, 0), code FROM quarantined_record"
        " WHERE desk = %s AND batch = ANY(%s::uuid[]) ORDER BY batch, line LIMIT %s",
        (desk, [result.batch for result in run], MAX_SET_ASIDE),
    ).fetchall()
    return Standing(
        received,
        extras,
        [*run, *earlier][:MAX_BATCHES],
        [SetAside(*row) for row in aside],
        *(head or ("", 0)),
    )


def write_receipt(
    db: Database,
    keys: HubKeys,
    desk: DeskCard,
    run: Sequence[BatchResult],
    folder: Path,
    at: datetime,
) -> Path:
    """Write the next receipt of a desk into ``folder``. Raises StorageFull if it cannot."""
    with db.transaction():
        row = db.execute(
            "UPDATE desk SET receipts = receipts + 1 WHERE key = %s RETURNING receipts",
            (desk.ed25519,),
        ).fetchone()
        assert row is not None, "only enrolled desks get receipts"
        content = seal_receipt(standing(db, desk.ed25519, run), row[0], keys, desk, moment(at))
        folder.mkdir(parents=True, exist_ok=True)
        return write_verified(folder, receipt_file_name(desk.ed25519, row[0]), content)
