"""Two versions of a plan to choose, and what is different between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.plans.comparison import compare
from intake_app.plans.model import Plan
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.plain import PlainLabel
from ui.plans.comparison_view import ComparisonView
from ui.plans.surroundings import Surroundings
from ui.tokens import L, M, S, Text

_LETTERS = 34


class ComparisonPage(QWidget):
    """Signals: ``closed`` back to the plan."""

    closed = Signal()

    def __init__(self, plans: Sequence[Plan], around: Surroundings | None) -> None:
        """``plans`` are the versions, the newest first; the newest two are compared at first."""
        super().__init__()
        self._plans, self._around = plans, around
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.older, self.newer = ChoiceList(self._options), ChoiceList(self._options)
        self._with = PlainLabel(Text.SECONDARY)
        self.view = ComparisonView()
        self._build()
        self.newer.set_value(plans[0].id)
        self.older.set_value(plans[1].id)
        for chooser in (self.older, self.newer):
            chooser.edited.connect(self._show)
        self.back.clicked.connect(self.closed)
        self.setFocusProxy(self.older)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        for widget in (self.back, self.older, self._with, self.newer):
            head.addWidget(widget)
        head.addStretch(1)
        self.area = QScrollArea()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2, 2, L, L)
        column.addWidget(self.view)
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        whole.addLayout(head)
        whole.addWidget(self.area, 1)

    def _options(self) -> Sequence[Option]:
        return [Option(plan.id, version_words(plan)) for plan in self._plans]

    def _chosen(self, chooser: ChoiceList) -> Plan:
        return next((plan for plan in self._plans if plan.id == chooser.value()), self._plans[0])

    def _show(self) -> None:
        older, newer = self._chosen(self.older), self._chosen(self.newer)
        around = self._around
        family = dict(around.family) if around else {}
        self.view.show_comparison(
            compare(older, newer),
            (version_words(older), version_words(newer)),
            around.frame if around else None,
            names=lambda id_: family.get(id_, id_),
            findings=around.findings.get if around else lambda _id: None,
        )

    def retranslate(self) -> None:
        """Every text of the page."""
        self.back.set_text(_("Back to the plan"))
        self._with.setText(_("compared with"))
        for chooser, name in (
            (self.older, _("The older version")),
            (self.newer, _("The newer version")),
        ):
            chooser.retranslate()
            chooser.set_names(name, "")
            chooser.setFixedWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def version_words(plan: Plan) -> str:
    """Which version it is, and in which state."""
    return _("Version {number}: {state}").format(
        number=plan.version, state=word("plan", plan.state)
    )
