"""What was given on arrival in a case, what the package still holds, and the receipt to sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.formats import format_money, format_short_date, language_name
from intake_app.i18n import LANGUAGES, _, language, ngettext
from intake_app.needs.allowance import why_not_counted
from intake_app.needs.kinds import kind_words
from intake_app.needs.model import GivenItem
from intake_app.needs.service import NeedsView, needs_of, note_signed, take_back
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from ui.balance_bar import BalanceBar
from ui.buttons import Button, MenuButton
from ui.cards import IconLabel
from ui.cases.record_tab import RecordTab
from ui.documents.paper_work import PaperWork
from ui.documents.papers import Paper
from ui.flow import FlowLayout
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.needs.give_form import GiveForm
from ui.needs.item_details import ItemDetails, receipt_state
from ui.needs.receipt_scans import ReceiptScans
from ui.plans.balances_panel import time_words
from ui.tasks import Tasks
from ui.tokens import M, S, Tone

RECEIPT = "arrival_receipt"


class NeedsTab(RecordTab):
    """Signals: those of a screen; ``place_chosen`` another tab."""

    help_page = "needs"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        self._view: NeedsView | None = None
        self.details = ItemDetails(session)
        self.receipt, self.signed = MenuButton("printer"), Button(icon="file-check")
        self.scan = Button(icon="image")
        self.balance, self.time = BalanceBar(), IconLabel()
        super().__init__(
            session,
            tasks,
            messages,
            case_id,
            kind="need",
            columns=self._columns(),
            details=self.details,
            empty=EmptyState("package", lambda: _("Nothing has been given yet."), self._give_words),
        )
        self.work = PaperWork(session, tasks, messages, case_id, self.bar)
        self.work.setParent(self)
        self.scans.changed.connect(self.reload)
        self.scan.clicked.connect(self.add_scan)
        for code in LANGUAGES:
            self.receipt.add(_own_name(code), _previewer(self, code), "file-text")
        self.signed.clicked.connect(self.note_signed)
        self.details.take_back.clicked.connect(self.take_back)
        self.list.selected.connect(self._show_details)
        self.retranslate()

    def _lay_out(self) -> None:
        self.scans = ReceiptScans(self._session, self._tasks, self._messages, self.bar)
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        row = QWidget(overview)
        buttons = FlowLayout(row, spacing=S)
        for button in (self.new, self.receipt, self.scan, self.signed):
            buttons.addWidget(button)
        for content in (QWidget(), self.empty, self.list):
            self._content.addWidget(content)
        for widget in (row, self.balance, self.time, self.bar, self.scans):
            column.addWidget(widget)
        column.addWidget(self._content, 1)
        self.count.hide()  # the package says how much there is
        self.show_overview(overview, self.list)

    def _columns(self) -> list[Column[GivenItem]]:
        return [
            Column(lambda: _("What"), self._named, width=22, stretch=True),
            Column(
                lambda: _("Given on"),
                lambda one: format_short_date(one.given_on, language()),
                width=11,
            ),
            Column(lambda: _("Value"), value_words, width=12, right=True),
            Column(
                lambda: _("Receipt"),
                lambda one: self._state(one)[0],
                width=20,
                icon=lambda one: self._state(one)[1],
                tone=lambda one: self._state(one)[2],
            ),
        ]

    def _state(self, item: GivenItem) -> tuple[str, str, Tone]:
        return receipt_state(item, self._view.scans if self._view else ())

    def _named(self, item: GivenItem) -> str:
        thing = kind_words(self._view.pack if self._view else None, item.kind)
        return _("{number}. {thing}").format(number=item.number, thing=item.what or thing)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read everything again; a page that is being written stays."""
        session, case_id = self._session, self._case_id

        def show(read: tuple[NeedsView, dict[str, str]]) -> None:
            self._view, staff = read
            self.details.staff = staff
            self.show_records(self._view.items)
            self._show_words()

        def work() -> tuple[NeedsView, dict[str, str]]:
            return needs_of(session, case_id), dict(names_of_staff(session))

        self._tasks.read(self, work, show, self._failed)

    def _show_details(self, item: GivenItem | None) -> None:
        self.details.show_item(item, self._view)

    # ------------------------------------------------------------------ acts

    def make_form(self) -> GiveForm | None:
        """One more thing, once it is known what the package still holds."""
        if self._view is None or self._reason():
            return None
        return GiveForm(self._session, self._tasks, self._view)

    def take_back(self) -> None:
        """Ask why, and take the selected thing back."""
        item, session = self.list.current(), self._session
        if item is None or not item.stands:
            return
        reason = self._messages.ask_text(
            _("Take this back?"),
            _("It stays in the list with your reason, and its value goes back to the package."),
            _("Reason"),
            _("Take this back"),
            _("Leave it"),
            danger=True,
        )
        if reason is None:
            return
        self._tasks.change(
            self,
            lambda: take_back(session, item.id, reason),
            lambda _taken: self.bar.success(_("It is taken back.")),
            self._failed,
        )

    def preview(self, code: str) -> None:
        """Show the receipt as it would be printed in a language."""
        if self._view is not None and self._view.unsigned:
            self.work.case_number = self._view.case.number
            self.work.preview(Paper(RECEIPT, self._case_id, True), code)

    def note_signed(self) -> None:
        """Everything that stands is signed for, on a paper that nobody has scanned yet."""
        view, session, case_id = self._view, self._session, self._case_id
        if view is None or not view.unsigned:
            return
        ids = [item.id for item in view.unsigned]
        words = ngettext(
            "Is the receipt for {count} thing signed on paper?",
            "Is the receipt for {count} things signed on paper?",
            len(ids),
        )
        if not self._messages.ask(
            words.format(count=len(ids)),
            _(
                "Check that everything in the list stands on the paper and that it is signed. The"
                " scan stays listed as missing until you add it."
            ),
            _("It is signed"),
            _("Not yet"),
        ):
            return
        self._tasks.change(
            self,
            lambda: note_signed(session, case_id, ids),
            lambda _count: self.bar.success(_("Noted. Add the scan when you can.")),
            self._failed,
        )

    def add_scan(self) -> None:
        """The scan of the signed receipt goes into the file of the person."""
        if self._view is not None and self.scan.isEnabled():
            self.scans.add(self._view, self.list.current())
            self._show_words()

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        return isinstance(error, IntakeError)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        if self.page is not None:
            return [self.page]
        return [self.new, *self.list.panes()]

    # ------------------------------------------------------------------ words

    def saved_words(self, record: GivenItem) -> str:
        """What is said after something was given."""
        return _("Written down as number {number}. Print the receipt and have it signed.").format(
            number=record.number
        )

    def _give_words(self) -> str:
        return _("Give something")

    def _reason(self) -> str:
        if self._session.may(Act.ITEM_GIVEN):
            return ""
        return _("Reception and counsellors give; a supervisor may take back.")

    def _show_words(self) -> None:
        view = self._view
        self.new.set_reason(self._reason())
        self.empty.action.set_reason(self._reason())
        self.empty.set_words(lambda: _("Nothing has been given yet."))
        unsigned = len(view.unsigned) if view else 0
        nothing = "" if unsigned else _("Everything that was given is signed for already.")
        for button, reason in (
            (self.receipt, nothing), (self.signed, nothing), (self.scan, self.scans.why_not(view))
        ):  # fmt: skip
            button.set_reason(reason)
            button.setVisible(bool(view and view.items))
        self._show_balance()
        self._show_details(self.list.current())

    def _show_balance(self) -> None:
        """The bar and the time that is left, or why nothing is counted."""
        room = self._view.room if self._view else None
        balance, package = (room.balance, room.package) if room else (None, None)
        self.balance.setVisible(balance is not None)
        words, icon, tone = "", "info", Tone.NEUTRAL
        if room is not None and balance is None:
            words = why_not_counted(room) or ""
        elif balance is not None and package is not None and balance.ceiling is not None:
            bound = balance.planned + balance.committed
            name = package.name.in_(language())
            self.balance.set_amounts(name, balance.ceiling, bound, balance.committed)
            words, icon, tone = time_words(balance)
        self.time.setVisible(bool(words))
        self.time.show_text(words, icon, tone)

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.new.set_text(_("Give something"))
        self.receipt.set_text(_("Print the receipt"))
        self.scan.set_text(_("Add the signed receipt…"))
        self.signed.set_text(_("Signed, no scan yet"))
        self.list.table.setAccessibleName(_("Given on arrival"))
        self._show_words()


def value_words(item: GivenItem) -> str:
    """The value in figures, or that it is in kind."""
    return format_money(item.value, language()) if item.value else _("in kind")


def _own_name(code: str) -> Callable[[], str]:
    return lambda: language_name(code, code)


def _previewer(tab: NeedsTab, code: str) -> Callable[[], None]:
    return lambda: tab.preview(code)
