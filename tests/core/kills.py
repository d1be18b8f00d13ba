"""Programs that are killed at a named place, or at any moment, while they work on a vault."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.core.vault_kit import python

PROLOGUE = """
import os, signal, sys
from pathlib import Path
from intake_app.vault import checkpoints
folder, target, die_at, times = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
def at(name):
    global times
    if die_at == "tell":
        print(name, flush=True)
    elif name == die_at:
        times -= 1
        if times == 0:
            os.kill(os.getpid(), signal.SIGKILL)
checkpoints.listen(at)
print("begun", flush=True)
"""

BACKUP = (
    PROLOGUE
    + """
from datetime import UTC, datetime
from intake_app.vault import backup
from tests.core.vault_kit import enter
backup._PAGES_AT_ONCE = 32
vault = enter(folder)
backup.write(vault, target, "GN", datetime(2026, 5, 12, tzinfo=UTC), lambda *_step: None)
vault.close()
print("done", flush=True)
"""
)

RESTORE = (
    PROLOGUE
    + """
from intake_app.values import system_clock
from intake_app.vault import restoring
from intake_app.vault.vault import logins_of
from tests.core.vault_kit import CHEAP_BOUNDS, WORDS
nothing = lambda *_step: None
found = restoring.examine(folder, logins_of(folder)[0].id, WORDS, nothing, bounds=CHEAP_BOUNDS)
note = "INSERT INTO office_setting VALUES ('restored', 'yes')"
restoring.restore(found, target, nothing, lambda db: db.execute(note), system_clock)
print("done", flush=True)
"""
)

MIGRATION = (
    PROLOGUE
    + """
from intake_app.acts import Role
from tests.frozen_vaults import unlocked
unlocked(folder, Role.SUPERVISOR, schema=target).close()
print("done", flush=True)
"""
)


def places_of(code: str, folder: Path, target: Path) -> list[str]:
    """The named places that this work comes by, each once, in order."""
    said, _errors = python(code, str(folder), str(target), "tell", "1").communicate()
    lines = said.splitlines()
    assert lines[0] == "begun"
    assert lines[-1] == "done"
    return list(dict.fromkeys(lines[1:-1]))


def killed_at(code: str, folder: Path, target: Path, place: str, times: int = 1) -> bool:
    """Run the work until it dies at this place; False if it came through."""
    child = python(code, str(folder), str(target), place, str(times))
    said, _errors = child.communicate()
    assert child.returncode == (0 if "done" in said else -9)
    return "done" not in said


def killed_some_time(code: str, folder: Path, target: Path, chance: Random, longest: float) -> bool:
    """Kill the work at a random moment after it has begun; False if it was done by then."""
    child = python(code, str(folder), str(target), "nowhere", "1")
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    with suppress(subprocess.TimeoutExpired):
        child.wait(chance.random() * longest)
    child.kill()
    said, _errors = child.communicate()
    return "done" not in said
