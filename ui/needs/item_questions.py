"""The questions about one thing that is given: what, how much, how, and into whose hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt

from intake_app.i18n import _
from intake_app.needs.kinds import kind_words, kinds_of
from intake_app.needs.model import MONEY, MOST_PIECES, GivenItem, Handing, Taker
from intake_app.packs.model import Pack
from intake_app.values import Money
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.money_edit import MoneyEdit
from ui.fields.options import words_of
from ui.fields.text_edit import NumberEdit, TextLine


class ItemQuestions(Form):
    """How something usually reaches the person follows from what it is; it can be changed.

    ``takers`` False leaves out into whose hand: everybody takes their own. Of a child the money
    goes to the caregiver, who is proposed.
    """

    def __init__(
        self,
        pack: Pack,
        today: Callable[[], date],
        *,
        takers: bool = True,
        is_child: bool = False,
        caregiver: str = "",
    ) -> None:
        super().__init__()
        self._pack, self._takers = pack, takers
        self._is_child, self._caregiver = is_child, caregiver
        self._add_what(today)
        if takers:
            self._add_taker()
        self.add("note", TextLine(300), lambda: _("Note"), wide=True)
        self.set_values(
            {
                "quantity": 1,
                "given_on": today(),
                "taker": Taker.PERSON.value,
            }
            if takers
            else {"quantity": 1, "given_on": today()}
        )
        self["kind"].edited.connect(self._kind_chosen)
        self["handed"].edited.connect(self._handed_chosen)
        self._show_relevant()

    def _add_what(self, today: Callable[[], date]) -> None:
        self.add("kind", ChoiceList(self._kinds), lambda: _("What is given"), required=True)
        self.add("what", TextLine(160), lambda: _("More exactly"))
        self.add("quantity", NumberEdit(1, MOST_PIECES), lambda: _("Pieces"), required=True)
        self.add(
            "handed",
            Choice(lambda: words_of("handed"), may_be_empty=False),
            lambda: _("How it is given"),
            required=True,
            wide=True,
        )
        self.add(
            "value",
            MoneyEdit(self._pack.currency),
            lambda: _("Value of all pieces together"),
            helper=lambda: _("Leave it empty for something in kind that has no figure."),
        )
        self.add("given_on", DayEdit(today), lambda: _("Given on"), required=True)
        self["given_on"].pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _add_taker(self) -> None:
        self.add(
            "taker",
            Choice(self._who, may_be_empty=False),
            lambda: _("Who takes it"),
            required=True,
            wide=True,
        )
        self.add("taker_name", TextLine(160), lambda: _("Name of who takes it"), required=True)
        self["taker"].edited.connect(self._show_relevant)

    def _kinds(self) -> Sequence[Option]:
        return [Option(kind, kind_words(self._pack, kind)) for kind in kinds_of(self._pack)]

    def _who(self) -> Sequence[Option]:
        """For a child nobody but the child and the caregiver; for an adult no caregiver."""
        without = Taker.FAMILY if self._is_child else Taker.CAREGIVER
        return words_of("taker", without.value)

    # ------------------------------------------------------------------ while it is typed

    def _kind_chosen(self) -> None:
        kind = self["kind"].value()
        if kind is not None:
            self["handed"].set_value(kinds_of(self._pack)[kind].value)
            self["handed"].edited.emit()

    def _handed_chosen(self) -> None:
        money = self["handed"].value() in {way.value for way in MONEY}
        if self._takers and self._is_child:
            taker = Taker.CAREGIVER if money else Taker.PERSON
            self["taker"].set_value(taker.value)
            if money and self["taker_name"].is_empty():
                self["taker_name"].set_value(self._caregiver)
        self._show_relevant()

    def _show_relevant(self) -> None:
        handed = self["handed"].value()
        self.set_relevant("quantity", handed not in {way.value for way in MONEY})
        if self._takers:
            self.set_relevant("taker_name", self["taker"].value() != Taker.PERSON)

    def follow(self) -> None:
        """Show what follows from answers that were put in from outside."""
        self._show_relevant()

    # ------------------------------------------------------------------ what is typed

    def item(self, item_id: str, case_id: str) -> GivenItem | None:
        """What is typed as a record; None while something that it needs is missing."""
        typed = self.values()
        if not all(typed.get(key) for key in ("kind", "handed", "given_on")):
            return None
        value: Money | None = typed["value"]
        return GivenItem(
            id=item_id,
            case_id=case_id,
            kind=typed["kind"],
            handed=Handing(typed["handed"]),
            given_on=typed["given_on"],
            what=typed["what"],
            quantity=typed.get("quantity") or 1,
            value=value,
            taker=Taker(typed.get("taker") or Taker.PERSON),
            taker_name=typed.get("taker_name", ""),
            note=typed["note"],
        )
