"""A backup is whole or not there; restored, it is the vault it was, and it knows it."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from intake_app import search
from intake_app.acts import Act, Role
from intake_app.backups import service as backups
from intake_app.backups.service import Examined
from intake_app.drafts import service as drafts
from intake_app.errors import (
    IntakeError,
    InvalidInput,
    NotAllowed,
    ReadOnly,
    StorageFull,
    VaultDamaged,
    WrongPassphrase,
)
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault import backup
from intake_app.vault.content import Content, content_of
from intake_app.vault.db import PAGE_SIZE, Access, connect
from intake_app.vault.vault import logins_of, looks_like_vault
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, FixedClock, SignIn
from tests.core.vault_kit import data_file
from tests.factories import a_person


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty folder to write backups into."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


LOGINS: dict[Role, str] = {}


@pytest.fixture(autouse=True)
def who(fresh_office: Path) -> None:
    """The ids of the logins, for folders that cannot be asked any more."""
    LOGINS.update({login.role: login.id for login in logins_of(fresh_office)})


def examined(folder: Path, role: Role = Role.SUPERVISOR) -> Examined:
    return backups.examine(folder, LOGINS[role], PASSPHRASES[role], bounds=CHEAP_BOUNDS)


def enter(folder: Path, session: Session) -> Session:
    """Sign in to another folder as the same person."""
    return users.sign_in(
        folder,
        session.user.id,
        PASSPHRASES[session.role],
        session.packs,
        bounds=CHEAP_BOUNDS,
        clock=session.clock,
    )


def saved_person(session: Session) -> None:
    people.save_person(session, a_person())


def content(session: Session) -> Content:
    with session.read() as db:
        return content_of(db)


# ---------------------------------------------------------------------------- making


def test_a_backup_is_a_vault_folder_of_this_moment_and_is_noted(
    supervisor: Session, stick: Path, clock: FixedClock
) -> None:
    assert backups.last_backup(supervisor) is None
    before = content(supervisor)
    made = backups.make(supervisor, stick)
    assert made.folder == stick / "GN-2026-05-12-1"
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "anchor",
        "backup.json",
        "data-0001.db",
        "keys.cvk",
    ]
    assert examined(made.folder).content == before
    last = backups.last_backup(supervisor)
    assert last is not None
    assert (last.at, last.place, last.days) == (clock(), str(made.folder), 0)
    assert backups.date_before_sign_in(supervisor.vault.folder) == clock().date()
    assert (supervisor.vault.folder / "last-backup").read_text() == "2026-05-12"
    assert users.audit_lines(supervisor)[1].act == Act.BACKUP_MADE


def test_a_second_backup_never_replaces_the_first(supervisor: Session, stick: Path) -> None:
    first = backups.make(supervisor, stick).folder
    before = data_file(first).read_bytes()
    second = backups.make(supervisor, stick).folder
    assert [path.name for path in sorted(stick.iterdir())] == ["GN-2026-05-12-1", "GN-2026-05-12-2"]
    assert second.name.endswith("-2")
    assert data_file(first).read_bytes() == before


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_only_a_supervisor_makes_or_restores_one(sign_in: SignIn, stick: Path, role: Role) -> None:
    made = backups.make(sign_in(Role.SUPERVISOR), stick)
    other = sign_in(role)
    with pytest.raises(NotAllowed):
        backups.make(other, stick)
    with pytest.raises(NotAllowed, match="Only a supervisor"):
        examined(made.folder, role)
    assert len(list(stick.iterdir())) == 1


def test_a_vault_is_no_place_for_its_own_backup(supervisor: Session, tmp_path: Path) -> None:
    (supervisor.vault.folder / "inside").mkdir()
    for place in (supervisor.vault.folder, supervisor.vault.folder / "inside"):
        with pytest.raises(IntakeError, match="outside"):
            backups.make(supervisor, place)
    assert not list(supervisor.vault.folder.glob("**/*.part"))


def test_cancelled_at_any_step_it_leaves_nothing(supervisor: Session, stick: Path) -> None:
    class Stopped(Exception):
        pass

    steps: list[int] = []
    backups.make(supervisor, stick, lambda *_step: steps.append(1))
    shutil.rmtree(stick / "GN-2026-05-12-1")
    assert len(steps) > 10
    for stop_at in range(0, len(steps), 7):
        left = [stop_at]

        def step(*_step: object, left: list[int] = left) -> None:
            if left[0] == 0:
                raise Stopped
            left[0] -= 1

        with pytest.raises(Stopped):
            backups.make(supervisor, stick, step)
        assert list(stick.iterdir()) == []
    assert backups.last_backup(supervisor) is not None


def test_without_room_it_is_refused_before_a_byte_is_written(
    supervisor: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _place: usage._replace(free=100_000))
    with pytest.raises(StorageFull, match="not enough room there: the backup needs 2 MB, and 0 MB"):
        backups.make(supervisor, stick)
    assert list(stick.iterdir()) == []
    monkeypatch.undo()
    backups.make(supervisor, stick)


def test_a_copy_that_came_out_different_is_no_backup(
    supervisor: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A medium that gives back other bytes; the control is the same backup without the fault."""
    real = backup._copy_data

    def damaged(db: object, target: Path, *rest: object) -> None:
        real(db, target, *rest)  # type: ignore[arg-type]
        with target.open("rb+") as file:
            file.seek(3 * PAGE_SIZE + 100)
            file.write(b"\0\1\2\3")

    monkeypatch.setattr(backup, "_copy_data", damaged)
    with pytest.raises(IntakeError, match="other bytes"):
        backups.make(supervisor, stick)
    assert list(stick.iterdir()) == []
    assert backups.last_backup(supervisor) is None
    monkeypatch.undo()
    backups.make(supervisor, stick)


def test_a_copy_that_lacks_a_row_is_no_backup(
    supervisor: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup._copy_data

    def poorer(db: object, target: Path, keys: object, progress: object) -> None:
        real(db, target, keys, progress)  # type: ignore[arg-type]
        vault_keys = keys.vault  # type: ignore[attr-defined]
        with closing(connect(target, vault_keys.data_key, vault_keys.database_salt)) as copy:
            copy.execute("PRAGMA foreign_keys = OFF")
            copy.execute("DELETE FROM staff WHERE id = (SELECT id FROM staff LIMIT 1)")

    monkeypatch.setattr(backup, "_copy_data", poorer)
    with pytest.raises(IntakeError, match="other bytes"):
        backups.make(supervisor, stick)
    assert list(stick.iterdir()) == []


def test_a_damaged_vault_is_called_damaged_and_not_the_medium(
    supervisor: Session, stick: Path
) -> None:
    supervisor.vault.checkpoint()
    path = data_file(supervisor.vault.folder)
    pages = path.stat().st_size // PAGE_SIZE
    with path.open("rb+") as file:
        for page in range(1, pages):
            file.seek(page * PAGE_SIZE + 200)
            file.write(b"\0\1\2\3")
    supervisor.vault._open.set_authorizer(None)
    supervisor.vault._open.execute("PRAGMA shrink_memory")
    with pytest.raises(VaultDamaged, match="data file of the vault is damaged"):
        backups.make(supervisor, stick)
    assert list(stick.iterdir()) == []


def test_a_backup_during_writes_is_of_one_moment(supervisor: Session, stick: Path) -> None:
    """Another connection saves pairs of rows all the while; no copy ever has half a pair."""
    vault = supervisor.vault
    keys = vault.keys.opened.vault
    path, stop, written = data_file(vault.folder), Event(), []

    def write() -> None:
        with closing(connect(path, keys.data_key, keys.database_salt)) as db:
            while not stop.is_set():
                number = len(written)
                db.execute("BEGIN IMMEDIATE")
                db.execute("INSERT INTO office_setting VALUES (?, 'x')", (f"a{number}",))
                db.execute("INSERT INTO draft VALUES (?, 'x', 'x', 'x', '')", (f"a{number}",))
                db.execute("COMMIT")
                written.append(number)

    thread = Thread(target=write)
    thread.start()
    try:
        counts = []
        for number in range(1, 6):
            with vault.read() as db:  # the note about a backup would wait for the other writer
                db.execute("SELECT 1 FROM meta").fetchone()
            found = backup.write(vault, stick, "GN", supervisor.clock(), lambda *_step: None)
            copy = examined(stick / f"GN-2026-05-12-{number}")
            assert copy.content == found.content
            assert copy.content.rows("draft") == len(_pairs(copy))
            counts.append(copy.content.rows("draft"))
    finally:
        stop.set()
        thread.join()
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] <= len(written)


def _pairs(found: Examined) -> set[str]:
    keys = found.keys.vault
    with closing(
        connect(data_file(found.folder), keys.data_key, keys.database_salt, access=Access.LOOK)
    ) as db:
        rows = db.execute("SELECT name FROM office_setting WHERE name LIKE 'a%' AND value = 'x'")
        return {row[0] for row in rows}


# ---------------------------------------------------------------------------- restoring


def test_what_is_restored_equals_what_was_backed_up(
    supervisor: Session, stick: Path, tmp_path: Path
) -> None:
    saved_person(supervisor)
    made = backups.make(supervisor, stick).folder
    found = examined(made)
    users.lock(supervisor)
    target = tmp_path / "new" / "vault"
    backups.restore(found, target, clock=supervisor.clock)
    assert not target.with_name("vault.part").exists()
    restored = enter(target, supervisor)
    now = content(restored)
    touched = {"audit", "office_setting", "meta", "saves"}
    assert {k: v for k, v in now.tables.items() if k not in touched} == {
        k: v for k, v in found.content.tables.items() if k not in touched
    }
    lines = users.audit_lines(restored)
    assert [line.act for line in lines[:3]] == [
        Act.AUDIT_READ,
        Act.SIGNED_IN,
        Act.BACKUP_RESTORED,
    ]
    assert users.check_audit(restored) is None
    assert backups.restored_at(restored) is None  # it was no desk of a hub
    assert not restored.vault.read_only
    users.lock(restored)
    assert examined(made).content == found.content  # the backup itself was not touched


def test_an_existing_vault_or_any_file_is_never_replaced(
    supervisor: Session, stick: Path, tmp_path: Path
) -> None:
    found = examined(backups.make(supervisor, stick).folder)
    mine = tmp_path / "mine.part"
    mine.mkdir()
    (mine / "letter.txt").write_text("…")
    for target in (supervisor.vault.folder, stick, mine / "letter.txt", mine, tmp_path / "mine"):
        with pytest.raises(InvalidInput):
            backups.restore(found, target)
    assert (mine / "letter.txt").read_text() == "…"
    empty = tmp_path / "empty"
    empty.mkdir()
    backups.restore(found, empty)
    assert looks_like_vault(empty)


@pytest.mark.parametrize("half", ["anchor.tmp", "keys.cvk.tmp", "data-0001.db-journal"])
def test_what_a_killed_restoring_left_half_written_is_no_obstacle(
    supervisor: Session, stick: Path, tmp_path: Path, half: str
) -> None:
    found = examined(backups.make(supervisor, stick).folder)
    left = tmp_path / "new.part"
    left.mkdir()
    (left / half).write_bytes(b"half")
    backups.restore(found, tmp_path / "new")
    assert looks_like_vault(tmp_path / "new")
    assert not left.exists()


def test_a_wrong_passphrase_and_a_folder_without_a_backup_are_told(
    supervisor: Session, stick: Path
) -> None:
    made = backups.make(supervisor, stick).folder
    with pytest.raises(WrongPassphrase):
        backups.examine(made, supervisor.user.id, "violin", bounds=CHEAP_BOUNDS)
    with pytest.raises(VaultDamaged, match="no backup in this folder"):
        backups.examine(stick, supervisor.user.id, "violin", bounds=CHEAP_BOUNDS)


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3 + 1)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip_last_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-40] ^= 1
    path.write_bytes(content)


def _of_another_vault(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[:PAGE_SIZE] = random.Random(3).randbytes(PAGE_SIZE)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_cut, _empty, Path.unlink, _flip_last_page, _of_another_vault])
@pytest.mark.parametrize("name", ["data-0001.db", "keys.cvk"])
def test_a_corrupted_backup_is_refused_with_a_sentence(
    supervisor: Session, stick: Path, name: str, damage: Callable[[Path], object]
) -> None:
    made = backups.make(supervisor, stick).folder
    examined(made)  # the control: without the damage it is taken
    damage(made / name)
    with pytest.raises(VaultDamaged, match="damaged|missing|empty|cut off|no backup"):
        examined(made)


def test_every_flipped_page_of_a_backup_is_noticed(supervisor: Session, stick: Path) -> None:
    made = backups.make(supervisor, stick).folder
    path = data_file(made)
    whole = path.read_bytes()
    for page in range(len(whole) // PAGE_SIZE):
        damaged = bytearray(whole)
        damaged[page * PAGE_SIZE + 77] ^= 4
        path.write_bytes(damaged)
        with pytest.raises(VaultDamaged):
            examined(made)
    path.write_bytes(whole)
    examined(made)


def test_an_altered_audit_log_is_not_restored(
    supervisor: Session, stick: Path, tmp_path: Path
) -> None:
    found = examined(backups.make(supervisor, stick).folder)
    keys = found.keys.vault
    with closing(connect(data_file(found.folder), keys.data_key, keys.database_salt)) as db:
        db.execute("DROP TRIGGER audit_is_append_only_update")
        db.execute("UPDATE audit SET user = 'somebody' WHERE seq = 1")
    with pytest.raises(VaultDamaged, match="audit log"):
        backups.restore(examined(found.folder), tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "new.part").exists()


def test_backups_are_found_on_a_stick_the_newest_first(
    supervisor: Session, stick: Path, clock: FixedClock
) -> None:
    first = backups.make(supervisor, stick).folder
    clock.moment = clock.moment.replace(day=14)
    second = backups.make(supervisor, stick).folder
    shutil.copytree(second, stick / "GN-2026-05-15-1.part")
    (stick / "letters").mkdir()
    found = backups.backups_in(stick)
    assert [one.folder for one in found] == [second, first]
    assert found[0].made_at == clock.moment
    assert [one.folder for one in backups.backups_in(first)] == [first]
    assert backups.backups_in(stick / "letters") == []
    assert [login.role for login in backups.supervisors_of(first)] == [Role.SUPERVISOR]


# ---------------------------------------------------------------------------- looking only


@pytest.fixture
def backup_to_look_at(supervisor: Session, stick: Path) -> Iterator[Session]:
    """A backup opened as it is; the vault itself is closed."""
    saved_person(supervisor)
    made = backups.make(supervisor, stick).folder
    users.lock(supervisor)
    with pytest.raises(WrongPassphrase):  # counted, but there is no log to write it into
        users.sign_in(made, supervisor.user.id, "wrong", {}, bounds=CHEAP_BOUNDS)
    session = enter(made, supervisor)
    yield session
    users.lock(session)


def test_a_backup_opens_for_reading_only_and_is_not_changed_by_it(
    backup_to_look_at: Session,
) -> None:
    session = backup_to_look_at
    folder = session.vault.folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert session.vault.read_only
    with pytest.raises(ReadOnly, match="reading only"):
        saved_person(session)
    with pytest.raises(ReadOnly):
        users.change_passphrase(session, PASSPHRASES[session.role], PASSPHRASES[Role.RECEPTION])
    assert users.audit_lines(session)
    (line,) = search.find(session, search.Question(), 5)
    assert people.open_person(session, line.person_id).id == line.person_id
    assert drafts.keep(session, "person", "new", {"family_name": "Diallo"}) == ""
    assert drafts.drafts(session) == []
    drafts.forget(session, "person", "new")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_mark_that_says_nonsense_does_not_matter(supervisor: Session, stick: Path) -> None:
    made = backups.make(supervisor, stick).folder
    for text in ("", "[]", '{"made_at": 1}', '{"made_at": "x"}', "\udcff"):
        (made / "backup.json").write_bytes(text.encode("utf-8", "surrogateescape"))
        assert examined(made).made_at is None
        assert backups.backups_in(stick)[0].made_at is None
    (made / "backup.json").write_text(json.dumps({"made_at": "2026-05-12T09:00:00+00:00"}))
    assert examined(made).made_at is not None
