"""Referrals: their states and who may set them, when something is due, and the code of the slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from intake_app.cases.model import check_character
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.referrals.needed import limit
from intake_app.referrals.provider import Provider

__all__ = [
    "ANSWERS", "ANSWER_WITHIN", "NEXT_STATES", "OPEN", "RULES", "STALE_AFTER", "Channel",
    "Direction", "Passage", "Provider", "Record", "Referral", "ReferralLine", "ReferralState",
    "Rule", "Step", "Urgency", "Whose", "code_meant", "is_slip", "reply_code", "slip_text",
]  # fmt: skip


class Urgency(StrEnum):
    """The three priorities of the inter-agency referral form (``domain.md`` 3.2)."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


ANSWER_WITHIN = {one: timedelta(hours=limit(f"answer_{one}")) for one in Urgency}
"""Time to an answer, from the inter-agency referral form (``domain.md`` 3.2, 4.2)."""

STALE_AFTER = timedelta(days=limit("stale_referral"))
"""An open referral about which nothing was heard for so long is stale (``domain.md`` 4.2)."""


class Direction(StrEnum):
    """From us to a service, or from a service to us: the same form the other way round."""

    OUT = "out"
    IN = "in"


class Passage(StrEnum):
    """How the data sheet goes to the service, and what protects it on the way."""

    CARRIED = "carried"
    DELIVERED = "delivered"
    PHONE = "phone"
    EMAIL = "email"


class Channel(StrEnum):
    """How an answer came."""

    HAND = "hand"
    SLIP = "slip"
    CODE = "code"


class ReferralState(StrEnum):
    """States of a referral, as Primero names them (``domain.md`` 4.1)."""

    IN_PROGRESS = "in_progress"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DONE = "done"
    REVOKED = "revoked"


OPEN = frozenset({ReferralState.IN_PROGRESS, ReferralState.ACCEPTED})
"""States in which somebody still waits for something."""


class Whose(StrEnum):
    """Whose word sets a state. A counsellor of this desk writes it down in either case."""

    RECEIVER = "receiver"
    SENDER = "sender"


@dataclass(frozen=True)
class Rule:
    """A step that may be made: from where to where, on whose word, and whether it needs a reason.

    What a service answers is always written down, also after the person took the consent back.
    """

    before: ReferralState
    after: ReferralState
    whose: Whose
    needs_words: bool = False


RULES = (
    Rule(ReferralState.IN_PROGRESS, ReferralState.ACCEPTED, Whose.RECEIVER),
    Rule(ReferralState.IN_PROGRESS, ReferralState.REJECTED, Whose.RECEIVER, needs_words=True),
    Rule(ReferralState.IN_PROGRESS, ReferralState.REVOKED, Whose.SENDER),
    Rule(ReferralState.ACCEPTED, ReferralState.DONE, Whose.RECEIVER),
    Rule(ReferralState.ACCEPTED, ReferralState.REVOKED, Whose.SENDER),
)
"""Every step of a referral. Of one that we sent the receiver is the service; of one that we got it
is this office."""

ANSWERS = frozenset(rule.after for rule in RULES if rule.whose is Whose.RECEIVER)
"""States that are the receiver's word. To take it back is the sender's."""

NEXT_STATES = {
    state: frozenset(rule.after for rule in RULES if rule.before is state)
    for state in ReferralState
}


@dataclass(frozen=True)
class Step:
    """A state that was set: when (UTC), by which login, how the word came, and what was said."""

    state: ReferralState
    at: str
    by: str
    how: Channel = Channel.HAND
    words: str = ""


@dataclass(frozen=True)
class Referral:
    """One referral. It names the consent that allows it, and cannot exist without.

    ``shared`` are the fields that went (``SheetField``), ``withheld`` those that did not, as
    ``field:reason``. ``appointment`` is ISO text or empty, ``rating`` 1 to 5 or 0 (not rated).
    Of one that we received ``provider_id`` is who sent it, ``their_number`` its number there and
    ``their_name`` the name of the person as it was written there.
    """

    id: str
    case_id: str
    provider_id: str
    sector: str
    reason: str
    urgency: Urgency
    consent_id: str = ""
    number: int = 0
    state: ReferralState = ReferralState.IN_PROGRESS
    answer: str = ""
    author: str = ""
    referred_at: str = ""
    revision: int = 0
    direction: Direction = Direction.OUT
    passage: Passage | None = None
    shared: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    appointment: str = ""
    their_number: str = ""
    rating: int = 0
    rating_note: str = ""
    rated_at: str = ""
    steps: tuple[Step, ...] = ()
    their_name: str = ""

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.provider_id:
            problems["provider"] = _("Choose a service from the directory.")
        if not self.reason:
            problems["reason"] = _("Say in a sentence what the person needs from this service.")
        if problems:
            raise InvalidInput(problems)

    @property
    def is_open(self) -> bool:
        """True while somebody waits for something."""
        return self.state in OPEN

    @property
    def is_received(self) -> bool:
        """True if a service sent it to us."""
        return self.direction is Direction.IN

    @property
    def is_to_rate(self) -> bool:
        """True if the person was helped and nobody asked how it was."""
        return self.state is ReferralState.DONE and not self.rating and not self.is_received

    @property
    def has_our_answer(self) -> bool:
        """True of one that we received once its sender can be told what became of it."""
        return self.is_received and self.state in ANSWERS

    @property
    def code(self) -> str:
        """What the slip carries and the service reads out: ``3F9A-07C1-K``."""
        return reply_code(self.id)

    @property
    def moved_at(self) -> str:
        """When anything last happened, UTC."""
        return self.steps[-1].at if self.steps else self.referred_at

    @property
    def answered_at(self) -> str:
        """When the service first said yes or no, UTC; empty if it did not, or nobody knows."""
        return next((step.at for step in self.steps if step.state in ANSWERS), "")

    def answer_due(self) -> datetime:
        """When the service should have answered."""
        return datetime.fromisoformat(self.referred_at) + ANSWER_WITHIN[self.urgency]

    def due(self) -> datetime | None:
        """When the next news is due: the answer, then what became of it. None once it is over."""
        if self.state is ReferralState.IN_PROGRESS:
            return self.answer_due()
        if self.state is ReferralState.ACCEPTED:
            return datetime.fromisoformat(self.moved_at) + STALE_AFTER
        return None

    def is_overdue(self, now: datetime) -> bool:
        """True if the answer did not come in time."""
        return self.state is ReferralState.IN_PROGRESS and self.answer_due() < now

    def is_stale(self, now: datetime) -> bool:
        """True if it is open and nothing was heard for two weeks."""
        return self.is_open and datetime.fromisoformat(self.moved_at) + STALE_AFTER < now


@dataclass(frozen=True)
class Record:
    """What our own referrals say of a service: how many it accepted of those it answered, the
    middle of the days to its answer (None if nobody knows), how many are open there, and the mean
    of the ratings in tenths (None without any)."""

    accepted: int = 0
    answered: int = 0
    days: int | None = None
    open: int = 0
    rating: int | None = None
    rated: int = 0


@dataclass(frozen=True)
class ReferralLine:
    """One line of the list of all referrals. Moments are UTC; ``due_at`` empty once it is over."""

    id: str
    case_id: str
    case_number: str
    person_id: str
    person: str
    counsellor: str
    provider_id: str
    provider: str
    sector: str
    urgency: Urgency
    state: ReferralState
    direction: Direction
    author: str
    referred_at: str
    due_at: str
    moved_at: str
    rating: int
    number: int

    @property
    def is_received(self) -> bool:
        """True if a service sent it to us."""
        return self.direction is Direction.IN

    @property
    def is_open(self) -> bool:
        """True while somebody waits for something."""
        return self.state in OPEN

    def is_overdue(self, now: datetime) -> bool:
        """True if the answer did not come in time."""
        waits = self.state is ReferralState.IN_PROGRESS
        return waits and datetime.fromisoformat(self.due_at) < now

    def is_stale(self, now: datetime) -> bool:
        """True if it is open and nothing was heard for two weeks."""
        return self.is_open and datetime.fromisoformat(self.moved_at) + STALE_AFTER < now


# ---------------------------------------------------------------------------- the code of the slip

_SLIP = "REF"
"""Before the code in the QR picture, so that the code of something else is told apart."""
_HEX = frozenset("0123456789ABCDEF")
_FRENCH_KEYS = str.maketrans("&é\"'(-è_çàAQZWaqzw?,", "1234567890QAWZqawzMM")
"""A hand scanner that types as on an American keyboard, at a computer with a French one."""


def reply_code(referral_id: str) -> str:
    """Eight figures of the random id with a check character: it says nothing about anybody."""
    body = referral_id.replace("-", "")[:8].upper()
    return f"{body[:4]}-{body[4:]}-{check_character(body)}"


def slip_text(referral_id: str) -> str:
    """What the QR picture on the slip holds."""
    return _SLIP + reply_code(referral_id).replace("-", "")


def is_slip(text: str) -> bool:
    """True if it is what a scanner reads from a slip, and not a code that somebody typed."""
    ways = (text, text.translate(_FRENCH_KEYS))
    return any(way.strip().upper().startswith(_SLIP) for way in ways)


def code_meant(text: str) -> str | None:
    """The first eight figures of the id that is meant, in small letters, by a code as somebody
    types or scans it; None if it is no such code or the check character does not fit.

    The letters O and I are read as the figures that they are taken for.
    """
    for typed in (text, text.translate(_FRENCH_KEYS)):
        signs = "".join(sign for sign in typed.upper() if sign.isalnum())
        signs = signs.removeprefix(_SLIP)
        if len(signs) != 9:
            continue
        body = signs[:8].replace("O", "0").replace("I", "1")
        if set(body) <= _HEX and _alike(check_character(body)) == _alike(signs[8]):
            return body.lower()
    return None


def _alike(sign: str) -> str:
    return {"O": "0", "I": "1"}.get(sign, sign)
