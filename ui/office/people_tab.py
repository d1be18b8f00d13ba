"""The colleagues who can sign in, and the pages on which a supervisor changes who they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import StaffMember
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.custody.care_page import CarePage
from ui.custody.deeds import RemovePage, RenewPage, RolePage, RotatePage
from ui.fields.message_bar import MessageBar
from ui.flow import FlowLayout
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.colleagues_page import AddUser, ColleaguesPage
from ui.sign_in.login_list import ROLE_ICONS
from ui.tasks import Tasks
from ui.tokens import L, M, S

Deed = Callable[[Session, Tasks, Messages, StaffMember], CarePage]


class PeopleTab(Screen):
    """Everybody with a login. New ones are added on a page that keeps their passphrases in sight;
    each deed on a login that exists has a page of its own, too.

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
        self.bar = MessageBar()
        self.renew, self.role = Button(Kind.PLAIN, "key-round"), Button(Kind.PLAIN, "user-check")
        self.remove = Button(Kind.PLAIN, "trash-2")
        self.rotate = Button(Kind.QUIET, "refresh-cw")
        self.page: ColleaguesPage | None = None
        self.care: CarePage | None = None
        self.pages = QStackedWidget()
        self._arrange()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.add.clicked.connect(self._open)
        self.back.clicked.connect(self.leave)
        self.table.selected.connect(lambda _row: self._show_reasons())
        self.bar.faded.connect(self.status_changed)
        for button, deed in (
            (self.renew, RenewPage),
            (self.role, RolePage),
            (self.remove, RemovePage),
            (self.rotate, RotatePage),
        ):
            button.clicked.connect(lambda _checked=False, deed=deed: self._open_care(deed))

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
        rows.insertWidget(0, self.bar)
        rows.addWidget(card, 1)
        deeds = QWidget()
        row = FlowLayout(deeds)
        for button in (self.renew, self.role, self.remove, self.rotate):
            row.addWidget(button)
        rows.addWidget(deeds)
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
            ""
            if self.care is not None
            else _("Hand over each passphrase on paper. Your colleagues can change it afterwards.")
        )
        self.add.set_text(_("Add colleagues"))
        may = self._session.may(Act.USER_ADDED)
        self.add.set_reason("" if may else _("Only a supervisor adds colleagues."))
        self.back.set_text(_("Back to the list"))
        self.table.setAccessibleName(_("Colleagues"))
        self.renew.set_text(_("New passphrase…"))
        self.role.set_text(_("Other role…"))
        self.remove.set_text(_("Remove…"))
        self.rotate.set_text(_("New keys for the vault…"))
        self._show_reasons()

    def _show_reasons(self) -> None:
        """Why a deed cannot be done to the selected colleague."""
        member: StaffMember | None = self.table.current()
        if not self._session.may(Act.USER_REMOVED):
            reason = _("Only a supervisor does this.")
        elif member is None:
            reason = _("Select a colleague first.")
        elif member.id == self._session.user.id:
            reason = _("Another supervisor must do this.")
        else:
            reason = ""
        for button in (self.renew, self.role, self.remove):
            button.set_reason(reason)
        may = self._session.may(Act.KEYS_ROTATED)
        self.rotate.set_reason("" if may else _("Only a supervisor does this."))

    def panes(self) -> Sequence[QWidget]:
        """The list, or the page to add somebody."""
        return [self.pages]

    def reload(self) -> None:
        """Read who has a login."""
        self._tasks.read(self, lambda: users.staff(self._session), self._show_rows)

    def _show_rows(self, members: list[StaffMember]) -> None:
        self.model.show_rows(members)
        self._show_reasons()

    def may_leave(self) -> bool:
        """Ask if a colleague was begun, or if passphrases would go out of sight."""
        if self.care is not None:
            return self.care.may_leave()
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
        self._show_page(page)
        page.entered()

    def _open_care(self, deed: Deed) -> None:
        if self.care is not None:
            return
        user = self._session.user
        me = StaffMember(user.id, user.label, user.role, self._session.full_name)
        member: StaffMember = self.table.current() or me  # new keys for the vault are for all
        self.bar.clear()
        page = deed(self._session, self._tasks, self._messages, member)
        page.done.connect(self._cared)
        self.care = page
        self._show_page(page)
        page.entered()

    def _show_page(self, page: QWidget) -> None:
        self._adding.addWidget(page, 1)
        self.pages.setCurrentIndex(1)
        self.setFocusProxy(page)
        self.retranslate()

    def _cared(self, sentence: str) -> None:
        self._close()
        self.bar.success(sentence)

    def leave(self) -> None:
        """Back to the list; the passphrases leave the screen for good."""
        if (self.page is not None or self.care is not None) and self.may_leave():
            self._close()

    def _close(self) -> None:
        page = self.page or self.care
        self.page = self.care = None
        if page is not None:
            self._adding.removeWidget(page)
            page.hide()
            page.deleteLater()
        self.setFocusProxy(self.table)
        self.pages.setCurrentIndex(0)
        self.table.setFocus()
        self.retranslate()


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
