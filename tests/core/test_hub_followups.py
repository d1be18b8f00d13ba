"""What the hub shows of follow-ups and closures: codes, days, numbers, and no word of anybody."""

from __future__ import annotations

import pytest

from intake_app.hub.database import Database
from tests.batches import a_record
from tests.core.test_hub_ingest import Stick, db, stick

__all__ = ["db", "stick"]

pytestmark = pytest.mark.postgres


def test_the_views_count_and_an_odd_body_does_not_break_them(stick: Stick, db: Database) -> None:
    case = a_record(kind="case", body={"number": "1"})
    visit = {
        "on": "2026-08-20", "way": "visit", "business": "running", "intention": "stay",
        "jobs": 2, "satisfaction": 4, "income": {"minor": 1_850_000, "currency": "GNF"},
        "note": "Zzyzx",
    }  # fmt: skip
    made = {
        "month": 3, "due_on": "2026-08-02", "tolerance": 14, "state": "done", "visit": visit,
        "attempts": [{"note": "Zzyzx"}], "settled_on": "2026-08-20", "reason": "Zzyzx",
    }  # fmt: skip
    odd = [{}, {"month": "x", "attempts": {}, "visit": [], "due_on": 5, "tolerance": 14}]
    ended = {"reason": "lost", "state": "approved", "summary": "Zzyzx", "closed_on": "2027-01-01"}
    records = [a_record(kind="follow_up", case=case.id, body=body) for body in (made, *odd)]
    records += [a_record(kind="closure", case=case.id, body=body) for body in (ended, {})]
    stick.put(stick.seal([case, *records]))
    stick.ingest()
    rows = db.execute("SELECT * FROM follow_up").fetchall()
    closures = db.execute("SELECT * FROM closure").fetchall()
    assert (len(rows), len(closures)) == (3, 2)
    assert "Zzyzx" not in str(rows) + str(closures)
    found = db.execute(
        "SELECT month, attempts, jobs, satisfaction, income_minor, in_time FROM follow_up"
        " WHERE made_on IS NOT NULL"
    ).fetchall()
    assert found == [(3, 1, 2, 4, 1_850_000, False)], "four days after its window"
    raw = db.execute("SELECT body::text FROM record WHERE kind = 'follow_up'").fetchall()
    assert "Zzyzx" in str(raw), "control: the words are in the table that readers do not get"
