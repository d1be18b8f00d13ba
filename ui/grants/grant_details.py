"""One grant as a card: its steps, quotes, instalments and account, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import format_money
from intake_app.grants import states
from intake_app.grants.instalments import next_part
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.i18n import _, language
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, IconLabel, KeyValues
from ui.cases.days import moment_words, on_day
from ui.flow import FlowLayout
from ui.grants import grant_words
from ui.grants.grants_read import GrantsRead, Said
from ui.plain import PlainLabel
from ui.tokens import XS, S, Text, Tone

LOOK = {
    GrantState.DRAFT: ("pencil", Tone.NEUTRAL),
    GrantState.REQUESTED: ("clock", Tone.ACCENT),
    GrantState.CHECKED: ("clock", Tone.ACCENT),
    GrantState.AGREED: ("clock", Tone.ACCENT),
    GrantState.APPROVED: ("circle-check", Tone.SUCCESS),
    GrantState.DELIVERED: ("package", Tone.SUCCESS),
    GrantState.VERIFIED: ("eye", Tone.SUCCESS),
    GrantState.CLOSED: ("lock", Tone.NEUTRAL),
    GrantState.RETURNED: ("undo-2", Tone.WARNING),
    GrantState.REJECTED: ("circle-slash", Tone.DANGER),
    GrantState.CANCELLED: ("circle-slash", Tone.NEUTRAL),
}
"""Icon and tone of each state of a request."""

_REFUSED = (GrantState.RETURNED, GrantState.REJECTED)

DELIVER, PROVE, VISIT, REFUND = "deliver", "prove", "visit", "refund"
RELEASE, TAKE_BACK, CLOSE, CANCEL = "release", "take_back", "close", "cancel"
ACTS = {
    RELEASE: Act.GRANT_RELEASED,
    DELIVER: Act.GRANT_DELIVERED,
    PROVE: Act.GRANT_PROVED,
    VISIT: Act.GRANT_VISITED,
    REFUND: Act.GRANT_REFUNDED,
    CLOSE: Act.GRANT_CLOSED,
    TAKE_BACK: Act.GRANT_ENTRY_TAKEN_BACK,
    CANCEL: Act.GRANT_CANCELLED,
}
"""What the buttons do, in their order."""


def fits_now(key: str, grant: GrantRequest) -> bool:
    """True if a button belongs on the card of a grant that stands like this."""
    is_paid, part = bool(grant.paid().minor), next_part(grant)
    is_open = bool(grant.open_amount().minor)
    return (
        ACTS[key] in states.acts_from(grant.state)
        and {
            RELEASE: part is not None and part.waits,
            DELIVER: part is not None and not part.waits,
            PROVE: is_open,
            REFUND: is_open,
            VISIT: is_paid,
            CLOSE: is_paid,
            TAKE_BACK: any(entry.stands for entry in grant.entries()),
            CANCEL: not is_paid,
        }[key]
    )


def reason_against(key: str, grant: GrantRequest, session: Session) -> str:
    """Why the signed-in user may not press a button that fits; empty if they may."""
    act = ACTS[key]
    if not session.may(act):
        if act in (Act.GRANT_CLOSED, Act.GRANT_RELEASED):
            return _("Only a supervisor does this.")
        return _("Your role may not do this. Ask a counsellor.")
    return states.against(grant, act, session.user.id)


class Lines(QWidget):
    """A title with some sentences below it, each with its icon; hidden without any."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(XS)
        self._title = PlainLabel(Text.LABEL)
        self._column.addWidget(self._title)
        self._labels: list[IconLabel] = []

    def show_lines(self, title: str, lines: Sequence[grant_words.Line]) -> None:
        """Show these sentences."""
        self._title.setText(title)
        while len(self._labels) < len(lines):
            label = IconLabel(Text.BODY, self)
            self._labels.append(label)
            self._column.addWidget(label)
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(lines))
            if place < len(lines):
                icon, tone, text = lines[place]
                label.show_text(text, icon, tone)
        self.setVisible(bool(lines))


class GrantDetails(Card):
    """Everything about one request. Signals: ``wanted`` the key of a button in ``ACTS``."""

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self._chips, self._values, self._account = ChipRow(), KeyValues(2), KeyValues(2)
        self._said, self._choice = IconLabel(Text.BODY), PlainLabel(Text.BODY, wrap=True)
        self._steps, self._quotes, self._parts, self._entries = (Lines() for _part in range(4))
        self.again = Button(Kind.PRIMARY, "pencil")
        self.buttons = {key: Button(icon=icon) for key, icon in _ICONS.items()}
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, key=key: self.wanted.emit(key))
        row = QWidget(self)
        flow = FlowLayout(row, spacing=S)
        for button in (self.again, *self.buttons.values()):
            flow.addWidget(button)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        for widget in (
            self._title, self._chips, self._said, row, self._steps, self._account, self._entries,
            self._parts, self._values, self._quotes, self._choice,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.hide()

    def show_grant(self, grant: GrantRequest | None, read: GrantsRead | None) -> None:
        """Show one request; None hides everything."""
        self.setVisible(grant is not None)
        if grant is None or read is None:
            return
        self._title.setText(_("Request {number}").format(number=grant.number))
        self._show_head(grant, read)
        self._values.set_rows(_rows(grant, read, self._session))
        said = read.said.get(grant.id)
        by = _said_words(said) if said is not None else ""
        way = list(grant_words.steps(grant, read.fund(grant), read.staff, by))
        self._steps.show_lines(_("Steps"), [] if grant.state is GrantState.DRAFT else way)
        self._quotes.show_lines(_("Quotes"), grant_words.quote_lines(grant))
        choice = grant_words.choice_words(grant)
        self._choice.setText(choice)
        self._choice.setVisible(bool(choice))
        self._parts.show_lines(_("Instalments"), grant_words.part_lines(grant, read.staff))
        account = grant_words.account_rows(grant)
        self._account.set_rows(account)
        self._account.setVisible(bool(account))
        entries = grant_words.entry_lines(grant, read.staff)
        self._entries.show_lines(_("Written down"), entries)
        self._show_buttons(grant)

    def _show_head(self, grant: GrantRequest, read: GrantsRead) -> None:
        icon, tone = LOOK[grant.state]
        self._chips.set_chips([(icon, tone, grant_words.waits_words(grant, read.fund(grant)))])
        words = grant_words.ended_words(grant, read.staff)
        said = read.said.get(grant.id)
        if not words and said is not None and grant.state in _REFUSED:
            words = _said_words(said)
        self._said.setVisible(bool(words))
        self._said.show_text(words, icon, tone)

    def _show_buttons(self, grant: GrantRequest) -> None:
        is_draft = grant.state is GrantState.DRAFT
        self.again.setVisible(is_draft or grant.state is GrantState.RETURNED)
        self.again.set_text(_("Go on writing") if is_draft else _("Change and send again"))
        may = self._session.may(Act.GRANT_REQUESTED)
        self.again.set_reason("" if may else _("Only a counsellor asks for grants."))
        names = _names()
        for key, button in self.buttons.items():
            fits = fits_now(key, grant)
            button.setVisible(fits)
            button.set_text(names[key])
            button.set_reason(reason_against(key, grant, self._session) if fits else "")


_ICONS = {
    RELEASE: "lock-open",
    DELIVER: "package",
    PROVE: "file-check",
    VISIT: "eye",
    REFUND: "undo-2",
    CLOSE: "lock",
    TAKE_BACK: "x",
    CANCEL: "circle-slash",
}


def _names() -> dict[str, str]:
    return {
        RELEASE: _("Confirm the trigger"),
        DELIVER: _("Pay or hand over"),
        PROVE: _("Add a proof"),
        VISIT: _("Write down a visit"),
        REFUND: _("Money came back"),
        CLOSE: _("Close the grant"),
        TAKE_BACK: _("Take an entry back"),
        CANCEL: _("Cancel the request"),
    }


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
    return [
        (_("Amount"), format_money(grant.amount, language())),
        (_("Given as"), word("form", grant.form)),
        (_("For what"), grant.purpose),
        (_("Line of the plan"), read.line_words(grant)),
        (_("Package"), read.package_name(grant)),
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
