"""What a referral is chosen from: the case, the directory, and what the person agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from intake_app.cases.agreement import Agreement, agreement, follows_words, said_words
from intake_app.cases.consent import Consent, Purpose
from intake_app.cases.service import CaseView
from intake_app.i18n import _, language
from intake_app.packs.model import Pack
from intake_app.referrals.fitting import Fit, ranked, wanted_for
from intake_app.referrals.model import Provider, Record, Referral, Urgency
from ui.tokens import Tone

URGENCY_LOOK = {
    Urgency.EMERGENCY: ("triangle-alert", Tone.DANGER),
    Urgency.URGENT: ("clock", Tone.WARNING),
    Urgency.NORMAL: ("calendar", Tone.NEUTRAL),
}
"""Icon and tone of each urgency."""


@dataclass(frozen=True)
class ReferralFrame:
    """What a referral is chosen from, whom it is about, and what the person agreed to."""

    view: CaseView
    providers: tuple[Provider, ...]
    records: Mapping[str, Record]
    pack: Pack | None
    today: date

    @property
    def case_id(self) -> str:
        """The case that it belongs to."""
        return self.view.case.id

    def provider(self, provider_id: str | None) -> Provider | None:
        """One entry of the directory."""
        return next((one for one in self.providers if one.id == provider_id), None)

    def ranked(
        self, sector: str | None, urgency: Urgency, only: Provider | None = None
    ) -> list[Fit]:
        """The services that fit, the best first, with the reasons; or ``only`` this one."""
        wanted = wanted_for(self.view.person, sector, self.today, urgency)
        return ranked((only,) if only else self.providers, wanted, self.records)

    def consent(self, provider_id: str) -> Consent | None:
        """The consent (or other legal basis) that lets this service know of the person."""
        found = self.sharing(provider_id)
        if self._case().is_denied:
            return found.exception
        return found.consent if found.holds else None

    def sharing(self, provider_id: str) -> Agreement:
        """Where sharing with this service stands: agreed, refused, taken back, never asked."""
        consents, noes = self.view.consents, self.view.refusals
        return agreement(consents, noes, Purpose.SHARING, self.today, provider_id)

    def _case(self) -> Agreement:
        consents, noes = self.view.consents, self.view.refusals
        return agreement(consents, noes, Purpose.CASE_MANAGEMENT, self.today)

    def why_not(self, provider: Provider) -> str:
        """Why this service may not know of the person, in words."""
        found, case = self.sharing(provider.id), self._case()
        if found.is_denied:
            return f"{said_words(found, provider.name)} {follows_words(found.purpose)}"
        if case.is_denied:
            return f"{said_words(case)} {follows_words(case.purpose)}"
        words = _("The person has not agreed to share with {service}.")
        return words.format(service=provider.name)

    def consent_of(self, referral: Referral) -> Consent | None:
        """The record that a referral rests on."""
        return next((one for one in self.view.consents if one.id == referral.consent_id), None)

    def sector_name(self, sector_id: str) -> str:
        """What a kind of help is called on this screen."""
        sector = self.pack.sector(sector_id) if self.pack else None
        return sector.name.in_(language()) if sector else sector_id
