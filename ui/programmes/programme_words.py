"""What a programme says, in words and without any widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from intake_app.formats import country_name, format_date, format_money
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import (
    Ceiling,
    Deadline,
    FamilyRole,
    GrantStep,
    Group,
    InstalmentPart,
    Limit,
    Mark,
    ModuleTime,
    Moment,
    Origin,
    Pack,
    Package,
    PartStart,
    Per,
    Period,
    Start,
)
from intake_app.packs.overlay import Figure, FigureKind
from intake_app.values import Money
from intake_app.words import choices, word


class Line(NamedTuple):
    """One statement of a programme: what it is about, what it says, and who says so."""

    about: str
    says: str
    origin: str = ""


Part = tuple[str, list[Line]]
"""The title of a part, and its lines."""


def parts(pack: Pack) -> list[Part]:
    """Everything but the amounts, part by part; what a programme says nothing about is left out."""
    found = [
        (_("For whom"), _eligibility(pack)),
        (_("Deadlines"), [_deadline(pack, entry) for entry in pack.deadlines]),
        (_("The way of a grant"), _grants(pack)),
        (_("Papers"), _papers(pack)),
        (_("Questions of this programme"), _questions(pack)),
        (_("Training modules"), _modules(pack)),
        (_("Who leads which service"), _leads(pack)),
        (_("Steps of the programme"), _steps(pack)),
        (_("Indicators"), _indicators(pack)),
    ]
    return [(title, lines) for title, lines in found if lines]


# ---------------------------------------------------------------------------- small words


def origin_words(pack: Pack, origin: Origin | None) -> str:
    """Who answers for a statement, for which year, and what is to be known about it."""
    if origin is None:
        return ""
    if origin.mark is Mark.OFFICE:
        words = _("the office answers for this")
        if origin.year is not None:
            words = _("entered by the office, {year}").format(year=origin.year)
    else:
        source = pack.source(origin.source)
        words = _("{source}, {year}").format(
            source=source.title if source else origin.source, year=origin.year
        )
    note = origin.note.in_(language()) if origin.note else ""
    return _("{source}. {note}").format(source=words, note=note) if note else words


def amount_words(amount: Money | None, at_least: Money | None = None) -> str:
    """A ceiling as it is read: an amount, a range, or that there is none."""
    if amount is None:
        return _("no public amount")
    high = format_money(amount, language())
    if at_least is None:
        return high
    low = format_money(at_least, language())
    return _("{low} to {high}").format(low=low, high=high)


def whom_words(row: Ceiling) -> str:
    """Whom a ceiling counts: ``Any return: the whole family``."""
    role = {
        FamilyRole.PRINCIPAL: _("the person"),
        FamilyRole.FAMILY_MEMBER: _("each family member"),
        FamilyRole.ANY: _("each person"),
    }[row.role]
    if row.per is Per.CASE:
        role = _("the whole family")
    return _("{group}: {whom}").format(group=group_words(row.group), whom=role)


def group_words(group: Group) -> str:
    """A group of returns."""
    return {
        Group.VOLUNTARY: _("Voluntary return"),
        Group.FORCED: _("Forced return"),
        Group.ANY: _("Any return"),
    }[group]


def period_words(period: Period) -> str:
    """``30 days``, ``12 months``."""
    if period.days:
        return ngettext("{number} day", "{number} days", period.days).format(number=period.days)
    number = period.months
    return ngettext("{number} month", "{number} months", number).format(number=number)


def package_words(package: Package, packs: Mapping[str, Pack]) -> str:
    """Under which conditions a package is given; ``packs`` are all that may be named."""
    said = [word("dimension", one) for one in package.dimensions]
    found = [", ".join(said)]
    if package.window:
        within = _("within {period} of arrival").format(period=period_words(package.window))
        found.append(within)
    if package.once_only:
        found.append(_("once only"))
    if package.follow_up_months:
        followed = period_words(Period(months=package.follow_up_months))
        found.append(_("followed up for {period} after the approval").format(period=followed))
    if package.on_arrival:
        found.append(_("counts what is given on arrival"))
    if package.not_with:
        names = ", ".join(_package_name(packs, named) for named in package.not_with)
        found.append(_("not together with {packages}").format(packages=names))
    return " · ".join(found)


def _package_name(packs: Mapping[str, Pack], named: str) -> str:
    """``Post-return package (EURP)``; of a programme that is not here, its id."""
    pack_id, _dot, package_id = named.partition(".")
    pack = packs.get(pack_id)
    package = pack.package(package_id) if pack else None
    if pack is None or package is None:
        return named
    name, programme = package.name.in_(language()), pack.short_name.in_(language())
    return _("{package} ({programme})").format(package=name, programme=programme)


def limit_words(pack: Pack, limit: Limit) -> str:
    """What a cap counts: ``Any return: the whole family · Pocket money, Travel``."""
    whom = _("the whole family") if limit.per is Per.CASE else _("each person")
    found = [_("{group}: {whom}").format(group=group_words(limit.group), whom=whom)]
    names = [one.name.in_(language()) for one in pack.packages if one.id in limit.packages]
    found.append(", ".join(names) or _("all packages"))
    if limit.dimension:
        found.append(word("dimension", limit.dimension))
    if limit.every:
        period = period_words(Period(months=limit.every))
        found.append(_("anew every {period}").format(period=period))
    return " · ".join(found)


def figure_name(pack: Pack, figure: Figure) -> str:
    """What an amount is called where one of many is chosen."""
    if figure.kind is FigureKind.QUOTES:
        return _("Quotes are needed from")
    if figure.kind is FigureKind.LIMIT:
        found = (one.name.in_(language()) for one in pack.limits if one.id == figure.subject)
        return next(found, figure.subject)
    package = pack.package(figure.subject)
    if package is None:
        return figure.subject
    place = (figure.group, figure.role, figure.per)
    rows = (row for row in package.ceilings if (row.group, row.role, row.per) == place)
    name = package.name.in_(language())
    return next(
        (_("{package}: {whom}").format(package=name, whom=whom_words(r)) for r in rows), name
    )


def is_open(figure: Figure) -> bool:
    """True if the office has to confirm the amount before it can be used."""
    return figure.amount is None and figure.kind is not FigureKind.QUOTES


# ---------------------------------------------------------------------------- the parts


def _eligibility(pack: Pack) -> list[Line]:
    rules = pack.eligibility
    lines = []
    if rules.minimum_age is not None:
        years = ngettext("{number} year", "{number} years", rules.minimum_age)
        lines.append(Line(_("Minimum age"), years.format(number=rules.minimum_age)))
    lines += [
        Line(_("Nationalities"), _countries(rules.nationalities)),
        Line(_("Returns from"), _countries(rules.from_countries)),
        Line(_("Kinds of return"), _kinds((*rules.voluntary, *rules.forced))),
        Line(_("Where it works"), _countries(pack.office_countries)),
        Line(_("Who says so"), origin_words(pack, rules.origin)),
    ]
    return lines


def _countries(codes: Iterable[str]) -> str:
    return ", ".join(country_name(code, language()) for code in codes) or _("all of them")


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(word("return", kind) for kind in kinds)


def _deadline(pack: Pack, entry: Deadline) -> Line:
    period = period_words(entry.period)
    says = {
        Start.ARRIVAL: _("{period} after arrival"),
        Start.SUBMISSION: _("{period} after it was handed in"),
        Start.REFERRAL: _("{period} after the referral"),
    }[entry.start].format(period=period)
    if entry.extension_days is not None:
        longest = period_words(Period(days=entry.extension_days))
        more = _("can be extended by {period} with a reason").format(period=longest)
        says = f"{says} · {more}"
    return Line(entry.name.in_(language()), says, origin_words(pack, entry.origin))


def _grants(pack: Pack) -> list[Line]:
    rules = pack.grants
    names = {
        GrantStep.CHECK: _("check by a supervisor"),
        GrantStep.COMMITTEE: _("committee"),
        GrantStep.FINANCE: _("finance"),
        GrantStep.DELIVERY: _("delivery"),
        GrantStep.VERIFICATION: _("verification visit"),
    }
    says = " → ".join(names[step] for step in rules.steps)
    lines = [Line(_("Steps"), says, origin_words(pack, rules.origin))]
    if rules.committee:
        lines.append(Line(_("Committee"), rules.committee.in_(language())))
    payments = ", ".join(word("payment", payment) for payment in rules.payments)
    lines.append(Line(_("Ways of payment"), payments))
    for entry in pack.instalments:
        package = pack.package(entry.package)
        about = _("Instalments: {package}").format(
            package=package.name.in_(language()) if package else entry.package
        )
        shares = " · ".join(_instalment(part) for part in entry.parts)
        lines.append(Line(about, shares, origin_words(pack, entry.origin)))
    return lines


def _instalment(part: InstalmentPart) -> str:
    says = _("{share} %: {trigger}").format(
        share=part.share, trigger=part.trigger.in_(language())
    )  # fmt: skip
    if part.months is None:
        return says
    period = period_words(Period(months=part.months))
    when = {
        PartStart.ARRIVAL: _("{what} ({period} after arrival)"),
        PartStart.APPROVAL: _("{what} ({period} after approval)"),
    }[part.start]
    return when.format(what=says, period=period)


def _papers(pack: Pack) -> list[Line]:
    lines = []
    for moment, title in choices("asked_at"):
        for place, entry in enumerate(one for one in pack.documents if one.when == moment):
            name = entry.name.in_(language())
            each = _("{paper} (one for each aid)").format(paper=name) if entry.per_aid else name
            lines.append(Line("" if place else title, each, _stops(entry.needed)))
    return lines


def _stops(needed: Moment | None) -> str:
    """What does not go on without a paper or a training; empty if nothing waits for it."""
    if needed is None:
        return ""
    return {
        Moment.INTAKE: _("needed at intake"),
        Moment.PLAN: _("no plan is sent without it"),
        Moment.GRANT: _("no grant is asked for without it"),
        Moment.PAYMENT: _("nothing is paid without it"),
        Moment.CLOSURE: _("no case is closed without it"),
    }[needed]


def _questions(pack: Pack) -> list[Line]:
    lines = []
    for entry in pack.questions:
        options = " / ".join(option.name.in_(language()) for option in entry.options)
        needed = word("asked_at", entry.needed) if entry.needed else _("whenever it is known")
        lines.append(Line(entry.name.in_(language()), options or needed, needed if options else ""))
    return lines


def _modules(pack: Pack) -> list[Line]:
    when = {
        ModuleTime.BEFORE_DEPARTURE: _("before departure"),
        ModuleTime.AFTER_ARRIVAL: _("after arrival"),
    }
    return [
        Line(
            one.name.in_(language()),
            " · ".join(part for part in (when[one.when], _stops(one.needed)) if part),
            origin_words(pack, one.origin),
        )
        for one in pack.modules
    ]


def _leads(pack: Pack) -> list[Line]:
    lines = []
    for one in pack.leads:
        since = _("from the beginning")
        if one.starts is not None:
            since = _("from {day}").format(day=format_date(one.starts, language()))
        says = _("{institution}, {since}").format(
            institution=one.lead.in_(language()), since=since
        )  # fmt: skip
        lines.append(Line(one.name.in_(language()), says, origin_words(pack, one.origin)))
    return lines


def _steps(pack: Pack) -> list[Line]:
    phases = " → ".join(phase.name.in_(language()) for phase in pack.phases)
    months = ", ".join(str(month) for month in pack.follow_up.months)
    rule = pack.follow_up
    says = _(
        "months {months} after arrival, {days} days earlier or later, {tries} tries before somebody"
        " counts as lost"
    ).format(months=months, days=rule.tolerance_days, tries=rule.attempts)
    follow = Line(_("Follow-up"), says, origin_words(pack, rule.origin))
    return [Line(_("Phases"), phases), follow]


def _indicators(pack: Pack) -> list[Line]:
    return [
        Line(one.name.in_(language()), one.definition.in_(language())) for one in pack.indicators
    ]
