"""The tab of photographs and scans: three ways in, one question, a sentence per bad file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from intake_app.acts import Act, Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind, Readable
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.users import service as users
from tests.conftest import SignIn
from tests.core.attachments_kit import a_pdf, a_picture, a_readable, as_file
from tests.factories import a_consent
from tests.ui.case_kit import Desk, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from ui.attachments.attachments_screen import AttachmentsScreen
from ui.attachments.attachments_tab import AttachmentsTab
from ui.attachments.sources import Source, of_mime, of_path
from ui.cases.case_screen import CaseScreen
from ui.cases.history_tab import HistoryTab
from ui.people.person_form import PersonForm

PHOTO, IDENTITY, MEDICAL = AttachmentKind.PHOTO, AttachmentKind.IDENTITY, AttachmentKind.MEDICAL


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot, DirectTasks(), ScriptedMessages())
    yield desk
    assert desk.tasks.errors == []


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A picture, a scan, and one that is none."""
    found = {
        "passport.png": as_file(a_picture(), "PNG"),
        "consent.pdf": a_pdf(2),
        "virus.jpg": b"MZ\x90\x00",
    }
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in found]


def keep(session: Session, case: CaseFile, *kinds: AttachmentKind) -> list[str]:
    small = a_readable(content=as_file(a_picture(), "JPEG"), thumbnail=as_file(a_picture(), "JPEG"))
    return [attachments.add(session, case.person_id, case.id, kind, small).id for kind in kinds]


def kept(session: Session, case: CaseFile) -> list[tuple[str, str]]:
    found = attachments.attachments_of(session, case.person_id)
    return [(one.attachment.kind, one.attachment.name) for one in reversed(found)]


def shown(tab: AttachmentsTab) -> list[str]:
    items = [tab.grid.item(row) for row in range(tab.grid.count())]
    return [item.text() for item in items]


# ---------------------------------------------------------------------------- adding


def test_the_empty_tab_says_the_next_step(desk: Desk, sign_in: SignIn, case: CaseFile) -> None:
    tab = desk.open(AttachmentsTab, sign_in(Role.RECEPTION), case)
    assert tab.empty.isVisible()
    assert not tab.grid.isVisible()
    assert not any(button.isVisible() for button in (tab.open, tab.remove, tab.export))
    desk.messages.answers = [[]]
    tab.empty.action.click()
    assert desk.messages.asked == ["Choose the files to add"]
    assert not tab.kinds.isVisible()  # nothing was chosen


def test_several_files_are_added_and_a_bad_one_stops_nothing(
    desk: Desk, sign_in: SignIn, case: CaseFile, files: list[Path]
) -> None:
    clerk = sign_in(Role.RECEPTION)
    tab = desk.open(AttachmentsTab, clerk, case)
    desk.messages.answers = [files]
    desk.qtbot.keyClick(tab, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    desk.qtbot.waitUntil(tab.kinds.isVisible)  # a button that is pressed by its key takes a moment
    assert "3 files" in tab.kinds._title.text()
    tab.kinds.buttons[IDENTITY].click()
    assert kept(clerk, case) == [(IDENTITY, "passport.jpg"), (IDENTITY, "consent.pdf")]
    assert tab.bar.text() == "2 files are added."
    assert tab.refused.isVisible()
    (line,) = [line.text() for line in tab.refused.lines if line.isVisible()]
    assert line.startswith("virus.jpg: Only photographs")
    assert "consent.pdf" in shown(tab)[0]
    assert "2 pages" in shown(tab)[0]
    tab.refused.close_button.click()
    assert not tab.refused.isVisible()


def drop(tab: AttachmentsTab, mime: QMimeData) -> bool:
    """What Qt sends when files are dragged onto the tab and let go; True if they were taken."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPointF(9, 9).toPoint(), actions, mime, left, none)
    enter.ignore()
    QGuiApplication.sendEvent(tab, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(9, 9), actions, mime, left, none)
    QGuiApplication.sendEvent(tab, event)
    assert event.dropAction() == Qt.DropAction.CopyAction
    return True


def test_dropped_files_are_taken_and_copied_not_moved(
    desk: Desk, sign_in: SignIn, case: CaseFile, files: list[Path]
) -> None:
    clerk = sign_in(Role.RECEPTION)
    tab = desk.open(AttachmentsTab, clerk, case)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files[:2]])
    assert drop(tab, mime)
    tab.kinds.buttons[AttachmentKind.OTHER].click()
    assert len(kept(clerk, case)) == 2
    assert all(path.exists() for path in files)
    words = QMimeData()
    words.setText("only words")
    assert not drop(tab, words)  # the control


def test_a_copied_picture_is_pasted(desk: Desk, sign_in: SignIn, case: CaseFile) -> None:
    clerk = sign_in(Role.RECEPTION)
    tab = desk.open(AttachmentsTab, clerk, case)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    desk.qtbot.keyClick(tab, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(tab.kinds.isVisible)
    assert tab.kinds._title.text() == "What is “Pasted picture”?"
    desk.qtbot.keyClick(tab.kinds.buttons[PHOTO], Qt.Key.Key_Escape)
    assert kept(clerk, case) == []  # Esc takes nothing
    tab.paste.click()
    tab.kinds.buttons[IDENTITY].click()
    assert kept(clerk, case) == [(IDENTITY, "Pasted picture.jpg")]
    QGuiApplication.clipboard().setText("words")
    tab.paste.click()
    assert "no picture" in tab.bar.text()


def test_a_file_on_the_clipboard_is_taken_byte_by_byte() -> None:
    pdf = a_pdf()
    mime = QMimeData()
    mime.setData("application/pdf", pdf)
    (source,) = of_mime(mime)
    assert source.read().content == pdf


def test_a_photograph_without_consent_says_what_to_do(
    desk: Desk, sign_in: SignIn, case: CaseFile, files: list[Path]
) -> None:
    clerk = sign_in(Role.RECEPTION)
    tab = desk.open(AttachmentsTab, clerk, case)
    tab.take([of_path(files[0])])
    tab.kinds.buttons[PHOTO].click()
    assert "record the consent" in tab.refused.lines[0].text()
    person = people.person(clerk, case.person_id)
    cases.give_consent(clerk, a_consent(person, purpose=Purpose.PHOTO))
    tab.take([of_path(files[0])])
    assert not tab.refused.isVisible()
    tab.kinds.buttons[PHOTO].click()
    assert kept(clerk, case) == [(PHOTO, "passport.jpg")]


def test_cancel_stops_before_the_next_file_and_keeps_the_others(
    qtbot: QtBot, sign_in: SignIn, case: CaseFile
) -> None:
    clerk, tasks = sign_in(Role.RECEPTION), LateTasks()
    tab = AttachmentsTab(clerk, tasks, ScriptedMessages(), case.id)
    qtbot.addWidget(tab)
    tab.show()
    tab.reload()
    tasks.run_all()
    tab.take([Source(f"{number}.jpg", a_readable) for number in range(5)])
    tab.kinds.buttons[IDENTITY].click()
    assert tab.adding.panel.isVisible()
    assert not tab.add.isEnabled()
    tab.take([Source("late.jpg", a_readable)])  # one after the other
    assert not tab.kinds.isVisible()
    tasks.run_next()  # read
    tasks.run_next()  # kept
    tab.adding.panel.cancel.click()
    tasks.run_all()
    assert len(kept(clerk, case)) == 2
    assert tab.bar.text() == "Stopped: 3 files were not added."
    assert not tab.adding.panel.isVisible()
    assert tab.add.isEnabled()


def test_a_fault_is_not_swallowed(qtbot: QtBot, sign_in: SignIn, case: CaseFile) -> None:
    def broken() -> Readable:
        raise RuntimeError("a bug")

    tasks = DirectTasks()
    tab = AttachmentsTab(sign_in(Role.RECEPTION), tasks, ScriptedMessages(), case.id)
    qtbot.addWidget(tab)
    tab.reload()
    tab.take([Source("a.jpg", broken)])
    tab.kinds.buttons[IDENTITY].click()
    assert [str(error) for error in tasks.errors] == ["a bug"]
    assert not tab.adding.is_running


def test_reception_is_offered_no_medical_file(desk: Desk, sign_in: SignIn, case: CaseFile) -> None:
    keep(sign_in(Role.COUNSELLOR), case, MEDICAL, IDENTITY)
    tab = desk.open(AttachmentsTab, sign_in(Role.RECEPTION), case)
    assert MEDICAL not in tab.kinds.buttons
    assert len(shown(tab)) == 1
    desk.close(tab)
    tab = desk.open(AttachmentsTab, sign_in(Role.SUPERVISOR), case)
    assert MEDICAL in tab.kinds.buttons
    assert len(shown(tab)) == 2


# ---------------------------------------------------------------------------- looking and removing


def acts(session: Session) -> list[str]:
    with session.read() as db:
        return [row[0] for row in db.execute("SELECT act FROM audit ORDER BY seq")]


def test_enter_opens_and_the_arrows_turn(desk: Desk, sign_in: SignIn, case: CaseFile) -> None:
    clerk = sign_in(Role.RECEPTION)
    keep(clerk, case, IDENTITY, IDENTITY)
    pdf = attachments.read_bytes(a_pdf(3), "scan.pdf")
    attachments.add(clerk, case.person_id, case.id, AttachmentKind.CONSENT, pdf)
    tab = desk.open(AttachmentsTab, clerk, case)
    desk.qtbot.keyClick(tab.grid, Qt.Key.Key_Return)
    dialog = tab.work.dialog
    assert dialog is not None
    assert (dialog.pages.page_count, dialog._number.text()) == (3, "1 of 3")
    dialog.after.click()
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert (dialog.pages.page_count, dialog._number.text()) == (1, "3 of 3")
    assert not dialog.after.isEnabled()
    before = dialog.pages.area.zoom()
    dialog.pages.zoom_in()
    assert dialog.pages.area.zoom() > before
    assert acts(clerk).count(Act.ATTACHMENT_VIEWED) == 3
    dialog.close_button.click()
    assert tab.work.dialog is None
    assert users.check_audit(sign_in(Role.SUPERVISOR)) is None


def test_the_whole_picture_is_shown_first(desk: Desk, sign_in: SignIn, case: CaseFile) -> None:
    clerk = sign_in(Role.RECEPTION)
    tall = attachments.read_bytes(as_file(a_picture(300, 3000), "JPEG"), "tall.jpg")
    attachments.add(clerk, case.person_id, case.id, IDENTITY, tall)
    tab = desk.open(AttachmentsTab, clerk, case)
    tab.open.click()
    dialog = tab.work.dialog
    assert dialog is not None
    area = dialog.pages.area
    assert area.verticalScrollBar().maximum() == 0
    dialog.pages.zoom_in()
    assert area.verticalScrollBar().maximum() > 0
    dialog.pages.fit_width()
    assert area.verticalScrollBar().maximum() == 0
    assert not area.grab().toImage().isNull()
    dialog.reject()


def test_removing_asks_why_and_only_then_removes(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    keep(clerk, case, IDENTITY)
    tab = desk.open(AttachmentsTab, clerk, case)
    desk.messages.answers = [None, "of somebody else"]
    desk.qtbot.keyClick(tab, Qt.Key.Key_Delete)
    desk.qtbot.waitUntil(lambda: len(desk.messages.asked) == 1)
    assert len(shown(tab)) == 1
    tab.remove.click()
    assert kept(clerk, case) == []
    assert tab.empty.isVisible()
    assert tab.bar.text() == "The file is removed."
    assert "Identity document. of somebody else" in tab.removed.text()
    assert "by Ramata Bah" in tab.removed.text()
    desk.close(tab)
    history = desk.open(HistoryTab, clerk, case)
    assert "Attached file removed" in words_on(history)


def test_only_a_supervisor_takes_out_and_after_a_warning(
    desk: Desk, sign_in: SignIn, case: CaseFile, tmp_path: Path
) -> None:
    clerk = sign_in(Role.RECEPTION)
    keep(clerk, case, IDENTITY)
    tab = desk.open(AttachmentsTab, clerk, case)
    assert not tab.export.isEnabled()
    assert "supervisor" in tab.export.toolTip()
    desk.close(tab)
    session = sign_in(Role.SUPERVISOR)
    tab = desk.open(AttachmentsTab, session, case)
    desk.messages.answers = [False, True, None, True, tmp_path / "out.jpg"]
    for _time in range(3):
        tab.export.click()
    assert (tmp_path / "out.jpg").read_bytes()[:3] == b"\xff\xd8\xff"
    assert acts(session).count(Act.ATTACHMENT_EXPORTED) == 1
    assert "without encryption" in tab.bar.text()


def test_the_chosen_photograph_stands_in_the_profile_until_the_consent_goes(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = people.person(clerk, case.person_id)
    consent = cases.give_consent(clerk, a_consent(person, purpose=Purpose.PHOTO))
    keep(clerk, case, PHOTO, IDENTITY)
    screen = desk.open(CaseScreen, clerk, case)
    assert screen.tabs.profile.portrait.isHidden()
    face = screen.header.face
    assert not face.has_picture
    screen.show_tab("attachments")
    tab = screen.tabs.attachments
    assert tab.portrait.isHidden()  # the newest is no photograph
    tab.grid.setCurrentRow(1)
    assert not tab.portrait.isHidden()
    tab.portrait.click()
    assert "Chosen photograph" in shown(tab)[1]
    screen.show_tab("profile")
    desk.qtbot.waitUntil(screen.tabs.profile.portrait.isVisible)
    screen.reload()
    assert face.has_picture
    assert "Photograph" in face.accessibleName()
    cases.withdraw_consent(clerk, consent, "She does not want it any more.")
    screen.reload()
    assert screen.tabs.profile.portrait.isHidden()
    assert not face.has_picture
    screen.show_tab("attachments")
    assert "withdrawn" in shown(tab)[1]
    tab.grid.setCurrentRow(1)
    assert not tab.open.isEnabled()
    assert tab.remove.isEnabled()


def test_the_selected_file_stays_selected_when_another_comes(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    first, _second = keep(clerk, case, IDENTITY, IDENTITY)
    tab = desk.open(AttachmentsTab, clerk, case)
    tab.grid.select(first)
    keep(clerk, case, AttachmentKind.OTHER)
    tab.reload()
    current = tab.grid.current()
    assert current is not None
    assert current.attachment.id == first


# ---------------------------------------------------------------------------- without a case


def test_from_the_profile_of_somebody_without_a_case(
    desk: Desk, sign_in: SignIn, case: CaseFile, qtbot: QtBot
) -> None:
    clerk = sign_in(Role.RECEPTION)
    form = PersonForm(clerk, desk.tasks, desk.messages, case.person_id)
    qtbot.addWidget(form)
    with qtbot.waitSignal(form.destination_chosen) as chosen:
        form.files.click()
    assert chosen.args == ["attachments", case.person_id]
    screen = AttachmentsScreen(clerk, desk.tasks, desk.messages, case.person_id)
    qtbot.addWidget(screen)
    screen.show()
    screen.reload()
    screen.files.take([Source("a.jpg", a_readable)])
    screen.files.kinds.buttons[IDENTITY].click()
    (one,) = attachments.attachments_of(clerk, case.person_id)
    assert one.attachment.case_id is None
    with qtbot.waitSignal(screen.closed):
        qtbot.keyClick(screen, Qt.Key.Key_Escape)
