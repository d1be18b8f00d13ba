"""The end of the audit log cut off: what is left is whole, and it is noticed all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import audit
from intake_app.acts import Act
from intake_app.hub import database
from intake_app.hub.database import Database
from intake_app.hub.ingest import Run, ingest_folder
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.settings import keep_secret
from intake_app.sync import service as sync
from intake_app.sync.cards import parse_desk_card
from intake_app.users import service as users
from tests.batches import NOON, parties
from tests.factories import a_person

pytestmark = pytest.mark.postgres


def some_lines(session: Session, count: int) -> None:
    for number in range(count):
        with session.act(Act.SETTINGS_CHANGED, str(number)):
            pass


def cut_off(session: Session, count: int) -> None:
    """What somebody with the data key and Python can do."""
    session.vault._open.set_authorizer(None)
    with session.vault.transaction() as db:
        db.execute("DROP TRIGGER audit_is_append_only_delete")
        db.execute("DELETE FROM audit WHERE seq > ?", (audit.head(db)[0] - count,))


class Office:
    """A supervisor's desk with a hub that answers."""

    def __init__(self, session: Session, db: Database, stick: Path) -> None:
        self.session, self.db, self.stick = session, db, stick

    def send(self) -> Run:
        """Something new, sealed, carried there, and the receipt carried back."""
        people.save_person(self.session, a_person())
        batch = sync.seal_batch(self.session)
        sync.write_batch(self.session, batch.number, self.stick)
        who = parties()
        return ingest_folder(self.stick, self.db, who.hub, self.stick / "answers", lambda: NOON)

    def take_receipt(self) -> None:
        newest = sorted((self.stick / "answers").iterdir())[-1]
        sync.read_receipt(self.session, newest.read_bytes())


@pytest.fixture
def office(supervisor: Session, tmp_path: Path, hub_dsn: str) -> Iterator[Office]:
    stick = tmp_path / "stick"
    stick.mkdir()
    sync.enrol_hub(supervisor, parties().hub_card.to_bytes())
    with database.connected(hub_dsn) as db:
        database.enrol(db, parse_desk_card(sync.desk_card(supervisor)), NOON)
        yield Office(supervisor, db, stick)


def test_a_whole_log_is_whole_for_desk_and_hub(office: Office) -> None:
    for _batch in range(3):
        assert [verdict.is_log_cut for verdict in office.send().verdicts] == [False]
        office.take_receipt()
        some_lines(office.session, 3)
    assert sync.first_lost_line(office.session) is None


def test_the_desk_notices_that_its_log_lost_what_a_batch_carried(office: Office) -> None:
    some_lines(office.session, 10)
    office.send()
    cut_off(office.session, 8)
    assert users.check_audit(office.session) is None, "the chain of what is left is whole"
    assert sync.first_lost_line(office.session) is not None
    some_lines(office.session, 20)
    assert users.check_audit(office.session) is None
    assert sync.first_lost_line(office.session) is not None, "also when it has grown again"


def test_the_hub_notices_at_the_next_batch_also_when_the_log_has_grown_again(
    office: Office,
) -> None:
    some_lines(office.session, 10)
    office.send()
    cut_off(office.session, 8)
    some_lines(office.session, 20)
    assert [verdict.is_log_cut for verdict in office.send().verdicts] == [True]


def test_the_receipt_tells_a_desk_whose_own_memory_was_rolled_back(office: Office) -> None:
    some_lines(office.session, 10)
    office.send()
    office.take_receipt()
    cut_off(office.session, 8)
    with office.session.vault.transaction() as db:
        db.execute("UPDATE batch SET audit_seq = 0, audit_head = ''")
    assert sync.first_lost_line(office.session) is not None


def test_control_a_cut_after_the_last_head_is_beyond_what_was_pinned_down(office: Office) -> None:
    office.send()
    some_lines(office.session, 5)
    cut_off(office.session, 3)
    assert sync.first_lost_line(office.session) is None
    with office.session.vault.transaction() as db:
        keep_secret(db, "audit_head_at_hub", f"1 {'0' * 64}")
    assert sync.first_lost_line(office.session) == 1
