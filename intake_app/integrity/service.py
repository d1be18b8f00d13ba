"""Is the vault whole? Checking it, remembering what was found, going on after an alarm."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from intake_app import audit
from intake_app.acts import Act, may
from intake_app.errors import NotAllowed, VaultAlarm
from intake_app.i18n import _
from intake_app.integrity.check import Step, full_check
from intake_app.integrity.model import Fault, Finding, Report
from intake_app.integrity.records import KINDS
from intake_app.packs.model import Pack
from intake_app.session import Change, Session
from intake_app.users import service as users
from intake_app.values import Clock, system_clock
from intake_app.vault.db import Connection
from intake_app.vault.files import make_empty_folder
from intake_app.vault.keyfile import open_keys
from intake_app.vault.keyslots import BOUNDS, Bounds
from intake_app.vault.lock import VaultLock
from intake_app.vault.migrations import steps
from intake_app.vault.salvage import Salvaged
from intake_app.vault.salvage import salvage as read_what_can_be_read
from intake_app.vault.vault import empty_again

__all__ = [
    "Report",
    "Salvaged",
    "check",
    "go_on",
    "is_due",
    "keep",
    "last_report",
    "prepare",
    "salvage",
]

_CHECKED_AT, _FOUND = "checked_at", "check_found"


def is_due(session: Session) -> bool:
    """True if the full check has not run today, or the program did not end well."""
    return session.vault.check_is_due


def prepare(session: Session) -> None:
    """Bring everything into the data file, where the check looks; on the vault's thread."""
    session.vault.checkpoint()


def check(session: Session, step: Step, stopped: Callable[[], bool] = lambda: False) -> Report:
    """Check everything, beside the work: this alone may run on another thread than the vault's.

    ``step(done, all, words)`` may raise to stop; ``stopped`` is asked within long steps. Raises
    VaultClosed if the vault is closed meanwhile.
    """
    reader: Callable[[], AbstractContextManager[Connection]] = partial(
        session.vault.beside.reader, stopped
    )
    return full_check(reader, session.vault.keys.subkey, session.now(), step)


def keep(session: Session, report: Report) -> None:
    """Write down what a check found, in the audit log too.

    Records from before the log bound them one by one are bound now, as they are.
    """
    with session.act(Act.VAULT_CHECKED, session.vault.vault_id) as change:
        notes = {_CHECKED_AT: report.at, _FOUND: _as_text(report)}
        if report.unbound and report.is_whole:
            for kind, id_ in report.unbound:
                _bind_as_it_is(change, kind, id_)
            notes["records_bound"] = report.at
        session.vault.note_in(change.db, notes)
    session.vault.check_is_due = False


def _bind_as_it_is(change: Change, kind: str, id_: str) -> None:
    body = KINDS[kind](change.db, id_)
    if body is None:
        change.erased(kind, id_)
    else:
        change.bind(kind, id_, getattr(body, "revision", 1), body)


def last_report(session: Session) -> Report | None:
    """What the newest check found; None if there was none yet."""
    text = session.vault.notes().get(_FOUND)
    return _from_text(text) if text else None


def _as_text(report: Report) -> str:
    found = [
        [f.fault.value, f.count, [list(record) for record in f.records]] for f in report.findings
    ]
    return json.dumps([report.at, report.pages, report.lines, report.records, found])


def _from_text(text: str) -> Report:
    at, pages, lines, records, found = json.loads(text)
    findings = tuple(
        Finding(Fault(fault), count, tuple((kind, id_) for kind, id_ in named))
        for fault, count, named in found
    )
    return Report(at, pages, lines, records, findings)


def go_on(
    folder: Path,
    login_id: str,
    passphrase: str,
    packs: Mapping[str, Pack],
    alarm: VaultAlarm,
    *,
    bounds: Bounds = BOUNDS,
) -> Session:
    """A supervisor signs in to a vault that is not as it was left, and answers for it.

    All files are kept aside in ``backups`` first; the decision with the number of missing saves
    is the next line of the audit log, and renews the anchor. Raises what ``sign_in`` raises;
    NotAllowed for anybody else; VaultAlarm if the vault is not as ``alarm`` said any more.
    """
    return users.sign_in(folder, login_id, passphrase, packs, bounds=bounds, going_on=alarm)


def salvage(
    folder: Path,
    target: Path,
    login_id: str,
    passphrase: str,
    packs: Mapping[str, Pack],
    step: Step = lambda _done, _all, _words: None,
    *,
    bounds: Bounds = BOUNDS,
    clock: Clock = system_clock,
) -> tuple[Session, Salvaged]:
    """Read what can be read of a damaged vault into a new one, and sign in there.

    ``target`` is a new or an empty folder; the damaged vault is only read. The first act in the new
    audit log says that it was salvaged, and binds every record as it is now. ``step`` may raise to
    stop: then ``target`` is as it was. Raises NotAllowed for anybody but a supervisor, InvalidInput
    (folder), WrongPassphrase, DataDamaged if nothing can be read, StorageFull.
    """
    lock = VaultLock(folder, clock)
    try:
        keys = open_keys(folder, login_id, passphrase, bounds)
        if not may(keys.slot.login.role, Act.VAULT_SALVAGED):
            raise NotAllowed(_("Only a supervisor may decide this."))
        made = make_empty_folder(target)
        try:
            found = read_what_can_be_read(folder, target, keys, steps(), clock, step)
            session = users.sign_in(target, login_id, passphrase, packs, bounds=bounds, clock=clock)
        except BaseException:
            empty_again(target, made)
            raise
    finally:
        lock.release()
    _bind_what_is_left(session)
    return session, found


def _bind_what_is_left(session: Session) -> None:
    report = check(session, lambda *_step: None)
    with session.act(Act.VAULT_SALVAGED, session.vault.vault_id) as change:
        for kind, id_ in (*report.wrong, *report.unbound):
            _bind_as_it_is(change, kind, id_)
        notes = {"whole_from": str(audit.head(change.db)[0] + 1), "records_bound": report.at}
        session.vault.note_in(change.db, notes)
