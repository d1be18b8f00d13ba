"""What the approver reads, and the buttons to decide with."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from intake_app.formats import format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.people.model import Majority
from intake_app.plans.model import Plan
from intake_app.words import word
from ui.approvals.matter_view import MatterView
from ui.approvals.waiting import Matter, Waiting
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, IconLabel
from ui.cases.days import nearness
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tokens import L, S, Text, Tone


class DecisionPane(Screen):
    """Signals: ``approved``, ``returned``, ``rejected``, ``paper_wanted``, ``case_wanted``."""

    approved = Signal()
    returned = Signal()
    rejected = Signal()
    paper_wanted = Signal()
    case_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Waiting | None, Matter | None, date | None] = (None, None, None)
        self._against = ""
        self._whole = False
        self.name = PlainLabel(Text.TITLE, wrap=True)
        self.about, self.total = PlainLabel(Text.SECONDARY, wrap=True), PlainLabel(Text.SECTION)
        self.chips, self.matter, self.against = ChipRow(), MatterView(), IconLabel(Text.BODY)
        self.approve = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.send_back = Button()
        self.reject = Button(Kind.DANGER)
        self.paper = Button(icon="file-text")
        self.case = Button(icon="folder-open")
        self.whole = Button(icon="list", key="Alt+W")
        for button, signal in (
            (self.approve, self.approved),
            (self.send_back, self.returned),
            (self.reject, self.rejected),
            (self.paper, self.paper_wanted),
            (self.case, self.case_wanted),
        ):
            button.clicked.connect(signal)
        self.whole.clicked.connect(self._turn)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S)
        for widget in (self.name, self.about, self.chips, self.total):
            inner.addWidget(widget)
        inner.addWidget(_row(self.whole, self.paper, self.case))
        inner.addWidget(self.matter, 1)
        self.area = QScrollArea()
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        card = Card(L)
        card.body.addWidget(self.area, 1)
        card.body.addWidget(self.against)
        card.body.addWidget(_row(self.approve, self.send_back, self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def retranslate(self) -> None:
        """Set every text."""
        self.send_back.set_text(_("Return…"))
        self.reject.set_text(_("Reject…"))
        self.paper.set_text(_("Look at the paper"))
        self.case.set_text(_("Open the case"))
        self._show()

    def show_waiting(
        self, waiting: Waiting | None, matter: Matter | None, today: date, against: str
    ) -> None:
        """Show one request. ``against`` is why it cannot be decided here: greys the buttons."""
        if waiting != self._shown[0]:
            self.area.verticalScrollBar().setValue(0)
            self._whole = False
        self._shown = (waiting, matter, today)
        self._against = against
        self._show()

    def _turn(self) -> None:
        """The whole text instead of what is different, and back."""
        self._whole = not self._whole
        self._show()
        self.area.verticalScrollBar().setValue(0)

    def _show(self) -> None:
        waiting, matter, today = self._shown
        for button in (self.approve, self.send_back, self.reject):
            button.set_reason(self._against)
        self.against.show_text(self._against, "info", Tone.NEUTRAL)
        self.against.setVisible(bool(self._against) and waiting is not None)
        closing = waiting is not None and waiting.is_closing
        self.approve.set_text(_("Close the grant…") if closing else _("Approve…"))
        self.send_back.setVisible(not closing)
        self.reject.setVisible(waiting is not None and waiting.kind == "grant" and not closing)
        if waiting is not None and today is not None:
            self.name.setText(waiting.view.person.display_name)
            self.about.setText(_about(waiting, today))
            self.total.setText(waiting.total() or _("Without money"))
            self.total.setVisible(waiting.kind != "closure")
            self.chips.set_chips(_chips(waiting, matter, today))
        self.whole.set_text(
            _("Show what is different") if self._whole else _("Show the whole plan")
        )
        self.whole.setVisible(matter is not None and matter.last is not None)
        self.matter.show_matter(waiting, matter, whole=self._whole)


def _row(*buttons: Button) -> QWidget:
    """Buttons beside each other, or below each other where they do not fit."""
    row = QWidget()
    flow = FlowLayout(row)
    for button in buttons:
        flow.addWidget(button)
    policy = row.sizePolicy()
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    return row


def _about(waiting: Waiting, today: date) -> str:
    if waiting.is_closing:
        words = _("Grant asked for by {author}, case {case}. To be closed since {day} ({near}).")
        return words.format(
            author=waiting.author_name,
            case=waiting.view.case.number,
            day=format_short_date(waiting.since, language()),
            near=nearness(waiting.since, today),
        )
    what = waiting.what()
    if isinstance(waiting.record, Plan) and waiting.record.version > 1:
        what = _("Plan, version {number}").format(number=waiting.record.version)
    return _("{what} by {author}, case {case}. Waiting since {day} ({near}).").format(
        what=what,
        author=waiting.author_name,
        case=waiting.view.case.number,
        day=format_short_date(waiting.since, language()),
        near=nearness(waiting.since, today),
    )


def _chips(waiting: Waiting, matter: Matter | None, today: date) -> list[tuple[str, Tone, str]]:
    view = waiting.view
    chips = []
    if matter is not None and matter.before and not waiting.is_closing:
        last = word("verdict", matter.before[0].verdict)
        chips.append(("undo-2", Tone.WARNING, _("Before: {verdict}").format(verdict=last)))
    minors = sum(person.majority(today) is not Majority.ADULT for person in view.household)
    if minors:
        words = ngettext("{count} minor in the family", "{count} minors in the family", minors)
        chips.append(("baby", Tone.WARNING, words.format(count=minors)))
    chips.append(("plane-landing", Tone.NEUTRAL, word("return", view.homecoming.kind)))
    if len(view.household) > 1:
        chips.append(
            ("users", Tone.NEUTRAL, _("Family of {count}").format(count=len(view.household)))
        )
    if matter is not None and matter.pack is not None:
        chips.append(("briefcase", Tone.NEUTRAL, matter.pack.short_name.in_(language())))
    return chips
