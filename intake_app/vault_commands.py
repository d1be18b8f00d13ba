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
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.users import service as users
from intake_app.vault.keyslots import BOUNDS, Bounds
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
