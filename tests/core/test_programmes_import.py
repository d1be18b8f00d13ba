"""Programmes that a supervisor imports: hostile until judged, signed, and never in the way."""

from __future__ import annotations

import io
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.backups import service as backups
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.integrity.records import KINDS
from intake_app.outbox import items
from intake_app.packs.loader import PACK_FILES, load_good_packs, packs_folder
from intake_app.packs.reading import MAX_BYTES, PackFiles
from intake_app.packs.unpacking import MOST_ENTRIES, PackRefused, take_in
from intake_app.programmes import service as programmes
from intake_app.programmes import store
from intake_app.programmes.imported import ImportedPack, hash_of, to_body
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import new_id
from intake_app.vault.db import DatabaseError
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, SignIn
from tests.core.test_case_journey import opened_case
from tests.core.test_integrity import checked
from tests.core.test_packs_rules import VILLAGE
from tests.core.test_programmes import EURP, RETURN, ceiling, enter, euros

WHY = "Letter of the ministry, 4 May 2026"


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A programme that the desk does not have."""
    return Path(shutil.copytree(VILLAGE, tmp_path / "stick" / "village"))


@pytest.fixture
def eurp(tmp_path: Path) -> Path:
    """The next version of one that it has, with 2,100 EUR instead of 2,000."""
    folder = Path(shutil.copytree(packs_folder() / "eurp", tmp_path / "stick" / "EURP (1)"))
    rewrite(folder / "pack.toml", f'version = "{EURP}"', 'version = "2027.1"')
    rewrite(folder / "ceilings.csv", ",2000,", ",2100,")
    return folder


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def zipped(folder: Path, prefix: str = "") -> Path:
    """The same as a zip file beside the folder."""
    path = folder.parent / "programme.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PACK_FILES:
            archive.write(folder / name, prefix + name)
    return path


def imported(session: Session, path: Path, reason: str = WHY) -> ImportedPack:
    return programmes.import_pack(session, programmes.open_pack(session, path), reason)


# ---------------------------------------------------------------------------- importing


@pytest.mark.parametrize("prefix", [None, "", "village/", "whatever it is called/"])
def test_a_new_programme_is_in_use_at_once_and_for_everybody(
    sign_in: SignIn, village: Path, prefix: str | None
) -> None:
    session = sign_in(Role.SUPERVISOR)
    one = imported(session, village if prefix is None else zipped(village, prefix))
    for packs in (session.packs, sign_in(Role.COUNSELLOR).packs):
        assert packs["village"].edition == "2026.1"
        assert packs["village"].package("shop") is not None
    assert (one.pack, one.version, one.reason) == ("village", "2026.1", WHY)
    assert len(session.packs) == len(load_good_packs(packs_folder())) + 1


def test_a_new_version_holds_from_now_on_and_the_one_before_can_be_read(
    sign_in: SignIn, eurp: Path
) -> None:
    enter(sign_in(Role.SUPERVISOR), RETURN, "2500")
    case = opened_case(sign_in(Role.RECEPTION))[1]
    session = sign_in(Role.SUPERVISOR)
    opened = programmes.open_pack(session, eurp)
    assert opened.present is not None
    assert (opened.present.edition, opened.mistakes) == (EURP, ())
    programmes.import_pack(session, opened, WHY)
    for again in (False, True):
        reader = sign_in(Role.SUPERVISOR) if again else session
        assert reader.packs["eurp"].edition == "2027.1+1", "what the office entered stays"
        assert ceiling(reader.packs["eurp"], "post_return") == euros("2500")
        assert ceiling(reader.packs.shipped("eurp"), "post_return") == euros("2100")
        assert case.pack_version == f"{EURP}+1", "the case keeps its version"
        before = programmes.pack_as_of(reader, "eurp", case.pack_version)
        assert before is not None
        assert ceiling(before, "post_return") == euros("2500")
        first = programmes.pack_as_of(reader, "eurp", EURP)
        assert first is not None
        assert ceiling(first, "post_return") == euros("2000")
    assert opened_case(sign_in(Role.RECEPTION))[1].pack_version == "2027.1+1"


def test_a_version_between_is_read_when_somebody_asks_for_it_and_not_at_sign_in(
    sign_in: SignIn, eurp: Path
) -> None:
    session = sign_in(Role.SUPERVISOR)
    imported(session, eurp)
    rewrite(eurp / "pack.toml", "2027.1", "2027.2")
    rewrite(eurp / "ceilings.csv", ",2100,", ",2200,")
    imported(session, eurp)
    session = sign_in(Role.SUPERVISOR)
    assert set(session.packs.versions("eurp")) == {EURP, "2027.2"}
    between = programmes.pack_as_of(session, "eurp", "2027.1")
    assert between is not None
    assert ceiling(between, "post_return") == euros("2100")
    assert programmes.pack_as_of(session, "eurp", "2027.3") is None


def test_an_import_is_signed_audited_queued_and_final(supervisor: Session, village: Path) -> None:
    one = imported(supervisor, village)
    keys = supervisor.vault.keys
    signature = bytes.fromhex(one.signature)
    assert keys.is_signed_by(supervisor.user.id, one.signed_text(), signature)
    assert not keys.is_signed_by(supervisor.user.id, one.signed_text() + b"x", signature)
    lines = users.audit_lines(supervisor)
    assert ("programme.imported", one.id) in [(line.act, line.record) for line in lines]
    with supervisor.read() as db:
        (item,) = [item for item in items(db) if item.kind == "imported_pack"]
        assert KINDS["imported_pack"](db, one.id) == one
    assert one.sha256 in item.body
    assert "Village" not in item.body, "headquarters hears which, not the whole programme"
    assert checked(supervisor).is_whole
    for statement in ("UPDATE imported_pack SET body = '{}'", "DELETE FROM imported_pack"):
        with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
            db.execute(statement)


def test_a_backup_has_it(supervisor: Session, village: Path, tmp_path: Path) -> None:
    imported(supervisor, village)
    (tmp_path / "backups").mkdir()
    made = backups.make(supervisor, tmp_path / "backups")
    login, packs = supervisor.user.id, load_good_packs(packs_folder())
    secret = PASSPHRASES[Role.SUPERVISOR]
    copy = users.sign_in(made.folder, login, secret, packs, bounds=CHEAP_BOUNDS)
    try:
        assert "village" in copy.packs
    finally:
        copy.vault.close()


# ---------------------------------------------------------------------------- what is refused


def problems(session: Session, path: Path, reason: str = WHY) -> set[str]:
    with pytest.raises(InvalidInput) as refused:
        imported(session, path, reason)
    with session.read() as db:
        assert store.imported(db) == [], "nothing is kept"
    return set(refused.value.problems)


def test_a_programme_with_mistakes_is_listed_and_not_imported(
    supervisor: Session, village: Path
) -> None:
    rewrite(village / "ceilings.csv", "shop,", "shopp,")
    rewrite(village / "pack.toml", 'when = "intake"', 'when = "sometime"')
    opened = programmes.open_pack(supervisor, village)
    assert {(one.file, one.line > 0) for one in opened.mistakes} >= {
        ("ceilings.csv", True), ("pack.toml", True),
    }  # fmt: skip
    assert problems(supervisor, village) == {"files"}


def test_only_a_newer_version_is_imported_and_with_a_reason(
    supervisor: Session, eurp: Path
) -> None:
    rewrite(eurp / "pack.toml", "2027.1", EURP)
    assert problems(supervisor, eurp) == {"version"}
    rewrite(eurp / "pack.toml", EURP, "2019.12")
    assert problems(supervisor, eurp) == {"version"}
    rewrite(eurp / "pack.toml", "2019.12", "2026.100")  # a number, not a word: after 2026.1
    assert problems(supervisor, eurp, " ") == {"reason"}
    imported(supervisor, eurp)
    with pytest.raises(InvalidInput, match=r"newer than 2026\.100"):
        imported(supervisor, eurp)


def test_only_a_supervisor_imports(sign_in: SignIn, village: Path) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    with pytest.raises(NotAllowed):
        programmes.open_pack(counsellor, village)


# ---------------------------------------------------------------------------- never in the way


def test_what_this_program_does_not_take_keeps_nobody_from_signing_in(
    sign_in: SignIn, eurp: Path
) -> None:
    session = sign_in(Role.SUPERVISOR)
    files = take_in(eurp)
    broken = {**files.files, "ceilings.csv": b"of another time\n"}
    body = to_body(PackFiles("eurp", broken))
    one = ImportedPack(
        new_id(), "eurp", "2027.1", hash_of(body), WHY, session.user.id, session.now(), ""
    )
    one = replace(one, signature=session.vault.keys.sign(one.signed_text()).hex())
    with session.vault.transaction() as db:
        store.put_imported(db, one, body)
    session = sign_in(Role.SUPERVISOR)
    assert session.packs["eurp"].edition == EURP, "the version before is in use"
    _all, (unusable,) = programmes.imported_packs(session)
    assert unusable.imported == one
    assert unusable.mistakes[0].file == "ceilings.csv"
    rewrite(eurp / "pack.toml", "2027.1", "2027.2")
    imported(session, eurp)
    assert sign_in(Role.SUPERVISOR).packs["eurp"].edition == "2027.2", "control: a good one is"


@pytest.mark.parametrize("with_its_hash", [False, True])
def test_files_that_nobody_signed_are_passed_over(
    sign_in: SignIn, eurp: Path, *, with_its_hash: bool
) -> None:
    session = sign_in(Role.SUPERVISOR)
    good = imported(session, eurp)
    rewrite(eurp / "pack.toml", "2027.1", "2027.2")
    body = to_body(take_in(eurp))
    hash_ = hash_of(body) if with_its_hash else good.sha256
    forged = replace(good, id=new_id(), version="2027.2", sha256=hash_)
    with session.vault.transaction() as db:
        store.put_imported(db, forged, body)
    session = sign_in(Role.SUPERVISOR)
    assert session.packs["eurp"].edition == "2027.1", "control: the signed one is in use"
    _all, (unusable,) = programmes.imported_packs(session)
    assert unusable.imported == forged


def test_a_broken_folder_of_the_program_keeps_nobody_from_signing_in(village: Path) -> None:
    good = Path(shutil.copytree(VILLAGE, village.parent / "good"))
    rewrite(good / "pack.toml", 'id = "village"', 'id = "good"')
    assert set(load_good_packs(village.parent)) == {"good", "village"}
    (village / "pack.toml").write_text("= of another time", encoding="utf-8")
    assert set(load_good_packs(village.parent)) == {"good"}


# ---------------------------------------------------------------------------- hostile files

Spoil = Callable[[Path], None]


def with_entry(name: str, content: bytes = b"x", **changes: int) -> Spoil:
    def spoil(path: Path) -> None:
        entry = zipfile.ZipInfo(name)
        for key, value in changes.items():
            setattr(entry, key, value)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(entry, content)

    return spoil


def say_smaller(path: Path) -> None:
    """A file of 20 MB that says that it has 9 bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.toml", b" " * (20 << 20))
    size = (20 << 20).to_bytes(4, "little")
    path.write_bytes(packed.getvalue().replace(size, (9).to_bytes(4, "little")))


def locked(path: Path) -> None:
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)


def many(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(MOST_ENTRIES):
            archive.writestr(f"forms/{number}.pdf", b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def swollen(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + os.urandom(3 << 20))


LINK = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "spoil",
    [
        with_entry("../../outside.toml"),
        with_entry("/etc/outside.toml"),
        with_entry("..\\outside.toml"),
        with_entry("C:/outside.toml"),
        with_entry("forms/link", b"/etc/passwd", external_attr=LINK),
        with_entry("pack.toml", b"twice"),
        with_entry("partners.csv", b"x" * (MAX_BYTES + 1)),
        with_entry("forms/one.pdf", b"x", compress_type=zipfile.ZIP_LZMA),
        say_smaller, locked, many, cut, swollen,
        lambda path: path.write_bytes(b"no zip at all"),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
    ],
)  # fmt: skip
def test_a_hostile_zip_file_costs_a_sentence(village: Path, spoil: Spoil) -> None:
    path = zipped(village)
    assert take_in(path).name == "village", "control"
    spoil(path)
    with pytest.raises(PackRefused) as refused:
        take_in(path)
    assert len(refused.value.sentence) < 120
    assert sorted(entry.name for entry in village.parent.iterdir()) in (
        ["programme.zip", "village"], ["village"],
    )  # fmt: skip


def test_what_systems_add_to_a_zip_file_is_no_mistake(village: Path) -> None:
    path = zipped(village, "village/")
    for name in ("__MACOSX/village/._pack.toml", "village/.DS_Store", "village/forms/form.pdf"):
        with_entry(name)(path)
    assert set(take_in(path).files) == set(PACK_FILES)


def a_link(folder: Path) -> None:
    (folder / "pack.toml").rename(folder.parent / "elsewhere.toml")
    (folder / "pack.toml").symlink_to(folder.parent / "elsewhere.toml")


def a_pipe(folder: Path) -> None:
    (folder / "pack.toml").unlink()
    os.mkfifo(folder / "pack.toml")


def a_home_folder(folder: Path) -> None:
    for number in range(MOST_ENTRIES + 1):
        (folder / f"letter {number}.odt").touch()


@pytest.mark.parametrize(
    "spoil", [a_link, a_pipe, a_home_folder, lambda folder: (folder / "pack.toml").unlink()]
)
def test_a_hostile_folder_costs_a_sentence(village: Path, spoil: Spoil) -> None:
    assert take_in(village).name == "village", "control"
    spoil(village)
    with pytest.raises(PackRefused):
        take_in(village)


def test_a_link_to_a_folder_is_not_followed(village: Path) -> None:
    link = village.parent / "link"
    link.symlink_to(village)
    with pytest.raises(PackRefused):
        take_in(link)


def test_a_file_that_is_too_long_is_a_mistake_and_is_not_read_on(
    supervisor: Session, village: Path
) -> None:
    (village / "partners.csv").write_bytes(b"x" * (4 * MAX_BYTES))
    assert len(take_in(village).files["partners.csv"]) == MAX_BYTES + 1
    opened = programmes.open_pack(supervisor, village)
    assert "partners.csv" in {one.file for one in opened.mistakes}


def test_every_login_of_the_office_reads_what_was_imported(
    fresh_office: Path, sign_in: SignIn, village: Path
) -> None:
    imported(sign_in(Role.SUPERVISOR), village)
    for login in logins_of(fresh_office):
        assert "village" in sign_in(login.role).packs
