"""The questions of a questionnaire in our own fields; what is asked follows the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from intake_app.i18n import _, language
from intake_app.instruments.answering import Answering, State, said
from intake_app.instruments.model import (
    HIGHEST,
    MOST_LETTERS,
    Instrument,
    Item,
    Kind,
    filled,
)
from intake_app.packs.words import Text as BothTexts
from intake_app.session import Session
from intake_app.surveys.model import Round, Survey
from ui.cards import IconLabel, SectionTitle
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.editor import Editor
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.fields.text_edit import LowBlock, NumberEdit
from ui.fields.typed_text import put_text, text_of
from ui.plain import Words
from ui.surveys.decimal_edit import DecimalEdit
from ui.tokens import Text

SIDE_BY_SIDE = 9
"""So many answers are buttons, which a digit chooses; more are a list."""

FEW = 4
"""So many are one row or one column; more take as few lines as they need."""


class SurveyQuestions(Form):
    """A section for each group of the questionnaire, after one about the survey itself.

    What a question that is not asked any more was answered stays in its field, unseen, until the
    survey is saved.
    """

    def __init__(self, session: Session, instrument: Instrument, survey: Survey) -> None:
        super().__init__()
        self._session, self._survey = session, survey
        self._questionnaire = instrument.questionnaire
        self._rules = Answering(self._questionnaire)
        self._said: dict[str, str] = {}
        self._lines: dict[str, QWidget] = {}
        self._add_about()
        for place, (group, items) in enumerate(self._questionnaire.sections()):
            self._add_section(place, group, items)
        self._put(survey)
        self.edited.connect(self._follow)
        self._follow()

    # ------------------------------------------------------------------ building

    def _add_about(self) -> None:
        today = self._session.today
        self.add_section("about", lambda: _("This survey"))
        self.add(
            "round", Choice(lambda: words_of("round")), lambda: _("Round"), required=True, wide=True
        )
        self.add(
            "answered_on",
            DayEdit(today, latest=today()),
            lambda: _("Day of the answers"),
            required=True,
        )

    def _add_section(self, place: int, group: Item | None, items: list[Item]) -> None:
        seen = [item for item in items if item.kind is not Kind.CALCULATE]
        if group is not None:
            self.add_section(group.name, self._words(group.label))
        elif seen:
            self.add_section(f"further.{place}", lambda: _("Questions"))
        for item in seen:
            self._add_item(item)

    def _add_item(self, item: Item) -> None:
        words = self._words(item.label)
        if item.kind is Kind.GROUP:
            self._add_inner_group(item, words)
            return
        if item.kind is Kind.NOTE:
            self._add_note(item)
            return
        hint = self._words(item.hint) if item.hint.en else None
        wide = item.kind in (Kind.ONE, Kind.MANY, Kind.TEXT)
        field = self.add(f"answer.{item.name}", self._editor(item), words, helper=hint, wide=wide)
        self._lines[item.name] = field
        field.editor.set_read_only(item.read_only)

    def _add_inner_group(self, item: Item, words: Words) -> None:
        if item.label.en:
            title = SectionTitle(words)
            self._lines[item.name] = title
            self.add_widget(title)

    def _add_note(self, item: Item) -> None:
        label = IconLabel(Text.BODY)
        self._lines[item.name] = label
        self.add_widget(label)

    def _words(self, text: BothTexts) -> Words:
        return lambda: filled(text.in_(language()), self._said)

    def _editor(self, item: Item) -> Editor:
        choices = self._questionnaire.choices_of(item)

        def options() -> list[Option]:
            return [Option(one.name, one.label.in_(language())) for one in choices]

        if item.kind is Kind.ONE and len(choices) <= SIDE_BY_SIDE:
            return Choice(options, wraps=len(choices) > FEW)
        made: dict[Kind, Callable[[], Editor]] = {
            Kind.INTEGER: lambda: NumberEdit(-HIGHEST, HIGHEST),
            Kind.DECIMAL: DecimalEdit,
            Kind.DATE: lambda: DayEdit(self._session.today),
            Kind.MANY: lambda: ManyChoices(options),
            Kind.ONE: lambda: ChoiceList(options),
        }
        return made.get(item.kind, lambda: LowBlock(MOST_LETTERS))()

    # ------------------------------------------------------------------ answers

    def _put(self, survey: Survey) -> None:
        values: dict[str, Any] = {
            "round": survey.round.value if survey.round else None,
            "answered_on": survey.answered_on,
        }
        for item in self._questionnaire.asked():
            values[f"answer.{item.name}"] = _as_value(item, survey.answers.get(item.name, ""))
        self.set_values(values)

    def answers(self) -> dict[str, str]:
        """Everything that stands in a field, as it is kept; also what is not asked now."""
        found = {
            item.name: _as_text(self[f"answer.{item.name}"].value())
            for item in self._questionnaire.asked()
        }
        return {name: text for name, text in found.items() if text}

    def survey(self) -> Survey:
        """What is typed."""
        round_ = self["round"].value()
        return replace(
            self._survey,
            round=Round(round_) if round_ else None,
            answered_on=self["answered_on"].value(),
            language=language(),
            answers=self.answers(),
        )

    def first(self) -> QWidget:
        """Where the keyboard begins: the first thing that is not said yet."""
        return next(
            (field for field in self._asked().values() if field.editor.is_empty()),
            self.field("round"),
        )

    def check(self) -> bool:
        """True if everything is answered and allowed; else all mistakes are shown at once."""
        problems = self.survey().problems(self._rules, self._session.today())
        for key, field in self._asked().items():
            if wrong := field.wrong():
                problems[key] = wrong
        self.show_problems(problems)
        return not problems

    # ------------------------------------------------------------------ following the answers

    def _follow(self) -> None:
        """Show what is asked with these answers, and what the labels say of them."""
        state = self._rules.state(self.answers(), self._day())
        self._said = dict(said(self._questionnaire, state.answers, language()))
        for item in self._questionnaire.items:
            shown = item.name in state.shown
            line = self._lines.get(item.name)
            if item.kind is Kind.GROUP and not item.group:
                self._blocks[item.name].setVisible(shown)
            elif item.is_asked:
                self._follow_question(item, state)
            elif line is not None:
                self._set_relevant(line, shown)
        self._say_notes()

    def _follow_question(self, item: Item, state: State) -> None:
        key = f"answer.{item.name}"
        field, shown = self.field(key), item.name in state.shown
        if field.relevant != shown:
            self.set_relevant(key, shown)
        required = item.name in state.required
        if field.required != required or "${" in item.label.en + item.label.fr:
            field.required = required
            field.retranslate()

    def _say_notes(self) -> None:
        for item in self._questionnaire.items:
            line = self._lines.get(item.name)
            if isinstance(line, IconLabel):
                line.show_text(self._words(item.label)(), "info")

    def _day(self) -> date:
        day = self["answered_on"].value()
        return day if isinstance(day, date) else self._session.today()

    # ------------------------------------------------------------------ drafts and words

    def typed(self) -> dict[str, str]:
        """Every field as a text, for the draft."""
        return {key: text_of(field.editor) for key, field in self._fields.items()}

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put the answers of a draft back, as far as this version asks for them."""
        for key, text in texts.items():
            if key in self._fields:
                put_text(self[key], text)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The questions follow by themselves; labels that show answers, notes and mistakes here."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._follow()
            if any(field.mistake() for field in self._fields.values()):
                self.check()


def _as_value(item: Item, text: str) -> object:
    """A kept answer as its editor takes it."""
    if item.kind is Kind.INTEGER:
        return int(text) if text else None
    if item.kind is Kind.DATE:
        return date.fromisoformat(text) if text else None
    if item.kind is Kind.MANY:
        return text.split(" ") if text else []
    return text or None


def _as_text(value: Any) -> str:
    """An editor's answer as it is kept."""
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
