"""The case: the head tells what must not be forgotten, and leaving loses nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.acts import Act, Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile, Stage
from intake_app.drafts import service as drafts
from intake_app.grants import service as grants
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, Urgency
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from tests.conftest import SignIn
from tests.core.dossier_kit import answered
from tests.core.test_case_journey import a_request
from tests.factories import a_person
from tests.ui.case_kit import Desk, a_service, agreed, approved_plan, new_case, saved_plan
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.cases.case_screen import LOW_BELOW, CaseScreen
from ui.cases.case_tabs import LETTERS, TITLES
from ui.cases.history_tab import HistoryTab
from ui.cases.profile_tab import ProfileTab
from ui.language import Language
from ui.stage_bar import StageState


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    return new_case(sign_in)


@pytest.fixture
def person(opened: tuple[Person, CaseFile]) -> Person:
    return opened[0]


@pytest.fixture
def case(opened: tuple[Person, CaseFile]) -> CaseFile:
    return opened[1]


@pytest.fixture
def counsellor(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


def chips(screen: CaseScreen) -> list[str]:
    return [chip.text() for chip in screen.header.chips.chips]


def views(session: Session, case: CaseFile) -> int:
    return [line.act for line in cases.history(session, [case.id])].count(Act.CASE_VIEWED)


# ---------------------------------------------------------------------------- head


def test_opening_is_noted_once_however_often_the_page_reads_again(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    screen = desk.open(CaseScreen, counsellor, case)
    screen.reload()
    screen.show_tab("plan")
    screen.reload()
    assert views(counsellor, case) == 1


def test_the_head_names_person_number_programme_and_stage(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    screen = desk.open(CaseScreen, counsellor, case)
    assert screen.header.name.text() == "DIALLO Mariama"
    assert screen.header.number.text() == case.number
    assert screen.header.programme.text() == "EURP"
    states = {step.key: step.state for step in screen.header.stages._stages}
    assert states[Stage.ARRIVAL] is StageState.NOW
    assert states[Stage.NOTICE] is StageState.AHEAD  # nobody gave notice
    plans.submit_plan(counsellor, saved_plan(counsellor, case).id)
    screen.reload()
    states = {step.key: step.state for step in screen.header.stages._stages}
    assert (states[Stage.PLAN], states[Stage.APPROVAL]) == (StageState.DONE, StageState.NOW)


def test_chips_say_what_must_not_be_forgotten_the_most_urgent_first(
    desk: Desk, sign_in: SignIn, person: Person, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    child = a_person(given_names="Ibrahima", birth=PartialDate.from_edtf("2015"), documents=())
    child = people.save_person(clerk, child)
    people.join_household(clerk, child, people.person(clerk, person.id), "child")
    plan = approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    grant = grants.request_grant(counsellor, a_request(plan))
    grants.return_grant(sign_in(Role.SUPERVISOR), grant.id, "Attach a quote.")
    counsellor = sign_in(Role.COUNSELLOR)
    service = a_service(counsellor)
    agreed(counsellor, person, service)
    referrals.refer(
        counsellor,
        Referral(new_id(), case.id, service.id, "employment", "Formation", Urgency.EMERGENCY),
    )
    counsellor.clock.moment += timedelta(days=2)  # type: ignore[attr-defined]
    screen = desk.open(CaseScreen, counsellor, case)
    assert chips(screen) == [
        "1 answer overdue",
        "1 minor in the family",
        "1 grant returned",
        "Post-arrival package: 615.00\u00a0EUR left",
        "Post-return package: 800.00\u00a0EUR left, 353 days",
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Plan due in 20 days, on 1 June 2026"),
        (20, "Plan due today, on 1 June 2026"),
        (23, "Plan was due 3 days ago, on 1 June 2026"),
    ],
)
def test_the_plans_due_day_is_in_sight(
    desk: Desk, counsellor: Session, case: CaseFile, days: int, said: str
) -> None:
    counsellor.clock.moment += timedelta(days=days)  # type: ignore[attr-defined]
    assert said in chips(desk.open(CaseScreen, counsellor, case))


def test_a_child_whose_case_it_is_is_marked(desk: Desk, sign_in: SignIn, case: CaseFile) -> None:
    clerk = sign_in(Role.RECEPTION)
    view = cases.reload_case(clerk, case.id)
    changed = {"birth": PartialDate.from_edtf("2007/2009")}
    corrected = type(view.person)(**{**vars(view.person), **changed})
    people.save_person(clerk, corrected, age_reason="Says the mother.")
    screen = desk.open(CaseScreen, sign_in(Role.COUNSELLOR), case)
    assert chips(screen)[:2] == [
        "Age corrected: look it over", "Perhaps a minor: check the age",
    ]  # fmt: skip


def test_a_chip_jumps_to_its_place(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    screen = desk.open(CaseScreen, counsellor, case)
    screen.header.chips.chips[0].click()
    assert screen.tabs.current_key() == "planning"


def test_the_case_is_assigned_and_the_head_shows_to_whom(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    screen = desk.open(CaseScreen, counsellor, case)
    assert screen.header.counsellor.accessibleName() == "No counsellor yet"
    (mine,) = screen.header.counsellor.menu().actions()
    assert mine.text() == "Assign to me"
    mine.trigger()
    assert cases.reload_case(counsellor, case.id).case.counsellor == counsellor.user.id
    assert screen.header.counsellor.accessibleName() == "Cheikh Ndiaye"
    assert screen.bar.text() == "The case has a new counsellor."
    (nobody,) = screen.header.counsellor.menu().actions()
    assert not nobody.isEnabled()


def test_a_supervisor_assigns_to_a_counsellor_by_name(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    screen = desk.open(CaseScreen, supervisor, case)
    assert [one.text() for one in screen.header.counsellor.menu().actions()] == [
        "Assign to Cheikh Ndiaye"
    ]


def test_reception_sees_why_it_cannot_assign_refer_or_ask_for_a_grant(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    header = desk.open(CaseScreen, sign_in(Role.RECEPTION), case).header
    for button in (header.counsellor, header.referral, header.grant):
        assert not button.isEnabled()
        assert button.accessibleDescription()


# ---------------------------------------------------------------------------- tabs


def test_alt_and_a_number_open_the_tabs(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    screen = desk.open(CaseScreen, counsellor, case)
    screen.tabs.set_child(True)  # the others do not move when there is none
    numbered = [key for key in TITLES if key not in LETTERS]
    keys = {key: str(number % 10) for number, key in enumerate(numbered, start=1)} | LETTERS
    for key, letter in keys.items():
        press(QApplication.focusWidget() or screen, f"Alt+{letter}")
        assert screen.tabs.current_key() == key


def test_a_tab_is_read_when_it_is_shown_and_again_only_after_a_change(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    answered(counsellor, case.id)
    screen = desk.open(CaseScreen, counsellor, case)
    screen.show_tab("history")
    before = screen.tabs.history.model.rowCount()
    a_service(counsellor)
    saved_plan(counsellor, case)  # behind the screen's back
    screen.show_tab("profile")
    screen.show_tab("history")
    assert screen.tabs.history.model.rowCount() == before
    screen.reload()
    assert screen.tabs.history.model.rowCount() == before + 1


def test_the_buttons_of_the_head_open_the_pages_to_write(
    desk: Desk, sign_in: SignIn, person: Person, case: CaseFile
) -> None:
    approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    a_service(counsellor)
    screen = desk.open(CaseScreen, counsellor, case)
    screen.header.grant.click()
    assert screen.tabs.current_key() == "aid"
    assert screen.tabs.grants.page is not None
    screen.header.referral.click()
    assert screen.tabs.current_key() == "referrals"
    assert screen.tabs.referrals.page is not None
    screen.header.print_menu.menu().actions()[1].trigger()
    assert screen.tabs.current_key() == "papers"
    assert screen.tabs.papers.lines[1].preview.hasFocus()


@pytest.mark.parametrize("late", [False, True])
def test_recording_a_consent_leads_to_the_consents_with_the_service_chosen(
    qtbot: QtBot, messages: ScriptedMessages, counsellor: Session, case: CaseFile, *, late: bool
) -> None:
    service = a_service(counsellor)
    tasks = LateTasks() if late else DirectTasks()

    def answer() -> None:
        if isinstance(tasks, LateTasks):
            tasks.run_all()

    screen = Desk(qtbot, tasks, messages).open(CaseScreen, counsellor, case)
    answer()
    screen.show_tab("referrals")
    answer()
    screen.tabs.referrals.begin()
    answer()
    page = screen.tabs.referrals.page
    assert page is not None
    page.form["provider"].set_value(service.id)
    page.form["provider"].edited.emit()
    page.record.click()  # type: ignore[attr-defined]
    answer()
    assert screen.tabs.current_key() == "consent"
    form = screen.tabs.consent.form
    assert form is not None
    assert form.form["purpose"].value() == "sharing"
    assert form.form["recipient_id"].value() == service.id
    form.form["given_how"].buttons["signature"].click()
    form.submit()
    answer()
    screen.show_tab("referrals")
    answer()
    page = screen.tabs.referrals.page
    assert page is not None
    assert page.save.isEnabled()
    assert tasks.errors == []


# ---------------------------------------------------------------------------- leaving


def test_leaving_asks_in_the_tab_where_something_would_be_lost(
    desk: Desk, counsellor: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    saved_plan(counsellor, case)
    screen = desk.open(CaseScreen, counsellor, case)
    assert screen.may_leave()
    screen.show_tab("plan")
    form = screen.tabs.plan.pages.form
    assert form is not None
    type_text(form.goals.cards()[0].head.editors.text.block, "Un ")
    screen.show_tab("history")
    messages.answers = [False]
    assert not screen.may_leave()
    assert screen.tabs.current_key() == "planning"
    messages.answers = [True]
    assert screen.may_leave()
    assert drafts.found(counsellor, "plan", case.id) is not None


def test_locking_keeps_what_is_typed_in_every_tab(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    a_service(counsellor)
    screen = desk.open(CaseScreen, counsellor, case)
    for key, begin in (
        ("grants", screen.tabs.grants.begin),
        ("referrals", screen.tabs.referrals.begin),
    ):
        screen.show_tab(key)
        begin()
    for tab, key in ((screen.tabs.grants, "purpose"), (screen.tabs.referrals, "reason")):
        assert tab.page is not None
        type_text(tab.page.form[key].block, "Une phrase")
    screen.show_tab("plan")
    screen.tabs.plan.head.renew.click()
    form = screen.tabs.plan.pages.form
    assert form is not None
    type_text(form.goals.cards()[0].head.editors.text.block, "Un ")
    screen.keep_draft()
    assert {draft.form for draft in drafts.drafts(counsellor)} == {"plan", "grant", "referral"}


# ---------------------------------------------------------------------------- profile, history


def test_the_profile_leads_to_the_persons_own_page(
    desk: Desk, counsellor: Session, person: Person, case: CaseFile
) -> None:
    tab = desk.open(ProfileTab, counsellor, case)
    said = words_on(tab)
    assert "Aïssatou Barry" in said
    assert "12 March 1990 · 36 years old" in said
    with desk.qtbot.waitSignal(tab.destination_chosen) as chosen:
        tab.edit.click()
    assert chosen.args == ["person", person.id]


def test_history_tells_who_did_what_and_on_request_who_looked(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    cases.case_view(counsellor, case.id)
    counsellor.clock.moment += timedelta(days=3)  # type: ignore[attr-defined]
    tab = desk.open(HistoryTab, counsellor, case)

    def told() -> list[tuple[str, str]]:
        rows = [tab.model.row(place) for place in range(tab.model.rowCount())]
        return [(row[1].act, row[1].who) for row in rows if row is not None]

    assert told()[0] == (Act.PLAN_APPROVED, "Salimata Keita")
    assert Act.CASE_VIEWED not in [act for act, _who in told()]
    tab.looking.box.click()
    assert told()[0] == (Act.CASE_VIEWED, "Cheikh Ndiaye")
    assert any(words.startswith("3 days ago, 12/05/2026") for words in words_on(tab))


# ---------------------------------------------------------------------------- words


def test_every_word_of_head_profile_and_history_follows_a_switch_of_the_language(
    desk: Desk,
    counsellor: Session,
    person: Person,
    case: CaseFile,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    screen = desk.open(CaseScreen, counsellor, case)
    screen.show_tab("history")
    screen.show_tab("profile")
    data = {
        person.display_name, case.number, "EURP", "Diallo", "Mariama", "Aïssatou Barry",
        person.phone_as_typed, "Cheikh Ndiaye", "Ramata Bah", "Guinea", "France", "French",
        "2 May 2026", "O00412345, Guinea", "Ctrl+E",
    }  # fmt: skip
    for widget in (screen.header, screen.tabs.profile, screen.tabs.history):
        folder = tmp_path / type(widget).__name__
        forgotten = forgotten_by_a_switch(widget, screen_language, folder, data)
        assert {
            w for w in forgotten if not w.startswith("Post-") and "Ramata Bah" not in w
        } == set()
    assert screen.tabs.tabText(0) == "Profile"
    screen_language.switch("fr")
    assert screen.tabs.tabText(0) == "Fiche"


def test_a_low_window_leaves_the_lines_to_the_page(
    qtbot: QtBot, desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    screen = desk.open(CaseScreen, counsellor, case)
    line = screen.fontMetrics().height()
    screen.resize(1300, LOW_BELOW * line + line)
    QApplication.processEvents()
    tall = screen.header.height()
    assert screen.header.stages.isVisible()
    screen.resize(1300, LOW_BELOW * line - line)
    QApplication.processEvents()
    assert not screen.header.stages.isVisible()
    assert screen.header.number.text() == f"{case.number} · Arrival"
    assert screen.header.chips.isVisible()
    qtbot.waitUntil(lambda: screen.header.height() < tall - line)
    screen.resize(1300, LOW_BELOW * line + line)
    QApplication.processEvents()
    assert screen.header.stages.isVisible()
    assert screen.header.number.text() == case.number
    qtbot.waitUntil(lambda: screen.header.height() == tall)
