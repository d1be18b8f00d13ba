"""The card on a profile with what was typed about the person before anybody knew who it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from intake_app.i18n import _
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.flow import FlowLayout, clear_layout
from ui.people.offers import Offer
from ui.plain import PlainLabel
from ui.tokens import L, M, S, Text, Tone

_SHARE = 0.26
"""Of the window; more offers are scrolled."""


class OffersCard(Card):
    """Hidden while nothing is offered.

    Signals: ``taken`` something was taken over; ``put_away`` the rest is not wanted; ``not_them``
    it is another person after all.
    """

    taken = Signal()
    put_away = Signal()
    not_them = Signal()

    def __init__(self) -> None:
        super().__init__(M)
        self._offers: Sequence[Offer] = ()
        self.buttons: dict[str, Button] = {}
        self._head = IconLabel(Text.BODY)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.rest = Button(Kind.QUIET, "x")
        self.other_person = Button(Kind.QUIET, "undo-2")
        self._inner = page = QWidget()
        page.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, M, 0)
        self._area = QScrollArea()
        self._area.setWidget(page)
        self._area.setWidgetResizable(True)
        for ground in (page, self._area.viewport()):
            ground.setAutoFillBackground(False)  # that of the card
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ends = QWidget(self)
        flow = FlowLayout(ends)
        flow.addWidget(self.rest)
        flow.addWidget(self.other_person)
        self.body.addWidget(self._head)
        self.body.addWidget(self._area)
        self.body.addWidget(ends)
        self.rest.clicked.connect(self.put_away)
        self.other_person.clicked.connect(self.not_them)
        self.retranslate()
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these; an empty list hides the card."""
        self._offers = offers
        clear_layout(self._grid)
        self.buttons = {}
        for column, words in ((1, _("Typed now")), (2, _("In the profile"))):
            head = PlainLabel(Text.LABEL)
            head.setText(words)
            if offers:
                self._grid.addWidget(head, 0, column)
        for line, offer in enumerate(offers, start=1):
            self._add(line, offer)
        self.setVisible(bool(offers))
        self._keep_low()
        self.retranslate()

    def _add(self, line: int, offer: Offer) -> None:
        for column, (text, kind) in enumerate(
            ((offer.label, Text.LABEL), (offer.typed, Text.STRONG), (offer.stored, Text.BODY))
        ):
            cell = PlainLabel(kind, wrap=True)
            cell.setText(text or "–")
            self._grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignVCenter)
        button = Button(Kind.PLAIN, "check")
        button.clicked.connect(lambda: self._take(offer))
        self.buttons[f"{offer.key}:{line}"] = button
        self._grid.addWidget(button, line, 3)

    def _keep_low(self) -> None:
        """The fields below must stay in sight."""
        self._grid.activate()
        most = round(_SHARE * self.window().height())
        self._area.setFixedHeight(min(self._inner.sizeHint().height(), max(most, 2 * L)))

    def _take(self, offer: Offer) -> None:
        offer.take()
        left = [each for each in self._offers if each is not offer]
        self.show_offers(left)
        self.taken.emit()
        following = next(iter(self.buttons.values()), None)
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(following)

    def retranslate(self) -> None:
        """Every text of the card itself."""
        self._head.show_text(
            _("This was typed now. Take over what is right; nothing changes before you save."),
            "info",
            Tone.ACCENT,
        )
        self.rest.set_text(_("Leave the rest"))
        self.other_person.set_text(_("It is another person after all"))
        for offer, button in zip(self._offers, self.buttons.values(), strict=True):
            button.set_text(offer.verb())
            button.setAccessibleName(f"{offer.verb()}: {offer.label}, {offer.typed}")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() == QEvent.Type.FontChange:
            self._keep_low()
        super().changeEvent(event)
