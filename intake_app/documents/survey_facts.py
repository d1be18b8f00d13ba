"""What is printed of questionnaires: filled in, blank, and the profile of all rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.documents.facts import PaperFacts, PersonFacts
from intake_app.surveys.picture import Picture


@dataclass(frozen=True)
class OptionFacts:
    """One answer that can be chosen."""

    text: str
    chosen: bool = False


@dataclass(frozen=True)
class QuestionFacts:
    """One question in the language of the paper. ``condition`` says when it is asked, on a blank
    form; ``several`` if more than one answer may be chosen; ``is_note`` if nothing is answered."""

    text: str
    answer: str = ""
    hint: str = ""
    condition: str = ""
    options: tuple[OptionFacts, ...] = ()
    several: bool = False
    is_note: bool = False


@dataclass(frozen=True)
class PartFacts:
    """A group of questions."""

    title: str
    questions: tuple[QuestionFacts, ...]


@dataclass(frozen=True)
class QuestionnaireFacts(PaperFacts):
    """A questionnaire with its answers, or blank. ``round`` is a code or empty."""

    title: str
    form_version: str
    parts: tuple[PartFacts, ...]
    person: PersonFacts = PersonFacts()
    round: str = ""
    answered_on: date | None = None
    asked_by: str = ""


@dataclass(frozen=True)
class RoundFacts:
    """One round: when, in which version, and by whom it was asked. ``round`` is a code."""

    round: str
    answered_on: date | None
    form_version: str
    asked_by: str = ""


@dataclass(frozen=True)
class SurveyProfileFacts(PaperFacts):
    """The rounds of one questionnaire beside each other."""

    title: str
    rounds: tuple[RoundFacts, ...]
    pictures: tuple[Picture, ...]
    person: PersonFacts = PersonFacts()
