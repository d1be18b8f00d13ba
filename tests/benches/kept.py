"""Large vaults for the benches, made once and copied for each run.

A folder per number of persons and state of what makes them: the schema, the inventions, the keys of
duplicates. Old ones may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from intake_app.duplicates import keys
from intake_app.names import folding
from intake_app.names.families import names_folder
from intake_app.packs.model import Pack
from intake_app.vault.migrations import SCHEMA_FOLDER
from tests.benches import bulk, office, rows
from tests.benches.office import (
    FilledOffice,
    FullCase,
    copied,
    filled_office,
    plain_connection,
    plain_twin,
)

VAULT, ABOUT, TWIN = "vault", "about.json", "plain.db"
MOST_CASES = 10_000
"""Ids of cases that are written down; no bench asks for more."""


def kept_office(kept: Path, folder: Path, persons: int, packs: Mapping[str, Pack]) -> FilledOffice:
    """A copy in ``folder`` of the vault with so many persons, which is made if it is not there."""
    place = _place(kept, persons)
    if not place.exists():
        _make(place, persons, packs)
    about = json.loads((place / ABOUT).read_text("utf-8"))
    full = FullCase(**about["full"])
    return copied(
        FilledOffice(place / VAULT, persons, packs, full, about["seconds"], about["cases"]), folder
    )


def kept_twin(kept: Path, path: Path, of: FilledOffice) -> sqlite3.Connection:
    """A copy at ``path`` of the plain twin of that vault, which is made if it is not there."""
    source = _place(kept, of.persons) / TWIN
    if not source.exists():
        unfinished = source.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        plain_twin(unfinished, of).close()
        unfinished.rename(source)
    shutil.copyfile(source, path)
    db = plain_connection(path)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _place(kept: Path, persons: int) -> Path:
    digest = hashlib.sha256()
    code = [Path(str(module.__file__)) for module in (keys, folding, bulk, office, rows)]
    for file in [*sorted(SCHEMA_FOLDER.glob("*.sql")), *sorted(names_folder().iterdir()), *code]:
        digest.update(file.read_bytes())
    return kept / f"{persons}-{digest.hexdigest()[:12]}"


def _make(place: Path, persons: int, packs: Mapping[str, Pack]) -> None:
    unfinished = place.with_name(place.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    began = time.monotonic()
    made = filled_office(unfinished / VAULT, persons, packs)
    about = {
        "persons": persons,
        "seconds": time.monotonic() - began,
        "full": asdict(made.full),
        "cases": made.case_ids[:MOST_CASES],
    }
    (unfinished / ABOUT).write_text(json.dumps(about), "utf-8")
    unfinished.rename(place)
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file()) / 1e6
    print(f"{place}: made in {about['seconds']:.0f} s, {size:.0f} MB", file=sys.stderr)
