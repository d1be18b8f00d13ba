"""The selected referral beside the list, and the way to its case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Signal

from intake_app.formats import format_moment
from intake_app.i18n import _, language
from intake_app.referrals.model import ReferralLine, ReferralState, reply_code
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.cases.days import moment_words
from ui.plain import PlainLabel
from ui.referrals.answer_card import state_chips
from ui.referrals.sectors import Sectors
from ui.tokens import S, Text


class ReferralPreview(Card):
    """Signals: ``opened`` the case is wanted."""

    opened = Signal()

    def __init__(self, session: Session, sectors: Sectors) -> None:
        super().__init__()
        self._session, self._sectors = session, sectors
        self._line: ReferralLine | None = None
        self._staff: Mapping[str, str] = {}
        self.name, self.chips = PlainLabel(Text.SECTION, wrap=True), ChipRow()
        self.facts = KeyValues()
        self.open = Button(Kind.PRIMARY, "arrow-right")
        for widget in (self.name, self.chips, self.open):
            self.body.addWidget(widget)
        self.body.addSpacing(S)
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        self.open.clicked.connect(self.opened)
        self.retranslate()

    def show_line(self, line: ReferralLine | None, staff: Mapping[str, str]) -> None:
        """Show this one; nothing leaves the card empty. ``staff``: full names by login."""
        self._line, self._staff = line, staff
        for widget in (self.name, self.chips, self.facts, self.open):
            widget.setVisible(line is not None)
        if line is None:
            return
        self.name.setText(line.person)
        self.chips.set_chips(state_chips(line, self._session.clock()))
        due = datetime.fromisoformat(line.due_at).astimezone() if line.due_at else None
        news = _("Answer due") if line.state is ReferralState.IN_PROGRESS else _("News due")
        self.facts.set_rows(
            [
                row
                for row in (
                    (_("Case"), line.case_number),
                    (_("Sent by") if line.is_received else _("Service"), line.provider),
                    (_("Kind of help"), self._sectors.words(line.sector)),
                    (_("Reply code"), "" if line.is_received else reply_code(line.id)),
                    (news, format_moment(due, language()) if due else ""),
                    (
                        _("Received") if line.is_received else _("Referred"),
                        moment_words(line.referred_at, self._session.clock()),
                    ),
                    (_("By"), self._staff.get(line.author, "")),
                    (_("Counsellor"), self._staff.get(line.counsellor, "")),
                    (
                        _("How satisfied the person is"),
                        word("rating", str(line.rating)) if line.rating else "",
                    ),
                )
                if row[1]
            ]
        )

    def retranslate(self) -> None:
        """Button and facts."""
        self.open.set_text(_("Open the case"))
        self.show_line(self._line, self._staff)
