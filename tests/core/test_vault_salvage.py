"""Salvage: nearly everything is read out of a damaged vault into a new one, and it is counted."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake_app import audit
from intake_app.acts import Act, Role
from intake_app.errors import DataDamaged, InvalidInput, NotAllowed
from intake_app.integrity import service as integrity
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import system_clock
from intake_app.vault.keyfile import open_keys
from intake_app.vault.migrations import steps
from intake_app.vault.ranges import Range, between
from intake_app.vault.salvage import Salvaged, salvage
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, SignIn
from tests.core.anchor_kit import flip
from tests.core.vault_kit import (
    WORDS,
    closed_vault,
    data_file,
    enter,
    opened,
    raw_key,
    read_with_another_program,
)
from tests.factories import a_homecoming, a_person

PAGE = 4096


@dataclass
class Filled:
    """A closed vault with many rows, and its pages: of tables' leaves, and of the rest."""

    folder: Path
    rows: int
    leaves: list[int]

    def damage(self, number: int, seed: int = 4) -> None:
        for page in random.Random(seed).sample(self.leaves, number):
            flip(data_file(self.folder), (page - 1) * PAGE + 100)


def filled(folder: Path, rows: int) -> Filled:
    """So many settings, drafts and messages to the hub: tables with a rowid, and without."""
    closed_vault(folder)
    with opened(folder) as vault, vault.transaction() as db:
        many = range(rows)
        db.executemany(
            "INSERT INTO office_setting VALUES (?, ?)",
            [(f"s{n}", f"{n}" + "z" * 300) for n in many],
        )
        db.executemany(
            "INSERT INTO draft VALUES (?, 'form', ?, ?, '')",
            [(f"{n % 7}", f"{n * 7919 % 100003:05}", "d" * 300) for n in many],
        )
        db.executemany(
            "INSERT INTO outbox VALUES (?, ?, 1, NULL, ?, 't', NULL)",
            [(("person", "case")[n % 2], f"{n * 7919 % 100003:05x}-{n}", "o" * 300) for n in many],
        )
        total = sum(
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("office_setting", "draft", "outbox", "meta", "saves")
        )
        key = raw_key(vault)
    leaves = [
        int(str(row[0]))
        for row in read_with_another_program(
            data_file(folder), key,
            "SELECT pageno FROM dbstat WHERE pagetype = 'leaf' AND pageno > 1"
            " AND name IN ('office_setting', 'draft', 'outbox')",
        )
    ]  # fmt: skip
    return Filled(folder, total, leaves)


def salvaged(vault: Filled, target: Path) -> Salvaged:
    target.mkdir()
    login = logins_of(vault.folder)[0].id
    keys = open_keys(vault.folder, login, WORDS, CHEAP_BOUNDS)
    return salvage(vault.folder, target, keys, steps(), system_clock)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """About 1,600 pages of rows."""
    return filled(tmp_path_factory.mktemp("filled") / "vault", 5500)


@pytest.fixture
def vault(office: Filled, tmp_path: Path) -> Filled:
    """A copy that the test may damage."""
    folder = shutil.copytree(office.folder, tmp_path / "vault")
    return Filled(folder, office.rows, office.leaves)


@pytest.mark.parametrize("damaged", [0, 1, 5])
def test_only_rows_on_damaged_pages_are_lost_and_they_are_counted(
    vault: Filled, tmp_path: Path, damaged: int
) -> None:
    assert len(vault.leaves) > 1000
    vault.damage(damaged)
    before = data_file(vault.folder).read_bytes()
    result = salvaged(vault, tmp_path / "new")
    assert data_file(vault.folder).read_bytes() == before
    assert result.rows >= 0.995 * vault.rows
    assert (result.rows < vault.rows) == (damaged > 0)
    assert set(result.lost) <= {"office_setting", "draft", "outbox"}
    assert all(count is None for name, count in result.lost.items() if name != "office_setting")
    assert bool(result.lost) == (damaged > 0)
    with opened(tmp_path / "new") as new, new.read() as db:
        kept = {row[0]: row[1] for row in db.execute("SELECT name, value FROM office_setting")}
        assert all(value in ("row", f"{name[1:]}" + "z" * 300) for name, value in kept.items())
        assert db.execute("SELECT count(*) FROM draft").fetchone()[0] == result.read["draft"]


@pytest.mark.nightly
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", range(3))
def test_twenty_damaged_pages_cost_less_than_five_rows_in_a_thousand(
    tmp_path: Path, seed: int
) -> None:
    vault = filled(tmp_path / "vault", 20_000)
    assert len(vault.leaves) > 4_000
    vault.damage(20, seed)
    result = salvaged(vault, tmp_path / "new")
    assert 0.99 * vault.rows < 0.995 * vault.rows <= result.rows < vault.rows
    enter(tmp_path / "new").close()


def test_control_simply_reading_stops_at_the_first_damaged_page(vault: Filled) -> None:
    vault.damage(5)
    with pytest.raises(DataDamaged):
        enter(vault.folder)


def test_where_nothing_can_be_read_it_says_so(vault: Filled, tmp_path: Path) -> None:
    flip(data_file(vault.folder), 100)
    with pytest.raises(DataDamaged):
        salvaged(vault, tmp_path / "new")


@pytest.mark.parametrize("types", [("INTEGER",), ("TEXT",), ("TEXT", "TEXT"), ("INTEGER", "TEXT")])
def test_halving_a_range_comes_to_an_end_around_any_key(types: tuple[str, ...]) -> None:
    chance = random.Random(7)
    for _time in range(20):
        sought = tuple(
            chance.randrange(1 << 40) if name == "INTEGER" else f"{chance.getrandbits(64):016x}"
            for name in types
        )
        part, steps_taken = between(types), 0
        while True:
            halves = part.halves()
            inside = [half for half in halves if half.low <= sought < half.high]
            if not inside:
                break
            (part,) = inside
            steps_taken += 1
        assert part.low <= sought < part.high
        assert 20 < steps_taken < 300
    assert Range((5,), (6,)).halves() == []
    assert Range((5,), (9,)).above((5,)) == Range((6,), (9,))
    assert Range(("a", "b"), ("c", "")).below(("b", "x")) == Range(("a", "b"), ("b", "x"))
    assert Range((6,), (6,)).halves() == []


# --------------------------------------------------------------------- a whole office


def damaged_office(sign_in: SignIn, office: Path, table: str) -> list[str]:
    """Register people, then damage the first leaf of a table. Returns everybody's id."""
    session = sign_in(Role.RECEPTION)
    ids = []
    for number in range(40):
        person = a_person(family_name=f"Family {number}")
        ids.append(people.save_person(session, person, a_homecoming(person)).id)
    key = raw_key(session.vault)
    users.lock(session)
    path = data_file(office)
    pages = read_with_another_program(
        path, key, f"SELECT pageno FROM dbstat WHERE name = '{table}' AND pagetype = 'leaf'"
    )
    flip(path, (int(str(pages[1][0])) - 1) * PAGE + 100)
    return ids


def supervised(
    office: Path, target: Path, packs: Mapping[str, Pack], role: Role = Role.SUPERVISOR
) -> tuple[Session, Salvaged]:
    login = next(login for login in logins_of(office) if login.role is role)
    return integrity.salvage(
        office, target, login.id, PASSPHRASES[role], packs, bounds=CHEAP_BOUNDS
    )


def test_a_salvaged_office_opens_is_whole_and_says_what_it_is(
    sign_in: SignIn, fresh_office: Path, packs: Mapping[str, Pack], tmp_path: Path
) -> None:
    ids = damaged_office(sign_in, fresh_office, "person")
    with pytest.raises(DataDamaged):
        sign_in(Role.RECEPTION)
    session, result = supervised(fresh_office, tmp_path / "new", packs)
    lost = result.lost["person"]
    assert lost is not None
    assert 1 <= lost < len(ids)
    assert users.audit_lines(session)[1].act == Act.VAULT_SALVAGED.value
    with session.read() as db:
        there = {row[0] for row in db.execute("SELECT id FROM person")}
        left = [json.loads(row[0]) for row in db.execute("SELECT row FROM leftover")]
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
    assert len(there) == len(ids) - lost
    assert {row["person_id"] for row in left} == set(ids) - there
    assert result.set_aside == len(left) >= 2 * lost  # a return and a paper of each
    integrity.prepare(session)
    assert integrity.check(session, lambda *_step: None).is_whole
    saved = people.save_person(session, a_person(family_name="Newcomer"))
    assert saved.revision == 1
    users.lock(session)
    again = users.sign_in(
        tmp_path / "new", session.user.id, PASSPHRASES[Role.SUPERVISOR], packs, bounds=CHEAP_BOUNDS
    )
    again.vault.close()


def test_lost_lines_of_the_log_stay_told_and_do_not_alarm_every_day(
    sign_in: SignIn, fresh_office: Path, packs: Mapping[str, Pack], tmp_path: Path
) -> None:
    damaged_office(sign_in, fresh_office, "audit")
    session, result = supervised(fresh_office, tmp_path / "new", packs)
    assert (result.lost["audit"] or 0) > 0
    assert users.check_audit(session) is not None
    with session.read() as db:
        assert audit.head(db)[0] > 40
    assert integrity.check(session, lambda *_step: None).is_whole
    session.vault.close()


def test_only_a_supervisor_salvages_and_only_into_an_empty_folder(
    sign_in: SignIn, fresh_office: Path, packs: Mapping[str, Pack], tmp_path: Path
) -> None:
    damaged_office(sign_in, fresh_office, "person")
    for role in (Role.RECEPTION, Role.COUNSELLOR):
        with pytest.raises(NotAllowed):
            supervised(fresh_office, tmp_path / "new", packs, role)
    assert not (tmp_path / "new").exists()
    with pytest.raises(InvalidInput):
        supervised(fresh_office, fresh_office, packs)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("x")
    with pytest.raises(InvalidInput):
        supervised(fresh_office, tmp_path / "full", packs)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["file"]


def test_a_salvage_that_is_stopped_leaves_nothing(
    sign_in: SignIn, fresh_office: Path, packs: Mapping[str, Pack], tmp_path: Path
) -> None:
    damaged_office(sign_in, fresh_office, "person")
    login = next(login for login in logins_of(fresh_office) if login.role is Role.SUPERVISOR)

    class StopError(Exception):
        pass

    def stop(done: int, _all: int, _words: str) -> None:
        if done == 3:
            raise StopError

    with pytest.raises(StopError):
        integrity.salvage(
            fresh_office, tmp_path / "new", login.id, PASSPHRASES[Role.SUPERVISOR], packs, stop,
            bounds=CHEAP_BOUNDS,
        )  # fmt: skip
    assert not (tmp_path / "new").exists()
