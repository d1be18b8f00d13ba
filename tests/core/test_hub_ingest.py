"""From batch files to rows: each file taken once, or refused with a code, and always answered."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake_app.errors import IntakeError
from intake_app.hub import database
from intake_app.hub.database import Database
from intake_app.hub.ingest import Run, ingest_folder
from intake_app.sync.batch import Attachment, Record, batch_file_name
from intake_app.sync.cards import DeskKeys, desk_card
from intake_app.sync.receipt import Receipt, open_receipt
from tests.batches import (
    NOON,
    a_heading,
    a_line,
    a_record,
    an_attachment,
    encrypted,
    hostile,
    parties,
    sealed,
    signed,
    with_lines,
)

pytestmark = pytest.mark.postgres


@pytest.fixture
def db(hub_dsn: str) -> Iterator[Database]:
    """The hub's database with both desks enrolled."""
    with database.connected(hub_dsn) as connection:
        for card in (parties().card, parties().other_card):
            database.enrol(connection, card, NOON)
        yield connection


class Stick:
    """A folder of batch files, and a desk that numbers them."""

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder = folder
        self.db = db
        self.sent: list[tuple[str, bytes]] = []
        self.previous = ""

    def seal(
        self, records: Sequence[Record] = (), papers: Sequence[Attachment] = ()
    ) -> tuple[str, bytes]:
        """The next batch of the desk; not yet on the stick."""
        heading = a_heading(len(self.sent) + 1, self.previous)
        file, done = sealed(records, papers, heading)
        self.previous = done.sha256
        self.sent.append((batch_file_name(heading.batch), file))
        return self.sent[-1]

    def put(self, *files: tuple[str, bytes]) -> None:
        """Lay files on the stick."""
        for name, content in files:
            (self.folder / name).write_bytes(content)

    def ingest(self) -> Run:
        """One run of the hub."""
        who = parties()
        return ingest_folder(self.folder, self.db, who.hub, self.folder / "receipts", lambda: NOON)

    def states(self) -> list[str]:
        """One run, and the state or code of each file."""
        return [verdict.code or verdict.state for verdict in self.ingest().verdicts]

    def receipt(self, number: int) -> Receipt:
        """The receipt of this number, as the desk reads it."""
        who = parties()
        name = f"{who.desk.verify_key.hex()[:8]}-{number:06}.casereceipt"
        file = (self.folder / "receipts" / name).read_bytes()
        return open_receipt(file, who.hub_card, who.desk, newer_than=number - 1)


@pytest.fixture
def stick(tmp_path: Path, db: Database) -> Stick:
    """An empty stick at the hub."""
    return Stick(tmp_path, db)


def everything(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that an ingest may write, but for the count of receipts."""
    return {
        table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3".encode()).fetchall()
        for table in ("record", "attachment", "batch", "quarantined_record", "refused_file")
    }


def held(db: Database) -> dict[str, tuple[int, Any]]:
    """Revision and body of each record by id."""
    rows = db.execute("SELECT id, revision, body FROM record").fetchall()
    return {id_: (revision, body) for id_, revision, body in rows}


# ---------------------------------------------------------------- taking


def test_a_first_batch_becomes_rows_and_a_receipt(stick: Stick, db: Database) -> None:
    paper = an_attachment(b"%PDF-1.7")
    records = [a_record(), a_record(kind="case", case="c-1", revision=3)]
    stick.put(stick.seal(records, [paper]))
    run = stick.ingest()
    verdict = run.verdicts[0]
    assert (verdict.state, verdict.loaded.taken, verdict.loaded.attachments) == ("ok", 2, 1)
    assert held(db) == {r.id: (r.revision, r.body) for r in records}
    assert db.execute("SELECT id, size, content FROM attachment").fetchall() == [
        (paper.id, 8, b"%PDF-1.7")
    ]
    assert (stick.folder / "taken" / stick.sent[0][0]).read_bytes() == stick.sent[0][1]
    answer = stick.receipt(1)
    assert (answer.received, answer.extras, answer.audit_head) == (1, [], "ab" * 32)
    assert [(b.seq, b.state) for b in answer.batches] == [(1, "ok")]


def test_rows_lie_in_the_partition_of_their_office(stick: Stick, db: Database) -> None:
    stick.put(stick.seal([a_record()], [an_attachment(b"x")]))
    stick.ingest()
    for table in ("record_of_GN", "attachment_of_GN"):
        found = db.execute(f'SELECT count(*) FROM "{table}"'.encode()).fetchone()
        assert found == (1,)


def test_the_same_file_again_changes_nothing_and_is_answered_again(
    stick: Stick, db: Database
) -> None:
    stick.put(stick.seal([a_record()], [an_attachment(b"x")]))
    stick.ingest()
    before = everything(db)
    stick.put(stick.sent[0])
    assert stick.states() == ["duplicate"]
    assert everything(db) == before
    assert stick.receipt(2).received == 1
    changed = a_record(id=before["record"][0][2], revision=2)
    stick.put(stick.seal([changed]))
    assert stick.states() == ["ok"]
    assert everything(db) != before, "control: a new batch does change rows"


def test_a_cumulative_batch_changes_only_what_is_newer(stick: Stick, db: Database) -> None:
    old, same = a_record(), a_record()
    newer = replace(old, revision=2, body={"stage": "plan"})
    stick.put(stick.seal([old, same]))
    stick.ingest()
    stick.put(stick.seal([newer, same, a_record()]))
    loaded = stick.ingest().verdicts[0].loaded
    assert (loaded.taken, loaded.unchanged, loaded.set_aside) == (2, 1, 0)
    assert held(db)[old.id] == (2, {"stage": "plan"})


def test_a_gap_is_taken_and_reported_and_the_late_batch_fills_it(
    stick: Stick, db: Database
) -> None:
    record = a_record()
    for revision in (1, 2, 3):
        stick.seal([replace(record, revision=revision, body={"revision": revision})])
    stick.put(stick.sent[0])
    stick.ingest()
    stick.put(stick.sent[2])
    verdict = stick.ingest().verdicts[0]
    assert (verdict.state, verdict.missing) == ("gap", (2,))
    answer = stick.receipt(2)
    assert (answer.received, answer.extras) == (1, [3])
    stick.put(stick.sent[1])
    verdict = stick.ingest().verdicts[0]
    assert (verdict.state, verdict.missing) == ("late", ())
    assert stick.receipt(3).received == 3
    assert held(db)[record.id] == (3, {"revision": 3}), "the late batch is older and wins nothing"


def test_files_read_together_are_taken_in_the_order_of_their_numbers(stick: Stick) -> None:
    for _ in range(6):
        stick.seal([a_record()])
    names = [f"{n:08x}.casebatch" for n in range(6)]
    random.Random(3).shuffle(names)
    stick.put(*zip(names, (content for _, content in stick.sent), strict=True))
    assert stick.states() == ["ok"] * 6


def test_only_batch_files_are_touched(stick: Stick, tmp_path: Path) -> None:
    (tmp_path / "0.casebatch.part").write_bytes(b"half")
    (tmp_path / "letter.pdf").write_bytes(b"x")
    (tmp_path / "folder.casebatch").mkdir()
    (tmp_path / "link.casebatch").symlink_to("/etc/hostname")
    assert stick.states() == []
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "0.casebatch.part", "folder.casebatch", "letter.pdf", "link.casebatch",
    ]  # fmt: skip


# ---------------------------------------------------------------- refusing


def test_a_second_file_with_the_same_number_is_quarantined(stick: Stick, db: Database) -> None:
    stick.put(stick.seal([a_record()]))
    stick.ingest()
    before = held(db)
    forged = sealed([a_record()], heading=a_heading(1))[0]
    stick.put(("ffffffff.casebatch", forged))
    assert stick.states() == ["equivocation"]
    assert held(db) == before
    folder = stick.folder / "quarantine"
    reason = json.loads((folder / "ffffffff.casebatch.reason.json").read_text())
    assert reason == {"code": "equivocation"}
    assert (folder / "ffffffff.casebatch").read_bytes() == forged
    answer = stick.receipt(2)
    assert [(b.state, b.code) for b in answer.batches] == [("refused", "equivocation"), ("ok", "")]


def test_a_batch_that_names_another_past_is_quarantined(stick: Stick) -> None:
    first = stick.seal([a_record()])
    third = sealed([a_record()], heading=a_heading(3, "12" * 32))[0]
    stick.put(first, ("3.casebatch", third))
    assert stick.states() == ["ok", "gap"]
    stick.put(("2.casebatch", sealed([a_record()], heading=a_heading(2, "34" * 32))[0]))
    assert stick.states() == ["equivocation"], (
        "it is not the batch that number 1 and 3 stand beside"
    )
    second = stick.seal([a_record()])
    stick.put(second)
    assert stick.states() == ["equivocation"], "number 3 names another number 2"


def test_altered_and_foreign_files_are_refused_with_their_code(stick: Stick, db: Database) -> None:
    who = parties()
    name, good = stick.seal([a_record()])
    stranger = sealed([a_record()], desk=DeskKeys.generate())[0]
    stick.put(
        ("1.casebatch", good[:-1] + bytes([good[-1] ^ 1])),
        ("2.casebatch", good[:-9]),
        ("3.casebatch", b"PK\x03\x04 a zip file" * 20),
        ("4.casebatch", stranger),
        ("5.casebatch", signed([good[136:]], good[8:24], who.other)),
        ("6.casebatch", signed([encrypted(bytes(2048))])),
        ("7.casebatch", b""),
    )
    run = stick.ingest()
    codes = {verdict.file[0]: verdict.code for verdict in run.verdicts}
    assert codes == {
        "1": "signature", "2": "truncated", "3": "format", "4": "unknown_sender",
        "5": "binding", "6": "format", "7": "format",
    }  # fmt: skip
    assert held(db) == {}
    assert len(run.receipts) == 2, "only desks whose signature was good are answered"
    assert [b.code for b in stick.receipt(1).batches] == ["format"]
    stick.put((name, good))
    assert stick.states() == ["ok"], "control: the unaltered file is taken"


def test_a_retired_desk_is_unknown_and_stays_retired(stick: Stick, db: Database) -> None:
    database.retire(db, parties().card.ed25519, NOON)
    stick.put(stick.seal([a_record()]))
    assert stick.states() == ["unknown_sender"]
    with pytest.raises(IntakeError):
        database.enrol(db, parties().card, NOON)


def test_two_refused_files_of_one_name_are_both_kept(stick: Stick) -> None:
    for content in (b"one", b"two"):
        stick.put(("a.casebatch", content))
        assert stick.states() == ["format"]
    kept = [path.read_bytes() for path in sorted((stick.folder / "quarantine").glob("*.casebatch"))]
    assert sorted(kept) == [b"one", b"two"]


def test_a_batch_that_fails_half_way_leaves_no_row(stick: Stick, db: Database) -> None:
    db.execute(
        "ALTER TABLE attachment ADD CONSTRAINT full_disk CHECK (id <> 'last') NOT VALID"
    )  # stands for any error of the server in the middle of a batch
    stick.put(stick.seal([a_record()], [an_attachment(b"x"), an_attachment(b"y", "last")]))
    before = everything(db)
    assert stick.states() == ["database"]
    assert everything(db) == before
    assert (stick.folder / stick.sent[0][0]).exists(), "it stays for the next run"
    db.execute("ALTER TABLE attachment DROP CONSTRAINT full_disk")
    assert stick.states() == ["ok"]


# ---------------------------------------------------------------- single bad records


def test_one_bad_record_is_set_aside_and_the_rest_is_taken(stick: Stick, db: Database) -> None:
    file = hostile(
        with_lines(
            a_line(),
            b'{"a":NaN}',
            a_line(office="SN", id="x"),
            a_line(revision=2),  # the same record a second time
            a_line(id="b"),
        )
    )
    stick.put(("1.casebatch", file))
    verdict = stick.ingest().verdicts[0]
    assert (verdict.state, verdict.loaded.taken, verdict.loaded.set_aside) == ("ok", 2, 3)
    rows = db.execute("SELECT line, code FROM quarantined_record ORDER BY line").fetchall()
    assert rows == [(2, "json"), (3, "office"), (4, "twice")]
    assert [item.code for item in stick.receipt(1).set_aside] == ["json", "office", "twice"]


def test_a_record_of_another_owner_is_never_overwritten(stick: Stick, db: Database) -> None:
    who = parties()
    neighbour = DeskKeys.generate()
    card = desk_card(neighbour, "GN", "Conakry 2", NOON)
    database.enrol(db, card, NOON)
    record = a_record()
    stick.put(stick.seal([record]))
    stick.ingest()
    stolen = replace(record, revision=9, body={"stolen": True})
    for number, owner in enumerate(("vault-1", "vault-2"), start=1):
        heading = a_heading(number)
        wrong = sealed([replace(stolen, owner=owner)], heading=heading, desk=neighbour)[0]
        stick.put((f"{number}.casebatch", wrong))
        stick.ingest()
    assert held(db)[record.id] == (1, record.body)
    codes = db.execute("SELECT DISTINCT code FROM quarantined_record").fetchall()
    assert codes == [("not_owner",)]
    other = sealed(
        [replace(record, office="SN", body={})], heading=a_heading(1, office="SN"), desk=who.other
    )[0]
    stick.put(("sn.casebatch", other))
    assert stick.states() == ["ok"]
    mine = db.execute(
        "SELECT body FROM record WHERE office = 'GN' AND id = %s", (record.id,)
    ).fetchone()
    assert mine == (record.body,), "the same id in another office is another record"


def test_a_take_over_wins_and_the_old_laptop_is_kept_beside_it(stick: Stick, db: Database) -> None:
    neighbour = DeskKeys.generate()
    database.enrol(db, desk_card(neighbour, "GN", "Conakry 2", NOON), NOON)
    record = a_record(revision=5)
    stick.put(stick.seal([record]))
    stick.ingest()
    taken = replace(record, owner="vault-2", epoch=2, revision=1, body={"by": 2})
    stick.put(("t.casebatch", sealed([taken], desk=neighbour)[0]))
    assert stick.ingest().verdicts[0].loaded.taken_over == 1
    late = replace(record, revision=6, body={"by": 1})
    stick.put(stick.seal([late]))
    stick.ingest()
    assert held(db)[record.id] == (1, {"by": 2})
    aside = db.execute("SELECT code, epoch, revision, content FROM quarantined_record").fetchall()
    assert aside == [("old_epoch", 1, 6, b'{"by": 1}')]


def test_two_contents_under_one_revision_are_both_kept(stick: Stick, db: Database) -> None:
    record = a_record()
    stick.put(stick.seal([record]))
    stick.ingest()
    stick.put(stick.seal([replace(record, body={"other": 1})]))
    stick.ingest()
    assert held(db)[record.id] == (1, record.body)
    assert db.execute("SELECT code FROM quarantined_record").fetchall() == [("fork",)]


def test_a_document_never_changes_once_it_is_here(stick: Stick, db: Database) -> None:
    stick.put(stick.seal([], [an_attachment(b"first", "d-1")]))
    stick.ingest()
    stick.put(stick.seal([], [an_attachment(b"second", "d-1"), an_attachment(b"third", "d-2")]))
    loaded = stick.ingest().verdicts[0].loaded
    assert (loaded.attachments, loaded.set_aside) == (1, 1)
    rows = db.execute("SELECT id, content FROM attachment ORDER BY id").fetchall()
    assert rows == [("d-1", b"first"), ("d-2", b"third")]


# ---------------------------------------------------------------- views


def test_the_views_show_indicators_and_no_names(stick: Stick, db: Database) -> None:
    marker = "Zzyzx"
    person = a_record(
        body={
            "family_name": marker, "given_names": marker, "other_names": marker, "phone": marker,
            "own_script_name": marker, "mother_name": marker, "father_name": marker,
            "phone_as_typed": marker, "documents": [{"number": marker}], "sex": "female",
            "birth": "1990-03-12", "nationality": "GN", "registered_at": "2026-11-22T08:00:00Z",
            "phones": [{"number": marker, "owner": marker}],
            "background": {"schooling": "3", "marital": "single", "skills": marker,
                           "address": {"locality": marker}, "route": [{"note": marker}]},
        }
    )  # fmt: skip
    case = a_record(kind="case", body={"number": marker, "stage": "plan", "person_id": person.id})
    grant = a_record(
        kind="grant",
        case=case.id,
        body={"amount": {"minor": 5, "currency": "GNF"}, "purpose": marker, "supplier": marker},
    )
    referral = a_record(kind="referral", case=case.id, body={"reason": marker, "sector": "health"})
    paper = an_attachment(b"%PDF")
    document = a_record(kind="document", id=paper.id, case=case.id, body={"pages": 2, "kind": "x"})
    given = a_record(
        kind="given_item",
        case=case.id,
        body={
            "kind": "kit", "what": marker, "note": marker, "taker_name": marker, "reason": marker,
            "quantity": 2, "value": {"minor": 7, "currency": "EUR"}, "receipt_on": None,
        },
    )  # fmt: skip
    decision = a_record(kind="decision", body={"reason": marker, "verdict": "approved"})
    home = a_record(kind="household", body={"name": marker})
    stick.put(stick.seal([person, case, grant, given, referral, document, decision, home], [paper]))
    stick.ingest()
    views = [
        row[0]
        for row in db.execute(
            "SELECT viewname FROM pg_views WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
    ]
    assert {"person", "case_file", "plan", "grant_request", "referral", "document"} <= set(views)
    for view in views:
        shown = db.execute(f"SELECT * FROM {view}".encode()).fetchall()
        assert marker not in str(shown), view
        assert "03-12" not in str(shown)
    assert db.execute("SELECT sex, birth_year FROM person").fetchall() == [("female", "1990")]
    told = db.execute("SELECT education, marital_status, intention FROM person").fetchall()
    assert told == [("3", "single", None)]
    assert db.execute("SELECT amount_minor, currency FROM grant_request").fetchall() == [(5, "GNF")]
    items = db.execute("SELECT kind, quantity, amount_minor, is_signed_for FROM given_item")
    assert items.fetchall() == [("kit", 2, 7, False)]
    assert db.execute("SELECT pages, bytes, is_here FROM document").fetchall() == [(2, 4, True)]
    raw = db.execute("SELECT body::text FROM record WHERE kind = 'person'").fetchone()
    assert marker in str(raw), "control: the names are in the table that readers do not get"


def _answered(kind: str, person: str, day: str, **body: object) -> Record:
    field = "refused_on" if kind == "refusal" else "given_on"
    answer = {"person_id": person, "purpose": "statistics", field: day, "legal_basis": "consent"}
    return a_record(kind=kind, body={**answer, "withdrawn_on": None, **body})


def test_who_does_not_want_to_be_counted_is_left_out_of_the_views(
    stick: Stick, db: Database
) -> None:
    answers: dict[str, list[tuple[str, str, dict[str, object]]]] = {
        "silent": [],
        "yes": [("consent", "2026-05-02", {})],
        "no": [("refusal", "2026-05-02", {})],
        "yes after no": [("refusal", "2026-05-02", {}), ("consent", "2026-05-02", {})],
        "no after yes": [("consent", "2026-05-01", {}), ("refusal", "2026-05-02", {})],
        "taken back": [("consent", "2026-05-01", {"withdrawn_on": "2026-05-03"})],
        "taken back, then yes": [
            ("consent", "2026-05-01", {"withdrawn_on": "2026-05-03"}),
            ("consent", "2026-05-04", {}),
        ],
        "by law": [
            ("consent", "2026-05-01", {"legal_basis": "legal_duty"}),
            ("refusal", "2026-05-02", {}),
        ],
        "no to a photograph": [("refusal", "2026-05-02", {"purpose": "photo"})],
    }
    persons = {name: a_record(body={"sex": "female"}) for name in answers}
    records = list(persons.values())
    names: dict[str, str] = {}
    for name, given in answers.items():
        person = persons[name].id
        case = a_record(kind="case", body={"person_id": person, "stage": "plan"})
        coming = a_record(kind="homecoming", body={"person_id": person})
        records += [case, coming, a_record(kind="referral", case=case.id, body={"sector": "x"})]
        records += [_answered(kind, person, day, **body) for kind, day, body in given]
        names |= {person: name, case.id: name}
    stick.put(stick.seal(records))
    stick.ingest()
    out = {"no", "no after yes", "taken back"}
    counted = set(answers) - out
    for view, column in (
        ("person", "id"), ("homecoming", "person_id"), ("case_file", "id"), ("referral", "case_id"),
    ):  # fmt: skip
        rows = db.execute(f"SELECT {column} FROM {view}".encode()).fetchall()
        assert {names[row[0]] for row in rows} == counted, view
    assert len(db.execute("SELECT id FROM refusal").fetchall()) == 5
    table = db.execute("SELECT count(*) FROM record WHERE kind = 'person'").fetchone()
    assert table == (len(answers),), "control: the records themselves are kept"


def test_an_odd_body_breaks_no_view(stick: Stick, db: Database) -> None:
    kinds = ("person", "case", "plan", "grant", "given_item", "referral", "document", "decision")
    kinds = (*kinds, "consent", "refusal")
    odd = [{}, {"background": [], "phones": 3}, {"background": {"marital": {"a": 1}}}]
    odd += [{"amount": "x", "version": [], "pages": "9", "birth": 5}, {"amount": {"minor": "x"}}]
    odd += [{"value": 3, "quantity": "x"}, {"value": {"minor": []}, "given_on": {}}]
    stick.put(stick.seal([a_record(kind=kind, body=body) for kind in kinds for body in odd]))
    stick.ingest()
    rows = db.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'").fetchall()
    for (view,) in rows:
        db.execute(f"SELECT * FROM {view}".encode()).fetchall()
