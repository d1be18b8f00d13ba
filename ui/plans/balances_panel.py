"""What each package and each limit still holds, while the budget is being written."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.formats import format_date, format_money
from intake_app.i18n import _, language, ngettext
from intake_app.plans.budget import Balance, Frame, LimitBalance, Standing, month_words
from intake_app.values import Money
from ui.balance_bar import BalanceBar
from ui.cards import Card, IconLabel, SectionTitle
from ui.plain import PlainLabel
from ui.tokens import XS, L, Text, Tone

_SOON = 30
"""Days before the end of a package from which its time is a warning."""


class _Bar(QWidget):
    """One package or limit: the bar, and the time that is left or why nothing can be planned."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = PlainLabel(Text.STRONG, wrap=True, parent=self)
        self.bar = BalanceBar(self)
        self.time = IconLabel(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        for widget in (self.name, self.bar, self.time):
            column.addWidget(widget)

    def show_standing(self, name: str, standing: Standing, closed: str) -> None:
        """Show where this package or limit stands."""
        self.name.setText(name)
        self.bar.setVisible(standing.ceiling is not None)
        if standing.ceiling is not None:
            planned = standing.planned + standing.committed
            self.bar.set_amounts("", standing.ceiling, planned, standing.committed)
            self.bar.setAccessibleName(f"{name}: {self.bar.accessibleName()}")
        words, icon, tone = (closed, "info", Tone.NEUTRAL) if closed else time_words(standing)
        self.time.show_text(words, icon, tone)
        self.time.setVisible(bool(words))


def time_words(standing: Standing) -> tuple[str, str, Tone]:
    """How much time is left: words, icon, tone."""
    if standing.last_day is None or standing.days_left is None:
        return "", "", Tone.NEUTRAL
    day = format_date(standing.last_day, language())
    if standing.days_left < 0:
        return _("Ended on {day}").format(day=day), "clock", Tone.NEUTRAL
    if standing.days_left == 0:
        return _("Today is the last day."), "clock", Tone.WARNING
    words = ngettext(
        "{days} day left, until {day}", "{days} days left, until {day}", standing.days_left
    )
    tone = Tone.WARNING if standing.days_left <= _SOON else Tone.NEUTRAL
    return words.format(days=standing.days_left, day=day), "clock", tone


class BalancesPanel(Card):
    """What remains and until when: all packages that this return can use, any other that a line was
    written for, and the limits across them."""

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._frame = frame
        self._shown: tuple[Sequence[Balance], Sequence[LimitBalance]] = ((), ())
        self._rows: dict[Hashable, _Bar] = {}
        self._sum = PlainLabel(Text.SECONDARY, wrap=True, parent=self)
        self._column = QVBoxLayout()
        self._column.setSpacing(L)
        self.body.addWidget(SectionTitle(lambda: _("What remains"), self))
        self.body.addLayout(self._column)
        self.body.addWidget(self._sum)
        self.body.addStretch(1)

    def show_balances(
        self, balances: Sequence[Balance], limits: Sequence[LimitBalance] = ()
    ) -> None:
        """Show these balances, one below the other, then the limits."""
        self._shown = balances, limits
        wanted = {_place(one): one for one in (*balances, *limits)}
        for gone in [known for known in self._rows if known not in wanted]:
            self._rows.pop(gone).deleteLater()
        for number, (place, standing) in enumerate(wanted.items()):
            if place not in self._rows:
                self._rows[place] = _Bar(self)
            row = self._rows[place]
            self._column.insertWidget(number, row)
            row.show_standing(self._name(standing), standing, _closed(standing))
        self._sum.setText(_sum_words(balances))
        self._sum.setVisible(bool(self._sum.text()))

    def _name(self, standing: Standing) -> str:
        if isinstance(standing, LimitBalance):
            return limit_name(standing)
        assert isinstance(standing, Balance)
        return self._frame.name_of((standing.pack, standing.package))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language names and figures are said again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.show_balances(*self._shown)
        super().changeEvent(event)


def limit_name(standing: LimitBalance) -> str:
    """A limit in the screen's language, with the months of its period."""
    name = standing.limit.name.in_(language())
    if standing.months is None:
        return _("Limit: {limit}").format(limit=name)
    return _("Limit: {limit}, {first} to {last}").format(
        limit=name,
        first=month_words(standing.months[0]),
        last=month_words(standing.months[1]),
    )


def _closed(standing: Standing) -> str:
    """Why nothing can be planned; empty if something can."""
    if isinstance(standing, Balance):
        return standing.closed or ""
    if standing.ceiling is None:
        return _("No amount is confirmed yet. Your office has to enter one first.")
    return ""


def _place(standing: Standing) -> Hashable:
    if isinstance(standing, LimitBalance):
        return standing.pack, standing.limit.id, standing.months
    assert isinstance(standing, Balance)
    return standing.pack, standing.package


def _sum_words(balances: Sequence[Balance]) -> str:
    """All lines together, where more than one package is used and the currency is one."""
    used = [balance.planned for balance in balances if balance.planned.minor]
    if len(used) < 2 or len({amount.currency for amount in used}) != 1:
        return ""
    total = Money.zero(used[0].currency)
    for amount in used:
        total += amount
    return _("Planned in all: {amount}").format(amount=format_money(total, language()))
