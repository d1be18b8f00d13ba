"""An open vault: colleagues, passphrases, transactions and readings."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.signing import VerifyKey

from intake_app.acts import Role
from intake_app.errors import (
    IntakeError,
    InvalidInput,
    NotAllowed,
    NotFound,
    VaultClosed,
    VaultDamaged,
    WrongPassphrase,
)
from intake_app.vault import db, keyfile
from intake_app.vault.keyslots import RoleKey
from intake_app.vault.migrations import steps
from intake_app.vault.vault import Vault, logins_of
from tests.core.vault_kit import (
    CHEAP,
    CHEAP_BOUNDS,
    WORDS,
    closed_vault,
    enter,
    new_vault,
    opened,
    save,
    saved,
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """An open vault of one supervisor."""
    made = new_vault(tmp_path / "vault")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault that holds one row."""
    return closed_vault(tmp_path / "vault")


# ----------------------------------------------------------------------------------- the usual day


def test_what_was_saved_is_there_after_opening_again(vault: Vault) -> None:
    save(vault, "office", "Conakry")
    vault.close()
    with opened(vault.folder) as again:
        assert saved(again) == {"office": "Conakry"}
        assert again.vault_id == vault.vault_id
        assert again.keys.login == vault.keys.login


def test_colleagues_open_the_same_vault_with_their_own_role_and_signature(vault: Vault) -> None:
    counsellor = vault.keys.add_login("desk 2", Role.COUNSELLOR, "lantern", cost=CHEAP)
    clerk = vault.keys.add_login("desk 3", Role.RECEPTION, "walnut", cost=CHEAP)
    assert [login.role for login in vault.keys.logins()] == [
        Role.SUPERVISOR, Role.COUNSELLOR, Role.RECEPTION,
    ]  # fmt: skip
    signature = vault.keys.sign(b"agreed")
    key, subkey = vault.keys.verify_key_of(vault.keys.login.id), vault.keys.subkey("audit-mac")
    role_key = vault.keys.role_key(RoleKey.PROTECTION)
    vault.close()
    assert logins_of(vault.folder) == vault.keys.logins()

    with opened(vault.folder, "lantern", 1) as theirs:
        assert theirs.keys.login == counsellor
        assert theirs.keys.subkey("audit-mac") == subkey != theirs.keys.subkey("record-mac")
        assert theirs.keys.role_key(RoleKey.PROTECTION) == role_key
        assert theirs.keys.verify_key == theirs.keys.verify_key_of(counsellor.id) != key
        VerifyKey(theirs.keys.verify_key_of(vault.keys.login.id)).verify(b"agreed", signature)
        with pytest.raises(NotFound):
            theirs.keys.verify_key_of("nobody")
    with opened(vault.folder, "walnut", 2) as theirs:
        assert theirs.keys.login == clerk
        with pytest.raises(NotAllowed):
            theirs.keys.role_key(RoleKey.MEDICAL)
        with pytest.raises(NotAllowed):
            theirs.keys.add_login("desk 4", Role.COUNSELLOR, "x", cost=CHEAP)


def test_a_changed_passphrase_replaces_the_old_one_and_keeps_the_keys(vault: Vault) -> None:
    key, signature_key = vault.keys.subkey("a"), vault.keys.verify_key
    with pytest.raises(WrongPassphrase):
        vault.keys.change_passphrase("not it", "new words")
    vault.keys.change_passphrase(WORDS, "new words")
    vault.close()
    with pytest.raises(WrongPassphrase):
        enter(vault.folder)
    with opened(vault.folder, "new words") as again:
        assert (again.keys.subkey("a"), again.keys.verify_key) == (key, signature_key)


def test_a_login_added_in_a_transaction_that_fails_does_not_spoil_the_vault(
    vault: Vault,
) -> None:
    """The key file is ahead of what the data file notes, which the next opening bears."""

    def fail() -> None:
        with vault.transaction() as connection:
            vault.keys.add_login("desk 2", Role.RECEPTION, "walnut", cost=CHEAP)
            connection.execute("INSERT INTO office_setting VALUES ('a', 'b')")
            raise KeyError

    for _time in range(2):
        with pytest.raises((KeyError, InvalidInput)):
            fail()
    vault.close()
    with opened(vault.folder, "walnut", 1) as again:
        assert saved(again) == {}


def test_an_idle_vault_can_bring_everything_into_the_data_file(vault: Vault) -> None:
    save(vault, "a", "b")
    (log,) = vault.folder.glob("data-*-wal")
    assert log.stat().st_size > 0
    vault.checkpoint()
    assert log.stat().st_size == 0
    assert saved(vault) == {"a": "b"}


def test_a_label_is_taken_once(vault: Vault) -> None:
    with pytest.raises(InvalidInput):
        vault.keys.add_login("DESK 1", Role.RECEPTION, "walnut", cost=CHEAP)


def test_no_more_logins_than_the_file_may_hold(vault: Vault) -> None:
    for number in range(2, keyfile.MOST_SLOTS + 1):
        vault.keys.add_login(f"desk {number}", Role.COUNSELLOR, "x", cost=CHEAP)
    with pytest.raises(IntakeError, match="as many logins"):
        vault.keys.add_login("desk 65", Role.RECEPTION, "x", cost=CHEAP)
    vault.close()
    enter(vault.folder, "x", keyfile.MOST_SLOTS - 1).close()


def test_the_first_login_must_hold_the_role_keys(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="role keys"):
        Vault.create(
            tmp_path / "v", "desk 1", Role.RECEPTION, WORDS, cost=CHEAP, bounds=CHEAP_BOUNDS
        )


def test_a_production_slot_is_not_cheap(folder: Path) -> None:
    """The floor is lowered by a parameter of these tests only."""
    with pytest.raises(VaultDamaged, match="amount of work"):
        Vault.unlock(folder, logins_of(folder)[0].id, WORDS)


# ------------------------------------------------------------------------------------ transactions


def test_a_transaction_is_kept_whole_or_not_at_all(vault: Vault) -> None:
    def fail() -> None:
        with vault.transaction() as connection:
            connection.execute("INSERT INTO office_setting VALUES ('a', 'b')")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert saved(vault) == {}
    save(vault, "a", "b")
    assert saved(vault) == {"a": "b"}


def test_a_transaction_inside_another_block_is_a_bug(vault: Vault) -> None:
    with vault.transaction(), pytest.raises(RuntimeError), vault.transaction():
        pass
    with vault.read(), pytest.raises(RuntimeError), vault.transaction():
        pass


def test_a_reading_joins_the_block_around_it(vault: Vault) -> None:
    with vault.transaction() as outer:
        outer.execute("INSERT INTO office_setting VALUES ('a', 'b')")
        with vault.read() as inner:
            assert inner.execute("SELECT value FROM office_setting").fetchone()["value"] == "b"
    assert saved(vault) == {"a": "b"}


def test_a_reading_that_writes_is_a_bug_and_undone(vault: Vault) -> None:
    with pytest.raises(RuntimeError, match="wrote"), vault.read() as connection:
        connection.execute("INSERT INTO office_setting VALUES ('a', 'b')")
    assert saved(vault) == {}


def test_a_violated_rule_of_the_tables_stays_a_bug(vault: Vault) -> None:
    save(vault, "a", "b")
    with pytest.raises(db.IntegrityError):
        save(vault, "a", "c")
    with pytest.raises(db.IntegrityError), vault.transaction() as connection:
        connection.execute("INSERT INTO identity_document (id, person_id, kind) VALUES (1, 2, 3)")


def test_a_closed_vault_is_of_no_use_and_may_be_closed_again(vault: Vault) -> None:
    vault.close()
    vault.close()
    with pytest.raises(VaultClosed), vault.read():
        pass
    assert not list(vault.folder.glob("data-*-wal"))


def test_another_thread_cannot_use_the_connection(vault: Vault) -> None:
    refused: list[Exception] = []

    def use() -> None:
        try:
            saved(vault)
        except db.Error as error:
            refused.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert "thread" in str(refused[0])


def test_the_connection_has_the_settings_of_the_plan(folder: Path) -> None:
    """Asked behind the authorizer's back, which would refuse most of these questions."""
    with opened(folder) as vault:
        connection = vault._open
        connection.set_authorizer(None)
        asked = {
            name: str(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema",
                         "cell_size_check", "secure_delete", "cache_size", "temp_store",
                         "page_size", "user_version", "busy_timeout")
        }  # fmt: skip
    assert asked == {
        "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "trusted_schema": "0",
        "cell_size_check": "1", "secure_delete": "1", "cache_size": "-64000", "temp_store": "2",
        "page_size": "4096", "user_version": str(len(steps())), "busy_timeout": "5000",
    }  # fmt: skip


def test_names_are_found_although_the_schema_is_not_trusted(vault: Vault) -> None:
    with vault.transaction() as connection:
        connection.execute(
            "INSERT INTO person (id, revision, family_name, given_names, sex, birth,"
            " birth_earliest, birth_latest, nationality, language, registered_by, registered_at)"
            " VALUES ('x', 1, 'Diallo', 'Aïssatou', 'f', '1990', '1990-01-01', '1990-12-31',"
            " 'GN', 'fr', 'u', 't')"
        )
        connection.execute("INSERT INTO person_words (person_words) VALUES ('optimize')")
    with vault.read() as connection:
        question = "SELECT names FROM person_words WHERE person_words MATCH '\"aiss\"*'"
        assert "Aïssatou" in connection.execute(question).fetchone()[0]
