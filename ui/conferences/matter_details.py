"""The matter that is read: what is asked for, and the buttons of the committee."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.conferences.model import Conference, MatterKind, Outcome
from intake_app.conferences.service import MatterView
from intake_app.grants.model import GrantRequest
from intake_app.i18n import _
from intake_app.plans.model import Plan
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.cases.days import on_day
from ui.conferences.matter_columns import LOOK, matter_words, money_words
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.tokens import S, Text

_VERBS = (Outcome.APPROVED, Outcome.RETURNED, Outcome.REJECTED, Outcome.PUT_OFF)


class MatterDetails(QScrollArea):
    """Signals: ``decided`` (Outcome) a button of the committee; ``dropped`` take it off;
    ``moved`` (int) up or down; ``case_wanted``. ``staff``: full names by login."""

    decided = Signal(object)
    dropped = Signal()
    moved = Signal(int)
    case_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._row: MatterView | None = None
        self._conference: Conference | None = None
        self.staff: Mapping[str, str] = {}
        self.card = Card()
        self.name, self.chips = PlainLabel(Text.SECTION, wrap=True), ChipRow()
        self.facts = KeyValues()
        self.verbs = {
            outcome: Button(
                Kind.PRIMARY if outcome is Outcome.APPROVED else Kind.PLAIN, LOOK[outcome][0]
            )
            for outcome in _VERBS
        }
        self.open, self.drop = Button(icon="arrow-right"), Button(icon="x")
        self.up, self.down = Button(icon="chevron-up"), Button(icon="chevron-down")
        self._arrange()
        for outcome, button in self.verbs.items():
            button.clicked.connect(lambda _on=False, said=outcome: self.decided.emit(said))
        self.open.clicked.connect(self.case_wanted)
        self.drop.clicked.connect(self.dropped)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))

    def _arrange(self) -> None:
        decide, order = QWidget(), QWidget()
        flow, second = FlowLayout(decide), FlowLayout(order)
        for button in self.verbs.values():
            flow.addWidget(button)
        for button in (self.open, self.up, self.down, self.drop):
            second.addWidget(button)
        for widget in (self.name, self.chips, decide, order, self.facts):  # buttons: no scrolling
            self.card.body.addWidget(widget)
            self.card.body.addSpacing(S)
        self.card.body.addStretch(1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_matter(self, row: MatterView | None, conference: Conference | None) -> None:
        """Show this point of the agenda; nothing hides the card, and the lists have the room."""
        self._row, self._conference = row, conference
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(row.name)
        icon, tone = LOOK[row.outcome]
        self.chips.set_chips([(icon, tone, word("outcome", row.outcome))])
        self.facts.set_rows(self._facts(row))
        self._set_words()
        self._allow(row)

    def _facts(self, row: MatterView) -> list[tuple[str, str]]:
        record, decision = row.record, row.decision
        rows = [
            (_("Case"), row.case_number),
            (_("Matter"), matter_words(record)),
            (_("Amount"), money_words(record)),
        ]
        if isinstance(record, GrantRequest):
            rows.append((_("For what"), record.purpose))
        if isinstance(record, Plan):
            rows.append((_("Goals"), "\n".join(goal.text for goal in record.goals)))
        if record is not None:
            rows.append((_("Presented by"), self.staff.get(record.author, "")))
        rows.append((_("Reason"), row.matter.reason or (decision.reason if decision else "")))
        if decision is not None:
            who = self.staff.get(decision.decided_by, decision.decided_by)
            day = on_day(decision.decided_at)
            rows.append((_("Signed by"), _("{name}, {date}").format(name=who, date=day)))
        return rows

    def _set_words(self) -> None:
        words = {
            Outcome.APPROVED: _("Approve…"),
            Outcome.RETURNED: _("Return…"),
            Outcome.REJECTED: _("Reject…"),
            Outcome.PUT_OFF: _("Put off…"),
        }
        for outcome, button in self.verbs.items():
            button.set_text(words[outcome])
        self.open.set_text(_("Open the case"))
        self.up.set_text(_("Up"))
        self.down.set_text(_("Down"))
        self.drop.set_text(_("Take off the agenda"))

    def _allow(self, row: MatterView) -> None:
        """Grey what cannot be done now, each with its reason."""
        one, may = self._conference, self._session.may
        closed = one is not None and not one.is_open
        final = _("The minutes of this conference are closed.") if closed else ""
        said = row.outcome not in (Outcome.OPEN, Outcome.PUT_OFF)
        done = _("This matter was decided already.") if said else ""
        decide = "" if may(Act.MATTER_DECIDED) else _("Only a supervisor may do this.")
        early = one is not None and one.held_on > self._session.today()
        soon = _("The conference has not taken place yet.") if early else ""
        for button in self.verbs.values():
            button.set_reason(decide or final or done or soon)
        if row.matter.kind is MatterKind.PLAN:
            never = _("A plan is approved or returned; it cannot be rejected.")
            self.verbs[Outcome.REJECTED].set_reason(decide or never)
        plan = "" if may(Act.MATTER_LISTED) else _("Your role may not do this.")
        kept = _("This matter was decided or put off: it stays in the minutes.")
        self.drop.set_reason(plan or final or (kept if row.outcome is not Outcome.OPEN else ""))
        for button in (self.up, self.down):
            button.set_reason(plan or final)
