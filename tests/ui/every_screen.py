"""A walk over every screen: signs in as each role and shows each page, form, question and gap.

The pictures (``tests/shots.py``) and the tests of all screens see the same list of scenes. A new
screen gets its line here and is then pictured, read, measured and walked through by itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest

from intake_app import sample, search
from intake_app.acts import Role
from intake_app.backups import service as backups
from intake_app.breaches import service as breaches
from intake_app.breaches.service import BreachKind
from intake_app.cases import service as cases
from intake_app.custody.service import RecoveryKey
from intake_app.erasure import service as erasure
from intake_app.errors import AlarmKind, DataDamaged, NotFound, VaultAlarm
from intake_app.i18n import _
from intake_app.integrity.model import Fault, Finding, Report
from intake_app.integrity.service import Salvaged
from intake_app.notes import service as notes
from intake_app.packs.model import Pack
from intake_app.plans.model import PlanState
from intake_app.retention import service as retention
from intake_app.rights import service as rights
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from intake_app.users.service import OpenDisks
from tests.conftest import CHEAP, CHEAP_BOUNDS
from tests.ui.sample_cases import (
    case_with_notes,
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
from ui.sign_in.login_list import LoginLine

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
    door: Any = desk.window.gate
    door.say_fault()
    door.disks.show_for(OpenDisks(vault=True, swap=True))
    yield desk.here("01-sign-in-warnings")
    door.bar.clear()
    door.disks.show_for(OpenDisks(swap=True))
    door.passphrase.set_value(TYPED[1])
    for _failure in range(3):
        door.submit()
    yield desk.here("01-sign-in-pause")
    door._delay.succeeded()
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


def alarms(desk: Desk) -> Iterator[Visit]:
    """A vault that is not as it was left, and one that is damaged: for a supervisor and others."""
    missing = VaultAlarm(AlarmKind.SAVES_MISSING, "", 3, "2026-05-12T08:30:00+00:00")
    without = VaultAlarm(AlarmKind.ANCHOR_MISSING, "")
    for role in (Role.SUPERVISOR, Role.RECEPTION):
        line = LoginLine("x", role.value, role)
        for name, error in (
            ("missing", missing), ("anchor", without), ("damaged", DataDamaged("")),
        ):  # fmt: skip
            desk.window.pages.show_alarm(desk.folder, line, error)
            yield desk.here(f"05-alarm-{name}-{role}")
            page: Any = desk.window.gate
            if page.may_decide:
                page.submit()
                yield desk.here(f"05-alarm-{name}-mistake")
    desk.window.pages.show_alarm(desk.folder, LoginLine("x", "x", Role.SUPERVISOR), DataDamaged(""))
    page = desk.window.gate
    page._target = desk.folder.parent / "new"
    page._salvaged((None, Salvaged({"person": 61}, {"person": 3, "draft": None}, 7)))
    yield desk.here("05-alarm-salvaged")
    desk.window.show_gate()


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
        page = desk.go("notes", of_a_family(session))
        yield desk.here("18-person-letter-box")
        page.notes.begin()
        page.notes.page.submit()
        yield desk.here("18-person-letter")
        desk.go("case", fullest_case(session)).show_tab("notes")
        yield desk.here("18-case-letter-box")
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
        yield from _rights(desk, screen, case_id)
        screen = desk.go("case", case_id)
        screen.show_tab("consent")
        screen.tabs.consent.withdraw()
        yield from desk.dialogs("24-case-consent-withdraw")
        screen.tabs.consent.record_consent()
        yield desk.here("24-case-consent-new")
        yield from _notes(desk, session, case_with_notes(session))
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
        yield from _retention(desk, session)
        yield from _corrections(desk, session)
        yield from _breaches(desk, session)
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
    _with_hub(session)
    page = desk.go("outbox")
    page.numbers.trigger()
    yield desk.here("35-outbox-hub")
    page.prepare.click()
    yield desk.here("35-outbox-batch")
    page.bar.clear()  # else it fades into the status line while another scene is compared


def _with_hub(session: Session) -> None:
    keys, spare = HubKeys.generate(), HubKeys.generate()
    card = hub_card(keys, spare.recipient, HUB_NAME, session.clock())
    sync.enrol_hub(session, card.to_bytes())
    sync.desk_card(session)


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
    page.audit.filters.what.set_value("grant.rejected")
    page.audit.filters.what.edited.emit()
    yield desk.here("37-office-audit-narrowed")
    page.audit.filters.what.set_value("")
    page.audit.filters.what.edited.emit()
    page.tabs.setCurrentWidget(page.integrity)
    page.integrity.run.click()
    yield desk.here("37-office-integrity-whole")
    damaged = (Finding(Fault.PAGES, 2), Finding(Fault.CHANGED, 1, (("person", "0" * 36),)))
    page.integrity._take(Report("2026-05-12T08:30:00+00:00", 400, 300, 261, damaged))
    yield desk.here("37-office-integrity-damaged")
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


def _office_tab(desk: Desk, name: str) -> Any:
    """One tab of the office in front."""
    page = desk.go("office")
    tab = getattr(page.care, name)
    page.tabs.setCurrentWidget(page.care)
    page.care.tabs.setCurrentWidget(tab)
    settle()
    return tab


def _retention(desk: Desk, session: Session) -> Iterator[Visit]:
    """The rule, files that are due, the question before they go, and what stays afterwards."""
    tab = _office_tab(desk, "retention")
    tab.decide.click()
    yield desk.here("38-retention-rule")
    tab.form.submit()
    yield desk.here("38-retention-rule-mistakes")
    tab.form.closed.emit()
    yesterday = session.today() - timedelta(days=1)
    for line in [one for one in search.find(session, search.Question(), 60) if one.case_id][3:8]:
        retention.set_date(session, line.case_id or "", yesterday, "She asked for it.")
    retention.set_rule(session, 5, "Agreement with the donor, article 12")
    desk.page.reload()
    yield desk.here("38-retention-clock")
    tab.confirm.click()
    desk.page.reload()
    yield desk.here("38-retention-due")
    tab.mark_all.click()
    desk.page.reload()
    yield desk.here("38-retention-marked")
    tab.keep.click()
    yield desk.here("38-retention-keep")
    tab.form.closed.emit()
    tab.sign.click()
    yield from desk.dialogs("38-retention-sign")
    tab.work.go_on(erasure.sign_list(session))
    yield desk.here("38-retention-erased")
    tab.protocol.click()
    yield from desk.dialogs("38-retention-protocol")


def _corrections(desk: Desk, session: Session) -> Iterator[Visit]:
    """Requests of several people, and the answers."""
    people = search.find(session, search.Question(), 5)
    wishes = (
        "Born in Labé, not in Kindia: see the birth certificate.",
        "The father’s name is Amadou.",
    )
    for line, wish in zip(people, wishes, strict=False):
        rights.ask_correction(session, line.person_id, session.today() - timedelta(days=25), wish)
    tab = _office_tab(desk, "corrections")
    yield desk.here("39-corrections")
    tab.refuse.click()
    yield from desk.dialogs("39-corrections-refuse")
    tab.decide.click()
    yield desk.here("39-corrections-time")
    tab.form.closed.emit()


def _breaches(desk: Desk, session: Session) -> Iterator[Visit]:
    """An entry that is written, one with mistakes, and the report."""
    tab = _office_tab(desk, "breaches")
    tab.add.click()
    yield desk.here("39-breach-new")
    tab.form.submit()
    yield desk.here("39-breach-mistakes")
    tab.form.closed.emit()
    lost = breaches.new_breach(session, BreachKind.STICK)
    what = "The stick with the batch of last week was gone after lunch."
    breaches.record_breach(session, replace(lost, what=what, batches=(1,), persons=24))
    desk.page.reload()
    yield desk.here("39-breach-log")
    tab.report.click()
    yield from desk.dialogs("39-breach-report")


def _tabs(desk: Desk, name: str) -> Iterator[Visit]:
    """Each tab of the office, as this role sees it."""
    tabs = desk.go("office").tabs
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        yield desk.here(f"{name}-{index}")


def care(desk: Desk) -> Iterator[Visit]:
    """A backup that is made, looked at, and restored."""
    stick = desk.folder.parent / "stick"
    stick.mkdir(exist_ok=True)
    with desk.signed_in(Role.SUPERVISOR) as session:
        _with_hub(session)
        tabs = desk.go("office")
        tabs.show_part(tabs.backup)
        yield desk.here("50-backup-none")
        tabs.backup.panel.start(_("Making the backup"))
        tabs.backup.panel.step(300, 400, _("Copying"))
        yield desk.here("50-backup-progress")
        tabs.backup._make(stick)
        yield desk.here("50-backup-made")
        tabs.backup._is_good(desk.folder.parent)
        yield from desk.dialogs("50-backup-same-disk")
        tabs.backup.bar.clear()
    (made,) = stick.iterdir()
    desk.window.show_gate()
    yield desk.here("51-sign-in-with-backup")
    with desk.signed_in(Role.SUPERVISOR, made):
        yield desk.here("52-backup-looked-at")
    desk.window._show_restore()
    page: Any = desk.window.gate
    page._examine = partial(page._examine, bounds=desk.bounds)
    yield desk.here("53-restore-which")
    page.which.show_backups(backups.backups_in(stick))
    page.which._submit()
    yield desk.here("53-restore-mistakes")
    page.which.form["passphrase"].set_value(sample.PASSPHRASES[Role.SUPERVISOR])
    page.which._submit()
    yield desk.here("53-restore-where")
    page.where.form["folder"].set_value(desk.folder.parent / "restored")
    page.where._submit()
    yield desk.here("53-restore-done")
    page.next.enter.click()
    with desk.signed_in(Role.SUPERVISOR, desk.folder.parent / "restored"):
        desk.go("outbox")
        yield desk.here("54-restored-outbox")
    desk.window._show_sign_in(desk.folder)


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
    reception,
    counsellor,
    supervisor,
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
