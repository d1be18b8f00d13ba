"""The page of a referral with a service chosen, and the one of a referral that was received."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intake_app.acts import Role
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.values import new_id
from tests.ui.sample_cases import fullest_case
from tests.ui.shown_desk import Desk, Visit
from ui.referrals.referrals_tab import ReferralsTab


def referral_chosen(desk: Desk, tab: Any) -> Iterator[Visit]:
    """A service with what speaks for it, what would go and what stays."""
    page = tab.page
    first = next((one for one in page.frame.providers if page.frame.consent(one.id)), None)
    if first is not None:
        page.form["provider"].set_value(first.id)
        page.form["provider"].edited.emit()
    yield desk.here("21-case-referral-chosen")


def received_scenes(desk: Desk) -> Iterator[Visit]:
    """One that a service sent: writing it down, and once it is answered."""
    with desk.signed_in(Role.COUNSELLOR) as session:
        case = fullest_case(session)
        screen = desk.go("case", case)
        screen.show_tab("referrals")
        tab: ReferralsTab = screen.tabs.referrals
        tab.received.click()
        yield desk.here("21-case-referral-received")
        assert tab.page is not None
        tab.page.back.click()
        sender = referrals.providers(session)[0]
        got = referrals.receive(
            session,
            Referral(
                new_id(), case, sender.id, sender.sector, "Un suivi", Urgency.NORMAL,
                their_number="CE-2026/118", their_name="Mme Koné M.",
            ),
        )  # fmt: skip
        referrals.answer_referral(session, got.id, ReferralState.ACCEPTED, "Venez lundi.")
        tab.reload()
        tab.show_referral(got.id)
        yield desk.here("21-case-referral-answered")
