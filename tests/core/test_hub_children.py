"""What the hub shows of the file of a child: kind, day, code; whatever a desk sends beside it."""

from __future__ import annotations

import pytest

from intake_app.hub.database import Database
from tests.batches import a_record
from tests.core.test_hub_ingest import Stick, db, stick

__all__ = ["db", "stick"]

pytestmark = pytest.mark.postgres


def test_the_view_has_no_words_and_an_odd_body_does_not_break_it(
    stick: Stick, db: Database
) -> None:
    case = a_record(kind="case", body={"number": "1"})
    found = {"kind": "attempt", "on": "2026-05-12", "mark": "successful", "note": "Zzyzx"}
    records = [a_record(kind="child_entry", case=case.id, body=body) for body in (found, {})]
    stick.put(stick.seal([case, *records]))
    stick.ingest()
    rows = db.execute("SELECT entry, done_on, mark FROM child_entry ORDER BY entry").fetchall()
    assert rows == [("attempt", "2026-05-12", "successful"), (None, None, None)]
