"""At the hub: a decision counts with the signature of its supervisor, and a log must go on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from intake_app.cases.decision import signed_text
from intake_app.hub import database
from intake_app.hub.audit_heads import cut_at
from intake_app.hub.database import Database
from intake_app.hub.decisions import accept, waiting_keys
from intake_app.hub.ingest import Run, ingest_folder
from intake_app.hub.status import desk_statuses
from intake_app.sync.batch import Record, batch_file_name
from intake_app.sync.manifest import Signer
from intake_app.sync.receipt import Receipt, open_receipt
from tests.batches import NOON, a_heading, a_record, parties, sealed

pytestmark = pytest.mark.postgres

SUPERVISOR = str(uuid.UUID(int=7))
KEY, OTHER_KEY = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))


def public(key: SigningKey) -> str:
    return bytes(key.verify_key).hex()


ANNOUNCED = (Signer(SUPERVISOR, public(KEY)),)


class Desk:
    """A desk that sends batches of its own making to a hub."""

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder, self.db = folder, db
        self.sent, self.previous = 0, ""

    def send(self, *records: Record, **heading: Any) -> Run:
        """The next batch, taken in at once."""
        self.sent += 1
        head = replace(a_heading(self.sent, self.previous), **heading)
        file, done = sealed(records, (), head)
        self.previous = done.sha256
        (self.folder / batch_file_name(head.batch)).write_bytes(file)
        who = parties()
        return ingest_folder(self.folder, self.db, who.hub, self.folder / "answers", lambda: NOON)

    def receipt(self) -> Receipt:
        """The newest answer."""
        who = parties()
        newest = sorted((self.folder / "answers").iterdir())[-1]
        return open_receipt(newest.read_bytes(), who.hub_card, who.desk)

    def aside(self) -> list[tuple[str, str, str]]:
        """What the hub set aside, as the newest receipt says it."""
        return [(entry.kind, entry.id, entry.code) for entry in self.receipt().set_aside]


@pytest.fixture
def desk(tmp_path: Path, hub_dsn: str) -> Iterator[Desk]:
    with database.connected(hub_dsn) as db:
        database.enrol(db, parties().card, NOON)
        yield Desk(tmp_path, db)


def a_decision(key: SigningKey = KEY, **changes: Any) -> Record:
    """An approval of a plan by the supervisor; ``changes`` are made after it was signed."""
    facts = ("plan", str(uuid.UUID(int=3)), 2, "approved", "ab" * 32, SUPERVISOR, "2026-05-12")
    names = (
        "kind", "record_id", "revision", "verdict", "content_hash", "decided_by", "decided_at",
    )  # fmt: skip
    body = dict(zip(names, facts, strict=True)) | {
        "public_key": public(key),
        "signature": key.sign(signed_text(*facts)).signature.hex(),
    }
    return a_record(kind="decision", body=body | changes)


def decisions(db: Database) -> int:
    row = db.execute("SELECT count(*) FROM record WHERE kind = 'decision'").fetchone()
    return int(row[0]) if row else 0


# ------------------------------------------------------------------------------------ decisions


def test_a_decision_signed_by_an_announced_key_is_taken(desk: Desk) -> None:
    desk.send(a_decision(), signers=ANNOUNCED)
    assert (decisions(desk.db), desk.aside()) == (1, [])


FORGED = {
    "another verdict": (a_decision(verdict="returned"), "decision_signature"),
    "another record": (a_decision(record_id=str(uuid.UUID(int=4))), "decision_signature"),
    "another text": (a_decision(content_hash="cd" * 32), "decision_signature"),
    "another day": (a_decision(decided_at="2026-05-13"), "decision_signature"),
    "no signature": (a_decision(signature=""), "decision_signature"),
    "a number for a signature": (a_decision(signature=7), "decision_signature"),
    "a word for a revision": (a_decision(revision=["x"]), "decision_signature"),
    "somebody else's key": (a_decision(OTHER_KEY), "signer_changed"),
    "somebody nobody knows": (a_decision(decided_by=str(uuid.UUID(int=8))), "signer"),
    "nothing at all": (a_record(kind="decision", body={}), "signer"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_decision_is_set_aside_with_its_reason_and_stops_nothing(
    name: str, desk: Desk
) -> None:
    forged, code = FORGED[name]
    run = desk.send(forged, a_record(), signers=ANNOUNCED)
    assert desk.aside() == [("decision", forged.id, code)]
    assert (run.verdicts[0].state, run.verdicts[0].loaded.taken) == ("ok", 1)
    assert decisions(desk.db) == 0


NEW_KEY = (Signer(SUPERVISOR, public(OTHER_KEY)),)


def test_a_login_gets_another_key_only_once_headquarters_has_compared_it(desk: Desk) -> None:
    made = a_decision(OTHER_KEY)
    desk.send(signers=ANNOUNCED)
    desk.send(made, signers=NEW_KEY)
    assert [code for _kind, _id, code in desk.aside()] == ["signer_changed"]
    who = parties().card.ed25519
    assert waiting_keys(desk.db, who) == [(SUPERVISOR, public(OTHER_KEY))]
    accept(desk.db, who, SUPERVISOR, public(OTHER_KEY))
    desk.send(made, signers=NEW_KEY)  # what was set aside comes again
    assert (decisions(desk.db), desk.aside()) == (1, [])
    assert waiting_keys(desk.db, who) == []
    desk.send(a_decision(), signers=NEW_KEY)
    assert desk.aside() == []  # what the key before has signed stays provable


def test_two_keys_of_one_login_in_its_first_batch_both_count(desk: Desk) -> None:
    desk.send(a_decision(OTHER_KEY), a_decision(), signers=(*ANNOUNCED, *NEW_KEY))
    assert desk.aside() == []


def test_the_decisions_of_somebody_who_is_gone_stay_provable(desk: Desk) -> None:
    desk.send(signers=ANNOUNCED)
    desk.send(a_decision(), signers=())
    assert (decisions(desk.db), desk.aside()) == (1, [])


# ------------------------------------------------------------------------------------ the log


def alarms(run: Run) -> list[bool]:
    return [verdict.is_log_cut for verdict in run.verdicts]


def test_a_log_that_goes_on_raises_no_alarm(desk: Desk) -> None:
    assert alarms(desk.send(audit_seq=10, audit_head="aa" * 32)) == [False]
    assert alarms(desk.send(audit_seq=15, audit_head="bb" * 32, audit_before="aa" * 32)) == [False]
    assert (desk.receipt().audit_seq, desk.receipt().audit_head) == (15, "bb" * 32)
    assert cut_at(desk.db, parties().desk.verify_key) == []


@pytest.mark.parametrize(
    ("audit_seq", "audit_before"),
    [(9, ""), (15, ""), (15, "cc" * 32), (10, "cc" * 32)],
    ids=["shorter", "the line is gone", "cut off and grown again", "the same length"],
)
def test_a_log_that_lost_its_end_raises_an_alarm_and_its_records_are_taken(
    audit_seq: int, audit_before: str, desk: Desk
) -> None:
    desk.send(audit_seq=10, audit_head="aa" * 32)
    run = desk.send(
        a_record(), audit_seq=audit_seq, audit_head="bb" * 32, audit_before=audit_before
    )
    assert alarms(run) == [True]
    assert run.verdicts[0].loaded.taken == 1
    assert cut_at(desk.db, parties().desk.verify_key) == [2]
    (status,) = desk_statuses(desk.db)
    assert status.log_cut == (2,)


def test_a_shorter_log_is_noticed_over_a_missing_batch_too(desk: Desk) -> None:
    desk.send(audit_seq=10, audit_head="aa" * 32)
    desk.sent, desk.previous = 2, "0" * 64
    assert alarms(desk.send(audit_seq=8, audit_head="bb" * 32)) == [True]
