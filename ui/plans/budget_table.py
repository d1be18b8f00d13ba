"""The money of a plan: one line per aid, each held against its package while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _, language
from intake_app.packs.model import PackageForm
from intake_app.plans.budget import Frame, refusals
from intake_app.plans.model import (
    FAMILY,
    MAX_TEXT,
    PRINCIPAL,
    BudgetLine,
    LineForm,
)
from intake_app.values import Money, new_id
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, SectionTitle
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.money_edit import MoneyEdit
from ui.fields.text_edit import TextLine
from ui.plans.editor_row import EditorRow
from ui.plans.goal_card import below
from ui.plans.row_stack import RowStack
from ui.plans.surroundings import Surroundings
from ui.tokens import XS, M, S

_ONLY_FORM = {PackageForm.CASH: LineForm.CASH, PackageForm.IN_KIND: LineForm.IN_KIND}


class BudgetRow(EditorRow):
    """One budget line. Signals: those of a row."""

    def __init__(self, line: BudgetLine, around: Surroundings) -> None:
        super().__init__()
        self._id, self._around = line.id, around
        self._refused = ""
        self.package = ChoiceList(self._packages)
        self.text = TextLine(MAX_TEXT)
        self.amount = MoneyEdit(line.amount.currency)
        self.form = ChoiceList(self._forms)
        self.beneficiary = ChoiceList(self._beneficiaries)
        self.put_first("text", self.text, lambda: _("What the money is for"))
        self.put_first("amount", self.amount, lambda: _("Amount"), 20)
        self.close_first()
        self.put_second("package", self.package, lambda: _("Package that pays"))
        self.put_second("form", self.form, lambda: _("Given as"), 16)
        if around.family:
            self.put_second("beneficiary", self.beneficiary, lambda: _("For whom"))
        self.setFocusProxy(self.text)
        self.package.set_value(line.package)
        self.text.set_value(line.text)
        self.amount.set_value(line.amount if line.amount.minor else None)
        self.form.set_value(line.form.value)
        self.beneficiary.set_value(line.beneficiary)
        self.package.edited.connect(self._package_chosen)
        self.retranslate()

    def _packages(self) -> Sequence[Option]:
        frame = self._around.frame
        group = frame.pack.eligibility.group_of(frame.return_kind)
        return [
            Option(package.id, package.name.in_(language()))
            for package in frame.pack.packages
            if group is not None and package.serves(group)
        ]

    def _forms(self) -> Sequence[Option]:
        return [Option(form.value, word("form", form)) for form in LineForm]

    def _beneficiaries(self) -> Sequence[Option]:
        return [
            Option(PRINCIPAL, self._around.principal),
            Option(FAMILY, _("The whole family")),
            *(Option(id_, name) for id_, name in self._around.family),
        ]

    def _package_chosen(self) -> None:
        """Take the package's currency, and its form where it has only one."""
        package = self._around.frame.pack.package(self.package.value() or "")
        if package is None:
            return
        self.amount.set_currency(package.currency)
        if package.form in _ONLY_FORM:
            self.form.set_value(_ONLY_FORM[package.form])

    def value(self) -> BudgetLine:
        """The line as it is written now; an amount that is not understood counts as nothing."""
        amount = self.amount.value() or Money.zero(self.amount.currency)
        return BudgetLine(
            id=self._id,
            package=self.package.value() or "",
            text=self.text.value(),
            amount=amount,
            form=LineForm(self.form.value() or LineForm.IN_KIND),
            beneficiary=self.beneficiary.value() or PRINCIPAL,
        )

    def is_begun(self) -> bool:
        """True once there is a package and an amount to hold against it."""
        return bool(self.package.value()) and self.amount.value() is not None

    def show_refusal(self, reason: str) -> None:
        """Say at once why the budget does not carry this line; an empty text if it does."""
        if reason != self._refused:
            self._refused = reason
            self.show_notes()

    def mistakes(self) -> dict[str, str]:
        """Problems of single fields, then what the budget says."""
        refused = {"amount": self._refused} if self._refused else {}
        return {**super().mistakes(), **refused}

    def retranslate(self) -> None:
        """Names of editors and button."""
        super().retranslate()
        self.remove.set_name(_("Take this line away"))


class BudgetTable(QWidget):
    """All budget lines.

    Signals: ``edited``; ``removed`` words and the way back; ``arranged`` lines came, went or moved.
    """

    edited = Signal()
    removed = Signal(str, object)
    arranged = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._frame: Frame = around.frame
        self.add = Button(Kind.QUIET, "plus")
        self.stack = RowStack(lambda line: BudgetRow(line, around))
        self._card = Card(margin=M)
        self._build()
        self.stack.edited.connect(self._edited)
        self.stack.arranged.connect(self._weigh)
        self.stack.arranged.connect(self.arranged)
        self.stack.removed.connect(
            lambda back: self.removed.emit(_("Budget line taken away."), back)
        )
        self.add.clicked.connect(self.add_line)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionTitle(lambda: _("Budget")))
        head.addWidget(self.add)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(head)
        self._card.body.addWidget(self.stack)
        column.addWidget(self._card)

    def rows(self) -> list[BudgetRow]:
        """The lines from top to bottom."""
        return [row for row in self.stack.rows if isinstance(row, BudgetRow)]

    def value(self) -> tuple[BudgetLine, ...]:
        """The lines as they are written now."""
        return tuple(row.value() for row in self.rows())

    def set_value(self, lines: Sequence[BudgetLine]) -> None:
        """Show these lines."""
        self.stack.set_values(lines)
        self._weigh()

    def add_line(self) -> None:
        """Append an empty line and let the user write it."""
        currency = self._around.frame.pack.currency
        form = LineForm.IN_KIND
        self.stack.add(BudgetLine(new_id(), "", "", Money.zero(currency), form))

    def countable(self) -> tuple[BudgetLine, ...]:
        """The lines that name a package and an amount: those that the balances count."""
        return tuple(row.value() for row in self.rows() if row.is_begun())

    def typed_mistakes(self) -> dict[str, str]:
        """What was typed and is not understood, by place in the plan."""
        return {
            f"lines.{place}.{key}": said
            for place, row in enumerate(self.rows())
            for key, editor in row.editors.items()
            if (said := editor.problem())
        }

    def refused(self) -> dict[str, str]:
        """The lines that the budget does not carry, by place in the plan."""
        reasons = refusals(self.countable(), self._frame)
        return {
            f"lines.{place}.amount": reasons[line.id]
            for place, line in enumerate(self.value())
            if line.id in reasons
        }

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show problems by their place in the plan: ``lines.0.amount``."""
        for place, row in enumerate(self.rows()):
            row.show_mistakes(below(f"lines.{place}.", mistakes))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where a problem is; returns what shall be in sight."""
        _lines, place, rest = key.split(".", 2)
        return self.rows()[int(place)].focus_on(rest)

    def retranslate(self) -> None:
        """The words on the button, and the reasons of refused lines."""
        self.add.set_text(_("Add a line"))
        self._weigh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _edited(self) -> None:
        self._weigh()
        self.edited.emit()

    def _weigh(self) -> None:
        """Hold every line against its package."""
        self._card.setVisible(bool(self.stack.rows))
        reasons = refusals(self.countable(), self._frame)
        for row in self.rows():
            row.show_refusal(reasons.get(row.value().id, ""))
