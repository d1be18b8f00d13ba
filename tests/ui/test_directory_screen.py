"""The service directory: found quickly, changed safely, and honest about what was verified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.referrals import service as referrals
from intake_app.referrals.directory import STALE
from intake_app.referrals.model import Provider
from intake_app.session import Session
from tests.conftest import SignIn
from tests.factories import TODAY, a_provider
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.language import Language
from ui.referrals.directory_screen import DirectoryScreen
from ui.referrals.provider_form import ProviderForm
from ui.referrals.services_import import ServicesImport


@dataclass
class Opener:
    """Opens the screen for a session, as the window does."""

    qtbot: QtBot
    tasks: DirectTasks
    messages: ScriptedMessages

    def __call__(self, session: Session) -> DirectoryScreen:
        screen = DirectoryScreen(session, self.tasks, self.messages)
        self.qtbot.addWidget(screen)
        self.tasks.changed.connect(screen.reload)
        screen.resize(1150, 640)
        screen.show()
        screen.reload()
        return screen


@pytest.fixture
def open_screen(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Opener:
    return Opener(qtbot, tasks, messages)


@pytest.fixture
def training(counsellor: Session) -> Provider:
    """A training centre that nobody has verified."""
    return referrals.save_provider(counsellor, a_provider(area="Conakry", languages="soussou"))


def shown_names(screen: DirectoryScreen) -> list[str]:
    model = screen.list.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def open_form(screen: DirectoryScreen) -> ProviderForm:
    assert isinstance(screen.page, ProviderForm)
    return screen.page


def test_an_empty_directory_offers_to_add_the_first_service(
    open_screen: Opener, counsellor: Session
) -> None:
    screen = open_screen(counsellor)
    assert screen.nothing.isVisible()
    assert "No service here yet." in " ".join(words_on(screen.nothing))
    screen.nothing.action.click()
    assert open_form(screen).isVisible()


def test_a_service_is_typed_in_saved_and_shown(
    open_screen: Opener, counsellor: Session, qtbot: QtBot
) -> None:
    screen = open_screen(counsellor)
    screen.add.click()
    form = open_form(screen).form
    type_text(form["name"], "Écoute et accueil de Ratoma")
    type_text(form["sector"].line, "psychos")
    press(form["sector"].line, "Return")
    type_text(form["phone"], "+224 622 00 11 22")
    type_text(form["verified_on"].line, "today")
    press(form["area"].line, "Ctrl+Return")
    qtbot.waitUntil(lambda: screen.page is None)
    (saved,) = referrals.providers(counsellor)
    assert (saved.name, saved.sector) == ("Écoute et accueil de Ratoma", "psychosocial")
    assert (saved.verified_on, saved.active) == (TODAY.isoformat(), True)
    assert screen.page is None
    assert shown_names(screen) == [saved.name]
    assert saved.phone in words_on(screen.preview)
    assert screen.bar.text() == f"{saved.name} is in the directory."


def test_what_is_missing_is_said_in_the_form_and_what_was_typed_stays(
    open_screen: Opener, counsellor: Session, qtbot: QtBot
) -> None:
    screen = open_screen(counsellor)
    screen.add.click()
    page = open_form(screen)
    form = page.form
    type_text(form["phone"], "622 00 11 22")
    type_text(form["verified_on"].line, "31/12/2099")
    page.save.click()
    assert set(form.summary.links) == {"name", "sector", "verified_on"}
    assert form["phone"].value() == "622 00 11 22"
    assert referrals.providers(counsellor) == []
    name = form.field("name")
    qtbot.waitUntil(lambda: name.height() >= name.sizeHint().height())  # nothing is squeezed
    assert name.editor.height() >= name.editor.sizeHint().height()


def test_a_service_is_changed_and_closed_and_the_list_says_so(
    open_screen: Opener, counsellor: Session, training: Provider
) -> None:
    screen = open_screen(counsellor)
    press(screen.list.table, "Return")
    form = open_form(screen).form
    form["cost"].set_value("free of charge")
    form["closed"].box.click()
    open_form(screen).save.click()
    (changed,) = referrals.providers(counsellor)
    assert changed == replace(
        training, cost="free of charge", active=False, revision=training.revision + 1
    )
    assert str(screen.list.model.index(0, 3).data()) == "closed"
    assert "Closed" in words_on(screen.preview)


@pytest.mark.parametrize("leave", [True, False])
def test_leaving_a_changed_form_asks_first(
    open_screen: Opener,
    counsellor: Session,
    training: Provider,
    messages: ScriptedMessages,
    leave: bool,
) -> None:
    screen = open_screen(counsellor)
    screen.preview.edit.click()
    type_text(open_form(screen).form["name"], "!")
    messages.answers = [leave]
    open_form(screen).back.click()
    assert messages.asked == ["Leave without saving?"]
    assert (screen.page is None) == leave
    assert referrals.providers(counsellor) == [training]


def test_leaving_an_unchanged_form_asks_nothing(
    open_screen: Opener, counsellor: Session, training: Provider
) -> None:
    screen = open_screen(counsellor)
    screen.preview.edit.click()
    assert screen.may_leave()
    open_form(screen).back.click()
    assert screen.page is None
    assert shown_names(screen) == [training.name]


def test_verifying_today_is_one_press(
    open_screen: Opener, counsellor: Session, training: Provider
) -> None:
    screen = open_screen(counsellor)
    assert str(screen.list.model.index(0, 3).data()) == "never"
    screen.preview.verify.click()
    (verified,) = referrals.providers(counsellor)
    assert verified.verified_on == TODAY.isoformat()
    assert verified.id == training.id
    assert not screen.preview.verify.isEnabled()
    assert screen.preview.verify.accessibleDescription() == "This was verified today."


def test_the_list_is_filtered_by_kind_by_verification_and_while_typing(
    open_screen: Opener, counsellor: Session, training: Provider, qtbot: QtBot
) -> None:
    health = a_provider(name="Centre de santé", sector="health", verified_on="2026-05-01")
    referrals.save_provider(counsellor, health)
    screen = open_screen(counsellor)
    assert shown_names(screen) == ["Centre de formation Kaloum", "Centre de santé"]
    screen.list.filters.select("health")
    assert shown_names(screen) == ["Centre de santé"]
    screen.list.filters.select(STALE)
    assert shown_names(screen) == [training.name]
    screen.list.filters.select("all")
    type_text(screen.list.text, "SANTE")  # neither case nor accents matter
    qtbot.waitUntil(lambda: shown_names(screen) == ["Centre de santé"])
    type_text(screen.list.text, "x")
    qtbot.waitUntil(lambda: shown_names(screen) == [])
    assert screen.nothing.isHidden()
    assert "No service fits." in " ".join(words_on(screen.empty))


def test_the_partners_of_a_programme_are_taken_over_once(
    open_screen: Opener, counsellor: Session
) -> None:
    tunis = replace(counsellor, office=replace(counsellor.office, country="TN"))
    screen = open_screen(tunis)
    entries = screen.from_pack.menu().actions()
    expected = [pack for pack in tunis.packs.values() if pack.partners_in("TN")]
    assert len(entries) == len(expected) >= 1
    entries[-1].trigger()
    known = referrals.providers(tunis)
    assert known
    assert all(not provider.verified_on for provider in known)
    assert screen.bar.text().startswith(f"{len(known)} partners were added.")
    entries[-1].trigger()
    assert referrals.providers(tunis) == known
    assert screen.bar.text() == "All partners of this programme are in the directory already."


def test_where_no_programme_names_partners_the_button_says_so(
    open_screen: Opener, counsellor: Session
) -> None:
    nowhere = replace(counsellor, office=replace(counsellor.office, country="IS"))
    screen = open_screen(nowhere)
    assert not screen.from_pack.isEnabled()
    assert "Iceland" in screen.from_pack.accessibleDescription()


def test_reception_reads_the_directory_and_is_told_who_keeps_it(
    open_screen: Opener, sign_in: SignIn, training: Provider
) -> None:
    screen = open_screen(sign_in(Role.RECEPTION))
    reason = "Counsellors and supervisors keep the directory."
    for button in (screen.add, screen.from_pack, screen.preview.edit, screen.preview.verify):
        assert not button.isEnabled()
        assert button.accessibleDescription() == reason
    press(screen.list.table, "Return")
    assert screen.page is None
    assert screen.bar.text() == reason
    assert shown_names(screen) == [training.name]


def test_every_word_follows_the_language_and_comes_back(
    open_screen: Opener,
    counsellor: Session,
    training: Provider,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    screen = open_screen(counsellor)
    packs = counsellor.packs.values()
    sectors = {sector.name.en for pack in packs for sector in pack.sectors}
    data = {training.name, training.area, training.languages, "Ctrl+E", *sectors}
    data |= {f"{sector}, 1" for sector in sectors} | {pack.name.en for pack in packs}
    assert forgotten_by_a_switch(screen, screen_language, tmp_path / "list", data) == set()
    screen.add.click()
    assert forgotten_by_a_switch(screen, screen_language, tmp_path / "form", data) == set()


def test_a_list_is_imported_after_one_has_looked_at_it(
    open_screen: Opener, counsellor: Session, tmp_path: Path
) -> None:
    screen = open_screen(counsellor)
    path = tmp_path / "services.csv"
    path.write_text("name,sector,area\nOne,alchemy,\nTwo,health,Kindia\n", encoding="utf-8")
    screen.from_list.click()
    page = screen.page
    assert isinstance(page, ServicesImport)
    page.open_file(path)
    assert not page.start.isEnabled()
    assert "This kind of help is not known." in str(page.list.model.index(0, 2).data())
    path.write_text("name,sector,area\nOne,job,\nTwo,health,Kindia\n", encoding="utf-8")
    page.open_file(path)
    assert page.found.text() == "2 services will be added."
    assert referrals.providers(counsellor) == []
    page.start.click()
    assert screen.page is None
    assert shown_names(screen) == ["One", "Two"]
    assert screen.bar.text().startswith("2 services were added.")
