"""First start: the first supervisor and their passphrase."""

from __future__ import annotations

from intake_app.acts import Role
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.users.model import NewUser
from ui.fields.form import Form
from ui.fields.text_edit import TextLine
from ui.sign_in.new_passphrase import ask_new_passphrase
from ui.sign_in.wizard_page import WizardPage

LABEL_LETTERS = 40


class SupervisorPage(WizardPage):
    """The first person who can sign in. They can add everybody else."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self._add_fields()
        self.form.submitted.connect(self.finished)
        self.column.addWidget(self.form, 1)
        self.retranslate()

    def _add_fields(self) -> None:
        self.form.add("full_name", TextLine(), lambda: _("Full name"), required=True)
        self.form.add(
            "label",
            TextLine(LABEL_LETTERS),
            lambda: _("Sign-in name"),
            required=True,
            helper=lambda: _("Initials or “desk 1”; it is not secret."),
        )
        self.suggestion = ask_new_passphrase(self.form, lambda: _("Passphrase"))

    def title(self) -> str:
        """What the step is about."""
        return _("The first supervisor")

    def advice(self) -> str:
        """Why there has to be one."""
        return _("A supervisor adds colleagues and approves plans and grants.")

    def entered(self) -> None:
        """Begin with the name."""
        self.form.jump_to("full_name")

    def supervisor(self) -> NewUser:
        """The supervisor as they stand in the form."""
        values = self.form.values()
        return NewUser(values["label"], values["full_name"], Role.SUPERVISOR, values["passphrase"])

    def check(self) -> bool:
        """The names are there, the passphrase is strong and was typed twice."""
        if not self.form.check():
            return False
        problems: dict[str, str] = {}
        try:
            self.supervisor().check()
        except InvalidInput as invalid:
            problems |= invalid.problems
        if not problems and self.form["again"].value() != self.form["passphrase"].value():
            problems["again"] = _("This is not the same passphrase. Type it again.")
        if problems:
            self.form.show_problems(problems)
        return not problems

    def forget_passphrase(self) -> None:
        """The vault is made: nothing of the passphrase stays on the page."""
        self.form["passphrase"].set_value("")
        self.form["again"].set_value("")
        self.suggestion.forget()
