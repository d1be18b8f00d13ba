"""The questionnaires of this office: versions, keys, and those that came with the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _, language
from intake_app.instruments import service as instruments
from intake_app.instruments.key import Key, key_of
from intake_app.instruments.model import Instrument, Questionnaire
from intake_app.instruments.xlsform import Reading
from intake_app.session import Session
from intake_app.users import service as users
from ui.buttons import Button, Kind
from ui.cases.days import on_day
from ui.fields.message_bar import MessageBar
from ui.instruments.instrument_import import InstrumentImport
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import L, M, S, Tone


@dataclass(frozen=True)
class _Line:
    """A version that is in the vault, or one that came with the program and is not used yet."""

    form: Questionnaire
    instrument: Instrument | None
    is_newest: bool
    key: Key | None
    by: str = ""

    @property
    def id(self) -> str:
        return f"{self.form.form_id} {self.form.version}"


class InstrumentsTab(StackedScreen[InstrumentImport]):
    """Everybody may look; supervisors import questionnaires and keys."""

    help_page = "questionnaires"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._chosen: _Line | None = None
        self.bar, self.note = MessageBar(), PlainLabel(wrap=True)
        self.add = Button(Kind.PRIMARY, "upload")
        self.use, self.key = Button(Kind.PLAIN, "check"), Button(Kind.PLAIN, "key-round")
        self.list: ListPanes = ListPanes(
            tasks, _columns(), lambda row: row.id,
            empty=EmptyState("clipboard-list", lambda: _("No questionnaire yet. Import one.")),
        )  # fmt: skip
        self._arrange()
        self.bar.faded.connect(self.status_changed)
        self.add.clicked.connect(self._begin_form)
        self.use.clicked.connect(self._use)
        self.key.clicked.connect(self._begin_key)
        self.list.selected.connect(self._select)
        self.retranslate()

    def _arrange(self) -> None:
        overview = QWidget()
        column, head, buttons = QVBoxLayout(overview), QHBoxLayout(), QHBoxLayout()
        buttons.setSpacing(S)
        for button in (self.use, self.key, self.add):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        head.setSpacing(L)
        head.addWidget(self.note, 1)
        head.addLayout(buttons)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.build(overview, self.list)

    def retranslate(self) -> None:
        """Set every text."""
        self.note.setText(
            _(
                "What counsellors ask in cases. A new version takes the place of the one before;"
                " what was answered stays with its version."
            )
        )
        self.list.table.setAccessibleName(_("Questionnaires"))
        self.add.set_text(_("Import…"))
        self.use.set_text(_("Use it"))
        self.key.set_text(_("Import a key…"))
        self._say_buttons()

    def panes(self) -> Sequence[QWidget]:
        """The list, or the page on which something is imported."""
        return self.page.panes() if self.page else self.list.panes()

    def reload(self) -> None:
        """Read the questionnaires again."""
        session = self._session
        self._tasks.read(self, lambda: _lines(session), self.list.show_rows)

    def _select(self, line: _Line | None) -> None:
        self._chosen = line
        self._say_buttons()

    def _say_buttons(self) -> None:
        may = self._session.may(Act.INSTRUMENT_IMPORTED)
        only = "" if may else _("Only a supervisor may do this.")
        line = self._chosen
        unused = line is not None and line.instrument is None
        self.add.set_reason(only)
        self.use.set_reason(
            only or ("" if unused else _("Choose one that came with the program and is not used."))
        )
        used = line is not None and line.instrument is not None
        self.key.set_reason(only or ("" if used else _("Choose a questionnaire that is in use.")))

    # ------------------------------------------------------------------ importing

    def begin(self, instrument: Instrument | None = None) -> None:
        """Open the page on which a questionnaire is imported, or the key to one."""
        if not self.add.isEnabled() or self.page is not None:
            return
        page = InstrumentImport(self._session, self._tasks, self._messages, instrument)
        page.imported.connect(self._imported)
        self.open_page(page)

    def _begin_form(self) -> None:
        self.begin()

    def _begin_key(self) -> None:
        if self._chosen is not None and self._chosen.instrument is not None:
            self.begin(self._chosen.instrument)

    def _use(self) -> None:
        line, session = self._chosen, self._session
        if line is None or line.instrument is not None:
            return
        reading = Reading(line.form, ())

        def failed(error: Exception) -> bool:
            if isinstance(error, InvalidInput):
                self.bar.error(error.problems.get("file", ""))
            elif isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(
            self, lambda: instruments.import_form(session, reading), self._imported, failed
        )

    def _imported(self, one: Instrument | Key) -> None:
        self.close_page()
        if isinstance(one, Key):
            self.bar.success(_("The key is imported: scores are counted with it from now on."))
            return
        words = _("“{title}”, version {version}, can be asked in every case from now on.")
        self.bar.success(words.format(title=one.title.in_(language()), version=one.version))


def _lines(session: Session) -> list[_Line]:
    staff, keys = users.names_of_staff(session), instruments.keys(session)
    lines: list[_Line] = []
    seen: set[str] = set()
    for one in instruments.instruments(session):
        key = key_of(one.questionnaire, keys)
        name = staff.get(one.imported_by, "")
        lines.append(_Line(one.questionnaire, one, one.form_id not in seen, key, name))
        seen.add(one.form_id)
    lines += [
        _Line(reading.questionnaire, None, is_newest=False, key=None)
        for reading in instruments.shipped_forms(session)
        if reading.questionnaire is not None
    ]
    return sorted(lines, key=lambda line: (line.form.title.en, not line.is_newest))


def _columns() -> list[Column[_Line]]:
    return [
        Column(
            lambda: _("Questionnaire"), lambda line: line.form.title.in_(language()), 30,
            stretch=True,
        ),
        Column(lambda: _("Version"), lambda line: line.form.version, 10),
        Column(lambda: _("Questions"), lambda line: str(len(line.form.asked())), 9, right=True),
        Column(
            lambda: _("In use"),
            _state,
            13,
            icon=_icon,
            tone=lambda line: Tone.SUCCESS if line.is_newest else None,
        ),
        Column(lambda: _("Scores"), _scores, 22, stretch=True),
        Column(lambda: _("Origin of the form"), _from, 28, stretch=True),
    ]  # fmt: skip


def _from(line: _Line) -> str:
    if line.instrument is None:
        return _("ships with the program")
    day = on_day(line.instrument.imported_at)
    return _("imported on {day} by {name}").format(day=day, name=line.by)


def _state(line: _Line) -> str:
    if line.instrument is None:
        return _("not used yet")
    return _("in use") if line.is_newest else _("earlier")


def _icon(line: _Line) -> str:
    if line.instrument is None:
        return "circle-dashed"
    return "circle-check" if line.is_newest else "history"


def _scores(line: _Line) -> str:
    if line.key is None:
        return _("simple mean, no key")
    return _("key: {source}").format(source=line.key.source)
