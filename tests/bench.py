"""``make bench``: every figure with the limit of the same run, their ratio, and the goal.

``python -m tests.bench [--persons 10000] [--only name] [--quick] [--json FILE] [--keep FOLDER]``.
The exit code is 0 whatever the figures are: people judge them. Quote ratios, not times: the machine
may be busy. From 50,000 persons on the vault stays in a cache folder for the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benches import (
    directory,
    duplicates,
    growth,
    hub,
    locking,
    long_plan,
    opening,
    papers,
    saving,
    sealing,
    searching,
    today,
    windows,
)
from tests.benches.figures import Figure, heading, line, missing, plain
from tests.benches.ground import Ground, Scale

Bench = Callable[[Ground], Iterator[Figure]]

BENCHES: dict[str, Bench] = {
    "save": saving.measure,
    "unlock": opening.unlock,
    "lock": locking.measure,
    "search": searching.measure,
    "directory": directory.measure,
    "duplicates": duplicates.measure,
    "case": opening.case,
    "paper": papers.measure,
    "seal": sealing.measure,
    "hub": hub.measure,
    "start": windows.start,
    "desk": windows.desk,
    "long plan": long_plan.measure,
    "today": today.measure,
    "growth": growth.measure,
}
WORTH_KEEPING = 50_000
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "intake-bench"
QUICK = Scale(
    persons=2_000, small=500, rounds=3, many=40, cases_in_batch=500, records_for_hub=4_000
)


def figures_of(name: str, ground: Ground) -> Iterator[Figure]:
    """The figures of one bench. What breaks is a line too, and stops nothing."""
    try:
        yield from BENCHES[name](ground)
    except Exception as error:
        yield missing(name, f"not measured: {type(error).__name__}: {error}")


def run(names: list[str], scale: Scale, kept: Path | None = None) -> list[Figure]:
    """Measure and print; returns the figures. ``kept`` is where large vaults stay."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ground = Ground(Path(folder), scale, kept=kept)
        for name in names:
            for measured in figures_of(name, ground):
                print(line(measured), flush=True)
                found.append(measured)
        ground.close()
    return found


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--persons", type=int, help=f"in the vault ({Scale.persons})")
    parser.add_argument("--only", action="append", choices=BENCHES, help="may be repeated")
    parser.add_argument("--quick", action="store_true", help="small and few: is everything there?")
    parser.add_argument("--keep", type=Path, help=f"the folder of kept vaults ({CACHE})")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    return parser.parse_args(given)


def main(given: list[str] | None = None, scale: Scale | None = None) -> int:
    """Run what the command line asks for; ``scale`` is for tests."""
    arguments = _arguments(given)
    scale = scale or (QUICK if arguments.quick else Scale())
    if arguments.persons:
        scale = scale.of(arguments.persons)
    began = time.monotonic()
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"{scale.persons} persons, Python {platform.python_version()}, {os.cpu_count()} cores,"
        f" load {load}. Times are of this machine now; compare ratios.\n"
    )
    print(heading())
    kept = arguments.keep or (CACHE if scale.persons >= WORTH_KEEPING else None)
    found = run(arguments.only or list(BENCHES), scale, kept)
    print(f"\n{time.monotonic() - began:.0f} s. The goals: the table of decisions on performance.")
    if arguments.json:
        content = {"persons": scale.persons, "figures": [plain(one) for one in found]}
        arguments.json.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
