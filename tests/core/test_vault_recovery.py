"""The recovery key: what is typed from paper is understood, and mistakes are found by group."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.acts import Role
from intake_app.errors import InvalidInput, NotFound, VaultDamaged, WrongPassphrase
from intake_app.vault import colleagues, keyfile, recovery
from intake_app.vault.keyslots import SlotKind
from intake_app.vault.recovery import ALPHABET, RecoveryKey, check_characters, read_typed
from intake_app.vault.vault import Vault, logins_of
from tests.core import key_file_reader
from tests.core.vault_kit import CHEAP, CHEAP_BOUNDS, WORDS, new_vault, save, saved

keys_of_paper = st.text(ALPHABET, min_size=32, max_size=32)


def printed(characters: str) -> str:
    return "-".join(RecoveryKey(characters, bytes(16)).groups())


def problem(typed: str) -> str:
    with pytest.raises(InvalidInput) as error:
        read_typed(typed)
    return error.value.problems["recovery_key"]


def test_a_key_has_160_random_bits_in_eight_groups_and_two_check_characters() -> None:
    made = {RecoveryKey.make().characters for _number in range(50)}
    assert len(made) == 50
    assert all(len(key) * 5 == 160 and set(key) <= set(ALPHABET) for key in made)
    groups = RecoveryKey.make().groups()
    assert [len(group) for group in groups] == [4] * 8 + [2]
    assert not set("ILOU") & set(ALPHABET)


@given(keys_of_paper)
def test_what_is_printed_is_read_back_and_the_second_reader_agrees(characters: str) -> None:
    assert read_typed(printed(characters)) == characters
    assert key_file_reader.recovery_passphrase(printed(characters)) == characters


@given(keys_of_paper, st.randoms(use_true_random=False))
def test_case_look_alikes_and_separators_do_not_matter(
    characters: str, chance: random.Random
) -> None:
    typed = "".join(
        chance.choice({"0": "0Oo", "1": "1IilL"}.get(c, c + c.lower()))
        + chance.choice(["", "", " ", "-", " – ", "\n"])
        for c in printed(characters).replace("-", "")
    )
    assert read_typed(f"  {typed} ") == characters


@given(keys_of_paper, st.integers(0, 31), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed_and_its_group_is_named(
    characters: str, place: int, other: str
) -> None:
    if other == characters[place]:
        return
    typed = characters[:place] + other + characters[place + 1 :] + check_characters(characters)
    words = problem(typed)
    assert f"roup {place // 4 + 1}" in words


@given(keys_of_paper, st.integers(0, 32))
def test_two_neighbours_that_changed_places_are_noticed(characters: str, place: int) -> None:
    whole = list(characters + check_characters(characters))
    if whole[place] == whole[place + 1]:
        return
    whole[place], whole[place + 1] = whole[place + 1], whole[place]
    assert "Compare" in problem("".join(whole))


def test_of_random_garbage_about_one_in_1024_passes() -> None:
    chance = random.Random(5)
    passed = 0
    for _number in range(20_000):
        try:
            read_typed("".join(chance.choice(ALPHABET) for _place in range(34)))
        except InvalidInput:
            continue
        passed += 1
    assert 5 < passed < 40


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "34 characters; these are 0"),
        ("ABCD", "34 characters; these are 4"),
        ("ABCD-EFGU" + "0" * 26, "“U” is in no recovery key. Compare group 2"),
        ("é" + "0" * 33, "group 1"),
        ("0" * 35, "these are 35"),
        ("\ud800" + "0" * 33, "in no recovery key"),
    ],
)
def test_what_is_no_key_gets_a_sentence_that_helps(typed: str, words: str) -> None:
    assert words in problem(typed)


# -------------------------------------------------------------------------------- in the key file


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return new_vault(tmp_path / "vault")


def test_the_recovery_key_opens_the_vault_with_every_key_and_signs_nobody_in(vault: Vault) -> None:
    save(vault, "first", "row")
    key = RecoveryKey.make()
    recovery.put_in(vault.keys, key, cost=CHEAP)
    opened = vault.keys.opened
    assert [login.label for login in logins_of(vault.folder)] == ["desk 1"]
    slot = recovery.slot_in(vault.folder)
    assert (slot.kind, slot.login.role, slot.id) == (
        SlotKind.RECOVERY, Role.SUPERVISOR, key.slot_id,
    )  # fmt: skip
    vault.close()
    again = Vault.unlock(vault.folder, slot.login.id, key.characters, bounds=CHEAP_BOUNDS)
    assert saved(again) == {"first": "row"}
    assert again.keys.opened.vault == opened.vault
    again.close()
    with pytest.raises(WrongPassphrase):
        Vault.unlock(vault.folder, slot.login.id, "0" * 32, bounds=CHEAP_BOUNDS)
    content = (vault.folder / keyfile.KEY_FILE).read_bytes()
    passphrase = key_file_reader.recovery_passphrase("-".join(key.groups()))
    read = key_file_reader.read(content, "recovery", passphrase)
    assert (read.data_key, read.role_keys) == (opened.vault.data_key, opened.vault.role_keys)


def test_a_new_recovery_key_takes_the_place_of_the_old_one(vault: Vault) -> None:
    old, new = RecoveryKey.make(), RecoveryKey.make()
    recovery.put_in(vault.keys, old, cost=CHEAP)
    old_file = (vault.folder / keyfile.KEY_FILE).read_bytes()
    recovery.put_in(vault.keys, new, cost=CHEAP)
    slot = recovery.slot_in(vault.folder)
    assert slot.id == new.slot_id
    assert len(vault.keys.opened.file.slots) == 2
    assert vault.keys.opened.file.retired == ()
    new_file = (vault.folder / keyfile.KEY_FILE).read_bytes()
    key_file_reader.read(new_file, "recovery", new.characters)
    with pytest.raises(key_file_reader.Refused, match="passphrase"):
        key_file_reader.read(new_file, "recovery", old.characters)
    # what FORMAT.md says: the old sheet opens the old copy until the next generation
    key_file_reader.read(old_file, "recovery", old.characters)
    vault.close()


def test_a_vault_without_a_recovery_key_says_so(vault: Vault) -> None:
    with pytest.raises(NotFound, match="No recovery key"):
        recovery.slot_in(vault.folder)
    vault.close()


def test_a_recovery_slot_of_a_lower_role_or_a_second_one_is_refused(vault: Vault) -> None:
    recovery.put_in(vault.keys, RecoveryKey.make(), cost=CHEAP)
    file, data_key = vault.keys.opened.file, vault.keys.opened.vault.data_key
    slot = file.recovery()
    assert slot is not None
    keyfile.parse(file.encode(data_key))  # control
    lower = file.with_slot(replace(slot, role=Role.RECEPTION))
    second = replace(
        file, slots=(*file.slots, replace(slot, id=bytes(16), verify_public=bytes(32)))
    )
    for bad in (lower, second):
        with pytest.raises(VaultDamaged):
            keyfile.parse(bad.encode(data_key))
    vault.close()


# ---------------------------------------------------------------------------- new keys for a login


def test_a_login_gets_new_keys_and_what_it_signed_stays_verifiable(vault: Vault) -> None:
    colleague = vault.keys.add_login("desk 2", Role.COUNSELLOR, "lantern", cost=CHEAP)
    (old_key,) = vault.keys.verify_keys_of(colleague.id)
    for words in ("walnut", "teapot"):
        assert colleagues.renew_login(vault.keys, colleague.id, words, cost=CHEAP) == colleague
    keys = vault.keys.verify_keys_of(colleague.id)
    assert len(set(keys)) == 3
    assert keys[-1] == old_key
    assert vault.keys.verify_key_of(colleague.id) == keys[0] != old_key
    role_keys = vault.keys.opened.vault.role_keys
    vault.close()
    for words in ("lantern", "walnut"):
        with pytest.raises(WrongPassphrase):
            Vault.unlock(vault.folder, colleague.id, words, bounds=CHEAP_BOUNDS)
    theirs = Vault.unlock(vault.folder, colleague.id, "teapot", bounds=CHEAP_BOUNDS)
    assert theirs.keys.verify_key == keys[0]
    assert theirs.keys.opened.vault.role_keys == role_keys
    theirs.close()
    content = (vault.folder / keyfile.KEY_FILE).read_bytes()
    read = key_file_reader.read(content, "desk 1", WORDS)
    assert read.retired == [(colleague.id, key) for key in reversed(keys[1:])]
