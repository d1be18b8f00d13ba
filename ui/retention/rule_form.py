"""What the office decides: how long files are kept, and how soon a correction is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from intake_app.i18n import _
from intake_app.session import Session
from intake_app.settings import OfficeRule
from ui.cases.short_form import ShortForm
from ui.fields.text_edit import NumberEdit, TextBlock
from ui.messages import Messages
from ui.plain import Words
from ui.tasks import Tasks

Decide = Callable[[Session, int | None, str], OfficeRule]


class RuleForm(ShortForm):
    """A number and on what it is based. ``words`` are the title and the question; ``number`` is
    the key of the number in the sentences of the service, and its editor.

    Signals: those of a page with questions.
    """

    help_page = "retention"

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        *,
        words: tuple[Words, Words],
        number: tuple[str, NumberEdit],
        decide: Decide,
    ) -> None:
        super().__init__(tasks, messages)
        self._session, self._words, self._decide = session, words, decide
        self._key = number[0]
        self._taken: tuple[int | None, str] = (None, "")
        self.form.add(self._key, number[1], words[1], required=True)
        self.form.add(
            "basis",
            TextBlock(max_length=500, lines=3),
            lambda: _("Based on"),
            required=True,
            wide=True,
            helper=lambda: _(
                "The law, the agreement with the donor, or the decision of the office."
            ),
        )
        self.retranslate()

    def show_rule(self, value: int | None, basis: str) -> None:
        """What holds now."""
        self.form.set_values({self._key: value, "basis": basis})

    def take(self) -> None:
        """What is typed."""
        typed: dict[str, Any] = self.form.values()
        self._taken = (typed[self._key], typed["basis"])

    def put(self) -> OfficeRule:
        """Decide."""
        return self._decide(self._session, *self._taken)

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(self._words[0]())
        self.save.set_text(_("Decide"))
        self.back.set_text(_("Back"))
