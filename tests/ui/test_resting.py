"""The vault gives memory back once after each time of work, and never in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from intake_app.people import service as people
from intake_app.session import Session
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from ui import resting
from ui.resting import Resting


class BusyTasks(DirectTasks):
    """Says when it works, as the real ones do."""

    def _submit(self, work: Callable[[], Any], deliver: Callable[[Future[Any]], None]) -> None:
        self.busy.emit(True)
        super()._submit(work, deliver)
        self.busy.emit(False)


def test_after_work_it_rests_once_and_nothing_is_forgotten(
    qtbot: QtBot, clerk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "REST_AFTER_MS", 30)
    monkeypatch.setattr(resting, "_to_the_system", lambda: rested.append(1))
    rested: list[int] = []
    person = people.save_person(clerk, a_person())
    tasks = BusyTasks()
    quiet = Resting(clerk, tasks)
    assert rested == []
    for times in (1, 2):
        tasks.read(quiet, lambda: people.person(clerk, person.id), lambda _found: None)
        qtbot.waitUntil(lambda times=times: len(rested) == times)
        assert not quiet._resting
    assert people.person(clerk, person.id) == person
    quiet.stop()
    tasks.read(quiet, lambda: None, lambda _nothing: None)
    assert not quiet._timer.isActive()
    assert tasks.errors == []
