"""Progress of an activity: how far, since which day, and what shows it.

The approved plan stays as it was approved: progress is a record of its own, and no new version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.plans.model import MAX_TEXT, ActivityStatus
from intake_app.values import clean_text


@dataclass(frozen=True)
class Progress:
    """One entry. ``noted_on`` is the day on which it was so; ``evidence`` says what shows it, and
    ``file_id`` names an attached file that does. ``plan_id`` is the version in force at the time.
    """

    id: str
    case_id: str
    activity_id: str
    status: ActivityStatus
    noted_on: date | None
    evidence: str = ""
    file_id: str = ""
    plan_id: str = ""
    author: str = ""
    written_at: str = ""
    revision: int = 0

    def cleaned(self) -> Progress:
        """With the typed text as it is stored."""
        return replace(self, evidence=clean_text(self.evidence))

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if self.noted_on is None:
            problems["noted_on"] = _("Say since which day it is so.")
        elif self.noted_on > today:
            problems["noted_on"] = _("This day has not come yet.")
        if len(self.evidence) > MAX_TEXT:
            problems["evidence"] = _("Keep it under {number} characters.").format(number=MAX_TEXT)
        if self.status is ActivityStatus.DONE and not self.evidence and not self.file_id:
            problems["evidence"] = _("Say what shows that it was done, or choose a file.")
        if self.status is ActivityStatus.DROPPED and not self.evidence:
            problems["evidence"] = _("Say in a sentence why it is dropped.")
        if problems:
            raise InvalidInput(problems)


def latest(entries: Iterable[Progress]) -> dict[str, Progress]:
    """The entry that counts for each activity, by its id; ``entries`` are the oldest first."""
    return {entry.activity_id: entry for entry in entries}
