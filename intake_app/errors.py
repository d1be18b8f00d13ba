"""What can go wrong in a way that the user can mend. Anything else is a bug.

Every ``IntakeError`` carries one whole sentence in the user's language that says what to do next.
It never contains personal data: it may end up in a log or be read out on the telephone.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class IntakeError(Exception):
    """A sentence for the clerk, translated, without personal data."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InvalidInput(IntakeError):
    """Typed values that do not fit. ``problems`` maps a field name to its sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        said = tuple(problems.values())
        super().__init__(said[0] if len(said) == 1 else " ".join(said))
        self.problems = dict(problems)


class NotAllowed(IntakeError):
    """The role, or the rule that nobody approves their own work, forbids this act."""


class NotFound(IntakeError):
    """The record does not exist (any more)."""


class StaleRecord(IntakeError):
    """Somebody saved a newer revision of this record since it was read."""


class WrongPassphrase(IntakeError):
    """The passphrase does not open this login's slot (or the slot is damaged)."""


class VaultDamaged(IntakeError):
    """A file of the vault folder is missing, cut off or altered."""


class DataDamaged(VaultDamaged):
    """Pages of the data file are damaged; the keys are right, so the rest can be salvaged."""


class AlarmKind(StrEnum):
    """How a vault can differ from what its anchor says."""

    SAVES_MISSING = "saves_missing"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_DAMAGED = "anchor_damaged"
    ANCHOR_OLDER = "anchor_older"
    LOG_DIFFERS = "log_differs"
    PAGES_DIFFER = "pages_differ"


class VaultAlarm(IntakeError):
    """The vault is not as it was left. Nothing was changed; only a supervisor may go on with it.

    ``count`` is the number of missing saves (0 where that is unknown); ``known_at`` the moment of
    the last save that the anchor knows, UTC, ISO-8601, or empty.
    """

    def __init__(self, kind: AlarmKind, sentence: str, count: int = 0, known_at: str = "") -> None:
        super().__init__(sentence)
        self.kind, self.count, self.known_at = kind, count, known_at

    def is_about(self, other: VaultAlarm | None) -> bool:
        """True if ``other`` has said exactly the same, so that who accepted it accepts this."""
        return other is not None and (self.kind, self.count, self.known_at) == (
            other.kind, other.count, other.known_at,
        )  # fmt: skip


class VaultTooNew(IntakeError):
    """A newer version of the program wrote this vault or batch."""


class VaultInUse(IntakeError):
    """Another running program holds the vault."""


class VaultClosed(Exception):  # noqa: N818 - a state, not a mistake
    """The user of this session has signed out; there is no vault to ask any more."""


class StorageFull(IntakeError):
    """The disk is full or refuses to be written; nothing was saved."""


class DiskFull(StorageFull):
    """There is no room for what was to be saved."""


class ReadOnly(StorageFull):
    """The vault, or where it lies, may only be read; nothing was saved."""


class PackBroken(IntakeError):
    """A programme pack has mistakes; ``mistakes`` names each with file and line."""

    def __init__(self, sentence: str, mistakes: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.mistakes = mistakes


class BatchRefused(IntakeError):
    """A batch, receipt or key card was refused; ``code`` is the reason's stable English name."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
