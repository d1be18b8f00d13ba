"""The screenings of the sample: an emergency, a child who came alone, sealed answers; and a no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, GivenHow, Purpose
from intake_app.cases.model import CaseFile
from intake_app.cases.refusal import No, Refusal
from intake_app.people.model import Homecoming, Person
from intake_app.screening import service as screening
from intake_app.screening.model import (
    Determinant,
    Exploitation,
    Health,
    Screening,
    Side,
    Sphere,
)
from intake_app.screening.safeguards import Answer, ChildFacts, Standing
from intake_app.screening.washington import Difficulty, ShortSet
from intake_app.session import Session
from intake_app.values import new_id


def a_no(person: Person, day: date) -> Refusal:
    """Somebody does not want to be photographed today."""
    return Refusal(
        new_id(), person.id, Purpose.PHOTO, No.NOT_NOW, person.language, day,
        said="Pas de photo avant d’avoir parlé à la famille.",
    )  # fmt: skip


def _determinants() -> tuple[Determinant, ...]:
    return (
        Determinant(
            Sphere.INDIVIDUAL, Side.PROTECTIVE, ("literacy",), "Parle trois langues.",
            "Bilan de compétences",
        ),
        Determinant(
            Sphere.HOUSEHOLD, Side.RISK, ("poverty",), "Dettes du voyage envers un oncle.",
            "Médiation familiale",
        ),
        Determinant(Sphere.COMMUNITY, Side.RISK, ("stigma",), "Les voisins se moquent du retour."),
    )  # fmt: skip


def screen_child(session: Session, child: Person, coming: Homecoming) -> None:
    """A child who came alone: caregiver and own view are known, the assessment is missing."""
    agreed = Consent(
        new_id(), child.id, Purpose.CASE_MANAGEMENT, GivenHow.ORAL, "fr", session.today(),
        witness="Mme Camara, protection de l’enfance (exemple)",
    )  # fmt: skip
    cases.give_consent(session, agreed)
    case = cases.open_case(session, child.id, coming.id, "eurp")
    facts = ChildFacts(
        Standing.UNACCOMPANIED,
        caregiver="Une tante, à confirmer",
        caregiver_is="sa tante",
        own_view="Veut aller à l’école et habiter chez sa tante.",
    )
    screening.save_screening(session, replace(_asked(case, Answer.NO), child=facts))


def screen_adults(session: Session, opened: Sequence[CaseFile]) -> None:
    """Reception asks two adults, and one says yes to the question about suicide; the counsellor
    adds what makes the other vulnerable."""
    second, third = opened[1:3]
    if session.role is Role.RECEPTION:
        screening.save_screening(session, _asked(second, Answer.YES))
        sealed = {Exploitation.FALSE_PROMISE: Answer.YES, Exploitation.THREATS: Answer.NO}
        screening.save_screening(session, _asked(third, Answer.NO), sealed)
    else:
        asked = screening.screening_of(session, third.id).screening
        screening.save_screening(session, replace(asked, determinants=_determinants()))


def _asked(case: CaseFile, suicidal: Answer) -> Screening:
    difficulties = replace(
        ShortSet(*[Difficulty.NONE] * 6), seeing=Difficulty.SOME, walking=Difficulty.A_LOT
    )
    health = Health(Answer.NO, Answer.YES, Answer.NO, suicidal)
    return Screening(case.id, 0, difficulties, health)
