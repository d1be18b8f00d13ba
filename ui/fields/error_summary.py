"""The list of mistakes above a form; each line jumps to its field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.links: dict[str, LinkLabel] = {}
        self._mistakes: Sequence[Mistake] = ()
        self.hide()

    @cached_property
    def _inside(self) -> _Inside:
        """Built with the first mistake."""
        return _Inside(self)

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Show these mistakes; none hides the summary."""
        if not mistakes and not self._mistakes:
            return  # hidden, as before
        self._mistakes = mistakes
        inside = self._inside
        clear_layout(inside.lines)
        self.links = {}
        for key, name, said in mistakes:
            sentence = said_again(said)
            if key:
                link = LinkLabel(
                    _("{field}: {sentence}").format(field=name(), sentence=sentence), Tone.DANGER
                )
                link.chosen.connect(lambda key=key: self.chosen.emit(key))
                self.links[key] = link
                inside.lines.addWidget(link)
            else:
                line = PlainLabel(wrap=True)
                line.setText(sentence)
                inside.lines.addWidget(line)
        self.setVisible(bool(mistakes))
        if not mistakes:
            return
        count = len(mistakes)
        head = ngettext(
            "{count} answer needs attention", "{count} answers need attention", count
        ).format(count=count)
        inside.head.show_text(head, "circle-alert", Tone.DANGER)
        self.setAccessibleName(head)
        high = self.fontMetrics().height() + XS + 2
        fitting = max(FEWEST_LINES, self.window().height() // (high * _SHARE))
        inside.area.setFixedHeight(high * min(len(mistakes), MOST_LINES, fitting))
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


class _Inside:
    """What the summary holds."""

    def __init__(self, summary: ErrorSummary) -> None:
        self.head = IconLabel(Text.STRONG, summary)
        self.area, page = QScrollArea(summary), QWidget()
        self.lines = QVBoxLayout(page)
        self.lines.setSpacing(XS)
        self.lines.setContentsMargins(S + M, 0, 0, 0)
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        column = QVBoxLayout(summary)
        column.setContentsMargins(L, M, L, M)
        column.setSpacing(S)
        column.addWidget(self.head)
        column.addWidget(self.area)
