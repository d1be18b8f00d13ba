"""What the tests about the file of a child share: entries with sane defaults, a child's case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose as Consented
from intake_app.children import service as children
from intake_app.children.model import (
    Action,
    Attempt,
    BestInterests,
    Counterpart,
    Entry,
    EntryKind,
    Member,
    Option,
    Outcome,
    Purpose,
    Request,
    Reunified,
    Sent,
    Verified,
    Words,
)
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Passage, Provider
from intake_app.session import Session
from tests.core.screening_kit import as_role
from tests.factories import TODAY, a_consent, a_provider

SAID = Words("I want to live with my aunt. Qxsaid", "The uncle wants him to work. Qxrisk")


def an_assessment(**parts: Any) -> BestInterests:
    """An assessment of today, looked at again in three months."""
    body = BestInterests(
        TODAY,
        made_by="Office of child protection",
        took_part="The child, his aunt, an interpreter",
        options=(Option("With the aunt", "He knows her", "Far from school"),),
        outcome="To stay with the aunt.",
        review_on=TODAY + timedelta(days=90),
    )
    return replace(body, **parts)


def a_determination(**parts: Any) -> BestInterests:
    """A determination by two people over two options."""
    body = an_assessment(
        stage=EntryKind.DETERMINATION,
        options=(Option("With the aunt", "He knows her"), Option("In a home", "", "Far away")),
        panel=(Member("Mariama Bah", "Judge"), Member("Ibrahima Diallo", "Child protection")),
        review_on=None,
    )
    return replace(body, **parts)


def a_request(**parts: Any) -> Request:
    """The child looks for its aunt."""
    return replace(Request(TODAY, "Aïssatou Barry", "aunt", "Sells fish in Kindia"), **parts)


def an_attempt(outcome: Outcome = Outcome.UNSUCCESSFUL, **parts: Any) -> Attempt:
    """Somebody looked in Kindia."""
    body = Attempt(
        TODAY, Action.INDIVIDUAL, "Kindia", "Red Cross of Guinea", "The head of the market",
        outcome, "She was found at the market." if outcome is Outcome.SUCCESSFUL else "",
    )  # fmt: skip
    return replace(body, **parts)


def a_verification(**parts: Any) -> Verified:
    """It is the aunt."""
    body = Verified(TODAY, family="Aïssatou Barry", how="Her card, and three questions")
    return replace(body, **parts)


def a_reunion(**parts: Any) -> Reunified:
    """He lives with her."""
    return replace(Reunified(TODAY, "Aïssatou Barry", "aunt", "Identity card"), **parts)


def a_counterpart(provider: Provider, **parts: Any) -> Counterpart:
    """Somebody at an organisation in Côte d’Ivoire."""
    body = Counterpart(TODAY, provider.id, "CI", "Mme Koné", "+225 01 02 03 04 05", "fr")
    return replace(body, **parts)


def an_inquiry(**parts: Any) -> Sent:
    """A social inquiry, asked for within a month."""
    body = Sent(
        TODAY, Purpose.INQUIRY, "Who lives in the house of the aunt?", Passage.EMAIL,
        answer_by=TODAY + timedelta(days=30),
    )  # fmt: skip
    return replace(body, **parts)


def counsellor_and_supervisor(session: Session) -> tuple[Session, Session]:
    """Two who may write into the file and are not the same."""
    return as_role(session, Role.COUNSELLOR), as_role(session, Role.SUPERVISOR)


def a_known_counterpart(session: Session, person: Person, case_id: str, **consent: Any) -> Provider:
    """A counterpart with the consent to share with it."""
    counsellor = as_role(session, Role.COUNSELLOR)
    provider = referrals.save_provider(
        counsellor, a_provider(name="ISS counterpart (example)", sector="child_protection")
    )
    children.note(counsellor, case_id, a_counterpart(provider))
    agreed = replace(
        a_consent(person), purpose=Consented.SHARING, recipient_id=provider.id, **consent
    )
    cases.give_consent(counsellor, agreed)
    return provider


def determined(session: Session, case_id: str, on: date = TODAY) -> Entry:
    """An assessment, and a determination that a second person has confirmed."""
    one, other = counsellor_and_supervisor(session)
    children.note(one, case_id, an_assessment(), SAID)
    entry = children.note(one, case_id, a_determination(on=on), SAID)
    children.confirm(other, entry.id)
    return entry


def verified(session: Session, case_id: str) -> Entry:
    """The family is looked for, found and verified by somebody else."""
    one, other = counsellor_and_supervisor(session)
    children.note(one, case_id, a_request())
    children.note(one, case_id, an_attempt(Outcome.SUCCESSFUL))
    return children.verify(other, case_id, a_verification())
