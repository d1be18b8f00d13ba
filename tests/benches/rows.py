"""An invented caseload as rows, seeded and of any size, for filling a vault in one transaction.

Names are few and frequent, as in life: a third of all persons share ten family names. Three
quarters of the households have a case; half of the cases have a plan.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate

from intake_app.acts import Act
from intake_app.cases.model import Stage, case_number
from intake_app.packs.loader import packs_folder
from intake_app.packs.model import Dimension
from intake_app.people.model import DocumentKind, Homecoming, IdentityDocument, Person, Sex
from intake_app.people.model import ReturnKind as Return
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, Plan, PlanState
from intake_app.values import Money, PartialDate, canonical_json

SEED = 2026
CHUNK = 500
OFFICE = "GN"

Row = tuple[object, ...]
Rows = dict[str, list[Row]]

INSERTS = {
    "household": "INSERT INTO household (id, revision, name, head_id) VALUES (?,?,?,?)",
    "person": "INSERT INTO person (id, revision, family_name, given_names, other_names,"
    " own_script_name, mother_name, father_name, sex, birth, birth_earliest, birth_latest,"
    " nationality, language, phone, phone_as_typed, household_id, relation, registered_by,"
    " registered_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "paper": "INSERT INTO identity_document (id, person_id, kind, number, country, expires)"
    " VALUES (?,?,?,?,?,?)",
    "homecoming": "INSERT INTO homecoming (id, person_id, from_country, kind, arrived_on)"
    " VALUES (?,?,?,?,?)",
    "consent": "INSERT INTO consent (id, revision, person_id, purpose, recipient_id, legal_basis,"
    " given_how, language, text_version, given_on, taken_by)"
    " VALUES (?,1,?,?,?,'consent','signature','fr','2026-1',?,?)",
    "case": "INSERT INTO case_file (id, revision, number, year, sequence, person_id,"
    " homecoming_id, pack, pack_version, stage, counsellor, opened_on, opened_by, owner)"
    " VALUES (?,1,?,?,?,?,?,'eurp','2026.1',?,?,?,?,?)",
    "plan": "INSERT INTO plan (id, revision, case_id, version, state, author, body, written_at)"
    " VALUES (?,1,?,1,?,?,?,?)",
    "referral": "INSERT INTO referral (id, revision, case_id, provider_id, consent_id, number,"
    " sector, reason, urgency, state, author, referred_at, moved_at, due_at)"
    " VALUES (?,1,?,?,?,1,'health','Consultation et suivi','normal','in_progress',?,?,?,?)",
    "audit": "",
}
"""In the order in which the tables depend on each other. Audit lines are written by the vault."""

_STAGES = {Stage.ARRIVAL: 10, Stage.ASSESSMENT: 15, Stage.SERVICES: 40, Stage.CLOSURE: 30}
_CITIES = ("FR", "ES", "IT", "DE", "BE", "LY", "DZ", "NE", "MA")
_STARTS = ("Ba", "Ca", "Da", "Fo", "Ka", "Ko", "Ma", "Na", "Sa", "Sou", "Ta", "Tra", "Wa", "Yé")
_MIDDLES = ("", "ba", "dou", "la", "ma", "na", "ra", "ri", "ssa", "ta")
_ENDS = ("gne", "ko", "lé", "ndé", "no", "ra", "ré", "té", "wa", "yé")


@cache
def names(kind: str) -> tuple[list[str], list[float]]:
    """Names of a kind (family, female, male), the frequent first, and their summed frequencies."""
    path = packs_folder().parent / "sample" / "names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = [row["name"] for row in csv.DictReader(file) if row["kind"] == kind]
    rare = [first + middle + last for last in _ENDS for middle in _MIDDLES for first in _STARTS]
    pool = list(dict.fromkeys(known + rare))
    return pool, list(accumulate(1 / (place + 3) for place in range(len(pool))))


class Invention:
    """Invents rows. ``staff`` are the ids of those who register and counsel, ``owner`` the vault's;
    ``providers`` the ids of the services in the directory."""

    def __init__(
        self, staff: tuple[str, str], owner: str, providers: Sequence[str], seed: int = SEED
    ) -> None:
        self._chance = random.Random(seed)
        self._clerk, self._counsellor = staff
        self._owner, self._providers = owner, providers
        self._moment = datetime(2023, 5, 2, 8, tzinfo=UTC)
        self._sequence: dict[int, int] = {}

    def chunks(self, persons: int) -> Iterator[Rows]:
        """Rows of so many persons with all that belongs to them, in pieces."""
        left = persons
        pause = timedelta(days=3 * 365) / max(persons, 1)
        while left > 0:
            rows: Rows = {table: [] for table in INSERTS}
            end = max(0, left - CHUNK)
            while left > end:
                size = min(left, self._chance.choice((1, 1, 1, 2, 3, 4)))
                self._household(rows, size)
                self._moment += pause * size
                left -= size
            yield rows

    def _id(self) -> str:
        digits = f"{self._chance.getrandbits(128):032x}"  # uuid.UUID takes five times as long
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def _name(self, kind: str) -> str:
        pool, weights = names(kind)
        return self._chance.choices(pool, cum_weights=weights)[0]

    def _text(self, words: int) -> str:
        """So many words, few of them frequent, so that it compresses like what people write."""
        pool, weights = names("family")
        return " ".join(self._chance.choices(pool, cum_weights=weights, k=words))

    def _household(self, rows: Rows, size: int) -> None:
        family, home = self._name("family"), self._id() if size > 1 else None
        arrived = self._moment.date() - timedelta(days=self._chance.randrange(1, 20))
        came_from = self._chance.choice(_CITIES)
        kind = self._chance.choice(list(Return)).value
        if home:
            rows["household"].append((home, 1, family, None))
        for place in range(size):
            relation = ("head", "spouse", "child", "child")[place] if home else ""
            person_id = self._person(rows, family, home, relation)
            coming = self._id()
            rows["homecoming"].append((coming, person_id, came_from, kind, arrived.isoformat()))
            if place == 0 and self._chance.random() < 0.75:
                self._case(rows, person_id, coming)

    def _person(self, rows: Rows, family: str, home: str | None, relation: str) -> str:
        person_id, sex = self._id(), self._chance.choice((Sex.FEMALE, Sex.MALE)).value
        adult = relation != "child"
        year = self._moment.year - self._chance.randrange(*((20, 60) if adult else (1, 17)))
        day = f"{year}-{self._chance.randrange(1, 13):02}-{self._chance.randrange(1, 29):02}"
        birth = PartialDate.from_edtf(self._chance.choice((day, day, f"{year}", f"{year}~")))
        phone = f"+22462{self._chance.randrange(10**7):07}" if adult else ""
        rows["person"].append(
            (
                person_id, 1, family, self._name(sex), "", "",
                f"{self._name('female')} {self._name('family')}", "", sex, birth.edtf,
                birth.earliest.isoformat(), birth.latest.isoformat(), OFFICE, "fr", phone, phone,
                home, relation, self._clerk, self._moment.isoformat(),
            )
        )  # fmt: skip
        if adult:
            number = f"O{self._chance.randrange(10**8):08}"
            rows["paper"].append((self._id(), person_id, "passport", number, OFFICE, ""))
        rows["audit"].append((Act.PERSON_SAVED, person_id))
        return person_id

    def _case(self, rows: Rows, person_id: str, coming: str) -> None:
        case_id, day = self._id(), self._moment.date()
        consent = self._id()
        rows["consent"].append(
            (consent, person_id, "case_management", None, day.isoformat(), self._clerk)
        )
        sequence = self._sequence[day.year] = self._sequence.get(day.year, 0) + 1
        stage = self._chance.choices(list(_STAGES), list(_STAGES.values()))[0]
        rows["case"].append(
            (
                case_id, case_number(OFFICE, day.year, sequence), day.year, sequence, person_id,
                coming, stage.value, self._counsellor, day.isoformat(), self._clerk, self._owner,
            )
        )  # fmt: skip
        rows["audit"].append((Act.CASE_OPENED, case_id))
        if stage in (Stage.SERVICES, Stage.CLOSURE):
            self._plan(rows, case_id, day)
            provider, sharing = self._chance.choice(self._providers), self._id()
            rows["consent"].append(
                (sharing, person_id, "sharing", provider, day.isoformat(), self._clerk)
            )
            rows["referral"].append(
                (
                    self._id(), case_id, provider, sharing, self._counsellor,
                    self._moment.isoformat(), self._moment.isoformat(),
                    (self._moment + timedelta(days=14)).isoformat(),
                )
            )  # fmt: skip

    def _plan(self, rows: Rows, case_id: str, day: date) -> None:
        due = day + timedelta(days=45)
        goal = Goal(
            self._id(), Dimension.ECONOMIC, Level.INDIVIDUAL, self._text(40),
            tuple(Activity(self._id(), self._text(15), "", "Cheikh Ndiaye", due) for _ in "ab"),
        )  # fmt: skip
        amount = Money(self._chance.randrange(20_000, 120_000), "EUR")
        line = BudgetLine(self._id(), "post_return", self._text(5), amount, LineForm.IN_KIND)
        plan = Plan(
            self._id(), case_id, state=PlanState.APPROVED, author=self._counsellor,
            goals=(goal,), lines=(line,), written_at=self._moment.isoformat(), revision=1,
        )  # fmt: skip
        rows["plan"].append(
            (
                plan.id, case_id, plan.state.value, plan.author, canonical_json(plan),
                plan.written_at,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is not registered yet, as rows and as the service takes them."""

    rows: Rows
    person: Person
    homecoming: Homecoming


def newcomers(count: int, seed: int) -> list[Newcomer]:
    """So many persons, each alone, with a return and mostly a paper."""
    invention = Invention(("", ""), "", ("",), seed)
    made: list[Newcomer] = []
    for rows in invention.chunks(count):
        papers = {row[1]: row for row in rows["paper"]}
        for row, coming in zip(rows["person"], rows["homecoming"], strict=True):
            alone = (*row[:16], None, "", *row[18:])
            own = [papers[row[0]]] if row[0] in papers else []
            made.append(_newcomer(alone, own, coming))
    return made


def _newcomer(row: Row, papers: list[Row], coming: Row) -> Newcomer:
    person = Person(
        id=str(row[0]), family_name=str(row[2]), given_names=str(row[3]),
        mother_name=str(row[6]), sex=Sex(str(row[8])), birth=PartialDate.from_edtf(str(row[9])),
        nationality=OFFICE, language="fr", phone_as_typed=str(row[15]),
        documents=tuple(
            IdentityDocument(str(paper[0]), DocumentKind.PASSPORT, str(paper[3]), OFFICE)
            for paper in papers
        ),
    )  # fmt: skip
    arrived = date.fromisoformat(str(coming[4]))
    homecoming = Homecoming(
        str(coming[0]), person.id, str(coming[2]), Return(str(coming[3])), arrived
    )
    return Newcomer({"person": [row], "paper": papers, "homecoming": [coming]}, person, homecoming)
