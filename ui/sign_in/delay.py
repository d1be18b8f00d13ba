"""The growing pause after wrong passphrases: it slows a guesser at the keyboard down."""

from __future__ import annotations

import time
from collections.abc import Callable

FREE_FAILURES = 2
LONGEST_SECONDS = 60.0


class SignInDelay:
    """Counts failures of the whole program, not of one login, so that nobody is locked out.

    The count survives a new start (``users/attempts.py``): then the pause it has reached begins
    anew, so that starting the program again is never the quicker way. The pauses are
    0, 0, 1, 2, 4 … 60 seconds (``security.md`` 2.6). ``now`` is a clock that never runs
    backwards, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._until = 0.0

    def failed(self) -> None:
        """Note a wrong passphrase; the pause starts now."""
        self._failures += 1
        self._pause()

    def resume(self, failures: int) -> None:
        """So many were noted before this program was started."""
        if failures > self._failures:
            self._failures = failures
            self._pause()

    def _pause(self) -> None:
        beyond = self._failures - FREE_FAILURES
        if beyond > 0:
            self._until = self._now() + min(LONGEST_SECONDS, 2.0 ** min(beyond - 1, 10))

    def succeeded(self) -> None:
        """Somebody came in: the count starts again."""
        self._failures = 0
        self._until = 0.0

    def seconds_left(self) -> float:
        """How long nobody may try; 0.0 if somebody may."""
        return max(0.0, self._until - self._now())


PROCESS_DELAY = SignInDelay()
"""The one of this program: a new sign-in screen does not start the count again."""
