"""The transfer log in the copy for the person: who got what about them, why, and on which basis."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.cases import store as cases_store
from intake_app.documents.duty_facts import HeldEntry
from intake_app.i18n import texts
from intake_app.referrals.model import ANSWERS, Direction, Referral
from intake_app.referrals.sheet import Withheld, kept_lines
from intake_app.rights.telling import Teller


def referral_entry(tell: Teller, referral: Referral) -> HeldEntry:
    """Recipient, purpose, fields, consent and safeguard of one referral, and what became of it."""
    _ = texts(tell.language).gettext
    rows = [
        *(_sent(tell, referral) if referral.direction is Direction.OUT else _got(tell, referral)),
        (_("State"), tell.word("referral", referral.state)),
        *_steps(tell, referral),
        (_("Person’s opinion"), tell.word("rating", str(referral.rating or ""))),
        (_("In the person’s words"), referral.rating_note),
    ]
    title = _("Referral {number}").format(number=referral.number)
    return HeldEntry(title, tuple(row for row in rows if row[1]))


def _sent(tell: Teller, referral: Referral) -> Iterator[tuple[str, str]]:
    _ = texts(tell.language).gettext
    yield _("Passed on to"), tell.service(referral.provider_id)
    yield _("Referred on"), tell.moment(referral.referred_at)
    yield _("Reason"), referral.reason
    yield _("What was passed on"), ", ".join(tell.word("sheet", one) for one in referral.shared)
    kept = (one for one in kept_lines(referral.withheld) if one.withheld is not Withheld.NOT_NEEDED)
    yield (
        _("Not passed on"),
        ", ".join(
            f"{tell.word('sheet', one.field)} ({tell.word('withheld', one.withheld or '')})"
            for one in kept
        ),
    )
    yield _("On what it rests"), basis_words(tell, referral.consent_id)
    yield _("How it went"), tell.word("passage", referral.passage or "")


def basis_words(tell: Teller, consent_id: str) -> str:
    """The consent, or other legal basis, on which something was passed on; empty if it is gone."""
    consent = cases_store.consent(tell.db, consent_id)
    if consent is None:
        return ""
    basis = f"{tell.word('basis', consent.legal_basis)}, {tell.day(consent.given_on)}"
    if consent.withdrawn_on is None:
        return basis
    _ = texts(tell.language).gettext
    return _("{basis} (taken back on {day})").format(
        basis=basis, day=tell.day(consent.withdrawn_on)
    )


def _got(tell: Teller, referral: Referral) -> Iterator[tuple[str, str]]:
    _ = texts(tell.language).gettext
    yield _("Received from"), tell.service(referral.provider_id)
    yield _("Received on"), tell.moment(referral.referred_at)
    yield _("Their number of the referral"), referral.their_number
    yield _("Name as they wrote it"), referral.their_name
    yield _("Reason"), referral.reason


def _steps(tell: Teller, referral: Referral) -> Iterator[tuple[str, str]]:
    """What was answered, the newest last; of a referral from before there were steps the answer."""
    _ = texts(tell.language).gettext
    if not referral.steps:
        yield _("Answer"), referral.answer
    for step in referral.steps:
        name = _("Answer") if step.state in ANSWERS else _("Taken back")
        said = (tell.word("referral", step.state), tell.moment(step.at), step.words)
        yield name, ", ".join(part for part in said if part)
