"""What the plan tab can show: nothing yet, an empty state, a version to read, the form, or two
versions compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from intake_app.i18n import _
from intake_app.plans.model import Plan
from ui.lists.empty_state import EmptyState
from ui.plain import Words
from ui.plans.comparison_page import ComparisonPage
from ui.plans.plan_form import PlanForm
from ui.plans.plan_reading import PlanReading
from ui.plans.surroundings import Surroundings


class PlanPages(QStackedWidget):
    """Signals: ``edited`` the form was changed; ``removed`` words and the way back;
    ``comparison_closed`` the plan shall be shown again."""

    edited = Signal()
    removed = Signal(str, object)
    comparison_closed = Signal()

    def __init__(self, empty_words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: PlanForm | None = None
        self.reading: PlanReading | None = None
        self.comparison: ComparisonPage | None = None
        self.started = False  # the form holds a version that was never saved
        self.empty = EmptyState("target", empty_words, lambda: _("Write the plan"))
        self.addWidget(QWidget())
        self.addWidget(self.empty)

    def open_form(
        self, plan: Plan, around: Surroundings, draft: Plan | None = None, *, started: bool = False
    ) -> PlanForm:
        """Let a version be written, with the changes of a draft if there is one."""
        self.close_form()
        form = PlanForm(plan, around, self)
        if draft is not None:
            form.restore(draft)
        form.edited.connect(self.edited)
        form.removed.connect(self.removed)
        self.addWidget(form)
        self.form, self.started = form, started
        return form

    def open_new(self, draft: Plan, around: Surroundings) -> PlanForm:
        """Go on with a version that was begun and never saved."""
        return self.open_form(
            replace(draft, goals=(), lines=(), own=()), around, draft, started=True
        )

    def close_form(self) -> None:
        """Put the form away, with whatever is in it."""
        self.started = False
        if self.form is not None:
            self._drop(self.form)
            self.form = None

    def show_form(self) -> None:
        """Show the form that is open."""
        if self.form is not None:
            self.setCurrentWidget(self.form)

    def show_empty(self, *, can_begin: bool) -> None:
        """Say that there is no plan, and offer to write one."""
        self.empty.action.setVisible(can_begin)
        self.setCurrentWidget(self.empty)

    def show_reading(self, plan: Plan, around: Surroundings) -> None:
        """Show a version as text."""
        if self.reading is None or self.reading.plan != plan or self.reading.around != around:
            if self.reading is not None:
                self._drop(self.reading)
            self.reading = PlanReading(plan, around, self)
            self.addWidget(self.reading)
        self.setCurrentWidget(self.reading)

    def show_comparison(self, plans: Sequence[Plan], around: Surroundings | None) -> None:
        """Show what is different between two versions, until it is closed."""
        self._drop_comparison()
        page = self.comparison = ComparisonPage(plans, around)
        page.closed.connect(self._close_comparison)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.setFocus()

    def _close_comparison(self) -> None:
        self._drop_comparison()
        self.comparison_closed.emit()

    def _drop_comparison(self) -> None:
        page, self.comparison = self.comparison, None
        if page is not None:
            self._drop(page)

    def is_writing(self) -> bool:
        """True while the form holds something that is not saved."""
        return self.form is not None and (self.started or self.form.is_changed())

    def shows_form(self) -> bool:
        """True if the form is on the page."""
        return self.form is not None and self.currentWidget() is self.form

    def shown_plan(self) -> Plan | None:
        """The version that is on the page."""
        if self.form is not None and self.shows_form():
            return self.form.value()
        shown = self.currentWidget()
        return self.reading.plan if self.reading is not None and shown is self.reading else None

    def _drop(self, page: QWidget) -> None:
        self.removeWidget(page)
        page.hide()
        page.deleteLater()
