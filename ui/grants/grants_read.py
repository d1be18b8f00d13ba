"""Everything that the grants tab of a case shows, read at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake_app.attachments.model import Attachment
from intake_app.attachments.service import attachments_of, person_of_case
from intake_app.cases.service import reload_case
from intake_app.formats import format_date
from intake_app.grants.model import GrantRequest, left_on_line
from intake_app.grants.service import decisions_about, grants_of
from intake_app.i18n import _, language
from intake_app.packs.model import Pack
from intake_app.plans.model import BudgetLine, Plan, PlanState, Price
from intake_app.plans.service import plans_of
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.values import Money
from intake_app.words import word
from ui.cases.days import local_moment
from ui.grants.grant_words import package_name


@dataclass(frozen=True)
class GrantFrame:
    """What a request is held against: the plan in force and what was asked for before.

    ``pack`` is the programme of the case, ``packs`` are all of the desk; ``files`` are those of the
    person that a quote or a proof may name.
    """

    plan: Plan
    requests: tuple[GrantRequest, ...]
    pack: Pack | None
    files: tuple[Attachment, ...] = ()
    packs: Mapping[str, Pack] = field(default_factory=dict)

    def line(self, line_id: str | None) -> BudgetLine | None:
        """One line of the plan in force."""
        return next((line for line in self.plan.lines if line.id == line_id), None)

    def left(self, line: BudgetLine, without: str = "") -> Money:
        """What may still be asked for on a line, not counting one request."""
        return left_on_line(line, (one for one in self.requests if one.id != without))

    def fund(self, line: BudgetLine | None) -> Pack | None:
        """The programme that pays for a line: its own, or that of the case."""
        return self.packs.get(line.pack) if line and line.pack else self.pack

    def package_name(self, line: BudgetLine) -> str:
        """What the package of a line is called on this screen."""
        own = self.pack.id if self.pack else ""
        return package_name(self.packs, own, line.pack, line.package)


@dataclass(frozen=True)
class Said:
    """What a supervisor said about a request."""

    who: str
    at: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class GrantsRead:
    """Requests, plans, and the names of those who wrote and decided."""

    grants: tuple[GrantRequest, ...]
    plans: tuple[Plan, ...]
    frame: GrantFrame | None  # None without an approved plan
    staff: Mapping[str, str]
    said: Mapping[str, Said]
    pack: Pack | None = None
    files: tuple[Attachment, ...] = ()
    packs: Mapping[str, Pack] = field(default_factory=dict)

    def line_words(self, grant: GrantRequest) -> str:
        """What the plan line that pays is called."""
        lines = (line for plan in self.plans for line in plan.lines if line.id == grant.line_id)
        found = next(lines, None)
        return found.text if found else ""

    def package_name(self, grant: GrantRequest) -> str:
        """What the package of a grant is called on this screen."""
        own = self.pack.id if self.pack else ""
        return package_name(self.packs, own, grant.pack, grant.package)

    def fund(self, grant: GrantRequest) -> Pack | None:
        """The programme whose money it is; None if this desk lacks its pack."""
        return self.packs.get(grant.pack) if grant.pack else self.pack

    def price_of(self, grant: GrantRequest) -> Price | None:
        """The last rate that is known for a grant: of the payment before, or of its plan line."""
        paid = [one.price for one in grant.deliveries if one.stands and one.price]
        lines = (line for plan in self.plans for line in plan.lines if line.id == grant.line_id)
        return paid[-1] if paid else next((line.price for line in lines), None)


def read_grants(session: Session, case_id: str) -> GrantsRead:
    """Read the requests of a case with the plan in force. Runs on the vault's thread."""
    plans, grants = tuple(plans_of(session, case_id)), tuple(grants_of(session, case_id))
    pack = session.packs.get(reload_case(session, case_id).case.pack)
    approved = next((plan for plan in plans if plan.state is PlanState.APPROVED), None)
    names = names_of_staff(session)
    said = {}
    for grant in grants:
        if decisions := decisions_about(session, grant.id):
            last = decisions[0]
            who = names.get(last.decided_by, last.decided_by)
            said[grant.id] = Said(who, last.decided_at, last.verdict, last.reason)
    shown = attachments_of(session, person_of_case(session, case_id))
    files = tuple(one.attachment for one in shown)
    packs = dict(session.packs)
    frame = GrantFrame(approved, grants, pack, files, packs) if approved else None
    return GrantsRead(grants, plans, frame, names, said, pack, files, packs)


def file_name(file: Attachment) -> str:
    """What a file of the person is called in a list, and of which day it is."""
    day = format_date(local_moment(file.added_at).date(), language())
    name = file.name or word("attachment", file.kind)
    return _("{name} ({day})").format(name=name, day=day)
