"""Switching the language while the program runs: our texts, Qt's own texts, dates and numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from intake_app import i18n

_QT_LOCALES = {"en": "en_GB", "fr": "fr_FR"}
"""``en_GB``: day before month, as every office of the field writes it."""


class Language(QObject):
    """The language of the whole program. Signals: ``switched`` after everything follows."""

    switched = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._qt_texts: QTranslator | None = None

    def switch(self, code: str) -> None:
        """Show everything in this language. Raises ValueError if there is no such catalogue."""
        i18n.set_language(code)
        QLocale.setDefault(QLocale(_QT_LOCALES.get(code, "en_GB")))
        direction = Qt.LayoutDirection.LeftToRight
        if i18n.is_right_to_left(code):
            direction = Qt.LayoutDirection.RightToLeft
        self._app.setLayoutDirection(direction)
        self._load_qt_texts(code)
        # Qt tells everybody when a translator comes or goes; English has none, so tell them here.
        for window in self._app.topLevelWidgets():
            self._app.postEvent(window, QEvent(QEvent.Type.LanguageChange))
        self._app.sendPostedEvents(None, QEvent.Type.LanguageChange.value)
        self.switched.emit(code)

    def _load_qt_texts(self, code: str) -> None:
        if self._qt_texts is not None:
            self._app.removeTranslator(self._qt_texts)
            self._qt_texts.deleteLater()
            self._qt_texts = None
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        texts = QTranslator(self)
        if code != "en" and texts.load(QLocale(code), "qtbase", "_", folder):
            self._app.installTranslator(texts)
            self._qt_texts = texts
        else:
            texts.deleteLater()
