"""The programmes of this desk: a list, and the chosen one to read, with the office's amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.i18n import _, language
from intake_app.packs.model import Pack
from intake_app.packs.order import for_country
from intake_app.packs.overlay import figures
from intake_app.programmes import service as programmes
from intake_app.programmes.service import AmountChange, ImportedPack, Opened, Place, Unusable
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from ui.buttons import MenuButton
from ui.cards import Card, IconLabel
from ui.cases.short_form import ShortForm
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.programmes.amount_form import AmountForm
from ui.programmes.import_form import ImportForm
from ui.programmes.programme_sheet import ProgrammeSheet, Shown
from ui.programmes.programme_words import figure_name, is_open
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import M, Text, Tone


@dataclass(frozen=True)
class _Read:
    """What the office entered and imported, what of it cannot be used, and names by login."""

    changes: list[AmountChange]
    imports: list[ImportedPack]
    unusable: list[Unusable]
    staff: dict[str, str]


class ProgrammesTab(StackedScreen[ShortForm]):
    """Everybody may read; a supervisor enters amounts and imports. Signals: those of a screen."""

    help_page = "programmes"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._read = _Read([], [], [], {})
        self._chosen: Pack | None = None
        self.bar, self.note = MessageBar(), IconLabel(Text.BODY)
        self.bring = MenuButton("upload")
        self.bring.add(lambda: _("From a folder…"), self._choose_folder, "folder-open")
        self.bring.add(lambda: _("From a zip file…"), self._choose_zip, "archive")
        self.sheet = ProgrammeSheet(may_change=session.may(Act.PROGRAMME_CHANGED))
        self._rows = PagedModel[Pack](tasks, _columns(), lambda pack: pack.id)
        self.list = RowTable(self._rows)
        self._arrange()
        self.bar.faded.connect(self.status_changed)
        self.list.selected.connect(self._select)
        self.list.opened.connect(lambda _pack: self.sheet.setFocus())
        self.sheet.change_wanted.connect(self.enter_amount)
        self.retranslate()

    def _arrange(self) -> None:
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(self.note, 1)
        right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        head.addWidget(self.bring, 0, right)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(M)
        card = Card(margin=1, parent=overview)
        card.body.addWidget(self.list)
        row.addWidget(card, 2)
        row.addWidget(self.sheet, 5)
        column.addLayout(row, 1)
        nobody = EmptyState("book-open", lambda: _("No programme is installed on this desk."))
        self.build(overview, self.list, nobody, may=len(self._session.packs) > 0)

    def retranslate(self) -> None:
        """Set every text."""
        self.list.setAccessibleName(_("Programmes"))
        self.bring.set_text(_("Import a programme"))
        may = self._session.may(Act.PROGRAMME_IMPORTED)
        self.bring.set_reason("" if may else _("Only a supervisor may do this."))
        self._rows.retranslate()
        self._say_unusable()
        self._show_chosen()

    def panes(self) -> Sequence[QWidget]:
        """The list and the sheet, or the page on which an amount is entered."""
        return self.page.panes() if self.page else [self.list, self.sheet]

    def reload(self) -> None:
        """Read what the office has entered."""
        session = self._session

        def read_all() -> _Read:
            imports, unusable = programmes.imported_packs(session)
            names = names_of_staff(session)
            return _Read(programmes.history(session), imports, unusable, names)

        def show(read: _Read) -> None:
            self._read = read
            self._say_unusable()
            office = session.office
            packs = for_country(session.packs.values(), office.country, office.default_pack)
            self._chosen = session.packs.get(self._chosen.id) if self._chosen else None
            self._rows.show_rows(packs)

        self._tasks.read(self, read_all, show)

    def _select(self, pack: Pack | None) -> None:
        self._chosen = pack
        self._show_chosen()

    def _show_chosen(self) -> None:
        pack, read = self._chosen, self._read
        if pack is None:
            self.sheet.show_programme(None)
            return
        ours = [one for one in read.changes if one.pack == pack.id]
        imports = [one for one in read.imports if one.pack == pack.id]
        self.sheet.show_programme(Shown(pack, self._session.packs, ours, read.staff, imports))

    # ------------------------------------------------------------------ importing

    def _choose_folder(self) -> None:
        path = self._messages.choose_folder(_("Choose the folder of the programme"))
        if path is not None:
            self.open_programme(path)

    def _choose_zip(self) -> None:
        kinds = [(_("Zip files"), "*.zip")]
        path = self._messages.choose_file(_("Choose the zip file of the programme"), kinds)
        if path is not None:
            self.open_programme(path)

    def open_programme(self, path: Path) -> None:
        """Look into a chosen folder or zip file, and show what is in it."""
        session = self._session

        def opened(found: Opened) -> None:
            form = ImportForm(session, self._tasks, self._messages, found)
            form.saved.connect(self._imported)
            self.open_page(form)

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.read(self, lambda: programmes.open_pack(session, path), opened, failed)

    def _imported(self, one: ImportedPack) -> None:
        self._chosen = self._session.packs[one.pack]
        self.list.select(one.pack)
        self.bar.success(
            _("{programme} is in use in version {version}. What was decided before stays.").format(
                programme=self._chosen.short_name.in_(language()), version=one.version
            )
        )

    def _say_unusable(self) -> None:
        """Imported versions that are passed over, if there are any."""
        unusable = [f"{one.imported.pack} {one.imported.version}" for one in self._read.unusable]
        words = _(
            "Cannot be used any more and is passed over: {programmes}. Import a newer version."
        ).format(programmes=", ".join(unusable))
        self.note.show_text(words, "triangle-alert", Tone.WARNING)
        self.note.setVisible(bool(unusable))

    # ------------------------------------------------------------------ entering an amount

    def enter_amount(self, place: Place) -> None:
        """Open the page on which this amount of the chosen programme is entered."""
        pack = self._chosen
        if pack is None or self.page is not None:
            return
        (figure,) = (one for one in figures(pack) if one.place == place)
        ours = (one for one in self._read.changes if one.pack == pack.id and one.place == place)
        newest = next(ours, None)
        entered = newest is not None and newest.amount is not None
        form = AmountForm(self._session, self._tasks, self._messages, pack, figure, entered=entered)
        form.saved.connect(self._entered)
        self.open_page(form)

    def _entered(self, change: AmountChange) -> None:
        pack = self._session.packs[change.pack]
        (figure,) = (one for one in figures(pack) if one.place == change.place)
        self.bar.success(
            _("Entered: {what}. It holds from now on; what was decided before stays.").format(
                what=figure_name(pack, figure)
            )
        )


def _open_words(pack: Pack) -> str:
    missing = sum(is_open(figure) for figure in figures(pack))
    return str(missing) if missing else ""


def _columns() -> list[Column[Pack]]:
    return [
        Column(
            lambda: _("Programme"), lambda pack: pack.short_name.in_(language()), 16, stretch=True
        ),
        Column(
            lambda: _("To confirm"),
            _open_words,
            11,
            icon=lambda pack: "triangle-alert" if _open_words(pack) else "",
            tone=lambda pack: Tone.WARNING if _open_words(pack) else None,
        ),
    ]
