"""Switching the language while the program runs: our texts, Qt's own texts, dates and numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from intake_app import i18n

_QT_LOCALES = {"en": "en_GB", "fr": "fr_FR"}
"""``en_GB``: day before month, as every office of the field writes it."""
_QT_TEXTS = "qt texts"


class Language(QObject):
    """The language of the whole program. Signals: ``switched`` after everything follows."""

    switched = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app

    def switch(self, code: str) -> None:
        """Show everything in this language. Raises ValueError if there is no such catalogue."""
        i18n.set_language(code)
        QLocale.setDefault(QLocale(_QT_LOCALES.get(code, "en_GB")))
        direction = Qt.LayoutDirection.LeftToRight
        if i18n.is_right_to_left(code):
            direction = Qt.LayoutDirection.RightToLeft
        self._app.setLayoutDirection(direction)
        load_qt_texts(self._app, code)
        # Qt tells everybody when a translator comes or goes; English has none, so tell them here.
        for window in self._app.topLevelWidgets():
            self._app.postEvent(window, QEvent(QEvent.Type.LanguageChange))
        self._app.sendPostedEvents(None, QEvent.Type.LanguageChange.value)
        self.switched.emit(code)


def load_qt_texts(app: QApplication, code: str) -> None:
    """Let Qt's own buttons speak this language: the texts of the one before go, whoever loaded
    them."""
    for before in app.findChildren(QTranslator, _QT_TEXTS):
        app.removeTranslator(before)
        before.deleteLater()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    texts = QTranslator(app)
    texts.setObjectName(_QT_TEXTS)
    if code != "en" and texts.load(QLocale(code), "qtbase", "_", folder):
        app.installTranslator(texts)
    else:
        texts.deleteLater()
