"""Permission, atomicity and audit come in one with-line, and the table is the only source."""

from __future__ import annotations

import pytest

from intake_app import audit
from intake_app.acts import MAY, Act, Role
from intake_app.errors import NotAllowed
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from tests.conftest import SignIn
from tests.factories import a_person


def test_every_act_is_in_the_table_and_has_its_word() -> None:
    assert set(MAY) == set(Act)
    for act in Act:
        assert word("act", act) != act.value


@pytest.mark.parametrize("role", list(Role))
def test_every_act_is_allowed_exactly_as_the_table_says(sign_in: SignIn, role: Role) -> None:
    session = sign_in(role)
    for act in Act:
        before = _lines(session)
        if role in MAY[act]:
            with session.act(act, "x"):
                pass
            assert _lines(session) == before + 1
        else:
            with pytest.raises(NotAllowed), session.act(act, "x"):
                pytest.fail("the block must not run")
            assert _lines(session) == before


def _lines(session: Session) -> int:
    with session.read() as db:
        return audit.head(db)[0]


def test_saving_writes_row_audit_line_and_outbox_line_together(clerk: Session) -> None:
    person = people.save_person(clerk, a_person())
    with clerk.read() as db:
        assert db.execute("SELECT count(*) FROM person").fetchone()[0] == 1
        assert db.execute("SELECT revision FROM outbox WHERE kind = 'person'").fetchone()[0] == 1
        (line, *_older) = audit.lines(db)
    assert (line.act, line.record, line.user) == ("person.saved", person.id, clerk.user.id)
    assert line.record_hash


def test_an_error_inside_the_act_keeps_nothing(clerk: Session) -> None:
    before = _lines(clerk)

    def half_an_act() -> None:
        with clerk.act(Act.PERSON_SAVED, "x") as change:
            change.db.execute("INSERT INTO meta (name, value) VALUES ('half', 'done')")
            change.send("person", "x", 1, {"id": "x"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_an_act()
    assert _lines(clerk) == before
    with clerk.read() as db:
        assert db.execute("SELECT count(*) FROM meta WHERE name = 'half'").fetchone()[0] == 0
        assert db.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0


def _tamper(session: Session, *statements: str) -> None:
    """What somebody with the data key and Python can do: the authorizer does not stop them."""
    session.vault._open.set_authorizer(None)
    with session.vault.transaction() as db:
        for statement in statements:
            db.execute(statement)


def test_the_chain_names_the_first_line_that_was_altered(supervisor: Session) -> None:
    for number in range(5):
        with supervisor.act(Act.SETTINGS_CHANGED, str(number)):
            pass
    assert users.check_audit(supervisor) is None
    last = _lines(supervisor)
    _tamper(
        supervisor,
        "DROP TRIGGER audit_is_append_only_update",
        f"UPDATE audit SET act = 'person.saved' WHERE seq = {last - 2}",
    )
    assert users.check_audit(supervisor) == last - 2


def test_the_chain_notices_a_line_taken_out_of_the_middle(supervisor: Session) -> None:
    for number in range(5):
        with supervisor.act(Act.SETTINGS_CHANGED, str(number)):
            pass
    last = _lines(supervisor)
    _tamper(
        supervisor,
        "DROP TRIGGER audit_is_append_only_delete",
        f"DELETE FROM audit WHERE seq = {last - 1}",
    )
    assert users.check_audit(supervisor) == last - 1


@pytest.mark.parametrize("sql", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
def test_the_audit_log_is_append_only(supervisor: Session, sql: str) -> None:
    with pytest.raises(Exception, match="append-only"), supervisor.vault.transaction() as db:
        db.execute(sql)


def test_opening_the_log_is_itself_in_the_log(supervisor: Session) -> None:
    newest = users.audit_lines(supervisor)[0]
    assert (newest.act, newest.who) == ("audit.read", "Salimata Keita")
