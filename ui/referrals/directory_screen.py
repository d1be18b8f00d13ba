"""The service directory: who helps with what, where, and when it was last verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import country_name, language_name
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Pack
from intake_app.packs.order import for_country
from intake_app.referrals import service as referrals
from intake_app.referrals.directory import ALL, Directory
from intake_app.referrals.model import Provider, Record
from intake_app.session import Session
from ui.buttons import Button, Kind, MenuButton
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.messages import Messages
from ui.referrals.directory_acts import DirectoryActs
from ui.referrals.directory_list import columns, filters
from ui.referrals.provider_form import ProviderForm
from ui.referrals.provider_preview import ProviderPreview
from ui.referrals.sectors import Sectors
from ui.referrals.services_import import ServicesImport
from ui.screen import TitleLine
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import M


class DirectoryScreen(StackedScreen[ProviderForm | ServicesImport]):
    """List and preview of the directory; an entry is changed on a page of its own."""

    help_page = "referrals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._sectors = Sectors(session)
        self._directory = Directory((), {}, session.today())
        self.title, self.bar = TitleLine(), MessageBar()
        self.acts = DirectoryActs(session, tasks, self.bar)
        self.acts.setParent(self)
        self.add = Button(Kind.PRIMARY, "plus", "Ctrl+N")
        self.from_pack = MenuButton("download")
        self.from_list = Button(icon="upload")
        self.preview = ProviderPreview(session, self._sectors)
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
            columns(self._sectors, lambda: self._directory),
            lambda row: row.id,
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Name, area, help or language"),
        )
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self.title.add(self.from_list)
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
        self.build(page, self.list, top=0)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.add.clicked.connect(lambda: self._open_form(None))
        self.from_list.clicked.connect(self._import)
        self.nothing.acted.connect(lambda: self._open_form(None))
        self.preview.edit_wanted.connect(lambda: self._open_form(self.list.current()))
        self.preview.verified.connect(lambda: self.acts.verify(self.list.current()))
        self.list.wanted.connect(self._show)
        self.list.selected.connect(self._select)
        self.list.opened.connect(self._open_form)
        for pack in self._packs():
            self.from_pack.add(partial(_name_of, pack), partial(self.acts.take_partners, pack.id))

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
        self.from_list.set_text(_("Import a list"))
        reason = self._against()
        for button in (self.add, self.from_list, self.nothing.action):
            button.set_reason(reason)
        country = country_name(self._session.office.country, language())
        none = _("No programme of this desk names partners in {country}.").format(country=country)
        self.from_pack.set_reason(reason or ("" if self._packs() else none))
        self._index(self._directory.providers, self._directory.records)  # found by other words
        if self.isVisible():
            self._say_count()

    def _against(self) -> str:
        may = self._session.may(Act.PROVIDER_SAVED)
        return "" if may else _("Counsellors and supervisors keep the directory.")

    def panes(self) -> Sequence[QWidget]:
        """The panes of the list, or the form."""
        return self.page.panes() if self.page is not None else self.list.panes()

    def reload(self) -> None:
        """Read the directory, and what our referrals say of each service."""
        session = self._session

        def read() -> tuple[list[Provider], dict[str, Record]]:
            return referrals.providers(session), referrals.records(session)

        self._tasks.read(self, read, self._take)

    # ------------------------------------------------------------------ the list

    def _take(self, read: tuple[list[Provider], dict[str, Record]]) -> None:
        self._known = True
        self._index(*read)
        self._say_count()

    def _index(self, providers: Sequence[Provider], records: Mapping[str, Record]) -> None:
        """Fold and count once; ``_show`` runs with every letter that is typed."""
        self._directory = Directory(
            providers, records, self._session.today(), self._sectors.words,
            lambda code: language_name(code, language()),
        )  # fmt: skip
        self.list.set_filters(filters(self._directory, self._sectors))
        self.list.setVisible(bool(providers))
        self.nothing.setVisible(self._known and not providers)
        self._show()

    def _say_count(self) -> None:
        count = len(self._directory.providers)
        words = ngettext("{count} service", "{count} services", count)
        self.status_changed.emit(words.format(count=count))

    def _show(self) -> None:
        found = self._directory.find(self.list.search_text, self.list.filter_key or ALL)
        self.list.show_rows(found)
        self._select(self.list.current())

    def _select(self, provider: Provider | None) -> None:
        self.preview.show_provider(provider, self._directory, self._against())

    # ------------------------------------------------------------------ changing

    def _open_form(self, provider: Provider | None) -> None:
        if reason := self._against():
            self.bar.info(reason)
            return
        if self.page is not None:
            return
        form = ProviderForm(
            self._session, self._tasks, self._messages, provider, self._sectors.options
        )
        form.saved.connect(self._saved)
        self.open_page(form)
        form.form.jump_to("name")

    def _import(self) -> None:
        if self.page is not None:
            return
        page = ServicesImport(self._session, self._tasks, self._messages)
        page.imported.connect(self._imported)
        self.open_page(page)

    def _imported(self, count: int) -> None:
        self.close_page()
        self.reload()
        words = ngettext(
            "{count} service was added. Verify it before you send somebody.",
            "{count} services were added. Verify them before you send somebody.",
            count,
        )
        self.bar.success(words.format(count=count))

    def _saved(self, provider: Provider) -> None:
        self.close_page()
        self.list.select(provider.id)
        self.bar.success(_("{name} is in the directory.").format(name=provider.name))


def _name_of(pack: Pack) -> str:
    return pack.name.in_(language())
