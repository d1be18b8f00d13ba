"""What grows with the number of persons: the same works in a small and in the large vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from intake_app import search
from intake_app.acts import Role
from intake_app.search import Question
from intake_app.session import Session
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved
from tests.benches.ground import Ground
from tests.benches.office import FilledOffice
from tests.benches.opening import read_case
from tests.benches.rows import newcomers
from tests.benches.saving import save
from tests.benches.searching import keystroke, typed_words

MOST = Goal("ratio", 2)

Work = Callable[[], object]


def measure(ground: Ground) -> Iterator[Figure]:
    """Save, search and open, in turn in both vaults."""
    small, large = ground.small_office, ground.office
    title = f"{small.persons} → {large.persons}"
    words = typed_words(small, ground.scale.many)
    with small.signed_in(Role.COUNSELLOR) as few, large.signed_in(Role.COUNSELLOR) as many:
        for name, times, work_in in (
            ("save a new person", ground.scale.many, _saving(ground.scale.many)),
            ("search, one letter, core", ground.scale.many, _searching(words)),
            ("all that the list asks for", ground.scale.rounds * 3, _keystrokes),
            ("open a full case, core", ground.scale.many // 4 or 1, _opening),
        ):
            in_large, in_small = interleaved(times, work_in(many, large), work_in(few, small))
            limit = Limit(f"with {small.persons}", in_small)
            yield figure(f"{title}: {name}", in_large, limit=limit, goal=MOST)


def _saving(times: int) -> Callable[[Session, FilledOffice], Work]:
    people = newcomers(times, seed=12)

    def work_in(session: Session, _office: FilledOffice) -> Work:
        coming = iter(people)
        return lambda: save(session, next(coming))

    return work_in


def _searching(words: Sequence[str]) -> Callable[[Session, FilledOffice], Work]:
    asked = [word[:1] for word in words]  # enough hits for a whole page in both

    def work_in(session: Session, _office: FilledOffice) -> Work:
        typed = iter(asked)
        return lambda: search.find(session, Question(next(typed)))

    return work_in


def _keystrokes(session: Session, _office: FilledOffice) -> Work:
    return lambda: keystroke(session, Question("di"))


def _opening(session: Session, office: FilledOffice) -> Work:
    return lambda: read_case(session, office.full.case)
