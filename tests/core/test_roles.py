"""Who may do what: every service function for every role, against one table and the product's."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from intake_app.acts import MAY, Act, Role
from intake_app.documents import service as documents
from intake_app.errors import IntakeError, NotAllowed
from intake_app.grants.model import GrantRequest, Payment
from intake_app.packs.model import Pack
from intake_app.plans.model import Plan
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.session import Session
from intake_app.settings import OfficeSettings
from intake_app.users import service as users
from intake_app.users.model import NewUser
from intake_app.values import Money, new_id
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP, CHEAP_BOUNDS, PASSPHRASES, FixedClock
from tests.factories import a_consent, a_homecoming, a_person, a_provider

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR

MATRIX: dict[frozenset[Role], set[Act]] = {
    frozenset({R, C, S}): {
        Act.SIGNED_IN, Act.LOCKED, Act.PASSPHRASE_CHANGED, Act.PERSON_SAVED, Act.PERSON_VIEWED,
        Act.HOUSEHOLD_SAVED, Act.CONSENT_GIVEN, Act.CONSENT_WITHDRAWN, Act.CASE_VIEWED,
        Act.DOCUMENT_ISSUED, Act.DOCUMENT_PREVIEWED, Act.DOCUMENT_VIEWED, Act.DOCUMENT_PRINTED,
    },
    frozenset({R, C}): {Act.CASE_OPENED},
    frozenset({C, S}): {Act.CASE_ASSIGNED, Act.PROVIDER_SAVED},
    frozenset({C}): {
        Act.PLAN_SAVED, Act.PLAN_SUBMITTED, Act.GRANT_REQUESTED, Act.REFERRAL_MADE,
        Act.REFERRAL_ANSWERED,
    },
    frozenset({S}): {
        Act.USER_ADDED, Act.SETTINGS_CHANGED, Act.PLAN_APPROVED, Act.PLAN_RETURNED,
        Act.GRANT_APPROVED, Act.GRANT_RETURNED, Act.GRANT_REJECTED, Act.DOCUMENT_EXPORTED,
        Act.BATCH_SEALED, Act.BATCH_WRITTEN, Act.RECEIPT_READ, Act.HUB_ENROLLED,
        Act.DESK_CARD_WRITTEN, Act.AUDIT_READ,
    },
}  # fmt: skip
"""The table of the product's people, written a second time: a slip in ``acts.py`` is noticed."""

PAPERS = {
    "intake_profile": {R, C, S},
    "reintegration_plan": {C, S},
    "grant_request": {C, S},
    "referral_letter": {C, S},
}

A_CASE = "00000000-0000-4000-8000-000000000001"


def _a_grant() -> GrantRequest:
    return GrantRequest(
        new_id(), A_CASE, A_CASE, A_CASE, "package", Money(100, "EUR"), "service", "tools",
        Payment.BANK,
    )  # fmt: skip


def _a_referral() -> Referral:
    return Referral(new_id(), A_CASE, A_CASE, "employment", "training", Urgency.NORMAL)


Call = tuple[Act, Callable[[Path], tuple[object, ...]]]

ACTS: dict[str, Call] = {
    "people.save_person": (Act.PERSON_SAVED, lambda _f: (a_person(),)),
    "people.open_person": (Act.PERSON_VIEWED, lambda _f: (A_CASE,)),
    "people.join_household": (
        Act.HOUSEHOLD_SAVED, lambda _f: (a_person(), a_person(), "child"),
    ),
    "cases.give_consent": (Act.CONSENT_GIVEN, lambda _f: (a_consent(a_person()),)),
    "cases.withdraw_consent": (Act.CONSENT_WITHDRAWN, lambda _f: (a_consent(a_person()), "asked")),
    "cases.open_case": (Act.CASE_OPENED, lambda _f: (A_CASE, A_CASE, "eurp")),
    "cases.case_view": (Act.CASE_VIEWED, lambda _f: (A_CASE,)),
    "cases.assign": (Act.CASE_ASSIGNED, lambda _f: (A_CASE, A_CASE)),
    "plans.start_plan": (Act.PLAN_SAVED, lambda _f: (A_CASE,)),
    "plans.save_plan": (Act.PLAN_SAVED, lambda _f: (Plan(new_id(), A_CASE, A_CASE),)),
    "plans.submit_plan": (Act.PLAN_SUBMITTED, lambda _f: (A_CASE,)),
    "plans.approve_plan": (Act.PLAN_APPROVED, lambda _f: (A_CASE,)),
    "plans.return_plan": (Act.PLAN_RETURNED, lambda _f: (A_CASE, "more detail")),
    "grants.request_grant": (Act.GRANT_REQUESTED, lambda _f: (_a_grant(),)),
    "grants.approve_grant": (Act.GRANT_APPROVED, lambda _f: (A_CASE,)),
    "grants.return_grant": (Act.GRANT_RETURNED, lambda _f: (A_CASE, "more detail")),
    "grants.reject_grant": (Act.GRANT_REJECTED, lambda _f: (A_CASE, "no")),
    "referrals.save_provider": (Act.PROVIDER_SAVED, lambda _f: (a_provider(),)),
    "referrals.add_partners_of_pack": (Act.PROVIDER_SAVED, lambda _f: ("eurp", "en")),
    "referrals.refer": (Act.REFERRAL_MADE, lambda _f: (_a_referral(),)),
    "referrals.answer_referral": (
        Act.REFERRAL_ANSWERED, lambda _f: (A_CASE, ReferralState.ACCEPTED, "yes"),
    ),
    "documents.issue": (
        Act.DOCUMENT_ISSUED, lambda _f: (A_CASE, "intake_profile", A_CASE, "en"),
    ),
    "documents.preview": (
        Act.DOCUMENT_PREVIEWED, lambda _f: (A_CASE, "intake_profile", A_CASE, "en"),
    ),
    "documents.pdf_of": (Act.DOCUMENT_VIEWED, lambda _f: (A_CASE,)),
    "documents.note_printed": (Act.DOCUMENT_PRINTED, lambda _f: (A_CASE,)),
    "documents.export_document": (Act.DOCUMENT_EXPORTED, lambda f: (A_CASE, f / "paper.pdf")),
    "users.lock": (Act.LOCKED, lambda _f: ()),
    "users.add_user": (
        Act.USER_ADDED,
        lambda _f: (NewUser("desk X", "Awa Bah", R, "lantern oboe teapot canyon violin"),),
    ),
    "users.change_passphrase": (
        Act.PASSPHRASE_CHANGED, lambda _f: ("not it", "lantern oboe teapot canyon violin"),
    ),
    "users.change_office": (Act.SETTINGS_CHANGED, lambda _f: (OfficeSettings(code="GN"),)),
    "users.audit_lines": (Act.AUDIT_READ, lambda _f: ()),
    "users.check_audit": (Act.AUDIT_READ, lambda _f: ()),
    "sync.desk_card": (Act.DESK_CARD_WRITTEN, lambda _f: ()),
    "sync.write_desk_card": (Act.DESK_CARD_WRITTEN, lambda f: (f,)),
    "sync.enrol_hub": (Act.HUB_ENROLLED, lambda _f: (b"card",)),
    "sync.seal_batch": (Act.BATCH_SEALED, lambda _f: ()),
    "sync.write_batch": (Act.BATCH_WRITTEN, lambda f: (1, f)),
    "sync.read_receipt": (Act.RECEIPT_READ, lambda _f: (b"receipt",)),
}  # fmt: skip
"""Each function that is an act, the act it needs, and arguments that it does not complain about
before it has looked at the role. The path is an empty folder outside the vault."""


READS = {
    "people.person": "a profile that is open",
    "people.homecomings": "part of a profile",
    "people.household_members": "part of a profile",
    "cases.consents": "part of a profile",
    "cases.reload_case": "a case that is open",
    "cases.cases_of": "part of a profile",
    "cases.history": "part of a case that is open",
    "plans.frame_in": "figures of a case that is open",
    "plans.frame_of": "figures of a case that is open",
    "plans.pack_of": "a programme, which is public",
    "plans.plans_of": "part of a case that is open",
    "plans.waiting_plans": "part of the list of cases",
    "grants.grants_of": "part of a case that is open",
    "grants.waiting_grants": "part of the list of cases",
    "grants.decisions_about": "part of a case that is open",
    "referrals.providers": "the directory, which everybody at the desk looks things up in",
    "referrals.referrals_of": "part of a case that is open",
    "documents.may_issue": "a question about the role itself",
    "documents.documents_of": "the list of papers of a case, not their pages",
    "drafts.keep": "one's own typing",
    "drafts.drafts": "one's own typing",
    "drafts.found": "one's own typing",
    "drafts.forget": "one's own typing",
    "users.staff": "names of colleagues",
    "users.names_of_staff": "names of colleagues",
    "sync.fingerprint_of_desk": "public, to be read out",
    "sync.hub_of": "the hub's public card",
    "sync.fingerprint_of_hub": "public, to be read out",
    "sync.pending": "what waits for the hub: kinds and numbers, no content",
    "sync.count_pending": "a number in the status bar",
    "sync.first_lost_line": "a number of a line, an alarm for everybody",
    "sync.batches": "numbers and days of batches",
}
"""What everybody with a login may read without a line in the log, and why."""


def _functions() -> dict[str, Callable[..., object]]:
    """Every public function of every service that takes a session first."""
    found: dict[str, Callable[..., object]] = {}
    for path in sorted(Path(documents.__file__).parents[1].glob("*/service.py")):
        notion = path.parent.name
        module = importlib.import_module(f"intake_app.{notion}.service")
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                names = list(inspect.signature(function).parameters)
                if not name.startswith("_") and names[:1] == ["session"]:
                    found[f"{notion}.{name}"] = function
    return found


def test_every_service_function_is_an_act_or_a_read_with_a_reason() -> None:
    assert set(_functions()) == set(ACTS) | set(READS), "write the new function into one table"
    assert not set(ACTS) & set(READS)


def test_the_table_of_acts_is_the_table_of_the_product() -> None:
    written = {act: roles for roles, acts in MATRIX.items() for act in acts}
    assert written == MAY, "a new act belongs into both tables"


def test_papers_may_be_made_by_the_roles_of_the_product() -> None:
    assert {kind: set(paper.roles) for kind, paper in documents.KINDS.items()} == PAPERS


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


Enter = Callable[[Role], Session]


@pytest.fixture
def enter(template_office: Path, tmp_path: Path, packs: Mapping[str, Pack]) -> Iterator[Enter]:
    """Sign in to a vault of the test's own."""
    folder = Path(shutil.copytree(template_office, tmp_path / "office"))
    sessions: list[Session] = []

    def sign_in(role: Role) -> Session:
        login = next(login for login in logins_of(folder) if login.role is role)
        sessions.append(
            users.sign_in(
                folder, login.id, PASSPHRASES[role], packs, bounds=CHEAP_BOUNDS, clock=FixedClock()
            )
        )
        return sessions[-1]

    yield sign_in
    for session in sessions:
        session.vault.close()


def _state(session: Session, outside: Path) -> str:
    """A hash of every row of the vault, the key file, and what lies outside."""
    whole = hashlib.sha256((session.vault.folder / "keys.cvk").read_bytes())
    with session.read() as db:
        names = [
            row[0]
            for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        ]
        for name in names:
            rows = db.execute('SELECT * FROM "' + name + '"').fetchall()
            whole.update(repr([tuple(row) for row in rows]).encode())
    whole.update(repr(sorted(outside.rglob("*"))).encode())
    return whole.hexdigest()


CASES = [(name, role) for name in ACTS for role in Role]


@pytest.mark.parametrize(("name", "role"), CASES)
def test_the_role_decides_and_a_refusal_touches_nothing(
    name: str, role: Role, enter: Enter, outside: Path
) -> None:
    act, arguments = ACTS[name]
    function, session = _functions()[name], enter(role)
    more = {"cost": CHEAP} if name == "users.add_user" else {}
    before = _state(session, outside)
    if role in MAY[act]:
        said = ""
        try:
            function(session, *arguments(outside), **more)
        except IntakeError as error:
            said = error.sentence
        assert "Your role" not in said
    else:
        with pytest.raises(NotAllowed, match="Your role"):
            function(session, *arguments(outside), **more)
        assert _state(session, outside) == before


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(PAPERS))
def test_a_paper_is_refused_to_a_role_that_does_not_make_it(
    kind: str, role: Role, enter: Enter, outside: Path
) -> None:
    session = enter(role)
    before = _state(session, outside)
    for function in (documents.preview, documents.issue):
        with pytest.raises(IntakeError) as refusal:
            function(session, A_CASE, kind, A_CASE, "en")
        assert isinstance(refusal.value, NotAllowed) == (role not in PAPERS[kind])
    assert _state(session, outside) == before


def test_control_an_act_that_is_let_through_changes_the_state(enter: Enter, outside: Path) -> None:
    session = enter(R)
    before = _state(session, outside)
    person = a_person()
    _functions()["people.save_person"](session, person, a_homecoming(person))
    assert _state(session, outside) != before


def test_control_a_function_that_does_not_ask_the_role_is_noticed(
    enter: Enter, outside: Path
) -> None:
    def careless(session: Session) -> None:
        with session.vault.transaction() as db:
            db.execute("INSERT INTO meta VALUES ('x', 'y')")

    session = enter(R)
    before = _state(session, outside)
    careless(session)
    assert _state(session, outside) != before
