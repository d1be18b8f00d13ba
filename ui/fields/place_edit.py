"""A place: free text, with a choice from the country's list while one types."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView

from intake_app.i18n import _
from intake_app.people.background import Area
from intake_app.places import service as places
from intake_app.places.service import Suggestion
from intake_app.session import Session
from ui.fields.choice_list import RowDelegate
from ui.fields.completions import set_list
from ui.fields.text_edit import TextLine
from ui.tasks import Tasks

MOST_ROWS = 10
_MARK = "\t"
"""Between name, code and version of a draft; no line that is typed holds it."""


class PlaceSource:
    """Where the suggestions of one question come from. ``country`` and ``within`` (the code of the
    unit that the place lies in) are asked each time; ``levels`` empty means any."""

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        country: Callable[[], str],
        levels: Collection[int] = (),
        within: Callable[[], str] = str,
    ) -> None:
        self._session, self._tasks = session, tasks
        self._country, self._levels, self._within = country, levels, within

    def suggest(
        self, asker: QObject, text: str, done: Callable[[list[Suggestion]], object]
    ) -> None:
        """Ask on the vault's thread for places that begin so."""
        question = (self._session, self._country(), text, self._levels, self._within())
        self._tasks.read(asker, partial(places.suggest, *question), done)

    def exact(self, asker: QObject, text: str, done: Callable[[Suggestion | None], object]) -> None:
        """Ask for the one place that is called so."""
        question = (self._session, self._country(), text, self._levels, self._within())
        self._tasks.read(asker, partial(places.exact, *question), done)


class PlaceEdit(TextLine):
    """Its value is an ``Area``, without a code as long as nothing of a list is meant.

    Signals: ``chosen`` the place that was taken from the list (Suggestion).
    """

    chosen = Signal(object)

    def __init__(self, source: PlaceSource) -> None:
        self._area, self._is_typed = Area(), False
        self._source, self._asked = source, 0
        self._offered: list[Suggestion] = []
        super().__init__()
        self._model = QStandardItemModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(MOST_ROWS)
        self.completer.setWidget(self.line)
        self.popup = QListView()
        self.popup.setItemDelegate(RowDelegate(self.popup))
        set_list(self.completer, self.popup)
        self.completer.activated[QModelIndex].connect(  # type: ignore[index]
            lambda index: self.take(self._offered[index.row()])
        )
        self.line.editingFinished.connect(self._typing_ended)

    def value(self) -> Area:  # type: ignore[override]
        """The place; its name as typed if it is none of the list."""
        name = str(super().value())
        return self._area if self._area.name == name else Area(name)

    def is_empty(self) -> bool:
        """True if nothing is typed."""
        return not self.value().name

    def set_value(self, value: Area | str | None) -> None:
        """Show a stored place, or a name."""
        area = value if isinstance(value, Area) else Area(value or "")
        self._asked += 1  # an answer that is on its way is of another place
        self._is_typed = False
        self._area = area if area.code else Area()
        super().set_value(area.name)
        self.note_changed.emit(self.note())

    def note(self) -> str:
        """The code of what was chosen, and its list."""
        area = self.value()
        if not area.code:
            return super().note()
        return _("Code {code}, {version}").format(code=area.code, version=area.version)

    # ------------------------------------------------------------------ typing and choosing

    def _typed(self) -> None:
        self._area, self._is_typed = Area(), True
        super()._typed()
        self._ask()

    def _typing_ended(self) -> None:
        if self._is_typed and self.isVisible():  # who only passes by changes nothing
            self._is_typed = False
            self.check()

    def _ask(self) -> None:
        self._asked += 1
        asked, text = self._asked, self.line.text()

        def done(found: list[Suggestion]) -> None:
            if asked == self._asked:  # else somebody typed on meanwhile
                self._offer(found)

        if text.strip():
            self._source.suggest(self, text, done)
        else:
            self._offer([])

    def _offer(self, found: list[Suggestion]) -> None:
        self._offered = found
        self._model.clear()
        for one in found:
            words = _("{place}, in {region}").format(place=one.label, region=one.inside)
            self._model.appendRow(QStandardItem(words if one.above else one.label))
        if found and self.line.hasFocus():
            self.completer.complete()
            self.popup.setCurrentIndex(QModelIndex())
        else:
            self.popup.hide()

    def take(self, one: Suggestion) -> None:
        """This place is meant."""
        self._show(one)
        self.chosen.emit(one)
        self.edited.emit()

    def fill(self, area: Area) -> None:
        """What follows from another answer; what was typed here stays."""
        if self.is_empty():
            self.set_value(area)

    def check(self) -> None:
        """A name that fits exactly means its place; a code that does not fit any more goes."""
        self._asked += 1
        asked, before = self._asked, self.value()

        def done(found: Suggestion | None) -> None:
            if asked != self._asked or self.value() != before:
                return
            if found is None and before.code:
                self.set_value(before.name)
            elif found is not None and found.chosen.code != before.code:
                self.take(found)

        if before.name and not self.line.isReadOnly():
            self._source.exact(self, before.name, done)

    def _show(self, one: Suggestion) -> None:
        self.set_value(Area(one.chosen.name, one.chosen.code, one.chosen.version))
        self.line.setCursorPosition(len(self.line.text()))

    # ------------------------------------------------------------------ drafts

    def as_text(self) -> str:
        """For a draft: what is typed, with the code of what was chosen."""
        area = self.value()
        text = self.line.text()
        return _MARK.join((area.name, area.code, area.version)) if area.code else text

    def put_text(self, text: str) -> None:
        """Put a draft back."""
        name, code, version = (*text.split(_MARK), "", "")[:3]
        self.set_value(Area(name, code, version) if code else name)
