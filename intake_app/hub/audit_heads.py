"""Whether the audit log of a desk goes on from batch to batch, or lost its end in between.

The hub cannot compute the links of a log, whose key never leaves the vault. It holds the head that
each batch carried against what the next batch says to find at that line.
"""

from __future__ import annotations

from intake_app.hub.database import Database

_BREAKS = """
SELECT later.seq FROM batch AS later JOIN batch AS earlier
    ON earlier.desk = later.desk AND earlier.seq < later.seq
WHERE later.desk = %(desk)s
    AND (%(seq)s::bigint IS NULL OR %(seq)s IN (later.seq, earlier.seq))
    AND earlier.audit_seq > 0 AND later.audit_seq > 0
    AND (later.audit_seq < earlier.audit_seq
        OR (earlier.seq = later.seq - 1 AND later.audit_before <> earlier.audit_head))
ORDER BY later.seq
"""


def is_log_cut(db: Database, desk: bytes, seq: int) -> bool:
    """True if this batch does not fit to those before and after it."""
    return db.execute(_BREAKS, {"desk": desk, "seq": seq}).fetchone() is not None


def cut_at(db: Database, desk: bytes) -> list[int]:
    """The numbers of all batches of a desk before which its log lost lines."""
    rows = db.execute(_BREAKS, {"desk": desk, "seq": None}).fetchall()
    return sorted({row[0] for row in rows})
