"""What a case holds of what its programme asks for, and the rules for writing it down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from intake_app.dossier.asked import wrong_answer
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.i18n import _
from intake_app.packs.model import Pack
from intake_app.values import clean_text

MOST_LETTERS = 300
"""Of where a training was held."""


class NotAnswered(NotAllowed):
    """The programme asks for something first: the screens lead to where it is answered."""


@dataclass(frozen=True)
class Attended:
    """A training module that the person attended, until ``on``; ``certificate``: its file."""

    module: str
    on: date
    where: str = ""
    certificate: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper that the programme asks for and that is there.

    ``attachment`` is the file of it; empty if somebody saw the paper itself on ``seen_on``.
    ``aid`` is the plan line that it is for, if the programme asks for one for each aid.
    """

    document: str
    seen_on: date | None = None
    attachment: str = ""
    aid: str = ""


@dataclass(frozen=True)
class Dossier:
    """All that a case holds of what its programme asks. A question without an answer is not in it.

    ``answers`` by question, each as one text: what was typed, a day in ISO-8601, a whole number,
    ``yes`` or ``no``, or the id of the option.
    """

    case_id: str
    answers: Mapping[str, str] = field(default_factory=dict)
    modules: tuple[Attended, ...] = ()
    papers: tuple[Paper, ...] = ()
    revision: int = 0
    author: str = ""
    written_at: str = ""

    def answer(self, question: str) -> str:
        """The answer to a question; empty if there is none."""
        return self.answers.get(question, "")

    def paper(self, document: str, aid: str = "") -> Paper | None:
        """A paper that is there, for this aid if there is one for each."""
        return next(
            (one for one in self.papers if (one.document, one.aid) == (document, aid)), None
        )

    def attended(self, module: str) -> Attended | None:
        """When the person attended a module."""
        return next((one for one in self.modules if one.module == module), None)

    def cleaned(self) -> Dossier:
        """The same with tidy texts and without empty answers."""
        answers = {key: clean_text(text) for key, text in self.answers.items()}
        return replace(
            self,
            answers={key: text for key, text in answers.items() if text},
            modules=tuple(replace(one, where=clean_text(one.where)) for one in self.modules),
        )

    def check(self, pack: Pack, before: Dossier, files: Collection[str], today: date) -> None:
        """Raise InvalidInput with a sentence for each thing that does not fit.

        ``files`` are the attached files about the person. What stood there before stays as it is,
        also if a newer edition of the programme does not ask for it any more.
        """
        problems: dict[str, str] = {}
        for key, text in self.answers.items():
            if text != before.answer(key) and (wrong := wrong_answer(pack.question(key), text)):
                problems[f"answer.{key}"] = wrong
        for question in pack.questions:
            if question.kept_in and self.answer(question.id) != before.answer(question.id):
                problems[f"answer.{question.id}"] = _("This is written down in the tab “Child”.")
        for one in self.modules:
            if one not in before.modules:
                problems |= self._wrong_module(one, pack, files, today)
        for paper in self.papers:
            if paper not in before.papers:
                problems |= self._wrong_paper(paper, pack, files, today)
        if problems:
            raise InvalidInput(problems)

    def _wrong_module(
        self, one: Attended, pack: Pack, files: Collection[str], today: date
    ) -> dict[str, str]:
        key = f"module.{one.module}"
        if one.module not in {module.id for module in pack.modules}:
            return {key: _("The programme has no such training.")}
        if self.attended(one.module) != one:
            return {key: _("This training is written down twice.")}
        problems = {}
        if one.on > today:
            problems[f"{key}.on"] = _("This day has not come yet.")
        if len(one.where) > MOST_LETTERS:
            problems[f"{key}.where"] = _("This is too long.")
        if one.certificate and one.certificate not in files:
            problems[f"{key}.certificate"] = _no_file()
        return problems

    def _wrong_paper(
        self, paper: Paper, pack: Pack, files: Collection[str], today: date
    ) -> dict[str, str]:
        key = paper_key(paper.document, paper.aid)
        asked = {(one.id, one.per_aid) for one in pack.documents}
        if (paper.document, bool(paper.aid)) not in asked:
            return {key: _("The programme asks for no such paper.")}
        if self.paper(paper.document, paper.aid) != paper:
            return {key: _("This paper is written down twice.")}
        problems = {}
        if paper.seen_on is None and not paper.attachment:
            problems[f"{key}.seen"] = _("Say when the paper was seen, or choose its file.")
        if paper.seen_on is not None and paper.seen_on > today:
            problems[f"{key}.seen"] = _("This day has not come yet.")
        if paper.attachment and paper.attachment not in files:
            problems[f"{key}.file"] = _no_file()
        return problems


def paper_key(document: str, aid: str = "") -> str:
    """The name of a paper among the fields of a form."""
    return f"paper.{document}.{aid}" if aid else f"paper.{document}"


def _no_file() -> str:
    return _("This file is not attached any more. Choose another, or none.")
