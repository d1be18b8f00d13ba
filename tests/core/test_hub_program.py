"""The hub as a program: keys, desks, a run over a stick, and what it says."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from intake_app.errors import IntakeError
from intake_app.hub import database, keys
from intake_app.hub.__main__ import main
from intake_app.sync import batch
from intake_app.sync.batch import open_batch
from intake_app.sync.cards import fingerprint
from tests.batches import NOON, a_heading, a_record, parties

pytestmark = pytest.mark.postgres


def run(*arguments: object, code: int = 0, **given: str) -> str:
    done = CliRunner().invoke(main, [str(part) for part in arguments], **given)  # type: ignore[arg-type]
    assert done.exit_code == code, done.output
    return done.output


def test_the_program_makes_keys_enrols_takes_and_tells(tmp_path: Path, hub_dsn: str) -> None:
    folder, stick = tmp_path / "keys", tmp_path / "stick"
    stick.mkdir()
    assert "safe" in run("init", folder, "--name", "Tunis")
    assert (folder / keys.LIVE).stat().st_mode & 0o777 == 0o600
    assert (folder / keys.SPARE).stat().st_mode & 0o777 == 0o600
    assert "already holds keys" in run("init", folder, code=1)
    hub = keys.load_card(folder)
    card_file = tmp_path / "desk.json"
    card_file.write_bytes(parties().card.to_bytes())
    output = run("enrol", card_file, "--dsn", hub_dsn, input="y\n")
    assert fingerprint(parties().card) in output
    assert "already" in run("enrol", card_file, "--yes", "--dsn", hub_dsn)

    out = BytesIO()
    batch.seal([a_record()], [], parties().desk, hub, a_heading(), out=out)
    (stick / "a.casebatch").write_bytes(out.getvalue())
    spare = (folder / keys.SPARE).read_text().strip()
    assert len(list(open_batch(out, parties().known, spare).records())) == 1
    common = ("--dsn", hub_dsn, "--keys", folder)
    assert "1 records taken" in run("ingest", stick, *common)
    assert "No batch files" in run("ingest", stick, *common)
    (stick / "b\x1b[2J.casebatch").write_bytes(b"x")
    assert "\x1b" not in run("ingest", stick, *common, code=3)
    shutil.copy(stick / "taken" / "a.casebatch", stick)
    told = json.loads(run("ingest", stick, *common, "--json"))
    assert (told["files"][0]["state"], len(told["receipts"])) == ("duplicate", 1)
    assert "received up to no. 1" in run("status", "--dsn", hub_dsn)
    assert json.loads(run("status", "--dsn", hub_dsn, "--json"))[0]["records"] == 1
    answered = run("answer", card_file, tmp_path / "answers", *common)
    assert (tmp_path / "answers").joinpath(answered.split("/")[-1].strip()).is_file()
    assert "Retired" in run("retire", card_file, "--dsn", hub_dsn)
    assert "not enrolled" in run("answer", card_file, tmp_path / "answers", *common, code=1)
    assert "retired" in run("status", "--dsn", hub_dsn)


def test_a_passphrase_locks_the_live_secret(tmp_path: Path) -> None:
    words, wrong = tmp_path / "words", tmp_path / "wrong"
    words.write_text("five words for a test\n")
    wrong.write_text("other words\n")
    run("init", tmp_path / "keys", "--passphrase-file", words)
    assert b"seed" not in (tmp_path / "keys" / keys.LIVE_LOCKED).read_bytes()
    assert keys.load_keys(tmp_path / "keys", "five words for a test").verify_key == (
        keys.load_card(tmp_path / "keys").ed25519
    )
    common = ("--dsn", "postgresql://nowhere", "--keys", tmp_path / "keys")
    output = run("ingest", tmp_path, *common, "--passphrase-file", wrong, code=1)
    assert "does not open" in output


def test_a_server_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    nowhere = f"host={tmp_path} dbname=x user=x"
    assert "cannot be reached" in run("status", "--dsn", nowhere, code=1)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(nowhere)


def test_a_second_ingest_at_the_same_time_waits_for_the_first(hub_dsn: str) -> None:
    with database.connected(hub_dsn) as first:
        database.enrol(first, parties().card, NOON)
        with pytest.raises(IntakeError), database.connected(hub_dsn):
            pass
        with database.connected(hub_dsn, alone=False) as reader:
            assert len(database.known_desks(reader)) == 1
    with database.connected(hub_dsn):
        pass  # control: the first has ended
