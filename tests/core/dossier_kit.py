"""A case whose programme has its answers, so that tests can get to the plan and the grant."""

from __future__ import annotations

from dataclasses import replace

from intake_app.dossier.asked import wrong_answer
from intake_app.dossier.service import dossier_of, save_dossier
from intake_app.packs.model import Question, QuestionKind
from intake_app.session import Session


def an_answer(question: Question) -> str:
    """Something that answers a question of this kind."""
    return {
        QuestionKind.TEXT: "REF-1",
        QuestionKind.DATE: "2026-05-12",
        QuestionKind.NUMBER: "3",
        QuestionKind.YES_NO: "yes",
        QuestionKind.CHOICE: question.options[0].id if question.options else "",
    }[question.kind]


def answered(session: Session, case_id: str) -> None:
    """Answer what the programme needs at any moment and nobody has answered yet."""
    view = dossier_of(session, case_id)
    open_ones = {
        question.id: an_answer(question)
        for question in view.pack.questions
        if question.needed and wrong_answer(question, view.dossier.answer(question.id))
    }
    if open_ones:
        save_dossier(session, replace(view.dossier, answers={**view.dossier.answers, **open_ones}))
