"""The button with the blank forms that belong to a page, and the way to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from intake_app.documents import service as documents
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import MenuButton
from ui.documents.loose_paper import LoosePaper
from ui.fields.message_bar import MessageBar
from ui.tasks import Tasks


class BlanksMenu(MenuButton):
    """Opens one of ``kinds``, in the language of the office's papers; nothing of it is kept.

    Signals: ``all_wanted`` the page with every form.
    """

    all_wanted = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, bar: MessageBar, kinds: Sequence[str]
    ) -> None:  # fmt: skip
        super().__init__("printer")
        self._session = session
        self.paper = LoosePaper(tasks, bar)
        self.paper.setParent(self)
        for kind in kinds:
            self.add(partial(word, "paper", kind), partial(self.open_blank, kind), "file-text")
        self.add(lambda: _("All blank forms"), self.all_wanted.emit, "printer")
        self.retranslate()

    def retranslate(self) -> None:
        """The button; its entries follow by themselves."""
        self.set_text(_("Blank forms"))

    def open_blank(self, kind: str) -> None:
        """Show an empty form to print for days without power."""
        session, tongue = self._session, self._session.office.document_language
        self.paper.open(
            partial(word, "paper", kind),
            lambda: documents.blank_form(session, kind, tongue),
            lambda: None,
        )
