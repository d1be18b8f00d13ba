"""Named places in long work on the files of a vault, where the tests let the program die.

Whoever holds a vault together over several files says ``checkpoint("…")`` between two steps. In
the program nobody listens. Nothing outside, no variable of the environment and no file, can turn
it on.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

_listeners: list[Callable[[str], object]] = []


def checkpoint(name: str) -> None:
    """Tell whoever listens that this place is reached."""
    for listener in _listeners:
        listener(name)


def listen(listener: Callable[[str], object]) -> Callable[[], None]:
    """Hear of every place from now on; returns what ends it."""
    _listeners.append(listener)

    def end() -> None:
        with suppress(ValueError):
            _listeners.remove(listener)

    return end
