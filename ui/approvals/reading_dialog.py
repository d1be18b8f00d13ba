"""The paper that belongs to a request, to be read before deciding; nothing can be issued here."""

from __future__ import annotations

from ui.documents.preview_dialog import PreviewDialog


class ReadingDialog(PreviewDialog):
    """A preview without the button that makes the paper for good: that is the author's work."""

    def retranslate(self) -> None:
        """The button would come back with every switch of the language."""
        super().retranslate()
        self.issue.hide()
