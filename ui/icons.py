"""The icons (Lucide), drawn in the colour that the palette asks for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from ui.resources import resource
from ui.tokens import DARK, ICON, LIGHT, Tokens, Tone, tone_colour

NAMES = frozenset(path.stem for path in resource("icons").glob("*.svg"))
"""The icons that the program brings along."""

_NAME, _TONE = "icon_name", "icon_tone"


def put_icon(target: QAbstractButton | QAction, name: str, tone: Tone | None = None) -> None:
    """Give a button or an action an icon that follows light and dark.

    Without a tone the icon has the colour of text; ``name`` is one of ``NAMES``.
    """
    target.setProperty(_NAME, name)
    target.setProperty(_TONE, tone.value if tone else "")
    target.setIcon(icon(name, tone, on_accent=_is_filled(target)))


def _is_filled(target: QAbstractButton | QAction) -> bool:
    return target.property("kind") in ("primary", "danger")


def refresh_icons(app: QApplication) -> None:
    """Draw the icons of all buttons and actions again, after the palette changed."""
    for window in app.topLevelWidgets():
        targets: list[QAbstractButton | QAction] = [
            *window.findChildren(QAbstractButton),
            *window.findChildren(QAction),
        ]
        for target in targets:
            if name := target.property(_NAME):
                tone = target.property(_TONE)
                put_icon(target, name, Tone(tone) if tone else None)


def icon(name: str, tone: Tone | None = None, *, on_accent: bool = False) -> QIcon:
    """An icon in today's colours. For a button or action take ``put_icon``, which stays true."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    tokens = DARK if window.lightness() < 128 else LIGHT
    return _icon(name, _colour(tokens, tone, on_accent), tokens.disabled)


def _colour(tokens: Tokens, tone: Tone | None, on_accent: bool) -> str:
    if on_accent:
        return tokens.on_accent
    return tone_colour(tokens, tone) if tone else tokens.text


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    result = QIcon()
    for ratio in (1.0, 1.5, 2.0, 3.0):
        result.addPixmap(pixmap(name, colour, ICON, ratio), QIcon.Mode.Normal)
        result.addPixmap(pixmap(name, colour, ICON, ratio), QIcon.Mode.Selected)
        result.addPixmap(pixmap(name, disabled, ICON, ratio), QIcon.Mode.Disabled)
    return result


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int = ICON, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of ``size`` device-independent pixels in this ``#rrggbb`` colour."""
    svg = _source(name).replace("currentColor", colour)
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(svg.encode()).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    if name not in NAMES:
        raise KeyError(f"no icon called {name}")
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
