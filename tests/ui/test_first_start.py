"""The first start: an office is founded step by step, and mistakes stay where they were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.custody import service as custody
from intake_app.packs.model import Pack
from intake_app.users import service as users
from intake_app.vault.passphrase import passphrase_problem
from tests.conftest import CHEAP, CHEAP_BOUNDS, PASSPHRASES
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.custody.sheet_panel import SheetPanel
from ui.language import Language
from ui.plain import plain
from ui.sign_in.first_start_wizard import FirstStartWizard
from ui.sign_in.folder_page import folder_problem, suggested_folder
from ui.sign_in.passphrase_field import strength
from ui.tokens import Tone

OFFICE = {
    "name": "Centre d’accueil de Conakry",
    "code": "GN",
    "country": "GN",
    "address": "Rue KA 020, Kaloum",
    "default_pack": "eurp",
}


def type_back(panel: SheetPanel) -> None:
    """Read the two groups from the paper and put the key in."""
    assert panel.key is not None
    groups = panel.key.groups()
    for place, name in panel.fields():
        panel.form[name].set_value(groups[place])
    panel.submit()


class Starter:
    """Makes wizards and closes the vaults that they found."""

    def __init__(self, qtbot: QtBot, messages: ScriptedMessages, packs: Mapping[str, Pack]) -> None:
        self._qtbot, self._messages, self._packs = qtbot, messages, packs
        self.wizards: list[FirstStartWizard] = []

    def __call__(self, tasks: DirectTasks) -> FirstStartWizard:
        wizard = FirstStartWizard(
            self._packs,
            tasks,
            self._messages,
            found=partial(users.found_office, cost=CHEAP, bounds=CHEAP_BOUNDS),
            add=partial(users.add_user, cost=CHEAP),
        )
        self._qtbot.addWidget(wizard)
        wizard.show()
        self.wizards.append(wizard)
        return wizard


@pytest.fixture
def starter(
    qtbot: QtBot, messages: ScriptedMessages, packs: Mapping[str, Pack]
) -> Iterator[Starter]:
    start = Starter(qtbot, messages, packs)
    yield start
    for wizard in start.wizards:
        if wizard.session is not None:
            wizard.session.vault.close()


@pytest.fixture
def wizard(starter: Starter, tasks: DirectTasks) -> FirstStartWizard:
    return starter(tasks)


def at_office(wizard: FirstStartWizard) -> None:
    wizard.welcome.make.click()
    wizard.office.form.set_values(OFFICE)


def at_supervisor(wizard: FirstStartWizard) -> None:
    at_office(wizard)
    wizard.go_on()
    passphrase = PASSPHRASES[Role.SUPERVISOR]
    wizard.supervisor.form.set_values(
        {"full_name": "Salimata Keita", "label": "SK", "passphrase": passphrase}
    )
    wizard.supervisor.form["again"].set_value(passphrase)


def at_recovery(wizard: FirstStartWizard, folder: Path) -> None:
    at_supervisor(wizard)
    wizard.go_on()
    wizard.place.form["folder"].set_value(folder)
    wizard.go_on()
    assert wizard.page() is wizard.recovery


def at_colleagues(wizard: FirstStartWizard, folder: Path) -> None:
    at_recovery(wizard, folder)
    type_back(wizard.recovery.panel)
    assert wizard.page() is wizard.colleagues


def mistakes(wizard: FirstStartWizard, page: str) -> dict[str, str]:
    form = getattr(wizard, page).form
    found = {key: form.field(key).mistake() for key in form.values()}
    return {key: sentence for key, sentence in found.items() if sentence}


def test_an_office_is_founded_and_its_supervisor_is_signed_in(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    at_colleagues(wizard, tmp_path / "vault")
    with qtbot.waitSignal(wizard.founded) as signal:
        wizard.go_on()
    assert signal.args is not None
    session = signal.args[0]
    assert session.role is Role.SUPERVISOR
    assert (session.full_name, session.user.label) == ("Salimata Keita", "SK")
    assert (session.office.code, session.office.default_pack) == ("GN", "eurp")
    assert users.looks_like_vault(tmp_path / "vault")


def test_a_whole_step_needs_the_keyboard_only(wizard: FirstStartWizard) -> None:
    wizard.setFocus()
    assert wizard.focusWidget() is wizard.welcome.make
    press(wizard.welcome.make, "Return")
    assert wizard.page() is wizard.office
    form = wizard.office.form
    type_text(form["name"].line, OFFICE["name"])
    press(form["name"].line, "Return")
    focus = wizard.focusWidget()
    assert focus is not None
    assert form["country"].isAncestorOf(focus)
    form["country"].set_value("TN")
    form["country"].edited.emit()
    assert form["code"].value() == "TN"
    assert form["default_pack"].value() == "tounesna"
    press(form["code"].line, "Ctrl+Return")
    assert wizard.page() is wizard.supervisor
    press(wizard.supervisor.form["full_name"].line, "Escape")
    assert wizard.page() is wizard.office
    assert form["name"].value() == OFFICE["name"]


@pytest.mark.parametrize(("country", "programme"), [("TN", "tounesna"), ("MA", "anapec")])
def test_a_country_suggests_its_own_scheme_before_others_of_one_country(
    wizard: FirstStartWizard, country: str, programme: str
) -> None:
    # OFII's pack is for Tunisia alone too, and WAFIRA's for Morocco
    wizard.welcome.make.click()
    wizard.office.form["country"].set_value(country)
    wizard.office.form["country"].edited.emit()
    assert wizard.office.form["default_pack"].value() == programme


def test_what_the_country_suggests_never_replaces_what_was_typed(
    wizard: FirstStartWizard,
) -> None:
    at_office(wizard)
    wizard.office.form["country"].set_value("TN")
    wizard.office.form["country"].edited.emit()
    assert wizard.office.form["code"].value() == "GN"
    assert wizard.office.form["default_pack"].value() == "eurp"


def test_the_code_is_written_in_capitals(wizard: FirstStartWizard) -> None:
    wizard.welcome.make.click()
    type_text(wizard.office.form["code"].line, "gn1")
    assert wizard.office.form["code"].value() == "GN1"


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("code", "G"), ("code", "1G"), ("country", None)]
)
def test_a_mistake_about_the_office_stands_under_its_field(
    wizard: FirstStartWizard, field: str, value: str | None
) -> None:
    at_office(wizard)
    wizard.office.form[field].set_value(value)
    wizard.go_on()
    assert wizard.page() is wizard.office
    assert set(mistakes(wizard, "office")) == {field}


def test_a_weak_passphrase_and_a_different_repetition_are_refused(
    wizard: FirstStartWizard,
) -> None:
    at_supervisor(wizard)
    form = wizard.supervisor.form
    form["passphrase"].set_value("password1234")
    form["again"].set_value("password1234")
    wizard.go_on()
    assert set(mistakes(wizard, "supervisor")) == {"passphrase"}
    form["passphrase"].set_value(PASSPHRASES[Role.SUPERVISOR])
    wizard.go_on()
    assert set(mistakes(wizard, "supervisor")) == {"again"}
    form["again"].set_value(PASSPHRASES[Role.SUPERVISOR])
    wizard.go_on()
    assert wizard.page() is wizard.place


def test_a_suggested_passphrase_is_strong_shown_and_must_still_be_typed_again(
    wizard: FirstStartWizard,
) -> None:
    at_supervisor(wizard)
    page = wizard.supervisor
    page.suggestion.suggest.click()
    first = page.suggestion.words.text()
    page.suggestion.another.click()
    words = page.suggestion.words.text()
    assert words != first
    assert passphrase_problem(words) is None
    assert page.form["passphrase"].value() == words
    assert page.form["again"].value() == ""
    assert page.suggestion.words.isVisible()


@pytest.mark.parametrize(
    ("passphrase", "tone"),
    [
        ("", Tone.NEUTRAL),
        ("password", Tone.DANGER),
        ("blue tractor hill", Tone.WARNING),
        (PASSPHRASES[Role.SUPERVISOR], Tone.SUCCESS),
    ],
)
def test_the_strength_has_a_word_and_an_icon(passphrase: str, tone: Tone) -> None:
    icon, found, word = strength(passphrase)
    assert found is tone
    assert icon
    assert bool(word) is bool(passphrase)


def test_only_a_new_or_empty_folder_that_can_be_written_is_taken(
    tmp_path: Path, template_office: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("…")
    (tmp_path / "empty").mkdir()
    good = [tmp_path / "new", tmp_path / "empty", tmp_path / "far" / "away"]
    bad = [
        tmp_path / "full",
        tmp_path / "full" / "letter.txt",
        tmp_path / "full" / "letter.txt" / "below",
        template_office,
        Path("relative"),
    ]
    assert [folder_problem(folder) for folder in good] == [None] * len(good)
    assert all(folder_problem(folder) for folder in bad)


def test_choosing_a_full_folder_proposes_a_new_one_inside(
    wizard: FirstStartWizard, messages: ScriptedMessages, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("…")
    at_supervisor(wizard)
    wizard.go_on()
    messages.answers = [tmp_path]
    wizard.place.form["folder"].choose.click()
    assert wizard.place.folder() == tmp_path / "intake-desk"
    (tmp_path / "intake-desk").mkdir()
    (tmp_path / "intake-desk" / "other").mkdir()
    assert suggested_folder(tmp_path) == tmp_path / "intake-desk-2"


def test_a_folder_that_fills_up_meanwhile_is_said_at_its_field(
    wizard: FirstStartWizard, starter: Starter, tmp_path: Path
) -> None:
    late = LateTasks()
    wizard = starter(late)
    at_supervisor(wizard)
    wizard.go_on()
    wizard.place.form["folder"].set_value(tmp_path / "vault")
    wizard.go_on()
    assert wizard.place.busy.isVisible()
    assert not wizard.next.isEnabled()
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "letter.txt").write_text("…")
    late.run_all()
    assert wizard.page() is wizard.place
    assert set(mistakes(wizard, "place")) == {"folder"}
    assert wizard.next.isEnabled()
    assert wizard.office.form["name"].value() == OFFICE["name"]
    assert late.errors == []


def test_nothing_of_the_passphrase_stays_once_the_vault_is_made(
    wizard: FirstStartWizard, tmp_path: Path
) -> None:
    at_colleagues(wizard, tmp_path / "vault")
    assert PASSPHRASES[Role.SUPERVISOR] not in " ".join(words_on(wizard))
    assert wizard.supervisor.form["passphrase"].value() == ""
    press(wizard.colleagues.form["full_name"].line, "Escape")
    assert wizard.page() is wizard.colleagues


def test_the_recovery_key_is_shown_typed_back_and_then_gone_from_the_screen(
    wizard: FirstStartWizard, tmp_path: Path
) -> None:
    at_recovery(wizard, tmp_path / "vault")
    assert wizard.session is not None
    panel = wizard.recovery.panel
    assert panel.key is not None
    groups = panel.key.groups()
    assert set(groups) <= set(words_on(panel))
    assert not custody.recovery_state(wizard.session).number
    assert not wizard.next.isVisible()
    panel.form["first"].set_value("ABCD")
    panel.form["second"].set_value(groups[panel._asked[1]].lower())
    panel.submit()
    assert wizard.page() is wizard.recovery
    assert set(panel.form.summary.links) == {"first"}
    type_back(panel)
    assert wizard.page() is wizard.colleagues
    assert panel.key is None
    assert not set(groups) & set(words_on(panel))
    assert custody.recovery_state(wizard.session).is_good


def test_the_recovery_key_can_wait_but_never_unnoticed(
    wizard: FirstStartWizard, messages: ScriptedMessages, tmp_path: Path
) -> None:
    at_recovery(wizard, tmp_path / "vault")
    messages.answers = [False]
    wizard.later.click()
    assert wizard.page() is wizard.recovery
    assert wizard.recovery.panel.key is not None
    messages.answers = [True]
    wizard.later.click()
    assert wizard.page() is wizard.colleagues
    assert messages.asked == ["Go on without a recovery key?"] * 2
    assert wizard.session is not None
    assert wizard.recovery.panel.key is None
    assert not custody.recovery_state(wizard.session).number


def test_clerk_and_counsellor_are_added_with_passphrases_that_open_the_vault(
    wizard: FirstStartWizard, packs: Mapping[str, Pack], tmp_path: Path
) -> None:
    at_colleagues(wizard, tmp_path / "vault")
    page = wizard.colleagues
    for name, label in (("Ramata Bah", "desk 1"), ("Cheikh Ndiaye", "desk 2")):
        page.form["full_name"].set_value(name)
        page.form["label"].set_value(label)
        press(page.form["label"].line, "Ctrl+Return")
    roles = [member.role for member, _passphrase in page.added]
    assert roles == [Role.RECEPTION, Role.COUNSELLOR]
    shown = " ".join(words_on(page))
    assert all(passphrase in shown for _member, passphrase in page.added)
    assert wizard.session is not None
    wizard.session.vault.close()
    for member, passphrase in page.added:
        session = users.sign_in(
            tmp_path / "vault", member.id, passphrase, packs, bounds=CHEAP_BOUNDS
        )
        assert session.full_name == member.full_name
        session.vault.close()


def test_a_sign_in_name_cannot_be_given_twice(wizard: FirstStartWizard, tmp_path: Path) -> None:
    at_colleagues(wizard, tmp_path / "vault")
    page = wizard.colleagues
    page.form["full_name"].set_value("Ramata Bah")
    page.form["label"].set_value("sk")
    page.submit()
    assert page.added == []
    assert set(mistakes(wizard, "colleagues")) == {"label"}
    assert page.form["full_name"].value() == "Ramata Bah"


def test_a_colleague_that_was_begun_is_not_dropped_without_asking(
    qtbot: QtBot, wizard: FirstStartWizard, messages: ScriptedMessages, tmp_path: Path
) -> None:
    at_colleagues(wizard, tmp_path / "vault")
    wizard.colleagues.form["full_name"].set_value("Ramata Bah")
    messages.answers = [False]
    with qtbot.assertNotEmitted(wizard.founded):
        wizard.go_on()
    messages.answers = [True]
    with qtbot.waitSignal(wizard.founded):
        wizard.go_on()


def test_an_office_that_has_a_vault_opens_it(
    qtbot: QtBot,
    wizard: FirstStartWizard,
    messages: ScriptedMessages,
    template_office: Path,
    tmp_path: Path,
) -> None:
    messages.answers = [tmp_path]
    with qtbot.assertNotEmitted(wizard.other_vault_chosen):
        wizard.welcome.open.click()
    assert wizard.welcome.bar.text()
    messages.answers = [template_office]
    with qtbot.waitSignal(wizard.other_vault_chosen) as signal:
        wizard.welcome.open.click()
    assert signal.args == [template_office]


def test_every_word_follows_a_switch_of_the_language(
    wizard: FirstStartWizard, screen_language: Language, tmp_path: Path, packs: Mapping[str, Pack]
) -> None:
    at_colleagues(wizard, tmp_path / "vault")
    page = wizard.colleagues
    page.form["full_name"].set_value("Ramata Bah")
    page.form["label"].set_value("desk 1")
    page.submit()
    data = {"EN", "FR", "English", "Français", "French", "Guinea", "Salimata Keita"}
    data |= {plain("English"), plain("Français"), "SK", f"{OFFICE['name']} (GN)", *OFFICE.values()}
    data |= {"Salimata Keita (SK)", page.suggestion.words.text(), str(tmp_path / "vault")}
    data |= {pack.label.en for pack in packs.values()} | {"Alt+Left"}
    assert forgotten_by_a_switch(wizard, screen_language, tmp_path / "pseudo", data) == set()
