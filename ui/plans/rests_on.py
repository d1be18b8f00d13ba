"""What a goal rests on: wishes, skills, opportunities and risks out of the assessments."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from intake_app.assessments.model import Finding, Prospect, Skill
from intake_app.i18n import _
from intake_app.words import word
from ui.buttons import Kind, MenuButton
from ui.plain import PlainLabel, action_text, shortened
from ui.tokens import S, Text

_LETTERS = 70


class RestsOn(QWidget):
    """A menu in which findings are ticked, and what is ticked beside it.

    Signals: ``edited`` another one was ticked.
    """

    edited = Signal()

    def __init__(self, findings: Mapping[str, Finding]) -> None:
        super().__init__()
        self._findings = findings
        self._ids: tuple[str, ...] = ()
        self.choose = MenuButton("scale", Kind.QUIET)
        self.said = PlainLabel(Text.SECONDARY, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.choose)
        row.addWidget(self.said, 1)
        self.choose.menu().aboutToShow.connect(self._fill)
        self.retranslate()

    def value(self) -> tuple[str, ...]:
        """The ids of what is ticked, in the order of the assessments; those that the assessments
        do not have any more stay."""
        listed = tuple(id_ for id_ in self._findings if id_ in self._ids)
        return (*listed, *(id_ for id_ in self._ids if id_ not in self._findings))

    def set_value(self, ids: tuple[str, ...]) -> None:
        """Tick these."""
        self._ids = ids
        self.retranslate()

    def _fill(self) -> None:
        menu = self.choose.menu()
        menu.clear()
        for id_, finding in self._findings.items():
            action = QAction(action_text(shortened(finding_words(finding), _LETTERS)), menu)
            action.setCheckable(True)
            action.setChecked(id_ in self._ids)
            action.toggled.connect(lambda on, id_=id_: self._tick(id_, on))
            menu.addAction(action)

    def _tick(self, id_: str, on: bool) -> None:  # noqa: FBT001 - a slot of Qt
        others = tuple(one for one in self._ids if one != id_)
        self.set_value((*others, id_) if on else others)
        self.edited.emit()

    def retranslate(self) -> None:
        """The button, and what is ticked."""
        self.choose.set_text(_("Rests on…"))
        said = rests_on_words(self.value(), self._findings)
        self.said.setText(said)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def finding_words(finding: Finding) -> str:
    """What kind of finding it is, and its text."""
    kind = _("Wish")
    if isinstance(finding, Skill):
        kind = _("Skill")
    elif isinstance(finding, Prospect):
        kind = word("prospect", finding.side)
    return _("{part}: {text}").format(part=kind, text=finding.text)


def rests_on_words(ids: tuple[str, ...], findings: Mapping[str, Finding]) -> str:
    """What a goal rests on, in one line."""
    return " · ".join(finding_words(findings[id_]) for id_ in ids if id_ in findings)
