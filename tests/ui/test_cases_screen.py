"""The case list: found while typing, filtered with counts, opened with Enter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.people import service as people
from intake_app.people.model import Person, Sex
from intake_app.search import Filter
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.conftest import FixedClock, SignIn
from tests.factories import a_consent, a_homecoming, a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press
from ui.cases.find_screen import CasesScreen
from ui.language import Language

Opener = Callable[..., CasesScreen]


@pytest.fixture
def open_list(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Opener:
    def make(session: Session, others: DirectTasks | None = None) -> CasesScreen:
        screen = CasesScreen(session, others or tasks, messages)
        qtbot.addWidget(screen)
        screen.resize(1198, 640)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        screen.reload()
        return screen

    return make


def registered(session: Session, **changes: object) -> Person:
    person = a_person(**changes)
    return people.save_person(session, person, a_homecoming(person))


def with_case(session: Session, person: Person) -> CaseFile:
    cases.give_consent(session, a_consent(person))
    (coming,) = people.homecomings(session, person.id)
    return cases.open_case(session, person.id, coming.id, "eurp")


def names(screen: CasesScreen) -> list[str]:
    model = screen.list.model
    rows = (model.row(row) for row in range(model.rowCount()))
    return [row.given_names if row else "" for row in rows]


def chips(screen: CasesScreen) -> list[str]:
    return [chip.text() for chip in screen.preview.chips.chips]


def type_filter(screen: CasesScreen, text: str) -> None:
    screen.list.text.setText(text)
    screen.list.wanted.emit()


def test_everybody_is_listed_the_newest_first_with_what_a_clerk_needs(
    open_list: Opener, clerk: Session
) -> None:
    case = with_case(clerk, registered(clerk))
    registered(clerk, given_names="Lamin", sex=Sex.MALE, birth=PartialDate.from_edtf("2012"))
    screen = open_list(clerk)
    assert names(screen) == ["Lamin", "Mariama"]
    shown = words_on(screen.list.table)
    assert {case.number, "DIALLO Mariama", "F 36", "GN", "02/05/2026", "Arrival"} <= set(shown)
    assert "M 13–14" in shown


def test_typing_finds_by_the_start_of_any_name_or_number(open_list: Opener, clerk: Session) -> None:
    case = with_case(clerk, registered(clerk))
    registered(clerk, family_name="Bah", given_names="Lamin", phone_as_typed="")
    screen = open_list(clerk)
    for typed, found in (
        ("mari", ["Mariama"]),
        ("bah", ["Lamin"]),
        (case.number, ["Mariama"]),
        ("zzz", []),
        ("", ["Lamin", "Mariama"]),
    ):
        type_filter(screen, typed)
        assert names(screen) == found, typed


def test_the_ready_filters_have_counts_and_leave_what_they_say(
    open_list: Opener, clerk: Session, clock: FixedClock
) -> None:
    with_case(clerk, registered(clerk))
    clock.moment += timedelta(days=1)
    registered(clerk, given_names="Lamin", birth=PartialDate.from_edtf("2012-05"))
    screen = open_list(clerk)
    counts = {key: button.filter.count for key, button in screen.list.filters.buttons.items()}
    assert counts == {
        Filter.ALL: 2, Filter.MINE: 2, Filter.TODAY: 1, Filter.WITHOUT_CASE: 1,
        Filter.MINORS: 1, Filter.WAITING: 0, Filter.AGES: 0,
    }  # fmt: skip
    for key, found in (("minors", ["Lamin"]), ("waiting", []), ("all", ["Lamin", "Mariama"])):
        screen.list.filters.select(key)
        assert names(screen) == found


def test_enter_opens_the_case_or_else_the_profile(
    qtbot: QtBot, open_list: Opener, clerk: Session
) -> None:
    case = with_case(clerk, registered(clerk))
    other = registered(clerk, given_names="Lamin")
    screen = open_list(clerk)
    for key, destination in (
        (f"{other.id} ", ["person", other.id]),
        (f"{case.person_id} {case.id}", ["case", case.id]),
    ):
        screen.list.select(key)
        with qtbot.waitSignal(screen.destination_chosen) as signal:
            press(screen.list.table, "Return")
        assert signal.args == destination
        with qtbot.waitSignal(screen.destination_chosen) as signal:
            screen.preview.open.click()
        assert signal.args == destination


def test_n_registers_a_new_person(qtbot: QtBot, open_list: Opener, clerk: Session) -> None:
    registered(clerk)
    screen = open_list(clerk)
    with qtbot.waitSignal(screen.destination_chosen) as signal:
        press(screen.list.table, "N")
    assert signal.args == ["new_person", ""]


def test_n_in_the_search_text_is_a_letter(qtbot: QtBot, open_list: Opener, clerk: Session) -> None:
    screen = open_list(clerk)
    screen.list.text.setFocus()
    with qtbot.assertNotEmitted(screen.destination_chosen, wait=200):
        press(screen.list.text, "n")
    assert screen.list.text.text() == "n"


def test_an_empty_vault_says_what_to_do_first(
    qtbot: QtBot, open_list: Opener, clerk: Session
) -> None:
    screen = open_list(clerk)
    assert screen.empty.isVisible()
    assert not screen.preview.isVisible()
    with qtbot.waitSignal(screen.destination_chosen) as signal:
        screen.empty.action.click()
    assert signal.args == ["new_person", ""]
    type_filter(screen, "Diallo")
    assert any("Diallo" in text for text in words_on(screen.empty))


def test_the_preview_shows_the_person_and_how_the_consent_stands(
    open_list: Opener, clerk: Session
) -> None:
    person = registered(clerk, own_script_name="ماريما")
    screen = open_list(clerk)
    assert screen.preview.name.text() == "DIALLO Mariama"
    assert screen.preview.own_script.text() == "ماريما"
    assert chips(screen) == ["No consent yet", "No case yet"]
    consent = cases.give_consent(clerk, a_consent(person))
    screen.reload()
    assert chips(screen) == ["Consent given", "No case yet"]
    cases.withdraw_consent(clerk, consent, "changed her mind")
    screen.reload()
    assert chips(screen) == ["Consent withdrawn", "No case yet"]


def test_a_possible_minor_is_marked_in_the_preview(open_list: Opener, clerk: Session) -> None:
    registered(clerk, birth=PartialDate.from_edtf("2007/2008"))
    screen = open_list(clerk)
    assert screen.preview.chips.chips[0].text() == "Perhaps a minor: check the age"


def test_the_first_page_does_not_wait_for_the_counts(
    open_list: Opener, clerk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.cases.find_screen.PAGE", 3)  # as if a page were full
    for number in range(5):
        registered(clerk, given_names=f"N{number}")
    late = LateTasks()
    screen = open_list(clerk, late)
    counts = {key: button for key, button in screen.list.filters.buttons.items()}
    assert counts == {}
    late.run_next()
    assert names(screen) == ["N4", "N3", "N2"]
    assert "…" in words_on(screen)
    assert screen.list.filters.buttons[Filter.ALL].filter.count is None
    late.run_all()
    assert screen.list.model.rowCount() == 5
    assert screen.list.filters.buttons[Filter.ALL].filter.count == 5
    assert "5 rows" in words_on(screen)
    assert late.errors == []


def test_a_late_answer_to_an_older_text_is_not_shown(open_list: Opener, clerk: Session) -> None:
    registered(clerk)
    late = LateTasks()
    screen = open_list(clerk, late)
    late.run_all()
    type_filter(screen, "nobody")
    type_filter(screen, "Mari")
    late.run_all()
    assert names(screen) == ["Mariama"]
    assert late.errors == []


def test_more_persons_than_a_page_can_all_be_reached(open_list: Opener, clerk: Session) -> None:
    for number in range(105):
        person = a_person(given_names=f"Number{number:03}", documents=())
        people.save_person(clerk, person, a_homecoming(person))
    screen = open_list(clerk)
    model = screen.list.model
    assert model.rowCount() == 105
    model.index(104, 1).data()
    assert names(screen)[104] == "Number000"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_look_and_register(open_list: Opener, sign_in: SignIn, role: Role) -> None:
    session = sign_in(role)
    registered(session)
    screen = open_list(session)
    assert screen.new.isEnabled()
    assert names(screen) == ["Mariama"]


def test_every_word_follows_a_switch_of_the_language(
    open_list: Opener, clerk: Session, screen_language: Language, tmp_path: Path
) -> None:
    case = with_case(clerk, registered(clerk, birth=PartialDate.from_edtf("2010")))
    screen = open_list(clerk)
    data = {"DIALLO Mariama", case.number, "02/05/2026", "2 May 2026", "Guinea", "GN"}
    data |= {"+224 622 12 34 56", clerk.packs["eurp"].short_name.en, "N", "Enter"}
    assert forgotten_by_a_switch(screen, screen_language, tmp_path, data) == set()
