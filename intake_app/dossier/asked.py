"""What a programme asks for and when: one pure question, *what is missing?*, answered in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol

from intake_app.formats import format_date
from intake_app.i18n import _
from intake_app.i18n import language as screen_language
from intake_app.packs.model import (
    Deadline,
    Moment,
    Pack,
    Question,
    QuestionKind,
    RequiredDocument,
)
from intake_app.words import word

MOST_LETTERS = 300
"""Of an answer in words."""

HIGHEST = 9_999_999
"""Of an answer that is a number; more is a slip of the finger."""

MOMENTS = tuple(Moment)
"""In the order in which a case comes to them."""

NO_AIDS: Mapping[str, str] = MappingProxyType({})


class _Attended(Protocol):
    @property
    def module(self) -> str: ...


class Held(Protocol):
    """What a case holds of what is asked: its dossier."""

    @property
    def answers(self) -> Mapping[str, str]: ...
    @property
    def modules(self) -> Collection[_Attended]: ...
    @property
    def papers(self) -> Collection[_Paper]: ...


@dataclass(frozen=True)
class Clock:
    """A deadline that runs from an answer. ``ended_on`` is the day that ended it, if it has."""

    deadline: Deadline
    last_day: date
    ended_on: date | None = None


def clocks(pack: Pack, answers: Mapping[str, str]) -> list[Clock]:
    """The deadlines of the programme that run from a day that somebody has answered."""
    return [
        Clock(one, one.last_day(date.fromisoformat(started)), _day(answers.get(one.until, "")))
        for one in pack.deadlines
        if one.since and _is_day(started := answers.get(one.since, ""))
    ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if _is_day(text) else None


class _Paper(Protocol):
    @property
    def document(self) -> str: ...
    @property
    def aid(self) -> str: ...
    @property
    def seen_on(self) -> date | None: ...
    @property
    def attachment(self) -> str: ...


def missing(pack: Pack, answers: Mapping[str, str], moment: Moment) -> list[str]:
    """What has to be answered before this moment and is not, a sentence for each question.

    What was needed for an earlier moment is needed still: a case may have passed it before the
    programme began to ask. An answer that is not of its kind is none.
    """
    return list(_unanswered(pack, answers, moment).values())


_Key = tuple[str, ...]
"""What is asked, by its kind and id: the same in every programme that asks for it."""


def _unanswered(pack: Pack, answers: Mapping[str, str], moment: Moment) -> dict[_Key, str]:
    return {
        ("question", one.id): _("“{question}” is not answered.").format(
            question=one.name.in_(screen_language())
        )
        for one in pack.questions
        if _waits(one.needed, moment) and wrong_answer(one, answers.get(one.id, ""))
    }


def lacking(
    pack: Pack,
    held: Held,
    moment: Moment,
    aids: Mapping[str, str] = NO_AIDS,
    files: Collection[str] = (),
) -> list[str]:
    """The training and the papers without which this moment does not come: a sentence for each.

    ``aids`` are the plan lines that it is about, by id, with their words; ``files`` as below.
    """
    return list(_lacking(pack, held, moment, aids, files).values())


def _lacking(
    pack: Pack, held: Held, moment: Moment, aids: Mapping[str, str], files: Collection[str]
) -> dict[_Key, str]:
    language, attended = screen_language(), {one.module for one in held.modules}
    said: dict[_Key, str] = {
        ("module", module.id): _("The training “{training}” is not written down.").format(
            training=module.name.in_(language)
        )
        for module in pack.modules
        if module.id not in attended and _waits(module.needed, moment)
    }
    there = papers_there(held.papers, files)
    for asked in pack.documents:
        if not _waits(asked.needed, moment):
            continue
        name = asked.name.in_(language)
        if not asked.per_aid and (asked.id, "") not in there:
            words = _("The paper “{paper}” is not there.").format(paper=name)
            said["paper", asked.id] = words
        said |= {
            ("paper", asked.id, aid): _("The paper “{paper}” for “{aid}” is not there.").format(
                paper=name, aid=text
            )
            for aid, text in aids.items()
            if asked.per_aid and (asked.id, aid) not in there
        }
    return said


def missing_before(
    packs: Iterable[Pack],
    held: Held,
    moment: Moment,
    aids: Mapping[str, str] = NO_AIDS,
    files: Collection[str] = (),
) -> str | None:
    """All of it as one refusal that says where to go; None if nothing is missing.

    ``packs`` are the programmes whose money it is about. What two of them ask is said once.
    """
    said: list[str] = []
    for pack, sentences in _by_pack(packs, held, moment, aids, files):
        said += [_asks_first(pack, moment), *sentences]
    if not said:
        return None
    where = _("It is written down in the case, in the tab “Plan”, part “Programme”.")
    return " ".join([*said, where])


def absent(
    packs: Iterable[Pack], held: Held, moment: Moment, files: Collection[str] = ()
) -> list[str]:
    """The same as sentences by themselves, what two programmes ask only once."""
    found = _by_pack(packs, held, moment, NO_AIDS, files)
    return [sentence for _pack, sentences in found for sentence in sentences]


def _by_pack(
    packs: Iterable[Pack],
    held: Held,
    moment: Moment,
    aids: Mapping[str, str],
    files: Collection[str],
) -> Iterator[tuple[Pack, list[str]]]:
    named: set[_Key] = set()
    for pack in packs:
        found = _unanswered(pack, held.answers, moment) | _lacking(pack, held, moment, aids, files)
        if new := [sentence for key, sentence in found.items() if key not in named]:
            yield pack, new
        named |= found.keys()


def _asks_first(pack: Pack, moment: Moment) -> str:
    return {
        Moment.INTAKE: _("{programme} asks for this first."),
        Moment.PLAN: _("{programme} asks for this before the plan is sent."),
        Moment.GRANT: _("{programme} asks for this before a grant is asked for."),
        Moment.PAYMENT: _("{programme} asks for this before anything is paid."),
        Moment.CLOSURE: _("{programme} asks for this before the case is closed."),
    }[moment].format(programme=pack.short_name.in_(screen_language()))


def papers_to_come(
    pack: Pack,
    papers: Collection[_Paper],
    moment: Moment,
    aids: Collection[str] = (),
    files: Collection[str] = (),
) -> list[tuple[RequiredDocument, str]]:
    """The papers that the programme asks for at exactly this moment and that are not there.

    ``aids`` are the plan lines that count for a paper for each aid, ``files`` the attached files
    that are there: a paper whose file was removed is not, unless somebody saw it. Only those that
    are ``needed`` stop something: many exist only after the plan or the grant that they belong to.
    """
    there = papers_there(papers, files)
    return [
        (asked, aid)
        for asked in pack.documents
        if asked.when is moment
        for aid in (aids if asked.per_aid else ("",))
        if (asked.id, aid) not in there
    ]


def papers_there(papers: Collection[_Paper], files: Collection[str]) -> set[tuple[str, str]]:
    """Which papers are there, each with the plan line that it is for."""
    return {(one.document, one.aid) for one in papers if one.seen_on or one.attachment in files}


def _waits(needed: Moment | None, moment: Moment) -> bool:
    """True if something that is needed for ``needed`` is needed at this moment."""
    return needed is not None and _not_after(needed, moment)


def _not_after(needed: Moment, moment: Moment) -> bool:
    return MOMENTS.index(needed) <= MOMENTS.index(moment)


def wrong_answer(question: Question | None, text: str) -> str | None:
    """Why this text answers the question not; None if it does."""
    if question is None:
        return _("The programme has no such question.")
    if not text:
        return _("Answer this question.")
    fits, sentence = {
        QuestionKind.TEXT: (len(text) <= MOST_LETTERS, _("This is too long.")),
        QuestionKind.DATE: (_is_day(text), _("Type a date.")),
        QuestionKind.NUMBER: (_is_number(text), _("Type a whole number.")),
        QuestionKind.YES_NO: (text in {"yes", "no"}, _("Choose yes or no.")),
        QuestionKind.CHOICE: (question.option(text) is not None, _("Choose one of the answers.")),
    }[question.kind]
    return None if fits else sentence


def _is_number(text: str) -> bool:
    is_plain = re.fullmatch(r"0|[1-9][0-9]{0,6}", text, re.ASCII) is not None
    return is_plain and int(text) <= HIGHEST


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def answer_words(question: Question, text: str, language: str | None = None) -> str:
    """An answer as it is read, in ``language`` or else in the screen's language.

    One that is not of its kind, from another edition of the programme, is shown as it was kept.
    """
    language = language or screen_language()
    if wrong_answer(question, text):
        return text
    if question.kind is QuestionKind.DATE:
        return format_date(date.fromisoformat(text), language)
    if question.kind is QuestionKind.YES_NO:
        return word("answer", text, language)
    option = question.option(text) if question.kind is QuestionKind.CHOICE else None
    return option.name.in_(language) if option else text
