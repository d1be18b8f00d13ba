"""The outbox: what the hub has not got, the batches that carry it, and the hub's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.service import Batch, BatchState, HubCard, Pending
from ui.buttons import Button, Kind, MenuButton
from ui.cards import Card, IconLabel, SectionTitle
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.office.audit_tab import log_was_cut
from ui.plain import action_text
from ui.screen import Screen, TitleLine
from ui.sync.batch_work import BatchWork
from ui.sync.hub_card import HubPanel
from ui.sync.next_step import next_step
from ui.sync.outbox_columns import batch_columns, pending_columns
from ui.tasks import Tasks
from ui.tokens import M, S, Text


@dataclass(frozen=True)
class _Read:
    """What one reading of the vault brought."""

    hub: HubCard | None = None
    hub_words: str = ""
    desk_words: str = ""
    pending: Sequence[Pending] = ()
    batches: Sequence[Batch] = ()
    restored: bool = False
    lost_line: int | None = None


class OutboxScreen(Screen):
    """Prepare batches, write them to a stick, read the hub's receipts."""

    help_page = "outbox"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._read = _Read()
        self._known = False  # nothing is claimed before the vault was read
        self._numbers_wanted = False
        self.title, self.bar = TitleLine(), MessageBar()
        self.work = BatchWork(session, tasks, messages, self.bar)
        self.step = IconLabel(Text.STRONG)
        self.prepare = Button(Kind.PRIMARY, "package", "Ctrl+B")
        self.write = Button(icon="hard-drive-download")
        self.receipt = Button(icon="mail-check")
        self.hub_menu = MenuButton("landmark")
        self.hub_panel = HubPanel()
        self.pending_model: PagedModel[Pending] = PagedModel(
            tasks, pending_columns(), lambda row: f"{row.kind} {row.id}"
        )
        self.batch_model: PagedModel[Batch] = PagedModel(
            tasks, batch_columns(), lambda row: str(row.number)
        )
        self.pending, self.batches = RowTable(self.pending_model), RowTable(self.batch_model)
        self.nothing = EmptyState(
            "send", lambda: _("The hub has everything. New work appears here by itself.")
        )
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for button in (self.hub_menu, self.receipt, self.prepare):
            self.title.add(button)
        self._pending_part = _part(SectionTitle(lambda: _("Waiting for the hub")), self.pending)
        self._batches_part = _part(SectionTitle(lambda: _("Batches")), self.batches, self.write)
        self._lists = QSplitter(Qt.Orientation.Vertical)
        for part, share in ((self._pending_part, 3), (self._batches_part, 2)):
            self._lists.addWidget(part)
            self._lists.setStretchFactor(self._lists.count() - 1, share)
        self._lists.setChildrenCollapsible(False)
        self._lists.setHandleWidth(S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.title, self.bar, self.work.panel, self.step, self.hub_panel):
            column.addWidget(widget)
        column.addWidget(self._lists, 1)
        column.addWidget(self.nothing, 1)
        self.work.setParent(self)
        self.setFocusProxy(self.pending)

    def _connect(self) -> None:
        work = self.work
        self.bar.faded.connect(self.status_changed)
        self.prepare.clicked.connect(work.seal)
        self.receipt.clicked.connect(work.read_receipt)
        self.write.clicked.connect(self._write)
        self.batches.opened.connect(lambda _batch: self._write())
        self.batches.selected.connect(lambda _batch: self._allow())
        work.sealing_changed.connect(self._show)
        work.sealed.connect(lambda batch: self.batches.select(str(batch.number)))
        work.enrolled.connect(lambda: self._show_numbers(True))
        self.numbers = self.hub_menu.add(
            self._numbers_words, lambda: self._show_numbers(not self._numbers_wanted), "eye"
        )
        self.hub_menu.add(lambda: _("Take in another hub card…"), self._enrol, "log-in")
        self.hub_menu.add(lambda: _("Save this desk's card…"), work.save_card, "log-out")
        self.hub_panel.card_wanted.connect(self._enrol)
        self.hub_panel.desk_card_wanted.connect(work.save_card)

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Outbox"))
        self.prepare.set_text(_("Prepare batch"))
        self.write.set_text(_("Write to a stick…"))
        self.receipt.set_text(_("Read a receipt…"))
        self.hub_menu.set_text(_("Hub"))
        self.pending.setAccessibleName(_("Waiting for the hub"))
        self.batches.setAccessibleName(_("Batches"))
        self._show()

    def panes(self) -> Sequence[QWidget]:
        """What waits, and the batches."""
        return [self.hub_panel, self._pending_part, self._batches_part]

    def reload(self) -> None:
        """Read what waits and which batches there are."""
        session = self._session

        def read() -> _Read:
            return _Read(
                sync.hub_of(session),
                sync.fingerprint_of_hub(session),
                sync.fingerprint_of_desk(session),
                sync.pending(session),
                sync.batches(session),
                sync.waits_for_the_hub(session),
                sync.first_lost_line(session),
            )

        self._tasks.read(self, read, self._take)

    def _take(self, read: _Read) -> None:
        self._read, self._known = read, True
        if read.lost_line is not None:
            self.bar.error(log_was_cut(read.lost_line))
        self.pending_model.show_rows(read.pending)
        self.batch_model.show_rows(read.batches)
        self._show()

    def _show(self) -> None:
        read, known = self._read, self._known
        self.hub_panel.show_hub(read.hub, read.hub_words, read.desk_words, self._against_role())
        self.hub_panel.setVisible(known and (read.hub is None or self._numbers_wanted))
        self.hub_menu.setVisible(read.hub is not None)
        self.step.show_text(
            *next_step(read.hub is not None, read.pending, read.batches, read.restored)
        )
        self.step.setVisible(known and not self.work.sealing)
        self._pending_part.setVisible(bool(read.pending))
        self._batches_part.setVisible(bool(read.batches))
        self._lists.setVisible(bool(read.pending or read.batches))
        self.nothing.setVisible(known and self._lists.isHidden())
        self._allow()

    def _numbers_words(self) -> str:
        return _("Hide the numbers") if self._numbers_wanted else _("Show the numbers to compare")

    def _show_numbers(self, wanted: bool) -> None:
        self._numbers_wanted = wanted
        self.numbers.setText(action_text(self._numbers_words()))
        self._show()

    def _against_role(self) -> str:
        return "" if self._session.may(Act.BATCH_SEALED) else _("Only a supervisor may do this.")

    def _allow(self) -> None:
        """Grey what cannot be done now, each with its reason."""
        busy = _("A batch is being prepared.") if self.work.sealing else ""
        never = self._against_role() or busy
        no_hub = "" if self._read.hub else _("Exchange cards with headquarters first.")
        nothing = "" if self._read.pending else _("There is nothing to send.")
        if self._read.restored:
            nothing = _("Read a new receipt first: this vault was restored from a backup.")
        batch = self.batches.current()
        no_batch = _("Choose a batch first.") if batch is None else ""
        if batch is not None and batch.state is BatchState.ACKNOWLEDGED:
            no_batch = _("The hub has this batch; its file is not kept any more.")
        elif batch is not None and batch.is_stopped:
            no_batch = sync.why_stopped()
        self.prepare.set_reason(never or no_hub or nothing)
        self.receipt.set_reason(never or no_hub)
        self.write.set_reason(never or no_batch)
        self.hub_menu.set_reason(never)

    def _write(self) -> None:
        batch = self.batches.current()
        if batch is not None and self.write.isEnabled():
            self.work.write(batch)

    def _enrol(self) -> None:
        self.work.enrol(self._read.hub)


def _part(title: SectionTitle, table: RowTable, action: Button | None = None) -> QWidget:
    part, card, head = QWidget(), Card(margin=1), QHBoxLayout()
    head.addWidget(title, 1)
    if action is not None:
        head.addWidget(action)
    card.body.addWidget(table)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(S)
    column.addLayout(head)
    column.addWidget(card, 1)
    return part
