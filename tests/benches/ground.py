"""What the benches share: how much is measured, and the offices that they measure on."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from intake_app.packs.loader import load_packs, packs_folder
from intake_app.packs.model import Pack
from tests.benches.child import BEGAN
from tests.benches.kept import kept_office, kept_twin
from tests.benches.office import FilledOffice, filled_office, plain_twin
from tests.source_code import ROOT

CHILD_SECONDS = 600


class NotMeasurableError(Exception):
    """A part that this bench needs is not there; the text says which."""


@dataclass(frozen=True)
class Scale:
    """How much is measured. ``rounds`` of slow works, ``many`` of fast ones."""

    persons: int = 10_000
    small: int = 1_000
    rounds: int = 7
    many: int = 200
    cases_in_batch: int = 2_000
    records_for_hub: int = 10_000

    def of(self, persons: int) -> Scale:
        """The same with so many persons."""
        return replace(self, persons=persons, small=min(self.small, persons))

    def bound(self, usual: float, of_a_million: float) -> float:
        """The goal for so many persons."""
        return usual if self.persons <= 100_000 else of_a_million


@dataclass
class Ground:
    """A temporary folder with what was made for the benches so far. ``dsn`` is a PostgreSQL
    server to use; None starts one. In ``kept`` large vaults stay for the next time; None keeps
    none."""

    folder: Path
    scale: Scale
    dsn: str | None = None
    kept: Path | None = None

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """The shipped programmes."""
        return load_packs(packs_folder())

    @cached_property
    def office(self) -> FilledOffice:
        """The vault with all persons."""
        folder, persons = self.folder / "office", self.scale.persons
        if self.kept:
            return kept_office(self.kept, folder, persons, self.packs)
        return filled_office(folder, persons, self.packs)

    @cached_property
    def small_office(self) -> FilledOffice:
        """The vault to see how things grow from."""
        return filled_office(self.folder / "small-office", self.scale.small, self.packs)

    @cached_property
    def twin(self) -> sqlite3.Connection:
        """All persons in the same tables of a plain SQLite file."""
        path = self.folder / "plain.db"
        if self.kept:
            return kept_twin(self.kept, path, self.office)
        return plain_twin(path, self.office)

    def close(self) -> None:
        """Let go of the twin; the folder is the caller's."""
        if "twin" in self.__dict__:
            self.twin.close()

    def child(self, work: str, *arguments: object, under: tuple[str, ...] = ()) -> dict[str, Any]:
        """Run ``tests.benches.child`` in a process of its own and read its answer.

        ``under`` is a command that watches it. Raises NotMeasurableError with the last line that
        the process wrote if it fails.
        """
        command = [sys.executable, "-m", "tests.benches.child", work, *map(str, arguments)]
        settings = self.folder / "settings"
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": str(settings),
            "XDG_CACHE_HOME": str(settings),
            "PYTHONPATH": str(ROOT),
            BEGAN: str(time.monotonic()),
        }
        done = subprocess.run(
            [*under, *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            last = (done.stderr.strip() or "no word").splitlines()[-1]
            raise NotMeasurableError(f"{work}: {last}")
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer


def office_at(folder: Path) -> FilledOffice:
    """A vault that another process has filled."""
    return FilledOffice(folder, 0, load_packs(packs_folder()))
