"""An incident in which data of people were lost, or seen by somebody who should not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _


class BreachKind(StrEnum):
    """What got away."""

    DEVICE = "device"
    STICK = "stick"
    PAPER = "paper"
    RECIPIENT = "recipient"
    ACCESS = "access"
    OTHER = "other"


@dataclass(frozen=True)
class Breach:
    """One entry as it stood after a revision. No names of returnees belong into its texts.

    ``batches`` are numbers of batches that were on it, ``prints`` ids of the print register,
    ``has_vault`` that the whole vault was. ``persons`` is how many people that concerns.
    """

    id: str
    kind: BreachKind
    happened_on: date
    noticed_on: date
    what: str
    has_vault: bool = False
    batches: tuple[int, ...] = ()
    prints: tuple[str, ...] = ()
    persons: int = 0
    measures: str = ""
    notified: str = ""
    number: int = 0
    revision: int = 0
    written_by: str = ""
    written_at: str = ""

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.what:
            problems["what"] = _("Say in a few sentences what happened.")
        if self.noticed_on > today:
            problems["noticed_on"] = _("This day lies in the future. Check the date.")
        if self.happened_on > self.noticed_on:
            problems["happened_on"] = _("It cannot have happened after it was noticed.")
        if problems:
            raise InvalidInput(problems)
