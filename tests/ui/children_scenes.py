"""Scenes of the file of a child: each part, and each page that is written in it."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.children import service as children
from intake_app.children.model import EntryKind
from intake_app.session import Session
from tests.ui.sample_cases import all_cases
from tests.ui.shown_desk import Desk, Visit


def case_of_girl(session: Session) -> str:
    """The case in the sample with a file of a child."""
    return next(one for one in all_cases(session) if children.child_file(session, one).file.entries)


def children_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
    """The four parts, and their pages with what is missing on them."""
    screen = desk.go("case", case_of_girl(session))
    tab = screen.tabs.child
    for part in ("interests", "search", "counterpart", "steps"):
        screen.show_tab(part)
        yield desk.here(f"29-child-{part}")
    screen.show_tab("interests")
    for stage in (EntryKind.ASSESSMENT, EntryKind.DETERMINATION):
        tab.interests.write_stage(stage)
        assert tab.interests.page is not None
        tab.interests.page.form["options"].add_row()
        yield desk.here(f"29-child-{stage}")
        tab.interests.page.submit()
        yield desk.here(f"29-child-{stage}-mistakes")
        tab.interests.page.back.click()
    screen.show_tab("search")
    for name, begin in (
        ("request", tab.search.write_request), ("attempt", tab.search.write_attempt),
        ("situation", tab.search.write_situation),
    ):  # fmt: skip
        begin()
        yield desk.here(f"29-child-{name}")
        assert tab.search.page is not None
        tab.search.page.back.click()
    screen.show_tab("counterpart")
    for name, begin in (
        ("sent", tab.counterpart.begin), ("who", tab.counterpart.write_counterpart),
    ):  # fmt: skip
        begin()
        yield desk.here(f"29-child-{name}")
        assert tab.counterpart.page is not None
        tab.counterpart.page.back.click()
    screen.show_tab("steps")
    tab.steps.begin()
    yield desk.here("29-child-step")
    assert tab.steps.page is not None
    tab.steps.page.back.click()
