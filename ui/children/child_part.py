"""What the parts of the file of a child share: reading it, pages, papers, acts without a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.cases.model import Stage
from intake_app.children import service as children
from intake_app.children.model import Entry
from intake_app.children.service import ChildView
from intake_app.documents import service as documents
from intake_app.errors import IntakeError
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cases.days import moment_words
from ui.cases.writing_tab import WritingTab
from ui.children.entry_card import EntryCard
from ui.children.entry_form import EntryForm, Page
from ui.documents.loose_paper import LoosePaper
from ui.flow import FlowLayout, clear_layout
from ui.messages import Messages
from ui.plain import PlainLabel, Words
from ui.tasks import Tasks
from ui.tokens import M, S, Text

Read = tuple[ChildView, Mapping[str, str]]


class ChildPart(WritingTab):
    """Its class makes the buttons and the cards. Signals: those of a tab to write in."""

    help_page = "children"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__(session, tasks, messages, case_id, "child")
        self._view: ChildView | None = None
        self._staff: Mapping[str, str] = {}
        self.paper = LoosePaper(tasks, self.bar)
        self.paper.setParent(self)
        self.buttons: dict[str, Button] = {}
        self._words: dict[str, Words] = {}
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        overview = QWidget(self)
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        row = QWidget(overview)
        self._row = FlowLayout(row, spacing=S)
        area, inner = QScrollArea(overview), QWidget()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._inner, self._cards = inner, QVBoxLayout(inner)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(M)
        column.addWidget(row)
        column.addWidget(self.bar)
        column.addWidget(area, 1)
        self.make_buttons()
        self.show_overview(overview, next(iter(self.buttons.values()), self))

    # ------------------------------------------------------------------ what its class says

    def make_buttons(self) -> None:
        """The buttons above the cards, the first one with Alt+N."""
        raise NotImplementedError

    def show_cards(self, view: ChildView) -> None:
        """Everything that the part shows."""
        raise NotImplementedError

    def reasons(self, view: ChildView) -> Mapping[str, str]:
        """Why a button may not be used now, by its key; left out or empty: it may."""
        return {}

    # ------------------------------------------------------------------ building

    def add_button(self, key: str, words: Words, icon: str, act: Callable[[], object]) -> Button:
        """One more button above the cards."""
        first = not self.buttons
        kind, shortcut = (Kind.PRIMARY, "Alt+N") if first else (Kind.PLAIN, "")
        button = Button(kind, icon, shortcut) if first else Button(kind, icon)
        button.clicked.connect(lambda *_pressed: act())
        self.buttons[key], self._words[key] = button, words
        self._row.addWidget(button)
        return button

    def add_card(self, title: str, entry: Entry | None = None) -> EntryCard:
        """One more card; of an entry with who wrote it."""
        card = EntryCard(self._inner, title, self._by(entry) if entry else "")
        self._cards.addWidget(card)
        return card

    def add_words(self, text: str, kind: Text = Text.SECONDARY) -> None:
        """A sentence or heading between the cards."""
        label = PlainLabel(kind, wrap=True, parent=self._inner)
        label.setText(text)
        self._cards.addWidget(label)

    def small(self, words: str, icon: str, act: Callable[[], object], reason: str = "") -> Button:
        """A button of a card."""
        button = Button(Kind.PLAIN, icon)
        button.setParent(self._inner)
        button.set_text(words)
        button.set_reason(reason)
        button.clicked.connect(lambda *_pressed: act())
        return button

    def _by(self, entry: Entry) -> str:
        return _("{who}, {when}").format(
            who=self._staff.get(entry.author, entry.author),
            when=moment_words(entry.written_at, self._session.clock()),
        )

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the file again; a page that is being written stays."""
        session, case_id = self._session, self._case_id
        if not session.may(Act.CHILD_NOTED):
            self.retranslate()
            return

        def work() -> Read:
            return children.child_file(session, case_id), names_of_staff(session)

        def show(read: Read) -> None:
            self._view, self._staff = read
            self.retranslate()

        self._tasks.read(self, work, show)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.page] if self.page is not None else [self]

    # ------------------------------------------------------------------ acts

    def write(self, key: str, page: Page) -> None:
        """Open a page; ``key`` names its draft."""
        if self.page is None:
            self.keeper.about = f"{self._case_id} {key}"
            self.open_page(EntryForm(self._tasks, page))

    def saved_words(self, record: Any) -> str:
        """What is said after an entry was written."""
        return _("Written down: {what}.").format(what=word("child_entry", record.kind))

    def do(self, act: Callable[[], object], done: str) -> None:
        """Something without a page of its own."""
        self._tasks.change(self, act, lambda _done: self.bar.success(done), self.failed)

    def failed(self, error: Exception) -> bool:
        """A sentence of the core is said; anything else is a bug."""
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        return isinstance(error, IntakeError)

    def print_entry(self, kind: str, entry_id: str) -> None:
        """Show a paper about an entry, to print; it is not kept."""
        session, tongue = self._session, self._session.office.document_language
        self.paper.open(
            lambda: word("paper", kind),
            partial(documents.child_paper, session, kind, entry_id, tongue),
            partial(documents.note_child_paper_printed, session, entry_id),
        )

    def print_blank(self, kind: str) -> None:
        """Show the empty form, to print."""
        self.paper.open_blank(self._session, kind)

    # ------------------------------------------------------------------ words

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Some sentences come from the core, in the language of the moment: ask again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.reload()

    def retranslate(self) -> None:
        """Every text of the part."""
        view = self._view
        may = self._session.may(Act.CHILD_NOTED)
        role = "" if may else _("Only a counsellor or a supervisor writes here.")
        reasons = dict(self.reasons(view)) if view is not None else {}
        if view is not None and view.case.case.stage is Stage.CLOSURE:
            reasons |= dict.fromkeys(self.buttons.keys() - {"blank"}, _("This case is closed."))
        for key, button in self.buttons.items():
            button.set_text(self._words[key]())
            button.set_reason(role or reasons.get(key, ""))
        clear_layout(self._cards)
        if not may:
            self.add_words(
                _(
                    "What stands here is for counsellors and supervisors only. What the rules for"
                    " this child still ask for stands in the tab “Screening”."
                )
            )
        elif view is not None:
            self.show_cards(view)
        self._cards.addStretch(1)


def day_words(day: Any) -> str:
    """A day in the language of the screen; nothing for none."""
    return format_date(day, language()) if day else ""
