"""What the scenes share: names, words that are typed, a key to show, a hub."""

from __future__ import annotations

from intake_app.custody.service import RecoveryKey
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card

HUB_NAME = "Headquarters (example)"
SHOWN_KEY = RecoveryKey("1A2B3C4D5E6F7G8H9J0K1M2N3P4Q5R61", bytes(16))
"""A figure in every group, so that no group is taken for a word that was not translated."""

TYPED = ("dia", "zzzz", "di")
"""What the walk types into search boxes."""


def with_hub(session: Session) -> None:
    keys, spare = HubKeys.generate(), HubKeys.generate()
    card = hub_card(keys, spare.recipient, HUB_NAME, session.clock())
    sync.enrol_hub(session, card.to_bytes())
    sync.desk_card(session)
