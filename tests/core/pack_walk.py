"""What the walks through the shipped packs share: a person, an office that confirms an amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import FamilyRole, Per
from intake_app.packs.loader import load_pack, packs_folder
from intake_app.packs.model import Moment, Pack
from intake_app.packs.overlay import OfficeAmount, with_office_amounts
from intake_app.packs.words import Mark
from intake_app.plans.budget import Frame, refusal
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money, PartialDate

ASK_THE_OFFICE = "Your office has to confirm one first."


def shipped(pack_id: str) -> Pack:
    """A pack as it is shipped."""
    return load_pack(packs_folder() / pack_id)


@dataclass(frozen=True)
class Returnee:
    """Somebody who has come home."""

    born: str
    nationality: str
    back_from: str
    kind: str
    arrived: date

    def doubts(self, pack: Pack) -> tuple[str, ...]:
        """What the programme has against this person, on the day of arrival."""
        return pack.eligibility.doubts(
            born=PartialDate.from_edtf(self.born),
            nationality=self.nationality,
            from_country=self.back_from,
            return_kind=self.kind,
            today=self.arrived,
        )

    def frame(self, pack: Pack, today: date | None = None, family: int = 0) -> Frame:
        """What the case brings to its budget."""
        return Frame(pack, self.kind, self.arrived, today or self.arrived, family)


def asked(
    frame: Frame, package: str, amount: Money, form: LineForm = LineForm.IN_KIND
) -> str | None:
    """What the programme says to a first plan line; None if it may stand."""
    return refusal(BudgetLine("new", package, "Machine à coudre", amount, form), [], frame)


def confirmed(pack: Pack, package: str, amount: Money, group: Group = Group.ANY) -> Pack:
    """The programme after the office has entered a ceiling for the case."""
    entered = OfficeAmount(package, group, FamilyRole.ANY, Per.CASE, amount, 2026)
    return with_office_amounts(pack, [entered])


def papers(pack: Pack, when: Moment) -> set[str]:
    """The ids of the papers asked for at a moment."""
    return {paper.id for paper in pack.documents if paper.when is when}


def needed(pack: Pack, when: Moment) -> set[str]:
    """The ids of the questions that must be answered before a moment."""
    return {question.id for question in pack.questions if question.needed is when}


def no_amount_at_all(pack: Pack) -> bool:
    """True if the pack holds no figure: every ceiling waits for the office (domain.md 9, 3)."""
    rows = [row for package in pack.packages for row in package.ceilings]
    return all(
        row.amount is None and row.origin.mark is Mark.OFFICE and row.origin.year is None
        for row in rows
    )
