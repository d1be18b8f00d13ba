"""The bar on top: back, the one search box, the language, help, who is signed in, the lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from intake_app.i18n import OWN_NAMES, _
from ui.buttons import IconButton
from ui.fields.choice import Choice, Option
from ui.help.help_button import HelpButton
from ui.plain import ElidedLabel, Words, tooltip
from ui.search_box import SearchBox
from ui.tokens import XL, L, M, S, Text

SEARCH_KEY = "Ctrl+K"


class TopBar(QWidget):
    """Signals: ``locked``; ``language_chosen`` its code; ``help_wanted``; ``went_back``."""

    locked = Signal()
    language_chosen = Signal(str)
    went_back = Signal()
    help_wanted = Signal()

    def __init__(self, who: Words, code: str) -> None:
        super().__init__()
        self.back = IconButton("arrow-left", "Alt+Left")
        self.search = SearchBox(SEARCH_KEY)
        self.language = Choice(
            lambda: [Option(each, each.upper(), name) for each, name in OWN_NAMES.items()],
            may_be_empty=False,
        )
        self.language.set_value(code)
        self.help = HelpButton()
        self._who = ElidedLabel(Text.BODY)
        self._words = who
        self.lock = IconButton("lock", "Ctrl+L")
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.search.setMaximumWidth(620)
        self.search.setMinimumWidth(240)
        self.language.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, S, L, S)
        row.setSpacing(M)
        row.addWidget(self.back)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        row.addWidget(self.language)
        row.addWidget(self.help)
        row.addSpacing(XL - M)
        row.addWidget(self._who)
        row.addWidget(self.lock)
        self.back.hide()
        key = QShortcut(QKeySequence(SEARCH_KEY), self)
        key.activated.connect(self.search_now)
        self.back.clicked.connect(self.went_back)
        self.help.clicked.connect(self.help_wanted)
        self.lock.clicked.connect(self.locked)
        self.language.edited.connect(
            lambda: self.language_chosen.emit(self.language.value() or "en")
        )

    def search_now(self) -> None:
        """Put the keyboard into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A long name leaves room for the search."""
        self._who.setMaximumWidth(event.size().width() // 3)
        super().resizeEvent(event)

    def retranslate(self) -> None:
        """Placeholder, tooltips and names."""
        self.back.set_name(_("Back"))
        self.search.setPlaceholderText(_("Search people, cases, commands"))
        self.search.setAccessibleName(_("Search people, cases, commands"))
        self.language.set_names(_("Language"), "")
        for code, name in OWN_NAMES.items():
            self.language.buttons[code].setAccessibleName(name)
        self.lock.set_name(_("Lock the desk"))
        self._who.setText(self._words())
        tooltip(self._who, _("Signed in: {name}").format(name=self._who.text()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
