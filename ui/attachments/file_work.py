"""Looking at a file, taking it out, removing it, choosing the person's photograph."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from intake_app.acts import Act
from intake_app.attachments.model import SUFFIX
from intake_app.attachments.service import (
    Attachment,
    Shown,
    content_of,
    export,
    remove,
    set_portrait,
)
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.attachments.viewer import ViewerDialog
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.tasks import Tasks


class FileWork(QWidget):
    """Invisible. ``files`` are those of the list, in its order."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._bar = bar
        self._looking_at = ""
        self.files: Sequence[Shown] = ()
        self.dialog: ViewerDialog | None = None
        self.hide()

    # ------------------------------------------------------------------ looking

    def open(self, file_id: str) -> None:
        """Show a file; the audit log notes that somebody looked."""
        session = self._session
        self._tasks.read(
            self,
            lambda: content_of(session, file_id),
            lambda content: self._show(file_id, content),
            self._failed,
        )

    def _show(self, file_id: str, content: bytes) -> None:
        place = self._place_of(file_id)
        if place < 0:  # a colleague has removed it meanwhile
            return
        self._looking_at = file_id
        fresh = self.dialog is None
        dialog = self.dialog or self._new_dialog()
        dialog.show_file(self.files[place], content, place + 1, len(self.files))
        if fresh:
            dialog.open()

    def _new_dialog(self) -> ViewerDialog:
        dialog = ViewerDialog(self.parentWidget() or self, self.why_not_export)
        self.dialog = dialog
        dialog.turned.connect(self._turn)
        dialog.export_wanted.connect(lambda: self.export(self._looking_at))
        dialog.finished.connect(self._forget_dialog)
        return dialog

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _turn(self, step: int) -> None:
        place = self._place_of(self._looking_at) + step
        if 0 <= place < len(self.files):
            self.open(self.files[place].attachment.id)

    def _place_of(self, file_id: str) -> int:
        ids = [shown.attachment.id for shown in self.files]
        return ids.index(file_id) if file_id in ids else -1

    # ------------------------------------------------------------------ out and away

    def why_not_export(self) -> str:
        """Why the user may not save a file outside the vault; empty if they may."""
        if self._session.may(Act.ATTACHMENT_EXPORTED):
            return ""
        return _("Only a supervisor saves files outside the vault.")

    def export(self, file_id: str) -> None:
        """Save a file unencrypted, after a warning."""
        place = self._place_of(file_id)
        if place < 0:
            return
        sure = self._messages.ask(
            _("Save this file outside the vault?"),
            _(
                "The file will not be encrypted: everybody who finds it can open it."
                " That you saved it is written in the audit log."
            ),
            _("Choose where to save"),
            _("Keep it in the vault"),
            danger=True,
        )
        if not sure:
            return
        file = self.files[place].attachment
        suffix = SUFFIX[file.type]
        name = file.name or f"{word('attachment', file.kind)}{suffix}"
        form = (word("attachment", file.kind), f"*{suffix}")
        path = self._messages.save_file(_("Save the file"), name, [form])
        if path is None:
            return
        session = self._session

        def saved(_nothing: None) -> None:
            self._where().success(_("The file was saved without encryption."))

        self._tasks.change(self, lambda: export(session, file_id, path), saved, self._failed)

    def remove(self, file_id: str) -> None:
        """Let a file go for good, with a reason."""
        reason = self._messages.ask_text(
            _("Remove this file?"),
            _(
                "It is deleted at once and cannot be brought back."
                " Who removed it, when and why stays written down."
            ),
            _("Why is it removed?"),
            _("Remove"),
            _("Keep it"),
            danger=True,
        )
        if reason is None:
            return
        session = self._session

        def removed(_gone: Attachment) -> None:
            self._where().success(_("The file is removed."))

        self._tasks.change(self, lambda: remove(session, file_id, reason), removed, self._failed)

    def choose_portrait(self, file_id: str, *, chosen: bool) -> None:
        """Make it the photograph by which colleagues know the person, or not any more."""
        session = self._session

        def done(_file: Attachment) -> None:
            words = (
                _("Colleagues now see this photograph in the profile.")
                if chosen
                else _("The profile shows no photograph now.")
            )
            self._where().success(words)

        self._tasks.change(
            self, lambda: set_portrait(session, file_id, chosen=chosen), done, self._failed
        )

    # ------------------------------------------------------------------ answers

    def _where(self) -> MessageBar:
        """Where the user looks now: the dialog, or the tab."""
        return self.dialog.bar if self.dialog is not None else self._bar

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._where().error(error.sentence)
            return True
        return False
