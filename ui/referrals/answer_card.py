"""One referral: how it stands, what went to whom, and noting what the service answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.documents import service as documents
from intake_app.formats import format_date, format_moment
from intake_app.i18n import _, language
from intake_app.referrals.model import (
    NEXT_STATES,
    Channel,
    Referral,
    ReferralLine,
    ReferralState,
)
from intake_app.referrals.sheet import Withheld, kept_lines
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, IconLabel, KeyValues
from ui.cases.days import moment_words
from ui.fields.choice import Choice, Option
from ui.fields.date_edit import DayEdit
from ui.fields.field import Field
from ui.fields.options import words_of
from ui.plain import PlainLabel
from ui.plans.growing_text import GrowingText
from ui.referrals.referral_frame import URGENCY_LOOK, ReferralFrame
from ui.tokens import M, Text, Tone

LOOK = {
    ReferralState.IN_PROGRESS: ("clock", Tone.ACCENT),
    ReferralState.ACCEPTED: ("circle-check", Tone.SUCCESS),
    ReferralState.REJECTED: ("circle-slash", Tone.DANGER),
    ReferralState.DONE: ("badge-check", Tone.SUCCESS),
    ReferralState.REVOKED: ("undo-2", Tone.NEUTRAL),
}
"""Icon and tone of each state of a referral."""


@dataclass(frozen=True)
class _Begun:
    """What is typed of an answer."""

    state: str | None = None
    words: str = ""
    day: date | None = None
    how: str = Channel.HAND.value

    def is_something(self) -> bool:
        """How it came alone is nothing: a slip that was scanned says it."""
        return (self.state, self.words, self.day) != (None, "", None)


class AnswerCard(Card):
    """Signals: ``answered`` the referral's id, its next state and the words of the service; how it
    came and the day of an appointment are asked of ``channel`` and ``day``. ``paper_wanted`` the id
    of a referral that we received: its sender gets our answer on paper."""

    answered = Signal(str, str, str)
    paper_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._referral: Referral | None = None
        self._begun: dict[tuple[str, int], _Begun] = {}
        self._came: dict[str, str] = {}
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self.lost = IconLabel(Text.BODY)
        self._chips, self._values = ChipRow(), KeyValues(2)
        self.channel = Choice(lambda: words_of("channel"), may_be_empty=False)
        self.channel.set_value(Channel.HAND.value)
        self._channel_field = Field(self.channel, lambda: _("How the answer came"))
        self.day = DayEdit(session.today)
        self._day_field = Field(self.day, lambda: _("First appointment"))
        self.next = Choice(self._next_options, may_be_empty=False)
        self._next_field = Field(self.next, lambda: _("What happened"))
        self._next_place = QVBoxLayout()
        self.words = GrowingText(1000, least=2)
        self._words_field = Field(self.words, lambda: _said_words(self._referral))
        self.save, self.paper = Button(Kind.PRIMARY, "check"), Button(icon="printer")
        self._answer = QWidget()
        column = QVBoxLayout(self._answer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(self._next_place)
        self._next_place.addWidget(self._next_field)
        for widget in (self._words_field, self._channel_field, self._day_field, self.save):
            column.addWidget(widget)
        parts = (self._title, self._chips, self.lost, self.paper, self._answer, self._values)
        for part in parts:
            self.body.addWidget(part)
        for editor in (self.words, self.day):
            editor.edited.connect(lambda: self.show_problems({}))
        self.save.clicked.connect(self._send)
        self.paper.clicked.connect(self._want_paper)
        self.hide()

    def show_referral(
        self,
        referral: Referral | None,
        frame: ReferralFrame | None,
        staff: dict[str, str],
        lost: str = "",
    ) -> None:
        """Show one referral; an answer that was begun is there again when one comes back to it.

        ``lost`` says why the service may not know of the person any more.
        """
        if _key(referral) != _key(self._referral):
            self._change_to(referral)
        self.setVisible(referral is not None)
        if referral is None or frame is None:
            return
        provider = frame.provider(referral.provider_id)
        self._title.setText(provider.name if provider else _("A service"))
        self.lost.setVisible(bool(lost))
        tell = _("Tell the service now that it may use nothing more, and record “Taken back”.")
        self.lost.show_text(f"{lost} {tell}" if lost else "", "triangle-alert", Tone.DANGER)
        self._chips.set_chips(state_chips(referral, self._session.clock()))
        rows = _rows(referral, frame, staff, self._session)
        self._values.set_rows([(name, value) for name, value in rows if value])
        self._answer.setVisible(bool(NEXT_STATES[referral.state]))
        self._show_paper(referral)
        self._words_field.retranslate()
        self._channel_field.setVisible(not referral.is_received)  # it is we who answer
        self.save.set_text(_("Record the answer"))
        may = self._session.may(Act.REFERRAL_ANSWERED)
        self.save.set_reason("" if may else _("Only a counsellor records answers."))
        for editor in (self.next, self.words, self.channel, self.day):
            editor.setEnabled(may)

    def _show_paper(self, referral: Referral) -> None:
        self.paper.setVisible(referral.has_our_answer)
        self.paper.set_text(_("Print our answer"))
        may = documents.may_issue(self._session, "referral_answer")
        self.paper.set_reason("" if may else _("Only a counsellor or supervisor makes this."))

    def _want_paper(self) -> None:
        if self._referral is not None:
            self.paper_wanted.emit(self._referral.id)

    def _change_to(self, referral: Referral | None) -> None:
        typed = self._typed()
        if self._referral is not None and typed.is_something():
            self._begun[_key(self._referral)] = typed
        self._referral = referral
        begun = self._begun.pop(_key(referral), _Begun())
        if referral is not None and referral.id in self._came:
            begun = replace(begun, how=self._came.pop(referral.id))
        self._ask_next()
        self._put(begun)

    def _put(self, begun: _Begun) -> None:
        self.next.set_value(begun.state)
        self.words.set_value(begun.words)
        self.day.set_value(begun.day)
        self.channel.set_value(begun.how)
        self.show_problems({})

    def _ask_next(self) -> None:
        """Ask with the answers that fit now: a choice that changes them is a new choice."""
        self._next_place.removeWidget(self._next_field)
        self._next_field.hide()
        self._next_field.deleteLater()
        self.next = Choice(self._next_options, may_be_empty=False)
        self.next.edited.connect(lambda: self.show_problems({}))
        self._next_field = Field(self.next, lambda: _("What happened"))
        self._next_place.addWidget(self._next_field)

    def _typed(self) -> _Begun:
        how = self.channel.value() or Channel.HAND.value
        return _Begun(self.next.value(), self.words.value(), self.day.value(), how)

    def is_typing(self) -> bool:
        """True while an answer is begun and not recorded."""
        return self._typed().is_something() or bool(self._begun)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put each sentence under its field."""
        self._next_field.show_mistake(problems.get("state", ""))
        self._words_field.show_mistake(problems.get("answer", ""))
        self._day_field.show_mistake(problems.get("day", ""))

    def set_channel(self, referral_id: str, channel: Channel) -> None:
        """Say how the answer to this one comes, now or when it is shown: a slip was scanned, a code
        was read out."""
        if self._referral is not None and self._referral.id == referral_id:
            self.channel.set_value(channel.value)
        else:
            self._came = {referral_id: channel.value}

    def clear(self) -> None:
        """The answer was recorded."""
        self._put(_Begun())

    def _next_options(self) -> Sequence[Option]:
        if self._referral is None:
            return []
        following = NEXT_STATES[self._referral.state]
        return [
            Option(state.value, word("referral", state), "", *LOOK[state])
            for state in ReferralState
            if state in following
        ]

    def _send(self) -> None:
        if self._referral is None:
            return
        state = self.next.value()
        if state is None:
            self.show_problems({"state": _("Choose what happened.")})
            self.next.setFocus()
            return
        if wrong := self._day_field.wrong():
            self.show_problems({"day": wrong})
            self.day.setFocus()
            return
        self.answered.emit(self._referral.id, state, self.words.value())


def _said_words(referral: Referral | None) -> str:
    is_ours = referral is not None and referral.is_received
    return _("What we answer") if is_ours else _("What the service said")


def _key(referral: Referral | None) -> tuple[str, int]:
    return (referral.id, referral.revision) if referral is not None else ("", 0)


def state_chips(referral: Referral | ReferralLine, now: datetime) -> list[tuple[str, Tone, str]]:
    """How it stands: state, direction, urgency, and whether somebody waits for too long."""
    icon, tone = LOOK[referral.state]
    chips = [(icon, tone, word("referral", referral.state))]
    if referral.is_received:
        chips.append(("inbox", Tone.ACCENT, _("Received by us")))
    if referral.state is ReferralState.IN_PROGRESS:
        urgent, how = URGENCY_LOOK[referral.urgency]
        chips.append((urgent, how, word("urgency", referral.urgency)))
    if referral.is_overdue(now):
        chips.append(("clock", Tone.DANGER, _("Answer overdue")))
    if referral.is_stale(now):
        chips.append(("hourglass", Tone.WARNING, _("No news for two weeks")))
    return chips


def _rows(
    referral: Referral, frame: ReferralFrame, staff: dict[str, str], session: Session
) -> list[tuple[str, str]]:
    provider = frame.provider(referral.provider_id)
    due = referral.due()
    referred = _("{when}, by {who}").format(
        when=moment_words(referral.referred_at, session.clock()),
        who=staff.get(referral.author, referral.author),
    )
    news = _("Answer due") if referral.state is ReferralState.IN_PROGRESS else _("News due")
    return [
        (_("Kind of help"), frame.sector_name(referral.sector)),
        (_("Reply code"), "" if referral.is_received else referral.code),
        (news, format_moment(due.astimezone(), language()) if due else ""),
        (_("What the person needs"), referral.reason),
        (_("Received") if referral.is_received else _("Referred"), referred),
        (_("Their number of the referral"), referral.their_number),
        (_("Name as they wrote it"), referral.their_name),
        (_("First appointment"), _day(referral.appointment)),
        (_("Telephone"), provider.phone if provider else ""),
        (_("Whom to ask for"), provider.contact if provider else ""),
        (_said_words(referral), referral.answer),
        (_("How satisfied the person is"), word("rating", str(referral.rating or ""))),
        (_("In the person’s words"), referral.rating_note),
        *_transfer(referral, frame),
    ]


def _transfer(referral: Referral, frame: ReferralFrame) -> list[tuple[str, str]]:
    """What went to the service, what did not and why, on which basis, and how."""
    kept = (one for one in kept_lines(referral.withheld) if one.withheld is not Withheld.NOT_NEEDED)
    consent = frame.consent_of(referral)
    basis = ""
    if consent is not None and not referral.is_received:
        basis = _("{basis} of {day}").format(
            basis=word("basis", consent.legal_basis),
            day=format_date(consent.given_on, language()),
        )
    return [
        (_("What was passed on"), ", ".join(word("sheet", code) for code in referral.shared)),
        (
            _("Not passed on"),
            ", ".join(
                _("{field} ({reason})").format(
                    field=word("sheet", one.field), reason=word("withheld", one.withheld or "")
                )
                for one in kept
            ),
        ),
        (_("On what it rests"), basis),
        (_("How it went"), word("passage", referral.passage) if referral.passage else ""),
    ]


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text), language()) if text else ""
