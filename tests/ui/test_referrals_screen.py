"""The page of all referrals: its filters, and the slip that leads to the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState, Urgency, slip_text
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.ui.case_kit import a_service, agreed, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.language import Language
from ui.referrals.referrals_screen import ReferralsScreen


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    return new_case(sign_in)


@pytest.fixture
def counsellor(sign_in: SignIn, opened: tuple[Person, CaseFile]) -> Session:
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def made(counsellor: Session, opened: tuple[Person, CaseFile]) -> Referral:
    person, case = opened
    service = a_service(counsellor)
    agreed(counsellor, person, service)
    wanted = Referral(new_id(), case.id, service.id, service.sector, "Soins", Urgency.EMERGENCY)
    return referrals.refer(counsellor, wanted)


def shown(
    qtbot: QtBot, session: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> ReferralsScreen:
    screen = ReferralsScreen(session, tasks, messages)
    qtbot.addWidget(screen)
    tasks.changed.connect(screen.reload)
    screen.resize(1150, 640)
    screen.show()
    screen.reload()
    return screen


def counts(screen: ReferralsScreen) -> dict[str, int | None]:
    return {key: screen._counts.get(key) for key in ("open", "overdue", "stale", "to_revoke")}


def test_ready_filters_count_what_waits_and_what_is_late(
    qtbot: QtBot,
    counsellor: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    opened: tuple[Person, CaseFile],
    made: Referral,
) -> None:
    moment = counsellor.clock() + timedelta(hours=24, seconds=1)
    later = replace(counsellor, clock=lambda: moment)
    screen = shown(qtbot, later, tasks, messages)
    assert counts(screen) == {"open": 1, "overdue": 1, "stale": 0, "to_revoke": 0}
    assert "Answer overdue" in words_on(screen.preview)
    consent = next(
        one for one in cases.consents(counsellor, opened[0].id) if one.id == made.consent_id
    )
    cases.withdraw_consent(counsellor, consent, "")
    screen.reload()
    assert counts(screen)["to_revoke"] == 1
    screen.list.filters.select("to_revoke")
    assert screen.list.model.rowCount() == 1
    referrals.answer_referral(counsellor, made.id, ReferralState.REVOKED, "")
    screen.reload()
    assert counts(screen) == {"open": 0, "overdue": 0, "stale": 0, "to_revoke": 0}
    assert "No open referral has lost its consent." in " ".join(words_on(screen.empty))


def test_a_scanned_slip_or_a_code_read_out_leads_to_the_answer(
    qtbot: QtBot,
    counsellor: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    made: Referral,
) -> None:
    screen = shown(qtbot, counsellor, tasks, messages)
    for typed, how in ((slip_text(made.id), "slip"), (made.code.lower(), "code")):
        type_text(screen.slip.code.line, typed)
        with qtbot.waitSignal(screen.destination_chosen) as chosen:
            press(screen.slip.code.line, "Return")
        assert chosen.args == ["case_referral", f"{made.case_id} {made.id} {how}"]
        assert screen.slip.code.value() == ""
    wrong = made.code[:-1] + ("2" if made.code[-1] == "1" else "1")
    type_text(screen.slip.code.line, wrong)
    press(screen.slip.code.line, "Return")
    assert "one sign of it is wrong" in " ".join(words_on(screen.slip))
    assert screen.slip.code.value() == wrong  # what was typed stays


def test_a_row_is_found_while_typing_and_opens_its_case(
    qtbot: QtBot,
    counsellor: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    opened: tuple[Person, CaseFile],
    made: Referral,
) -> None:
    screen = shown(qtbot, counsellor, tasks, messages)
    type_text(screen.list.text, "nobody")
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 0)
    press(screen.list.text, "Esc")
    type_text(screen.list.text, opened[0].family_name)
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 1)
    with qtbot.waitSignal(screen.destination_chosen) as chosen:
        press(screen.list.table, "Return")
    assert chosen.args == ["case_referral", f"{made.case_id} {made.id} hand"]


def test_every_word_follows_a_switch_of_the_language(
    qtbot: QtBot,
    counsellor: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    opened: tuple[Person, CaseFile],
    made: Referral,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    screen = shown(qtbot, counsellor, tasks, messages)
    service = referrals.providers(counsellor)[0]
    person, case = opened
    sectors = {one.name.en for pack in counsellor.packs.values() for one in pack.sectors}
    data = {service.name, case.number, person.display_name, made.code, "Ctrl+F", *sectors}
    data |= {counsellor.full_name}
    assert forgotten_by_a_switch(screen, screen_language, tmp_path, data) == set()


def drop(screen: ReferralsScreen, mime: QMimeData) -> bool:
    """What Qt sends when a file is dragged onto the page and let go; True if it was taken."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPointF(9, 9).toPoint(), actions, mime, left, none)
    enter.ignore()
    QGuiApplication.sendEvent(screen, enter)
    if enter.isAccepted():
        QGuiApplication.sendEvent(screen, QDropEvent(QPointF(9, 9), actions, mime, left, none))
    return enter.isAccepted()


def a_code(path: Path, text: str) -> Path:
    """A picture with a square code."""
    segno.make(text, error="m").save(str(path), scale=4)
    return path


def test_a_picture_of_the_slip_that_is_chosen_or_dropped_leads_to_the_answer(
    qtbot: QtBot,
    counsellor: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    made: Referral,
    tmp_path: Path,
) -> None:
    screen = shown(qtbot, counsellor, tasks, messages)
    picture = a_code(tmp_path / "slip.png", slip_text(made.id))
    messages.answers = [None, picture]
    screen.slip.picture.click()  # nothing was chosen
    chosen: list[tuple[str, str]] = []
    screen.destination_chosen.connect(lambda *where: chosen.append(where))
    screen.slip.picture.click()
    wanted = ("case_referral", f"{made.case_id} {made.id} slip")
    assert chosen == [wanted], screen.slip.field.mistake()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture))])
    assert drop(screen, mime)
    assert chosen == [wanted] * 2, screen.slip.field.mistake()
    mime.setUrls([QUrl.fromLocalFile(str(picture))] * 2)
    assert drop(screen, mime)
    assert "one picture at a time" in " ".join(words_on(screen.slip))
    words = QMimeData()
    words.setText("only words")
    assert not drop(screen, words)  # the control
    messages.answers = [tmp_path / "letter.txt"]
    messages.answers[0].write_text("a letter")
    screen.slip.picture.click()
    assert "whatever its name says" in " ".join(words_on(screen.slip))
    assert screen.slip.picture.isEnabled()
    assert screen.slip.progress.isHidden()
    screen.slip.look_for(slip_text(new_id()))
    assert "No referral of this desk has this code." in " ".join(words_on(screen.slip))


def test_a_picture_is_looked_for_with_progress_and_cancel(
    qtbot: QtBot, counsellor: Session, messages: ScriptedMessages, made: Referral, tmp_path: Path
) -> None:
    tasks = LateTasks()
    screen = shown(qtbot, counsellor, tasks, messages)
    tasks.run_all()
    messages.answers = [tmp_path / "gone.png", a_code(tmp_path / "slip.png", slip_text(made.id))]
    screen.slip.picture.click()
    assert not screen.slip.progress.isHidden()
    assert not screen.slip.picture.isEnabled()
    screen.slip.progress.cancel.click()
    assert screen.slip.progress.isHidden()
    tasks.run_all()
    assert screen.slip.field.mistake() == ""  # nobody waits for that picture any more
    screen.slip.picture.click()  # the control
    chosen: list[tuple[str, str]] = []
    screen.destination_chosen.connect(lambda *where: chosen.append(where))
    tasks.run_all()
    assert chosen, screen.slip.field.mistake()


def test_reception_reads_no_slips(
    qtbot: QtBot, sign_in: SignIn, tasks: DirectTasks, messages: ScriptedMessages, made: Referral
) -> None:
    screen = shown(qtbot, sign_in(Role.RECEPTION), tasks, messages)
    assert not screen.slip.picture.isEnabled()
    screen.blanks.open_blank("referral_answer")  # it holds nothing about anybody
    assert screen.blanks.paper.dialog is not None
    screen.blanks.paper.dialog.reject()
