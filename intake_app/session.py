"""A signed-in user with an open vault and the office's packs: what every service takes first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, tzinfo

from intake_app import audit, outbox
from intake_app.acts import LOOKING, Act, Role, may
from intake_app.audit import RecordState
from intake_app.errors import NotAllowed
from intake_app.i18n import _
from intake_app.packs.overlay import OfficePacks
from intake_app.settings import OfficeSettings
from intake_app.values import Clock, canonical_json, lasting_json, system_clock
from intake_app.vault.db import Connection
from intake_app.vault.keyslots import Login
from intake_app.vault.resting import rest
from intake_app.vault.vault import Vault


@dataclass
class Change:
    """The open transaction of one act. Every record that it alters is sent through here."""

    db: Connection
    at: str
    _key: bytes
    _states: dict[tuple[str, str], RecordState] = field(default_factory=dict)

    def send(
        self, kind: str, id_: str, revision: int, body: object, case_id: str | None = None
    ) -> None:
        """Queue the record's new state for the hub and bind it into the audit line."""
        outbox.put(self.db, kind, id_, revision, canonical_json(body), case_id, self.at)
        self.bind(kind, id_, revision, body)

    def bind(self, kind: str, id_: str, revision: int, body: object) -> None:
        """Bind the record's new state into the audit line, for one that the hub does not get.

        The daily check computes the state again from the rows (``integrity/records.py``).
        """
        hash_ = audit.record_hash(self._key, kind, id_, revision, lasting_json(body))
        self._states[kind, id_] = RecordState(kind, id_, revision, hash_)

    def erased(self, kind: str, id_: str) -> None:
        """Bind into the audit line that this record does not exist any more."""
        self._states[kind, id_] = RecordState(kind, id_, 0, "")

    def states(self) -> list[RecordState]:
        """All records that the act altered."""
        return list(self._states.values())


@dataclass(frozen=True)
class Session:
    """One user at one open vault. Lives on the vault's thread.

    ``zone`` is the time zone of the office's day; None is that of this computer.
    """

    vault: Vault
    user: Login
    full_name: str
    office: OfficeSettings
    packs: OfficePacks
    clock: Clock = system_clock
    zone: tzinfo | None = None

    @property
    def role(self) -> Role:
        """The role that the authenticated key file gives this user."""
        return self.user.role

    def may(self, act: Act) -> bool:
        """True if this user's role may do this."""
        return may(self.role, act)

    def require(self, act: Act) -> None:
        """Raises NotAllowed if this user's role may not do this; the first line of what looks at
        anything else before its act begins."""
        if not self.may(act):
            raise NotAllowed(_("Your role may not do this. Ask a supervisor."))

    def rest(self) -> None:
        """For moments in which nobody asks anything: hold less in memory."""
        rest(self.vault)

    def today(self) -> date:
        """The day that it is in the office now."""
        return self.clock().astimezone(self.zone).date()

    def now(self) -> str:
        """The moment by the session's clock, UTC, ISO-8601."""
        return self.clock().isoformat()

    def read(self) -> AbstractContextManager[Connection]:
        """A consistent view of the vault."""
        return self.vault.read()

    @contextmanager
    def act(self, act: Act, record_id: str) -> Iterator[Change]:
        """One act of one user: allowed, atomic and written in the audit log.

        Raises NotAllowed before anything is touched. If the block raises, nothing is kept: no row,
        no outbox line, no audit line. In a vault that is open for reading only one may look, and
        everything else raises ReadOnly.
        """
        self.require(act)
        if self.vault.read_only and act in LOOKING:  # who looks at a copy cannot be written down
            with self.vault.read() as db:
                yield Change(db, self.now(), self.vault.keys.subkey("record-mac"))
            return
        with self.vault.transaction() as db:
            key = self.vault.keys.subkey("record-mac")
            change = Change(db, self.now(), key)
            yield change
            line = audit.record(
                db,
                self.vault.keys.subkey("audit-mac"),
                change.at,
                self.user.id,
                act,
                record_id,
                audit.bound_hash(key, change.states()),
            )
            audit.bind(db, line, change.states())
