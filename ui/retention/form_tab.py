"""A tab that shows a page with questions on top of itself, and itself again afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.cases.short_form import ShortForm
from ui.flow import FlowLayout
from ui.screen import Screen
from ui.tokens import M


def flowing(buttons: Sequence[QWidget]) -> QWidget:
    """Buttons one after the other, on as many lines as the place needs."""
    row = QWidget()
    flow = FlowLayout(row)
    for button in buttons:
        flow.addWidget(button)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    return row


class FormTab(Screen):
    """Its class calls ``build`` once, and ``open_form`` whenever something is to be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.form: ShortForm | None = None
        self.pages = QStackedWidget()
        self._first: QWidget | None = None

    def build(self, overview: QWidget, first: QWidget, forbidden: QWidget, *, may: bool) -> None:
        """Show ``overview``, whose keyboard belongs to ``first``, to those who ``may`` see it."""
        self._first = first
        self.pages.addWidget(overview)
        self.pages.addWidget(forbidden)
        self.pages.setCurrentWidget(overview if may else forbidden)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, M, 0, 0)
        whole.addWidget(self.pages)
        self.setFocusProxy(first)

    def open_form(self, form: ShortForm) -> None:
        """Show a form until it is closed."""
        if self.form is not None:
            return
        self.form = form
        form.closed.connect(self._close_form)
        self.pages.setCurrentIndex(self.pages.addWidget(form))
        self.setFocusProxy(form)
        form.setFocus()

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is None:
            return
        self.pages.setCurrentIndex(0)
        self.pages.removeWidget(form)
        form.hide()
        form.deleteLater()
        if self._first is not None:
            self.setFocusProxy(self._first)
            self._first.setFocus()

    def may_leave(self) -> bool:
        """Ask if the form on top would lose something."""
        return self.form is None or self.form.may_leave()
