"""Consent: one record per purpose, and the rule that says what may be shared with whom.

The thirteen IOM data-protection principles stand behind it (``domain.md`` 4.8): nothing leaves the
office without a valid consent for exactly that purpose and recipient, or a recorded other legal
basis with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import N_, _, texts

TEXT_VERSION = "2026-1"
"""Version of the read-aloud text below. A changed wording takes a new version."""


class Purpose(StrEnum):
    """What the person agrees to, one record each."""

    CASE_MANAGEMENT = "case_management"
    SHARING = "sharing"
    TRACING = "tracing"
    STATISTICS = "statistics"
    PHOTO = "photo"
    CONTACT_AFTER = "contact_after"


class LegalBasis(StrEnum):
    """Why the data may be used. Consent is not always free where somebody depends on the aid."""

    CONSENT = "consent"
    VITAL_INTEREST = "vital_interest"
    LEGAL_DUTY = "legal_duty"
    PUBLIC_INTEREST = "public_interest"


class GivenHow(StrEnum):
    """How the person said yes."""

    SIGNATURE = "signature"
    THUMBPRINT = "thumbprint"
    ORAL = "oral"


class Shareable(StrEnum):
    """The parts of a profile that a person can keep from a recipient, each by itself."""

    NAME = "name"
    BIRTH = "birth"
    PHONE = "phone"
    DOCUMENTS = "documents"
    FAMILY = "family"
    RETURN = "return"
    ADDRESS = "address"
    WORK = "work"


@dataclass(frozen=True)
class Consent:
    """One consent of one person. ``recipient_id`` names the provider for ``Purpose.SHARING``.

    ``withheld`` are the parts that the recipient may not have; ``withhold`` says why, or what else.
    """

    id: str
    person_id: str
    purpose: Purpose
    given_how: GivenHow
    language: str
    given_on: date
    legal_basis: LegalBasis = LegalBasis.CONSENT
    basis_reason: str = ""
    recipient_id: str | None = None
    witness: str = ""
    interpreter: str = ""
    withheld: tuple[Shareable, ...] = ()
    withhold: str = ""
    text_version: str = TEXT_VERSION
    taken_by: str = ""
    withdrawn_on: date | None = None
    withdrawal_reason: str = ""
    revision: int = 0

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if self.given_on > today:
            problems["given_on"] = _("The consent is dated in the future. Check the date.")
        if self.purpose is Purpose.SHARING and not self.recipient_id:
            problems["recipient_id"] = _("Choose with whom the information may be shared.")
        if self.given_how is GivenHow.THUMBPRINT and not self.witness:
            problems["witness"] = _("A thumbprint needs a witness. Type the witness's name.")
        if self.legal_basis is not LegalBasis.CONSENT and not self.basis_reason:
            problems["basis_reason"] = _(
                "Say in a sentence why this is done without the person's consent."
            )
        if problems:
            raise InvalidInput(problems)

    def is_valid(self, day: date) -> bool:
        """True if it was given by ``day`` and not withdrawn on or before it."""
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.given_on <= day and not withdrawn

    @property
    def wants_paper(self) -> bool:
        """True if the person signed, or set a thumbprint: then there is a paper to scan."""
        return self.given_how in (GivenHow.SIGNATURE, GivenHow.THUMBPRINT)


_SPOKEN = {
    Purpose.CASE_MANAGEMENT: N_(
        "We would like to write down who you are, how you came home and what you need, so that we"
        " can help you. Only the people who work on your case may read it. You may refuse, see"
        " what we have written, have it corrected, or take back your agreement at any time. This"
        " has no influence on help in an emergency."
    ),
    Purpose.SHARING: N_(
        "We would like to give the service named here only those details about you that it needs"
        " to help you. Tell us if anything must not be passed on. You may take back your"
        " agreement at any time; the service will then receive nothing more."
    ),
    Purpose.TRACING: N_(
        "We would like to use details about you and your family to look for your relatives,"
        " together with organisations that do this work."
    ),
    Purpose.STATISTICS: N_(
        "We would like to count your case in reports. Your name and anything that could show who"
        " you are will not be in them."
    ),
    Purpose.PHOTO: N_(
        "We would like to keep a photograph of you in your file, so that colleagues recognise you."
    ),
    Purpose.CONTACT_AFTER: N_(
        "We would like to contact you again after your case is closed, to ask how you are."
    ),
}


def spoken_text(purpose: Purpose, language: str) -> str:
    """The text that is read aloud before the person agrees, in their language of choice."""
    return texts(language).gettext(_SPOKEN[purpose])
