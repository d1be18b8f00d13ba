"""At the hub: what is committed, paid, proved, given back, and each signed step, without names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.cases.decision import signed_text
from intake_app.hub import database
from intake_app.hub.database import Database
from intake_app.hub.ingest import ingest_folder
from intake_app.sync.batch import Record, batch_file_name
from tests.batches import NOON, a_heading, a_record, parties, sealed
from tests.core.test_hub_decisions import ANNOUNCED, KEY, SUPERVISOR, public

pytestmark = pytest.mark.postgres

MARKER = "Zzyzx"


@pytest.fixture
def db(hub_dsn: str) -> Iterator[Database]:
    with database.connected(hub_dsn) as connection:
        database.enrol(connection, parties().card, NOON)
        yield connection


def a_yes(grant_id: str, kind: str) -> Record:
    """A signed yes of the supervisor at one step."""
    facts = (kind, grant_id, 2, "approved", "ab" * 32, SUPERVISOR, "2026-05-12")
    names = ("kind", "record_id", "revision", "verdict", "content_hash", "decided_by", "decided_at")
    body = dict(zip(names, facts, strict=True)) | {
        "public_key": public(KEY),
        "signature": KEY.sign(signed_text(*facts)).signature.hex(),
    }
    return a_record(kind="decision", body=body)


def test_the_hub_counts_what_was_paid_and_shows_no_names(db: Database, tmp_path: Path) -> None:
    paid = a_record(
        kind="grant",
        body={
            "amount": {"minor": 5, "currency": "GNF"}, "purpose": MARKER, "supplier": MARKER,
            "package": "start_up", "state": "closed", "author": "a", "quotes": [{"note": MARKER}],
            "deliveries": [
                {"amount": {"minor": 4}, "received_by": MARKER, "taken_back_at": ""},
                {"amount": {"minor": 9}, "taken_back_at": "2026-05-12"}, "odd",
            ],
            "refunds": [{"amount": {"minor": 1}, "note": MARKER}], "proofs": "odd",
        },
    )  # fmt: skip
    amount = {"minor": 7, "currency": "GNF"}
    own = {"amount": amount, "package": "start_up", "state": "checked", "author": SUPERVISOR}
    waiting = a_record(kind="grant", body=own)
    records = [
        paid, waiting, a_yes(paid.id, "grant"), a_yes(paid.id, "grant_finance"),
        a_yes(waiting.id, "grant"),
    ]  # fmt: skip
    head = a_heading(1, "", signers=ANNOUNCED)
    (tmp_path / batch_file_name(head.batch)).write_bytes(sealed(records, (), head)[0])
    ingest_folder(tmp_path, db, parties().hub, tmp_path / "answers", lambda: NOON)
    money = db.execute(
        "SELECT state, grants, committed_minor, paid_minor, proved_minor, refunded_minor"
        " FROM grant_money ORDER BY state"
    )
    assert money.fetchall() == [("checked", 1, 7, 0, 0, 0), ("closed", 1, 3, 4, 0, 1)]
    steps = db.execute("SELECT grant_id::text, step, is_by_another FROM grant_step")
    assert set(steps.fetchall()) == {
        (paid.id, "check", True), (paid.id, "finance", True), (waiting.id, "check", False),
    }  # fmt: skip
    for view in ("grant_request", "grant_money", "grant_step"):
        shown = db.execute(f"SELECT * FROM {view}".encode()).fetchall()
        assert MARKER not in str(shown)
        assert SUPERVISOR not in str(shown)


def test_one_package_under_two_programmes_is_two_sums(db: Database, tmp_path: Path) -> None:
    """``lump_sum`` of OFII and of its medical return: the second pays in a case of the first."""
    case = a_record(kind="case", body={"pack": "ofii", "funds": ["ofii_medical"]})
    asked = {"package": "lump_sum", "state": "approved", "author": "a"}
    records = [
        case,
        *(
            a_record(kind="grant", case=case.id, body={**asked, **body})
            for body in (
                {"amount": {"minor": 5, "currency": "EUR"}, "pack": ""},
                {"amount": {"minor": 7, "currency": "EUR"}, "pack": "ofii_medical"},
            )
        ),
    ]
    head = a_heading(1, "", signers=ANNOUNCED)
    (tmp_path / batch_file_name(head.batch)).write_bytes(sealed(records, (), head)[0])
    ingest_folder(tmp_path, db, parties().hub, tmp_path / "answers", lambda: NOON)
    money = db.execute("SELECT fund, package, grants, committed_minor FROM grant_money ORDER BY 1")
    assert money.fetchall() == [("ofii", "lump_sum", 1, 5), ("ofii_medical", "lump_sum", 1, 7)]
