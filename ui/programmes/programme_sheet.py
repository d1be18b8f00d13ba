"""One programme to read: its amounts with who says so, its rules, and what this office changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Pack, Package
from intake_app.packs.overlay import Figure, FigureKind, figures
from intake_app.programmes.service import AmountChange, ImportedPack, Place
from intake_app.words import word
from ui.buttons import IconButton
from ui.cards import Card, Chip, IconLabel
from ui.cases.days import on_day
from ui.flow import clear_layout
from ui.plain import PlainLabel, tooltip
from ui.programmes import programme_words as words
from ui.programmes.programme_words import Line
from ui.tokens import XS, L, M, S, Text, Tone


@dataclass(frozen=True)
class Shown:
    """A programme among all of this desk, the changes of this office and the versions that it
    imported (the newest first), and the names of colleagues."""

    pack: Pack
    packs: Mapping[str, Pack]
    changes: Sequence[AmountChange] = ()
    staff: Mapping[str, str] = field(default_factory=dict)
    imports: Sequence[ImportedPack] = ()


class ProgrammeSheet(QScrollArea):
    """For reading; with ``may_change`` each amount has a pencil.

    Signals: ``change_wanted`` the place of an amount that is to be entered.
    """

    change_wanted = Signal(object)

    def __init__(self, *, may_change: bool) -> None:
        super().__init__()
        self._may_change = may_change
        self.pencils: dict[Place, IconButton] = {}
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, L, 0)
        self._column.setSpacing(L)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # PgUp and PgDn turn the page
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_programme(self, shown: Shown | None) -> None:
        """Fill the sheet, in the language of today."""
        clear_layout(self._column)
        self.pencils.clear()
        if shown is not None:
            self._head(shown)
            self._amounts(shown)
            self._history(shown)
            for title, lines in words.parts(shown.pack):
                _grid(self._card(title), lines)
        self._column.addStretch(1)

    def _card(self, title: str) -> Card:
        card = Card(parent=self.widget())
        self._column.addWidget(card)
        head = PlainLabel(Text.SECTION, wrap=True, parent=card)
        head.setText(title)
        card.body.addWidget(head)
        return card

    def _head(self, shown: Shown) -> None:
        pack = shown.pack
        card = self._card(pack.name.in_(language()))
        version = PlainLabel(Text.SECONDARY, parent=card)
        version.setText(_("version {version}").format(version=pack.edition))
        card.body.addWidget(version)
        for one in shown.imports:
            brought = PlainLabel(Text.SECONDARY, wrap=True, parent=card)
            brought.setText(
                _("Version {version} imported {day}, {name}: {reason}").format(
                    version=one.version,
                    day=on_day(one.at),
                    name=shown.staff.get(one.author, ""),
                    reason=one.reason,
                )
            )
            card.body.addWidget(brought)
        missing = sum(words.is_open(figure) for figure in figures(pack))
        if missing:
            sentence = ngettext(
                "The office has to confirm {number} amount. Until then no money can be planned"
                " from it.",
                "The office has to confirm {number} amounts. Until then no money can be planned"
                " from them.",
                missing,
            )
            line = IconLabel(Text.BODY, parent=card)
            line.show_text(sentence.format(number=missing), "triangle-alert", Tone.WARNING)
            card.body.addWidget(line)

    # ------------------------------------------------------------------ amounts

    def _amounts(self, shown: Shown) -> None:
        pack = shown.pack
        known = figures(pack)
        card = self._card(_("Packages and ceilings"))
        for package in pack.packages:
            self._package(card, shown, package)
        if pack.limits:
            card = self._card(_("Caps over several packages"))
            for limit in pack.limits:
                (figure,) = (one for one in known if one.place[:2] == (FigureKind.LIMIT, limit.id))
                self._name(card, limit.name.in_(language()), [figure])
                line = Line(
                    words.limit_words(pack, limit),
                    words.amount_words(limit.amount),
                    words.origin_words(pack, limit.origin),
                )
                self._figures(card, pack, [(line, figure)])
        card = self._card(_("Quotes"))
        needed = pack.grants.quotes_from
        about = ngettext(
            "{number} quote of suppliers is needed from",
            "{number} quotes of suppliers are needed from",
            pack.grants.quotes,
        ).format(number=pack.grants.quotes)
        amount = _("no amount is laid down") if needed is None else words.amount_words(needed)
        quotes = next(one for one in known if one.kind is FigureKind.QUOTES)
        self._figures(card, pack, [(Line(about, amount), quotes)])

    def _package(self, card: Card, shown: Shown, package: Package) -> None:
        pack = shown.pack
        own = [one for one in figures(pack) if one.place[:2] == (FigureKind.CEILING, package.id)]
        self._name(card, package.name.in_(language()), own, word("form", package.form))
        for kind, said in (
            (Text.BODY, words.package_words(package, shown.packs)),
            (Text.SECONDARY, words.origin_words(pack, package.origin)),
        ):
            label = PlainLabel(kind, wrap=True, parent=card)
            label.setText(said)
            card.body.addWidget(label)
        lines = [
            Line(
                words.whom_words(row),
                words.amount_words(row.amount, row.at_least),
                words.origin_words(pack, row.origin),
            )
            for row in package.ceilings
        ]
        self._figures(card, pack, list(zip(lines, own, strict=True)))

    def _name(self, card: Card, name: str, own: Sequence[Figure], form: str = "") -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        label = PlainLabel(Text.STRONG, wrap=True, parent=card)
        label.setText(name)
        head.addWidget(label, 1)
        if form:
            head.addWidget(Chip("package", Tone.NEUTRAL, form))
        if any(words.is_open(one) for one in own):
            head.addWidget(Chip("triangle-alert", Tone.WARNING, _("to be confirmed by the office")))
        card.body.addLayout(head)

    def _figures(self, card: Card, pack: Pack, rows: Sequence[tuple[Line, Figure]]) -> None:
        grid = _grid(card, [line for line, _figure in rows], _AMOUNTS)
        if not self._may_change:
            return
        for number, (_line, figure) in enumerate(rows):
            pencil = IconButton("pencil", parent=card)
            name = words.figure_name(pack, figure)
            said = _("Enter an amount: {what}").format(what=name)
            pencil.setAccessibleName(said)
            tooltip(pencil, said)
            place = figure.place
            pencil.clicked.connect(
                lambda _checked=False, place=place: self.change_wanted.emit(place)
            )
            grid.addWidget(pencil, number, 3, Qt.AlignmentFlag.AlignTop)
            self.pencils[place] = pencil

    # ------------------------------------------------------------------ what the office changed

    def _history(self, shown: Shown) -> None:
        card = self._card(_("What this office has entered"))
        pack = shown.pack
        names = {one.place: words.figure_name(pack, one) for one in figures(pack)}
        for one in shown.changes:
            what = names.get(one.place, one.subject)
            gone = _("the figure of the pack again")
            after = gone if one.amount is None else words.amount_words(one.amount)
            head, small = PlainLabel(wrap=True, parent=card), PlainLabel(Text.SECONDARY, wrap=True)
            head.setText(
                _("{what}: {before} → {after}, for {year}").format(
                    what=what, before=words.amount_words(one.before), after=after, year=one.year
                )
            )
            small.setText(
                _("{day}, {name}, version {version}: {reason}").format(
                    day=on_day(one.at),
                    name=shown.staff.get(one.author, ""),
                    version=f"{one.pack_version}+{one.number}",
                    reason=one.reason,
                )
            )
            entry = QVBoxLayout()
            entry.setSpacing(XS)
            entry.addWidget(head)
            entry.addWidget(small)
            card.body.addLayout(entry)
        if not shown.changes:
            nothing = PlainLabel(Text.SECONDARY, wrap=True, parent=card)
            nothing.setText(
                _("Nothing yet: every amount is that of the pack. The pencil enters another one.")
                if self._may_change
                else _("Nothing yet: every amount is that of the pack.")
            )
            card.body.addWidget(nothing)


_AMOUNTS = (Text.BODY, Text.STRONG, Text.SECONDARY)
_STATEMENTS = (Text.SECONDARY, Text.BODY, Text.SECONDARY)


def _grid(
    card: Card, lines: Sequence[Line], kinds: tuple[Text, Text, Text] = _STATEMENTS
) -> QGridLayout:
    """What, how much, and where it comes from."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, S)
    grid.setHorizontalSpacing(M)
    grid.setVerticalSpacing(S)
    sourced = any(line.origin for line in lines)
    for column, share in enumerate((3, 3, 4) if sourced else (3, 7)):
        grid.setColumnStretch(column, share)
    for number, line in enumerate(lines):
        for column, (kind, text) in enumerate(zip(kinds, line, strict=True)):
            if column == 2 and not sourced:
                continue
            label = PlainLabel(kind, wrap=True, parent=card)
            label.setText(text)
            grid.addWidget(label, number, column, Qt.AlignmentFlag.AlignTop)
    card.body.addLayout(grid)
    return grid
