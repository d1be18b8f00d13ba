"""Every form that can be printed empty, for days without power: one by one, or all in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.documents import service as documents
from intake_app.i18n import _, language, ngettext
from intake_app.instruments.model import Instrument
from intake_app.instruments.service import instruments
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.cases.list_and_details import ListAndDetails
from ui.documents.loose_paper import LoosePaper
from ui.fields.choice import Choice
from ui.fields.field import Field
from ui.fields.message_bar import MessageBar
from ui.fields.options import paper_languages
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import Words
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, Text

_PLACES: dict[str, Words] = {
    **dict.fromkeys(
        ("intake_profile", "consent_form", "arrival_receipt"), lambda: _("Reception")
    ),
    **dict.fromkeys(
        ("assessment_summary", "reintegration_plan", *documents.OF_A_GRANT),
        lambda: _("Plans and grants"),
    ),
    **dict.fromkeys(documents.OF_A_REFERRAL, lambda: _("Referrals")),
    **dict.fromkeys(documents.OF_A_FOLLOW_UP, lambda: _("Follow-ups")),
}  # fmt: skip


@dataclass(frozen=True)
class Blank:
    """One line: a form of the program, or a questionnaire of the office."""

    kind: str
    instrument: Instrument | None = None

    @property
    def key(self) -> str:
        """What tells the lines apart."""
        return self.instrument.id if self.instrument else self.kind

    def name(self) -> str:
        """What the paper is called on the screen."""
        return (
            self.instrument.title.in_(language()) if self.instrument else word("paper", self.kind)
        )

    def place(self) -> str:
        """Where it belongs."""
        return _("Questionnaires") if self.instrument else _PLACES[self.kind]()


class BlankFormsPage(Screen):
    """The list, the language of the paper, and the preview. Signals: those of a screen."""

    help_page = "papers"

    def __init__(self, session: Session, tasks: Tasks, _messages: Messages, _about: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._lines: list[Blank] = []
        self.title, self.bar = TitleLine(), MessageBar()
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.every = Button(Kind.PLAIN, "file-text")
        self.open = Button(Kind.PRIMARY, "printer", "Alt+N")
        self.paper = LoosePaper(tasks, self.bar)
        self.tongue = Choice(paper_languages, may_be_empty=False)
        self.note = IconLabel(Text.BODY)
        beside = QWidget()
        self.list = ListAndDetails(tasks, self._columns(), lambda line: line.key, beside)
        self._arrange(beside)
        self.tongue.set_value(session.office.document_language)
        self.back.clicked.connect(self.closed)
        self.open.clicked.connect(lambda: self.open_blank(self.list.current()))
        self.every.clicked.connect(self.open_all)
        self.list.opened.connect(self.open_blank)
        self.bar.faded.connect(self.status_changed)
        self.retranslate()

    def _arrange(self, beside: QWidget) -> None:
        for button in (self.back, self.every, self.open):
            self.title.add(button)
        card = Card(parent=beside)
        card.body.addWidget(Field(self.tongue, lambda: _("Language of the papers"), parent=card))
        card.body.addWidget(self.note)
        inner = QVBoxLayout(beside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.paper.setParent(self)
        self.setFocusProxy(self.list)

    def _columns(self) -> list[Column[Blank]]:
        return [
            Column(lambda: _("Blank form"), Blank.name, 22, stretch=True),
            Column(lambda: _("Belongs to"), Blank.place, 18),
        ]

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Blank forms"))
        self.back.set_text(_("Back"))
        self.every.set_text(_("All in one"))
        self.open.set_text(_("Open the form"))
        self.list.table.setAccessibleName(_("Blank forms"))
        self.note.show_text(
            _(
                "Print some of each for days without power. They are filled in with a pen, and"
                " typed into the case afterwards. Nothing of them is kept."
            ),
            "info",
        )

    def reload(self) -> None:
        """Read which questionnaires the office has."""
        self._tasks.read(self, lambda: instruments(self._session), self._take)

    def panes(self) -> Sequence[QWidget]:
        """The list and the language."""
        return self.list.panes()

    def _take(self, asked: Sequence[Instrument]) -> None:
        forms = [Blank(kind) for kind in documents.BLANKS]
        self._lines = [*forms, *(Blank("survey_answers", one) for one in asked)]
        self.list.show_rows(self._lines)
        words = ngettext("{count} form", "{count} forms", len(self._lines))
        self.status_changed.emit(words.format(count=len(self._lines)))

    # ------------------------------------------------------------------ the papers

    def open_blank(self, line: Blank | None) -> None:
        """Show one form to print; nothing of it is kept."""
        if line is None:
            return
        session, tongue = self._session, self._tongue()

        def make() -> bytes:
            if line.instrument is not None:
                return documents.blank_questionnaire(session, line.instrument.id, tongue)
            return documents.blank_form(session, line.kind, tongue)

        self.paper.open(line.name, make, lambda: None)

    def open_all(self) -> None:
        """Show all forms of the program one after the other, as one paper."""
        session, tongue = self._session, self._tongue()
        self.paper.open(
            lambda: _("Blank forms"), lambda: documents.blank_set(session, tongue), lambda: None
        )

    def _tongue(self) -> str:
        return self.tongue.value() or self._session.office.document_language
