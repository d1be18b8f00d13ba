"""The life of a grant as one table: which state follows which, by which act, in whose hand.

``service`` keeps nothing that is not a row here. Which roles may do an act says ``acts.MAY``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from intake_app.acts import Act
from intake_app.errors import NotAllowed
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.i18n import _


class Hand(StrEnum):
    """Who of those whose role may do it: anybody, whoever sent it, anybody but those who sent it,
    or anybody who wrote down nothing of it at all."""

    ANYBODY = "anybody"
    AUTHOR = "author"
    ANOTHER = "another"
    OUTSIDER = "outsider"


@dataclass(frozen=True)
class Move:
    """One row: ``before`` None is a request that is not in the vault yet."""

    before: GrantState | None
    after: GrantState
    act: Act
    hand: Hand


_S = GrantState
MOVES: tuple[Move, ...] = (
    # written and sent
    Move(None, _S.DRAFT, Act.GRANT_PREPARED, Hand.ANYBODY),
    Move(_S.DRAFT, _S.DRAFT, Act.GRANT_PREPARED, Hand.ANYBODY),
    Move(_S.RETURNED, _S.RETURNED, Act.GRANT_PREPARED, Hand.ANYBODY),
    Move(None, _S.REQUESTED, Act.GRANT_REQUESTED, Hand.ANYBODY),
    Move(_S.DRAFT, _S.REQUESTED, Act.GRANT_REQUESTED, Hand.ANYBODY),
    Move(_S.RETURNED, _S.REQUESTED, Act.GRANT_REQUESTED, Hand.ANYBODY),
    # decided, step by step: check, committee, finance; the last yes is the approval
    Move(_S.REQUESTED, _S.CHECKED, Act.GRANT_APPROVED, Hand.ANOTHER),
    Move(_S.REQUESTED, _S.APPROVED, Act.GRANT_APPROVED, Hand.ANOTHER),
    Move(_S.CHECKED, _S.AGREED, Act.GRANT_APPROVED, Hand.ANOTHER),
    Move(_S.CHECKED, _S.APPROVED, Act.GRANT_APPROVED, Hand.ANOTHER),
    Move(_S.AGREED, _S.APPROVED, Act.GRANT_APPROVED, Hand.ANOTHER),
    Move(_S.REQUESTED, _S.RETURNED, Act.GRANT_RETURNED, Hand.ANOTHER),
    Move(_S.CHECKED, _S.RETURNED, Act.GRANT_RETURNED, Hand.ANOTHER),
    Move(_S.AGREED, _S.RETURNED, Act.GRANT_RETURNED, Hand.ANOTHER),
    Move(_S.REQUESTED, _S.REJECTED, Act.GRANT_REJECTED, Hand.ANOTHER),
    Move(_S.CHECKED, _S.REJECTED, Act.GRANT_REJECTED, Hand.ANOTHER),
    Move(_S.AGREED, _S.REJECTED, Act.GRANT_REJECTED, Hand.ANOTHER),
    Move(_S.APPROVED, _S.REJECTED, Act.GRANT_REJECTED, Hand.ANOTHER),  # while nothing was paid
    # given up by its author, as long as nothing was paid
    Move(_S.DRAFT, _S.CANCELLED, Act.GRANT_CANCELLED, Hand.AUTHOR),
    Move(_S.REQUESTED, _S.CANCELLED, Act.GRANT_CANCELLED, Hand.AUTHOR),
    Move(_S.CHECKED, _S.CANCELLED, Act.GRANT_CANCELLED, Hand.AUTHOR),
    Move(_S.AGREED, _S.CANCELLED, Act.GRANT_CANCELLED, Hand.AUTHOR),
    Move(_S.RETURNED, _S.CANCELLED, Act.GRANT_CANCELLED, Hand.AUTHOR),
    Move(_S.APPROVED, _S.CANCELLED, Act.GRANT_CANCELLED, Hand.AUTHOR),
    # paid out: released, delivered, proved, looked at, given back
    Move(_S.APPROVED, _S.APPROVED, Act.GRANT_RELEASED, Hand.ANOTHER),
    Move(_S.APPROVED, _S.APPROVED, Act.GRANT_DELIVERED, Hand.ANYBODY),
    Move(_S.APPROVED, _S.DELIVERED, Act.GRANT_DELIVERED, Hand.ANYBODY),
    Move(_S.APPROVED, _S.APPROVED, Act.GRANT_PROVED, Hand.ANYBODY),
    Move(_S.DELIVERED, _S.DELIVERED, Act.GRANT_PROVED, Hand.ANYBODY),
    Move(_S.VERIFIED, _S.VERIFIED, Act.GRANT_PROVED, Hand.ANYBODY),
    Move(_S.APPROVED, _S.APPROVED, Act.GRANT_VISITED, Hand.ANYBODY),
    Move(_S.DELIVERED, _S.DELIVERED, Act.GRANT_VISITED, Hand.ANYBODY),
    Move(_S.DELIVERED, _S.VERIFIED, Act.GRANT_VISITED, Hand.ANYBODY),
    Move(_S.VERIFIED, _S.VERIFIED, Act.GRANT_VISITED, Hand.ANYBODY),
    Move(_S.VERIFIED, _S.DELIVERED, Act.GRANT_VISITED, Hand.ANYBODY),  # a later visit found less
    Move(_S.APPROVED, _S.APPROVED, Act.GRANT_REFUNDED, Hand.ANYBODY),
    Move(_S.DELIVERED, _S.DELIVERED, Act.GRANT_REFUNDED, Hand.ANYBODY),
    Move(_S.VERIFIED, _S.VERIFIED, Act.GRANT_REFUNDED, Hand.ANYBODY),
    # a slip is taken back, and with it the state that rested on it
    Move(_S.APPROVED, _S.APPROVED, Act.GRANT_ENTRY_TAKEN_BACK, Hand.ANYBODY),
    Move(_S.DELIVERED, _S.DELIVERED, Act.GRANT_ENTRY_TAKEN_BACK, Hand.ANYBODY),
    Move(_S.DELIVERED, _S.APPROVED, Act.GRANT_ENTRY_TAKEN_BACK, Hand.ANYBODY),
    Move(_S.DELIVERED, _S.VERIFIED, Act.GRANT_ENTRY_TAKEN_BACK, Hand.ANYBODY),
    Move(_S.VERIFIED, _S.VERIFIED, Act.GRANT_ENTRY_TAKEN_BACK, Hand.ANYBODY),
    Move(_S.VERIFIED, _S.DELIVERED, Act.GRANT_ENTRY_TAKEN_BACK, Hand.ANYBODY),
    Move(_S.VERIFIED, _S.APPROVED, Act.GRANT_ENTRY_TAKEN_BACK, Hand.ANYBODY),
    # closed: everything paid is proved or given back
    Move(_S.APPROVED, _S.CLOSED, Act.GRANT_CLOSED, Hand.OUTSIDER),
    Move(_S.DELIVERED, _S.CLOSED, Act.GRANT_CLOSED, Hand.OUTSIDER),
    Move(_S.VERIFIED, _S.CLOSED, Act.GRANT_CLOSED, Hand.OUTSIDER),
)


def may_follow(before: GrantState | None, after: GrantState, act: Act) -> Move | None:
    """The row for this; None if there is none."""
    return next(
        (one for one in MOVES if (one.before, one.after, one.act) == (before, after, act)), None
    )


def acts_from(state: GrantState) -> frozenset[Act]:
    """What can be done with a grant in this state at all."""
    return frozenset(move.act for move in MOVES if move.before is state)


def against(request: GrantRequest, act: Act, user: str) -> str:
    """Why this user may not do this with a grant as it stands, in words; empty if they may."""
    moves = [move for move in MOVES if move.before is request.state and move.act is act]
    if not moves:
        return _too_early_or_late(act)
    hand = moves[0].hand
    if hand is Hand.AUTHOR and user != request.author:
        return _("Only its author can cancel a request.")
    if hand in (Hand.ANOTHER, Hand.OUTSIDER) and request.wrote(user):
        return _("You wrote this yourself. Another supervisor has to decide about it.")
    if hand is Hand.OUTSIDER and any(one.by == user for one in request.entries() if one.stands):
        return _(
            "You wrote down what was paid, proved or seen here. Another supervisor has to close it."
        )
    return ""


def require(request: GrantRequest, act: Act, user: str) -> None:
    """Raises NotAllowed with the sentence of ``against``, if there is one."""
    if reason := against(request, act, user):
        raise NotAllowed(str(reason))


def _too_early_or_late(act: Act) -> str:
    if act in {Act.GRANT_APPROVED, Act.GRANT_RETURNED, Act.GRANT_REJECTED}:
        return _("This grant request is not waiting for a decision.")
    if act in {Act.GRANT_DELIVERED, Act.GRANT_RELEASED}:
        return _("Only an approved grant is paid out, and only what is not paid out yet.")
    return _("This is not possible with the grant as it stands now.")
