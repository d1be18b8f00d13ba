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

__all__ = [
    "CaseSurveys",
    "Round",
    "Survey",
    "Taken",
    "save_survey",
    "start_survey",
    "surveys_of",
    "take_back",
]


@dataclass(frozen=True)
class CaseSurveys:
    """``to_ask`` is the newest version of each questionnaire; ``rounds`` what was answered, by form
    (the one that was asked last first), each in the order of its days. ``taken_back`` was taken out
    of the case: it is on record and counts nowhere."""

    to_ask: tuple[Instrument, ...]
    rounds: tuple[tuple[Taken, ...], ...]
    taken_back: tuple[Taken, ...] = ()

    def survey(self, survey_id: str) -> Taken | None:
        """One survey that stands, by its id."""
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
    gone = (taken([one], by_id, keys) for one in store.taken_back(db, case_id))
    return CaseSurveys(tuple(by_title), tuple(rounds), tuple(one for some in gone for one in some))


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
        _require_open(change.db, survey.case_id)
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


def take_back(session: Session, survey_id: str, reason: str) -> Survey:
    """Take a survey out of the case, because it was written in the wrong one: its answers stay on
    record, and it counts nowhere any more. There is no way back: it is asked where it belongs.

    Raises InvalidInput without a reason, NotFound; NotAllowed in a closed case and a second time.
    """
    session.require(Act.SURVEY_TAKEN_BACK)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence why it is taken out.")})
    with session.act(Act.SURVEY_TAKEN_BACK, survey_id) as change:
        survey = store.newest(change.db, survey_id)
        if survey is None:
            raise NotFound(_("This survey is not in the case."))
        _require_open(change.db, survey.case_id)
        if not survey.stands:
            raise _gone()
        taken_out = replace(
            survey,
            taken_back_by=session.user.id,
            taken_back_at=change.at,
            reason=reason,
            revision=survey.revision + 1,
        )
        store.put(change.db, taken_out)
        change.send("survey", taken_out.id, taken_out.revision, taken_out, taken_out.case_id)
    return taken_out


def _require_open(db: Connection, case_id: str) -> None:
    if view_in(db, case_id).case.stage is Stage.CLOSURE:
        raise NotAllowed(_("This case is closed: nothing can be asked in it any more."))


def _gone() -> NotAllowed:
    return NotAllowed(_("This survey was taken out of the case. Ask the questions again."))


def _require_fresh(
    db: Connection, survey: Survey, before: Survey | None, instrument: Instrument
) -> None:
    if before is not None and not before.stands:
        raise _gone()
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
