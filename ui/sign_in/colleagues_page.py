"""First start: the colleagues who will sign in besides the first supervisor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Role
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import NewUser, StaffMember
from intake_app.words import word
from ui.buttons import Button
from ui.cards import Card, IconLabel
from ui.fields.choice import Choice
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.fields.text_edit import TextLine
from ui.plain import PlainLabel
from ui.sign_in.gate_page import BusyLine
from ui.sign_in.login_list import ROLE_ICONS
from ui.sign_in.passphrase_field import SuggestedPassphrase
from ui.sign_in.supervisor_page import LABEL_LETTERS
from ui.sign_in.wizard_page import WizardPage
from ui.tasks import Tasks
from ui.tokens import M, S, Text, Tone

AddUser = Callable[[Session, NewUser], StaffMember]

_NEXT_ROLE = {Role.RECEPTION: Role.COUNSELLOR}
"""After the clerk the counsellor is offered; after that, another clerk."""


class ColleaguesPage(WizardPage):
    """Adds colleagues one by one; every new passphrase stays in sight until the page is left.

    Signals: ``changed`` somebody was added.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, add: AddUser = users.add_user) -> None:
        super().__init__()
        self._tasks, self._add = tasks, add
        self._session: Session | None = None
        self.added: list[tuple[StaffMember, str]] = []
        self.form = Form()
        self.suggestion = SuggestedPassphrase()
        self.add = Button(icon="user-plus")
        self.busy = BusyLine()
        self._passphrase = PlainLabel(Text.LABEL)
        self._list_title, self._warning = PlainLabel(Text.SECTION), IconLabel()
        self._card = Card()
        self._lines = QVBoxLayout()
        self._build()
        self.add.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.retranslate()

    def _build(self) -> None:
        roles = Choice(lambda: words_of("role"), may_be_empty=False)
        self.form.add("role", roles, lambda: _("Role"), required=True, wide=True)
        self.form.add("full_name", TextLine(), lambda: _("Full name"), required=True)
        self.form.add("label", TextLine(LABEL_LETTERS), lambda: _("Sign-in name"), required=True)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self._passphrase)
        column.addWidget(self.suggestion)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.busy)
        column.addSpacing(M)
        column.addWidget(self._card)
        self.form.add_widget(below)
        self._card.body.setSpacing(S)
        self._card.body.addWidget(self._list_title)
        self._card.body.addLayout(self._lines)
        self._card.body.addWidget(self._warning)
        self._card.hide()
        self.form["role"].set_value(Role.RECEPTION)
        self.column.addWidget(self.form, 1)

    def title(self) -> str:
        """What the step is about."""
        return _("Your colleagues")

    def advice(self) -> str:
        """It can wait."""
        return _(
            "Everybody signs in with their own name. Add whoever is here now;"
            " the others can follow later, under Office."
        )

    def entered(self) -> None:
        """Begin with the name."""
        self.form.jump_to("full_name")

    def open_for(self, session: Session) -> None:
        """The vault is open: colleagues can be added."""
        self._session = session
        self.suggestion.make_up()

    def is_changed(self) -> bool:
        """True if a colleague was begun but not added."""
        values = self.form.values()
        return bool(values["full_name"] or values["label"])

    def submit(self) -> None:
        """Add the colleague in the form; the passphrase is derived, which takes a second."""
        session = self._session
        if session is None or not self.add.isEnabled() or not self.form.check():
            return
        values = self.form.values()
        passphrase = self.suggestion.words.text()
        new = NewUser(values["label"], values["full_name"], Role(values["role"]), passphrase)
        self._show_work(_("Adding the colleague. This takes a moment."))
        self._tasks.change(
            self,
            lambda: self._add(session, new),
            lambda member: self._added(member, new.passphrase),
            self._not_added,
        )

    def _added(self, member: StaffMember, passphrase: str) -> None:
        self._show_work("")
        self.added.append((member, passphrase))
        self.form.clear()
        self.suggestion.make_up()
        self.form["role"].set_value(_NEXT_ROLE.get(member.role, Role.RECEPTION))
        self.form.set_saved()
        self._show_added()
        self.changed.emit()
        self.form.jump_to("full_name")

    def _not_added(self, error: Exception) -> bool:
        self._show_work("")
        if not isinstance(error, InvalidInput):
            return False
        self.form.show_problems(error.problems)
        return True

    def _show_work(self, words: str) -> None:
        self.busy.show_words(words)
        self.add.set_reason(words)

    def retranslate(self) -> None:
        """Every text of the page."""
        self._passphrase.setText(_("First passphrase; it can be changed after signing in"))
        self.add.set_text(_("Add this colleague"))
        self._list_title.setText(_("Can sign in now"))
        self._warning.show_text(
            _("Hand over each passphrase on paper. It is not shown again after this page."),
            "triangle-alert",
            Tone.WARNING,
        )
        self._show_added()

    def _show_added(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for member, passphrase in self.added:
            line = IconLabel(Text.BODY)
            words = _("{label} · {name} · {role}: {passphrase}").format(
                label=member.label,
                name=member.full_name,
                role=word("role", member.role),
                passphrase=passphrase,
            )
            line.show_text(words, ROLE_ICONS[member.role])
            self._lines.addWidget(line)
        self._card.setVisible(bool(self.added))
