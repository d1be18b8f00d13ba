"""What a supervisor does to a login, and to the keys of the vault: one page for each deed."""

from __future__ import annotations

from intake_app.acts import Role
from intake_app.custody import service as custody
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users.model import StaffMember
from ui.buttons import Kind
from ui.cards import IconLabel
from ui.custody.care_page import CarePage, Work
from ui.fields.choice import Choice
from ui.fields.options import words_of
from ui.messages import Messages
from ui.sign_in.passphrase_field import SuggestedPassphrase
from ui.tasks import Progress, Tasks
from ui.tokens import Tone


class RenewPage(CarePage):
    """A new passphrase for somebody who forgot theirs; it stays in sight until the page is left."""

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, member: StaffMember
    ) -> None:
        self.given = False
        super().__init__(session, tasks, messages, member, Kind.PRIMARY)

    def add_fields(self) -> None:
        """The passphrase that the program made up."""
        self.suggestion = SuggestedPassphrase()
        self.suggestion.make_up()
        self.form.add_widget(self.suggestion)

    def texts(self) -> tuple[str, str, str, str]:
        """What a new passphrase means."""
        return (
            _("New passphrase for {name}").format(name=self.member.full_name),
            _(
                "Write this passphrase on paper and hand it over. It holds from the moment you"
                " press the button; the old one opens nothing any more, and drafts that were not"
                " saved cannot be read. What was signed before stays valid."
            ),
            _("Give this passphrase"),
            _("Giving the new passphrase"),
        )

    def sentence(self) -> str:
        """It holds."""
        return _("The new passphrase of {label} holds from now on.").format(label=self.member.label)

    def work(self, own: str) -> Work:
        """Give it."""
        words = self.suggestion.words.text()

        def renew(progress: Progress) -> None:
            progress.step(0, 1)
            custody.renew_passphrase(self.session, self.member.id, words, own)

        return renew

    def finished(self) -> None:
        """The passphrase must still be written down."""
        self.given = True
        self.suggestion.another.hide()
        self.go.set_reason(_("This passphrase holds already."))
        self.bar.info(self.sentence())

    def may_leave(self) -> bool:
        """Ask if it is on paper."""
        if not self.given:
            return super().may_leave()
        return self.messages.ask(
            _("Have you written the passphrase down?"),
            _("It is not shown again after this page."),
            _("It is on paper"),
            _("Show it again"),
        )


class RolePage(CarePage):
    """Another role; who loses the sealed notes causes new keys."""

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, member: StaffMember
    ) -> None:
        self.note = IconLabel()
        super().__init__(session, tasks, messages, member, Kind.PRIMARY)
        self.form["role"].edited.connect(self._show_note)
        self._show_note()

    def add_fields(self) -> None:
        """The new role."""
        roles = Choice(lambda: words_of("role"), may_be_empty=False)
        roles.set_value(self.member.role)
        self.form.add("role", roles, lambda: _("Role"), required=True, wide=True)
        self.form.add_widget(self.note)

    def _role(self) -> Role:
        return Role(self.form["role"].value())

    def _show_note(self) -> None:
        if not self.form.values():
            return
        if custody.takes_rotation(self.member.role, self._role()):
            self.note.show_text(
                _(
                    "The vault gets new keys, because this colleague may no longer read sealed"
                    " notes. Everybody keeps their passphrase."
                ),
                "info",
                Tone.NEUTRAL,
            )
        else:
            self.note.show_text("")

    def texts(self) -> tuple[str, str, str, str]:
        """What another role means."""
        return (
            _("Role of {name}").format(name=self.member.full_name),
            _("The new role holds from the next sign-in on."),
            _("Change the role"),
            _("Changing the role"),
        )

    def retranslate(self) -> None:
        """The note, too."""
        super().retranslate()
        self._show_note()

    def sentence(self) -> str:
        """It is another one."""
        return _("The role of {label} is changed.").format(label=self.member.label)

    def work(self, own: str) -> Work:
        """Change it."""
        role = self._role()

        def change(progress: Progress) -> None:
            progress.step(0, 1)
            custody.change_role(self.session, self.member.id, role, own, progress.step)

        return change


class RemovePage(CarePage):
    """Taking a login away: the vault moves under new keys."""

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, member: StaffMember
    ) -> None:
        super().__init__(session, tasks, messages, member, Kind.DANGER)

    def texts(self) -> tuple[str, str, str, str]:
        """What removal means, and what it cannot do."""
        return (
            _("Remove {name}").format(name=self.member.full_name),
            _(
                "{name} cannot sign in any more, and everything moves under new keys. Everybody"
                " else keeps their passphrase, and so does the recovery key. The name stays beside"
                " what this colleague did; drafts are dropped. Give their cases to somebody else"
                " afterwards. Copies of the vault from before still open with the old passphrase:"
                " destroy those you do not need."
            ).format(name=self.member.full_name),
            _("Remove this colleague"),
            _("Removing the colleague"),
        )

    def sentence(self) -> str:
        """It is done."""
        return _("{label} is removed, and the vault has new keys.").format(label=self.member.label)

    def is_sure(self) -> bool:
        """A login that is gone does not come back."""
        return self.messages.ask(
            _("Remove this colleague?"),
            _("The login is gone for good. To come back, they need a new one."),
            _("Remove"),
            _("Keep"),
            danger=True,
        )

    def work(self, own: str) -> Work:
        """Remove."""

        def remove(progress: Progress) -> None:
            progress.step(0, 1)
            custody.remove_user(self.session, self.member.id, own, progress.step)

        return remove


class RotatePage(CarePage):
    """New keys for the vault without removing anybody."""

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, member: StaffMember
    ) -> None:
        super().__init__(session, tasks, messages, member, Kind.PRIMARY)

    def texts(self) -> tuple[str, str, str, str]:
        """When it is needed."""
        return (
            _("New keys for the vault"),
            _(
                "Do this if somebody else may know a passphrase, if a copy of the vault was lost,"
                " or after an old recovery key was out of its envelope. What is written afterwards"
                " cannot be read with anything old. Everybody keeps their passphrase; change those"
                " that somebody may know first."
            ),
            _("Change the keys"),
            _("Changing the keys"),
        )

    def sentence(self) -> str:
        """It is done."""
        return _("The vault has new keys. Make a new backup now.")

    def work(self, own: str) -> Work:
        """Rotate."""

        def rotate(progress: Progress) -> None:
            progress.step(0, 1)
            custody.rotate_keys(self.session, own, progress.step)

        return rotate
