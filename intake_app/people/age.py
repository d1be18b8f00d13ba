"""A corrected birth date that makes an adult of somebody who could be a child, or the other way.

It lifts the safeguards for children, or brings them. So it is an act of its own with a reason, and
a colleague looks it over; until then nobody loses a safeguard by it (``screening/safeguards.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.values import PartialDate


@dataclass(frozen=True)
class AgeCorrection:
    """One such correction. ``seen_by`` is the colleague who has looked it over, if anybody has.

    ``to_adult``: with ``before`` the person could be a child on that day, with ``after`` not.
    """

    id: str
    before: PartialDate
    after: PartialDate
    to_adult: bool
    reason: str
    by: str
    at: str
    seen_by: str = ""
    seen_at: str = ""
