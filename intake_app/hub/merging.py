"""One verified batch into the tables: staged by COPY, then merged by four rules.

A record is taken if it is new; if the same desk and owner send a higher revision; or if its epoch
is higher (a take-over). Everything else that differs from what is held is set aside with a code,
and never stops the rest. What an office has erased is not taken at all (``erasing``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake_app.errors import BatchRefused
from intake_app.hub import decisions
from intake_app.hub.database import Database
from intake_app.hub.erasing import apply_tombstones, is_erased_document
from intake_app.sync import canonical
from intake_app.sync.batch import BadRecord, OpenedBatch, Record
from intake_app.sync.manifest import record_line


@dataclass(frozen=True)
class Loaded:
    """What a batch changed. Counts of records, but for ``attachments``."""

    taken: int
    unchanged: int
    set_aside: int
    taken_over: int
    attachments: int


@dataclass(frozen=True)
class Aside:
    """One line that is not taken, and why. ``kind`` and ``id`` where it is a record at all."""

    line: int
    code: str
    content: bytes
    kind: str | None = None
    id: str | None = None


_STAGE = """
CREATE TEMPORARY TABLE staged (
    line integer, kind text, id text, owner text, epoch bigint, revision bigint,
    case_id text, body jsonb, sha256 bytea
) ON COMMIT DROP
"""
_STAGE_UNCOMPRESSED = """
ALTER TABLE staged ALTER body SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160)
"""  # a body is compressed once, where it stays: this halves the time of the COPY

_SET_ASIDE = """
INSERT INTO quarantined_record
    (office, desk, batch, line, kind, id, owner, epoch, revision, code, sha256, content,
     received_at)
SELECT %(office)s, %(desk)s, %(batch)s, line, kind, id, staged.owner, staged.epoch,
    staged.revision,
    CASE WHEN staged.epoch < record.epoch THEN 'old_epoch'
         WHEN staged.owner <> record.owner OR record.desk <> %(desk)s THEN 'not_owner'
         ELSE 'fork' END,
    staged.sha256, convert_to(staged.body::text, 'UTF8'), %(at)s
FROM staged JOIN record USING (kind, id)
WHERE record.office = %(office)s AND staged.sha256 <> record.sha256
    AND (staged.epoch < record.epoch
        OR (staged.epoch = record.epoch
            AND (staged.owner <> record.owner OR record.desk <> %(desk)s
                OR staged.revision = record.revision)))
ON CONFLICT (office, desk, sha256, code) DO UPDATE
    SET batch = excluded.batch, line = excluded.line, received_at = excluded.received_at
"""

_COUNT_TAKEN_OVER = """
SELECT count(*) FROM staged JOIN record USING (kind, id)
WHERE record.office = %(office)s AND staged.epoch > record.epoch
"""

_MERGE = """
INSERT INTO record AS held
    (office, kind, id, desk, owner, epoch, revision, case_id, body, sha256, batch, received_at)
SELECT %(office)s, kind, id, %(desk)s, owner, epoch, revision, case_id, body, sha256, %(batch)s,
    %(at)s
FROM staged
ON CONFLICT (office, kind, id) DO UPDATE SET
    desk = excluded.desk, owner = excluded.owner, epoch = excluded.epoch,
    revision = excluded.revision, case_id = excluded.case_id, body = excluded.body,
    sha256 = excluded.sha256, batch = excluded.batch, received_at = excluded.received_at
WHERE excluded.epoch > held.epoch
    OR (excluded.epoch = held.epoch AND excluded.owner = held.owner
        AND excluded.desk = held.desk AND excluded.revision > held.revision)
"""

_KEEP_ASIDE = """
INSERT INTO quarantined_record
    (office, desk, batch, line, kind, id, code, sha256, content, received_at)
VALUES (%(office)s, %(desk)s, %(batch)s, %(line)s, %(kind)s, %(id)s, %(code)s, %(sha256)s,
    %(content)s, %(at)s)
ON CONFLICT (office, desk, sha256, code) DO UPDATE
    SET batch = excluded.batch, line = excluded.line, received_at = excluded.received_at
"""


_DROP_REMOVED = """
DELETE FROM attachment USING record
WHERE record.office = %(office)s AND attachment.office = record.office
    AND record.kind = 'attached_file' AND record.id = attachment.id
    AND coalesce(record.body ->> 'removed_at', '') <> ''
    AND record.id IN (SELECT id FROM staged WHERE kind = 'attached_file')
"""
"""What the desk has removed keeps its line; its bytes go here as well, also from a late batch."""


def load(db: Database, opened: OpenedBatch, at: datetime) -> Loaded:
    """Merge a batch inside the caller's transaction. Memory does not grow with the batch."""
    names = {
        "office": opened.manifest.office,
        "desk": opened.sender.ed25519,
        "batch": opened.manifest.batch,
        "at": at,
    }
    bad: list[Aside] = []
    keys = decisions.keys_of(db, opened)
    with db.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute(_STAGE_UNCOMPRESSED)
        with cursor.copy("COPY staged FROM STDIN") as copy:
            for row in _rows(opened, keys, bad):
                copy.write_row(row)
        cursor.execute("ANALYZE staged (kind, id)")
        for aside in bad:
            digest = hashlib.sha256(aside.content).digest()
            cursor.execute(
                _KEEP_ASIDE,
                {
                    **names, "line": aside.line, "kind": aside.kind, "id": aside.id,
                    "code": aside.code, "sha256": digest, "content": aside.content,
                },
            )  # fmt: skip
        set_aside = len(bad) + apply_tombstones(cursor, names)
        set_aside += cursor.execute(_SET_ASIDE, names).rowcount
        found = cursor.execute(_COUNT_TAKEN_OVER, names).fetchone()
        taken = cursor.execute(_MERGE, names).rowcount
    attachments, refused = _load_attachments(db, opened, names)
    db.execute(_DROP_REMOVED, names)
    return Loaded(
        taken=taken,
        unchanged=opened.manifest.n - taken - set_aside,
        set_aside=set_aside + refused,
        taken_over=found[0] if found else 0,
        attachments=attachments,
    )


def _rows(
    opened: OpenedBatch, keys: Mapping[str, set[str]], bad: list[Aside]
) -> Iterator[tuple[object, ...]]:
    """The rows to stage; what is no record, comes a second time or is a decision that nobody
    signed goes to ``bad``."""
    seen: set[tuple[str, str]] = set()
    for line, (entry, digest) in enumerate(
        zip(opened.entries(), opened.manifest.rec, strict=True), start=1
    ):
        if isinstance(entry, BadRecord):
            bad.append(Aside(entry.line, entry.code, entry.content))
        elif (entry.kind, entry.id) in seen:
            bad.append(Aside(line, "twice", record_line(entry)))
        elif entry.kind == decisions.KIND and (code := decisions.doubt(entry.body, keys)):
            bad.append(Aside(line, code, record_line(entry), entry.kind, entry.id))
        else:
            seen.add((entry.kind, entry.id))
            yield _row(line, entry, bytes.fromhex(digest))


def _row(line: int, record: Record, digest: bytes) -> tuple[object, ...]:
    return (
        line, record.kind, record.id, record.owner, record.epoch, record.revision, record.case,
        canonical.encode(record.body).decode(), digest,
    )  # fmt: skip


def _load_attachments(
    db: Database, opened: OpenedBatch, names: dict[str, object]
) -> tuple[int, int]:
    """Store the documents that are not here yet, one at a time. Returns (stored, set aside)."""
    stored = refused = 0
    for item in opened.manifest.attachments:
        if is_erased_document(db, names["office"], item.id):
            continue
        held = db.execute(
            "SELECT sha256 FROM attachment WHERE office = %s AND id = %s",
            (names["office"], item.id),
        ).fetchone()
        code = "attachment_changed"
        if held and held[0] == item.sha256:
            continue
        if not held:
            try:
                content = opened.attachment(item.id)
            except BatchRefused as error:
                code = error.code
            else:
                db.execute(
                    "INSERT INTO attachment (office, id, sha256, size, content, batch, received_at)"
                    " VALUES (%(office)s, %(id)s, %(sha256)s, %(size)s, %(content)b, %(batch)s,"
                    " %(at)s)",
                    {**names, "id": item.id, "sha256": item.sha256, "size": item.size,
                     "content": content},
                )  # fmt: skip
                stored += 1
                continue
        refused += 1
        db.execute(
            _KEEP_ASIDE,
            {
                **names, "line": 0, "kind": "attachment", "id": item.id, "code": code,
                "sha256": bytes.fromhex(item.sha256), "content": b"",
            },
        )  # fmt: skip
    return stored, refused
