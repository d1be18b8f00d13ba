"""A walk over every screen: signs in as each role and shows each page, form, question and gap.

The pictures (``tests/shots.py``) and the tests of all screens see the same list of scenes. A new
screen gets its line here and is then pictured, read, measured and walked through by itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

from intake_app import sample, search
from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.duplicates.service import Facts
from intake_app.errors import NotFound
from intake_app.notes import service as notes
from intake_app.packs.model import Pack
from intake_app.plans.model import PlanState
from intake_app.session import Session
from tests.conftest import CHEAP, CHEAP_BOUNDS
from tests.ui.arrival_scenes import arrival_scenes
from tests.ui.attachment_scenes import attachment_scenes
from tests.ui.board_scenes import board_scenes
from tests.ui.children_scenes import children_scenes
from tests.ui.dossier_scenes import dossier_scenes
from tests.ui.double_scenes import double_in_case, double_scenes
from tests.ui.followup_scenes import closure_scenes, follow_up_scenes
from tests.ui.gate_scenes import alarms, forgotten, gate
from tests.ui.grant_scenes import grant_scenes
from tests.ui.need_scenes import need_scenes
from tests.ui.office_scenes import (
    breach_scenes,
    care,
    complaint_scenes,
    correction_scenes,
    office,
    office_tabs,
    retention_scenes,
)
from tests.ui.planning_scenes import planning_scenes
from tests.ui.profile_scenes import age_scenes, profile
from tests.ui.referral_scenes import received_scenes, referral_chosen
from tests.ui.sample_cases import (
    case_of_a_child,
    case_to_screen,
    case_with_determinants,
    case_with_notes,
    case_with_plan,
    case_with_refusal,
    case_without_plan,
    fullest_case,
    of_a_family,
)
from tests.ui.scene_props import TYPED, with_hub
from tests.ui.shown_desk import SIZE, Desk, Visit, make_empty_office, settle
from tests.ui.survey_scenes import survey_scenes
from tests.ui.today_scenes import today_scenes
from ui.cases.case_tabs import TITLES
from ui.crash import CrashWindow
from ui.demo.hand import type_text
from ui.help.opener import open_help
from ui.language import Language

WALK_SECONDS = 300
"""A walk takes a minute alone, and longer beside other tests: more than other tests may."""


def every_screen(desk: Desk) -> Iterator[Visit]:
    """All scenes, one after the other."""
    for scene in SCENES:
        yield from scene(desk)


# ---------------------------------------------------------------------------- the gate


# ---------------------------------------------------------------------------- reception


def reception(desk: Desk) -> Iterator[Visit]:
    """The list, the search, a new person and the consent."""
    with desk.signed_in(Role.RECEPTION) as session:
        page = desk.page
        yield desk.here("10-cases")
        for name, words in (("11-cases-search", TYPED[0]), ("12-cases-nothing-found", TYPED[1])):
            page.list.text.clear()
            type_text(page.list.text, words)
            page.list.wanted.emit()
            yield desk.here(name)
        form = desk.go("new_person", "")
        yield desk.here("13-new-person")
        form.submit()
        yield desk.here("14-new-person-mistakes")
        desk.page.closed.emit()
        found = search.find(session, search.Question("", search.Filter.WITHOUT_CASE), limit=1)
        form = desk.go("new_person", "")
        form.form.here.known.look_soon(found[0].display_name)
        form.form.here.known.look()
        yield desk.here("13-new-person-known")
        form.form.here.alike.look_soon(
            Facts(
                found[0].family_name, found[0].given_names, sex=found[0].sex, birth=found[0].birth
            )
        )
        form.form.here.alike.look()
        assert form.form.here.alike.candidates
        yield desk.here("13-new-person-alike")
        yield from double_scenes(desk, session, form)
        page = desk.go("person", found[0].person_id)
        yield desk.here("15-person")
        yield from profile(desk.go("person", found[0].person_id), desk.here)
        page = desk.go("person", found[0].person_id)
        page.record_consent()
        yield desk.here("16-consent")
        page = desk.go("person", of_a_family(session))
        yield desk.here("17-person-with-case")
        page.household.link.click()
        yield desk.here("17-person-link")
        page.start_relative()
        yield desk.here("18-person-relative")
        page = desk.go("notes", of_a_family(session))
        yield desk.here("18-person-letter-box")
        page.notes.begin()
        page.notes.page.submit()
        yield desk.here("18-person-letter")
        desk.go("case", fullest_case(session)).show_tab("notes")
        yield desk.here("18-case-letter-box")
        yield from _screening(desk, case_to_screen(session), "18")
        desk.go("directory")
        yield desk.here("19-reception-directory")
        yield from office_tabs(desk, "19-reception-office")
        book = open_help(desk.window)
        settle()
        yield "09-help", book
        book.close()


# ---------------------------------------------------------------------------- counsellor


def counsellor(desk: Desk) -> Iterator[Visit]:
    """A case with each of its tabs, and everything that is written in them."""
    with desk.signed_in(Role.COUNSELLOR) as session:
        case_id = fullest_case(session)
        screen = desk.go("case", case_id)
        for key in TITLES:
            if screen.tabs.is_there(key):
                screen.show_tab(key)
                yield desk.here(f"20-case-{key}")
        yield from _papers(desk, screen)
        screen.header.referral.click()
        yield desk.here("21-case-referral-new")
        yield from referral_chosen(desk, screen.tabs.referrals)
        screen.tabs.referrals.page.submit()
        yield desk.here("21-case-referral-mistakes")
        screen.header.grant.click()
        yield desk.here("22-case-grant-new")
        screen.tabs.grants.page.submit()
        yield desk.here("22-case-grant-mistakes")
        yield from double_in_case(desk, session, case_id)
        yield from _rights(desk, desk.go("case", case_id), case_id)
        screen = desk.go("case", case_id)
        screen.show_tab("consent")
        screen.tabs.consent.withdraw()
        yield from desk.dialogs("24-case-consent-withdraw")
        screen.tabs.consent.record_consent()
        yield desk.here("24-case-consent-new")
        for key, value in (("purpose", "photo"), ("answer", "not_now")):
            screen.tabs.consent.form.form[key].set_value(value)
            screen.tabs.consent.form.form[key].edited.emit()
        yield desk.here("24-case-consent-no")
        desk.go("case", case_with_refusal(session)).show_tab("consent")
        yield desk.here("24-case-consent-refused")
        yield from _notes(desk, session, case_with_notes(session))
        desk.go("case", case_with_determinants(session)).show_tab("screening")
        yield desk.here("29-case-screening-vulnerable")
        yield from _screening(desk, case_of_a_child(session), "29")
        yield from attachment_scenes(desk, session)
        yield from grant_scenes(desk, session)
        yield from children_scenes(desk, session)
        yield from follow_up_scenes(desk, session)
        screen = desk.go("case", case_without_plan(session))
        for key in ("plan", "grants", "referrals", "papers"):
            screen.show_tab(key)
            yield desk.here(f"23-case-{key}-empty")
        yield from _plans(desk, session)


def _papers(desk: Desk, screen: Any) -> Iterator[Visit]:
    """A paper before it is made, the question before, and one that was made."""
    screen.show_tab("papers")
    screen.tabs.papers.lines[0].preview_wanted.emit(screen.tabs.papers.lines[0].paper)
    yield from desk.dialogs("25-case-paper-preview")
    screen.tabs.papers.lines[0].issue_wanted.emit(screen.tabs.papers.lines[0].paper)
    yield from desk.dialogs("25-case-paper-issue")
    document = screen.tabs.papers.issued.table.current()
    screen.tabs.papers.work.open(document)
    yield from desk.dialogs("25-case-paper-issued")


def _notes(desk: Desk, session: Session, case_id: str) -> Iterator[Visit]:
    """A note that is read, one that is corrected and one that is written; a letter; none yet."""
    screen = desk.go("case", case_id)
    screen.show_tab("notes")
    yield desk.here("28-case-notes")
    tab = screen.tabs.notes
    lines = notes.notes_about(session, notes.about_case(session, case_id).person_id)
    tab.list.select(next(line.id for line in lines if line.revision > 1))
    tab.details.read.click()
    yield desk.here("28-case-notes-read")
    tab.details.correct.click()
    yield desk.here("28-case-notes-correct")
    tab.page.closed.emit()
    tab.begin()
    tab.page.submit()
    yield desk.here("28-case-notes-mistakes")
    page = desk.go("notes", of_a_family(session))
    yield desk.here("28-person-notes")
    page.notes.begin()
    yield desk.here("28-person-notes-new")


def _screening(desk: Desk, case_id: str, number: str) -> Iterator[Visit]:
    """What was answered; the questions, each section, and with mistakes."""
    screen = desk.go("case", case_id)
    screen.show_tab("screening")
    yield desk.here(f"{number}-case-screening")
    tab = screen.tabs.screening
    tab.begin()
    for section in tab.page.form.section_keys():
        tab.page.form.jump_to_section(section)
        yield desk.here(f"{number}-case-screening-{section}")
    tab.page.form["caregiver_consent"].set_value("yes")
    tab.page.form["caregiver"].set_value("")
    if tab.page.form.field("caregiver").relevant:
        tab.page.submit()
        yield desk.here(f"{number}-case-screening-mistakes")
    tab.page.form.set_saved()
    tab.page.back.click()


def _rights(desk: Desk, screen: Any, case_id: str) -> Iterator[Visit]:
    """The copy for the person, and what they want corrected."""
    screen.show_tab("profile")
    screen.tabs.profile.rights.copy.click()
    yield from desk.dialogs("28-case-copy")
    form = desk.go("correction", screen.facts.view.person.id)
    form.submit()
    yield desk.here("28-case-correction-mistakes")
    form.form.set_saved()
    form = desk.go("file_date", case_id)
    yield desk.here("28-case-date")


def _plans(desk: Desk, session: Session) -> Iterator[Visit]:
    """A plan that was returned, one that waits, and one that is being written."""
    for state in (PlanState.RETURNED, PlanState.SUBMITTED, PlanState.DRAFT):
        screen = desk.go("case", case_with_plan(session, state))
        screen.show_tab("plan")
        yield desk.here(f"26-case-plan-{state}")
    writer = screen.tabs.plan
    writer.head.send.click()
    if desk.messages.shown:
        yield from desk.dialogs("27-case-plan-send")
    for button in writer.pages.form.goals.add_buttons.values():
        button.click()
    writer.pages.form.budget.rows()[0].editors.more.setChecked(True)
    writer.pages.form.own.add.click()
    yield desk.here("27-case-plan-writing")
    writer.head.send.click()
    yield desk.here("27-case-plan-mistakes")


# ---------------------------------------------------------------------------- supervisor


def supervisor(desk: Desk) -> Iterator[Visit]:
    """Approvals, outbox, directory, office, and the palette."""
    with desk.signed_in(Role.SUPERVISOR) as session:
        for key in ("referrals", "approvals", "outbox", "directory"):
            desk.go(key)
            yield desk.here(f"30-{key}")
        yield from _approvals(desk)
        yield from _outbox(desk, session)
        yield from _directory(desk)
        yield from office(desk)
        yield from closure_scenes(desk, session)
        yield from retention_scenes(desk, session)
        yield from correction_scenes(desk, session)
        yield from complaint_scenes(desk, session)
        yield from breach_scenes(desk, session)
        frame = desk.window.frame
        assert frame is not None
        type_text(frame.top.search, TYPED[2])
        yield desk.here("32-palette")
        frame.palette_list.close_list()
        try:
            cases.reload_case(session, "gone")
        except NotFound as error:
            desk.messages.show_error(error)
        yield from desk.dialogs("33-error")
        crash = CrashWindow(ValueError("nothing about anybody"), desk.window)
        crash.show()
        yield from desk.dialogs("33-crash")


def _approvals(desk: Desk) -> Iterator[Visit]:
    """Each filter, the questions before a decision, and the paper."""
    page = desk.go("approvals")
    for key in list(page.list.filters.buttons)[1:]:
        page.list.filters.select(key)
        yield desk.here(f"34-approvals-{key}")
    page.list.filters.select("closing")
    page.pane.approve.click()
    yield from desk.dialogs("34-approvals-close")
    page.list.filters.select("grant")
    for name in ("approve", "send_back", "reject"):
        getattr(page.pane, name).click()
        yield from desk.dialogs(f"34-approvals-{name}")
    page.pane.paper.click()
    yield from desk.dialogs("34-approvals-paper")
    type_text(page.list.text, TYPED[1])
    page.list.wanted.emit()
    yield desk.here("34-approvals-nothing-found")


def _outbox(desk: Desk, session: Session) -> Iterator[Visit]:
    """A hub, its numbers, and a batch."""
    with_hub(session)
    page = desk.go("outbox")
    page.numbers.trigger()
    yield desk.here("35-outbox-hub")
    page.prepare.click()
    yield desk.here("35-outbox-batch")
    page.bar.clear()  # else it fades into the status line while another scene is compared


def _directory(desk: Desk) -> Iterator[Visit]:
    page = desk.go("directory")
    page.add.click()
    yield desk.here("36-directory-new")
    page.page.form.check()
    yield desk.here("36-directory-mistakes")
    page.page.closed.emit()
    page.list.opened.emit(page.list.current())
    yield desk.here("36-directory-entry")
    page.page.closed.emit()


# ---------------------------------------------------------------------------- nothing yet


def first_day(desk: Desk) -> Iterator[Visit]:
    """What there is to see where there is nothing yet; a counsellor sees what reception sees."""
    for role in (Role.RECEPTION, Role.SUPERVISOR):
        with desk.signed_in(role, desk.empty):
            frame = desk.window.frame
            assert frame is not None
            for key in frame.rail.buttons:
                if key != "office":
                    desk.go(key)
                    yield desk.here(f"40-{role}-{key}-empty")


SCENES: tuple[Callable[[Desk], Iterator[Visit]], ...] = (
    gate,
    forgotten,
    alarms,
    today_scenes,
    reception,
    arrival_scenes,
    need_scenes,
    dossier_scenes,
    survey_scenes,
    counsellor,
    received_scenes,
    supervisor,
    planning_scenes,  # before the board, whose grants are more than any plan could hold
    board_scenes,
    age_scenes,
    care,
    first_day,
)


# ---------------------------------------------------------------------------- for the tests


class MakeDesk(Protocol):
    """Opens the window on a copy of the vaults that the test may change. Nothing is painted."""

    def __call__(self, size: tuple[int, int] = SIZE) -> Desk: ...


@pytest.fixture(scope="session")
def vaults(tmp_path_factory: pytest.TempPathFactory, packs: Mapping[str, Pack]) -> Path:
    """A folder with the sample caseload and an empty office, made once, opened cheaply."""
    folder = tmp_path_factory.mktemp("vaults")
    today = date.today()
    sample.make_sample(folder / "sample", packs, today, cost=CHEAP, bounds=CHEAP_BOUNDS)
    make_empty_office(folder / "empty", packs, cost=CHEAP, bounds=CHEAP_BOUNDS)
    return folder


@pytest.fixture
def make_desk(
    vaults: Path, packs: Mapping[str, Pack], screen_language: Language, tmp_path: Path
) -> Iterator[MakeDesk]:
    """A window on a copy of the sample caseload, closed after the test."""
    opened: list[Desk] = []

    def make(size: tuple[int, int] = SIZE) -> Desk:
        folder = Path(shutil.copytree(vaults, tmp_path / f"vaults-{len(opened)}"))
        sample_office, empty_office = folder / "sample", folder / "empty"
        desk = Desk(sample_office, empty_office, packs, screen_language, size, CHEAP_BOUNDS, False)
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.close()
