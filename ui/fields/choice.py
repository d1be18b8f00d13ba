"""Choosing among a few: segmented buttons for one answer, boxes to tick for several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStylePainter,
)

from intake_app.values import folded
from ui.buttons import paint_button
from ui.fields.editor import Editor
from ui.fields.tick_box import TickBox
from ui.flow import FlowLayout
from ui.icons import put_icon
from ui.plain import action_text, repolish, tooltip
from ui.tokens import XS, L, S, Tone

_ARROWS: dict[int, int] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Option(NamedTuple):
    """One thing to choose: its stable code, its words, and perhaps a hint, an icon and a tone."""

    code: str
    label: str
    hint: str = ""
    icon: str = ""
    tone: Tone | None = None


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

Options = Callable[[], Sequence[Option]]
"""Gives the options with words in the language of the screen."""


class Segment(QPushButton):
    """One of several buttons in a row, as wide as its words need it when they are chosen."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The chosen one is written stronger; nothing may move when it is."""
        self.ensurePolished()
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(strong).horizontalAdvance(self.text())
        more -= self.fontMetrics().horizontalAdvance(self.text())
        gap = 0 if self.icon().isNull() else S // 2
        return super().sizeHint() + QSize(max(0, more) + gap, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """With a clear gap between icon and words."""
        painter = QStylePainter(self)
        paint_button(self, painter, 0)
        painter.end()


class Choice(Editor):
    """A few options side by side; below each other where the place is too narrow.

    Pressing the chosen option again takes the answer back, unless ``may_be_empty`` is False. By
    keyboard the arrows choose, a letter takes the next option that begins with it, and a digit the
    option at this place, as answers are numbered on paper. With ``wraps`` they stand in as few
    lines as they need, for many options with long words.
    """

    def __init__(self, options: Options, *, may_be_empty: bool = True, wraps: bool = False) -> None:
        super().__init__()
        self._options = options
        self._may_be_empty = may_be_empty
        self._chosen: str | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._row: QBoxLayout | FlowLayout = (
            FlowLayout(self, XS) if wraps else QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        )
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(XS if wraps else 0)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it can fold
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def value(self) -> str | None:
        """The code of the chosen option."""
        return self._chosen

    def set_value(self, value: str | None) -> None:
        """Choose the option with this code."""
        self._chosen = value if value in self.buttons else None
        stop = self._chosen or next(iter(self.buttons), None)
        for code, button in self.buttons.items():
            button.setChecked(code == self._chosen)
            is_stop = code == stop  # one stop for Tab; arrows and letters move inside
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            )
        if stop is not None:
            self.setFocusProxy(self.buttons[stop])

    def set_names(self, name: str, description: str) -> None:
        """Every option is called by the question and its own words."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for option in self._options():
            if option.code in self.buttons:
                self.buttons[option.code].setAccessibleName(f"{name}: {option.label}")
                self.buttons[option.code].setAccessibleDescription(description)

    def set_wrong(self, wrong: bool) -> None:
        """The sentence under the field says it; the buttons keep their look."""

    def retranslate(self) -> None:
        """Build the buttons, or say their words again."""
        options = self._options()
        if [option.code for option in options] != list(self.buttons):
            self._build(options)
        for option in options:
            button = self.buttons[option.code]
            button.setText(action_text(option.label))
            tooltip(button, option.hint)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Side by side if there is room, else below each other."""
        self._arrange()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the widest option, as high as the present arrangement."""
        widest = max((b.sizeHint().width() for b in self.buttons.values()), default=0)
        if isinstance(self._row, FlowLayout):
            return QSize(widest, self._row.heightForWidth(max(self.width(), widest)))
        return QSize(widest, self._row.minimumSize().height())

    def _build(self, options: Sequence[Option]) -> None:
        for button in self.buttons.values():
            button.deleteLater()
        self.buttons = {}
        for option in options:
            button = Segment()
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("segment", "middle")
            if option.icon:
                put_icon(button, option.icon, option.tone)
            button.clicked.connect(lambda checked, code=option.code: self._pressed(code, checked))
            button.installEventFilter(self)
            self._row.addWidget(button)
            self.buttons[option.code] = button
        if isinstance(self._row, QBoxLayout):
            self._row.addStretch(1)
        self.set_value(self._chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The arrow keys choose the neighbour, as with radio buttons; letters and digits, too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            places = [i for i, button in enumerate(self.buttons.values()) if button is watched]
            code = self._meant(event, places[0]) if places and self.isEnabled() else None
            if code is not None:
                self._pressed(code, checked=True)
                self.buttons[code].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _meant(self, event: QKeyEvent, place: int) -> str | None:
        """The option that a key on the button at ``place`` chooses."""
        codes = list(self.buttons)
        if step := _ARROWS.get(event.key(), 0):
            return codes[(place + step) % len(codes)]
        typed = folded(event.text().strip())
        if len(typed) != 1 or event.modifiers() & _COMMANDS:
            return None
        if typed.isdecimal():
            return codes[int(typed) - 1] if 0 < int(typed) <= len(codes) else None
        begin = place + 1 if self._chosen else place  # the same letter again goes on to the next
        following = [*codes[begin:], *codes[:begin]]
        words = {
            code: folded(button.text().replace("&", "")) for code, button in self.buttons.items()
        }
        return next((code for code in following if words[code].startswith(typed)), None)

    def _pressed(self, code: str, checked: bool) -> None:
        self.set_value(code if checked or not self._may_be_empty else None)
        self.edited.emit()

    def _arrange(self) -> None:
        buttons = list(self.buttons.values())
        fits = sum(button.sizeHint().width() for button in buttons) <= self.width()
        if isinstance(self._row, QBoxLayout):
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._row.setDirection(across if fits else down)
        fits = fits and isinstance(self._row, QBoxLayout)
        for place, button in enumerate(buttons):
            segment = "middle"
            if not fits or len(buttons) == 1:
                segment = "only"
            elif place == 0:
                segment = "first"
            elif place == len(buttons) - 1:
                segment = "last"
            if button.property("segment") != segment:
                button.setProperty("segment", segment)
                repolish(button)
        self._row.setSpacing(0 if fits else XS)
        self._row.activate()  # at once: the place is being laid out right now
        self.updateGeometry()


class ManyChoices(Editor):
    """Any number of a few options, as boxes to tick."""

    def __init__(self, options: Options, columns: int = 2) -> None:
        super().__init__()
        self._options = options
        self._columns = columns
        self.boxes: dict[str, TickBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(0)
        self.retranslate()

    def value(self) -> list[str]:
        """The codes of the ticked options, in the order of the list."""
        return [code for code, box in self.boxes.items() if box.isChecked()]

    def set_value(self, value: Sequence[str] | None) -> None:
        """Tick the options with these codes."""
        for code, box in self.boxes.items():
            box.setChecked(code in (value or ()))

    def set_names(self, name: str, description: str) -> None:
        """Every box is called by its words; the group by the question."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def set_wrong(self, wrong: bool) -> None:
        """The sentence under the field says it."""

    def retranslate(self) -> None:
        """Build the boxes, or say their words again."""
        options = self._options()
        if [option.code for option in options] != list(self.boxes):
            self._build(options)
        for option in options:
            self.boxes[option.code].setText(action_text(option.label))
            tooltip(self.boxes[option.code], option.hint)

    def _build(self, options: Sequence[Option]) -> None:
        ticked = self.value()
        for box in self.boxes.values():
            box.deleteLater()
        self.boxes = {}
        for place, option in enumerate(options):
            box = TickBox()
            box.setChecked(option.code in ticked)
            box.clicked.connect(self.edited)
            self._grid.addWidget(box, place // self._columns, place % self._columns)
            self.boxes[option.code] = box
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))
