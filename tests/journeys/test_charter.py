"""A charter of 150: the organiser's list, the door, and 150 profiles with numbers, in seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Arrival, Expected
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.people.model import (
    DocumentKind,
    Homecoming,
    IdentityDocument,
    Person,
    ReturnKind,
)
from intake_app.search import Question, count
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from tests.core.lists_kit import HEADINGS, a_list, an_arrival, people_rows
from tests.journeys.hands import Hands, at_the_window
from tests.ui.conftest import dressed, messages, standard_look, tasks
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.arrivals.arrival_desk import ArrivalDesk
from ui.arrivals.roll_page import RollPage

__all__ = ["dressed", "messages", "standard_look", "tasks"]

MANY, BY_HAND = 150, 4
MOST_SECONDS = 0.06
"""Of the program's own time for each person, from the list to the profile; people take the rest of
the 90 seconds. Measured: 0.01."""
MOST_KEYS = 3
"""For somebody of the list: Enter after the number, and the two that make Ctrl+Enter one."""


@pytest.fixture
def hands(
    qtbot: QtBot,
    clerk: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
) -> Iterator[Hands]:
    with at_the_window(qtbot, clerk, tasks, messages, packs) as at_work:
        yield at_work


def test_a_charter_of_150_from_the_list_to_complete_profiles(
    hands: Hands, clerk: Session, messages: ScriptedMessages, tmp_path: Path
) -> None:
    manifest = a_list(tmp_path, [HEADINGS, *people_rows(MANY)])
    charter = arrivals.save_arrival(clerk, an_arrival())
    begun = time.process_time()
    import_list(hands, messages, charter, manifest)
    assert len(arrivals.roll(clerk, charter.id).people) == MANY
    at_the_door(hands, clerk, charter)
    register_by_hand(hands, clerk, charter)
    register_the_others(clerk, charter)
    each = (time.process_time() - begun) / MANY
    print(f"\n{each:.3f} seconds of the program for each of {MANY} persons")
    assert each < MOST_SECONDS
    check_everybody(clerk, charter)


def import_list(hands: Hands, messages: ScriptedMessages, charter: Arrival, manifest: Path) -> None:
    """The page has its button under the keyboard; then the key that imports."""
    hands.window.open_destination("arrival_list", charter.id)
    messages.answers = [manifest]
    hands.press("Return")
    hands.press("Ctrl+Return")
    hands.press("Escape")


def at_the_door(hands: Hands, clerk: Session, charter: Arrival) -> None:
    """Each gets a number; the first ones by key."""
    hands.window.open_destination("arrival", charter.id)
    assert isinstance(hands.page, RollPage)
    hands.press("Ctrl+D", BY_HAND)
    lines = arrivals.roll(clerk, charter.id).people
    assert [line.token for line in lines[: BY_HAND + 1]] == [1, 2, 3, 4, None]
    for line in lines[BY_HAND:]:
        arrivals.has_come(clerk, line.id)


def register_by_hand(hands: Hands, clerk: Session, charter: Arrival) -> None:
    """The number brings the person; the language of papers is set once, and its pin keeps it."""
    hands.press("Ctrl+Return")  # Register people
    desk = hands.page
    assert isinstance(desk, ArrivalDesk)
    desk.form["language"].buttons["fr"].setFocus()
    hands.type("E")  # English, for those of this flight
    desk.form["token"].line.setFocus()
    hands.pressed()
    for number in range(1, BY_HAND + 1):
        hands.answer(str(number))
        hands.press("Ctrl+Return")
        assert hands.pressed() < MOST_KEYS
    registered = [one for one in arrivals.roll(clerk, charter.id).people if one.person_id]
    assert [one.token for one in registered] == list(range(1, BY_HAND + 1))
    languages = {people.person(clerk, one.person_id or "").language for one in registered}
    assert languages == {"en"}


def register_the_others(clerk: Session, charter: Arrival) -> None:
    """What the desk does when **Save and next** is pressed."""
    for line in arrivals.roll(clerk, charter.id).people[BY_HAND:]:
        person = person_of(line)
        coming = Homecoming(new_id(), person.id, "LY", ReturnKind.HUMANITARIAN, charter.arrives_on)
        arrivals.save_arrived(
            clerk, charter.id, person, coming, expected_id=line.id, token=line.token,
            interviewer=clerk.user.id,
        )  # fmt: skip


def person_of(line: Expected) -> Person:
    """The profile of somebody of the list, as the desk's form makes it."""
    assert isinstance(line.birth, PartialDate)
    paper = IdentityDocument(new_id(), DocumentKind.PASSPORT, line.document_number)
    return Person(
        new_id(), line.family_name, line.given_names, line.sex, line.birth, line.nationality, "en",
        documents=(paper,),
    )  # fmt: skip


def check_everybody(clerk: Session, charter: Arrival) -> None:
    roll = arrivals.roll(clerk, charter.id).people
    assert count(clerk, Question()) == MANY
    assert sorted(line.token or 0 for line in roll) == list(range(1, MANY + 1))
    for line in roll:
        person = people.person(clerk, line.person_id or "")
        assert (person.family_name.upper(), person.given_names) == (
            line.family_name.upper(), line.given_names,
        )  # fmt: skip
        assert person.sex is line.sex
        assert person.birth == line.birth
        assert person.nationality == "GN"
        assert [paper.number for paper in person.documents] == [line.document_number]
        assert [one.from_country for one in people.homecomings(clerk, person.id)] == ["LY"]
