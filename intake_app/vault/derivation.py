"""From a passphrase to a key (Argon2id), and from the data key to its sub-keys (HKDF)."""

from __future__ import annotations

import hmac
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from intake_app.errors import IntakeError, VaultDamaged
from intake_app.i18n import _

KEY_LENGTH = 32
SALT_LENGTH = 16

_MIB = 1024  # Argon2 counts memory in KiB


@dataclass(frozen=True)
class KdfCost:
    """What one guess costs: memory in KiB, passes over it, parallel lanes (RFC 9106)."""

    memory_kib: int
    passes: int
    lanes: int


DEFAULT_COST = KdfCost(256 * _MIB, 3, 4)
"""About one second on the machine of ``security.md`` 2.4."""

FLOOR_COST = KdfCost(64 * _MIB, 3, 4)
"""RFC 9106, second recommended choice. Weaker laptops get this; nobody gets less."""


@dataclass(frozen=True)
class Bounds:
    """Which costs are accepted before Argon2 runs: the lower ends stop a downgrade, the upper
    ends stop a hostile key file from eating memory or time. Tests pass their own."""

    memory_kib: tuple[int, int] = (64 * _MIB, 1024 * _MIB)
    passes: tuple[int, int] = (3, 10)
    lanes: tuple[int, int] = (1, 8)
    memory_times_passes_kib: int = 4 * 1024 * _MIB

    def allow(self, cost: KdfCost) -> bool:
        """True if this cost may be computed."""
        return (
            self.memory_kib[0] <= cost.memory_kib <= self.memory_kib[1]
            and self.passes[0] <= cost.passes <= self.passes[1]
            and self.lanes[0] <= cost.lanes <= self.lanes[1]
            and cost.memory_kib * cost.passes <= self.memory_times_passes_kib
        )


BOUNDS = Bounds()


def passphrase_key(passphrase: bytes, salt: bytes, cost: KdfCost, bounds: Bounds) -> bytes:
    """The 32-byte key that wraps a user's private keys.

    Raises VaultDamaged, without computing anything, if ``cost`` is outside ``bounds``.
    """
    if not bounds.allow(cost):
        raise VaultDamaged(
            _(
                "The key file asks for an unusual amount of work and was not trusted. "
                "Put back a copy of the vault."
            )
        )
    try:
        return hash_secret_raw(
            passphrase, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_LENGTH, Type.ID
        )
    except HashingError as error:  # with checked parameters only memory can be missing
        raise IntakeError(
            _("There is not enough free memory. Close other programs and try again.")
        ) from error


def hkdf(key: bytes, label: bytes, length: int = KEY_LENGTH, salt: bytes = b"") -> bytes:
    """HKDF-SHA256 (RFC 5869): a key for one purpose, ``length`` at most 8160 bytes."""
    pseudorandom_key = hmac.digest(salt or bytes(32), key, "sha256")
    block = output = b""
    counter = 0
    while len(output) < length:
        counter += 1
        block = hmac.digest(pseudorandom_key, block + label + bytes([counter]), "sha256")
        output += block
    return output[:length]


def is_weaker(present: KdfCost, wanted: KdfCost) -> bool:
    """True if a guess costs clearly less than it could: calibrating twice never gives the same."""
    return present.memory_kib * present.passes * 1.5 <= wanted.memory_kib * wanted.passes


def calibrate(
    target_seconds: float = 0.8, clock: Callable[[], float] = time.perf_counter
) -> KdfCost:
    """The cost of a new slot on this machine: at least FLOOR_COST, about ``target_seconds``.

    Takes the most memory up to the default that fits the time and a quarter of the machine's
    memory; a fast machine gets more passes (security.md 2.4).
    """
    began = clock()
    passphrase_key(b"calibration", bytes(SALT_LENGTH), FLOOR_COST, BOUNDS)
    floor_seconds = max(clock() - began, 1e-6)
    memory, passes, lanes = FLOOR_COST.memory_kib, FLOOR_COST.passes, FLOOR_COST.lanes
    most = min(DEFAULT_COST.memory_kib, _machine_memory_kib() // 4)
    seconds = floor_seconds
    while memory * 2 <= most and seconds * 2 <= target_seconds * 1.25:
        memory, seconds = memory * 2, seconds * 2
    extra = int(target_seconds / seconds * passes)
    return KdfCost(memory, min(max(passes, extra), BOUNDS.passes[1]), lanes)


def available_memory_kib() -> int:
    """Memory that can be had without swapping, in KiB; half of it all where nobody tells."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1])
    return _machine_memory_kib() // 2


def _machine_memory_kib() -> int:
    """Physical memory in KiB; where the system does not tell, a machine that has enough."""
    if sys.platform == "win32":
        return 4 * DEFAULT_COST.memory_kib
    else:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
