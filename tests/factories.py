"""Invented records with sane defaults: a test says only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from intake_app.cases.consent import Consent, GivenHow, Purpose
from intake_app.cases.refusal import No, Refusal
from intake_app.people.model import (
    DocumentKind,
    Homecoming,
    IdentityDocument,
    Person,
    ReturnKind,
    Sex,
)
from intake_app.referrals.model import Provider
from intake_app.values import PartialDate, new_id

TODAY = date(2026, 5, 12)


def a_person(**changes: Any) -> Person:
    """Mariama Diallo, 1990, Guinean, with a passport."""
    person = Person(
        id=new_id(),
        family_name="Diallo",
        given_names="Mariama",
        sex=Sex.FEMALE,
        birth=PartialDate.from_edtf("1990-03-12"),
        nationality="GN",
        language="fr",
        mother_name="Aïssatou Barry",
        phone_as_typed="622 12 34 56",
        documents=(IdentityDocument(new_id(), DocumentKind.PASSPORT, "O00412345", "GN"),),
    )
    return replace(person, **changes)


def a_homecoming(person: Person, **changes: Any) -> Homecoming:
    """Back from France ten days ago, assisted and voluntary."""
    coming = Homecoming(new_id(), person.id, "FR", ReturnKind.ASSISTED_VOLUNTARY, date(2026, 5, 2))
    return replace(coming, **changes)


def a_consent(person: Person, **changes: Any) -> Consent:
    """Signed today for case management."""
    consent = Consent(new_id(), person.id, Purpose.CASE_MANAGEMENT, GivenHow.SIGNATURE, "fr", TODAY)
    return replace(consent, **changes)


def a_refusal(person: Person, **changes: Any) -> Refusal:
    """Said no today to case management."""
    refusal = Refusal(new_id(), person.id, Purpose.CASE_MANAGEMENT, No.NO, "fr", TODAY)
    return replace(refusal, **changes)


def a_provider(**changes: Any) -> Provider:
    """A vocational training centre."""
    return replace(Provider(new_id(), "Centre de formation Kaloum", "employment"), **changes)
