"""The board of grants and the conferences: filters, the way to the case, decisions in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.conferences import service as conferences
from intake_app.conferences.model import MatterKind, Outcome
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.i18n import set_language
from intake_app.packs.model import Pack
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.conferences_kit import a_checked_grant, a_conference, with_committee
from tests.factories import TODAY
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import press, type_text
from ui.conferences.conference_form import ConferenceForm
from ui.conferences.conference_page import ConferencePage
from ui.conferences.conferences_screen import ConferencesScreen
from ui.grants.board_screen import BoardScreen
from ui.grants.grant_words import package_name
from ui.pages import commands_of, pages_of
from ui.screen import Screen

Page = TypeVar("Page", bound=Screen)


class Shown:
    """Opens a screen as the window does, and keeps where it wants to go."""

    def __init__(self, qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> None:
        self.qtbot, self.tasks, self.messages = qtbot, tasks, messages
        self.went: list[tuple[str, str]] = []

    def __call__(self, make: Callable[..., Page], session: Session, *about: str) -> Page:
        screen = make(session, self.tasks, self.messages, *about)
        self.qtbot.addWidget(screen)
        self.tasks.changed.connect(screen.reload)
        screen.destination_chosen.connect(lambda kind, id_: self.went.append((kind, id_)))
        screen.resize(1150, 640)
        screen.show()
        screen.reload()
        return screen


@pytest.fixture
def shown(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Shown:
    return Shown(qtbot, tasks, messages)


@pytest.fixture
def waiting(sign_in: SignIn) -> tuple[Session, GrantRequest]:
    """A supervisor, and a grant that waits for the committee."""
    _case, grant = a_checked_grant(sign_in)
    return with_committee(sign_in(Role.SUPERVISOR)), grant


def rows(screen: BoardScreen) -> int:
    return screen.list.model.rowCount()


# ---------------------------------------------------------------------------- the board


def test_the_preview_has_room_in_french_on_a_small_screen(
    waiting: tuple[Session, GrantRequest], shown: Shown
) -> None:
    session, _grant = waiting
    set_language("fr")
    try:
        board = shown(BoardScreen, session)
        board.resize(1079, 640)  # what the frame leaves of 1,366 pixels
        assert board.preview.isVisible()
        board.resize(700, 640)
        assert not board.preview.isVisible(), "control: where it is too narrow it steps back"
    finally:
        set_language("en")


def test_the_package_of_another_fund_is_called_by_its_name(packs: Mapping[str, Pack]) -> None:
    package = packs["tounesna"].packages[0]
    own = package_name(packs, "tounesna", "", package.id)
    assert own == package.name.en
    assert package_name(packs, "eurp", "tounesna", package.id) == f"{own} (Tounesna)"
    assert package_name(packs, "eurp", "gone", package.id) == package.id


def test_the_board_shows_each_grant_at_its_place_and_enter_goes_to_its_grants(
    waiting: tuple[Session, GrantRequest], shown: Shown
) -> None:
    session, grant = waiting
    board = shown(BoardScreen, session)
    counts = {key: one.filter.count for key, one in board.list.filters.buttons.items()}
    assert (counts["all"], counts["committee"], counts["requested"]) == (1, 1, 0)
    board.list.filters.select("finance")
    assert rows(board) == 0
    assert "No grant fits" in " ".join(words_on(board.empty))
    board.list.filters.select("committee")
    assert rows(board) == 1
    assert "Achat des machines" in " ".join(words_on(board.preview))
    press(board.list.table, Qt.Key.Key_Return)
    assert shown.went == [("case_grants", grant.case_id)]


def test_mine_are_those_i_asked_for_or_whose_case_is_mine(
    waiting: tuple[Session, GrantRequest], shown: Shown, sign_in: SignIn
) -> None:
    session, _grant = waiting
    board = shown(BoardScreen, session)
    board.list.filters.select("mine")
    assert rows(board) == 0
    board = shown(BoardScreen, sign_in(Role.COUNSELLOR))
    board.list.filters.select("mine")
    assert rows(board) == 1


def test_typing_narrows_by_name_number_programme_and_purpose(
    waiting: tuple[Session, GrantRequest], shown: Shown
) -> None:
    session, _grant = waiting
    board = shown(BoardScreen, session)
    for typed, found in (("machines", 1), ("eurp", 1), ("nobody of that name", 0), ("gn-2026", 1)):
        board.list.text.clear()
        type_text(board.list.text, typed)
        board.list.wanted.emit()
        assert rows(board) == found, typed


def test_an_empty_board_says_the_next_step(counsellor: Session, shown: Shown) -> None:
    board = shown(BoardScreen, counsellor)
    assert board.list.isHidden()
    board.nothing.action.click()
    assert shown.went == [("cases", "")]


def test_a_blank_form_is_shown_and_nothing_of_it_is_kept(counsellor: Session, shown: Shown) -> None:
    board = shown(BoardScreen, counsellor)
    board.blanks.open_blank("cash_receipt")
    dialog = board.blanks.paper.dialog
    assert dialog is not None
    assert dialog.pages.page_count == 1
    dialog.reject()


def test_reception_finds_neither_the_board_nor_the_conferences(
    clerk: Session, counsellor: Session
) -> None:
    for session, found in ((clerk, False), (counsellor, True)):
        assert ("grants" in [page.key for page in pages_of(session)]) is found
        keys = [command.key for command in commands_of(session)]
        assert ("open:conferences" in keys) is found


# ---------------------------------------------------------------------------- conferences


def test_a_planned_conference_opens_its_agenda(
    waiting: tuple[Session, GrantRequest], shown: Shown
) -> None:
    session, _grant = waiting
    listed = shown(ConferencesScreen, session)
    listed.empty.action.click()
    assert shown.went == [("conference_form", "")]
    form = shown(ConferenceForm, session)
    assert form.form["pack"].value() == "eurp"  # the office's usual one
    assert form.form["committee"].value() == "Case-management committee"
    form.submit()
    assert form.form.field("held_on").mistake()
    assert conferences.conferences(session) == []
    form.form["held_on"].set_value(TODAY)
    form.form["members"].set_value([{"name": "Sonia Trabelsi", "present": True}])
    form.submit()
    (line,) = conferences.conferences(session)
    assert line.conference.members[0].present
    assert shown.went[-1] == ("conference", line.conference.id)


def test_what_waits_is_put_on_the_agenda_decided_and_closed(
    waiting: tuple[Session, GrantRequest], shown: Shown, messages: ScriptedMessages
) -> None:
    session, grant = waiting
    meeting = conferences.save_conference(session, a_conference())
    page = shown(ConferencePage, session, meeting.id)
    assert page.close_minutes.accessibleDescription().startswith("Decide about every matter")
    press(page.waiting, Qt.Key.Key_Return)
    assert page.agenda_model.rowCount() == 1
    assert page.waiting_model.rowCount() == 0
    messages.answers = [None]  # the supervisor thinks again
    page.details.verbs[Outcome.APPROVED].click()
    assert grants.grants_of(session, grant.case_id)[0].state is GrantState.CHECKED
    messages.answers = ["Own part is there."]
    page.details.verbs[Outcome.APPROVED].click()
    assert grants.grants_of(session, grant.case_id)[0].state is GrantState.AGREED
    assert "Own part is there." in " ".join(words_on(page.details))
    assert not page.details.verbs[Outcome.REJECTED].isEnabled()
    messages.answers = [True]
    page.close_minutes.click()
    assert not page.change.isEnabled()
    assert page._waiting_part.isHidden()
    (line,) = conferences.conferences(session)
    assert not line.conference.is_open


def test_a_counsellor_prepares_the_agenda_and_sees_why_not_decide(
    waiting: tuple[Session, GrantRequest], shown: Shown, sign_in: SignIn
) -> None:
    _session, grant = waiting
    counsellor = with_committee(sign_in(Role.COUNSELLOR))
    meeting = conferences.save_conference(counsellor, a_conference())
    conferences.list_matter(counsellor, meeting.id, MatterKind.GRANT, grant.id)
    page = shown(ConferencePage, counsellor, meeting.id)
    for verb in page.details.verbs.values():
        assert verb.accessibleDescription() == "Only a supervisor may do this."
    assert page.details.drop.isEnabled()
    page.details.drop.click()
    assert page.agenda_model.rowCount() == 0


def test_a_refusal_of_the_service_is_shown_and_nothing_changes(
    waiting: tuple[Session, GrantRequest], shown: Shown, messages: ScriptedMessages
) -> None:
    session, grant = waiting
    nobody = a_conference(members=())
    meeting = conferences.save_conference(session, nobody)
    conferences.list_matter(session, meeting.id, MatterKind.GRANT, grant.id)
    page = shown(ConferencePage, session, meeting.id)
    messages.answers = ["Sound"]
    page.decide(Outcome.APPROVED)
    assert page.bar.text() == "Note first who of the committee is present."
    assert grants.grants_of(session, grant.case_id)[0].state is GrantState.CHECKED


def test_before_the_day_nothing_can_be_decided(
    waiting: tuple[Session, GrantRequest], shown: Shown
) -> None:
    session, grant = waiting
    meeting = conferences.save_conference(session, a_conference(held_on=TODAY + timedelta(days=3)))
    conferences.list_matter(session, meeting.id, MatterKind.GRANT, grant.id)
    page = shown(ConferencePage, session, meeting.id)
    assert "not taken place yet" in page.details.verbs[Outcome.APPROVED].accessibleDescription()
