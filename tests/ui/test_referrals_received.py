"""A referral that a service sent to us: its name of the person, and our answer on paper."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Direction, ReferralState
from tests.conftest import SignIn
from tests.ui.case_kit import Desk, a_service, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import type_text
from ui.documents.papers import read_papers
from ui.referrals.referral_form import ReferralForm
from ui.referrals.referrals_tab import ReferralsTab


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


def test_our_answer_can_be_printed_once_there_is_one(desk: Desk, sign_in: SignIn) -> None:
    _person, case = new_case(sign_in)
    counsellor = sign_in(Role.COUNSELLOR)
    service = a_service(counsellor)
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.received.click()
    assert isinstance(tab.page, ReferralForm)
    form = tab.page.form
    form["provider"].set_value(service.id)
    form["provider"].edited.emit()
    form["their_name"].set_value("Mme Diallo M.")
    type_text(form["reason"].block, "Un suivi psychologique")
    tab.keep_draft()
    tab.page.save.click()
    (got,) = referrals.referrals_of(counsellor, case.id)
    assert (got.direction, got.their_name) == (Direction.IN, "Mme Diallo M.")
    assert "Mme Diallo M." in words_on(tab.details)
    assert tab.details.paper.isHidden()  # nothing is answered yet
    assert "referral_answer" not in {one.kind for one in read_papers(counsellor, case.id).papers}
    assert "What we answer" in words_on(tab.details)
    assert not tab.details.channel.isVisible()
    tab.details.next.set_value(ReferralState.REJECTED.value)
    tab.details.save.click()
    assert "It stands on the paper" in " ".join(words_on(tab.details))
    tab.details.next.set_value(ReferralState.ACCEPTED.value)
    tab.details.save.click()
    tab.details.paper.click()
    assert tab.work.dialog is not None
    assert "Answer to a referral" in words_on(tab.work.dialog)
    tab.work.dialog.reject()
    assert "referral_answer" in {one.kind for one in read_papers(counsellor, case.id).papers}
