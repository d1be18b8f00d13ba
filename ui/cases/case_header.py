"""The head of a case: who, which number, where it stands, and what must not be forgotten."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act, Role
from intake_app.cases.model import STAGES
from intake_app.i18n import _, language
from intake_app.session import Session
from intake_app.words import word
from ui.attachments.face import Face
from ui.buttons import Button, Kind, MenuButton
from ui.cards import ChipRow
from ui.cases.case_facts import CaseFacts, chips, steps
from ui.plain import ElidedLabel, PlainLabel, action_text, shortened
from ui.stage_bar import StageBar
from ui.tokens import M, S, Text

PAPERS = (
    "intake_profile", "consent_form", "assessment_summary", "reintegration_plan", "grant_request",
    "referral_letter", "arrival_receipt", "survey_profile",
)  # fmt: skip
"""The papers that the print menu leads to."""


class CaseHeader(QWidget):
    """Stays in sight while the tabs scroll.

    Signals: ``place_chosen`` the key of a tab; ``referral_wanted``, ``grant_wanted``;
    ``paper_wanted`` a kind of paper, or an empty text for all; ``counsellor_chosen`` a login's id.
    """

    place_chosen = Signal(str)
    referral_wanted = Signal()
    grant_wanted = Signal()
    paper_wanted = Signal(str)
    counsellor_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._facts: CaseFacts | None = None
        self._low = False
        self.face, self.name = Face(parent=self), ElidedLabel(Text.TITLE, self)
        self.number = PlainLabel(Text.SECONDARY, parent=self)
        self.programme = PlainLabel(Text.SECONDARY, parent=self)
        self.counsellor = MenuButton("user", Kind.QUIET, self)
        self.referral = Button(Kind.PLAIN, "hand-heart", parent=self)
        self.grant = Button(Kind.PLAIN, "coins", parent=self)
        self.print_menu = MenuButton("printer", parent=self)
        self.stages = StageBar(self)
        self._second = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self.chips = ChipRow(self)
        self._build()
        self._fill_print_menu()
        self.referral.clicked.connect(self.referral_wanted)
        self.grant.clicked.connect(self.grant_wanted)
        self.chips.chosen.connect(self.place_chosen)
        self.retranslate()

    def _build(self) -> None:
        self.number.set_selectable()
        first, second = QHBoxLayout(), self._second
        first.setSpacing(S)
        first.addWidget(self.face)
        for label in (self.name, self.number):
            first.addWidget(label)
        first.addStretch(1)
        for widget in (self.referral, self.grant, self.print_menu):
            first.addWidget(widget)
        second.setSpacing(M)
        second.addWidget(self.stages, 1)
        second.addWidget(self.programme)
        second.addWidget(self.counsellor)
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.chips)

    def _fill_print_menu(self) -> None:
        for kind in PAPERS:
            self.print_menu.add(
                _paper_words(kind), _emitter(self.paper_wanted.emit, kind), "file-text"
            )
        self.print_menu.menu().addSeparator()
        self.print_menu.add(
            lambda: _("All papers of the case"), _emitter(self.paper_wanted.emit, "")
        )

    def show_facts(self, facts: CaseFacts) -> None:
        """Show this moment of the case."""
        self._facts = facts
        self.name.setText(facts.view.person.display_name)
        self.face.show_name(facts.view.person.display_name)
        self._show_stage(facts)
        stages = {stage.value: word("stage", stage) for stage in STAGES}
        self.stages.set_stages(steps(facts.case, stages))
        self.chips.set_chips(chips(facts, self._session.clock()))
        self.programme.setText(
            facts.pack.short_name.in_(language()) if facts.pack else facts.case.pack
        )
        self._show_counsellor(facts)

    def set_low(self, low: bool) -> None:
        """In a low window the stage is a word behind the number, and the chips take its place."""
        if low == self._low:
            return
        self._low = low
        self.stages.setVisible(not low)
        if low:
            self._second.insertWidget(0, self.chips, 1)
        else:
            self._column.addWidget(self.chips)
        if self._facts is not None:
            self._show_stage(self._facts)

    def _show_stage(self, facts: CaseFacts) -> None:
        number = facts.case.number
        stage = word("stage", facts.case.stage)
        self.number.setText(f"{number} · {stage}" if self._low else number)

    def _show_counsellor(self, facts: CaseFacts) -> None:
        self.counsellor.set_text(shortened(facts.counsellor_name()) or _("No counsellor yet"))
        self.counsellor.set_reason(
            ""
            if self._session.may(Act.CASE_ASSIGNED)
            else _("A counsellor or supervisor decides who works on the case.")
        )
        menu = self.counsellor.menu()
        menu.clear()
        me = self._session.user.id
        for member in sorted(facts.staff, key=lambda one: one.id != me):
            if member.role is not Role.COUNSELLOR or member.id == facts.case.counsellor:
                continue
            words = _("Assign to me") if member.id == me else _("Assign to {name}")
            name = shortened(member.full_name)
            action = menu.addAction(action_text(words.format(name=name)))
            action.triggered.connect(_emitter(self.counsellor_chosen.emit, member.id))
        if menu.isEmpty():
            nobody = menu.addAction(_("There is no other counsellor at this office."))
            nobody.setEnabled(False)

    def retranslate(self) -> None:
        """Every text of the head."""
        self.referral.set_text(_("Referral"))
        self.grant.set_text(_("Grant"))
        self.print_menu.set_text(_("Print"))
        only = _("Only a counsellor may do this.")
        self.referral.set_reason("" if self._session.may(Act.REFERRAL_MADE) else only)
        self.grant.set_reason("" if self._session.may(Act.GRANT_REQUESTED) else only)
        if self._facts is not None:
            self.show_facts(self._facts)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _paper_words(kind: str) -> Callable[[], str]:
    return lambda: word("paper", kind)


def _emitter(emit: Callable[[str], object], value: str) -> Callable[..., object]:
    return lambda *_pressed: emit(value)
