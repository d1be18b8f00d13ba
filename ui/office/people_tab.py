"""The colleagues who can sign in, and a page to add some."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import StaffMember
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.colleagues_page import AddUser, ColleaguesPage
from ui.sign_in.login_list import ROLE_ICONS
from ui.tasks import Tasks
from ui.tokens import L, M, S


class PeopleTab(Screen):
    """Everybody with a login. New ones are added on a page that keeps their passphrases in sight.

    ``add`` is the service that makes a login.
    """

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        add: AddUser = users.add_user,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages, self._add_user = session, tasks, messages, add
        self.model: PagedModel[StaffMember] = PagedModel(tasks, _columns(), lambda row: row.id)
        self.table = RowTable(self.model)
        self.add = Button(Kind.PRIMARY, "user-plus", "Ctrl+N")
        self.back = Button(Kind.PLAIN, "arrow-left", "Esc")
        self.note, self.advice = PlainLabel(wrap=True), PlainLabel(wrap=True)
        self.page: ColleaguesPage | None = None
        self.pages = QStackedWidget()
        self._arrange()
        self.add.clicked.connect(self._open)
        self.back.clicked.connect(self.leave)
        self.retranslate()

    def _arrange(self) -> None:
        listing, adding = QWidget(), QWidget()
        self._adding = QVBoxLayout(adding)
        rows = QVBoxLayout(listing)
        for column, words, button in (
            (rows, self.note, self.add),
            (self._adding, self.advice, self.back),
        ):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(M)
            head = QHBoxLayout()
            head.setSpacing(L)
            head.addWidget(words, 1)
            head.addWidget(button)
            column.addLayout(head)
        card = Card(margin=1)
        card.body.addWidget(self.table)
        rows.addWidget(card, 1)
        self.pages.addWidget(listing)
        self.pages.addWidget(adding)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, M, 0, 0)
        whole.setSpacing(S)
        whole.addWidget(self.pages)
        self.setFocusProxy(self.table)

    def retranslate(self) -> None:
        """Set every text."""
        self.note.setText(_("Everybody signs in with their own name and passphrase."))
        self.advice.setText(
            _("Hand over each passphrase on paper. Your colleagues can change it afterwards.")
        )
        self.add.set_text(_("Add colleagues"))
        may = self._session.may(Act.USER_ADDED)
        self.add.set_reason("" if may else _("Only a supervisor adds colleagues."))
        self.back.set_text(_("Back to the list"))
        self.table.setAccessibleName(_("Colleagues"))

    def panes(self) -> Sequence[QWidget]:
        """The list, or the page to add somebody."""
        return [self.pages]

    def reload(self) -> None:
        """Read who has a login."""
        self._tasks.read(self, lambda: users.staff(self._session), self.model.show_rows)

    def may_leave(self) -> bool:
        """Ask if a colleague was begun, or if passphrases would go out of sight."""
        page = self.page
        if page is None:
            return True
        if page.is_changed():
            return self._messages.ask(
                _("Leave without adding?"),
                _("The colleague in the form is not added yet."),
                _("Leave"),
                _("Go on typing"),
                danger=True,
            )
        return not page.added or self._messages.ask(
            _("Have you written the passphrases down?"),
            _("They are not shown again after this page."),
            _("They are on paper"),
            _("Show them again"),
        )

    def _open(self) -> None:
        if self.page is not None:
            return
        page = ColleaguesPage(self._tasks, self._add_user)
        page.open_for(self._session)
        self.page = page
        self._adding.addWidget(page, 1)
        self.pages.setCurrentIndex(1)
        self.setFocusProxy(page)
        page.entered()

    def leave(self) -> None:
        """Back to the list; the passphrases leave the screen for good."""
        page = self.page
        if page is None or not self.may_leave():
            return
        self.page = None
        self._adding.removeWidget(page)
        page.hide()
        page.deleteLater()
        self.setFocusProxy(self.table)
        self.pages.setCurrentIndex(0)
        self.table.setFocus()


def _columns() -> list[Column[StaffMember]]:
    return [
        Column(lambda: _("Full name"), lambda row: row.full_name, 30, stretch=True),
        Column(lambda: _("Sign-in name"), lambda row: row.label, 20),
        Column(
            lambda: _("Role"),
            lambda row: word("role", row.role),
            20,
            icon=lambda row: ROLE_ICONS[row.role],
        ),
    ]
