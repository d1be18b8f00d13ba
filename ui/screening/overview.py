"""What was answered, to read: what is due and missing on top, then each section."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.screening.factors import factor_words
from intake_app.screening.model import Determinant, EmergencyState, Side, Sphere
from intake_app.screening.service import ScreeningView
from intake_app.screening.washington import DOMAINS, answer_words, is_too_young, question
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, KeyValues, SectionTitle
from ui.cases.days import hours_words, moment_words
from ui.flow import FlowLayout, clear_layout
from ui.plain import PlainLabel, Words
from ui.screening.questions import HEALTH
from ui.tokens import L, M, S, Text, Tone

Rows = list[tuple[str, str]]


class Overview(QScrollArea):
    """Signals: ``referral_wanted``; ``close_wanted`` the id of an emergency; ``notes_wanted``;
    ``child_wanted`` the file of the child."""

    referral_wanted = Signal()
    close_wanted = Signal(str)
    notes_wanted = Signal()
    child_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(2, 2, L, L)
        column.setSpacing(L)
        self.urgent = QVBoxLayout()
        self.urgent.setSpacing(L)
        self.difficulties, self.health, self.child = KeyValues(2), KeyValues(2), KeyValues(2)
        self.cut_off, self.sealed = IconLabel(Text.BODY), IconLabel(Text.BODY)
        self.read = Button(Kind.PLAIN, "lock")
        self.read.clicked.connect(self.notes_wanted)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(M)
        self.to_file = Button(Kind.PLAIN, "baby")
        self.to_file.clicked.connect(self.child_wanted)
        self._child = _card(page, lambda: _("Child"), self.child, self.to_file)
        self._vulnerable = _card(page, lambda: _("Vulnerability"))
        self._vulnerable.body.addLayout(self._grid)
        column.addLayout(self.urgent)
        for card in (
            self._child,
            _card(page, lambda: _("Difficulties"), self.cut_off, self.difficulties),
            _card(page, lambda: _("Health"), self.health),
            _card(page, lambda: _("Exploitation"), self.sealed, self.read),
            self._vulnerable,
        ):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_view(self, view: ScreeningView, sealed: int) -> None:
        """Show a screening; ``sealed`` counts the sealed answers that one may know of."""
        self._show_urgent(view)
        self._show_difficulties(view)
        health = view.screening.health
        self.health.set_rows([(word("health", c), _said(getattr(health, c))) for c in HEALTH])
        self._child.setVisible(view.is_child)
        self.child.set_rows(_child_rows(view))
        self.to_file.set_text(_("To the file of the child"))
        self.to_file.setVisible(self._session.may(Act.CHILD_NOTED))
        self._show_sealed(sealed)
        self._vulnerable.setVisible(self._session.may(Act.SAFEGUARDS_ASSESSED))
        self._show_grid(view.screening.determinants)

    def _show_urgent(self, view: ScreeningView) -> None:
        clear_layout(self.urgent)
        for state in view.emergencies:
            self.urgent.addWidget(self._emergency(state))
        for title, sentences in (
            (_("Before the plan of this child can be approved"), view.stops),
            (_("Before anything is handed over"), view.hand_over_stops),
        ):
            if sentences:
                self.urgent.addWidget(_sentences(title, sentences))
        if view.is_child:
            note = IconLabel(Text.BODY)
            note.show_text(_("A child gets no cash. Help is in kind or a service."), "coins")
            self.urgent.addWidget(note)

    def _emergency(self, state: EmergencyState) -> QWidget:
        card, words = Card(), IconLabel(Text.STRONG)
        card.body.addWidget(words)
        one, now = state.emergency, self._session.clock()
        cause = word("emergency", one.cause)
        if not state.is_open:
            said = _("{cause}: referred.") if state.met_by else _("{cause}: closed. {reason}")
            words.show_text(
                said.format(cause=cause, reason=one.reason), "circle-check", Tone.SUCCESS
            )
            return card
        said = _("{cause}: an emergency referral is due. {left}, until {until}.")
        until = moment_words(one.due_at.isoformat(), now)
        left = hours_words(one.due_at, now)
        words.show_text(
            said.format(cause=cause, left=left, until=until), "circle-alert", Tone.DANGER
        )
        buttons = QWidget(card)
        row = FlowLayout(buttons)
        refer, close = Button(Kind.PRIMARY, "hand-heart"), Button(Kind.PLAIN)
        refer.set_text(_("Refer now"))
        refer.set_reason(self._only(Act.REFERRAL_MADE, _("A counsellor makes the referral.")))
        refer.clicked.connect(self.referral_wanted)
        close.set_text(_("No referral is needed…"))
        close.set_reason(self._only(Act.EMERGENCY_CLOSED, _("Only a supervisor decides this.")))
        close.clicked.connect(lambda: self.close_wanted.emit(one.id))
        for button in (refer, close):
            row.addWidget(button)
        card.body.addWidget(buttons)
        return card

    def _only(self, act: Act, reason: str) -> str:
        return "" if self._session.may(act) else reason

    def _show_difficulties(self, view: ScreeningView) -> None:
        answers = view.screening.difficulties
        given = answers.answers()
        young = is_too_young(view.person.birth, self._session.today())
        self.difficulties.setVisible(not young)
        self.difficulties.set_rows(
            [(question(one), answer_words(a) if (a := given[one]) else "") for one in DOMAINS]
        )
        above = answers.is_above_cut_off()
        if young:
            self.cut_off.show_text(_("These questions are not for children under 5."), "info")
        elif above:
            self.cut_off.show_text(
                _("Counts as a person with a disability: at least one answer is “a lot” or more."),
                "flag",
                Tone.WARNING,
            )
        elif above is False:
            self.cut_off.show_text(_("Below the cut-off."), "check", Tone.SUCCESS)
        else:
            self.cut_off.show_text(_("Not all six questions are answered."), "circle-dashed")

    def _show_sealed(self, sealed: int) -> None:
        reads = self._session.may(Act.NOTE_READ)
        self.read.setVisible(reads and sealed > 0)
        self.read.set_text(_("Read in the sealed notes"))
        if not reads:
            words = _("The answers are sealed: they cannot be read back here.")
        elif sealed:
            words = ngettext(
                "Answered {count} time; the answers are sealed.",
                "Answered {count} times; the answers are sealed.",
                sealed,
            ).format(count=sealed)
        else:
            words = _("Nobody has asked these questions in this case.")
        self.sealed.show_text(words, "lock", Tone.SEALED)

    def _show_grid(self, cells: Sequence[Determinant]) -> None:
        clear_layout(self._grid)
        for column, side in enumerate(Side, start=1):
            self._grid.addWidget(_label(word("side", side), Text.LABEL), 0, column)
            self._grid.setColumnStretch(column, 1)
        by_place = {(one.sphere, one.side): one for one in cells}
        for row, sphere in enumerate(Sphere, start=1):
            self._grid.addWidget(_label(word("sphere", sphere), Text.LABEL), row, 0)
            for column, side in enumerate(Side, start=1):
                text = _cell_words(by_place.get((sphere, side)))
                self._grid.addWidget(_label(text, Text.BODY), row, column)


def _card(parent: QWidget, title: Words, *parts: QWidget) -> Card:
    card = Card(parent=parent)
    card.body.addWidget(SectionTitle(title))
    for part in parts:
        card.body.addWidget(part)
    return card


def _label(text: str, kind: Text) -> PlainLabel:
    label = PlainLabel(kind, wrap=True)
    label.setText(text)
    return label


def _sentences(title: str, sentences: Sequence[str]) -> Card:
    card = Card()
    card.body.setSpacing(S)
    card.body.addWidget(_label(title, Text.SECTION))
    for sentence in sentences:
        line = IconLabel(Text.BODY)
        line.show_text(sentence, "triangle-alert", Tone.WARNING)
        card.body.addWidget(line)
    return card


def _said(answer: str | None) -> str:
    return word("answer", answer) if answer else ""


def _child_rows(view: ScreeningView) -> Rows:
    child = view.screening.child
    rows: Rows = [
        (_("The child came home"), word("standing", child.standing) if child.standing else ""),
        (
            _("Caregiver or guardian"),
            ", ".join(filter(None, (child.caregiver, child.caregiver_is))),
        ),
        (_("The caregiver agrees"), _said(child.caregiver_consent)),
        (_("The child’s assent"), word("assent", child.assent) if child.assent else ""),
        (_("What the child itself wants"), child.own_view),
    ]
    if child.is_alone:
        day = child.assessed_on
        made = format_date(day, language()) if day else ""
        fixed = format_date(child.determined_on, language()) if child.determined_on else ""
        rows += [
            (_("Best-interests assessment made on"), made),
            (_("Assessment made by"), child.assessed_by),
            (_("Outcome of the assessment"), child.outcome),
            (_("Best-interests determination made on"), fixed),
            (_("Search for the family"), word("tracing", child.tracing) if child.tracing else ""),
        ]
    return rows


def _cell_words(one: Determinant | None) -> str:
    if one is None:
        return "–"
    factors = ", ".join(factor_words(code) for code in one.factors)
    action = _("What will be done: {action}").format(action=one.action) if one.action else ""
    return "\n".join(part for part in (factors, one.text, action) if part)
