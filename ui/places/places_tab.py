"""The lists of places of this desk: what addresses are chosen from, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.formats import country_name, format_number
from intake_app.i18n import _, language
from intake_app.places import service as places
from intake_app.places.service import Listed, PlaceList
from intake_app.session import Session
from intake_app.users import service as users
from ui.buttons import Button, Kind
from ui.cases.days import on_day
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.places.places_import import PlacesImport, counted_levels
from ui.plain import PlainLabel
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import L, M, Tone


class PlacesTab(StackedScreen[PlacesImport]):
    """Everybody may look; supervisors import and remove lists."""

    help_page = "places"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._staff: dict[str, str] = {}
        self._chosen: Listed | None = None
        self.bar, self.note = MessageBar(), PlainLabel(wrap=True)
        self.add, self.remove = Button(Kind.PRIMARY, "upload"), Button(Kind.PLAIN, "trash-2")
        self.list: ListPanes = ListPanes(
            tasks, self._columns(), lambda row: f"{row.country} {row.version}",
            empty=EmptyState("map-pin", lambda: _("No list yet. Import the one of your country.")),
        )  # fmt: skip
        self._arrange()
        self.bar.faded.connect(self.status_changed)
        self.add.clicked.connect(self.begin)
        self.remove.clicked.connect(self._remove)
        self.list.selected.connect(self._select)
        self.retranslate()

    def _arrange(self) -> None:
        overview = QWidget()
        column, head = QVBoxLayout(overview), QHBoxLayout()
        head.setSpacing(L)
        head.addWidget(self.note, 1)
        for button in (self.remove, self.add):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.build(overview, self.list)

    def _columns(self) -> list[Column[Listed]]:
        return [
            Column(lambda: _("Country"), lambda one: country_name(one.country, language()), 12),
            Column(lambda: _("List"), lambda one: one.version, 28),
            Column(lambda: _("Places"), _counted, 24, stretch=True),
            Column(lambda: _("Where it comes from"), self._from, 30),
            Column(
                lambda: _("In use"),
                lambda one: _("in use") if one.is_in_use else _("earlier"),
                9,
                icon=lambda one: "circle-check" if one.is_in_use else "history",
                tone=lambda one: Tone.SUCCESS if one.is_in_use else None,
            ),
        ]

    def retranslate(self) -> None:
        """Set every text."""
        self.note.setText(
            _(
                "Addresses and places of origin are offered from these lists while one types. What"
                " is not in a list can always be written."
            )
        )
        self.list.table.setAccessibleName(_("Places"))
        self.add.set_text(_("Import a list…"))
        self.remove.set_text(_("Remove the list…"))
        self._say_buttons()

    def panes(self) -> Sequence[QWidget]:
        """The lists, or the page on which one is imported."""
        return self.page.panes() if self.page else self.list.panes()

    def reload(self) -> None:
        """Read the lists again."""
        session = self._session

        def done(read: tuple[list[Listed], dict[str, str]]) -> None:
            lists, self._staff = read
            self.list.show_rows(lists)

        self._tasks.read(self, lambda: (places.lists(session), users.names_of_staff(session)), done)

    def _select(self, one: Listed | None) -> None:
        self._chosen = one
        self._say_buttons()

    def _say_buttons(self) -> None:
        may = self._session.may(Act.PLACES_IMPORTED)
        only = "" if may else _("Only a supervisor may do this.")
        self.add.set_reason(only)
        own = self._chosen is not None and self._chosen.imported is not None
        self.remove.set_reason(only or ("" if own else _("Choose a list that was imported.")))

    def _from(self, one: Listed) -> str:
        if one.imported is None:
            return _("came with the program")
        who = self._staff.get(one.imported.imported_by, "")
        words = _("{source}; imported {day}, {name}") if one.imported.source else (
            _("imported {day}, {name}"))  # fmt: skip
        day = on_day(one.imported.imported_at)
        return words.format(source=one.imported.source, day=day, name=who)

    # ------------------------------------------------------------------ importing and removing

    def begin(self) -> None:
        """Open the page on which a list is imported."""
        if not self.add.isEnabled() or self.page is not None:
            return
        page = PlacesImport(self._session, self._tasks, self._messages)
        page.imported.connect(self._imported)
        self.open_page(page)

    def _imported(self, one: PlaceList) -> None:
        self.close_page()
        words = _("The list of {country} is imported: {count} places are offered from now on.")
        self.bar.success(
            words.format(
                country=country_name(one.country, language()),
                count=format_number(one.count, language()),
            )
        )

    def _remove(self) -> None:
        one = self._chosen.imported if self._chosen else None
        if one is None or not self._messages.ask(
            _("Remove this list?"),
            _(
                "The list before it is in use again. Addresses that were chosen from it keep their"
                " name and code."
            ),
            _("Remove"),
            _("Keep it"),
            danger=True,
        ):
            return
        session = self._session

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        def done(_gone: object) -> None:
            self.bar.success(_("The list was removed."))

        self._tasks.change(self, lambda: places.remove_list(session, one.id), done, failed)


def _counted(one: Listed) -> str:
    """``24 × governorate, 264 × delegation``."""
    return counted_levels(one.country, one.counts)
