"""The look is readable: contrast of everything that is drawn, fonts, sizes, light and dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.buttons import Button, IconButton, Kind
from ui.cards import Chip
from ui.fields.choice import Choice, Option
from ui.fields.text_edit import TextLine
from ui.icons import NAMES, icon, pixmap
from ui.resources import resource
from ui.style import base_font, dress, palette_of, row_height, tokens_of
from ui.tokens import DARK, LIGHT, Text, Tokens, Tone, contrast, drawn_pairs, mixed

PAIRS = [
    pytest.param(fore, back, least, id=f"{name}: {what}")
    for name, tokens in (("light", LIGHT), ("dark", DARK))
    for what, fore, back, least in drawn_pairs(tokens)
]


@pytest.mark.parametrize(("fore", "back", "least"), PAIRS)
def test_everything_drawn_can_be_read(fore: str, back: str, least: float) -> None:
    assert contrast(fore, back) >= least


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert contrast("#AEB7C0", "#FFFFFF") < 4.5  # the control: a pair that would be refused


def test_mixing_nothing_or_all_gives_the_colours_themselves() -> None:
    assert mixed("#123456", "#FFFFFF", 1) == "#123456"
    assert mixed("#123456", "#FFFFFF", 0) == "#FFFFFF"


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_palette_of_qt_has_the_same_colours(tokens: Tokens) -> None:
    palette = palette_of(tokens)
    pairs = [
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
        (QPalette.ColorRole.Link, QPalette.ColorRole.Base),
    ]
    for fore, back in pairs:
        assert contrast(palette.color(fore).name(), palette.color(back).name()) >= 4.5
    assert tokens_of(palette) is tokens


def test_the_font_is_the_one_that_comes_along() -> None:
    assert QFontInfo(base_font()).family() == "Noto Sans"


def test_dark_and_back_changes_what_is_drawn(dressed: QApplication, qtbot: QtBot) -> None:
    button = Button(Kind.PLAIN, "lock")
    button.set_text("Lock")
    qtbot.addWidget(button)
    button.show()
    light = button.grab().toImage()
    dress(dressed, dark=True)
    assert tokens_of(button) is DARK
    dark = button.grab().toImage()
    middle = light.rect().center()
    assert light.pixelColor(3, middle.y()).lightness() > 200
    assert dark.pixelColor(3, middle.y()).lightness() < 80
    dress(dressed, dark=False)
    assert button.grab().toImage() == light


@pytest.mark.parametrize(
    ("scale", "touch", "least"), [(1, False, 32), (1.5, False, 32), (1, True, 40)]
)
def test_everything_that_is_pressed_is_high_enough(
    dressed: QApplication, qtbot: QtBot, scale: float, touch: bool, least: int
) -> None:
    dress(dressed, dark=False, scale=scale, touch=touch)
    choice = Choice(lambda: [Option("a", "One"), Option("b", "Two")])
    named = Button(Kind.PRIMARY, key="Ctrl+Return")
    named.set_text("Save Œ")
    for widget in (named, IconButton("lock"), choice, TextLine()):
        qtbot.addWidget(widget)
        widget.show()
        assert widget.sizeHint().height() >= least
        assert widget.height() >= widget.fontMetrics().height() + 4
    assert row_height(choice) >= 32


def test_larger_text_makes_rows_and_buttons_larger(dressed: QApplication, qtbot: QtBot) -> None:
    button = Button()
    button.set_text("Save")
    chip = Chip("lock", Tone.SEALED, "sealed")
    for widget in (button, chip):
        qtbot.addWidget(widget)
        widget.show()
    before = button.sizeHint(), chip.sizeHint(), row_height(button)
    dress(dressed, dark=False, scale=1.5)
    assert button.sizeHint().height() > before[0].height()
    assert chip.sizeHint().width() > before[1].width()
    assert row_height(button) > before[2]


def test_every_icon_is_drawn_in_the_colour_asked_for() -> None:
    for name in NAMES:
        picture = pixmap(name, "#FF0000").toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() > 200
        }
        assert colours <= {"#ff0000", "#fe0000"}, name
        assert colours, name
    assert not icon("lock", Tone.SEALED).isNull()


def test_an_unknown_icon_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        pixmap("no-such-icon", "#000000")


def test_the_icons_licence_is_there() -> None:
    assert "ISC License" in resource("licences", "lucide.txt").read_text(encoding="utf-8")


def test_kinds_of_text_have_sizes() -> None:
    assert {kind.value for kind in Text} >= {"title", "section", "body", "label", "secondary"}
