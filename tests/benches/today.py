"""The deadlines wall over many open and closed things, as the page asks for it and as a screen.

The office gets 50,000 referrals and 100,000 papers that expire, in the proportion of its persons;
most are behind or far ahead, as in life: a tenth of the referrals waits for an answer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from intake_app.deadlines import service as deadlines
from intake_app.deadlines.model import Asked
from intake_app.referrals.model import ANSWER_WITHIN, Urgency
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.vault import authorizer
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved
from tests.benches.ground import Ground
from tests.benches.office import FilledOffice, copied

REFERRALS, PAPERS = 0.5, 1.0
"""For each person."""

_WAITING = 0.1
_REFERRAL = (
    "INSERT INTO referral (id, revision, case_id, provider_id, consent_id, number, sector, reason,"
    " urgency, state, author, referred_at, due_at)"
    " VALUES (?,1,?,?,?,?,'health','Suivi',?,?,?,?,?)"
)
_PAPER = (
    "INSERT INTO identity_document (id, person_id, kind, number, country, expires)"
    " VALUES (?,?,'passport','O',?,?)"
)


def measure(ground: Ground) -> Iterator[Figure]:
    """The first page of the wall, its counts, and the page on the screen."""
    office = copied(ground.office, ground.folder / "today")
    with office.signed_in() as session:
        fill(session, office)
    many = max(ground.scale.many // 4, 7)
    with office.signed_in() as session:
        first, counted, mine = interleaved(
            many,
            lambda: deadlines.wall(session),
            lambda: deadlines.counts(session),
            lambda: deadlines.wall(session, Asked(mine=True)),
        )
        busy, busy_counting = interleaved(
            many,
            lambda: deadlines.wall(session),
            lambda: deadlines.counts(session),
            clock=time.process_time,
        )
        sizes = deadlines.counts(session)
    lines = sum(tally.count for tally in sizes.tallies)
    note = f"{lines} lines are overdue or due within thirty days"
    yield figure("today, first page of the wall", first, goal=Goal("p95", 50), note=note)
    yield figure("  processor time of it", busy, goal=Goal("p95", 50))
    yield figure("  only one's own", mine)
    yield figure("  all of it counted", counted, limit=Limit("first page", first))
    yield figure("  processor time of counting", busy_counting)
    shown = ground.child("today", office.folder, max(ground.scale.rounds, 2))
    yield figure("today, opened and painted", shown["opened"], goal=Goal("median", 150))
    yield figure("  processor time until painted", shown["busy"], goal=Goal("median", 150))
    yield figure("  the same with everything counted", shown["counted"])
    yield figure("  from the session to the desk that shows it", [shown["first"]])


def fill(session: Session, office: FilledOffice) -> None:
    """More referrals and papers, past and to come, for the cases of this office."""
    chance, today = random.Random(7), session.today()
    db = session.vault._open
    cases = db.execute(
        "SELECT id, person_id FROM case_file WHERE stage <> 'closure' ORDER BY rowid"
    ).fetchall()
    provider, consent = db.execute(
        "SELECT provider_id, consent_id FROM referral LIMIT 1"
    ).fetchone()
    db.set_authorizer(None)
    with session.vault.transaction() as change:
        change.execute("DROP TRIGGER identity_document_added")  # the words of papers are not asked
        kept = change.execute("SELECT count(*) FROM referral").fetchone()[0]
        change.execute(
            "UPDATE referral SET state = 'done', due_at = NULL WHERE rowid % 10 > 0"
            " AND case_id IN (SELECT id FROM case_file WHERE stage <> 'closure')"
        )
        missing = max(0, int(office.persons * REFERRALS) - kept)
        change.executemany(
            _REFERRAL,
            (
                (
                    new_id(), case[0], provider, consent, 1_000 + number // len(cases),
                    *_how_it_stands(chance, session.user.id, today),
                )
                for number, case in zip(range(missing), _round(cases), strict=False)
            ),
        )  # fmt: skip
        change.executemany(
            _PAPER,
            (
                (new_id(), case[1], "GN", _day(chance, today))
                for _number, case in zip(
                    range(int(office.persons * PAPERS)), _round(cases), strict=False
                )
            ),
        )
    authorizer.install(db)


def _how_it_stands(
    chance: random.Random, author: str, today: date
) -> tuple[str, str, str, str, str | None]:
    """Urgency, state, author, when it was made and when the answer is due."""
    urgency = chance.choice((Urgency.NORMAL, Urgency.NORMAL, Urgency.URGENT, Urgency.EMERGENCY))
    at = _moment(chance, today)
    if chance.random() >= _WAITING:
        return urgency.value, "done", author, at, None
    due = datetime.fromisoformat(at) + ANSWER_WITHIN[urgency]
    return urgency.value, "in_progress", author, at, due.isoformat()


def _round(cases: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    while True:
        yield from cases


def _moment(chance: random.Random, today: date) -> str:
    day = today - timedelta(days=chance.randrange(0, 120))
    return f"{datetime.combine(day, datetime.min.time()).isoformat()}+00:00"


def _day(chance: random.Random, today: date) -> str:
    return (today + timedelta(days=chance.randrange(-365, 5 * 365))).isoformat()
