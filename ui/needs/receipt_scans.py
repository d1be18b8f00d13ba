"""The scan of the signed receipt: it goes into the file, and the things point at it."""

from __future__ import annotations

from intake_app.i18n import _, ngettext
from intake_app.needs.model import GivenItem
from intake_app.needs.service import NeedsView, add_receipt
from ui.attachments.paper_scans import PaperScans


class ReceiptScans(PaperScans):
    """Signals: those of scans of a paper."""

    def added_words(self) -> str:
        """What is said when the scan is there."""
        return _("The signed receipt is in the file.")

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
        sources = self.choose(_("Choose the scan of the signed receipt"))
        if not sources or not items:
            return
        if chosen in items and len(items) > 1 and not self._of_all(len(items)):
            items = [chosen]
        session, case_id, ids = self._session, view.case.id, [item.id for item in items]
        self.adding.start_with(sources, lambda file: add_receipt(session, case_id, ids, file))

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
