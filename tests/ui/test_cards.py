"""Chips, stages, balances and compared values: readable in grey, in large text, and aloud."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from intake_app import i18n
from intake_app.values import Money
from tests.ui.typing import press
from ui.balance_bar import BalanceBar
from ui.cards import Card, ChipRow, KeyValues, LinkLabel, OldNew
from ui.plain import PlainLabel
from ui.stage_bar import Stage, StageBar, StageState
from ui.style import dress
from ui.tokens import Text, Tone


def grey(widget: QWidget) -> QImage:
    """The widget as a bad printer shows it."""
    picture = widget.grab().toImage()
    return picture.convertToFormat(QImage.Format.Format_Grayscale8)


def test_chips_break_their_line_where_it_is_narrow(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    row = ChipRow()
    column = QVBoxLayout(place)
    column.addWidget(row)
    column.addStretch(1)
    place.resize(600, 200)
    place.show()
    row.set_chips([("lock", Tone.SEALED, "sealed note"), ("clock", Tone.DANGER, "due in 6 days")])
    QApplication.processEvents()
    assert row.chips[0].y() == row.chips[1].y()
    assert row.chips[0].accessibleName() == "sealed note"
    place.resize(170, 200)
    QApplication.processEvents()
    assert row.chips[0].y() < row.chips[1].y()
    assert row.height() >= row.chips[0].height() * 2


def test_a_chip_that_jumps_can_be_pressed_and_the_others_cannot(qtbot: QtBot) -> None:
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_chips([("clock", Tone.DANGER, "due", "plan"), ("lock", Tone.SEALED, "sealed")])
    row.show()
    with qtbot.waitSignal(row.chosen) as told:
        press(row.chips[0], "Return")
    assert told.args == ["plan"]
    assert row.chips[1].focusPolicy() == Qt.FocusPolicy.NoFocus


def test_refilling_chips_and_values_leaves_nothing_behind(qtbot: QtBot) -> None:
    row, values, compared = ChipRow(), KeyValues(2), OldNew()
    for widget in (row, values, compared):
        qtbot.addWidget(widget)
        widget.show()
    for _time in range(3):
        row.set_chips([("lock", Tone.SEALED, "sealed")])
        values.set_rows([("Born", "1990"), ("Phone", "")])
        compared.set_rows(("Here", "There"), [("Born", "1990", "1991"), ("Sex", "f", "f")])
        QApplication.sendPostedEvents(None, 52)  # QEvent::DeferredDelete
    assert len(row.chips) == 1
    assert [label.text() for label in values.findChildren(PlainLabel)] == [
        "Born", "1990", "Phone", "–",
    ]  # fmt: skip
    texts = [label.text() for label in compared.findChildren(PlainLabel)]
    assert texts.count("→") == 1
    assert texts.count("=") == 1
    assert compared.findChildren(PlainLabel)[5].property("text_kind") == Text.STRONG
    row.set_chips([])
    assert not row.isVisible()


def test_a_link_can_be_pressed_by_key(qtbot: QtBot) -> None:
    link = LinkLabel("Given names: Please fill this in.")
    qtbot.addWidget(link)
    for keys in ("Return", "Space"):
        with qtbot.waitSignal(link.chosen):
            press(link, keys)


STAGES = ("notice", "arrival", "assessment", "plan", "approval", "services", "closure")


def stages(state: StageState) -> list[Stage]:
    return [Stage(name, name, state, state.value) for name in STAGES]


def test_every_state_of_a_stage_has_its_own_shape_in_grey(qtbot: QtBot) -> None:
    bar = StageBar()
    qtbot.addWidget(bar)
    bar.resize(900, 60)
    bar.show()
    pictures = []
    for state in StageState:
        bar.set_stages([Stage("a", "a", state)])
        pictures.append(grey(bar))
    for place, picture in enumerate(pictures):
        assert picture not in pictures[:place]


def test_the_stage_bar_says_where_the_case_is(qtbot: QtBot) -> None:
    bar = StageBar()
    qtbot.addWidget(bar)
    bar.set_stages(stages(StageState.AHEAD))
    assert bar.accessibleName().startswith("notice: ahead, arrival: ahead")
    wide = bar.sizeHint().width()
    assert bar.minimumSizeHint().width() < wide / 2
    for width in (wide, bar.minimumSizeHint().width()):
        bar.resize(width, 60)
        assert not bar.grab().isNull()


EUR = "EUR"


def amounts(bar: BalanceBar, planned: str, paid: str = "0") -> None:
    bar.set_amounts("EURP", Money.of("2000", EUR), Money.of(planned, EUR), Money.of(paid, EUR))


def test_a_balance_is_said_in_figures(qtbot: QtBot) -> None:
    bar = BalanceBar()
    qtbot.addWidget(bar)
    amounts(bar, "760", "300")
    said = bar.accessibleName().replace("\u00a0", " ")
    assert said == (
        "EURP: 1,240.00 EUR left, 760.00 EUR planned, of it 300.00 EUR paid, of 2,000.00 EUR"
    )
    amounts(bar, "2120")
    assert "120.00 EUR over the ceiling" in bar.accessibleName().replace("\u00a0", " ")


def test_paid_planned_and_too_much_differ_in_grey(qtbot: QtBot) -> None:
    bar = BalanceBar()
    qtbot.addWidget(bar)
    bar.resize(400, 60)
    bar.show()
    pictures = []
    for planned, paid in (("0", "0"), ("500", "0"), ("500", "500"), ("2500", "0")):
        amounts(bar, planned, paid)
        pictures.append(grey(bar))
    for place, picture in enumerate(pictures):
        assert picture not in pictures[:place]


def test_a_balance_follows_the_language(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = BalanceBar()
    qtbot.addWidget(bar)
    amounts(bar, "760")
    monkeypatch.setattr("ui.balance_bar.language", lambda: "fr")
    bar.retranslate()
    assert "240,00" in bar.accessibleName()
    assert i18n.language() == "en"


def test_bars_grow_with_the_text(dressed: QApplication, qtbot: QtBot) -> None:
    bar, line, card = BalanceBar(), StageBar(), Card()
    amounts(bar, "760")
    line.set_stages(stages(StageState.DONE))
    for widget in (bar, line):
        card.body.addWidget(widget)
    qtbot.addWidget(card)
    card.show()
    before = bar.sizeHint().height(), line.sizeHint().height()
    dress(dressed, dark=False, scale=1.5)
    assert bar.sizeHint().height() > before[0]
    assert line.sizeHint().height() > before[1]
