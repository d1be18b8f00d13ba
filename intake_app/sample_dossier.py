"""What the sample answers to the questions of its programmes: the least that the plans need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intake_app.dossier.model import Attended, Paper
from intake_app.dossier.service import dossier_of, save_dossier
from intake_app.packs.model import Moment, Question, QuestionKind
from intake_app.session import Session


def answer_programme(session: Session, case_id: str) -> None:
    """Answer what the programme of a case needs before a plan and a grant, run its clocks, and
    tick a paper."""
    view = dossier_of(session, case_id)
    today = session.today()
    clocks = {day for one in view.pack.deadlines for day in (one.since, one.until)}
    answers = {
        question.id: _answer(question, today, view.case.number)
        for question in view.pack.questions
        if question.needed in {Moment.PLAN, Moment.GRANT} or question.id in clocks
    }
    papers = [asked for asked in view.pack.documents if asked.when is Moment.INTAKE]
    save_dossier(
        session,
        replace(
            view.dossier,
            answers=answers,
            modules=tuple(Attended(one.id, today) for one in view.pack.modules[:1]),
            papers=tuple(Paper(asked.id, today) for asked in papers[:1]),
        ),
    )


def _answer(question: Question, today: date, number: str) -> str:
    """Something that can stand there; a reference is made of the case's own number."""
    answers = {
        QuestionKind.TEXT: "Aucune" if question.id == "other_aid" else f"REF-{number[-7:]}",
        QuestionKind.DATE: today.isoformat(),
        QuestionKind.NUMBER: "1",
        QuestionKind.YES_NO: "no",
        QuestionKind.CHOICE: question.options[0].id if question.options else "",
    }
    return answers[question.kind]
