"""The program that works on the failing disk: ``python -m tests.faults.child HOW WORK FOLDER …``.

``record``: does the work once and writes every call down. ``careless`` does the same without
waiting for the disk anywhere: what the tests must notice.

``fail``: does the work again and again on copies of the folder, each time with another call that
fails, or less memory, or a lower limit for files, and prints one JSON line per point.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import db
from tests.faults.disk import Disk
from tests.faults.works import WORKS, Work

MEMORY, FILE_SIZE = "memory", "file size"
"""Kinds of trouble that are no failing call; ``at`` is then the limit in kB."""


@dataclass
class Point:
    """What came of one trouble. ``wrong`` is "" where all is well."""

    kinds: str
    error: int
    goes_on: bool
    at: int
    was_hit: bool = False
    told: list[str] = field(default_factory=list)
    sentence: str = ""
    wrong: str = ""


def record(work: Work, folder: Path, log: Path) -> None:
    """The work once, written down."""
    disk = Disk()
    disk.record(folder, log)
    work.run(folder, disk.acknowledge)


def be_careless() -> None:
    """Wait for the disk nowhere."""
    os.fsync = lambda _file: None
    db._SETTINGS = ("PRAGMA synchronous = OFF", *db._SETTINGS[1:])


def fail(work: Work, folder: Path, point: Point, step: int, end: int, most: int) -> None:
    """Trouble at every ``step``-th point up to ``end``, or until no call is left to fail.

    ``most`` (0: no limit): the steps are made so wide that about so many points are enough.
    """
    if most:
        step = max(step, -(-_calls_of(work, folder, point) // most))
    for at in range(point.at, end, step):
        place = folder.with_name(f"{folder.name}-{point.kinds}-{point.error}-{point.goes_on}-{at}")
        shutil.copytree(folder, place)
        result = _in_a_process_of_its_own(work, place, replace(point, at=at, told=[]))
        print(json.dumps(asdict(result)), flush=True)
        shutil.rmtree(place, ignore_errors=True)
        if not result.was_hit:
            return


def _calls_of(work: Work, folder: Path, point: Point) -> int:
    """How many calls of these kinds the work makes when all of them succeed."""
    place, ours, theirs = folder.with_name(f"{folder.name}-counted"), *os.pipe()
    shutil.copytree(folder, place)
    if os.fork() == 0:
        with suppress(BaseException), os.fdopen(theirs, "w") as answer:
            disk = Disk()
            disk.arm(place, point.kinds, sys.maxsize, point.error, goes_on=False)
            work.run(place, lambda _told: None)
            answer.write(str(disk.disarm()))
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        counted = int(answer.read())
    os.wait()
    shutil.rmtree(place, ignore_errors=True)
    return counted


def _in_a_process_of_its_own(work: Work, place: Path, point: Point) -> Point:
    """A fork, so that nothing that a failure leaves in memory helps the next point."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            _struck(work, place, point)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        with suppress(BaseException), os.fdopen(theirs, "w") as answer:
            answer.write(json.dumps(asdict(point)))
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    found = Point(**json.loads(text)) if text else point
    if not text:
        found.wrong = "the program ended without a word"
        return found
    for wrong in _checks(work, place, found):
        if wrong:
            found.wrong = wrong
            break
    return found


def _struck(work: Work, place: Path, point: Point) -> None:
    disk = Disk()
    if point.kinds == MEMORY:  # for the whole process, so any connection may say it
        connection = db.sqlcipher.connect(":memory:")
        connection.execute(f"PRAGMA hard_heap_limit = {point.at * 1024}")
    elif point.kinds == FILE_SIZE:
        resource.setrlimit(resource.RLIMIT_FSIZE, (point.at * 1024, resource.RLIM_INFINITY))
    else:
        disk.arm(place, point.kinds, point.at, point.error, goes_on=point.goes_on)
    try:
        work.run(place, point.told.append)
    except IntakeError as error:
        point.sentence = error.sentence
    except BaseException as error:
        point.wrong = f"a crash instead of a sentence: {type(error).__name__}: {error}"
    finally:
        point.was_hit = point.kinds in {MEMORY, FILE_SIZE} or disk.disarm() >= point.at


def _checks(work: Work, place: Path, point: Point) -> Iterator[str]:
    """As it was left, and after the work was taken up again on a disk that is well."""
    yield point.wrong
    yield "" if point.sentence or point.told or not point.was_hit else "neither done nor told"
    try:
        yield work.judge(place, point.told)
        again: list[str] = []
        work.run(place, again.append)
        yield work.judge(place, again)
        yield "" if again else "done again, but not told"
    except Exception as error:
        yield f"cannot be taken up again: {type(error).__name__}: {error}"


def main(how: str, work: str, folder: str, *rest: str) -> None:
    """See the head of this file."""
    if how == "fail":
        kinds, error, goes_on, first, step, end, most = rest
        point = Point(kinds, int(error), goes_on == "1", int(first))
        fail(WORKS[work], Path(folder), point, int(step), int(end), int(most))
        return
    if how == "careless":
        be_careless()
    record(WORKS[work], Path(folder), Path(rest[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
