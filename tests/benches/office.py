"""A filled vault, its twin in plain SQLite, and one case with everything in it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, GivenHow, Purpose
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, Payment
from intake_app.packs.model import Dimension, Pack, PackageForm
from intake_app.people import service as people
from intake_app.people.model import DocumentKind, Homecoming, IdentityDocument, Person, Sex
from intake_app.people.model import ReturnKind as Return
from intake_app.plans import service as plans
from intake_app.plans.budget import balances
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, Plan
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider, Referral, Urgency
from intake_app.sample_dossier import answer_programme
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import NewOffice, NewUser
from intake_app.values import Clock, Money, PartialDate, new_id, system_clock
from intake_app.vault.keyslots import FLOOR_COST, Bounds, KdfCost
from intake_app.vault.migrations import SCHEMA_FOLDER
from intake_app.vault.vault import logins_of
from tests.benches import bulk
from tests.benches.rows import OFFICE, Invention

QUICK = KdfCost(memory_kib=8, passes=1, lanes=1)
BOUNDS = Bounds(memory_kib=(8, 1024 * 1024), passes=(1, 10), lanes=(1, 8))
REAL_LOGIN = "desk K"
"""The login with a real key derivation: RFC 9106's floor, which every desk pays at least."""

PASSPHRASE = "granite lantern oboe walnut zebra"
_LABELS = {Role.SUPERVISOR: "desk S", Role.RECEPTION: "desk R", Role.COUNSELLOR: "desk C"}


@dataclass(frozen=True)
class FullCase:
    """The ids of a case with a household, consents, a plan, grants and referrals."""

    case: str
    plan: str
    grant: str
    referral: str


@dataclass
class FilledOffice:
    """A vault folder with so many persons. Only one session may be open at a time."""

    folder: Path
    persons: int
    packs: Mapping[str, Pack]
    full: FullCase = FullCase("", "", "", "")
    seconds_to_fill: float = 0.0
    case_ids: list[str] = field(default_factory=list)

    def login_of(self, label: str) -> str:
        """The id of the login with this label."""
        return next(login.id for login in logins_of(self.folder) if login.label == label)

    def session(self, role: Role = Role.COUNSELLOR) -> Session:
        """Sign in with the quick key derivation; the caller closes the vault."""
        return self.enter(_LABELS[role], BOUNDS, system_clock)

    def enter(self, label: str, bounds: Bounds, clock: Clock) -> Session:
        """Sign in as the login with this label."""
        return users.sign_in(
            self.folder, self.login_of(label), PASSPHRASE, self.packs, bounds=bounds, clock=clock
        )

    @contextmanager
    def signed_in(self, role: Role = Role.COUNSELLOR) -> Iterator[Session]:
        """A session for a block."""
        session = self.session(role)
        try:
            yield session
        finally:
            session.vault.close()


def filled_office(
    folder: Path, persons: int, packs: Mapping[str, Pack], *, cost: KdfCost = FLOOR_COST
) -> FilledOffice:
    """Found an office and register so many invented persons. ``cost`` is that of REAL_LOGIN."""
    session = users.found_office(
        folder,
        NewOffice(OFFICE, "Centre d’accueil de Conakry", "GN", "Rue KA 020", "eurp", "fr"),
        NewUser(_LABELS[Role.SUPERVISOR], "Salimata Keita", Role.SUPERVISOR, PASSPHRASE),
        packs,
        cost=QUICK,
        bounds=BOUNDS,
    )
    for label, role, spent in (
        (_LABELS[Role.RECEPTION], Role.RECEPTION, QUICK),
        (_LABELS[Role.COUNSELLOR], Role.COUNSELLOR, QUICK),
        (REAL_LOGIN, Role.COUNSELLOR, cost),
    ):
        users.add_user(session, NewUser(label, f"Person at {label}", role, PASSPHRASE), cost=spent)
    session.vault.close()
    office = FilledOffice(folder, persons, packs)
    with office.signed_in(Role.SUPERVISOR) as supervisor:
        directory = [_provider(number) for number in range(12)]
        for provider in directory:
            referrals.save_provider(supervisor, provider)
    with office.signed_in() as counsellor:
        invention = _invention(counsellor, office, [provider.id for provider in directory])
        office.case_ids = bulk.fill(counsellor, invention.chunks(persons))
    office.full = _full_case(office, directory)
    return office


def _provider(number: int) -> Provider:
    sector = ("training", "employment", "health", "psychosocial")[number % 4]
    return Provider(
        new_id(), f"Service {number + 1} de la commune", sector, area="Conakry",
        address="Rue KA 020, Kaloum", phone="+224 620 00 00 00", opening="lun–ven 8–16",
    )  # fmt: skip


def _invention(session: Session, office: FilledOffice, providers: list[str]) -> Invention:
    staff = (office.login_of(_LABELS[Role.RECEPTION]), session.user.id)
    return Invention(staff, session.vault.vault_id, providers)


def plain_twin(path: Path, office: FilledOffice, *, with_words: bool = True) -> sqlite3.Connection:
    """The same tables and rows in a plain SQLite file, WAL and FULL like the vault.

    Without ``with_words`` nothing keeps the index of words: a table and nothing else.
    """
    db = plain_connection(path)
    for file in sorted(SCHEMA_FOLDER.glob("*.sql")):
        db.executescript(file.read_text(encoding="utf-8"))
    if not with_words:
        for trigger in ("person_added", "identity_document_added", "case_added"):
            db.execute(f"DROP TRIGGER {trigger}")
    with office.signed_in() as session:
        providers = [provider.id for provider in referrals.providers(session)]
        invention = _invention(session, office, providers)
    db.execute("BEGIN")
    with bulk.without_triggers(db):
        for _rows in bulk.insert(db, invention.chunks(office.persons)):
            pass
        if with_words:
            bulk.index_words(db)
    db.execute("COMMIT")
    db.execute("PRAGMA foreign_keys = ON")  # as in the vault; the twin has no directory
    return db


def plain_connection(path: Path) -> sqlite3.Connection:
    """A plain SQLite file with the settings of the vault."""
    db = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -64000"):
        db.execute(f"PRAGMA {setting}")
    return db


# ---------------------------------------------------------------------------- the full case


def _full_case(office: FilledOffice, directory: list[Provider]) -> FullCase:
    """Made through the services, as a reception clerk, a counsellor and a supervisor do."""
    with office.signed_in(Role.RECEPTION) as clerk:
        head = _family(clerk)
        coming = people.homecomings(clerk, head.id)[0]
        for consent in (_consent(head, clerk), *(_consent(head, clerk, p.id) for p in directory)):
            cases.give_consent(clerk, consent)
        case = cases.open_case(clerk, head.id, coming.id, "eurp")
    with office.signed_in() as counsellor:
        plan = plans.save_plan(counsellor, _plan(counsellor, case.id))
        answer_programme(counsellor, case.id)
        plans.submit_plan(counsellor, plan.id)
        referred = [
            referrals.refer(
                counsellor,
                Referral(new_id(), case.id, provider.id, provider.sector,
                         "Orientation et accompagnement vers une formation courte.",
                         Urgency.NORMAL),
            )
            for provider in directory[:4]
        ]  # fmt: skip
    with office.signed_in(Role.SUPERVISOR) as supervisor:
        plans.approve_plan(supervisor, plan.id)
    with office.signed_in() as counsellor:
        asked = [grants.request_grant(counsellor, _grant(plan, line)) for line in plan.lines]
    return FullCase(case.id, plan.id, asked[0].id, referred[0].id)


def _family(session: Session) -> Person:
    """A head with spouse and three children; the head as saved last."""
    head, *others = [
        Person(
            new_id(), "Œuvrard-Konaté", given, sex, PartialDate.from_edtf(birth), "GN", "fr",
            mother_name="Aïssatou Barry", father_name="Sékou Konaté",
            phone_as_typed="622 12 34 56",
            documents=(
                IdentityDocument(new_id(), DocumentKind.PASSPORT, "O00412345", "GN"),
                IdentityDocument(new_id(), DocumentKind.LAISSEZ_PASSER, "LP-88/2026", "TN"),
            ),
        )
        for given, sex, birth in (
            ("Fatoumata Élodie", Sex.FEMALE, "1990-03-12"), ("Ibrahima", Sex.MALE, "1988~"),
            ("Mamadou", Sex.MALE, "2014-07"), ("Aya", Sex.FEMALE, "2016"),
            ("Awa", Sex.FEMALE, "2019-01-04"),
        )
    ]  # fmt: skip
    people.save_person(session, head, _coming(head, session))
    for place, member in enumerate(others):
        saved = people.save_person(session, member, _coming(member, session))
        relation = "spouse" if place == 0 else "child"
        people.join_household(session, saved, people.person(session, head.id), relation)
    return people.person(session, head.id)


def _coming(person: Person, session: Session) -> Homecoming:
    arrived = session.today() - timedelta(days=12)
    return Homecoming(new_id(), person.id, "FR", Return.ASSISTED_VOLUNTARY, arrived)


def _consent(person: Person, session: Session, provider: str | None = None) -> Consent:
    consent = Consent(
        new_id(), person.id, Purpose.CASE_MANAGEMENT, GivenHow.SIGNATURE, "fr", session.today()
    )
    return replace(consent, purpose=Purpose.SHARING, recipient_id=provider) if provider else consent


def _plan(session: Session, case_id: str) -> Plan:
    """Four goals of three activities; as many budget lines as the programme has room for."""
    day = session.today() + timedelta(days=45)
    goals = tuple(
        Goal(
            new_id(), dimension, Level.INDIVIDUAL,
            "Retrouver une activité qui fait vivre la famille et un logement stable",
            tuple(
                Activity(new_id(), f"Démarche {step} avec le service de la commune", "",
                         session.full_name, day)
                for step in (1, 2, 3)
            ),
        )
        for dimension in (*Dimension, Dimension.ECONOMIC)
    )  # fmt: skip
    return replace(plans.start_plan(session, case_id), goals=goals, lines=_lines(session, case_id))


def _lines(session: Session, case_id: str) -> tuple[BudgetLine, ...]:
    frame = plans.frame_of(session, case_id)
    lines: list[BudgetLine] = []
    for balance in balances((), frame):
        package = frame.pack.package(balance.package)
        if package is None or balance.closed is not None or balance.left is None:
            continue
        form = LineForm.CASH if package.form is PackageForm.CASH else LineForm.IN_KIND
        amount = Money(balance.left.minor // 5, balance.left.currency)
        for part in range(1 if package.once_only else 4):
            lines.append(
                BudgetLine(new_id(), package.id, f"Achat {part + 1} pour l’atelier", amount, form)
            )
    return tuple(lines)


def _grant(plan: Plan, line: BudgetLine) -> GrantRequest:
    return GrantRequest(
        new_id(), plan.case_id, plan.id, line.id, line.package, line.amount, line.form,
        "Achat de deux machines à coudre, garantie un an.", Payment.SUPPLIER,
        supplier="Établissements Sylla et frères",
    )  # fmt: skip


def copied(office: FilledOffice, folder: Path) -> FilledOffice:
    """The same vault in another folder."""
    shutil.copytree(office.folder, folder)
    return replace(office, folder=folder)
