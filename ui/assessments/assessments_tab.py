"""The assessments of a case: both beside each other, and the page to write one on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.assessments.model import Assessment, Moment
from intake_app.assessments.service import assessments_of, start_assessment
from intake_app.drafts.service import found
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.assessments.assessment_form import AssessmentForm
from ui.assessments.beside import Beside
from ui.buttons import Button, Kind
from ui.cases.writing_tab import WritingTab
from ui.lists.empty_state import EmptyState
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import M, S, Text

DRAFT = "assessment"


class AssessmentsTab(WritingTab):
    """Signals: those of a tab with a page to write on."""

    help_page = "assessments"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__(session, tasks, messages, case_id, DRAFT)
        self._shown: list[Assessment] | None = None
        self.state = PlainLabel(Text.SECONDARY, wrap=True)
        self.before = Button(Kind.PLAIN, "pencil", "Alt+B")
        self.after = Button(Kind.PRIMARY, "pencil", "Alt+N")
        self.beside = Beside()
        self.empty = EmptyState("scale", self._empty_words, lambda: _("Assess now"))
        self._content = QStackedWidget()
        self._lay_out()
        self.before.clicked.connect(lambda: self.begin(Moment.BEFORE_RETURN))
        self.after.clicked.connect(lambda: self.begin(Moment.AFTER_ARRIVAL))
        self.empty.acted.connect(lambda: self.begin(Moment.AFTER_ARRIVAL))
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.state, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        for content in (QWidget(), self.empty, self.beside):
            self._content.addWidget(content)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self._content, 1)
        self.show_overview(page, self.after)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the assessments again; a page that is being filled in stays."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: assessments_of(session, case_id), self._show)

    def _show(self, shown: list[Assessment]) -> None:
        self._shown = shown
        self.beside.show_assessments(shown)
        self._content.setCurrentWidget(self.beside if shown else self.empty)
        self.retranslate()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        if self.page is not None:
            return [self.page]
        return [self.after, self.beside if self._shown else self.empty]

    # ------------------------------------------------------------------ writing

    def begin(self, moment: Moment) -> None:
        """Open the page for one of the two, with what was typed before."""
        if self.page is not None or self._shown is None:
            return
        session, case_id = self._session, self._case_id

        def work() -> Assessment:
            kept = found(session, DRAFT, case_id) or {}
            return start_assessment(session, case_id, Moment(kept.get("moment", moment)))

        def ready(assessment: Assessment) -> None:
            if self.page is None:
                self.open_page(AssessmentForm(session, self._tasks, assessment))

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.read(self, work, ready, failed)

    def saved_words(self, _record: Any) -> str:
        """What is said after it was saved."""
        return _("The assessment is saved. Goals of the plan can rest on it.")

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        if not self._session.may(Act.ASSESSMENT_SAVED):
            return _("Nothing was assessed yet. The counsellor does it.")
        return _(
            "Nothing was assessed yet. Write down what the person wants and can, and what helps or"
            " hinders: goals of the plan can then rest on it."
        )

    def retranslate(self) -> None:
        """Every text of the tab."""
        may = self._session.may(Act.ASSESSMENT_SAVED)
        reason = "" if may else _("Only a counsellor writes assessments.")
        for button, moment in (
            (self.before, Moment.BEFORE_RETURN),
            (self.after, Moment.AFTER_ARRIVAL),
        ):
            button.set_text(word("moment", moment))
            button.setAccessibleName(
                _("Assessment: {moment}").format(moment=word("moment", moment))
            )
            button.set_reason(reason)
        self.empty.set_words(self._empty_words)
        self.empty.action.setVisible(may)
        self.state.setText(
            _("What the person wants, can and meets: what the goals of the plan rest on.")
        )
