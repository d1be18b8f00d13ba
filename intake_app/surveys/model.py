"""One filled-in questionnaire of a case, and several of them beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from intake_app.i18n import _
from intake_app.instruments.answering import Answering
from intake_app.instruments.key import Key, key_of
from intake_app.instruments.model import Instrument
from intake_app.instruments.scores import Profile, profile
from intake_app.packs.model import Dimension


class Round(StrEnum):
    """When in a case it was asked."""

    BASELINE = "baseline"
    MIDTERM = "midterm"
    END = "end"
    OTHER = "other"


@dataclass(frozen=True)
class Survey:
    """The answers to one version of a questionnaire. A correction is a new revision, and so is that
    it was taken out of the case, with a ``reason``: then it counts nowhere, and nothing follows.

    ``answers`` by question, as ``answering.Answers``, with what was calculated and without what was
    not asked. ``language`` is the one in which the questions were read. ``written_at`` UTC,
    ISO-8601.
    """

    id: str
    case_id: str
    instrument_id: str
    round: Round | None = None
    answered_on: date | None = None
    language: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    written_at: str = ""
    revision: int = 0
    taken_back_by: str = ""
    taken_back_at: str = ""
    reason: str = ""

    @property
    def stands(self) -> bool:
        """True as long as nobody has taken it out of the case."""
        return not self.taken_back_at

    def problems(self, rules: Answering, today: date) -> dict[str, str]:
        """A sentence for ``round``, ``answered_on`` and each ``answer.<question>`` that is missing
        or cannot stand."""
        found: dict[str, str] = {}
        if self.round is None:
            found["round"] = _("Say which round it is.")
        if self.answered_on is None:
            found["answered_on"] = _("Say on which day it was answered.")
        elif self.answered_on > today:
            found["answered_on"] = _("This day has not come yet.")
        wrong = rules.problems(self.answers, self.answered_on or today)
        return found | {f"answer.{name}": sentence for name, sentence in wrong.items()}


@dataclass(frozen=True)
class Taken:
    """A survey with the questionnaire that it answers and what it comes to."""

    survey: Survey
    instrument: Instrument
    profile: Profile
    before: Profile | None = None

    def change(self, dimension: Dimension | None) -> int | None:
        """By how many thousandths a score has changed since the round before; None if that cannot
        be said, also because it was counted in another way."""
        if self.before is None or self.before.basis != self.profile.basis:
            return None
        now, then = self.profile.of(dimension), self.before.of(dimension)
        if now is None or then is None or now.thousandths is None or then.thousandths is None:
            return None
        return now.thousandths - then.thousandths


def taken(
    surveys: Iterable[Survey], instruments: Mapping[str, Instrument], keys: Sequence[Key]
) -> list[Taken]:
    """The surveys of one form in the order of their days, each with the profile of its version.

    ``keys`` newest first: the newest that fits a version counts its answers.
    """
    found: list[Taken] = []
    for survey in sorted(surveys, key=lambda one: (one.answered_on or date.min, one.written_at)):
        instrument = instruments[survey.instrument_id]
        form = instrument.questionnaire
        key = key_of(form, keys)
        day = survey.answered_on or date.min
        shown = Answering(form).state(survey.answers, day).shown
        counted = profile(form, survey.answers, shown, key)
        before = found[-1].profile if found else None
        found.append(Taken(survey, instrument, counted, before))
    return found


def dimensions_of(rounds: Sequence[Taken]) -> list[Dimension | None]:
    """Each dimension that any round has a score of, then None for all of them together."""
    found = (one for one in Dimension if any(taken.profile.of(one) for taken in rounds))
    return [*found, None]
