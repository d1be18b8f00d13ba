"""The follow-up visit and the closure note: from the vault, blank, in both languages."""

from __future__ import annotations

import pytest

from intake_app.acts import Role
from intake_app.closure import service as closure
from intake_app.documents import service as documents
from intake_app.errors import NotAllowed, NotFound
from intake_app.followups import service as followups
from tests.conftest import FixedClock, SignIn
from tests.core.documents_reading import text_by_pypdf
from tests.core.followups_kit import (
    a_closure,
    a_visit,
    an_attempt,
    approved_case,
    first_of,
    go_to,
    keep_for,
)


def test_the_next_visit_is_printed_to_take_along_and_a_made_one_as_it_was(
    sign_in: SignIn, clock: FixedClock
) -> None:
    _person, case = approved_case(sign_in)
    session = sign_in(Role.COUNSELLOR)
    one = first_of(session, case.id)
    go_to(clock, one.due_on)
    followups.note_attempt(session, one.id, an_attempt(one.due_on, note="Rang twice"))
    empty = text_by_pypdf(documents.preview(session, case.id, "followup_visit", one.id, "en"))
    assert "DIALLO Mariama" in empty
    assert "Rang twice" in empty
    assert "Two machines" not in empty
    followups.note_visit(session, one.id, a_visit(one.due_on))
    full = text_by_pypdf(documents.preview(session, case.id, "followup_visit", one.id, "en"))
    for part in ("Two machines, one apprentice.", "1,850,000", "2 June 2026"):
        assert part in full
    with pytest.raises(NotFound):
        documents.preview(session, case.id, "followup_visit", case.id, "en")
    with pytest.raises(NotAllowed):
        documents.preview(sign_in(Role.RECEPTION), case.id, "followup_visit", one.id, "en")


def test_the_closure_note_says_how_everything_was_settled_and_who_decided(
    sign_in: SignIn,
) -> None:
    _person, case = approved_case(sign_in)
    keep_for(sign_in(Role.SUPERVISOR))
    wanted = a_closure(case.id, no_survey="She lives too far away.")
    wanted = closure.ask_closure(sign_in(Role.COUNSELLOR), wanted)
    session = sign_in(Role.SUPERVISOR)
    asked = text_by_pypdf(documents.preview(session, case.id, "closure_note", wanted.id, "en"))
    assert "Nobody has decided" in asked
    closure.approve_closure(session, wanted.id)
    paper = documents.issue(session, case.id, "closure_note", wanted.id, "en")
    text = text_by_pypdf(documents.pdf_of(session, paper.id))
    for part in ("The goals of the plan are reached", "She lives too far away.", "Salimata Keita",
                 "Not needed", "12 May 2031", "Follow-up of 2 June 2026"):  # fmt: skip
        assert part in text
