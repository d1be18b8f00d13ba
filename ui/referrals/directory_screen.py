"""The service directory: who helps with what, where, and when it was last verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.formats import country_name
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Pack
from intake_app.packs.order import for_country
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider
from intake_app.session import Session
from ui.buttons import Button, Kind, MenuButton
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.messages import Messages
from ui.referrals.directory_list import Sectors, columns, filters, fits
from ui.referrals.provider_form import ProviderForm
from ui.referrals.provider_preview import ProviderPreview
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M


class DirectoryScreen(Screen):
    """List and preview of the directory; an entry is changed on a page of its own."""

    help_page = "referrals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._providers: list[Provider] = []
        self._sectors = Sectors(session)
        self.form: ProviderForm | None = None
        self.title, self.bar = TitleLine(), MessageBar()
        self.add = Button(Kind.PRIMARY, "plus", "Ctrl+N")
        self.from_pack = MenuButton("download")
        self.preview = ProviderPreview(self._sectors.words)
        self._known = False  # nothing is claimed before the vault was read
        self.empty = EmptyState(
            "filter", lambda: _("No service fits. Take the filter away to see the others.")
        )
        self.nothing = EmptyState(
            "book-user",
            lambda: _("No service here yet. Add those that your office works with."),
            lambda: _("Add a service"),
        )
        self.list: ListPanes = ListPanes(
            tasks,
            columns(self._sectors),
            lambda row: row.id,
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Name, area or language"),
        )
        self.pages = QStackedWidget()
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self.title.add(self.from_pack)
        self.title.add(self.add)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.add.clicked.connect(lambda: self._open_form(None))
        self.nothing.acted.connect(lambda: self._open_form(None))
        self.preview.edit_wanted.connect(lambda: self._open_form(self.list.current()))
        self.preview.verified.connect(self._verify)
        self.list.wanted.connect(self._show)
        self.list.selected.connect(self._select)
        self.list.opened.connect(self._open_form)
        for pack in self._packs():
            self.from_pack.add(partial(_name_of, pack), partial(self._take_partners, pack.id))

    def _packs(self) -> list[Pack]:
        """The programmes that name partners in the country of this office."""
        country = self._session.office.country
        packs = (pack for pack in self._session.packs.values() if pack.partners_in(country))
        return for_country(packs, country)

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Directory"))
        self.add.set_text(_("Add a service"))
        self.from_pack.set_text(_("Partners of a programme"))
        reason = self._against()
        for button in (self.add, self.nothing.action):
            button.set_reason(reason)
        country = country_name(self._session.office.country, language())
        none = _("No programme of this desk names partners in {country}.").format(country=country)
        self.from_pack.set_reason(reason or ("" if self._packs() else none))
        self._show()
        if self.isVisible():
            self._say_count()

    def _against(self) -> str:
        may = self._session.may(Act.PROVIDER_SAVED)
        return "" if may else _("Counsellors and supervisors keep the directory.")

    def panes(self) -> Sequence[QWidget]:
        """The panes of the list, or the form."""
        return [self.form] if self.form is not None else self.list.panes()

    def reload(self) -> None:
        """Read the directory."""
        self._tasks.read(self, lambda: referrals.providers(self._session), self._take)

    def may_leave(self) -> bool:
        """The open entry may hold unsaved typing."""
        return self.form is None or self.form.may_leave()

    # ------------------------------------------------------------------ the list

    def _take(self, providers: list[Provider]) -> None:
        self._providers, self._known = providers, True
        self._show()
        self._say_count()

    def _say_count(self) -> None:
        count = len(self._providers)
        words = ngettext("{count} service", "{count} services", count)
        self.status_changed.emit(words.format(count=count))

    def _show(self) -> None:
        self.list.set_filters(filters(self._providers, self._sectors))
        chosen, typed = self.list.filter_key, self.list.search_text
        self.list.setVisible(bool(self._providers))
        self.nothing.setVisible(self._known and not self._providers)
        self.list.show_rows(
            [provider for provider in self._providers if fits(provider, chosen, typed)]
        )
        self._select(self.list.current())

    def _select(self, provider: Provider | None) -> None:
        self.preview.show_provider(provider, self._session.today(), self._against())

    # ------------------------------------------------------------------ changing

    def _open_form(self, provider: Provider | None) -> None:
        if reason := self._against():
            self.bar.info(reason)
            return
        if self.form is not None:
            return
        form = ProviderForm(
            self._session, self._tasks, self._messages, provider, self._sectors.options
        )
        form.saved.connect(self._saved)
        form.closed.connect(self._close_form)
        self.form = form
        self.pages.addWidget(form)
        self.pages.setCurrentWidget(form)
        self.setFocusProxy(form)
        form.form.jump_to("name")

    def _saved(self, provider: Provider) -> None:
        self._close_form()
        self.list.select(provider.id)
        self.bar.success(_("{name} is in the directory.").format(name=provider.name))

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.setFocusProxy(self.list)
            self.pages.removeWidget(form)
            form.hide()
            form.deleteLater()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _verify(self) -> None:
        provider = self.list.current()
        if provider is None:
            return
        today = self._session.today().isoformat()
        self._tasks.change(
            self,
            lambda: referrals.save_provider(self._session, replace(provider, verified_on=today)),
            lambda saved: self.bar.success(_("{name} is verified.").format(name=saved.name)),
            self._failed,
        )

    def _take_partners(self, pack_id: str) -> None:
        words = language()
        self._tasks.change(
            self,
            lambda: referrals.add_partners_of_pack(self._session, pack_id, words),
            self._partners_taken,
            self._failed,
        )

    def _partners_taken(self, count: int) -> None:
        if not count:
            self.bar.info(_("All partners of this programme are in the directory already."))
            return
        words = ngettext(
            "{count} partner was added. Verify it and add its telephone.",
            "{count} partners were added. Verify them and add their telephones.",
            count,
        )
        self.bar.success(words.format(count=count))

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
            return True
        return False


def _name_of(pack: Pack) -> str:
    return pack.name.in_(language())
