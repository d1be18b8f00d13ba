"""The draft of one profile: kept while typing pauses, offered back, forgotten when saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from intake_app.drafts import service as drafts
from intake_app.errors import IntakeError
from intake_app.session import Session
from ui.fields.typing_rest import TypingRest
from ui.tasks import Tasks

FORM = "person"
NEW = "new"
PAUSE_MS = 1000
"""How long typing rests before it is kept: a write costs some milliseconds."""


class KeptDraft(NamedTuple):
    """Typed texts by field, when they were kept (ISO-8601, UTC), and about whom."""

    texts: Mapping[str, str]
    at: str
    about: str


def of_relative(head_id: str) -> str:
    """What the draft of a new person in this family is about: it must not take the place of the
    draft of another new person."""
    return f"{NEW} {head_id}"


def clock_time(at: str) -> str:
    """The time of day of a stored moment on this computer's clock: ``14:02``."""
    return f"{datetime.fromisoformat(at).astimezone():%H:%M}"


class PersonDraft(QObject):
    """Keeps what is typed about one person; ``typed`` gives the texts.

    Signals: ``found`` an earlier draft (KeptDraft); ``kept`` the moment (ISO-8601, UTC); ``lost``
    why it could not be kept.
    """

    found = Signal(object)

    kept = Signal(str)
    lost = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        typed: Callable[[], Mapping[str, str]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._typed = session, tasks, typed
        self.about = NEW
        self.is_open = False
        self.is_lost = False
        self._rest = TypingRest(self, PAUSE_MS)
        self._rest.due.connect(self.keep)

    def touch(self) -> None:
        """Something was typed; it is kept as soon as typing rests."""
        self.is_open = True
        self._rest.touch()

    def keep(self) -> None:
        """Keep what is typed now, if there is anything unsaved."""
        self._rest.stop()
        if not self.is_open:
            return
        session, about, texts = self._session, self.about, dict(self._typed())
        self._tasks.read(
            self,
            lambda: drafts.keep(session, FORM, about, texts),
            self._was_kept,
            self._was_not_kept,
        )

    def close(self) -> None:
        """What was typed is saved or thrown away: nothing more is to be kept."""
        self._rest.stop()
        self.is_open = False

    def look(self) -> None:
        """Look for an earlier draft about the same person; ``found`` tells. Who registers somebody
        new is also given back the relative that was interrupted."""
        session, about = self._session, self.about

        def read() -> KeptDraft | None:
            kept = [draft for draft in drafts.drafts(session) if draft.form == FORM]
            same = [draft for draft in kept if draft.about == about]
            if about == NEW:
                same += [draft for draft in kept if draft.about.startswith(of_relative(""))]
            for draft in same[:1]:
                texts = drafts.found(session, FORM, draft.about)
                return KeptDraft(texts or {}, draft.saved_at, draft.about)
            return None

        def done(draft: KeptDraft | None) -> None:
            if draft is not None and about == self.about and not self.is_open:
                self.is_open, self.about = True, draft.about
                self.found.emit(draft)

        self._tasks.read(self, read, done)

    def forget(self) -> None:
        """Throw the kept draft away."""
        self.close()
        session, about = self._session, self.about
        self._tasks.read(self, lambda: drafts.forget(session, FORM, about), lambda _nothing: None)

    def _was_kept(self, at: str) -> None:
        self.is_lost = not at  # in a vault that may only be read leaving the page asks first
        if at:
            self.kept.emit(at)

    def _was_not_kept(self, error: Exception) -> bool:
        if not isinstance(error, IntakeError):
            return False
        self.is_lost = True  # leaving the page now asks first
        self.lost.emit(error.sentence)
        return True
