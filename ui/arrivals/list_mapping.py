"""What was said about the columns of a list, kept as a draft until the list is imported."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from intake_app.arrivals.service import Manifest
from intake_app.i18n import _
from intake_app.session import Session
from ui.arrivals.column_questions import ColumnQuestions
from ui.cases.draft_keeper import DraftKeeper
from ui.fields.message_bar import MessageBar
from ui.fields.typed_text import retype, typed_texts
from ui.plain import shortened
from ui.tasks import Tasks

FORM = "arrival_list"

_PATH, _HEADINGS = "path", "headings"


class ListMapping(DraftKeeper):
    """The list itself is not kept: nothing of it is in the vault before it is imported. What is
    kept is where it was, and what its columns hold; they come back with the same headings."""

    def __init__(self, session: Session, tasks: Tasks, page: QWidget, arrival_id: str) -> None:
        super().__init__(session, tasks, FORM, arrival_id, self._kept_texts)
        self.setParent(page)
        self._kept_before: Mapping[str, str] = {}
        self._columns: ColumnQuestions | None = None
        self._about_file: dict[str, str] = {}

    def offer(self, bar: MessageBar, open_file: Callable[[Path], object]) -> None:
        """Say that a list was being looked at, with a button that opens it again."""

        def done(texts: Mapping[str, str] | None) -> None:
            if not texts or self._columns is not None:
                return
            self._kept_before = texts
            path = Path(texts[_PATH])
            words = _(
                "You were looking at the list “{file}”. Nothing of it is imported yet; what you"
                " said about its columns is kept."
            )
            bar.warning(
                words.format(file=shortened(path.name)),
                lambda: _("Open it again"),
                lambda: open_file(path),
            )

        self._tasks.read(self, self.read, done)

    def follow(self, columns: ColumnQuestions, manifest: Manifest, path: Path) -> None:
        """A file was opened: its columns mean what was said before, if they are called the same."""
        headings = json.dumps(list(manifest.headings), ensure_ascii=False)
        self._columns = columns
        self._about_file = {
            _PATH: os.fsencode(path).decode("utf-8", "replace"),
            _HEADINGS: headings,
        }
        if self._kept_before.get(_HEADINGS) == headings:
            retype(columns, self._kept_before)
        columns.edited.connect(self.touch)
        self.touch()

    def forget(self) -> None:
        """The list was imported."""
        self._columns, self._kept_before = None, {}
        super().forget()

    def _kept_texts(self) -> Mapping[str, str] | None:
        if self._columns is None:
            return None
        return typed_texts(self._columns) | self._about_file
