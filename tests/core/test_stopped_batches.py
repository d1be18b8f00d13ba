"""A batch that was sealed before somebody said no."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app.cases.consent import Purpose
from intake_app.errors import NotAllowed
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from tests.core.test_permissions import Desk, kinds_in_batch

CASE = Purpose.CASE_MANAGEMENT


def test_a_batch_from_before_a_no_is_not_written_again_and_the_rest_goes_by_a_new_one(
    supervisor: Session, tmp_path: Path
) -> None:
    hub = HubKeys.generate()
    card = hub_card(hub, HubKeys.generate().recipient, "Hub", supervisor.clock())
    sync.enrol_hub(supervisor, card.to_bytes())
    desk, other = Desk(supervisor), Desk(supervisor)
    first = sync.seal_batch(supervisor).number
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
    sync.write_batch(supervisor, first, before)  # negative control: nobody has said no yet
    desk.deny(CASE, "refused")
    assert [batch.is_stopped for batch in sync.batches(supervisor)] == [True]
    with pytest.raises(NotAllowed, match="said no since"):
        sync.write_batch(supervisor, first, after)
    assert list(after.iterdir()) == []
    found = kinds_in_batch(supervisor, hub)
    assert found["person"] == {other.person.id}
    assert found["refusal"]
    second, stopped = sync.batches(supervisor)
    assert (second.is_stopped, stopped.is_stopped) == (False, True)
    sync.write_batch(supervisor, second.number, after)
    desk.give(CASE)
    assert not any(batch.is_stopped for batch in sync.batches(supervisor))
    sync.write_batch(supervisor, first, after)  # they agree again: it may go
