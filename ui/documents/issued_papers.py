"""The papers that were issued for a case: when, by whom, and whether the hub has them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.documents.service import Document
from intake_app.formats import format_short_date
from intake_app.i18n import _, language
from ui.buttons import Button
from ui.cards import Card, SectionTitle
from ui.cases.days import local_moment
from ui.documents.papers import PapersRead
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.plain import Words
from ui.style import row_height
from ui.tasks import Tasks
from ui.tokens import M, S, Tone

MOST_ROWS = 6


class IssuedPapers(QWidget):
    """Signals: ``open_wanted``, ``print_wanted``, ``export_wanted`` (Document)."""

    open_wanted = Signal(object)
    print_wanted = Signal(object)
    export_wanted = Signal(object)

    def __init__(self, tasks: Tasks, why_not_export: Words) -> None:
        super().__init__()
        self._why_not_export = why_not_export
        self._read: PapersRead | None = None
        self.model: PagedModel[Document] = PagedModel(
            tasks, self._columns(), lambda document: document.id
        )
        self.table = RowTable(self.model)
        self.empty = EmptyState("file-text", lambda: _("No paper has been issued yet."))
        self.open, self.print_button = Button(icon="eye"), Button(icon="printer")
        self.export = Button(icon="download")
        self._content = QStackedWidget()
        self._build()
        self.table.opened.connect(self.open_wanted)
        self.table.selected.connect(lambda _row: self._show_buttons())
        for button, signal in (
            (self.open, self.open_wanted),
            (self.print_button, self.print_wanted),
            (self.export, self.export_wanted),
        ):
            button.clicked.connect(lambda _on=False, signal=signal: signal.emit(self.current()))
        self.setFocusProxy(self.table)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionTitle(lambda: _("Issued papers")), 1)
        for button in (self.open, self.print_button, self.export):
            head.addWidget(button)
        self._content.addWidget(self.empty)
        self._content.addWidget(self.table)
        card = Card(margin=1)
        card.body.addWidget(self._content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(card, 1)

    def _columns(self) -> list[Column[Document]]:
        return [
            Column(lambda: _("Paper"), self._title, width=20, stretch=True),
            Column(lambda: _("Issued"), _issued_on, width=11),
            Column(
                lambda: _("State"),
                lambda one: self._state(one)[2],
                width=18,
                icon=lambda one: self._state(one)[0],
                tone=lambda one: self._state(one)[1],
            ),
        ]

    def _title(self, document: Document) -> str:
        if self._read is None:
            return ""
        title, about = self._read.title(document.kind), self._read.about_words(document.about)
        code = document.language.upper()
        if not about:
            return _("{paper} ({language})").format(paper=title, language=code)
        words = _("{paper} ({language}), {about}")
        return words.format(paper=title, language=code, about=about)

    def _state(self, document: Document) -> tuple[str, Tone, str]:
        """Where the paper is on its way to the hub."""
        ways = self._read.on_the_way if self._read else {}
        if document.id not in ways:
            return "circle-check", Tone.SUCCESS, _("The hub has it")
        batch = ways[document.id]
        if batch is None:
            return "inbox", Tone.NEUTRAL, _("In the outbox")
        return "send", Tone.ACCENT, _("In batch {number}").format(number=batch)

    def current(self) -> Document | None:
        """The selected paper."""
        return self.table.current()

    def show_papers(self, read: PapersRead) -> None:
        """Show what was issued, the newest first."""
        self._read = read
        self.model.show_rows(read.documents)
        self._content.setCurrentWidget(self.table if read.documents else self.empty)
        self._show_buttons()
        self._fit()

    def _fit(self) -> None:
        """A few rows are in sight even where the page has to scroll."""
        rows = min(max(len(self._read.documents) if self._read else 0, 3), MOST_ROWS)
        self._content.setMinimumHeight(row_height(self.table) * (rows + 1))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The heights follow the font, the texts the language."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_buttons(self) -> None:
        reason = "" if self.current() is not None else _("Choose a paper in the list first.")
        self.open.set_reason(reason)
        self.print_button.set_reason(reason)
        self.export.set_reason(self._why_not_export() or reason)

    def retranslate(self) -> None:
        """The words on the buttons; table and empty state follow by themselves."""
        self.open.set_text(_("Open"))
        self.print_button.set_text(_("Print…"))
        self.export.set_text(_("Save outside…"))
        self.table.setAccessibleName(_("Issued papers"))
        self._show_buttons()


def _issued_on(document: Document) -> str:
    return format_short_date(local_moment(document.issued_at).date(), language())
