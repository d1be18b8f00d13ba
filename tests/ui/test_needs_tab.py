"""What is given on arrival, on the screen: one key from the case, within the package, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.arrivals import service as arrivals
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.documents import service as documents
from intake_app.drafts import service as drafts
from intake_app.needs import service as needs
from intake_app.needs.model import GivenItem, Handing, Taker
from intake_app.screening.safeguards import Answer, ChildFacts, Standing
from intake_app.session import Session
from intake_app.values import Money
from tests.conftest import SignIn
from tests.core.attachments_kit import a_picture
from tests.core.lists_kit import an_arrival
from tests.core.needs_kit import a_kit, pocket_money
from tests.core.screening_kit import CHILD, a_case_of, screened
from tests.factories import TODAY, a_consent, a_homecoming, a_person
from tests.ui.case_kit import Desk
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.cases.case_screen import CaseScreen
from ui.language import Language
from ui.needs.aid_tab import AidTab
from ui.needs.give_form import GiveForm
from ui.needs.needs_tab import NeedsTab
from ui.needs.round_form import RoundForm


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(clerk: Session) -> CaseFile:
    return a_case_of(clerk, "1990-03-12")[1]


def page_of(tab: NeedsTab) -> GiveForm:
    assert isinstance(tab.page, GiveForm)
    return tab.page


def choose(page: GiveForm | RoundForm, kind: str) -> None:
    page.form["kind"].set_value(kind)
    page.form["kind"].edited.emit()


def only_item(session: Session, case: CaseFile) -> GivenItem:
    (item,) = needs.items_of(session, case.id)
    return item


def test_alt_5_and_alt_n_lead_reception_from_the_case_to_what_is_given(
    desk: Desk, clerk: Session, case: CaseFile
) -> None:
    screen = desk.open(CaseScreen, clerk, case)
    press(QApplication.focusWidget() or screen, "Alt+5")
    assert isinstance(screen.tabs.aid, AidTab)
    assert screen.tabs.aid.front is screen.tabs.needs
    assert screen.help_page == "needs"
    desk.qtbot.waitUntil(screen.tabs.needs.new.isVisible)
    press(QApplication.focusWidget() or screen, "Alt+N")
    desk.qtbot.waitUntil(lambda: screen.tabs.needs.page is not None)
    page = page_of(screen.tabs.needs)
    choose(page, "pocket_money")
    assert page.form["handed"].value() == "cash"
    type_text(page.form["value"].line, "50")
    press(page.form["value"].line, "Ctrl+Return")
    item = only_item(clerk, case)
    assert (item.kind, item.handed, item.value, item.taker) == (
        "pocket_money", Handing.CASH, Money(5_000, "EUR"), Taker.PERSON,
    )  # fmt: skip
    assert item.given_on == TODAY
    assert "number 1" in screen.tabs.needs.bar.text()
    assert drafts.drafts(clerk) == []
    screen.show_tab("grants")
    assert screen.help_page == "grants"


def test_the_profile_leads_straight_to_the_page(
    qtbot: QtBot, desk: Desk, clerk: Session, case: CaseFile
) -> None:
    screen = CaseScreen(clerk, desk.tasks, desk.messages, case.id, giving=True)
    qtbot.addWidget(screen)
    screen.reload()
    assert screen.tabs.needs.page is not None


def test_more_than_the_package_holds_is_refused_while_it_is_typed(
    desk: Desk, clerk: Session, case: CaseFile
) -> None:
    needs.give(clerk, pocket_money(case, 60_000))
    tab = desk.open(NeedsTab, clerk, case)
    assert "15.00" in tab.balance.accessibleName()
    tab.begin()
    page = page_of(tab)
    choose(page, "kit")
    type_text(page.form["value"].line, "15.01")
    assert "0.01" in page.form.field("value").mistake()
    page.save.click()
    assert len(needs.items_of(clerk, case.id)) == 1
    assert page.form["value"].line.text() == "15.01"
    press(page.form["value"].line, "Backspace")
    press(page.form["value"].line, "Backspace")
    page.form["value"].line.setText("15")
    page.form["value"].edited.emit()
    page.save.click()
    assert len(needs.items_of(clerk, case.id)) == 2


def test_the_money_of_a_child_is_proposed_to_its_caregiver(
    desk: Desk, supervisor: Session, sign_in: SignIn
) -> None:
    _person, case = a_case_of(supervisor, CHILD)
    facts = ChildFacts(
        standing=Standing.ACCOMPANIED, caregiver="Her mother", caregiver_consent=Answer.YES
    )
    screened(supervisor, case.id, child=facts)
    clerk = sign_in(Role.RECEPTION)
    tab = desk.open(NeedsTab, clerk, case)
    tab.begin()
    page = page_of(tab)
    assert set(page.form["taker"].buttons) == {"person", "caregiver"}
    choose(page, "pocket_money")
    assert page.form["taker"].value() == "caregiver"
    assert page.form["taker_name"].value() == "Her mother"
    type_text(page.form["value"].line, "10")
    page.form["taker"].buttons["person"].click()
    page.save.click()
    assert "no cash in hand" in page.bar.text()
    assert needs.items_of(clerk, case.id) == []
    page.form["taker"].buttons["caregiver"].click()
    page.save.click()
    assert only_item(clerk, case).taker_name == "Her mother"


def test_what_is_half_typed_comes_back(desk: Desk, clerk: Session, case: CaseFile) -> None:
    tab = desk.open(NeedsTab, clerk, case)
    tab.begin()
    choose(page_of(tab), "transport")
    type_text(page_of(tab).form["what"].line, "Taxi")
    type_text(page_of(tab).form["value"].line, "18,")
    tab.keep_draft()
    tab = desk.open(NeedsTab, clerk, case)
    tab.begin()
    form = page_of(tab).form
    assert (form["kind"].value(), form["what"].value(), form["value"].line.text()) == (
        "transport", "Taxi", "18,",
    )  # fmt: skip


def test_a_slip_is_taken_back_with_a_reason(desk: Desk, clerk: Session, case: CaseFile) -> None:
    needs.give(clerk, a_kit(case))
    tab = desk.open(NeedsTab, clerk, case)
    desk.messages.answers = [None, "Written down twice."]
    tab.details.take_back.click()
    assert only_item(clerk, case).stands
    tab.details.take_back.click()
    assert only_item(clerk, case).reason == "Written down twice."
    assert not tab.details.take_back.isVisible()
    assert any("Written down twice." in words for words in words_on(tab.details))


def test_the_receipt_is_previewed_issued_and_noted_as_signed(
    desk: Desk, clerk: Session, case: CaseFile
) -> None:
    needs.give(clerk, a_kit(case))
    tab = desk.open(NeedsTab, clerk, case)
    assert tab.receipt.isEnabled()
    tab.receipt.menu().actions()[1].trigger()
    dialog = tab.work.dialog
    assert dialog is not None
    desk.messages.answers = [True]
    dialog.issue_wanted.emit()
    (paper,) = documents.documents_of(clerk, case.id)
    assert (paper.kind, paper.language) == ("arrival_receipt", "fr")
    dialog.close()
    desk.messages.answers = [False, True]
    tab.signed.click()
    assert only_item(clerk, case).receipt_on is None
    tab.signed.click()
    assert only_item(clerk, case).receipt_on == TODAY
    assert not tab.receipt.isEnabled()
    assert not tab.signed.isEnabled()


def test_signed_on_paper_is_listed_as_missing_until_the_scan_is_there(
    desk: Desk, clerk: Session, case: CaseFile, tmp_path: Path
) -> None:
    given = needs.give(clerk, a_kit(case))
    tab = desk.open(NeedsTab, clerk, case)
    desk.messages.answers = [True]
    tab.signed.click()
    assert any("Signed on paper, no scan yet" in words for words in words_on(tab.details))
    picture = tmp_path / "receipt.png"
    a_picture().save(picture)
    desk.messages.answers = [[picture]]
    tab.scan.click()
    assert tab.bar.text() == "The signed receipt is in the file."
    assert given.id in needs.needs_of(clerk, case.id).scans
    assert any("Signed, scanned" in words for words in words_on(tab.details))
    assert not tab.scan.isEnabled()
    assert "in the file" in tab.scan.accessibleDescription()


def test_a_supervisor_reads_and_takes_back_but_does_not_give(
    desk: Desk, sign_in: SignIn, clerk: Session, case: CaseFile
) -> None:
    needs.give(clerk, a_kit(case))
    tab = desk.open(NeedsTab, sign_in(Role.SUPERVISOR), case)
    assert not tab.new.isEnabled()
    assert tab.details.take_back.isEnabled()
    tab.begin()
    assert tab.page is None


def test_a_switch_of_the_language_forgets_no_text(
    desk: Desk, screen_language: Language, clerk: Session, case: CaseFile, tmp_path: Path
) -> None:
    needs.give(clerk, pocket_money(case, 100))
    tab = desk.open(NeedsTab, clerk, case)
    data = {
        "12/05/2026", "12 May 2026", "Post-arrival package", "EUR", "1.00\u00a0EUR", "Alt+N",
        "English", "Français", clerk.full_name,
    }  # fmt: skip
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "list", data) == set()
    tab.begin()
    data |= {"Pick-up at the airport", "Ctrl+Enter", "Esc"}
    assert forgotten_by_a_switch(page_of(tab), screen_language, tmp_path / "form", data) == set()


# ---------------------------------------------------------------------------- a whole arrival


@pytest.fixture
def at_the_door(clerk: Session) -> Callable[[], CaseFile]:
    charter = arrivals.save_arrival(clerk, an_arrival())

    def comes() -> CaseFile:
        person = a_person()
        coming = a_homecoming(person, arrived_on=clerk.today())
        person, line = arrivals.save_arrived(clerk, charter.id, person, coming)
        cases.give_consent(clerk, a_consent(person))
        comes.arrival_id = line.arrival_id  # type: ignore[attr-defined]
        return cases.open_case(clerk, person.id, coming.id, "eurp")

    return comes


def test_everybody_of_an_arrival_gets_the_same_and_gives_it_back(
    qtbot: QtBot, desk: Desk, clerk: Session, at_the_door: Callable[[], CaseFile]
) -> None:
    both = [at_the_door(), at_the_door()]
    arrival_id = at_the_door.arrival_id  # type: ignore[attr-defined]
    page = RoundForm(clerk, desk.tasks, desk.messages, arrival_id)
    qtbot.addWidget(page)
    page.reload()
    assert "2 people" in page.who.text()
    choose(page, "kit")
    page.submit()
    page.reload()
    assert [len(needs.items_of(clerk, case.id)) for case in both] == [1, 1]
    assert "2 people got it." in page.bar.text()
    assert page.last is not None
    desk.messages.answers = ["The wrong flight."]
    page.take_back.click()
    page.reload()
    assert page.last is None
    assert not any(only_item(clerk, case).stands for case in both)


def test_nobody_gets_anything_if_one_case_stands_against_it(
    qtbot: QtBot, desk: Desk, clerk: Session, at_the_door: Callable[[], CaseFile]
) -> None:
    first, second = at_the_door(), at_the_door()
    needs.give(clerk, pocket_money(second, 61_000))
    arrival_id = at_the_door.arrival_id  # type: ignore[attr-defined]
    page = RoundForm(clerk, desk.tasks, desk.messages, arrival_id)
    qtbot.addWidget(page)
    choose(page, "pocket_money")
    type_text(page.form["value"].line, "10")
    page.submit()
    assert second.number in page.form.field("value").mistake()
    assert needs.items_of(clerk, first.id) == []
    assert page.form["value"].line.text() == "10"
