"""The programmes of this desk: packages and ceilings, each with its source and year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.packs.model import Ceiling, FamilyRole, Group, Mark, Pack, Package, Per
from intake_app.packs.order import for_country
from intake_app.session import Session
from intake_app.words import word
from ui.cards import Card, Chip
from ui.flow import clear_layout
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tokens import XS, L, M, S, Text, Tone


class ProgrammesTab(Screen):
    """Read-only: a programme is a folder of data, changed by the office's overlay."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._packs = for_country(session.packs.values(), session.office.country)
        body = QWidget()
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(0, 0, L, 0)
        self._list.setSpacing(L)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # PgUp and PgDn turn the page
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, M, 0, 0)
        column.addWidget(area)
        self.retranslate()

    def retranslate(self) -> None:
        """Fill the page in the language of today."""
        clear_layout(self._list)
        for pack in self._packs:
            self._list.addWidget(_pack_card(pack))
        self._list.addStretch(1)


def _pack_card(pack: Pack) -> Card:
    card = Card()
    head = QHBoxLayout()
    title, version = PlainLabel(Text.SECTION, wrap=True), PlainLabel(Text.SECONDARY)
    title.setText(pack.name.in_(language()))
    version.setText(_("version {version}").format(version=pack.version))
    head.setSpacing(M)
    head.addWidget(title, 1)
    head.addWidget(version)
    card.body.addLayout(head)
    for package in pack.packages:
        card.body.addLayout(_package_lines(pack, package))
    return card


def _package_lines(pack: Pack, package: Package) -> QVBoxLayout:
    column, head = QVBoxLayout(), QHBoxLayout()
    column.setSpacing(S)
    name = PlainLabel(Text.STRONG)
    name.setText(package.name.in_(language()))
    head.setSpacing(S)
    head.addWidget(name)
    head.addWidget(Chip("package", Tone.NEUTRAL, word("form", package.form)))
    if any(row.amount is None for row in package.ceilings):
        head.addWidget(Chip("triangle-alert", Tone.WARNING, _("to be confirmed by the office")))
    head.addStretch(1)
    column.addLayout(head)
    column.addLayout(_ceilings(pack, package.ceilings))
    return column


def _ceilings(pack: Pack, rows: Sequence[Ceiling]) -> QGridLayout:
    """For whom, how much, and where the figure comes from."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, S)
    grid.setHorizontalSpacing(L)
    grid.setVerticalSpacing(XS)
    for column, share in enumerate((3, 2, 4)):
        grid.setColumnStretch(column, share)
    for line, row in enumerate(rows):
        for column, (kind, words) in enumerate(
            (
                (Text.BODY, _whom(row)),
                (Text.STRONG, _amount(row)),
                (Text.SECONDARY, _from(pack, row)),
            )
        ):
            label = PlainLabel(kind, wrap=True)
            label.setText(words)
            grid.addWidget(label, line, column, Qt.AlignmentFlag.AlignTop)
    return grid


def _whom(row: Ceiling) -> str:
    group = {
        Group.VOLUNTARY: _("Voluntary return"),
        Group.FORCED: _("Forced return"),
        Group.ANY: _("Any return"),
    }[row.group]
    role = {
        FamilyRole.PRINCIPAL: _("the person"),
        FamilyRole.FAMILY_MEMBER: _("each family member"),
        FamilyRole.ANY: _("each person"),
    }[row.role]
    if row.per is Per.CASE:
        role = _("the whole family")
    return _("{group}: {whom}").format(group=group, whom=role)


def _amount(row: Ceiling) -> str:
    if row.amount is None:
        return _("no public amount")
    amount = format_money(row.amount, language())
    if row.at_least is None:
        return amount
    low = format_money(row.at_least, language())
    return _("{low} to {high}").format(low=low, high=amount)


def _from(pack: Pack, row: Ceiling) -> str:
    """Who answers for the figure, and for which year."""
    if row.amount is None:
        return ""
    if row.origin.mark is Mark.OFFICE:
        title = _("confirmed by the office")
    else:
        source = pack.source(row.origin.source)
        title = source.title if source else row.origin.source
    if row.origin.year is None:
        return title
    return _("{source}, {year}").format(source=title, year=row.origin.year)
