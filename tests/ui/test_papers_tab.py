"""The papers tab: look, issue for good, print with a note, save outside only as an act."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app.acts import Act, Role
from intake_app.cases.model import CaseFile
from intake_app.cases.service import history
from intake_app.documents import service as documents
from intake_app.errors import StorageFull
from intake_app.grants import service as grants
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.test_case_journey import a_request
from tests.ui.case_kit import Desk, a_service, agreed, approved_plan, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from ui.documents.papers_tab import PapersTab
from ui.documents.preview_dialog import PreviewDialog
from ui.language import Language


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


@pytest.fixture
def counsellor(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


def dialog_of(tab: PapersTab) -> PreviewDialog:
    assert tab.work.dialog is not None
    return tab.work.dialog


def acts(session: Session, document_id: str) -> list[str]:
    return [line.act for line in history(session, [document_id])]


class PrinterToFile:
    """A printer that writes a PDF, where the system's dialog would stand."""

    def __init__(self, path: Path) -> None:
        self.path, self.asked = path, 0

    def __call__(self, _parent: QWidget, _pages: int) -> QPrinter:
        self.asked += 1
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.path))
        return printer


def test_everything_that_the_case_has_can_be_printed(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    plan = approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    grants.request_grant(counsellor, a_request(plan))
    tab = desk.open(PapersTab, counsellor, case)
    assert [line.paper.kind for line in tab.lines] == [
        "intake_profile",
        "consent_form",
        "reintegration_plan",
        "grant_request",
        "followup_visit",
    ]
    assert tab.language.value() == "fr"  # the person's own


def test_a_preview_keeps_nothing(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    tab = desk.open(PapersTab, counsellor, case)
    tab.lines[0].preview.click()
    dialog = dialog_of(tab)
    assert dialog.pages.page_count >= 1
    assert "Preview. Nothing is kept yet." in words_on(dialog)
    assert dialog.print_button.isHidden()
    assert documents.documents_of(counsellor, case.id) == []
    dialog.reject()
    assert dialog.pages.page_count == 0
    assert tab.work.dialog is None


def test_issuing_from_the_preview_asks_keeps_and_can_then_be_printed(
    desk: Desk,
    counsellor: Session,
    case: CaseFile,
    messages: ScriptedMessages,
    tmp_path: Path,
) -> None:
    tab = desk.open(PapersTab, counsellor, case)
    tab.language.buttons["en"].click()
    tab.lines[0].preview.click()
    messages.answers = [True]
    dialog_of(tab).issue.click()
    assert messages.asked == ["Issue this paper?"]
    (issued,) = documents.documents_of(counsellor, case.id)
    assert (issued.kind, issued.language) == ("intake_profile", "en")
    assert tab.issued.current() == issued
    assert "In the outbox" in words_on(tab.issued)
    dialog = dialog_of(tab)
    assert dialog.issue.isHidden()
    printer = tab.work.choose_printer = PrinterToFile(tmp_path / "out.pdf")
    dialog.print_button.click()
    dialog.print_button.click()
    assert printer.asked == 2
    assert dialog.bar.text() == "Copy 2 was printed and is noted in the register."
    assert acts(counsellor, issued.id).count(Act.DOCUMENT_PRINTED) == 2
    printed = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(printed) == issued.pages
    printed.close()
    dialog.reject()


def test_not_issuing_after_all_keeps_nothing(
    desk: Desk, counsellor: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    tab = desk.open(PapersTab, counsellor, case)
    messages.answers = [False]
    tab.lines[0].issue.click()
    assert documents.documents_of(counsellor, case.id) == []


def issued_paper(tab: PapersTab, messages: ScriptedMessages) -> documents.Document:
    messages.answers = [True]
    tab.lines[0].issue.click()
    document = tab.issued.current()
    assert document is not None
    return document


@pytest.mark.qt_log_ignore("QPainter", "QPrinter", "QPdfEngine", "Cannot open")
def test_a_printer_that_does_not_start_and_a_closed_dialog_note_no_copy(
    desk: Desk, counsellor: Session, case: CaseFile, messages: ScriptedMessages, tmp_path: Path
) -> None:
    tab = desk.open(PapersTab, counsellor, case)
    document = issued_paper(tab, messages)
    tab.work.choose_printer = lambda _parent, _pages: None
    tab.issued.print_button.click()
    tab.work.choose_printer = PrinterToFile(tmp_path / "no such folder" / "out.pdf")
    tab.issued.print_button.click()
    assert "The printer did not start" in tab.bar.text()
    assert Act.DOCUMENT_PRINTED not in acts(counsellor, document.id)


def test_opening_an_issued_paper_is_written_in_the_audit_log(
    desk: Desk, counsellor: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    tab = desk.open(PapersTab, counsellor, case)
    document = issued_paper(tab, messages)
    tab.issued.open.click()
    assert dialog_of(tab).pages.page_count == document.pages
    assert Act.DOCUMENT_VIEWED in acts(counsellor, document.id)
    dialog_of(tab).reject()


def test_only_a_supervisor_saves_a_paper_outside_the_vault_after_a_warning(
    desk: Desk,
    sign_in: SignIn,
    case: CaseFile,
    messages: ScriptedMessages,
    tmp_path: Path,
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    tab = desk.open(PapersTab, supervisor, case)
    document = issued_paper(tab, messages)
    path = tmp_path / "profile.pdf"
    messages.asked.clear()
    messages.answers = [True, path]
    tab.issued.export.click()
    assert messages.asked == ["Save this paper outside the vault?", "Save the paper"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == document.sha256
    assert Act.DOCUMENT_EXPORTED in acts(supervisor, document.id)


def test_control_nothing_is_written_if_the_warning_is_heeded(
    desk: Desk, sign_in: SignIn, case: CaseFile, messages: ScriptedMessages, tmp_path: Path
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    tab = desk.open(PapersTab, supervisor, case)
    document = issued_paper(tab, messages)
    messages.answers = [False]
    tab.issued.export.click()
    messages.answers = [True, None]
    tab.issued.export.click()
    assert list(tmp_path.glob("*.pdf")) == []
    assert Act.DOCUMENT_EXPORTED not in acts(supervisor, document.id)


def test_a_file_that_cannot_be_written_is_said_in_place(
    desk: Desk, sign_in: SignIn, case: CaseFile, messages: ScriptedMessages, tmp_path: Path
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    tab = desk.open(PapersTab, supervisor, case)
    document = issued_paper(tab, messages)
    with pytest.raises(StorageFull):
        documents.export_document(supervisor, document.id, tmp_path / "no such folder" / "x.pdf")
    messages.answers = [True, tmp_path / "no such folder" / "x.pdf"]
    tab.issued.export.click()
    assert "could not be written" in tab.bar.text()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_others_see_why_they_cannot_save_outside(
    desk: Desk, sign_in: SignIn, case: CaseFile, messages: ScriptedMessages, role: Role
) -> None:
    tab = desk.open(PapersTab, sign_in(role), case)
    issued_paper(tab, messages)
    assert not tab.issued.export.isEnabled()
    assert "Only a supervisor" in tab.issued.export.accessibleDescription()


def test_reception_prints_the_profile_and_sees_why_not_the_plan(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    approved_plan(sign_in, case)
    tab = desk.open(PapersTab, sign_in(Role.RECEPTION), case)
    profile, consents, plan, _visit = tab.lines
    assert consents.preview.isEnabled()
    assert profile.preview.isEnabled()
    assert not plan.preview.isEnabled()
    assert plan.issue.accessibleDescription() == "Only a counsellor or supervisor makes this."


def test_the_print_menu_leads_to_the_newest_paper_of_a_kind(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    approved_plan(sign_in, case)
    tab = desk.open(PapersTab, sign_in(Role.COUNSELLOR), case)
    tab.show_kind("reintegration_plan")
    assert tab.lines[2].preview.hasFocus()
    tab.show_kind("referral_letter")
    assert tab.bar.text() == "There is nothing to print yet: Referral letter."


def test_the_state_of_a_paper_follows_it_to_the_hub(
    desk: Desk, sign_in: SignIn, case: CaseFile, messages: ScriptedMessages
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    tab = desk.open(PapersTab, counsellor, case)
    document = issued_paper(tab, messages)
    assert tab.issued._state(document)[2] == "In the outbox"
    read = tab._read
    assert read is not None
    tab.issued.show_papers(type(read)(**{**vars(read), "on_the_way": {document.id: 3}}))
    assert "In batch 3" in words_on(tab.issued)
    tab.issued.show_papers(type(read)(**{**vars(read), "on_the_way": {}}))
    assert "The hub has it" in words_on(tab.issued)


def test_every_word_follows_a_switch_of_the_language(
    desk: Desk,
    sign_in: SignIn,
    messages: ScriptedMessages,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    person, case = new_case(sign_in)
    approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    agreed(counsellor, person, a_service(counsellor))
    tab = desk.open(PapersTab, counsellor, case)
    issued_paper(tab, messages)
    tab.issued.open.click()
    dialog = dialog_of(tab)
    assert forgotten_by_a_switch(dialog, screen_language, tmp_path / "dialog", {"Ctrl+P"}) == set()
    dialog.reject()
    data = {"English", "Français", "12/05/2026", "The paper is issued."}
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "tab", data) == set()
