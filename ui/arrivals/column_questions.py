"""What each column of a list holds: one question per column."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.arrivals.service import ListField, Manifest
from intake_app.i18n import _
from ui.fields.choice_list import ChoiceList
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.plain import shortened

MOST_ASKED = 40
"""Columns; a list with more has them at its left."""


class ColumnQuestions(Form):
    """Each question is the heading of a column, with the first text that stands under it."""

    def ask(self, manifest: Manifest, proposed: Mapping[int, ListField]) -> None:
        """Ask about every column that has a heading or anything in it."""
        for column in range(min(len(manifest.headings), MOST_ASKED)):
            heading, sample = manifest.headings[column], manifest.sample(column)
            if heading or sample:
                self._ask(column, heading, sample)
        self.set_values({str(column): field.value for column, field in proposed.items()})

    def _ask(self, column: int, heading: str, sample: str) -> None:
        name, example = shortened(" ".join(heading.split())), shortened(sample)
        self.add(
            str(column),
            ChoiceList(lambda: words_of("list_field"), lambda: _("left out")),
            lambda: name or _("Column {number}").format(number=column + 1),
            helper=lambda: _("for example {words}").format(words=example) if example else "",
            wide=True,
        )

    def chosen(self) -> dict[int, ListField]:
        """What was answered; columns that are left out are not named."""
        return {int(key): ListField(code) for key, code in self.values().items() if code}
