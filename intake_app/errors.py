"""What can go wrong in a way that the user can mend. Anything else is a bug.

Every ``IntakeError`` carries one whole sentence in the user's language that says what to do next.
It never contains personal data: it may end up in a log or be read out on the telephone.
"""

from __future__ import annotations

from collections.abc import Mapping


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
