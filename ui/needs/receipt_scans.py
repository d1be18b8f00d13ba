"""The scan of the signed receipt: it goes into the file, and the things point at it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.attachments.service import Attachment
from intake_app.i18n import _, ngettext
from intake_app.needs.model import GivenItem
from intake_app.needs.service import NeedsView, add_receipt
from intake_app.session import Session
from ui.attachments.adding import Adding, Refusal
from ui.attachments.attachments_tab import FILES
from ui.attachments.sources import of_path
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.tasks import Tasks


class ReceiptScans(QWidget):
    """Shows the progress of a scan that is being added, else nothing."""

    changed = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar
    ) -> None:  # fmt: skip
        super().__init__()
        self._session, self._messages, self._bar = session, messages, bar
        self.adding = Adding(session, tasks, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.adding.panel)
        self.adding.finished.connect(self._was_added)

    def why_not(self, view: NeedsView | None) -> str:
        """Why no scan can be added now; empty if one can."""
        if self.adding.is_running:
            return _("A file is being added.")
        if view is None or not view.without_scan:
            return _("The signed receipt of everything is in the file.")
        return ""

    def add(self, view: NeedsView, chosen: GivenItem | None) -> None:
        """Ask for the file, and of what it is the paper."""
        items = view.without_scan
        paths = self._messages.choose_files(
            _("Choose the scan of the signed receipt"), [(_("Photographs and scans"), FILES)]
        )
        if not paths or not items:
            return
        if chosen in items and len(items) > 1 and not self._of_all(len(items)):
            items = [chosen]
        session, case_id, ids = self._session, view.case.id, [item.id for item in items]
        self.adding.start_with(
            [of_path(path) for path in paths],
            lambda file: add_receipt(session, case_id, ids, file),
        )

    def _of_all(self, count: int) -> bool:
        words = ngettext(
            "The scan of {count} thing is missing. Check what stands on the paper.",
            "The scan of {count} things is missing. Check what stands on the paper.",
            count,
        )
        return self._messages.ask(
            _("Is this the receipt of everything that is missing?"),
            words.format(count=count),
            _("Of everything"),
            _("Of the selected thing only"),
        )

    def _was_added(
        self, added: Sequence[Attachment], refused: Sequence[Refusal], _left: int
    ) -> None:  # fmt: skip
        if refused:
            self._bar.error(refused[0][1])
        elif added:
            self._bar.success(_("The signed receipt is in the file."))
        self.changed.emit()
