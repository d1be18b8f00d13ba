"""Referring the person to a service of the directory, if they agreed that it may know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from intake_app.acts import Act
from intake_app.cases.agreement import Agreement, agreement, follows_words, said_words
from intake_app.cases.consent import Consent, Purpose
from intake_app.cases.refusal import Refusal
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.packs.model import Pack
from intake_app.referrals.model import Provider, Referral, Urgency
from intake_app.referrals.service import refer
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.words import choices, word
from ui.buttons import Button
from ui.cards import Card, IconLabel, KeyValues
from ui.cases.record_form import RecordForm, held
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.text_edit import TextBlock
from ui.tasks import Tasks
from ui.tokens import M, Text, Tone

URGENCY_LOOK = {
    Urgency.EMERGENCY: ("triangle-alert", Tone.DANGER),
    Urgency.URGENT: ("clock", Tone.WARNING),
    Urgency.NORMAL: ("calendar", Tone.NEUTRAL),
}
"""Icon and tone of each urgency."""

OLD_AFTER = 365
"""Days after which an entry of the directory should be verified again."""


@dataclass(frozen=True)
class ReferralFrame:
    """What a referral is chosen from, and what the person agreed to."""

    case_id: str
    providers: tuple[Provider, ...]
    consents: tuple[Consent, ...]
    pack: Pack | None
    today: date
    refusals: tuple[Refusal, ...] = ()

    def provider(self, provider_id: str | None) -> Provider | None:
        """One entry of the directory."""
        return next((one for one in self.providers if one.id == provider_id), None)

    def consent(self, provider_id: str) -> Consent | None:
        """The consent (or other legal basis) that lets this service know of the person."""
        found = self.sharing(provider_id)
        case = agreement(self.consents, self.refusals, Purpose.CASE_MANAGEMENT, self.today)
        if case.is_denied:
            return found.exception
        return found.consent if found.holds else None

    def sharing(self, provider_id: str) -> Agreement:
        """Where sharing with this service stands: agreed, refused, taken back, never asked."""
        return agreement(self.consents, self.refusals, Purpose.SHARING, self.today, provider_id)

    def why_not(self, provider: Provider) -> str:
        """Why this service may not know of the person, in words."""
        found = self.sharing(provider.id)
        if found.is_denied:
            return f"{said_words(found, provider.name)} {follows_words(found.purpose)}"
        case = agreement(self.consents, self.refusals, Purpose.CASE_MANAGEMENT, self.today)
        if case.is_denied:
            return f"{said_words(case)} {follows_words(case.purpose)}"
        words = _("The person has not agreed to share with {service}.")
        return words.format(service=provider.name)

    def sector_name(self, sector_id: str) -> str:
        """What a kind of help is called on this screen."""
        sector = self.pack.sector(sector_id) if self.pack else None
        return sector.name.in_(language()) if sector else sector_id


def verified_words(provider: Provider, today: date) -> tuple[str, Tone]:
    """When somebody last asked there, and whether that is long ago."""
    if not provider.verified_on:
        return _("Never verified. Ring there before you send somebody."), Tone.WARNING
    day = date.fromisoformat(provider.verified_on)
    words = _("Last verified on {day}").format(day=format_date(day, language()))
    return words, Tone.WARNING if (today - day).days > OLD_AFTER else Tone.NEUTRAL


class ReferralForm(RecordForm):
    """Signals: those of the page; ``consent_wanted`` the id of the service that needs one."""

    consent_wanted = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, frame: ReferralFrame) -> None:
        super().__init__(tasks)
        self._session, self.frame = session, frame
        self._wanted: Referral | None = None
        self._id = new_id()
        self.about = KeyValues(2)
        self.verified, self.agreed = IconLabel(Text.BODY), IconLabel(Text.BODY)
        self.record = Button(icon="hand-heart")
        self._card = self._service_card()
        self._add_questions()
        self.form["sector"].edited.connect(self._sector_chosen)
        self.form["provider"].edited.connect(self._show_service)
        self.record.clicked.connect(self._record)
        self.form.set_values({"urgency": Urgency.NORMAL.value})
        self.setFocusProxy(self.form.field("sector"))
        self.retranslate()

    def _service_card(self) -> Card:
        card = Card(margin=M)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self.agreed, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.record)
        card.body.addWidget(self.about)
        card.body.addWidget(self.verified)
        card.body.addLayout(row)
        card.hide()
        return card

    def _add_questions(self) -> None:
        form = self.form
        form.add("sector", ChoiceList(self._sectors), lambda: _("Kind of help"))
        form.add("provider", ChoiceList(self._providers), lambda: _("Service"), required=True)
        form.add_widget(held(self._card))
        form.add(
            "urgency",
            Choice(_urgencies, may_be_empty=False),
            lambda: _("How soon the service should answer"),
            required=True,
            wide=True,
        )
        form.add(
            "reason",
            TextBlock(1000, lines=3),
            lambda: _("What the person needs from this service"),
            required=True,
            wide=True,
            helper=lambda: _("Write only what this service has to know."),
        )

    def _sectors(self) -> Sequence[Option]:
        used = {one.sector for one in self.frame.providers if one.active}
        known = [sector.id for sector in self.frame.pack.sectors] if self.frame.pack else []
        ordered = [one for one in known if one in used] + sorted(used - set(known))
        return [Option(one, self.frame.sector_name(one)) for one in ordered]

    def _providers(self) -> Sequence[Option]:
        sector = self.form["sector"].value()
        return [
            Option(one.id, one.name, one.area)
            for one in self.frame.providers
            if one.active and sector in (None, one.sector)
        ]

    # ------------------------------------------------------------------ while it is chosen

    def set_frame(self, frame: ReferralFrame) -> None:
        """Take a directory and consents that were read again."""
        if frame != self.frame:
            self.frame = frame
            self.form["sector"].retranslate()
            self.form["provider"].retranslate()
            self._show_service()

    def _sector_chosen(self) -> None:
        self.form["provider"].retranslate()
        self._show_service()

    def _provider(self) -> Provider | None:
        return self.frame.provider(self.form["provider"].value())

    def _show_service(self) -> None:
        """What is known about the service, and whether it may know about the person."""
        provider = self._provider()
        self._card.setVisible(provider is not None)
        self.save.set_reason(self._reason())
        if provider is None:
            return
        rows = [
            (_("Kind of help"), self.frame.sector_name(provider.sector)),
            (_("Area it serves"), provider.area),
            (_("Whom to ask for"), provider.contact),
            (_("Telephone"), provider.phone),
            (_("Opening days and hours"), provider.opening),
            (_("Cost"), provider.cost),
        ]
        self.about.set_rows([(name, value) for name, value in rows if value])
        words, tone = verified_words(provider, self.frame.today)
        self.verified.show_text(words, "badge-check" if provider.verified_on else "info", tone)
        consent = self.frame.consent(provider.id)
        self.record.setVisible(consent is None)
        if consent is None:
            self.agreed.show_text(self.frame.why_not(provider), "triangle-alert", Tone.DANGER)
        else:
            self.agreed.show_text(_agreed_words(consent), "circle-check", Tone.SUCCESS)

    def _reason(self) -> str:
        if not self._session.may(Act.REFERRAL_MADE):
            return _("Only a counsellor refers people.")
        provider = self._provider()
        if provider is None or self.frame.consent(provider.id) is not None:
            return ""
        return _("Record first that the person agrees to share with this service.")

    def _record(self) -> None:
        provider = self._provider()
        if provider is not None:
            self.consent_wanted.emit(provider.id)

    # ------------------------------------------------------------------ sending

    def may_submit(self) -> bool:
        """False without a consent; the card says so."""
        return self.save.isEnabled()

    def take(self) -> None:
        """Take the referral along."""
        provider, values = self._provider(), self.form.values()
        assert provider is not None  # the form is complete
        self._wanted = Referral(
            id=self._id,
            case_id=self.frame.case_id,
            provider_id=provider.id,
            sector=provider.sector,
            reason=values["reason"],
            urgency=Urgency(values["urgency"]),
        )

    def put(self) -> Referral:
        """Refer the person."""
        assert self._wanted is not None
        return refer(self._session, self._wanted)

    # ------------------------------------------------------------------ drafts and words

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        if not self.form.is_changed():
            return None
        return {key: value or "" for key, value in self.form.values().items()}

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier."""
        self.form["sector"].set_value(typed.get("sector") or None)
        self.form["provider"].retranslate()
        self.form["provider"].set_value(typed.get("provider") or None)
        self.form["urgency"].set_value(typed.get("urgency") or Urgency.NORMAL.value)
        self.form["reason"].set_value(typed.get("reason", ""))
        self._show_service()
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Referrals"), _("new referral"))
        self.save.set_text(_("Refer"))
        self.back.set_text(_("Back"))
        self.record.set_text(_("Record consent"))
        self._show_service()


def _urgencies() -> Sequence[Option]:
    return [
        Option(code, words, "", *URGENCY_LOOK[Urgency(code)]) for code, words in choices("urgency")
    ]


def _agreed_words(consent: Consent) -> str:
    basis = word("basis", consent.legal_basis)
    words = _("It may know of the person: {basis} of {day}.").format(
        basis=basis, day=format_date(consent.given_on, language())
    )
    if not consent.withhold:
        return words
    kept = _("Must not be passed on: {what}").format(what=consent.withhold)
    return f"{words} {kept}"
