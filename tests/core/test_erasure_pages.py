"""After an erasure no page of the file says anything: neither free ones nor gaps nor the log."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.retention import service as retention
from intake_app.session import Session
from intake_app.vault import scrubbing
from intake_app.vault.vault import Vault
from tests.conftest import FixedClock, SignIn
from tests.core.erasure_kit import MARKERS, a_full_case, erase_all_due, let_time_pass
from tests.core.test_case_journey import opened_case
from tests.core.vault_kit import new_vault, opened
from tests.core.vault_pages import pages_of, pages_with


def due(sign_in: SignIn, clock: FixedClock) -> Session:
    """A marked case among others, all of them due but those of today."""
    for _case in range(3):
        opened_case(sign_in(Role.RECEPTION))
    a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    retention.set_rule(supervisor, 5, "Decision of the office")
    let_time_pass(clock, supervisor)
    return supervisor


def test_no_page_holds_anything_of_an_erased_person(sign_in: SignIn, clock: FixedClock) -> None:
    supervisor = due(sign_in, clock)
    assert pages_with(supervisor.vault, *MARKERS).keys() == set(MARKERS)  # the search finds them
    erase_all_due(supervisor)
    assert pages_with(supervisor.vault, *MARKERS) == {}
    assert any(b"Salimata" in page for page in pages_of(supervisor.vault))  # and still finds


def test_without_overwriting_and_writing_anew_the_pages_would_hold_them(
    sign_in: SignIn, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor = due(sign_in, clock)
    connection = supervisor.vault._open
    connection.set_authorizer(None)
    connection.execute("PRAGMA secure_delete = OFF")
    monkeypatch.setattr(scrubbing, "scrub", lambda _connection: None)
    erase_all_due(supervisor)
    assert pages_with(supervisor.vault, *MARKERS)


_PERSON = (
    "INSERT INTO person (id, revision, family_name, given_names, sex, birth, birth_earliest,"
    " birth_latest, nationality, language, registered_by, registered_at)"
    " VALUES (?, 1, ?, ?, 'f', '1990', '1990', '1990', 'GN', 'fr', 'u', 'x')"
)


def _a_busy_year(vault: Vault, seed: int) -> None:
    """Persons come, change and go; in the end only those without a mark are there."""
    chance, db = random.Random(seed), vault._open
    marked: list[str] = []
    db.execute("BEGIN")
    for step in range(1500):
        what = chance.random()
        if what < 0.6:
            is_marked = chance.random() < 0.3
            name = ("Qxmarkfam" if is_marked else "keep") + "y" * chance.choice([0, 3, 9, 50, 200])
            db.execute(_PERSON, (id_ := str(chance.random()), name, f"Qx{step}" * is_marked))
            marked += [id_] * is_marked
        elif marked and what < 0.85:
            id_ = chance.choice(marked)
            db.execute("UPDATE person SET family_name = family_name || 'q' WHERE id = ?", (id_,))
    for id_ in marked:
        db.execute("DELETE FROM person WHERE id = ?", (id_,))
    db.execute("COMMIT")
    vault.checkpoint()


SEEDS = range(12)


def test_writing_anew_leaves_nothing_where_overwriting_alone_does(tmp_path: Path) -> None:
    left_by_overwriting = 0
    for seed in SEEDS:
        vault = new_vault(tmp_path / str(seed))
        _a_busy_year(vault, seed)
        left_by_overwriting += bool(pages_with(vault, "xmarkfam"))
        vault.scrub()
        assert pages_with(vault, "xmarkfam") == {}
        assert pages_with(vault, "keep")
        vault.close()
    assert left_by_overwriting  # the control: secure_delete does not reach everything


def test_a_scrubbed_vault_is_whole_and_still_guarded(tmp_path: Path) -> None:
    vault = new_vault(tmp_path / "vault")
    _a_busy_year(vault, 1)
    vault.scrub()
    with vault.read() as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert db.execute("PRAGMA freelist_count").fetchone()[0] == 0
        kept = db.execute("SELECT count(*) FROM person").fetchone()[0]
        words = "SELECT count(*) FROM person_words WHERE person_words MATCH 'keep*'"
        assert db.execute(words).fetchone()[0] == kept > 100
    with pytest.raises(Exception, match="denied"):
        vault._open.execute("VACUUM")
    vault.close()
    with opened(tmp_path / "vault") as again, again.read() as db:
        assert db.execute("SELECT count(*) FROM person").fetchone()[0] == kept
