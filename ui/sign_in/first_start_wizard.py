"""The first start: from nothing to an office with a supervisor and colleagues, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from intake_app.custody import service as custody
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.settings import DeviceSettings
from intake_app.users import service as users
from intake_app.users.model import NewOffice, NewUser
from ui.buttons import Button, Kind
from ui.custody.sheet_panel import KeepKey
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.sign_in.colleagues_page import AddUser, ColleaguesPage
from ui.sign_in.folder_page import FolderPage
from ui.sign_in.gate_page import GatePage
from ui.sign_in.office_page import OfficePage
from ui.sign_in.recovery_page import RecoveryPage
from ui.sign_in.supervisor_page import SupervisorPage
from ui.sign_in.welcome_page import WelcomePage
from ui.sign_in.wizard_page import WizardPage
from ui.stage_bar import Stage, StageBar, StageState
from ui.tasks import Tasks
from ui.tokens import M, S, Text

Found = Callable[[Path, NewOffice, NewUser, Mapping[str, Pack]], Session]

LETTERS = 100


class FirstStartWizard(GatePage):
    """Enter goes on, Alt+Left and Esc go back. What was typed stays on every page.

    Signals: ``founded`` the session of the first supervisor; ``other_vault_chosen`` the folder of
    a vault that exists; ``restore_wanted`` a backup shall become one; ``closed`` the first page was
    left with Esc.
    """

    founded = Signal(object)
    restore_wanted = Signal()
    other_vault_chosen = Signal(object)

    def __init__(
        self,
        packs: Mapping[str, Pack],
        tasks: Tasks,
        messages: Messages,
        settings: DeviceSettings | None = None,
        *,
        found: Found = users.found_office,
        add: AddUser = users.add_user,
        keep: KeepKey = custody.keep_recovery_key,
    ) -> None:
        super().__init__(LETTERS, scrolls=False)
        self._packs, self._tasks, self._messages = packs, tasks, messages
        self._found = found
        self._working = False
        self.session: Session | None = None
        self.welcome = WelcomePage(messages)
        self.office, self.supervisor = OfficePage(packs), SupervisorPage()
        self.place, self.recovery = FolderPage(messages), RecoveryPage(tasks, messages, keep)
        self.colleagues = ColleaguesPage(tasks, add)
        self.pages: list[WizardPage] = [
            self.welcome, self.office, self.supervisor, self.place, self.recovery, self.colleagues,
        ]  # fmt: skip
        self.steps = StageBar()
        self._title, self._advice = PlainLabel(Text.TITLE), PlainLabel(wrap=True)
        self._stack = QStackedWidget()
        self.back = Button(Kind.PLAIN, "arrow-left", "Alt+Left")
        self.later = Button(Kind.PLAIN, "arrow-right")
        self.next = Button(Kind.PRIMARY, "arrow-right", "Ctrl+Return", hint_only=True)
        self._lay_out()
        self._connect(settings)
        self.retranslate()
        self._show_page(0)

    def _lay_out(self) -> None:
        self.column.addWidget(self.steps)
        self.column.addSpacing(S)
        self.column.addWidget(self._title)
        self.column.addWidget(self._advice)
        self.column.addSpacing(M)
        for page in self.pages:
            self._stack.addWidget(page)
        self.column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.later)
        foot.addWidget(self.next)
        self.column.addLayout(foot)

    def _connect(self, settings: DeviceSettings | None) -> None:
        self.welcome.opened.connect(self.other_vault_chosen)
        self.welcome.restore.clicked.connect(self.restore_wanted)
        self.welcome.language_chosen.connect(self.language_chosen)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.later.clicked.connect(self.go_on)
        self.colleagues.changed.connect(self.retranslate)
        for page in self.pages[:-1]:
            page.finished.connect(self.go_on)
        if settings is not None and settings.vault_folder:
            self.place.form["folder"].set_value(Path(settings.vault_folder))

    # ------------------------------------------------------------------ texts

    def retranslate(self) -> None:
        """Every text around the pages."""
        super().retranslate()
        page = self.page()
        self._title.setText(page.title())
        self._advice.setText(page.advice())
        self.back.set_text(_("Back"))
        self.later.set_text(_("Later"))
        last = page is self.colleagues
        if page is self.place:
            self.next.set_text(_("Make the vault"))
        elif last:
            self.next.set_text(
                _("Start working") if self.colleagues.added else _("Start without colleagues")
            )
        else:
            self.next.set_text(_("Next"))
        here = self.pages.index(page)
        self.steps.set_stages(
            [
                Stage(str(number), name, _state(number, here))
                for number, name in enumerate(
                    (
                        _("Office"),
                        _("Supervisor"),
                        _("Folder"),
                        _("Recovery key"),
                        _("Colleagues"),
                    ),
                    start=1,
                )
            ]
        )
        self._show_work()

    def _show_work(self) -> None:
        self.place.busy.show_words(
            _("Making the vault. This takes some seconds.") if self._working else ""
        )
        busy = _("The vault is being made.") if self._working else ""
        self.next.set_reason(busy)
        self.back.set_reason(busy)

    # ------------------------------------------------------------------ to and fro

    def page(self) -> WizardPage:
        """The page that is shown."""
        return self.pages[self._stack.currentIndex()]

    def go_on(self) -> None:
        """To the next page, if this one is right; from the folder to a vault; at the end, work."""
        page = self.page()
        if self._working or not page.check():
            return
        if page is self.place:
            self._make()
        elif page is self.colleagues:
            self._finish()
        else:
            self._show_page(self._stack.currentIndex() + 1)

    def go_back(self) -> None:
        """To the page before; not once the vault has been made."""
        if self._working or self.session is not None:
            return
        if self.page() is self.welcome:
            self.closed.emit()
        else:
            self._show_page(self._stack.currentIndex() - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _show_page(self, number: int) -> None:
        page = self.pages[number]
        if page is self.place:
            self.place.show_summary(self.office.office(), self.supervisor.supervisor())
        self._stack.setCurrentIndex(number)
        self.steps.setVisible(page is not self.welcome)
        self.next.setVisible(page not in (self.welcome, self.recovery))
        self.later.setVisible(page is self.recovery)
        self.back.setVisible(page not in (self.welcome, self.recovery, self.colleagues))
        self.language_switch.setVisible(page is not self.welcome)
        self.retranslate()
        page.entered()
        if (first := self.focusWidget()) is not None:
            self.setFocusProxy(first)  # the window gives the keyboard to the page

    # ------------------------------------------------------------------ making the vault

    def _make(self) -> None:
        folder = self.place.folder()
        office, supervisor = self.office.office(), self.supervisor.supervisor()
        self._working = True
        self.place.bar.clear()
        self._show_work()
        self._tasks.change(
            self,
            lambda: self._found(folder, office, supervisor, self._packs),
            self._made,
            self._not_made,
        )

    def _made(self, session: Session) -> None:
        self._working = False
        self.session = session
        self.supervisor.forget_passphrase()
        self.place.form["folder"].set_value(session.vault.folder)  # its note is no longer true
        self.recovery.open_for(session)
        self.colleagues.open_for(session)
        self._show_page(self.pages.index(self.recovery))

    def _not_made(self, error: Exception) -> bool:
        self._working = False
        self._show_work()
        if isinstance(error, InvalidInput):
            self._show_problems(error)
        elif isinstance(error, IntakeError):
            self.place.bar.error(error.sentence)
        else:
            return False
        return True

    def _show_problems(self, error: InvalidInput) -> None:
        """Each sentence goes to the page that asks the question."""
        forms = (self.office.form, self.supervisor.form, self.place.form)
        for number, form in enumerate(forms, start=1):
            asked = {key: s for key, s in error.problems.items() if key in form.values()}
            if asked:
                self._show_page(number)
                form.show_problems(asked)
                return
        self.place.bar.error(error.sentence)

    def _finish(self) -> None:
        session = self.session
        if session is None:
            return
        if self.colleagues.is_changed() and not self._messages.ask(
            _("A colleague is not added yet"),
            _("What you typed for this colleague will be dropped."),
            _("Start working"),
            _("Keep typing"),
        ):
            return
        self.founded.emit(session)


def _state(number: int, here: int) -> StageState:
    if number < here:
        return StageState.DONE
    return StageState.NOW if number == here else StageState.AHEAD
