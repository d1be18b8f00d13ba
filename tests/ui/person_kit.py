"""A profile form as the window shows it, and a clerk who fills it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.factories import TODAY, a_homecoming, a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.cases.consent_form import ConsentForm
from ui.people.person_form import PersonForm

ANSWERS = {
    "family_name": "Diallo",
    "given_names": "Mariama",
    "sex": "female",
    "birth": PartialDate.from_edtf("1990-03-12"),
    "nationality": "GN",
    "language": "fr",
    "from_country": "FR",
    "kind": "assisted_voluntary",
    "arrived_on": TODAY,
}

Opener = Callable[..., PersonForm]


@pytest.fixture
def open_form(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, clerk: Session
) -> Opener:
    """The form as the window shows it: it reloads after every saving."""

    def make(
        person_id: str | None = None,
        session: Session | None = None,
        others: DirectTasks | None = None,
    ) -> PersonForm:
        used = others or tasks
        form = PersonForm(session or clerk, used, messages, person_id)
        qtbot.addWidget(form)
        used.changed.connect(form.reload)
        form.resize(1150, 640)
        with qtbot.waitActive(form):  # keys of buttons work in the active window only
            form.show()
            form.activateWindow()
        return form

    return make


def fill(form: PersonForm, **changes: Any) -> None:
    """Answer as a clerk would: the form hears of every answer."""
    for key, value in (ANSWERS | changes).items():
        form.form[key].set_value(value)
        form.form[key].edited.emit()


def registered(session: Session, **changes: Any) -> Person:
    person = a_person(**changes)
    return people.save_person(session, person, a_homecoming(person))


def close_popups() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def mistakes(form: PersonForm) -> set[str]:
    return {key for key in form.form.values() if form.form.field(key).mistake()}


def consent_page(form: PersonForm) -> ConsentForm:
    (page,) = (each for each in form.findChildren(ConsentForm) if each.isVisible())
    return page
