"""How old the newest backup is, and a new one at the press of a button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake_app.acts import Act
from intake_app.backups import service as backups
from intake_app.backups.service import LastBackup, Made
from intake_app.errors import IntakeError
from intake_app.formats import format_number
from intake_app.i18n import _, language
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, KeyValues
from ui.cases.days import moment_words
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, S, Text, Tone


class BackupTab(Screen):
    """Makes backups, with progress and Cancel; restoring begins at the sign-in page."""

    help_page = "backup"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._last: LastBackup | None = None
        self._known = False  # nothing is claimed before the vault was read
        self._progress: Progress | None = None
        self._working = False
        self.bar, self.panel = MessageBar(), ProgressPanel()
        self.state, self.facts = IconLabel(Text.STRONG), KeyValues(columns=2)
        self.advice = PlainLabel(wrap=True)
        self.back_up = Button(Kind.PRIMARY, "hard-drive-download")
        self.restore = Button(Kind.PLAIN, "history")
        self._arrange()
        self.bar.faded.connect(self.status_changed)
        self.back_up.clicked.connect(self.start)
        self.restore.clicked.connect(lambda: self.destination_chosen.emit("restore", ""))
        self.panel.cancelled.connect(self._cancel)
        self.retranslate()

    def _arrange(self) -> None:
        card, actions, column = Card(), QHBoxLayout(), QVBoxLayout(self)
        actions.setSpacing(S)
        actions.addWidget(self.back_up)
        actions.addWidget(self.restore)
        actions.addStretch(1)
        for widget in (self.state, self.facts, self.advice):
            card.body.addWidget(widget)
        card.body.addLayout(actions)
        column.setContentsMargins(0, M, 0, 0)
        column.setSpacing(M)
        for part in (self.bar, self.panel, card):
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(self.back_up)

    def retranslate(self) -> None:
        """Set every text."""
        self.back_up.set_text(_("Back up now…"))
        self.restore.set_text(_("Restore from a backup…"))
        self.advice.setText(
            _(
                "A backup is the whole vault once more, encrypted like it, and opened with the"
                " passphrases of its day. Keep it on a stick, locked away, and not with the"
                " computer."
            )
        )
        self._show()

    def reload(self) -> None:
        """Read when the last backup was made."""
        self._tasks.read(self, lambda: backups.last_backup(self._session), self._take)

    def _take(self, last: LastBackup | None) -> None:
        self._last, self._known = last, True
        self._show()

    def _show(self) -> None:
        last = self._last
        late = last is None or last.days > self._session.office.days_to_backup
        if last is None:
            words = _("There is no backup yet. If this computer is lost, everything in it is lost.")
        elif late:
            words = _("The last backup is too old. What came after it would be lost.")
        else:
            words = _("The last backup is recent.")
        icon, tone = ("triangle-alert", Tone.WARNING) if late else ("circle-check", Tone.SUCCESS)
        self.state.show_text(words if self._known else "", icon, tone)
        self.state.setVisible(self._known)
        rows = []
        if last is not None:
            at = moment_words(last.at.isoformat(), self._session.clock())
            # Only its name: the whole way to it would not fit, and is another one each time.
            rows = [(_("Last backup"), at), (_("Folder"), Path(last.place).name)]
        self.facts.set_rows(rows)
        self.facts.setVisible(bool(rows))
        may = self._session.may(Act.BACKUP_MADE)
        against = "" if may else _("Only a supervisor may do this.")
        busy = _("A backup is being made.") if self._working else ""
        self.back_up.set_reason(against or busy)
        self.restore.set_reason(against or busy)

    # ------------------------------------------------------------------ making one

    def start(self) -> None:
        """Ask for the stick, and for a second thought if it lies on the vault's own disk."""
        if not self.back_up.isEnabled():
            return
        place = self._messages.choose_folder(_("Choose the stick or folder for the backup"))
        if place is not None and self._is_good(place):
            self._make(place)

    def _is_good(self, place: Path) -> bool:
        return not backups.on_same_disk(self._session, place) or self._messages.ask(
            _("Back up to the same disk?"),
            _(
                "This folder is on the disk on which the vault lies. If the computer is lost or the"
                " disk breaks, the backup is gone with it."
            ),
            _("Back up there"),
            _("Choose another place"),
            danger=True,
        )

    def _make(self, place: Path) -> None:
        self.bar.clear()
        self.panel.start(_("Making the backup"))

        def work(progress: Progress) -> Made:
            progress.step(0, 1)  # Cancel may have been pressed while other work ran
            return backups.make(self._session, place, progress.step)

        self._working = True
        self._show()
        self._progress = self._tasks.long(self, work, self.panel.step, self._made, self._not_made)

    def _made(self, made: Made) -> None:
        self._finish()
        self.bar.success(
            _(
                "The backup {name} was written and verified: {persons} persons, {cases} cases."
            ).format(
                name=made.folder.name,
                persons=format_number(made.persons, language()),
                cases=format_number(made.cases, language()),
            )
        )

    def _not_made(self, error: Exception) -> bool:
        self._finish()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. No backup was made, and nothing was left behind."))
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence, action=lambda: _("Try again…"), on_action=self.start)
        else:
            return False
        return True

    def _finish(self) -> None:
        self._working = False
        self.panel.finish()
        self._show()
        self.back_up.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
