"""Reading an organiser's list in: the file, what its columns mean, what would become of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Arrival, ManifestImport
from intake_app.arrivals.service import ListField, Manifest, Preview, Verdict
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _, ngettext
from intake_app.session import Session
from ui.arrivals.arrival_words import named_shortly
from ui.arrivals.column_questions import ColumnQuestions
from ui.arrivals.list_mapping import ListMapping
from ui.arrivals.list_preview import ListPreview
from ui.buttons import Button, Kind
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.lists.empty_state import EmptyState
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, Tone

PAUSE_MS = 150
UNDO_SECONDS = 60
COLUMNS_NEED = 26
"""Letters of width for the questions about columns."""


class ImportPage(Screen):
    """Nothing is kept before **Import** is pressed, and then everything or nothing.

    Signals: those of a screen.
    """

    help_page = "arrivals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, arrival_id: str) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._arrival: Arrival | None = None
        self._manifest: Manifest | None = None
        self._seen: Preview | None = None
        self._done: ManifestImport | None = None
        self._asked = 0
        self._writing, self._running = False, Progress()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.title, self.bar, self.progress = TitleLine(), MessageBar(), ProgressPanel()
        self.choose = Button(icon="folder-open", key="Ctrl+O")
        self.start = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.nothing = EmptyState(
            "upload",
            lambda: _("Choose the list as the organiser has sent it: an Excel workbook (.xlsx) or"
                      " a CSV file. Nothing is kept before you have looked at it."),
            lambda: _("Choose a file"),
        )  # fmt: skip
        self.finished = EmptyState(
            "circle-check", lambda: _done_words(self._done), lambda: _("Back to the arrival")
        )
        self.finished.hide()
        self.columns = ColumnQuestions()
        self.mapping = ListMapping(session, tasks, self, arrival_id)
        self.preview = ListPreview(session, tasks)
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self._arrange()
        self._connect()
        tasks.read(self, lambda: arrivals.arrival(session, arrival_id), self._open)
        self.retranslate()

    def _arrange(self) -> None:
        self.title.add(self.choose)
        self.title.add(self.start)
        self.parts.addWidget(self.columns)
        self.parts.addWidget(self.preview)
        self.parts.setStretchFactor(0, 2)
        self.parts.setStretchFactor(1, 5)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(M)
        self.parts.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.title, self.bar, self.progress):
            column.addWidget(widget)
        column.addWidget(self.parts, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.finished, 1)
        self.setFocusProxy(self.nothing.action)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.choose.clicked.connect(self._choose)
        self.nothing.acted.connect(self._choose)
        self.finished.acted.connect(self.closed)
        self.start.clicked.connect(self._start)
        self.preview.doubles.changed.connect(
            lambda: _say_start(self.start, self._seen, self.preview.doubles.left_out())
        )
        self.progress.cancelled.connect(lambda: self._running.cancel())  # noqa: PLW0108 - the one of now

    def _open(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self.retranslate()
        self.mapping.offer(self.bar, self.open_file)

    def retranslate(self) -> None:
        """Title and buttons; what stands on the page says itself again."""
        where = named_shortly(self._arrival) if self._arrival else ""
        self.title.set_title(_("Import a list"), where)
        self.choose.set_text(_("Choose a file"))
        looking = self._manifest is not None and self._done is None
        for button in (self.choose, self.start):
            button.setVisible(looking)
        # What goes goes first: both together need more than a low window has.
        self.finished.setVisible(False)
        self.parts.setVisible(looking)
        self.finished.setVisible(self._done is not None)
        _say_start(self.start, self._seen, self.preview.doubles.left_out())
        if looking:
            self.look()

    def panes(self) -> Sequence[QWidget]:
        """The columns and the preview."""
        return [self] if self._manifest is None else [self.columns, *self.preview.list.panes()]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back, while nothing is being written."""
        if event.key() == Qt.Key.Key_Escape and not self._writing:
            self.keep_draft()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def keep_draft(self) -> None:
        """Keep what the columns hold; called before the vault is locked."""
        self.mapping.keep_now()

    def may_leave(self) -> bool:
        """What was said about the columns stays as a draft."""
        self.keep_draft()
        return True

    # ------------------------------------------------------------------ the file

    def _choose(self) -> None:
        kinds = [(_("Lists"), "*.xlsx *.csv"), (_("All files"), "*")]
        path = self._messages.choose_file(_("Choose the list"), kinds)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read the file, and propose what its columns hold."""
        session, arrival = self._session, self._arrival
        if arrival is None or self._writing:
            return

        def work() -> tuple[Manifest, dict[int, ListField]]:
            manifest = arrivals.open_list(session, path)
            return manifest, arrivals.columns_for(session, arrival, manifest)

        def done(read: tuple[Manifest, dict[int, ListField]]) -> None:
            self.bar.clear()
            self._manifest, self._seen, self._done = read[0], None, None
            self.preview.doubles.begin()
            self._ask_columns(*read)
            self.mapping.follow(self.columns, read[0], path)
            self.nothing.hide()
            self.retranslate()
            self.setFocusProxy(self.preview)
            self.preview.setFocus()

        self._tasks.read(self, work, done, self._failed)

    def _ask_columns(self, manifest: Manifest, proposed: dict[int, ListField]) -> None:
        old, self.columns = self.columns, ColumnQuestions()
        self.parts.replaceWidget(0, self.columns)
        old.hide()
        old.deleteLater()
        self.columns.ask(manifest, proposed)
        self.columns.setMinimumWidth(COLUMNS_NEED * self.fontMetrics().averageCharWidth())
        self.parts.setSizes([1, self.width()])  # the lines take what the questions do not need
        self.columns.edited.connect(self._pause.start)

    # ------------------------------------------------------------------ the preview

    def look(self) -> None:
        """Show what would become of the list with these columns."""
        self._pause.stop()
        session, arrival, manifest = self._session, self._arrival, self._manifest
        if arrival is None or manifest is None:
            return
        self._asked += 1
        asked, chosen = self._asked, self.columns.chosen()

        def done(seen: Preview) -> None:
            if asked == self._asked:
                self.columns.show_problems({})
                self._show(manifest, seen)

        def failed(error: Exception) -> bool:
            if asked == self._asked:
                self._seen = None
                _say_start(self.start, self._seen, self.preview.doubles.left_out())
            return self._failed(error)

        self._tasks.read(
            self, lambda: arrivals.preview_list(session, arrival, manifest, chosen), done, failed
        )

    def _show(self, manifest: Manifest, seen: Preview) -> None:
        self._seen = seen
        if self.bar.tone is Tone.WARNING:  # what it warned of may be mended
            self.bar.clear()
        self.preview.show_preview(manifest, seen)
        _say_start(self.start, self._seen, self.preview.doubles.left_out())
        if reason := _against(self._seen):
            self.bar.warning(reason)

    # ------------------------------------------------------------------ the import

    def _start(self) -> None:
        session, arrival, manifest = self._session, self._arrival, self._manifest
        if arrival is None or manifest is None or _against(self._seen) or self._writing:
            return
        chosen, decided = self.columns.chosen(), dict(self.preview.doubles.decided)
        self.preview.doubles.stop()
        self.progress.start(_("The list is being imported"))
        self.start.setEnabled(False)
        self._writing = True

        def work(progress: Progress) -> ManifestImport:
            return arrivals.import_list(session, arrival, manifest, chosen, progress.step, decided)

        self._running = self._tasks.long(
            self, work, self.progress.step, self._imported, self._not_imported
        )

    def _imported(self, done: ManifestImport) -> None:
        self._ended()
        self._done = done
        self.mapping.forget()
        self.finished.retranslate()
        self.retranslate()
        self.bar.undo(
            _("The list is imported."),
            self._take_back,
            seconds=UNDO_SECONDS,
            words=lambda: _("Take the list back"),
        )
        self.finished.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_imported(self, error: Exception) -> bool:
        self._ended()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. Nothing was imported."))
            return True
        return self._failed(error)

    def _ended(self) -> None:
        self._writing = False
        self.start.setEnabled(True)
        self.progress.finish()

    def _take_back(self) -> None:
        done, session = self._done, self._session

        def gone(_count: int) -> None:
            self._done = None
            self.retranslate()
            self.bar.info(_("The list was taken back. Nobody of it is in the vault."))

        if done is not None:
            self._tasks.change(
                self, lambda: arrivals.take_back_list(session, done.id), gone, self._failed
            )

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, InvalidInput):
            self.bar.warning(next(iter(error.problems.values())))
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True


def _done_words(done: ManifestImport | None) -> str:
    count = done.count if done else 0
    words = ngettext("{count} person is expected now.", "{count} people are expected now.", count)
    return words.format(count=count)


def _say_start(button: Button, seen: Preview | None, left_out: int) -> None:
    button.set_text(_start_words(seen, left_out))
    button.set_reason(_against(seen))


def _start_words(seen: Preview | None, left_out: int) -> str:
    count = len(seen.people()) - left_out if seen else 0
    return ngettext("Import {count} person", "Import {count} people", count).format(count=count)


def _against(seen: Preview | None) -> str:
    """Why the list cannot be imported yet, or nothing."""
    if seen is None:
        return _("Say first what the columns hold.")
    wrong = seen.count(Verdict.WRONG)
    if wrong:
        words = ngettext(
            "{count} line cannot be read. Correct it in the list and choose the file again, or"
            " leave the column out.",
            "{count} lines cannot be read. Correct them in the list and choose the file again,"
            " or leave the column out.",
            wrong,
        )
        return words.format(count=wrong)
    return "" if seen.people() else _("There is nobody new on this list.")
