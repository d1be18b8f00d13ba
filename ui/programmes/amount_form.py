"""Entering an amount of a programme for this office: how much, for which year, and why."""

from __future__ import annotations

from intake_app.acts import Act
from intake_app.i18n import _, language
from intake_app.packs.model import Pack
from intake_app.packs.overlay import Figure
from intake_app.programmes import service as programmes
from intake_app.programmes.service import AmountChange, Place
from intake_app.session import Session
from intake_app.values import Money
from ui.cards import IconLabel
from ui.cases.short_form import ShortForm
from ui.fields.choice import Choice, Option
from ui.fields.money_edit import MoneyEdit
from ui.fields.text_edit import NumberEdit, TextBlock
from ui.messages import Messages
from ui.programmes.programme_words import amount_words, figure_name, origin_words
from ui.tasks import Tasks
from ui.tokens import Text

ENTER, BACK = "enter", "back"


class AmountForm(ShortForm):
    """``entered`` says that the office's own amount stands there now: it can be given back.

    Signals: those of a page with questions.
    """

    help_page = "programmes"

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        pack: Pack,
        figure: Figure,
        *,
        entered: bool,
    ) -> None:
        super().__init__(tasks, messages)
        self._session, self._pack, self._figure = session, pack, figure
        self._taken: tuple[Money | None, int | None, str] = (None, None, "")
        self.present = IconLabel(Text.BODY)
        self.form.add_widget(self.present)
        self.what = Choice(self._ways, may_be_empty=False)
        if entered:
            self.form.add("what", self.what, lambda: _("What to do"), wide=True)
            self.what.edited.connect(self._ask)
        self.form.add("amount", MoneyEdit(pack.currency), lambda: _("Amount"), required=True)
        self.form.add(
            "year", NumberEdit(1990, 2199), lambda: _("Year that it holds for"), required=True
        )
        self.form.add(
            "reason",
            TextBlock(max_length=500, lines=3),
            lambda: _("Based on"),
            required=True,
            wide=True,
            helper=lambda: _("The letter, the circular or the decision, with its date."),
        )
        self.form.set_values({"year": session.today().year})
        self.what.set_value(ENTER)
        self.retranslate()

    @property
    def place(self) -> Place:
        """Which amount it is."""
        return self._figure.place

    def _ways(self) -> list[Option]:
        return [
            Option(ENTER, _("Enter an amount")),
            Option(BACK, _("The figure of the pack again")),
        ]

    def _ask(self) -> None:
        self.form.set_relevant("amount", self.what.value() != BACK)

    def take(self) -> None:
        """What is typed."""
        typed = self.form.values()
        amount = None if self.what.value() == BACK else typed["amount"]
        self._taken = (amount, typed["year"], typed["reason"])

    def put(self) -> AmountChange:
        """Enter it."""
        return programmes.change_amount(self._session, self._pack.id, self.place, *self._taken)

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Amount of a programme"), self._pack.short_name.in_(language()))
        self.save.set_text(_("Enter"))
        self.back.set_text(_("Back"))
        may = self._session.may(Act.PROGRAMME_CHANGED)
        self.save.set_reason("" if may else _("Only a supervisor may do this."))
        figure = self._figure
        now = _("{what}. Now: {amount}").format(
            what=figure_name(self._pack, figure), amount=amount_words(figure.amount)
        )
        origin = origin_words(self._pack, figure.origin) if figure.amount else ""
        said = _("{sentence} ({origin})").format(sentence=now, origin=origin) if origin else now
        self.present.show_text(said, "info")
