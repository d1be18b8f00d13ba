"""Works that need a process of their own: how one starts, what it keeps in memory, what it syncs.

``python -m tests.benches.child WORK …`` ends with one line of JSON. The imports stand in the
functions, because each process shall carry only what it measures.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEGAN = "BENCH_BEGAN"
"""Environment: the monotonic clock just before this process was started."""


def memory_mb(name: str = "VmRSS") -> float:
    """A line of /proc/self/status in MB: VmRSS now, VmHWM the most so far."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not say how much memory is used")


def forget_peak() -> None:
    """Start to count the most memory anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def saves(folder: str, count: str) -> dict[str, Any]:
    """Save so many persons between two marks that strace can see."""
    from intake_app.acts import Role
    from tests.benches.ground import office_at
    from tests.benches.rows import newcomers
    from tests.benches.saving import save

    with office_at(Path(folder)).signed_in(Role.RECEPTION) as session:
        coming = newcomers(int(count), seed=13)
        os.write(2, b"SAVES-BEGIN\n")
        for newcomer in coming:
            save(session, newcomer)
        os.write(2, b"SAVES-END\n")
    return {}


def first_document(folder: str, case_id: str, plan_id: str) -> dict[str, Any]:
    """The first paper that this process makes, from the click to the bytes."""
    from intake_app.documents import service as documents
    from tests.benches.ground import office_at

    with office_at(Path(folder)).signed_in() as session:
        began = time.perf_counter()
        documents.preview(session, case_id, "reintegration_plan", plan_id, "fr")
        return {"ms": (time.perf_counter() - began) * 1000}


def sealing(folder: str) -> dict[str, Any]:
    """Seal what is in the outbox; memory before and at the most."""
    from intake_app.acts import Role
    from intake_app.sync import service as sync
    from tests.benches.ground import office_at

    with office_at(Path(folder)).signed_in(Role.SUPERVISOR) as session:
        forget_peak()
        before = memory_mb()
        batch = sync.seal_batch(session)
        return {"before": before, "peak": memory_mb("VmHWM"), "records": batch.records}


def ingest(dsn: str, folder: str, keys: str) -> dict[str, Any]:
    """Take in the files of a folder; memory before and at the most."""
    from intake_app.hub import database
    from intake_app.hub.ingest import ingest_folder
    from intake_app.sync.cards import HubKeys
    from intake_app.values import system_clock

    hub = HubKeys.parse(Path(keys).read_text(encoding="utf-8"))
    with database.connected(dsn) as db:
        forget_peak()
        before = memory_mb()
        run = ingest_folder(Path(folder), db, hub, Path(folder) / "receipts", system_clock)
        states = [verdict.code or verdict.state for verdict in run.verdicts]
        return {"before": before, "peak": memory_mb("VmHWM"), "states": states}


def empty_window() -> dict[str, Any]:
    """A PySide6 window with nothing in it, to its first paint."""
    from PySide6.QtWidgets import QApplication, QWidget

    from tests.benches.painting import FirstPaint

    app = QApplication(sys.argv[:1])
    watch = FirstPaint(lambda: True)
    app.installEventFilter(watch)
    window = QWidget()
    window.resize(1280, 760)
    window.show()
    app.exec()
    return watch.answer()


def program(folder: str) -> dict[str, Any]:
    """The program itself up to its sign-in page, painted and with the names on it."""
    from PySide6.QtWidgets import QApplication

    from tests.benches.painting import FirstPaint, names_are_shown

    sys.argv = ["intake", "--vault", folder]
    app = QApplication(sys.argv[:1])
    watch = FirstPaint(names_are_shown)
    app.installEventFilter(watch)
    from ui.__main__ import main

    main()
    return watch.answer()


def desk(folder: str, words: str, case_id: str) -> dict[str, Any]:
    """The desk at work: typing in the list, opening cases, and the memory that it takes."""
    from tests.benches.desk import at_work

    return at_work(Path(folder), json.loads(words), json.loads(case_id))


def today(folder: str, rounds: str) -> dict[str, Any]:
    """The desk opens on the wall of what is due, and comes back to it."""
    from tests.benches.desk import today_at_work

    return today_at_work(Path(folder), int(rounds))


def long_plan(folder: str, case_id: str, rounds: str) -> dict[str, Any]:
    """Opening a case with a plan of 40 lines, and its plan."""
    from tests.benches.long_plan import opened

    return opened(folder, case_id, rounds)


WORKS: dict[str, Callable[..., dict[str, Any]]] = {
    work.__name__: work
    for work in (
        saves, first_document, sealing, ingest, empty_window, program, desk, today, long_plan,
    )
}  # fmt: skip

if __name__ == "__main__":
    answer = WORKS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(answer), flush=True)
    os._exit(0)  # what a process does when it ends is not measured
