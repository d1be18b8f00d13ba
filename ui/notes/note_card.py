"""One sealed note: closed until somebody asks for it, and closed again when they look away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.children.model import words_of_note
from intake_app.i18n import _
from intake_app.notes.model import (
    FREELY_WRITTEN,
    About,
    NoteKind,
    NoteLine,
    NoteText,
    NoteVersion,
    OpenedNote,
)
from intake_app.screening.model import Exploitation, exploitation_answers
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, IconLabel, KeyValues
from ui.cases.days import moment_words
from ui.flow import FlowLayout, clear_layout
from ui.plain import PlainLabel
from ui.tokens import M, S, Text, Tone

LOOK = {
    NoteKind.PROTECTION: "shield",
    NoteKind.MEDICAL: "stethoscope",
    NoteKind.EXPLOITATION: "clipboard-list",
    NoteKind.CHILD: "baby",
}
"""The icon of each kind of note."""


def kind_words(line: NoteLine) -> str:
    """What a note is about; that it was altered, if it cannot be opened."""
    return word("note", line.kind) if line.kind else _("Altered")


def state_words(line: NoteLine) -> str:
    """What is special about a note, in a word."""
    if line.is_letter:
        return _("Letter")
    return _("Corrected") if line.revision > 1 else ""


def text_words(note: NoteText) -> str:
    """What stands in a note; the answers to questions each in a line of their own."""
    if note.kind is NoteKind.CHILD:
        told = words_of_note(note.text)
        parts = (
            (_("What the child said"), told.said),
            (_("What endangers the child, and what protects it"), told.risks),
        )
        return "\n".join(f"{name}: {text}" for name, text in parts if text)
    if note.kind is not NoteKind.EXPLOITATION:
        return note.text
    answers = exploitation_answers(note.text)
    line = _("{question}: {answer}")
    return "\n".join(
        line.format(
            question=word("exploitation", one),
            answer=word("answer", answers[one]) if one in answers else "–",
        )
        for one in Exploitation
    )


class NoteCard(Card):
    """Signals: ``read_wanted`` the id of the note to open; ``correct_wanted`` the opened note."""

    read_wanted = Signal(str)
    correct_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._line: NoteLine | None = None
        self._opened: OpenedNote | None = None
        self._about, self._staff = About(""), dict[str, str]()
        self._chips, self._values = ChipRow(), KeyValues(2)
        self._sealed = IconLabel(Text.BODY)
        self.text = PlainLabel(wrap=True)
        self.text.set_selectable()
        self._before = QVBoxLayout()
        self._before.setSpacing(M)
        self.read = Button(Kind.PLAIN, "lock-open", "Alt+R")
        self.correct = Button(Kind.PLAIN, "pencil", "Ctrl+E")
        self.put_away = Button(Kind.PLAIN, "lock", "Alt+W")
        buttons = QWidget()
        self._row = FlowLayout(buttons)
        for button in (self.read, self.correct, self.put_away):
            self._row.addWidget(button)
        for part in (self._chips, self._sealed, self.text, self._values, buttons):
            self.body.addWidget(part)
        self.body.addLayout(self._before)
        self._looked_away = QTimer(self, singleShot=True, interval=0)
        self._looked_away.timeout.connect(self._close_unseen)
        self.read.clicked.connect(self._want)
        self.correct.clicked.connect(lambda: self.correct_wanted.emit(self._opened))
        self.put_away.clicked.connect(self._close_and_stay)
        self.hide()

    def show_line(self, line: NoteLine | None, about: About, staff: Mapping[str, str]) -> None:
        """Show a note of the list; it stays open only if it is the one that was opened.

        While the list is read again there is none for a moment.
        """
        opened = self._opened
        if line and opened and (line.id, line.revision) != (opened.id, opened.revision):
            self._opened = None
        self._line, self._about, self._staff = line, about, dict(staff)
        self.retranslate()

    def show_note(self, opened: OpenedNote) -> None:
        """Show what stands in the note."""
        self._opened = opened
        self.retranslate()
        self.put_away.setFocus()

    def close_note(self) -> None:
        """Take the words off the screen."""
        if self._opened is not None:
            self._opened = None
            self.retranslate()

    def _close_and_stay(self) -> None:
        self.close_note()
        self.read.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever looks away leaves no note open; reading the list again hides it only briefly."""
        self._looked_away.start()
        super().hideEvent(event)

    def _close_unseen(self) -> None:
        if not self.isVisible():
            self.close_note()

    def _want(self) -> None:
        if self._line is not None:
            self.read_wanted.emit(self._line.id)

    # ------------------------------------------------------------------ words

    def retranslate(self) -> None:
        """Every text of the card."""
        line, opened = self._line, self._opened
        self.setVisible(line is not None)
        if line is None:
            self.text.setText("")
            clear_layout(self._before)
            return
        self._chips.set_chips(_chips(line))
        self._sealed.setVisible(opened is None)
        self._sealed.show_text(*_sealed_words(line))
        self.text.setVisible(opened is not None)
        self.text.setText(text_words(opened.newest.content) if opened else "")
        self.text.setAccessibleName(_("What stands in the note"))
        self._values.set_rows(self._rows(line, opened))
        self._show_before(opened)
        self.read.set_text(_("Open the letter") if line.is_letter else _("Read the note"))
        self.correct.set_text(_("Correct"))
        self.put_away.set_text(_("Put away"))
        self.read.setVisible(opened is None and line.kind is not None)
        self.correct.setVisible(opened is not None and line.kind in FREELY_WRITTEN)
        self.put_away.setVisible(opened is not None)
        may = self._session.may(Act.NOTE_CORRECTED)
        self.correct.set_reason("" if may else _("Your role may not correct notes."))

    def _rows(self, line: NoteLine, opened: OpenedNote | None) -> list[tuple[str, str]]:
        rows = [
            (_("Corrected") if line.revision > 1 else _("Written"), self._written(line)),
            (_("Written in"), _where(line.about, self._about)),
        ]
        if opened is not None and opened.newest.content.reason:
            rows.append((_("Why it was corrected"), opened.newest.content.reason))
        return rows

    def _written(self, one: NoteLine | NoteVersion) -> str:
        return _("{when}, by {who}").format(
            when=moment_words(one.written_at, self._session.clock()),
            who=self._staff.get(one.author, one.author),
        )

    def _show_before(self, opened: OpenedNote | None) -> None:
        """The versions before the newest, each with its time and author."""
        clear_layout(self._before)
        for version in opened.versions[1:] if opened else ():
            place = QWidget()
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(S)
            head, text = PlainLabel(Text.SECONDARY, wrap=True), PlainLabel(wrap=True)
            head.setText(_("Before: {written}").format(written=self._written(version)))
            text.setText(text_words(version.content))
            text.set_selectable()
            column.addWidget(head)
            column.addWidget(text)
            self._before.addWidget(place)


def _chips(line: NoteLine) -> list[tuple[str, Tone, str]]:
    if line.kind is None:
        return [("triangle-alert", Tone.DANGER, kind_words(line))]
    chips = [(LOOK[line.kind], Tone.SEALED, kind_words(line))]
    if line.is_letter:
        chips.append(("mail", Tone.WARNING, _("Letter, not opened yet")))
    return chips


def _sealed_words(line: NoteLine) -> tuple[str, str, Tone]:
    if line.kind is None:
        words = _(
            "Somebody has altered this note outside the program, and it does not open any more. "
            "Tell your supervisor: an older copy of the vault may still have it."
        )
        return words, "triangle-alert", Tone.DANGER
    words = _("Sealed. That you read it is written in the audit log.")
    return words, "lock", Tone.SEALED


def _where(written: About, shown: About) -> str:
    if written.case_id is None:
        return _("the profile, without a case")
    return _("this case") if written.case_id == shown.case_id else _("a case of this person")
