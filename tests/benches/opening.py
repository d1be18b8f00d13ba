"""From the passphrase to the first list, and from a line of the list to a whole case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from intake_app.cases import service as cases
from intake_app.deadlines import service as deadlines
from intake_app.documents import service as documents
from intake_app.grants import service as grants
from intake_app.plans import service as plans
from intake_app.referrals import service as referrals
from intake_app.session import Session
from intake_app.values import system_clock
from intake_app.vault.derivation import BOUNDS, FLOOR_COST, passphrase_key
from intake_app.vault.passphrase import passphrase_bytes
from tests.benches.budgets import forty, recalculate, with_caps
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved, timed
from tests.benches.ground import Ground
from tests.benches.office import PASSPHRASE, REAL_LOGIN, FilledOffice


class _LaterClock:
    """The computer's clock, set forward: each day the first opening checks the whole file."""

    def __init__(self) -> None:
        self.days = 0

    def __call__(self) -> datetime:
        return system_clock() + timedelta(days=self.days)


def unlock(ground: Ground) -> Iterator[Figure]:
    """Sign in with a real key derivation and read the first page of the list."""
    derive, first_of_day, again = _unlocking(ground.office, ground.scale.rounds)
    limit = Limit("key derivation alone", derive)
    yield figure("passphrase to first list page", again, limit=limit, goal=Goal("over", 150))
    yield figure(
        "  the same, first time of the day",
        first_of_day,
        limit=limit,
        goal=Goal("over", 150),
        note="the first opening of a day reads the whole file (quick_check)",
    )


def _unlocking(office: FilledOffice, rounds: int) -> tuple[list[float], ...]:
    clock = _LaterClock()
    typed, salt = passphrase_bytes(PASSPHRASE), bytes(16)

    def enter() -> Session:
        session = office.enter(REAL_LOGIN, BOUNDS, clock)
        deadlines.wall(session, deadlines.asked_first(session))  # the first page: Today
        return session

    def closed(sessions: list[Session]) -> None:
        sessions.pop().vault.close()

    derive: list[float] = []
    first: list[float] = []
    again: list[float] = []
    held: list[Session] = []
    for _round in range(rounds):
        clock.days += 2
        derive.append(timed(lambda: passphrase_key(typed, salt, FLOOR_COST, BOUNDS)))
        first.append(timed(lambda: held.append(enter())))
        closed(held)
        again.append(timed(lambda: held.append(enter())))
        closed(held)
    return derive, first, again


def case(ground: Ground) -> Iterator[Figure]:
    """Everything that the page of a case shows, read through the services."""
    office = ground.office
    with office.signed_in() as session:
        full, bare = interleaved(
            max(ground.scale.many // 2, 7),
            lambda: read_case(session, office.full.case),
            lambda: cases.reload_case(session, office.full.case),
        )
        yield figure(
            "open a full case, core", full, limit=Limit("its head alone", bare),
            goal=Goal("median", 100),
        )  # fmt: skip
        plan = plans.plans_of(session, office.full.case)[0]
        frame = with_caps(plans.frame_of(session, office.full.case))
        lines = forty(plan.lines, frame.first_month)
        (recalculated,) = interleaved(
            max(ground.scale.many // 2, 7),
            lambda: recalculate(lines, frame),
        )
        note = f"{len(lines)} budget lines under caps for each dimension and each quarter"
        yield figure("recalculate a budget", recalculated, goal=Goal("median", 5), note=note)


def read_case(session: Session, case_id: str) -> None:
    """The head with its audit line, then the tabs."""
    cases.case_view(session, case_id)
    versions = plans.plans_of(session, case_id)
    asked = grants.grants_of(session, case_id)
    referrals.referrals_of(session, case_id)
    referrals.providers(session)
    documents.documents_of(session, case_id)
    records = [*(plan.id for plan in versions), *(request.id for request in asked)]
    for record_id in records:
        grants.decisions_about(session, record_id)
    cases.history(session, [case_id, *records])
