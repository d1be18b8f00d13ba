"""Making a backup, knowing how old the last one is, and making a vault of one again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from intake_app import audit, settings
from intake_app.acts import Act, Role, may
from intake_app.errors import IntakeError, NotAllowed, VaultDamaged
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.values import Clock, system_clock
from intake_app.vault import backup, opening, restoring
from intake_app.vault.db import Connection
from intake_app.vault.files import replace_file
from intake_app.vault.keyslots import BOUNDS, Bounds, Login
from intake_app.vault.restoring import Examined
from intake_app.vault.vault import logins_of, looks_like_vault

__all__ = [
    "BackupFolder", "Examined", "LastBackup", "Made", "backups_in", "date_before_sign_in",
    "examine", "last_backup", "make", "on_same_disk", "restore", "restored_at", "supervisors_of",
]  # fmt: skip

DATE_FILE = "last-backup"
"""In the vault folder, for the sign-in screen: the date of the last backup and nothing else."""

RESTORED_AT = "restored_at"
"""The setting that says that this desk came out of a backup and has not heard from the hub."""

Progress = Callable[[int, int, str], object]


@dataclass(frozen=True)
class LastBackup:
    """When and where to. ``days`` are whole days until today, never negative."""

    at: datetime
    place: str
    days: int


@dataclass(frozen=True)
class Made:
    """A backup that was made and verified a moment ago. ``size`` in bytes."""

    folder: Path
    size: int
    persons: int
    cases: int


def last_backup(session: Session) -> LastBackup | None:
    """The newest backup that this vault knows of, or None."""
    with session.read() as db:
        at = opening.noted(db, "last_backup_at")
        place = opening.noted(db, "last_backup_to")
    if not at:
        return None
    moment = datetime.fromisoformat(at)
    return LastBackup(moment, place, max(0, (session.today() - moment.date()).days))


def on_same_disk(session: Session, place: Path) -> bool:
    """True if a backup there would be lost together with the vault."""
    return backup.on_same_disk(session.vault.folder, place)


def make(
    session: Session, place: Path, progress: Progress = lambda _done, _all, _words: None
) -> Made:
    """Write a backup into the folder ``place``, verify it, and note that it was made.

    ``progress`` may raise to cancel. Raises NotAllowed, StorageFull, VaultDamaged or IntakeError;
    then there is no backup, and nothing is noted.
    """
    session.require(Act.BACKUP_MADE)
    at = session.clock()
    written = backup.write(session.vault, place, session.office.code, at, progress)
    if not session.vault.read_only:
        with session.act(Act.BACKUP_MADE, written.folder.name) as change:
            opening.note(change.db, "last_backup_at", at.isoformat())
            opening.note(change.db, "last_backup_to", str(written.folder))
        with suppress(IntakeError):  # the vault has noted it; this is for the sign-in screen only
            replace_file(session.vault.folder / DATE_FILE, at.date().isoformat().encode("ascii"))
    return Made(
        written.folder,
        written.size,
        written.content.rows("person"),
        written.content.rows("case_file"),
    )


def date_before_sign_in(folder: Path) -> date | None:
    """The date of the last backup, for the sign-in screen. Not authenticated: never evidence."""
    with suppress(OSError, ValueError):
        return date.fromisoformat((folder / DATE_FILE).read_text(encoding="ascii").strip())
    return None


# ---------------------------------------------------------------------------- restoring


@dataclass(frozen=True)
class BackupFolder:
    """A backup as its folder shows it to anybody; ``made_at`` is what the folder claims."""

    folder: Path
    made_at: datetime | None


def backups_in(folder: Path) -> list[BackupFolder]:
    """The backup that this folder is, or those that lie in it, the newest first."""
    places = [folder]
    if not looks_like_vault(folder):
        with suppress(OSError):
            places = [place for place in folder.iterdir() if place.is_dir()]
    found = [
        BackupFolder(place, restoring.made_at(place)) for place in places if looks_like_vault(place)
    ]
    return sorted(
        found, key=lambda one: (one.made_at.isoformat() if one.made_at else "", one.folder.name)
    )[::-1]


def supervisors_of(folder: Path) -> list[Login]:
    """Who may restore this backup, before any passphrase. VaultDamaged if it cannot be read."""
    return [login for login in logins_of(folder) if login.role is Role.SUPERVISOR]


def examine(
    folder: Path,
    login_id: str,
    passphrase: str,
    progress: Progress = lambda _done, _all, _words: None,
    *,
    bounds: Bounds = BOUNDS,
) -> Examined:
    """Open a backup with the passphrase of one of its supervisors, and read all of it.

    Raises NotAllowed, WrongPassphrase, VaultDamaged, VaultTooNew, StorageFull. Nothing changes.
    """
    examined = restoring.examine(folder, login_id, passphrase, progress, bounds=bounds)
    if not may(examined.keys.slot.role, Act.BACKUP_RESTORED):
        raise NotAllowed(_("Only a supervisor can restore a backup."))
    return examined


def restore(
    examined: Examined,
    target: Path,
    progress: Progress = lambda _done, _all, _words: None,
    *,
    clock: Clock = system_clock,
) -> None:
    """Make a vault of a backup in ``target``, a new or empty folder.

    The restored vault says in its audit log that it was restored, and by whom. If it has been a
    desk of a hub, it seals no batch before the hub has said where it stands (``sync``). Raises
    InvalidInput, StorageFull or VaultDamaged; then there is no vault.
    """
    keys = examined.keys
    at = clock().isoformat()

    def finish(db: Connection) -> None:
        key = opening.subkeys(db, keys)("audit-mac")
        if audit.first_broken(db, key) is not None:
            raise VaultDamaged(
                _(
                    "The audit log of this backup has been altered. Do not use it; take another "
                    "one and tell headquarters."
                )
            )
        if settings.secret(db, settings.DESK_KEYS):  # else it has sent nothing to be forgotten
            settings.keep_secret(db, RESTORED_AT, at)
        audit.record(db, key, at, keys.slot.login.id, Act.BACKUP_RESTORED, examined.folder.name, "")

    restoring.restore(examined, target, progress, finish, clock)


def restored_at(session: Session) -> datetime | None:
    """When this vault was restored, while it waits for the hub's answer; None otherwise."""
    with session.read() as db:
        at = settings.secret(db, RESTORED_AT)
    return datetime.fromisoformat(at) if at else None
