"""Scenes of what the programme of a case asks: to read, to fill in, with mistakes, and refused."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.acts import Role
from tests.ui.sample_cases import fullest_case
from tests.ui.scene_props import TYPED
from tests.ui.shown_desk import Desk, Visit
from ui.demo.hand import type_text


def dossier_scenes(desk: Desk) -> Iterator[Visit]:
    """As a counsellor sees them."""
    with desk.signed_in(Role.COUNSELLOR) as session:
        screen = desk.go("case", fullest_case(session))
        screen.show_tab("programme")
        tab = screen.tabs.planning.programme
        tab.begin()
        yield desk.here("57-programme-form")
        form = tab.page.form
        form.jump_to_section("papers")
        yield desk.here("57-programme-papers")
        type_text(form["answer.heard_from"], TYPED[2])
        form["paper.departure.seen"].line.setText("31/12/2199")
        form["paper.departure.seen"].edited.emit()
        tab.page.submit()
        yield desk.here("57-programme-mistakes")
