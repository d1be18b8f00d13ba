"""The papers of a case: what can be printed now, and everything that was issued."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from intake_app.i18n import LANGUAGES, _
from intake_app.session import Session
from ui.cards import Card, SectionTitle
from ui.documents.issued_papers import IssuedPapers
from ui.documents.paper_line import PaperLine
from ui.documents.paper_work import PaperWork
from ui.documents.papers import Paper, PapersRead, read_papers
from ui.fields.choice import Choice
from ui.fields.message_bar import MessageBar
from ui.fields.options import paper_languages
from ui.flow import clear_layout
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import XL, M, S, Text

BESIDE = 118
"""Letters of width from which the issued papers stand beside those that can be made."""


class PapersTab(Screen):
    """Signals: those of a screen; ``place_chosen`` another tab."""

    place_chosen = Signal(str)

    help_page = "papers"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._case_id = case_id
        self._read: PapersRead | None = None
        self._wanted_kind = ""
        self.lines: list[PaperLine] = []
        self.bar = MessageBar()
        self.language = Choice(paper_languages, may_be_empty=False)
        self._language_label = PlainLabel(Text.LABEL)
        self.work = PaperWork(session, tasks, messages, case_id, self.bar)
        self.issued = IssuedPapers(tasks, self.work.why_not_export)
        self._now = Card(margin=M)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        tongue = QHBoxLayout()
        tongue.setSpacing(S)
        tongue.addWidget(SectionTitle(lambda: _("Can be printed now")), 1)
        tongue.addWidget(self._language_label)
        tongue.addWidget(self.language)
        self._now.body.setSpacing(0)
        left = self._left = QVBoxLayout()
        left.setSpacing(M)
        left.addLayout(tongue)
        left.addWidget(self._now)
        left.addStretch(1)
        area, inner = QScrollArea(), QWidget()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inner.installEventFilter(self)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(XL)
        self._halves.addLayout(left, 1)
        self._halves.addWidget(self.issued, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addWidget(area, 1)
        self.work.setParent(self)

    def _connect(self) -> None:
        self.issued.open_wanted.connect(self.work.open)
        self.issued.print_wanted.connect(self.work.print_paper)
        self.issued.export_wanted.connect(self.work.export)
        self.work.issued.connect(lambda document: self.issued.table.select(document.id))
        self.bar.faded.connect(self.status_changed)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read what can be printed and what was issued."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: read_papers(session, case_id), self._show)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self._now, self.issued]

    def _show(self, read: PapersRead) -> None:
        first = self._read is None
        self._read = read
        self.work.case_number = read.view.case.number
        if first:
            self.language.set_value(read.view.person.language)
        if [line.paper for line in self.lines] != list(read.papers):
            self._fill(read)
        else:
            for line in self.lines:
                line.show_read(read)
        self.issued.show_papers(read)
        self._focus_wanted()

    def _fill(self, read: PapersRead) -> None:
        clear_layout(self._now.body)
        self.lines = [PaperLine(paper, read) for paper in read.papers]
        for line in self.lines:
            line.preview_wanted.connect(self._preview)
            line.issue_wanted.connect(self._issue)
            self._now.body.addWidget(line)
        if self.lines:
            self.setFocusProxy(self.lines[0])

    def show_kind(self, kind: str) -> None:
        """Put the keyboard on the first paper of a kind, now or when it was read."""
        self._wanted_kind = kind
        self._focus_wanted()

    def _focus_wanted(self) -> None:
        """Go where the print menu pointed; say so if there is no such paper."""
        if not self._wanted_kind or self._read is None:
            return
        kind, self._wanted_kind = self._wanted_kind, ""
        for line in reversed(self.lines):  # the newest of its kind
            if line.paper.kind == kind:
                line.setFocus()
                return
        words = _("There is nothing to print yet: {paper}.")
        self.bar.warning(words.format(paper=self._read.title(kind)))

    def _preview(self, paper: Paper) -> None:
        self.work.preview(paper, self.language.value() or LANGUAGES[0])

    def _issue(self, paper: Paper) -> None:
        self.work.issue(paper, self.language.value() or LANGUAGES[0])

    # ------------------------------------------------------------------ look and words

    def retranslate(self) -> None:
        """Every text of the tab."""
        self._language_label.setText(_("Language of the papers"))
        self.language.set_names(_("Language of the papers"), "")
        for line in self.lines:
            line.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Beside or below, as there is room."""
        self._arrange()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The halves need another width: another font, another language, another paper."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        halves = self._left.minimumSize().width() + self.issued.minimumSizeHint().width()
        beside = self.width() >= max(halves + XL, self.fontMetrics().averageCharWidth() * BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(across if beside else down)
