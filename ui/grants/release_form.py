"""What a later instalment waits for has happened: on which day, who saw it, and how one knows."""

from __future__ import annotations

from dataclasses import replace

from intake_app.formats import format_money
from intake_app.grants import service as grants
from intake_app.grants.instalments import next_part
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import Entry
from intake_app.i18n import _, language
from ui.cards import IconLabel
from ui.fields.date_edit import DayEdit
from ui.fields.text_edit import TextBlock, TextLine
from ui.grants.entry_forms import EntryForm
from ui.tokens import Text


class ReleaseForm(EntryForm):
    """A supervisor signs that an instalment may be paid. Signals: those of the page."""

    KIND = "release"

    def _ask(self) -> None:
        today = self._session.today
        self.said = IconLabel(Text.BODY)
        self.form.add_widget(self.said)
        self.form.add(
            "met_on", DayEdit(today, latest=today()), lambda: _("Happened on"), required=True
        )
        self.form.add("seen_by", TextLine(160), lambda: _("Who saw it"), required=True)
        self.form.add(
            "ground", TextBlock(1000, lines=3), lambda: _("How you know"), required=True, wide=True
        )

    def _first_values(self) -> dict[str, object]:
        return {"met_on": self._session.today(), "seen_by": self._session.full_name}

    def _number(self) -> int:
        part = next_part(self.grant)
        return part.number if part else 0

    def _about(self) -> str:
        return f"{super()._about()}:{self._number()}"

    def _made(self) -> Entry:
        return replace(self._entry, part=self._number())

    def put(self) -> GrantRequest:
        """Sign it."""
        typed = self.form.values()
        return grants.release_part(
            self._session,
            self.grant.id,
            self._entry.part,
            typed["ground"],
            self.form["met_on"].value(),
            typed["seen_by"],
        )

    def retranslate(self) -> None:
        """Every text of the page."""
        super().retranslate()
        self.save.set_text(_("Confirm the trigger"))
        part = next_part(self.grant)
        if part is not None:
            words = _(
                "Instalment {number} ({amount}) waits for: {trigger}. Your signature goes with it."
            )
            self.said.show_text(
                words.format(
                    number=part.number,
                    amount=format_money(part.amount, language()),
                    trigger=part.trigger(language()),
                ),
                "lock-open",
            )

    def _words(self) -> str:
        return _("Confirm the trigger")
