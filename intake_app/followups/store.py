"""Follow-ups and hand-overs of work as rows, and the lists over all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from intake_app.followups.handover import HandOver, Kind, Passed
from intake_app.followups.model import FollowUp, Standing, from_body
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

MOST_MATCHES = 500
"""A typed text shows the follow-ups of at most so many persons, the newest registered first."""


@dataclass(frozen=True)
class Line:
    """One line of the list. ``counsellor`` is the id of whoever makes it, empty: nobody yet."""

    follow_up: FollowUp
    counsellor: str
    case_number: str
    pack: str
    person_id: str
    person: str
    is_closed: bool

    @property
    def id(self) -> str:
        """Of the follow-up."""
        return self.follow_up.id


def put(db: Connection, one: FollowUp) -> None:
    """Insert a follow-up or write its next revision."""
    db.execute(
        "INSERT INTO follow_up (id, revision, case_id, due_on, opens_on, until, state, stand_in,"
        " body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, due_on = excluded.due_on,"
        " opens_on = excluded.opens_on, until = excluded.until, state = excluded.state,"
        " stand_in = excluded.stand_in, body = excluded.body",
        (
            one.id, one.revision, one.case_id, one.due_on.isoformat(), one.opens_on.isoformat(),
            one.until.isoformat(), one.state.value, one.stand_in, canonical_json(one),
        ),
    )  # fmt: skip


def get(db: Connection, follow_up_id: str) -> FollowUp | None:
    """One follow-up by its id."""
    row = db.execute("SELECT body FROM follow_up WHERE id = ?", (follow_up_id,)).fetchone()
    return _follow_up(row) if row else None


def of_case(db: Connection, case_id: str) -> list[FollowUp]:
    """All of a case, the earliest first."""
    rows = db.execute(
        "SELECT body FROM follow_up WHERE case_id = ? ORDER BY due_on, rowid", (case_id,)
    )
    return [_follow_up(row) for row in rows]


def _follow_up(row: Row) -> FollowUp:
    return from_body(json.loads(row["body"]))


# ---------------------------------------------------------------------------- the list

_LINES = (
    "SELECT follow_up.body AS body, follow_up.counsellor AS counsellor, number, pack, person_id,"
    " family_name, given_names, stage FROM follow_up"
    " JOIN case_file ON case_file.id = follow_up.case_id"
    " JOIN person ON person.id = case_file.person_id WHERE "
)
_COUNTED = "SELECT count(*) FROM follow_up WHERE "
_CONDITION = {
    "": "1",
    "open": "state = 'open'",
    Standing.OVERDUE.value: "state = 'open' AND until < :today",
    Standing.DUE.value: "state = 'open' AND opens_on <= :today AND until >= :today",
    Standing.UPCOMING.value: "state = 'open' AND opens_on > :today",
    Standing.DONE.value: "state = 'done'",
    Standing.LOST.value: "state = 'lost'",
    Standing.DROPPED.value: "state = 'dropped'",
}
_OF = " AND follow_up.counsellor = :counsellor"
_MATCHING = (
    " AND follow_up.case_id IN (SELECT case_file.id FROM case_file JOIN person"
    " ON person.id = case_file.person_id WHERE person.key IN (SELECT rowid FROM person_words"
    " WHERE person_words MATCH :words ORDER BY rowid DESC LIMIT :most))"
)
_SETTLED = ("", "done", "lost", "dropped")
_ORDER = {
    False: " ORDER BY due_on, follow_up.rowid LIMIT :limit OFFSET :offset",
    True: " ORDER BY due_on DESC, follow_up.rowid LIMIT :limit OFFSET :offset",
}
"""What is open from the earliest day on; the rest from the newest."""


_ASKED = {
    (False, False): "",
    (False, True): _OF,
    (True, False): _MATCHING,
    (True, True): f"{_OF}{_MATCHING}",
}
"""What is added for (a typed text, one colleague)."""


def _names(
    today: date, words: str, counsellor: str | None, limit: int = 0, offset: int = 0
) -> dict[str, object]:
    return {
        "today": today.isoformat(), "words": words, "counsellor": counsellor,
        "most": MOST_MATCHES, "limit": limit, "offset": offset,
    }  # fmt: skip


def page(
    db: Connection,
    today: date,
    standing: str,
    *,
    words: str = "",
    counsellor: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Line]:
    """Some lines of the list: the open ones by day, what is settled by day from the newest.

    ``standing`` is a standing, ``open``, or empty for all; ``words`` an FTS5 expression.
    """
    asked = _ASKED[bool(words), counsellor is not None]
    statement = _LINES + _CONDITION[standing] + asked + _ORDER[standing in _SETTLED]
    rows = db.execute(statement, _names(today, words, counsellor, limit, offset))
    return [_line(row) for row in rows]


def count(
    db: Connection, today: date, standing: str, *, words: str = "", counsellor: str | None = None
) -> int:
    """How many lines that list has."""
    statement = _COUNTED + _CONDITION[standing] + _ASKED[bool(words), counsellor is not None]
    return int(db.execute(statement, _names(today, words, counsellor)).fetchone()[0])


def _line(row: Row) -> Line:
    return Line(
        _follow_up(row),
        row["counsellor"],
        row["number"],
        row["pack"],
        row["person_id"],
        f"{row['family_name'].upper()} {row['given_names']}".strip(),
        row["stage"] == "closure",
    )


# ---------------------------------------------------------------------------- whose work

_WORKLOAD = (
    "SELECT counsellor, count(*) AS every, sum(until < :today) AS overdue,"
    " sum(opens_on > :today) AS upcoming"
    " FROM follow_up WHERE state = 'open' GROUP BY counsellor"
)


def workload(db: Connection, today: date) -> dict[str, tuple[int, int, int]]:
    """How many open follow-ups each colleague has: overdue, due now, to come. "" is nobody's."""
    rows = db.execute(_WORKLOAD, {"today": today.isoformat()})
    return {
        row["counsellor"]: (
            row["overdue"],
            row["every"] - row["overdue"] - row["upcoming"],
            row["upcoming"],
        )
        for row in rows
    }


def count_by_state(db: Connection) -> dict[str, int]:
    """How many there are of each state."""
    rows = db.execute("SELECT state, count(*) FROM follow_up GROUP BY state")
    return {row[0]: int(row[1]) for row in rows}


def due_of(db: Connection, counsellor: str, today: date) -> int:
    """How many open follow-ups of one colleague may be made now or are late."""
    row = db.execute(
        "SELECT count(*) FROM follow_up WHERE state = 'open' AND counsellor = ? AND opens_on <= ?",
        (counsellor, today.isoformat()),
    ).fetchone()
    return int(row[0])


def open_cases_by_counsellor(db: Connection) -> dict[str, int]:
    """How many open cases each colleague has; "" for those without a counsellor."""
    rows = db.execute(
        "SELECT coalesce(counsellor, '') AS who, count(*) AS cases FROM case_file"
        " WHERE stage <> 'closure' GROUP BY who"
    )
    return {row["who"]: row["cases"] for row in rows}


def open_cases_of(db: Connection, counsellor: str) -> list[str]:
    """The ids of the open cases of one counsellor."""
    rows = db.execute(
        "SELECT id FROM case_file WHERE counsellor = ? AND stage <> 'closure' ORDER BY rowid",
        (counsellor,),
    )
    return [row[0] for row in rows]


def open_of(
    db: Connection, counsellor: str, until: date | None, *, as_stand_in: bool
) -> list[FollowUp]:
    """Open follow-ups that one colleague makes and that are due by a day (None: all of them).

    ``as_stand_in``: only those that are theirs in somebody else's place.
    """
    rows = db.execute(
        "SELECT body FROM follow_up WHERE state = 'open' AND counsellor = :who AND due_on <= :until"
        " AND (NOT :only OR stand_in = :who) ORDER BY due_on, rowid",
        {"who": counsellor, "until": (until or date.max).isoformat(), "only": as_stand_in},
    )
    return [_follow_up(row) for row in rows]


_HANDOVER = (
    "id, revision, kind, giver, taker, until, note, author, written_at, undone_by, undone_at"
)


def put_handover(db: Connection, one: HandOver) -> None:
    """Write a hand-over with what went over, or that it was taken back."""
    db.execute(
        f"INSERT INTO work_handover ({_HANDOVER}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
        " undone_by = excluded.undone_by, undone_at = excluded.undone_at",
        (
            one.id, one.revision, one.kind.value, one.giver, one.taker,
            one.until.isoformat() if one.until else "", one.note, one.author, one.written_at,
            one.undone_by, one.undone_at,
        ),
    )  # fmt: skip


def put_passed(db: Connection, handover_id: str, passed: Iterable[Passed]) -> None:
    """Write what went over; a second time changes nothing."""
    db.executemany(
        "INSERT OR IGNORE INTO handed_over (handover, record_id, case_id, before)"
        " VALUES (?, ?, ?, ?)",
        [(handover_id, one.record_id, one.case_id, one.before) for one in passed],
    )


def passed_of(db: Connection, handover_id: str) -> list[Passed]:
    """What went over, as far as it was not erased since."""
    rows = db.execute(
        "SELECT record_id, case_id, before FROM handed_over WHERE handover = ?", (handover_id,)
    )
    return [Passed(row["record_id"], row["case_id"], row["before"]) for row in rows]


def handover(db: Connection, handover_id: str) -> HandOver | None:
    """One hand-over by its id."""
    row = db.execute(
        f"SELECT {_HANDOVER} FROM work_handover WHERE id = ?", (handover_id,)
    ).fetchone()
    return _handover(row) if row else None


def handovers(db: Connection, limit: int) -> list[HandOver]:
    """The newest hand-overs."""
    rows = db.execute(
        f"SELECT {_HANDOVER} FROM work_handover ORDER BY written_at DESC, rowid DESC LIMIT ?",
        (limit,),
    )
    return [_handover(row) for row in rows]


def _handover(row: Row) -> HandOver:
    until = row["until"]
    return HandOver(
        **{
            **dict(row),
            "kind": Kind(row["kind"]),
            "until": date.fromisoformat(until) if until else None,
        }
    )
