"""The list of mistakes above a form; each line jumps to its field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from intake_app.i18n import _, ngettext, said_again
from ui.cards import IconLabel, LinkLabel
from ui.flow import clear_layout
from ui.plain import PlainLabel, Words
from ui.tokens import XS, L, M, S, Text, Tone
from ui.toned import paint_toned

MOST_LINES, FEWEST_LINES = 5, 2
"""Lines in sight; more scroll, so that the form under them keeps its place."""

_SHARE = 8
"""One line of mistakes for so many that the window could show: a low one shows fewer."""


class Mistake(NamedTuple):
    """One line: the key of the field to jump to (or ""), the field's name, the sentence."""

    key: str
    name: Words
    sentence: str


class ErrorSummary(QWidget):
    """How many mistakes there are, and each in its own words.

    Signals: ``chosen`` the key of the field to jump to.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._head = IconLabel(Text.STRONG)
        self._area, inner = QScrollArea(), QWidget()
        self._lines = QVBoxLayout(inner)
        self._lines.setSpacing(XS)
        self._lines.setContentsMargins(S + M, 0, 0, 0)
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, M)
        column.setSpacing(S)
        column.addWidget(self._head)
        column.addWidget(self._area)
        self.links: dict[str, LinkLabel] = {}
        self._mistakes: Sequence[Mistake] = ()
        self.hide()

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Show these mistakes; none hides the summary."""
        self._mistakes = mistakes
        clear_layout(self._lines)
        self.links = {}
        for key, name, said in mistakes:
            sentence = said_again(said)
            if key:
                link = LinkLabel(
                    _("{field}: {sentence}").format(field=name(), sentence=sentence), Tone.DANGER
                )
                link.chosen.connect(lambda key=key: self.chosen.emit(key))
                self.links[key] = link
                self._lines.addWidget(link)
            else:
                line = PlainLabel(wrap=True)
                line.setText(sentence)
                self._lines.addWidget(line)
        self.setVisible(bool(mistakes))
        if not mistakes:
            return
        count = len(mistakes)
        head = ngettext(
            "{count} answer needs attention", "{count} answers need attention", count
        ).format(count=count)
        self._head.show_text(head, "circle-alert", Tone.DANGER)
        self.setAccessibleName(head)
        high = self.fontMetrics().height() + XS + 2
        fitting = max(FEWEST_LINES, self.window().height() // (high * _SHARE))
        self._area.setFixedHeight(high * min(len(mistakes), MOST_LINES, fitting))
        self.setVisible(bool(mistakes))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language the names are said again."""
        changes = (QEvent.Type.LanguageChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in changes and self._mistakes:
            self.show_mistakes(self._mistakes)
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A quiet red ground."""
        paint_toned(self, Tone.DANGER)
        super().paintEvent(event)
