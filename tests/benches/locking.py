"""The real processes: from Enter to the painted list, and from Ctrl+L to the next sign-in page."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

from intake_app.vault.derivation import BOUNDS, FLOOR_COST, passphrase_key
from intake_app.vault.passphrase import passphrase_bytes
from tests.benches.figures import Figure, Goal, Limit, figure, timed
from tests.benches.ground import Ground
from tests.benches.office import PASSPHRASE, REAL_LOGIN
from tests.process.watched import Said, Watched, watched

SECONDS_OF_TYPING = 1.0
"""Nobody types a passphrase faster; the next desk is warm by then."""


def measure(ground: Ground) -> Iterator[Figure]:
    """Signs in and locks some times, with a real key derivation."""
    typed, salt = passphrase_bytes(PASSPHRASE), bytes(16)
    derive: list[float] = []
    unlocked: list[float] = []
    locked: list[float] = []
    place = ground.folder / "program"
    with watched(place, ground.office.folder) as program:
        gate = program.until("gate", "ready")
        for number in range(ground.scale.rounds + 1):
            desk, opened = _unlock(program, gate)
            _wait(SECONDS_OF_TYPING)
            began = program.tell(desk.pid, "lock")
            gate = program.until("gate", "ready")
            if number:  # the first opening of a day reads the whole file
                unlocked.append(opened)
                locked.append((gate.at - began) * 1000)
                derive.append(timed(lambda: passphrase_key(typed, salt, FLOOR_COST, BOUNDS)))
    yield figure(
        "Enter to first painted list", unlocked, limit=Limit("key derivation alone", derive),
        goal=Goal("over", 150), note="two processes: the gate derives, the warm desk opens",
    )  # fmt: skip
    yield figure(
        "Ctrl+L to the next sign-in page", locked, goal=Goal("median", 1000),
        note="vault closed, process ended, the next one painted",
    )  # fmt: skip


def _unlock(program: Watched, gate: Said) -> tuple[Said, float]:
    """What the desk said, and the milliseconds from Enter to its list."""
    program.until("desk", "ready")
    for words in (f"name {REAL_LOGIN}", f"passphrase {PASSPHRASE}"):
        program.tell(gate.pid, words)
        program.until("gate", "did")
    _wait(SECONDS_OF_TYPING)
    began = program.tell(gate.pid, "enter")
    desk = program.until("desk", "list")
    return desk, (desk.at - began) * 1000


def _wait(seconds: float) -> None:
    """Let the processes come to rest, as they do while a person types."""
    Event().wait(seconds)
