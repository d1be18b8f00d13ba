"""Asking a person the questions of a questionnaire, and reading what earlier rounds said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.cases.model import Stage
from intake_app.cases.service import view_in
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.instruments import store as instruments_store
from intake_app.instruments.answering import Answering
from intake_app.instruments.key import Key
from intake_app.instruments.model import Instrument
from intake_app.session import Session
from intake_app.surveys import store
from intake_app.surveys.model import Round, Survey, Taken, taken
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection

__all__ = ["CaseSurveys", "Round", "Survey", "Taken", "save_survey", "start_survey", "surveys_of"]


@dataclass(frozen=True)
class CaseSurveys:
    """``to_ask`` is the newest version of each questionnaire; ``rounds`` what was answered, by form
    (the one that was asked last first), each in the order of its days."""

    to_ask: tuple[Instrument, ...]
    rounds: tuple[tuple[Taken, ...], ...]

    def survey(self, survey_id: str) -> Taken | None:
        """One survey by its id."""
        return next(
            (one for some in self.rounds for one in some if one.survey.id == survey_id), None
        )


def surveys_of(session: Session, case_id: str) -> CaseSurveys:
    """Everything that was asked in a case, and what can be asked."""
    with session.read() as db:
        return surveys_in(db, case_id)


def surveys_in(db: Connection, case_id: str) -> CaseSurveys:
    """The same in a running transaction."""
    every = instruments_store.all_of(db)
    keys: list[Key] = instruments_store.keys(db)
    by_id = {one.id: one for one in every}
    to_ask: dict[str, Instrument] = {}
    for one in every:
        to_ask.setdefault(one.form_id, one)
    by_form: dict[str, list[Survey]] = {}
    for survey in store.of_case(db, case_id):
        by_form.setdefault(by_id[survey.instrument_id].form_id, []).append(survey)
    rounds = [tuple(taken(some, by_id, keys)) for some in by_form.values()]
    rounds.sort(key=lambda some: some[-1].survey.written_at, reverse=True)
    by_title = sorted(to_ask.values(), key=lambda one: one.title.en)
    return CaseSurveys(tuple(by_title), tuple(rounds))


def start_survey(session: Session, case_id: str, instrument_id: str) -> Survey:
    """A survey to fill in, with the defaults of its questionnaire; not saved yet. NotFound."""
    session.require(Act.SURVEY_SAVED)
    with session.read() as db:
        instrument = _instrument(db, instrument_id)
        rounds = surveys_in(db, case_id).rounds
    today = session.today()
    first = all(some[0].instrument.form_id != instrument.form_id for some in rounds)
    return Survey(
        new_id(),
        case_id,
        instrument_id,
        Round.BASELINE if first else None,
        today,
        answers=Answering(instrument.questionnaire).defaults(today),
    )


def save_survey(session: Session, survey: Survey) -> Survey:
    """Write a finished survey, or a correction of one. Answers to what is not asked go.

    Raises InvalidInput with a sentence per field (``answer.<question>``), StaleRecord, NotFound;
    NotAllowed in a closed case, and for a new survey with an earlier version of a form.
    """
    session.require(Act.SURVEY_SAVED)
    with session.act(Act.SURVEY_SAVED, survey.case_id) as change:
        if view_in(change.db, survey.case_id).case.stage is Stage.CLOSURE:
            raise NotAllowed(_("This case is closed: nothing can be asked in it any more."))
        instrument = _instrument(change.db, survey.instrument_id)
        before = store.newest(change.db, survey.id)
        _require_fresh(change.db, survey, before, instrument)
        rules, today = Answering(instrument.questionnaire), session.today()
        tidy = replace(
            survey, answers={name: clean_text(text) for name, text in survey.answers.items()}
        )
        if problems := tidy.problems(rules, today):
            raise InvalidInput(problems)
        assert tidy.answered_on is not None
        saved = replace(
            tidy,
            answers=rules.finished(tidy.answers, tidy.answered_on),
            author=session.user.id,
            written_at=change.at,
            revision=survey.revision + 1,
        )
        store.put(change.db, saved)
        change.send("survey", saved.id, saved.revision, saved, saved.case_id)
    return saved


def _require_fresh(
    db: Connection, survey: Survey, before: Survey | None, instrument: Instrument
) -> None:
    if (before.revision if before else 0) != survey.revision:
        raise StaleRecord(
            _("A colleague has changed this survey meanwhile. Reload it, then type again.")
        )
    if before is None:
        if instruments_store.newest(db, instrument.form_id) != instrument.id:
            raise NotAllowed(
                _("There is a newer version of this questionnaire. Begin the survey again.")
            )
    elif (before.case_id, before.instrument_id) != (survey.case_id, survey.instrument_id):
        raise NotFound(_("This survey is not in the case."))


def _instrument(db: Connection, instrument_id: str) -> Instrument:
    one = instruments_store.get(db, instrument_id)
    if one is None:
        raise NotFound(_("This questionnaire is not in the vault."))
    return one
