"""The look: the design tokens become fonts, a palette and a few widget rules for Fusion."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLoggingCategory, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.icons import refresh_icons
from ui.resources import resource
from ui.tokens import (
    BASE_POINTS,
    CORNER,
    DARK,
    HIT,
    HIT_TOUCH,
    LIGHT,
    POINTS,
    S,
    Text,
    Tokens,
    Tone,
    mixed,
    tone_colour,
)

FAMILY = "Noto Sans"
_NO_FONT_COMPLAINTS = "qt.text.font.db=false"
"""Qt complains about each font that lacks a script before it finds the one that has it."""


def dress(
    app: QApplication, *, dark: bool | None = None, scale: float = 1.0, touch: bool = False
) -> None:
    """Give the program its look; may be called again at any time and everything follows.

    ``dark`` None takes the system's choice. ``scale`` enlarges every text (1.5 for 150 %).
    ``touch`` makes everything that is pressed at least 40 px high.
    """
    if dark is None:
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    tokens = DARK if dark else LIGHT
    QLoggingCategory.setFilterRules(_NO_FONT_COMPLAINTS)
    app.setStyle("Fusion")
    app.setPalette(palette_of(tokens))
    QToolTip.setPalette(palette_of(tokens))
    app.setFont(base_font(scale))
    app.setStyleSheet(_rules(tokens, scale, HIT_TOUCH if touch else HIT))
    refresh_icons(app)


@cache
def _families() -> list[str]:
    """Register the fonts that the program brings along; our own first, then the other scripts."""
    families = [FAMILY]
    for path in sorted(resource("fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        found = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        families += [each for each in found if each not in families]
    return families


def base_font(scale: float = 1.0) -> QFont:
    """The font of ordinary text; names in N'Ko, Adlam or Arabic letters find theirs behind it."""
    font = QFont()
    font.setFamilies(_families())
    font.setPointSizeF(BASE_POINTS * scale)
    return font


def text_font(widget: QWidget, kind: Text) -> QFont:
    """The font for a kind of text in a widget that paints itself; follows the text scale."""
    font = QFont(widget.font())
    font.setPointSizeF(QApplication.font().pointSizeF() * POINTS[kind] / BASE_POINTS)
    if kind in (Text.TITLE, Text.SECTION, Text.STRONG):
        font.setWeight(QFont.Weight.DemiBold)
    return font


def tokens_of(palette: QPalette | QWidget) -> Tokens:
    """The colours of today, for widgets that paint themselves.

    A widget's own palette is not asked: a widget rule with a ground changes it.
    """
    if isinstance(palette, QWidget):
        palette = QGuiApplication.palette()
    window = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def palette_of(tokens: Tokens) -> QPalette:
    """The palette that Fusion and every widget of Qt draws with."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.window,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.secondary,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Light: tokens.raised,
        role.Midlight: tokens.line,
        role.Mid: tokens.strong_line,
        role.Dark: tokens.strong_line,
        role.Shadow: tokens.strong_line,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Accent: tokens.accent,
    }
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.line))
    return palette


def row_height(widget: QWidget) -> int:
    """The height of a row of a list: 32 px, or more if the font needs it."""
    return max(HIT, QFontMetrics(widget.font()).height() + 12)


def _rules(tokens: Tokens, scale: float, hit: int) -> str:
    """The widget rules: what a palette cannot say."""
    line_height = QFontMetrics(base_font(scale)).height()
    inner = max(hit, line_height + 12) - 2  # without the frame of one pixel above and below
    parts = (
        _text_rules(tokens, scale),
        _button_rules(tokens, inner),
        _field_rules(tokens, inner),
        _list_rules(tokens),
        _frame_rules(tokens),
    )
    return "\n".join(parts)


def _text_rules(tokens: Tokens, scale: float) -> str:
    rules = []
    for kind, points in POINTS.items():
        weight = 600 if kind in (Text.TITLE, Text.SECTION, Text.STRONG) else 400
        quiet = kind in (Text.LABEL, Text.SECONDARY)
        rules.append(
            f'QLabel[text_kind="{kind}"] {{ font-size: {points * scale:.2f}pt;'
            f" font-weight: {weight}; color: {tokens.secondary if quiet else tokens.text}; }}"
        )
    rules += [
        f'QLabel[tone="{tone}"] {{ color: {tone_colour(tokens, tone)}; }}'
        for tone in Tone
        if tone is not Tone.NEUTRAL
    ]
    rules.append('QLabel[link="true"] { text-decoration: underline; }')
    rules.append(f"QLabel:disabled {{ color: {tokens.disabled}; }}")
    return "\n".join(rules)


def _button_rules(tokens: Tokens, inner: int) -> str:
    pressed = mixed(tokens.text, tokens.surface, 0.12)
    filled = "\n".join(
        f"""
        QPushButton[kind="{kind}"] {{ background: {colour}; border-color: {colour};
            color: {tokens.on_accent}; font-weight: 600; }}
        QPushButton[kind="{kind}"]:hover {{ background: {mixed(tokens.text, colour, 0.12)}; }}
        QPushButton[kind="{kind}"]:pressed {{ background: {mixed(tokens.text, colour, 0.22)}; }}
        QPushButton[kind="{kind}"]:focus {{ border: 2px solid {tokens.text}; }}
        QPushButton[kind="{kind}"]:disabled {{ background: {tokens.line};
            border-color: {tokens.line}; color: {tokens.disabled}; }}"""
        for kind, colour in (("primary", tokens.accent), ("danger", tokens.danger))
    )
    return f"""
    QPushButton, QToolButton {{ background: {tokens.raised}; color: {tokens.text};
        border: 1px solid {tokens.strong_line}; border-radius: {CORNER}px;
        padding: 0 11px; min-height: {inner}px; }}
    QToolButton {{ padding: 0 5px; min-width: {inner - 10}px; }}
    QPushButton:hover, QToolButton:hover {{ background: {tokens.hover}; }}
    QPushButton:pressed, QToolButton:pressed {{ background: {pressed}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {tokens.accent}; padding: 0 10px;
        min-height: {inner - 2}px; }}
    QToolButton:focus {{ padding: 0 4px; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {tokens.disabled};
        border-color: {tokens.line}; background: {tokens.window}; }}
    QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent;
        border-color: transparent; }}
    QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{
        background: {tokens.hover}; }}
    QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{
        border: 2px solid {tokens.accent}; }}
    QPushButton[entry="true"] {{ text-align: left; }}
    QPushButton[here="true"] {{ background: {tokens.selected}; }}
    QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
    {filled}
    QPushButton[segment] {{ border-radius: 0; margin-left: -1px; }}
    QPushButton[segment="first"], QPushButton[segment="only"] {{ margin-left: 0;
        border-top-left-radius: {CORNER}px; border-bottom-left-radius: {CORNER}px; }}
    QPushButton[segment="last"], QPushButton[segment="only"] {{
        border-top-right-radius: {CORNER}px; border-bottom-right-radius: {CORNER}px; }}
    QPushButton[segment]:checked {{ background: {tokens.selected};
        border: 1px solid {tokens.accent}; font-weight: 600; }}
    QPushButton[segment]:checked:focus {{ border: 2px solid {tokens.accent}; }}
    QPushButton[segment]:checked:disabled {{ color: {tokens.text};
        border-color: {tokens.strong_line}; background: {tokens.line}; }}
    QCheckBox, QRadioButton {{ min-height: {inner}px; spacing: 8px; }}
    """


def _field_rules(tokens: Tokens, inner: int) -> str:
    return f"""
    QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{ background: {tokens.surface};
        color: {tokens.text}; border: 1px solid {tokens.strong_line};
        border-radius: {CORNER}px; padding: 0 8px; min-height: {inner}px; }}
    QPlainTextEdit {{ padding: 4px 5px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
        border: 2px solid {tokens.accent}; padding: 0 7px; min-height: {inner - 2}px; }}
    QPlainTextEdit:focus {{ padding: 3px 4px; }}
    QComboBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit {{
        border: none; padding: 0; min-height: 0; background: transparent; }}
    QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
        border-color: {tokens.danger}; }}
    QLineEdit:disabled, QLineEdit:read-only, QPlainTextEdit:read-only, QComboBox:disabled {{
        background: {tokens.window}; border-color: {tokens.line}; }}
    QComboBox QLineEdit:read-only {{ background: transparent; }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{
        color: {tokens.disabled}; }}
    QComboBox::drop-down {{ border: none; width: 26px; }}
    QComboBox::down-arrow {{ image: none; }}
    """


def _list_rules(tokens: Tokens) -> str:
    return f"""
    QAbstractItemView {{ background: {tokens.surface}; border: 1px solid {tokens.line};
        outline: 0; selection-background-color: {tokens.selected};
        selection-color: {tokens.text}; }}
    QTableView {{ border: none; gridline-color: {tokens.line}; }}
    QHeaderView {{ background: {tokens.surface}; border: none; }}
    QHeaderView::section {{ background: {tokens.surface}; color: {tokens.secondary};
        border: none; border-bottom: 1px solid {tokens.line}; padding: 6px {S}px; }}
    QHeaderView::section:hover {{ background: {tokens.hover}; }}
    QMenu {{ background: {tokens.raised}; border: 1px solid {tokens.line}; padding: 4px; }}
    QMenu::item {{ padding: 7px 24px 7px 10px; border-radius: 4px; color: {tokens.text}; }}
    QMenu::item:selected {{ background: {tokens.selected}; }}
    QMenu::item:disabled {{ color: {tokens.disabled}; }}
    QMenu::icon {{ padding-left: 8px; }}
    QMenu::separator {{ height: 1px; background: {tokens.line}; margin: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {tokens.strong_line}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {tokens.secondary}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _frame_rules(tokens: Tokens) -> str:
    return f"""
    QFrame[card="true"] {{ background: {tokens.surface}; border: 1px solid {tokens.line};
        border-radius: {CORNER}px; }}
    QFrame[surface="true"] {{ background: {tokens.surface}; }}
    QFrame[floating="true"] {{ background: {tokens.raised};
        border: 1px solid {tokens.strong_line}; border-radius: {CORNER}px; }}
    QFrame[floating="true"] QAbstractItemView {{ background: {tokens.raised}; border: none; }}
    QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {tokens.raised}; }}
    QCalendarWidget QToolButton {{ border-color: transparent; font-weight: 600; }}
    QToolTip {{ background: {tokens.raised}; color: {tokens.text};
        border: 1px solid {tokens.strong_line}; padding: 4px 6px; }}
    QSplitter::handle {{ background: transparent; }}
    QSplitter::handle:hover {{ background: {tokens.line}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollArea {{ border: none; background: transparent; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {tokens.line}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {tokens.secondary}; padding: 8px;
        border: none; border-bottom: 2px solid transparent; }}
    QTabBar[tight="true"]::tab {{ padding: 8px 2px; }}
    QTabBar::tab:hover {{ color: {tokens.text}; }}
    QTabBar::tab:selected {{ color: {tokens.text}; border-bottom-color: {tokens.accent}; }}
    QTabBar::tab:focus {{ background: {tokens.selected}; }}
    QProgressBar {{ background: {tokens.line}; border: none; border-radius: 4px;
        max-height: 8px; min-height: 8px; }}
    QProgressBar::chunk {{ background: {tokens.accent}; border-radius: 4px; }}
    """
