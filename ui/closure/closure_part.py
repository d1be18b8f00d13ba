"""The end of one case: what is still missing, with the way to it, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.cases.model import Stage
from intake_app.closure import service as closures
from intake_app.closure.checks import Missing
from intake_app.closure.model import Closure, ClosureState
from intake_app.closure.service import ClosureView
from intake_app.errors import IntakeError
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, KeyValues, LinkLabel
from ui.cases.days import on_day
from ui.cases.writing_tab import WritingTab
from ui.closure.closure_form import ClosureForm
from ui.flow import FlowLayout, clear_layout
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import M, S, Text, Tone

Read = tuple[ClosureView, Mapping[str, str]]


class ClosurePart(WritingTab):
    """Signals: those of a tab to write in."""

    help_page = "closure"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__(session, tasks, messages, case_id, "closure")
        self._view: ClosureView | None = None
        self._staff: Mapping[str, str] = {}
        self.ask = Button(Kind.PRIMARY, "send", "Alt+N")
        self.take_back, self.reopen = Button(icon="undo-2"), Button(icon="lock-open")
        self._lay_out()
        self.ask.clicked.connect(self.begin)
        self.take_back.clicked.connect(self.give_up)
        self.reopen.clicked.connect(self.open_again)
        self.retranslate()

    def _lay_out(self) -> None:
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        row = QWidget(overview)
        buttons = FlowLayout(row, spacing=S)
        for button in (self.ask, self.take_back, self.reopen):
            buttons.addWidget(button)
        area, inner = QScrollArea(), QWidget()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._cards = QVBoxLayout(inner)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(M)
        column.addWidget(row)
        column.addWidget(self.bar)
        column.addWidget(area, 1)
        self.show_overview(overview, self.ask)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read how the case stands; a page that is being written stays."""
        session, case_id = self._session, self._case_id

        def work() -> Read:
            return closures.closure_of(session, case_id), names_of_staff(session)

        def show(read: Read) -> None:
            self._view, self._staff = read
            self.retranslate()

        self._tasks.read(self, work, show)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.page] if self.page is not None else [self]

    # ------------------------------------------------------------------ acts

    def begin(self) -> None:
        """The page to ask for the closure."""
        if self.page is None and self._view is not None and not self._reason():
            self.open_page(ClosureForm(self._session, self._tasks, self._view))

    def saved_words(self, record: Closure) -> str:
        """What is said after it was sent."""
        return _("The closure waits for a supervisor.")

    def give_up(self) -> None:
        """The author takes the asking back."""
        newest = self._view.newest if self._view else None
        if newest is not None:
            session, id_ = self._session, newest.id
            self._do(lambda: closures.give_up_closure(session, id_), _("Taken back."))

    def open_again(self) -> None:
        """Ask why, and open the closed case."""
        reason = self._messages.ask_text(
            _("Open the case again?"),
            _("It goes on where it stood. Follow-ups whose time is not over come back."),
            _("Reason"),
            _("Open again"),
            _("Leave it closed"),
        )
        if reason is not None:
            session, case_id = self._session, self._case_id
            done = _("The case is open again.")
            self._do(lambda: closures.reopen_case(session, case_id, reason), done)

    def _do(self, act: Callable[[], object], done: str) -> None:
        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(self, act, lambda _done: self.bar.success(done), failed)

    # ------------------------------------------------------------------ words

    def _reason(self) -> str:
        """Why the closure cannot be asked for now; empty if it can."""
        view = self._view
        if not self._session.may(Act.CLOSURE_ASKED):
            return _("Only a counsellor asks for the closure.")
        if view is None or view.case.stage is Stage.CLOSURE:
            return _("This case is closed.")
        if view.newest is not None and view.newest.state is ClosureState.ASKED:
            return _("The closure was asked for already. A supervisor decides about it.")
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """What is missing is said by the core, in the language of the moment: ask again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.reload()

    def retranslate(self) -> None:
        """Every text of the part."""
        view = self._view
        newest = view.newest if view else None
        asked = newest is not None and newest.state is ClosureState.ASKED
        closed = view is not None and view.case.stage is Stage.CLOSURE
        self.ask.set_text(_("Ask for the closure"))
        self.ask.set_reason(self._reason())
        self.ask.setVisible(not closed and not asked)
        self.take_back.set_text(_("Take it back"))
        own = newest is not None and newest.asked_by == self._session.user.id
        self.take_back.setVisible(asked)
        self.take_back.set_reason("" if own else _("Only its author takes it back."))
        self.reopen.set_text(_("Open the case again…"))
        self.reopen.setVisible(closed)
        may = self._session.may(Act.CASE_REOPENED)
        self.reopen.set_reason("" if may else _("Only a supervisor opens a case again."))
        self._show_cards()

    def _show_cards(self) -> None:
        clear_layout(self._cards)
        view = self._view
        if view is None:
            return
        if view.case.stage is not Stage.CLOSURE:
            self._cards.addWidget(self._missing(view.missing))
        for one in view.closures:
            self._cards.addWidget(self._closure(one))
        self._cards.addStretch(1)

    def _missing(self, gaps: Sequence[Missing]) -> Card:
        card = Card(margin=M)
        card.body.setSpacing(S)
        head = IconLabel(Text.STRONG)
        if not gaps:
            head.show_text(_("Nothing is missing for the closure."), "circle-check", Tone.SUCCESS)
        else:
            words = ngettext(
                "{count} thing is missing for the closure",
                "{count} things are missing for the closure",
                len(gaps),
            )
            said = words.format(count=len(gaps))
            head.show_text(said, "triangle-alert", Tone.WARNING)
        card.body.addWidget(head)
        for gap in gaps:
            card.body.addWidget(self._line(gap))
        if gaps:
            hint = PlainLabel(Text.SECONDARY, wrap=True)
            hint.setText(
                _("Choose a line to go there. Some of it can be explained on the page instead.")
            )
            card.body.addWidget(hint)
        return card

    def _line(self, gap: Missing) -> QWidget:
        if not gap.place:
            label = PlainLabel(Text.BODY, wrap=True)
            label.setText(gap.words)
            return label
        link = LinkLabel(gap.words)
        link.chosen.connect(lambda: self.place_chosen.emit(gap.place))
        return link

    def _closure(self, one: Closure) -> Card:
        card, values = Card(margin=M), KeyValues()
        title = PlainLabel(Text.STRONG, wrap=True)
        title.setText(
            _("{what}: {state}").format(what=_("Closure"), state=word("closure", one.state))
        )
        tongue = language()
        author, day = self._staff.get(one.asked_by, ""), on_day(one.asked_at)
        rows = [
            (_("Why the case ends"), word("closure_reason", one.reason or "")),
            (_("What was reached"), one.summary),
            *((_("About a referral"), told.text) for told in one.explained),
            (_("Why there is no survey"), one.no_survey),
            (
                _("Afterwards"),
                _("The planned follow-ups go on after the closure") if one.goes_on else "",
            ),
            (_("Asked for by"), _("{who}, {when}").format(who=author, when=day)),
            (_("Decided by"), self._staff.get(one.decided_by, "")),
            (_("Closed on"), format_date(one.closed_on, tongue) if one.closed_on else ""),
            (_("Kept until"), format_date(one.kept_until, tongue) if one.kept_until else ""),
            (_("Opened again on"), on_day(one.reopened_at) if one.reopened_at else ""),
            (_("Why it was opened again"), one.reopened_why),
        ]
        values.set_rows([row for row in rows if row[1]])
        card.body.addWidget(title)
        card.body.addWidget(values)
        return card
