"""First start: the recovery key on paper, before anything is written down that could be lost."""

from __future__ import annotations

from intake_app.custody import service as custody
from intake_app.i18n import _
from intake_app.session import Session
from ui.custody.sheet_panel import KeepKey, SheetPanel
from ui.messages import Messages
from ui.sign_in.wizard_page import WizardPage
from ui.tasks import Tasks


class RecoveryPage(WizardPage):
    """The key of a vault that was made a moment ago. It can wait, but not unnoticed."""

    def __init__(
        self, tasks: Tasks, messages: Messages, keep: KeepKey = custody.keep_recovery_key
    ) -> None:
        super().__init__()
        self._messages = messages
        self.panel = SheetPanel(tasks, keep)
        self.panel.kept.connect(self.finished)
        self.column.addWidget(self.panel)
        self.retranslate()

    def title(self) -> str:
        """What the step is about."""
        return _("The recovery key")

    def advice(self) -> str:
        """Why there has to be one."""
        return _(
            "A key on paper for the day on which a passphrase is forgotten. Print it, seal it in an"
            " envelope and keep it away from this computer. Without it a forgotten passphrase can"
            " cost everything."
        )

    def open_for(self, session: Session) -> None:
        """The vault is there: make up its key."""
        self.panel.begin(session)

    def entered(self) -> None:
        """Begin with the sheet."""
        self.panel.print_button.setFocus()

    def check(self) -> bool:
        """True once the key counts, or if the supervisor wants to do it later."""
        if self.panel.is_kept:
            return True
        later = self._messages.ask(
            _("Go on without a recovery key?"),
            _(
                "What you printed or wrote down opens nothing: destroy it. You will be reminded at"
                " each sign-in until a recovery key is made, under Office."
            ),
            _("Do it later"),
            _("Do it now"),
            danger=True,
        )
        if later:
            self.panel.forget()
        return later
