"""The photographs and scans about a person: adding them, looking, taking out, removing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.attachments.model import MOST_BYTES_IN_MB, AttachmentKind
from intake_app.attachments.service import (
    Attachment,
    Shown,
    attachments_of,
    kinds_for,
    person_of_case,
    removed_from,
)
from intake_app.i18n import _, ngettext
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.words import word
from ui.attachments.adding import Adding, Refusal
from ui.attachments.file_grid import FileGrid
from ui.attachments.file_work import FileWork
from ui.attachments.kind_card import KindCard
from ui.attachments.refused_card import RefusedCard
from ui.attachments.sources import FILES, Source, holds_files, of_mime, of_path
from ui.buttons import Button, Kind
from ui.cases.days import on_day
from ui.fields.message_bar import MessageBar
from ui.flow import FlowLayout
from ui.lists.empty_state import EmptyState
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M, S, Text

MOST_REMOVED = 2
"""Lines about files that are gone; the history of the case has all of them."""


@dataclass(frozen=True)
class FilesRead:
    """What the tab shows, read at one moment."""

    person_id: str
    files: tuple[Shown, ...]
    removed: tuple[Attachment, ...]
    staff: Mapping[str, str]


class AttachmentsTab(Screen):
    """Signals: those of a screen."""

    help_page = "attachments"

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        case_id: str,
        *,
        person_id: str = "",
    ) -> None:
        """About the person of a case, or about ``person_id`` where there is no case yet."""
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._case_id, self._person_id = case_id, person_id
        self._read: FilesRead | None = None
        self._waiting: list[Source] = []
        self.add = Button(Kind.PRIMARY, "plus", "Alt+N")
        self.paste = Button(Kind.PLAIN, "copy", "Ctrl+V")
        self.open = Button(Kind.PLAIN, "eye")
        self.portrait = Button(Kind.PLAIN, "user-check")
        self.export = Button(Kind.PLAIN, "download")
        self.remove = Button(Kind.PLAIN, "trash-2", "Del")
        self.count = PlainLabel(Text.SECONDARY, wrap=True)
        self.removed = PlainLabel(Text.SECONDARY, wrap=True)
        self.bar, self.refused = MessageBar(), RefusedCard()
        self.kinds = KindCard(kinds_for(session))
        self.adding = Adding(session, tasks, self)
        self.work = FileWork(session, tasks, messages, self.bar)
        self.grid = FileGrid()
        self.empty = EmptyState("image", self._empty_words, lambda: _("Add files"))
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.grid)
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        row = QWidget(self)
        buttons = FlowLayout(row, spacing=S)
        for button in (
            self.add, self.paste, self.open, self.portrait, self.export, self.remove,
        ):  # fmt: skip
            buttons.addWidget(button)
        column.addWidget(row)
        column.addWidget(self.count)
        column.addWidget(self.removed)
        for part in (self.bar, self.kinds, self.adding.panel, self.refused):
            column.addWidget(part)
        for page in (self.empty, self.grid):  # no stack: what is hidden asks for no room
            column.addWidget(page, 1)
            page.hide()
        self.work.setParent(self)

    def _connect(self) -> None:
        self.add.clicked.connect(self.choose)
        self.empty.acted.connect(self.choose)
        self.paste.clicked.connect(self.paste_files)
        self.kinds.answered.connect(self._start)
        self.kinds.cancelled.connect(self._take_nothing)
        self.adding.finished.connect(self._finished)
        self.grid.opened.connect(self.work.open)
        self.grid.chosen.connect(self._show_buttons)
        self.bar.faded.connect(self.status_changed)
        for button, act in (
            (self.open, self.work.open),
            (self.export, self.work.export),
            (self.remove, self.work.remove),
        ):
            button.clicked.connect(lambda _on=False, act=act: self._with_current(act))
        self.portrait.clicked.connect(self._turn_portrait)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the files again."""
        session, case_id, person_id = self._session, self._case_id, self._person_id

        def work() -> FilesRead:
            about = person_id or person_of_case(session, case_id)
            gone = tuple(removed_from(session, about))
            return FilesRead(about, attachments_of(session, about), gone, names_of_staff(session))

        self._tasks.read(self, work, self._show)

    def _show(self, read: FilesRead) -> None:
        self._read = read
        self.work.files = read.files
        self.grid.show_files(read.files)
        self.grid.setVisible(bool(read.files))
        self.empty.setVisible(not read.files)
        self.setFocusProxy(self.grid if read.files else self.add)
        self.retranslate()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.add, self.grid]

    # ------------------------------------------------------------------ adding

    def choose(self) -> None:
        """Choose files on a disk or stick."""
        paths = self._messages.choose_files(
            _("Choose the files to add"), [(_("Photographs and scans"), FILES)]
        )
        self.take([of_path(path) for path in paths])

    def paste_files(self) -> None:
        """Add what was copied in another program."""
        mime = QGuiApplication.clipboard().mimeData()
        sources = of_mime(mime) if mime is not None else []
        if not sources:
            self.bar.info(_("There is no picture and no file on the clipboard."))
        self.take(sources)

    def take(self, sources: Sequence[Source]) -> None:
        """Ask what these files are, then add them."""
        if not sources or self._read is None or self.adding.is_running:
            return
        self._waiting = list(sources)
        self.refused.clear()
        self.kinds.ask(len(sources), sources[0].name)

    def _start(self, kind: AttachmentKind) -> None:
        assert self._read is not None
        sources, self._waiting = self._waiting, []
        self.bar.clear()
        self._set_adding(True)
        self.adding.start(self._read.person_id, self._case_id or None, kind, sources)

    def _take_nothing(self) -> None:
        self._waiting = []
        self.setFocus()

    def _finished(self, added: Sequence[Attachment], refused: Sequence[Refusal], left: int) -> None:
        self._set_adding(False)
        self.refused.show_refused(refused)
        if added:
            self.grid.select(added[-1].id)
            words = ngettext("{count} file is added.", "{count} files are added.", len(added))
            self.bar.success(words.format(count=len(added)))
        if left:
            words = ngettext(
                "Stopped: {count} file was not added.", "Stopped: {count} files were not added.",
                left,
            )  # fmt: skip
            self.bar.info(words.format(count=left))
        self.setFocus()

    def _set_adding(self, adding: bool) -> None:
        for button in (self.add, self.paste):
            button.setEnabled(not adding)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files and pictures may be dropped anywhere on the tab."""
        if holds_files(event.mimeData()) and not self.adding.is_running:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Copied, never moved: the file of the clerk stays where it is."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(of_mime(event.mimeData()))

    # ------------------------------------------------------------------ the selected one

    def _with_current(self, act: object) -> None:
        shown = self.grid.current()
        if shown is not None and callable(act):
            act(shown.attachment.id)

    def _turn_portrait(self) -> None:
        shown = self.grid.current()
        if shown is not None:
            chosen = not shown.attachment.is_portrait
            self.work.choose_portrait(shown.attachment.id, chosen=chosen)

    def _show_buttons(self) -> None:
        shown = self.grid.current()
        is_photo = shown is not None and shown.attachment.kind is AttachmentKind.PHOTO
        for button in (self.open, self.export, self.remove):
            button.setVisible(shown is not None)
        self.portrait.setVisible(is_photo)
        is_chosen = shown is not None and shown.attachment.is_portrait
        self.portrait.set_text(
            _("Choose no photograph") if is_chosen else _("Choose this photograph")
        )
        why = _("The person has taken back the consent.") if shown and shown.is_withheld else ""
        self.open.set_reason(why)
        self.portrait.set_reason("" if is_chosen else why)
        self.export.set_reason(why or self.work.why_not_export())

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        return _(
            "There is no photograph and no scan about this person. Add JPEG, PNG or PDF files of "
            "up to {limit} MB: choose them, drop them here, or paste a copied picture."
        ).format(limit=MOST_BYTES_IN_MB)

    def retranslate(self) -> None:
        """Every text of the tab; cards follow by themselves."""
        self.add.set_text(_("Add files"))
        self.paste.set_text(_("Paste"))
        self.open.set_text(_("Open"))
        self.export.set_text(_("Save outside the vault"))
        self.remove.set_text(_("Remove"))
        number = len(self._read.files) if self._read else 0
        words = ngettext(
            "{count} file. Drop others here to add them.",
            "{count} files. Drop others here to add them.",
            number,
        )
        self.count.setText(words.format(count=number))
        self.count.setVisible(number > 0)
        gone, staff = (self._read.removed, self._read.staff) if self._read else ((), {})
        lines = [_removed_words(file, staff) for file in gone[:MOST_REMOVED]]
        self.removed.setText("\n".join(lines))
        self.removed.setVisible(bool(lines))
        self.empty.retranslate()
        self.grid.retranslate()
        self._show_buttons()


def _removed_words(file: Attachment, staff: Mapping[str, str]) -> str:
    """Who let a file go, when and why."""
    return _("Removed on {day} by {name}: {kind}. {reason}").format(
        day=on_day(file.removed_at),
        name=staff.get(file.removed_by, ""),
        kind=word("attachment", file.kind),
        reason=file.removal_reason,
    )
