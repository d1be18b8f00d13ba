"""What each package of the programme still holds, while the budget is being written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.formats import format_date, format_money
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Pack
from intake_app.plans.budget import Balance
from intake_app.values import Money
from ui.balance_bar import BalanceBar
from ui.cards import Card, IconLabel, SectionTitle
from ui.plain import PlainLabel
from ui.tokens import XS, L, Text, Tone

_SOON = 30
"""Days before the end of a package from which its time is a warning."""


class _PackageBalance(QWidget):
    """One package: the bar, and the time that is left or why nothing can be planned."""

    def __init__(self) -> None:
        super().__init__()
        self.name = PlainLabel(Text.STRONG, wrap=True)
        self.bar = BalanceBar()
        self.time = IconLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        for widget in (self.name, self.bar, self.time):
            column.addWidget(widget)

    def show_balance(self, name: str, balance: Balance) -> None:
        """Show where this package stands."""
        self.name.setText(name)
        self.bar.setVisible(balance.ceiling is not None)
        if balance.ceiling is not None:
            planned = balance.planned + balance.committed
            self.bar.set_amounts("", balance.ceiling, planned, balance.committed)
            self.bar.setAccessibleName(f"{name}: {self.bar.accessibleName()}")
        words, icon, tone = time_words(balance)
        self.time.show_text(words, icon, tone)
        self.time.setVisible(bool(words))


def time_words(balance: Balance) -> tuple[str, str, Tone]:
    """How much time a package has left, or why it is closed: words, icon, tone."""
    if balance.closed:
        return balance.closed, "info", Tone.NEUTRAL
    if balance.last_day is None or balance.days_left is None:
        return "", "", Tone.NEUTRAL
    day = format_date(balance.last_day, language())
    if balance.days_left == 0:
        return _("Today is the last day."), "clock", Tone.WARNING
    words = ngettext(
        "{days} day left, until {day}", "{days} days left, until {day}", balance.days_left
    )
    tone = Tone.WARNING if balance.days_left <= _SOON else Tone.NEUTRAL
    return words.format(days=balance.days_left, day=day), "clock", tone


class BalancesPanel(Card):
    """All packages that this kind of return can use, and others that a line was written for."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._shown: Sequence[Balance] = ()
        self._rows: dict[str, _PackageBalance] = {}
        self._source = PlainLabel(Text.SECONDARY, wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(L)
        self.body.addWidget(SectionTitle(lambda: _("Packages")))
        self.body.addLayout(self._column)
        self.body.addWidget(self._source)
        self.body.addStretch(1)

    def show_balances(self, balances: Sequence[Balance]) -> None:
        """Show these balances, one below the other."""
        self._shown = balances
        wanted = [balance.package for balance in balances]
        for gone in [known for known in self._rows if known not in wanted]:
            self._rows.pop(gone).deleteLater()
        for place, balance in enumerate(balances):
            if balance.package not in self._rows:
                self._rows[balance.package] = _PackageBalance()
            row = self._rows[balance.package]
            self._column.insertWidget(place, row)
            package = self._pack.package(balance.package)
            name = package.name.in_(language()) if package else balance.package
            row.show_balance(name, balance)
        self._source.setText(_sum_words(balances))
        self._source.setVisible(bool(self._source.text()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language names and figures are said again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.show_balances(self._shown)
        super().changeEvent(event)


def _sum_words(balances: Sequence[Balance]) -> str:
    """All lines together, where more than one package is used and the currency is one."""
    used = [balance.planned for balance in balances if balance.planned.minor]
    if len(used) < 2 or len({amount.currency for amount in used}) != 1:
        return ""
    total = Money.zero(used[0].currency)
    for amount in used:
        total += amount
    return _("Planned in all: {amount}").format(amount=format_money(total, language()))
