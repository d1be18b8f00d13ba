"""The file of a child in the sample: an assessment, two attempts to find the family, a counterpart
in another country with a social inquiry that waits, and the first steps of the procedure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, GivenHow, Purpose
from intake_app.cases.model import CaseFile
from intake_app.children import service as children
from intake_app.children.model import (
    Action,
    Attempt,
    BestInterests,
    Body,
    Care,
    Counterpart,
    Option,
    Outcome,
    Request,
    Sent,
    SeparationCause,
    Situation,
    Step,
    StepState,
    Words,
)
from intake_app.children.model import Purpose as SentFor
from intake_app.people import service as people
from intake_app.people.model import Homecoming, Person, ReturnKind, Sex
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Passage, Provider
from intake_app.screening import service as screening
from intake_app.screening.model import Screening
from intake_app.screening.safeguards import Answer, Assent, ChildFacts, Standing
from intake_app.session import Session
from intake_app.values import PartialDate, new_id


def register_girl(session: Session) -> CaseFile:
    """A girl of eleven from Guinea who was found alone in Abidjan, under the programme of ISS."""
    today = session.today()
    girl = Person(
        id=new_id(),
        family_name="Sylla",
        given_names="Kadiatou",
        sex=Sex.FEMALE,
        birth=PartialDate.from_edtf(f"{today.year - 11}-02"),
        nationality="GN",
        language="fr",
        mother_name="Fanta Sylla",
    )
    arrived = today - timedelta(days=12)
    coming = Homecoming(new_id(), girl.id, "CI", ReturnKind.HUMANITARIAN, arrived)
    people.save_person(session, girl, coming)
    _agree(session, girl, Purpose.CASE_MANAGEMENT)
    _agree(session, girl, Purpose.TRACING)
    case = cases.open_case(session, girl.id, coming.id, "iss")
    facts = ChildFacts(
        Standing.UNACCOMPANIED,
        caregiver="Mme Soumah, famille d’accueil (exemple)",
        caregiver_is="mère d’accueil",
        caregiver_consent=Answer.YES,
        own_view="Veut retrouver sa grand-mère et retourner à l’école.",
        assent=Assent.GIVEN,
    )
    screening.save_screening(session, Screening(case.id, child=facts))
    return case


def _agree(session: Session, girl: Person, purpose: Purpose, service: str | None = None) -> None:
    cases.give_consent(
        session,
        Consent(
            new_id(), girl.id, purpose, GivenHow.ORAL, "fr", session.today(),
            recipient_id=service, witness="Mme Soumah, famille d’accueil (exemple)",
        ),
    )  # fmt: skip


def write_file(session: Session, case: CaseFile) -> None:
    """What a counsellor has written until today; nobody has verified the family yet."""
    for body in _search(session):
        children.note(session, case.id, body)
    words = Words(
        "« Mamie habite près du grand marché de Kindia. Je ne veux pas retourner chez le monsieur"
        " d’Abidjan. »",
        "Travail domestique à Abidjan chez un inconnu. Protège : l’attachement à la grand-mère.",
    )
    children.note(session, case.id, _assessment(session), words)
    girl = people.person(session, case.person_id)
    provider = referrals.save_provider(
        session,
        Provider(
            new_id(), "Correspondant SSI Abidjan (exemple)", "child_protection",
            area="Abidjan", speaks=("fr",), verified_on=session.today().isoformat(),
        ),
    )  # fmt: skip
    _agree(session, girl, Purpose.SHARING, provider.id)
    day = session.today()
    there = Counterpart(
        day - timedelta(days=6),
        provider.id,
        "CI",
        "Mme Koné (exemple)",
        "+225 07 00 00 00 00",
        "fr",
    )
    children.note(session, case.id, there)
    children.send(
        session,
        case.id,
        Sent(
            day - timedelta(days=5), SentFor.INQUIRY,
            "Qui est l’homme chez qui elle vivait ? Y a-t-il d’autres enfants ?", Passage.EMAIL,
            day + timedelta(days=5),
        ),
        left_out={"documents"},
    )  # fmt: skip
    for number in (1, 2):
        done = Step(
            day - timedelta(days=9 - number), f"step_{number}", StepState.DONE, session.full_name
        )
        children.note(session, case.id, done)


def _search(session: Session) -> list[Body]:
    day = session.today()
    asked = Request(
        day - timedelta(days=11), "Hawa Sylla", "sa grand-mère",
        "Vend du poisson au grand marché de Kindia", "Il y a deux ans, à Kindia",
    )  # fmt: skip
    tried = Attempt(
        day - timedelta(days=9), Action.CASE_BY_CASE, "Kindia", session.full_name,
        "Le chef du marché", Outcome.UNSUCCESSFUL, "Connue, mais absente depuis un mois.",
    )  # fmt: skip
    lives = Situation(
        day - timedelta(days=11), SeparationCause.ENTRUSTED, care=Care.FOSTER,
        care_with="Mme Soumah, Conakry (exemple)",
    )  # fmt: skip
    found = replace(
        tried, on=day - timedelta(days=3), action=Action.TO_ICRC,
        by_whom="Croix-Rouge guinéenne (exemple)", asked_whom="Une voisine",
        outcome=Outcome.SUCCESSFUL, note="La grand-mère a été trouvée à Mamou, chez sa sœur.",
    )  # fmt: skip
    return [lives, asked, tried, found]


def _assessment(session: Session) -> BestInterests:
    day = session.today()
    return BestInterests(
        day - timedelta(days=7),
        made_by="Direction préfectorale de l’enfance (exemple)",
        took_part="Kadiatou, Mme Soumah, une interprète",
        options=(
            Option("Famille d’accueil à Conakry", "Calme, école à côté", "Loin de la famille"),
            Option("Chez la grand-mère", "Elle le souhaite", "Pas encore vérifiée"),
        ),
        outcome="Reste en famille d’accueil pendant la recherche de la grand-mère.",
        review_on=day + timedelta(days=3),
    )
