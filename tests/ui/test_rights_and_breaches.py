"""The copy for the person, corrections and the breach log on the screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

import pytest
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from intake_app.acts import Act, Role
from intake_app.breaches import service as breaches
from intake_app.people import service as people
from intake_app.rights import service as rights
from intake_app.rights.model import CorrectionState
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import LogQuestion
from tests.conftest import SignIn
from tests.core.erasure_kit import a_full_case
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from ui.breaches.breach_tab import BreachTab
from ui.cases.profile_tab import ProfileTab
from ui.people.person_form import PersonForm
from ui.retention.date_form import DateForm
from ui.rights.correction_form import CorrectionForm
from ui.rights.corrections_tab import CorrectionsTab
from ui.screen import Screen

S = TypeVar("S", bound=Screen)


class Opener:
    """Shows a page as the window does."""

    def __init__(self, qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> None:
        self.qtbot, self.tasks, self.messages = qtbot, tasks, messages

    def __call__(self, page: type[S], session: Session, *about: str) -> S:
        make: Any = page
        screen: S = make(session, self.tasks, self.messages, *about)
        self.qtbot.addWidget(screen)
        self.tasks.changed.connect(screen.reload)
        screen.resize(1150, 700)
        screen.show()
        screen.reload()
        return screen


@pytest.fixture
def shown(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Opener:
    return Opener(qtbot, tasks, messages)


# ---------------------------------------------------------------- the card on the profile


def test_the_copy_is_shown_printed_and_noted(shown: Opener, sign_in: SignIn, tmp_path: Any) -> None:
    person, case = a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    tab = shown(ProfileTab, supervisor, case.id)
    tab.rights.copy.click()
    dialog = tab.rights.paper.dialog
    assert dialog is not None
    assert "The vault does not keep it." in dialog.state.text()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    tab.rights.paper.choose_printer = lambda _parent, _pages: printer
    dialog.print_button.click()
    acts = [line.act for line in users.audit_lines(supervisor, LogQuestion(record=person.id))]
    assert {Act.COPY_MADE, Act.COPY_PRINTED} <= set(acts)
    dialog.reject()


def test_reception_writes_requests_down_but_makes_no_copy(shown: Opener, clerk: Session) -> None:
    person = people.save_person(clerk, a_person())
    form = shown(PersonForm, clerk, person.id)
    assert not form.rights.copy.isEnabled()
    assert not form.rights.change_date.isEnabled()
    with shown.qtbot.waitSignal(form.destination_chosen) as chosen:
        form.rights.correct.click()
    assert chosen.args == ["correction", person.id]
    page = shown(CorrectionForm, clerk, person.id)
    page.submit()
    assert page.form.field("wish").mistake()
    page.form["wish"].set_value("Born in Labé.")
    with shown.qtbot.waitSignal(page.closed):
        page.submit()
    assert any("Born in Labé." in words for words in words_on(form))


def test_somebody_who_is_not_registered_yet_has_no_rights_to_press(
    shown: Opener, clerk: Session
) -> None:
    form = shown(PersonForm, clerk)
    for button in (form.rights.copy, form.rights.correct, form.rights.change_date):
        assert not button.isEnabled()
    assert form.rights.date.text() == "Save the profile first."


def test_a_supervisor_gives_a_file_a_date_and_the_card_says_so(
    shown: Opener, sign_in: SignIn
) -> None:
    _person, case = a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    tab = shown(ProfileTab, supervisor, case.id)
    assert "has not decided" in tab.rights.date.text()
    page = shown(DateForm, supervisor, case.id)
    page.form["until"].set_value(supervisor.today() + timedelta(days=30))
    page.submit()
    assert page.form.field("reason").mistake()
    page.form["reason"].set_value("The appeal is open.")
    page.submit()
    assert "Kept until 11 June 2026, a date of its own." in tab.rights.date.text()
    other = shown(DateForm, sign_in(Role.COUNSELLOR), case.id)
    assert not other.save.isEnabled()


# ---------------------------------------------------------------- corrections


def test_corrections_are_accepted_made_and_refused_from_the_list(
    shown: Opener, messages: ScriptedMessages, sign_in: SignIn
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    person = people.save_person(supervisor, a_person())
    for wish in ("Born in Labé.", "Father is Amadou."):
        rights.ask_correction(supervisor, person.id, supervisor.today(), wish)
    tab = shown(CorrectionsTab, supervisor)
    assert "To be confirmed by the office." in tab.time.text()
    tab.accept.menu().actions()[0].trigger()
    assert not tab.accept.isEnabled()
    tab.done.click()
    states = {one.correction.state for one in rights.corrections(supervisor)}
    assert states == {CorrectionState.DONE, CorrectionState.ASKED}
    waiting = next(one for one in rights.corrections(supervisor) if one.correction.is_open)
    tab.list.select(waiting.correction.id)
    messages.answers = [None]
    tab.refuse.click()
    assert tab.refuse.isEnabled()  # without a reason nothing happens
    messages.answers = ["The certificate says so."]
    tab.refuse.click()
    states = {one.correction.state for one in rights.corrections(supervisor)}
    assert states == {CorrectionState.DONE, CorrectionState.REFUSED}
    tab.decide.click()
    assert tab.page is not None
    tab.page.form["basis"].set_value("Law of 2016")
    tab.page.submit()
    assert tab.time.text() == "A supervisor answers within 30 days."


def test_only_a_supervisor_sees_the_requests(shown: Opener, counsellor: Session) -> None:
    tab = shown(CorrectionsTab, counsellor)
    assert "Only a supervisor answers these requests." in words_on(tab)
    assert not tab.decide.isVisible()


# ---------------------------------------------------------------- the breach log


def test_an_incident_is_written_counted_and_continued(shown: Opener, sign_in: SignIn) -> None:
    a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    tab = shown(BreachTab, supervisor)
    assert tab.empty.isVisible()
    tab.add.click()
    form: Any = tab.page
    form.submit()
    assert form.form.field("what").mistake()
    form.form["kind"].set_value("device")
    form.form["what"].set_value("The laptop was stolen from the car.")
    form.form["has_vault"].box.click()
    assert "about 1 person" in form.count.text()
    form.submit()
    (entry,) = breaches.breaches(supervisor)
    assert (entry.breach.persons, entry.breach.has_vault) == (1, True)
    tab.go_on.click()
    again: Any = tab.page
    assert again.form["what"].value() == "The laptop was stolen from the car."
    again.form["notified"].set_value("Headquarters, at once.")
    again.submit()
    (entry,) = breaches.breaches(supervisor)
    assert (entry.breach.revision, entry.breach.notified) == (2, "Headquarters, at once.")
    tab.report.click()
    assert tab.paper.dialog is not None
    tab.paper.dialog.reject()


def test_printed_papers_can_be_ticked(shown: Opener, sign_in: SignIn) -> None:
    a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    tab = shown(BreachTab, supervisor)
    tab.add.click()
    form: Any = tab.page
    boxes = form.form["prints"].boxes
    assert len(boxes) == 2
    next(iter(boxes.values())).click()
    assert "about 1 person" in form.count.text()


def test_only_a_supervisor_sees_the_breach_log(shown: Opener, clerk: Session) -> None:
    tab = shown(BreachTab, clerk)
    assert "Only a supervisor keeps the breach log." in words_on(tab)
    assert not tab.add.isVisible()
