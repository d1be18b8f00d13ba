"""A form whose later sections are built when the page is painted already: it opens at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields.field import Field
from ui.fields.form import Form
from ui.tab_walk import following, is_stop

FIRST_MS, NEXT_MS = 120, 15
"""Until the first of these sections is built, and between two of them."""


class LazyForm(Form):
    """Sections that are built one by one while the clerk begins to type, or as soon as anybody asks
    for one of their fields. Their answers wait until then, and ``values`` names them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._later: dict[str, Callable[[], object]] = {}
        self._waiting: dict[str, Any] = {}
        self._pins: Collection[str] | None = None
        self._read_only = self._painted = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._build_section)

    def build_later(self, section: str, build: Callable[[], object]) -> None:
        """``build`` adds the fields of a section that was added; it is called at most once."""
        self._later[section] = build

    def wait_with(self, answers: Mapping[str, Any]) -> None:
        """The answers of the fields that are not built yet; of others nothing is taken."""
        self._waiting = {key: v for key, v in answers.items() if key not in self._fields}

    def complete(self) -> None:
        """Build everything now."""
        while self._later:
            self._build_section()

    def build_for(self, keys: Iterable[str]) -> None:
        """Build everything if one of these fields is missing."""
        if self._later and any(key in self._waiting.keys() - self._fields.keys() for key in keys):
            self.complete()

    def __getitem__(self, key: str) -> Any:
        """The editor of this question."""
        self.build_for((key,))
        return super().__getitem__(key)

    def field(self, key: str) -> Field:
        """The whole field of this question."""
        self.build_for((key,))
        return super().field(key)

    def values(self) -> dict[str, Any]:
        """The answers of all questions that are asked, by key."""
        return super().values() | self._waiting

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these answers; those of missing fields wait."""
        self._waiting |= {key: v for key, v in values.items() if key in self._waiting}
        super().set_values(values)

    def pin_only(self, keys: Collection[str]) -> None:
        """Also those that are built later."""
        self._pins = keys
        super().pin_only(keys)

    def pinned(self) -> set[str]:
        """The keys of the questions whose answers are kept: of all, so all are built."""
        self.complete()
        return super().pinned()

    def set_read_only(self, read_only: bool) -> None:
        """Also for what is built later."""
        self._read_only = read_only
        super().set_read_only(read_only)

    def check(self) -> bool:
        """What nobody has seen yet may be missing, too."""
        self.complete()
        return super().check()

    def section_built(self, section: str) -> None:
        """A section stands on the page with its answers; the last class may have more to do."""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """A mistake stands under its field, which therefore has to be there."""
        self.build_for(problems)
        super().show_problems(problems)

    def jump_to(self, key: str) -> None:
        """There must be something to jump to."""
        self.build_for((key,))
        super().jump_to(key)

    def jump_to_section(self, key: str) -> None:
        """There must be something to jump to."""
        if key in self._later:
            self.complete()
        super().jump_to_section(key)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Painted: from now on somebody reads and begins to type."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._rest.start(FIRST_MS)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Whoever types faster than the sections are built finds the one that follows."""
        if self._later:
            for section in _ahead(self._blocks, self.window(), onward=next):
                if section not in self._later:
                    break
                self._build_section(section)
                if any(is_stop(stop) for stop in _stops(self._blocks[section])):
                    break
        return super().focusNextPrevChild(next)

    def _build_section(self, section: str = "") -> None:
        """This section, or the next one that is missing."""
        if not self._later:
            return
        section = section or next(iter(self._later))
        build = self._later.pop(section)
        known, here = set(self._fields), self._open_section
        self.reopen_section(section)
        build()
        self.reopen_section(here)
        for key in self._fields.keys() - known:
            editor = self._fields[key].editor
            editor.set_value(self._waiting.pop(key, None))
            self._saved[key] = editor.value()
            if self._pins is not None:
                self._fields[key].set_pinned(key in self._pins)
            if self._read_only:
                editor.set_read_only(True)
        _put_into_tab_order(self._blocks, section)
        self._show_states()
        self.section_built(section)
        if self._later:
            self._rest.start(NEXT_MS)


def _ahead(blocks: Mapping[str, QWidget], window: QWidget, *, onward: bool) -> list[str]:
    """The sections that follow the one with the keyboard, if it is about to leave it."""
    here, there = window.focusWidget(), following(window, onward=onward)
    order = list(blocks) if onward else list(blocks)[::-1]
    inside = [key for key in order if here and blocks[key].isAncestorOf(here)]
    if not inside or (there and blocks[inside[0]].isAncestorOf(there)):
        return []
    return order[order.index(inside[0]) + 1 :]


def _put_into_tab_order(blocks: Mapping[str, QWidget], section: str) -> None:
    """Tab goes through the page as the eye does, whatever was built first."""
    sections = list(blocks)
    before = [key for key in sections[: sections.index(section)] if _stops(blocks[key])]
    stops = _stops(blocks[section])
    if before and stops:
        last = _stops(blocks[before[-1]])[-1]
        for stop in stops:
            QWidget.setTabOrder(last, stop)
            last = stop


def _stops(block: QWidget) -> list[QWidget]:
    """What Tab can reach in a block, in the order of the page."""
    return [
        widget
        for widget in block.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.focusProxy()
        and widget.window() is block.window()  # and no list that opens
    ]
