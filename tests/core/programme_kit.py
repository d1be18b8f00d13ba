"""What the tests of single programmes share: a case on a day, a plan line, doubts and papers."""

from __future__ import annotations

from datetime import date

from intake_app.packs.loader import load_pack, packs_folder
from intake_app.packs.model import Mark, Moment, Pack
from intake_app.plans.budget import Frame, refusal
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money, PartialDate

CASH, IN_KIND = LineForm.CASH, LineForm.IN_KIND


def shipped(pack_id: str) -> Pack:
    """A pack as the program ships it."""
    return load_pack(packs_folder() / pack_id)


def line(package: str, amount: Money, form: LineForm = IN_KIND, line_id: str = "new") -> BudgetLine:
    """A plan line of a package, in kind unless said otherwise."""
    return BudgetLine(line_id, package, "What was agreed", amount, form)


def reaches(frame: Frame, package: str, most: Money, form: LineForm = IN_KIND) -> bool:
    """True if a line of this amount fits and one of a single minor unit more does not."""
    more = Money(most.minor + 1, most.currency)
    fits = refusal(line(package, most, form), [], frame)
    above = refusal(line(package, more, form), [], frame)
    return fits is None and above is not None and "above the ceiling" in above


def waits_for_the_office(frame: Frame, package: str, form: LineForm = IN_KIND) -> bool:
    """True if nothing can be planned from a package before the office has entered its amount."""
    reason = refusal(line(package, Money(1, frame.pack.currency), form), [], frame)
    return reason is not None and "Your office has to confirm one first." in reason


def doubts(
    pack: Pack, nationality: str, country: str, kind: str = "assisted_voluntary", born: str = "1990"
) -> tuple[str, ...]:
    """What speaks against a case on 2 March 2026."""
    return pack.eligibility.doubts(
        born=PartialDate.from_edtf(born),
        nationality=nationality,
        from_country=country,
        return_kind=kind,
        today=date(2026, 3, 2),
    )


def papers(pack: Pack, when: Moment) -> list[str]:
    """The ids of the papers that the programme wants at a moment, in its order."""
    return [entry.id for entry in pack.documents if entry.when is when]


def needed(pack: Pack, when: Moment) -> list[str]:
    """The ids of the questions that must be answered before a moment, in the pack's order."""
    return [entry.id for entry in pack.questions if entry.needed is when]


def invented(pack: Pack) -> list[str]:
    """The packages with an amount that no source gives, or a source without an amount."""
    return [
        package.id
        for package in pack.packages
        for row in package.ceilings
        if len({
            row.origin.mark is Mark.SOURCE,
            row.amount is not None,
            row.origin.year is not None,
            pack.source(row.origin.source) is not None,
        }) > 1
    ]  # fmt: skip
