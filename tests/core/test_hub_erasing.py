"""What a desk has erased goes at the hub as well, and no late batch brings it back."""

from __future__ import annotations

import random
from typing import Any

import pytest

from intake_app.acts import Role
from intake_app.hub import database
from intake_app.hub.database import Database
from intake_app.hub.ingest import ingest_folder
from intake_app.retention import service as retention
from intake_app.sync import service as sync
from intake_app.sync.batch import Record
from intake_app.sync.cards import parse_desk_card
from tests.batches import NOON, a_heading, a_record, an_attachment, parties, sealed
from tests.conftest import FixedClock, SignIn
from tests.core.erasure_kit import MARKERS, a_full_case, erase_all_due, let_time_pass
from tests.core.test_hub_ingest import Stick, db, everything, held, stick

__all__ = ["db", "stick"]

pytestmark = pytest.mark.postgres


def tombstone(*records: Record, **changes: Any) -> Record:
    """A tombstone for these records."""
    named: dict[str, list[str]] = {}
    for record in records:
        named.setdefault(record.kind, []).append(record.id)
    body = {"kind": "case", "reason": "retention", "erased_on": "2026-11-22", "records": named}
    return a_record(kind="erasure", id=records[0].id, body=body, **changes)


def a_case(**changes: Any) -> list[Record]:
    """A person with a case, a plan in it and a paper."""
    person, case = a_record(), a_record(kind="case", id="c-1", case="c-1")
    plan = a_record(kind="plan", case="c-1")
    return [person, case, plan]


def test_erased_records_and_papers_go_and_the_tombstone_stays(stick: Stick, db: Database) -> None:
    paper = an_attachment(b"%PDF-1.7")
    document = a_record(kind="document", id=paper.id, case="c-1")
    other = a_record()
    records = [*a_case(), document]
    stick.put(stick.seal([*records, other], [paper]))
    stick.ingest()
    assert db.execute("SELECT count(*) FROM attachment").fetchone() == (1,)
    stick.put(stick.seal([tombstone(*records)]))
    verdict = stick.ingest().verdicts[0]
    assert (verdict.state, verdict.loaded.set_aside) == ("ok", 0)
    assert held(db).keys() == {other.id, records[0].id}
    assert db.execute("SELECT kind FROM record WHERE id = %s", (records[0].id,)).fetchone() == (
        "erasure",
    )
    assert db.execute("SELECT count(*) FROM attachment").fetchone() == (0,)
    assert db.execute("SELECT about, reason, erased_on FROM erasure").fetchone() == (
        "case", "retention", "2026-11-22",
    )  # fmt: skip


def test_a_late_batch_does_not_bring_erased_records_back(stick: Stick, db: Database) -> None:
    paper = an_attachment(b"%PDF-1.7")
    document = a_record(kind="document", id=paper.id, case="c-1")
    records, unnamed = [*a_case(), document], a_record(kind="note", case="c-1")
    late = stick.seal([*records, unnamed], [paper])
    stick.put(stick.seal([tombstone(*records)]))
    assert stick.states() == ["gap"]
    stick.put(late)
    (verdict,) = stick.ingest().verdicts
    assert (verdict.state, verdict.loaded.taken, verdict.loaded.attachments) == ("late", 0, 0)
    assert held(db).keys() == {records[0].id}
    assert db.execute("SELECT count(*) FROM quarantined_record").fetchone() == (0,)


def test_without_the_tombstone_the_late_batch_would_be_taken(stick: Stick, db: Database) -> None:
    records = a_case()
    late = stick.seal(records)
    stick.put(stick.seal([a_record()]))
    stick.ingest()
    stick.put(late)
    assert stick.ingest().verdicts[0].loaded.taken == 3
    assert {record.id for record in records} <= held(db).keys()


def test_nobody_erases_what_another_desk_or_owner_holds(stick: Stick, db: Database) -> None:
    records = a_case()
    stick.put(stick.seal(records))
    stick.ingest()
    before = everything(db)["record"]
    stick.put(stick.seal([tombstone(*records, owner="vault-2")]))
    verdict = stick.ingest().verdicts[0]
    assert (verdict.loaded.set_aside, verdict.loaded.taken) == (1, 0)
    assert everything(db)["record"] == before
    codes = db.execute("SELECT code, kind FROM quarantined_record").fetchall()
    assert codes == [("not_owner", "erasure")]
    assert db.execute("SELECT count(*) FROM erased_record").fetchone() == (0,)


def test_a_hostile_tombstone_of_any_shape_breaks_nothing(stick: Stick, db: Database) -> None:
    kept = a_record()
    stick.put(stick.seal([kept]))
    stick.ingest()
    shapes: list[Any] = [
        {}, {"records": 7}, {"records": {"person": "x"}}, {"records": {"person": [1, None, {}]}},
        {"records": {"erasure": ["x"]}}, {"records": [kept.id]}, {"records": {kept.id: ["person"]}},
    ]  # fmt: skip
    stick.put(stick.seal([a_record(kind="erasure", body=shape) for shape in shapes]))
    assert stick.states() == ["ok"]
    assert kept.id in held(db)


def test_any_order_of_batches_ends_without_the_erased_records(stick: Stick, db: Database) -> None:
    """Erasures and records in one stream, read in many orders: none comes back (H8)."""
    chance = random.Random(7)
    for round_ in range(20):
        owner = f"vault-{round_}"
        records = [a_record(owner=owner, case=None) for _record in range(6)]
        gone = records[:3]
        files = []
        for part in (records[:2], records[2:], [tombstone(*gone, owner=owner)], gone):
            newer = [a_record(**{**vars(r), "revision": len(files) + 1}) for r in part]
            stones = [r for r in part if r.kind == "erasure"]
            files.append(stick.seal([*stones, *(r for r in newer if r.kind != "erasure")]))
        chance.shuffle(files)
        for file in files:
            stick.put(file)
            stick.ingest()
        found = {
            row[0]
            for row in db.execute(
                "SELECT id FROM record WHERE owner = %s AND kind <> 'erasure'", (owner,)
            )
        }
        assert found == {record.id for record in records[3:]}


def test_from_the_desk_to_the_hub(
    sign_in: SignIn, clock: FixedClock, hub_dsn: str, tmp_path: Any
) -> None:
    """A real vault erases a person; the hub's whole database then knows nothing of them."""
    a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    who = parties()
    sync.enrol_hub(supervisor, who.hub_card.to_bytes())
    card = parse_desk_card(sync.desk_card(supervisor))
    folder = tmp_path / "stick"
    folder.mkdir()

    def send(connection: Database) -> None:
        sync.write_batch(supervisor, sync.seal_batch(supervisor).number, folder)
        run = ingest_folder(folder, connection, who.hub, folder / "receipts", lambda: NOON)
        assert [verdict.state for verdict in run.verdicts] == ["ok"]
        sync.read_receipt(supervisor, run.receipts[0].read_bytes())

    with database.connected(hub_dsn) as connection:
        database.enrol(connection, card, NOON)
        send(connection)
        assert _markers(connection)
        retention.set_rule(supervisor, 5, "Decision of the office")
        let_time_pass(clock, supervisor)
        erase_all_due(supervisor)
        send(connection)
        assert _markers(connection) == set()
        kinds = connection.execute("SELECT DISTINCT kind FROM record ORDER BY kind").fetchall()
        assert kinds == [("erasure",), ("instrument",), ("provider",)]
        assert connection.execute("SELECT count(*) FROM attachment").fetchone() == (0,)
    assert sync.pending(supervisor) == []


def _markers(connection: Database) -> set[str]:
    rows = connection.execute("SELECT body::text FROM record").fetchall()
    text = " ".join(row[0] for row in rows)
    return {marker for marker in MARKERS if marker in text}


def test_the_batches_of_these_tests_are_ordinary_ones() -> None:
    content, done = sealed([tombstone(*a_case())], (), a_heading())
    assert (done.records, len(content)) == (1, done.size)
