"""Tombstones: what an office has erased goes here as well, and never comes back.

A tombstone is a record of kind ``erasure`` that names ids by kind. It counts only for records of
the same desk and owner; one that names a record of somebody else is set aside as a whole. A late
batch of the same desk that still holds erased records loses them silently; if another desk sends
one, it is set aside, for then somebody has to look at who is right.
"""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import Cursor
from psycopg.rows import TupleRow

from intake_app.hub.database import Database

_NAMED = """
CREATE TEMPORARY TABLE named ON COMMIT DROP AS
SELECT DISTINCT staged.id AS tombstone, entry.key AS kind, one.id AS id
FROM staged,
    jsonb_each(CASE WHEN jsonb_typeof(body -> 'records') = 'object'
        THEN body -> 'records' ELSE '{}' END) AS entry (key, ids),
    jsonb_array_elements_text(CASE WHEN jsonb_typeof(entry.ids) = 'array'
        THEN entry.ids ELSE '[]' END) AS one (id)
WHERE staged.kind = 'erasure' AND entry.key <> 'erasure' AND one.id IS NOT NULL
"""

_OF_OTHERS = """
SELECT DISTINCT named.tombstone FROM named
JOIN record USING (kind, id) JOIN staged ON staged.kind = 'erasure'
    AND staged.id = named.tombstone
WHERE record.office = %(office)s
    AND (record.desk <> %(desk)s OR record.owner <> staged.owner OR record.epoch > staged.epoch)
"""

_ASIDE = """
INSERT INTO quarantined_record
    (office, desk, batch, line, kind, id, owner, epoch, revision, code, sha256, content,
     received_at)
SELECT %(office)s, %(desk)s, %(batch)s, line, staged.kind, staged.id, staged.owner, staged.epoch,
    staged.revision, %(code)s, staged.sha256, convert_to(staged.body::text, 'UTF8'), %(at)s
FROM staged WHERE staged.line = ANY(%(lines)s)
ON CONFLICT (office, desk, sha256, code) DO UPDATE
    SET batch = excluded.batch, line = excluded.line, received_at = excluded.received_at
"""

_DROP_REFUSED = """
DELETE FROM named WHERE tombstone NOT IN (SELECT id FROM staged WHERE kind = 'erasure')
"""

_REMEMBER = """
INSERT INTO erased_record (office, kind, id, desk, tombstone, erased_at)
SELECT %(office)s, kind, id, %(desk)s, tombstone, %(at)s FROM named
ON CONFLICT DO NOTHING
"""

_DELETE = (
    """
DELETE FROM record USING named AS gone
WHERE record.office = %(office)s AND record.kind = gone.kind AND record.id = gone.id
    AND record.desk = %(desk)s
""",
    """
DELETE FROM record USING named AS gone
WHERE record.office = %(office)s AND gone.kind = 'case' AND record.case_id = gone.id
    AND record.kind <> 'erasure' AND record.desk = %(desk)s
""",
    """
DELETE FROM attachment USING named AS gone
WHERE attachment.office = %(office)s AND gone.id = attachment.id
    AND gone.kind IN ('document', 'attached_file')
""",
    """
DELETE FROM quarantined_record AS aside USING named AS gone
WHERE aside.office = %(office)s AND aside.desk = %(desk)s AND gone.id = aside.id
    AND (gone.kind = aside.kind
        OR aside.kind = 'attachment' AND gone.kind IN ('document', 'attached_file'))
""",
)

_LATE = """
SELECT line, gone.desk = %(desk)s FROM staged
JOIN erased_record AS gone
    ON gone.office = %(office)s AND gone.kind = staged.kind AND gone.id = staged.id
WHERE staged.kind <> 'erasure'
UNION
SELECT line, gone.desk = %(desk)s FROM staged
JOIN erased_record AS gone
    ON gone.office = %(office)s AND gone.kind = 'case' AND gone.id = staged.case_id
WHERE staged.kind <> 'erasure'
"""  # two halves: with OR between them the rows could only be compared one by one


def apply_tombstones(cursor: Cursor[TupleRow], names: Mapping[str, object]) -> int:
    """Do what the staged tombstones say, and take erased records out of the staged ones.

    Inside the transaction of the batch, before it is merged. Returns how many were set aside.
    """
    cursor.execute(_NAMED)
    refused = [row[0] for row in cursor.execute(_OF_OTHERS, names).fetchall()]
    lines = [
        row[0]
        for row in cursor.execute(
            "SELECT line FROM staged WHERE kind = 'erasure' AND id = ANY(%s)", (refused,)
        ).fetchall()
    ]
    set_aside = _set_aside(cursor, names, lines, "not_owner")
    cursor.execute(_DROP_REFUSED)
    if cursor.execute(_REMEMBER, names).rowcount:
        for statement in _DELETE:
            cursor.execute(statement, names)
    late: dict[int, bool] = dict(cursor.execute(_LATE, names).fetchall())
    foreign = [line for line, is_own in late.items() if not is_own]
    set_aside += _set_aside(cursor, names, foreign, "erased")
    _unstage(cursor, list(late))
    return set_aside


def _set_aside(
    cursor: Cursor[TupleRow], names: Mapping[str, object], lines: list[int], code: str
) -> int:
    if lines:
        cursor.execute(_ASIDE, {**names, "lines": lines, "code": code})
        _unstage(cursor, lines)
    return len(lines)


def _unstage(cursor: Cursor[TupleRow], lines: list[int]) -> None:
    cursor.execute("DELETE FROM staged WHERE line = ANY(%s)", (lines,))


def is_erased_document(db: Database, office: object, id_: str) -> bool:
    """True if a document or attached file of this office was erased: its bytes are not stored
    again."""
    found = db.execute(
        "SELECT 1 FROM erased_record WHERE office = %s AND id = %s"
        " AND kind IN ('document', 'attached_file')",
        (office, id_),
    ).fetchone()
    return found is not None
