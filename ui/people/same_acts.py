"""What can be said of two records: the same person, two persons after all, look at both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from intake_app.duplicates import service as duplicates
from intake_app.duplicates.service import Evidence
from intake_app.errors import IntakeError
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.same_person import service as same
from intake_app.same_person.service import Contradiction, Side
from intake_app.session import Session
from ui.cases.days import local_moment
from ui.messages import Messages
from ui.people.side_by_side import SideBySide
from ui.tasks import Tasks


class SameActs(QObject):
    """For two records that are in the vault both. Each asks for the reason first.

    Signals: ``said`` what was done; ``refused`` why not; ``opened`` the id of a record to open;
    ``changed`` a link was made or undone.
    """

    said = Signal(object)
    refused = Signal(object)
    opened = Signal(str)
    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._messages = session, tasks, messages
        self._page = parent
        self.dialog: SideBySide | None = None

    def look(
        self, mine: Side, other_id: str, evidence: Evidence | None = None, *,
        reason: str = "", linked: bool = False,
    ) -> SideBySide:  # fmt: skip
        """Both in two columns; what the clerk finds there is done."""
        dialog = self.beside(mine, other_id, evidence, reason=reason, linked=linked)
        dialog.same.connect(lambda other: self.link(mine.person_id, other))
        apart = self.unlink if linked else self.tell_apart
        dialog.apart.connect(lambda other: apart(mine.person_id, other))
        return dialog

    def beside(
        self, mine: Side, other_id: str, evidence: Evidence | None = None, *,
        reason: str = "", linked: bool = False,
    ) -> SideBySide:  # fmt: skip
        """Both in two columns; the page does what the clerk finds."""
        dialog = SideBySide(
            self._page.window(), self._session, self._tasks, mine, other_id, evidence,
            reason=reason, linked=linked,
        )  # fmt: skip
        dialog.opened.connect(self.opened)
        self.dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open()
        return dialog

    def _forget(self) -> None:
        self.dialog = None

    # ------------------------------------------------------------------ deciding

    def link(self, person_id: str, other_id: str) -> None:
        """These two are one person."""
        session = self._session

        def ask(before: Sequence[Contradiction]) -> None:
            text = _(
                "Both records stay, each with its cases. They point at each other, and what the"
                " person received counts together."
            )
            if before:
                day = format_date(local_moment(before[0].told_at).date(), language())
                text += "\n\n" + _(
                    "On {day} a colleague said that these are two persons. The new decision holds;"
                    " the log keeps both."
                ).format(day=day)
            reason = self._messages.ask_text(
                _("The same person?"), text, _("How do you know?"), _("Link the records"),
                _("Cancel"),
            )  # fmt: skip
            if reason:
                self._do(
                    lambda: same.link(session, person_id, other_id, reason),
                    lambda: _("The two records are linked now."),
                )

        self._tasks.read(self, lambda: same.contradictions(session, person_id, other_id), ask)

    def unlink(self, person_id: str, other_id: str) -> None:
        """Two persons after all."""
        session = self._session
        reason = self._messages.ask_text(
            _("Two persons after all?"),
            _("The link is undone, and the log keeps it. Nothing else of the records changes."),
            _("How do you know?"),
            _("Undo the link"),
            _("Cancel"),
            danger=True,
        )
        if reason:
            self._do(
                lambda: same.unlink(session, person_id, other_id, reason),
                lambda: _("The link is undone."),
            )

    def tell_apart(self, person_id: str, other_id: str) -> None:
        """Two persons, who only look alike."""
        session = self._session
        self._do(
            lambda: duplicates.tell_apart(session, person_id, [other_id]),
            lambda: _("They are not shown for each other again."),
        )

    def _do(self, work: Callable[[], object], words: Callable[[], str]) -> None:
        def done(_nothing: object) -> None:
            self.said.emit(words())
            self.changed.emit()

        def failed(error: Exception) -> bool:
            if not isinstance(error, IntakeError):
                return False
            problems = getattr(error, "problems", None)
            self.refused.emit(next(iter(problems.values())) if problems else error.sentence)
            return True

        self._tasks.change(self, work, done, failed)
