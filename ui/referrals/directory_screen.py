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
from intake_app.packs.model import Pack, Sector
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider
from intake_app.session import Session
from intake_app.values import folded
from ui.buttons import Button, Kind, MenuButton
from ui.fields.choice import Option
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.referrals.provider_form import ProviderForm
from ui.referrals.provider_preview import ProviderPreview, verified_words
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, Tone

ALL, UNVERIFIED = "all", "unverified"


class DirectoryScreen(Screen):
    """List and preview of the directory; an entry is changed on a page of its own."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._providers: list[Provider] = []
        self._sectors = _sectors(session)
        self.form: ProviderForm | None = None
        self.title, self.bar = TitleLine(), MessageBar()
        self.add = Button(Kind.PRIMARY, "plus", "Ctrl+N")
        self.from_pack = MenuButton("download")
        self.preview = ProviderPreview(self._sector)
        self.empty = EmptyState("book-user", self._empty_words, lambda: _("Add a service"))
        self.list: ListPanes = ListPanes(
            tasks,
            self._columns(),
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
        self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.add.clicked.connect(lambda: self._open_form(None))
        self.empty.acted.connect(lambda: self._open_form(None))
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
        return sorted(packs, key=lambda pack: pack.id)

    def _columns(self) -> list[Column[Provider]]:
        return [
            Column(lambda: _("Service"), lambda row: row.name, 24, stretch=True),
            Column(lambda: _("Kind of help"), lambda row: self._sector(row.sector), 16),
            Column(lambda: _("Area"), lambda row: row.area, 12),
            Column(lambda: _("Verified"), verified_words, 11, icon=_icon, tone=_tone),
        ]

    def _sector(self, code: str) -> str:
        sector = self._sectors.get(code)
        return sector.name.in_(language()) if sector else code

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Directory"))
        self.add.set_text(_("Add a service"))
        self.from_pack.set_text(_("Partners of a programme"))
        reason = self._against()
        for button in (self.add, self.empty.action):
            button.set_reason(reason)
        country = country_name(self._session.office.country, language())
        none = _("No programme of this desk names partners in {country}.").format(country=country)
        self.from_pack.set_reason(reason or ("" if self._packs() else none))
        self._show()

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
        self._providers = providers
        self._show()
        words = ngettext("{count} service", "{count} services", len(providers))
        self.status_changed.emit(words.format(count=len(providers)))

    def _show(self) -> None:
        self.list.set_filters(self._filters())
        wanted, chosen = folded(self.list.search_text), self.list.filter_key
        self.empty.retranslate()
        self.list.show_rows(
            [
                provider
                for provider in self._providers
                if _fits(provider, chosen) and wanted in folded(_searched(provider))
            ]
        )
        self._select(self.list.current())

    def _filters(self) -> list[Filter]:
        if not self._providers:
            return []
        counts: dict[str, int] = {}
        for provider in self._providers:
            counts[provider.sector] = counts.get(provider.sector, 0) + 1
        sectors = sorted(counts, key=lambda code: folded(self._sector(code)))
        never = sum(1 for provider in self._providers if not provider.verified_on)
        return [
            Filter(ALL, lambda: _("All services"), len(self._providers)),
            Filter(UNVERIFIED, lambda: _("Never verified"), never, "circle-dashed", Tone.WARNING),
            *(Filter(code, partial(self._sector, code), counts[code]) for code in sectors),
        ]

    def _empty_words(self) -> str:
        if self._providers:
            return _("No service fits. Take the filter away, or add one.")
        return _("No service here yet. Add those that your office works with.")

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
            self._session, self._tasks, self._messages, provider, self._sector_options
        )
        form.saved.connect(self._saved)
        form.closed.connect(self._close_form)
        self.form = form
        self.pages.addWidget(form)
        self.pages.setCurrentWidget(form)
        self.setFocusProxy(form)
        form.form.jump_to("name")

    def _sector_options(self) -> list[Option]:
        options = [Option(code, self._sector(code)) for code in self._sectors]
        return sorted(options, key=lambda option: folded(option.label))

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


def _fits(provider: Provider, filter_key: str) -> bool:
    if filter_key == UNVERIFIED:
        return not provider.verified_on
    return filter_key in ("", ALL, provider.sector)


def _icon(provider: Provider) -> str:
    if not provider.active:
        return "circle-slash"
    return "" if provider.verified_on else "circle-dashed"


def _tone(provider: Provider) -> Tone | None:
    if not provider.active:
        return Tone.DANGER
    return None if provider.verified_on else Tone.WARNING


def _searched(provider: Provider) -> str:
    return f"{provider.name} {provider.area} {provider.languages}"


def _name_of(pack: Pack) -> str:
    return pack.name.in_(language())


def _sectors(session: Session) -> dict[str, Sector]:
    """The sectors of all programmes of this desk, by code."""
    return {sector.id: sector for pack in session.packs.values() for sector in pack.sectors}
