"""Keys that are faster than the sections of a form are built."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.session import Session
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press
from ui.fields.field import Field
from ui.people.person_form import PersonForm


def opened(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> PersonForm:
    page = PersonForm(clerk, tasks, messages)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def asked(page: PersonForm, keys: str, start: str, times: int) -> list[str]:
    """The questions that a key comes past, from one of them on; no timer has its turn."""
    form = page.form
    form.jump_to(start)
    been: list[str] = []
    for _time in range(times):
        been.append(question(QApplication.focusWidget()))
        press(page.focusWidget() or page, keys)
    return list(dict.fromkeys(been))


def question(widget: QWidget | None) -> str:
    while widget is not None and not isinstance(widget, Field):
        widget = widget.parentWidget()
    return "" if widget is None else widget.label_text()


@pytest.mark.parametrize(
    ("keys", "start"), [("Tab", "family_name"), ("Shift+Tab", "from_country"), ("Return", "birth")]
)
def test_keys_that_come_before_a_section_is_built_find_it_all_the_same(
    keys: str, start: str, qtbot: QtBot, clerk: Session, tasks: DirectTasks,
    messages: ScriptedMessages,
) -> None:  # fmt: skip
    page = opened(qtbot, clerk, tasks, messages)
    page.form._rest.stop()
    assert page.form._later
    quick = asked(page, keys, start, 12)
    slow = opened(qtbot, clerk, tasks, messages)
    slow.form.complete()
    assert quick == asked(slow, keys, start, 12)
    assert len(quick) > 3
