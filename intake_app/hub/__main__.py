"""``python -m intake_app.hub``: make keys, enrol desks, take batches, show each desk's standing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from intake_app.errors import IntakeError
from intake_app.hub import database, decisions, keys
from intake_app.hub.ingest import Verdict, ingest_folder
from intake_app.hub.receipts import write_receipt
from intake_app.hub.status import DeskStatus, desk_statuses
from intake_app.sync.cards import DeskCard, fingerprint, key_digits, parse_desk_card
from intake_app.values import system_clock

REFUSED = 3
"""Exit code when at least one file was refused or postponed."""

_folder = click.Path(file_okay=False, path_type=Path)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_dsn = click.option("--dsn", envvar="INTAKE_HUB_DSN", required=True, help="PostgreSQL to use.")
_keys = click.option(
    "--keys", "keys_folder", envvar="INTAKE_HUB_KEYS", type=_folder, default=Path("hub-keys"),
    show_default=True, help="Folder made by init.",
)  # fmt: skip
_passphrase = click.option(
    "--passphrase-file", type=_file, help="File whose first line locks the live secret."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of sentences.")


class _Sentences(click.Group):
    """Turns an IntakeError of any command into its sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except IntakeError as error:
            raise click.ClickException(error.sentence) from error


@click.group(cls=_Sentences)
def main() -> None:
    """The hub of the case-intake desks."""


@main.command()
@click.argument("folder", type=_folder)
@click.option("--name", default="Hub", show_default=True, help="Name that desks will see.")
@_passphrase
def init(folder: Path, name: str, passphrase_file: Path | None) -> None:
    """Make the hub's keys in FOLDER."""
    words = _first_line(passphrase_file)
    made = keys.make_keys(folder, name, system_clock(), words)
    click.echo(f"Hub card:     {folder / keys.CARD}   (give it to every desk)")
    click.echo(f"Live secret:  {made.live}   (stays on this machine)")
    click.echo(f"Spare secret: {made.spare}")
    click.echo("Move the spare secret to a stick now, keep that in a safe, and delete it here.")
    click.echo("With it alone every batch can still be read if this machine is lost.")
    click.echo(f"Fingerprint to read out to the desks: {fingerprint(made.card)}")


@main.command()
@click.argument("card_file", type=_file)
@click.option("--yes", is_flag=True, help="The fingerprint was compared by voice already.")
@_dsn
def enrol(card_file: Path, yes: bool, dsn: str) -> None:
    """Take the batches of the desk whose CARD_FILE this is."""
    card = _card(card_file)
    click.echo(f"Office {card.office}, desk {card.name}")
    click.echo(f"Fingerprint: {fingerprint(card)}")
    if not yes:
        click.confirm("Does the desk read out the same numbers on the telephone?", abort=True)
    with database.connected(dsn) as db:
        added = database.enrol(db, card, system_clock())
    click.echo("Enrolled." if added else "This desk was enrolled already.")


@main.command()
@click.argument("card_file", type=_file)
@_dsn
def retire(card_file: Path, dsn: str) -> None:
    """Refuse everything from the desk of CARD_FILE from now on (a lost or stolen laptop)."""
    card = _card(card_file)
    with database.connected(dsn) as db:
        done = database.retire(db, card.ed25519, system_clock())
    click.echo("Retired." if done else "This desk is not enrolled.")


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--receipts", "receipts_folder", type=_folder, help="Default: FOLDER/receipts.")
@_dsn
@_keys
@_passphrase
@_json
@click.pass_context
def ingest(
    ctx: click.Context,
    folder: Path,
    receipts_folder: Path | None,
    dsn: str,
    keys_folder: Path,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """Take every batch in FOLDER. Exit code 3 if a file was refused."""
    secret = keys.load_keys(keys_folder, _first_line(passphrase_file))
    answers = receipts_folder or folder / "receipts"
    with database.connected(dsn) as db:
        run = ingest_folder(folder, db, secret, answers, system_clock)
    if as_json:
        facts = [_facts(verdict) for verdict in run.verdicts]
        click.echo(json.dumps({"files": facts, "receipts": [str(p) for p in run.receipts]}))
    else:
        for verdict in run.verdicts:
            click.echo(_line(verdict))
        for path in run.receipts:
            click.echo(f"receipt  {path}")
        if not run.verdicts:
            click.echo("No batch files here.")
    ctx.exit(REFUSED if any(verdict.is_refused for verdict in run.verdicts) else 0)


@main.command()
@click.argument("card_file", type=_file)
@click.argument("folder", type=_folder)
@_dsn
@_keys
@_passphrase
def answer(
    card_file: Path, folder: Path, dsn: str, keys_folder: Path, passphrase_file: Path | None
) -> None:
    """Write a new receipt into FOLDER for the desk of CARD_FILE, which has sent nothing now.

    A desk that was restored from a backup needs it before it seals again. Take in every stick that
    is still on its way first.
    """
    card = _card(card_file)
    secret = keys.load_keys(keys_folder, _first_line(passphrase_file))
    with database.connected(dsn) as db:
        enrolled = database.known_desks(db).get(card.ed25519)
        if enrolled is None:
            raise click.ClickException("This desk is not enrolled.")
        path = write_receipt(db, secret, enrolled, [], folder, system_clock())
    click.echo(f"receipt  {path}")


@main.command("accept-keys")
@click.argument("card_file", type=_file)
@click.option("--yes", is_flag=True, help="The digits were compared by voice already.")
@_dsn
def accept_keys(card_file: Path, yes: bool, dsn: str) -> None:
    """Let the new signature keys of the desk of CARD_FILE count, one by one.

    A colleague who forgot the passphrase has a new key; what they decided since is set aside until
    then. Office, My passphrase shows them the digits to read out.
    """
    desk = _card(card_file).ed25519
    with database.connected(dsn) as db:
        waiting = decisions.waiting_keys(db, desk)
        for login, key in waiting:
            click.echo(f"Login {login}: {key_digits(bytes.fromhex(key))}")
            if yes or click.confirm("Does this colleague read out the same digits?"):
                decisions.accept(db, desk, login, key)
                click.echo("Accepted. What was set aside comes again with the next batch.")
    if not waiting:
        click.echo("No new key waits.")


@main.command()
@_dsn
@_json
def status(dsn: str, as_json: bool) -> None:
    """Where each desk stands."""
    with database.connected(dsn, alone=False) as db:
        desks = desk_statuses(db)
    if as_json:
        click.echo(json.dumps([desk.facts() for desk in desks]))
        return
    for desk in desks:
        click.echo(_status_line(desk))
    if not desks:
        click.echo("No desk is enrolled.")


def _card(path: Path) -> DeskCard:
    return parse_desk_card(path.read_bytes())


def _first_line(path: Path | None) -> str | None:
    if path is None:
        return None
    return path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")


def _facts(verdict: Verdict) -> dict[str, Any]:
    sender = verdict.sender
    return {
        "file": verdict.file,
        "state": verdict.state,
        "code": verdict.code,
        "sha256": verdict.sha256,
        "office": sender.office if sender else "",
        "desk": sender.name if sender else "",
        "batch": verdict.batch,
        "seq": verdict.seq,
        "taken": verdict.loaded.taken,
        "unchanged": verdict.loaded.unchanged,
        "set_aside": verdict.loaded.set_aside,
        "taken_over": verdict.loaded.taken_over,
        "attachments": verdict.loaded.attachments,
        "missing": list(verdict.missing),
        "is_log_cut": verdict.is_log_cut,
    }


def _line(verdict: Verdict) -> str:
    name = "".join(c if c.isprintable() else "?" for c in verdict.file)  # from a foreign stick
    if verdict.is_refused:
        return f"{verdict.state:9} {name}  {verdict.code}"
    assert verdict.sender is not None
    done = verdict.loaded
    line = f"{verdict.state:9} {name}  {verdict.sender.office} no. {verdict.seq}"
    if verdict.state != "duplicate":
        line += f": {done.taken} records taken, {done.unchanged} known"
        line += f", {done.attachments} documents"
    if done.set_aside:
        line += f", {done.set_aside} set aside"
    if done.taken_over:
        line += f", {done.taken_over} taken over from another desk"
    if verdict.missing:
        line += f"; missing: {_numbers(verdict.missing)}"
    if verdict.is_log_cut:
        line += "; ALARM: lines of the desk's audit log are gone since an earlier batch"
    return line


def _status_line(desk: DeskStatus) -> str:
    line = f"{desk.office}  {desk.name}: received up to no. {desk.received}"
    if desk.last_received_at:
        line += f", last on {desk.last_received_at}"
    if desk.missing:
        line += f"; missing: {_numbers(desk.missing)}"
    if desk.set_aside or desk.refused:
        line += f"; {desk.set_aside} records set aside, {desk.refused} files refused"
    if desk.log_cut:
        line += f"; ALARM: the audit log lost lines before batch {_numbers(desk.log_cut)}"
    return line + ("; retired" if desk.is_retired else "")


def _numbers(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    return f"{shown} and {len(numbers) - 10} more" if len(numbers) > 10 else shown


if __name__ == "__main__":
    main()
