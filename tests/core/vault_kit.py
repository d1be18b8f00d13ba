"""What the vault's tests share: a small vault, cheap keys, and readers that are not our own."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from intake_app.acts import Role
from intake_app.vault.keyslots import Bounds, KdfCost
from intake_app.vault.vault import Vault, logins_of

ROOT = Path(__file__).resolve().parents[2]
CHEAP = KdfCost(8, 1, 1)
CHEAP_BOUNDS = Bounds(memory_kib=(8, 64), passes=(1, 2), lanes=(1, 2))
WORDS = "violin harbour mustard"
BALLAST = 64 * 1024


def new_vault(folder: Path, label: str = "desk 1", ballast_size: int = BALLAST) -> Vault:
    """An open vault with a supervisor."""
    return Vault.create(
        folder,
        label,
        Role.SUPERVISOR,
        WORDS,
        cost=CHEAP,
        bounds=CHEAP_BOUNDS,
        ballast_size=ballast_size,
    )


def enter(folder: Path, passphrase: str = WORDS, number: int = 0) -> Vault:
    """Unlock as the login with this number."""
    login = logins_of(folder)[number]
    return Vault.unlock(folder, login.id, passphrase, bounds=CHEAP_BOUNDS)


@contextmanager
def opened(folder: Path, passphrase: str = WORDS, number: int = 0) -> Iterator[Vault]:
    """Unlock for a block."""
    vault = enter(folder, passphrase, number)
    try:
        yield vault
    finally:
        vault.close()


def save(vault: Vault, name: str, value: str) -> None:
    """One committed row."""
    with vault.transaction() as db:
        db.execute("INSERT INTO office_setting VALUES (?, ?)", (name, value))


def saved(vault: Vault) -> dict[str, str]:
    """All rows that ``save`` wrote."""
    with vault.read() as db:
        return dict(tuple(row) for row in db.execute("SELECT name, value FROM office_setting"))


def closed_vault(folder: Path) -> Path:
    """A vault with one row, closed."""
    vault = new_vault(folder)
    save(vault, "first", "row")
    vault.close()
    return folder


def data_file(folder: Path) -> Path:
    """The only data file in a vault folder."""
    (path,) = folder.glob("data-????.db")
    return path


def raw_key(vault: Vault) -> str:
    """The raw key as SQLCipher writes it, without quotes: 64 + 32 hex digits."""
    keys = vault.keys._opened.vault
    return (keys.data_key + keys.database_salt).hex()


def read_with_another_program(path: Path, raw_key_hex: str, sql: str) -> list[tuple[object, ...]]:
    """Rows of the data file as SQLite3 Multiple Ciphers sees them, which shares no code with
    SQLCipher. Raises apsw.Error with a wrong key."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        for setting, value in (("cipher", "'sqlcipher'"), ("legacy", "4")):
            connection.pragma(setting, value.strip("'"))
        connection.pragma("key", f"x'{raw_key_hex}'")
        return list(connection.execute(sql))
    finally:
        connection.close()


def python(code: str, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """A second Python process that runs ``code`` in the project's folder."""
    return subprocess.Popen(
        [*before, sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def forms_of(marker: str) -> dict[str, bytes]:
    """How a text can lie in a file without being encrypted."""
    plain = marker.encode()
    return {
        "utf-8": plain,
        "utf-16": marker.encode("utf-16-le"),
        "hex": plain.hex().encode(),
        "base64": base64.b64encode(plain).rstrip(b"=")[:-1],
        "reversed": plain[::-1],
    }


def places_of(marker: str, folder: Path) -> set[str]:
    """The files and forms in which a text can be read under a folder."""
    return {
        f"{path.name}: {form}"
        for path in folder.rglob("*")
        if path.is_file()
        for form, needle in forms_of(marker).items()
        if needle in path.read_bytes() or needle in path.name.encode()
    }
