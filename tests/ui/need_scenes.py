"""Scenes of what is given on arrival: in a case, and to a whole arrival."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.acts import Role
from intake_app.arrivals import service as arrivals
from intake_app.needs import service as needs
from tests.ui.sample_cases import case_of_a_child, case_with_needs
from tests.ui.scene_props import TYPED
from tests.ui.shown_desk import Desk, Visit
from ui.demo.hand import type_text


def need_scenes(desk: Desk) -> Iterator[Visit]:
    """As reception sees them."""
    with desk.signed_in(Role.RECEPTION) as session:
        screen = desk.go("case", case_with_needs(session))
        screen.show_tab("needs")
        yield desk.here("55-needs")
        tab = screen.tabs.needs
        taken = next(item for item in needs.items_of(session, tab._case_id) if not item.stands)
        tab.list.select(taken.id)
        yield desk.here("55-needs-taken-back")
        tab.begin()
        yield desk.here("55-needs-new")
        tab.page.submit()
        yield desk.here("55-needs-mistakes")
        form = tab.page.form
        form["kind"].set_value("pocket_money")
        form["kind"].edited.emit()
        form["value"].line.setText("9999")
        form["value"].edited.emit()
        type_text(form["note"], TYPED[2])
        yield desk.here("55-needs-above")
        desk.go("case", case_of_a_child(session)).show_tab("needs")
        yield desk.here("55-needs-empty")
        flight = next(one for one in arrivals.arrivals(session) if one.listed).arrival
        page = desk.go("arrival_round", flight.id)
        yield desk.here("56-needs-round")
        page.submit()
        yield desk.here("56-needs-round-mistakes")
