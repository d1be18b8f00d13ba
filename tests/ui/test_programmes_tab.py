"""Programmes in the office: everything to read, and amounts that a supervisor enters."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.packs.overlay import OfficePacks
from intake_app.programmes import service as programmes
from intake_app.programmes.service import Place
from intake_app.session import Session
from intake_app.values import Money
from tests.conftest import SignIn
from tests.core.test_packs_rules import RULES, VILLAGE
from tests.core.test_programmes import MEDICAL, RETURN, ceiling
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.tab_kit import cells
from ui.language import Language
from ui.programmes.import_form import ImportForm
from ui.programmes.programmes_tab import ProgrammesTab

Open = Callable[..., ProgrammesTab]


@pytest.fixture
def open_tab(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Open:
    """The tab as the office shows it, with one programme chosen."""

    def opened(session: Session, pack: str = "eurp") -> ProgrammesTab:
        tab = ProgrammesTab(session, tasks, messages)
        qtbot.addWidget(tab)
        tasks.changed.connect(tab.reload)
        tab.resize(1150, 640)
        tab.show()
        tab.reload()
        tab.list.select(pack)
        return tab

    return opened


def enter(tab: ProgrammesTab, place: Place, amount: str, reason: str) -> None:
    """Through the pencil and the form, as a supervisor does."""
    tab.sheet.pencils[place].click()
    assert tab.page is not None
    tab.page.form["amount"].line.setText(amount)
    tab.page.form["reason"].set_value(reason)
    tab.page.submit()


def said_on(part: QWidget) -> str:
    return "\n".join(words_on(part))


def to_confirm(tab: ProgrammesTab, programme: str) -> str:
    """What the list says about the amounts that the office must confirm."""
    model = tab.list.model()
    rows = {model.index(n, 0).data(): model.index(n, 1).data() for n in range(model.rowCount())}
    return str(rows[programme] or "")


def test_every_rule_of_a_programme_can_be_read(
    open_tab: Open, supervisor: Session, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(VILLAGE, tmp_path / "packs" / "village"))
    text = (folder / "pack.toml").read_text(encoding="utf-8")
    text = text.replace('form = "in_kind"', 'form = "in_kind"\nnot_with = ["village.care", "x2.y"]')
    (folder / "pack.toml").write_text(text + RULES, encoding="utf-8")
    pack = load_packs(folder.parent)["village"]
    with_village = object.__new__(Session)
    with_village.__dict__.update(vars(supervisor), packs=OfficePacks({"village": pack}))
    shown = said_on(open_tab(with_village, "village"))
    for said in (
        "Village scheme", "version 2026.1", "The office has to confirm 2 amounts.",
        "300,000\u00a0XOF to 500,000\u00a0XOF", "A leaflet of the tests, 2024",
        "no public amount", "to be confirmed by the office",
        "not together with Care (Village), x2.y", "within 90 days of arrival", "once only",
        "Voluntary return: the whole family · Starter cash, Shop · Economic · anew every 6 months",
        "800,000\u00a0XOF", "2 quotes of suppliers are needed from", "50,000\u00a0XOF",
        "check by a supervisor → committee → delivery → verification visit", "Council of elders",
        "Mobile money, Cash",
        "80 %: Contract signed · 20 %: Visit (3 months after approval)",
        "20 days after arrival", "Identity card", "Sea / Land", "Boats", "before departure",
        "The mission, from the beginning", "The village, from 1 January 2027", "Shops open",
        "months 1, 3 after arrival, 7 days earlier or later", "Nothing yet:",
    ):  # fmt: skip
        assert said in shown, said


def test_a_supervisor_enters_what_no_source_gives(open_tab: Open, supervisor: Session) -> None:
    tab = open_tab(supervisor)
    assert to_confirm(tab, "EURP") == "1"
    version = supervisor.packs["eurp"].version
    enter(tab, MEDICAL, "450,50", "Letter of 4 May 2026")
    assert tab.page is None
    assert tab.bar.text().startswith("Entered: Medical support")
    assert to_confirm(tab, "EURP") == ""
    assert ceiling(supervisor.packs["eurp"], "medical_support") == Money(45_050, "EUR")
    shown = said_on(tab.sheet)
    assert f"version {version}+1" in shown
    assert "entered by the office, 2026" in shown
    assert "no public amount → 450.50\u00a0EUR, for 2026" in shown
    assert f"12 May 2026, Salimata Keita, version {version}+1: Letter of 4 May 2026" in shown
    assert "to be confirmed by the office" not in shown


def test_a_mistake_stays_beside_what_was_typed(open_tab: Open, supervisor: Session) -> None:
    tab = open_tab(supervisor)
    enter(tab, RETURN, "2000", "Circular 12")
    assert tab.page is not None
    assert set(tab.page.form.summary.links) == {"amount"}
    assert "This amount holds already." in said_on(tab.page)
    assert tab.page.form["reason"].value() == "Circular 12"
    assert programmes.history(supervisor) == []
    tab.page.form["amount"].line.setText("2100")
    tab.page.submit()
    assert ceiling(supervisor.packs["eurp"], "post_return") == Money(210_000, "EUR")


def test_the_figure_of_the_pack_is_given_back(open_tab: Open, supervisor: Session) -> None:
    tab = open_tab(supervisor)
    tab.sheet.pencils[RETURN].click()
    assert tab.page is not None
    assert "What to do" not in said_on(tab.page)  # nothing of the office stands there yet
    tab.page.closed.emit()
    enter(tab, RETURN, "2100", "Circular 12")
    tab.sheet.pencils[RETURN].click()
    assert tab.page is not None
    tab.page.what.buttons["back"].click()
    tab.page.form["reason"].set_value("Typed into the wrong line")
    tab.page.submit()
    assert ceiling(supervisor.packs["eurp"], "post_return") == Money(200_000, "EUR")
    assert "2,100.00\u00a0EUR → the figure of the pack again" in said_on(tab.sheet)


def test_what_is_typed_is_not_lost_without_asking(
    open_tab: Open, supervisor: Session, messages: ScriptedMessages
) -> None:
    tab = open_tab(supervisor)
    tab.sheet.pencils[MEDICAL].click()
    assert tab.page is not None
    assert tab.may_leave()
    tab.page.form["reason"].set_value("Letter")
    tab.page.form["reason"].edited.emit()
    messages.answers = [False]
    assert not tab.may_leave()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_others_read_and_have_no_pencil(open_tab: Open, sign_in: SignIn, role: Role) -> None:
    tab = open_tab(sign_in(role))
    assert tab.sheet.pencils == {}
    shown = said_on(tab.sheet)
    assert "2,000.00\u00a0EUR" in shown
    assert "The pencil" not in shown


def test_the_sheet_follows_the_language(
    open_tab: Open, supervisor: Session, screen_language: Language
) -> None:
    tab = open_tab(supervisor, "tounesna")
    assert "Economic grant" in said_on(tab.sheet)
    screen_language.switch("fr")
    shown = said_on(tab.sheet)
    assert "Prime économique" in shown
    assert "Economic grant" not in shown


# ---------------------------------------------------------------------------- importing


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder with the next version of EURP, and one with a programme full of mistakes."""
    folder = Path(shutil.copytree(packs_folder() / "eurp", tmp_path / "stick" / "eurp"))
    for name, old, new in (
        ("pack.toml", 'version = "2026', 'version = "2027'),
        ("ceilings.csv", ",2000,", ",2100,"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    broken = Path(shutil.copytree(VILLAGE, tmp_path / "stick" / "village"))
    (broken / "offices.csv").write_text("code\nTUN\n", encoding="utf-8")
    return folder.parent


def rows_of(form: ImportForm) -> list[list[str]]:
    return cells(form.list)


def test_a_new_version_is_looked_at_and_imported(
    open_tab: Open, sign_in: SignIn, stick: Path, messages: ScriptedMessages
) -> None:
    session = sign_in(Role.SUPERVISOR)
    tab = open_tab(session, "tounesna")
    messages.answers = [stick / "eurp"]
    tab.bring.menu().actions()[0].trigger()
    form = tab.page
    assert isinstance(form, ImportForm)
    changed = [row for row in rows_of(form) if "2,100" in row[3]]
    assert changed, "what is different is shown"
    assert all("2,000" in row[2] and row[0] == "Packages and ceilings" for row in changed)
    assert "instead of" in form.found.text()
    form.submit()
    assert form.form.field("reason").mistake(), "it says on what it is based"
    form.form["reason"].set_value("Letter of Frontex, 4 May 2026")
    form.submit()
    assert "in use in version 2027" in tab.bar.text()
    assert session.packs["eurp"].version.startswith("2027")
    shown = said_on(tab.sheet)
    assert "Letter of Frontex" in shown
    assert "version 2027" in shown


def test_mistakes_are_listed_with_file_and_line_and_copied(
    open_tab: Open, supervisor: Session, stick: Path
) -> None:
    tab = open_tab(supervisor)
    tab.open_programme(stick / "village")
    form = tab.page
    assert isinstance(form, ImportForm)
    assert ["offices.csv", "1"] in [row[:2] for row in rows_of(form)]
    assert not form.save.isEnabled()
    form.submit()
    assert tab.page is form, "nothing is imported"
    form.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("offices.csv line 1: expected the columns")
    form.leave()
    tab.open_programme(stick)  # a folder with folders in it
    assert tab.page is None
    assert "pack.toml" in tab.bar.text()


def test_an_older_version_says_at_once_that_it_is_none(open_tab: Open, supervisor: Session) -> None:
    tab = open_tab(supervisor)
    tab.open_programme(packs_folder() / "eurp")
    assert isinstance(tab.page, ImportForm)
    assert "has to be newer" in tab.page.found.text()
    assert not tab.page.save.isEnabled()
    assert rows_of(tab.page) == [], "it is the version in use"


def test_only_a_supervisor_may_import(open_tab: Open, sign_in: SignIn) -> None:
    assert not open_tab(sign_in(Role.COUNSELLOR)).bring.isEnabled()
    assert open_tab(sign_in(Role.SUPERVISOR)).bring.isEnabled(), "control"
