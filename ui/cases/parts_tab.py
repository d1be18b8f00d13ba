"""A tab of a case that has several parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.session import Session
from ui.many_tabs import ManyTabs
from ui.messages import Messages
from ui.plain import Words
from ui.screen import Screen, born_in
from ui.tasks import Tasks
from ui.tokens import S


class CasePage(Screen):
    """Signals: those of a screen; ``place_chosen`` the key of another tab of the case."""

    place_chosen = Signal(str)


Make = Callable[[Session, Tasks, Messages, str], CasePage]
P = TypeVar("P", bound=CasePage)


class PartsTab(CasePage):
    """Each part is built when it first comes to the front, or when somebody asks for it.

    Signals: those of a page of a case; ``part_shown`` another part is in front.
    """

    part_shown = Signal()

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        case_id: str,
        parts: Mapping[str, tuple[Words, Make]],
        first: str = "",
    ) -> None:
        """``parts`` are their titles and kinds by key, in their order; ``first`` is in front."""
        super().__init__()
        self._around = (session, tasks, messages, case_id)
        self._parts = parts
        self._places = {key: QWidget() for key in parts}
        self.built: dict[str, CasePage] = {}
        self._fresh: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        titles = (title for title, _make in parts.values())
        self.parts = ManyTabs(list(zip(self._places.values(), titles, strict=True)))
        column.addWidget(self.parts)
        for place in self._places.values():
            QVBoxLayout(place).setContentsMargins(0, S, 0, 0)
        if first:
            self.show_part(first)
        self.parts.currentChanged.connect(self._part_came)
        self._follow()

    def part(self, key: str, kind: type[P]) -> P:
        """This part, of which the caller knows the kind."""
        part = self._built(key)
        assert isinstance(part, kind)
        return part

    def _built(self, key: str) -> CasePage:
        if key not in self.built:
            self.built[key] = self._build(key)
        return self.built[key]

    def _build(self, key: str) -> CasePage:
        place, (_title, make) = self._places[key], self._parts[key]
        with born_in(place):
            part = make(*self._around)
        part.status_changed.connect(self.status_changed)
        part.destination_chosen.connect(self.destination_chosen)
        part.place_chosen.connect(self.place_chosen)
        layout = place.layout()
        assert layout is not None
        layout.addWidget(part)
        return part

    @property
    def front_key(self) -> str:
        """The key of the part in front."""
        return list(self._parts)[self.parts.currentIndex()]

    @property
    def front(self) -> CasePage:
        """The part in front."""
        return self._built(self.front_key)

    def show_part(self, key: str) -> None:
        """Bring a part to the front."""
        self.parts.setCurrentIndex(list(self._parts).index(key))

    def reload(self) -> None:
        """Read the part in front again; the others when they come to the front."""
        self._fresh = {self.front_key}
        self.front.reload()

    def _part_came(self, _place: int) -> None:
        self._follow()
        if self._fresh and self.front_key not in self._fresh:
            self._fresh.add(self.front_key)
            self.front.reload()
        self.part_shown.emit()

    def _follow(self) -> None:
        self.help_page = self.front.help_page
        self.setFocusProxy(self.front)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.parts.names, *self.front.panes()]

    def may_leave(self) -> bool:
        """Ask each part; the one that wants to keep its page comes to the front."""
        for key, part in self.built.items():
            if not part.may_leave():
                self.show_part(key)
                return False
        return True

    def keep_draft(self) -> None:
        """Keep what is typed in every part."""
        for part in self.built.values():
            part.keep_draft()

    def retranslate(self) -> None:
        """The parts say their texts by themselves."""
