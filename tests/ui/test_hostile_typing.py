"""What no paper and no vault can keep is taken out in the field, with a word, and never crashes."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from intake_app.people import service as people
from intake_app.session import Session
from intake_app.values import harmless
from tests.factories import a_person
from ui.fields.text_edit import TextBlock, TextLine

LEFT_OUT = "Some characters cannot be kept and were left out."

HOSTILE = {
    "NUL": ("Fatou\x00 Sow", "Fatou Sow"),
    "escape sequences": ("a\x1b[31mred\x7f", "a[31mred"),
    "a lone surrogate": ("Fa\ud800tou", "Fatou"),
    "a reversed file name": ("cod\u202efdp.exe", "codfdp.exe"),
    "isolates": ("\u2066x\u2069", "x"),
    "a thousand accents": ("e" + "\u0301" * 1000, "\u00e9" + "\u0301" * 9),
}


def paste(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_line_leaves_out_what_cannot_be_kept_and_says_so(name: str, qtbot: QtBot) -> None:
    typed, kept = HOSTILE[name]
    field = TextLine(max_length=5000)
    qtbot.addWidget(field)
    paste(typed)
    field.line.paste()
    assert field.value().replace(" ", "") == kept.replace(" ", "")  # Qt makes spaces of some
    assert field.note() == LEFT_OUT or field.line.text() != typed


@pytest.mark.parametrize("name", HOSTILE)
def test_a_block_leaves_out_what_cannot_be_kept_and_says_so(name: str, qtbot: QtBot) -> None:
    typed, kept = HOSTILE[name]
    field = TextBlock(max_length=5000)
    qtbot.addWidget(field)
    paste(f"one\n{typed}\nthree")
    field.block.paste()
    assert field.value() == f"one\n{kept}\nthree"
    assert field.note() == LEFT_OUT or "\ud800" in typed  # that one Qt does not even paste


def test_control_ordinary_text_of_every_script_stays_and_nothing_is_said(qtbot: QtBot) -> None:
    text = "Éléonore Ọlábísí محمد ፋጡማ ߝߊߕߎߡߊ 𞤊𞤢 e\u0301 漢字"
    line, block = TextLine(), TextBlock()
    qtbot.addWidget(line)
    qtbot.addWidget(block)
    paste(text)
    line.line.paste()
    block.block.paste()
    assert (line.line.text(), block.block.toPlainText()) == (text, text)
    assert (line.note(), block.note()) == ("", "")


@pytest.mark.parametrize("kind", [TextLine, TextBlock])
def test_ten_megabytes_are_cut_at_once_and_it_is_said(
    kind: type[TextLine] | type[TextBlock], qtbot: QtBot
) -> None:
    field = kind(max_length=100)
    qtbot.addWidget(field)
    paste("x" * 10_000_000)
    started = time.monotonic()
    (field.line if isinstance(field, TextLine) else field.block).paste()
    assert time.monotonic() - started < 2
    assert field.value() == "x" * 100
    assert field.note() == "Only 100 characters fit here; the rest was left out."


def test_the_word_about_what_was_left_out_goes_with_the_next_letter(qtbot: QtBot) -> None:
    field = TextLine()
    qtbot.addWidget(field)
    paste("a\u202eb")
    field.line.paste()
    assert field.note() == LEFT_OUT
    qtbot.keyClicks(field.line, "c")
    assert (field.value(), field.note()) == ("abc", "")


def test_pasted_formats_are_dropped(qtbot: QtBot) -> None:
    field = TextBlock()
    qtbot.addWidget(field)
    data = QMimeData()
    data.setHtml('<b>bold</b><img src="file:///etc/hostname">')
    data.setText("bold")
    QGuiApplication.clipboard().setMimeData(data)
    field.block.paste()
    assert field.value() == "bold"


@pytest.mark.parametrize("name", HOSTILE)
def test_the_service_cleans_what_a_screen_let_through(name: str, clerk: Session) -> None:
    typed, _kept = HOSTILE[name]
    saved = people.save_person(clerk, a_person(mother_name=typed, other_names=typed))
    read = people.person(clerk, saved.id)
    assert harmless(read.mother_name) == read.mother_name
    assert len(read.mother_name) <= 12
