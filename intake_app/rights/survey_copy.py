"""The surveys of a case, in words for the copy that the person gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake_app.documents.duty_facts import HeldEntry
from intake_app.i18n import texts
from intake_app.instruments.answering import answer_words
from intake_app.instruments.model import Questionnaire
from intake_app.rights.telling import Teller
from intake_app.surveys.model import Taken


def survey_entries(tell: Teller, surveys: Iterable[Taken]) -> Iterator[HeldEntry]:
    """One entry for each survey, with every question that was answered in its own version."""
    _ = texts(tell.language).gettext
    for one in surveys:
        form = one.instrument.questionnaire
        yield HeldEntry(form.title.in_(tell.language), (
            (_("Round"), tell.word("round", one.survey.round or "")),
            (_("Day of the answers"), tell.day(one.survey.answered_on)),
            (_("Version of the questionnaire"), form.version),
            (_("Written on"), tell.moment(one.survey.written_at)),
            *_taken_back(tell, one),
            *(_answer(form, name, text, tell.language) for name, text in _in_order(form, one)),
        ))  # fmt: skip


def _taken_back(tell: Teller, one: Taken) -> Iterator[tuple[str, str]]:
    _ = texts(tell.language).gettext
    if not one.survey.stands:
        yield _("Taken out of the case on"), tell.moment(one.survey.taken_back_at)
        yield _("Reason"), one.survey.reason


def _in_order(form: Questionnaire, one: Taken) -> Iterator[tuple[str, str]]:
    answers = one.survey.answers
    known = [item.name for item in form.items if item.name in answers]
    for name in [*known, *sorted(answers.keys() - set(known))]:
        yield name, answers[name]


def _answer(form: Questionnaire, name: str, text: str, language: str) -> tuple[str, str]:
    item = form.item(name)
    if item is None:
        return name, text
    return item.label.in_(language) or name, answer_words(form, item, text, language)
