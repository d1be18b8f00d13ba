"""Recovery key, new passphrases for colleagues, roles, removal: what changes who opens the vault.

Each of these acts asks for the user's own passphrase again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from intake_app import audit, settings
from intake_app.acts import Act, Role
from intake_app.custody.resealing import RESEAL
from intake_app.drafts import store as drafts
from intake_app.errors import InvalidInput, NotAllowed, NotFound, WrongPassphrase
from intake_app.i18n import _
from intake_app.packs.overlay import OfficePacks
from intake_app.session import Session
from intake_app.users import store
from intake_app.values import Clock, system_clock
from intake_app.vault import colleagues, keyfile, opening, recovery, rotation
from intake_app.vault.db import Connection
from intake_app.vault.derivation import (
    DEFAULT_COST,
    FLOOR_COST,
    available_memory_kib,
    calibrate,
    is_weaker,
)
from intake_app.vault.keyring import take_wrapping
from intake_app.vault.keyslots import (
    BOUNDS,
    Bounds,
    KdfCost,
    Login,
    open_slot,
    rewrapped_slot,
)
from intake_app.vault.passphrase import passphrase_problem
from intake_app.vault.recovery import RecoveryKey, sheet_number
from intake_app.vault.vault import Vault

__all__ = [
    "RecoveryKey", "RecoveryState", "change_role", "keep_recovery_key", "new_recovery_key",
    "note_sheet_printed", "recover", "recovery_number", "recovery_state", "remove_user",
    "renew_passphrase", "rotate_keys", "strengthen", "stronger_slot", "take_stronger_slot",
    "takes_rotation", "wants_strengthening",
]  # fmt: skip

Step = Callable[[int, int, str], None]

_USED = "recovery_used"
"""Line of ``meta``: the number of the sheet that was used last."""

_MEASURED = "calibrated_at"
_MEASURE_EVERY = timedelta(days=30)


# ---------------------------------------------------------------------------- the recovery key


@dataclass(frozen=True)
class RecoveryState:
    """The sheet that counts: its ``number`` (empty if there is none), and if it was used."""

    number: str
    used: bool

    @property
    def is_good(self) -> bool:
        """True if nothing needs to be done."""
        return bool(self.number) and not self.used


def recovery_state(session: Session) -> RecoveryState:
    """Which recovery key opens the vault now."""
    slot = session.vault.keys.opened.file.recovery()
    if slot is None:
        return RecoveryState("", used=False)
    number = sheet_number(slot.id)
    with session.read() as db:
        return RecoveryState(number, used=opening.noted(db, _USED) == number)


def recovery_number(folder: Path) -> str:
    """The number of the sheet that opens this vault, before anybody signs in; empty if none.

    Raises VaultDamaged or VaultTooNew.
    """
    try:
        return sheet_number(recovery.slot_in(folder).id)
    except NotFound:
        return ""


def new_recovery_key(session: Session) -> RecoveryKey:
    """A key for a new sheet. It opens nothing until ``keep_recovery_key``."""
    session.require(Act.RECOVERY_MADE)
    return RecoveryKey.make()


def note_sheet_printed(session: Session, key: RecoveryKey) -> None:
    """Write into the audit log that this sheet went to the printer."""
    with session.act(Act.RECOVERY_PRINTED, key.number()):
        pass


def keep_recovery_key(
    session: Session,
    key: RecoveryKey,
    typed_groups: dict[int, str],
    *,
    cost: KdfCost | None = None,
) -> None:
    """From now on this key opens the vault, and no earlier one.

    ``typed_groups`` maps places (from 0) to what was read from the paper. InvalidInput with one
    sentence per wrong group (``group_0`` …), StorageFull.
    """
    session.require(Act.RECOVERY_MADE)
    groups = key.groups()
    wrong = {
        f"group_{place}": _("This is not what stands on the sheet. Read it again.")
        for place, typed in typed_groups.items()
        if recovery.normalised(typed) != groups[place]
    }
    if wrong or not typed_groups:
        raise InvalidInput(wrong)
    with session.act(Act.RECOVERY_MADE, key.number()):
        recovery.put_in(session.vault.keys, key, cost=cost)


def recover(
    folder: Path,
    typed: str,
    login_id: str,
    passphrase: str,
    *,
    cost: KdfCost | None = None,
    bounds: Bounds = BOUNDS,
    clock: Clock = system_clock,
) -> None:
    """Give a login a new passphrase with the recovery key from paper. Nobody is signed in.

    Raises InvalidInput (``recovery_key``, ``passphrase``), NotFound and the Vault… errors.
    """
    characters = recovery.read_typed(typed)
    if problem := passphrase_problem(passphrase):
        raise InvalidInput({"passphrase": problem})
    slot = recovery.slot_in(folder)
    try:
        vault = Vault.unlock(folder, slot.login.id, characters, bounds=bounds, clock=clock)
    except WrongPassphrase as error:
        sentence = _("This is not the recovery key of this vault. Take sheet {number}.")
        number = sheet_number(slot.id)
        raise InvalidInput({"recovery_key": sentence.format(number=number)}) from error
    try:
        with vault.read() as db:
            office = settings.load_office(db)
        session = Session(vault, vault.keys.login, "", office, OfficePacks({}), clock)
        # The line is written first: the key file is not part of any transaction.
        with session.act(Act.RECOVERY_USED, login_id) as change:
            store.put(change.db, session.user.id, "", change.at)
            opening.note(change.db, _USED, sheet_number(slot.id))
        colleagues.renew_login(vault.keys, login_id, passphrase, cost=cost or calibrate())
    finally:
        vault.close()


# ---------------------------------------------------------------------------- colleagues


def renew_passphrase(
    session: Session, login_id: str, passphrase: str, own: str, *, cost: KdfCost | None = None
) -> None:
    """Give a colleague who forgot theirs a new passphrase; they also get new private keys.

    ``own`` is the passphrase of who does it. WrongPassphrase, InvalidInput, NotAllowed, NotFound.
    """
    _check(session, Act.USER_RENEWED, own)
    login = _colleague(session, login_id)
    known = (login.label, _name_of(session, login_id))
    if problem := passphrase_problem(passphrase, known):
        raise InvalidInput({"passphrase": problem})
    with session.act(Act.USER_RENEWED, login_id):
        colleagues.renew_login(session.vault.keys, login_id, passphrase, cost=cost)


def takes_rotation(old: Role, new: Role) -> bool:
    """True if a change of roles takes the keys of the sealed notes away, which means new keys."""
    return colleagues.loses_role_keys(old, new)


def change_role(
    session: Session, login_id: str, role: Role, own: str, step: Step | None = None
) -> None:
    """Give a colleague another role. Who may no longer read sealed notes causes a rotation.

    WrongPassphrase, NotAllowed, NotFound, StorageFull, or what ``step`` raises to stop.
    """
    _check(session, Act.ROLE_CHANGED, own)
    old = _colleague(session, login_id).role
    if role is old:
        return
    if takes_rotation(old, role):
        _rotate(session, Act.ROLE_CHANGED, login_id, step, roles={login_id: role})
        return
    with session.act(Act.ROLE_CHANGED, login_id):
        colleagues.set_role(session.vault.keys, login_id, role)


def remove_user(session: Session, login_id: str, own: str, step: Step | None = None) -> None:
    """Take a colleague's login away, drop their drafts and move the vault under new keys.

    Nobody removes themselves, so a supervisor is always left. Errors as for ``change_role``.
    """
    _check(session, Act.USER_REMOVED, own)
    _colleague(session, login_id)
    _rotate(session, Act.USER_REMOVED, login_id, step, gone=(login_id,))


def rotate_keys(session: Session, own: str, step: Step | None = None) -> None:
    """Move the vault under new keys; everybody keeps their passphrase.

    This ends what old copies of the key file, and recovery keys before the present one, can open.
    """
    _check(session, Act.KEYS_ROTATED, own)
    _rotate(session, Act.KEYS_ROTATED, "vault", step)


def _rotate(
    session: Session,
    act: Act,
    record: str,
    step: Step | None,
    *,
    gone: tuple[str, ...] = (),
    roles: dict[str, Role] | None = None,
) -> None:
    key = session.vault.keys.subkey("audit-mac")  # the same in every generation

    def write_line(db: Connection) -> None:
        for login_id in gone:
            drafts.drop_of_owner(db, login_id)
        audit.record(db, key, session.now(), session.user.id, act, record, "")

    session.vault.rotate(
        rotation.Rotation(
            reseal=RESEAL,
            gone=gone,
            roles=roles or {},
            record=write_line,
            step=step or rotation.nobody_watches,
        )
    )


def _check(session: Session, act: Act, own: str) -> None:
    session.require(act)
    colleagues.check_passphrase(session.vault.keys, own)


def _colleague(session: Session, login_id: str) -> Login:
    """The login of somebody else. NotFound, NotAllowed for one's own."""
    if login_id == session.user.id:
        raise NotAllowed(_("Another supervisor must do this."))
    for login in session.vault.keys.logins():
        if login.id == login_id:
            return login
    raise NotFound(_("This login does not exist in this vault. Choose another one."))


def _name_of(session: Session, login_id: str) -> str:
    with session.read() as db:
        return store.names(db).get(login_id, "")


# ---------------------------------------------------------------------------- cost of guessing


def strengthen(session: Session, passphrase: str) -> bool:
    """Wrap the user's keys again if this machine can make guessing cost more than it does now.

    For the moment after a sign-in, in the background: it takes a second or two, once. True if it
    was done. Nothing is done where memory is short. WrongPassphrase if ``passphrase`` is not right.
    """
    if not wants_strengthening(session):
        return False
    bounds = session.vault.keys.bounds
    slot = stronger_slot(session.vault.folder, session.user.id, passphrase, bounds=bounds)
    if slot is not None:
        take_stronger_slot(session, slot)
    return slot is not None


def wants_strengthening(session: Session) -> bool:
    """True if guessing costs little, and nobody has tried lately whether it can cost more."""
    keys = session.vault.keys
    # What calibrating gives is never below the floor, so bounds without it leave nothing to do.
    if session.vault.read_only or not keys.bounds.allow(FLOOR_COST):
        return False
    return is_weaker(keys.opened.slot.cost, DEFAULT_COST) and _is_time_to_measure(session)


def stronger_slot(
    folder: Path, login_id: str, passphrase: str, *, bounds: Bounds = BOUNDS
) -> bytes | None:
    """The user's slot, wrapped again at the cost that this machine can pay; for
    ``take_stronger_slot``, which may be in another process. Changes nothing.

    None if it would not cost more, or memory is short. Raises WrongPassphrase, VaultDamaged.
    """
    keys = keyfile.open_keys(folder, login_id, passphrase, bounds)
    wanted = calibrate()
    if not is_weaker(keys.slot.cost, wanted) or available_memory_kib() < 4 * wanted.memory_kib:
        return None
    slot = rewrapped_slot(keys.slot, keys.user, passphrase, cost=wanted, bounds=bounds)
    open_slot(slot, passphrase, bounds)  # nobody shall be locked out by a faulty memory
    return slot.encode()


def take_stronger_slot(session: Session, slot: bytes) -> None:
    """Keep what ``stronger_slot`` gave. ValueError for any other slot; raises StorageFull."""
    take_wrapping(session.vault.keys, slot)


def _is_time_to_measure(session: Session) -> bool:
    """A slow machine is not measured at each sign-in: that would cost what it is to save."""
    now = session.clock()
    with session.read() as db:
        last = opening.noted(db, _MEASURED)
    if last and timedelta(0) <= now - datetime.fromisoformat(last) < _MEASURE_EVERY:
        return False
    with session.vault.transaction() as db:
        opening.note(db, _MEASURED, now.isoformat())
    return True
