"""Reading a list of places in: the file, what is in it, and what is wrong with which line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from intake_app.errors import IntakeError, InvalidInput
from intake_app.formats import country_name, format_number
from intake_app.i18n import _, language, ngettext, said_again
from intake_app.places import service as places
from intake_app.places.model import MOST_VERSION
from intake_app.places.service import PlaceList, Reading
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.cases.record_form import held
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.fields.text_edit import TextLine
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen, TitleLine
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, Text, Tone

QUESTIONS_NEED = 30
"""Letters of width for the questions."""


@dataclass(frozen=True)
class _Row:
    """What the table shows: a mistake of a line, or a place."""

    key: str
    where: str
    what: str
    said: str
    is_wrong: bool


class PlacesImport(Screen):
    """Nothing is kept before **Import** is pressed, and then everything or nothing.

    Signals: those of a screen; ``imported`` the new list.
    """

    help_page = "places"
    imported = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._reading: Reading | None = None
        self._is_busy, self._running = False, Progress()
        self.title, self.bar, self.progress = TitleLine(), MessageBar(), ProgressPanel()
        self.back = Button(Kind.QUIET, "arrow-left")
        self.choose = Button(icon="folder-open", key="Ctrl+O")
        self.start = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.nothing = EmptyState(
            "map-pin",
            lambda: _("Choose the list as CSV or Excel workbook (.xlsx): a line for each place with"
                      " code, level and name, or a table of COD-AB as it is published. Nothing is"
                      " kept before you have looked at it."),
            lambda: _("Choose a file"),
        )  # fmt: skip
        self.form, self.found = Form(), IconLabel(Text.STRONG)
        self.list: ListPanes = ListPanes(
            tasks, _columns(), lambda row: row.key,
            empty=EmptyState("map-pin", lambda: _("There are no places in this file.")),
        )  # fmt: skip
        self.whole = PlainLabel(wrap=True)
        self.whole.set_selectable()
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for button in (self.back, self.choose, self.start):
            self.title.add(button)
        self.form.add_widget(held(self.found))
        self.form.add(
            "version",
            TextLine(MOST_VERSION),
            lambda: _("Version"),
            required=True,
            wide=True,
            helper=lambda: _("As its publisher calls it, or the month: 2024-01"),
        )
        self.form.add("source", TextLine(160), lambda: _("Who publishes it"), wide=True)
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
        reading = self._reading
        where = country_name(reading.country, language()) if reading and reading.country else ""
        self.title.set_title(_("Import places"), where)
        self.list.table.setAccessibleName(_("Places"))
        self.back.set_text(_("Back"))
        self.choose.set_text(_("Choose a file"))
        self.start.set_text(_("Import the list"))
        self.start.set_reason(_against(reading))
        self.nothing.setVisible(reading is None)  # before the parts come: both are too high
        for widget in (self.choose, self.start, self.parts):
            widget.setVisible(reading is not None)
        if reading is not None:
            wrong = bool(reading.mistakes)
            look = ("circle-alert", Tone.DANGER) if wrong else ("circle-check", Tone.SUCCESS)
            self.found.show_text(
                _against(reading) or counted_levels(reading.country, reading.levels().items()),
                *look,
            )
            self.list.show_rows(_rows(reading))

    def _say_whole(self, row: _Row | None) -> None:
        """A mistake in full, since its sentence is often longer than the column."""
        wrong = row is not None and row.is_wrong
        self.whole.setVisible(wrong)
        if row is not None and wrong:
            words = _("{line}: {words} – {said}")
            self.whole.setText(words.format(line=row.where, words=row.what, said=row.said))

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

    # ------------------------------------------------------------------ the file

    def _choose(self) -> None:
        kinds = [(_("Lists"), "*.xlsx *.csv"), (_("All files"), "*")]
        path = self._messages.choose_file(_("Choose the list"), kinds)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read the file and show what is in it."""
        if self._is_busy:
            return
        session = self._session
        self._begin(_("The list is being read"))

        def work(progress: Progress) -> Reading:
            return places.open_list(session, path, progress.step)

        def done(reading: Reading) -> None:
            self._ended()
            self.bar.clear()
            self._reading = reading
            self.retranslate()
            self.setFocusProxy(self.form)
            self.form.jump_to("version")

        self._running = self._tasks.long(self, work, self.progress.step, done, self._failed)

    def _start(self) -> None:
        reading, session = self._reading, self._session
        ready = reading is not None and self.start.isEnabled() and not self._is_busy
        if reading is None or not ready or not self.form.check():
            return
        version, source = self.form["version"].value(), self.form["source"].value()
        self._begin(_("The list is being imported"))

        def work(progress: Progress) -> PlaceList:
            return places.import_list(session, reading, version, source, progress.step)

        def done(one: PlaceList) -> None:
            self._ended()
            self.imported.emit(one)

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
        self.start.set_reason(_against(self._reading))

    def _cancel(self) -> None:
        self._running.cancel()

    def _failed(self, error: Exception) -> bool:
        self._ended()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. Nothing was imported."))
        elif isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True


def _columns() -> list[Column[_Row]]:
    return [
        Column(lambda: _("Line or code"), lambda row: row.where, 12),
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


def _rows(reading: Reading) -> list[_Row]:
    """The mistakes, or, without any, the places."""
    if reading.mistakes:
        return [
            _Row(
                f"{place}",
                _("line {line}").format(line=one.line),
                one.words,
                said_again(one.sentence),
                True,
            )
            for place, one in enumerate(reading.mistakes)
        ]
    names = {place.code: place.name(language()) for place in reading.places}
    kinds = {level: _kind(reading.country, level) for level in reading.levels()}
    inside = _("{kind}, in {region}")
    return [
        _Row(
            place.code,
            place.code,
            names[place.code],
            inside.format(kind=kinds[place.level], region=names[place.parent])
            if place.parent
            else kinds[place.level],
            is_wrong=False,
        )
        for place in reading.places
    ]


def _kind(country: str, level: int) -> str:
    return places.level_name(country, level) or _("level {level}").format(level=level)


def counted_levels(country: str, counts: Iterable[tuple[int, int]]) -> str:
    """``24 × governorate, 264 × delegation``: in the country's own words for its levels."""
    return ", ".join(
        _("{count} × {kind}").format(
            count=format_number(count, language()), kind=_kind(country, level)
        )
        for level, count in counts
    )


def _against(reading: Reading | None) -> str:
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
