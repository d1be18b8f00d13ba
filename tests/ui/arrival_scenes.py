"""Scenes of arrivals: the list, one arrival, its list of people, and the desk on the day."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from intake_app.acts import Role
from intake_app.arrivals import service as arrivals
from tests.core.lists_kit import a_list
from tests.ui.double_scenes import a_known_line, register_like
from tests.ui.scene_props import LISTED, TYPED, WRONG
from tests.ui.shown_desk import Desk, Visit
from ui.demo.hand import type_text


def arrival_scenes(desk: Desk) -> Iterator[Visit]:
    """As reception sees them."""
    with desk.signed_in(Role.RECEPTION) as session, tempfile.TemporaryDirectory() as folder:
        page = desk.go("arrivals")
        yield desk.here("50-arrivals")
        type_text(page.list.text, TYPED[1])
        page.list.wanted.emit()
        yield desk.here("50-arrivals-nothing-found")
        page.list.text.clear()
        page.list.wanted.emit()
        form = desk.go("arrival_form", "")
        yield desk.here("51-arrival-new")
        form.form["arrives_on"].line.setText(TYPED[1])
        form.submit()
        yield desk.here("51-arrival-mistakes")
        form.form.set_saved()
        flight = next(one for one in arrivals.arrivals(session) if one.listed).arrival
        bus = next(one for one in arrivals.arrivals(session) if not one.listed).arrival
        yield from _roll(desk, flight.id)
        yield from _desk(desk, flight.id)
        desk.go("arrival", bus.id)
        yield desk.here("52-arrival-nobody")
        yield from _import(desk, bus.id, Path(folder))


def _roll(desk: Desk, arrival_id: str) -> Iterator[Visit]:
    page = desk.go("arrival", arrival_id)
    yield desk.here("52-arrival")
    page.came.click()
    page.absent.click()
    page.list.filters.select("absent")
    yield desk.here("52-arrival-absent")
    page.bar.clear()
    page._remove()
    yield from desk.dialogs("52-arrival-remove")


def _desk(desk: Desk, arrival_id: str) -> Iterator[Visit]:
    page = desk.go("arrival_desk", arrival_id)
    yield desk.here("53-arrival-desk")
    page.submit()
    yield desk.here("53-arrival-desk-mistakes")
    page.form.show_problems({})
    type_text(page.form["family_name"], TYPED[2])
    page.form["family_name"].edited.emit()
    page.lists.here.known.look()
    yield desk.here("53-arrival-desk-typing")
    page.start_next()
    page.lists.waiting.buttons[0].click()
    yield desk.here("53-arrival-desk-from-list")
    page.form["birth"].line.setText("36")
    page.start_next()


def _import(desk: Desk, arrival_id: str, folder: Path) -> Iterator[Visit]:
    page = desk.go("arrival_list", arrival_id)
    yield desk.here("54-arrival-list")
    left_out = [(14, *LISTED[4][1:]), ("Total", 13)]
    page.open_file(a_list(folder, [*LISTED, WRONG, *left_out]))
    yield desk.here("54-arrival-list-mistakes")
    page.open_file(a_list(folder, [*LISTED, *left_out]))
    yield desk.here("54-arrival-list-preview")
    register_like(page._session, LISTED[3])
    page.open_file(a_list(folder, [*LISTED, *left_out]))
    yield from a_known_line(desk, page)
    page.start.click()
    yield desk.here("54-arrival-list-imported")
    page._take_back()
    yield desk.here("54-arrival-list-taken-back")
    page.bar.clear()
