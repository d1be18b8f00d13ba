"""Keeps what is being typed in a form of a case inside the vault, so that a lock loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app.drafts.service import forget, found, keep
from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.days import local_moment
from ui.fields.typing_rest import TypingRest
from ui.tasks import Tasks

PAUSE_MS = 2_000
"""After the last key the draft is kept: not at every key, since each keeping is written to disk."""

Typed = Mapping[str, str]


class DraftKeeper(QWidget):
    """The draft of one form about one case. Invisible; lives and dies with its form's tab.

    ``about`` is the id of the case or person, with that of the record in it behind a space; it may
    change while nothing is typed. Signals: ``kept`` a sentence for the status bar.
    """

    kept = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        form: str,
        about: str,
        typed: Callable[[], Typed | None],
    ) -> None:
        """``typed`` gives what shall be kept now, or None if nothing is being typed."""
        super().__init__()
        self._session, self._tasks = session, tasks
        self._form, self.about = form, about
        self._typed = typed
        self._kept = False
        self._rest = TypingRest(self, PAUSE_MS)
        self._rest.due.connect(self.keep_now)
        self.hide()

    def touch(self) -> None:
        """Something was typed: keep it when the hands rest."""
        self._rest.touch()

    def keep_now(self) -> None:
        """Keep what is typed at once; what was typed back to what is saved needs no draft."""
        self._rest.stop()
        typed = self._typed()
        if typed is None:
            if self._kept:
                self.forget()
            return
        self._kept = True
        session, form, about = self._session, self._form, self.about
        values = dict(typed)
        self._tasks.read(self, lambda: keep(session, form, about, values), self._say)

    def forget(self) -> None:
        """The form was saved or thrown away."""
        self._rest.stop()
        self._kept = False
        session, form, about = self._session, self._form, self.about
        self._tasks.read(self, lambda: forget(session, form, about), _nothing)

    def read(self) -> Typed | None:
        """What was kept earlier. Runs on the vault's thread."""
        return found(self._session, self._form, self.about)

    def _say(self, at: str) -> None:
        if at:
            self.kept.emit(_("Draft kept at {time}").format(time=f"{local_moment(at):%H:%M}"))


def _nothing(_result: object) -> None:
    pass
