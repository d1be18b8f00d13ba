"""A folder of TOML and CSV becomes a pack; every mistake is named with its file and line.

The format is described in ``resources/packs/README.md``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from intake_app import program_folder
from intake_app.errors import PackBroken
from intake_app.i18n import _, ngettext
from intake_app.packs.model import Office, Pack, Partner
from intake_app.packs.parts import (
    CEILINGS,
    OFFICES,
    PARTNERS,
    Known,
    activity,
    arrival_items,
    check_on_arrival,
    deadline,
    eligibility,
    follow_up,
    office,
    package,
    partner,
    phase,
    required_document,
    sector,
    source,
    unique,
    with_ceilings,
)
from intake_app.packs.reading import Mistakes, read_csv, read_toml
from intake_app.packs.rule_parts import (
    check_not_with,
    grants,
    indicator,
    instalments,
    leads,
    limit,
    module,
    question,
    some,
)
from intake_app.packs.table import Table
from intake_app.values import MINOR_UNITS

PACK_TOML = "pack.toml"
FORMAT = 1
_KNOWN_FILES = {PACK_TOML, "ceilings.csv", "offices.csv", "partners.csv", "README.md", "forms"}


def packs_folder() -> Path:
    """Where the program's own packs are, also in the frozen program."""
    return program_folder() / "resources" / "packs"


def load_packs(folder: Path) -> dict[str, Pack]:
    """Every pack of a folder by its id. Raises PackBroken with the mistakes of all of them."""
    packs: dict[str, Pack] = {}
    mistakes: list[str] = []
    if not folder.is_dir():
        raise _broken([_("{folder}: expected a folder with packs").format(folder=folder.name)])
    for entry in sorted(folder.iterdir()):
        if not entry.is_dir() or entry.name.startswith((".", "_")):
            continue
        pack, found = _read(entry)
        mistakes += [f"{entry.name}/{mistake}" for mistake in found]
        if pack is not None:
            packs[pack.id] = pack
    if mistakes:
        raise _broken(mistakes)
    return packs


def load_pack(folder: Path) -> Pack:
    """One pack. Raises PackBroken, whose ``mistakes`` name everything that is wrong with it."""
    pack, mistakes = _read(folder)
    if pack is None:
        raise _broken(mistakes)
    return pack


def mistakes_in(folder: Path) -> list[str]:
    """What ``intake check-pack`` prints: one line per mistake, none for a good pack."""
    return _read(folder)[1]


def _broken(mistakes: list[str]) -> PackBroken:
    sentence = ngettext(
        "The programme pack has {number} mistake: {first}",
        "The programme pack has {number} mistakes. The first one: {first}",
        len(mistakes),
    ).format(number=len(mistakes), first=mistakes[0])
    return PackBroken(sentence, tuple(mistakes))


def _read(folder: Path) -> tuple[Pack | None, list[str]]:
    mistakes = Mistakes()
    if folder.is_symlink() or not folder.is_dir():
        mistakes.say(folder.name, None, _("expected a folder, not a link or a file"))
        return None, mistakes.found
    folder = folder.resolve()  # so that "." has a name too
    _check_names(folder, mistakes)
    top = read_toml(folder, PACK_TOML, mistakes)
    pack = _pack(folder, top, mistakes) if top is not None else None
    return (None if mistakes.found else pack), mistakes.found


def _check_names(folder: Path, mistakes: Mistakes) -> None:
    """A misspelt file name must not be lost silently."""
    for entry in sorted(folder.iterdir()):
        if entry.name not in _KNOWN_FILES and not entry.name.startswith("."):
            mistakes.say(ascii(entry.name)[1:-1], None, _("a pack has no such file"))


def _pack(folder: Path, top: Table, mistakes: Mistakes) -> Pack:
    """Everything from the files; only to be trusted if no mistake was noted."""
    top.whole("format", FORMAT, FORMAT)
    if top.code("id", r"[a-z][a-z0-9_]{1,31}", "tounesna") != folder.name:
        top.wrong("id", _("the name of the folder"))
    currency = top.known("currency", sorted(MINOR_UNITS))
    countries = top.codes("office_countries", r"[A-Z]{2}", "TN")
    if not countries:
        top.wrong("office_countries", _("at least one country"))
    sources = unique(top, "sources", source)
    sectors = unique(top, "sectors", sector)
    known = Known(
        currency,
        countries,
        tuple(entry.id for entry in sources),
        tuple(entry.id for entry in sectors),
    )
    packages = unique(top, "packages", lambda table: package(table, known))
    check_on_arrival(packages, top)
    check_not_with(folder.name, packages, top)
    known = replace(known, packages=tuple(entry.id for entry in packages))
    rows = read_csv(folder, "ceilings.csv", CEILINGS, mistakes)
    pack = Pack(
        id=folder.name,
        version=top.code("version", r"\d{4}\.\d{1,3}", "2026.1"),
        name=top.words("name"),
        short_name=top.words("short_name"),
        currency=currency,
        office_countries=countries,
        eligibility=eligibility(top.table("eligibility"), known),
        sources=sources,
        phases=unique(top, "phases", phase),
        deadlines=unique(top, "deadlines", lambda table: deadline(table, known)),
        packages=with_ceilings(packages, rows, top, known),
        sectors=sectors,
        partners=_partners(folder, known, mistakes),
        offices=_offices(folder, known, mistakes),
        activities=unique(top, "activities", lambda table: activity(table, known)),
        documents=unique(top, "documents", required_document),
        follow_up=follow_up(top.table("follow_up"), known),
        arrival_items=arrival_items(top),
        leads=leads(top, known),
        questions=some(top, "questions", question),
        modules=some(top, "modules", lambda table: module(table, known)),
        limits=some(top, "limits", lambda table: limit(table, known)),
        instalments=instalments(top, known),
        grants=grants(top, known),
        indicators=some(top, "indicators", indicator),
    )
    top.finish()
    return pack


def _partners(folder: Path, known: Known, mistakes: Mistakes) -> tuple[Partner, ...]:
    found: list[Partner] = []
    for row in read_csv(folder, "partners.csv", PARTNERS, mistakes):
        entry = partner(row, known)
        row.finish()
        if any((entry.name, entry.sector) == (other.name, other.sector) for other in found):
            row.wrong("name", _("an institution that has no other row for this sector"))
        found.append(entry)
    return tuple(found)


def _offices(folder: Path, known: Known, mistakes: Mistakes) -> tuple[Office, ...]:
    found: list[Office] = []
    for row in read_csv(folder, "offices.csv", OFFICES, mistakes):
        entry = office(row, known)
        row.finish()
        if entry.code in {other.code for other in found}:
            row.wrong("code", _("a code that no other office has"))
        found.append(entry)
    return tuple(found)
