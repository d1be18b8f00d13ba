"""Loading what the first window must not wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake_app.session import Session
    from ui.desk import Desk
    from ui.main_window import MainWindow


def load_desk() -> type[Desk]:
    """The desk with all its screens."""
    from ui.desk import Desk

    return Desk


def read_first_page(session: Session) -> object:
    """What the first page of the desk asks; the page itself then finds it in memory."""
    from intake_app.deadlines import service as deadlines

    return deadlines.wall(session, deadlines.asked_first(session))


def rehearse_desk(window: MainWindow) -> None:
    """Build a desk of nobody once: the first widget of each kind takes the longest."""
    from ui.process.rehearsal import rehearse

    rehearse(window.tasks, window.width(), window.height())
