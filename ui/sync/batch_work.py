"""What a supervisor does with batches, receipts and cards: seal, write, read, exchange."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app.errors import IntakeError, NotFound
from intake_app.i18n import _, ngettext
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.service import Batch, BatchState, HubCard
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.messages import Messages
from ui.tasks import Cancelled, Progress, Tasks

CARD_FILES = "*.json"
RECEIPT_FILES = "*.casereceipt"
LARGEST = 16 << 20
"""Bytes; no card and no receipt is larger, so more of a file is not read at all."""


class BatchWork(QWidget):
    """Asks for files and folders, does the work, and says in ``bar`` what happened. Invisible.

    Signals: ``sealing_changed`` sealing began or ended; ``sealed`` the new batch; ``enrolled`` the
    hub's card was taken in.
    """

    sealing_changed = Signal()
    sealed = Signal(object)
    enrolled = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar) -> None:
        super().__init__()
        self._session, self._tasks, self._messages, self._bar = session, tasks, messages, bar
        self.panel = ProgressPanel()
        self.progress: Progress | None = None
        self.sealing = False
        self.panel.cancelled.connect(self._cancel)
        self.hide()

    # ------------------------------------------------------------------ batches

    def seal(self) -> None:
        """Seal everything that waits into a new batch; can be cancelled until the last moment."""
        self._bar.clear()
        self.panel.start(_("Sealing the batch"))

        def work(progress: Progress) -> Batch:
            progress.step(0, 1)  # Cancel may have been pressed while other work ran
            return sync.seal_batch(self._session, progress.step)

        self._set_sealing(True)
        self.progress = self._tasks.long(
            self, work, self.panel.step, self._was_sealed, self._not_sealed
        )

    def _set_sealing(self, sealing: bool) -> None:
        self.sealing = sealing
        if not sealing:
            self.panel.finish()
        self.sealing_changed.emit()

    def _was_sealed(self, batch: Batch) -> None:
        self._set_sealing(False)
        self.sealed.emit(batch)
        self._bar.success(
            _("Batch {number} is sealed. Records: {records}, papers: {documents}.").format(
                number=batch.number, records=batch.records, documents=batch.documents
            )
        )

    def _not_sealed(self, error: Exception) -> bool:
        self._set_sealing(False)
        if isinstance(error, Cancelled):
            self._bar.info(_("Stopped. No batch was made, and nothing was lost."))
            return True
        return self._failed(error)

    def _cancel(self) -> None:
        if self.progress is not None:
            self.progress.cancel()

    def write(self, batch: Batch) -> None:
        """Write a batch to a folder or stick; may be done again until the receipt is there."""
        folder = self._messages.choose_folder(_("Choose the stick or folder for the batch"))
        if folder is not None:
            self._change(
                lambda: sync.write_batch(self._session, batch.number, folder),
                lambda path: _("Batch {number} was written and read back as {file}.").format(
                    number=batch.number, file=path.name
                ),
            )

    # ------------------------------------------------------------------ receipts

    def read_receipt(self) -> None:
        """Take in the hub's answer."""
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
            self._bar.error(
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
            self._bar.success(words.format(numbers=numbers))
        else:
            self._bar.info(_("The receipt says nothing that was not known."))

    # ------------------------------------------------------------------ cards

    def enrol(self, hub: HubCard | None) -> None:
        """Take in the hub's card; asks first if that would take the place of another ``hub``."""
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
                lambda: sync.enrol_hub(self._session, content_of(path)), self._was_enrolled
            )

    def _was_enrolled(self, hub: HubCard) -> str:
        self.enrolled.emit()
        return _("{hub} is the hub now. Compare the numbers below by telephone.").format(
            hub=hub.name
        )

    def save_card(self) -> None:
        """Write this desk's own card to a folder or stick."""
        folder = self._messages.choose_folder(_("Choose the stick or folder for the desk's card"))
        if folder is not None:
            self._change(
                lambda: sync.write_desk_card(self._session, folder),
                lambda path: _("The card was written as {file}. Send it to headquarters.").format(
                    file=path.name
                ),
            )

    def _change(self, work: Callable[[], Any], said: Callable[[Any], str]) -> None:
        self._tasks.change(self, work, lambda result: self._bar.success(said(result)), self._failed)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._bar.error(error.sentence)
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
