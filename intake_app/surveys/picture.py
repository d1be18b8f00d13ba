"""The picture of the rounds of a questionnaire: one description, drawn on screen and on paper.

Bars for each dimension, one for each round, the newest last and strongest; each says its figure.
Rounds that were counted with a key and rounds that were not never stand in one picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.formats import format_short_date
from intake_app.i18n import texts
from intake_app.packs.model import Dimension
from intake_app.surveys.model import Taken, dimensions_of
from intake_app.words import word


@dataclass(frozen=True)
class Bar:
    """One round: ``thousandths`` of the whole length, None where no score is shown."""

    title: str
    thousandths: int | None
    value: str
    note: str
    is_newest: bool = False


@dataclass(frozen=True)
class BarGroup:
    """One dimension, or all together."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Picture:
    """``caption`` says what the figures are."""

    caption: str
    groups: tuple[BarGroup, ...]

    def spoken(self) -> str:
        """Everything in words, for a screen reader."""
        lines = [self.caption]
        for group in self.groups:
            bars = (f"{bar.title}: {bar.value}, {bar.note}" for bar in group.bars)
            lines.append(f"{group.title}. {'; '.join(bars)}")
        return "\n".join(lines)


def pictures(rounds: Sequence[Taken], language: str) -> list[Picture]:
    """One picture for each way in which the rounds were counted; none if nothing counts."""
    ways: dict[str, list[Taken]] = {}
    for one in rounds:
        if not one.profile.is_empty:
            ways.setdefault(one.profile.key.id if one.profile.key else "", []).append(one)
    return [_picture(some, language) for some in ways.values()]


def _picture(rounds: Sequence[Taken], language: str) -> Picture:
    groups = [
        BarGroup(
            dimension_words(dimension, language),
            tuple(_bar(taken, dimension, taken is rounds[-1], language) for taken in rounds),
        )
        for dimension in dimensions_of(rounds)
    ]
    return Picture(caption(rounds[-1], language), tuple(groups))


def _bar(taken: Taken, dimension: Dimension | None, is_newest: bool, language: str) -> Bar:  # noqa: FBT001
    _ = texts(language).gettext
    score = taken.profile.of(dimension)
    title = round_words(taken, language)
    if score is None:
        return Bar(title, None, "–", _("not asked"), is_newest)
    note = _("{answered} of {total} answered").format(answered=score.answered, total=score.total)
    change = taken.change(dimension)
    if change is not None:
        words = _("{note} · change {change}")
        note = words.format(note=note, change=change_words(taken, change, language))
    return Bar(title, score.thousandths, score_words(taken, dimension, language), note, is_newest)


def caption(taken: Taken, language: str) -> str:
    """What the figures are, so that nobody takes a mean for an index."""
    _ = texts(language).gettext
    key = taken.profile.key
    if key is None:
        return _(
            "Simple mean of the answers, every question counting the same: no official index."
            " 0 is the worst, 100 the best."
        )
    return _("Scores from 0 to 1 by the key of this office: {source}.").format(source=key.source)


def score_words(taken: Taken, dimension: Dimension | None, language: str) -> str:
    """A score as it is read: ``0.63`` with a key, ``63 %`` as a mean."""
    _ = texts(language).gettext
    score = taken.profile.of(dimension)
    if score is None or score.thousandths is None:
        return _("too few answers")
    return _figure(taken, score.thousandths, language)


def change_words(taken: Taken, change: int, language: str) -> str:
    """``+0.12``, or ``−3 points`` of a hundred."""
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    if taken.profile.key is not None:
        return sign + _figure(taken, abs(change), language)
    points = (abs(change) + 5) // 10
    words = texts(language).ngettext("{sign}{count} point", "{sign}{count} points", points)
    return words.format(sign=sign, count=points)


def _figure(taken: Taken, thousandths: int, language: str) -> str:
    if taken.profile.key is None:
        return f"{(thousandths + 5) // 10}\u00a0%"
    point = "," if language == "fr" else "."
    hundredths = (thousandths + 5) // 10
    return f"{hundredths // 100}{point}{hundredths % 100:02}"


def dimension_words(dimension: Dimension | None, language: str) -> str:
    """What a dimension is called."""
    _ = texts(language).gettext
    return word("dimension", dimension, language) if dimension else _("All questions together")


def round_words(taken: Taken, language: str) -> str:
    """``At the beginning, 12/05/2026``."""
    survey = taken.survey
    day = format_short_date(survey.answered_on, language) if survey.answered_on else ""
    name = word("round", survey.round, language) if survey.round else ""
    return f"{name}, {day}"
