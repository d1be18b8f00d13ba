"""Persons who may be registered already: shown with reasons, opened, told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.duplicates import service as duplicates
from intake_app.people import service as people
from intake_app.people.evidence import Facts
from intake_app.people.model import Person, Sex
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press
from ui.language import Language
from ui.people.alike_persons import AlikePersons

TYPED = Facts(
    family_name="Jallow", given_names="Mariam", sex=Sex.FEMALE,
    birth=PartialDate.from_edtf("1990"), mother_name="Hawa Ba",
)  # fmt: skip


def registered(clerk: Session, **more: object) -> Person:
    facts = {"documents": (), "mother_name": "Awa Bah", "phone_as_typed": "", **more}
    return people.save_person(clerk, a_person(**facts))


@pytest.fixture
def alike(qtbot: QtBot, clerk: Session, tasks: DirectTasks) -> AlikePersons:
    made = AlikePersons(clerk, tasks)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def look(alike: AlikePersons, facts: Facts = TYPED, own_id: str = "") -> None:
    alike.look_soon(facts, own_id)
    alike.look()


def test_somebody_saved_a_moment_ago_is_found_with_reasons_and_a_question(
    qtbot: QtBot, alike: AlikePersons, clerk: Session
) -> None:
    person = registered(clerk)
    look(alike)
    assert [each.person_id for each in alike.candidates] == [person.id]
    shown = " | ".join(words_on(alike)).casefold()
    for words in (
        "DIALLO Mariama",
        "“Jallow” and “Diallo” are spellings of one name",
        "the same mother’s name",
        "Probably the same",
        "Ask whether they have been here before, and when.",
    ):
        assert words.casefold() in shown
    with qtbot.waitSignal(alike.chosen) as signal:
        press(alike.buttons[0], "Return")
    assert signal.args == [person.id]


def test_whoever_is_told_apart_goes_and_it_is_kept_when_the_person_is_saved(
    qtbot: QtBot, alike: AlikePersons, clerk: Session
) -> None:
    other = registered(clerk)
    look(alike)
    with qtbot.waitSignal(alike.told_apart):
        press(alike.buttons[0], "Delete")
    assert alike.candidates == []
    assert not alike.card.isVisible()
    look(alike)
    assert alike.candidates == []
    mine = registered(clerk, family_name="Jallow", given_names="Mariam")
    alike.keep(mine.id)
    duplicates.catch_up(clerk)
    assert duplicates.candidates(clerk, TYPED, but=mine.id) == []
    assert duplicates.candidates(clerk, TYPED, but=other.id) == []
    alike.forget()
    look(alike)  # the control: for a third person both are shown
    assert len(alike.candidates) == 2


def test_a_person_is_never_shown_as_their_own_double(alike: AlikePersons, clerk: Session) -> None:
    person = registered(clerk)
    look(alike, own_id=person.id)
    assert alike.candidates == []


def test_an_answer_to_what_was_typed_before_is_not_shown(qtbot: QtBot, clerk: Session) -> None:
    registered(clerk)
    late = LateTasks()
    alike = AlikePersons(clerk, late)
    qtbot.addWidget(alike)
    look(alike)
    look(alike, Facts())
    late.run_all()
    assert alike.candidates == []
    assert late.errors == []


def test_nothing_typed_asks_nothing(alike: AlikePersons, clerk: Session) -> None:
    registered(clerk)
    look(alike, Facts())
    assert alike.candidates == []


def test_every_word_follows_a_switch_of_the_language(
    alike: AlikePersons, clerk: Session, screen_language: Language, tmp_path: Path
) -> None:
    registered(clerk)
    look(alike)
    data = {"DIALLO Mariama"}
    assert forgotten_by_a_switch(alike, screen_language, tmp_path / "pseudo", data) == set()
