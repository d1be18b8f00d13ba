"""The grants of a case: what was asked for out of the approved plan, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.acts import Act
from intake_app.cases.service import reload_case
from intake_app.formats import format_money
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.grants.service import decisions_about, grants_of
from intake_app.i18n import _, language, ngettext
from intake_app.plans.model import Plan, PlanState
from intake_app.plans.service import plans_of
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, IconLabel, KeyValues
from ui.cases.days import moment_words, on_day
from ui.cases.record_tab import RecordTab
from ui.grants.grant_form import GrantForm, GrantFrame
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import Text, Tone

LOOK = {
    GrantState.REQUESTED: ("clock", Tone.ACCENT),
    GrantState.RETURNED: ("undo-2", Tone.WARNING),
    GrantState.APPROVED: ("circle-check", Tone.SUCCESS),
    GrantState.REJECTED: ("circle-slash", Tone.DANGER),
}
"""Icon and tone of each state of a request."""


@dataclass(frozen=True)
class Said:
    """What a supervisor said about a request."""

    who: str
    at: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class GrantsRead:
    """Everything that the tab shows, read at one moment."""

    grants: tuple[GrantRequest, ...]
    plans: tuple[Plan, ...]
    frame: GrantFrame | None  # None without an approved plan
    staff: Mapping[str, str]
    said: Mapping[str, Said]

    def line_words(self, grant: GrantRequest) -> str:
        """What the plan line that pays is called."""
        lines = (line for plan in self.plans for line in plan.lines if line.id == grant.line_id)
        found = next(lines, None)
        return found.text if found else ""


def read_grants(session: Session, case_id: str) -> GrantsRead:
    """Read the requests of a case with the plan in force."""
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
    frame = GrantFrame(approved, grants, pack) if approved else None
    return GrantsRead(grants, plans, frame, names, said)


class GrantsTab(RecordTab):
    """Signals: those of a screen; ``place_chosen`` another tab."""

    help_page = "grants"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        self._read: GrantsRead | None = None
        self.details = GrantDetails(session)
        super().__init__(
            session,
            tasks,
            messages,
            case_id,
            kind="grant",
            columns=self._columns(),
            details=self.details,
            empty=EmptyState("coins", self._empty_words, self._empty_action),
        )
        self.list.selected.connect(self._show_details)
        self.details.again.clicked.connect(self.send_again)
        self.retranslate()

    def _columns(self) -> list[Column[GrantRequest]]:
        return [
            Column(lambda: _("For what"), _numbered, width=20, stretch=True),
            Column(
                lambda: _("Amount"),
                lambda one: format_money(one.amount, language()),
                width=13,
                right=True,
            ),
            Column(
                lambda: _("State"),
                lambda one: word("grant", one.state),
                width=20,
                icon=lambda one: LOOK[one.state][0],
                tone=lambda one: LOOK[one.state][1],
            ),
        ]

    def reload(self) -> None:
        """Read the requests again; a page that is being written stays."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: read_grants(session, case_id), self._show)

    def _show(self, read: GrantsRead) -> None:
        self._read = read
        self.show_records(read.grants)
        self._show_words()

    def _show_details(self, grant: GrantRequest | None) -> None:
        self.details.show_grant(grant, self._read)

    def make_form(self) -> GrantForm | None:
        """A new request, if there is a plan to ask from."""
        if self._reason() or self._read is None or self._read.frame is None:
            return None
        return GrantForm(self._session, self._tasks, self._read.frame)

    def send_again(self) -> None:
        """Change a returned request and send it once more."""
        grant, read = self.list.current(), self._read
        if self.page is not None or grant is None or read is None or read.frame is None:
            return
        said = read.said.get(grant.id)
        reason = said.reason if said else ""
        self.open_page(GrantForm(self._session, self._tasks, read.frame, grant, reason))

    def act_on_empty(self) -> None:
        """Ask for a grant, or go to the plan that it needs first."""
        if self._can_ask():
            self.begin()
        else:
            self.place_chosen.emit("plan")

    def saved_words(self, record: GrantRequest) -> str:
        """What is said after a request was sent."""
        return _("Request {number} was sent for approval.").format(number=record.number)

    # ------------------------------------------------------------------ words

    def _can_ask(self) -> bool:
        frame = self._read.frame if self._read else None
        return frame is not None and bool(frame.plan.lines)

    def _reason(self) -> str:
        if not self._session.may(Act.GRANT_REQUESTED):
            return _("Only a counsellor asks for grants.")
        if self._read is not None and self._read.frame is None:
            return _("A grant needs an approved plan.")
        return "" if self._can_ask() else _("The approved plan has no budget line.")

    def _empty_words(self) -> str:
        if self._read is None or self._can_ask():
            return _("No grant has been asked for yet.")
        if self._read.frame is not None:
            return _("The approved plan has no budget line. Write a new version with one.")
        if self._read.plans and self._read.plans[0].state is PlanState.SUBMITTED:
            return _("A grant needs an approved plan. The plan waits for a supervisor.")
        return _("A grant needs an approved plan. Write the plan and send it for approval first.")

    def _empty_action(self) -> str:
        return _("Ask for a grant") if self._can_ask() else _("Go to the plan")

    def _show_words(self) -> None:
        self.new.set_reason(self._reason())
        self.empty.set_words(self._empty_words)
        allowed = not self._can_ask() or self._session.may(Act.GRANT_REQUESTED)
        self.empty.action.set_reason("" if allowed else self._reason())
        number = len(self._read.grants) if self._read else 0
        words = ngettext("{count} request", "{count} requests", number)
        self.count.setText(words.format(count=number) if number else "")
        self._show_details(self.list.current())

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.new.set_text(_("Ask for a grant"))
        self.list.table.setAccessibleName(_("Grant requests"))
        self._show_words()


class GrantDetails(Card):
    """Everything about one request."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self._chips, self._values = ChipRow(), KeyValues(2)
        self._said = IconLabel(Text.BODY)
        self.again = Button(Kind.PRIMARY, "pencil")
        for widget in (self._title, self._chips, self._said, self._values, self.again):
            self.body.addWidget(widget)
        self.hide()

    def show_grant(self, grant: GrantRequest | None, read: GrantsRead | None) -> None:
        """Show one request; None hides everything."""
        self.setVisible(grant is not None)
        if grant is None or read is None:
            return
        self._title.setText(_("Request {number}").format(number=grant.number))
        icon, tone = LOOK[grant.state]
        self._chips.set_chips([(icon, tone, word("grant", grant.state))])
        said = read.said.get(grant.id)
        self._said.setVisible(said is not None)
        if said is not None:
            self._said.show_text(_said_words(said), icon, tone)
        self._values.set_rows(_rows(grant, read, self._session))
        self.again.setVisible(grant.state is GrantState.RETURNED)
        self.again.set_text(_("Change and send again"))
        may = self._session.may(Act.GRANT_REQUESTED)
        self.again.set_reason("" if may else _("Only a counsellor asks for grants."))


def _numbered(grant: GrantRequest) -> str:
    return _("{number}. {purpose}").format(number=grant.number, purpose=grant.purpose)


def _said_words(said: Said) -> str:
    words = _("{verdict} by {who} on {day}").format(
        verdict=word("verdict", said.verdict), who=said.who, day=on_day(said.at)
    )
    return (
        _("{decision}: {reason}").format(decision=words, reason=said.reason)
        if said.reason
        else words
    )


def _rows(grant: GrantRequest, read: GrantsRead, session: Session) -> list[tuple[str, str]]:
    frame = read.frame
    return [
        (_("Amount"), format_money(grant.amount, language())),
        (_("Given as"), word("form", grant.form)),
        (_("For what"), grant.purpose),
        (_("Line of the plan"), read.line_words(grant)),
        (_("Package"), frame.package_name(grant.package) if frame else grant.package),
        (_("How it is paid"), word("payment", grant.payment)),
        (_("Supplier or account holder"), grant.supplier),
        (
            _("Asked for"),
            _("{when}, by {who}").format(
                when=moment_words(grant.requested_at, session.clock()),
                who=read.staff.get(grant.author, grant.author),
            ),
        ),
    ]
