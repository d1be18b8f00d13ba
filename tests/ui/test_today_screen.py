"""The page that a day begins with: first after sign-in, filters, ways, the clock, the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.deadlines.kinds import KINDS
from intake_app.deadlines.model import Group, Line
from intake_app.drafts import service as drafts
from intake_app.packs.model import Pack
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import LogQuestion
from tests.conftest import FixedClock, SignIn
from tests.core.screening_kit import ADULT, a_case_of, as_role
from tests.core.test_screening import referred
from tests.journeys.hands import at_the_window, settle
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.test_grant_board import Shown, shown
from tests.ui.typing import press, type_text
from ui.cases.case_screen import CaseScreen
from ui.pages import SCREENS
from ui.today.places import destination
from ui.today.today_screen import TodayScreen

__all__ = ["shown"]


@pytest.fixture
def emergency(sign_in: SignIn) -> tuple[Session, Referral]:
    """A counsellor, with an emergency referral that was made a moment ago."""
    session = sign_in(Role.COUNSELLOR)
    _person, case = a_case_of(session, ADULT)
    return session, referred(session, case, "psychosocial")


def rows(screen: TodayScreen) -> list[tuple[str, Group]]:
    model = screen.list.model
    lines = [model.row(number) for number in range(model.rowCount())]
    return [(line.kind, line.group) for line in lines if line is not None]


def test_today_is_the_first_page_and_enter_leads_to_the_place(
    emergency: tuple[Session, Referral],
    clock: FixedClock,
    qtbot: QtBot,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
) -> None:
    session, referral = emergency
    clock.moment += timedelta(hours=25)
    assert SCREENS[0].key == "today"
    with at_the_window(qtbot, session, tasks, messages, packs) as hands:
        page = hands.page
        assert isinstance(page, TodayScreen)
        assert rows(page)[0] == ("referral_emergency", Group.OVERDUE)
        assert hands.frame.rail.buttons["today"]._count == 1
        hands.press("Return")
        case = hands.page
        assert isinstance(case, CaseScreen)
        assert case.tabs.current_key() == "referrals"
        answer = ReferralState.ACCEPTED, "tomorrow at nine"
        tasks.change(
            page,
            lambda: referrals.answer_referral(session, referral.id, *answer),
            lambda _referral: None,
        )
        hands.window.desk._due_soon.timeout.emit()
        settle()
        assert hands.frame.rail.buttons["today"]._count == 0
        hands.press("Ctrl+1")
        qtbot.waitUntil(lambda: hands.page is page)  # a button is seen to go down first
        assert "referral_emergency" not in dict(rows(page))


def test_the_page_turns_with_the_clock_and_not_before(
    emergency: tuple[Session, Referral], clock: FixedClock, shown: Shown
) -> None:
    page = shown(TodayScreen, emergency[0])
    assert rows(page)[0] == ("referral_emergency", Group.TODAY)
    clock.moment += timedelta(hours=5)
    page.look_at_clock()
    assert rows(page)[0] == ("referral_emergency", Group.TODAY)
    assert "19 hours left" in page.list.model.data(page.list.model.index(0, 0))
    clock.moment += timedelta(hours=19, seconds=1)
    page.look_at_clock()
    assert rows(page)[0] == ("referral_emergency", Group.OVERDUE)


def test_filters_count_and_leave_what_they_say(
    emergency: tuple[Session, Referral], shown: Shown
) -> None:
    page = shown(TodayScreen, emergency[0])
    counts = {key: one.filter.count for key, one in page.list.filters.buttons.items()}
    assert counts["mine"] == counts["all"] == 2
    assert (counts["emergencies"], counts["family:referrals"], counts["family:grants"]) == (1, 1, 0)
    assert page.list.filter_key == "mine"  # a counsellor begins with what is theirs
    page.list.filters.select("family:plans")
    assert rows(page) == [("plan_due", Group.LATER)]
    page.list.filters.select("family:grants")
    assert rows(page) == []
    assert "Choose another line" in " ".join(words_on(page.empty))
    page.list.filters.select("all")
    type_text(page.list.text, "nobody")
    page.list.wanted.emit()
    assert "matches “nobody”" in " ".join(words_on(page.empty))


def test_nothing_due_says_so_and_leads_to_the_cases(clerk: Session, shown: Shown) -> None:
    page = shown(TodayScreen, clerk)
    assert "Nothing is overdue" in " ".join(words_on(page.empty))
    page.empty.action.click()
    assert shown.went == [("cases", "")]
    press(page.list.table, Qt.Key.Key_Return)
    assert shown.went == [("cases", "")]


def test_a_draft_leads_to_its_form(sign_in: SignIn, shown: Shown, tasks: DirectTasks) -> None:
    session = sign_in(Role.RECEPTION)
    person, case = a_case_of(session, ADULT)
    for form, about, place in (
        ("person", "new", ("new_person", "")),
        ("person", person.id, ("person", person.id)),
        ("note", case.id, ("case_notes", case.id)),
        ("follow_up", f"{case.id} its-own-id", ("case_follow_ups", case.id)),
        ("closure", case.id, ("case_closure", case.id)),
        ("need", case.id, ("needs", case.id)),
        ("household", person.id, ("person", person.id)),
        ("consent", f"{person.id} sharing", ("person", person.id)),
        ("round", "an-arrival", ("arrival_round", "an-arrival")),
    ):
        drafts.keep(session, form, about, {"text": "x"})
        page = shown(TodayScreen, session)
        page.list.filters.select("family:desk")
        page.open_line(page.list.current())
        assert shown.went.pop() == place
        drafts.forget(session, form, about)


def test_every_kind_leads_to_a_place_that_the_desk_knows(
    sign_in: SignIn,
    qtbot: QtBot,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
) -> None:
    session = sign_in(Role.SUPERVISOR)
    _person, case = a_case_of(session, ADULT)
    with at_the_window(qtbot, session, tasks, messages, packs) as hands:
        for kind in KINDS:
            if kind.about_record:
                continue
            line = Line(kind.key, "record", case.id, "", "2026-05-12", "", Group.TODAY)
            hands.frame.show_entry("today")
            hands.window.open_destination(*destination(line))
            settle()
            assert not isinstance(hands.page, TodayScreen), kind.key


def test_the_sheet_is_shown_and_its_print_is_noted(
    sign_in: SignIn, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sign_in(Role.SUPERVISOR)
    a_case_of(session, ADULT)
    page = shown(TodayScreen, session)
    page.print.click()
    assert page.paper.dialog is not None
    monkeypatch.setattr("ui.documents.loose_paper.print_pdf", lambda _pdf, _printer: None)
    page.paper.choose_printer = lambda _parent, _pages: object()  # type: ignore[assignment,return-value]
    page.paper.dialog.print_wanted.emit()
    assert users.audit_lines(session, LogQuestion())[0].act == "deadlines.printed"
    page.paper.dialog.close()


def test_a_supervisor_sees_approvals_and_reception_does_not(sign_in: SignIn, shown: Shown) -> None:
    session = sign_in(Role.SUPERVISOR)
    assert "family:approvals" in shown(TodayScreen, session).list.filters.buttons
    clerk = as_role(session, Role.RECEPTION)
    buttons = shown(TodayScreen, clerk).list.filters.buttons
    assert "family:approvals" not in buttons
    assert "family:grants" not in buttons
