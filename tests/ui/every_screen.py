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
from intake_app.custody.service import RecoveryKey
from intake_app.errors import NotFound
from intake_app.packs.model import Pack
from intake_app.plans.model import PlanState
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from tests.conftest import CHEAP, CHEAP_BOUNDS
from tests.ui.sample_cases import (
    case_with_plan,
    case_without_plan,
    fullest_case,
    of_a_family,
)
from tests.ui.shown_desk import SIZE, Desk, Visit, make_empty_office, settle
from ui.cases.case_tabs import TITLES
from ui.crash import CrashWindow
from ui.demo.hand import type_text
from ui.help.opener import open_help
from ui.language import Language

HUB_NAME = "Headquarters (example)"
SHOWN_KEY = RecoveryKey("1A2B3C4D5E6F7G8H9J0K1M2N3P4Q5R61", bytes(16))
"""A figure in every group, so that no group is taken for a word that was not translated."""

TYPED = ("dia", "zzzz", "di")
"""What the walk types into search boxes."""


def every_screen(desk: Desk) -> Iterator[Visit]:
    """All scenes, one after the other."""
    for scene in SCENES:
        yield from scene(desk)


# ---------------------------------------------------------------------------- the gate


def gate(desk: Desk) -> Iterator[Visit]:
    """Signing in, and the first start."""
    yield desk.here("01-sign-in")
    window = desk.new_window(None)
    wizard: Any = window.gate
    settle()
    yield "02-first-start-welcome", window
    for number, name in ((1, "office"), (2, "supervisor"), (3, "folder")):
        wizard._show_page(number)
        settle()
        yield f"03-first-start-{name}", window
        if name != "folder":
            wizard.page().form.check()
            settle()
            yield f"03-first-start-{name}-mistakes", window
    with desk.signed_in(Role.SUPERVISOR, desk.empty) as session:
        wizard._made(session)
        wizard.recovery.panel._show_key(SHOWN_KEY)
        settle()
        yield "04-first-start-recovery", window
        wizard.recovery.panel.form.check()
        settle()
        yield "04-first-start-recovery-mistakes", window
        wizard.recovery.panel.show_sheet()
        yield from _dialog(wizard.recovery.panel.dialog, "04-first-start-recovery-sheet")
        desk.messages.set_parent(window)
        wizard.go_on()
        yield from desk.dialogs("04-first-start-recovery-later")
        wizard._show_page(wizard.pages.index(wizard.colleagues))
        settle()
        yield "04-first-start-colleagues", window
    desk.messages.set_parent(desk.window)
    window.hide()
    window.deleteLater()


def _dialog(dialog: Any, name: str) -> Iterator[Visit]:
    settle()
    yield name, dialog
    dialog.reject()
    settle()


def forgotten(desk: Desk) -> Iterator[Visit]:
    """A forgotten passphrase: with a recovery key, and where there is none."""
    for folder, name in ((desk.folder, "05-forgotten"), (desk.empty, "05-forgotten-no-sheet")):
        window = desk.new_window(folder)
        gate: Any = window.gate
        gate.forgot.click()
        settle()
        yield name, window
        page: Any = window.gate
        if page.go.isVisible():
            page.suggestion.suggest.click()
            page.form["recovery_key"].set_value("1BCD-2FGH")
            page.form["again"].set_value(page.form["passphrase"].value())
            page.submit()
            settle()
            yield f"{name}-mistakes", window
        page.go_back()
        window.hide()
        window.deleteLater()
    desk.messages.set_parent(desk.window)
    desk.window.activateWindow()
    settle()


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
        form.form.known.look_soon(found[0].display_name)
        form.form.known.look()
        yield desk.here("13-new-person-known")
        page = desk.go("person", found[0].person_id)
        yield desk.here("15-person")
        page.record_consent()
        yield desk.here("16-consent")
        page = desk.go("person", of_a_family(session))
        yield desk.here("17-person-with-case")
        page.household.link.click()
        yield desk.here("17-person-link")
        page.start_relative()
        yield desk.here("18-person-relative")
        desk.go("directory")
        yield desk.here("19-reception-directory")
        yield from _tabs(desk, "19-reception-office")
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
            screen.show_tab(key)
            yield desk.here(f"20-case-{key}")
        yield from _papers(desk, screen)
        screen.header.referral.click()
        yield desk.here("21-case-referral-new")
        screen.tabs.referrals.page.submit()
        yield desk.here("21-case-referral-mistakes")
        screen.header.grant.click()
        yield desk.here("22-case-grant-new")
        screen.tabs.grants.page.submit()
        yield desk.here("22-case-grant-mistakes")
        screen.show_tab("consent")
        screen.tabs.consent.withdraw()
        yield from desk.dialogs("24-case-consent-withdraw")
        screen.tabs.consent.record_consent()
        yield desk.here("24-case-consent-new")
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
    yield desk.here("27-case-plan-writing")
    writer.head.send.click()
    yield desk.here("27-case-plan-mistakes")


# ---------------------------------------------------------------------------- supervisor


def supervisor(desk: Desk) -> Iterator[Visit]:
    """Approvals, outbox, directory, office, and the palette."""
    with desk.signed_in(Role.SUPERVISOR) as session:
        for key in ("approvals", "outbox", "directory"):
            desk.go(key)
            yield desk.here(f"30-{key}")
        yield from _approvals(desk)
        yield from _outbox(desk, session)
        yield from _directory(desk)
        yield from _office(desk)
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
    keys, spare = HubKeys.generate(), HubKeys.generate()
    card = hub_card(keys, spare.recipient, HUB_NAME, session.clock())
    sync.enrol_hub(session, card.to_bytes())
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
    page.form.form.check()
    yield desk.here("36-directory-mistakes")
    page.form.closed.emit()
    page.list.opened.emit(page.list.current())
    yield desk.here("36-directory-entry")
    page.form.closed.emit()


def _office(desk: Desk) -> Iterator[Visit]:
    yield from _tabs(desk, "31-office")
    page = desk.page
    page.show_part(page.audit)
    page.audit.verify.click()
    yield desk.here("37-office-audit-verified")
    page.audit.bar.clear()
    page.tabs.setCurrentIndex(0)
    page.people.add.click()
    yield desk.here("37-office-add-colleague")
    page.people.page.form.check()
    yield desk.here("37-office-add-colleague-mistakes")
    page.people.leave()
    yield from _deeds(desk, page.people)
    page.show_part(page.recovery)
    page.recovery.begin()
    page.recovery.panel._show_key(SHOWN_KEY)
    yield desk.here("39-office-recovery-new")
    page.recovery.leave()
    yield from desk.dialogs("39-office-recovery-leave")
    page.recovery.panel.forget()


def _deeds(desk: Desk, people: Any) -> Iterator[Visit]:
    """What a supervisor does to the login of a colleague."""
    people.table.select(people.model.row(0).id)
    for name in ("renew", "role", "remove", "rotate"):
        for row in range(people.model.rowCount()):
            people.table.selectRow(row)
            if getattr(people, name).isEnabled():
                break
        getattr(people, name).click()
        yield desk.here(f"38-office-{name}")
        people.care.submit()
        yield desk.here(f"38-office-{name}-mistakes")
        if name == "remove":
            people.care.form["own"].set_value("not mine")
            people.care.submit()
            yield from desk.dialogs("38-office-remove-sure")
        people.leave()


def _tabs(desk: Desk, name: str) -> Iterator[Visit]:
    """Each tab of the office, as this role sees it."""
    tabs = desk.go("office").tabs
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        yield desk.here(f"{name}-{index}")


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
    reception,
    counsellor,
    supervisor,
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
