"""The grants of a case: what was asked for out of the approved plan, and what became of it."""

from __future__ import annotations

from intake_app.acts import Act
from intake_app.formats import format_money
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.i18n import _, language, ngettext
from intake_app.plans.model import PlanState
from intake_app.session import Session
from ui.cases.record_tab import RecordTab
from ui.grants.asking import Asking
from ui.grants.entry_forms import DeliveryForm, EntryForm, ProofForm, RefundForm, VisitForm
from ui.grants.grant_details import DELIVER, LOOK, PROVE, REFUND, RELEASE, VISIT, GrantDetails
from ui.grants.grant_form import GrantForm
from ui.grants.grant_words import waits_words
from ui.grants.grants_read import GrantsRead, read_grants
from ui.grants.release_form import ReleaseForm
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.tasks import Tasks

FORMS: dict[str, type[EntryForm]] = {
    DELIVER: DeliveryForm,
    PROVE: ProofForm,
    VISIT: VisitForm,
    REFUND: RefundForm,
    RELEASE: ReleaseForm,
}
"""The pages behind the buttons of a grant."""


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
        self.asking = Asking(session, tasks, messages, self.bar)
        self.asking.setParent(self)
        self.list.selected.connect(self._show_details)
        self.details.again.clicked.connect(self.send_again)
        self.details.wanted.connect(self.do)
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
                lambda one: waits_words(one, self._read.fund(one) if self._read else None),
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

    # ------------------------------------------------------------------ what becomes of a grant

    def do(self, key: str) -> None:
        """What a button of the card asks for, about the selected grant."""
        grant, read = self.list.current(), self._read
        if self.page is not None or grant is None or read is None:
            return
        if key in FORMS:
            known = read.price_of(grant)
            self.open_page(FORMS[key](self._session, self._tasks, grant, read.files, known))
        else:
            self.asking.ask(key, grant, read.staff)

    def saved_words(self, record: GrantRequest) -> str:
        """What is said after something was saved."""
        if record.state is GrantState.DRAFT:
            return _("Request {number} is saved and not sent yet.").format(number=record.number)
        if record.state is GrantState.REQUESTED:
            return _("Request {number} was sent for approval.").format(number=record.number)
        return _("Written down for request {number}.").format(number=record.number)

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


def _numbered(grant: GrantRequest) -> str:
    return _("{number}. {purpose}").format(number=grant.number, purpose=grant.purpose)
