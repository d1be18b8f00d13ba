"""A folder of batch files into the database: each file taken, or refused with a code."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import psycopg

from intake_app.errors import BatchRefused
from intake_app.hub import audit_heads, merging, receipts
from intake_app.hub.database import Database, known_desks
from intake_app.hub.merging import Loaded
from intake_app.sync.batch import MAX_FILE, SUFFIX, OpenedBatch, SignedBatch, verify_batch
from intake_app.sync.cards import DeskCard, HubKeys
from intake_app.sync.receipt import BatchResult
from intake_app.sync.refusals import refused
from intake_app.values import Clock

TAKEN = "taken"
QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Verdict:
    """What became of one file.

    ``state`` is ok, gap, late, duplicate, refused (``code`` says why) or postponed (the file stays
    where it is: it could not be read, or the database could not take it). ``is_log_cut`` if the
    desk's audit log does not go on from where an earlier batch left it: somebody must ask why.
    """

    file: str
    state: str
    code: str = ""
    sha256: str = ""
    sender: DeskCard | None = None
    batch: str = ""
    seq: int = 0
    loaded: Loaded = Loaded(0, 0, 0, 0, 0)
    is_log_cut: bool = False
    missing: tuple[int, ...] = ()

    @property
    def is_refused(self) -> bool:
        """True if somebody has to look at it."""
        return self.state in {"refused", "postponed"}


@dataclass(frozen=True)
class Run:
    """One run over a folder: a verdict per file, and the receipts that were written."""

    verdicts: list[Verdict]
    receipts: list[Path]


def ingest_folder(
    folder: Path, db: Database, keys: HubKeys, receipts_folder: Path, clock: Clock
) -> Run:
    """Take every ``*.casebatch`` in ``folder``, oldest number first, and answer each desk.

    Taken files move to ``taken/``, refused ones to ``quarantine/`` with a reason beside them.
    Running it again, or after a crash at any point, changes nothing that was done.
    """
    desks = known_desks(db)
    verdicts: list[Verdict] = []
    for path in _in_order(folder, desks, keys.identity):
        verdict = _take_file(path, db, desks, keys.identity, clock())
        _move(path, verdict)
        verdicts.append(verdict)
    written = _answer(db, keys, verdicts, receipts_folder, clock())
    return Run(_with_gaps(db, verdicts), written)


def _in_order(folder: Path, desks: Mapping[bytes, DeskCard], identity: str) -> list[Path]:
    """The files by sender and number, so that a stick read in one go shows no false gaps."""
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix == SUFFIX and path.is_file() and not path.is_symlink()
    ]
    return sorted(found, key=lambda path: _place(path, desks, identity)) if found[1:] else found


def _place(path: Path, desks: Mapping[bytes, DeskCard], identity: str) -> tuple[str, int]:
    try:
        with _private_copy(path) as file:
            opened = verify_batch(file, desks).open(identity)
            return opened.manifest.sender, opened.manifest.seq
    except (BatchRefused, OSError):
        return "", 0


@contextmanager
def _private_copy(path: Path) -> Iterator[BinaryIO]:
    """The file as it is now: a stick could give other bytes at the second reading."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as source, tempfile.TemporaryFile() as copy:
        size = 0
        while block := source.read(1 << 20):
            size += len(block)
            if size > MAX_FILE:
                raise refused("too_large")
            copy.write(block)
        yield cast(BinaryIO, copy)


def _take_file(
    path: Path, db: Database, desks: Mapping[bytes, DeskCard], identity: str, at: datetime
) -> Verdict:
    verdict = Verdict(path.name, "refused")
    try:
        with _private_copy(path) as file:
            signed = verify_batch(file, desks)
            verdict = _named(verdict, signed)
            opened = signed.open(identity)
            verdict = replace(verdict, seq=opened.manifest.seq)
            with db.transaction():
                state = _state(db, opened)
                loaded = verdict.loaded
                if state != "duplicate":
                    loaded = merging.load(db, opened, at)
                    _remember(db, opened, state, loaded, at)
            is_cut = audit_heads.is_log_cut(db, opened.sender.ed25519, opened.manifest.seq)
            return replace(verdict, state=state, loaded=loaded, is_log_cut=is_cut)
    except BatchRefused as error:
        return _refused(db, replace(verdict, code=error.code), at)
    except OSError:
        return replace(verdict, state="postponed", code="unreadable")
    except psycopg.Error:
        return replace(verdict, state="postponed", code="database")


def _named(verdict: Verdict, signed: SignedBatch) -> Verdict:
    return replace(verdict, sha256=signed.sha256, sender=signed.sender, batch=signed.batch)


def _state(db: Database, opened: OpenedBatch) -> str:
    """ok, gap, late or duplicate. Raises BatchRefused ``equivocation``.

    A desk uses a number and an id once, and each batch names the hash of the one before. Two files
    that disagree about that cannot both be from one honest, undamaged desk.
    """
    manifest, desk = opened.manifest, opened.sender.ed25519
    rows = db.execute(
        "SELECT seq, id::text, sha256, prev FROM batch"
        " WHERE desk = %s AND (id = %s OR seq BETWEEN %s AND %s)",
        (desk, manifest.batch, manifest.seq - 1, manifest.seq + 1),
    ).fetchall()
    for seq, id_, sha256, _ in rows:
        if seq == manifest.seq or id_ == manifest.batch:
            if (seq, id_, sha256) == (manifest.seq, manifest.batch, opened.sha256):
                return "duplicate"
            raise refused("equivocation")
    for seq, _, sha256, previous in rows:
        if seq == manifest.seq - 1 and sha256 != manifest.prev:
            raise refused("equivocation")
        if seq == manifest.seq + 1 and previous != opened.sha256:
            raise refused("equivocation")
    highest = db.execute(
        "SELECT coalesce(max(seq), 0) FROM batch WHERE desk = %s", (desk,)
    ).fetchone()
    expected = (highest[0] if highest else 0) + 1
    if manifest.seq == expected:
        return "ok"
    return "gap" if manifest.seq > expected else "late"


def _remember(db: Database, opened: OpenedBatch, state: str, loaded: Loaded, at: datetime) -> None:
    manifest = opened.manifest
    db.execute(
        "INSERT INTO batch (desk, seq, office, id, sha256, prev, state, records, attachments,"
        " set_aside, audit_head, app_version, created, received_at, audit_seq, audit_before)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            opened.sender.ed25519, manifest.seq, manifest.office, manifest.batch, opened.sha256,
            manifest.prev, state, manifest.n, len(manifest.attachments), loaded.set_aside,
            manifest.audit_head, manifest.app_version, manifest.created, at,
            manifest.audit_seq, manifest.audit_before,
        ),
    )  # fmt: skip


def _refused(db: Database, verdict: Verdict, at: datetime) -> Verdict:
    """Note the refusal. The note is for the operator; the verdict does not depend on it."""
    if verdict.sender is not None:
        db.execute(
            "INSERT INTO refused_file (sha256, code, desk, batch, refused_at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (verdict.sha256, verdict.code, verdict.sender.ed25519, verdict.batch, at),
        )
    return verdict


def _move(path: Path, verdict: Verdict) -> None:
    if verdict.state == "postponed":
        return
    folder = path.parent / (QUARANTINE if verdict.is_refused else TAKEN)
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    number = 1
    while target.exists():  # another file of this name lies there: keep both
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    os.replace(path, target)
    if verdict.is_refused:
        reason = target.with_name(target.name + ".reason.json")
        reason.write_text(json.dumps({"code": verdict.code}) + "\n", encoding="utf-8")


def _answer(
    db: Database, keys: HubKeys, verdicts: list[Verdict], folder: Path, at: datetime
) -> list[Path]:
    """A receipt for each desk whose signature was good on at least one file."""
    heard = {v.sender.ed25519: v.sender for v in verdicts if v.sender}
    written = []
    for key, desk in heard.items():
        results = [
            BatchResult(v.batch, v.seq, v.sha256, v.state, v.code)  # type: ignore[arg-type]
            for v in verdicts
            if v.sender and v.sender.ed25519 == key and v.state != "postponed"
        ]
        if results:
            written.append(receipts.write_receipt(db, keys, desk, results, folder, at))
    return written


def _with_gaps(db: Database, verdicts: list[Verdict]) -> list[Verdict]:
    """Each verdict with the numbers that its desk still owes after the whole run."""
    owed = {
        key: tuple(receipts.numbers_of(db, key)[2])
        for key in {v.sender.ed25519 for v in verdicts if v.sender}
    }
    return [replace(v, missing=owed[v.sender.ed25519]) if v.sender else v for v in verdicts]
