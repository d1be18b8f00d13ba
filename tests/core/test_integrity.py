"""The full check: what was put back, altered or lost inside a vault that opens is found."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import sample
from intake_app.acts import Act, Role
from intake_app.errors import IntakeError, NotAllowed, VaultAlarm, VaultClosed
from intake_app.integrity import check as checking
from intake_app.integrity import service as integrity
from intake_app.integrity.model import Fault, Report, sentence
from intake_app.integrity.records import KINDS
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.places import service as places
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import canonical_json, lasting_json
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP, CHEAP_BOUNDS, PASSPHRASES, FixedClock, SignIn
from tests.core.places_kit import a_place_list
from tests.factories import a_homecoming, a_person

PAGE = 4096


def checked(session: Session) -> Report:
    """A full check of an open vault."""
    integrity.prepare(session)
    return integrity.check(session, lambda *_step: None)


def faults(report: Report) -> set[Fault]:
    return {finding.fault for finding in report.findings}


@pytest.fixture(scope="module")
def sample_vault(tmp_path_factory: pytest.TempPathFactory, packs: Mapping[str, Pack]) -> Path:
    """The whole sample caseload: every kind of record."""
    folder = tmp_path_factory.mktemp("sample") / "vault"
    today = FixedClock()().date()
    sample.make_sample(folder, packs, today, cost=CHEAP, bounds=CHEAP_BOUNDS)
    return folder


def test_a_whole_caseload_is_whole_and_the_result_is_kept(
    sample_vault: Path, packs: Mapping[str, Pack], tmp_path: Path, clock: FixedClock
) -> None:
    folder = shutil.copytree(sample_vault, tmp_path / "vault")
    login = next(login for login in logins_of(folder) if login.role is Role.SUPERVISOR)
    words = sample.PASSPHRASES[Role.SUPERVISOR]
    session = users.sign_in(folder, login.id, words, packs, bounds=CHEAP_BOUNDS, clock=clock)
    assert integrity.is_due(session)
    assert integrity.last_report(session) is None
    list_ = places.open_list(session, a_place_list(tmp_path))
    places.import_list(session, list_, "2024", "")
    report = checked(session)
    assert report.is_whole, [sentence(finding) for finding in report.findings]
    with session.read() as db:
        kinds = {r[0] for r in db.execute("SELECT kind FROM audit_record")}
    # the sample imports no programme and no key, and nothing ends in it or changes hands: see their
    # own tests
    others = {"imported_pack", "instrument_key", "closure", "work_handover"}
    assert set(KINDS) - kinds == others
    assert report.records > 200
    integrity.keep(session, report)
    assert integrity.last_report(session) == report
    assert not integrity.is_due(session)
    assert users.audit_lines(session)[1].act == Act.VAULT_CHECKED.value
    users.lock(session)
    session = users.sign_in(folder, login.id, words, packs, bounds=CHEAP_BOUNDS, clock=clock)
    assert not integrity.is_due(session)
    session.vault.close()


def test_the_text_of_an_old_record_outlives_new_fields(clerk: Session) -> None:
    person = people.save_person(clerk, a_person(other_names=""))
    assert '"other_names":""' in canonical_json(person)
    assert "other_names" not in lasting_json(person)
    assert "family_name" in lasting_json(person)


# ---------------------------------------------------------------- altered behind the program's back


def tamper(session: Session, *statements: str) -> None:
    """What somebody with the data key and other software can do."""
    session.vault._open.set_authorizer(None)
    with session.vault.transaction() as db:
        for statement in statements:
            db.execute(statement)


ALTERED = [
    ("UPDATE person SET mother_name = 'X'", Fault.CHANGED),
    ("UPDATE identity_document SET number = 'X'", Fault.CHANGED),
    ("UPDATE person SET sex = 'no sex'", Fault.CHANGED),
    ("DELETE FROM homecoming", Fault.MISSING),
    ("INSERT INTO household VALUES ('h', 1, 'x', NULL)", Fault.UNKNOWN),
    ("DELETE FROM person_words", Fault.WORDS),
    ("UPDATE person_words SET names = 'x'", Fault.WORDS),
    (
        "DROP TRIGGER audit_record_is_append_only_delete; DELETE FROM audit_record",
        Fault.LINES,
    ),
    (
        "DROP TRIGGER audit_record_is_append_only_update; UPDATE audit_record SET revision = 7",
        Fault.LINES,
    ),
    (
        "DROP TRIGGER audit_is_append_only_update; UPDATE audit SET user = 'x' WHERE seq = 2",
        Fault.CHAIN,
    ),
]


@pytest.mark.parametrize(("sql", "fault"), ALTERED, ids=[sql[-40:] for sql, _fault in ALTERED])
def test_what_was_altered_is_found_and_said(clerk: Session, sql: str, fault: Fault) -> None:
    person = a_person()
    people.save_person(clerk, person, a_homecoming(person))
    assert checked(clerk).is_whole
    tamper(clerk, *sql.split("; "))
    report = checked(clerk)
    assert fault in faults(report)
    assert all(sentence(finding) for finding in report.findings)
    assert "{" not in " ".join(sentence(finding) for finding in report.findings)
    integrity.keep(clerk, report)
    assert integrity.last_report(clerk) == report


def test_control_the_library_alone_finds_nothing_of_that(clerk: Session) -> None:
    people.save_person(clerk, a_person())
    tamper(clerk, "UPDATE person SET mother_name = 'X'")
    with clerk.read() as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert not db.execute("PRAGMA cipher_integrity_check").fetchall()


def test_a_record_that_was_erased_by_rule_is_not_missed(clerk: Session) -> None:
    person = people.save_person(clerk, a_person(documents=()))
    with clerk.act(Act.PERSON_SAVED, person.id) as change:
        change.db.execute("DELETE FROM person WHERE id = ?", (person.id,))
        change.db.execute("DELETE FROM person_words")
        change.erased("person", person.id)
    assert checked(clerk).is_whole


def test_a_check_ends_when_the_vault_is_closed(clerk: Session) -> None:
    clerk.vault.close()
    with pytest.raises(VaultClosed):
        integrity.check(clerk, lambda *_step: None)


def test_a_check_can_be_stopped_at_every_step(clerk: Session) -> None:
    class StopError(Exception):
        pass

    def stop_at(number: int) -> None:
        steps: list[object] = []

        def step(*said: object) -> None:
            steps.append(said)
            if len(steps) == number:
                raise StopError

        integrity.check(clerk, step)

    people.save_person(clerk, a_person())
    for number in (1, 2, 3, 4):
        with pytest.raises(StopError):
            stop_at(number)
    with pytest.raises(VaultClosed):
        integrity.check(clerk, lambda *_step: None, lambda: True)
    assert checked(clerk).is_whole


# ------------------------------------------------------------------------------ records from before


def test_records_from_before_are_bound_by_the_first_check(clerk: Session) -> None:
    people.save_person(clerk, a_person())
    tamper(
        clerk,
        "DROP TRIGGER audit_record_is_append_only_delete",
        "DELETE FROM audit_record",
        "UPDATE meta SET value = '1000' WHERE name = 'bound_from'",
    )
    report = checked(clerk)
    assert report.is_whole
    assert [kind for kind, _id in report.unbound] == ["person"]
    integrity.keep(clerk, report)
    assert checked(clerk).unbound == ()
    tamper(clerk, "UPDATE person SET mother_name = 'X'")
    assert faults(checked(clerk)) == {Fault.CHANGED}
    tamper(clerk, "INSERT INTO household VALUES ('h', 1, 'x', NULL)")
    assert Fault.UNKNOWN in faults(checked(clerk))


# ----------------------------------------------------------------------------------- pages put back


def generations(sign_in: SignIn, office: Path, number: int) -> list[bytes]:
    """The data file after each of so many days of work: a profile is changed every day, and every
    third day somebody new comes."""
    kept: list[bytes] = []
    known: list[Person] = []
    for day in range(number):
        session = sign_in(Role.RECEPTION)
        for _person in range(0 if day % 3 else 3):
            person = a_person(family_name=f"Name {day}")
            known.append(people.save_person(session, person, a_homecoming(person)))
        changed = replace(known[day % len(known)], mother_name=f"Mother {day}")
        known[day % len(known)] = people.save_person(session, changed)
        users.lock(session)
        kept.append((office / "data-0001.db").read_bytes())
    return kept


def older_pages(kept: list[bytes]) -> list[tuple[int, bytes]]:
    """Each page of an older generation that is another one in the newest: its place and bytes."""
    newest = kept[-1]
    found = {}
    for content in kept[:-1]:
        for start in range(0, min(len(content), len(newest)), PAGE):
            page = content[start : start + PAGE]
            if page != newest[start : start + PAGE]:
                found[start, page] = None
    return list(found)


def put_back(office: Path, newest: bytes, place: int, page: bytes) -> None:
    (office / "data-0001.db").write_bytes(newest[:place] + page + newest[place + PAGE :])


def test_no_page_can_be_put_back_into_a_closed_vault(sign_in: SignIn, fresh_office: Path) -> None:
    kept = generations(sign_in, fresh_office, 4)
    pages = older_pages(kept)
    assert len(pages) > 30
    opened = 0
    for place, page in pages:
        put_back(fresh_office, kept[-1], place, page)
        try:
            sign_in(Role.RECEPTION).vault.close()
            opened += 1
        except IntakeError:
            continue
    assert opened == 0


def visible(session: Session) -> list[str]:
    """All records as the services give them; a record that cannot be read any more says so."""
    with session.read() as db:
        texts = []
        for kind, read in KINDS.items():
            for id_ in sorted(set(checking.store.ids(db, kind))):
                try:
                    texts.append(f"{kind} {lasting_json(read(db, id_))}")
                except (ValueError, TypeError):
                    texts.append(f"{kind} unreadable")
        return texts


def replayed(
    sign_in: SignIn, office: Path, kept: list[bytes], anchor: bytes
) -> tuple[int, int, int]:
    """Put each older page into a vault that was not closed well, and check it fully.

    Returns how many pages changed what people see, how many of those went unnoticed, and how many
    of those the database library alone would not have noticed.
    """
    (office / "data-0001.db").write_bytes(kept[-1])
    (office / "anchor").write_bytes(anchor)
    session = sign_in(Role.RECEPTION)
    truth = visible(session)
    session.vault.close()
    changing = unnoticed = silent = 0
    for place, page in older_pages(kept):
        put_back(office, kept[-1], place, page)
        (office / "anchor").write_bytes(anchor)
        try:
            session = sign_in(Role.RECEPTION)
            seen = visible(session)
        except IntakeError:
            continue
        if seen != truth:
            changing += 1
            report = checked(session)
            silent += not faults(report) & {Fault.PAGES, Fault.TREE}
            unnoticed += report.is_whole
        session.vault.close()
    return changing, unnoticed, silent


def unsealed(office: Path, session: Session) -> bytes:
    """The anchor as a crash leaves it: without the fingerprint of the closed file."""
    session.vault._anchor.closed = lambda _path: None  # type: ignore[method-assign]
    users.lock(session)
    return (office / "anchor").read_bytes()


@pytest.mark.parametrize(
    "days", [6, pytest.param(20, marks=[pytest.mark.nightly, pytest.mark.timeout(3600)])]
)
def test_an_older_page_that_changes_what_people_see_is_found_even_after_a_crash(
    sign_in: SignIn, fresh_office: Path, days: int
) -> None:
    kept = generations(sign_in, fresh_office, days)
    anchor = unsealed(fresh_office, sign_in(Role.RECEPTION))
    kept.append((fresh_office / "data-0001.db").read_bytes())
    changing, unnoticed, silent = replayed(sign_in, fresh_office, kept, anchor)
    assert unnoticed == 0
    assert changing > 0
    assert silent > 0  # the control: what the library alone takes for a sound vault


# ----------------------------------------------------------------------------------------- going on


def test_a_supervisor_goes_on_and_the_log_says_how_many_saves_are_gone(
    sign_in: SignIn, fresh_office: Path, packs: Mapping[str, Pack]
) -> None:
    older = (fresh_office / "data-0001.db").read_bytes()
    for _time in range(2):
        sign_in(Role.RECEPTION).vault.close()
    (fresh_office / "data-0001.db").write_bytes(older)
    with pytest.raises(VaultAlarm) as alarm:
        sign_in(Role.SUPERVISOR)
    for role in (Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR):
        login = next(login for login in logins_of(fresh_office) if login.role is role)
        arguments = (fresh_office, login.id, PASSPHRASES[role], packs, alarm.value)
        if role is not Role.SUPERVISOR:
            with pytest.raises(NotAllowed):
                integrity.go_on(*arguments, bounds=CHEAP_BOUNDS)
            continue
        session = integrity.go_on(*arguments, bounds=CHEAP_BOUNDS)
        lines = users.audit_lines(session)
        assert [(line.act, line.record) for line in lines[1:3]] == [
            ("user.signed_in", login.id),
            ("vault.gone_on", str(alarm.value.count)),
        ]
        assert len(list((fresh_office / "backups").glob("aside-*"))) == 1
        users.lock(session)
    sign_in(Role.RECEPTION).vault.close()
