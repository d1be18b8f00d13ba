"""The page with every form that can be printed empty."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.documents import service as documents
from tests.conftest import SignIn
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.documents.blank_forms_page import BlankFormsPage
from ui.pages import ABOUT_ARRIVALS, commands_of


def test_every_role_finds_every_form_and_sees_it_in_the_chosen_language(
    qtbot: QtBot, sign_in: SignIn, tasks: DirectTasks, messages: ScriptedMessages
) -> None:
    session = sign_in(Role.RECEPTION)
    assert "open:blank_forms" in [command.key for command in commands_of(session)]
    assert ABOUT_ARRIVALS["blank_forms"] is BlankFormsPage
    page = BlankFormsPage(session, tasks, messages, "")
    qtbot.addWidget(page)
    page.show()
    page.reload()
    rows = [page.list.model.row(place) for place in range(page.list.model.rowCount())]
    kinds = {row.kind for row in rows if row is not None}
    assert kinds >= set(documents.BLANKS)
    places = {row.kind: row.place() for row in rows if row is not None}
    assert places["referral_answer"] == places["referral_letter"] == "Referrals"
    assert {places[kind] for kind in documents.BLANKS} == {
        "Reception", "Plans and grants", "Referrals", "Follow-ups"
    }  # fmt: skip
    page.list.select("conference_minutes")
    page.tongue.set_value("fr")
    page.open.click()
    assert page.paper.dialog is not None
    assert page.paper.dialog.pages.page_count == 2
    page.paper.dialog.reject()
    page.every.click()
    assert page.paper.dialog is not None
    assert page.paper.dialog.pages.page_count > len(documents.BLANKS)
    page.paper.dialog.reject()
