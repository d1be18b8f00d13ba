"""Looks at a finished bundle: does it run, is it small, is nothing in it that must not be.

``python -m tests.bundle dist/intake`` (``make bundle`` does).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

MEGABYTE = 1_000_000
MOST_MEGABYTES = 200
GOAL_MEGABYTES = 170
MOST_LOCALES = 6

FORBIDDEN = {
    "numpy": r"(^|/)numpy",
    "psycopg": r"(^|/)psycopg",
    "the hub": r"intake_app/hub",
    "QtQml": r"Qt6?Qml",
    "QtQuick": r"Qt6?Quick",
    "QtWebEngine": r"WebEngine",
    "QtNetwork": r"Qt6?Network",
    "QtCharts": r"Qt6?Charts",
    "Qt's remote screen": r"libqvnc",
    "GTK": r"lib(gtk|gdk)-|qgtk3",
    "a font under the GPL": r"DarkGarden",
    "a library under the GPL": r"libreadline",
    "the tests": r"(^|/)tests/",
    "pictures of the README": r"resources/pictures/",
}
NEEDED = {
    "the schema": r"intake_app/vault/schema/0001_start\.sql$",
    "French": r"locales/fr/LC_MESSAGES/intake\.mo$",
    "Qt's French": r"qtbase_fr\.qm$",
    "the licences": r"resources/licences/LGPL-3\.0\.txt$",
    "the packs": r"resources/packs/.+/pack\.toml$",
    "the questionnaires": r"resources/instruments/.+\.xlsx$",
    "the help": r"resources/help/fr/start\.md$",
}


def sizes(folder: Path) -> dict[str, int]:
    """Every file of the bundle with its size in bytes; links count nothing."""
    return {
        path.relative_to(folder).as_posix(): 0 if path.is_symlink() else path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }


def problems(files: Mapping[str, int]) -> list[str]:
    """What is wrong with a bundle of these files."""
    found = [f"contains {name}" for name, form in FORBIDDEN.items() if _any(form, files)]
    found += [f"lacks {name}" for name, form in NEEDED.items() if not _any(form, files)]
    locales = [name for name in files if "babel/locale-data/" in name]
    if len(locales) > MOST_LOCALES:
        found.append(f"contains {len(locales)} locales of Babel")
    total = sum(files.values())
    if total > MOST_MEGABYTES * MEGABYTE:
        found.append(f"has {total / MEGABYTE:.0f} MB, more than {MOST_MEGABYTES}")
    return found


def _any(form: str, names: Iterable[str]) -> bool:
    return any(re.search(form, name) for name in names)


def _selftest(program: Path, argument: str) -> tuple[bool, str, float]:
    environment = {  # nothing of this machine's Python or Qt
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }
    start = time.perf_counter()
    run = subprocess.run(
        [program, argument],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
    )
    return run.returncode == 0, run.stdout + run.stderr, time.perf_counter() - start


def main(folder: Path) -> None:
    """Print the sizes and the times; ends with the problems if there are any."""
    files = sizes(folder)
    total = sum(files.values()) / MEGABYTE
    print(f"{total:.0f} MB in {len(files)} files (goal {GOAL_MEGABYTES}, limit {MOST_MEGABYTES})")
    found = problems(files)
    suffix = ".exe" if sys.platform == "win32" else ""
    for name, argument in (("intake-cli", "selftest"), ("intake", "--selftest")):
        fine, words, seconds = _selftest(folder / f"{name}{suffix}", argument)
        print(f"{name} {argument}: {'passed' if fine else 'FAILED'} in {seconds:.1f} s")
        if not fine:
            found.append(f"{name} {argument}:\n{words}")
    if found:
        raise SystemExit("\n".join(["This bundle is not right:", *found]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
