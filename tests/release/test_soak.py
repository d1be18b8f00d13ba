"""A long day many times over: nothing grows that should not (C19 of security.md).

2,000 times: register somebody, find them, correct the telephone number, look at a paper. Lock and
sign in again after every hundredth. ``INTAKE_SOAK_CYCLES`` shortens it for trying.
"""

from __future__ import annotations

import gc
import os
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from intake_app.acts import Role
from intake_app.people.model import ReturnKind, Sex
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.ui.conftest import screen_language
from tests.ui.every_screen import MakeDesk, make_desk, vaults
from tests.ui.sample_cases import fullest_case
from tests.ui.shown_desk import Desk, settle
from ui.demo.tour import fill

__all__ = ["make_desk", "screen_language", "vaults"]

CYCLES = int(os.environ.get("INTAKE_SOAK_CYCLES", "2000"))
WARM = 200
"""Cycles before growth counts: caches fill, fonts are read."""

SITTING = 100
"""Cycles between signing in and locking. Locking replaces the process: only a sitting can grow."""

MOST_GROWTH = 1.10
MOST_LOG_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class State:
    """What may not grow: resident bytes, open files, threads, bytes of the write-ahead log."""

    resident: int
    files: int
    threads: int
    log: int


def state_of(folder: Path) -> State:
    """The state of this process and the vault's log now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    log = sum(path.stat().st_size for path in folder.glob("*-wal"))
    return State(
        pages * os.sysconf("SC_PAGE_SIZE"),
        len(os.listdir("/proc/self/fd")),
        threading.active_count(),
        log,
    )


def family_name(number: int) -> str:
    """A name of letters alone, another one for each number."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")
    return f"Soak{letters}"


def cycle(desk: Desk, session: Session, number: int, case_id: str) -> None:
    """One person at the desk."""
    form = desk.go("new_person", "")
    fill(form.form, _answers(number, session))
    form.save.click()
    settle()
    page = desk.go("cases")
    page.list.text.setText(family_name(number))
    page.list.wanted.emit()
    found = page.list.current()
    assert found is not None, "the person who was just saved is not found"
    profile = desk.go("person", found.person_id)
    fill(profile.form, {"phone": f"+22462{number:07}"})
    profile.save.click()
    screen: Any = desk.go("case", case_id)
    screen.show_tab("papers")
    paper = screen.tabs.papers.lines[0]
    paper.preview_wanted.emit(paper.paper)
    for _name, dialog in desk.dialogs("paper"):
        dialog.close()


def _answers(number: int, session: Session) -> dict[str, Any]:
    return {
        "family_name": family_name(number),
        "given_names": "Awa",
        "sex": Sex.FEMALE.value,
        "birth": PartialDate.from_edtf("1994"),
        "nationality": "GN",
        "language": "fr",
        "from_country": "FR",
        "kind": ReturnKind.ASSISTED_VOLUNTARY.value,
        "arrived_on": session.today() - timedelta(days=2),
    }


@pytest.mark.release
@pytest.mark.timeout(0)
def test_nothing_grows_over_many_days(make_desk: MakeDesk) -> None:
    desk = make_desk()
    with desk.signed_in(Role.COUNSELLOR) as session:
        case_id = fullest_case(session)
    states: list[State] = []
    for start in range(0, CYCLES, SITTING):
        with desk.signed_in(Role.COUNSELLOR) as session:
            for number in range(start, start + SITTING):
                cycle(desk, session, number, case_id)
            states.append(state_of(desk.folder))
    warm = states[min(WARM, CYCLES // 2) // SITTING]
    last = states[-1]
    print(f"\n{CYCLES} cycles: {warm} -> {last}")
    assert last.resident <= warm.resident * MOST_GROWTH
    assert last.files == warm.files
    assert last.threads == warm.threads
    assert max(state.log for state in states) <= MOST_LOG_BYTES
