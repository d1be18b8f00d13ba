"""The sealed notes about a person: a list for those who may read, a letter box for reception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Signal

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.i18n import _, ngettext
from intake_app.notes.model import About, NoteLine, OpenedNote
from intake_app.notes.service import about_case, notes_about, read_note
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from ui.cases.days import on_day
from ui.cases.record_form import RecordForm
from ui.cases.record_tab import RecordTab
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.notes.note_card import LOOK, NoteCard, kind_words, state_words
from ui.notes.note_form import NoteForm
from ui.tasks import Tasks
from ui.tokens import Tone


@dataclass(frozen=True)
class NotesRead:
    """Everything that the tab shows, read at one moment. Reception is shown no notes."""

    about: About
    notes: tuple[NoteLine, ...] = ()
    staff: Mapping[str, str] = field(default_factory=dict)


class NotesTab(RecordTab):
    """Signals: those of a screen; ``writing`` the list has made room for a page, or is back."""

    writing = Signal(bool)

    help_page = "notes"

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        case_id: str,
        *,
        person_id: str = "",
    ) -> None:
        """About the person of a case, or about ``person_id`` where there is no case yet."""
        self._read: NotesRead | None = None
        self._person_id = person_id
        self._reads = session.may(Act.NOTE_READ)
        self.details = NoteCard(session)
        super().__init__(
            session,
            tasks,
            messages,
            person_id or case_id,
            kind="note",
            columns=self._columns(),
            details=self.details,
            empty=EmptyState("lock", self._empty_words, self._new_words),
        )
        self.list.selected.connect(self._show_details)
        self.list.opened.connect(lambda line: self.read_note(line.id))
        self.details.read_wanted.connect(self.read_note)
        self.details.correct_wanted.connect(self.correct)
        self.new.setVisible(self._reads)
        self.retranslate()

    def _columns(self) -> list[Column[NoteLine]]:
        return [
            Column(
                lambda: _("Kind"),
                kind_words,
                width=13,
                icon=lambda line: LOOK[line.kind] if line.kind else "triangle-alert",
                tone=lambda line: Tone.SEALED if line.kind else Tone.DANGER,
            ),
            Column(
                lambda: _("When"),
                lambda line: on_day(line.written_at),
                width=18,
            ),
            Column(lambda: _("Who"), self._who, width=14, stretch=True),
            Column(
                lambda: _("State"),
                state_words,
                width=12,
                icon=lambda line: "mail" if line.is_letter else "",
            ),
        ]

    def _who(self, line: NoteLine) -> str:
        return self._read.staff.get(line.author, "") if self._read else ""

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the list again; a note that is open, or a page that is being written, stays."""
        session, case_id, person_id = self._session, self._case_id, self._person_id
        reads = self._reads

        def work() -> NotesRead:
            about = About(person_id) if person_id else about_case(session, case_id)
            if not reads:
                return NotesRead(about)
            found = tuple(notes_about(session, about.person_id))
            return NotesRead(about, found, names_of_staff(session))

        self._tasks.read(self, work, self._show)

    def _show(self, read: NotesRead) -> None:
        self._read = read
        self.show_records(read.notes)
        self._show_words()

    def _show_details(self, line: NoteLine | None) -> None:
        if self._read is not None:
            self.details.show_line(line, self._read.about, self._read.staff)

    def read_note(self, note_id: str) -> None:
        """Open a note, which the audit log writes down."""
        session = self._session

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(self, lambda: read_note(session, note_id), self._show_note, failed)

    def _show_note(self, opened: OpenedNote) -> None:
        current = self.list.current()
        if self.isVisible() and current is not None and current.id == opened.id:
            self.details.show_note(opened)

    # ------------------------------------------------------------------ writing

    def begin(self) -> None:
        """Write a new note or letter."""
        if self.page is None:
            self.keeper.about = self._case_id
        super().begin()

    def make_form(self) -> NoteForm | None:
        """An empty page, once it is known whom it is about."""
        if self._read is None:
            return None
        return NoteForm(self._session, self._tasks, self._read.about)

    def correct(self, opened: OpenedNote) -> None:
        """Write a new version of the note that is open; its draft is one of its own."""
        if self.page is None:
            self.keeper.about = opened.id
            self.details.close_note()
            self.open_page(NoteForm(self._session, self._tasks, opened.about, opened))

    def open_page(self, page: RecordForm) -> None:
        """Show a page instead of the list until it is closed."""
        super().open_page(page)
        self.writing.emit(True)

    def _put_away(self, page: RecordForm | None) -> None:
        super()._put_away(page)
        self.writing.emit(False)

    def saved_words(self, record: object) -> str:
        """What is said after something was sealed."""
        if self._reads:
            return _("The note is sealed.")
        return _("The letter is sealed. Counsellors and supervisors find it here.")

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        if self._reads:
            return _("There is no sealed note about this person.")
        return _(
            "Something that only counsellors and supervisors should know? Write it in a sealed "
            "letter. Once it is sealed, nobody at reception can read it, not even you; and you "
            "are not shown whether there are others."
        )

    def _new_words(self) -> str:
        return _("Write a sealed note") if self._reads else _("Add a sealed letter")

    def _show_words(self) -> None:
        number = len(self._read.notes) if self._read else 0
        words = ngettext("{count} sealed note", "{count} sealed notes", number)
        self.count.setText(words.format(count=number) if number else "")
        self._show_details(self.list.current())

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.new.set_text(self._new_words())
        self.list.table.setAccessibleName(_("Sealed notes"))
        self.empty.retranslate()
        self._show_words()
