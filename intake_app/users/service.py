"""Founding an office, signing in and out, and adding colleagues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from intake_app import audit, settings
from intake_app.acts import Act, Role
from intake_app.errors import InvalidInput, VaultAlarm, WrongPassphrase
from intake_app.i18n import _
from intake_app.packs.model import Pack
from intake_app.packs.overlay import OfficePacks
from intake_app.programmes.service import packs_of_desk
from intake_app.session import Session
from intake_app.settings import OfficeSettings
from intake_app.users import store
from intake_app.users.attempts import (
    Attempts,
    failed_attempts,
    forget_failures,
    note_failure,
)
from intake_app.users.model import LogQuestion, NewOffice, NewUser, StaffMember
from intake_app.values import Clock, clean_text, system_clock
from intake_app.vault import keyfile, letterbox
from intake_app.vault.approach import Approach
from intake_app.vault.disks import OpenDisks, open_disks
from intake_app.vault.keyslots import BOUNDS, Bounds, KdfCost, Secret, UserKeys
from intake_app.vault.passphrase import passphrase_bytes
from intake_app.vault.vault import Vault, approach_of, logins_of, looks_like_vault

__all__ = [
    "Approach", "Attempts", "OpenDisks", "UserKeys", "add_user", "approach_of", "audit_lines",
    "change_office", "change_passphrase", "check_audit", "failed_attempts", "found_office",
    "keys_of", "lock", "logins_of", "looks_like_vault", "names_of_staff", "open_disks", "sign_in",
    "staff",
]  # fmt: skip


def found_office(
    folder: Path,
    office: NewOffice,
    supervisor: NewUser,
    packs: Mapping[str, Pack],
    *,
    cost: KdfCost | None = None,
    bounds: Bounds = BOUNDS,
    clock: Clock = system_clock,
) -> Session:
    """Make a new vault with its first user, a supervisor, and sign them in.

    Raises InvalidInput for bad fields, StorageFull or VaultDamaged if the folder cannot be used.
    """
    office.check()
    supervisor.check()
    if supervisor.role is not Role.SUPERVISOR:
        raise InvalidInput({"role": _("The first user of an office is a supervisor.")})
    vault = Vault.create(
        folder,
        clean_text(supervisor.label),
        Role.SUPERVISOR,
        supervisor.passphrase,
        cost=cost,
        bounds=bounds,
        clock=clock,
    )
    chosen = OfficeSettings(
        code=office.code,
        name=clean_text(office.name),
        country=office.country,
        address=clean_text(office.address),
        default_pack=office.default_pack,
        document_language=office.document_language,
    )
    full_name = clean_text(supervisor.full_name)
    session = Session(vault, vault.keys.login, full_name, chosen, OfficePacks(packs), clock)
    with session.act(Act.USER_ADDED, vault.keys.login.id) as change:
        settings.save_office(change.db, chosen)
        store.put(change.db, vault.keys.login.id, full_name, change.at)
    _keep_letter_box(session)
    return session


def sign_in(
    folder: Path,
    login_id: str,
    secret: Secret,
    packs: Mapping[str, Pack],
    *,
    bounds: Bounds = BOUNDS,
    clock: Clock = system_clock,
    going_on: VaultAlarm | None = None,
    approach: Approach | None = None,
) -> Session:
    """Open the vault as one of its users, with the passphrase or with ``keys_of``.
    ``approach`` is from ``approach_of``, and is taken over whatever happens.

    Raises WrongPassphrase and the Vault… errors. What was tried in vain before is put on record.
    ``going_on`` is the alarm that a supervisor has decided to go on with
    (``integrity.service.go_on``); that is written in the audit log before anything else.
    """
    with _counting(folder, clock):
        vault = Vault.unlock(
            folder, login_id, secret, bounds=bounds, clock=clock, going_on=going_on,
            approach=approach,
        )  # fmt: skip
    try:
        with vault.read() as db:
            office = settings.load_office(db)
            full_name = store.names(db).get(login_id, vault.keys.login.label)
            ours = packs_of_desk(packs, db, vault.keys.is_signed_by)
        session = Session(vault, vault.keys.login, full_name, office, ours, clock)
        if going_on is not None:
            with session.act(Act.VAULT_GONE_ON, str(going_on.count or going_on.kind.value)):
                pass
        before = failed_attempts(folder)
        if before.count and not vault.read_only:
            with session.act(Act.SIGN_IN_FAILED, before.in_audit()):
                pass
        with session.act(Act.SIGNED_IN, login_id):
            pass
        _keep_letter_box(session)
    except BaseException:
        vault.close()
        raise
    forget_failures(folder)
    return session


def _keep_letter_box(session: Session) -> None:
    """Whoever holds the role keys sees to it that reception seals letters to the right keys."""
    keys = session.vault.keys
    if session.vault.read_only or not session.may(Act.LETTER_BOX_SET):
        return
    with session.read() as db:
        right = letterbox.is_right(db, keys)
    if not right:
        with session.act(Act.LETTER_BOX_SET, "office") as change:
            letterbox.publish(change.db, keys.seals, keys.sign, session.user.id)


def keys_of(
    folder: Path,
    login_id: str,
    passphrase: str,
    *,
    bounds: Bounds = BOUNDS,
    clock: Clock = system_clock,
) -> UserKeys:
    """A user's own keys, without opening the vault: for another process, which will ``sign_in``.

    Raises WrongPassphrase, NotFound, VaultDamaged, VaultTooNew.
    """
    with _counting(folder, clock):
        return keyfile.open_keys(folder, login_id, passphrase, bounds).user


@contextmanager
def _counting(folder: Path, clock: Clock) -> Iterator[None]:
    try:
        yield
    except WrongPassphrase:
        note_failure(folder, clock)
        raise


def lock(session: Session) -> None:
    """Write the act and close the vault. The session is of no use afterwards."""
    try:
        with session.act(Act.LOCKED, session.user.id):
            pass
    finally:
        session.vault.close()


def add_user(session: Session, new: NewUser, *, cost: KdfCost | None = None) -> StaffMember:
    """Give a colleague a login. Only a supervisor can: the keys must be in hand."""
    session.require(Act.USER_ADDED)
    new.check({login.label for login in session.vault.keys.logins()})
    full_name = clean_text(new.full_name)
    # The key file is written first: it is not part of the transaction and cannot be rolled back.
    login = session.vault.keys.add_login(clean_text(new.label), new.role, new.passphrase, cost=cost)
    with session.act(Act.USER_ADDED, login.id) as change:
        store.put(change.db, login.id, full_name, change.at)
    return StaffMember(login.id, login.label, login.role, full_name)


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Change the signed-in user's own passphrase. Raises WrongPassphrase or InvalidInput."""
    session.require(Act.PASSPHRASE_CHANGED)
    if passphrase_bytes(old) == passphrase_bytes(new):
        raise InvalidInput({"passphrase": _("This is the passphrase you have. Take a new one.")})
    NewUser(session.user.label, session.full_name, session.role, new).check()
    session.vault.keys.change_passphrase(old, new)
    with session.act(Act.PASSPHRASE_CHANGED, session.user.id):
        pass


def staff(session: Session) -> list[StaffMember]:
    """Everybody who has a login, by label."""
    with session.read() as db:
        names = store.names(db)
    members = (
        StaffMember(login.id, login.label, login.role, names.get(login.id, login.label))
        for login in session.vault.keys.logins()
    )
    return sorted(members, key=lambda member: member.label.casefold())


def names_of_staff(session: Session) -> dict[str, str]:
    """Full names by login id, for showing who did what."""
    with session.read() as db:
        return store.names(db)


def change_office(session: Session, office: OfficeSettings) -> Session:
    """Save the office's settings and return a session that uses them."""
    with session.act(Act.SETTINGS_CHANGED, "office") as change:
        settings.save_office(change.db, office)
    return replace(session, office=office)


@dataclass(frozen=True)
class AuditLine:
    """One line of the audit log with the name of who acted. ``at`` is UTC, ISO-8601."""

    seq: int
    at: str
    who: str
    act: str
    record: str


LINES_AT_ONCE = 500


def audit_lines(
    session: Session, question: LogQuestion | None = None, *, before: int | None = None
) -> list[AuditLine]:
    """The newest 500 lines, newest first; ``before`` pages on to older ones.

    Opening the log (without a question or ``before``) is itself an act in the log.
    """
    session.require(Act.AUDIT_READ)
    if question is None and before is None:
        with session.act(Act.AUDIT_READ, "all"):
            pass
    wanted = question or LogQuestion()
    with session.read() as db:
        names = store.names(db)
        return [
            AuditLine(line.seq, line.at, names.get(line.user, line.user), line.act, line.record)
            for line in audit.lines(
                db,
                limit=LINES_AT_ONCE,
                record_id=wanted.record,
                user=wanted.user,
                act=wanted.act,
                since=wanted.since,
                before=before,
            )
        ]


def check_audit(session: Session) -> int | None:
    """The number of the first line that was tampered with, or None if the chain is whole."""
    session.require(Act.AUDIT_READ)
    with session.read() as db:
        return audit.first_broken(db, session.vault.keys.subkey("audit-mac"))
