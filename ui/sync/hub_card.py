"""Which hub the desk seals to, with the numbers that people compare by voice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake_app.i18n import _
from intake_app.sync.service import HubCard
from ui.buttons import Button, Kind
from ui.cards import Card, KeyValues
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tokens import L, M, S


class HubPanel(Screen):
    """The two steps until there is a hub; afterwards its name and the numbers of both sides.

    Signals: ``card_wanted`` take in the hub's card; ``desk_card_wanted`` save ours.
    """

    card_wanted = Signal()
    desk_card_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[HubCard | None, str, str] = (None, "", "")
        self._against = ""
        self.card = Card(M)
        self.first, self.second = PlainLabel(wrap=True), PlainLabel(wrap=True)
        self.facts = KeyValues(columns=3)
        self.save_ours = Button(Kind.PRIMARY, "log-out")
        self.take_theirs = Button(icon="log-in")
        self.save_ours.clicked.connect(self.desk_card_wanted)
        self.take_theirs.clicked.connect(self.card_wanted)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        self._rows = QVBoxLayout()
        self._rows.setSpacing(M)
        for words, button in ((self.first, self.save_ours), (self.second, self.take_theirs)):
            row = QHBoxLayout()
            row.setSpacing(L)
            row.addWidget(words, 1)
            row.addWidget(button)
            self._rows.addLayout(row)
        self.card.body.setSpacing(M)
        self.card.body.addLayout(self._rows)
        self.card.body.addWidget(self.facts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, S)
        whole.addWidget(self.card)

    def retranslate(self) -> None:
        """Set every text."""
        self.first.setText(_("1. Save this desk's card to a stick and send it to headquarters."))
        self.second.setText(
            _(
                "2. They send the hub's card back. Take it in, then compare the numbers of both"
                " sides by telephone."
            )
        )
        self.save_ours.set_text(_("Save this desk's card…"))
        self.take_theirs.set_text(_("Take in the hub's card…"))
        self.show_hub(*self._shown, self._against)

    def show_hub(
        self, hub: HubCard | None, hub_words: str, desk_words: str, against: str = ""
    ) -> None:
        """Show the hub, or what has to be done until there is one.

        ``hub_words`` and ``desk_words`` are the numbers to compare, empty if there are none yet;
        ``against`` is why the role may not exchange cards.
        """
        self._shown, self._against = (hub, hub_words, desk_words), against
        for widget in (self.first, self.second):
            widget.setVisible(hub is None)
        for button in (self.save_ours, self.take_theirs):
            button.setVisible(hub is None)
            button.set_reason(against)
        rows = [(_("Numbers of this desk"), desk_words)] if desk_words else []
        if hub is not None:
            rows = [(_("Hub"), hub.name), (_("Numbers of the hub"), hub_words), *rows]
        self.facts.set_rows(rows)
        self.facts.setVisible(bool(rows))
