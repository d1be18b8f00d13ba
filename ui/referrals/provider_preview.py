"""One service of the directory beside the list: whom to call, where, and whether it still holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from intake_app.formats import format_date, format_number, format_short_date, language_name
from intake_app.i18n import _, language, ngettext
from intake_app.packs.crosswalk import SectorList, counterpart_of
from intake_app.referrals.directory import Directory
from intake_app.referrals.fitting import accepted_words
from intake_app.referrals.model import Record
from intake_app.referrals.provider import Provider
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.referrals.sectors import Sectors
from ui.tokens import L, M, Text, Tone


class ProviderPreview(Card):
    """Signals: ``edit_wanted``; ``verified`` somebody asked there today and it all still holds."""

    edit_wanted = Signal()
    verified = Signal()

    def __init__(self, session: Session, sectors: Sectors) -> None:
        super().__init__(L)
        self._session, self._sectors = session, sectors
        self._provider: Provider | None = None
        self._directory: Directory | None = None
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

    def show_provider(self, provider: Provider | None, directory: Directory, against: str) -> None:
        """Show one entry, or nothing. ``against`` is why the role may not change it."""
        self._provider, self._directory, self._against = provider, directory, against
        self.setVisible(provider is not None)
        self._show()

    def _show(self) -> None:
        provider, directory = self._provider, self._directory
        if provider is None or directory is None:
            return
        self.name.setText(provider.name)
        self.chips.set_chips(self._chips(provider, directory))
        record = directory.record(provider.id)
        always = [(_("Telephone"), provider.phone), (_("Last verified"), _day(provider))]
        known = [
            (_("What our referrals say"), accepted_words(record)),
            (_("What people say who were there"), _rating_words(record)),
            (_("Room for people of ours"), _room_words(directory, provider)),
            (_("Area it serves"), provider.area),
            (_("Whom to ask for"), provider.contact),
            (_("E-mail"), provider.email),
            (_("Address"), provider.address),
            (_("Languages spoken there"), _languages(provider)),
            (_("Open on"), _days(provider)),
            (_("Opening days and hours"), provider.opening),
            (_("Cost"), provider.cost),
            (_("What the office knows of it"), provider.trust),
            (_("Named by the programme"), self._programme(provider.source)),
            (_("In other lists"), _other_lists(provider.sector)),
        ]
        self.facts.set_rows([*always, *(row for row in known if row[1])])
        self.edit.set_text(_("Change"))
        self.edit.set_reason(self._against)
        self.verify.set_text(_("Verified today"))
        today = directory.today.isoformat()
        done = _("This was verified today.") if provider.verified_on == today else ""
        self.verify.set_reason(self._against or done)

    def _chips(self, provider: Provider, directory: Directory) -> list[tuple[str, Tone, str]]:
        chips = [
            ("heart-handshake", Tone.NEUTRAL, self._sectors.words(code))
            for code in provider.sectors
        ]
        if not provider.active:
            chips.insert(0, ("circle-slash", Tone.DANGER, _("Closed")))
        if directory.free(provider) == 0:
            chips.append(("users", Tone.WARNING, _("Full")))
        if not provider.verified_on:
            chips.append(("circle-dashed", Tone.WARNING, _("Never verified")))
        elif provider.is_stale(directory.today):
            chips.append(("circle-dashed", Tone.WARNING, _("Not verified for a long time")))
        return chips

    def _programme(self, pack_id: str) -> str:
        pack = self._session.packs.get(pack_id)
        return pack.name.in_(language()) if pack else ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)


def _day(provider: Provider) -> str:
    if not provider.verified_on:
        return _("never")
    return format_date(date.fromisoformat(provider.verified_on), language())


def _rating_words(record: Record) -> str:
    """``4.2 of 5, from 6 people``."""
    if record.rating is None:
        return ""
    words = ngettext(
        "{rating} of 5, from {count} person", "{rating} of 5, from {count} people", record.rated
    )
    rating = format_number(Decimal(record.rating) / 10, language())
    return words.format(rating=rating, count=record.rated)


def _room_words(directory: Directory, provider: Provider) -> str:
    free = directory.free(provider)
    if free is None or provider.capacity is None:
        return ""
    words = _("{free} of {capacity} places left")
    return words.format(free=free, capacity=provider.capacity)


def _languages(provider: Provider) -> str:
    named = [language_name(code, language()) for code in provider.speaks]
    return ", ".join([*named, *([provider.languages] if provider.languages else [])])


def _days(provider: Provider) -> str:
    return ", ".join(word("weekday", figure) for figure in provider.open_days)


def _other_lists(sector: str) -> str:
    """What the kind of help is called by the mechanisms that an office reports to."""
    found = []
    for other in SectorList:
        entry = counterpart_of(sector, other)
        if entry is not None:
            name = word("sector_list", other)
            found.append(_("{list}: {entry}").format(list=name, entry=entry.name.in_(language())))
    return "; ".join(found)


def verified_words(provider: Provider) -> str:
    """The day of the last verification for a narrow column, or that the service is closed."""
    if not provider.active:
        return _("closed")
    if not provider.verified_on:
        return _("never")
    return format_short_date(date.fromisoformat(provider.verified_on), language())
