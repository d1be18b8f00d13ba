"""The selected line of the wall: what it is, since when, whose, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.deadlines import service as deadlines
from intake_app.deadlines.model import Line
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.plain import PlainLabel
from ui.today.places import LOOK, due_words
from ui.tokens import S, Text


class LinePreview(Card):
    """``open`` leads to its place."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._line: Line | None = None
        self._staff: Mapping[str, str] = {}
        self.what, self.chips = PlainLabel(Text.SECTION, wrap=True), ChipRow()
        self.step = PlainLabel(Text.BODY, wrap=True)
        self.facts = KeyValues()
        self.open = Button(Kind.PRIMARY, "arrow-right")
        for widget in (self.what, self.chips, self.step, self.open):
            self.body.addWidget(widget)
        self.body.addSpacing(S)
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        self.retranslate()

    def show_line(self, line: Line | None, staff: Mapping[str, str]) -> None:
        """Show this one; nothing leaves the card empty. ``staff``: full names by login."""
        self._line, self._staff = line, staff
        for widget in (self.what, self.chips, self.step, self.facts, self.open):
            widget.setVisible(line is not None)
        if line is None:
            return
        icon, tone = LOOK[line.group]
        self.what.setText(deadlines.what_words(self._session, line))
        self.chips.set_chips([(icon, tone, word("deadline_group", str(line.group.value)))])
        self.step.setText(word("deadline_step", line.kind))
        rows = [(_("Due"), due_words(line, self._session.zone))]
        if line.case_id:
            rows += [(_("Case"), line.case_number), (_("Name"), line.person)]
        if line.owner:
            rows.append((_("For whom"), staff.get(line.owner, "")))
        self.facts.set_rows(rows)

    def retranslate(self) -> None:
        """Button and facts."""
        self.open.set_text(_("Open"))
        self.show_line(self._line, self._staff)
