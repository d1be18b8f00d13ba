"""What the person brings in themselves, below the budget: no programme pays it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.plans.model import MAX_TEXT, LineForm, OwnShare
from intake_app.values import Money, new_id
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, SectionTitle
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.money_edit import MoneyEdit
from ui.fields.text_edit import TextLine
from ui.plain import PlainLabel
from ui.plans.editor_row import EditorRow
from ui.plans.goal_card import below
from ui.plans.row_stack import RowStack
from ui.plans.surroundings import Surroundings
from ui.tokens import XS, M, S, Text


class OwnRow(EditorRow):
    """One thing or sum that the person brings in. Signals: those of a row."""

    def __init__(self, share: OwnShare) -> None:
        super().__init__()
        self._id = share.id
        self.text = TextLine(MAX_TEXT)
        self.form = ChoiceList(
            lambda: [Option(form.value, word("form", form)) for form in LineForm]
        )
        self.amount = MoneyEdit(share.value.currency)
        self.put_first("text", self.text, lambda: _("What the person brings in"))
        self.put_first("form", self.form, lambda: _("In which form"), 16)
        self.put_first("value", self.amount, lambda: _("Value"), 20)
        self.close_first()
        self.setFocusProxy(self.text)
        self.text.set_value(share.text)
        self.form.set_value(share.form.value)
        self.amount.set_value(share.value if share.value.minor else None)
        self.retranslate()

    def value(self) -> OwnShare:
        """The share as it is written now."""
        value = self.amount.value() or Money.zero(self.amount.currency)
        form = LineForm(self.form.value() or LineForm.IN_KIND)
        return OwnShare(self._id, self.text.value(), value, form)

    def retranslate(self) -> None:
        """Names of editors and button."""
        super().retranslate()
        self.remove.set_name(_("Take this line away"))


class OwnTable(QWidget):
    """All that the person brings in.

    Signals: ``edited``; ``removed`` words and the way back; ``arranged`` lines came, went or moved.
    """

    edited = Signal()
    removed = Signal(str, object)
    arranged = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._currency = around.frame.pack.currency
        self.add = Button(Kind.QUIET, "plus")
        self.stack = RowStack(OwnRow)
        self._total = PlainLabel(Text.SECONDARY, wrap=True)
        self._card = Card(margin=M)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionTitle(lambda: _("Own contribution")))
        head.addWidget(self.add)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(head)
        column.addWidget(self._card)
        self._card.body.addWidget(self.stack)
        self._card.body.addWidget(self._total)
        for signal in (self.stack.edited, self.stack.arranged):
            signal.connect(self._add_up)
        self.stack.edited.connect(self.edited)
        self.stack.arranged.connect(self.arranged)
        self.stack.removed.connect(lambda back: self.removed.emit(_("Line taken away."), back))
        self.add.clicked.connect(self.add_line)
        self.retranslate()

    def rows(self) -> list[OwnRow]:
        """The lines from top to bottom."""
        return [row for row in self.stack.rows if isinstance(row, OwnRow)]

    def value(self) -> tuple[OwnShare, ...]:
        """The lines as they are written now."""
        return tuple(row.value() for row in self.rows())

    def set_value(self, shares: Sequence[OwnShare]) -> None:
        """Show these lines."""
        self.stack.set_values(shares)
        self._add_up()

    def add_line(self) -> None:
        """Append an empty line and let the user write it."""
        self.stack.add(OwnShare(new_id(), "", Money.zero(self._currency), LineForm.IN_KIND))

    def typed_mistakes(self) -> dict[str, str]:
        """What was typed and is not understood, by place in the plan."""
        return {
            f"own.{place}.{key}": said
            for place, row in enumerate(self.rows())
            for key, editor in row.editors.items()
            if (said := editor.problem())
        }

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show problems by their place in the plan: ``own.0.value``."""
        for place, row in enumerate(self.rows()):
            row.show_mistakes(below(f"own.{place}.", mistakes))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where a problem is; returns what shall be in sight."""
        _own, place, rest = key.split(".", 2)
        return self.rows()[int(place)].focus_on(rest)

    def retranslate(self) -> None:
        """The word on the button, and the sum."""
        self.add.set_text(_("Add what the person brings in"))
        self._add_up()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _add_up(self) -> None:
        self._card.setVisible(bool(self.stack.rows))
        sums: dict[str, Money] = {}
        for share in self.value():
            so_far = sums.get(share.value.currency, Money.zero(share.value.currency))
            sums[share.value.currency] = so_far + share.value
        amounts = ", ".join(format_money(one, language()) for one in sums.values())
        self._total.setText(
            _("Own contribution: {amount}. It counts against no ceiling.").format(amount=amounts)
        )
