"""What was seen before the return and after arrival, beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.assessments.model import (
    Assessment,
    Feasible,
    Finding,
    Moment,
    Pair,
    Prospect,
    Skill,
    Wish,
    side_by_side,
)
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.words import word
from ui.cards import Card, Chip, SectionTitle
from ui.flow import clear_layout
from ui.plain import PlainLabel, Words
from ui.tokens import XL, L, M, S, Text, Tone

LOOK = {
    Feasible.YES: ("circle-check", Tone.SUCCESS),
    Feasible.NO: ("circle-slash", Tone.WARNING),
}


class Beside(QScrollArea):
    """Two columns, or one while there is one assessment only."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Assessment, ...] = ()
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(2, 2, L, L)
        self._column.setSpacing(L)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_assessments(self, shown: Sequence[Assessment]) -> None:
        """Show what there is."""
        self._shown = tuple(shown)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        clear_layout(self._column)
        by_moment = {one.moment: one for one in self._shown}
        before, after = (by_moment.get(moment) for moment in Moment)
        moments = [one for one in (before, after) if one is not None]
        pairs = side_by_side(before, after)
        titles: Sequence[tuple[type, Words]] = (
            (Wish, lambda: _("Wishes, and whether they are feasible")),
            (Skill, lambda: _("Skills")),
            (Prospect, lambda: _("Opportunities and risks")),
        )
        for kind, words in titles:
            own = [pair for pair in pairs if isinstance(pair.either, kind)]
            if own:
                card = Card(margin=M)
                card.body.setSpacing(S)
                card.body.addWidget(SectionTitle(words))
                card.body.addLayout(_grid(moments, own))
                self._column.addWidget(card)
        self._column.addStretch(1)


def _grid(moments: Sequence[Assessment], pairs: Iterable[Pair]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(XL)
    grid.setVerticalSpacing(M)
    for place, one in enumerate(moments):
        head = PlainLabel(Text.LABEL, wrap=True)
        head.setText(made_words(one))
        grid.addWidget(head, 0, place)
        grid.setColumnStretch(place, 1)
    for line, pair in enumerate(pairs, start=1):
        if len(moments) == 1:
            grid.addWidget(_cell(pair.either), line, 0, Qt.AlignmentFlag.AlignTop)
            continue
        mark = _("Seen otherwise now") if pair.is_changed else ""
        for place, (seen, missing) in enumerate(
            ((pair.before, _("Not seen before")), (pair.after, _("No longer so")))
        ):
            cell = _cell(seen, mark if place else "") if seen else _absent(missing)
            grid.addWidget(cell, line, place, Qt.AlignmentFlag.AlignTop)
    return grid


def made_words(one: Assessment) -> str:
    """When and by whom an assessment was made."""
    return _("{moment}: {day}, {who}").format(
        moment=word("moment", one.moment),
        day=format_date(one.made_on, language()) if one.made_on else "",
        who=one.made_by,
    )


def _cell(one: Finding, mark: str = "") -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    title = PlainLabel(Text.STRONG, wrap=True)
    title.setText(one.text)
    title.set_selectable()
    column.addWidget(title)
    for text in _details(one):
        label = PlainLabel(Text.SECONDARY, wrap=True)
        label.setText(text)
        column.addWidget(label)
    if isinstance(one, Wish) and one.feasible is not None:
        icon, tone = LOOK[one.feasible]
        column.addWidget(Chip(icon, tone, word("feasible", one.feasible)))
        why = PlainLabel(wrap=True)
        why.setText(one.why)
        column.addWidget(why)
    if mark:
        column.addWidget(Chip("pencil", Tone.ACCENT, mark))
    return place


def _absent(words: str) -> QWidget:
    label = PlainLabel(Text.SECONDARY, wrap=True)
    label.setText(words)
    return label


def _details(one: Finding) -> list[str]:
    if isinstance(one, Wish):
        parts = [(_("Helps: {text}"), one.helps), (_("Hinders: {text}"), one.hinders)]
    elif isinstance(one, Skill):
        level = word("skill", one.level) if one.level else ""
        parts = [
            ("{text}", level),
            (_("Known from: {text}"), one.evidence),
            (_("Certificate: {text}"), one.certificate),
        ]
    else:
        kind = "{side} · {dimension}".format(
            side=word("prospect", one.side), dimension=word("dimension", one.dimension)
        )
        parts = [("{text}", kind), (_("What will be done: {text}"), one.action)]
    return [words.format(text=text) for words, text in parts if text]
