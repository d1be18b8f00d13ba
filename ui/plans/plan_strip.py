"""Above the plan: by when it is due, and which programmes pay in the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property, partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Pack
from intake_app.plans.term import Term
from intake_app.session import Session
from ui.buttons import Button, Kind, MenuButton
from ui.cards import Card, IconLabel
from ui.cases.days import due_tone
from ui.fields.date_edit import DayEdit
from ui.fields.text_edit import TextLine
from ui.flow import FlowLayout
from ui.plain import PlainLabel, Words
from ui.plans.surroundings import Surroundings
from ui.tokens import S, Text, Tone


class PlanStrip(QWidget):
    """Signals: ``fund_chosen`` the id of a programme that shall pay as well; ``fund_dropped`` of
    one that shall not any more; ``extended`` a day and a reason.
    """

    fund_chosen = Signal(str)
    fund_dropped = Signal(str)
    extended = Signal(date, str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._around: Surroundings | None = None
        buttons = QWidget(self)
        self.due = IconLabel(parent=self)
        self.longer = Button(Kind.QUIET, "calendar-clock", parent=buttons)
        self.funds = MenuButton("coins", Kind.QUIET, buttons)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        flow = FlowLayout(buttons, at_end=True)
        flow.addWidget(self.longer)
        flow.addWidget(self.funds)
        row = QHBoxLayout()
        row.addWidget(self.due, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(buttons, 1)
        column.addLayout(row)
        self.longer.clicked.connect(self._open_card)
        self.hide()

    @cached_property
    def card(self) -> ExtensionCard:
        """Where more time is asked for; built when somebody does."""
        card = ExtensionCard(self._session, self)
        card.hide()
        self._column.addWidget(card)
        card.closed.connect(card.hide)
        card.extended.connect(self.extended)
        card.retranslate()
        return card

    @property
    def _has_card(self) -> bool:
        return "card" in self.__dict__

    def close_card(self) -> None:
        """The case was changed: forget what was typed."""
        if self._has_card:
            self.card.done()

    def show_case(self, around: Surroundings | None) -> None:
        """Show the time and the programmes of a case; nothing without its pack."""
        self._around = around
        self.setVisible(around is not None)
        if around is None:
            return
        self._show_term(around.term, around.today)
        self._show_funds(around)

    def _show_term(self, term: Term | None, today: date) -> None:
        self.due.setVisible(term is not None)
        self.longer.setVisible(term is not None and self._session.may(Act.PLAN_EXTENDED))
        if term is None:
            if self._has_card:
                self.card.hide()
            return
        icon = "clock" if term.days_left(today) >= 0 else "triangle-alert"
        self.due.show_text(term_words(term, today), icon, due_tone(term.last_day, today))

    def _show_funds(self, around: Surroundings) -> None:
        frame = around.frame
        names = ", ".join(pack.short_name.in_(language()) for pack in frame.packs)
        self.funds.set_text(_("Paid by: {programmes}").format(programmes=names))
        here = {pack.id for pack in frame.packs}
        others = [
            pack for pack in frame.known.values() if pack.id not in here and frame.group_in(pack)
        ]
        may = self._session.may(Act.FUND_ADDED)
        if not may:
            reason = _("A counsellor or a supervisor decides who pays.")
        elif not others and not frame.funds:
            reason = _("No other programme of this desk takes this return.")
        else:
            reason = ""
        self.funds.set_reason(reason)
        self.funds.empty()
        for pack in others:
            self.funds.add(_pays(pack), partial(self.fund_chosen.emit, pack.id), "plus")
        for pack in frame.funds:
            self.funds.add(_pays_no_more(pack), partial(self.fund_dropped.emit, pack.id), "x")

    def _open_card(self) -> None:
        if self._around is not None and self._around.term is not None:
            self.card.open_for(self._around.term)

    def retranslate(self) -> None:
        """Every text."""
        self.longer.set_text(_("Give more time"))
        if self._has_card:
            self.card.retranslate()
        self.show_case(self._around)


def _pays(pack: Pack) -> Words:
    return lambda: _("{programme} pays as well").format(programme=pack.name.in_(language()))


def _pays_no_more(pack: Pack) -> Words:
    return lambda: _("{programme} does not pay any more").format(
        programme=pack.name.in_(language())
    )


def term_words(term: Term, today: date) -> str:
    """``Plan due on 1 June 2026: 20 days left``, and until when it was extended and why."""
    days = term.days_left(today)
    day = format_date(term.last_day, language())
    if days < 0:
        words = ngettext(
            "Plan due on {day}: {days} day overdue.",
            "Plan due on {day}: {days} days overdue.",
            -days,
        ).format(day=day, days=-days)
    elif days == 0:
        words = _("Plan due today.")
    else:
        words = ngettext(
            "Plan due on {day}: {days} day left.", "Plan due on {day}: {days} days left.", days
        ).format(day=day, days=days)
    if term.extended_to is None:
        return words
    first = format_date(term.first, language())
    more = _("Extended; first due on {day}. Why: {reason}").format(day=first, reason=term.reason)
    return f"{words} {more}"


class ExtensionCard(Card):
    """A day and a reason. Signals: ``extended`` both of them; ``closed``."""

    extended = Signal(date, str)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.title = PlainLabel(Text.STRONG)
        self.day, self.reason = DayEdit(session.today), TextLine(500)
        self.day_name, self.reason_name = PlainLabel(Text.LABEL), PlainLabel(Text.LABEL)
        self.note = IconLabel()
        self.give, self.leave = Button(Kind.PRIMARY, "check"), Button(Kind.PLAIN)
        day, reason = QVBoxLayout(), QVBoxLayout()
        for column, name, editor in (
            (day, self.day_name, self.day),
            (reason, self.reason_name, self.reason),
        ):
            column.setSpacing(S // 2)
            column.addWidget(name)
            column.addWidget(editor)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addLayout(day, 1)
        row.addLayout(reason, 3)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.give)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        self.body.addWidget(self.title)
        self.body.addLayout(row)
        self.body.addWidget(self.note)
        self.body.addLayout(buttons)
        self.note.hide()
        self.give.clicked.connect(self._give)
        self.leave.clicked.connect(self.closed)

    def open_for(self, term: Term) -> None:
        """Ask; what was typed before stays."""
        furthest = term.furthest
        self.title.setText(
            _("How long may the plan take? The programme allows {day} at most.").format(
                day=format_date(furthest, language())
            )
            if furthest
            else _("How long may the plan take?")
        )
        self.show_problems({})
        self.show()
        self.day.setFocus()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What does not fit, below; what was typed stays."""
        self.day.set_wrong("until" in problems)
        self.reason.set_wrong("reason" in problems)
        self.note.show_text(" ".join(problems.values()), "circle-alert", Tone.DANGER)
        self.note.setVisible(bool(problems))

    def done(self) -> None:
        """Time was given: close, and forget what was typed."""
        self.day.set_value(None)
        self.reason.set_value("")
        self.hide()

    def _give(self) -> None:
        day = self.day.value()
        if day is None:
            said = self.day.problem() or _("Choose a day.")
            self.show_problems({"until": said})
            self.day.setFocus()
            return
        self.extended.emit(day, self.reason.value())

    def retranslate(self) -> None:
        """Every text."""
        self.day_name.setText(_("New day"))
        self.reason_name.setText(_("Why the plan needs more time"))
        self.day.set_names(_("New day"), "")
        self.reason.set_names(_("Why the plan needs more time"), "")
        self.give.set_text(_("Give this time"))
        self.leave.set_text(_("Cancel"))
