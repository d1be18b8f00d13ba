"""What signing in and locking mean for the process that shows the window.

Here: nothing, one process does it all. The demonstration and the tests of screens live like that;
the program itself has ``GateLife`` and ``DeskLife``, which replace the process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from ui.process.loading import load_desk

if TYPE_CHECKING:
    from ui.main_window import MainWindow


MOST_MS_TO_LOCK = 10_000
"""So long may work that is under way hold up the lock, behind the cover. Then the process ends in
the middle of it, which the vault bears like a power cut."""


@dataclass(frozen=True)
class HandedOver:
    """Somebody came in, and the desk is in another process. ``finish`` is what this one still has
    to do, out of sight: it takes a second or two."""

    folder: Path
    pid: int
    finish: Callable[[], None] | None = field(default=None, repr=False)


SignIn = Callable[[Path, str, str, Mapping[str, Pack]], Session | HandedOver]


class Life:
    """One process for the sign-in page and the desk."""

    sign_in: SignIn = staticmethod(users.sign_in)

    def begin(self, window: MainWindow) -> None:
        """The window is made: show its first page."""
        window.show_gate()

    def start(self, window: MainWindow) -> None:
        """The program begins to run."""
        window.show()

    def warm(self, _window: MainWindow) -> None:
        """The sign-in page is painted: get ready for the desk while the passphrase is typed."""
        load_desk()

    def handed_over(self, to: HandedOver) -> None:
        """The desk is shown by another process: this one has done its part."""
        raise NotImplementedError("there is no other process")

    def locking(self, window: MainWindow) -> None:
        """The window is covered, and the vault is about to be closed."""

    def locked(self, window: MainWindow) -> None:
        """The vault is closed and nothing is shown: back to the sign-in page."""
        window.show_gate()

    def end(self) -> None:
        """The window is being closed."""
