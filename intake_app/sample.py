"""An invented caseload for trying the desk: seeded, so the same every time; no real person.

Everything is made through the services that the screens use, by the people who may do it, so the
sample vault has the audit log, outbox and approvals of a real one.
"""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from intake_app.acts import Role
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.manifest import Manifest
from intake_app.arrivals.model import Arrival, ArrivalKind
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, GivenHow, Purpose
from intake_app.cases.model import CaseFile
from intake_app.custody import service as custody
from intake_app.grants import service as grants
from intake_app.notes import service as notes
from intake_app.notes.model import About, NoteKind, NoteText
from intake_app.packs.loader import packs_folder
from intake_app.packs.model import Dimension, Pack, PackageForm
from intake_app.people import service as people
from intake_app.people.model import (
    DocumentKind,
    Homecoming,
    IdentityDocument,
    Majority,
    Person,
    ReturnKind,
    Sex,
)
from intake_app.plans import service as plans
from intake_app.plans.budget import balances
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, Plan
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.sample_children import register_girl, write_file
from intake_app.sample_committee import a_grant, hold_conferences
from intake_app.sample_dossier import answer_programme
from intake_app.sample_office import furnish
from intake_app.sample_planning import go_on
from intake_app.sample_reception import give_on_arrival, register_twice
from intake_app.sample_screening import a_no, screen_adults, screen_child
from intake_app.sample_surveys import ask_in_rounds, use_questionnaires
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import NewOffice, NewUser
from intake_app.values import Money, PartialDate, new_id
from intake_app.vault.keyslots import BOUNDS, FLOOR_COST, Bounds, KdfCost

PASSPHRASES = {
    Role.SUPERVISOR: "sample supervisor orange kettle river window",
    Role.RECEPTION: "sample reception velvet pencil cloud ladder",
    Role.COUNSELLOR: "sample counsellor copper garden violin pepper",
}
"""Of the sample vault only; the sign-in screen of the sample shows them."""

RECOVERY_KEY = "SAMP1EKEYF0RTRY1NG0N1YN0TF0RREA1"
"""The recovery key of the sample vault, without its check characters."""

_STAFF = {
    Role.SUPERVISOR: ("supervisor", "Salimata Keita"),
    Role.RECEPTION: ("reception", "Ramata Bah"),
    Role.COUNSELLOR: ("counsellor", "Cheikh Ndiaye"),
}

_FROM = ("FR", "ES", "IT", "DE", "BE", "LY", "DZ", "NE", "MA")
_OWN_SCRIPT = {"TN": "أمل بن صالح", "GN": "ߡߡߊߘߎ߫ ߖߊߟߏ߫"}
_HOUSEHOLDS = 26
_MOST_IN_HOUSEHOLD = 4
_TWICE = 3
"""The household whose head was registered before."""


@dataclass
class _Clock:
    """Walks through the last two months while the sample is made."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def on(self, day: date, hour: int) -> None:
        self.moment = datetime(day.year, day.month, day.day, hour, 15, tzinfo=UTC)


@dataclass
class _Names:
    """The pools of names by country and kind."""

    pools: dict[tuple[str, str], list[str]]
    chance: random.Random

    def pick(self, country: str, kind: str) -> str:
        return self.chance.choice(self.pools[country, kind])

    @property
    def countries(self) -> list[str]:
        return sorted({country for country, _kind in self.pools})


def _names(chance: random.Random) -> _Names:
    pools: dict[tuple[str, str], list[str]] = {}
    path = packs_folder().parent / "sample" / "names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pools.setdefault((row["country"], row["kind"]), []).append(row["name"])
    return _Names(pools, chance)


def make_sample(
    folder: Path,
    packs: Mapping[str, Pack],
    today: date,
    *,
    seed: int = 2026,
    cost: KdfCost = FLOOR_COST,
    bounds: Bounds = BOUNDS,
    step: Callable[[str], object] = lambda _words: None,
) -> None:
    """Make the sample vault in ``folder``, which must not hold one yet.

    At least 60 persons in 25 households, several nationalities and stages. ``step`` hears in
    English what is being made; the passphrases are ``PASSPHRASES``.
    """
    chance = random.Random(seed)
    clock = _Clock(datetime(today.year, today.month, today.day, 8, tzinfo=UTC))
    clock.on(today - timedelta(days=60), 8)
    maker = _Maker(folder, packs, clock, chance, bounds)
    step("office, colleagues and service directory")
    maker.found(cost)
    step("persons, households, consents and cases")
    with_case = maker.register(today)
    step("plans and referrals")
    written = maker.plan(with_case, today)
    step("approvals, grants and papers")
    maker.decide(written, today)
    step("sealed notes and letters")
    maker.seal(with_case, today)
    step("screenings, and a child who came alone")
    maker.screen(with_case, today)
    step("photographs and scans")
    maker.attach(with_case, today)


@dataclass
class _Maker:
    """The steps of making the sample, one signed-in role after the other."""

    folder: Path
    packs: Mapping[str, Pack]
    clock: _Clock
    chance: random.Random
    bounds: Bounds

    def found(self, cost: KdfCost) -> None:
        label, name = _STAFF[Role.SUPERVISOR]
        session = users.found_office(
            self.folder,
            NewOffice(
                "CKY", "Centre d’accueil (exemple)", "GN", "Quartier Almamya, Conakry",
                "eurp", "fr",
            ),
            NewUser(label, name, Role.SUPERVISOR, PASSPHRASES[Role.SUPERVISOR]),
            self.packs,
            cost=cost,
            bounds=self.bounds,
            clock=self.clock,
        )  # fmt: skip
        for role in (Role.RECEPTION, Role.COUNSELLOR):
            label, name = _STAFF[role]
            users.add_user(session, NewUser(label, name, role, PASSPHRASES[role]), cost=cost)
        furnish(session)
        use_questionnaires(session)
        key = custody.RecoveryKey(RECOVERY_KEY, uuid.UUID(new_id()).bytes)
        groups = key.groups()
        custody.keep_recovery_key(session, key, {0: groups[0], 7: groups[7]}, cost=cost)
        users.lock(session)

    def signed_in(self, role: Role) -> Session:
        login = next(login for login in users.logins_of(self.folder) if login.role is role)
        return users.sign_in(
            self.folder, login.id, PASSPHRASES[role], self.packs, bounds=self.bounds,
            clock=self.clock,
        )  # fmt: skip

    # ------------------------------------------------------------------ reception

    def register(self, today: date) -> list[CaseFile]:
        session = self.signed_in(Role.RECEPTION)
        names = _names(self.chance)
        opened: list[CaseFile] = []
        for number in range(_HOUSEHOLDS):
            arrived = today - timedelta(days=self.chance.randrange(1, 58))
            self.clock.on(min(today, arrived + timedelta(days=1)), 9)
            case = self._household(session, names, number, arrived)
            if case is not None:
                opened.append(case)
            if number == _TWICE and case is not None:
                register_twice(session, case.person_id, arrived)
        self.clock.on(today, 7)
        _expect(session, names, today)
        users.lock(session)
        return opened

    def _household(
        self, session: Session, names: _Names, number: int, arrived: date
    ) -> CaseFile | None:
        country = names.countries[number % len(names.countries)]
        family = names.pick(country, "family")
        pack = "tounesna" if country == "TN" else "eurp"
        size = 1 + number % _MOST_IN_HOUSEHOLD
        head = self._person(names, country, family, self.chance.randrange(24, 52))
        kind = self.chance.choice(
            [ReturnKind.ASSISTED_VOLUNTARY, ReturnKind.ASSISTED_VOLUNTARY, ReturnKind.FORCED]
        )
        coming = Homecoming(new_id(), head.id, self.chance.choice(_FROM[:5]), kind, arrived)
        head = people.save_person(session, head, coming)
        for place in range(1, size):
            adult = place == 1
            age = self.chance.randrange(22, 45) if adult else self.chance.randrange(1, 17)
            member = self._person(names, country, family, age)
            member = people.save_person(
                session, member, replace(coming, id=new_id(), person_id=member.id)
            )
            relation = "spouse" if adult else "child"
            people.join_household(session, member, people.person(session, head.id), relation)
        if number % 7 == 6:
            return None  # registered this morning; consent and case come after lunch
        cases.give_consent(session, _consent(head, session.today()))
        if number % 7 == 2:
            cases.refuse_consent(session, a_no(head, session.today()))
        return cases.open_case(session, head.id, coming.id, pack)

    def _person(self, names: _Names, country: str, family: str, age: int) -> Person:
        sex = self.chance.choice([Sex.FEMALE, Sex.MALE])
        year = self.clock().year - age
        birth = self.chance.choice(
            [f"{year}-{self.chance.randrange(1, 13):02}-{self.chance.randrange(1, 28):02}"] * 3
            + [f"{year}~", f"{year}", f"{year}-{self.chance.randrange(1, 13):02}"]
        )
        paper = IdentityDocument(
            new_id(), DocumentKind.PASSPORT, f"S{self.chance.randrange(10**7):07}", country
        )
        minor = age < 18
        return Person(
            id=new_id(),
            family_name=family,
            given_names=names.pick(country, sex.value),
            own_script_name=_OWN_SCRIPT.get(country, "") if self.chance.random() < 0.3 else "",
            sex=sex,
            birth=PartialDate.from_edtf(birth),
            nationality=country,
            language="en" if country in {"GM", "GH"} else "fr",
            mother_name=f"{names.pick(country, 'female')} {names.pick(country, 'family')}",
            phone_as_typed="" if minor else f"+22462{self.chance.randrange(10**7):07}",
            documents=()
            if minor
            else (paper,)
            if self.chance.random() < 0.8
            else (IdentityDocument(new_id(), DocumentKind.NONE),),
        )

    # ------------------------------------------------------------------ counsellor

    def plan(self, opened: list[CaseFile], today: date) -> list[Plan]:
        session = self.signed_in(Role.COUNSELLOR)
        directory = referrals.providers(session)
        written: list[Plan] = []
        for place, case in enumerate(opened):
            self.clock.on(min(today, case.opened_on + timedelta(days=7)), 10)
            cases.assign(session, case.id, session.user.id)
            if place % 5 == 4:
                continue  # still in assessment
            plan = plans.save_plan(session, self._plan(session, case))
            answer_programme(session, case.id)
            if place % 5 != 3:
                written.append(plans.submit_plan(session, plan.id))
            if place % 2 == 0:
                provider = directory[place % len(directory)]
                view = cases.reload_case(session, case.id)
                cases.give_consent(
                    session,
                    replace(
                        _consent(view.person, session.today()),
                        purpose=Purpose.SHARING,
                        recipient_id=provider.id,
                    ),
                )
                referral = referrals.refer(
                    session,
                    Referral(
                        new_id(), case.id, provider.id, provider.sector,
                        "Orientation et accompagnement vers une formation courte.",
                        self.chance.choice(list(Urgency)),
                    ),
                )  # fmt: skip
                if place % 4 == 0:
                    referrals.answer_referral(session, referral.id, ReferralState.ACCEPTED, "")
        users.lock(session)
        return written

    def _plan(self, session: Session, case: CaseFile) -> Plan:
        draft = plans.start_plan(session, case.id)
        frame = plans.frame_of(session, case.id)
        day = session.today() + timedelta(days=45)
        goals = (
            Goal(
                new_id(), Dimension.ECONOMIC, Level.INDIVIDUAL, "Ouvrir un atelier de couture",
                (Activity(new_id(), "Formation en gestion de petite activité", "",
                          session.full_name, day),),
            ),
            Goal(
                new_id(), Dimension.SOCIAL, Level.INDIVIDUAL, "Rescolariser les enfants",
                (Activity(new_id(), "Inscription à l’école du quartier", "",
                          session.full_name, day),),
            ),
        )  # fmt: skip
        balance = max(
            (entry for entry in balances((), frame) if entry.closed is None and entry.left),
            key=lambda entry: entry.left or Money.zero("EUR"),
        )
        assert balance.left is not None
        half = Money(balance.left.minor // 2, balance.left.currency)
        package = frame.pack.package(balance.package)
        assert package is not None
        form = LineForm.CASH if package.form is PackageForm.CASH else LineForm.IN_KIND
        line = BudgetLine(new_id(), package.id, "Deux machines à coudre et tissus", half, form)
        return replace(draft, goals=goals, lines=(line,))

    # ------------------------------------------------------------------ decisions

    def decide(self, written: list[Plan], today: date) -> None:
        self.clock.on(today - timedelta(days=1), 15)
        session = self.signed_in(Role.SUPERVISOR)
        approved = []
        for place, plan in enumerate(written):
            if place % 6 == 4:
                continue  # still waiting
            if place % 6 == 5:
                plans.return_plan(session, plan.id, "Préciser le fournisseur des machines.")
            else:
                approved.append(plans.approve_plan(session, plan.id))
        users.lock(session)
        session = self.signed_in(Role.COUNSELLOR)
        asked = [
            grants.request_grant(session, a_grant(plan)) for plan in approved[::2] if plan.lines
        ]
        go_on(session, approved[:3])
        for plan in approved[:1]:
            ask_in_rounds(session, plan.case_id)
        users.lock(session)
        session = self.signed_in(Role.SUPERVISOR)
        for request in asked[::2]:
            grants.approve_grant(session, request.id)
        users.lock(session)
        hold_conferences(self.signed_in, approved[1::2])

    # ------------------------------------------------------------------ sealed notes

    def seal(self, opened: list[CaseFile], today: date) -> None:
        path = packs_folder().parent / "sample" / "notes.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for role, days in ((Role.COUNSELLOR, 2), (Role.RECEPTION, 1)):
            self.clock.on(today - timedelta(days=days), 11)
            session = self.signed_in(role)
            for row in rows:
                if row["role"] == role:
                    _seal(session, opened[int(row["case"])], row)
            users.lock(session)

    # ------------------------------------------------------------------ screenings

    def screen(self, opened: list[CaseFile], today: date) -> None:
        self.clock.on(today, 0)
        session = self.signed_in(Role.RECEPTION)
        girl = register_girl(session)
        names = _names(self.chance)
        child = self._person(names, "GN", names.pick("GN", "family"), 15)
        arrived = today - timedelta(days=1)
        coming = Homecoming(new_id(), child.id, "LY", ReturnKind.HUMANITARIAN, arrived)
        screen_child(session, people.save_person(session, child, coming), coming)
        screen_adults(session, opened)
        give_on_arrival(session, opened)
        users.lock(session)
        session = self.signed_in(Role.COUNSELLOR)
        screen_adults(session, opened)
        write_file(session, girl)
        users.lock(session)

    # ------------------------------------------------------------------ photographs and scans

    def attach(self, opened: list[CaseFile], today: date) -> None:
        self.clock.on(today - timedelta(days=1), 12)
        session = self.signed_in(Role.COUNSELLOR)
        case = opened[0]
        agreed = _consent(people.person(session, case.person_id), session.today())
        cases.give_consent(session, replace(agreed, purpose=Purpose.PHOTO))
        for kind, name in _ATTACHED.items():
            file = attachments.read_path(packs_folder().parent / "sample" / name)
            added = attachments.add(session, case.person_id, case.id, kind, file)
            if kind is AttachmentKind.PHOTO:
                attachments.set_portrait(session, added.id)
        users.lock(session)


_ATTACHED = {
    AttachmentKind.CONSENT: "consent.pdf",
    AttachmentKind.MEDICAL: "consent.pdf",
    AttachmentKind.IDENTITY: "card.jpg",
    AttachmentKind.PHOTO: "photo.jpg",
}
"""What is attached to the first case: drawings of nobody."""


def _seal(session: Session, case: CaseFile, row: Mapping[str, str]) -> None:
    """One note of the file, corrected if it says so; a letter if reception writes it."""
    about = About(case.person_id, case.id)
    note = NoteText(NoteKind(row["kind"]), row["text"])
    if session.role is Role.RECEPTION:
        notes.seal_a_letter(session, about, note)
        return
    line = notes.write_note(session, about, note)
    if row["correction"]:
        read = notes.read_note(session, line.id)
        notes.correct_note(session, read, row["correction"], row["reason"])


def _consent(person: Person, day: date) -> Consent:
    assert person.majority(day) is not Majority.MINOR
    return Consent(
        new_id(), person.id, Purpose.CASE_MANAGEMENT, GivenHow.SIGNATURE, person.language, day
    )


def _expect(session: Session, names: _Names, today: date) -> None:
    """A flight of today whose list is here and whose first people have come; a bus next week."""
    chance = random.Random(917)  # its own, so that the rest of the sample stays as it is
    flight = Arrival(
        new_id(), ArrivalKind.FLIGHT, today, "Conakry", "EX 917", "Transport (exemple)",
        ReturnKind.HUMANITARIAN, "NE", 26,
    )  # fmt: skip
    bus = Arrival(
        new_id(), ArrivalKind.BUS, today + timedelta(days=6), "Nzérékoré",
        organiser="Transport (exemple)", from_country="ML", expected_number=40,
    )  # fmt: skip
    flight = arrivals.save_arrival(session, flight)
    arrivals.save_arrival(session, bus)
    rows = [
        (
            str(number),
            chance.choice(names.pools["GN", "family"]).upper(),
            chance.choice(names.pools["GN", sex]),
            sex,
            f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{1970 + number}",
            "Guinée",
        )
        for number, sex in enumerate(chance.choices(["female", "male"], k=24), start=1)
    ]
    headings = ("N°", "Nom", "Prénoms", "Sexe", "Date de naissance", "Nationalité")
    manifest = Manifest("", headings, tuple(rows), 2, "")
    columns = arrivals.columns_for(session, flight, manifest)
    arrivals.import_list(session, flight, manifest, columns)
    for line in arrivals.roll(session, flight.id).people[:5]:
        arrivals.has_come(session, line.id)
