"""Making a recovery key: it is shown, printed, and typed back in part before it counts."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.custody import service as custody
from intake_app.custody.service import RecoveryKey
from intake_app.documents.service import custody_sheet
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _, language
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.custody.sheet_dialog import SheetDialog
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.fields.text_edit import TextLine
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.gate_page import BusyLine
from ui.tasks import Tasks
from ui.tokens import XL, L, M, S, Text

KeepKey = Callable[[Session, RecoveryKey, dict[int, str]], None]

_PER_ROW = 4
_GROUPS = 8
_FIELDS = ("first", "second")


class SheetPanel(Screen):
    """A new key in groups, its sheet, and two fields for what is read from the paper.

    ``keep`` is the service that lets the key count. Signals: ``kept`` it does now.
    """

    kept = Signal()

    def __init__(self, tasks: Tasks, keep: KeepKey = custody.keep_recovery_key) -> None:
        super().__init__()
        self._tasks, self._keep = tasks, keep
        self._session: Session | None = None
        self.key: RecoveryKey | None = None
        self.is_kept = False
        self.dialog: SheetDialog | None = None
        self._asked = (0, 1)
        self.bar, self.form = MessageBar(), Form()
        self._number, self._typing = PlainLabel(Text.LABEL), PlainLabel(Text.SECTION)
        self._warning = IconLabel()
        self._groups = [(PlainLabel(Text.LABEL), PlainLabel(Text.TITLE)) for _n in range(9)]
        self.print_button = Button(Kind.PLAIN, "printer")
        self.confirm = Button(Kind.PRIMARY, "check")
        self.busy = BusyLine()
        self._build()
        self.print_button.clicked.connect(self.show_sheet)
        self.confirm.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.retranslate()

    def _build(self) -> None:
        card = Card(L)
        card.body.addWidget(self._number)
        grid = QGridLayout()
        grid.setHorizontalSpacing(XL)
        grid.setVerticalSpacing(S)
        for place, (label, group) in enumerate(self._groups):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(label)
            cell.addWidget(group)
            grid.addLayout(cell, place // _PER_ROW, place % _PER_ROW)
        grid.setColumnStretch(_PER_ROW, 1)
        card.body.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self.print_button)
        row.addWidget(self._warning, 1, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(row)
        self.form.add_widget(card)
        self.form.add_widget(self._typing)
        for name, words in zip(_FIELDS, (self._first, self._second), strict=True):
            self.form.add(name, TextLine(12), words, required=True)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.busy)
        self.form.add_widget(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        whole.addWidget(self.bar)
        whole.addWidget(self.form, 1)
        self.setFocusProxy(self.form)

    def _first(self) -> str:
        return _("Group {number}, read from the paper").format(number=self._asked[0] + 1)

    def _second(self) -> str:
        return _("Group {number}, read from the paper").format(number=self._asked[1] + 1)

    # ------------------------------------------------------------------ a key

    def begin(self, session: Session) -> None:
        """Make up a new key and show it."""
        self._session = session
        self.bar.clear()
        self._tasks.read(self, lambda: custody.new_recovery_key(session), self._show_key)

    def _show_key(self, key: RecoveryKey) -> None:
        self.key, self.is_kept = key, False
        first, second = sorted(random.SystemRandom().sample(range(_GROUPS), 2))
        self._asked = (first, second)
        self.form.clear()
        self.retranslate()
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Take the key off the screen and out of this page."""
        self.key = None
        if self.dialog is not None:
            self.dialog.reject()
        self.form.clear()
        self.retranslate()

    # ------------------------------------------------------------------ the sheet

    def show_sheet(self) -> None:
        """Open the sheet, to be looked at and printed."""
        if self.key is None:
            return
        dialog = SheetDialog(self)
        dialog.language_chosen.connect(self._draw)
        dialog.printed.connect(self._note_printed)
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        self._draw(language())
        dialog.open()

    def _draw(self, code: str) -> None:
        session, key = self._session, self.key
        if session is None or key is None:
            return
        groups, number = key.groups(), key.number()

        def show(pdf: bytes) -> None:
            if self.dialog is not None:
                self.dialog.show_pdf(pdf)

        self._tasks.read(self, lambda: custody_sheet(session, groups, number, code), show)

    def _note_printed(self) -> None:
        session, key = self._session, self.key
        if session is not None and key is not None:
            self._tasks.read(self, lambda: custody.note_sheet_printed(session, key), _nothing)

    def _forget_dialog(self) -> None:
        self.dialog = None

    # ------------------------------------------------------------------ typed back

    def submit(self) -> None:
        """Compare what was read from the paper, and let the key count."""
        session, key = self._session, self.key
        if session is None or key is None or not self.confirm.isEnabled() or not self.form.check():
            return
        typed = {place: self.form[name].value() for place, name in self.fields()}
        self._show_work(_("Putting the key in. This takes a moment."))
        self._tasks.change(self, lambda: self._keep(session, key, typed), self._kept, self._not)

    def fields(self) -> list[tuple[int, str]]:
        """The place of each group that is asked for, and its field."""
        return list(zip(self._asked, _FIELDS, strict=True))

    def _kept(self, _nothing: None) -> None:
        self._show_work("")
        self.is_kept = True
        self.forget()
        self.kept.emit()

    def _not(self, error: Exception) -> bool:
        self._show_work("")
        if isinstance(error, InvalidInput):
            names = {f"group_{place}": name for place, name in self.fields()}
            self.form.show_problems({names[key]: said for key, said in error.problems.items()})
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True

    def _show_work(self, words: str) -> None:
        self.busy.show_words(words)
        self.confirm.set_reason(words)

    # ------------------------------------------------------------------ texts

    def retranslate(self) -> None:
        """Every text, and the key in its groups."""
        key = self.key
        self._number.setText(
            _("Recovery key on sheet {number}").format(number=key.number()) if key else ""
        )
        groups = key.groups() if key else ("",) * len(self._groups)
        for place, ((name, group), characters) in enumerate(zip(self._groups, groups, strict=True)):
            said = _("Check") if place == _GROUPS else str(place + 1)
            name.setText(said)
            group.setText(characters)
            group.setAccessibleName(f"{said}: {' '.join(characters)}")
        self.print_button.set_text(_("Preview and print…"))
        self.confirm.set_text(_("Put the key in"))
        self._warning.show_text(
            _("No printer? Copy it by hand, in capitals, and keep the paper like a printed one."),
            "pencil",
        )
        self._typing.setText(_("Type two groups back, from the paper"))
        for name_ in _FIELDS:
            self.form.field(name_).retranslate()


def _nothing(_result: None) -> None:
    """The audit line is written; there is nothing to show."""
