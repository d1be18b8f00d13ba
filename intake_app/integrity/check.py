"""The full check: every page, every table, every line of the audit log, every record.

It only reads, through fresh connections, so it can run beside the work (``vault/beside.py``) or on
a vault that nobody has open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from intake_app import audit
from intake_app.errors import DataDamaged
from intake_app.i18n import _
from intake_app.integrity import store
from intake_app.integrity.model import Fault, Finding, Report
from intake_app.integrity.records import KINDS
from intake_app.values import lasting_json
from intake_app.vault import opening
from intake_app.vault.db import Connection, tree_is_whole

Reader = Callable[[], AbstractContextManager[Connection]]
"""Gives a fresh read-only connection, in a transaction, for a block."""
Subkey = Callable[[str], bytes]
Step = Callable[[int, int, str], object]
Record = tuple[str, str]
"""Kind and id."""

_MOST_NAMED = 20
_BETWEEN = 200
"""Records between two steps."""


def full_check(reader: Reader, subkey: Subkey, at: str, step: Step) -> Report:
    """Check everything. ``step(done, all, words)`` hears of it and may raise to stop.

    If pages are damaged, nothing further is read: it would only say the same again.
    """
    pages = 0
    try:
        step(0, 3, _("Pages of the data file"))
        with reader() as db:
            pages = store.page_count(db)
            if damaged := store.damaged_pages(db):
                return Report(at, pages, 0, 0, (Finding(Fault.PAGES, damaged),))
        step(1, 3, _("Tables and search"))
        with reader() as db:  # a fresh one: a bad page spoils a connection
            if not tree_is_whole(db):
                return Report(at, pages, 0, 0, (Finding(Fault.TREE),))
        step(2, 3, _("Audit log"))
        with reader() as db:
            return _Contents(db, subkey, step).report(at, pages)
    except DataDamaged:
        return Report(at, pages, 0, 0, (Finding(Fault.TREE),))


class _Contents:
    """The log and the records as they are at one moment."""

    def __init__(self, db: Connection, subkey: Subkey, step: Step) -> None:
        self._db, self._step = db, step
        self._audit_key, self._record_key = subkey("audit-mac"), subkey("record-mac")
        self._notes = opening.notes(db)
        self._whole_from = int(self._notes.get("whole_from", "1"))
        self._bound_from = max(int(self._notes.get("bound_from", "1")), self._whole_from)

    def report(self, at: str, pages: int) -> Report:
        """Check everything that is in the tables."""
        findings = []
        if wrong := store.wrong_words(self._db):
            findings.append(Finding(Fault.WORDS, wrong))
        if broken := audit.first_broken(self._db, self._audit_key, self._whole_from):
            findings.append(Finding(Fault.CHAIN, broken))
        if wrong := self._wrong_lines():
            findings.append(Finding(Fault.LINES, wrong))
        found, checked = self._records()
        unbound: list[Record] = []
        if int(self._notes.get("bound_from", "1")) > 1 and "records_bound" not in self._notes:
            unbound = found.pop(Fault.UNKNOWN, [])
        findings += [
            Finding(fault, len(named), tuple(named[:_MOST_NAMED])) for fault, named in found.items()
        ]
        wrong_records = tuple(record for named in found.values() for record in named)
        lines = audit.head(self._db)[0]
        return Report(at, pages, lines, checked, tuple(findings), tuple(unbound), wrong_records)

    def _wrong_lines(self) -> int:
        """Lines whose hash does not fit the records that they say they altered, and the other
        way round."""
        said = dict(store.bound_lines(self._db, self._bound_from))
        wrong = 0
        for line, states in store.states_by_line(self._db, self._bound_from):
            wrong += said.pop(line, None) != audit.bound_hash(self._record_key, states)
        return wrong + sum(bool(bound) for bound in said.values())

    def _records(self) -> tuple[dict[Fault, list[Record]], int]:
        found: dict[Fault, list[Record]] = {}
        ids = {kind: set(store.ids(self._db, kind)) for kind in KINDS}
        total, done = sum(map(len, ids.values())), 0
        for kind, there in ids.items():
            for fault, id_ in self._of_kind(kind, there):
                if done % _BETWEEN == 0:
                    self._step(done, total, _("Records"))
                done += fault is not Fault.MISSING
                if fault is not None:
                    found.setdefault(fault, []).append((kind, id_))
        return found, done

    def _of_kind(self, kind: str, there: set[str]) -> Iterator[tuple[Fault | None, str]]:
        """Each record of a kind with what is wrong about it."""
        states = store.newest_states(self._db, kind)
        for id_ in there:
            state = states.pop(id_, None)
            if state is None:
                yield Fault.UNKNOWN, id_
            else:
                yield (None if self._hash(kind, id_, state[0]) == state[1] else Fault.CHANGED), id_
        for id_, (_revision, hash_) in states.items():
            if hash_:  # else it was erased by rule
                yield Fault.MISSING, id_

    def _hash(self, kind: str, id_: str, revision: int) -> str:
        try:
            body = KINDS[kind](self._db, id_)
        except (ValueError, TypeError, KeyError):  # rows that no service has written
            return "unreadable"
        return audit.record_hash(self._record_key, kind, id_, revision, lasting_json(body))
