"""After a restoring the hub is never shown two batches of one number."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from intake_app import settings
from intake_app.backups import service as backups
from intake_app.errors import NotAllowed
from intake_app.hub import database
from intake_app.hub.database import Database
from intake_app.hub.ingest import ingest_folder
from intake_app.hub.receipts import write_receipt
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card, parse_desk_card
from intake_app.users import service as users
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, FixedClock
from tests.factories import a_person

pytestmark = pytest.mark.postgres


class Office:
    """A desk whose hub is real, and a vault that is restored while the old one has gone on."""

    def __init__(self, session: Session, db: Database, clock: FixedClock, folder: Path) -> None:
        self.session, self.db, self.clock, self.folder = session, db, clock, folder
        self.hub, spare = HubKeys.generate(), HubKeys.generate()
        card = hub_card(self.hub, spare.recipient, "Hub", clock())
        sync.enrol_hub(session, card.to_bytes())
        self.card = parse_desk_card(sync.desk_card(session))
        database.enrol(db, self.card, clock())

    def send(self) -> str:
        """Register somebody, seal, carry the stick to the hub; what the hub says."""
        people.save_person(self.session, a_person())
        batch = sync.seal_batch(self.session)
        return self.carry(batch.number)

    def carry(self, number: int) -> str:
        stick = self.folder / f"stick-{number}-{self.clock():%H%M}"
        stick.mkdir(exist_ok=True)
        sync.write_batch(self.session, number, stick)
        run = ingest_folder(stick, self.db, self.hub, stick / "receipts", self.clock)
        return run.verdicts[0].state if not run.verdicts[0].is_refused else run.verdicts[0].code

    def receipt(self) -> bytes:
        """A new receipt that the desk did not send anything for."""
        path = write_receipt(self.db, self.hub, self.card, [], self.folder / "r", self.clock())
        return path.read_bytes()

    def later(self, hours: int = 1) -> None:
        self.clock.moment += timedelta(hours=hours)

    def restore_from(self, made: Path) -> None:
        """The laptop is lost; the backup becomes the vault."""
        user = self.session.user
        users.lock(self.session)
        words = PASSPHRASES[user.role]
        found = backups.examine(made, user.id, words, bounds=CHEAP_BOUNDS)
        backups.restore(found, self.folder / "restored", clock=self.clock)
        self.session = users.sign_in(
            self.folder / "restored", user.id, words, self.session.packs,
            bounds=CHEAP_BOUNDS, clock=self.clock,
        )  # fmt: skip


@pytest.fixture
def office(supervisor: Session, hub_dsn: str, clock: FixedClock, tmp_path: Path):  # type: ignore[no-untyped-def]
    with database.connected(hub_dsn) as db:
        office = Office(supervisor, db, clock, tmp_path)
        yield office
        office.session.vault.close()


def restored(office: Office) -> None:
    """Batch 1, a backup, batches 2 and 3, and then the backup is restored."""
    assert office.send() == "ok"
    stick = office.folder / "backups-here"
    stick.mkdir()
    made = backups.make(office.session, stick).folder
    assert office.send() == "ok"
    assert office.send() == "ok"
    office.later()
    office.restore_from(made)


def test_a_restored_vault_seals_nothing_before_the_hub_has_spoken(office: Office) -> None:
    office.later()
    old_receipt = office.receipt()
    restored(office)
    people.save_person(office.session, a_person())
    assert sync.waits_for_the_hub(office.session)
    with pytest.raises(NotAllowed, match="restored from a backup"):
        sync.seal_batch(office.session)
    sync.read_receipt(office.session, old_receipt)  # from before: it does not say enough
    assert sync.waits_for_the_hub(office.session)
    office.later()
    sync.read_receipt(office.session, office.receipt())
    assert not sync.waits_for_the_hub(office.session)
    assert backups.restored_at(office.session) is None
    batch = sync.seal_batch(office.session)
    assert batch.number == 4
    assert office.carry(4) == "ok"
    office.later()
    assert office.send() == "ok"
    assert sync.batches(office.session)[0].number == 5


def test_control_without_the_waiting_the_hub_refuses_the_desk(office: Office) -> None:
    restored(office)
    with office.session.vault.transaction() as db:
        settings.keep_secret(db, backups.RESTORED_AT, "")
    assert office.send() == "equivocation"


def test_a_vault_that_never_had_a_hub_waits_for_nobody(
    supervisor: Session, tmp_path: Path, clock: FixedClock
) -> None:
    (tmp_path / "stick").mkdir()
    made = backups.make(supervisor, tmp_path / "stick").folder
    user = supervisor.user
    users.lock(supervisor)
    words = PASSPHRASES[user.role]
    found = backups.examine(made, user.id, words, bounds=CHEAP_BOUNDS)
    backups.restore(found, tmp_path / "new", clock=clock)
    session = users.sign_in(
        tmp_path / "new", user.id, words, supervisor.packs, bounds=CHEAP_BOUNDS, clock=clock
    )
    assert backups.restored_at(session) is None
    sync.desk_card(session)
    assert not sync.waits_for_the_hub(session)
    users.lock(session)
