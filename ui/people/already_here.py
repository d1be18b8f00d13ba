"""Who may be registered already, beside a form that asks for a person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.duplicates.service import Facts
from intake_app.people.background import Area
from intake_app.people.model import Sex
from intake_app.search import Found
from intake_app.session import Session
from ui.fields.form import Form
from ui.keyboard_watch import KeyboardWatch
from ui.people.alike_persons import AlikePersons
from ui.people.known_persons import KnownPersons
from ui.tasks import Tasks

_NAMES = ("family_name", "given_names")


class AlreadyHere(QWidget):
    """Those with reasons, or else those whose names only begin like the typed ones.

    Signals: ``chosen`` what to open, ``"case"`` or ``"person"``, and its id; ``beside`` the
    candidate to look at in two columns; ``filled`` whether there is anybody.
    """

    chosen = Signal(str, str)
    beside = Signal(object)
    filled = Signal(bool)

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self.known, self.alike = KnownPersons(session, tasks), AlikePersons(session, tasks)
        self._names, self._own_id = "", ""
        self._facts: Facts | None = None
        self._is_here = False  # the keyboard is in this window
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.known, self.alike):
            column.addWidget(part)
            part.filled.connect(lambda _any: self._show())
        self.known.chosen.connect(self._open_found)
        self.alike.chosen.connect(lambda person_id: self.chosen.emit("person", person_id))
        self.alike.beside.connect(self.beside)

    def watch(self, form: Form) -> None:
        """Look whenever a question is answered that tells people apart. Down goes from the names
        into the list."""
        form.edited.connect(lambda: self._look_again(form))
        KeyboardWatch(self).moved.connect(self._hurry)
        for key in _NAMES:
            self.known.watch(form[key].line)
            self.alike.watch(form[key].line)

    def _look_again(self, form: Form) -> None:
        if facts_typed(form) != self._facts:
            self.look(form)

    def _hurry(self, now: QWidget | None) -> None:
        """Whoever goes on to the next question has finished typing."""
        was_here, self._is_here = self._is_here, now is not None and now.window() is self.window()
        if was_here:
            self.known.hurry()
            self.alike.hurry()

    def look(self, form: Form) -> None:
        """Look for persons like the typed one as soon as typing rests."""
        facts = self._facts = facts_typed(form)
        names = f"{facts.family_name} {facts.given_names}".strip()
        if names != self._names:
            self._names = names
            self.known.look_soon(names, self._own_id)
        self.alike.look_soon(facts, self._own_id)

    def begin(self, own_id: str = "") -> None:
        """Another person is typed; ``own_id`` is who they are if they were saved before."""
        self._own_id = own_id
        self.forget()

    def forget(self) -> None:
        """What was typed counts no more: nobody is looked for."""
        self._names, self._facts = "", None
        self.known.forget()
        self.alike.forget()

    def _show(self) -> None:
        alike, known = bool(self.alike.candidates), bool(self.known.buttons)
        self.known.setVisible(known and not alike)
        self.alike.setVisible(alike)
        self.filled.emit(alike or known)

    def _open_found(self, found: Found) -> None:
        if found.case_id:
            self.chosen.emit("case", found.case_id)
        else:
            self.chosen.emit("person", found.person_id)


def facts_typed(form: Form) -> Facts:
    """What tells people apart, as far as the form asks for it and it means something."""
    values = form.values()

    def text(key: str) -> str:
        return values.get(key) or ""

    origin = values.get("origin") or Area()
    return Facts(
        family_name=text("family_name"),
        given_names=text("given_names"),
        other_names=text("other_names"),
        own_script_name=text("own_script_name"),
        nationality=text("nationality"),
        mother_name=text("mother_name"),
        father_name=text("father_name"),
        origin=origin.name,
        origin_at=(origin.version, origin.code) if origin.code else (),
        sex=Sex(values["sex"]) if values["sex"] else Sex.UNKNOWN,
        birth=values["birth"],
        phones=tuple(filter(None, (text("phone"),))),
        documents=tuple(filter(None, (text("document_number"),))),
    )
