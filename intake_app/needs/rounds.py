"""The same thing for everybody of an arrival: given as one, and taken back as one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.arrivals import store as arrivals_store
from intake_app.arrivals.model import ExpectedState
from intake_app.cases import store as cases_store
from intake_app.cases.model import CaseFile, Stage
from intake_app.errors import IntakeError, InvalidInput, NotAllowed
from intake_app.i18n import _
from intake_app.needs import store
from intake_app.needs.model import GivenItem
from intake_app.needs.service import checked_reason, give_in, take_back_in
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class Round:
    """Something that everybody got. ``item`` is that of one of them; ``count`` how many stand.

    ``had_it``: how many were passed over, since a round of the same day gave them the same.
    """

    id: str
    item: GivenItem
    count: int
    had_it: int = 0


@dataclass(frozen=True)
class LeftOut:
    """Somebody who came and gets nothing: there is no case to write it down in, or none that is
    open any more. ``name`` is as the list of the arrival has it."""

    name: str
    is_closed: bool


@dataclass(frozen=True)
class Recipients:
    """Who of an arrival can be given something now.

    ``left_out`` are those who came and have no open case, in the order of the list; ``rounds``
    what was given to all before and still stands, the newest first.
    """

    cases: tuple[CaseFile, ...]
    left_out: tuple[LeftOut, ...]
    rounds: tuple[Round, ...]


def recipients(session: Session, arrival_id: str) -> Recipients:
    """Everybody who came through the door of an arrival, by their open cases."""
    with session.read() as db:
        cases, left_out = _cases(db, arrival_id)
        return Recipients(tuple(cases), tuple(left_out), tuple(_rounds(db, cases)))


def _cases(db: Connection, arrival_id: str) -> tuple[list[CaseFile], list[LeftOut]]:
    came = [
        line
        for line in arrivals_store.expected_of(db, arrival_id)
        if line.state is ExpectedState.ARRIVED
    ]
    found: list[CaseFile] = []
    left_out: list[LeftOut] = []
    for line in came:
        cases = cases_store.of_person(db, line.person_id) if line.person_id else []
        open_ones = [case for case in cases if case.stage is not Stage.CLOSURE]
        found += open_ones[:1]
        if not open_ones:
            left_out.append(LeftOut(line.display_name, is_closed=bool(cases)))
    return found, left_out


def _rounds(db: Connection, cases: list[CaseFile]) -> list[Round]:
    seen: dict[str, list[GivenItem]] = {}
    for case in cases:
        for item in store.of_case(db, case.id):
            if item.round_id and item.stands:
                seen.setdefault(item.round_id, []).append(item)
    found = [Round(id_, items[0], len(items)) for id_, items in seen.items()]
    return sorted(found, key=lambda one: one.item.written_at, reverse=True)


def give_to_all(session: Session, arrival_id: str, item: GivenItem) -> Round:
    """Give the same to everybody who came and has an open case; all of them or nobody.

    ``item`` says what; its id and case are not used. Who has the same from a round of that day is
    passed over, so that those who come later get theirs and nobody gets two. Raises InvalidInput or
    NotAllowed with the case that stands against it, and nothing is given to anybody.
    """
    session.require(Act.ITEM_GIVEN_TO_ALL)
    round_id = new_id()
    with session.act(Act.ITEM_GIVEN_TO_ALL, round_id) as change:
        cases, _without = _cases(change.db, arrival_id)
        if not cases:
            raise NotAllowed(_("Nobody of this arrival has an open case yet."))
        wanting = [case for case in cases if not _has_it(change.db, case, item.cleaned())]
        if not wanting:
            raise NotAllowed(
                _(
                    "Everybody has this from a round of the same day. If it is given once more, say"
                    " under “More exactly” what is different."
                )
            )
        for case in wanting:
            one = replace(item, id=new_id(), case_id=case.id, round_id=round_id)
            try:
                given = give_in(change, session, one)
            except IntakeError as error:
                raise _of_case(error, case) from error
    return Round(round_id, given, len(wanting), len(cases) - len(wanting))


def _has_it(db: Connection, case: CaseFile, item: GivenItem) -> bool:
    return any(
        one.round_id and one.stands
        and (one.kind, one.what, one.handed, one.given_on)
        == (item.kind, item.what, item.handed, item.given_on)
        for one in store.of_case(db, case.id)
    )  # fmt: skip


def _of_case(error: IntakeError, case: CaseFile) -> IntakeError:
    """The same refusal, with the case that it is about."""
    words = _("Nobody was given anything. Case {number}: {reason}")
    if isinstance(error, InvalidInput):
        return InvalidInput(
            {
                field: words.format(number=case.number, reason=reason)
                for field, reason in error.problems.items()
            }
        )
    return NotAllowed(words.format(number=case.number, reason=error.sentence))


def take_back_round(session: Session, round_id: str, reason: str) -> int:
    """Take back what everybody got, as one; returns from how many.

    What was taken back by hand before stays as it is.
    """
    session.require(Act.ITEM_TAKEN_BACK)
    reason = checked_reason(reason)
    with session.act(Act.ITEM_TAKEN_BACK, round_id) as change:
        items = [item for item in store.of_round(change.db, round_id) if item.stands]
        if not items:
            raise NotAllowed(_("This was taken back already."))
        for item in items:
            take_back_in(change, session, item, reason)
    return len(items)
