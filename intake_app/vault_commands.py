"""Commands on a vault without a window. A passphrase never stands in the command line, where every
program of the computer could read it: it is typed, or read from a file or a pipe.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from intake_app.backups import service as backups
from intake_app.custody import service as custody
from intake_app.errors import IntakeError, VaultAlarm
from intake_app.formats import format_number
from intake_app.i18n import _, language, ngettext
from intake_app.integrity import service as integrity
from intake_app.integrity.check import full_check
from intake_app.integrity.model import Report, sentence
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.users import service as users
from intake_app.values import system_clock
from intake_app.vault import opening, standing
from intake_app.vault.anchor import anchor_key, fingerprint, page_macs
from intake_app.vault.beside import Beside
from intake_app.vault.db import Access, Connection, check_data_file, has_log
from intake_app.vault.keyfile import OpenedKeys, open_keys
from intake_app.vault.keyslots import BOUNDS, Bounds
from intake_app.vault.lock import VaultLock
from intake_app.vault.migrations import refuse_newer, steps
from intake_app.vault.vault import logins_of

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_MOST_LETTERS = 4096


class Opener(NamedTuple):
    """Who opens the vault: the id of the login, and the passphrase. ``bounds`` are for tests."""

    login_id: str
    passphrase: str
    bounds: Bounds


@contextmanager
def errors_in_words() -> Iterator[None]:
    """End with the sentence of what went wrong, and code 1. Anything else is a bug."""
    try:
        yield
    except IntakeError as error:
        raise click.ClickException(error.sentence) from error


def passphrase_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command with an argument ``folder`` (a vault) the options to open it.

    The command gets ``opener``. ``--login`` may be left out where there is only one login.
    """

    @click.option("--login", "label", help="The sign-in name. Needed if there are several.")
    @click.option(
        "--passphrase-file",
        type=click.File("r", encoding="utf-8"),
        help="Read the passphrase from the first line of this file; - is the standard input.",
    )
    @functools.wraps(command)
    def with_opener(label: str | None, passphrase_file: Any, folder: Path, **rest: Any) -> Any:
        with errors_in_words():
            login_id = _login_of(folder, label)
            passphrase = _passphrase(passphrase_file)
            bounds = click.get_current_context().obj or BOUNDS
            opener = Opener(login_id, passphrase, bounds)
            return command(folder=folder, opener=opener, **rest)

    return with_opener


def _login_of(folder: Path, label: str | None) -> str:
    logins = logins_of(folder)
    found = [login for login in logins if label is None or login.label == label]
    if len(found) == 1:
        return found[0].id
    raise click.UsageError(
        _("Say who opens the vault: --login and one of {labels}.").format(
            labels=", ".join(login.label for login in logins)
        )
    )


def _passphrase(file: Any) -> str:
    if file is None:
        return str(click.prompt(_("Passphrase"), hide_input=True))
    return str(file.readline(_MOST_LETTERS)).rstrip("\r\n")


# ---------------------------------------------------------------------------- backup and restore


@click.command(help="Write a verified backup of the vault FOLDER into the folder TARGET.")
@click.argument("folder", type=FOLDER)
@click.argument("target", type=FOLDER)
@passphrase_options
def backup(folder: Path, target: Path, opener: Opener) -> None:
    """Exit code 1 if there is no backup; then nothing that looks like one is left."""
    packs = load_packs(packs_folder())
    session = users.sign_in(folder, opener.login_id, opener.passphrase, packs, bounds=opener.bounds)
    try:
        made = backups.make(session, target)
    finally:
        users.lock(session)
    click.echo(
        _(
            "The backup was written and verified: {folder} ({persons} persons, {cases} cases)."
        ).format(folder=made.folder, persons=made.persons, cases=made.cases)
    )


@click.command(help="Make a vault of the backup FOLDER in TARGET, a new or empty folder.")
@click.argument("folder", type=FOLDER)
@click.argument("target", type=click.Path(path_type=Path))
@passphrase_options
def restore(folder: Path, target: Path, opener: Opener) -> None:
    """Exit code 1 if nothing was restored. An existing vault is never replaced."""
    found = backups.examine(folder, opener.login_id, opener.passphrase, bounds=opener.bounds)
    backups.restore(found, target)
    click.echo(
        _("The vault was restored: {folder}. What was saved after the backup is not in it.").format(
            folder=target
        )
    )


# ---------------------------------------------------------------------------- keys


@click.command(help="Move the vault FOLDER under new keys; everybody else keeps their passphrase.")
@click.argument("folder", type=FOLDER)
@click.option("--remove", "gone", metavar="LABEL", help="Take this sign-in name away with it.")
@passphrase_options
def rotate_keys(folder: Path, opener: Opener, gone: str | None) -> None:
    """Exit code 1 if anything went wrong; then the vault has the keys it had."""
    gone_id = None if gone is None else _colleague(folder, gone)
    session = users.sign_in(folder, opener.login_id, opener.passphrase, {}, bounds=opener.bounds)
    try:
        if gone_id is None:
            custody.rotate_keys(session, opener.passphrase, _say_step)
        else:
            custody.remove_user(session, gone_id, opener.passphrase, _say_step)
    finally:
        users.lock(session)
    click.echo(_("The vault has new keys. Make a new backup now."))


def _colleague(folder: Path, label: str) -> str:
    for login in logins_of(folder):
        if login.label == label:
            return login.id
    raise click.UsageError(
        _("Nobody in this vault has the sign-in name {label}.").format(label=label)
    )


def _say_step(done: int, total: int, words: str) -> None:
    """For whoever watches: one line that counts."""
    click.echo(f"\r{100 * done // total:3} % {words:<40}", err=True, nl=done == total)


# ---------------------------------------------------------------------------- is it whole


@click.command("check-vault", help="Check a vault that nobody has open; changes nothing in it.")
@click.argument("folder", type=FOLDER)
@passphrase_options
def check_vault(folder: Path, opener: Opener) -> None:
    """Exit code 1 if something is wrong."""
    lock = VaultLock(folder, system_clock)
    try:
        keys = open_keys(folder, opener.login_id, opener.passphrase, opener.bounds)
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

    try:
        if has_log(path):
            click.echo(_("The vault was not closed well: saves wait in its log."))
        with reader() as db:
            refuse_newer(db, steps())
            alarm, subkey = _alarm(db, folder, keys), opening.subkeys(db, keys)
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


@click.command(help="Read what can be read of the damaged vault FOLDER into TARGET, a new folder.")
@click.argument("folder", type=FOLDER)
@click.argument("target", type=click.Path(path_type=Path))
@passphrase_options
def salvage(folder: Path, target: Path, opener: Opener) -> None:
    """The damaged vault is only read."""
    session, found = integrity.salvage(
        folder, target, opener.login_id, opener.passphrase, {}, bounds=opener.bounds
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
    click.echo(_("The new vault is in {folder}. Keep the damaged one.").format(folder=target))
