"""The rules that a pack may leave out, one function for each kind of table."""

from __future__ import annotations

from collections.abc import Callable, Collection

from intake_app.i18n import _
from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import (
    ANSWERED_BY,
    PAYMENTS,
    Dimension,
    GrantStep,
    KeptIn,
    ModuleTime,
    PartStart,
    Per,
    QuestionKind,
    Start,
)
from intake_app.packs.model import Pack, Package
from intake_app.packs.parts import ID, Known, Part, identity, money, needed, origin, unique
from intake_app.packs.rules import (
    GrantRules,
    Indicator,
    InstalmentPart,
    Instalments,
    Lead,
    Limit,
    Option,
    Question,
    TrainingModule,
)
from intake_app.packs.table import Table
from intake_app.packs.words import Mark, Text


def some(top: Table, key: str, read: Callable[[Table], Part]) -> tuple[Part, ...]:
    """All tables under a key that a pack may leave out."""
    return unique(top, key, read) if top.has(key) else ()


def leads(top: Table, known: Known) -> tuple[Lead, ...]:
    """The [[leads]]: for each service and day one institution."""
    found: list[Lead] = []

    def read(table: Table) -> Lead:
        lead = Lead(
            identity(table),
            table.code("service", ID, "post_arrival"),
            table.words("name"),
            table.words("lead"),
            table.day("starts") if table.has("starts") else None,
            origin(table, known),
        )
        if any((lead.service, lead.starts) == (other.service, other.starts) for other in found):
            table.wrong("starts", _("a day on which no other lead of this service starts"))
        found.append(lead)
        return lead

    return some(top, "leads", read)


def question(table: Table) -> Question:
    """A [[questions]] table."""
    kind = table.one_of("kind", QuestionKind)
    found = Question(
        identity(table),
        table.words("name"),
        kind,
        some(table, "options", _option),
        needed(table),
        _kept_in(table),
    )
    if found.kept_in and ANSWERED_BY[found.kept_in].get(found.id) is not kind:
        ids = [f"{id_} ({of})" for id_, of in ANSWERED_BY[found.kept_in].items()]
        table.wrong(
            "kept_in",
            _("nothing, unless the id is one of {choices}").format(choices=", ".join(ids)),
        )
    if kind is QuestionKind.CHOICE and len(found.options) < 2:
        table.wrong("options", _("at least two options to choose from"))
    if kind is not QuestionKind.CHOICE and found.options:
        table.wrong("options", _("no options: only a choice has them"))
    return found


def _kept_in(table: Table) -> KeptIn | None:
    named = table.known("kept_in", list(KeptIn)) if table.has("kept_in") else ""
    return KeptIn(named) if named else None


def _option(table: Table) -> Option:
    return Option(identity(table), Text(table.text("en"), table.text("fr")))


def module(table: Table, known: Known) -> TrainingModule:
    """A [[modules]] table."""
    return TrainingModule(
        identity(table),
        table.words("name"),
        table.one_of("when", ModuleTime),
        origin(table, known),
        needed(table),
    )


def limit(table: Table, known: Known) -> Limit:
    """A [[limits]] table."""
    amount = money(table, "amount", known.currency)
    found = Limit(
        identity(table),
        table.words("name"),
        table.codes("packages", ID, "post_return"),
        table.one_of("dimension", Dimension) if table.has("dimension") else None,
        table.one_of("group", Group),
        table.one_of("per", Per),
        amount,
        table.whole("every", 1, 120) if table.has("every") else None,
        origin(table, known, must_have_year=amount is not None),
    )
    if any(package not in known.packages for package in found.packages):
        table.wrong("packages", _only(known.packages))
    if found.origin.mark is Mark.SOURCE and not table.has("amount"):
        table.wrong("amount", _("the amount that the source gives"))
    return found


def _only(names: Collection[str]) -> str:
    return _("only names out of {choices}").format(choices=", ".join(names))


def instalments(top: Table, known: Known) -> tuple[Instalments, ...]:
    """The [[instalments]], at most one for each package."""
    found: list[Instalments] = []
    for table in top.tables("instalments"):
        package = table.known("package", known.packages)
        parts = tuple(_part(part) for part in table.tables("parts"))
        if len(parts) < 2:
            table.wrong("parts", _("at least two parts"))
        elif (total := sum(part.share for part in parts)) != 100:
            wrong = _("shares that sum to 100; these sum to {number}").format(number=total)
            table.wrong("parts", wrong)
        if package and package in {other.package for other in found}:
            table.wrong("package", _("a package that has no other instalments"))
        found.append(Instalments(package, parts, origin(table, known)))
        table.finish()
    return tuple(found)


def _part(table: Table) -> InstalmentPart:
    part = InstalmentPart(
        table.whole("share", 1, 99),
        table.words("trigger"),
        table.whole("months", 0, 60) if table.has("months") else None,
        table.one_of("from", PartStart) if table.has("from") else PartStart.ARRIVAL,
    )
    if part.months is None and table.has("from"):
        table.wrong("months", _("how many months after that"))
    table.finish()
    return part


def grants(top: Table, known: Known) -> GrantRules:
    """The [grants] table, or the usual way if there is none."""
    usual = GrantRules()
    if not top.has("grants"):
        return usual
    table = top.table("grants")
    steps = table.some_of("steps", GrantStep) if table.has("steps") else usual.steps
    in_order = [step for step in GrantStep if step in steps]
    if steps and (list(steps) != in_order or not set(usual.steps) <= set(steps)):
        expected = _("check and delivery at least, in the order {choices}")
        table.wrong("steps", expected.format(choices=", ".join(GrantStep)))
    has_committee = GrantStep.COMMITTEE in steps
    if table.has("committee") and not has_committee:
        table.wrong("committee", _("no committee, or a step for it"))
    amount = money(table, "quotes_from", known.currency)
    payments = table.codes("payments", "|".join(PAYMENTS), ", ".join(PAYMENTS))
    rules = GrantRules(
        steps,
        table.words("committee") if has_committee or table.has("committee") else None,
        table.whole("quotes", 1, 9) if table.has("quotes") else usual.quotes,
        amount,
        tuple(entry for entry in PAYMENTS if entry in payments) or usual.payments,
        origin(table, known, must_have_year=amount is not None),
    )
    table.finish()
    return rules


def indicator(table: Table) -> Indicator:
    """An [[indicators]] table."""
    return Indicator(identity(table), table.words("name"), table.words("definition"))


def check_not_with(pack_id: str, packages: Collection[Package], top: Table) -> None:
    """A package of this pack that another one refers to is there, and is not the same one."""
    own = {f"{pack_id}.{entry.id}" for entry in packages}
    for number, entry in enumerate(packages, start=1):
        for other in entry.not_with:
            if other == f"{pack_id}.{entry.id}":
                top.wrong(f"packages[{number}].not_with", _("other packages than this one"))
            elif other.startswith(f"{pack_id}.") and other not in own:
                top.wrong(f"packages[{number}].not_with", _only(sorted(own)))


def check_clocks(pack: Pack, top: Table) -> None:
    """What starts and ends a deadline are questions for a date; an arrival has its own day."""
    days = {one.id for one in pack.questions if one.kind is QuestionKind.DATE}
    for number, entry in enumerate(pack.deadlines, start=1):
        place = f"deadlines[{number}]"
        if entry.since and entry.start is Start.ARRIVAL:
            top.wrong(f"{place}.since", _("nothing: it starts with the arrival"))
            continue
        for key, named in (("since", entry.since), ("until", entry.until)):
            if named and named not in days:
                top.wrong(f"{place}.{key}", _("only questions of the kind date"))


def check_other_packs(pack: Pack, others: Callable[[str], Pack | None], top: Table) -> None:
    """A package of another programme is there; nothing is said of a programme that is not."""
    for number, entry in enumerate(pack.packages, start=1):
        for named in entry.not_with:
            pack_id, _dot, package_id = named.partition(".")
            other = others(pack_id) if pack_id != pack.id else None
            if other is not None and other.package(package_id) is None:
                names = [f"{pack_id}.{one.id}" for one in other.packages]
                top.wrong(f"packages[{number}].not_with", _only(names))
