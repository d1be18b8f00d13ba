"""What is done to the directory with one press: verifying an entry, taking partners over."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from intake_app.errors import IntakeError
from intake_app.i18n import _, language, ngettext
from intake_app.referrals import service as referrals
from intake_app.referrals.provider import Provider
from intake_app.session import Session
from ui.fields.message_bar import MessageBar
from ui.tasks import Tasks


class DirectoryActs(QObject):
    """Says in ``bar`` what became of it."""

    def __init__(self, session: Session, tasks: Tasks, bar: MessageBar) -> None:
        super().__init__()
        self._session, self._tasks, self._bar = session, tasks, bar

    def verify(self, provider: Provider | None) -> None:
        """Somebody of the office asked there today, and it all still holds."""
        if provider is None:
            return
        today = self._session.today().isoformat()
        self._tasks.change(
            self,
            lambda: referrals.save_provider(self._session, replace(provider, verified_on=today)),
            lambda saved: self._bar.success(_("{name} is verified.").format(name=saved.name)),
            self._failed,
        )

    def take_partners(self, pack_id: str) -> None:
        """Copy the institutions of a programme into the directory."""
        words = language()
        self._tasks.change(
            self,
            lambda: referrals.add_partners_of_pack(self._session, pack_id, words),
            self._partners_taken,
            self._failed,
        )

    def _partners_taken(self, count: int) -> None:
        if not count:
            self._bar.info(_("All partners of this programme are in the directory already."))
            return
        words = ngettext(
            "{count} partner was added. Verify it and add its telephone.",
            "{count} partners were added. Verify them and add their telephones.",
            count,
        )
        self._bar.success(words.format(count=count))

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._bar.error(error.sentence)
            return True
        return False
