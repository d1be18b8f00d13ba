"""One service of the directory beside the list: whom to call, where, and whether it still holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from intake_app.formats import format_date, format_short_date
from intake_app.i18n import _, language
from intake_app.referrals.model import Provider
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.tokens import L, M, Text, Tone

SectorWords = Callable[[str], str]


class ProviderPreview(Card):
    """Signals: ``edit_wanted``; ``verified`` somebody asked there today and it all still holds."""

    edit_wanted = Signal()
    verified = Signal()

    def __init__(self, sector_words: SectorWords) -> None:
        super().__init__(L)
        self._sector_words = sector_words
        self._provider: Provider | None = None
        self._today: date | None = None
        self._against = ""
        self.name, self.chips = PlainLabel(Text.TITLE, wrap=True), ChipRow()
        self.facts = KeyValues()
        self.edit = Button(Kind.PLAIN, "pencil", "Ctrl+E")
        self.verify = Button(Kind.PLAIN, "check")
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(self.edit)
        flow.addWidget(self.verify)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        self.body.setSpacing(M)
        for widget in (self.name, self.chips, row, self.facts):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.edit.clicked.connect(self.edit_wanted)
        self.verify.clicked.connect(self.verified)
        self.hide()

    def show_provider(self, provider: Provider | None, today: date, against: str) -> None:
        """Show one entry, or nothing. ``against`` is why the role may not change it."""
        self._provider, self._today, self._against = provider, today, against
        self.setVisible(provider is not None)
        self._show()

    def _show(self) -> None:
        provider = self._provider
        if provider is None:
            return
        self.name.setText(provider.name)
        chips = [("heart-handshake", Tone.NEUTRAL, self._sector_words(provider.sector))]
        if not provider.active:
            chips.insert(0, ("circle-slash", Tone.DANGER, _("Closed")))
        if not provider.verified_on:
            chips.append(("circle-dashed", Tone.WARNING, _("Never verified")))
        self.chips.set_chips(chips)
        known = [
            (_("Area it serves"), provider.area),
            (_("Whom to ask for"), provider.contact),
            (_("Address"), provider.address),
            (_("Languages spoken there"), provider.languages),
            (_("Opening days and hours"), provider.opening),
            (_("Cost"), provider.cost),
        ]
        always = [(_("Telephone"), provider.phone), (_("Last verified"), _day(provider))]
        self.facts.set_rows([*always, *(row for row in known if row[1])])
        self.edit.set_text(_("Change"))
        self.edit.set_reason(self._against)
        self.verify.set_text(_("Verified today"))
        today = self._today.isoformat() if self._today else ""
        done = _("This was verified today.") if provider.verified_on == today else ""
        self.verify.set_reason(self._against or done)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)


def _day(provider: Provider) -> str:
    if not provider.verified_on:
        return _("never")
    return format_date(date.fromisoformat(provider.verified_on), language())


def verified_words(provider: Provider) -> str:
    """The day of the last verification for a narrow column, or that the service is closed."""
    if not provider.active:
        return _("closed")
    if not provider.verified_on:
        return _("never")
    return format_short_date(date.fromisoformat(provider.verified_on), language())
