"""The part of a case where questionnaires are asked, and earlier rounds read and compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.documents.service import blank_questionnaire
from intake_app.drafts.service import found
from intake_app.errors import IntakeError
from intake_app.i18n import _, language, ngettext
from intake_app.instruments.model import Instrument
from intake_app.referrals.model import ReferralState
from intake_app.referrals.service import referrals_of
from intake_app.session import Session
from intake_app.surveys.picture import round_words
from intake_app.surveys.service import (
    CaseSurveys,
    Survey,
    Taken,
    start_survey,
    surveys_of,
    take_back,
)
from intake_app.users.service import names_of_staff
from ui.cards import IconLabel
from ui.cases.days import on_day
from ui.cases.writing_tab import WritingTab
from ui.documents.loose_paper import LoosePaper
from ui.flow import clear_layout
from ui.lists.empty_state import EmptyState
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.surveys.survey_answers import SurveyAnswers
from ui.surveys.survey_card import SurveyCard
from ui.surveys.survey_form import SurveyForm
from ui.tasks import Tasks
from ui.tokens import L, M, Text, Tone

DRAFT = "survey"


@dataclass(frozen=True)
class _Read:
    surveys: CaseSurveys
    staff: dict[str, str]
    unanswered: int
    """Referrals that nobody has answered: people served by referral are less satisfied when nobody
    sees whether it arrived."""


class _Page(QWidget):
    """As high as its lines are at its width: a wrapped line could be narrower, and so higher."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No empty place below the last card."""
        narrow, layout = super().minimumSizeHint(), self.layout()
        assert layout is not None
        return QSize(narrow.width(), layout.totalHeightForWidth(self.width()))


class SurveysTab(WritingTab):
    """Signals: those of a tab with a page to write on."""

    help_page = "surveys"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__(session, tasks, messages, case_id, DRAFT)
        self._read: _Read | None = None
        self.state = PlainLabel(Text.SECONDARY, wrap=True)
        self.cards: list[SurveyCard] = []
        self.answers: SurveyAnswers | None = None
        self.paper = LoosePaper(tasks, self.bar)
        self.paper.setParent(self)
        self.empty = EmptyState("clipboard-list", self._empty_words)
        self.area = QScrollArea()
        self._content = QStackedWidget()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self._inside = _Page()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(2, 2, L, L)
        self._column.setSpacing(L)
        self.area.setWidget(self._inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        for content in (QWidget(), self.empty, self.area):
            self._content.addWidget(content)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.state, self.bar):
            column.addWidget(widget)
        column.addWidget(self._content, 1)
        self.show_overview(page, self.area)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the surveys again; a page that is being filled in stays."""
        session, case_id = self._session, self._case_id

        def work() -> _Read:
            waiting = [
                one
                for one in referrals_of(session, case_id)
                if one.state is ReferralState.IN_PROGRESS
            ]
            return _Read(surveys_of(session, case_id), names_of_staff(session), len(waiting))

        self._tasks.read(self, work, self._show, self._failed)

    def _show(self, read: _Read) -> None:
        self._read = read
        self._content.setCurrentWidget(self.area if read.surveys.to_ask else self.empty)
        self.retranslate()

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        return isinstance(error, IntakeError)

    def _show_cards(self, read: _Read) -> None:
        place = self.area.verticalScrollBar().value()
        clear_layout(self._column)
        self.cards = []
        by_form = {some[0].instrument.form_id: some for some in read.surveys.rounds}
        may = self._session.may(Act.SURVEY_SAVED)
        reason = "" if may else _("Only a counsellor asks these questions.")
        if read.unanswered and read.surveys.rounds:
            self._column.addWidget(_waiting_line(read.unanswered))
        for instrument in read.surveys.to_ask:
            card = SurveyCard(
                self._inside,
                instrument,
                by_form.get(instrument.form_id, ()),
                reason,
                "" if self.cards else "Alt+N",
                may_take_out=self._session.may(Act.SURVEY_TAKEN_BACK),
                gone=[
                    _gone_line(one, read.staff)
                    for one in read.surveys.taken_back
                    if one.instrument.form_id == instrument.form_id
                ],
            )
            card.asked.connect(self._asker(instrument))
            card.blank_wanted.connect(self._printer(instrument))
            card.read.connect(self.show_answers)
            card.corrected.connect(self.correct)
            card.taken_out.connect(self.take_out)
            self._column.addWidget(card)
            card.show()  # at once, so that its key works at once
            self.cards.append(card)
        self._column.addStretch(1)
        self.area.verticalScrollBar().setValue(place)

    def _asker(self, instrument: Instrument) -> Callable[[], None]:
        return lambda: self.begin(instrument)

    def _printer(self, instrument: Instrument) -> Callable[[], None]:
        session = self._session

        def blank() -> None:
            tongue = language()
            self.paper.open(
                lambda: instrument.title.in_(language()),
                lambda: blank_questionnaire(session, instrument.id, tongue),
                lambda: None,
            )

        return blank

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        if self.page is not None:
            return [self.page]
        return [self.answers] if self.answers is not None else [self.area]

    # ------------------------------------------------------------------ asking

    def begin(self, instrument: Instrument) -> None:
        """Open a new survey; if one was begun and not saved, that one."""
        self._open(instrument.id, None)

    def correct(self, survey_id: str) -> None:
        """Open a survey that was answered before."""
        taken = self._read.surveys.survey(survey_id) if self._read else None
        if taken is not None:
            self._open(taken.instrument.id, taken.survey)

    def take_out(self, survey_id: str) -> None:
        """Take a survey out of the case that belongs into another one; asks for the reason."""
        reason = self._messages.ask_text(
            _("Take this survey out of the case?"),
            _(
                "It counts no more: not in the rounds and scores, not on papers, not for the"
                " closure. The answers stay on record with your reason. It cannot be put back; ask"
                " the questions again in the right case."
            ),
            _("Reason"),
            _("Take out"),
            _("Leave it"),
            danger=True,
        )
        if reason is None:
            return
        session = self._session
        self._tasks.change(
            self,
            lambda: take_back(session, survey_id, reason),
            lambda _gone: self.bar.success(_("The survey is taken out of the case.")),
            self._failed,
        )

    def _open(self, instrument_id: str, survey: Survey | None) -> None:
        if self.page is not None or self._read is None:
            return
        session, case_id = self._session, self._case_id

        def work() -> tuple[Instrument, Survey] | None:
            kept = found(session, DRAFT, case_id) or {}
            surveys = surveys_of(session, case_id)
            begun = surveys.survey(kept.get("survey", ""))
            if begun is not None:
                return begun.instrument, begun.survey
            wanted = {one.id: one for one in surveys.to_ask}
            draft = next(
                (one for one in surveys.to_ask if one.form_id == kept.get("form_id")), None
            )
            if draft is not None:
                return draft, start_survey(session, case_id, draft.id)
            if survey is not None:
                taken = surveys.survey(survey.id)
                return (taken.instrument, taken.survey) if taken else None
            one = wanted.get(instrument_id)
            return (one, start_survey(session, case_id, one.id)) if one else None

        def ready(read: tuple[Instrument, Survey] | None) -> None:
            if read is not None and self.page is None:
                self._leave_answers()
                self.open_page(SurveyForm(session, self._tasks, *read))

        self._tasks.read(self, work, ready, self._failed)

    def saved_words(self, record: Any) -> str:
        """What is said after it was saved."""
        return _("The survey is saved. It can be printed in the tab “Papers”.")

    # ------------------------------------------------------------------ answers of a round

    def show_answers(self, survey_id: str) -> None:
        """Show what was answered in a round instead of the overview."""
        taken = self._read.surveys.survey(survey_id) if self._read else None
        if taken is None or self._read is None or self.page is not None:
            return
        self._leave_answers()
        author = self._read.staff.get(taken.survey.author, "")
        self.answers = SurveyAnswers(taken, author)
        self.answers.closed.connect(self._close_answers)
        self._pages.setCurrentIndex(self._pages.addWidget(self.answers))
        self.setFocusProxy(self.answers)
        self.answers.setFocus()

    def _close_answers(self) -> None:
        self._leave_answers()
        self.setFocusProxy(self._home)
        self._home.setFocus()

    def _leave_answers(self) -> None:
        answers, self.answers = self.answers, None
        if answers is not None:
            self._pages.setCurrentIndex(0)
            self._pages.removeWidget(answers)
            answers.deleteLater()

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        return _(
            "This office uses no questionnaire yet. A supervisor adds those that came with the"
            " program, or imports others, in Office, Questionnaires."
        )

    def retranslate(self) -> None:
        """Every text of the tab; the cards are made anew."""
        self.state.setText(
            _("Questions asked in rounds: what has changed for the person since the return.")
        )
        self.empty.retranslate()
        if self._read is not None:
            self._show_cards(self._read)


def _gone_line(one: Taken, staff: Mapping[str, str]) -> str:
    """Who took a survey out of the case, when and why."""
    survey = one.survey
    words = _("Taken out: {round}. {reason} ({who}, {day})")
    return words.format(
        round=round_words(one, language()),
        reason=survey.reason,
        who=staff.get(survey.taken_back_by, survey.taken_back_by),
        day=on_day(survey.taken_back_at),
    )


def _waiting_line(count: int) -> IconLabel:
    line = IconLabel(Text.BODY)
    words = ngettext(
        "{count} referral of this case has no answer yet. Ask what became of it.",
        "{count} referrals of this case have no answer yet. Ask what became of them.",
        count,
    )
    line.show_text(words.format(count=count), "triangle-alert", Tone.WARNING)
    return line
