"""Signing and erasing, with the questions before, the progress, and what is said afterwards."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app.erasure import service as erasure
from intake_app.erasure.service import Erasure
from intake_app.errors import IntakeError
from intake_app.i18n import _, ngettext
from intake_app.session import Session
from ui.documents.loose_paper import LoosePaper
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.messages import Messages
from ui.tasks import Cancelled, Progress, Tasks


class ErasingWork(QWidget):
    """Invisible but for ``panel``. Signals: ``erasing_changed`` it began or ended."""

    erasing_changed = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar) -> None:
        super().__init__()
        self._session, self._tasks, self._messages, self._bar = session, tasks, messages, bar
        self.panel = ProgressPanel()
        self.paper = LoosePaper(tasks, bar)
        self.paper.setParent(self)
        self.progress: Progress | None = None
        self.erasing = False
        self.panel.cancelled.connect(self._cancel)
        self.hide()

    def sign_and_erase(self, files: int) -> None:
        """Ask, sign the list of so many marked files, and erase what stands on it."""
        words = ngettext("Destroy {count} file?", "Destroy {count} files?", files)
        sure = self._messages.ask(
            words.format(count=files),
            _(
                "You sign this list with your key. Then everything in these files is erased for"
                " good, here and at headquarters, with the persons whom no other file needs."
                " Nobody can bring it back."
            ),
            _("Sign and destroy"),
            _("Keep the files"),
            danger=True,
        )
        if sure:
            session = self._session
            self._tasks.change(self, lambda: erasure.sign_list(session), self.go_on, self._failed)

    def go_on(self, signed: Erasure) -> None:
        """Erase what is left of a signed list; can be stopped between two files."""
        session = self._session
        self._bar.clear()
        self.panel.start(_("Erasing the files"))

        def work(progress: Progress) -> Erasure:
            def step(done: int, total: int) -> None:
                last = done == total - 1
                progress.step(done, total, _("Writing the vault anew") if last else "")

            return erasure.erase(session, signed.id, step)

        self._set_erasing(True)
        self.progress = self._tasks.long(
            self, work, self.panel.step, self._was_erased, self._not_erased
        )

    def _set_erasing(self, erasing: bool) -> None:
        self.erasing = erasing
        if not erasing:
            self.panel.finish()
        self.erasing_changed.emit()

    def _was_erased(self, done: Erasure) -> None:
        self._set_erasing(False)
        count = len(done.files)
        words = ngettext(
            "{count} file is erased. Print the protocol, and destroy older copies.",
            "{count} files are erased. Print the protocol, and destroy older copies.",
            count,
        )
        self._bar.success(words.format(count=count))

    def _not_erased(self, error: Exception) -> bool:
        self._set_erasing(False)
        if isinstance(error, Cancelled):
            self._bar.info(_("Stopped. What is left stays on the list; go on when you like."))
            return True
        return self._failed(error)

    def _cancel(self) -> None:
        if self.progress is not None:
            self.progress.cancel()

    # ------------------------------------------------------------------ protocol and copies

    def show_protocol(self, one: Erasure) -> None:
        """The protocol of a list, to look at and to print."""
        session, tongue = self._session, self._session.office.document_language
        self.paper.open(
            lambda: _("Erasure protocol"),
            lambda: erasure.protocol(session, one.id, tongue),
            lambda: erasure.note_protocol_printed(session, one.id),
        )

    def destroy_copies(self, one: Erasure) -> None:
        """Delete the copies in the vault folder that still hold what this list erased."""
        session = self._session
        self._tasks.read(
            self,
            lambda: erasure.copies(session, one),
            lambda found: self._ask_copies(one, [copy.name for copy in found]),
            self._failed,
        )

    def _ask_copies(self, one: Erasure, names: list[str]) -> None:
        by_hand = _(
            "Backups on other disks and sticks have to be destroyed by hand; the protocol has lines"
            " for them."
        )
        if not names:
            self._messages.say(_("No copy on this computer holds these files"), by_hand)
            return
        words = ngettext(
            "Destroy {count} copy on this computer?",
            "Destroy {count} copies on this computer?",
            len(names),
        )
        listed = _("They lie in the vault folder: {names}.").format(names=", ".join(names))
        if self._messages.ask(
            words.format(count=len(names)),
            f"{listed}\n\n{by_hand}",
            _("Destroy the copies"),
            _("Keep the copies"),
            danger=True,
        ):
            session = self._session
            self._tasks.change(
                self,
                lambda: erasure.destroy_copies(session, one),
                lambda _count: self._bar.success(_("The copies on this computer are destroyed.")),
                self._failed,
            )

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._bar.error(error.sentence)
        return isinstance(error, IntakeError)
