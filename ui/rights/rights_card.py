"""Data protection at a glance: until when the file is kept, the copy, the corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.retention import service as retention
from intake_app.retention.service import FileDate
from intake_app.rights import service as rights
from intake_app.rights.service import AskedCorrection, CorrectionState
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button
from ui.cards import Card, IconLabel, SectionTitle
from ui.cases.days import due_tone, nearness
from ui.documents.loose_paper import LoosePaper
from ui.fields.message_bar import MessageBar
from ui.flow import FlowLayout, clear_layout
from ui.retention.date_form import date_words
from ui.tasks import Tasks
from ui.tokens import S, Text, Tone


@dataclass(frozen=True)
class RightsRead:
    """What the card shows of one file."""

    date: FileDate
    corrections: Sequence[AskedCorrection]


def read_rights(session: Session, person_id: str, file_id: str) -> RightsRead:
    """Read it; ``file_id`` is the case, or the person again if there is none."""
    return RightsRead(
        retention.file_date(session, file_id), rights.corrections_of(session, person_id)
    )


class RightsCard(Card):
    """Signals: ``destination_chosen`` a page on top: ``"file_date"`` or ``"correction"``, an id."""

    destination_chosen = Signal(str, str)

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session, self._tasks = session, tasks
        self._person_id = self._file_id = self._language = ""
        self._read: RightsRead | None = None
        self.bar = MessageBar(parent=self)
        self.paper = LoosePaper(tasks, self.bar)
        self.date = IconLabel(Text.BODY, self)
        buttons = QWidget(self)
        self.copy = Button(icon="file-text", parent=buttons)
        self.correct = Button(icon="pencil", parent=buttons)
        self.change_date = Button(icon="calendar-clock", parent=buttons)
        self._corrections = QVBoxLayout()
        self._corrections.setSpacing(S)
        flow = FlowLayout(buttons)
        for button in (self.copy, self.correct, self.change_date):
            flow.addWidget(button)
        self.body.addWidget(SectionTitle(lambda: _("Data protection"), self))
        self.body.addWidget(self.bar)
        self.body.addWidget(self.date)
        self.body.addLayout(self._corrections)
        self.body.addWidget(buttons)
        self.paper.setParent(self)
        self.copy.clicked.connect(self._show_copy)
        self.correct.clicked.connect(
            lambda: self.destination_chosen.emit("correction", self._person_id)
        )
        self.change_date.clicked.connect(
            lambda: self.destination_chosen.emit("file_date", self._file_id)
        )
        self.retranslate()

    def show_person(self, person_id: str, file_id: str, language: str) -> None:
        """Show a person; ``file_id`` is the case, or the person again if there is none."""
        session = self._session

        def done(read: RightsRead) -> None:
            self.show_read(read, person_id, file_id, language)

        self._person_id, self._file_id, self._language = person_id, file_id, language
        self._tasks.read(self, lambda: read_rights(session, person_id, file_id), done)

    def show_read(self, read: RightsRead, person_id: str, file_id: str, language: str) -> None:
        """The same, of what was read already."""
        self._person_id, self._file_id, self._language = person_id, file_id, language
        self._show(read)

    def show_nobody(self) -> None:
        """Nobody is registered yet."""
        self._person_id, self._read = "", None
        clear_layout(self._corrections)
        self.retranslate()

    def _show(self, read: RightsRead) -> None:
        self._read = read
        self.set_reasons()
        self.date.show_text(date_words(read.date), "hourglass")
        clear_layout(self._corrections)
        for one in read.corrections:
            line = IconLabel(Text.BODY, self)
            line.show_text(*self._line(one))
            self._corrections.addWidget(line)

    def _line(self, one: AskedCorrection) -> tuple[str, str, Tone]:
        correction, today = one.correction, self._session.today()
        state = word("correction", correction.state)
        if not correction.is_open:
            words = _("Correction: {state}. {wish}").format(state=state, wish=correction.wish)
            done = correction.state is CorrectionState.DONE
            return words, "circle-check" if done else "circle-slash", Tone.NEUTRAL
        words = _("Correction: {state}, answer due {near}. {wish}").format(
            state=state, near=nearness(correction.answer_by, today), wish=correction.wish
        )
        return words, "pencil", due_tone(correction.answer_by, today)

    def _show_copy(self) -> None:
        session, person_id, language = self._session, self._person_id, self._language
        self.paper.open(
            lambda: _("What we hold about you"),
            lambda: rights.subject_copy(session, person_id, language),
            lambda: rights.note_copy_printed(session, person_id),
        )

    def retranslate(self) -> None:
        """Every text of the card."""
        self.copy.set_text(_("Copy for the person…"))
        self.correct.set_text(_("Correction request…"))
        self.change_date.set_text(_("Another date…"))
        if self._read is not None:
            self._show(self._read)
        else:
            self.date.show_text(_("Save the profile first."), "info")
            self.set_reasons()

    def set_reasons(self) -> None:
        """Grey what the role may not do, or what needs somebody who is registered."""
        may, nobody = self._session.may, "" if self._person_id else _("Save the profile first.")
        no_copy = "" if may(Act.COPY_MADE) else _("A counsellor or a supervisor makes this copy.")
        no_date = "" if may(Act.RETENTION_DATE_SET) else _("Only a supervisor changes this date.")
        self.copy.set_reason(nobody or no_copy)
        self.correct.set_reason(nobody)
        self.change_date.set_reason(nobody or no_date)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
