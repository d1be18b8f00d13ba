"""Who may change who opens the vault, with which passphrase, and what the audit log says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import audit
from intake_app.acts import Act, Role
from intake_app.custody import service as custody
from intake_app.drafts import store as drafts
from intake_app.errors import (
    IntakeError,
    InvalidInput,
    NotAllowed,
    NotFound,
    WrongPassphrase,
)
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault import colleagues, keyfile
from intake_app.vault.derivation import BOUNDS, DEFAULT_COST, FLOOR_COST, KdfCost
from intake_app.vault.keyslots import RoleKey, Slot
from intake_app.vault.recovery import RecoveryKey
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP, CHEAP_BOUNDS, NAMES, PASSPHRASES, FixedClock, SignIn

NEW_WORDS = "copper lagoon thimble acrobat fennel"
OWN = PASSPHRASES[Role.SUPERVISOR]
NOBODY = "00000000-0000-4000-8000-000000000000"


def id_of(session: Session, role: Role) -> str:
    return next(login.id for login in session.vault.keys.logins() if login.role is role)


def acts_of(session: Session) -> list[tuple[str, str, str]]:
    with session.read() as db:
        names = users.names_of_staff(session)
        return [(line.act, line.record, names.get(line.user, "?")) for line in audit.lines(db)]


def opens(folder: Path, login_id: str, words: str, packs: Mapping[str, Pack]) -> bool:
    try:
        users.sign_in(folder, login_id, words, packs, bounds=CHEAP_BOUNDS).vault.close()
    except (WrongPassphrase, NotFound):
        return False
    return True


# ---------------------------------------------------------------------------- recovery key


def with_recovery(session: Session) -> RecoveryKey:
    key = custody.new_recovery_key(session)
    groups = key.groups()
    custody.keep_recovery_key(session, key, {2: groups[2], 5: groups[5].lower()}, cost=CHEAP)
    return key


def test_a_recovery_key_counts_only_after_it_was_read_back(supervisor: Session) -> None:
    assert custody.recovery_state(supervisor) == custody.RecoveryState("", used=False)
    key = custody.new_recovery_key(supervisor)
    groups = key.groups()
    for typed, wrong in (
        ({1: groups[1], 6: "0000" if groups[6] != "0000" else "1111"}, {"group_6"}),
        ({1: "", 6: groups[6]}, {"group_1"}),
        ({}, set[str]()),
    ):
        with pytest.raises(InvalidInput) as error:
            custody.keep_recovery_key(supervisor, key, typed, cost=CHEAP)
        assert set(error.value.problems) == wrong
    assert not custody.recovery_state(supervisor).is_good
    custody.keep_recovery_key(supervisor, key, {1: groups[1], 6: groups[6]}, cost=CHEAP)
    assert custody.recovery_state(supervisor) == custody.RecoveryState(key.number(), used=False)
    assert custody.recovery_number(supervisor.vault.folder) == key.number()
    assert acts_of(supervisor)[0] == ("recovery.made", key.number(), NAMES[Role.SUPERVISOR])


def test_a_forgotten_passphrase_is_replaced_with_the_key_on_paper(
    sign_in: SignIn, packs: Mapping[str, Pack], clock: FixedClock
) -> None:
    session = sign_in(Role.SUPERVISOR)
    key, own_id = with_recovery(session), session.user.id
    folder, signature = session.vault.folder, session.vault.keys.sign(b"approved")
    old_keys = session.vault.keys.verify_keys_of(own_id)
    audit_key = session.vault.keys.subkey("audit-mac")
    session.vault.close()
    typed = " ".join(key.groups()).lower().replace("0", "o")
    custody.recover(folder, typed, own_id, NEW_WORDS, cost=CHEAP, bounds=CHEAP_BOUNDS, clock=clock)
    assert not opens(folder, own_id, OWN, packs)
    again = users.sign_in(folder, own_id, NEW_WORDS, packs, bounds=CHEAP_BOUNDS, clock=clock)
    try:
        assert (again.role, again.full_name) == (Role.SUPERVISOR, NAMES[Role.SUPERVISOR])
        assert again.vault.keys.role_key(RoleKey.MEDICAL)
        assert again.vault.keys.verify_keys_of(own_id)[1:] == old_keys
        assert again.vault.keys.sign(b"approved") != signature
        signed_in, in_vain, used = acts_of(again)[:3]
        assert signed_in == ("user.signed_in", own_id, NAMES[Role.SUPERVISOR])
        assert (in_vain[0], users.Attempts.of_audit(in_vain[1]).count) == ("user.sign_in_failed", 1)
        assert used == ("recovery.used", own_id, "Recovery key")
        state = custody.recovery_state(again)
        assert (state.number, state.used, state.is_good) == (key.number(), True, False)
        with again.read() as db:
            assert audit.first_broken(db, audit_key) is None
        renewed = with_recovery(again)
        assert custody.recovery_state(again).is_good
        assert renewed.number() != key.number()
    finally:
        again.vault.close()
    with pytest.raises(InvalidInput, match=renewed.number()):  # the sheet before
        custody.recover(folder, typed, own_id, OWN, cost=CHEAP, bounds=CHEAP_BOUNDS)


def test_a_wrong_key_a_weak_passphrase_or_no_sheet_change_nothing(
    supervisor: Session, packs: Mapping[str, Pack]
) -> None:
    folder, own_id = supervisor.vault.folder, supervisor.user.id

    def recover(typed: str, login: str = own_id, words: str = NEW_WORDS) -> None:
        custody.recover(folder, typed, login, words, cost=CHEAP, bounds=CHEAP_BOUNDS)

    stranger = " ".join(RecoveryKey.make().groups())
    supervisor.vault.close()
    with pytest.raises(NotFound, match="No recovery key"):
        recover(stranger)
    session = users.sign_in(folder, own_id, OWN, packs, bounds=CHEAP_BOUNDS)
    key = with_recovery(session)
    session.vault.close()
    before = (folder / "keys.cvk").read_bytes()
    typed = " ".join(key.groups())
    for wrong, field in (
        (lambda: recover(stranger), "recovery_key"),
        (lambda: recover(typed[:-1]), "recovery_key"),
        (lambda: recover(typed, words="too short"), "passphrase"),
    ):
        with pytest.raises(InvalidInput) as error:
            wrong()
        assert set(error.value.problems) == {field}
    with pytest.raises(NotFound):
        recover(typed, login=NOBODY)
    assert (folder / "keys.cvk").read_bytes() == before
    assert opens(folder, own_id, OWN, packs)


def test_the_sheet_that_goes_to_the_printer_is_in_the_audit_log(supervisor: Session) -> None:
    key = custody.new_recovery_key(supervisor)
    custody.note_sheet_printed(supervisor, key)
    assert acts_of(supervisor)[0][:2] == ("recovery.printed", key.number())


# ---------------------------------------------------------------------------- colleagues


def test_a_supervisor_gives_a_colleague_a_new_passphrase(
    supervisor: Session, packs: Mapping[str, Pack]
) -> None:
    login, folder = id_of(supervisor, Role.COUNSELLOR), supervisor.vault.folder
    with pytest.raises(WrongPassphrase):
        custody.renew_passphrase(supervisor, login, NEW_WORDS, "not mine", cost=CHEAP)
    with pytest.raises(InvalidInput):
        custody.renew_passphrase(supervisor, login, "too short", OWN, cost=CHEAP)
    with pytest.raises(InvalidInput):  # made of the name of who shall use it
        custody.renew_passphrase(supervisor, login, "cheikh ndiaye desk 2026", OWN, cost=CHEAP)
    custody.renew_passphrase(supervisor, login, NEW_WORDS, OWN, cost=CHEAP)
    assert acts_of(supervisor)[0][:2] == ("user.renewed", login)
    supervisor.vault.close()
    assert opens(folder, login, NEW_WORDS, packs)
    assert not opens(folder, login, PASSPHRASES[Role.COUNSELLOR], packs)


def test_a_removed_colleague_is_gone_the_chain_is_whole_and_the_name_stays(
    supervisor: Session, packs: Mapping[str, Pack]
) -> None:
    login, folder = id_of(supervisor, Role.COUNSELLOR), supervisor.vault.folder
    with supervisor.vault.transaction() as db:
        for owner in (login, supervisor.user.id):
            drafts.put(db, drafts.Draft(owner, "person", "new", "{}", supervisor.now()))
    heard: list[int] = []
    custody.remove_user(supervisor, login, OWN, lambda done, _total, _words: heard.append(done))
    assert heard[-1] == 100
    with supervisor.read() as db:
        assert drafts.of_owner(db, login) == []
        assert len(drafts.of_owner(db, supervisor.user.id)) == 1
    assert acts_of(supervisor)[0] == ("user.removed", login, NAMES[Role.SUPERVISOR])
    assert users.check_audit(supervisor) is None
    assert [member.role for member in users.staff(supervisor)] == [
        Role.RECEPTION, Role.SUPERVISOR,
    ]  # fmt: skip
    assert users.names_of_staff(supervisor)[login] == NAMES[Role.COUNSELLOR]
    with supervisor.act(Act.AUDIT_READ, "all"):
        pass
    assert users.check_audit(supervisor) is None  # also what is written afterwards
    with pytest.raises(NotFound):
        custody.remove_user(supervisor, login, OWN)
    supervisor.vault.close()
    assert not opens(folder, login, PASSPHRASES[Role.COUNSELLOR], packs)
    assert opens(folder, supervisor.user.id, OWN, packs)


def test_control_without_lasting_keys_the_chain_would_break(supervisor: Session) -> None:
    keys = supervisor.vault.keys
    custody.rotate_keys(supervisor, OWN)
    with supervisor.read() as db:
        assert audit.first_broken(db, keys.subkey("anchor-mac")) == 1
        assert audit.first_broken(db, keys.subkey("audit-mac")) is None


def test_a_stopped_removal_changes_nothing(supervisor: Session, packs: Mapping[str, Pack]) -> None:
    login, folder = id_of(supervisor, Role.COUNSELLOR), supervisor.vault.folder

    class Stopped(Exception):
        """Cancel."""

    def stop(done: int, _total: int, _words: str) -> None:
        if done >= 50:
            raise Stopped

    with pytest.raises(Stopped):
        custody.remove_user(supervisor, login, OWN, stop)
    assert "user.removed" not in [line[0] for line in acts_of(supervisor)]
    supervisor.vault.close()
    assert opens(folder, login, PASSPHRASES[Role.COUNSELLOR], packs)


@pytest.mark.parametrize(
    ("before", "after", "generation"),
    [
        (Role.RECEPTION, Role.COUNSELLOR, 1),
        (Role.RECEPTION, Role.SUPERVISOR, 1),
        (Role.COUNSELLOR, Role.SUPERVISOR, 1),
        (Role.COUNSELLOR, Role.RECEPTION, 2),
        (Role.COUNSELLOR, Role.COUNSELLOR, 1),
    ],
)
def test_a_role_brings_and_takes_the_keys_of_the_sealed_notes(
    supervisor: Session, packs: Mapping[str, Pack], before: Role, after: Role, generation: int
) -> None:
    login, folder = id_of(supervisor, before), supervisor.vault.folder
    assert custody.takes_rotation(before, after) is (generation == 2)
    old = supervisor.vault.keys.role_key(RoleKey.PROTECTION)
    custody.change_role(supervisor, login, after, OWN)
    new = supervisor.vault.keys.role_key(RoleKey.PROTECTION)
    assert (old == new) is (generation == 1)
    assert supervisor.vault.keys.opened.file.generation == generation
    changed = [line for line in acts_of(supervisor) if line[0] == "user.role_changed"]
    assert len(changed) == (before is not after)
    supervisor.vault.close()
    theirs = users.sign_in(folder, login, PASSPHRASES[before], packs, bounds=CHEAP_BOUNDS)
    try:
        assert theirs.role is after
        held = theirs.vault.keys.opened.vault.role_keys.get(RoleKey.PROTECTION)
        assert held == (None if after is Role.RECEPTION else new)
    finally:
        theirs.vault.close()


DEEDS: dict[str, Callable[[Session, str, str], object]] = {
    "renew": lambda s, login, own: custody.renew_passphrase(s, login, NEW_WORDS, own, cost=CHEAP),
    "role": lambda s, login, own: custody.change_role(s, login, Role.RECEPTION, own),
    "remove": custody.remove_user,
    "rotate": lambda s, _login, own: custody.rotate_keys(s, own),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_every_deed_asks_for_the_own_passphrase_again(supervisor: Session, deed: str) -> None:
    before = (supervisor.vault.folder / "keys.cvk").read_bytes()
    with pytest.raises(WrongPassphrase):
        DEEDS[deed](supervisor, id_of(supervisor, Role.COUNSELLOR), "not mine at all")
    assert (supervisor.vault.folder / "keys.cvk").read_bytes() == before
    DEEDS[deed](supervisor, id_of(supervisor, Role.COUNSELLOR), OWN)  # control
    assert (supervisor.vault.folder / "keys.cvk").read_bytes() != before


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_nobody_but_a_supervisor_does_it(sign_in: SignIn, deed: str, role: Role) -> None:
    session = sign_in(role)
    before = (session.vault.folder / "keys.cvk").read_bytes()
    with pytest.raises(NotAllowed):
        DEEDS[deed](session, id_of(session, Role.SUPERVISOR), PASSPHRASES[role])
    for forbidden in (
        lambda: custody.new_recovery_key(session),
        lambda: custody.keep_recovery_key(session, RecoveryKey.make(), {}),
        lambda: custody.note_sheet_printed(session, RecoveryKey.make()),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert (session.vault.folder / "keys.cvk").read_bytes() == before


@pytest.mark.parametrize("deed", ["renew", "role", "remove"])
def test_nobody_does_it_to_themselves_so_the_last_supervisor_stays(
    supervisor: Session, deed: str
) -> None:
    with pytest.raises(NotAllowed, match="Another supervisor"):
        DEEDS[deed](supervisor, supervisor.user.id, OWN)
    with pytest.raises(IntakeError):
        DEEDS[deed](supervisor, NOBODY, OWN)


def test_the_own_passphrase_must_become_another_one(supervisor: Session) -> None:
    with pytest.raises(InvalidInput, match="passphrase you have"):
        users.change_passphrase(supervisor, OWN, OWN)
    users.change_passphrase(supervisor, OWN, NEW_WORDS)
    colleagues.check_passphrase(supervisor.vault.keys, NEW_WORDS)


# ---------------------------------------------------------------------------- cost of guessing


@pytest.fixture
def quick_calibration(monkeypatch: pytest.MonkeyPatch) -> list[KdfCost]:
    """What calibration gives, and which costs were then paid, without paying them."""
    measured = [KdfCost(128 * 1024, 3, 4)]
    monkeypatch.setattr(custody, "calibrate", lambda: measured[0])
    return measured


def weak_session(supervisor: Session, cost: KdfCost, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make the slot look as if it had this cost; returns what is rewrapped."""
    keys, rewrapped = supervisor.vault.keys, list[str]()
    keys.bounds = BOUNDS
    keys._opened = replace(keys.opened, slot=replace(keys.opened.slot, cost=cost))
    monkeypatch.setattr(keyfile, "open_keys", lambda *_args: keys.opened)
    monkeypatch.setattr(custody, "open_slot", lambda *_args: None)

    def note(slot: Slot, _user: object, passphrase: str, *, cost: KdfCost, bounds: object) -> Slot:
        rewrapped.append(f"{passphrase == OWN} {cost.memory_kib} {bounds == BOUNDS}")
        return replace(slot, cost=cost)

    monkeypatch.setattr(custody, "rewrapped_slot", note)
    return rewrapped


def test_a_slot_that_costs_less_than_this_machine_can_pay_is_wrapped_again(
    supervisor: Session, monkeypatch: pytest.MonkeyPatch, quick_calibration: list[KdfCost]
) -> None:
    rewrapped = weak_session(supervisor, FLOOR_COST, monkeypatch)
    assert custody.strengthen(supervisor, OWN)
    assert rewrapped == [f"True {quick_calibration[0].memory_kib} True"]
    assert supervisor.vault.keys.opened.slot.cost == quick_calibration[0]
    assert not custody.strengthen(supervisor, OWN)  # measured a moment ago


@pytest.mark.parametrize(
    ("present", "available"),
    [
        (DEFAULT_COST, 10**8),
        (KdfCost(128 * 1024, 3, 4), 10**8),
        (FLOOR_COST, 256 * 1024),
    ],
)
def test_nothing_is_done_where_it_brings_little_or_memory_is_short(
    supervisor: Session,
    monkeypatch: pytest.MonkeyPatch,
    quick_calibration: list[KdfCost],  # noqa: ARG001
    present: KdfCost,
    available: int,
) -> None:
    monkeypatch.setattr(custody, "available_memory_kib", lambda: available)
    rewrapped = weak_session(supervisor, present, monkeypatch)
    assert not custody.strengthen(supervisor, OWN)
    assert rewrapped == []


def test_a_slot_that_another_process_wrapped_opens_with_the_same_passphrase(
    supervisor: Session, packs: Mapping[str, Pack], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, own = supervisor.vault.folder, supervisor.user.id
    more = KdfCost(16, 2, 1)
    monkeypatch.setattr(custody, "calibrate", lambda: more)
    slot = custody.stronger_slot(folder, own, OWN, bounds=CHEAP_BOUNDS)
    assert slot is not None
    before = supervisor.vault.keys.opened.file.counter
    custody.take_stronger_slot(supervisor, slot)
    assert supervisor.vault.keys.opened.file.counter == before + 1
    assert custody.stronger_slot(folder, own, OWN, bounds=CHEAP_BOUNDS) is None  # it costs so much
    supervisor.vault.close()
    assert opens(folder, own, OWN, packs)


def test_no_other_slot_is_taken_from_another_process(
    supervisor: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = supervisor.vault.keys
    monkeypatch.setattr(custody, "calibrate", lambda: KdfCost(16, 2, 1))
    encoded = custody.stronger_slot(keys._folder, keys.login.id, OWN, bounds=CHEAP_BOUNDS)
    assert encoded is not None
    good = Slot.parse(encoded)
    others = {
        "somebody else's": replace(good, id=bytes(16)),
        "another role": replace(good, role=Role.COUNSELLOR),
        "another label": replace(good, label="desk X"),
        "other keys": replace(good, box_public=bytes(32)),
        "not dearer": replace(good, cost=keys.opened.slot.cost),
        "out of bounds": replace(good, cost=KdfCost(10**9, 2, 1)),
    }
    for what, slot in others.items():
        with pytest.raises(ValueError, match="slot"):
            custody.take_stronger_slot(supervisor, slot.encode())
        assert keys.opened.slot.cost != slot.cost or what == "not dearer"
    with pytest.raises(ValueError, match="cut off"):
        custody.take_stronger_slot(supervisor, encoded[:-1])
    custody.take_stronger_slot(supervisor, encoded)  # the control


def test_a_strengthened_slot_really_opens_with_the_same_passphrase(
    supervisor: Session, packs: Mapping[str, Pack]
) -> None:
    keys, more = supervisor.vault.keys, KdfCost(16, 2, 1)
    keys.change_passphrase(OWN, OWN, cost=more)
    assert keys.opened.slot.cost == more
    supervisor.vault.close()
    assert opens(supervisor.vault.folder, supervisor.user.id, OWN, packs)
    assert logins_of(supervisor.vault.folder)
