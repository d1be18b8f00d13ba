"""The key to a questionnaire: what each answer is worth, and how much each question weighs.

Official weights of such surveys are not public, so none come with the program. A supervisor imports
the key that the office was given, as a table (CSV or XLSX) with a line for each answer:

    question, answer, score, dimension, weight, composite_weight

``score`` is from 0 to 1; ``dimension`` is economic, social or psychosocial; the weights are the
same in all lines of a question, and empty means 1. An answer without a line counts as not answered.
Of a question with several answers the highest score counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from intake_app.i18n import _
from intake_app.instruments.model import Kind, Questionnaire
from intake_app.instruments.xlsform import Mistake
from intake_app.packs.model import Dimension
from intake_app.sheets.listfile import ListFile
from intake_app.sheets.refusals import ListRefused
from intake_app.sheets.workbook import FORMULA
from intake_app.values import clean_text

COLUMNS = ("question", "answer", "score", "dimension", "weight", "composite_weight")
_NEEDED = ("question", "answer", "score", "dimension")
_FIGURE = re.compile(r"\d{1,4}([.,]\d{1,8})?", re.ASCII)

COMPLETENESS = 80
"""Percent of the questions that have to be answered before a score is shown; proposed."""


@dataclass(frozen=True)
class KeyItem:
    """What one question counts for: ``scores`` by answer. All figures are decimal texts."""

    question: str
    dimension: Dimension
    scores: Mapping[str, str]
    weight: str = "1"
    composite_weight: str = "1"


@dataclass(frozen=True)
class Key:
    """A key as it was imported for all versions of a form whose questions fit it.

    ``completeness`` in percent. The newest of a form counts; older ones stay on record.
    """

    id: str
    form_id: str
    source: str
    completeness: int
    items: tuple[KeyItem, ...]
    sha256: str
    imported_by: str
    imported_at: str
    revision: int = 1

    def fits(self, questionnaire: Questionnaire) -> bool:
        """True if this version asks everything that the key needs."""
        return self.form_id == questionnaire.form_id and not _unknown(self.items, questionnaire)


def key_of(questionnaire: Questionnaire, keys: Iterable[Key]) -> Key | None:
    """The key that counts for a version: the first of ``keys``, newest first, that fits it."""
    return next((one for one in keys if one.fits(questionnaire)), None)


@dataclass(frozen=True)
class KeyReading:
    """What is in a file: the lines of a key, or what is wrong with it."""

    items: tuple[KeyItem, ...]
    mistakes: tuple[Mistake, ...]


@dataclass
class _Lines:
    """The key so far, by question."""

    dimension: dict[str, Dimension] = field(default_factory=dict)
    scores: dict[str, dict[str, str]] = field(default_factory=dict)
    weights: dict[str, tuple[str, str]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def read_key(file: ListFile, questionnaire: Questionnaire) -> KeyReading:
    """The key of a file for a questionnaire. Raises ListRefused if there is no table in it."""
    sheet = next(iter(file.sheets()), None)
    rows = sheet.rows if sheet else []
    heads = [cell.strip().lower() for cell in rows[0]] if rows else []
    if missing := [name for name in _NEEDED if name not in heads]:
        words = _("This is no key: the column “{name}” is missing in its first line.")
        raise ListRefused(words.format(name=missing[0]))
    lines = _Lines()
    for head in heads:
        if head and head not in COLUMNS:
            said = _("This column is not read at this desk.")
            lines.mistakes.append(Mistake("", 1, head, said))
    for number, cells in enumerate(rows[1:], start=2):
        if any(cells):
            padded = [*cells, *[""] * len(heads)]
            row = {head: clean_text(padded[place]) for place, head in enumerate(heads)}
            _read(lines, number, row, questionnaire)
    items = tuple(
        KeyItem(name, lines.dimension[name], scores, *lines.weights[name])
        for name, scores in lines.scores.items()
    )
    if not items and not lines.mistakes:
        lines.mistakes.append(Mistake("", 0, "", _("There is no line in this key.")))
    return KeyReading(() if lines.mistakes else items, tuple(lines.mistakes))


def _read(lines: _Lines, number: int, row: Mapping[str, str], form: Questionnaire) -> None:
    name, answer = row["question"], row["answer"]
    wrong = _wrong(lines, row, form)
    if wrong:
        lines.mistakes.append(Mistake("", number, f"{name} {answer}".strip(), wrong))
        return
    weights = (_figure(row.get("weight") or "1"), _figure(row.get("composite_weight") or "1"))
    lines.dimension[name] = Dimension(row["dimension"].lower())
    lines.weights[name] = weights
    lines.scores.setdefault(name, {})[answer] = _figure(row["score"])


def _wrong(lines: _Lines, row: Mapping[str, str], form: Questionnaire) -> str:
    """What is wrong with a line; empty if nothing is."""
    name, answer = row["question"], row["answer"]
    item = form.item(name)
    if FORMULA in row.values():
        return _("A cell holds a formula. Put its result there.")
    if item is None or item.kind not in (Kind.ONE, Kind.MANY):
        return _("The questionnaire has no question of this name with answers to choose from.")
    if answer not in {choice.name for choice in form.choices_of(item)}:
        return _("The question has no answer of this name.")
    if answer in lines.scores.get(name, {}):
        return _("This answer stands in the key twice.")
    return _wrong_figures(lines, row)


def _wrong_figures(lines: _Lines, row: Mapping[str, str]) -> str:
    name, word = row["question"], row["dimension"].lower()
    if word not in set(Dimension):
        return _("The dimension is economic, social or psychosocial.")
    if not _FIGURE.fullmatch(row["score"]) or Fraction(_figure(row["score"])) > 1:
        return _("The score is a number from 0 to 1.")
    weights = (row.get("weight") or "1", row.get("composite_weight") or "1")
    if not all(_FIGURE.fullmatch(text) for text in weights):
        return _("A weight is a number that is not below 0.")
    before = (lines.dimension.get(name), lines.weights.get(name))
    now = (Dimension(word), tuple(map(_figure, weights)))
    if before[0] is not None and before != now:
        return _("Dimension and weights are the same in all lines of a question.")
    return ""


def _figure(text: str) -> str:
    """As it is kept: with a point."""
    return text.replace(",", ".")


def _unknown(items: tuple[KeyItem, ...], form: Questionnaire) -> list[str]:
    """What the key has and the questionnaire does not."""
    found = []
    for one in items:
        item = form.item(one.question)
        names = {choice.name for choice in form.choices_of(item)} if item else set()
        if not names.issuperset(one.scores):
            found.append(one.question)
    return found
