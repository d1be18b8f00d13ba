"""A folder of TOML and CSV becomes a pack; every mistake is named with its file and line.

The format is described in ``resources/packs/README.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
from intake_app.packs.reading import (
    Mistakes,
    PackFiles,
    PackMistake,
    Source,
    read_csv,
    read_toml,
)
from intake_app.packs.rule_parts import (
    check_clocks,
    check_not_with,
    check_other_packs,
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
PACK_FILES = (PACK_TOML, "ceilings.csv", "offices.csv", "partners.csv")
"""What the program reads of a pack."""
_KNOWN_FILES = {*PACK_FILES, "README.md", "forms"}


def packs_folder() -> Path:
    """Where the program's own packs are, also in the frozen program."""
    return program_folder() / "resources" / "packs"


@dataclass
class _Reading:
    """A folder as far as it could be read; the pack is only to be trusted without mistakes."""

    name: str
    mistakes: Mistakes
    top: Table | None = None
    pack: Pack | None = None

    @property
    def good(self) -> Pack | None:
        """The pack, if nothing is wrong with it."""
        return None if self.mistakes.found else self.pack

    def check_others(self, others: Callable[[str], Pack | None]) -> None:
        """A package of another programme that this one names is there, if the programme is."""
        if self.top is not None and self.pack is not None:
            check_other_packs(self.pack, others, self.top)


def load_packs(folder: Path) -> dict[str, Pack]:
    """Every pack of a folder by its id. Raises PackBroken with the mistakes of all of them."""
    if not folder.is_dir():
        raise _broken([_("{folder}: expected a folder with packs").format(folder=folder.name)])
    readings = _readings(folder)
    mistakes = [f"{reading.name}/{told}" for reading in readings for told in reading.mistakes.found]
    if mistakes:
        raise _broken(mistakes)
    return {reading.pack.id: reading.pack for reading in readings if reading.pack is not None}


def load_good_packs(folder: Path) -> dict[str, Pack]:
    """The packs of a folder that have no mistake: somebody's broken folder stops nobody's work."""
    if not folder.is_dir():
        return {}
    return {reading.good.id: reading.good for reading in _readings(folder) if reading.good}


def _readings(folder: Path) -> list[_Reading]:
    readings = [
        _read(entry)
        for entry in sorted(folder.iterdir())
        if entry.is_dir() and not entry.name.startswith((".", "_"))
    ]
    packs = {reading.pack.id: reading.pack for reading in readings if reading.pack is not None}
    for reading in readings:
        reading.check_others(packs.get)
    return readings


def load_pack(folder: Path) -> Pack:
    """One pack. Raises PackBroken, whose ``mistakes`` name everything that is wrong with it."""
    reading = _read(folder)
    if reading.good is None:
        raise _broken(reading.mistakes.found)
    return reading.good


def mistakes_in(folder: Path) -> list[str]:
    """What ``intake check-pack`` prints: one line per mistake, none for a good pack.

    Packages of other programmes are looked up beside the folder, then among the program's own.
    """
    reading = _read(folder)

    def other(pack_id: str) -> Pack | None:
        for place in (folder.resolve().parent, packs_folder()):
            if (place / pack_id / PACK_TOML).is_file():
                return _read(place / pack_id).pack
        return None

    reading.check_others(other)
    return reading.mistakes.found


def read_files(
    files: PackFiles, others: Callable[[str], Pack | None]
) -> tuple[Pack | None, tuple[PackMistake, ...]]:
    """A pack out of its files, and what is wrong with it; without a mistake there is a pack.

    ``others`` finds the other programmes of the desk by their id.
    """
    reading = _Reading(files.name, Mistakes())
    reading.top = read_toml(files, PACK_TOML, reading.mistakes)
    if reading.top is not None:
        reading.pack = _pack(files, reading.top, reading.mistakes)
    reading.check_others(others)
    return reading.good, tuple(reading.mistakes.listed)


def _broken(mistakes: list[str]) -> PackBroken:
    sentence = ngettext(
        "The programme pack has {number} mistake: {first}",
        "The programme pack has {number} mistakes. The first one: {first}",
        len(mistakes),
    ).format(number=len(mistakes), first=mistakes[0])
    return PackBroken(sentence, tuple(mistakes))


def _read(folder: Path) -> _Reading:
    reading = _Reading(folder.name, Mistakes())
    if folder.is_symlink() or not folder.is_dir():
        reading.mistakes.say(folder.name, None, _("expected a folder, not a link or a file"))
        return reading
    folder = folder.resolve()  # so that "." has a name too
    _check_names(folder, reading.mistakes)
    reading.top = read_toml(folder, PACK_TOML, reading.mistakes)
    if reading.top is not None:
        reading.pack = _pack(folder, reading.top, reading.mistakes)
    return reading


def _check_names(folder: Path, mistakes: Mistakes) -> None:
    """A misspelt file name must not be lost silently."""
    for entry in sorted(folder.iterdir()):
        if entry.name not in _KNOWN_FILES and not entry.name.startswith("."):
            mistakes.say(ascii(entry.name)[1:-1], None, _("a pack has no such file"))


def _pack(folder: Source, top: Table, mistakes: Mistakes) -> Pack:
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
    check_clocks(pack, top)
    top.finish()
    return pack


def _partners(folder: Source, known: Known, mistakes: Mistakes) -> tuple[Partner, ...]:
    found: list[Partner] = []
    for row in read_csv(folder, "partners.csv", PARTNERS, mistakes):
        entry = partner(row, known)
        row.finish()
        if any((entry.name, entry.sector) == (other.name, other.sector) for other in found):
            row.wrong("name", _("an institution that has no other row for this sector"))
        found.append(entry)
    return tuple(found)


def _offices(folder: Source, known: Known, mistakes: Mistakes) -> tuple[Office, ...]:
    found: list[Office] = []
    for row in read_csv(folder, "offices.csv", OFFICES, mistakes):
        entry = office(row, known)
        row.finish()
        if entry.code in {other.code for other in found}:
            row.wrong("code", _("a code that no other office has"))
        found.append(entry)
    return tuple(found)
