"""The earlier returns of a person, and the way to enter another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.formats import country_name, format_date
from intake_app.i18n import _, language
from intake_app.people.model import Homecoming
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.tokens import S


class ReturnsPanel(QWidget):
    """Under the fields of the latest return. Signals: ``another`` a new return shall be entered."""

    another = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._earlier: Sequence[Homecoming] = ()
        self._is_new = False
        self.words = IconLabel()
        self.button = Button(Kind.PLAIN, "plane-landing")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self.another)
        self.retranslate()

    def show_returns(self, returns: Sequence[Homecoming], *, is_new: bool, reason: str) -> None:
        """The latest of ``returns`` stands in the fields, or a new one if ``is_new``.

        ``reason`` why no return may be added.
        """
        self._earlier, self._is_new = (returns if is_new else returns[1:]), is_new
        self.button.setVisible(bool(returns) and not is_new)
        self.button.set_reason(reason)
        self.retranslate()

    def retranslate(self) -> None:
        """The button, and each earlier return in words."""
        self.button.set_text(_("Register another return"))
        told = "; ".join(_told(coming) for coming in self._earlier)
        self.words.show_text(
            _("Earlier: {returns}").format(returns=told) if told else "", "history"
        )
        self.words.setVisible(bool(told))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _told(coming: Homecoming) -> str:
    return _("{day} from {country}, {kind}").format(
        day=format_date(coming.arrived_on, language()),
        country=country_name(coming.from_country, language()),
        kind=word("return", coming.kind),
    )
