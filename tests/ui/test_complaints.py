"""Complaints on the screen: taken down by everybody, answered by a supervisor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.complaints import service as complaints
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.test_complaints import WHAT, said
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import type_text
from ui.complaints.answer_form import AnswerForm
from ui.complaints.complaint_form import ComplaintForm
from ui.complaints.complaint_tab import ComplaintTab


@pytest.fixture
def show(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages):  # type: ignore[no-untyped-def]
    def opened(session: Session) -> ComplaintTab:
        tab = ComplaintTab(session, tasks, messages)
        qtbot.addWidget(tab)
        tasks.changed.connect(tab.reload)
        tab.resize(1150, 700)
        tab.show()
        tab.reload()
        return tab

    return opened


def test_a_clerk_takes_several_down_and_reads_none(show, clerk: Session, sign_in: SignIn) -> None:  # type: ignore[no-untyped-def]
    tab = show(clerk)
    tab.empty.action.click()
    form = tab.page
    assert isinstance(form, ComplaintForm)
    for number in (1, 2):
        type_text(form.form["what"].block, WHAT)
        form.submit()
        assert f"number {number}." in form.bar.text()
        assert form.form["what"].value() == ""
    form.leave()
    assert tab.page is None
    assert WHAT not in " ".join(words_on(tab))
    assert len(complaints.complaints(sign_in(Role.SUPERVISOR))) == 2


def test_abuse_shows_the_focal_point_and_cannot_be_typed(show, clerk: Session) -> None:  # type: ignore[no-untyped-def]
    tab = show(replace(clerk, office=replace(clerk.office, focal_point="Fatou, +221 33 1")))
    tab.empty.action.click()
    form = tab.page
    form.form["matter"].buttons["abuse"].click()
    assert "Fatou, +221 33 1" in " ".join(words_on(form))
    assert not form.form["what"].isVisible()
    assert not form.save.isEnabled()
    form.form["matter"].buttons["service"].click()
    assert form.form["what"].isVisible()
    assert form.save.isEnabled()


def test_a_supervisor_answers_and_closes(show, supervisor: Session) -> None:  # type: ignore[no-untyped-def]
    complaints.take_down(supervisor, said(supervisor))
    tab = show(supervisor)
    assert WHAT in words_on(tab)
    tab.answer.click()
    form = tab.page
    assert isinstance(form, AnswerForm)
    form.form["closed"].box.click()
    form.submit()
    assert "Say what came of it before you close it." in words_on(form)
    type_text(form.form["outcome"].block, "He paid it back.")
    type_text(form.form["due_on"].line, "+5")
    form.form["told"].buttons["yes"].click()
    form.submit()
    assert tab.page is None
    assert "Forgotten when it closed." in words_on(tab)
    assert not tab.answer.isEnabled()
