"""Commands for the care of a vault: check it, salvage it. The passphrase is never an argument."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from intake_app.errors import IntakeError, NotFound, VaultAlarm
from intake_app.formats import format_number
from intake_app.i18n import _, language, ngettext
from intake_app.integrity import service as integrity
from intake_app.integrity.check import full_check
from intake_app.integrity.model import Report, sentence
from intake_app.values import folded, system_clock
from intake_app.vault import opening, standing
from intake_app.vault.anchor import anchor_key, fingerprint, page_macs
from intake_app.vault.beside import Beside
from intake_app.vault.db import Access, Connection, check_data_file, has_log
from intake_app.vault.derivation import hkdf
from intake_app.vault.keyfile import OpenedKeys, open_keys
from intake_app.vault.keyslots import BOUNDS, Bounds
from intake_app.vault.lock import VaultLock
from intake_app.vault.migrations import refuse_newer, steps
from intake_app.vault.vault import logins_of

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
LOGIN = click.option("--login", required=True, metavar="LABEL", help="The sign-in name.")
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.File("r", encoding="utf-8"),
    metavar="FILE",
    help="Read the passphrase from the first line of a file; - for standard input.",
)
_MOST_PASSPHRASE = 4096


def login_id_of(folder: Path, label: str) -> str:
    """The login with this sign-in name. Raises NotFound, VaultDamaged or VaultTooNew."""
    for login in logins_of(folder):
        if folded(login.label) == folded(label):
            return login.id
    raise NotFound(_("There is no sign-in name {label} in this vault.").format(label=label))


def read_passphrase(file: IO[str] | None) -> str:
    """From the file's first line, else asked for without showing it."""
    if file is None:
        return str(click.prompt(_("Passphrase"), hide_input=True, err=True))
    return file.readline(_MOST_PASSPHRASE).rstrip("\r\n")


@contextmanager
def errors_in_words() -> Iterator[None]:
    """An ``IntakeError`` ends the command with its sentence and exit code 1."""
    try:
        yield
    except IntakeError as error:
        raise click.ClickException(error.sentence) from error


@click.command("check-vault", help="Check a vault that nobody has open; changes nothing in it.")
@FOLDER
@LOGIN
@PASSPHRASE_FILE
@click.pass_obj
def check_vault(
    bounds: Bounds | None, folder: Path, login: str, passphrase_file: IO[str] | None
) -> None:
    """Exit code 1 if something is wrong."""
    with errors_in_words():
        login_id = login_id_of(folder, login)
        passphrase = read_passphrase(passphrase_file)
        lock = VaultLock(folder, system_clock)
        try:
            keys = open_keys(folder, login_id, passphrase, bounds or BOUNDS)
            click.echo(_("The key file is whole."))
            report, alarm = _looked_at(folder, keys)
        finally:
            lock.release()
    _say(report, alarm)
    if alarm is not None or not report.is_whole:
        raise SystemExit(1)


def _looked_at(folder: Path, keys: OpenedKeys) -> tuple[Report, VaultAlarm | None]:
    """The full check, and what the anchor says. Only reads."""
    generation = keys.file.generation
    path = opening.data_file(folder, generation)
    check_data_file(path)
    index = path.with_name(path.name + "-shm")
    had_index = index.exists()
    reader = Beside(path, keys, Access.LOOK).reader

    def subkey(label: str) -> bytes:
        return hkdf(keys.vault.data_key, label.encode())

    try:
        if has_log(path):
            click.echo(_("The vault was not closed well: saves wait in its log."))
        with reader() as db:
            refuse_newer(db, steps())
            alarm = _alarm(db, folder, keys)
        return full_check(reader, subkey, system_clock().isoformat(), lambda *_step: None), alarm
    finally:
        if not had_index:  # SQLite makes it to read a log, and leaves it
            index.unlink(missing_ok=True)


def _alarm(db: Connection, folder: Path, keys: OpenedKeys) -> VaultAlarm | None:
    path = opening.data_file(folder, keys.file.generation)
    key = anchor_key(keys.vault.data_key)
    pages = fingerprint(key, page_macs(path))
    try:
        standing.compare(db, folder, key, keys.file.generation, pages)
    except VaultAlarm as alarm:
        return alarm
    return None


def _say(report: Report, alarm: VaultAlarm | None) -> None:
    """What was checked, then the verdict."""
    counted = {
        name: format_number(count, language())
        for name, count in (
            ("pages", report.pages), ("lines", report.lines), ("records", report.records),
        )
    }  # fmt: skip
    click.echo(
        _("Checked: {pages} pages, {lines} lines of the audit log, {records} records.").format(
            **counted
        )
    )
    for finding in report.findings:
        click.echo(sentence(finding))
        for kind, id_ in finding.records:
            click.echo(f"  {kind} {id_}")
    if alarm is not None:
        click.echo(alarm.sentence)
    elif report.is_whole:
        click.echo(_("The vault is whole."))


@click.command("salvage", help="Read what can be read of a damaged vault into a new folder.")
@FOLDER
@click.argument("new_folder", type=click.Path(path_type=Path))
@LOGIN
@PASSPHRASE_FILE
@click.pass_obj
def salvage(
    bounds: Bounds | None,
    folder: Path,
    new_folder: Path,
    login: str,
    passphrase_file: IO[str] | None,
) -> None:
    """The damaged vault is only read."""
    with errors_in_words():
        session, found = integrity.salvage(
            folder,
            new_folder,
            login_id_of(folder, login),
            read_passphrase(passphrase_file),
            {},
            bounds=bounds or BOUNDS,
        )
        session.vault.close()
    click.echo(_("Rows that could be read: {count}.").format(count=found.rows))
    for table, lost in found.lost.items():
        click.echo(
            _("{table}: nobody can tell how many rows are lost.").format(table=table)
            if lost is None
            else ngettext(
                "{table}: {count} row is lost.", "{table}: {count} rows are lost.", lost
            ).format(table=table, count=lost)
        )
    if found.set_aside:
        click.echo(
            ngettext(
                "{count} row belongs to lost ones and was set aside.",
                "{count} rows belong to lost ones and were set aside.",
                found.set_aside,
            ).format(count=found.set_aside)
        )
    click.echo(_("The new vault is in {folder}. Keep the damaged one.").format(folder=new_folder))
