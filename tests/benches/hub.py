"""The hub: records per second into PostgreSQL, beside a COPY of rows that are ready."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from intake_app.hub import database
from intake_app.hub.database import Database
from intake_app.hub.ingest import ingest_folder
from intake_app.sync.batch import Record, batch_file_name
from intake_app.sync.manifest import record_line
from intake_app.values import plain
from tests.batches import NOON, a_heading, a_record, parties, sealed
from tests.benches.figures import Figure, Goal, Limit, figure, rates, timed
from tests.benches.ground import Ground, NotMeasurableError
from tests.benches.rows import newcomers
from ui.demo.postgres import NoServerError, server

_BARE = """
CREATE TEMPORARY TABLE bare (
    line integer, kind text, id text, owner text, epoch bigint, revision bigint,
    case_id text, body jsonb, sha256 bytea
)
"""


def measure(ground: Ground) -> Iterator[Figure]:
    """New records each time; the COPY takes the same rows, encoded beforehand."""
    count, rounds = ground.scale.records_for_hub, ground.scale.rounds
    with _server(ground.dsn) as at, _new_database(at) as dsn:
        stick = _Stick(ground.folder / "stick")
        taken: list[float] = []
        copied: list[float] = []
        with database.connected(dsn) as db:
            database.enrol(db, parties().card, NOON)
            db.execute(_BARE)
            for number in range(rounds + 1):
                records = invented(count, seed=100 + number)
                stick.put(records)
                text = _encoded(records)
                ingesting, copying = timed(lambda: stick.ingest(db)), _copy(db, text)
                if number:  # the first round only warms the server
                    taken.append(ingesting)
                    copied.append(copying)
        yield figure(
            "hub ingest", rates(count, taken), unit="rec/s",
            limit=Limit("pre-encoded COPY", rates(count, copied)),
            goal=Goal("ratio", 0.5, at_least=True),
            note=f"{count} new records in a batch; the server does not wait for its disk",
        )  # fmt: skip
        yield _memory(ground, dsn, stick, count)


class _Stick:
    """A folder of batch files, and the desk that numbers them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self._number, self._previous = 0, ""

    def put(self, records: Sequence[Record]) -> None:
        """Seal the next batch and lay it on the stick."""
        self._number += 1
        heading = a_heading(self._number, self._previous)
        file, done = sealed(records, heading=heading)
        self._previous = done.sha256
        (self.folder / batch_file_name(heading.batch)).write_bytes(file)

    def ingest(self, db: Database) -> None:
        """One run of the hub."""
        run = ingest_folder(self.folder, db, parties().hub, self.folder / "receipts", lambda: NOON)
        states = [verdict.code or verdict.state for verdict in run.verdicts]
        if states != ["ok"]:
            raise NotMeasurableError(f"the hub says {states}")


def invented(count: int, seed: int) -> list[Record]:
    """Persons as a desk sends them."""
    return [a_record(id=one.person.id, body=plain(one.person)) for one in newcomers(count, seed)]


def _encoded(records: Sequence[Record]) -> bytes:
    """The rows in COPY's own text form."""
    rows = []
    for line, record in enumerate(records, start=1):
        body = json.dumps(record.body, ensure_ascii=False).replace("\\", "\\\\")
        digest = uuid.UUID(record.id).hex * 2
        rows.append(
            f"{line}\t{record.kind}\t{record.id}\t{record.owner}\t1\t1\t\\N\t{body}"
            f"\t\\\\x{digest}\n"
        )
    return "".join(rows).encode()


def _copy(db: Database, text: bytes) -> float:
    def write() -> None:
        with db.transaction(), db.cursor().copy("COPY bare FROM STDIN") as copy:
            copy.write(text)

    db.execute("TRUNCATE bare")
    return timed(write)


def _memory(ground: Ground, dsn: str, stick: _Stick, count: int) -> Figure:
    """The same child takes a small batch and a whole one; what the larger one adds."""
    keys = ground.folder / "hub.keys"
    keys.write_text(parties().hub.serialise(), encoding="utf-8")
    above: list[float] = []
    for size in (max(1, count // 10), count):
        stick.put(invented(size, seed=500 + size))
        seen = ground.child("ingest", dsn, stick.folder, keys)
        if seen["states"] != ["ok"]:
            raise NotMeasurableError(f"the hub says {seen['states']}")
        above.append(seen["peak"])
    lines = map(record_line, invented(count, seed=500 + count))
    megabytes = sum(map(len, lines)) / 1e6
    return figure(
        "  memory at the most while ingesting", above[1:], unit="MB",
        limit=Limit("a tenth of the records", above[:1]), goal=Goal("ratio", 1.2),
        note=f"the larger batch has {megabytes:.1f} MB of JSON",
    )  # fmt: skip


# ---------------------------------------------------------------------------- the server


@contextmanager
def _server(dsn: str | None) -> Iterator[str]:
    """The given server, or one that is started here and thrown away."""
    if dsn:
        yield dsn
        return
    try:
        with server() as started:
            yield started
    except NoServerError as error:
        raise NotMeasurableError(str(error)) from error


@contextmanager
def _new_database(at: str) -> Iterator[str]:
    name = f"bench_{uuid.uuid4().hex}"
    with psycopg.connect(at, autocommit=True) as db:
        db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_conninfo(at, dbname=name)
        db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
