"""What is different between two versions of a plan, in words: old beside new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.assessments.model import Finding
from intake_app.formats import format_date, format_money
from intake_app.i18n import _, language
from intake_app.plans.budget import Frame, month_words
from intake_app.plans.comparison import Comparison, Difference, Kind, MoneyDifference, Part
from intake_app.plans.lines import OwnShare
from intake_app.plans.model import FAMILY, PRINCIPAL, Activity, BudgetLine, Goal
from intake_app.values import Money
from intake_app.words import word
from ui.cards import Chip, OldNew
from ui.flow import clear_layout
from ui.plain import PlainLabel, Words
from ui.plans.plan_reading import about_words, price_words
from ui.tokens import XS, M, S, Text, Tone

LOOK = {
    Kind.ADDED: ("plus", Tone.SUCCESS),
    Kind.REMOVED: ("trash-2", Tone.DANGER),
    Kind.CHANGED: ("pencil", Tone.ACCENT),
    Kind.MOVED: ("move-horizontal", Tone.NEUTRAL),
}

NAMES: dict[str, Words] = {
    "text": lambda: _("Text"),
    "level": lambda: _("Level of the goal"),
    "dimension": lambda: _("Dimension"),
    "rests_on": lambda: _("Rests on"),
    "provider": lambda: _("With whom"),
    "responsible": lambda: _("Who sees to it"),
    "due": lambda: _("Until"),
    "package": lambda: _("Package that pays"),
    "amount": lambda: _("Amount"),
    "form": lambda: _("Given as"),
    "beneficiary": lambda: _("For whom"),
    "pack": lambda: _("Programme"),
    "month": lambda: _("Month"),
    "price": lambda: _("Price"),
    "value": lambda: _("Value"),
}
"""What the fields are called; a field that is not here is called by its own name."""

_WORDS = {"level": "level", "dimension": "dimension", "form": "form"}

_PARTS: dict[type, Words] = {
    Goal: lambda: _("Goal"),
    Activity: lambda: _("Activity"),
    BudgetLine: lambda: _("Budget line"),
    OwnShare: lambda: _("Own contribution"),
}


class ComparisonView(QWidget):
    """Filled anew each time; who shows it says the words again after a switch."""

    def __init__(self) -> None:
        super().__init__()
        self._frame: Frame | None = None
        self._names: Callable[[str], str] = str
        self._findings: Callable[[str], Finding | None] = lambda _id: None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(M)

    def show_comparison(
        self,
        comparison: Comparison,
        titles: tuple[str, str],
        frame: Frame | None,
        *,
        names: Callable[[str], str] = str,
        findings: Callable[[str], Finding | None] = lambda _id: None,
    ) -> None:
        """Show what differs. ``titles`` stand over old and new; ``names`` gives the name of a
        member of the family, ``findings`` what a goal rests on."""
        self._frame, self._names, self._findings = frame, names, findings
        clear_layout(self._column)
        if comparison.is_same:
            self._column.addWidget(_words(_("The two versions say the same.")))
        self._section(_("Goals and activities"), _by_goal(comparison), titles)
        self._section(_("Budget"), (*comparison.lines, *comparison.shares), titles)
        if comparison.money:
            self._column.addWidget(_words(_("Money of each package"), Text.SECTION))
            rows = [self._money(one) for one in comparison.money]
            table = OldNew()
            table.set_rows(titles, rows)
            self._column.addWidget(table)
        self._column.addStretch(1)

    def _section(self, title: str, found: Sequence[Difference], titles: tuple[str, str]) -> None:
        if not found:
            return
        self._column.addWidget(_words(title, Text.SECTION))
        for one in found:
            self._column.addWidget(self._difference(one, titles))

    def _difference(self, one: Difference, titles: tuple[str, str]) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        head = QHBoxLayout()
        head.setSpacing(S)
        icon, tone = LOOK[one.kind]
        chip = Chip(icon, tone, kind_words(one.kind))
        head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        title = _words(
            _("{part}: {text}").format(part=_PARTS[type(one.either)](), text=one.either.text),
            Text.STRONG,
        )
        title.set_selectable()
        head.addWidget(title, 1)
        column.addLayout(head)
        if one.goal is not None:
            column.addWidget(_words(_("Goal: {text}").format(text=one.goal.text), Text.SECONDARY))
        if one.kind is Kind.CHANGED and one.before is not None and one.after is not None:
            table = OldNew()
            table.set_rows(titles, [self._row(name, one.before, one.after) for name in one.fields])
            column.addWidget(table)
        elif one.kind is not Kind.MOVED and (about := self._about(one.either)):
            column.addWidget(_words(about, Text.SECONDARY))
        return place

    def _row(self, name: str, before: Part, after: Part) -> tuple[str, str, str]:
        label = NAMES[name]() if name in NAMES else name.replace("_", " ")
        return label, self._said(name, before), self._said(name, after)

    def _said(self, name: str, part: Part) -> str:
        value = getattr(part, name)
        said = "" if value is None else str(value)
        if isinstance(part, BudgetLine) and name in _OF_LINES:
            said = _OF_LINES[name](part, self._frame)
        elif isinstance(value, Money):
            said = format_money(value, language())
        elif isinstance(value, date):
            said = format_date(value, language())
        elif isinstance(value, tuple):
            findings = (self._findings(str(id_)) for id_ in value)
            said = " · ".join(one.text for one in findings if one is not None)
        elif isinstance(value, StrEnum) and name in _WORDS:
            said = word(_WORDS[name], value)
        elif name == "beneficiary":
            whom = {PRINCIPAL: _("The person"), FAMILY: _("The whole family")}
            said = whom.get(said) or self._names(said)
        return said

    def _about(self, part: Part) -> str:
        if isinstance(part, Goal):
            names: Iterable[str] = ("dimension", "level", "rests_on")
        elif isinstance(part, Activity):
            names = ("provider", "responsible", "due")
        elif isinstance(part, BudgetLine):
            names = ("package", "amount", "form")
        else:
            names = ("value", "form")
        said = [self._said(name, part) for name in names]
        if isinstance(part, BudgetLine):
            said.append(about_words(part))
        return " · ".join(text for text in said if text)

    def _money(self, one: MoneyDifference) -> tuple[str, str, str]:
        sign = "+" if one.more.minor > 0 else ""
        new = _("{amount} ({difference})").format(
            amount=format_money(one.after, language()),
            difference=sign + format_money(one.more, language()),
        )
        return (
            _package(one.pack, one.package, self._frame),
            format_money(one.before, language()),
            new,
        )


def kind_words(kind: Kind) -> str:
    """What became of a part."""
    return {
        Kind.ADDED: _("Added"),
        Kind.REMOVED: _("Removed"),
        Kind.CHANGED: _("Changed"),
        Kind.MOVED: _("Moved"),
    }[kind]


def _package(pack: str, package: str, frame: Frame | None) -> str:
    """The package with its programme where there are several; its id if the desk lacks the pack."""
    return frame.name_of((pack or frame.pack.id, package)) if frame else package


def _programme(line: BudgetLine, frame: Frame | None) -> str:
    pack = (frame.fund(line.pack) if line.pack else frame.pack) if frame else None
    return pack.short_name.in_(language()) if pack else line.pack


def _price(line: BudgetLine, _frame: Frame | None) -> str:
    return price_words(line.price, line.amount.currency) if line.price else ""


_OF_LINES: dict[str, Callable[[BudgetLine, Frame | None], str]] = {
    "package": lambda line, frame: _package(line.pack, line.package, frame),
    "pack": _programme,
    "month": lambda line, _frame: month_words(line.month),
    "price": _price,
}
"""What can be said only of a whole budget line."""


def _by_goal(comparison: Comparison) -> list[Difference]:
    """Each goal with its activities after it."""
    order = [one.either.id for one in comparison.goals]
    order += [one.goal.id for one in comparison.activities if one.goal is not None]
    found: list[Difference] = []
    for goal_id in dict.fromkeys(order):
        found += [one for one in comparison.goals if one.either.id == goal_id]
        found += [one for one in comparison.activities if one.goal and one.goal.id == goal_id]
    return found


def _words(text: str, kind: Text = Text.BODY) -> PlainLabel:
    label = PlainLabel(kind, wrap=True)
    label.setText(text)
    return label
