"""One save through the service, beside plain SQLite, and what reaches the disk."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

from intake_app.acts import Role
from intake_app.people import service as people
from intake_app.session import Session
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved, missing
from tests.benches.ground import Ground, NotMeasurableError
from tests.benches.office import plain_twin
from tests.benches.rows import INSERTS, Newcomer, newcomers

MOST_WATCHED = 100


def measure(ground: Ground) -> Iterator[Figure]:
    """A new person with a paper and a return: rules, rows, words, outbox and audit line."""
    saved = newcomers(2 * ground.scale.many, seed=11)
    ours, plain, bare = iter(saved), iter(saved), iter(saved)
    office, twin = ground.office, ground.twin
    with (
        closing(plain_twin(ground.folder / "bare.db", office, with_words=False)) as without_words,
        office.signed_in(Role.RECEPTION) as session,
    ):
        service, same_tables, rows_alone = interleaved(
            ground.scale.many,
            lambda: save(session, next(ours)),
            lambda: insert(twin, next(plain)),
            lambda: insert(without_words, next(bare)),
        )
        busy, busy_plain = interleaved(
            ground.scale.many,
            lambda: save(session, next(ours)),
            lambda: insert(twin, next(plain)),
            clock=time.process_time,
        )
    limit = Limit("plain SQLite, same tables", same_tables)
    yield figure("save a new person", service, limit=limit, goal=Goal("ratio", 4))
    yield figure("  its p95", service, goal=Goal("p95", 30))
    yield figure("  beside a bare insert", service, limit=Limit("plain, no index", rows_alone))
    limit = Limit("plain SQLite, same tables", busy_plain)
    yield figure("  its processor time, no disk", busy, limit=limit)
    yield _syncs(ground)


def save(session: Session, newcomer: Newcomer) -> None:
    """Through the service, as the screen does."""
    people.save_person(session, newcomer.person, newcomer.homecoming)


def insert(db: sqlite3.Connection, newcomer: Newcomer) -> None:
    """The same rows and nothing else, as one transaction."""
    db.execute("BEGIN IMMEDIATE")
    for table in ("person", "paper", "homecoming"):
        db.executemany(INSERTS[table], newcomer.rows[table])
    db.execute("COMMIT")


def _syncs(ground: Ground) -> Figure:
    """How often a save waits for the disk, counted by strace in another process."""
    name, goal = "  waits for the disk in one save", Goal("median", 2)
    strace = shutil.which("strace")
    if strace is None:
        return missing(name, "not counted: strace is not installed", goal, "fsync")
    trace = ground.folder / "trace"
    watch = (strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,write", "-o", str(trace))
    folder, saves = ground.small_office.folder, min(MOST_WATCHED, ground.scale.many)
    try:
        ground.child("saves", folder, saves, under=watch)
    except NotMeasurableError as error:
        return missing(name, f"not counted: {error}", goal, "fsync")
    text = trace.read_text(encoding="utf-8", errors="replace")
    during = text.partition("SAVES-BEGIN")[2].partition("SAVES-END")[0]
    count = sum("fsync(" in line or "fdatasync(" in line for line in during.splitlines())
    note = f"counted over {saves} saves, the checkpoints of the log among them"
    return figure(name, [count / saves], unit="fsync", goal=goal, note=note)
