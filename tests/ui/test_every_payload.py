"""What people typed is only ever text, on every screen, however hostile and however long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake_app import sample, sample_committee, sample_office, sample_screening
from intake_app.packs.model import Pack
from tests.conftest import CHEAP, CHEAP_BOUNDS
from tests.ui.every_screen import WALK_SECONDS, every_screen
from tests.ui.shown_desk import SIZE, Desk, make_empty_office
from ui.cards import Chip
from ui.language import Language
from ui.lists.filter_list import FilterButton
from ui.plain import ElidedLabel, PlainLabel, action_text, shortened, tooltip
from ui.rail import RailButton

PAYLOAD = f'<b>x</b> A & B <img src="/etc/hostname">\n\u202eexe.{"W" * 250}'
"""Markup, an ampersand, a file of this computer, a line break, a reversed text, a long word."""
_MARKUP = re.compile(r"<b>x</b>|<img", re.IGNORECASE)
_LONE = re.compile(r"a & b", re.IGNORECASE)
"""An ampersand that Qt would eat, or take for the letter of a shortcut."""
_PAINTED = (Chip, FilterButton, RailButton)
"""Buttons that draw their words themselves, letter by letter."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "NewOffice": ("name", "address"),
    "NewUser": ("full_name",),
    "Person": (
        "family_name", "given_names", "other_names", "own_script_name", "mother_name",
        "father_name", "phone_as_typed",
    ),
    "IdentityDocument": ("number",),
    "Consent": ("witness", "interpreter", "withhold"),
    "Provider": (
        "name", "area", "contact", "phone", "address", "languages", "cost", "opening",
    ),
    "Goal": ("text",),
    "Activity": ("text", "provider", "responsible"),
    "BudgetLine": ("text",),
    "GrantRequest": ("purpose", "supplier"),
    "Referral": ("reason",),
}  # fmt: skip
"""What the sample caseload is made of, and the texts in it that a person types."""

IN_SCREENING: Mapping[str, tuple[str, ...]] = {
    "ChildFacts": ("caregiver", "caregiver_is", "own_view"),
    "Determinant": ("text", "action"),
}
"""The same of its screenings."""


@pytest.fixture
def hostile_desk(
    monkeypatch: pytest.MonkeyPatch,
    packs: Mapping[str, Pack],
    screen_language: Language,
    tmp_path: Path,
) -> Iterator[Desk]:
    """The sample caseload, but everybody typed the payload into every field."""

    def typed(make: Any, fields: tuple[str, ...]) -> Any:
        return lambda *args, **named: replace(
            make(*args, **named), **dict.fromkeys(fields, PAYLOAD)
        )

    for name, fields in FIELDS.items():
        home = next(one for one in (sample, sample_committee, sample_office) if hasattr(one, name))
        monkeypatch.setattr(home, name, typed(getattr(home, name), fields))
    for name, fields in IN_SCREENING.items():
        made = typed(getattr(sample_screening, name), fields)
        monkeypatch.setattr(sample_screening, name, made)
    today = date.today()
    sample.make_sample(tmp_path / "x", packs, today, cost=CHEAP, bounds=CHEAP_BOUNDS)
    make_empty_office(tmp_path / "empty", packs, cost=CHEAP, bounds=CHEAP_BOUNDS)
    desk = Desk(tmp_path / "x", tmp_path / "empty", packs, screen_language, SIZE, CHEAP_BOUNDS)
    yield desk
    desk.close()


def taken_for_more(root: QWidget) -> Iterator[str]:
    """Where Qt would take a typed text for markup or for a shortcut."""
    for widget in root.findChildren(QWidget):
        kind = type(widget).__name__
        if isinstance(widget, QLabel) and widget.text() and not _is_plain(widget):
            yield f"{kind} shows {widget.text()[:40]!r} as markup"
        if _MARKUP.search(widget.toolTip()):
            yield f"the tooltip of {kind} is markup: {widget.toolTip()[:40]!r}"
        for words in _with_shortcuts(widget):
            if _LONE.search(words):
                yield f"{kind} eats the ampersand of {words[:40]!r}"


def _is_plain(label: QLabel) -> bool:
    return label.textFormat() == Qt.TextFormat.PlainText


def _with_shortcuts(widget: QWidget) -> Iterator[str]:
    """The texts of a widget in which Qt underlines the letter after an ampersand."""
    if isinstance(widget, QAbstractButton) and not isinstance(widget, _PAINTED):
        yield widget.text()
    if isinstance(widget, QLabel) and widget.buddy():
        yield widget.text()
    if isinstance(widget, QPushButton) and widget.menu():
        yield from (action.text() for action in widget.menu().actions())
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))


@pytest.mark.timeout(WALK_SECONDS)
def test_typed_texts_are_only_ever_text_and_push_nothing_aside(hostile_desk: Desk) -> None:
    found: dict[str, str] = {}
    seen = 0
    for name, widget in every_screen(hostile_desk):
        size = (widget.width(), widget.height())
        if widget.width() > SIZE[0] or widget.height() > SIZE[1]:
            found.setdefault(f"the window has grown to {size}", name)
            widget.resize(*SIZE)
        for fault in taken_for_more(widget):
            found.setdefault(fault, name)
        labels = widget.findChildren(QLabel)
        seen += sum(bool(_MARKUP.search(each.text())) for each in labels if each.isVisible())
    assert not found, "\n".join(f"{name}: {fault}" for fault, name in found.items())
    assert seen > 100  # the payload was there to be seen


def test_the_control_finds_labels_tooltips_and_buttons_that_take_a_text_for_more(
    qtbot: QtBot,
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    rich, plain, button = QLabel("<b>x</b>"), PlainLabel(), QPushButton("A & B")
    for widget in (rich, plain, button):
        column.addWidget(widget)
    plain.setText("<b>x</b>")
    plain.setToolTip("<b>x</b>")
    assert [fault.split()[0] for fault in taken_for_more(page)] == ["QLabel", "the", "QPushButton"]
    rich.hide()
    rich.setTextFormat(Qt.TextFormat.PlainText)
    tooltip(plain, "<b>x</b>")
    button.setText(action_text("A & B"))
    assert list(taken_for_more(page)) == []


def test_an_endless_word_breaks_and_is_still_the_same_text(qtbot: QtBot) -> None:
    label = PlainLabel(wrap=True)
    qtbot.addWidget(label)
    label.setText("W" * 300)
    label.resize(label.sizeHint())
    assert label.minimumSizeHint().width() < 200
    assert label.text() == "W" * 300
    mail = "reintegration.counselling.conakry@organisation.example.org"
    label.setText(mail)  # whoever copies an address gets it without a break in it
    assert QLabel.text(label) == mail


def test_a_long_name_on_one_line_ends_in_dots_and_gives_way(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText("Jallow\nEbrima " * 20)
    label.resize(120, label.sizeHint().height())
    label.show()
    assert label.minimumSizeHint().width() < 120
    assert label.height() < 2 * label.fontMetrics().height()
    assert label.is_cut()
    label.resize(label.sizeHint())
    label.setText("Jallow")
    assert not label.is_cut()


def test_a_name_on_a_button_is_shortened() -> None:
    assert shortened("Cheikh  Ndiaye\n") == "Cheikh Ndiaye"
    assert shortened("W" * 40, 10) == "W" * 9 + "…"
