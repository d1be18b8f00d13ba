"""The facts of the papers about questionnaires, read from the vault."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake_app.cases.consent import Shareable
from intake_app.cases.service import view_in
from intake_app.documents.gather import ALL_PARTS, blank_heading, heading, person_facts
from intake_app.documents.survey_facts import (
    OptionFacts,
    PartFacts,
    QuestionFacts,
    QuestionnaireFacts,
    RoundFacts,
    SurveyProfileFacts,
)
from intake_app.errors import NotFound
from intake_app.i18n import _, texts
from intake_app.instruments import store as instruments_store
from intake_app.instruments.answering import Answering, answer_words, said
from intake_app.instruments.model import Item, Kind, Questionnaire, filled
from intake_app.session import Session
from intake_app.surveys.model import Taken
from intake_app.surveys.picture import pictures
from intake_app.surveys.service import surveys_in
from intake_app.users import store as users_store
from intake_app.vault.db import Connection

_SIMPLE = re.compile(
    r"\s*(?:\$\{(?P<a>[^}]+)\}\s*=\s*|selected\(\s*\$\{(?P<b>[^}]+)\}\s*,\s*)"
    r"['\"](?P<answer>[^'\"]+)['\"]\s*\)?\s*"
)
"""The conditions that a sentence can say; others are only said to be there."""


def survey_answers(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> QuestionnaireFacts:
    """One survey with all its questions. Raises NotFound."""
    view, (one, _rounds) = view_in(db, case_id), _taken(db, case_id, about)
    survey, form = one.survey, one.instrument.questionnaire
    assert survey.answered_on is not None
    shown = Answering(form).state(survey.answers, survey.answered_on).shown
    return QuestionnaireFacts(
        heading=heading(session, view, language, issued=issued),
        title=form.title.in_(language),
        form_version=form.version,
        parts=_parts(form, language, survey.answers, shown),
        person=person_facts(view, language, ALL_PARTS - {Shareable.DOCUMENTS, Shareable.FAMILY}),
        round=survey.round.value if survey.round else "",
        answered_on=survey.answered_on,
        asked_by=users_store.names(db).get(survey.author, ""),
    )


def survey_profile(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> SurveyProfileFacts:
    """All rounds of the questionnaire that the survey ``about`` belongs to. Raises NotFound."""
    view, (one, rounds) = view_in(db, case_id), _taken(db, case_id, about)
    names = users_store.names(db)
    return SurveyProfileFacts(
        heading=heading(session, view, language, issued=issued),
        title=one.instrument.title.in_(language),
        rounds=tuple(
            RoundFacts(
                taken.survey.round.value if taken.survey.round else "",
                taken.survey.answered_on,
                taken.instrument.version,
                names.get(taken.survey.author, ""),
            )
            for taken in rounds
        ),
        pictures=tuple(pictures(rounds, language)),
        person=person_facts(view, language, ALL_PARTS - {Shareable.DOCUMENTS, Shareable.FAMILY}),
    )


def blank_questionnaire(
    session: Session, db: Connection, instrument_id: str, language: str
) -> QuestionnaireFacts:
    """A questionnaire to be filled in by hand. Raises NotFound."""
    one = instruments_store.get(db, instrument_id)
    if one is None:
        raise NotFound(_("This questionnaire is not in the vault."))
    form = one.questionnaire
    number_name = texts(language).gettext("Case number")
    every = frozenset(item.name for item in form.items)
    return QuestionnaireFacts(
        blank_heading(session, number_name, language),
        form.title.in_(language),
        form.version,
        _parts(form, language, {}, every),
    )


def _taken(db: Connection, case_id: str, survey_id: str) -> tuple[Taken, tuple[Taken, ...]]:
    """A survey, and with it all rounds of its questionnaire. Raises NotFound."""
    for rounds in surveys_in(db, case_id).rounds:
        for one in rounds:
            if one.survey.id == survey_id:
                return one, rounds
    raise NotFound(_("This survey is not in the case."))


def _parts(
    form: Questionnaire, language: str, answers: Mapping[str, str], shown: frozenset[str]
) -> tuple[PartFacts, ...]:
    told = dict(said(form, answers, language)) if answers else _Dots()

    def label(item: Item) -> str:
        return filled(item.label.in_(language), told)

    def question(item: Item) -> QuestionFacts:
        text = answers.get(item.name, "")
        return _question(form, item, label(item), text, language, blank=not answers)

    parts = (
        PartFacts(
            label(group) if group else "",
            tuple(
                question(item)
                for item in items
                if item.name in shown and item.kind not in (Kind.GROUP, Kind.CALCULATE)
            ),
        )
        for group, items in form.sections()
    )
    return tuple(part for part in parts if part.questions)


class _Dots(dict[str, str]):
    """Room for a figure that is not there yet."""

    def get(self, key: str, default: object = None) -> str:
        return "……"


def _question(
    form: Questionnaire, item: Item, label: str, text: str, language: str, *, blank: bool
) -> QuestionFacts:
    chosen = set(text.split(" "))
    return QuestionFacts(
        text=label,
        answer=answer_words(form, item, text, language) if text else "",
        hint=item.hint.in_(language),
        condition=_condition(form, item, language) if blank else "",
        options=tuple(
            OptionFacts(choice.label.in_(language), choice.name in chosen)
            for choice in form.choices_of(item)
        ),
        several=item.kind is Kind.MANY,
        is_note=item.kind is Kind.NOTE,
    )


def _condition(form: Questionnaire, item: Item, language: str) -> str:
    """When a question is asked, in words."""
    _ = texts(language).gettext
    if not item.relevant:
        return ""
    match = _SIMPLE.fullmatch(item.relevant)
    asked = form.item((match["a"] or match["b"]).strip()) if match else None
    if match and asked is not None:
        words = answer_words(form, asked, match["answer"], language)
        return _("Only if “{question}” was answered with “{answer}”").format(
            question=asked.label.in_(language), answer=words
        )
    return _("Not asked in every case")
