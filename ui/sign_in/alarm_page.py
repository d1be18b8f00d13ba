"""Saves are missing, or the anchor is wrong: what is known, and the decision of a supervisor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from intake_app.errors import AlarmKind, VaultAlarm
from intake_app.formats import format_moment
from intake_app.i18n import _, language, ngettext
from intake_app.integrity import service as integrity
from intake_app.packs.model import Pack
from intake_app.session import Session
from ui.cases.days import local_moment
from ui.sign_in.login_list import LoginLine
from ui.sign_in.supervisor_decision import SupervisorDecision
from ui.tasks import Tasks

GoOn = Callable[[Path, str, str, Mapping[str, Pack], VaultAlarm], Session]


class AlarmPage(SupervisorDecision):
    """The vault in ``folder`` is not as it was left. ``go_on`` is the service that goes on."""

    def __init__(
        self,
        folder: Path,
        packs: Mapping[str, Pack],
        tasks: Tasks,
        line: LoginLine,
        alarm: VaultAlarm,
        *,
        go_on: GoOn = integrity.go_on,
    ) -> None:
        super().__init__(line, tasks)
        self._folder, self._packs, self._alarm, self._go_on = folder, packs, alarm, go_on
        self.retranslate()

    def retranslate(self) -> None:
        """Every text of the page."""
        super().retranslate()
        count = self._alarm.count
        if count:
            words = ngettext("{count} save is missing", "{count} saves are missing", count)
            self.title.setText(words.format(count=count))
        else:
            self.title.setText(_("The vault is not as it was left"))
        self.said.setText(_SAID[self._alarm.kind]())
        self.facts.set_rows(self._rows())
        self.go.set_text(_("Go on with what is there"))

    def _rows(self) -> list[tuple[str, str]]:
        rows = []
        if self._alarm.known_at:
            moment = format_moment(local_moment(self._alarm.known_at), language())
            rows.append((_("Everything was there on"), moment))
        rows.append(
            (
                _("What the program has done so far"),
                _("It has only looked at the vault. No file was changed or deleted."),
            )
        )
        if self.may_decide:
            rows.append(
                (
                    _("If you have a backup that is newer"),
                    _(
                        "Restore it into a new folder, and work there. Then compare with the papers"
                        " of the last days."
                    ),
                )
            )
            rows.append(
                (
                    _("If you go on"),
                    _(
                        "First, all files are kept aside in the folder “backups” of the vault. What"
                        " is missing has to be typed again. The audit log says that you decided"
                        " this."
                    ),
                )
            )
        return rows

    def working_words(self) -> str:
        """While the files are kept aside and the vault is opened."""
        return _("Keeping all files aside and opening the vault. This takes a moment.")

    def work(self, passphrase: str) -> None:
        """Sign in to what is there."""
        self._tasks.read(
            self,
            lambda: self._go_on(self._folder, self._line.id, passphrase, self._packs, self._alarm),
            self._went_on,
            self.failed,
        )

    def _went_on(self, session: Session) -> None:
        self.finished()
        self.signed_in.emit(session)


_SAID: dict[AlarmKind, Callable[[], str]] = {
    AlarmKind.SAVES_MISSING: lambda: _(
        "The vault has counted more saves than it holds now. A file of the vault was put back from"
        " an older copy, or its end was lost. The newest work is not in it any more."
    ),
    AlarmKind.ANCHOR_MISSING: lambda: _(
        "The file “anchor” is missing. It proves that no save is lost. Without it, nobody can tell"
        " whether the vault is complete."
    ),
    AlarmKind.ANCHOR_DAMAGED: lambda: _(
        "The file “anchor” was altered or damaged. It proves that no save is lost. Without it,"
        " nobody can tell whether the vault is complete."
    ),
    AlarmKind.ANCHOR_OLDER: lambda: _(
        "The file “anchor” is older than the data of the vault. Somebody put an older copy back, or"
        " worked in the vault with another program."
    ),
    AlarmKind.LOG_DIFFERS: lambda: _(
        "The audit log does not end with the line with which it ended before. The data of the vault"
        " were changed outside this program."
    ),
    AlarmKind.PAGES_DIFFER: lambda: _(
        "The data file is not the one that was closed last: a part of it comes from an older copy,"
        " or was written by another program. Some records may be as they were before."
    ),
}
