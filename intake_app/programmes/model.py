"""Amounts that an office entered into a programme, and the programme as of any of these changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import FamilyRole, Per
from intake_app.packs.model import Pack
from intake_app.packs.overlay import (
    Figure,
    FigureKind,
    OfficeAmount,
    OfficePacks,
    figures,
    with_office_amounts,
)
from intake_app.programmes.imported import newest
from intake_app.values import Money

LONGEST_REASON = 500
FIRST_YEAR = 1990

Place = tuple[FigureKind, str, Group, FamilyRole, Per]


@dataclass(frozen=True)
class AmountChange:
    """One change of one amount. Nothing about a change is ever altered afterwards.

    ``number`` counts the changes of the programme from 1 on: it is what an edition names after its
    plus. ``amount`` None: the figure of the pack holds again. ``before`` is what stood there.
    ``at`` is UTC, ISO-8601.
    """

    id: str
    pack: str
    number: int
    pack_version: str
    kind: FigureKind
    subject: str
    group: Group
    role: FamilyRole
    per: Per
    amount: Money | None
    before: Money | None
    year: int
    reason: str
    author: str
    at: str
    revision: int = 1

    @property
    def place(self) -> Place:
        """Which figure it is about."""
        return self.kind, self.subject, self.group, self.role, self.per


def as_changed(shipped: Pack, changes: Iterable[AmountChange]) -> Pack:
    """The pack after these changes, in their order; those of other programmes count for nothing.

    A figure that the installed version of the pack does not have any more is passed over.
    """
    newest: dict[Place, AmountChange] = {}
    number = 0
    for change in changes:
        if change.pack == shipped.id:
            newest[change.place] = change
            number = max(number, change.number)
    places = {figure.place for figure in figures(shipped)}
    amounts = [
        OfficeAmount(
            one.subject, one.group, one.role, one.per, one.amount, one.year, one.kind
        )
        for one in newest.values()
        if one.amount is not None
        and one.place in places
        and one.amount.currency == shipped.currency
    ]  # fmt: skip
    return replace(with_office_amounts(shipped, amounts), overlay=number)


def in_office(
    versions: Mapping[str, Mapping[str, Pack]], changes: Sequence[AmountChange]
) -> OfficePacks:
    """All packs as an office uses them after these changes: of each the newest version."""
    shipped = {pack_id: newest(ours) for pack_id, ours in versions.items()}
    packs = OfficePacks(shipped, versions)
    for pack_id in {one.pack for one in changes} & set(shipped):
        packs.use(as_changed(shipped[pack_id], changes))
    return packs


def as_of(shipped: Pack, changes: Sequence[AmountChange], edition: str) -> Pack | None:
    """A version of a pack as an edition names it; None if the office never had so many changes."""
    _version, _plus, number = edition.partition("+")
    count = int(number) if number.isdecimal() else 0
    ours = [one for one in changes if one.pack == shipped.id]
    if count > len(ours):
        return None
    return as_changed(shipped, (one for one in ours if one.number <= count))


def figure_at(pack: Pack, place: Place) -> Figure:
    """One figure of a programme. Raises InvalidInput if it has no such one."""
    for figure in figures(pack):
        if figure.place == place:
            return figure
    raise InvalidInput({"figure": _("This programme has no such amount.")})


def check_change(
    amount: Money | None, before: Money | None, year: int | None, reason: str, today: date
) -> None:
    """Raises InvalidInput, field by field, for what cannot be entered."""
    problems: dict[str, str] = {}
    if amount is not None and amount.minor <= 0:
        problems["amount"] = _("Type an amount above zero.")
    elif amount == before:
        problems["amount"] = _("This amount holds already. Type the new one.")
    if year is None or not FIRST_YEAR <= year <= today.year + 1:
        problems["year"] = _("Type a year from {first} to {last}.").format(
            first=FIRST_YEAR, last=today.year + 1
        )
    if not reason:
        problems["reason"] = _("Say on what this is based: a letter, a decision, a new circular.")
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = _("Write at most {number} characters.").format(number=LONGEST_REASON)
    if problems:
        raise InvalidInput(problems)
