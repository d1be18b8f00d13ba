"""Sealed notes are written, read and corrected by those who may, and move nowhere unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from intake_app import audit
from intake_app.acts import MAY, Act, Role
from intake_app.errors import IntakeError, InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.notes import service as notes
from intake_app.notes.model import MOST_LETTERS, About, NoteText
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import NAMES, SignIn
from tests.core.notes_kit import MEDICAL, PROTECTION, Written, a_note, tamper, written
from tests.core.test_case_journey import opened_case
from tests.factories import a_person

HOLDERS = pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.SUPERVISOR])


def someone(session: Session) -> About:
    return About(people.save_person(session, a_person()).id)


@HOLDERS
def test_a_note_is_read_as_it_was_written(sign_in: SignIn, role: Role) -> None:
    about = someone(sign_in(Role.RECEPTION))
    session = sign_in(role)
    for kind in (PROTECTION, MEDICAL):
        line = notes.write_note(session, about, a_note("  Ne dort plus.\n« Peur » ", kind))
        read = notes.read_note(session, line.id)
        assert read.newest.content == NoteText(kind, "Ne dort plus.\n« Peur »")
        assert (read.newest.author, read.newest.written_at) == (session.user.id, session.now())
        assert (read.about, line.kind, line.is_letter) == (about, kind, False)


def test_notes_of_a_person_are_listed_in_every_case_and_before_the_first(sign_in: SignIn) -> None:
    person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    before = notes.write_note(counsellor, About(person.id), a_note("before"))
    within = notes.write_note(counsellor, notes.about_case(counsellor, case.id), a_note("within"))
    assert notes.notes_about(counsellor, person.id) == [within, before]
    assert within.about.case_id == case.id
    assert notes.notes_about(counsellor, new_id()) == []


def test_a_correction_keeps_the_version_before_and_says_why(sign_in: SignIn) -> None:
    about = someone(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    first = notes.read_note(counsellor, notes.write_note(counsellor, about, a_note("one")).id)
    supervisor = sign_in(Role.SUPERVISOR)
    notes.correct_note(supervisor, first, "two", "heard again")
    read = notes.read_note(supervisor, first.id)
    assert [(one.content.text, one.content.reason) for one in read.versions] == [
        ("two", "heard again"),
        ("one", ""),
    ]
    assert read.versions[0].author == supervisor.user.id
    assert [line.revision for line in notes.notes_about(supervisor, about.person_id)] == [2]
    with pytest.raises(StaleRecord):
        notes.correct_note(supervisor, first, "three", "late")
    with pytest.raises(InvalidInput) as refused:
        notes.correct_note(supervisor, read, " ", " ")
    assert set(refused.value.problems) == {"text", "reason"}


def test_a_version_is_never_written_over(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    for column in ("revision", "person_id", "case_id", "author", "written_at"):
        with pytest.raises(Exception, match="corrected by a new version"):
            _update(session, f"UPDATE sealed_note SET {column} = NULL")
    assert notes.read_note(session, made.note).revision == 2


def _update(session: Session, sql: str) -> None:
    with session.vault.transaction() as db:
        db.execute(sql)


def test_a_letter_is_opened_once_and_stays_the_clerks_words(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    about = someone(clerk)
    letter = notes.seal_a_letter(clerk, about, a_note("He waits outside."))
    counsellor = sign_in(Role.COUNSELLOR)
    (line,) = notes.notes_about(counsellor, about.person_id)
    assert (line.is_letter, line.kind) == (True, PROTECTION)
    assert notes.waiting_letters(counsellor, about.person_id) == 1
    read = notes.read_note(counsellor, letter.id)
    assert read.newest.content.text == "He waits outside."
    assert read.newest.author == clerk.user.id
    assert notes.read_note(counsellor, letter.id) == read
    assert notes.waiting_letters(counsellor, about.person_id) == 0
    (line,) = notes.notes_about(counsellor, about.person_id)
    assert (line.is_letter, line.author) == (False, clerk.user.id)
    acts = [one.act for one in _lines(counsellor, letter.id)]
    assert acts == ["note.read", "letter.opened", "letter.sealed"]


def _lines(session: Session, record: str) -> list[audit.Line]:
    with session.read() as db:
        return audit.lines(db, record_id=record)


def test_every_reading_is_one_line_in_the_audit_log_and_listing_is_none(sign_in: SignIn) -> None:
    made = written(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    before = len(_lines(supervisor, made.medical))
    notes.notes_about(supervisor, made.about.person_id)
    assert len(_lines(supervisor, made.medical)) == before
    notes.read_note(supervisor, made.medical)
    newest = _lines(supervisor, made.medical)[0]
    assert (newest.act, newest.user) == ("note.read", supervisor.user.id)
    assert len(_lines(supervisor, made.medical)) == before + 1


# ---------------------------------------------------------------------------- who may


def _services(made: Written) -> dict[str, tuple[Act, Callable[[Session], object]]]:
    """Every service of the notion with the act that it is."""
    return {
        "write_note": (
            Act.NOTE_WRITTEN,
            lambda session: notes.write_note(session, made.about, a_note()),
        ),
        "seal_a_letter": (
            Act.LETTER_SEALED,
            lambda session: notes.seal_a_letter(session, made.about, a_note()),
        ),
        "read_note": (Act.NOTE_READ, lambda session: notes.read_note(session, made.note)),
        "read_note, a letter": (
            Act.LETTER_OPENED,
            lambda session: notes.read_note(session, made.letter),
        ),
        "correct_note": (
            Act.NOTE_CORRECTED,
            lambda session: notes.correct_note(
                session,
                notes.OpenedNote(made.medical, 1, made.about, (_any_version(session),)),
                "again",
                "why",
            ),
        ),
        "waiting_letters": (
            Act.LETTER_OPENED,
            lambda session: notes.waiting_letters(session, made.about.person_id),
        ),
        "notes_about": (
            Act.NOTE_READ,
            lambda session: notes.notes_about(session, made.about.person_id),
        ),
    }


def _any_version(session: Session) -> notes.NoteVersion:
    return notes.NoteVersion(session.user.id, session.now(), a_note(kind=MEDICAL))


@pytest.mark.parametrize("role", list(Role))
def test_every_service_keeps_to_the_table(sign_in: SignIn, role: Role) -> None:
    made = written(sign_in)
    session = sign_in(role)
    for name, (act, call) in _services(made).items():
        before = _rows(session)
        if role in MAY[act]:
            assert call(session) is not None, name
        else:
            with pytest.raises(NotAllowed):
                call(session)
            assert _rows(session) == before, name
    assert session.may(Act.NOTE_READ) == (role is not Role.RECEPTION)


def _rows(session: Session) -> tuple[object, ...]:
    with session.read() as db:
        row = db.execute(
            "SELECT count(*), sum(is_letter), (SELECT count(*) FROM audit) FROM sealed_note"
        ).fetchone()
    return tuple(row)


def test_the_table_names_every_service_of_the_notion() -> None:
    public = {
        name
        for name, thing in vars(notes).items()
        if callable(thing) and getattr(thing, "__module__", "") == notes.__name__
    }
    named = {name.split(",")[0] for name in _services(Written(About("")))}
    assert {name for name in public if not name.startswith("_")} - named == {
        "about_case",
        "seal_in",  # in the act of another service, which asks for the role itself
    }


def test_who_wrote_is_named_by_login_and_the_name_is_in_the_vault(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.COUNSELLOR)
    authors = {line.author for line in notes.notes_about(session, made.about.person_id)}
    names = {login.id: login.role for login in session.vault.keys.logins()}
    assert {NAMES[names[author]] for author in authors} == {"Ramata Bah", "Cheikh Ndiaye"}


# ---------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("text", ["", " \n\t", "\u202e", "x" * (MOST_LETTERS + 1)])
def test_an_empty_or_endless_note_is_refused_and_nothing_is_written(
    sign_in: SignIn, text: str
) -> None:
    about = someone(sign_in(Role.RECEPTION))
    for role, write in ((Role.RECEPTION, notes.seal_a_letter), (Role.SUPERVISOR, notes.write_note)):
        session = sign_in(role)
        with pytest.raises(InvalidInput) as refused:
            write(session, about, a_note(text))
        assert set(refused.value.problems) == {"text"}
        assert _rows(session)[0] == 0
    notes.write_note(session, about, a_note("x" * MOST_LETTERS))  # control


def test_a_note_needs_a_person_and_a_case_of_that_person(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    _person, case = opened_case(clerk)
    other = people.save_person(clerk, a_person())
    counsellor = sign_in(Role.COUNSELLOR)
    for about in (About(new_id()), About(other.id, case.id), About(other.id, new_id())):
        with pytest.raises(NotFound):
            notes.write_note(counsellor, about, a_note())
    with pytest.raises(NotFound):
        notes.about_case(counsellor, new_id())
    with pytest.raises(NotFound):
        notes.read_note(counsellor, new_id())
    assert notes.write_note(counsellor, About(other.id), a_note())  # control


MOVES = {
    "to another person": "UPDATE sealed_note SET person_id = :other WHERE id = :note",
    "out of its case": "UPDATE sealed_note SET case_id = NULL WHERE id = :note",
    "to another author": "UPDATE sealed_note SET author = :author WHERE id = :note",
    "to another time": "UPDATE sealed_note SET written_at = '2020-01-01' WHERE id = :note",
    "to another record": (
        "UPDATE sealed_note SET sealed ="
        " (SELECT sealed FROM sealed_note AS o WHERE o.id = :second) WHERE id = :note"
    ),
    "to another revision": "UPDATE sealed_note SET revision = 7 WHERE id = :note",
    "to be a letter": "UPDATE sealed_note SET is_letter = 1 - is_letter WHERE id = :note",
    "by one bit": (
        "UPDATE sealed_note SET sealed = CAST(substr(sealed, 1, 60) || x'01' ||"
        " substr(sealed, 62) AS BLOB) WHERE id = :note"
    ),
    "cut off": "UPDATE sealed_note SET sealed = substr(sealed, 1, 20) WHERE id = :note",
}
"""What somebody with the data key can do to a row."""


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("wrapping", ["note", "letter"])
def test_a_note_that_was_moved_or_altered_does_not_open(
    sign_in: SignIn, move: str, wrapping: str
) -> None:
    made = written(sign_in)
    clerk = sign_in(Role.RECEPTION)
    second = notes.seal_a_letter(clerk, made.about, a_note("another letter")).id
    other = people.save_person(clerk, a_person()).id
    counsellor = sign_in(Role.COUNSELLOR)
    note = made.letter
    if wrapping == "note":
        note, second = made.medical, made.opened_letter
    values = {"note": note, "second": second, "other": other, "author": counsellor.user.id}
    if wrapping == "note" and move == "to another author":
        values["author"] = clerk.user.id
    assert _tamper(counsellor, MOVES[move], values) == 1
    with pytest.raises(IntakeError) as refused:
        notes.read_note(counsellor, note)
    assert "altered outside the program" in refused.value.sentence
    lines = notes.notes_about(counsellor, made.about.person_id)
    lines += notes.notes_about(counsellor, other)
    assert {line.id for line in lines if line.kind is None} == {note}  # the others still open


def _tamper(session: Session, sql: str, values: dict[str, str]) -> int:
    used = {name: value for name, value in values.items() if f":{name}" in sql}
    return tamper(session, sql, used)


def test_control_an_untouched_row_opens_after_the_same_handling(sign_in: SignIn) -> None:
    made = written(sign_in)
    counsellor = sign_in(Role.COUNSELLOR)
    assert tamper(counsellor, "UPDATE sealed_note SET sealed = sealed, is_letter = is_letter") == 5
    for note in (made.note, made.medical, made.letter, made.opened_letter):
        assert notes.read_note(counsellor, note).newest.content.text.startswith("She said")


def test_a_clerk_cannot_slip_a_letter_in_as_a_correction_or_under_anothers_name(
    sign_in: SignIn,
) -> None:
    made = written(sign_in)
    clerk = sign_in(Role.RECEPTION)
    forged = notes.seal_a_letter(clerk, made.about, a_note("forged"))
    sql = "UPDATE sealed_note SET id = ?, revision = 3 WHERE id = ?"
    tamper(clerk, sql, (made.note, forged.id))
    signed = replace(forged, id=made.medical, revision=2)
    public = notes.letterbox.public_key
    with clerk.read() as db:
        key = public(db, clerk.vault.keys, notes.ROLE_KEY[MEDICAL])
    body = notes.content.packed(signed, a_note("forged", MEDICAL), clerk.vault.keys.sign)
    sealed = notes.seal_letter(key, body)
    with clerk.vault.transaction() as db:
        notes.store.put(db, replace(signed, sealed=sealed, is_letter=True))
    counsellor = sign_in(Role.COUNSELLOR)
    for note_id in (made.note, made.medical):
        with pytest.raises(IntakeError, match="altered outside"):
            notes.read_note(counsellor, note_id)


def test_one_altered_note_does_not_hide_the_others(sign_in: SignIn) -> None:
    made = written(sign_in)
    counsellor = sign_in(Role.COUNSELLOR)
    tamper(counsellor, "UPDATE sealed_note SET sealed = x'00' WHERE id = ?", (made.medical,))
    kinds = {line.id: line.kind for line in notes.notes_about(counsellor, made.about.person_id)}
    assert kinds.pop(made.medical) is None
    assert set(kinds.values()) == {PROTECTION, MEDICAL}
