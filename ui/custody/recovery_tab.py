"""Office: which recovery key counts, and making a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout

from intake_app.acts import Act
from intake_app.custody import service as custody
from intake_app.custody.service import RecoveryState
from intake_app.i18n import _
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.custody.sheet_panel import KeepKey, SheetPanel
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M, Tone


class RecoveryTab(Screen):
    """The state of the recovery key; a supervisor replaces it here."""

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        keep: KeepKey = custody.keep_recovery_key,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._state: RecoveryState | None = None
        self.bar, self.state, self.note = MessageBar(), IconLabel(), PlainLabel(wrap=True)
        self.make = Button(Kind.PRIMARY, "key-round")
        self.panel = SheetPanel(tasks, keep)
        self.stop = Button(Kind.PLAIN, "arrow-left", "Esc")
        self._lay_out()
        self.bar.faded.connect(self.status_changed)
        self.make.clicked.connect(self.begin)
        self.stop.clicked.connect(self.leave)
        self.panel.kept.connect(self._kept)
        self.retranslate()
        self._show_panel(shown=False)

    def _lay_out(self) -> None:
        self._card = Card()
        for widget in (self.state, self.note):
            self._card.body.addWidget(widget)
        self._card.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, M, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addWidget(self._card)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.panel, 1)
        self._rest = column
        column.addStretch(0)

    def _show_panel(self, *, shown: bool) -> None:
        self._card.setVisible(not shown)
        self.panel.setVisible(shown)
        self.stop.setVisible(shown)
        self._rest.setStretch(self._rest.count() - 1, 0 if shown else 1)
        self.setFocusProxy(self.panel if shown else self.make)

    def retranslate(self) -> None:
        """Set every text."""
        self.make.set_text(_("Make a new recovery key"))
        may = self._session.may(Act.RECOVERY_MADE)
        self.make.set_reason("" if may else _("Only a supervisor makes recovery keys."))
        self.stop.set_text(_("Back without a new key"))
        self.note.setText(
            _(
                "The recovery key is a key on paper. When somebody forgets the passphrase, it gives"
                " their login a new one. Keep it sealed, in a safe of another building or at"
                " headquarters. A new key takes the place of the one before; copies of the vault"
                " from before still open with the old one until the keys of the vault are changed,"
                " in the tab Colleagues."
            )
        )
        self._show_state()

    def _show_state(self) -> None:
        state = self._state
        if state is None:
            self.state.show_text("")
        elif not state.number:
            self.state.show_text(
                _(
                    "There is no recovery key. A forgotten passphrase of the only supervisor would"
                    " cost the whole vault."
                ),
                "triangle-alert",
                Tone.WARNING,
            )
        elif state.used:
            self.state.show_text(
                _("The recovery key on sheet {number} was used. Make a new one today.").format(
                    number=state.number
                ),
                "triangle-alert",
                Tone.WARNING,
            )
        else:
            self.state.show_text(
                _("The recovery key on sheet {number} counts.").format(number=state.number),
                "circle-check",
                Tone.SUCCESS,
            )

    def reload(self) -> None:
        """Read which key counts."""
        self._tasks.read(self, lambda: custody.recovery_state(self._session), self._read)

    def _read(self, state: RecoveryState) -> None:
        self._state = state
        self._show_state()

    def begin(self) -> None:
        """Show a new key."""
        if not self.make.isEnabled():
            return
        self.bar.clear()
        self._show_panel(shown=True)
        self.panel.begin(self._session)

    def may_leave(self) -> bool:
        """A sheet may be printed already that would never count."""
        return self.panel.key is None or self._messages.ask(
            _("Leave without a new recovery key?"),
            _("What you printed or wrote down opens nothing. Destroy it."),
            _("Leave"),
            _("Go on"),
            danger=True,
        )

    def leave(self) -> None:
        """Back to the state; the key is gone."""
        if self.may_leave():
            self.panel.forget()
            self._show_panel(shown=False)
            self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """No key waits on a page that nobody sees."""
        if not event.spontaneous() and self.panel.key is not None:
            self.panel.forget()
            self._show_panel(shown=False)
        super().hideEvent(event)

    def _kept(self) -> None:
        self._show_panel(shown=False)
        self.bar.success(
            _("The new recovery key counts now. Seal the sheet, and destroy older ones.")
        )
        self.reload()
