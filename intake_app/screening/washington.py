"""The Washington Group short set: its wording, order, answers and cut-off (``domain.md`` 7.1).

A changed word would make the answers useless for comparing. So nothing here is data of an office.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum

from intake_app.i18n import N_, _, texts
from intake_app.i18n import language as screen_language
from intake_app.values import PartialDate

YOUNGEST = 5
"""The set is not for children under this age."""


class Difficulty(IntEnum):
    """The four answers, numbered as the set numbers them."""

    NONE = 1
    SOME = 2
    A_LOT = 3
    CANNOT = 4


CUT_OFF = Difficulty.A_LOT
"""Whoever has at least one answer of this number or higher counts as having a disability."""


@dataclass(frozen=True)
class ShortSet:
    """The answers in the order of the set; None where nobody has answered."""

    seeing: Difficulty | None = None
    hearing: Difficulty | None = None
    walking: Difficulty | None = None
    remembering: Difficulty | None = None
    self_care: Difficulty | None = None
    communicating: Difficulty | None = None

    def answers(self) -> dict[str, Difficulty | None]:
        """The answers by domain, in the order of the set."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def is_above_cut_off(self) -> bool | None:
        """True with at least one 3 or 4; False only if all six are below; else None."""
        given = self.answers().values()
        if any(answer is not None and answer >= CUT_OFF for answer in given):
            return True
        return None if None in given else False


def is_too_young(birth: PartialDate, today: date) -> bool:
    """True if the person is certainly under the age that the set is made for."""
    return birth.ages_on(today)[1] < YOUNGEST


_PREAMBLE = N_(
    "The next questions ask about difficulties you may have doing certain activities because of a"
    " HEALTH PROBLEM."
)
_QUESTIONS = {
    "seeing": N_("Do you have difficulty seeing, even if wearing glasses?"),
    "hearing": N_("Do you have difficulty hearing, even if using a hearing aid?"),
    "walking": N_("Do you have difficulty walking or climbing steps?"),
    "remembering": N_("Do you have difficulty remembering or concentrating?"),
    "self_care": N_(
        "Do you have difficulty (with self-care such as) washing all over or dressing?"
    ),
    "communicating": N_(
        "Using your usual (customary) language, do you have difficulty communicating, for example"
        " understanding or being understood?"
    ),
}
_ANSWERS = {
    Difficulty.NONE: N_("No – no difficulty"),
    Difficulty.SOME: N_("Yes – some difficulty"),
    Difficulty.A_LOT: N_("Yes – a lot of difficulty"),
    Difficulty.CANNOT: N_("Cannot do at all"),
}

DOMAINS = tuple(_QUESTIONS)
"""The six domains in the order of the set."""


def preamble() -> str:
    """What is read out before the first question."""
    return _(_PREAMBLE)


def question(domain: str, language: str | None = None) -> str:
    """The question about a domain, as it is read out; in the screen's language if none is named."""
    return texts(language or screen_language()).gettext(_QUESTIONS[domain])


def answer_words(answer: Difficulty, language: str | None = None) -> str:
    """An answer, as it is read out; in the screen's language if none is named."""
    return texts(language or screen_language()).gettext(_ANSWERS[answer])
