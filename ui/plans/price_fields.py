"""What something costs in another currency: the rate, and currencies to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from intake_app.i18n import _, language
from intake_app.plans.model import parse_rate
from intake_app.values import MINOR_UNITS
from ui.fields.choice import Option
from ui.fields.editor import LineEditor


class RateEdit(LineEditor):
    """How much of one currency one unit of another buys: exact, as it is typed."""

    def __init__(self) -> None:
        super().__init__(max_length=24)

    def value(self) -> str | None:
        """The rate as decimal text; None if there is none or it is not understood."""
        try:
            return parse_rate(self.line.text())
        except ValueError:
            return None

    def set_value(self, value: str | None) -> None:
        """Show this rate, with the decimal sign of the language."""
        text = value or ""
        self.line.setText(text.replace(".", ",") if language() == "fr" else text)

    def is_empty(self) -> bool:
        """True if nothing was typed."""
        return not self.line.text().strip()

    def problem(self) -> str | None:
        """What a rate looks like, if what was typed is none."""
        if self.is_empty() or self.value() is not None:
            return None
        return _("Type a rate above zero, for example {example}.").format(
            example="655,957" if language() == "fr" else "655.957"
        )


def currencies(first: str) -> Sequence[Option]:
    """Every currency that the desk can count in, the local one first."""
    codes = sorted(MINOR_UNITS, key=lambda code: (code != first, code))
    return [Option(code, code) for code in codes]
