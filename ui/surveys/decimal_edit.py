"""A number that may have decimals, typed with a comma or a point."""

from __future__ import annotations

import re

from intake_app.i18n import _, language
from ui.fields.editor import LineEditor

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)


class DecimalEdit(LineEditor):
    """Its answer is a text with a point, without needless zeros in front."""

    def __init__(self) -> None:
        super().__init__(max_length=24)

    def value(self) -> str | None:
        """``1.5``; None if there is none or it was not understood."""
        text = "".join(self.line.text().split()).replace(",", ".")
        if not _NUMBER.fullmatch(text):
            return None
        minus, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        whole, _point, part = digits.partition(".")
        return minus + (whole.lstrip("0") or "0") + (f".{part}" if part else "")

    def set_value(self, value: str | None) -> None:
        """Show this number."""
        text = value or ""
        self.line.setText(text.replace(".", ",") if language() == "fr" else text)

    def is_empty(self) -> bool:
        """True if nothing was typed."""
        return not self.line.text().strip()

    def problem(self) -> str | None:
        """How a number is written, if what was typed is none."""
        if self.is_empty() or self.value() is not None:
            return None
        return _("This is not a number. Write for example 12 or 1.5.")
