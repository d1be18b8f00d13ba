"""What holds for one purpose: agreed, another legal basis, refused, taken back, never asked.

Pure: from the consents and refusals of one person, with the words that say it. ``permissions`` asks
it for the services.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.cases.consent import Consent, LegalBasis, Purpose
from intake_app.cases.refusal import No, Refusal
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.words import word


class Standing(StrEnum):
    """Where one purpose stands with one person."""

    GIVEN = "given"
    EXCEPTED = "excepted"
    """No consent, but another legal basis with its reason."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"
    """Nobody has asked yet."""


DENIED = frozenset({Standing.REFUSED, Standing.WITHDRAWN})
"""The person does not want it."""


@dataclass(frozen=True)
class Agreement:
    """What holds for one purpose (and recipient) on one day.

    ``consent`` is the one that holds, or the one that was withdrawn; ``refusal`` the newest;
    ``exception`` the newest record of another legal basis that holds, beside a consent too.
    """

    purpose: Purpose
    standing: Standing
    recipient_id: str | None = None
    consent: Consent | None = None
    refusal: Refusal | None = None
    exception: Consent | None = None

    @property
    def holds(self) -> bool:
        """True if there is a consent, or another legal basis."""
        return self.standing in (Standing.GIVEN, Standing.EXCEPTED)

    @property
    def is_denied(self) -> bool:
        """True if the person said no or took the consent back."""
        return self.standing in DENIED


def agreement(
    consents: Iterable[Consent],
    refusals: Iterable[Refusal],
    purpose: Purpose,
    day: date,
    recipient_id: str | None = None,
) -> Agreement:
    """What holds for exactly this purpose (and recipient) on a day.

    The person's newest word counts: a consent from before a refusal does not. Another legal basis
    does not depend on what the person says.
    """
    about = [one for one in consents if (one.purpose, one.recipient_id) == (purpose, recipient_id)]
    noes = [
        one
        for one in refusals
        if (one.purpose, one.recipient_id) == (purpose, recipient_id) and one.refused_on <= day
    ]
    refusal = max(noes, key=lambda one: one.refused_on, default=None)
    since = refusal.refused_on if refusal else date.min
    valid = [
        one
        for one in about
        if one.is_valid(day)
        and (one.legal_basis is not LegalBasis.CONSENT or one.given_on >= since)
    ]
    if valid:
        newest = max(valid, key=lambda one: one.given_on)
        own = newest.legal_basis is LegalBasis.CONSENT
        standing = Standing.GIVEN if own else Standing.EXCEPTED
        others = [one for one in valid if one.legal_basis is not LegalBasis.CONSENT]
        exception = max(others, key=lambda one: one.given_on, default=None)
        return Agreement(purpose, standing, recipient_id, newest, refusal, exception)
    ended = [one for one in about if one.withdrawn_on is not None and one.withdrawn_on <= day]
    last = max(ended, key=lambda one: one.withdrawn_on or date.min, default=None)
    if last is not None and (last.withdrawn_on or date.min) > since:
        return Agreement(purpose, Standing.WITHDRAWN, recipient_id, last, refusal)
    standing = Standing.REFUSED if refusal else Standing.MISSING
    return Agreement(purpose, standing, recipient_id, last, refusal)


# ---------------------------------------------------------------------------- words


def refused_words(found: Agreement, service: str = "") -> str:
    """Why nothing may be done for this purpose: what the person said, what follows, what to do."""
    if found.standing is Standing.MISSING:
        return _missing_words(found.purpose, service)
    return " ".join((said_words(found, service), follows_words(found.purpose), _way_out()))


def said_words(found: Agreement, service: str = "") -> str:
    """What the person said, with its day; empty if nobody asked yet or a consent holds."""
    purpose = asked_words(found.purpose, service)
    if found.standing is Standing.REFUSED and found.refusal is not None:
        words = (
            _("On {day} the person said no to this: {purpose}.")
            if found.refusal.answer is No.NO
            else _("On {day} the person said “not now” to this: {purpose}.")
        )
        day = format_date(found.refusal.refused_on, language())
        return words.format(day=day, purpose=purpose)
    if found.standing is Standing.WITHDRAWN and found.consent and found.consent.withdrawn_on:
        day = format_date(found.consent.withdrawn_on, language())
        words = _("On {day} the person took this consent back: {purpose}.")
        return words.format(day=day, purpose=purpose)
    return ""


def asked_words(purpose: Purpose, service: str = "") -> str:
    """What was asked, with the service it names."""
    if service:
        return _("Sharing with {service}").format(service=service)
    return word("purpose", purpose)


def follows_words(purpose: Purpose) -> str:
    """What may not be done while the person does not agree."""
    return {
        Purpose.CASE_MANAGEMENT: _(
            "No plan, no grant and no referral may go on, and headquarters gets nothing new."
        ),
        Purpose.SHARING: _("Nothing about the person may go to this service."),
        Purpose.TRACING: _("Nobody may look for the family with these details."),
        Purpose.STATISTICS: _("The case is left out of what headquarters counts."),
        Purpose.PHOTO: _("No photograph may be kept or shown: remove one that is there."),
        Purpose.CONTACT_AFTER: _("Do not contact the person after the case is closed."),
    }[purpose]


def _way_out() -> str:
    return _(
        "A later consent changes this. In danger of life, or if the law demands it, record that"
        " legal basis with its reason."
    )


def _missing_words(purpose: Purpose, service: str) -> str:
    if purpose is Purpose.SHARING:
        return _(
            "There is no valid consent to share with {provider}."
            " Ask the person and record it first."
        ).format(provider=service)
    return {
        Purpose.CASE_MANAGEMENT: _(
            "Record the consent for case management first; then open the case."
        ),
        Purpose.PHOTO: _(
            "There is no valid consent to a photograph. Ask the person and record the consent"
            " first."
        ),
    }.get(purpose) or _(
        "Nobody has asked the person about this yet: {purpose}. Ask first, and record the answer."
    ).format(purpose=word("purpose", purpose))
