"""K5: who holds the vault’s key but no role key reads nothing of a sealed note."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from intake_app import audit, search
from intake_app.acts import Role
from intake_app.drafts import service as drafts
from intake_app.errors import IntakeError
from intake_app.notes import service as notes
from intake_app.notes import store
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.vault.derivation import hkdf
from intake_app.vault.sealing import Seals, unseal
from tests.conftest import SignIn
from tests.core.notes_kit import cells, tables_with, tamper, written
from tests.core.vault_kit import places_of, raw_key, read_with_another_program
from tests.factories import a_person


def test_no_marker_is_in_any_cell_that_raw_sql_gives_to_reception(sign_in: SignIn) -> None:
    made = written(sign_in)
    clerk = sign_in(Role.RECEPTION)
    assert len(made.markers) == 8
    assert {marker: tables_with(clerk, marker) for marker in made.markers} == {
        marker: set() for marker in made.markers
    }
    assert len(list(cells(clerk))) > 300  # it has looked at something
    searched = {table for table, _cell in cells(clerk)}
    assert {"sealed_note", "draft", "audit", "outbox", "person_words_content"} <= searched


def test_no_marker_is_in_any_file_of_the_folder(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.COUNSELLOR)
    folder = session.vault.folder
    assert {place for marker in made.markers for place in places_of(marker, folder)} == set()
    session.vault.close()
    assert {place for marker in made.markers for place in places_of(marker, folder)} == set()


def test_no_marker_is_in_the_pages_that_another_program_decrypts(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.RECEPTION)
    person = people.save_person(session, a_person(family_name="Marzipankontrolle"))
    session.vault.checkpoint()
    (path,) = session.vault.folder.glob("data-????.db")
    raw = raw_key(session.vault)
    session.vault.close()
    (pages,) = read_with_another_program(path, raw, "SELECT count(*) FROM sealed_note")
    assert pages[0] == 5
    dumped = _decrypted(path, raw)
    assert [marker for marker in made.markers if marker.encode() in dumped] == []
    assert person.family_name.encode() in dumped  # control: what is not sealed is found this way


def _decrypted(path: Path, raw: str) -> bytes:
    """The data file without its encryption, free pages too, as the other library writes it."""
    connection = apsw.Connection(str(path))
    for setting, value in (("cipher", "sqlcipher"), ("legacy", "4"), ("key", f"x'{raw}'")):
        connection.pragma(setting, value)
    connection.pragma("rekey", "")
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.SUPERVISOR])
def test_control_a_holder_of_the_role_keys_reads_all_of_it(sign_in: SignIn, role: Role) -> None:
    made = written(sign_in)
    session = sign_in(role)
    texts = [
        f"{version.content.text} {version.content.reason}"
        for line in notes.notes_about(session, made.about.person_id)
        for version in notes.read_note(session, line.id).versions
    ]
    sent = [marker for marker in made.markers if "Draft" not in marker]
    assert [marker for marker in sent if marker not in " ".join(texts)] == []


def test_control_a_note_that_is_not_sealed_is_found(clerk: Session) -> None:
    marker = "QuinceControlZanzibar"
    drafts.keep(clerk, "consent", "x", {"text": marker})
    tamper(clerk, "UPDATE letter_box SET public_key = ?", (marker.encode("utf-16-le"),))
    tamper(clerk, "INSERT INTO meta VALUES ('hex', ?)", (marker.encode().hex(),))
    assert {"draft: utf-8", "meta: hex", "letter_box: utf-16"} <= tables_with(clerk, marker)


def test_reception_holds_no_key_that_opens_a_note(sign_in: SignIn) -> None:
    made = written(sign_in)
    clerk = sign_in(Role.RECEPTION)
    keys = clerk.vault.keys
    assert keys.seals.role_keys == {}
    opened = keys._opened
    labels = [b"sealed-note", b"letter-box", b"drafts", b"audit-mac", b"record-mac", b"header-mac"]
    secrets = [opened.vault.data_key, opened.user.box_secret, opened.user.signing_seed]
    known = [*secrets, *(hkdf(secret, label) for secret in secrets for label in labels)]
    with clerk.read() as db:
        rows = store.newest_about(db, made.about.person_id)
    assert len(rows) == 4
    for row in rows:
        for key in known:
            seals = Seals(clerk.vault.vault_id, opened.vault.generation, {1: key, 2: key})
            place = notes.content.place_of(row)
            assert seals.open(place, row.sealed) is None
            assert seals.open_letter(row.sealed) is None
            assert unseal(key, b"", row.sealed) is None


def test_reception_cannot_read_its_own_letter_back_with_the_role_check_taken_out(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = written(sign_in)
    clerk = sign_in(Role.RECEPTION)
    monkeypatch.setattr("intake_app.session.may", lambda _role, _act: True)
    for note_id in (made.letter, made.opened_letter, made.note):
        with pytest.raises(IntakeError):
            notes.read_note(clerk, note_id)
    assert {line.kind for line in notes.notes_about(clerk, made.about.person_id)} == {None}


def test_a_draft_of_a_note_opens_for_its_author_only_and_at_its_place_only(
    sign_in: SignIn,
) -> None:
    made = written(sign_in)
    case_id = made.about.case_id or ""
    clerk = sign_in(Role.RECEPTION)
    mine = drafts.found(clerk, "note", case_id)
    assert mine is not None
    assert "ClerkDraft" in mine["text"]
    drafts.forget(clerk, "note", case_id)
    assert tamper(clerk, "UPDATE draft SET owner = ?", (clerk.user.id,)) == 1
    assert drafts.found(clerk, "note", case_id) is None
    drafts.keep(clerk, "note", case_id, {"text": "mine"})
    assert drafts.found(clerk, "note", case_id) == {"text": "mine"}
    tamper(clerk, "UPDATE draft SET about = 'elsewhere'")
    assert drafts.found(clerk, "note", "elsewhere") is None
    tamper(clerk, "UPDATE draft SET body = 'no base64 ü'")
    assert drafts.found(clerk, "note", "elsewhere") is None


def test_a_sealed_note_is_not_found_sent_or_told_in_the_audit_log(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    for marker in made.markers:
        assert search.find(session, search.Question(marker)) == []
    assert search.find(session, search.Question("Diallo")) != []  # control
    with session.read() as db:
        kinds = {row[0] for row in db.execute("SELECT kind FROM outbox")}
        lines = audit.lines(db, limit=100)
    assert "case" in kinds
    assert "note" not in kinds
    told = {line.act for line in lines if line.record == made.note}
    assert told == {"note.written", "note.corrected", "note.read"}


def test_the_length_of_a_note_is_hidden_in_blocks(sign_in: SignIn) -> None:
    made = written(sign_in)
    with sign_in(Role.RECEPTION).read() as db:
        rows = db.execute("SELECT length(sealed), is_letter FROM sealed_note").fetchall()
    assert made.note
    assert {tuple(row) for row in rows} == {(512 + 24 + 16, 0), (512 + 48, 1)}


def test_what_is_said_about_an_altered_note_names_nobody(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.COUNSELLOR)
    tamper(session, "UPDATE sealed_note SET sealed = x'00' WHERE id = ?", (made.note,))
    with pytest.raises(IntakeError) as refused:
        notes.read_note(session, made.note)
    said = refused.value.sentence
    assert not any(marker in said for marker in made.markers)
    assert made.about.person_id not in said
