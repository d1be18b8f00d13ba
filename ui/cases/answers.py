"""The answers of a person: what the consent tab reads, and how it says where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from intake_app.attachments.service import Attachment, signed_papers
from intake_app.cases import service as cases
from intake_app.cases.agreement import (
    Agreement,
    Standing,
    agreement,
    asked_words,
    follows_words,
    said_words,
)
from intake_app.cases.consent import Consent, LegalBasis, Purpose
from intake_app.cases.refusal import Refusal
from intake_app.formats import format_date, language_name
from intake_app.i18n import _, language
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from ui.tokens import Tone

Answer = Consent | Refusal
Look = tuple[str, Tone, str]
"""Icon, tone and word."""

LOOK = {
    Standing.GIVEN: ("circle-check", Tone.SUCCESS),
    Standing.EXCEPTED: ("shield", Tone.ACCENT),
    Standing.REFUSED: ("circle-slash", Tone.DANGER),
    Standing.WITHDRAWN: ("undo-2", Tone.DANGER),
    Standing.MISSING: ("circle-dashed", Tone.NEUTRAL),
}
"""Refused, taken back and never asked look different, and never by colour alone."""


@dataclass(frozen=True)
class Consents:
    """Everything the tab shows, read at one moment."""

    person: Person
    consents: tuple[Consent, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    referrals: tuple[Referral, ...] = ()
    papers: Mapping[str, Attachment] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)

    def answers(self) -> list[Answer]:
        """Consents and refusals together, the newest first."""
        both: list[Answer] = [*self.consents, *self.refusals]
        return sorted(both, key=day_of, reverse=True)

    def purpose_words(self, answer: Answer) -> str:
        """What somebody answered about, with the service it names."""
        return purpose_words(answer, self.providers)

    def agreements(self, day: date) -> list[Agreement]:
        """Where each purpose stands; sharing once for each service that was asked about."""
        found = []
        for purpose in Purpose:
            about = {one.recipient_id for one in self.answers() if one.purpose is purpose}
            recipients = sorted(about, key=str) if purpose is Purpose.SHARING else [None]
            found += [
                agreement(self.consents, self.refusals, purpose, day, one) for one in recipients
            ]
        return found

    def wants_paper(self, answer: Answer) -> bool:
        """True if there must be a signed paper of this answer, and its scan is missing."""
        if isinstance(answer, Refusal) or answer.legal_basis is not LegalBasis.CONSENT:
            return False
        return answer.wants_paper and answer.withdrawn_on is None and answer.id not in self.papers

    def paper_words(self, answer: Answer) -> str:
        """In one word, whether there is a scan of the signed paper."""
        if answer.id in self.papers:
            return _("scanned")
        return _("missing") if self.wants_paper(answer) else "–"

    def same_paper(self, answer: Answer) -> list[Answer]:
        """The other answers of that day without a scan: often they are on the same sheet."""
        return [
            one
            for one in self.answers()
            if one.id != answer.id
            and day_of(one) == day_of(answer)
            and one.id not in self.papers
            and (isinstance(one, Refusal) or self.wants_paper(one))
        ]


def read_consents(session: Session, case_id: str) -> Consents:
    """Read the answers of the case's person. Raises NotFound."""
    view = cases.reload_case(session, case_id)
    return Consents(
        view.person,
        view.consents,
        view.refusals,
        tuple(referrals.referrals_of(session, case_id)),
        signed_papers(session, view.person.id),
        {entry.id: entry.name for entry in referrals.providers(session)},
        users.names_of_staff(session),
    )


def day_of(answer: Answer) -> date:
    """When the person answered."""
    return answer.refused_on if isinstance(answer, Refusal) else answer.given_on


def purpose_words(answer: Answer, providers: Mapping[str, str]) -> str:
    """What an answer is about, with the service it names."""
    if answer.recipient_id is None:
        return word("purpose", answer.purpose)
    gone = _("a service that is gone")
    return asked_words(answer.purpose, providers.get(answer.recipient_id, gone))


def how_words(answer: Answer) -> str:
    """How the person answered."""
    if isinstance(answer, Refusal):
        return word("no", answer.answer)
    if answer.legal_basis is not LegalBasis.CONSENT:
        return word("basis", answer.legal_basis)
    return word("given", answer.given_how)


def state_of(answer: Answer, around: Consents, today: date) -> Look:
    """What one answer means now."""
    if isinstance(answer, Refusal):
        found = agreement(
            around.consents, around.refusals, answer.purpose, today, answer.recipient_id
        )
        if found.standing is Standing.REFUSED and found.refusal == answer:
            return (*LOOK[Standing.REFUSED], word("agreement", Standing.REFUSED))
        return "circle-dot", Tone.NEUTRAL, _("Answered later")
    if answer.withdrawn_on is not None:
        return (*LOOK[Standing.WITHDRAWN], word("agreement", Standing.WITHDRAWN))
    if answer.is_valid(today):
        if answer.legal_basis is LegalBasis.CONSENT:
            return (*LOOK[Standing.GIVEN], _("Valid"))
        return (*LOOK[Standing.EXCEPTED], word("agreement", Standing.EXCEPTED))
    return "clock", Tone.WARNING, _("Not yet valid")


def standing_chip(found: Agreement) -> Look:
    """One purpose and where it stands, in a few words."""
    words = _("{purpose}: {standing}").format(
        purpose=word("purpose", found.purpose), standing=word("agreement", found.standing)
    )
    return (*LOOK[found.standing], words)


def consequences(around: Consents, day: date) -> list[str]:
    """For each no that holds: what was said, what may not be done now, and what is still open."""
    lines = []
    for found in around.agreements(day):
        if found.is_denied:
            service = around.providers.get(found.recipient_id or "", "")
            lines.append(f"{said_words(found, service)} {follows_words(found.purpose)}")
            lines += _open_referrals(found, around)
    return lines


def _open_referrals(found: Agreement, around: Consents) -> list[str]:
    """Referrals that go on although the person does not want it any more."""
    bases = {one.id: one.legal_basis for one in around.consents}
    if found.purpose not in (Purpose.SHARING, Purpose.CASE_MANAGEMENT):
        return []
    words = _(
        "Referral {number} to {service} is still open: tell the service that it may use nothing"
        " more, and take the referral back under “Referrals”."
    )
    return [
        words.format(number=one.number, service=around.providers.get(one.provider_id, ""))
        for one in around.referrals
        if one.state in (ReferralState.IN_PROGRESS, ReferralState.ACCEPTED)
        and bases.get(one.consent_id) is LegalBasis.CONSENT
        and found.recipient_id in (None, one.provider_id)
    ]


def answer_rows(answer: Answer, around: Consents) -> list[tuple[str, str]]:
    """Labels and values of one answer; what is empty is left out."""
    rows = _refusal_rows(answer) if isinstance(answer, Refusal) else _consent_rows(answer)
    by = answer.asked_by if isinstance(answer, Refusal) else answer.taken_by
    paper = around.papers.get(answer.id)
    rows += [
        (_("Recorded by"), around.staff.get(by, "")),
        (_("Text read aloud, version"), answer.text_version),
        (_("Signed paper"), _paper_words(answer, around, paper)),
    ]
    if isinstance(answer, Consent) and answer.withdrawn_on is not None:
        rows += [
            (_("Withdrawn on"), format_date(answer.withdrawn_on, language())),
            (_("What the person said"), answer.withdrawal_reason),
        ]
    return [(name, value) for name, value in rows if value]


def _consent_rows(consent: Consent) -> list[tuple[str, str]]:
    return [
        (_("How the person agreed"), word("given", consent.given_how)),
        (_("Day"), format_date(consent.given_on, language())),
        (_("Witness"), consent.witness),
        (_("Language"), language_name(consent.language, language())),
        (_("Interpreter"), consent.interpreter),
        (_("Legal basis"), word("basis", consent.legal_basis)),
        (_("Reason"), consent.basis_reason),
        (_("Must not be passed on"), consent.withhold),
    ]


def _refusal_rows(refusal: Refusal) -> list[tuple[str, str]]:
    return [
        (_("Answer"), word("no", refusal.answer)),
        (_("Day"), format_date(refusal.refused_on, language())),
        (_("Language"), language_name(refusal.language, language())),
        (_("Interpreter"), refusal.interpreter),
        (_("What the person does not want"), refusal.said),
    ]


def _paper_words(answer: Answer, around: Consents, paper: Attachment | None) -> str:
    if paper is not None:
        words = _("Scanned on {day}")
        day = date.fromisoformat(paper.added_at[:10])
        return words.format(day=format_date(day, language()))
    return _("The scan is missing") if around.wants_paper(answer) else ""
