"""The letter box cannot be swapped unnoticed, and new role keys take every note along."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.signing import VerifyKey

from intake_app.acts import Role
from intake_app.errors import NotAllowed
from intake_app.notes import service as notes
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault import letterbox
from intake_app.vault.derivation import hkdf
from intake_app.vault.keyslots import RoleKey
from intake_app.vault.resealing import Resealed, reseal, reseal_notes
from intake_app.vault.sealing import BLOCK, Place, Seals, seal, seal_letter, unseal
from tests.conftest import SignIn
from tests.core.notes_kit import MEDICAL, PROTECTION, a_note, tables_with, tamper, written

PLACE = Place("sealed_note", "record", "body", 1)


def some_seals(vault_id: str = "vault", generation: int = 1) -> Seals:
    return Seals(vault_id, generation, {int(role): os.urandom(32) for role in RoleKey})


# ---------------------------------------------------------------------------- sealing


def test_a_sealed_value_opens_only_with_its_key_at_its_place() -> None:
    seals = some_seals()
    sealed = seals.seal(RoleKey.MEDICAL, PLACE, b'{"text":"x"}')
    opened = seals.open(PLACE, sealed)
    assert opened is not None
    assert (opened[0], opened[1].rstrip()) == (RoleKey.MEDICAL, b'{"text":"x"}')
    wrong_places = [
        replace(PLACE, table="draft"),
        replace(PLACE, record_id="other"),
        replace(PLACE, field="title"),
        replace(PLACE, revision=2),
    ]
    assert [seals.open(place, sealed) for place in wrong_places] == [None] * 4
    for other in (
        replace(seals, vault_id="another"),
        replace(seals, generation=2),
        replace(seals, role_keys={1: seals.role_keys[1]}),
        replace(seals, role_keys={1: seals.role_keys[2], 2: seals.role_keys[1]}),
    ):
        found = other.open(PLACE, sealed)
        assert found is None or found[0] is not RoleKey.MEDICAL
    assert replace(seals, role_keys={2: seals.role_keys[2]}).open(PLACE, sealed) == opened


def test_no_altered_bit_and_no_cut_off_end_opens() -> None:
    seals = some_seals()
    sealed = seals.seal(RoleKey.PROTECTION, PLACE, b"{}")
    letter = seal_letter(seals.letter_public(RoleKey.PROTECTION), b"{}")
    opens = 0
    for content, open_ in (
        (sealed, lambda one: seals.open(PLACE, one)),
        (letter, seals.open_letter),
    ):
        for bit in range(len(content) * 8):
            altered = bytearray(content)
            altered[bit // 8] ^= 1 << bit % 8
            opens += open_(bytes(altered)) is not None
        opens += sum(open_(content[:length]) is not None for length in range(len(content)))
        assert open_(content) is not None  # control
    assert opens == 0


def test_the_same_words_never_look_the_same_and_their_length_is_a_step() -> None:
    seals = some_seals()
    for length in (0, 1, BLOCK, BLOCK + 1):
        one, other = (seals.seal(RoleKey.MEDICAL, PLACE, b"x" * length) for _ in range(2))
        assert one != other
        assert (len(one) - 24 - 16) % BLOCK == 0


def test_a_key_of_one_purpose_opens_nothing_of_another() -> None:
    seals = some_seals()
    raw = seals.role_keys[RoleKey.MEDICAL]
    sealed = seals.seal(RoleKey.MEDICAL, PLACE, b"{}")
    bound = seals._bound(PLACE)
    assert unseal(hkdf(raw, b"sealed-note"), bound, sealed) is not None  # FORMAT.md 7
    assert unseal(raw, bound, sealed) is None
    assert unseal(hkdf(raw, b"letter-box"), bound, sealed) is None
    assert bytes(PrivateKey(hkdf(raw, b"letter-box")).public_key) == seals.letter_public(
        RoleKey.MEDICAL
    )
    assert unseal(raw, b"b", seal(raw, b"b", b"{}")) is not None


def test_who_has_no_role_key_can_neither_seal_nor_open() -> None:
    nobody = replace(some_seals(), role_keys={})
    with pytest.raises(NotAllowed):
        nobody.seal(RoleKey.MEDICAL, PLACE, b"{}")
    with pytest.raises(NotAllowed):
        nobody.letter_public(RoleKey.MEDICAL)
    assert nobody.open(PLACE, some_seals().seal(RoleKey.MEDICAL, PLACE, b"{}")) is None


def test_keys_do_not_show_themselves() -> None:
    seals = some_seals()
    assert all(key.hex() not in repr(seals) for key in seals.role_keys.values())
    assert not any(repr(key) in repr(seals) for key in seals.role_keys.values())


# ---------------------------------------------------------------------------- the letter box


def _seal_letter(session: Session) -> str:
    with session.read() as db:
        (person,) = db.execute("SELECT person_id FROM sealed_note LIMIT 1").fetchone()
    return notes.seal_a_letter(session, notes.About(person), a_note("for the right eyes")).id


SWAPS: dict[str, Callable[[Session, bytes], tuple[str, tuple[object, ...]]]] = {
    "a key of one's own": lambda _clerk, key: ("UPDATE letter_box SET public_key = ?", (key,)),
    "signed by oneself": lambda clerk, key: (
        "UPDATE letter_box SET public_key = ?, signed_by = ?, signature = ?",
        (
            key,
            clerk.user.id,
            clerk.vault.keys.sign(
                letterbox._signed_text(clerk.vault.keys.seals, RoleKey.PROTECTION, key)
            ),
        ),
    ),
    "the key of the other kind": lambda _clerk, _key: (
        "UPDATE letter_box SET public_key = (SELECT public_key FROM letter_box AS o WHERE"
        " o.role_key = 2), signature = (SELECT signature FROM letter_box AS o WHERE"
        " o.role_key = 2) WHERE role_key = 1",
        (),
    ),
    "nothing": lambda _clerk, _key: ("DELETE FROM letter_box", ()),
    "rubbish": lambda _clerk, _key: (
        "UPDATE letter_box SET public_key = x'00', signature = x''",
        (),
    ),
}
"""What a clerk with the data key can put into the letter box to read what colleagues write."""


@pytest.mark.parametrize("swap", SWAPS)
def test_nobody_writes_a_letter_to_a_key_that_no_colleague_vouches_for(
    sign_in: SignIn, swap: str
) -> None:
    written(sign_in)
    clerk = sign_in(Role.RECEPTION)
    assert _seal_letter(clerk)  # control
    sql, values = SWAPS[swap](clerk, bytes(PrivateKey.generate().public_key))
    assert tamper(clerk, sql, values) >= 1
    with pytest.raises(NotAllowed, match="sign in once more"):
        _seal_letter(clerk)
    sign_in(Role.COUNSELLOR)  # notices, and puts it right
    letter = _seal_letter(sign_in(Role.RECEPTION))
    assert notes.read_note(sign_in(Role.SUPERVISOR), letter).newest.content.text.startswith("for")


def test_putting_the_letter_box_right_is_in_the_audit_log_and_happens_only_then(
    sign_in: SignIn,
) -> None:
    def set_count(session: Session) -> int:
        with session.read() as db:
            acts = db.execute("SELECT count(*) FROM audit WHERE act = 'letter_box.set'")
            return int(acts.fetchone()[0])

    assert set_count(sign_in(Role.SUPERVISOR)) == 1  # when the office was founded
    assert set_count(sign_in(Role.COUNSELLOR)) == 1
    session = sign_in(Role.RECEPTION)
    tamper(session, "DELETE FROM letter_box")
    assert set_count(sign_in(Role.RECEPTION)) == 1
    assert set_count(sign_in(Role.COUNSELLOR)) == 2
    assert set_count(sign_in(Role.SUPERVISOR)) == 2
    assert users.check_audit(sign_in(Role.SUPERVISOR)) is None


# ---------------------------------------------------------------------------- new role keys


def _reseal(session: Session, new: Seals) -> Resealed:
    keys = session.vault.keys
    with session.vault.transaction() as db:
        return reseal(db, keys.seals, new, keys.sign, session.user.id)


def _take(session: Session, new: Seals) -> None:
    """The role keys are the new ones from now on, as after a rotation."""
    opened = session.vault.keys._opened
    vault = replace(opened.vault, generation=new.generation, role_keys=new.role_keys)
    session.vault.keys._opened = replace(opened, vault=vault)


def test_new_role_keys_open_everything_and_the_old_ones_nothing(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    old = session.vault.keys.seals
    ids = (made.note, made.medical, made.opened_letter)
    before = [notes.read_note(session, note) for note in ids]
    new = some_seals(session.vault.vault_id, old.generation + 1)
    assert _reseal(session, new) == Resealed(5, 0)
    listed = notes.notes_about(session, made.about.person_id)
    assert {line.kind for line in listed} == {None}  # the old keys open nothing any more
    _take(session, new)
    listed = notes.notes_about(session, made.about.person_id)
    assert {line.kind for line in listed} == {PROTECTION, MEDICAL}
    assert [line.id for line in listed if line.is_letter] == [made.letter]  # still waits
    assert [notes.read_note(session, note) for note in ids] == before
    assert "Letter" in notes.read_note(session, made.letter).newest.content.text
    assert [tables_with(session, marker) for marker in made.markers] == [set()] * 8


def test_a_rotation_hands_over_the_opened_keys_and_the_new_box_is_vouched_for(
    sign_in: SignIn,
) -> None:
    made = written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    old = session.vault.keys._opened
    fresh = some_seals(session.vault.vault_id, old.vault.generation + 1)
    vault = replace(old.vault, generation=fresh.generation, role_keys=fresh.role_keys)
    new = replace(old, vault=vault)
    with session.vault.transaction() as db:
        assert reseal_notes(db, old, new) == Resealed(5, 0)
    _take(session, fresh)
    with session.read() as db:
        assert letterbox.is_right(db, session.vault.keys)
    assert notes.read_note(session, made.note).revision == 2


def test_the_letter_box_of_the_old_keys_is_gone(sign_in: SignIn) -> None:
    written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    keys = session.vault.keys
    old_public = keys.seals.letter_public(RoleKey.PROTECTION)
    new = some_seals(session.vault.vault_id, keys.seals.generation + 1)
    _reseal(session, new)
    with session.read() as db:
        assert not letterbox.is_right(db, keys)
        _take(session, new)
        assert letterbox.is_right(db, keys)
        public = letterbox.public_key(db, keys, RoleKey.PROTECTION)
    assert public == new.letter_public(RoleKey.PROTECTION) != old_public


def test_many_notes_are_resealed_and_an_altered_one_stays_what_it_was(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    for number in range(450):
        notes.write_note(session, made.about, a_note(f"note {number}"))
    tamper(session, "UPDATE sealed_note SET sealed = x'0102' WHERE id = ?", (made.medical,))
    new = some_seals(session.vault.vault_id, 2)
    assert _reseal(session, new) == Resealed(454, 1)
    _take(session, new)
    listed = notes.notes_about(session, made.about.person_id)
    assert [line.id for line in listed if line.kind is None] == [made.medical]
    with session.read() as db:
        sql = "SELECT sealed FROM sealed_note WHERE id = ?"
        assert db.execute(sql, (made.medical,)).fetchone()[0] == b"\x01\x02"


def test_notes_can_move_to_a_vault_with_another_id(sign_in: SignIn) -> None:
    made = written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    keys = session.vault.keys
    elsewhere = replace(keys.seals, vault_id="00000000-0000-4000-8000-000000000000")
    with session.vault.transaction() as db:
        assert reseal(db, keys.seals, elsewhere, keys.sign, session.user.id).unreadable == 0
        row = notes.store.versions(db, made.note)[0]
        assert keys.seals.open(notes.content.place_of(row), row.sealed) is None
        assert elsewhere.open(notes.content.place_of(row), row.sealed) is not None


def test_resealing_without_all_role_keys_is_refused_before_anything_is_lost(
    sign_in: SignIn,
) -> None:
    made = written(sign_in)
    session = sign_in(Role.SUPERVISOR)
    seals, new = session.vault.keys.seals, some_seals(session.vault.vault_id, 2)
    for lacking in ({}, {1: b"x" * 32}, {2: b"x" * 32}):
        for old, other in (
            (replace(seals, role_keys=lacking), new),
            (seals, replace(new, role_keys=lacking)),
        ):
            with pytest.raises(NotAllowed), session.vault.transaction() as db:
                reseal(db, old, other, session.vault.keys.sign, session.user.id)
    assert notes.read_note(session, made.note).revision == 2


# ---------------------------------------------------------------------------- FORMAT.md alone


def _hkdf(key: bytes, label: bytes) -> bytes:
    """RFC 5869 with an empty salt, one block."""
    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, label + b"\x01", "sha256")


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()


def test_a_note_and_a_letter_are_read_by_what_the_format_says(sign_in: SignIn) -> None:
    """Written from FORMAT.md 7, without the program's own code."""
    made = written(sign_in)
    session = sign_in(Role.COUNSELLOR)
    keys = session.vault.keys
    with session.read() as db:
        rows = [tuple(row) for row in db.execute("SELECT * FROM sealed_note").fetchall()]
        generation = int(db.execute("SELECT value FROM meta WHERE name='generation'").fetchone()[0])
    found = set()
    for id_, revision, person, case, author, at, is_letter, sealed in rows:
        bound = [session.vault.vault_id, "sealed_note", id_, "body", revision, generation]
        for number, kind in ((1, "protection"), (2, "medical")):
            role_key = keys.seals.role_keys[number]
            with suppress(CryptoError):
                if is_letter:
                    secret = PrivateKey(_hkdf(role_key, b"letter-box"))
                    content = SealedBox(secret).decrypt(sealed)
                else:
                    content = crypto_aead_xchacha20poly1305_ietf_decrypt(
                        sealed[24:], _json(bound), sealed[:24], _hkdf(role_key, b"sealed-note")
                    )
                body = json.loads(content)
                assert (len(content) % 512, body["kind"]) == (0, kind)
                row = ["sealed-note-1", id_, revision, person, case, author, at]
                signed = _json([*row, kind, body["text"], body["reason"]])
                VerifyKey(keys.verify_key_of(author)).verify(
                    signed, bytes.fromhex(body["signature"])
                )
                found.add((id_, revision))
    assert len(found) == len(rows) == 5
    assert (made.letter, 1) in found
