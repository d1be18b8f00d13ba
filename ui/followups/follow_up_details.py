"""One follow-up to read: when it is due, who tried, what was found."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.followups.model import Attempt, FollowUp, still_to_try
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.words import word
from ui.cards import Card, ChipRow, KeyValues, SectionTitle
from ui.cases.days import nearness
from ui.flow import clear_layout
from ui.followups.follow_up_words import LOOK, findings_of, name_of, window_of
from ui.plain import PlainLabel
from ui.tokens import M, S, Text


class FollowUpDetails(QWidget):
    """``staff``: full names by login; ``attempts``: how many the programme wants."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: tuple[FollowUp | None, str] = (None, "")
        self.staff: Mapping[str, str] = {}
        self.attempts = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(M)

    def show_one(self, one: FollowUp | None, counsellor: str) -> None:
        """Show this one; ``counsellor`` is the id of whoever makes it. None: nothing."""
        self._shown = (one, counsellor)
        clear_layout(self._column)
        if one is None:
            return
        today, tongue = self._session.today(), language()
        card = Card(margin=M)
        card.body.setSpacing(S)
        title, chips, values = PlainLabel(Text.STRONG), ChipRow(), KeyValues()
        title.setText(name_of(one))
        standing = one.standing(today)
        chips.set_chips([(*LOOK[standing], word("follow_up", standing))])
        due = _("{day} ({near})").format(
            day=format_date(one.due_on, tongue), near=nearness(one.due_on, today)
        )
        values.set_rows(
            [
                row
                for row in (
                    (_("Due on"), due),
                    (_("May be made from"), window_of(one)),
                    (_("Who makes it"), self.staff.get(counsellor, "")),
                    (_("Why"), self._why(one)),
                )
                if row[1]
            ]
        )
        for widget in (title, chips, values):
            card.body.addWidget(widget)
        self._column.addWidget(card)
        self._add_findings(one)
        self._add_attempts(one)

    def _why(self, one: FollowUp) -> str:
        return one.reason or (_("The case was closed.") if one.dropped_with else "")

    def _add_findings(self, one: FollowUp) -> None:
        rows = [row for row in findings_of(one) if row[1]]
        if not rows:
            return
        self._column.addWidget(SectionTitle(lambda: _("What was found")))
        card, values = Card(margin=M), KeyValues()
        values.set_rows(rows)
        card.body.addWidget(values)
        self._column.addWidget(card)

    def _add_attempts(self, one: FollowUp) -> None:
        if one.visit is not None and not one.attempts:
            return
        self._column.addWidget(SectionTitle(lambda: _("Attempts")))
        for tried in one.attempts:
            self._column.addWidget(self._attempt(tried))
        left = still_to_try(one, self.attempts)
        said = ngettext(
            "After {count} more attempt, on another day, the person may count as lost.",
            "After {count} more attempts, on other days, the person may count as lost.",
            left,
        ).format(count=left)
        rule = PlainLabel(Text.SECONDARY, wrap=True)
        rule.setText(said if left else _("The person may count as lost now."))
        rule.setVisible(one.visit is None and one.state == "open")
        self._column.addWidget(rule)

    def _attempt(self, tried: Attempt) -> Card:
        card = Card(margin=M)
        card.body.setSpacing(2)
        lines = (
            (word("attempt", tried.outcome or ""), Text.STRONG),
            (tried.note, Text.BODY),
            (
                " · ".join(
                    part
                    for part in (
                        format_date(tried.on, language()) if tried.on else "",
                        word("contact_way", tried.way or ""),
                        self.staff.get(tried.by, ""),
                    )
                    if part
                ),
                Text.SECONDARY,
            ),
        )
        for words, kind in lines:
            if words:
                label = PlainLabel(kind, wrap=True)
                label.setText(words)
                card.body.addWidget(label)
        return card

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.show_one(*self._shown)
        super().changeEvent(event)
