"""Commands without a window: check a programme pack, test the installation, compile the texts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TextIO

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from intake_app import __version__
from intake_app.i18n import _, ngettext
from intake_app.packs.loader import mistakes_in

VAULT_COMMANDS = ("backup", "check-vault", "restore", "rotate-keys", "salvage")
"""What ``vault_commands.py`` does; there the function is called like the command."""

LOCALES = Path(__file__).resolve().parent.parent / "locales"


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile every ``<language>/LC_MESSAGES/intake.po`` below the folder; returns the ``.mo``.

    Each file is replaced in one step, so that a program that is starting never sees half of one.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/intake.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        target = source.with_suffix(".mo")
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        os.replace(part, target)
        written.append(target)
    return written


class _Commands(click.Group):
    """The commands on a vault are loaded when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted([*super().list_commands(ctx), *VAULT_COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in VAULT_COMMANDS:
            return super().get_command(ctx, cmd_name)
        # Compiling the catalogues must neither need nor load the whole program.
        from intake_app import vault_commands

        command: click.Command = getattr(vault_commands, cmd_name.replace("-", "_"))
        return command


@click.group(cls=_Commands, help="Intake Desk: commands without a window.")
@click.version_option(__version__, prog_name="Intake Desk")
def main() -> None:
    """The group of all commands."""


@main.command("compile-catalogues", help="Compile the translations in locales/ (make catalogues).")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=LOCALES
)
def compile_catalogues_command(folder: Path) -> None:
    """Quiet when all is well."""
    if not compile_catalogues(folder):
        raise click.ClickException(_("There is no catalogue in {folder}.").format(folder=folder))


@main.command("check-pack", help="Name every mistake of a programme pack, with file and line.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_pack(folder: Path) -> None:
    """Exit code 1 if there is a mistake."""
    mistakes = mistakes_in(folder)
    for mistake in mistakes:
        click.echo(mistake)
    if mistakes:
        sentence = ngettext("{number} mistake.", "{number} mistakes.", len(mistakes))
        raise click.ClickException(sentence.format(number=len(mistakes)))
    click.echo(_("The pack {name} has no mistakes.").format(name=folder.resolve().name))


@main.command("compare-names", help="Say whether two names are one, and why: a line of JSON.")
@click.argument("names", nargs=-1)
@click.option(
    "--tsv",
    "table",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    help="A file with two names in each line, between them a tab: one line of JSON for each.",
)
def compare_names(names: tuple[str, ...], table: TextIO | None) -> None:
    """Two names, or a table."""
    # Compiling the catalogues must neither need nor load the whole program.
    from intake_app.names.command import compared, lines_of

    if (len(names) == 2) == (table is not None):
        raise click.UsageError(_("Give two names, or --tsv with a file."))
    if table is None:
        click.echo(json.dumps(compared(*names), ensure_ascii=False))
        return
    for line in lines_of(table):
        click.echo(line)


@main.command("selftest", help="Test this installation on random data; prints JSON.")
def selftest() -> None:
    """Exit code 1 if one of the checks failed."""
    # Compiling the catalogues must neither need nor load the whole program.
    from intake_app.selftest import run_checks

    report = run_checks()
    click.echo(json.dumps(report, indent=2))
    if not report["ok"]:
        raise SystemExit(1)
