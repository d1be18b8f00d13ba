"""A screen that shows another page on top of itself, and itself again afterwards."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.screen import Screen
from ui.tokens import M

Page = TypeVar("Page", bound=Screen)


class StackedScreen(Screen, Generic[Page]):
    """Its class calls ``build`` once, and ``open_page`` whenever something is to be typed.

    ``page`` is what lies on top, if anything does. Signals: those of a screen, also of the page.
    """

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self._pages = QStackedWidget()
        self._first: QWidget | None = None

    def build(
        self,
        overview: QWidget,
        first: QWidget,
        forbidden: QWidget | None = None,
        *,
        may: bool = True,
        top: int = M,
    ) -> None:
        """Show ``overview``, whose keyboard belongs to ``first``, to those who ``may`` see it.

        The others see ``forbidden``. ``top`` is the space above, in pixels.
        """
        self._first = first
        self._pages.addWidget(overview)
        if forbidden is not None:
            self._pages.addWidget(forbidden)
            self._pages.setCurrentWidget(overview if may else forbidden)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, top, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(first)

    def open_page(self, page: Page) -> None:
        """Show a page until it is closed; nothing happens while another one lies on top."""
        if self.page is not None:
            return
        self.page = page
        page.closed.connect(self.close_page)
        page.status_changed.connect(self.status_changed)
        page.destination_chosen.connect(self.destination_chosen)
        self._pages.setCurrentIndex(self._pages.addWidget(page))
        self.setFocusProxy(page)
        page.setFocus()

    def close_page(self) -> None:
        """Show the screen itself again."""
        page, self.page = self.page, None
        if page is None:
            return
        self._pages.setCurrentIndex(0)
        self._pages.removeWidget(page)
        page.hide()
        page.deleteLater()
        if self._first is not None:
            self.setFocusProxy(self._first)
            self._first.setFocus()

    def may_leave(self) -> bool:
        """Ask if the page on top would lose something."""
        return self.page is None or self.page.may_leave()
