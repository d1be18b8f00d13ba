"""A walk over every screen: signs in as each role and shows each page, form, question and gap.

The pictures (``tests/shots.py``) and the tests of all screens see the same list of scenes. A new
screen gets its line here and is then pictured, read, measured and walked through by itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from intake_app import sample, search
from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.errors import NotFound
from intake_app.packs.model import Pack
from intake_app.plans.model import PlanState
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from intake_app.users import service as users
from intake_app.users.model import NewOffice, NewUser
from intake_app.vault.keyslots import BOUNDS, Bounds, KdfCost
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP, CHEAP_BOUNDS
from tests.ui.direct_tasks import DirectTasks
from tests.ui.sample_cases import (
    case_with_plan,
    case_without_plan,
    fullest_case,
    of_a_family,
)
from ui.cases.case_tabs import TITLES
from ui.crash import CrashWindow
from ui.decision import Decision
from ui.demo.hand import type_text
from ui.help.opener import open_help
from ui.language import Language
from ui.main_window import MainWindow
from ui.messages import Answer, Filters, Messages
from ui.tokens import Tone

Visit = tuple[str, QWidget]
"""The name of what is shown now, and the window or dialog that shows it."""

SIZE = (1366, 768)
HUB_NAME = "Headquarters (example)"
TYPED = ("dia", "zzzz", "di")
"""What the walk types into search boxes."""


class ShownMessages(Messages):
    """Keeps each question as the dialog that a person would see; the answer is always Esc."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Decision] = []

    def ask_text(
        self, title: str, text: str, label: str, yes: str, no: str, *, danger: bool = False
    ) -> str | None:
        tone = Tone.WARNING if danger else Tone.NEUTRAL
        dialog = Decision(self._window(), title, text, tone, label=label)
        self.shown.append(dialog)
        dialog.add("no", no, Answer("", "").kind)
        dialog.add("yes", yes, Answer("", "").kind)
        return None

    def _decide(self, title: str, text: str, answers: Sequence[Answer], tone: Tone) -> str | None:
        dialog = Decision(self._window(), title, text, tone)
        self.shown.append(dialog)
        for answer in answers:
            dialog.add(*answer)
        return None

    def choose_file(self, title: str, filters: Filters) -> Path | None:
        return None

    def choose_folder(self, title: str) -> Path | None:
        return None

    def save_file(self, title: str, name: str, filters: Filters) -> Path | None:
        return None


@dataclass
class Desk:
    """The window on a vault, and a second vault of an office that has just been founded."""

    folder: Path
    empty: Path
    packs: Mapping[str, Pack]
    language: Language
    size: tuple[int, int] = SIZE
    bounds: Bounds = BOUNDS
    painted: bool = True

    def __post_init__(self) -> None:
        self.tasks, self.messages = DirectTasks(), ShownMessages()
        self.window = self.new_window(self.folder)

    def new_window(self, folder: Path | None) -> MainWindow:
        """One more window: at the gate of this vault, or at the first start."""
        window = MainWindow(self.tasks, self.messages, self.language, self.packs, folder)
        self.messages.set_parent(window)
        window.resize(*self.size)
        window.setUpdatesEnabled(self.painted)
        window.show()
        window.activateWindow()
        return window

    @contextmanager
    def signed_in(self, role: Role, folder: Path | None = None) -> Iterator[Session]:
        """The desk as this role sees it."""
        vault = folder or self.folder
        login = next(login for login in logins_of(vault) if login.role is role)
        words = sample.PASSPHRASES[role]
        session = users.sign_in(vault, login.id, words, self.packs, bounds=self.bounds)
        self.window.open_desk(session)
        try:
            yield session
        finally:
            self.window.lock()

    @property
    def page(self) -> Any:
        """The page that is shown; its type is the scene's business."""
        frame = self.window.frame
        assert frame is not None
        return frame.current()

    def go(self, key: str, about: str | None = None) -> Any:
        """Open a page of the rail, or a case or person, and give it back."""
        frame = self.window.frame
        assert frame is not None
        for screen in reversed(frame.screens()):
            screen.closed.emit()  # what lies on top goes, without asking
        if about is None:
            frame.show_entry(key)
        else:
            self.window.open_destination(key, about)
        settle()
        return frame.current()

    def here(self, name: str) -> Visit:
        """The window as it is now."""
        settle()
        return name, self.window

    def dialogs(self, name: str) -> Iterator[Visit]:
        """Each question that was asked since, and each dialog that is open, one by one."""
        asked, self.messages.shown = self.messages.shown, []
        opened = [d for d in self.window.findChildren(QDialog) if d.isVisible() and d not in asked]
        assert asked or opened, f"{name}: nothing was asked and nothing opened"
        for number, dialog in enumerate([*asked, *opened], start=1):
            dialog.show()
            settle()
            yield f"{name}-{number}", dialog
            dialog.done(0)
            dialog.deleteLater()

    def close(self) -> None:
        """Close the window; no scene may have ended in an error."""
        self.window.close()
        self.window.deleteLater()
        self.language.switch("en")
        assert self.tasks.errors == [], self.tasks.errors


def settle() -> None:
    """Let everything that waits for its turn happen, without letting time pass."""
    for _round in range(6):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def make_empty_office(
    folder: Path, packs: Mapping[str, Pack], *, cost: KdfCost, bounds: Bounds
) -> None:
    """An office of three colleagues on its first day: every list is empty."""
    names = {
        Role.SUPERVISOR: ("supervisor", "Salimata Keita"),
        Role.RECEPTION: ("reception", "Ramata Bah"),
        Role.COUNSELLOR: ("counsellor", "Cheikh Ndiaye"),
    }
    new = [NewUser(*names[role], role, sample.PASSPHRASES[role]) for role in names]
    office = NewOffice("CKY", "Centre d’accueil (exemple)", "GN", "Conakry", "eurp", "fr")
    session = users.found_office(folder, office, new[0], packs, cost=cost, bounds=bounds)
    for user in new[1:]:
        users.add_user(session, user, cost=cost)
    users.lock(session)


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
        settle()
        yield "04-first-start-colleagues", window
    desk.messages.set_parent(desk.window)
    window.hide()
    window.deleteLater()


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
        page = desk.go("person", found[0].person_id)
        yield desk.here("15-person")
        page.record_consent()
        yield desk.here("16-consent")
        page = desk.go("person", of_a_family(session))
        yield desk.here("17-person-with-case")
        page.form.jump_to("family_name")
        page.start_relative()
        yield desk.here("18-person-relative")
        for key in ("directory", "office"):
            desk.go(key)
            yield desk.here(f"19-reception-{key}")
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
    writer.pages.form.goals.setFocus()
    writer.pages.edited.emit()
    yield desk.here("27-case-plan-writing")
    writer.head.send.click()
    yield desk.here("27-case-plan-sending")
    desk.messages.shown.clear()


# ---------------------------------------------------------------------------- supervisor


def supervisor(desk: Desk) -> Iterator[Visit]:
    """Approvals, outbox, directory, office, and the palette."""
    with desk.signed_in(Role.SUPERVISOR) as session:
        for key in ("approvals", "outbox", "directory", "office"):
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
    for key in page.list.filters.buttons:
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
    page = desk.go("office")
    for index in range(page.tabs.count()):
        page.tabs.setCurrentIndex(index)
        yield desk.here(f"31-office-{index}")
    page.tabs.setCurrentIndex(1)
    page.audit.verify.click()
    yield desk.here("37-office-audit-verified")
    page.tabs.setCurrentIndex(0)
    page.people.add.click()
    yield desk.here("37-office-add-colleague")
    page.people.page.form.check()
    yield desk.here("37-office-add-colleague-mistakes")
    page.people.leave()


# ---------------------------------------------------------------------------- nothing yet


def first_day(desk: Desk) -> Iterator[Visit]:
    """What each role sees where there is nothing yet."""
    for role in Role:
        with desk.signed_in(role, desk.empty):
            frame = desk.window.frame
            assert frame is not None
            for key in frame.rail.buttons:
                if key != "office":
                    desk.go(key)
                    yield desk.here(f"40-{role}-{key}-empty")


SCENES: tuple[Callable[[Desk], Iterator[Visit]], ...] = (
    gate,
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
