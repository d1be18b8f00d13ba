"""What the programme asks, to read: what is missing on top, then answers, training and papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from intake_app.dossier.asked import Clock, answer_words, clocks
from intake_app.dossier.model import Attended
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Moment
from intake_app.words import word
from ui.cards import Card, IconLabel, KeyValues, SectionTitle
from ui.dossier.dossier_read import AskedPaper, DossierRead
from ui.flow import clear_layout
from ui.plain import PlainLabel, Words
from ui.tokens import L, S, Text, Tone


class _Page(QWidget):
    """As high as its lines are at its width: a wrapped line could be narrower, and so higher."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No empty place below the last card."""
        narrow, layout = super().minimumSizeHint(), self.layout()
        assert layout is not None
        return QSize(narrow.width(), layout.totalHeightForWidth(self.width()))


class DossierOverview(QScrollArea):
    """Cards below each other; one that the programme has nothing for is hidden."""

    def __init__(self) -> None:
        super().__init__()
        page = _Page()
        column = QVBoxLayout(page)
        column.setContentsMargins(2, 2, L, L)
        column.setSpacing(L)
        self.missing, self.papers, self.clocks = _lines(), _lines(), _lines()
        self.answers, self.training, self.leads = KeyValues(2), KeyValues(2), KeyValues(2)
        self._missing = Card(parent=page)
        self._missing.body.addLayout(self.missing)
        self._clocks = _card(page, lambda: _("Deadlines"))
        self._clocks.body.addLayout(self.clocks)
        self._answers = _card(page, lambda: _("Questions"), self.answers)
        self._training = _card(page, lambda: _("Training"), self.training)
        self._papers = _card(page, lambda: _("Papers"))
        self._papers.body.addLayout(self.papers)
        self._leads = _card(page, lambda: _("Who leads today"), self.leads)
        for card in (
            self._missing, self._clocks, self._answers, self._training, self._papers, self._leads,
        ):  # fmt: skip
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_read(self, read: DossierRead) -> None:
        """Show what was read."""
        pack, dossier = read.view.pack, read.view.dossier
        self._show_missing(read)
        self._show_clocks(read)
        self._answers.setVisible(bool(pack.questions))
        self.answers.set_rows(
            [
                (one.name.in_(language()), text and answer_words(one, text))
                for one in pack.questions
                for text in (dossier.answer(one.id),)
            ]
        )
        self._training.setVisible(bool(pack.modules))
        self.training.set_rows(
            [
                (one.name.in_(language()), _attended_words(dossier.attended(one.id)))
                for one in pack.modules
            ]
        )
        self._show_papers(read)
        leads = pack.leads_on(read.today)
        self._leads.setVisible(bool(leads))
        self.leads.set_rows([(one.name.in_(language()), one.lead.in_(language())) for one in leads])

    def _show_missing(self, read: DossierRead) -> None:
        clear_layout(self.missing)
        self._missing.setVisible(read.waits_for_something)
        nothing = True
        for moment in Moment:
            for place, sentence in enumerate(read.missing(moment)):
                if not place:
                    self.missing.addWidget(_title(word("asked_at", moment)))
                self.missing.addWidget(_line(sentence, "triangle-alert", Tone.WARNING))
                nothing = False
        if nothing:
            words = _("Everything that the programme needs is there.")
            self.missing.addWidget(_line(words, "circle-check", Tone.SUCCESS))

    def _show_clocks(self, read: DossierRead) -> None:
        """What runs from a day that was answered, until when, and what was ended in time."""
        clear_layout(self.clocks)
        running = clocks(read.view.pack, read.view.dossier.answers)
        self._clocks.setVisible(bool(running))
        for clock in running:
            self.clocks.addWidget(_clock_line(clock, read.today))

    def _show_papers(self, read: DossierRead) -> None:
        clear_layout(self.papers)
        self._papers.setVisible(any(pack.documents for pack in read.view.asking))
        for moment in Moment:
            asked = read.papers(moment)
            each = read.for_each_aid(moment)
            if asked or each:
                self.papers.addWidget(_title(word("asked_at", moment)))
            for paper in asked:
                self.papers.addWidget(_paper_line(read, paper))
            for pack, one in each:
                if not read.aids(pack):
                    words = _("{paper}: one for each line of the plan")
                    text = words.format(paper=one.name.in_(language()))
                    self.papers.addWidget(_line(text, "circle-dashed"))


_SOON = 2
"""Days before the last one from which the time is a warning."""


def _clock_line(clock: Clock, today: date) -> IconLabel:
    name = clock.deadline.name.in_(language())
    last = format_date(clock.last_day, language())
    if clock.ended_on is not None:
        day = format_date(clock.ended_on, language())
        return _line(
            _("{name}: done on {day}").format(name=name, day=day), "circle-check", Tone.SUCCESS
        )
    left = (clock.last_day - today).days
    if left < 0:
        words = _("{name}: the last day was {day}").format(name=name, day=last)
        return _line(words, "clock", Tone.DANGER)
    if left == 0:
        return _line(_("{name}: today is the last day").format(name=name), "clock", Tone.WARNING)
    words = ngettext(
        "{name}: {days} day left, until {day}", "{name}: {days} days left, until {day}", left
    ).format(name=name, days=left, day=last)
    return _line(words, "clock", Tone.WARNING if left <= _SOON else Tone.NEUTRAL)


def _paper_line(read: DossierRead, asked: AskedPaper) -> IconLabel:
    name = asked.words(language())
    paper = read.view.dossier.paper(asked.document.id, asked.aid)
    if paper is None or not read.is_there(asked):
        words = _("{paper}: still to come").format(paper=name)
        return _line(words, "circle-dashed")
    if paper.attachment in read.view.files:
        return _line(_("{paper}: attached").format(paper=name), "paperclip", Tone.SUCCESS)
    day = format_date(paper.seen_on, language()) if paper.seen_on else ""
    words = _("{paper}: seen on {day}").format(paper=name, day=day)
    return _line(words, "circle-check", Tone.SUCCESS)


def _attended_words(one: Attended | None) -> str:
    if one is None:
        return ""
    attached = _("certificate attached") if one.certificate else ""
    parts: Sequence[str] = (format_date(one.on, language()), one.where, attached)
    return ", ".join(part for part in parts if part)


def _lines() -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(S)
    return lines


def _card(parent: QWidget, title: Words, *parts: QWidget) -> Card:
    card = Card(parent=parent)
    card.body.addWidget(SectionTitle(title))
    for part in parts:
        card.body.addWidget(part)
    return card


def _title(text: str) -> PlainLabel:
    label = PlainLabel(Text.LABEL, wrap=True)
    label.setText(text)
    return label


def _line(text: str, icon: str, tone: Tone = Tone.NEUTRAL) -> IconLabel:
    line = IconLabel(Text.BODY)
    line.show_text(text, icon, tone)
    return line
