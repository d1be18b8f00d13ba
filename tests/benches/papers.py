"""Papers: the first one of a process, and the next ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from intake_app.documents import service as documents
from intake_app.session import Session
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved, timed
from tests.benches.ground import Ground
from tests.benches.office import FilledOffice
from tests.benches.peers import LibreOffice, libre_office, lines_of, typst_setter

MOST_IN_ROW = 10
NO_TYPST = "typst is not installed: the time alone"
NO_LIBRE_OFFICE = "LibreOffice is not installed: the time alone"


def measure(ground: Ground) -> Iterator[Figure]:
    """The plan of the full case, with a watermark, as the preview shows it."""
    office = ground.office
    peer = libre_office(ground.folder / "libre-office")
    yield _first(ground, office, peer)
    with office.signed_in() as session:
        pdf = _plan(session, office)
        yield from _warm(ground, session, office, lines_of(pdf))
        yield _in_batch(ground, session, office, peer, lines_of(pdf))
        times = ground.scale.rounds * 3
        (slip,) = interleaved(times, lambda: _paper(session, office, "grant_request"))
        yield figure("  one page (grant request), warm", slip, goal=Goal("median", 8))


def _plan(session: Session, office: FilledOffice) -> bytes:
    return _paper(session, office, "reintegration_plan")


def _paper(session: Session, office: FilledOffice, kind: str) -> bytes:
    full = office.full
    about = {"reintegration_plan": full.plan, "grant_request": full.grant}[kind]
    return documents.preview(session, full.case, kind, about, "fr")


def _first(ground: Ground, office: FilledOffice, peer: LibreOffice | None) -> Figure:
    """With all that the first paper imports and loads. Ten times as fast as LibreOffice."""
    rounds = ground.scale.rounds
    arguments = ("first_document", office.folder, office.full.case, office.full.plan)
    ours: list[float] = []
    theirs: list[float] = []
    with office.signed_in() as session:
        lines = lines_of(_plan(session, office))
    if peer:
        peer.set_papers([lines])  # its profile is made now
    for _round in range(rounds):
        ours.append(ground.child(*arguments)["ms"])
        if peer:
            theirs.append(timed(lambda: peer.set_papers([lines])))
    return figure(
        "first document of a process", ours, limit=Limit("LibreOffice, same words", theirs),
        goal=Goal("ratio", 0.1) if peer else Goal("median", 150),
        note="" if peer else NO_LIBRE_OFFICE,
    )  # fmt: skip


def _warm(
    ground: Ground, session: Session, office: FilledOffice, lines: list[str]
) -> Iterator[Figure]:
    """The words change every time, so that nobody can keep the result."""
    times = ground.scale.rounds * 3
    number = iter(range(10**6))
    set_lines = typst_setter()
    works: list[Callable[[], object]] = [lambda: _plan(session, office)]
    if set_lines:
        works.append(lambda: set_lines([f"{next(number)} {line}" for line in lines]))
        works[-1]()
    ours, *theirs = interleaved(times, *works)
    yield figure(
        "two-page form (plan), warm", ours,
        limit=Limit("typst, same words", theirs[0]) if theirs else None,
        goal=Goal("ratio", 0.5) if theirs else None,
        note="" if theirs else NO_TYPST,
    )  # fmt: skip


def _in_batch(
    ground: Ground,
    session: Session,
    office: FilledOffice,
    peer: LibreOffice | None,
    lines: list[str],
) -> Figure:
    """What one more paper costs in a run of many: at least six times as fast as LibreOffice."""
    name = "  the same in a row of papers"
    rounds = max(1, ground.scale.rounds // 2)
    many = min(MOST_IN_ROW, ground.scale.rounds * 2)
    works: list[Callable[[], object]] = [
        lambda: [_plan(session, office) for _number in range(many)]
    ]
    if peer:
        works.append(lambda: peer.set_papers([lines] * (many + 1)))
    ours, *theirs = interleaved(rounds, *works)
    each = [taken / many for taken in ours]
    if not peer:
        return figure(name, each, note=NO_LIBRE_OFFICE)
    alone = min(timed(lambda: peer.set_papers([lines])) for _time in range(2))
    marginal = [(taken - alone) / many for taken in theirs[0]]
    limit = Limit("LibreOffice, same words", marginal)
    return figure(name, each, limit=limit, goal=Goal("ratio", 1 / 6))
