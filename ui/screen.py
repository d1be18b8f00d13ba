"""What every page of the program can do: say its texts again, and read its data again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.plain import ElidedLabel
from ui.tokens import S, Text

_born_in: list[QWidget] = []


@contextmanager
def born_in(parent: QWidget) -> Iterator[None]:
    """The first ``Screen`` that the block makes is a child of this widget from the beginning.

    A page that moves into another parent when it is finished is styled anew with all its parts,
    which takes longer than making them.
    """
    _born_in.append(parent)
    try:
        yield
    finally:
        _born_in.clear()


class Screen(QWidget):
    """A page, tab or panel. The constructor of the last class ends with ``self.retranslate()``.

    Signals: ``status_changed`` the left text of the status bar; ``destination_chosen`` a kind and
    an id that the window shall open (``"case"``, ``"grant"`` …); ``closed`` the page is finished.
    """

    status_changed = Signal(object)
    destination_chosen = Signal(str, str)
    closed = Signal()

    help_page: str = "start"
    """The page of the help that F1 opens here: a key of ``ui.help.pages.PAGES``."""

    def __init__(self) -> None:
        super().__init__(_born_in.pop() if _born_in else None)

    def retranslate(self) -> None:
        """Set every text of the page in the language of today."""

    def reload(self) -> None:
        """Read from the vault what the page shows; called whenever something was saved."""

    def may_leave(self) -> bool:
        """False keeps the page open; asks first if something would be lost."""
        return True

    def keep_draft(self) -> None:
        """Keep what is typed and not sent; called before the vault is locked."""

    def panes(self) -> Sequence[QWidget]:
        """The parts that F6 goes round; a page of one piece is its own only pane."""
        return [self]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class TitleLine(QWidget):
    """The one title line of a page: where we are at the left, what can be done at the right."""

    def __init__(self) -> None:
        super().__init__()
        # Names stand in it, and the buttons at its end must stay in sight.
        self._title, self._where = ElidedLabel(Text.TITLE), ElidedLabel(Text.SECONDARY)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(S)
        self._row.addWidget(self._title)
        self._row.addWidget(self._where, 1)

    def set_title(self, title: str, where: str = "") -> None:
        """The title, and quietly behind it the part that is open (``ET-917, 12 May``)."""
        self._title.setText(title)
        self._where.setText(f"›  {where}" if where else "")

    def add(self, widget: QWidget) -> None:
        """Put an action at the right end."""
        self._row.addWidget(widget)
