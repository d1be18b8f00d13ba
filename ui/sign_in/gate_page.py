"""The calm frame around everything before the desk: one column in the middle of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from intake_app.i18n import OWN_NAMES, _, language
from ui.cards import IconLabel
from ui.fields.choice import Choice, Option
from ui.help.help_button import HelpButton
from ui.help.opener import open_help
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tokens import XL, L, M, S, Text, Tone

_SHORT = {"en": "EN", "fr": "FR"}


class LanguageSwitch(Choice):
    """EN|FR. Signals: ``chosen`` the code of the language that the program shall speak."""

    chosen = Signal(str)

    def __init__(self, *, short: bool = True) -> None:
        names = _SHORT if short else OWN_NAMES
        super().__init__(
            lambda: [Option(code, names[code], name) for code, name in OWN_NAMES.items()],
            may_be_empty=False,
        )
        self.set_value(language())
        self.edited.connect(lambda: self.chosen.emit(self.value()))

    def retranslate(self) -> None:
        """Follow a switch that was made elsewhere."""
        super().retranslate()
        self.set_value(language())
        self.set_names(_("Language"), "")


class GatePage(Screen):
    """A page with one column in its middle and the language switch above it.

    ``column`` takes the widgets; it is at most ``letters`` wide. A page whose parts scroll by
    themselves passes ``scrolls`` False. Signals: ``language_chosen`` the language wanted.
    """

    language_chosen = Signal(str)

    def __init__(self, letters: int, *, scrolls: bool = True) -> None:
        super().__init__()
        self._letters = letters
        self.language_switch = LanguageSwitch()
        self.language_switch.chosen.connect(self.language_chosen)
        self.help = HelpButton()
        self.help.clicked.connect(lambda: open_help(self))
        self._middle = QWidget()
        self.column = QVBoxLayout(self._middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(M)
        inside = QWidget()
        across = QHBoxLayout(inside)
        across.setContentsMargins(XL, 0, XL, XL)
        across.addStretch(1)
        across.addWidget(self._middle, 100)
        across.addStretch(1)
        top = QHBoxLayout()
        top.setContentsMargins(L, L, L, S)
        self._program = IconLabel(Text.STRONG)
        top.addWidget(self._program, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.language_switch)
        top.addSpacing(S)
        top.addWidget(self.help)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(scrolling(inside) if scrolls else inside, 1)
        self._set_width()

    def retranslate(self) -> None:
        """The name of the program."""
        self._program.show_text(_("Intake Desk"), "shield", Tone.ACCENT)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The column grows with the font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_width()
        super().changeEvent(event)

    def _set_width(self) -> None:
        self._middle.setMaximumWidth(self.fontMetrics().averageCharWidth() * self._letters)


def scrolling(inside: QWidget) -> QScrollArea:
    """A place that shows a bar when ``inside`` needs more room, and nothing else."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area


class BusyLine(QWidget):
    """Says what is being done while nobody knows how long it takes."""

    def __init__(self) -> None:
        super().__init__()
        self._words = PlainLabel(Text.SECONDARY)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self._words)
        column.addWidget(bar)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show it with these words; no words hide it."""
        self._words.setText(words)
        self.setVisible(bool(words))
