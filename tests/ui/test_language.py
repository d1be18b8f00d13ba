"""The language switches while the program runs, in every open and hidden window, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QStackedWidget, QVBoxLayout
from pytestqt.qtbot import QtBot

from intake_app import i18n
from ui.fields.date_edit import PartialDateEdit
from ui.fields.form import Form
from ui.fields.text_edit import TextLine
from ui.language import Language
from ui.plain import PlainLabel
from ui.screen import Screen

WORDS = {
    "Cancel": "Annuler",
    "Please fill this in.": "Veuillez répondre.",
    "about {year}": "vers {year}",
    "Family name": "Nom de famille",
}


@pytest.fixture(autouse=True)
def small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A French catalogue of a few words, so that these tests do not depend on the real one."""
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="fr")
    for english, french in WORDS.items():
        catalogue.add(english, french)
    with (folder / "intake.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "_locales_folder", lambda: tmp_path)
    i18n.texts.cache_clear()
    yield
    i18n.texts.cache_clear()


class Page(Screen):
    """A page with one text."""

    def __init__(self) -> None:
        super().__init__()
        self.label = PlainLabel()
        QVBoxLayout(self).addWidget(self.label)
        self.retranslate()

    def retranslate(self) -> None:
        self.label.setText(i18n._("Family name"))


def test_pages_follow_also_hidden_ones_and_back(qtbot: QtBot, screen_language: Language) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    pages = [Page(), Page()]
    for page in pages:
        stack.addWidget(page)
    stack.show()
    for code, text in (("fr", "Nom de famille"), ("en", "Family name"), ("fr", "Nom de famille")):
        with qtbot.waitSignal(screen_language.switched):
            screen_language.switch(code)
        assert [page.label.text() for page in pages] == [text, text]


def test_qts_own_buttons_follow(qtbot: QtBot, screen_language: Language) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    cancel = box.button(QDialogButtonBox.StandardButton.Cancel)
    for code, text in (("fr", "Annuler"), ("en", "Cancel"), ("fr", "Annuler"), ("en", "Cancel")):
        screen_language.switch(code)
        assert cancel.text().replace("&", "") == text


def test_the_texts_of_qt_go_whoever_loaded_them(
    qtbot: QtBot, qapp: QApplication, screen_language: Language
) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    cancel = box.button(QDialogButtonBox.StandardButton.Cancel)
    another = Language(qapp)
    another.switch("fr")
    assert cancel.text().replace("&", "") == "Annuler"
    screen_language.switch("en")
    assert cancel.text().replace("&", "") == "Cancel"
    another.deleteLater()


def test_dates_and_numbers_of_qt_follow(screen_language: Language) -> None:
    screen_language.switch("fr")
    assert QLocale().name() == "fr_FR"
    screen_language.switch("en")
    assert QLocale().name() == "en_GB"  # the day before the month, not the American order


def test_a_form_keeps_its_answers_and_mistakes_and_says_them_anew(
    qtbot: QtBot, screen_language: Language
) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.add("family", TextLine(), lambda: i18n._("Family name"), required=True)
    form.add("born", PartialDateEdit(lambda: date(2026, 5, 12)), lambda: "Born")
    form["born"].line.setText("about 1990")
    form["born"].set_value(form["born"].value())
    form.show()
    form.check()
    screen_language.switch("fr")
    assert form.field("family").label.text() == "Nom de famille\u00a0*"
    assert form["family"].line.accessibleName() == "Nom de famille"
    assert form["born"].line.text() == "vers 1990"
    assert "Nom de famille" in form.summary.links["family"].text()
    screen_language.switch("en")
    assert form["born"].line.text() == "about 1990"
    assert form["born"].value().edtf == "1990~"


def test_an_unknown_language_is_refused_and_nothing_changes(screen_language: Language) -> None:
    with pytest.raises(ValueError, match="no catalogue"):
        screen_language.switch("xx")
    assert i18n.language() == "en"
