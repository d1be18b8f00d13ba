"""What the hub shows of surveys: that somebody was asked and when, and no answer."""

from __future__ import annotations

import pytest

from intake_app.hub.database import Database
from tests.batches import a_record
from tests.core.test_hub_ingest import Stick, db, stick

__all__ = ["db", "stick"]

pytestmark = pytest.mark.postgres


def test_the_views_show_no_answer_and_an_odd_body_does_not_break_them(
    stick: Stick, db: Database
) -> None:
    case = a_record(kind="case", body={"number": "1"})
    form = {"questionnaire": {"form_id": "example", "version": "2"}, "imported_at": "2026-05-12T"}
    told = {
        "instrument_id": "x", "round": "end", "answered_on": "2026-05-12",
        "answers": {"age": "12", "remarks": "Zzyzx"},
    }  # fmt: skip
    odd = [{}, {"answers": [], "round": {}, "answered_on": 3}]
    gone = {**told, "taken_back_at": "2026-05-13T08:00:00+00:00", "reason": "wrong case"}
    records = [a_record(kind="survey", case=case.id, body=body) for body in (told, *odd, gone)]
    others = [a_record(kind="instrument", body=body) for body in (form, {"questionnaire": []})]
    stick.put(stick.seal([case, *records, *others]))
    stick.ingest()
    rows = db.execute("SELECT * FROM survey").fetchall()
    assert len(rows) == 3  # what was taken out of its case counts nowhere
    assert "Zzyzx" not in str(rows)
    counted = db.execute("SELECT round, answered_on, answers FROM survey WHERE answers = 2")
    assert counted.fetchall() == [("end", "2026-05-12", 2)]
    forms = db.execute("SELECT form_id, version FROM instrument WHERE version IS NOT NULL")
    assert forms.fetchall() == [("example", "2")]
    raw = db.execute("SELECT body::text FROM record WHERE kind = 'survey'").fetchall()
    assert "Zzyzx" in str(raw), "control: the answers are in the table that readers do not get"
