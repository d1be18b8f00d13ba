"""A program that saves until it is killed, again and again: ``python -m tests.faults.kills …``.

Forks do the saving: each tells through a pipe what the services said was saved, and is killed
after a random moment. The last line printed is a JSON list of everything that was told.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from itertools import count
from pathlib import Path
from threading import Event

from intake_app.people import service as people
from intake_app.values import new_id
from tests.factories import a_person
from tests.faults.works import enter, fingerprint


def save_for_ever(folder: Path, answer: int, *, too_early: bool) -> None:
    """One person after the other; sometimes what was written goes into the data file."""
    session = enter(folder)
    for number in count():
        person = a_person(id=new_id(), other_names="Mamadou " * (number * 37 % 80))
        told = f"{person.id} {fingerprint(people.tidy(person, 'GN'))}\n".encode()
        if too_early:
            os.write(answer, told)
            signal.pause()  # until killed
        people.save_person(session, person)
        os.write(answer, told)
        if number % 20 == 19:
            session.vault.checkpoint()


def killed(folder: Path, moment: float, *, too_early: bool) -> list[str]:
    """What one program told before it was killed ``moment`` seconds after the first save."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        save_for_ever(folder, theirs, too_early=too_early)
    os.close(theirs)
    with os.fdopen(ours) as answers:
        first = answers.readline()
        Event().wait(moment)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [first, *answers.readlines()]
    return [line.strip() for line in lines if line.endswith("\n")]


def main(folder: str, kills: str, longest: str, how: str) -> None:
    """``longest`` is the most seconds that one program lives after its first save."""
    chance = random.Random(8)
    told: list[str] = []
    for _kill in range(int(kills)):
        moment = chance.random() * float(longest)
        told += killed(Path(folder), moment, too_early=how == "too early")
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
