"""A telephone number: kept as typed, and shown as an international number where understood."""

from __future__ import annotations

from intake_app.formats import country_name
from intake_app.i18n import _, language
from intake_app.people.phone import region_of, spaced, understood
from intake_app.values import clean_text
from ui.fields.editor import LineEditor


class PhoneEdit(LineEditor):
    """A telephone number. Without a country code it is one of ``region`` (ISO 3166-1 alpha-2).

    What is no complete number is kept as typed and never stops the form: the person may know no
    better, and "the neighbour's shop" is worth writing down.
    """

    def __init__(self, region: str) -> None:
        super().__init__(max_length=40)
        self._region = region
        self.retranslate()

    def set_region(self, region: str) -> None:
        """The country that a number without a country code belongs to."""
        self._region = region
        self.note_changed.emit(self.note())

    def value(self) -> str | None:
        """The number as E.164 (``+224622123456``), or None if it is none."""
        return self.number() or None

    def number(self) -> str:
        """The number as E.164, or an empty text."""
        return understood(self.typed(), self._region)

    def typed(self) -> str:
        """The number as the clerk wrote it."""
        return clean_text(self.line.text())

    def set_value(self, value: str | None) -> None:
        """Show a number: one that is understood in groups, anything else as it is."""
        self.line.setText(value or "")
        self.line.setText(spaced(self.number()) or self.line.text())
        self.note_changed.emit(self.note())

    def is_empty(self) -> bool:
        """True if nothing was typed."""
        return not self.line.text().strip()

    def note(self) -> str:
        """The number as the world writes it and its country, or that it is kept as typed."""
        if self.is_empty():
            return ""
        number = self.number()
        if not number:
            return _("Not a complete number of {country}. It is kept as typed.").format(
                country=country_name(self._region, language())
            )
        region = region_of(number)
        return (
            f"{spaced(number)} · {country_name(region, language())}" if region else spaced(number)
        )
