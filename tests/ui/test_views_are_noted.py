"""The audit log holds who looked, printed and exported: once per opening, not per repaint."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import audit
from intake_app.acts import Act, Role
from intake_app.cases import service as cases
from intake_app.documents import service as documents
from intake_app.errors import IntakeError, StorageFull
from intake_app.i18n import set_language
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.session import Session
from intake_app.words import word
from tests.conftest import SignIn
from tests.core.test_case_journey import a_plan, opened_case
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.person_kit import Opener, open_form, registered
from tests.ui.scripted_messages import ScriptedMessages
from ui.approvals.approvals_screen import ApprovalsScreen

__all__ = ["open_form"]


def noted(session: Session, act: Act) -> list[str]:
    """The records of all lines of this act, the oldest first."""
    with session.read() as db:
        return [line.record for line in reversed(audit.lines(db, act=act.value))]


def test_opening_a_profile_is_noted_once_and_reading_it_again_is_not(
    open_form: Opener, clerk: Session
) -> None:
    person = registered(clerk)
    page = open_form(person.id)
    page.reload()
    page.reload()
    assert noted(clerk, Act.PERSON_VIEWED) == [person.id]
    open_form(person.id)
    assert noted(clerk, Act.PERSON_VIEWED) == [person.id] * 2


def test_a_new_profile_is_nobody_s_view(open_form: Opener, clerk: Session) -> None:
    open_form()
    assert noted(clerk, Act.PERSON_VIEWED) == []


def test_a_request_that_is_read_for_a_decision_is_noted_once(
    qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, sign_in: SignIn
) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))[:2]
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.submit_plan(counsellor, plans.save_plan(counsellor, a_plan(counsellor, case)).id)
    supervisor = sign_in(Role.SUPERVISOR)
    screen = ApprovalsScreen(supervisor, tasks, messages)
    qtbot.addWidget(screen)
    screen.show()
    screen.reload()
    screen.reload()
    assert noted(supervisor, Act.CASE_VIEWED) == [case.id]
    screen.deciding.show_paper(screen.list.current())
    assert noted(supervisor, Act.DOCUMENT_PREVIEWED) == [plan.id]


def test_papers_that_are_seen_printed_and_exported_are_noted(
    sign_in: SignIn, tmp_path: Path
) -> None:
    case = opened_case(sign_in(Role.RECEPTION))[1]
    supervisor = sign_in(Role.SUPERVISOR)
    documents.preview(supervisor, case.id, "intake_profile", case.id, "en")
    paper = documents.issue(supervisor, case.id, "intake_profile", case.id, "en")
    documents.pdf_of(supervisor, paper.id)
    documents.note_printed(supervisor, paper.id)
    documents.export_document(supervisor, paper.id, tmp_path / "paper.pdf")
    assert noted(supervisor, Act.DOCUMENT_PREVIEWED) == [case.id]
    for act in (Act.DOCUMENT_VIEWED, Act.DOCUMENT_PRINTED, Act.DOCUMENT_EXPORTED):
        assert noted(supervisor, act) == [paper.id]
    assert [path.name for path in tmp_path.glob("paper*")] == ["paper.pdf"]
    cases.reload_case(supervisor, case.id)
    assert noted(supervisor, Act.CASE_VIEWED) == [], "control: what is no opening is not noted"


def test_nothing_lies_outside_that_the_log_does_not_know(
    sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit of the line fails after the file was written."""
    case = opened_case(sign_in(Role.RECEPTION))[1]
    supervisor = sign_in(Role.SUPERVISOR)
    paper = documents.issue(supervisor, case.id, "intake_profile", case.id, "en")

    def refused(*_values: object) -> None:
        raise StorageFull("no room")

    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", refused)
        with pytest.raises(StorageFull):
            documents.export_document(supervisor, paper.id, tmp_path / "paper.pdf")
    assert list(tmp_path.glob("paper*")) == []
    assert noted(supervisor, Act.DOCUMENT_EXPORTED) == []


def test_a_view_of_nothing_leaves_no_line(clerk: Session) -> None:
    with pytest.raises(IntakeError):
        people.open_person(clerk, a_person().id)
    assert noted(clerk, Act.PERSON_VIEWED) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_act_has_words(language: str) -> None:
    set_language(language)
    assert [act for act in Act if word("act", act) == act.value] == []
