"""Photographs and scans at the hub: they come with a batch, and go when the desk lets them go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import Attachment, AttachmentKind
from intake_app.hub import database
from intake_app.hub.database import Database
from intake_app.hub.ingest import ingest_folder
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.retention import service as retention
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card, parse_desk_card
from tests.conftest import FixedClock, SignIn
from tests.core.attachments_kit import a_readable
from tests.core.erasure_kit import erase_all_due
from tests.factories import a_person

pytestmark = pytest.mark.postgres


class Hub:
    """A hub that knows the desk, and the way of a batch to it."""

    def __init__(self, session: Session, db: Database, clock: FixedClock, folder: Path) -> None:
        self.db, self.clock, self.folder, self.keys = db, clock, folder, HubKeys.generate()
        card = hub_card(self.keys, HubKeys.generate().recipient, "Hub", clock())
        sync.enrol_hub(session, card.to_bytes())
        database.enrol(db, parse_desk_card(sync.desk_card(session)), clock())

    def written(self, session: Session) -> Path:
        """A batch with everything that waits, on a stick."""
        batch = sync.seal_batch(session)
        stick = self.folder / f"stick-{batch.number}"
        stick.mkdir()
        sync.write_batch(session, batch.number, stick)
        return stick

    def take_in(self, stick: Path) -> None:
        run = ingest_folder(stick, self.db, self.keys, stick / "receipts", self.clock)
        assert not run.verdicts[0].is_refused

    def has(self, file: Attachment) -> bool:
        found = self.db.execute(
            "SELECT content FROM attachment WHERE id = %s", (file.id,)
        ).fetchone()
        assert found is None or bytes(found[0]) == a_readable().content
        return found is not None


@pytest.fixture
def hub(supervisor: Session, hub_dsn: str, clock: FixedClock, tmp_path: Path) -> Iterator[Hub]:
    with database.connected(hub_dsn) as db:
        yield Hub(supervisor, db, clock, tmp_path)


def add(session: Session, person: Person) -> Attachment:
    return attachments.add(session, person.id, None, AttachmentKind.IDENTITY, a_readable())


def test_what_the_desk_removes_goes_at_the_hub_too(hub: Hub, supervisor: Session) -> None:
    person = people.save_person(supervisor, a_person())
    wrong, right = add(supervisor, person), add(supervisor, person)
    hub.take_in(hub.written(supervisor))
    assert hub.has(wrong)  # the control
    attachments.remove(supervisor, wrong.id, "of somebody else")
    hub.take_in(hub.written(supervisor))
    assert not hub.has(wrong)
    assert hub.has(right)


def test_a_late_batch_does_not_bring_it_back(hub: Hub, supervisor: Session) -> None:
    person = people.save_person(supervisor, a_person())
    wrong, right = add(supervisor, person), add(supervisor, person)
    late = hub.written(supervisor)
    attachments.remove(supervisor, wrong.id, "of somebody else")
    hub.take_in(hub.written(supervisor))
    hub.take_in(late)
    assert not hub.has(wrong)
    assert hub.has(right)


def test_what_is_erased_at_the_desk_is_erased_at_the_hub(
    hub: Hub, sign_in: SignIn, clock: FixedClock
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    gone = add(supervisor, people.save_person(supervisor, a_person()))
    late = hub.written(supervisor)
    hub.take_in(late)
    assert hub.has(gone)  # the control
    retention.set_rule(supervisor, 5, "The law of the country.")
    clock.moment += timedelta(days=6 * 366)
    retention.confirm_date(supervisor)
    erase_all_due(supervisor)
    hub.take_in(hub.written(supervisor))
    assert not hub.has(gone)
