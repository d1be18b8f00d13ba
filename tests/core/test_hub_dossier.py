"""What the hub shows of the answers to a programme's questions: how many, and none of them."""

from __future__ import annotations

import pytest

from intake_app.hub.database import Database
from tests.batches import a_record
from tests.core.test_hub_ingest import Stick, db, stick

__all__ = ["db", "stick"]

pytestmark = pytest.mark.postgres


def test_the_view_counts_and_an_odd_body_does_not_break_it(stick: Stick, db: Database) -> None:
    case = a_record(kind="case", body={"number": "1"})
    told = {
        "answers": {"fund": "Zzyzx", "jobs": "2"},
        "modules": [],
        "papers": [{"document": "Zzyzx"}],
    }
    odd = [{}, {"answers": [], "modules": {}, "papers": "x"}]
    records = [a_record(kind="dossier", case=case.id, body=body) for body in (told, *odd)]
    stick.put(stick.seal([case, *records]))
    stick.ingest()
    rows = db.execute("SELECT * FROM dossier").fetchall()
    assert len(rows) == 3
    assert "Zzyzx" not in str(rows)
    counts = db.execute("SELECT answers, modules, papers FROM dossier WHERE answers IS NOT NULL")
    assert counts.fetchall() == [(2, 0, 1)]
    raw = db.execute("SELECT body::text FROM record WHERE kind = 'dossier'").fetchall()
    assert "Zzyzx" in str(raw), "control: the answers are in the table that readers do not get"
