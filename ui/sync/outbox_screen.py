"""The outbox: what the hub has not got, the batches that carry it, and the hub's answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError, NotFound
from intake_app.i18n import _, ngettext
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.service import Batch, BatchState, HubCard, Pending
from ui.buttons import Button, Kind, MenuButton
from ui.cards import Card, IconLabel, SectionTitle
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.plain import action_text
from ui.screen import Screen, TitleLine
from ui.sync.hub_card import HubPanel
from ui.sync.next_step import next_step
from ui.sync.outbox_columns import batch_columns, pending_columns
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, S, Text

CARD_FILES = "*.json"
RECEIPT_FILES = "*.casereceipt"
LARGEST = 16 << 20
"""Bytes; no card and no receipt is larger, so more of a file is not read at all."""


@dataclass(frozen=True)
class _Read:
    """What one reading of the vault brought."""

    hub: HubCard | None = None
    hub_words: str = ""
    desk_words: str = ""
    pending: Sequence[Pending] = ()
    batches: Sequence[Batch] = ()


class OutboxScreen(Screen):
    """Prepare batches, write them to a stick, read the hub's receipts."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._read = _Read()
        self._known = False  # nothing is claimed before the vault was read
        self._progress: Progress | None = None
        self._sealing = self._numbers_wanted = False
        self.title, self.bar, self.progress = TitleLine(), MessageBar(), ProgressPanel()
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
        self.waiting_title = SectionTitle(lambda: _("Waiting for the hub"))
        self.batches_title = SectionTitle(lambda: _("Batches"))
        head = QHBoxLayout()
        head.addWidget(self.batches_title, 1)
        head.addWidget(self.write)
        self._batches_part = _part(head, self.batches)
        waiting = QHBoxLayout()
        waiting.addWidget(self.waiting_title, 1)
        self._pending_part = _part(waiting, self.pending)
        self._lists = QSplitter(Qt.Orientation.Vertical)
        for part, share in ((self._pending_part, 3), (self._batches_part, 2)):
            self._lists.addWidget(part)
            self._lists.setStretchFactor(self._lists.count() - 1, share)
        self._lists.setChildrenCollapsible(False)
        self._lists.setHandleWidth(S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.title, self.bar, self.progress, self.step, self.hub_panel):
            column.addWidget(widget)
        column.addWidget(self._lists, 1)
        column.addWidget(self.nothing, 1)
        self.setFocusProxy(self.pending)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.prepare.clicked.connect(self._prepare)
        self.write.clicked.connect(lambda: self._write(self.batches.current()))
        self.batches.opened.connect(self._write)
        self.batches.selected.connect(lambda _row: self._allow())
        self.receipt.clicked.connect(self._read_receipt)
        self.progress.cancelled.connect(self._cancel)
        self.numbers = self.hub_menu.add(self._numbers_words, self._show_numbers, "eye")
        self.hub_menu.add(lambda: _("Take in another hub card…"), self._enrol, "log-in")
        self.hub_menu.add(lambda: _("Save this desk's card…"), self._save_card, "log-out")
        self.hub_panel.card_wanted.connect(self._enrol)
        self.hub_panel.desk_card_wanted.connect(self._save_card)

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
            )

        self._tasks.read(self, read, self._take)

    def _take(self, read: _Read) -> None:
        self._read, self._known = read, True
        self.pending_model.show_rows(read.pending)
        self.batch_model.show_rows(read.batches)
        self._show()

    def _show(self) -> None:
        read = self._read
        may = self._against_role()
        self.hub_panel.show_hub(read.hub, read.hub_words, read.desk_words, may)
        self.hub_menu.setVisible(read.hub is not None)
        self.step.setVisible(self._known and not self._sealing)
        self.hub_panel.setVisible(self._known and (read.hub is None or self._numbers_wanted))
        self._pending_part.setVisible(bool(read.pending))
        self._batches_part.setVisible(bool(read.batches))
        self._lists.setVisible(bool(read.pending or read.batches))
        self.nothing.setVisible(self._known and self._lists.isHidden())
        self.step.show_text(*(next_step(read.hub is not None, read.pending, read.batches)))
        self._allow()

    def _numbers_words(self) -> str:
        if self._numbers_wanted:
            return _("Hide the numbers")
        return _("Show the numbers to compare")

    def _show_numbers(self) -> None:
        self._numbers_wanted = not self._numbers_wanted
        self.numbers.setText(action_text(self._numbers_words()))
        self._show()

    def _against_role(self) -> str:
        return "" if self._session.may(Act.BATCH_SEALED) else _("Only a supervisor may do this.")

    def _allow(self) -> None:
        may = self._against_role()
        no_hub = "" if self._read.hub else _("Exchange cards with headquarters first.")
        empty = "" if self._read.pending else _("There is nothing to send.")
        busy = _("A batch is being prepared.") if self._sealing else ""
        batch = self.batches.current()
        no_batch = _("Choose a batch first.") if batch is None else ""
        if batch is not None and batch.state is BatchState.ACKNOWLEDGED:
            no_batch = _("The hub has this batch; its file is not kept any more.")
        self.prepare.set_reason(may or no_hub or empty or busy)
        self.receipt.set_reason(may or no_hub or busy)
        self.write.set_reason(may or no_batch or busy)
        self.hub_menu.set_reason(may or busy)

    # ------------------------------------------------------------------ batches

    def _prepare(self) -> None:
        self.bar.clear()
        self.progress.start(_("Sealing the batch"))

        def seal(progress: Progress) -> Batch:
            progress.step(0, 1)  # Cancel may have been pressed while other work ran
            return sync.seal_batch(self._session, progress.step)

        self._sealing = True
        self._show()
        self._progress = self._tasks.long(
            self, seal, self.progress.step, self._sealed, self._not_sealed
        )

    def _finish(self) -> None:
        self.progress.finish()
        self._sealing = False
        self._show()

    def _sealed(self, batch: Batch) -> None:
        self._finish()
        self.batches.select(str(batch.number))
        self.bar.success(
            _("Batch {number} is sealed. Records: {records}, papers: {documents}.").format(
                number=batch.number, records=batch.records, documents=batch.documents
            )
        )

    def _not_sealed(self, error: Exception) -> bool:
        self._finish()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. No batch was made, and nothing was lost."))
            return True
        return self._failed(error)

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _write(self, batch: Batch | None) -> None:
        if batch is None or not self.write.isEnabled():
            return
        folder = self._messages.choose_folder(_("Choose the stick or folder for the batch"))
        if folder is None:
            return
        self._change(
            lambda: sync.write_batch(self._session, batch.number, folder),
            lambda path: _("Batch {number} was written and read back as {file}.").format(
                number=batch.number, file=path.name
            ),
        )

    # ------------------------------------------------------------------ the hub

    def _read_receipt(self) -> None:
        path = self._messages.choose_file(
            _("Choose the receipt of the hub"), [(_("Receipts"), RECEIPT_FILES)]
        )
        if path is not None:
            self._tasks.change(
                self,
                lambda: sync.read_receipt(self._session, content_of(path)),
                self._answered,
                self._failed,
            )

    def _answered(self, batches: list[Batch]) -> None:
        done = [batch for batch in batches if batch.state is BatchState.ACKNOWLEDGED]
        refused = [batch for batch in batches if batch.state is BatchState.REFUSED]
        if refused:
            self.bar.error(
                _(
                    "The hub refused batch {number}. Prepare a new one, and tell headquarters this"
                    " code: {code}."
                ).format(number=refused[0].number, code=refused[0].answer)
            )
        elif done:
            numbers = ", ".join(str(batch.number) for batch in reversed(done))
            words = ngettext(
                "The hub has acknowledged batch {numbers}.",
                "The hub has acknowledged the batches {numbers}.",
                len(done),
            )
            self.bar.success(words.format(numbers=numbers))
        else:
            self.bar.info(_("The receipt says nothing that was not known."))

    def _enrol(self) -> None:
        hub = self._read.hub
        if hub is not None and not self._messages.ask(
            _("Take in another hub card?"),
            _(
                "This desk seals its batches to {hub}. With another card, {hub} cannot read the"
                " next ones. Do this only if headquarters asked for it by telephone."
            ).format(hub=hub.name),
            _("Take in another card"),
            _("Keep {hub}").format(hub=hub.name),
            danger=True,
        ):
            return
        path = self._messages.choose_file(
            _("Choose the card of the hub"), [(_("Hub cards"), CARD_FILES)]
        )
        if path is not None:
            self._change(
                lambda: sync.enrol_hub(self._session, content_of(path)),
                self._enrolled,
            )

    def _enrolled(self, hub: HubCard) -> str:
        if not self._numbers_wanted:
            self._show_numbers()
        return _("{hub} is the hub now. Compare the numbers below by telephone.").format(
            hub=hub.name
        )

    def _save_card(self) -> None:
        folder = self._messages.choose_folder(_("Choose the stick or folder for the desk's card"))
        if folder is not None:
            self._change(
                lambda: sync.write_desk_card(self._session, folder),
                lambda path: _("The card was written as {file}. Send it to headquarters.").format(
                    file=path.name
                ),
            )

    def _change(self, work: Callable[[], Any], said: Callable[[Any], str]) -> None:
        self._tasks.change(self, work, lambda result: self.bar.success(said(result)), self._failed)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
            return True
        return False


def content_of(path: Path) -> bytes:
    """A small file from a stick. Raises NotFound if it cannot be read (any more)."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise NotFound(
            _("This file cannot be read. Put the stick back in, then try again.")
        ) from error


def _part(head: QHBoxLayout, table: QWidget) -> QWidget:
    part, card = QWidget(), Card(margin=1)
    card.body.addWidget(table)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(S)
    column.addLayout(head)
    column.addWidget(card, 1)
    return part
