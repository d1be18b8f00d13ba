"""The page on which a list from outside is read in: the file, what is in it, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _, ngettext, said_again
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.cases.record_form import held
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel, Words
from ui.screen import Screen, TitleLine
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, Text, Tone

Step = Callable[[int, int], object]

QUESTIONS_NEED = 30
"""Letters of width for the questions."""


@dataclass(frozen=True)
class ImportRow:
    """What the table shows: a mistake of a line, or something of the list."""

    key: str
    where: str
    what: str
    said: str
    is_wrong: bool


class ImportSource:
    """What a list is: how it is read and written, and what is said of it."""

    icon = "upload"
    help_page = ""
    tells_all = False
    """True if the whole of a chosen row is told also when nothing is wrong with it."""

    def title_words(self, reading: Any) -> tuple[str, str]:
        """The title of the page, and what it is about. ``reading`` None: there is no file yet."""
        raise NotImplementedError

    def invitation(self) -> str:
        """Asks for the file and says what it should hold."""
        raise NotImplementedError

    def nothing_words(self) -> str:
        """What is said of a file without anything."""
        raise NotImplementedError

    def where_words(self) -> str:
        """The title of the first column."""
        return _("Line or code")

    def choosing(self) -> tuple[str, list[tuple[str, str]]]:
        """The question for the file, and the kinds of files: name and pattern."""
        return _("Choose the list"), [(_("Lists"), "*.xlsx *.csv")]

    def start_words(self) -> str:
        """The button that imports."""
        return _("Import the list")

    def place_words(self, mistake: Any) -> str:
        """Where in the file a mistake stands."""
        return _("line {line}").format(line=mistake.line)

    def add_questions(self, form: Form) -> str:
        """What is asked beside the list; returns the key of the first question, if any."""
        return ""

    def read(self, path: Path, step: Step) -> Any:
        """What is in the file, with its ``mistakes``. Runs on the vault's thread."""
        raise NotImplementedError

    def writing(self, reading: Any, form: Form) -> Callable[[Step], Any]:
        """What writes all of it on the vault's thread; takes along what is typed."""
        raise NotImplementedError

    def rows(self, reading: Any) -> list[ImportRow]:
        """What is in the list, if there is no mistake in it."""
        raise NotImplementedError

    def found_words(self, reading: Any) -> str:
        """What is in the list, in a sentence."""
        raise NotImplementedError

    def against(self, reading: Any) -> str:
        """Why nothing can be imported yet, or nothing."""
        if reading is None:
            return _("Choose a file first.")
        wrong = len(reading.mistakes)
        words = ngettext(
            "{count} line cannot be read. Correct it in the list and choose the file again.",
            "{count} lines cannot be read. Correct them in the list and choose the file again.",
            wrong,
        )
        return words.format(count=wrong) if wrong else ""


class ListImport(Screen):
    """Nothing is kept before **Import** is pressed, and then everything or nothing.

    Signals: those of a screen; ``imported`` what was written.
    """

    imported = Signal(object)

    def __init__(self, tasks: Tasks, messages: Messages, source: ImportSource) -> None:
        super().__init__()
        self._tasks, self._messages, self._source = tasks, messages, source
        self.help_page = source.help_page
        self._reading: Any = None
        self._first = ""
        self._is_busy, self._running = False, Progress()
        self.title, self.bar, self.progress = TitleLine(), MessageBar(), ProgressPanel()
        self.back = Button(Kind.QUIET, "arrow-left")
        self.choose = Button(icon="folder-open", key="Ctrl+O")
        self.start = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.nothing = EmptyState(source.icon, source.invitation, lambda: _("Choose a file"))
        self.form, self.found = Form(), IconLabel(Text.STRONG)
        self.list: ListPanes = ListPanes(
            tasks,
            _columns(source.where_words),
            lambda row: row.key,
            empty=EmptyState(source.icon, source.nothing_words),
        )
        self.whole = PlainLabel(wrap=True)
        self.whole.set_selectable()
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self._arrange()
        self._connect()
        self.retranslate()

    # ------------------------------------------------------------------ the page

    def _arrange(self) -> None:
        for button in (self.back, self.choose, self.start):
            self.title.add(button)
        self.form.add_widget(held(self.found))
        self._first = self._source.add_questions(self.form)
        self.form.add_widget(held(self.whole))
        for part, stretch in ((self.form, 2), (self.list, 5)):
            self.parts.addWidget(part)
            self.parts.setStretchFactor(self.parts.count() - 1, stretch)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(M)
        self.form.setMinimumWidth(QUESTIONS_NEED * self.fontMetrics().averageCharWidth())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        for widget in (self.title, self.bar, self.progress):
            whole.addWidget(widget)
        whole.addWidget(self.parts, 1)
        whole.addWidget(self.nothing, 1)
        self.setFocusProxy(self.nothing.action)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.back.clicked.connect(self._leave)
        self.choose.clicked.connect(self._choose)
        self.nothing.acted.connect(self._choose)
        self.start.clicked.connect(self._start)
        self.form.submitted.connect(self._start)
        self.progress.cancelled.connect(self._cancel)
        self.list.selected.connect(self._say_whole)

    def retranslate(self) -> None:
        """Title and buttons; what was read says itself again."""
        source, known = self._source, self._reading is not None
        against = source.against(self._reading)
        self.title.set_title(*self._source.title_words(self._reading))
        self.list.table.setAccessibleName(source.title_words(self._reading)[0])
        self.back.set_text(_("Back"))
        self.choose.set_text(_("Choose a file"))
        self.start.set_text(source.start_words())
        self.start.set_reason(against)
        self.nothing.setVisible(not known)  # before the parts come: both are too high
        for widget in (self.choose, self.start, self.parts):
            widget.setVisible(known)
        if known:
            wrong = self._reading.mistakes
            look = ("circle-alert", Tone.DANGER) if wrong else ("circle-check", Tone.SUCCESS)
            self.found.show_text(against or source.found_words(self._reading), *look)
            self.list.show_rows(self._wrong_rows() if wrong else source.rows(self._reading))

    def _say_whole(self, row: ImportRow | None) -> None:
        """In full, since a sentence is often longer than its column."""
        told = row is not None and (row.is_wrong or self._source.tells_all)
        self.whole.setVisible(told)
        if row is not None and told:
            words = _("{line}: {words} – {said}")
            self.whole.setText(words.format(line=row.where, words=row.what, said=row.said))

    def _wrong_rows(self) -> list[ImportRow]:
        """A line for each mistake: where, what stands there, what is wrong."""
        where = self._source.place_words
        return [
            ImportRow(f"{place}", where(one), one.words, said_again(one.sentence), is_wrong=True)
            for place, one in enumerate(self._reading.mistakes)
        ]

    def panes(self) -> Sequence[QWidget]:
        """The questions and what is in the file."""
        return [self] if self._reading is None else [self.form, *self.list.panes()]

    def may_leave(self) -> bool:
        """Not while it is being written."""
        return not self._is_busy

    def _leave(self) -> None:
        if self.may_leave():
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ reading and writing

    def _choose(self) -> None:
        question, kinds = self._source.choosing()
        path = self._messages.choose_file(question, [*kinds, (_("All files"), "*")])
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read the file and show what is in it."""
        if self._is_busy:
            return
        source = self._source
        self._begin(_("The list is being read"))

        def work(progress: Progress) -> Any:
            return source.read(path, progress.step)

        def done(reading: Any) -> None:
            self._ended()
            self.bar.clear()
            self._reading = reading
            self.retranslate()
            if self._first:
                self.setFocusProxy(self.form)
                self.form.jump_to(self._first)
            else:
                self.setFocusProxy(self.list)
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self._running = self._tasks.long(self, work, self.progress.step, done, self._failed)

    def _start(self) -> None:
        ready = self._reading is not None and self.start.isEnabled() and not self._is_busy
        if not ready or not self.form.check():
            return
        write = self._source.writing(self._reading, self.form)
        self._begin(_("The list is being imported"))

        def work(progress: Progress) -> Any:
            return write(progress.step)

        def done(written: Any) -> None:
            self._ended()
            self.imported.emit(written)

        self._running = self._tasks.long(self, work, self.progress.step, done, self._failed)

    def _begin(self, words: str) -> None:
        self._is_busy = True
        self.progress.start(words)
        for button in (self.back, self.choose, self.start):
            button.setEnabled(False)

    def _ended(self) -> None:
        self._is_busy = False
        self.progress.finish()
        for button in (self.back, self.choose, self.start):
            button.setEnabled(True)
        self.start.set_reason(self._source.against(self._reading))

    def _cancel(self) -> None:
        self._running.cancel()

    def _failed(self, error: Exception) -> bool:
        self._ended()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. Nothing was imported."))
        elif isinstance(error, InvalidInput):
            about_file = error.problems.pop("file", "")
            self.form.show_problems(error.problems)
            if about_file:
                self.bar.error(about_file)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True


def _columns(where: Words) -> list[Column[ImportRow]]:
    return [
        Column(where, lambda row: row.where, 12),
        Column(lambda: _("What stands there"), lambda row: row.what, 28),
        Column(
            lambda: _("What it is"),
            lambda row: row.said,
            30,
            stretch=True,
            icon=lambda row: "circle-alert" if row.is_wrong else "",
            tone=lambda row: Tone.DANGER if row.is_wrong else None,
        ),
    ]
