"""The papers about a child: what they show, to whom, and that nothing of them stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose, Shareable
from intake_app.children import service as children
from intake_app.documents import service as documents
from intake_app.errors import NotAllowed, NotFound
from intake_app.referrals import service as referrals
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.children_kit import SAID, a_counterpart, a_determination, an_assessment, an_inquiry
from tests.core.documents_reading import page_texts
from tests.core.screening_kit import SAFE, screened
from tests.core.test_case_journey import opened_case
from tests.factories import a_consent, a_provider

SHEET, REQUEST = "best_interests_sheet", "inquiry_request"


def text(pdf: bytes) -> str:
    return " ".join(" ".join(page_texts(pdf)).split())


def kept(session: Session) -> int:
    with session.read() as db:
        return int(db.execute("SELECT count(*) FROM document").fetchone()[0])


def test_the_sheet_shows_what_is_sealed_to_those_who_may_read_it_and_is_not_kept(
    sign_in: SignIn,
) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    session = sign_in(Role.COUNSELLOR)
    screened(session, case.id, child=replace(SAFE, age_in_doubt=True))
    seen = children.note(session, case.id, an_assessment(), SAID)
    asked = children.note(session, case.id, a_determination(), SAID)
    english = text(documents.child_paper(session, SHEET, seen.id, "en"))
    for words in ("Best-interests sheet", "Confidential", "Qxsaid", "Qxrisk", "He knows her",
                  "Unaccompanied", "Looked at again on"):  # fmt: skip
        assert words in english
    assert "Waits for a second person" in text(
        documents.child_paper(session, SHEET, asked.id, "en")
    )
    children.confirm(sign_in(Role.SUPERVISOR), asked.id)
    session = sign_in(Role.COUNSELLOR)
    assert "Confirmed" in text(documents.child_paper(session, SHEET, asked.id, "en"))
    assert kept(session) == 0
    with pytest.raises(NotFound):
        documents.child_paper(session, REQUEST, seen.id, "en")
    with pytest.raises(NotAllowed):
        documents.child_paper(sign_in(Role.RECEPTION), SHEET, seen.id, "en")


def test_the_request_shows_what_may_still_go_and_nothing_after_a_no(sign_in: SignIn) -> None:
    person, case = opened_case(sign_in(Role.RECEPTION))
    session = sign_in(Role.COUNSELLOR)
    screened(session, case.id, child=replace(SAFE, age_in_doubt=True))
    provider = referrals.save_provider(session, a_provider(name="ISS counterpart (example)"))
    children.note(session, case.id, a_counterpart(provider))
    agreed = a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    cases.give_consent(session, agreed)
    sent = children.send(session, case.id, an_inquiry(), left_out={"language"})
    name, mother = person.family_name.upper(), person.mother_name
    first = text(documents.child_paper(session, REQUEST, sent.id, "en"))
    for words in ("ISS counterpart", "Mme Koné", "Who lives in the house", name, mother):
        assert words in first
    assert "Further details are kept back" in first
    narrower = replace(agreed, id=a_consent(person).id, withheld=(Shareable.NAME, Shareable.FAMILY))
    cases.withdraw_consent(session, cases.consents(session, person.id)[0], "less")
    cases.give_consent(session, narrower)
    later = text(documents.child_paper(session, REQUEST, sent.id, "en"))
    assert name not in later
    assert mother not in later
    newest = next(one for one in cases.consents(session, person.id) if one.id == narrower.id)
    cases.withdraw_consent(session, newest, "afraid")
    with pytest.raises(NotAllowed):
        documents.child_paper(session, REQUEST, sent.id, "en")


@pytest.mark.parametrize("kind", [SHEET, REQUEST])
def test_each_can_be_printed_empty(supervisor: Session, kind: str) -> None:
    empty = text(documents.blank_form(supervisor, kind, "en"))
    assert "Signatures" in empty
    assert "Confidential" not in empty
