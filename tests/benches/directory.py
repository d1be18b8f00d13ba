"""The service directory: what a keystroke costs among many services."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import partial

from intake_app.referrals.directory import Directory
from intake_app.referrals.provider import Provider
from tests.benches.figures import Figure, Goal, figure, timed
from tests.benches.ground import Ground
from tests.benches.rows import SEED

SERVICES = 5_000
"""More than any office keeps: a large country's services for returnees, several times over."""
_KINDS = ("health", "training", "employment", "psychosocial", "legal", "education", "housing")
_AREAS = ("Ratoma", "Matam", "Kindia", "Labé", "Kankan", "Mamou", "Nzérékoré", "Boké")
_TYPED = ("c", "ce", "centre", "centre 1", "labe", "health", "nzerekore 22", "zzz")


def measure(ground: Ground) -> Iterator[Figure]:
    """One search of the whole directory, with its counts as the page shows them."""
    chance = random.Random(SEED)
    services = [
        Provider(
            f"{number}", f"Centre {number} de {chance.choice(_AREAS)}", chance.choice(_KINDS),
            area=chance.choice(_AREAS), also=(chance.choice(_KINDS),),
        )
        for number in range(SERVICES)
    ]  # fmt: skip
    directory = Directory(services, {}, date(2026, 5, 12))
    taken = [
        timed(partial(_keystroke, directory, typed))
        for _round in range(ground.scale.rounds)
        for typed in _TYPED
    ]
    yield figure(f"service directory, search among {SERVICES}", taken, goal=Goal("p95", 30))


def _keystroke(directory: Directory, typed: str) -> None:
    directory.find(typed)
    directory.counts()
