"""Reading in a questionnaire, or the key to one: what is in the file, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _, language, ngettext, said_again
from intake_app.instruments import service as instruments
from intake_app.instruments.key import COMPLETENESS, KeyReading
from intake_app.instruments.model import Instrument, Questionnaire
from intake_app.instruments.model import Kind as ItemKind
from intake_app.instruments.xlsform import Mistake, Reading
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.fields.text_edit import NumberEdit, TextLine
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, Text, Tone


@dataclass(frozen=True)
class _Row:
    """What the table shows: a mistake, a question, or a line of a key."""

    key: str
    where: str
    what: str
    said: str
    is_wrong: bool = False


class InstrumentImport(Screen):
    """Nothing is kept before **Import** is pressed. With an ``instrument`` it is the key to that.

    Signals: those of a screen; ``imported`` the questionnaire or the key.
    """

    help_page = "questionnaires"
    imported = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        instrument: Instrument | None = None,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._instrument = instrument
        self._reading: Reading | KeyReading | None = None
        self.title, self.bar = TitleLine(), MessageBar()
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.choose = Button(icon="folder-open", key="Ctrl+O")
        self.start = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.nothing = EmptyState("clipboard-list", self._words, lambda: _("Choose a file"))
        self.form, self.found = Form(), IconLabel(Text.STRONG)
        self.list: ListPanes = ListPanes(
            tasks, _columns(), lambda row: row.key,
            empty=EmptyState("clipboard-list", lambda: _("There is nothing in this file.")),
        )  # fmt: skip
        self.whole = PlainLabel(wrap=True)
        self.whole.set_selectable()
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for button in (self.back, self.choose, self.start):
            self.title.add(button)
        if self._instrument is not None:
            self.form.add(
                "source",
                TextLine(instruments.LONGEST_SOURCE),
                lambda: _("Where the key comes from"),
                required=True,
                helper=lambda: _("For example: key of IOM, letter of 3 March 2026"),
            )
            self.form.add(
                "completeness",
                NumberEdit(1, 100, lambda: "%"),
                lambda: _("Least part of the questions answered"),
                required=True,
                helper=lambda: _("With fewer answers no score is shown."),
            )
            self.form["completeness"].set_value(COMPLETENESS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        for widget in (self.title, self.bar, self.found, self.form):
            whole.addWidget(widget)
        self.form.setMaximumHeight(self.fontMetrics().height() * 8)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.whole)
        whole.addWidget(self.nothing, 1)
        self.setFocusProxy(self.nothing.action)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.back.clicked.connect(self.closed)
        self.choose.clicked.connect(self._choose)
        self.nothing.acted.connect(self._choose)
        self.start.clicked.connect(self._start)
        self.form.submitted.connect(self._start)
        self.list.selected.connect(self._say_whole)

    def panes(self) -> Sequence[QWidget]:
        """What is in the file."""
        if self._reading is None:
            return [self]
        return [*([self.form] if self._instrument else []), *self.list.panes()]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ words

    def _words(self) -> str:
        if self._instrument is None:
            return _(
                "Choose an XLSForm (.xlsx), as it is made for Kobo or ODK. Nothing is kept before"
                " you have looked at it."
            )
        return _(
            "Choose the key as CSV or Excel workbook (.xlsx): a line for each answer with question,"
            " answer, score, dimension, weight and composite_weight."
        )

    def retranslate(self) -> None:
        """Title and buttons; what was read says itself again."""
        reading, one = self._reading, self._instrument
        if one is None:
            self.title.set_title(_("Import a questionnaire"))
        else:
            self.title.set_title(_("Import a key"), one.title.in_(language()))
        self.list.table.setAccessibleName(_("What is in the file"))
        self.back.set_text(_("Back"))
        self.choose.set_text(_("Choose another file") if reading else _("Choose a file"))
        self.start.set_text(_("Import"))
        self.start.set_reason(_against(reading))
        self.nothing.setVisible(reading is None)
        for widget in (self.choose, self.start, self.list, self.found):
            widget.setVisible(reading is not None)
        self.form.setVisible(reading is not None and one is not None)
        self.whole.setVisible(False)
        if reading is not None:
            wrong = bool(reading.mistakes)
            look = ("circle-alert", Tone.DANGER) if wrong else ("circle-check", Tone.SUCCESS)
            self.found.show_text(_against(reading) or _found(reading), *look)
            self.list.show_rows(_rows(reading, one))

    def _say_whole(self, row: _Row | None) -> None:
        """In full, since a sentence is often longer than its column."""
        self.whole.setVisible(row is not None)
        if row is not None:
            words = _("{line}: {words} – {said}")
            self.whole.setText(words.format(line=row.where, words=row.what, said=row.said))

    # ------------------------------------------------------------------ the file

    def _choose(self) -> None:
        kinds = [(_("Excel workbooks"), "*.xlsx")]
        if self._instrument is not None:
            kinds = [(_("Lists"), "*.xlsx *.csv")]
        path = self._messages.choose_file(_("Choose the file"), [*kinds, (_("All files"), "*")])
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read the file and show what is in it."""
        session, one = self._session, self._instrument

        def work() -> Reading | KeyReading:
            if one is None:
                return instruments.open_form(session, path)
            return instruments.open_key(session, path, one.id)

        def done(reading: Reading | KeyReading) -> None:
            self.bar.clear()
            self._reading = reading
            self.retranslate()
            self.setFocusProxy(self.form if one else self.list)
            (self.form if one else self.list).setFocus()

        self._tasks.read(self, work, done, self._failed)

    def _start(self) -> None:
        reading, one, session = self._reading, self._instrument, self._session
        if reading is None or not self.start.isEnabled():
            return
        work: Callable[[], Any]
        if isinstance(reading, Reading):
            form = reading

            def work() -> Any:
                return instruments.import_form(session, form)

        else:
            if one is None or not self.form.check():
                return
            key, instrument_id = reading, one.id
            source, least = self.form["source"].value(), self.form["completeness"].value()

            def work() -> Any:
                return instruments.import_key(session, instrument_id, key, source, least)

        self._tasks.change(self, work, self.imported.emit, self._failed)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, InvalidInput):
            about_file = error.problems.pop("file", "")
            self.form.show_problems(error.problems)
            if about_file:
                self.bar.error(about_file)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True


def _columns() -> list[Column[_Row]]:
    return [
        Column(lambda: _("Place in the file"), lambda row: row.where, 16),
        Column(lambda: _("What stands there"), lambda row: row.what, 34, stretch=True),
        Column(
            lambda: _("What it is"),
            lambda row: row.said,
            34,
            stretch=True,
            icon=lambda row: "circle-alert" if row.is_wrong else "",
            tone=lambda row: Tone.DANGER if row.is_wrong else None,
        ),
    ]


def _rows(reading: Reading | KeyReading, instrument: Instrument | None) -> list[_Row]:
    """The mistakes, or, without any, the questions or the lines of the key."""
    if reading.mistakes:
        return [
            _Row(f"{place}", _place(one), one.words, said_again(one.sentence), is_wrong=True)
            for place, one in enumerate(reading.mistakes)
        ]
    if isinstance(reading, Reading):
        assert reading.questionnaire is not None
        return _questions(reading.questionnaire)
    return [
        _Row(
            item.question,
            word("dimension", item.dimension),
            _label(instrument, item.question),
            ngettext(
                "weight {weight}, {count} answer",
                "weight {weight}, {count} answers",
                len(item.scores),
            ).format(weight=item.weight, count=len(item.scores)),
        )
        for item in reading.items
    ]


def _label(instrument: Instrument | None, name: str) -> str:
    item = instrument.questionnaire.item(name) if instrument else None
    return item.label.in_(language()) if item else name


def _questions(form: Questionnaire) -> list[_Row]:
    rows = []
    for item in form.items:
        if item.kind is ItemKind.GROUP:
            kind = _("a group of questions")
        elif item.choices:
            kind = " · ".join(one.label.in_(language()) for one in form.choices_of(item))
        else:
            kind = word("question", item.kind)
        rows.append(_Row(item.name, item.name, item.label.in_(language()), kind))
    return rows


def _place(one: Mistake) -> str:
    if not one.sheet:
        return _("line {line}").format(line=one.row)
    if not one.row:
        return one.sheet
    return _("{sheet}, row {row}").format(sheet=one.sheet, row=one.row)


def _found(reading: Reading | KeyReading) -> str:
    if isinstance(reading, KeyReading):
        count = len(reading.items)
        words = ngettext("A key for {count} question", "A key for {count} questions", count)
        return words.format(count=count)
    form = reading.questionnaire
    assert form is not None
    count = len(form.asked())
    words = ngettext(
        "{title}, version {version}: {count} question",
        "{title}, version {version}: {count} questions",
        count,
    )
    return words.format(title=form.title.in_(language()), version=form.version, count=count)


def _against(reading: Reading | KeyReading | None) -> str:
    """Why nothing can be imported yet, or nothing."""
    if reading is None:
        return _("Choose a file first.")
    wrong = len(reading.mistakes)
    words = ngettext(
        "{count} thing cannot be read. Correct it in the file and choose it again.",
        "{count} things cannot be read. Correct them in the file and choose it again.",
        wrong,
    )
    return words.format(count=wrong) if wrong else ""
