"""The service that was chosen: why it fits, how to reach it, whether it may know of the person."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from intake_app.cases.consent import Consent
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.referrals.fitting import Fit
from intake_app.referrals.provider import Provider
from intake_app.words import word
from ui.buttons import Button
from ui.cards import Card, ChipRow, IconLabel, KeyValues
from ui.referrals.referral_frame import ReferralFrame
from ui.tokens import M, Text, Tone


class ServiceCard(Card):
    """``frame`` may be exchanged; ``record`` is the button for a consent that is missing."""

    def __init__(self, frame: ReferralFrame) -> None:
        super().__init__(margin=M)
        self.frame = frame
        self.chips, self.about = ChipRow(), KeyValues(2)
        self.verified, self.agreed = IconLabel(Text.BODY), IconLabel(Text.BODY)
        self.record = Button(icon="hand-heart")
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self.agreed, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.record)
        for widget in (self.chips, self.about, self.verified):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.hide()

    def show_service(self, provider: Provider | None, fit: Fit | None, *, is_in: bool) -> None:
        """Show one service, or nothing. ``is_in``: it sent the person, and is told nothing."""
        self.setVisible(provider is not None)
        if provider is None:
            return
        reasons = fit.reasons if fit and not is_in else ()
        self.chips.set_chips([(*_look(one.is_good), one.words) for one in reasons])
        rows = [
            (_("Kind of help"), ", ".join(map(self.frame.sector_name, provider.sectors))),
            (_("Area it serves"), provider.area),
            (_("Whom to ask for"), provider.contact),
            (_("Telephone"), provider.phone),
            (_("Opening days and hours"), provider.opening),
            (_("Cost"), provider.cost),
            (_("What the office knows of it"), provider.trust),
        ]
        self.about.set_rows([(name, value) for name, value in rows if value])
        words, tone = verified_words(provider, self.frame.today)
        self.verified.show_text(words, "badge-check" if provider.verified_on else "info", tone)
        self._show_consent(provider, is_in)
        self.record.set_text(_("Record consent"))

    def _show_consent(self, provider: Provider, is_in: bool) -> None:
        consent = self.frame.consent(provider.id)
        self.record.setVisible(consent is None and not is_in)
        self.agreed.setVisible(not is_in)
        if consent is None:
            self.agreed.show_text(self.frame.why_not(provider), "triangle-alert", Tone.DANGER)
        else:
            self.agreed.show_text(_agreed_words(consent), "circle-check", Tone.SUCCESS)


def verified_words(provider: Provider, today: date) -> tuple[str, Tone]:
    """When somebody last asked there, and whether that is long ago."""
    if not provider.verified_on:
        return _("Never verified. Ring there before you send somebody."), Tone.WARNING
    day = date.fromisoformat(provider.verified_on)
    words = _("Last verified on {day}").format(day=format_date(day, language()))
    return words, Tone.WARNING if provider.is_stale(today) else Tone.NEUTRAL


def _look(is_good: bool | None) -> tuple[str, Tone]:
    if is_good is None:
        return "history", Tone.NEUTRAL
    return ("check", Tone.SUCCESS) if is_good else ("triangle-alert", Tone.WARNING)


def _agreed_words(consent: Consent) -> str:
    basis = word("basis", consent.legal_basis)
    words = _("It may know of the person: {basis} of {day}.").format(
        basis=basis, day=format_date(consent.given_on, language())
    )
    if not consent.withhold:
        return words
    kept = _("Must not be passed on: {what}").format(what=consent.withhold)
    return f"{words} {kept}"
