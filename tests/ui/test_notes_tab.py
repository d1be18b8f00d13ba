"""The sealed notes on the screen: who sees what, when words appear, and when they go again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import audit
from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.drafts import service as drafts
from intake_app.notes import service as notes
from intake_app.notes.model import About
from intake_app.people import service as people
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.notes_kit import MEDICAL, a_note, tables_with, tamper
from tests.factories import a_person
from tests.ui.case_kit import Desk, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.cases.case_screen import CaseScreen
from ui.cases.history_tab import HistoryTab
from ui.language import Language
from ui.main_window import MainWindow
from ui.notes.note_form import NoteForm
from ui.notes.notes_screen import NotesScreen
from ui.notes.notes_tab import NotesTab
from ui.people.person_form import PersonForm

MARKER = "QuinceOnScreenZanzibar"


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    """A case with a letter of reception that waits, and a note of the counsellor's."""
    case = new_case(sign_in)[1]
    about = About(case.person_id, case.id)
    notes.seal_a_letter(sign_in(Role.RECEPTION), about, a_note(f"Letter {MARKER}"))
    notes.write_note(sign_in(Role.COUNSELLOR), about, a_note(f"Note {MARKER}", MEDICAL))
    return case


@pytest.fixture
def reader(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


def page_of(tab: NotesTab) -> NoteForm:
    assert isinstance(tab.page, NoteForm)
    return tab.page


def choose(tab: NotesTab, *, letter: bool = False) -> None:
    """Select the letter or the note."""
    rows = tab._read.notes if tab._read else ()
    tab.list.select(next(row.id for row in rows if row.is_letter == letter))


def acts(session: Session) -> list[str]:
    with session.read() as db:
        return [line.act for line in audit.lines(db, limit=20)]


# ---------------------------------------------------------------------------- reading


def test_the_list_names_kind_and_author_and_no_word_of_any_note(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    shown = " ".join(words_on(tab))
    for words in ("Protection", "Medical", "Ramata Bah", "Cheikh Ndiaye", "2 sealed notes"):
        assert words in shown
    assert MARKER not in shown
    assert "note.read" not in acts(reader)


def test_a_note_is_read_on_demand_with_one_line_in_the_audit_log(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    choose(tab)
    assert not tab.details.text.isVisible()
    tab.details.read.click()
    assert tab.details.text.text() == f"Note {MARKER}"
    assert acts(reader)[0] == "note.read"
    tab.reload()
    assert tab.details.text.text() == f"Note {MARKER}"  # somebody saved something elsewhere
    assert acts(reader).count("note.read") == 1
    tab.details.put_away.click()
    assert MARKER not in " ".join(words_on(tab))


def test_enter_reads_and_the_keyboard_puts_away(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    choose(tab)
    tab.list.table.setFocus()
    press(tab.list.table, "Return")
    assert tab.details.text.text() == f"Note {MARKER}"
    assert tab.details.put_away.hasFocus()
    press(tab.details.put_away, "Return")
    assert tab.details.text.text() == ""


def test_a_letter_is_opened_and_is_a_note_from_then_on(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    choose(tab, letter=True)
    assert tab.details.read.accessibleName() == "Open the letter"
    tab.details.read.click()
    assert tab.details.text.text() == f"Letter {MARKER}"
    assert acts(reader)[0] == "letter.opened"
    assert not any(line.is_letter for line in notes.notes_about(reader, case.person_id))
    assert "Letter, not opened yet" not in words_on(tab)


@pytest.mark.parametrize("way", ["other note", "other tab", "correct", "close the page"])
def test_the_words_leave_the_screen_with_the_eyes(
    desk: Desk, reader: Session, case: CaseFile, way: str
) -> None:
    screen = desk.open(CaseScreen, reader, case)
    screen.show_tab("notes")
    tab = screen.tabs.notes
    desk.qtbot.waitUntil(tab.isVisible)
    choose(tab)
    tab.details.read.click()
    assert MARKER in tab.details.text.text()  # control
    if way == "other note":
        choose(tab, letter=True)
    elif way == "other tab":
        screen.show_tab("profile")
        desk.qtbot.waitUntil(lambda: not tab.isVisible())
    elif way == "correct":
        tab.details.correct.click()
    else:
        screen.hide()
    desk.qtbot.waitUntil(lambda: tab.details._opened is None)
    assert MARKER not in " ".join(words_on(tab.details))


def test_a_note_that_was_altered_is_named_and_the_others_open(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tamper(reader, "UPDATE sealed_note SET sealed = x'00' WHERE is_letter = 0")
    tab = desk.open(NotesTab, reader, case)
    assert "Altered" in words_on(tab)
    choose(tab)
    assert not tab.details.read.isVisible()
    tab.list.opened.emit(tab.list.current())
    assert "altered outside the program" in tab.bar.text()
    choose(tab, letter=True)
    tab.details.read.click()
    assert tab.details.text.text() == f"Letter {MARKER}"


# ---------------------------------------------------------------------------- writing


def written(tab: NotesTab, text: str) -> NoteForm:
    tab.begin()
    page = page_of(tab)
    page.form["kind"].set_value("protection")
    type_text(page.form["text"].block, text)
    return page


def test_a_note_is_written_and_nothing_of_it_is_said(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    written(tab, "A new Quince").submit()
    assert tab.page is None
    assert tab.bar.text() == "The note is sealed."
    assert len(notes.notes_about(reader, case.person_id)) == 3
    line = tab.list.current()
    assert notes.read_note(reader, line.id).newest.content.text == "A new Quince"


def test_a_correction_begins_with_what_stands_and_needs_a_reason(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    choose(tab)
    tab.details.read.click()
    tab.details.correct.click()
    page = page_of(tab)
    assert page.form["text"].value() == f"Note {MARKER}"
    page.form["text"].set_value("")
    type_text(page.form["text"].block, "Corrected")
    page.submit()
    assert tab.page is page  # no reason yet; the words stay
    assert page.form["text"].value() == "Corrected"
    type_text(page.form["reason"].line, "Heard again")
    page.submit()
    assert tab.page is None
    tab.details.read.click()
    shown = words_on(tab)
    assert {"Corrected", "Heard again", f"Note {MARKER}"} <= set(shown)


def test_a_correction_of_what_a_colleague_corrected_meanwhile_keeps_the_words(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    choose(tab)
    tab.details.read.click()
    tab.details.correct.click()
    page = page_of(tab)
    read = notes.read_note(reader, tab.list.current().id)
    notes.correct_note(reader, read, "theirs", "first")
    page.form["text"].set_value("mine")
    page.form["reason"].set_value("second")
    page.submit()
    assert "A colleague has corrected this note" in page.bar.text()
    assert page.form["text"].value() == "mine"


def test_drafts_of_a_note_and_of_a_correction_are_two_and_both_are_sealed(
    desk: Desk, sign_in: SignIn, reader: Session, case: CaseFile
) -> None:
    tab = desk.open(NotesTab, reader, case)
    written(tab, "QuinceDraftOne")
    page_of(tab).closed.emit()
    choose(tab)
    tab.details.read.click()
    tab.details.correct.click()
    type_text(page_of(tab).form["text"].block, "QuinceDraftTwo ")
    tab.keep_draft()
    desk.close(tab)
    assert tables_with(reader, "QuinceDraftOne") == tables_with(reader, "QuinceDraftTwo") == set()
    session = sign_in(Role.COUNSELLOR)
    tab = desk.open(NotesTab, session, case)
    tab.begin()
    assert page_of(tab).form["text"].value() == "QuinceDraftOne"
    page_of(tab).closed.emit()
    choose(tab)
    tab.details.read.click()
    tab.details.correct.click()
    assert "QuinceDraftTwo" in page_of(tab).form["text"].value()
    type_text(page_of(tab).form["reason"].line, "why")
    page_of(tab).submit()
    waiting = [draft.about for draft in drafts.drafts(session)]
    assert waiting == [case.id]  # the other one still waits


# ---------------------------------------------------------------------------- reception


def test_reception_is_shown_no_note_no_count_and_no_history_of_them(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    screen = desk.open(CaseScreen, clerk, case)
    screen.show_tab("notes")
    shown = words_on(screen)
    assert not any("letter waits" in words for words in shown)
    assert not any("sealed note" in words and words[0].isdigit() for words in shown)
    assert screen.tabs.notes.list.model.rowCount() == 0
    assert not screen.tabs.notes.new.isVisible()
    history = words_on(desk.open(HistoryTab, clerk, case))
    assert not any("ealed" in words for words in history)


def test_control_a_counsellor_is_shown_that_a_letter_waits_and_who_sealed_it(
    desk: Desk, reader: Session, case: CaseFile
) -> None:
    screen = desk.open(CaseScreen, reader, case)
    assert "1 sealed letter waits" in words_on(screen)
    screen.show_tab("notes")
    assert "2 sealed notes" in words_on(screen)
    assert "Sealed letter added" in words_on(desk.open(HistoryTab, reader, case))


def test_reception_seals_a_letter_and_cannot_get_it_back(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    tab = desk.open(NotesTab, clerk, case)
    tab.empty.action.click()
    page = page_of(tab)
    assert "not even you can" in " ".join(words_on(page))
    page.form["kind"].set_value("medical")
    type_text(page.form["text"].block, "QuinceSealedByReception")
    tab.keep_draft()
    page.submit()
    assert tab.bar.text().startswith("The letter is sealed.")
    assert tables_with(clerk, "QuinceSealedByReception") == set()
    with clerk.read() as db:
        assert db.execute("SELECT count(*) FROM draft").fetchone()[0] == 0
    assert "QuinceSealedByReception" not in " ".join(words_on(tab))
    tab.empty.action.click()
    assert page_of(tab).form["text"].value() == ""
    found = notes.notes_about(sign_in(Role.SUPERVISOR), case.person_id)
    assert [line.is_letter for line in found].count(True) == 2


def test_a_letter_without_a_vouched_letter_box_stays_in_the_form(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    clerk = sign_in(Role.RECEPTION)
    tamper(clerk, "DELETE FROM letter_box")
    tab = desk.open(NotesTab, clerk, case)
    page = written(tab, "stays")
    page.submit()
    assert "sign in once more" in page.bar.text()
    assert page.form["text"].value() == "stays"


def test_the_button_at_a_profile_leads_to_the_notes_of_that_person_once_it_is_saved(
    desk: Desk, qtbot: QtBot, sign_in: SignIn, case: CaseFile, messages: ScriptedMessages
) -> None:
    clerk = sign_in(Role.RECEPTION)
    new = PersonForm(clerk, desk.tasks, messages)
    qtbot.addWidget(new)
    assert new.notes.isHidden()
    page = PersonForm(clerk, desk.tasks, messages, case.person_id)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.destination_chosen) as chosen:
        page.notes.click()
    assert chosen.args == ["notes", case.person_id]


def test_a_person_without_a_case_has_notes_too(
    desk: Desk, qtbot: QtBot, sign_in: SignIn, messages: ScriptedMessages
) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = people.save_person(clerk, a_person())
    screen = NotesScreen(clerk, desk.tasks, messages, person.id)
    qtbot.addWidget(screen)
    screen.show()
    screen.reload()
    assert person.display_name in " ".join(words_on(screen))
    written(screen.notes, "before any case").submit()
    counsellor = sign_in(Role.COUNSELLOR)
    (line,) = notes.notes_about(counsellor, person.id)
    assert (line.is_letter, line.about) == (True, About(person.id))
    assert cases.cases_of(counsellor, person.id) == []


# ---------------------------------------------------------------------------- the window


def test_locking_keeps_a_sealed_draft_and_the_window_never_names_a_note(
    desk: Desk,
    qtbot: QtBot,
    sign_in: SignIn,
    reader: Session,
    case: CaseFile,
    screen_language: Language,
) -> None:
    window = MainWindow(desk.tasks, desk.messages, screen_language, reader.packs, None)
    qtbot.addWidget(window)
    window.show()
    window.open_desk(reader)
    window.open_destination("case", case.id)
    assert window.frame is not None
    screen = window.frame.current()
    assert isinstance(screen, CaseScreen)
    screen.show_tab("notes")
    desk.qtbot.waitUntil(screen.tabs.notes.isVisible)
    choose(screen.tabs.notes)
    screen.tabs.notes.details.read.click()
    assert MARKER in " ".join(words_on(window))  # control
    assert MARKER not in window.windowTitle()
    written(screen.tabs.notes, "QuinceAtLock")
    window.lock()
    assert MARKER not in " ".join(words_on(window))
    session = sign_in(Role.COUNSELLOR)
    assert drafts.found(session, "note", case.id) == {"kind": "protection", "text": "QuinceAtLock"}
    assert tables_with(session, "QuinceAtLock") == set()


def test_every_word_follows_the_language(
    desk: Desk, reader: Session, case: CaseFile, screen_language: Language, tmp_path: Path
) -> None:
    tab = desk.open(NotesTab, reader, case)
    choose(tab)
    tab.details.read.click()
    data = {f"Note {MARKER}", "Ramata Bah", "Cheikh Ndiaye", "12 May 2026", "Alt+N"}
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "list", data) == set()
    tab.details.correct.click()
    page = page_of(tab)
    assert forgotten_by_a_switch(page, screen_language, tmp_path / "form", data) == set()


def test_a_note_whose_answer_comes_late_is_not_shown_to_whoever_looks_by_then(
    desk: Desk, qtbot: QtBot, reader: Session, case: CaseFile
) -> None:
    late = LateTasks()
    tab = Desk(qtbot, late, desk.messages).open(NotesTab, reader, case)
    late.run_all()
    choose(tab)
    tab.details.read.click()
    choose(tab, letter=True)
    late.run_all()
    assert tab.details._opened is None
    assert MARKER not in " ".join(words_on(tab))
    choose(tab)
    tab.details.read.click()
    tab.hide()
    late.run_all()
    assert tab.details._opened is None
    tab.show()
    tab.details.read.click()
    late.run_all()
    assert MARKER in tab.details.text.text()  # control
    assert late.errors == []
