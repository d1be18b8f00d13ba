"""The programme's questions, training and papers in a form, and the way to the record and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from intake_app.dossier.asked import HIGHEST, MOST_LETTERS
from intake_app.dossier.model import Attended, Dossier, Paper
from intake_app.i18n import _, language
from intake_app.packs.model import Moment, Question, QuestionKind, TrainingModule
from intake_app.session import Session
from intake_app.words import word
from ui.cards import IconLabel, SectionTitle
from ui.dossier.dossier_read import AskedPaper, DossierRead
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.editor import Editor
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.fields.text_edit import NumberEdit, TextLine
from ui.fields.typed_text import put_text
from ui.plain import Words
from ui.tokens import Text

SIDE_BY_SIDE = 3
"""So many options fit as buttons; more are a list."""


class DossierQuestions(Form):
    """Three sections, each only if the programme has something in it."""

    def __init__(self, session: Session, read: DossierRead) -> None:
        super().__init__()
        self._session, self._read = session, read
        self._said: list[tuple[IconLabel, Words]] = []
        self._papers: list[AskedPaper] = []
        self._add_questions()
        self._add_training()
        self._add_papers()
        self._show(read.view.dossier)

    def first(self) -> QWidget:
        """The first question, for the keyboard."""
        return next(iter(self._fields.values()), self)

    # ------------------------------------------------------------------ the questions

    def _add_questions(self) -> None:
        pack = self._read.view.pack
        if not pack.questions:
            return
        self.add_section("questions", lambda: _("Questions"))
        for question in pack.questions:
            self.add(
                f"answer.{question.id}",
                self._editor(question),
                _name_of(question),
                helper=_from_child if question.kept_in else _needed(question.needed),
                wide=question.kind is QuestionKind.CHOICE,
            )
            if question.kept_in:
                self[f"answer.{question.id}"].set_read_only(True)

    def _editor(self, question: Question) -> Editor:
        if question.kind is QuestionKind.TEXT:
            return TextLine(MOST_LETTERS)
        if question.kind is QuestionKind.DATE:
            return DayEdit(self._session.today)
        if question.kind is QuestionKind.NUMBER:
            return NumberEdit(0, HIGHEST)
        if question.kind is QuestionKind.YES_NO:
            return Choice(lambda: words_of("answer"))
        many = len(question.options) > SIDE_BY_SIDE
        return ChoiceList(_options(question)) if many else Choice(_options(question))

    def _add_training(self) -> None:
        pack, today = self._read.view.pack, self._session.today
        if not pack.modules:
            return
        self.add_section("training", lambda: _("Training"))
        self._say(lambda: _("Fill in only what the person attended."))
        for module in pack.modules:
            key = f"module.{module.id}"
            self.add_widget(SectionTitle(_module_name(module)))
            helper = _needed(module.needed)
            day = DayEdit(today, latest=today())
            self.add(f"{key}.on", day, lambda: _("Ended on"), helper=helper)
            self.add(f"{key}.where", TextLine(), lambda: _("Where"))
            if self._read.view.file_names:
                self.add(f"{key}.certificate", self._files(), lambda: _("Certificate"))

    def _add_papers(self) -> None:
        if not any(pack.documents for pack in self._read.view.asking):
            return
        self.add_section("papers", lambda: _("Papers"))
        self._say(self._paper_words)
        today = self._session.today
        for moment in Moment:
            papers = self._read.papers(moment)
            if papers:
                self.add_widget(SectionTitle(partial(word, "asked_at", moment)))
            for one in papers:
                self._papers.append(one)
                self.add(
                    f"{one.key}.seen",
                    DayEdit(today, latest=today()),
                    _paper_name(one),
                    helper=_seen_words(one),
                )
                if self._read.view.file_names:
                    self.add(f"{one.key}.file", self._files(), lambda: _("Its file"))

    def _paper_words(self) -> str:
        if self._read.view.file_names:
            return _("A paper is there if somebody saw it or its file is attached.")
        return _(
            "A paper is there if somebody saw it. Files to choose are added in the tab"
            " “Attachments”."
        )

    def _files(self) -> ChoiceList:
        names = self._read.view.file_names
        return ChoiceList(lambda: [Option(id_, name) for id_, name in names.items()])

    def _say(self, words: Words) -> None:
        label = IconLabel(Text.BODY)
        label.show_text(words(), "info")
        self._said.append((label, words))
        self.add_widget(label)

    # ------------------------------------------------------------------ record ↔ answers

    def _show(self, dossier: Dossier) -> None:
        values: dict[str, Any] = {}
        for question in self._read.view.pack.questions:
            values[f"answer.{question.id}"] = _typed(question, dossier.answer(question.id))
        names = self._read.view.file_names
        for one in dossier.modules:
            key = f"module.{one.module}"
            values |= {f"{key}.on": one.on, f"{key}.where": one.where}
            values[f"{key}.certificate"] = one.certificate if one.certificate in names else None
        for asked in self._papers:
            if paper := dossier.paper(asked.document.id, asked.aid):
                file = paper.attachment if paper.attachment in names else None
                values |= {f"{asked.key}.seen": paper.seen_on, f"{asked.key}.file": file}
        self.set_values(values)

    def dossier(self) -> Dossier:
        """What is typed. What the form does not show stays as it was."""
        values, before = self.values(), self._read.view.dossier
        pack = self._read.view.pack
        answers = dict(before.answers)
        for question in pack.questions:
            answers[question.id] = _text(question, values, before)
        asked = {module.id for module in pack.modules}
        kept = [one for one in before.modules if one.module not in asked]
        shown = {(one.document.id, one.aid) for one in self._papers}
        others = [one for one in before.papers if (one.document, one.aid) not in shown]
        return replace(
            before,
            answers=answers,
            modules=(*kept, *self._attended(values, pack.modules)),
            papers=(*others, *self._seen(values)),
        )

    def _attended(
        self, values: Mapping[str, Any], modules: Sequence[TrainingModule]
    ) -> list[Attended]:
        before, found = self._read.view.dossier, []
        for module in modules:
            key, earlier = f"module.{module.id}", before.attended(module.id)
            on = values[f"{key}.on"]
            if on is not None:
                file = self._file(
                    values.get(f"{key}.certificate"), earlier.certificate if earlier else ""
                )
                found.append(Attended(module.id, on, values[f"{key}.where"] or "", file))
        return found

    def _seen(self, values: Mapping[str, Any]) -> list[Paper]:
        before, found = self._read.view.dossier, []
        for one in self._papers:
            earlier = before.paper(one.document.id, one.aid)
            file = self._file(values.get(f"{one.key}.file"), earlier.attachment if earlier else "")
            seen = values[f"{one.key}.seen"]
            if seen is not None or file:
                found.append(Paper(one.document.id, seen, file, one.aid))
        return found

    def _file(self, chosen: str | None, earlier: str) -> str:
        """A file that this role may not know of stays; one that was removed goes."""
        view = self._read.view
        hidden = earlier in view.files and earlier not in view.file_names
        return chosen or (earlier if hidden else "")

    def half_typed(self) -> dict[str, str]:
        """What cannot be kept yet: a place without a day is no training."""
        return {
            f"module.{module.id}.on": _("Say when the training ended.")
            for module in self._read.view.pack.modules
            if self[f"module.{module.id}.on"].value() is None
            and any(
                not self[key].is_empty()
                for part in ("where", "certificate")
                if (key := f"module.{module.id}.{part}") in self._fields
            )
        }

    # ------------------------------------------------------------------ drafts and words

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put the answers of a draft back."""
        for key, text in texts.items():
            if key in self._fields:
                put_text(self[key], text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The sentences between the questions; the questions follow by themselves."""
        if event.type() == QEvent.Type.LanguageChange:
            for label, words in self._said:
                label.show_text(words(), "info")
        super().changeEvent(event)


def _typed(question: Question, text: str) -> object:
    """An answer as its editor takes it; one of an older edition that does not fit is not shown."""
    if question.kind is QuestionKind.DATE:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return None
    if question.kind is QuestionKind.NUMBER:
        return int(text) if text.isdecimal() else None
    if question.kind is QuestionKind.TEXT:
        return text
    fits = text in {"yes", "no"} or question.option(text) is not None
    return text if fits else None


def _text(question: Question, values: Mapping[str, Any], before: Dossier) -> str:
    """What an editor says, as it is kept."""
    value = values[f"answer.{question.id}"]
    if value is None or value == "":
        earlier = before.answer(question.id)
        return earlier if _typed(question, earlier) is None else ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _name_of(question: Question) -> Words:
    return lambda: question.name.in_(language())


def _module_name(module: TrainingModule) -> Words:
    return lambda: module.name.in_(language())


def _paper_name(paper: AskedPaper) -> Words:
    return lambda: paper.words(language())


def _seen_words(paper: AskedPaper) -> Words:
    needed = _needed(paper.document.needed)
    if needed is None:
        return lambda: _("The day on which somebody saw it")
    return lambda: _("The day on which somebody saw it. {needed}").format(needed=needed())


def _from_child() -> str:
    return _("This is written down in the tab “Child”.")


def _needed(needed: Moment | None) -> Words | None:
    if needed is None:
        return None
    return lambda: {
        Moment.INTAKE: _("Needed at intake."),
        Moment.PLAN: _("Needed before the plan is sent."),
        Moment.GRANT: _("Needed before a grant is asked for."),
        Moment.PAYMENT: _("Needed before anything is paid."),
        Moment.CLOSURE: _("Needed before the case is closed."),
    }[needed]


def _options(question: Question) -> Any:
    return lambda: [Option(one.id, one.name.in_(language())) for one in question.options]
