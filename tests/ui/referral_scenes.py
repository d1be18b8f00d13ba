"""The page of a referral with a service chosen, and the one of a referral that was received."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.ui.shown_desk import Desk, Visit


def referral_chosen(desk: Desk, tab: Any) -> Iterator[Visit]:
    """A service with what speaks for it, what would go and what stays; then the other way round."""
    page = tab.page
    first = next((one for one in page.frame.providers if page.frame.consent(one.id)), None)
    if first is not None:
        page.form["provider"].set_value(first.id)
        page.form["provider"].edited.emit()
    yield desk.here("21-case-referral-chosen")
