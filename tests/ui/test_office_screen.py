"""The office: colleagues who can really sign in, a log that cannot lie, settings that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Act, Role
from intake_app.errors import WrongPassphrase
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.settings import keep_secret
from intake_app.users import service as users
from tests.conftest import CHEAP, CHEAP_BOUNDS, NAMES, PASSPHRASES, FixedClock, SignIn
from tests.core.test_session_acts import _tamper
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.test_every_text import Untranslated
from tests.ui.typing import press, type_text
from ui.fields.choice_list import ChoiceList
from ui.language import Language
from ui.office.audit_tab import AuditTab
from ui.office.office_screen import OfficeScreen
from ui.office.passphrase_tab import PassphraseTab
from ui.sign_in.colleagues_page import ColleaguesPage

NEW_PASSPHRASE = "granite pelican sofa cabbage trumpet"


@dataclass
class Opener:
    """Opens the screen for a session, as the window does."""

    qtbot: QtBot
    tasks: DirectTasks
    messages: ScriptedMessages

    def __call__(self, session: Session, tab: int = 0) -> OfficeScreen:
        add = partial(users.add_user, cost=CHEAP)
        screen = OfficeScreen(session, self.tasks, self.messages, add=add)
        self.qtbot.addWidget(screen)
        self.tasks.changed.connect(screen.reload)
        screen.tabs.setCurrentIndex(tab)
        screen.resize(1150, 640)
        screen.show()
        screen.reload()
        return screen


PEOPLE, RECOVERY, BACKUP, INTEGRITY, AUDIT, CARE = range(6)
PROGRAMMES, PLACES, FORMS, SETTINGS, PASSPHRASE = range(6, 11)


@pytest.fixture
def open_screen(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Opener:
    return Opener(qtbot, tasks, messages)


# ---------------------------------------------------------------------------- colleagues


def adding_page(screen: OfficeScreen) -> ColleaguesPage:
    screen.people.add.click()
    assert screen.people.page is not None
    return screen.people.page


def full_names(screen: OfficeScreen) -> list[str]:
    model = screen.people.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_everybody_with_a_login_is_listed(open_screen: Opener, supervisor: Session) -> None:
    assert sorted(full_names(open_screen(supervisor))) == sorted(NAMES.values())


def test_an_added_colleague_can_sign_in_with_the_passphrase_on_the_screen(
    open_screen: Opener,
    supervisor: Session,
    fresh_office: Path,
    packs: Mapping[str, Pack],
    clock: FixedClock,
    messages: ScriptedMessages,
) -> None:
    screen = open_screen(supervisor)
    page = adding_page(screen)
    type_text(page.form["full_name"], "Aïcha Condé")
    type_text(page.form["label"], "desk 7")
    page.add.click()
    ((member, passphrase),) = page.added
    assert any(passphrase in text for text in words_on(page))
    messages.answers = [True]
    screen.people.back.click()
    assert messages.asked == ["Have you written the passphrases down?"]
    assert "Aïcha Condé" in full_names(screen)
    users.lock(supervisor)
    session = users.sign_in(
        fresh_office, member.id, passphrase, packs, bounds=CHEAP_BOUNDS, clock=clock
    )
    assert (session.full_name, session.role) == ("Aïcha Condé", Role.RECEPTION)
    users.lock(session)
    with pytest.raises(WrongPassphrase):
        users.sign_in(
            fresh_office, member.id, passphrase + "!", packs, bounds=CHEAP_BOUNDS, clock=clock
        )


def test_a_taken_sign_in_name_is_said_in_the_form_and_what_was_typed_stays(
    open_screen: Opener, supervisor: Session
) -> None:
    screen = open_screen(supervisor)
    page = adding_page(screen)
    type_text(page.form["full_name"], "Aïcha Condé")
    type_text(page.form["label"], "DESK C")
    page.add.click()
    assert set(page.form.summary.links) == {"label"}
    assert page.form["full_name"].value() == "Aïcha Condé"
    assert len(users.staff(supervisor)) == 3


def test_a_colleague_who_was_begun_is_not_thrown_away_unasked(
    open_screen: Opener, supervisor: Session, messages: ScriptedMessages
) -> None:
    screen = open_screen(supervisor)
    page = adding_page(screen)
    type_text(page.form["full_name"], "Aïcha")
    messages.answers = [False]
    screen.people.back.click()
    assert screen.people.page is page
    messages.answers = [False]
    assert not screen.may_leave()


# ---------------------------------------------------------------------------- the audit log


def choose(choice: ChoiceList, code: str | None) -> None:
    """Choose like the keyboard does."""
    choice.set_value(code)
    choice.edited.emit()


def test_the_log_is_narrowed_by_colleague_act_time_and_record(
    open_screen: Opener, sign_in: SignIn, clock: FixedClock
) -> None:
    people.save_person(sign_in(Role.RECEPTION), a_person())
    clock.moment += timedelta(days=40)
    supervisor = sign_in(Role.SUPERVISOR)
    person = people.save_person(supervisor, a_person())
    people.open_person(supervisor, person.id)
    screen = open_screen(supervisor, AUDIT)
    filters = screen.audit.filters
    choose(filters.what, "person.saved")
    assert audit_of(screen) == [
        (NAMES[r], "Profile saved") for r in (Role.SUPERVISOR, Role.RECEPTION)
    ]
    choose(filters.when, "month")
    assert audit_of(screen) == [(NAMES[Role.SUPERVISOR], "Profile saved")]
    choose(filters.what, None)
    choose(filters.when, None)
    clerk = next(
        login.id for login in supervisor.vault.keys.logins() if login.role is Role.RECEPTION
    )
    choose(filters.who, clerk)
    assert {who for who, _act in audit_of(screen)} == {NAMES[Role.RECEPTION]}
    choose(filters.what, "batch.sealed")
    assert audit_of(screen) == []
    assert screen.audit.nothing.isVisible()
    choose(filters.who, None)
    choose(filters.what, "person.viewed")
    assert filters.record.isEnabled()
    filters.record.click()
    choose(filters.what, None)
    assert audit_of(screen) == [
        (NAMES[Role.SUPERVISOR], "Profile looked at"), (NAMES[Role.SUPERVISOR], "Profile saved"),
    ]  # fmt: skip
    filters.record.click()
    assert len(audit_of(screen)) > 2


def test_the_log_is_opened_once_and_not_with_every_change_of_a_list(
    open_screen: Opener, supervisor: Session
) -> None:
    screen = open_screen(supervisor, AUDIT)
    opened = [act for _who, act in audit_of(screen)].count("Audit log read")
    choose(screen.audit.filters.what, "person.saved")
    choose(screen.audit.filters.what, None)
    screen.reload()
    assert [act for _who, act in audit_of(screen)].count("Audit log read") == opened == 1
    screen.tabs.setCurrentIndex(SETTINGS)
    screen.tabs.setCurrentIndex(AUDIT)
    assert [act for _who, act in audit_of(screen)].count("Audit log read") == 2


def test_half_a_word_in_a_list_does_not_empty_the_log(
    open_screen: Opener, supervisor: Session
) -> None:
    screen = open_screen(supervisor, AUDIT)
    before = audit_of(screen)
    type_text(screen.audit.filters.what.line, "Prof")
    assert audit_of(screen) == before
    assert before


def test_a_log_whose_end_went_is_told_when_it_is_verified(
    open_screen: Opener, supervisor: Session
) -> None:
    with supervisor.vault.transaction() as db:
        keep_secret(db, "audit_head_at_hub", f"99 {'0' * 64}")
    screen = open_screen(supervisor, AUDIT)
    screen.audit.verify.click()
    assert "line 99 went to headquarters" in screen.audit.bar.text()


def audit_of(screen: OfficeScreen) -> list[tuple[str, str]]:
    model = screen.audit.model
    rows = range(model.rowCount())
    return [(str(model.index(r, 2).data()), str(model.index(r, 3).data())) for r in rows]


def test_the_log_says_who_did_what_and_that_it_was_opened(
    open_screen: Opener, supervisor: Session
) -> None:
    screen = open_screen(supervisor, AUDIT)
    assert audit_of(screen)[0] == ("Salimata Keita", "Audit log read")
    assert ("Salimata Keita", "Colleague added") in audit_of(screen)


def test_the_log_is_read_only_when_somebody_looks_at_it(
    open_screen: Opener, supervisor: Session
) -> None:
    screen = open_screen(supervisor, SETTINGS)
    screen.reload()
    assert all(line.act != "audit.read" for line in users.audit_lines(supervisor)[1:])


def test_the_log_is_filtered_by_colleague_and_by_act(open_screen: Opener, sign_in: SignIn) -> None:
    sign_in(Role.COUNSELLOR)
    screen = open_screen(sign_in(Role.SUPERVISOR), AUDIT)
    everything = len(audit_of(screen))
    type_text(screen.audit.text, "ndiaye")
    assert {who for who, _act in audit_of(screen)} == {"Cheikh Ndiaye"}
    screen.audit.text.clear()
    type_text(screen.audit.text, "colleague added")
    assert {act for _who, act in audit_of(screen)} == {"Colleague added"}
    assert 0 < len(audit_of(screen)) < everything


def test_older_lines_come_by_the_button_until_there_are_no_more(
    open_screen: Opener, supervisor: Session
) -> None:
    for number in range(501):
        with supervisor.act(Act.SETTINGS_CHANGED, str(number)):
            pass
    screen = open_screen(supervisor, AUDIT)
    assert len(audit_of(screen)) == 500
    assert screen.audit.older.isEnabled()
    screen.audit.older.click()
    newest = users.audit_lines(supervisor)[0].seq - 1
    assert len(audit_of(screen)) == newest
    assert not screen.audit.older.isEnabled()
    assert screen.audit.older.accessibleDescription() == "These are all lines."


def test_verifying_finds_a_whole_chain_whole_and_names_the_altered_line(
    open_screen: Opener, supervisor: Session
) -> None:
    for number in range(4):
        with supervisor.act(Act.SETTINGS_CHANGED, str(number)):
            pass
    screen = open_screen(supervisor, AUDIT)
    screen.audit.verify.click()
    assert screen.audit.bar.text().startswith("The chain is whole")
    line = users.audit_lines(supervisor)[2].seq
    _tamper(
        supervisor,
        "DROP TRIGGER audit_is_append_only_update",
        f"UPDATE audit SET act = 'person.saved' WHERE seq = {line}",
    )
    screen.audit.verify.click()
    assert screen.audit.bar.text().startswith(f"Line {line} was altered")


# ---------------------------------------------------------------------------- programmes, settings


def test_programmes_show_every_ceiling_with_its_source_and_what_nobody_has_published(
    open_screen: Opener, supervisor: Session
) -> None:
    tab = open_screen(supervisor, PROGRAMMES).programmes
    for pack in supervisor.packs.values():
        assert pack.short_name.en in words_on(tab)
        tab.list.select(pack.id)
        assert pack.name.en in words_on(tab)
    tab.list.select("eurp")
    shown = words_on(tab)
    assert "2,000.00\u00a0EUR" in shown
    assert "no public amount" in shown
    assert "to be confirmed by the office" in shown


def test_settings_are_saved_and_hold_at_the_next_sign_in(
    open_screen: Opener, sign_in: SignIn
) -> None:
    screen = open_screen(sign_in(Role.SUPERVISOR), SETTINGS)
    form = screen.settings.form
    form["phone"].set_value("+224 622 00 11 22")
    form["minutes_to_lock"].buttons["10"].click()
    form["document_language"].buttons["en"].click()
    screen.settings.save.click()
    assert screen.settings.bar.text().startswith("Saved.")
    office = sign_in(Role.SUPERVISOR).office
    assert (office.phone, office.minutes_to_lock) == ("+224 622 00 11 22", 10)
    assert (office.document_language, office.code) == ("en", "GN")


def test_an_office_without_a_name_is_not_saved(open_screen: Opener, sign_in: SignIn) -> None:
    screen = open_screen(sign_in(Role.SUPERVISOR), SETTINGS)
    screen.settings.form["name"].set_value("")
    screen.settings.save.click()
    assert set(screen.settings.form.summary.links) == {"name"}
    assert sign_in(Role.SUPERVISOR).office.name == "Centre d’accueil de Conakry"


# ---------------------------------------------------------------------------- one's own passphrase


def type_passphrases(tab: PassphraseTab, old: str, new: str, again: str) -> None:
    for name, text in (("old", old), ("passphrase", new), ("again", again)):
        tab.form[name].set_value(text)


def opens(
    folder: Path, session: Session, passphrase: str, packs: Mapping[str, Pack], clock: FixedClock
) -> bool:
    try:
        again = users.sign_in(
            folder, session.user.id, passphrase, packs, bounds=CHEAP_BOUNDS, clock=clock
        )
    except WrongPassphrase:
        return False
    again.vault.close()
    return True


def test_the_new_passphrase_opens_the_vault_and_the_old_one_does_not_any_more(
    open_screen: Opener,
    counsellor: Session,
    fresh_office: Path,
    packs: Mapping[str, Pack],
    clock: FixedClock,
) -> None:
    tab = open_screen(counsellor, PASSPHRASE).passphrase
    old = PASSPHRASES[Role.COUNSELLOR]
    type_passphrases(tab, old, NEW_PASSPHRASE, NEW_PASSPHRASE)
    tab.change.click()
    assert tab.bar.text().startswith("Your passphrase is changed.")
    assert [tab.form[name].value() for name in ("old", "passphrase", "again")] == ["", "", ""]
    users.lock(counsellor)
    assert opens(fresh_office, counsellor, NEW_PASSPHRASE, packs, clock)
    assert not opens(fresh_office, counsellor, old, packs, clock)


@pytest.mark.parametrize(
    ("old", "new", "again", "place"),
    [
        ("not my passphrase at all", NEW_PASSPHRASE, NEW_PASSPHRASE, "old"),
        (PASSPHRASES[Role.COUNSELLOR], "password1234", "password1234", "passphrase"),
        (PASSPHRASES[Role.COUNSELLOR], NEW_PASSPHRASE, NEW_PASSPHRASE + "s", "again"),
        ("", NEW_PASSPHRASE, NEW_PASSPHRASE, "old"),
    ],
)
def test_a_wrong_weak_or_mistyped_passphrase_changes_nothing(
    open_screen: Opener,
    counsellor: Session,
    fresh_office: Path,
    packs: Mapping[str, Pack],
    clock: FixedClock,
    old: str,
    new: str,
    again: str,
    place: str,
) -> None:
    tab = open_screen(counsellor, PASSPHRASE).passphrase
    type_passphrases(tab, old, new, again)
    tab.change.click()
    assert set(tab.form.summary.links) == {place}
    assert tab.change.isEnabled()
    assert tab.busy.isHidden()
    users.lock(counsellor)
    assert opens(fresh_office, counsellor, PASSPHRASES[Role.COUNSELLOR], packs, clock)


def test_a_suggested_passphrase_has_to_be_typed_once_more_from_paper(
    open_screen: Opener, counsellor: Session
) -> None:
    tab = open_screen(counsellor, PASSPHRASE).passphrase
    tab.form["old"].set_value(PASSPHRASES[Role.COUNSELLOR])
    tab.suggestion.make_up()
    assert tab.form["passphrase"].value() == tab.suggestion.words.text() != ""
    tab.change.click()
    assert set(tab.form.summary.links) == {"again"}


def test_while_the_keys_are_derived_the_button_waits(qtbot: QtBot, counsellor: Session) -> None:
    tasks = LateTasks()
    tab = PassphraseTab(counsellor, tasks)
    qtbot.addWidget(tab)
    tab.show()
    type_passphrases(tab, PASSPHRASES[Role.COUNSELLOR], NEW_PASSPHRASE, NEW_PASSPHRASE)
    press(tab.form["again"].line, "Ctrl+Return")
    assert not tab.change.isEnabled()
    assert tab.busy.isVisible()
    tasks.run_all()
    assert tab.change.isEnabled()
    assert tab.busy.isHidden()
    assert tasks.errors == []


def test_a_passphrase_does_not_wait_on_a_tab_that_nobody_sees(
    open_screen: Opener, counsellor: Session
) -> None:
    screen = open_screen(counsellor, PASSPHRASE)
    type_passphrases(screen.passphrase, "a", "b", "c")
    screen.tabs.setCurrentIndex(PROGRAMMES)
    assert screen.passphrase.form["old"].value() == ""


# ---------------------------------------------------------------------------- roles, words


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_who_may_only_look_reads_why(open_screen: Opener, sign_in: SignIn, role: Role) -> None:
    session = sign_in(role)
    screen = open_screen(session)
    assert full_names(screen)
    assert screen.people.add.accessibleDescription() == "Only a supervisor adds colleagues."
    assert not screen.people.add.isEnabled()
    screen.tabs.setCurrentIndex(AUDIT)
    assert screen.audit.forbidden.isVisible()
    assert audit_of(screen) == []
    screen.tabs.setCurrentIndex(SETTINGS)
    assert screen.settings.against.isVisible()
    assert not screen.settings.save.isEnabled()
    assert screen.settings.form["name"].line.isReadOnly()
    with session.read() as db:
        assert db.execute("SELECT count(*) FROM audit WHERE act = 'audit.read'").fetchone()[0] == 0


@pytest.mark.parametrize("tab", [PEOPLE, AUDIT, BACKUP, PROGRAMMES, SETTINGS, PASSPHRASE])
def test_every_word_follows_the_language_and_comes_back(
    open_screen: Opener,
    supervisor: Session,
    screen_language: Language,
    tmp_path: Path,
    tab: int,
) -> None:
    screen = open_screen(supervisor, tab)
    office = supervisor.office
    data = {*NAMES.values(), "desk S", "desk R", "desk C", office.name, office.address}
    data |= {"English", "French"}  # the made-up language has no names for languages
    data |= {line.record[:8] for line in users.audit_lines(supervisor)}
    data |= {text for text in words_on(screen) if text.endswith(("EUR", "TND"))}
    forgotten = forgotten_by_a_switch(screen, screen_language, tmp_path / "fr", data)
    of_packs = Untranslated(supervisor.packs)  # texts of programmes, countries and figures
    assert {text for text in forgotten if of_packs.rest(text)} == set()


def test_the_page_to_add_colleagues_follows_the_language_too(
    open_screen: Opener, supervisor: Session, screen_language: Language, tmp_path: Path
) -> None:
    screen = open_screen(supervisor)
    words = adding_page(screen).suggestion.words.text()
    data = {*NAMES.values(), "desk S", "desk R", "desk C", words}
    assert forgotten_by_a_switch(screen.people, screen_language, tmp_path / "fr", data) == set()


def test_the_log_of_another_role_is_not_even_asked_for(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks
) -> None:
    tab = AuditTab(clerk, tasks)
    qtbot.addWidget(tab)
    tab.reload()
    assert tasks.errors == []
    assert tab.model.rowCount() == 0
