"""What a questionnaire does with answers: what is asked, what is calculated, what is wrong.

A question is asked if it and every group around it are relevant. One that is not asked counts as
empty for all others, as in ODK; what was typed there is left alone while somebody types, and is
taken away when the survey is finished.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.instruments.expressions import Around, Expression, parsed
from intake_app.instruments.model import (
    HIGHEST,
    MOST_LETTERS,
    Choice,
    Item,
    Kind,
    Questionnaire,
    is_day,
)
from intake_app.values import clean_text

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?", re.ASCII)

Answers = Mapping[str, str]
"""By question: the text as typed, a whole number, a decimal with a point, a day in ISO-8601, the
name of the choice, or the names of several with spaces between them."""


@dataclass(frozen=True)
class State:
    """``shown`` are the lines that are to be seen, ``answers`` what counts: the answers that are
    asked for and all calculations; ``required`` the questions that must be answered."""

    shown: frozenset[str]
    answers: Answers
    required: frozenset[str]


@dataclass(frozen=True)
class _Rules:
    relevant: Expression | None
    constraint: Expression | None
    required: Expression | None
    calculation: Expression | None


class Answering:
    """The rules of one questionnaire, parsed once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._items = {item.name: item for item in questionnaire.items}
        self._rules = {
            item.name: _Rules(
                _parsed(item.relevant),
                _parsed(item.constraint),
                _parsed(item.required),
                _parsed(item.calculation),
            )
            for item in questionnaire.items
        }
        self._order = list(TopologicalSorter(dependencies(questionnaire.items)).static_order())

    def state(self, answers: Answers, today: date) -> State:
        """What is to be seen and what counts, with these answers."""
        shown: set[str] = set()
        counting: dict[str, str] = {}
        around = Around(counting, today)
        for name in self._order:
            item, rules = self._items[name], self._rules[name]
            outside = not item.group or item.group in shown
            if not outside or (rules.relevant and not rules.relevant.holds(around)):
                continue
            shown.add(name)
            if rules.calculation:
                counting[name] = rules.calculation.text(around)
            elif item.is_asked and answers.get(name):
                counting[name] = answers[name]
        required = {
            name
            for name in shown
            if (rule := self._rules[name].required) and rule.holds(around)
        }  # fmt: skip
        return State(frozenset(shown), counting, frozenset(required))

    def problems(self, answers: Answers, today: date) -> dict[str, str]:
        """A sentence for each question whose answer is missing or cannot stand."""
        state = self.state(answers, today)
        found: dict[str, str] = {}
        for item in self.questionnaire.asked():
            if item.name not in state.shown:
                continue
            text = state.answers.get(item.name, "")
            if not text:
                if item.name in state.required:
                    found[item.name] = _("Please fill this in.")
            elif wrong := wrong_answer(item, text, self.questionnaire.choices_of(item)):
                found[item.name] = wrong
            elif not self._fits(item, text, state.answers, today):
                said = item.constraint_message.in_(language())
                found[item.name] = said or _("The questionnaire does not allow this answer.")
        return found

    def _fits(self, item: Item, text: str, answers: Answers, today: date) -> bool:
        rule = self._rules[item.name].constraint
        return rule is None or rule.holds(Around(answers, today, text))

    def finished(self, answers: Answers, today: date) -> dict[str, str]:
        """What is kept of a finished survey: what was asked and what was calculated, no more."""
        tidy = {name: clean_text(text) for name, text in answers.items()}
        return {name: text for name, text in self.state(tidy, today).answers.items() if text}

    def defaults(self, today: date) -> dict[str, str]:
        """The answers that stand there before anybody types."""
        return {
            item.name: today.isoformat() if item.default == "today()" else item.default
            for item in self.questionnaire.asked()
            if item.default
        }


def _parsed(text: str) -> Expression | None:
    return parsed(text) if text else None


def dependencies(items: Iterable[Item]) -> dict[str, set[str]]:
    """Each line with the lines that have to be known first. Raises ExpressionRefused."""
    found: dict[str, set[str]] = {}
    for item in items:
        before = {item.group} if item.group else set()
        for text in (item.relevant, item.calculation):
            before |= parsed(text).names if text else set()
        found[item.name] = before
    return found


def circle(before: Mapping[str, set[str]]) -> list[str]:
    """The lines that wait for each other; none if there are no such lines."""
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        return sorted(set(error.args[1]))
    return []


def wrong_answer(item: Item, text: str, choices: tuple[Choice, ...]) -> str:
    """Why a text is no answer of its kind; empty if it is one."""
    names = {choice.name for choice in choices}
    chosen = text.split(" ")
    fits, sentence = {
        Kind.TEXT: (len(text) <= MOST_LETTERS, _("This is too long.")),
        Kind.INTEGER: (
            bool(_WHOLE.fullmatch(text)) and abs(int(text)) <= HIGHEST,
            _("Type a whole number."),
        ),
        Kind.DECIMAL: (bool(_DECIMAL.fullmatch(text)), _("Type a number.")),
        Kind.DATE: (is_day(text), _("Type a date.")),
        Kind.ONE: (text in names, _("Choose one of the answers.")),
        Kind.MANY: (
            names.issuperset(chosen) and len(set(chosen)) == len(chosen),
            _("Choose among the answers."),
        ),
    }[item.kind]
    return "" if fits else sentence


def answer_words(questionnaire: Questionnaire, item: Item, text: str, tongue: str) -> str:
    """An answer as it is read, in a language; what is not of its kind as it was kept."""
    if item.kind is Kind.DATE and is_day(text):
        return format_date(date.fromisoformat(text), tongue)
    if item.kind is Kind.DECIMAL and tongue == "fr":
        return text.replace(".", ",")
    if item.kind in (Kind.ONE, Kind.MANY):
        labels = {one.name: one.label.in_(tongue) for one in questionnaire.choices_of(item)}
        names = text.split(" ") if item.kind is Kind.MANY else [text]
        return " · ".join(labels.get(name, name) for name in names)
    return text


def said(questionnaire: Questionnaire, answers: Answers, tongue: str) -> Iterator[tuple[str, str]]:
    """Every answer and calculation by name, as it stands in a label that shows it."""
    for name, text in answers.items():
        if item := questionnaire.item(name):
            yield name, answer_words(questionnaire, item, text, tongue)
