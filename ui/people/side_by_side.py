"""Two records in two columns, so that a human can say whether they are one person."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from intake_app.attachments.service import portrait_of
from intake_app.duplicates.service import Evidence, in_words
from intake_app.formats import format_date
from intake_app.i18n import _, language, said_again
from intake_app.same_person import service as same
from intake_app.same_person.service import Row, Side, State
from intake_app.session import Session
from ui.attachments.portrait import Portrait
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.cases.days import local_moment
from ui.fields.message_bar import MessageBar
from ui.flow import clear_layout
from ui.help.opener import help_on_f1
from ui.plain import PlainLabel, shortened
from ui.tab_walk import go_on
from ui.tasks import Tasks
from ui.tokens import XL, L, M, S, Text, Tone

_LOOKS: dict[State, tuple[str, Tone]] = {
    State.SAME: ("circle-check", Tone.SUCCESS),
    State.ALIKE: ("circle-dot", Tone.ACCENT),
    State.DIFFERENT: ("circle-alert", Tone.DANGER),
    State.ONLY_MINE: ("circle-dashed", Tone.NEUTRAL),
    State.ONLY_THEIRS: ("circle-dashed", Tone.NEUTRAL),
}
_FIRST = (State.DIFFERENT, State.ALIKE, State.ONLY_THEIRS, State.ONLY_MINE, State.SAME)
_LETTERS = 34


@dataclass(frozen=True)
class _Read:
    mine: Side
    theirs: Side
    portraits: tuple[bytes | None, bytes | None] = field(default=(None, None), repr=False)


class SideBySide(QDialog):
    """``mine`` is what is typed, or a record of its own; ``other_id`` the record beside it.

    It decides nothing by itself. Signals, each with ``other_id``: ``same`` and ``apart`` what the
    clerk has found; ``opened`` the other record shall be opened.
    """

    same = Signal(str)
    apart = Signal(str)
    opened = Signal(str)

    def __init__(
        self, parent: QWidget, session: Session, tasks: Tasks, mine: Side, other_id: str,
        evidence: Evidence | None = None, *, reason: str = "", linked: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._mine, self._other_id = mine, other_id
        self._evidence, self._reason, self._linked = evidence, reason, linked
        self._read: _Read | None = None
        self.differences_first = False
        self.heading, self.reasons = PlainLabel(Text.SECTION), IconLabel(Text.BODY)
        self.bar = MessageBar()
        self.order = Button(Kind.QUIET, "list", "Ctrl+D", hint_only=True)
        self.is_same = Button(Kind.PLAIN, "user-check", "Ctrl+Return", hint_only=True)
        self.is_apart = Button(Kind.PLAIN, "user-x", "Ctrl+Delete", hint_only=True)
        self.open_other = Button(Kind.PLAIN, "user", "Ctrl+O", hint_only=True)
        self.close_button = Button(Kind.PLAIN, None, "Esc", hint_only=True)
        self.portraits = Portrait(), Portrait()
        self.area = QScrollArea()
        self._grid = QGridLayout()
        self._build()
        self._connect()
        room = parent.window().size() - QSize(XL, XL)
        self.resize(QSize(980, 700).boundedTo(room))
        self.retranslate()
        self._look()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.heading, 1)
        head.addWidget(self.order)
        page = QWidget()
        self._grid.setContentsMargins(0, 0, M, 0)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(M)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        answers = QHBoxLayout()
        answers.setSpacing(S)
        for button in (self.is_same, self.is_apart, self.open_other):
            answers.addWidget(button)
        answers.addStretch(1)
        answers.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, L)
        column.setSpacing(M)
        column.addLayout(head)
        for widget in (self.reasons, self.bar):
            column.addWidget(widget)
        column.addWidget(self.area, 1)
        column.addLayout(answers)

    def _connect(self) -> None:
        self.order.clicked.connect(self.turn)
        self.is_same.clicked.connect(lambda: self._answer(self.same))
        self.is_apart.clicked.connect(lambda: self._answer(self.apart))
        self.open_other.clicked.connect(lambda: self._answer(self.opened))
        self.close_button.clicked.connect(self.reject)
        help_on_f1(self)

    def _answer(self, signal: SignalInstance) -> None:
        self.accept()
        signal.emit(self._other_id)

    # ------------------------------------------------------------------ reading

    def _look(self) -> None:
        session, mine, other_id = self._session, self._mine, self._other_id

        def read() -> _Read:
            own = portrait_of(session, mine.person_id) if mine.person_id else None
            theirs = same.side_of(session, other_id)
            return _Read(mine, theirs, (portrait_of(session, other_id), own))

        self._tasks.read(self, read, self._show)

    def _show(self, read: _Read) -> None:
        self._read = read
        for place, jpeg in zip(self.portraits, read.portraits, strict=True):
            place.show_picture(jpeg)
        self.retranslate()
        self.area.setFocus()

    def rows(self) -> list[Row]:
        """The rows in the order in which they are shown."""
        if self._read is None:
            return []
        rows = same.compared(self._read.mine, self._read.theirs)
        if self.differences_first:
            rows.sort(key=lambda row: _FIRST.index(row.state))
        return rows

    def turn(self) -> None:
        """Differences first, or the order of the form."""
        self.differences_first = not self.differences_first
        self.retranslate()

    # ------------------------------------------------------------------ words

    def retranslate(self) -> None:
        """Every text, and the rows."""
        title = _("Is it the same person?")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.heading.setText(title)
        self._say_reasons()
        self.order.set_text(
            _("In the order of the form") if self.differences_first else _("Differences first")
        )
        self.is_same.set_text(_("The same person"))
        self.is_apart.set_text(_("Not the same"))
        self.open_other.set_text(_("Open the profile"))
        self.close_button.set_text(_("Decide later"))
        self.is_same.setVisible(not self._linked)
        self.area.setAccessibleName(_("The two records, row by row"))
        self._fill()

    def _say_reasons(self) -> None:
        said = str(said_again(self._reason))
        if self._evidence is not None:
            speaks_for, against = in_words(self._evidence)
            said = " · ".join(speaks_for)
            if against:
                said = _("{reasons}. But: {others}").format(
                    reasons=said, others=" · ".join(against)
                )
        self.reasons.show_text(said[:1].upper() + said[1:], "info", Tone.ACCENT)
        self.reasons.setVisible(bool(said))

    def _fill(self) -> None:
        for portrait in self.portraits:
            portrait.setParent(self)
        clear_layout(self._grid)
        read = self._read
        if read is None:
            return
        for place, (side, portrait) in enumerate(
            zip((read.theirs, read.mine), self.portraits, strict=True)
        ):
            head = PlainLabel(Text.STRONG, wrap=True)
            head.setText(_title(side))
            column = QVBoxLayout()
            column.setSpacing(S)
            column.addWidget(head)
            portrait.setVisible(portrait.has_picture())
            column.addWidget(portrait)
            column.addStretch(1)
            self._grid.addLayout(column, 0, 1 + 2 * place)
        for line, row in enumerate(self.rows(), start=1):
            self._add(line, row)
        for column_number, share in ((0, 2), (1, 4), (2, 2), (3, 4)):
            self._grid.setColumnStretch(column_number, share)

    def _add(self, line: int, row: Row) -> None:
        icon, tone = _LOOKS[row.state]
        label, state = PlainLabel(Text.LABEL, wrap=True), IconLabel(Text.BODY)
        label.setText(row.label)
        state.show_text(state_words(row.state), icon, tone)
        cells: list[QWidget] = [label]
        for text in (row.theirs, row.mine):
            cell = PlainLabel(Text.STRONG if row.state is State.DIFFERENT else Text.BODY, wrap=True)
            cell.setText(text or "–")
            cell.set_selectable()
            cell.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            cells.append(cell)
        for column, widget in enumerate((cells[0], cells[1], state, cells[2])):
            self._grid.addWidget(widget, line, column, Qt.AlignmentFlag.AlignTop)

    # ------------------------------------------------------------------ the dialog

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Tab goes through the rows and the buttons."""
        return go_on(self, onward=next)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter decides nothing here: the verbs have keys of their own."""
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        button = self._keys().get(Qt.Key.Key_Return if enter else event.key()) if ctrl else None
        if button is not None and button.isVisible():
            button.click()
        elif not enter:
            super().keyPressEvent(event)

    def _keys(self) -> dict[int, Button]:
        """The dialog hears its keys itself: a button presses 100 ms later."""
        return {
            Qt.Key.Key_D: self.order,
            Qt.Key.Key_Return: self.is_same,
            Qt.Key.Key_Delete: self.is_apart,
            Qt.Key.Key_O: self.open_other,
        }

    def done(self, result: int) -> None:
        """What was shown goes with the dialog."""
        super().done(result)
        self.deleteLater()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def state_words(state: State) -> str:
    """How two answers compare, in a word or two."""
    return {
        State.SAME: _("Same"),
        State.ALIKE: _("Alike"),
        State.DIFFERENT: _("Different"),
        State.ONLY_THEIRS: _("Only on the left"),
        State.ONLY_MINE: _("Only on the right"),
    }[state]


def _title(side: Side) -> str:
    """Whose column it is, and since when."""
    name = shortened(side.name, _LETTERS)
    if not side.registered_at:
        return _("Typed now: {name}").format(name=name or "–")
    day = format_date(local_moment(side.registered_at).date(), language())
    return _("{name}, registered on {day}").format(name=name, day=day)
