"""Scenes of the office: colleagues, keys, backups, checks, the log, and data protection."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from intake_app import sample, search
from intake_app.acts import Role
from intake_app.backups import service as backups
from intake_app.breaches import service as breaches
from intake_app.breaches.service import BreachKind
from intake_app.complaints import service as complaints
from intake_app.complaints.service import Matter
from intake_app.erasure import service as erasure
from intake_app.i18n import _
from intake_app.integrity.model import Fault, Finding, Report
from intake_app.packs.loader import packs_folder
from intake_app.retention import service as retention
from intake_app.rights import service as rights
from intake_app.session import Session
from intake_app.values import new_id
from tests.core.places_kit import ROWS, a_place_list
from tests.ui.scene_props import SHOWN_KEY, WRONG, with_hub
from tests.ui.shown_desk import Desk, Visit, settle
from tests.ui.survey_scenes import questionnaire_scenes


def office(desk: Desk) -> Iterator[Visit]:
    yield from office_tabs(desk, "31-office")
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
    yield from _programmes(desk, page)
    yield from _places(desk, page)
    yield from questionnaire_scenes(desk, page)
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


def _programmes(desk: Desk, page: Any) -> Iterator[Visit]:
    """One programme to read, an amount that is entered, and what the office changed."""
    tab = page.programmes
    page.show_part(tab)
    tab.list.select("tounesna")
    yield desk.here("37-office-programme")
    tab.sheet.verticalScrollBar().setValue(tab.sheet.verticalScrollBar().maximum())
    yield desk.here("37-office-programme-end")
    place = next(place for place in tab.sheet.pencils if "targeted_support" in place)
    tab.sheet.pencils[place].click()
    yield desk.here("37-office-amount")
    tab.page.submit()
    yield desk.here("37-office-amount-mistakes")
    tab.page.closed.emit()
    with tempfile.TemporaryDirectory() as folder:
        yield from _import_of_a_programme(desk, tab, Path(folder))


def _import_of_a_programme(desk: Desk, tab: Any, folder: Path) -> Iterator[Visit]:
    """A new version with what is different, and one with mistakes."""
    for place, (file, old, new) in enumerate((
        ("ceilings.csv", ",2000,", ",2100,"), ("offices.csv", "code,", "kode,"),
    )):  # fmt: skip
        pack = Path(shutil.copytree(packs_folder() / "eurp", folder / str(place) / "eurp"))
        for name, before, after in (("pack.toml", '"2026.', '"2027.'), (file, old, new)):
            text = (pack / name).read_text(encoding="utf-8")
            (pack / name).write_text(text.replace(before, after), encoding="utf-8")
        tab.open_programme(pack)
        tab.page.list.table.selectRow(0)
        yield desk.here(f"37-office-import-{('new', 'mistakes')[place]}")
        tab.page.closed.emit()


def _places(desk: Desk, page: Any) -> Iterator[Visit]:
    """A list of places: nothing chosen yet, one with mistakes, a good one, and the question."""
    page.show_part(page.places)
    with tempfile.TemporaryDirectory() as folder:
        page.places.begin()
        yield desk.here("37-office-places-import")
        wrong = [*ROWS[:3], ("TN", "2", "TN 9003", "TN90", WRONG[0], "", "", "", "")]
        page.places.page.open_file(a_place_list(Path(folder), wrong))
        yield desk.here("37-office-places-mistakes")
        page.places.page.open_file(a_place_list(Path(folder)))
        yield desk.here("37-office-places-read")
        page.places.page.form["version"].set_value("2024-01")
        page.places.page.start.click()
        settle()
        page.places.list.table.selectRow(page.places.list.model.rowCount() - 2)
        yield desk.here("37-office-places-imported")
        page.places.remove.click()
        yield from desk.dialogs("37-office-places-remove")


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


def retention_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
    """The rule, files that are due, the question before they go, and what stays afterwards."""
    tab = _office_tab(desk, "retention")
    tab.decide.click()
    yield desk.here("38-retention-rule")
    tab.page.form.clear()
    tab.page.submit()
    yield desk.here("38-retention-rule-mistakes")
    tab.page.closed.emit()
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
    tab.page.closed.emit()
    tab.sign.click()
    yield from desk.dialogs("38-retention-sign")
    tab.work.go_on(erasure.sign_list(session))
    yield desk.here("38-retention-erased")
    tab.protocol.click()
    yield from desk.dialogs("38-retention-protocol")


def correction_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
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
    tab.page.closed.emit()


def complaint_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
    """A complaint that is taken down, the way of abuse, the register, and an answer."""
    tab = _office_tab(desk, "complaints")
    tab.empty.action.click()
    yield desk.here("39-complaint-new")
    tab.page.submit()
    yield desk.here("39-complaint-mistakes")
    tab.page.form["matter"].buttons["abuse"].click()
    yield desk.here("39-complaint-abuse")
    tab.page.closed.emit()
    said = complaints.new_complaint(session)
    what = "The driver asked me for money to bring my bags."
    taken = complaints.take_down(
        session, replace(said, matter=Matter.FRAUD, what=what, contact="+224 620 11 22 33")
    )
    complaints.answer(session, replace(taken, due_on=session.today() + timedelta(days=10)))
    thanks = "Thank you for the interpreter."
    complaints.take_down(session, replace(said, id=new_id(), matter=Matter.FEEDBACK, what=thanks))
    desk.page.reload()
    yield desk.here("39-complaints")
    tab.answer.click()
    tab.page.form["closed"].box.click()
    tab.page.submit()
    yield desk.here("39-complaint-answer")
    tab.page.closed.emit()


def breach_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
    """An entry that is written, one with mistakes, and the report."""
    tab = _office_tab(desk, "breaches")
    tab.add.click()
    yield desk.here("39-breach-new")
    tab.page.submit()
    yield desk.here("39-breach-mistakes")
    tab.page.closed.emit()
    lost = breaches.new_breach(session, BreachKind.STICK)
    what = "The stick with the batch of last week was gone after lunch."
    breaches.record_breach(session, replace(lost, what=what, batches=(1,), persons=24))
    desk.page.reload()
    yield desk.here("39-breach-log")
    tab.report.click()
    yield from desk.dialogs("39-breach-report")


def office_tabs(desk: Desk, name: str) -> Iterator[Visit]:
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
        with_hub(session)
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
    desk.window.pages.show_restore()
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
    desk.window.pages.show_sign_in(desk.folder)
