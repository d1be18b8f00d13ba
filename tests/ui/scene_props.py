"""What the scenes share: names, words that are typed, a key to show, a hub."""

from __future__ import annotations

from intake_app.custody.service import RecoveryKey
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from tests.core.lists_kit import HEADINGS, people_rows

HUB_NAME = "Headquarters (example)"
SHOWN_KEY = RecoveryKey("1A2B3C4D5E6F7G8H9J0K1M2N3P4Q5R61", bytes(16))
"""A figure in every group, so that no group is taken for a word that was not translated."""

TYPED = ("dia", "zzzz", "di")
"""What the walk types into search boxes."""

LISTED = (HEADINGS, *people_rows(12))
WRONG = (13, "SOW", "Awa", "?", "31/02/1990", "Xland", "O9")
"""What stands in the list that the walk imports, and a line of it that cannot be read."""


def with_hub(session: Session) -> None:
    keys, spare = HubKeys.generate(), HubKeys.generate()
    card = hub_card(keys, spare.recipient, HUB_NAME, session.clock())
    sync.enrol_hub(session, card.to_bytes())
    sync.desk_card(session)
