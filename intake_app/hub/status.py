"""Where each desk stands, for the operator."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from intake_app.hub.audit_heads import cut_at
from intake_app.hub.database import Database
from intake_app.hub.receipts import numbers_of


@dataclass(frozen=True)
class DeskStatus:
    """One desk. ``missing`` and ``log_cut`` are batch numbers; the rest are counts."""

    office: str
    name: str
    received: int
    missing: tuple[int, ...]
    last_received_at: str
    records: int
    set_aside: int
    refused: int
    is_retired: bool
    log_cut: tuple[int, ...] = ()

    def facts(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {**asdict(self), "missing": list(self.missing), "log_cut": list(self.log_cut)}


def desk_statuses(db: Database) -> list[DeskStatus]:
    """All desks, retired ones too, by office and name."""
    rows = db.execute(
        "SELECT key, office, name, retired_at IS NOT NULL,"
        " coalesce((SELECT to_char(max(received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')"
        "           FROM batch WHERE batch.desk = key), ''),"
        " (SELECT count(*) FROM record WHERE record.office = desk.office AND record.desk = key),"
        " (SELECT count(*) FROM quarantined_record AS aside WHERE aside.desk = key),"
        " (SELECT count(*) FROM refused_file WHERE refused_file.desk = key)"
        " FROM desk ORDER BY office, name, key"
    ).fetchall()
    statuses = []
    for key, office, name, retired, last, records, set_aside, refused in rows:
        received, _, missing = numbers_of(db, key)
        statuses.append(
            DeskStatus(
                office=office,
                name=name,
                received=received,
                missing=tuple(missing),
                last_received_at=last,
                records=records,
                set_aside=set_aside,
                refused=refused,
                is_retired=retired,
                log_cut=tuple(cut_at(db, key)),
            )
        )
    return statuses
