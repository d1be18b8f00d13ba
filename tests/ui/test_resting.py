"""The vault gives memory back once after each time of work, and never in the middle of it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from intake_app.people import service as people
from intake_app.session import Session
from tests.factories import a_person
from ui import resting
from ui.resting import Resting
from ui.tasks import Tasks


def test_after_work_it_rests_once_and_nothing_is_forgotten(
    qtbot: QtBot, clerk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "REST_AFTER_MS", 30)
    monkeypatch.setattr(resting, "_to_the_system", lambda: rested.append(1))
    rested: list[int] = []
    person = people.save_person(clerk, a_person())
    tasks = Tasks(lambda _error: None)
    quiet = Resting(clerk, tasks)
    assert rested == []
    for times in (1, 2):
        tasks.read(quiet, lambda: people.person(clerk, person.id), lambda _found: None)
        qtbot.waitUntil(lambda times=times: len(rested) == times)
        qtbot.waitUntil(lambda: not quiet._resting)
    assert people.person(clerk, person.id) == person
    quiet.stop()
    tasks.read(quiet, lambda: None, lambda _nothing: None)
    qtbot.waitUntil(lambda: not tasks._running)
    assert not quiet._timer.isActive()
    tasks.close()
