"""Who may do what: every service function for every role, against one table and the product's."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake_app.acts import MAY, Role
from intake_app.documents import service as documents
from intake_app.errors import IntakeError, InvalidInput, NotAllowed
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP, CHEAP_BOUNDS, PASSPHRASES, FixedClock
from tests.core.roles_reads import READS
from tests.core.roles_tables import A_CASE, ACTS, FAULTY, MATRIX, PAPERS
from tests.factories import a_homecoming, a_person


def _functions() -> dict[str, Callable[..., object]]:
    """Every public function of every service that takes a session first."""
    found: dict[str, Callable[..., object]] = {}
    for path in sorted(Path(documents.__file__).parents[1].glob("*/service.py")):
        notion = path.parent.name
        module = importlib.import_module(f"intake_app.{notion}.service")
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                names = list(inspect.signature(function).parameters)
                if not name.startswith("_") and names[:1] == ["session"]:
                    found[f"{notion}.{name}"] = function
    return found


FUNCTIONS = _functions()


def test_every_service_function_is_an_act_or_a_read_with_a_reason() -> None:
    assert set(FUNCTIONS) == set(ACTS) | set(READS), "write the new function into one table"
    assert not set(ACTS) & set(READS)


def test_the_table_of_acts_is_the_table_of_the_product() -> None:
    written = {act: roles for roles, acts in MATRIX.items() for act in acts}
    assert written == MAY, "a new act belongs into both tables"


def test_papers_may_be_made_by_the_roles_of_the_product() -> None:
    assert {kind: set(paper.roles) for kind, paper in documents.KINDS.items()} == PAPERS


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


Enter = Callable[[Role], Session]


@pytest.fixture
def enter(template_office: Path, tmp_path: Path, packs: Mapping[str, Pack]) -> Iterator[Enter]:
    """Sign in to a vault of the test's own."""
    folder = Path(shutil.copytree(template_office, tmp_path / "office"))
    sessions: list[Session] = []

    def sign_in(role: Role) -> Session:
        login = next(login for login in logins_of(folder) if login.role is role)
        sessions.append(
            users.sign_in(
                folder, login.id, PASSPHRASES[role], packs, bounds=CHEAP_BOUNDS, clock=FixedClock()
            )
        )
        return sessions[-1]

    yield sign_in
    for session in sessions:
        session.vault.close()


def _state(session: Session, outside: Path) -> str:
    """A hash of every row of the vault, of its folder, and of what lies outside."""
    whole = hashlib.sha256()
    with session.read() as db:
        names = [
            row[0]
            for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        ]
        for name in names:
            rows = db.execute('SELECT * FROM "' + name + '"').fetchall()
            whole.update(repr([tuple(row) for row in rows]).encode())
    for folder in (session.vault.folder, outside):
        for path in sorted(folder.rglob("*")):
            whole.update(f"{path}\n".encode())
            if path.is_file():
                whole.update(path.read_bytes())
    return whole.hexdigest()


class _Untouchable:
    """In the place of a vault: whoever asks it for anything has not asked for the role first."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the vault was touched ({name}) before the role was looked at")


def _without_vault(session: Session) -> Session:
    return replace(session, vault=_Untouchable())  # type: ignore[arg-type]


CASES = [(name, role) for name in ACTS for role in Role]


@pytest.mark.parametrize(("name", "role"), CASES)
def test_the_role_decides_and_a_refusal_touches_nothing(
    name: str, role: Role, enter: Enter, outside: Path
) -> None:
    act, arguments = ACTS[name]
    function, session = FUNCTIONS[name], enter(role)
    more = {"cost": CHEAP} if name == "users.add_user" else {}
    before = _state(session, outside)
    if role in MAY[act]:
        said = ""
        try:
            function(session, *arguments(outside), **more)
        except IntakeError as error:
            said = error.sentence
        assert "Your role" not in said
    else:
        for refused in (session, _without_vault(session)):
            with pytest.raises(NotAllowed, match="Your role"):
                function(refused, *arguments(outside), **more)
        assert _state(session, outside) == before


@pytest.mark.parametrize("role", list(Role))
def test_the_role_comes_before_what_was_typed(role: Role, enter: Enter) -> None:
    session = enter(role)
    for name, arguments in FAULTY.items():
        refusal = InvalidInput if role in MAY[ACTS[name][0]] else NotAllowed
        with pytest.raises(refusal):
            FUNCTIONS[name](session, *arguments)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(PAPERS))
def test_a_paper_is_refused_to_a_role_that_does_not_make_it(
    kind: str, role: Role, enter: Enter, outside: Path
) -> None:
    session = enter(role)
    before = _state(session, outside)
    for function in (documents.preview, documents.issue):
        with pytest.raises(IntakeError) as refusal:
            function(session, A_CASE, kind, A_CASE, "en")
        assert isinstance(refusal.value, NotAllowed) == (role not in PAPERS[kind])
    assert _state(session, outside) == before


def test_control_an_act_that_is_let_through_changes_the_state(enter: Enter, outside: Path) -> None:
    session = enter(Role.RECEPTION)
    before = _state(session, outside)
    person = a_person()
    FUNCTIONS["people.save_person"](session, person, a_homecoming(person))
    assert _state(session, outside) != before


def test_control_a_function_that_does_not_ask_the_role_is_noticed(
    enter: Enter, outside: Path
) -> None:
    def careless(session: Session) -> None:
        with session.vault.transaction() as db:
            db.execute("INSERT INTO meta VALUES ('x', 'y')")

    session = enter(Role.RECEPTION)
    before = _state(session, outside)
    careless(session)
    assert _state(session, outside) != before


def test_control_a_file_that_goes_or_comes_is_noticed(enter: Enter, outside: Path) -> None:
    session = enter(Role.RECEPTION)
    before = _state(session, outside)
    for folder in (session.vault.folder, outside):
        (folder / "stray").write_bytes(b"")
        assert _state(session, outside) != before
        (folder / "stray").unlink()
        assert _state(session, outside) == before


def test_control_a_function_that_looks_before_it_asks_is_noticed(enter: Enter) -> None:
    def curious(session: Session) -> None:
        with session.read() as db:
            db.execute("SELECT count(*) FROM person")

    session = enter(Role.RECEPTION)
    curious(session)
    with pytest.raises(AssertionError, match="before the role"):
        curious(_without_vault(session))
