"""The page on which a sealed note, a correction or a sealed letter is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.notes.model import (
    MOST_LETTERS,
    About,
    NoteKind,
    NoteLine,
    NoteText,
    OpenedNote,
    SealedNote,
)
from intake_app.notes.service import correct_note, seal_a_letter, write_note
from intake_app.session import Session
from intake_app.words import choices
from ui.cards import IconLabel
from ui.cases.record_form import RecordForm
from ui.fields.choice import Choice, Option
from ui.fields.text_edit import TextBlock, TextLine
from ui.icons import put_icon
from ui.notes.note_card import LOOK
from ui.tasks import Tasks
from ui.tokens import Text, Tone


class NoteForm(RecordForm):
    """A new note; with ``read`` a correction of it. Who may not read notes writes a letter."""

    def __init__(
        self, session: Session, tasks: Tasks, about: About, read: OpenedNote | None = None
    ) -> None:
        super().__init__(tasks)
        self._session, self._about, self._read = session, about, read
        self._is_letter = not session.may(Act.NOTE_WRITTEN)
        self._note = NoteText(NoteKind.PROTECTION, "")
        self._who_reads = IconLabel(Text.BODY)
        put_icon(self.save, "lock")
        self._add_questions()
        if read is not None:
            content = read.newest.content
            self.form.set_values({"kind": content.kind.value, "text": content.text, "reason": ""})
            self.form["kind"].set_read_only(True)
        self.setFocusProxy(self.form.field("text" if read else "kind"))
        self.retranslate()

    def _add_questions(self) -> None:
        form = self.form
        form.add_widget(self._who_reads)
        form.add(
            "kind",
            Choice(_kinds, may_be_empty=False),
            lambda: _("What the note is about"),
            required=True,
            wide=True,
        )
        form.add(
            "text",
            TextBlock(MOST_LETTERS, lines=8),
            lambda: _("Note"),
            required=True,
            wide=True,
            helper=lambda: _("Write only what helps the person, and what you heard from whom."),
        )
        if self._read is not None:
            form.add(
                "reason",
                TextLine(200),
                lambda: _("Why the note is corrected"),
                required=True,
                wide=True,
            )

    # ------------------------------------------------------------------ sealing

    def take(self) -> None:
        """Take the words along."""
        values = self.form.values()
        self._note = NoteText(NoteKind(values["kind"]), values["text"], values.get("reason", ""))

    def put(self) -> NoteLine | SealedNote:
        """Seal them."""
        if self._is_letter:
            return seal_a_letter(self._session, self._about, self._note)
        if self._read is not None:
            return correct_note(self._session, self._read, self._note.text, self._note.reason)
        return write_note(self._session, self._about, self._note)

    # ------------------------------------------------------------------ drafts and words

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts; the draft is sealed for its author."""
        if not self.form.is_changed():
            return None
        return {key: value or "" for key, value in self.form.values().items()}

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier."""
        if self._read is None:
            self.form["kind"].set_value(typed.get("kind") or None)
        else:
            self.form["reason"].set_value(typed.get("reason", ""))
        self.form["text"].set_value(typed.get("text", ""))
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.back.set_text(_("Back"))
        if self._is_letter:
            self.title.set_title(_("New sealed letter"))
            self.save.set_text(_("Seal the letter"))
            words = _(
                "Only counsellors and supervisors can read this. Once the letter is sealed, "
                "not even you can. Until then it is kept as a draft for you alone."
            )
        else:
            self.title.set_title(_("Correction") if self._read else _("New sealed note"))
            self.save.set_text(_("Seal the note"))
            words = _(
                "Only counsellors and supervisors can read this. It is not searched, not printed "
                "and not sent to the hub."
            )
        self._who_reads.show_text(words, "lock", Tone.SEALED)


def _kinds() -> Sequence[Option]:
    hints = {
        NoteKind.PROTECTION: _("trafficking, violence, threats"),
        NoteKind.MEDICAL: _("illness, treatment, state of mind"),
    }
    return [
        Option(code, words, hints[NoteKind(code)], LOOK[NoteKind(code)], Tone.SEALED)
        for code, words in choices("note")
        if code in hints
    ]
