"""Every text of every screen is translated, and follows a live switch there and back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake_app import search
from intake_app.cases.consent import Purpose, spoken_text
from intake_app.i18n import LANGUAGES
from intake_app.instruments.shipped import questionnaires
from intake_app.packs.model import Pack
from intake_app.places.shipped import VERSION, countries, level_names
from intake_app.screening.factors import factors
from intake_app.session import Session
from intake_app.values import MINOR_UNITS
from intake_app.vault.vault import logins_of
from tests.core.places_kit import ROWS as PLACE_ROWS
from tests.core.surveys_kit import CHOICES, LINES, SETTINGS
from tests.pseudo import CLOSING, OPENING, pseudo_language
from tests.ui.double_scenes import WRITTEN
from tests.ui.every_screen import (
    WALK_SECONDS,
    MakeDesk,
    every_screen,
    make_desk,
    vaults,
)
from tests.ui.profile_scenes import ANSWERS, ON_PAPER
from tests.ui.scene_props import HUB_NAME, LISTED, TYPED, WRONG
from tests.ui.shown_desk import settle
from ui.cases import draft_keeper
from ui.crash import CrashWindow
from ui.decision import Decision
from ui.fields import message_bar
from ui.help.pages import PAGES, title_of
from ui.people import person_draft
from ui.plain import PlainLabel, tooltip
from ui.resources import resource

__all__ = ["make_desk", "vaults"]

Seen = tuple[str, str, str]
"""The class of the widget, which of its texts, and the text."""

MOST_ROWS = 20
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


# ---------------------------------------------------------------------------- what can be read


def texts_on(root: QWidget) -> list[Seen]:
    """Every text that can be seen, hovered or heard on a window, in a fixed order."""
    found = [("Window", "title", root.windowTitle())]
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible():
            found += [(type(widget).__name__, what, text) for what, text in _texts_of(widget)]
    return [(kind, what, text) for kind, what, text in found if text.strip()]


def _texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tooltip", _unmarked(widget.toolTip())
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", re.sub("&(.)", r"\1", widget.text())
    if isinstance(widget, QGroupBox):
        yield "title", widget.title()
    if isinstance(widget, QPushButton) and widget.menu():
        yield from (("menu", action.text()) for action in widget.menu().actions())
    if isinstance(widget, QLineEdit):
        yield "placeholder", widget.placeholderText()
        if widget.echoMode() is QLineEdit.EchoMode.Normal:
            yield "text", widget.text()
    if isinstance(widget, QPlainTextEdit):
        yield "placeholder", widget.placeholderText()
    if isinstance(widget, QTabWidget):
        for place in range(widget.count()):
            yield "tab", widget.tabText(place)
            yield "tab tooltip", widget.tabToolTip(place)
    if isinstance(widget, QComboBox):
        yield from (("item", widget.itemText(place)) for place in range(widget.count()))
    if isinstance(widget, QAbstractItemView):
        yield from _cells(widget)


def _unmarked(rich: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", " ", rich))


def _cells(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    is_table = isinstance(view, QTableView)  # a list's model keeps its columns private
    for column in range(model.columnCount(QModelIndex()) if is_table else 1):
        if is_table:
            yield "header", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(QModelIndex()), MOST_ROWS)):
            index = model.index(row, column)
            yield from (("cell", str(model.data(index, role) or "")) for role in _ROLES)


# ---------------------------------------------------------------------------- what is data

_CODE = re.compile(r"[a-z_]+")
"""How states and kinds are stored: never a reason to let a text on the screen pass."""
_KEYS = re.compile(r"\b(?:(?:Ctrl|Alt|Shift)\+)+[^\s)]+|\b(?:Enter|Esc|F\d+|Tab)\b")
_FIGURES = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b|\w*\d\w*|\b[0-9a-f]{8}\b|\b[A-ZÀ-Ý]\b")
"""Reply codes, amounts, dates, case numbers, the beginnings of ids, and the letter of a sex."""
_PATHS = re.compile(r"(?:^|(?<=\s))/[\w./-]+")
_QT = {"Scroll Left", "Scroll Right"}
"""Qt's own buttons in a row of tabs; in French its own catalogue translates them."""


class Untranslated:
    """What stays the same in every language: the vault, the packs, CLDR, keys and figures."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._known: dict[str, None] = {}
        for code in ("en", *LANGUAGES):
            own_name = Locale(code).get_display_name(code) or code
            self.add((code.upper(), own_name, own_name.capitalize()))
        self.add({*_QT, *MINOR_UNITS, *TYPED, HUB_NAME, "offices.csv", "PDF", "Pseudo", "Total"})
        self.add(str(cell) for row in (*LISTED, WRONG, *PLACE_ROWS) for cell in row if cell)
        self.add((VERSION, *_strings([level_names(country) for country in countries()])))
        self.add(spoken_text(purpose, code) for purpose in Purpose for code in LANGUAGES)
        self.add(_strings(packs))
        self.add(_strings(factors()))
        self.add(text for text in _strings(questionnaires()) if not _CODE.fullmatch(text))
        self.add(_strings((LINES, CHOICES, SETTINGS, "Example", "survey", "geopoint")))
        self.add(title_of(key) for key in PAGES)  # the help is written in whole pages
        english = Locale("en", "GB")
        self.add(str(name) for name in english.territories.values())
        self.add(str(name) for name in english.languages.values())
        for width in ("wide", "abbreviated"):
            self.add(str(name) for name in english.months["format"][width].values())
        with resource("sample", "notes.csv").open(encoding="utf-8", newline="") as file:
            self.add(
                text
                for row in csv.DictReader(file)
                for key, text in row.items()
                if key in ("text", "correction", "reason")
            )
        self.add(text for text in _strings(ANSWERS) if not _CODE.fullmatch(text))
        self.add(ON_PAPER)
        self.add(text for text in WRITTEN if not _CODE.fullmatch(text))
        self._words = set(resource("passphrases", "en.txt").read_text("utf-8").split())

    def add(self, texts: Iterable[str]) -> None:
        """These are data. The longest is taken out of a text first."""
        new = {text.strip(): None for text in texts if text.strip()}
        self._known = dict.fromkeys(sorted({**self._known, **new}, key=len, reverse=True))

    def add_vault(self, session: Session) -> None:
        """Every text that somebody typed into this vault; states and kinds are codes."""
        self.add(login.label for login in logins_of(session.vault.folder))
        self.add((session.vault.folder.name, str(session.vault.folder)))
        lines = search.find(session, search.Question(), 500)
        self.add(line.display_name for line in lines)
        with session.read() as db:
            for table in _TABLES:
                for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own names
                    values = [row[key] for key in row.keys()]  # noqa: SIM118 - a Row is no dict
                    self.add(text for text in _strings(values) if not _CODE.fullmatch(text))

    def rest(self, text: str) -> str:
        """What is left of a text without its translated parts and without data."""
        rest = _KEYS.sub(" ", _PATHS.sub(" ", outside_marks(text)))
        for known in self._known:
            if known in rest:
                rest = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", rest)
        words = re.findall(r"[^\W\d_]+", _FIGURES.sub(" ", rest))
        passphrase = len(words) > 3 and set(words) <= self._words
        return "" if passphrase else " ".join(words)


_TABLES = (
    "office_setting", "staff", "household", "person", "identity_document", "consent", "case_file",
    "plan", "grant_request", "decision", "provider", "referral", "office_rule", "kept_until",
    "correction", "breach", "complaint", "arrival", "expected_person", "screening", "emergency",
    "attached_file", "given_item", "same_person", "office_amount", "conference",
    "conference_matter", "assessment", "progress", "dossier", "follow_up", "closure",
    "imported_pack", "survey", "child_entry",
)  # fmt: skip


def _strings(value: Any) -> Iterator[str]:
    """Every text in nested records; the text of a JSON body part by part."""
    if isinstance(value, str):
        yield value
        yield from (part for part in re.findall(r'"((?:[^"\\]|\\.)*)"', value))
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _strings(part))
    elif isinstance(value, list | tuple | Set):
        yield from (text for part in value for text in _strings(part))
    elif is_dataclass(value):
        yield from (t for f in fields(value) for t in _strings(getattr(value, f.name)))


def outside_marks(text: str) -> str:
    """The text without ``⟦…⟧``, which may stand inside each other; a cut end ends with the text."""
    kept, depth = [], 0
    for letter in text:
        depth += letter == OPENING
        if not depth:
            kept.append(letter)
        depth -= letter == CLOSING and depth > 0
    return "".join(kept)


# ---------------------------------------------------------------------------- the tests

_READ_AT = (
    "10-cases", "20-case-profile", "30-approvals", "38-retention-due", "39-corrections",
    "61-case-follow-up-made", "64-case-closed-follow-ups", "64-case-closed",
    "39-breach-log", "39-complaints", "50-arrivals", "40-reception-cases-empty", "50-grants-board",
    "53-conferences", "57-assessments-empty", "57-assessments", "58-plan-compared",
)  # fmt: skip
"""Where the walk comes to a vault, or to what somebody wrote into it since."""


@pytest.fixture
def standing_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fades, counts or is kept between two looks: what differs is the language."""
    an_hour = 3_600_000
    monkeypatch.setattr("ui.desk.DUE_AFTER_MS", an_hour)
    monkeypatch.setattr(message_bar, "FADE_AFTER_MS", an_hour)
    monkeypatch.setattr(draft_keeper, "PAUSE_MS", an_hour)
    monkeypatch.setattr(person_draft, "PAUSE_MS", an_hour)


@pytest.mark.usefixtures("standing_still")
@pytest.mark.timeout(WALK_SECONDS)
def test_every_text_is_translated_and_follows_a_live_switch_there_and_back(
    make_desk: MakeDesk, packs: Mapping[str, Pack], qapp: QApplication, tmp_path: Path
) -> None:
    qapp.setStyleSheet("")  # half the time; words need no look
    texts: dict[Seen, str] = {}
    forgotten: dict[Seen, str] = {}
    changed: dict[str, set[Seen]] = {}
    data = Untranslated(packs)
    with pseudo_language(tmp_path / "locales"):
        desk = make_desk()
        desk.language.switch("pseudo")
        for name, widget in every_screen(desk):
            if desk.window.session is not None and name in _READ_AT:
                data.add_vault(desk.window.session)
            before = texts_on(widget)
            new = [seen for seen in before if seen not in texts]
            texts.update(dict.fromkeys(new, name))
            if not new or isinstance(widget, Decision | CrashWindow):
                continue  # modal: nobody switches the language behind a question
            desk.language.switch("en")
            settle()
            forgotten.update(
                {
                    (kind, what, text): name
                    for kind, what, text in texts_on(widget)
                    if OPENING in text
                }
            )
            desk.language.switch("pseudo")
            settle()
            changed[name] = set(before) ^ set(texts_on(widget))
    left = {f"{name}: {seen}" for seen, name in texts.items() if data.rest(seen[2])}
    assert not left, "\n".join(sorted(left))
    assert not forgotten, "\n".join(f"{name}: {seen}" for seen, name in forgotten.items())
    assert not {name: seen for name, seen in changed.items() if seen}
    assert len(texts) > 1000  # the walk has seen something


def test_the_control_finds_a_text_that_is_not_translated(
    qtbot: QtBot, packs: Mapping[str, Pack]
) -> None:
    data = Untranslated(packs)
    page = QWidget()
    qtbot.addWidget(page)
    label, button = PlainLabel(), QPushButton("12 files · ⟦Öpéñ ~⟧ (Ctrl+O)")
    label.setText("Destroy the card")
    tooltip(button, "⟦Śàvé ~⟧")
    column = QVBoxLayout(page)
    column.addWidget(label)
    column.addWidget(button)
    page.show()
    left = {text: data.rest(text) for _kind, _what, text in texts_on(page)}
    assert left["Destroy the card"] == "Destroy the card"
    assert left["12 files · ⟦Öpéñ ~⟧ (Ctrl+O)"] == "files"
    assert data.rest("⟦one ⟦two ~⟧ three ~⟧, 12/05/2026, France, 1,240.00 EUR") == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [("⟦a⟧ b ⟦c⟧", " b "), ("⟦a ⟦b⟧ c⟧d", "d"), ("x⟦cut off", "x"), ("a⟧", "a⟧")],
)
def test_marks_may_stand_inside_each_other_and_be_cut_off(text: str, rest: str) -> None:
    assert outside_marks(text) == rest
