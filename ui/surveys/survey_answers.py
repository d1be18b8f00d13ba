"""One filled-in questionnaire to read, with the questions of the version that was asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from intake_app.formats import language_name
from intake_app.i18n import _, language
from intake_app.instruments.answering import Answering, answer_words, said
from intake_app.instruments.model import Item, Kind, filled
from intake_app.surveys.picture import round_words
from intake_app.surveys.service import Taken
from ui.buttons import Button
from ui.buttons import Kind as ButtonKind
from ui.cards import Card, KeyValues, SectionTitle
from ui.flow import clear_layout
from ui.plain import Words
from ui.screen import Screen, TitleLine
from ui.tokens import L, M


class SurveyAnswers(Screen):
    """Signals: ``closed`` the reader goes back."""

    help_page = "surveys"

    def __init__(self, taken: Taken, author: str) -> None:
        super().__init__()
        self._taken, self._author = taken, author
        self.title, self.back = TitleLine(), Button(ButtonKind.QUIET, "arrow-left", "Esc")
        self.title.add(self.back)
        self.area = QScrollArea()
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(2, 2, L, L)
        self._column.setSpacing(L)
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        whole.addWidget(self.title)
        whole.addWidget(self.area, 1)
        self.back.clicked.connect(self.closed)
        self.setFocusProxy(self.back)
        self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The answers by section: its title, then question and answer."""
        survey, form = self._taken.survey, self._taken.instrument.questionnaire
        tongue = language()
        told = dict(said(form, survey.answers, tongue))
        day = survey.answered_on
        assert day is not None
        shown = Answering(form).state(survey.answers, day).shown

        def label(item: Item) -> str:
            return filled(item.label.in_(tongue), told) or item.name

        def answer(item: Item) -> str:
            text = survey.answers.get(item.name, "")
            return answer_words(form, item, text, tongue) if text else ""

        found = (
            (
                label(group) if group else "",
                [(label(one), answer(one)) for one in items if one.name in shown and _is_told(one)],
            )
            for group, items in form.sections()
        )
        return [(title, rows) for title, rows in found if rows]

    def _about(self) -> list[tuple[str, str]]:
        survey = self._taken.survey
        asked_in = language_name(survey.language, language()) if survey.language else ""
        return [
            (_("Round"), round_words(self._taken, language())),
            (_("Version of the questionnaire"), self._taken.instrument.version),
            (_("Language of the questions"), asked_in),
            (_("Written down by"), self._author),
        ]

    def retranslate(self) -> None:
        """Everything is said in the language of the screen, whatever it was asked in."""
        self.back.set_text(_("Back"))
        self.title.set_title(
            self._taken.instrument.title.in_(language()), round_words(self._taken, language())
        )
        clear_layout(self._column)
        self._add(lambda: _("This survey"), self._about())
        for title, rows in self.rows():
            self._add(_words(title), rows)
        self._column.addStretch(1)

    def _add(self, title: Words, rows: Sequence[tuple[str, str]]) -> None:
        card, values = Card(), KeyValues(2)
        if title():
            card.body.addWidget(SectionTitle(title))
        values.set_rows(rows)
        card.body.addWidget(values)
        self._column.addWidget(card)


def _is_told(item: Item) -> bool:
    return item.is_asked or (item.kind is Kind.CALCULATE and bool(item.label.en))


def _words(text: str) -> Words:
    return lambda: text or _("Questions")
