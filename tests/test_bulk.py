"""A vault that was filled in bulk is the one that the program would have made row by row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from intake_app import audit
from intake_app.duplicates import service as duplicates
from intake_app.packs.model import Pack
from intake_app.vault.db import Connection
from tests.benches import kept
from tests.benches.office import FilledOffice

PERSONS = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bulk")


@pytest.fixture(scope="module")
def office(folder: Path, packs: Mapping[str, Pack]) -> FilledOffice:
    return kept.kept_office(folder / "kept", folder / "copy", PERSONS, packs)


def found_by(db: Connection) -> list[list[tuple[object, ...]]]:
    return [
        [tuple(row) for row in db.execute(question)]
        for question in (
            "SELECT key, person_key FROM dup_key ORDER BY 1, 2",
            "SELECT name, persons FROM name_count ORDER BY 1",
            "SELECT rowid, names, numbers FROM person_words ORDER BY 1",
        )
    ]


def test_words_keys_counts_and_the_log_are_those_of_the_program(office: FilledOffice) -> None:
    with office.signed_in() as session:
        while duplicates.catch_up(session):  # the family that the services added
            pass
        with session.read() as db:
            bulk = found_by(db)
            triggers = db.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")
            assert triggers.fetchone()[0] > 30
            assert audit.first_broken(db, session.vault.keys.subkey("audit-mac")) is None
        with session.vault.transaction() as db:
            for (number,) in db.execute("SELECT key FROM person").fetchall():
                db.execute("UPDATE person SET phone = phone WHERE key = ?", (number,))
            assert db.execute("SELECT count(*) FROM dup_todo").fetchone()[0] >= PERSONS
        while duplicates.catch_up(session):
            pass
        with session.read() as db:
            assert found_by(db) == bulk
        with session.vault.transaction() as db:  # the control: a lost key is seen
            db.execute("DELETE FROM dup_key WHERE person_key = 1")
            assert found_by(db) != bulk


def test_a_kept_vault_is_made_once_and_each_run_works_on_a_copy(
    office: FilledOffice, folder: Path, packs: Mapping[str, Pack], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(kept, "_make", refuse)
    again = kept.kept_office(folder / "kept", folder / "again", PERSONS, packs)
    assert again.full == office.full
    assert again.folder != office.folder
    with pytest.raises(AssertionError, match="made again"):  # the control: another number
        kept.kept_office(folder / "kept", folder / "other", PERSONS + 1, packs)
