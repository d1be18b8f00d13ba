"""The real program, but for a hand: it does what a test tells it through a socket.

``python -m tests.process.program SOCKET [--vault FOLDER | --warm | --after PID]``. The key
derivation may be as cheap as that of the tests, and the memory may be read by the test's user.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from intake_app.custody import service as custody
from intake_app.users import service as users
from intake_app.vault.keyslots import Bounds
from ui.process.hygiene import keep_to_ourselves
from ui.process.program import AFTER, FAULT, VAULT, WARM, Program, wait_for_desk

STRENGTHEN = "TEST_STRENGTHEN"
"""With this in the environment a weak slot is wrapped again: it takes seconds."""

ANY_COST = Bounds(memory_kib=(8, 1024 * 1024), passes=(1, 10), lanes=(1, 8))


def main(control: str, *arguments: str) -> int:
    """As ``ui.__main__``."""
    keep_to_ourselves(readable=True)
    program = Program((sys.executable, "-m", __spec__.name, control))
    vault = Path(arguments[arguments.index(VAULT) + 1]) if VAULT in arguments else None
    if AFTER in arguments:
        assert vault is not None
        return wait_for_desk(program, int(arguments[arguments.index(AFTER) + 1]), vault)
    return _window(program, control, vault, arguments)


def _window(program: Program, control: str, vault: Path | None, arguments: tuple[str, ...]) -> int:
    from tests.process.hand import Hand
    from ui.app import run
    from ui.process.desk_life import DeskLife
    from ui.process.gate_life import GateLife
    from ui.process.life import Life
    from ui.process.pipe import take_standard_pipes

    cheap = partial(users.sign_in, bounds=ANY_COST)
    life: Life
    if WARM in arguments:
        life = DeskLife(
            program,
            take_standard_pipes(),
            open_vault=cheap,
            wants_strengthening=lambda _session: STRENGTHEN in os.environ,
        )
    else:
        keys = partial(users.keys_of, bounds=ANY_COST)
        stronger = partial(custody.stronger_slot, bounds=ANY_COST)
        life = GateLife(program, keys_of=keys, open_here=cheap, stronger_slot=stronger)
    Hand.reach_for(life, control, "desk" if WARM in arguments else "gate")
    return run(life, vault, fault=FAULT in arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
