"""Messages in place: what stays, what fades, what can be undone; and the panel of long work."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from intake_app.i18n import _
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.frame import StatusLine
from ui.language import Language
from ui.tokens import Tone


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    made = MessageBar()
    qtbot.addWidget(made)
    return made


def test_a_warning_stays_with_its_next_step(qtbot: QtBot, bar: MessageBar) -> None:
    done: list[bool] = []
    bar.warning("The consent is missing.", lambda: "Add consent", lambda: done.append(True))
    assert bar.isVisible()
    assert bar.text() == "The consent is missing."
    assert bar.tone is Tone.WARNING
    assert not bar._clock.isActive()
    bar.action.click()
    assert done == [True]
    assert bar.text() == ""


def test_a_success_fades_into_the_status_line(qtbot: QtBot, bar: MessageBar) -> None:
    bar.success("Saved.")
    assert bar._clock.isActive()
    with qtbot.waitSignal(bar.faded) as told:
        bar._clock.setInterval(0)
    assert told.args == ["Saved."]
    assert not bar.isVisible()


def test_a_message_in_sight_follows_the_language_and_so_does_what_fades_from_it(
    qtbot: QtBot, bar: MessageBar, screen_language: Language
) -> None:
    bar.success(_("The plan is saved."))
    english = bar.text()
    screen_language.switch("fr")
    assert bar.text() == _("The plan is saved.") != english
    status = StatusLine()
    qtbot.addWidget(status)
    bar.faded.connect(status.text.setText)
    with qtbot.waitSignal(bar.faded):
        bar._clock.setInterval(0)
    screen_language.switch("en")
    status.retranslate()  # the frame around it asks for it
    assert status.text.text() == english


def test_an_error_is_closed_by_hand(bar: MessageBar) -> None:
    bar.success("Saved.")
    bar.error("Not saved.")
    assert not bar._clock.isActive()
    assert not bar.action.isVisible()
    bar.close_button.click()
    assert not bar.isVisible()


def test_undo_works_only_for_a_while(qtbot: QtBot, bar: MessageBar) -> None:
    undone: list[int] = []
    bar.undo("The link was removed.", lambda: undone.append(1))
    assert bar._clock.interval() == 10_000
    bar.action.click()
    assert undone == [1]
    bar.undo("The link was removed.", lambda: undone.append(2), seconds=0)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert undone == [1]


def test_progress_tells_what_is_left_and_can_be_cancelled(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    panel.start("Preparing the batch")
    assert panel.isVisible()
    panel.step(3, 12, "case 3")
    assert (panel.bar.value(), panel.bar.maximum()) == (3, 12)
    with qtbot.waitSignal(panel.cancelled):
        panel.cancel.click()
    assert not panel.cancel.isEnabled()
    panel.finish()
    assert not panel.isVisible()
