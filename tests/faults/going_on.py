"""A session that meets failing readings, in front of the failing disk; prints one line per try.

``python -m tests.faults.going_on FOLDER [control]``; with ``control`` no session connects again.
"""

from __future__ import annotations

import errno
import sys
from contextlib import closing
from pathlib import Path

from intake_app import search
from intake_app.errors import IntakeError
from intake_app.people import service as people
from intake_app.search import Question
from intake_app.vault.vault import Vault
from tests.faults import works
from tests.faults.disk import Disk

ROUNDS = 6


def main(folder: Path, how: str = "") -> None:
    """Each round begins with a fresh sign-in and one reading that fails."""
    if how == "control":
        Vault._reconnect = lambda _vault: None  # type: ignore[method-assign]
    works.make_office(folder)
    works.save_persons(folder, lambda _told: None)
    disk = Disk()
    for failing in range(1, ROUNDS + 1):
        session = works.enter(folder)
        with closing(session.vault):
            disk.arm(folder, "r", failing, errno.EIO, goes_on=False)
            for _try in range(3):
                try:
                    print(failing, len(search.find(session, Question())), flush=True)
                except IntakeError as error:
                    print(failing, type(error).__name__, flush=True)
            disk.disarm()
            if failing == ROUNDS:
                people.save_person(session, works.some_persons(31)[30])
                print(failing, len(search.find(session, Question())), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
