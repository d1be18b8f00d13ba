"""What the hub shows of referrals: when the service answered, and not a word of it."""

from __future__ import annotations

import pytest

from intake_app.hub.database import Database
from intake_app.sync.batch import Record
from tests.batches import a_record
from tests.core.test_hub_ingest import Stick, db, stick

__all__ = ["db", "stick"]

pytestmark = pytest.mark.postgres


def test_a_referral_that_was_taken_back_was_not_answered(stick: Stick, db: Database) -> None:
    case = a_record(kind="case", body={"number": "1"})

    def sent(sector: str, *states: str) -> Record:
        steps = [
            {"state": state, "at": f"2026-05-{day}T08:00:00+00:00", "words": "Zzyzx"}
            for day, state in enumerate(states, 20)
        ]
        return a_record(kind="referral", case=case.id, body={"sector": sector, "steps": steps})

    records = [
        sent("open"),
        sent("yes", "accepted", "revoked"),
        sent("no", "rejected"),
        sent("taken back", "revoked"),
        a_record(kind="referral", case=case.id, body={"sector": "odd", "steps": {"at": 3}}),
    ]
    stick.put(stick.seal([case, *records]))
    stick.ingest()
    shown = db.execute("SELECT sector, first_answer_on FROM referral").fetchall()
    assert dict(shown) == {
        "open": None, "yes": "2026-05-20", "no": "2026-05-20", "taken back": None, "odd": None,
    }  # fmt: skip
    assert "Zzyzx" not in str(db.execute("SELECT * FROM referral").fetchall())
    raw = db.execute("SELECT body::text FROM record WHERE kind = 'referral'").fetchall()
    assert "Zzyzx" in str(raw), "control: the words are in the table that readers do not get"
