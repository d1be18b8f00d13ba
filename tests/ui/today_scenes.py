"""Scenes of the page that a day begins with: as each role sees it, filtered, and on paper."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.acts import Role
from tests.ui.scene_props import TYPED
from tests.ui.shown_desk import Desk, Visit
from ui.today.today_screen import TodayScreen


def today_scenes(desk: Desk) -> Iterator[Visit]:
    """The sample caseload is weeks old by design: something is overdue in it."""
    for role in Role:
        with desk.signed_in(role):
            page: TodayScreen = desk.go("today")
            yield desk.here(f"05-{role}-today")
            page.list.filters.select("all")
            yield desk.here(f"05-{role}-today-all")
            if role is Role.SUPERVISOR:
                page.list.text.setText(TYPED[1])
                page.list.wanted.emit()
                yield desk.here("05-today-nothing-fits")
                page.list.text.clear()
                page.show_paper()
                yield from desk.dialogs("05-today-sheet")
