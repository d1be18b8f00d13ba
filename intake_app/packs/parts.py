"""The parts of a pack, one function for each kind of table in its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from intake_app.i18n import _
from intake_app.packs.eligibility import RETURN_KINDS, Eligibility, Group
from intake_app.packs.model import (
    ARRIVAL_ITEMS,
    USUAL_ATTEMPTS,
    ActivityTemplate,
    ArrivalItem,
    Ceiling,
    Deadline,
    Dimension,
    FamilyRole,
    FollowUp,
    Moment,
    Office,
    Package,
    PackageForm,
    Partner,
    Per,
    Period,
    Phase,
    RequiredDocument,
    Sector,
    Start,
)
from intake_app.packs.reading import Columns
from intake_app.packs.table import Table
from intake_app.packs.words import Mark, Origin, Source
from intake_app.values import MINOR_UNITS, Money

PACK = r"[a-z][a-z0-9_]{1,31}"
ID = r"[a-z][a-z0-9_]{0,39}"
COUNTRY = r"[A-Z]{2}"

CEILINGS = Columns(
    ("package", "group", "role", "per", "amount", "at_least", "mark", "source", "year"), ("note",)
)
OFFICES = Columns(("code", "country", "open", "mark", "source", "year"), ("name",))
PARTNERS = Columns(("name", "sector", "country", "source"), ("area", "role"))


@dataclass(frozen=True)
class Known:
    """What other parts of the pack may refer to."""

    currency: str
    countries: tuple[str, ...]
    sources: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=_Named)


def unique(top: Table, key: str, read: Callable[[Table], Part]) -> tuple[Part, ...]:
    """All tables under a key, each with an id of its own."""
    parts: list[Part] = []
    for table in top.tables(key):
        part = read(table)
        table.finish()
        if part.id and part.id in {other.id for other in parts}:
            table.wrong("id", _("an id that no other has"))
        parts.append(part)
    if not parts:
        top.wrong(key, _("at least one [[{name}]]").format(name=key))
    return tuple(parts)


def identity(table: Table) -> str:
    """The id of a table."""
    return table.code("id", ID, "post_return")


def origin(table: Table, known: Known, *, must_have_year: bool = False) -> Origin:
    """Mark, source, year and note of a figure.

    A public figure names its source and year; a figure of the office has no source, and a year
    only once the office has entered it.
    """
    mark = table.one_of("mark", Mark)
    public = mark is Mark.SOURCE
    source_id = ""
    if public:
        source_id = table.known("source", known.sources)
    elif table.text("source", optional=True):
        table.wrong("source", _("nothing: the office answers for this figure"))
    year = None
    if public or must_have_year or table.has("year"):
        year = table.whole("year", 1990, 2199)
    note = table.words("note") if table.has("note") else None
    return Origin(mark, source_id, year, note)


def source(table: Table) -> Source:
    """A [[sources]] table."""
    address = table.text("address", optional=True)
    if address and not address.startswith(("https://", "http://")):
        table.wrong("address", _("a web address, or no address"))
    return Source(identity(table), table.text("title"), address)


def sector(table: Table) -> Sector:
    """A [[sectors]] table."""
    return Sector(identity(table), table.words("name"))


def phase(table: Table) -> Phase:
    """A [[phases]] table."""
    return Phase(identity(table), table.words("name"))


def eligibility(table: Table, known: Known) -> Eligibility:
    """The [eligibility] table."""
    minimum_age = table.whole("minimum_age", 0, 99) if table.has("minimum_age") else None
    found = Eligibility(
        minimum_age,
        table.codes("nationalities", COUNTRY, "TN"),
        table.codes("from_countries", COUNTRY, "FR"),
        _return_kinds(table, "voluntary"),
        _return_kinds(table, "forced"),
        origin(table, known),
    )
    if not found.voluntary and not found.forced:
        table.wrong("voluntary", _("at least one kind of return"))
    if set(found.voluntary) & set(found.forced):
        table.wrong("forced", _("kinds of return that are not voluntary ones as well"))
    table.finish()
    return found


def _return_kinds(table: Table, key: str) -> tuple[str, ...]:
    kinds = table.codes(key, "|".join(RETURN_KINDS), RETURN_KINDS[0])
    return tuple(kind for kind in RETURN_KINDS if kind in kinds)


def _period(table: Table, *, optional: bool = False) -> Period | None:
    has_days, has_months = table.has("days"), table.has("months")
    if optional and not has_days and not has_months:
        return None
    if has_days == has_months:
        table.wrong("days", _("either days or months"))
        return Period(days=1)
    if has_days:
        return Period(days=table.whole("days", 1, 3_660))
    return Period(months=table.whole("months", 1, 120))


def deadline(table: Table, known: Known) -> Deadline:
    """A [[deadlines]] table."""
    return Deadline(
        identity(table),
        table.words("name"),
        table.one_of("start", Start),
        _period(table) or Period(days=1),
        origin(table, known),
        table.whole("extension_days", 1, 3_660) if table.has("extension_days") else None,
        table.code("since", ID, "sent_on") if table.has("since") else "",
        table.code("until", ID, "answered_on") if table.has("until") else "",
    )


def package(table: Table, known: Known) -> Package:
    """A [[packages]] table, still without its ceilings."""
    return Package(
        identity(table),
        table.words("name"),
        table.some_of("dimensions", Dimension),
        table.one_of("form", PackageForm),
        known.currency,
        (),
        table.flag("once_only", default=False),
        _period(table, optional=True),
        origin(table, known),
        table.flag("on_arrival", default=False),
        table.codes("not_with", rf"{PACK}\.{ID}", "eurp.post_return"),
        table.whole("follow_up_months", 1, 60) if table.has("follow_up_months") else None,
    )


def arrival_items(top: Table) -> tuple[ArrivalItem, ...]:
    """The [[arrival_items]], if there are any."""
    if not top.has("arrival_items"):
        return ()
    return unique(top, "arrival_items", _arrival_item)


def _arrival_item(table: Table) -> ArrivalItem:
    item = ArrivalItem(
        identity(table),
        table.words("name"),
        table.known("handed", sorted(set(ARRIVAL_ITEMS.values()))),
    )
    if item.id in ARRIVAL_ITEMS:
        table.wrong("id", _("an id that no other has"))
    return item


def check_on_arrival(packages: Collection[Package], top: Table) -> None:
    """At most one package for arrivals, and one that can be given in several pieces."""
    found = [n for n, entry in enumerate(packages, start=1) if entry.on_arrival]
    for number in found[1:]:
        top.wrong(f"packages[{number}].on_arrival", _("at most one package for arrivals"))
    for number, entry in enumerate(packages, start=1):
        if entry.on_arrival and entry.once_only:
            top.wrong(
                f"packages[{number}].once_only",
                _("false: what is given on arrival comes in several pieces"),
            )


def with_ceilings(
    packages: Collection[Package], rows: Iterable[Table], top: Table, known: Known
) -> tuple[Package, ...]:
    """The packages with their rows of ceilings.csv; each needs at least one."""
    ceilings: dict[str, list[Ceiling]] = {entry.id: [] for entry in packages}
    for row in rows:
        found = _ceiling(row, known, list(ceilings))
        row.finish()
        others = ceilings.get(found.package, [])
        if any(_overlap(found, other) for other in others):
            row.wrong("role", _("persons and returns that no other row of the package counts"))
        others.append(found)
    for number, entry in enumerate(packages, start=1):
        if entry.id and not ceilings[entry.id]:
            top.wrong(f"packages[{number}]", _("a row of ceilings.csv for this package"))
    return tuple(replace(entry, ceilings=tuple(ceilings[entry.id])) for entry in packages)


def money(row: Table, key: str, currency: str) -> Money | None:
    """An amount above zero in major units with a full stop; None if the cell is empty."""
    text = row.text(key, optional=True)
    if not text or currency not in MINOR_UNITS:
        return None
    decimals = MINOR_UNITS[currency]
    shape = rf"[0-9]{{1,12}}(\.[0-9]{{1,{decimals}}})?" if decimals else r"[0-9]{1,12}"
    if not re.fullmatch(shape, text) or not text.strip("0."):
        expected = _("a number above zero with at most {number} decimals")
        row.wrong(key, expected.format(number=decimals))
        return None
    return Money.of(text, currency)


def _ceiling(row: Table, known: Known, packages: Collection[str]) -> Ceiling:
    amount = money(row, "amount", known.currency)
    ceiling = Ceiling(
        row.known("package", packages),
        row.one_of("group", Group),
        row.one_of("role", FamilyRole),
        row.one_of("per", Per),
        amount,
        money(row, "at_least", known.currency),
        origin(row, known, must_have_year=amount is not None),
    )
    missing = not row.has("amount")
    if ceiling.origin.mark is Mark.SOURCE and missing:
        row.wrong("amount", _("the amount that the source gives"))
    if ceiling.per is Per.CASE and ceiling.role is not FamilyRole.ANY:
        row.wrong("role", _("any: a ceiling per case counts everybody"))
    if ceiling.at_least and (missing or (amount and ceiling.at_least > amount)):
        row.wrong("at_least", _("no more than the amount"))
    return ceiling


def _overlap(one: Ceiling, other: Ceiling) -> bool:
    """True if both rows would count the same person of the same return twice."""
    same_group = Group.ANY in {one.group, other.group} or one.group is other.group
    same_role = FamilyRole.ANY in {one.role, other.role} or one.role is other.role
    return one.per is other.per and same_group and same_role


def office(row: Table, known: Known) -> Office:
    """A row of offices.csv."""
    return Office(
        row.code("code", r"[A-Z][A-Z0-9]{1,5}", "TUN"),
        row.words("name"),
        row.known("country", known.countries),
        row.flag("open", default=False),
        origin(row, known),
    )


def partner(row: Table, known: Known) -> Partner:
    """A row of partners.csv."""
    return Partner(
        row.text("name"),
        row.known("sector", known.sectors),
        row.known("country", known.countries),
        row.words("area"),
        row.words("role"),
        row.known("source", known.sources),
    )


def activity(table: Table, known: Known) -> ActivityTemplate:
    """An [[activities]] table."""
    return ActivityTemplate(
        identity(table),
        table.one_of("dimension", Dimension),
        table.words("text"),
        table.known("sector", known.sectors),
    )


def required_document(table: Table) -> RequiredDocument:
    """A [[documents]] table."""
    found = RequiredDocument(
        identity(table),
        table.words("name"),
        table.one_of("when", Moment),
        table.flag("per_aid", default=False),
        needed(table),
    )
    if found.needed is None:
        return found
    if found.needed is Moment.PLAN and found.per_aid:
        table.wrong("needed", _("grant, payment or closure: the aids come with the plan"))
    elif _place(found.when) > _place(found.needed):
        table.wrong("needed", _("no earlier moment than “when”"))
    return found


def _place(moment: Moment) -> int:
    return list(Moment).index(moment)


def needed(table: Table) -> Moment | None:
    """Before which step something must be there, if the programme says so."""
    waits = (Moment.PLAN, Moment.GRANT, Moment.PAYMENT, Moment.CLOSURE)
    named = table.known("needed", waits) if table.has("needed") else ""
    return Moment(named) if named else None


def follow_up(table: Table, known: Known) -> FollowUp:
    """The [follow_up] table."""
    found = FollowUp(
        table.wholes("months", 1, 60),
        table.whole("tolerance_days", 0, 60),
        origin(table, known),
        table.whole("attempts", 1, 10) if table.has("attempts") else USUAL_ATTEMPTS,
    )
    table.finish()
    return found
