"""Wrong passphrases since somebody last came in: how many, and when they began.

The count lies open in the vault folder, since nobody has a key yet when it is written: whoever can
write there can also take it away. It slows a guesser at the keyboard down, whatever is restarted,
and the next person who comes in writes it into the audit log.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from intake_app.values import Clock

FILE = "attempts"
MOST = 1_000_000
_MOST_BYTES = 200


@dataclass(frozen=True)
class Attempts:
    """``since`` is UTC, ISO-8601; empty if there were none."""

    count: int = 0
    since: str = ""

    def in_audit(self) -> str:
        """What the audit line names in the place of a record."""
        return f"{self.count} {self.since}"

    @classmethod
    def of_audit(cls, record: str) -> Attempts:
        """What ``in_audit`` made. ValueError for anything else."""
        count, _space, since = record.partition(" ")
        return cls(int(count), datetime.fromisoformat(since).isoformat())


def failed_attempts(folder: Path) -> Attempts:
    """What the folder says; none if the file is missing, damaged or says nonsense."""
    try:
        with (folder / FILE).open("rb") as file:
            stored = json.loads(file.read(_MOST_BYTES))
        count = int(stored["count"])
        since = datetime.fromisoformat(stored["since"]).astimezone(UTC).isoformat()
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Attempts()
    return Attempts(min(count, MOST), since) if count > 0 else Attempts()


def note_failure(folder: Path, clock: Clock) -> None:
    """One more. A disk that refuses is no reason not to answer."""
    before = failed_attempts(folder)
    since = before.since or clock().isoformat()
    content = json.dumps({"count": min(before.count + 1, MOST), "since": since})
    part = folder / f"{FILE}.tmp"
    with suppress(OSError):
        part.write_text(content, encoding="utf-8")
        os.replace(part, folder / FILE)


def forget_failures(folder: Path) -> None:
    """Somebody came in."""
    with suppress(OSError):
        (folder / FILE).unlink()
