"""Writing, reading and correcting sealed notes, and the sealed letters of reception.

Reading is an act of its own each time. Nothing of a note is sent to the hub, printed or searched.
"""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act
from intake_app.cases import store as cases_store
from intake_app.errors import IntakeError, NotAllowed, NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.notes import content, store
from intake_app.notes.model import (
    About,
    NoteKind,
    NoteLine,
    NoteText,
    NoteVersion,
    OpenedNote,
    SealedNote,
)
from intake_app.people import store as people_store
from intake_app.session import Change, Session
from intake_app.values import new_id
from intake_app.vault import letterbox
from intake_app.vault.db import Connection
from intake_app.vault.keyslots import RoleKey
from intake_app.vault.sealing import seal_letter

ROLE_KEY = {
    NoteKind.PROTECTION: RoleKey.PROTECTION,
    NoteKind.MEDICAL: RoleKey.MEDICAL,
    NoteKind.EXPLOITATION: RoleKey.PROTECTION,
    NoteKind.CHILD: RoleKey.PROTECTION,
}
"""The key that each kind of note is sealed with."""


def about_case(session: Session, case_id: str) -> About:
    """Whom notes written in this case are about. Raises NotFound."""
    with session.read() as db:
        case = cases_store.get(db, case_id)
    if case is None:
        raise NotFound(_("This case is not in the vault any more."))
    return About(case.person_id, case_id)


def notes_about(session: Session, person_id: str) -> list[NoteLine]:
    """The notes and unopened letters about a person, the newest first, without their words.

    NotAllowed for a role that may not read them: that there are any says something already.
    """
    if not session.may(Act.NOTE_READ):
        raise NotAllowed(_("Your role may not read these notes."))
    with session.read() as db:
        rows = store.newest_about(db, person_id)
    return [_line(session, row) for row in rows]


def waiting_letters(session: Session, person_id: str) -> int:
    """How many letters about a person nobody has opened. NotAllowed as for ``notes_about``."""
    if not session.may(Act.LETTER_OPENED):
        raise NotAllowed(_("Your role may not read these notes."))
    with session.read() as db:
        return sum(row.is_letter for row in store.newest_about(db, person_id))


def write_note(session: Session, about: About, note: NoteText) -> NoteLine:
    """Write a note. Raises InvalidInput, NotFound (person or case)."""
    session.require(Act.NOTE_WRITTEN)
    note = note.cleaned()
    note.check()
    row = _new_row(session, about)
    with session.act(Act.NOTE_WRITTEN, row.id) as change:
        return _write(session, change, replace(row, written_at=change.at), note)


def seal_a_letter(session: Session, about: About, note: NoteText) -> SealedNote:
    """Add a note that the writer cannot read back. Raises InvalidInput, NotFound, and NotAllowed
    while no colleague has vouched for the letter box."""
    session.require(Act.LETTER_SEALED)
    note = note.cleaned()
    note.check()
    row = _new_row(session, about)
    with session.act(Act.LETTER_SEALED, row.id) as change:
        return _put_letter(session, change, row, note)


def seal_in(change: Change, session: Session, about: About, note: NoteText) -> str:
    """Seal a note in the running transaction of another act, and give its id.

    Whoever may not read notes adds a letter. Raises as ``write_note`` and ``seal_a_letter`` do.
    """
    note = note.cleaned()
    note.check()
    row = replace(_new_row(session, about), written_at=change.at)
    if session.may(Act.NOTE_WRITTEN):
        return _write(session, change, row, note).id
    return _put_letter(session, change, row, note).id


def read_note(session: Session, note_id: str) -> OpenedNote:
    """Open a note, with the versions before it; written in the audit log each time.

    A letter is opened and sealed again with the role key. Raises NotFound; IntakeError if somebody
    has altered it.
    """
    session.require(Act.NOTE_READ)
    with session.read() as db:
        is_letter = any(row.is_letter for row in store.versions(db, note_id))
    with session.act(Act.LETTER_OPENED if is_letter else Act.NOTE_READ, note_id) as change:
        rows = _versions(change.db, note_id)
        opened = [(row, _words(session, row)) for row in rows]
        for row, note in opened:
            if row.is_letter:
                _seal_again(session, change, row, note)
    return OpenedNote(
        note_id,
        rows[0].revision,
        rows[0].about,
        tuple(NoteVersion(row.author, row.written_at, note) for row, note in opened),
    )


def correct_note(session: Session, read: OpenedNote, text: str, reason: str) -> NoteLine:
    """Write a new version of a note that was read; the ones before stay.

    Raises InvalidInput without a text or a reason, StaleRecord if there is a newer version.
    """
    session.require(Act.NOTE_CORRECTED)
    note = NoteText(read.newest.content.kind, text, reason).cleaned()
    note.check(correcting=True)
    with session.act(Act.NOTE_CORRECTED, read.id) as change:
        newest = _versions(change.db, read.id)[0]
        if newest.revision != read.revision:
            raise StaleRecord(
                _("A colleague has corrected this note meanwhile. Read it again, then correct it.")
            )
        row = replace(
            newest, revision=newest.revision + 1, author=session.user.id, written_at=change.at
        )
        return _write(session, change, row, note)


# ---------------------------------------------------------------------------- sealing


def _new_row(session: Session, about: About) -> SealedNote:
    return SealedNote(new_id(), 1, about, session.user.id, "", is_letter=False)


def _write(session: Session, change: Change, row: SealedNote, note: NoteText) -> NoteLine:
    keys, kind = session.vault.keys, note.kind
    body = content.packed(row, note, keys.sign)
    sealed = keys.seals.seal(ROLE_KEY[kind], content.place_of(row), body)
    _put(change, replace(row, sealed=sealed))
    return NoteLine(row.id, row.revision, kind, row.about, row.author, row.written_at, False)


def _put_letter(session: Session, change: Change, row: SealedNote, note: NoteText) -> SealedNote:
    keys, row = session.vault.keys, replace(row, written_at=change.at, is_letter=True)
    public = letterbox.public_key(change.db, keys, ROLE_KEY[note.kind])
    sealed = seal_letter(public, content.packed(row, note, keys.sign))
    return _put(change, replace(row, sealed=sealed))


def _put(change: Change, row: SealedNote) -> SealedNote:
    person, case_id = row.about.person_id, row.about.case_id
    case = cases_store.get(change.db, case_id) if case_id else None
    known = people_store.get(change.db, person) is not None
    if not known or (case_id and (case is None or case.person_id != person)):
        raise NotFound(_("This person is not in the vault any more."))
    store.put(change.db, row)
    # Without the words: a hash of them under a key of the vault would let a colleague try guesses.
    change.bind("note", row.id, row.revision, store.bound_columns(row))
    return row


def _seal_again(session: Session, change: Change, letter: SealedNote, note: NoteText) -> None:
    """Under the role key, with the signature of whoever wrote it."""
    keys = session.vault.keys
    found = keys.seals.open_letter(letter.sealed)
    assert found is not None  # it has just been read
    sealed = keys.seals.seal(ROLE_KEY[note.kind], content.place_of(letter), found[1])
    store.put_opened(change.db, replace(letter, sealed=sealed))


# ---------------------------------------------------------------------------- opening


def _versions(db: Connection, note_id: str) -> list[SealedNote]:
    rows = store.versions(db, note_id)
    if not rows:
        raise NotFound(_("This note is not in the vault any more."))
    return rows


def _words(session: Session, row: SealedNote) -> NoteText:
    note = _opened(session, row)
    if note is None:
        raise IntakeError(
            _(
                "This note was altered outside the program and is not shown. Tell your "
                "supervisor: an older copy of the vault may still have it."
            )
        )
    return note


def _opened(session: Session, row: SealedNote) -> NoteText | None:
    """The words of one version; None if it was altered, or moved from somewhere else."""
    keys = session.vault.keys
    if row.is_letter:
        found = keys.seals.open_letter(row.sealed) if row.revision == 1 else None
    else:
        found = keys.seals.open(content.place_of(row), row.sealed)
    if found is None:
        return None
    note = content.unpacked(row, found[1], keys.is_signed_by)
    return note if note is not None and ROLE_KEY[note.kind] is found[0] else None


def _line(session: Session, row: SealedNote) -> NoteLine:
    note = _opened(session, row)
    kind = note.kind if note else None
    return NoteLine(
        row.id, row.revision, kind, row.about, row.author, row.written_at, row.is_letter
    )
