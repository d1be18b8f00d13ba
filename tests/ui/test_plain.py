"""Texts of people are shown letter by letter and never open a file of this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.direct_tasks import DirectTasks
from ui.buttons import Button, IconButton, MenuButton
from ui.cards import Chip, IconLabel, KeyValues, LinkLabel, OldNew, SectionTitle
from ui.crash import CrashWindow
from ui.decision import Decision
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.fields.text_edit import TextBlock, TextLine, Tick
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter, FilterList
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.palette import Hit, Palette
from ui.plain import PlainLabel, action_text, plain, tooltip
from ui.screen import TitleLine
from ui.tokens import Tone


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """A name that is a picture of this computer for whoever takes it for HTML."""
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    file = tmp_path / "secret.png"
    picture.save(str(file))
    return f'<img src="{file}" width=64 height=64> & <b>Diallo</b>'


def red_pixels(widget: QWidget) -> int:
    """How many pixels of pure red the widget shows."""
    picture = widget.grab().toImage()
    return sum(
        picture.pixelColor(x, y).name() == "#ff0000"
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    )


def message_bar(text: str) -> QWidget:
    bar = MessageBar()
    bar.error(text, lambda: text)
    return bar


def progress(text: str) -> QWidget:
    panel = ProgressPanel()
    panel.start(text)
    panel.step(1, 2, text)
    return panel


def decision(text: str) -> QWidget:
    return Decision(None, text, text, Tone.DANGER, label=text)


def button(text: str) -> QWidget:
    made = Button(key="Ctrl+Y")
    made.set_text(text)
    return made


def menu(text: str) -> QWidget:
    made = MenuButton()
    made.set_text(text)
    made.add(lambda: text, lambda: None)
    return made


def key_values(text: str) -> QWidget:
    made = KeyValues()
    made.set_rows([(text, text)])
    return made


def old_new(text: str) -> QWidget:
    made = OldNew()
    made.set_rows((text, text), [(text, text, text)])
    return made


def icon_label(text: str) -> QWidget:
    made = IconLabel()
    made.show_text(text, "info")
    return made


def form(text: str) -> QWidget:
    made = Form()
    made.add_section("one", lambda: text)
    made.add("name", TextLine(placeholder=lambda: text), lambda: text, helper=lambda: text)
    made.add("note", TextBlock(), lambda: text, required=True)
    made.add("tick", Tick(lambda: text), lambda: text)
    made.add("choice", Choice(lambda: [Option("a", text, text)]), lambda: text)
    made.add("many", ManyChoices(lambda: [Option("a", text, text)]), lambda: text)
    made["name"].set_value(text)
    made["note"].set_value(text)
    made.show_problems({"name": text, "elsewhere": text})
    made.resize(700, 900)
    return made


def table(text: str) -> QWidget:
    model: PagedModel[str] = PagedModel(
        DirectTasks(), [Column(lambda: text, str, stretch=True)], str
    )
    made = RowTable(model)
    model.show_rows([text] * 3)
    return made


def filters(text: str) -> QWidget:
    made = FilterList()
    made.set_filters([Filter("a", lambda: text, 3)])
    return made


def title_line(text: str) -> QWidget:
    made = TitleLine()
    made.set_title(text, text)
    return made


WAYS: dict[str, Callable[[str], QWidget]] = {
    "message bar": message_bar,
    "progress": progress,
    "decision": decision,
    "button": button,
    "menu button": menu,
    "key and value": key_values,
    "old and new": old_new,
    "icon label": icon_label,
    "form": form,
    "table": table,
    "filters": filters,
    "title line": title_line,
    "chip": lambda text: Chip("info", Tone.NEUTRAL, text),
    "link": LinkLabel,
    "section title": lambda text: SectionTitle(lambda: text),
    "empty state": lambda text: EmptyState("info", lambda: text, lambda: text),
    "crash window": lambda text: CrashWindow(ValueError(text)),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_to_show_a_text_opens_a_file(qtbot: QtBot, hostile: str, way: str) -> None:
    widget = WAYS[way](hostile)
    qtbot.addWidget(widget)
    widget.resize(max(widget.width(), 400), max(widget.height(), 160))
    widget.show()
    assert red_pixels(widget) == 0
    for label in widget.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_control_shows_that_qt_would_open_it(qtbot: QtBot, hostile: str) -> None:
    label = QLabel(hostile)
    qtbot.addWidget(label)
    label.resize(400, 160)
    label.show()
    assert red_pixels(label) > 100


def test_a_plain_label_shows_exactly_the_text(qtbot: QtBot, hostile: str) -> None:
    label = PlainLabel()
    qtbot.addWidget(label)
    label.setText(hostile)
    assert label.text() == hostile
    assert label.sizeHint().width() > label.fontMetrics().horizontalAdvance("<img src=")


def test_a_tooltip_shows_the_text_and_no_picture(qtbot: QtBot, hostile: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(200, 100)
    widget.show()
    tooltip(widget, hostile)
    QToolTip.showText(QPoint(5, 5), widget.toolTip(), widget)
    tips = [w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel")]
    assert tips
    assert red_pixels(tips[0]) == 0
    assert "&lt;img" in widget.toolTip()
    QToolTip.hideText()
    tooltip(widget, "")
    assert widget.toolTip() == ""


def test_icon_buttons_escape_their_tooltip(qtbot: QtBot) -> None:
    made = IconButton("lock", "Ctrl+L")
    qtbot.addWidget(made)
    made.set_name("<b>Lock</b>")
    assert "<b>" not in made.toolTip()
    assert made.accessibleName() == "<b>Lock</b>"


def test_plain_keeps_line_breaks() -> None:
    assert plain("a < b\nc") == "<span>a &lt; b<br>c</span>"


def test_ampersands_stay(qtbot: QtBot) -> None:
    box = QCheckBox(action_text("Needs & wishes"))
    qtbot.addWidget(box)
    assert box.text() == "Needs && wishes"
    assert QAction(action_text("A & B")).iconText() == "A & B"
    assert QAction("A & B").iconText() != "A & B"  # the control: Qt eats a single one


def test_the_palette_offers_hostile_names_as_text(qtbot: QtBot, hostile: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = QLineEdit(window)
    window.resize(600, 400)
    window.show()
    box.resize(400, 30)
    made = Palette(box, lambda: [], lambda _text, _answer: None)
    made.lines.show_lines([Hit("case", "1", hostile, hostile)])
    made.setGeometry(0, 40, 500, 100)
    made.show()
    assert red_pixels(made) == 0
