"""The kinds of work that power cuts and failing disks interrupt, and what must hold afterwards.

A new kind is one ``Work``: how its folder is made, what is done in it, and a judge who opens what
is left like a user would. Everything is done through the program's own services.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from intake_app import audit
from intake_app.acts import Role
from intake_app.backups import service as backups
from intake_app.custody import service as custody
from intake_app.errors import IntakeError, StaleRecord, WrongPassphrase
from intake_app.integrity.check import full_check
from intake_app.integrity.model import Fault
from intake_app.people import service as people
from intake_app.people import store as people_store
from intake_app.people.model import Person
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.users import service as users
from intake_app.users.model import NewOffice
from intake_app.values import canonical_json, plain
from intake_app.vault.db import Connection
from intake_app.vault.migrations import SCHEMA_FOLDER
from intake_app.vault.vault import BALLAST, UNFINISHED, Vault, logins_of
from tests.batches import parties
from tests.conftest import CHEAP, CHEAP_BOUNDS, PASSPHRASES, FixedClock, new_user
from tests.factories import a_person

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """``run`` may be started again after any interruption and then ends what is left to do.

    It calls its second argument with everything that a user was told to be done. ``judge`` gets
    the folder and what was told, and returns what is wrong, or "".
    """

    prepare: Callable[[Path], None]
    run: Callable[[Path, Tell], None]
    judge: Callable[[Path, Sequence[str]], str]


# ------------------------------------------------------------------------------------ the office

OFFICE = "office"
WORDS = PASSPHRASES[Role.SUPERVISOR]


def make_office(folder: Path) -> None:
    """A closed vault with one supervisor, and nothing reserved for a full disk."""
    office = NewOffice("GN", "Centre de Conakry", "GN", "Rue KA 020", "eurp", "fr")
    session = users.found_office(
        folder / OFFICE,
        office,
        new_user(Role.SUPERVISOR),
        {},
        cost=CHEAP,
        bounds=CHEAP_BOUNDS,
        clock=FixedClock(),
    )
    users.lock(session)
    (folder / OFFICE / BALLAST).write_bytes(b"")


def enter(folder: Path, words: str = WORDS) -> Session:
    """Sign the supervisor in."""
    login = logins_of(folder / OFFICE)[0]
    return users.sign_in(
        folder / OFFICE, login.id, words, {}, bounds=CHEAP_BOUNDS, clock=FixedClock()
    )


def whole_vault(
    folder: Path,
    words: str = WORDS,
    schema: Path = SCHEMA_FOLDER,
    but: Set[Fault] = frozenset(),
    also: Callable[[Connection], str] = lambda _db: "",
) -> str:
    """Opens the vault like the program and looks at everything that must hold in any vault.

    ``also`` says what else is wrong; opening once for both halves the time of a sweep.
    """
    login = logins_of(folder / OFFICE)[0]
    try:
        vault = Vault.unlock(
            folder / OFFICE, login.id, words, bounds=CHEAP_BOUNDS, clock=FixedClock(), schema=schema
        )
    except IntakeError as error:
        return f"does not open: {type(error).__name__}"
    with closing(vault):
        if wrong := _broken(vault, but):
            return wrong
        with vault.read() as db:
            return also(db)


def _broken(vault: Vault, but: Set[Fault] = frozenset()) -> str:
    """Pages, tables, search, audit chain, and each record against its line; then the outbox."""
    vault.checkpoint()
    report = full_check(vault.beside.reader, vault.keys.subkey, "", lambda *_step: None)
    for finding in report.findings:
        if finding.fault not in but:
            return f"{finding.fault.name}: {finding.count}"
    with vault.read() as db:
        if db.execute("PRAGMA foreign_key_check").fetchone():
            return "a row refers to nothing"
        waiting = db.execute(
            "SELECT count(*) FROM person LEFT JOIN outbox ON outbox.kind = 'person'"
            " AND outbox.id = person.id WHERE outbox.revision IS NOT person.revision"
        ).fetchone()[0]
    return "half a save: a person and the outbox differ" if waiting else ""


# ------------------------------------------------------------------------------------------ saves


def some_persons(count: int) -> list[Person]:
    """The same invented persons each time; some fill several pages."""
    return [
        a_person(
            id=f"00000000-0000-4000-8000-{number:012}",
            family_name=f"Diallo {number}",
            other_names="Mamadou " * (number * 37 % 80),
            documents=(),
        )
        for number in range(count)
    ]


def fingerprint(person: Person) -> str:
    """A hash of what was typed."""
    facts = plain(replace(person, revision=0, registered_by="", registered_at="", phone=""))
    return audit.keyed_hash(b"", canonical_json(facts))


def save_persons(folder: Path, tell: Tell, count: int = 30, tries: int = 3) -> None:
    """Save one person after the other; what fails is tried again, as a user would."""
    session = enter(folder)
    with closing(session.vault):
        for number, person in enumerate(some_persons(count)):
            _save(session, person, tries)
            tell(f"{person.id} {fingerprint(people.tidy(person, 'GN'))}")
            if number % 10 == 9:
                session.vault.checkpoint()


def _save(session: Session, person: Person, tries: int) -> None:
    for left in reversed(range(tries)):
        try:
            people.save_person(session, person)
        except StaleRecord:  # it is there already: the failure came after the commit
            return
        except IntakeError:
            if not left:
                raise
        else:
            return


def judge_saves(folder: Path, told: Sequence[str]) -> str:
    """Every acknowledged person is there as typed."""

    def lost(db: Connection) -> str:
        for line in told:
            person_id, expected = line.split()
            person = people_store.get(db, person_id)
            if person is None or fingerprint(person) != expected:
                return "an acknowledged save is lost"
        return ""

    return whole_vault(folder, also=lost)


# --------------------------------------------------------------------------------- the key file

_NEW_WORDS = [
    "sable lantern okapi breeze trombone",
    "copper walrus meadow stairs anvil",
]
_ALL_WORDS = [WORDS, *_NEW_WORDS]


def change_keys(folder: Path, tell: Tell) -> None:
    """Add a colleague, and change one's own passphrase twice."""
    words = _words_that_open(folder)
    session = enter(folder, words)
    with closing(session.vault):
        labels = {login.label for login in session.vault.keys.logins()}
        if "desk R" not in labels:
            users.add_user(session, new_user(Role.RECEPTION), cost=CHEAP)
        tell("added")
        for old, new in zip(_ALL_WORDS, _ALL_WORDS[1:], strict=False):
            if _ALL_WORDS.index(words) < _ALL_WORDS.index(new):
                users.change_passphrase(session, old, new)
                words = new
            tell(new)


def _words_that_open(folder: Path) -> str:
    for words in reversed(_ALL_WORDS):
        login = logins_of(folder / OFFICE)[0]
        try:
            Vault.unlock(folder / OFFICE, login.id, words, bounds=CHEAP_BOUNDS).close()
        except WrongPassphrase:
            continue
        return words
    raise AssertionError("no passphrase opens the vault")


def judge_keys(folder: Path, told: Sequence[str]) -> str:
    """One passphrase opens, and none that was replaced before the last thing told."""
    words = _words_that_open(folder)
    changed = [line for line in told if line in _ALL_WORDS]
    if changed and _ALL_WORDS.index(words) < _ALL_WORDS.index(changed[-1]):
        return "an acknowledged passphrase is lost"
    labels = {login.label for login in logins_of(folder / OFFICE)}
    if "added" in told and "desk R" not in labels:
        return "an acknowledged colleague is lost"
    return whole_vault(folder, words)


# -------------------------------------------------------------------------- a batch on a stick

STICK = "stick"


def make_sealed_batch(folder: Path) -> None:
    """An office that has sealed a batch for its hub, and an empty stick."""
    make_office(folder)
    (folder / STICK).mkdir()
    session = enter(folder)
    with closing(session.vault):
        sync.enrol_hub(session, parties().hub_card.to_bytes())
        sync.desk_card(session)
        for person in some_persons(20):
            people.save_person(session, person)
        sync.seal_batch(session)


def write_batch(folder: Path, tell: Tell) -> None:
    """Write the batch to the stick."""
    session = enter(folder)
    with closing(session.vault):
        tell(sync.write_batch(session, 1, folder / STICK).name)


def judge_batch(folder: Path, told: Sequence[str]) -> str:
    """What has a batch's name on the stick is the batch; what was told is there."""
    if wrong := whole_vault(folder):
        return wrong
    session = enter(folder)
    with closing(session.vault):
        (batch,) = sync.batches(session)
    names = {path.name for path in (folder / STICK).iterdir()}
    there = {name for name in names if name.endswith(".casebatch")}
    for name in there:
        content = (folder / STICK / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != batch.sha256:
            return "half a batch under its full name"
    if not set(told) <= there:
        return "a batch that was said to be written is not there"
    if batch.state is sync.BatchState.WRITTEN and not there:
        return "the vault believes in a batch that is not there"
    return ""


# ---------------------------------------------------------------------------- a step of the schema

_STEP = """
CREATE TABLE person_mark (person_id TEXT PRIMARY KEY REFERENCES person (id), mark TEXT) STRICT;
INSERT INTO person_mark SELECT id, family_name FROM person;
UPDATE person SET relation = 'marked';
PRAGMA user_version = {number};
"""


def make_old_vault(folder: Path) -> None:
    """A vault with rows, beside schema files that have one step more."""
    make_office(folder)
    session = enter(folder)
    with closing(session.vault):
        for person in some_persons(20):
            people.save_person(session, person)
    schema = _newer_schema(folder)
    schema.mkdir()
    for path in SCHEMA_FOLDER.glob("*.sql"):
        (schema / path.name).write_bytes(path.read_bytes())
    number = len(list(schema.iterdir())) + 1
    (schema / f"{number:04}_mark.sql").write_text(_STEP.format(number=number))


def _newer_schema(folder: Path) -> Path:
    """It belongs to the program, not to the disk of the vault."""
    return folder.with_name("newer-schema")


def migrate(folder: Path, tell: Tell) -> None:
    """Open the vault with the newer schema."""
    login = logins_of(folder / OFFICE)[0]
    Vault.unlock(
        folder / OFFICE, login.id, WORDS, bounds=CHEAP_BOUNDS, schema=_newer_schema(folder)
    ).close()
    tell("migrated")


def judge_migration(folder: Path, told: Sequence[str]) -> str:
    """The step is done whole or not at all, and the copy made before it opens."""
    vault = Vault.unlock(
        folder / OFFICE, logins_of(folder / OFFICE)[0].id, WORDS, bounds=CHEAP_BOUNDS,
        schema=_newer_schema(folder),
    )  # fmt: skip
    with closing(vault), vault.read() as db:
        persons = db.execute("SELECT count(*) FROM person").fetchone()[0]
        marked = db.execute("SELECT count(*) FROM person WHERE relation = 'marked'").fetchone()[0]
        marks = db.execute("SELECT count(*) FROM person_mark").fetchone()[0]
    if (persons, marked, marks) != (20, 20, 20):
        return "half a step of the schema"
    for copy in (folder / OFFICE / "backups").glob("before-schema-*"):
        if copy.suffix != ".tmp" and (wrong := _copy_broken(copy)):
            return wrong
    # The step itself changes rows, and binds none of them again.
    return whole_vault(folder, schema=_newer_schema(folder), but={Fault.CHANGED})


def _copy_broken(copy: Path) -> str:
    try:
        with closing(Vault.unlock(copy, logins_of(copy)[0].id, WORDS, bounds=CHEAP_BOUNDS)) as old:
            return _broken(old)
    except IntakeError as error:
        return f"the copy made before the step does not open: {type(error).__name__}"


# --------------------------------------------------------------------- a new generation of keys


def make_some(folder: Path) -> None:
    """A vault with rows, and an empty stick."""
    make_office(folder)
    (folder / STICK).mkdir()
    session = enter(folder)
    with closing(session.vault):
        for person in some_persons(20):
            people.save_person(session, person)


def rotate(folder: Path, tell: Tell) -> None:
    """Move the vault under new keys, and save somebody in the new generation."""
    session = enter(folder)
    with closing(session.vault):
        if session.vault.keys.opened.file.generation == 1:
            custody.rotate_keys(session, WORDS)
        tell("rotated")
        _save(session, replace(some_persons(21)[20]), 3)
        tell("saved")


def judge_rotation(folder: Path, told: Sequence[str]) -> str:
    """The old generation whole, or the new one; never both, and nothing told is lost."""
    if wrong := whole_vault(folder):
        return wrong
    session = enter(folder)
    with closing(session.vault), session.read() as db:
        persons = int(db.execute("SELECT count(*) FROM person").fetchone()[0])
        generation = session.vault.keys.opened.file.generation
    if ("rotated" in told and generation != 2) or persons < 20 + ("saved" in told):
        return "something acknowledged is lost"
    if len(list((folder / OFFICE).glob("data-????.db"))) != 1:
        return "the other generation is still there"
    return ""


# --------------------------------------------------------------------------- a backup on a stick


def back_up(folder: Path, tell: Tell) -> None:
    """Write a backup to the stick."""
    session = enter(folder)
    with closing(session.vault):
        tell(backups.make(session, folder / STICK).folder.name)


def judge_backup(folder: Path, told: Sequence[str]) -> str:
    """What has a backup's name on the stick opens and is whole; what was told is there."""
    if wrong := whole_vault(folder):
        return wrong
    there = {path.name for path in (folder / STICK).iterdir() if not path.name.endswith(UNFINISHED)}
    for name in there:
        place = folder / STICK / name
        login = logins_of(place)[0]
        try:
            found = backups.examine(place, login.id, WORDS, bounds=CHEAP_BOUNDS)
        except IntakeError as error:
            return f"half a backup under its full name: {type(error).__name__}"
        if found.content.rows("person") != 20:
            return "a backup lacks rows"
    return "" if set(told) <= there else "a backup that was said to be made is not there"


WORKS = {
    "saves": Work(make_office, save_persons, judge_saves),
    "keys": Work(make_office, change_keys, judge_keys),
    "batch": Work(make_sealed_batch, write_batch, judge_batch),
    "migration": Work(make_old_vault, migrate, judge_migration),
    "rotation": Work(make_some, rotate, judge_rotation),
    "backup": Work(make_some, back_up, judge_backup),
}
"""Add a line here, and power cuts and failing disks test the new work."""
