"""A signed list takes everything about a person, in every table, and nothing about anybody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from nacl.signing import VerifyKey

from intake_app import audit
from intake_app.acts import Act, Role
from intake_app.cases import service as cases
from intake_app.erasure import service as erasure
from intake_app.erasure.model import signed_text
from intake_app.errors import InvalidInput, NotAllowed, VaultDamaged
from intake_app.notes import service as notes
from intake_app.notes.model import About, NoteKind, NoteText
from intake_app.people import service as people
from intake_app.retention import service as retention
from intake_app.retention.model import FileKind
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from intake_app.users import service as users
from intake_app.vault.db import Connection, DatabaseError
from tests.conftest import FixedClock, SignIn
from tests.core.erasure_kit import a_full_case, a_marked_person, erase_all_due, let_time_pass
from tests.core.test_case_journey import opened_case
from tests.factories import a_consent, a_homecoming

ERASED = {
    "person", "identity_document", "telephone", "background", "homecoming", "household", "consent",
    "case_file", "plan", "grant_request", "decision", "referral", "document", "print_run", "draft",
    "outbox", "kept_until", "marked_for_erasure", "correction", "sealed_note", "leftover",
    "told_apart", "same_person", "expected_apart", "given_item", "screening", "emergency",
    "expected_person", "attached_file", "attached_content", "refusal", "conference_matter",
    "assessment", "progress", "dossier", "survey", "follow_up", "closure", "handed_over",
    "age_correction", "child_entry",
}  # fmt: skip
"""Tables whose rows go with a person or a case."""

FREE_OF_PERSONS = {
    "meta", "office_setting", "staff", "audit", "provider", "batch", "batch_item", "office_rule",
    "erasure", "erasure_item", "erasing", "last_sequence", "breach", "letter_box", "saves",
    "audit_record", "arrival", "manifest_import", "manifest_columns", "place_list",
    "office_amount", "conference", "complaint", "imported_pack", "instrument", "instrument_key",
    "work_handover",
}  # fmt: skip
"""Tables that hold ids, days and the office's own words at most."""

BY_TRIGGER = {"person_words", "dup_todo", "dup_person", "dup_key", "name_count", "dossier_day"}
"""Follow the tables above by themselves."""


def rows(db: Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def counts(session: Session) -> dict[str, int]:
    with session.read() as db:
        return {table: rows(db, table) for table in ERASED - {"outbox"} | BY_TRIGGER}


def test_every_table_is_said_to_be_erased_or_free_of_persons(supervisor: Session) -> None:
    with supervisor.read() as db:
        found = {
            row[0]
            for row in db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " AND name NOT LIKE 'person\\_words\\_%' ESCAPE '\\'"
            )
        }
    assert found == ERASED | FREE_OF_PERSONS | BY_TRIGGER


def with_rule(session: Session, years: int = 5) -> Session:
    retention.set_rule(session, years, "Decision of the office of 3 May 2026")
    return session


def test_everything_about_a_person_goes_and_the_log_keeps_ids_only(
    sign_in: SignIn, clock: FixedClock
) -> None:
    person, case = a_full_case(sign_in)
    before = counts(supervisor := with_rule(sign_in(Role.SUPERVISOR)))
    assert all(before[table] for table in ("decision", "document", "print_run", "draft"))
    let_time_pass(clock, supervisor)
    done = erase_all_due(supervisor)
    assert {table: count for table, count in counts(supervisor).items() if count} == {}
    assert done.finished_at is not None
    assert done.counts() == {
        "case": 1, "person": 1, "plan": 1, "grant": 1, "given_item": 1, "referral": 1,
        "document": 2, "decision": 2, "consent": 2, "refusal": 1, "homecoming": 1, "note": 3,
        "screening": 1, "emergency": 1, "assessment": 1, "progress": 1, "dossier": 1,
        "survey": 1,
        "attached_file": 3, "follow_up": 5, "child_entry": 1,
    }  # fmt: skip
    with supervisor.read() as db:
        assert {row[0] for row in db.execute("SELECT kind FROM outbox")} == {
            "erasure", "provider", "instrument",
        }  # fmt: skip
        assert rows(db, "erasing") == 0
        (line,) = [one for one in audit.lines_about(db, [case.id]) if one.act == Act.FILE_ERASED]
    assert line.user == supervisor.user.id
    assert users.check_audit(supervisor) is None
    assert person.family_name.encode() not in str(done).encode()


def test_a_case_of_somebody_else_stays_as_it_is(sign_in: SignIn, clock: FixedClock) -> None:
    a_full_case(sign_in)
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    let_time_pass(clock, supervisor)
    other = a_full_case(sign_in, a_marked_person())
    supervisor = sign_in(Role.SUPERVISOR)
    kept = counts(supervisor)
    retention.confirm_date(supervisor)
    erase_all_due(supervisor)
    after = counts(supervisor)
    assert {table: kept[table] // 2 for table in kept if kept[table]} | {"draft": 3} == {
        table: count for table, count in after.items() if count
    } | {"draft": after["draft"]}
    assert cases.reload_case(supervisor, other[1].id).person.id == other[0].id


def test_nothing_is_due_until_the_office_has_decided(sign_in: SignIn, clock: FixedClock) -> None:
    a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    let_time_pass(clock, supervisor, years=60)
    assert retention.due_list(supervisor).files == ()
    with pytest.raises(InvalidInput):
        erasure.sign_list(supervisor)
    with_rule(supervisor)
    assert len(retention.due_list(supervisor).files) == 1


def test_a_file_is_due_the_day_after_its_last_day(sign_in: SignIn, clock: FixedClock) -> None:
    opened_case(sign_in(Role.RECEPTION))
    supervisor = with_rule(sign_in(Role.SUPERVISOR), 1)
    clock.moment = clock.moment.replace(year=2027)
    retention.confirm_date(supervisor)
    assert retention.due_list(supervisor).files == ()
    clock.moment += timedelta(days=1)
    assert len(retention.due_list(supervisor).files) == 1


def test_looking_does_not_keep_a_file_alive_but_working_does(
    sign_in: SignIn, clock: FixedClock
) -> None:
    person, case = opened_case(sign_in(Role.RECEPTION))
    supervisor = with_rule(sign_in(Role.SUPERVISOR), 1)
    about, words = About(person.id), NoteText(NoteKind.MEDICAL, "asthma")
    note = notes.write_note(supervisor, about, words)
    let_time_pass(clock, supervisor, 1)
    cases.case_view(supervisor, case.id)
    people.open_person(supervisor, person.id)
    notes.read_note(supervisor, note.id)
    assert [file.id for file in retention.due_list(supervisor).files] == [case.id]
    notes.write_note(supervisor, about, words)
    assert retention.due_list(supervisor).files == ()
    let_time_pass(clock, supervisor, 2)
    assert len(retention.due_list(supervisor).files) == 1
    clerk = sign_in(Role.RECEPTION)
    people.save_person(clerk, people.person(clerk, person.id))
    assert retention.due_list(sign_in(Role.SUPERVISOR)).files == ()


def test_a_leap_of_the_clock_has_to_be_confirmed_before_anything_is_due(
    sign_in: SignIn, clock: FixedClock
) -> None:
    opened_case(sign_in(Role.RECEPTION))
    supervisor = with_rule(sign_in(Role.SUPERVISOR), 1)
    clock.moment += timedelta(days=800)
    due = retention.due_list(supervisor)
    assert (due.files, due.jump is not None) == ((), True)
    with pytest.raises(NotAllowed):
        erasure.sign_list(supervisor)
    retention.confirm_date(supervisor)
    assert retention.due_list(supervisor).jump is None
    assert len(retention.due_list(supervisor).files) == 1
    clock.moment += timedelta(hours=47)  # less than 48 hours is an ordinary pause
    assert len(retention.due_list(supervisor).files) == 1
    clock.moment -= timedelta(days=900)  # and back counts as well
    assert retention.due_list(supervisor).jump is not None


def test_a_date_of_its_own_goes_before_the_rule_both_ways(
    sign_in: SignIn, clock: FixedClock
) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    yesterday = supervisor.today() - timedelta(days=1)
    retention.set_date(supervisor, case.id, yesterday, "She asked for it.")
    assert [file.id for file in retention.due_list(supervisor).files] == [case.id]
    with_rule(supervisor, 1)
    let_time_pass(clock, supervisor, 2)
    retention.mark(supervisor, case.id)
    retention.set_date(supervisor, case.id, date(2040, 1, 1), "A court may ask for it.")
    assert retention.due_list(supervisor).files == ()
    assert not retention.file_date(supervisor, case.id).file.is_marked
    with pytest.raises(InvalidInput):
        retention.set_date(supervisor, case.id, None, " ")
    with pytest.raises(NotAllowed):
        retention.mark(supervisor, case.id)


def family(sign_in: SignIn) -> tuple[str, str, str]:
    """Ids of a case, of its person, and of a relative without a case."""
    clerk = sign_in(Role.RECEPTION)
    person, case = opened_case(clerk)
    relative = people.save_person(clerk, a_marked_person(), None)
    people.join_household(clerk, relative, people.person(clerk, person.id), "sibling")
    return case.id, person.id, relative.id


def test_relatives_without_a_case_go_along_when_their_own_date_has_passed(
    sign_in: SignIn, clock: FixedClock
) -> None:
    case, _person, _relative = family(sign_in)
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    let_time_pass(clock, supervisor)
    assert [file.id for file in retention.due_list(supervisor).files] == [case]
    erase_all_due(supervisor)
    assert {table: count for table, count in counts(supervisor).items() if count} == {}


def test_a_relative_registered_lately_stays_and_the_household_names_no_head(
    sign_in: SignIn, clock: FixedClock
) -> None:
    _person, case = opened_case(clerk := sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    let_time_pass(clock, supervisor)
    clerk = sign_in(Role.RECEPTION)
    relative = people.save_person(clerk, a_marked_person(), None)
    person = people.person(clerk, _person.id)
    people.join_household(clerk, relative, person, "sibling")
    supervisor = sign_in(Role.SUPERVISOR)
    yesterday = supervisor.today() - timedelta(days=1)
    retention.set_date(supervisor, case.id, yesterday, "She asked for it.")
    erase_all_due(supervisor)
    left = people.household_members(supervisor, people.person(supervisor, relative.id))
    assert [one.id for one in left] == [relative.id]
    with supervisor.read() as db:
        assert db.execute("SELECT head_id FROM household").fetchone()[0] is None


def test_somebody_whose_family_has_a_case_stays_a_member_and_goes_with_it(
    sign_in: SignIn, clock: FixedClock
) -> None:
    case, person, relative = family(sign_in)
    clerk = sign_in(Role.RECEPTION)
    coming = a_homecoming(people.person(clerk, relative))
    people.save_person(clerk, people.person(clerk, relative), coming)
    cases.give_consent(clerk, a_consent(people.person(clerk, relative)))
    theirs = cases.open_case(clerk, relative, coming.id, "eurp")
    supervisor = sign_in(Role.SUPERVISOR)
    yesterday = supervisor.today() - timedelta(days=1)
    retention.set_date(supervisor, case, yesterday, "She asked for it.")
    erase_all_due(supervisor)
    assert cases.cases_of(supervisor, person) == []
    assert people.person(supervisor, person).id == person
    retention.set_date(supervisor, theirs.id, yesterday, "He asked for it.")
    erase_all_due(supervisor)
    assert {table: count for table, count in counts(supervisor).items() if count} == {}


def test_a_person_who_never_had_a_case_is_a_file_too(sign_in: SignIn, clock: FixedClock) -> None:
    people.save_person(sign_in(Role.RECEPTION), a_marked_person())
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    let_time_pass(clock, supervisor)
    (file,) = retention.due_list(supervisor).files
    assert file.kind is FileKind.PERSON
    erase_all_due(supervisor)
    assert {table: count for table, count in counts(supervisor).items() if count} == {}


def test_a_number_is_not_given_twice(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    retention.set_date(
        supervisor, case.id, supervisor.today() - timedelta(days=1), "Registered twice."
    )
    erase_all_due(supervisor)
    _person, again = opened_case(sign_in(Role.RECEPTION))
    assert (case.sequence, again.sequence) == (1, 2)


# ---------------------------------------------------------------- signed, stopped, guarded


def due_case(sign_in: SignIn, clock: FixedClock) -> tuple[Session, str]:
    _person, case = a_full_case(sign_in)
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    let_time_pass(clock, supervisor)
    return supervisor, case.id


def test_the_list_is_signed_with_the_supervisors_own_key(
    sign_in: SignIn, clock: FixedClock
) -> None:
    supervisor, case_id = due_case(sign_in, clock)
    retention.mark(supervisor, case_id)
    signed = erasure.sign_list(supervisor)
    text = signed_text(signed.content_hash, signed.signed_by, signed.signed_at)
    key = VerifyKey(supervisor.vault.keys.verify_key_of(supervisor.user.id))
    assert key.verify(text, bytes.fromhex(signed.signature)) == text
    assert signed.is_whole
    with pytest.raises(NotAllowed):  # one at a time
        erasure.sign_list(supervisor)


def test_papers_and_decisions_can_only_go_by_a_signed_list(
    sign_in: SignIn, clock: FixedClock
) -> None:
    supervisor, case_id = due_case(sign_in, clock)
    retention.mark(supervisor, case_id)
    for statement in (
        "DELETE FROM document",
        "DELETE FROM decision",
        f"INSERT INTO erasing VALUES ('{case_id}', 'no list')",
    ):
        with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
            db.execute(statement)
    signed = erasure.sign_list(supervisor)
    for statement in (
        f"INSERT INTO erasing VALUES ('another', '{signed.id}')",
        "DELETE FROM erasure",
        "UPDATE erasure SET content_hash = 'x', finished_at = 'x'",
        "UPDATE erasure_item SET file_id = 'another', erased_at = 'x'",
        "DELETE FROM erasure_item",
    ):
        with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
            db.execute(statement)
    with supervisor.vault.transaction() as db:  # the control: by the list it goes
        db.execute("INSERT INTO erasing VALUES (?, ?)", (case_id, signed.id))
        db.execute("DELETE FROM decision")


def test_a_list_that_was_altered_after_it_was_signed_erases_nothing(
    sign_in: SignIn, clock: FixedClock
) -> None:
    supervisor, case_id = due_case(sign_in, clock)
    retention.mark(supervisor, case_id)
    signed = erasure.sign_list(supervisor)
    before = counts(supervisor)
    with supervisor.vault.transaction() as db:
        db.execute(
            "INSERT INTO erasure_item (erasure, place, kind, file_id, due_on)"
            " VALUES (?, 9, 'case', 'slipped in', '2026-01-01')",
            (signed.id,),
        )
    with pytest.raises(VaultDamaged):
        erasure.erase(supervisor, signed.id)
    assert counts(supervisor) == before


def test_a_stopped_erasure_goes_on_where_it_was(sign_in: SignIn, clock: FixedClock) -> None:
    for _case in range(3):
        opened_case(sign_in(Role.RECEPTION))
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    let_time_pass(clock, supervisor)
    retention.mark(supervisor, *(file.id for file in retention.due_list(supervisor).files))
    signed = erasure.sign_list(supervisor)
    seen: list[tuple[int, int]] = []

    def stop_at_the_second(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erasure.erase(supervisor, signed.id, stop_at_the_second)
    begun = erasure.unfinished(supervisor)
    assert begun is not None
    assert (len(begun.left), seen) == (2, [(0, 4), (1, 4)])
    supervisor = sign_in(Role.SUPERVISOR)
    seen.clear()
    done = erasure.erase(supervisor, signed.id, lambda *step: seen.append(step))
    assert (done.left, seen) == ((), [(1, 4), (2, 4), (3, 4)])
    assert erasure.unfinished(supervisor) is None


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_only_a_supervisor_sees_marks_signs_and_erases(
    sign_in: SignIn, clock: FixedClock, role: Role
) -> None:
    supervisor, case_id = due_case(sign_in, clock)
    retention.mark(supervisor, case_id)
    signed = erasure.sign_list(supervisor)
    other = sign_in(role)
    for forbidden in (
        lambda: retention.due_list(other),
        lambda: retention.mark(other, case_id),
        lambda: retention.unmark(other, case_id),
        lambda: retention.set_rule(other, 1, "Because"),
        lambda: retention.set_date(other, case_id, date(2030, 1, 1), "Because"),
        lambda: retention.confirm_date(other),
        lambda: erasure.lists(other),
        lambda: erasure.sign_list(other),
        lambda: erasure.erase(other, signed.id),
        lambda: erasure.destroy_copies(other, signed),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert retention.file_date(other, case_id).until is not None


def test_the_file_of_a_batch_that_held_the_person_is_dropped(
    sign_in: SignIn, clock: FixedClock
) -> None:
    a_full_case(sign_in)
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    card = hub_card(HubKeys.generate(), HubKeys.generate().recipient, "Hub", clock())
    sync.enrol_hub(supervisor, card.to_bytes())
    sync.seal_batch(supervisor)
    with supervisor.read() as db:
        assert rows(db, "batch WHERE file IS NOT NULL") == 1
    let_time_pass(clock, supervisor)
    erase_all_due(supervisor)
    with supervisor.read() as db:
        assert rows(db, "batch WHERE file IS NOT NULL") == 0
        assert rows(db, "batch") == 1


def test_copies_in_the_vault_folder_are_named_and_can_be_destroyed(
    sign_in: SignIn, clock: FixedClock
) -> None:
    supervisor, _case = due_case(sign_in, clock)
    backups = supervisor.vault.folder / "backups"
    (backups / "before-schema-0002").mkdir()
    (backups / "before-schema-0002" / "data-0001.db").write_bytes(b"x" * 4096)
    (backups / "one-file").write_bytes(b"x")
    done = erase_all_due(supervisor)
    names = {copy.name: copy.size for copy in erasure.copies(supervisor, done)}
    assert names == {"before-schema-0002": 4096, "one-file": 1}
    assert erasure.destroy_copies(supervisor, done) == 2
    assert list(backups.iterdir()) == []
    assert erasure.copies(supervisor, done) == []
