"""The real parts that every test starts from: a small office with three colleagues, made once.

Only the key derivation is cheap, and the clock stands still where a test needs it to.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from intake_app import i18n
from intake_app.acts import Role
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import NewOffice, NewUser
from intake_app.vault.keyslots import Bounds, KdfCost
from intake_app.vault.vault import BALLAST, logins_of
from tests.postgres import hub_dsn, postgres_server

__all__ = ["hub_dsn", "postgres_server"]


def pytest_collection_finish() -> None:
    """What the collecting made stays to the end: no collection of garbage need look at it again."""
    gc.collect()
    gc.freeze()


def _is_of_screens(item: pytest.Item) -> bool:
    return item.path.parent.name in {"ui", "journeys"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """As in the program (``ui/garbage.py``): where there are widgets, nothing collects by itself.

    Python collects on whichever thread allocates; in a later test that may be one that reads the
    pages of a vault, and Qt ends the program for a widget that is destroyed there.
    """
    if _is_of_screens(item):
        gc.disable()
    else:
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Widgets that a test left behind go here, on the thread that made them: when its fixtures are
    gone what is young, so that it costs little, and everything at the end of a file."""
    try:
        return (yield)
    finally:
        if _is_of_screens(item):  # Qt destroys a tree from its root; Python knows no order
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            gc.collect(1)
        if nextitem is None or nextitem.path != item.path:
            gc.collect()


CHEAP = KdfCost(memory_kib=8, passes=1, lanes=1)
CHEAP_BOUNDS = Bounds(memory_kib=(8, 1024), passes=(1, 3), lanes=(1, 2))
PASSPHRASES = {
    Role.SUPERVISOR: "marmalade canyon teapot lantern oboe",
    Role.RECEPTION: "pelican orchard violin summit gravel",
    Role.COUNSELLOR: "walnut harbour crayon meadow zebra",
}
LABELS = {Role.SUPERVISOR: "desk S", Role.RECEPTION: "desk R", Role.COUNSELLOR: "desk C"}
NAMES = {
    Role.SUPERVISOR: "Salimata Keita",
    Role.RECEPTION: "Ramata Bah",
    Role.COUNSELLOR: "Cheikh Ndiaye",
}

SignIn = Callable[[Role], Session]


class FixedClock:
    """A clock that a test moves by hand. It starts on Tuesday 12 May 2026 at nine."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts and leaves the screen in English."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture(scope="session")
def packs() -> Mapping[str, Pack]:
    """The shipped programmes."""
    return load_packs(packs_folder())


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(scope="session")
def template_office(tmp_path_factory: pytest.TempPathFactory, packs: Mapping[str, Pack]) -> Path:
    """A vault with a supervisor, a reception clerk and a counsellor; copied for each test."""
    folder = tmp_path_factory.mktemp("template") / "office"
    session = users.found_office(
        folder,
        NewOffice("GN", "Centre d’accueil de Conakry", "GN", "Rue KA 020, Kaloum", "eurp", "fr"),
        new_user(Role.SUPERVISOR),
        packs,
        cost=CHEAP,
        bounds=CHEAP_BOUNDS,
        clock=FixedClock(),
    )
    for role in (Role.RECEPTION, Role.COUNSELLOR):
        users.add_user(session, new_user(role), cost=CHEAP)
    users.lock(session)
    os.truncate(folder / BALLAST, 0)  # the reserve for a full disk need not be copied 1,000 times
    return folder


def new_user(role: Role) -> NewUser:
    return NewUser(LABELS[role], NAMES[role], role, PASSPHRASES[role])


@pytest.fixture
def fresh_office(template_office: Path, tmp_path: Path) -> Path:
    """A vault folder of the test's own."""
    return Path(shutil.copytree(template_office, tmp_path / "office"))


@pytest.fixture
def sign_in(fresh_office: Path, packs: Mapping[str, Pack], clock: FixedClock) -> Iterator[SignIn]:
    """Sign in as a role; the one before is signed out, since a vault has one user at a time."""
    current: list[Session] = []

    def enter(role: Role) -> Session:
        while current:
            current.pop().vault.close()
        login = next(login for login in logins_of(fresh_office) if login.role is role)
        session = users.sign_in(
            fresh_office, login.id, PASSPHRASES[role], packs, bounds=CHEAP_BOUNDS, clock=clock
        )
        current.append(session)
        return session

    yield enter
    while current:
        current.pop().vault.close()


@pytest.fixture
def counsellor(sign_in: SignIn) -> Session:
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    return sign_in(Role.RECEPTION)


@pytest.fixture
def supervisor(sign_in: SignIn) -> Session:
    return sign_in(Role.SUPERVISOR)
