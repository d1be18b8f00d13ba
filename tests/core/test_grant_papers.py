"""The papers of a grant and of a committee, read back by other tools than their makers."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from pikepdf import pdfa

from intake_app.acts import Role
from intake_app.documents import service as documents
from intake_app.documents.facts import PersonFacts
from intake_app.documents.grant_facts import AidFacts
from intake_app.documents.service import form
from intake_app.errors import NotFound
from intake_app.grants import service as grants
from intake_app.grants.parts import Condition, Item
from intake_app.session import Session
from intake_app.values import Money, new_id, plain
from tests.conftest import SignIn
from tests.core import grant_samples as samples
from tests.core.documents_reading import (
    assert_inside_the_margins,
    attached,
    checked_by_qpdf,
    page_texts,
    squeezed,
    text_by_poppler,
    text_by_pypdf,
)
from tests.core.documents_samples import PAYLOADS, arrival_receipt_facts
from tests.core.grants_kit import a_delivery, agreed, euros
from tests.core.test_documents_hostile import _DANGEROUS, objects_in, with_typed_texts

FACTS = {
    "cash_receipt": samples.receipt,
    "handover_certificate": samples.handover,
    "quotes_comparison": samples.quotes,
    "engagement_contract": samples.contract,
    "conference_agenda": samples.conference,
    "conference_minutes": samples.conference,
    "return_undertaking": samples.undertaking,
}
KINDS = sorted(FACTS)
OF_A_PERSON = [kind for kind in KINDS if not kind.startswith("conference")]


def built(kind: str, language: str = "en", **changes: Any) -> bytes:
    return form(kind)(FACTS[kind](language, **changes))


def text_of(kind: str, language: str = "en", **changes: Any) -> str:
    """The text as pdftotext reads it, on one line."""
    return " ".join(text_by_poppler(built(kind, language, **changes), "-raw").split())


# ---------------------------------------------------------------------------- the file


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_whole_keeps_its_facts_and_can_be_archived(kind: str, tmp_path: Path) -> None:
    facts = FACTS[kind]()
    pdf = form(kind)(facts)
    checked_by_qpdf(pdf, tmp_path)
    assert pdfa.validate_written(io.BytesIO(pdf), "3b").passed
    assert attached(pdf)["form"] == kind
    assert attached(pdf)["facts"] == plain(facts)
    assert form(kind)(facts) == pdf
    assert len(pdf) <= 45 * 1024


# ---------------------------------------------------------------------------- what they say


def test_a_receipt_says_the_amount_in_figures_and_in_words() -> None:
    text = text_of("cash_receipt")
    assert "12,480.500 TND" in text
    assert "Twelve thousand four hundred and eighty Tunisian dinars and five hundred" in text
    for said in ("15,600.000 TND", "3,119.500 TND", "CAISSE-2026-118", "1 of 2", "Ibrahima Konaté"):
        assert said in text


def test_a_french_receipt_says_it_in_french_words() -> None:
    text = text_of("cash_receipt", "fr", amount=Money(1_280_000, "XOF"), aid=AidFacts(), left=None)
    assert "1 280 000 XOF" in text
    assert "Un million deux cent quatre-vingt mille francs CFA" in text
    assert "centime" not in text


def test_a_receipt_shows_what_was_counted_out_in_the_other_currency() -> None:
    changed = {"local": Money(8_185_950, "XOF"), "rate": "655.957"}
    text = text_of("cash_receipt", **changed)
    assert "8,185,950 XOF" in text
    assert "655.957" in text
    assert "Eight million one hundred and eighty-five thousand nine hundred and fifty" in text
    assert "655.957" not in text_of("cash_receipt")


def test_a_certificate_lists_every_thing_with_serial_pieces_value_and_condition() -> None:
    text = text_of("handover_certificate")
    for thing in samples.THINGS:
        assert thing.what.split(",")[0] in text
        assert thing.serial in text
    for said in ("120 metres", "used, in order", "1,500.000 TND", "in kind", "BL 2026/311"):
        assert said in text
    assert "Fifteen thousand six hundred Tunisian dinars" in text


@pytest.mark.parametrize("kind", ["cash_receipt", "handover_certificate", "engagement_contract"])
def test_who_cannot_write_has_room_for_a_thumb_and_a_witness(kind: str) -> None:
    text = text_of(kind)
    for said in ("Thumbprint", "Witness to the thumbprint: name", "Signature of the witness"):
        assert said in text


def test_quotes_stand_side_by_side_with_what_each_costs_more() -> None:
    text = text_of("quotes_comparison")
    for said in ("15,100.500 TND", "cheapest", "499.500 TND", "1,919.500 TND", "3 quotes"):
        assert said in text
    assert "Not the cheapest quote" in text
    assert "the only one who repairs machines" in text


def test_the_cheapest_quote_needs_no_reason() -> None:
    quotes = samples.quotes().quotes
    chosen = (replace(quotes[0], chosen=False), replace(quotes[1], chosen=True), quotes[2])
    text = text_of("quotes_comparison", quotes=chosen, reason="")
    assert "The cheapest quote" in text
    assert "Not the cheapest quote" not in text


def test_amounts_of_two_currencies_are_not_compared() -> None:
    quotes = (*samples.quotes().quotes[:1], replace(samples.quotes().quotes[1],
              amount=Money(100, "EUR")))  # fmt: skip
    text = text_of("quotes_comparison", quotes=quotes)
    assert text.count("cheapest") == 4  # the heading, both rows, and the choice
    assert "499.500" not in text


def test_a_contract_names_the_aid_its_parts_and_until_when_it_holds() -> None:
    text = text_of("engagement_contract")
    for said in (
        "15,600.000 TND", "Fifteen thousand six hundred", "80 %", "20 %", "12,480.000 TND",
        "3,120.000 TND", "The visit found the shop at work", "These promises hold until 22 November"
        " 2027", "9f86d081",
    ):  # fmt: skip
        assert said in text


def test_a_conference_shows_case_numbers_and_no_names_of_persons() -> None:
    for kind in ("conference_agenda", "conference_minutes"):
        text = text_of(kind)
        for said in ("TUN-2026-00017-5", "TUN-2026-00030-8", "15,600.000 TND", "Sonia Trabelsi"):
            assert said in text
        assert "Konat" not in text
        assert "CASE:" not in text
    assert "Put off" in text
    assert "The licence is missing" in text


# ---------------------------------------------------------------------------- blank, bare, crowded


@pytest.mark.parametrize("kind", sorted(samples.BLANKS))
def test_a_blank_form_is_one_page_with_room_for_a_pen(kind: str) -> None:
    pdf = form(kind)(samples.BLANKS[kind](samples.blank_heading()))
    (text,) = page_texts(pdf)
    assert_inside_the_margins(pdf)
    assert "Case number" in text
    assert "None" not in text
    assert "–" not in text  # an empty field is not struck out: somebody will write there


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_without_any_optional_fact_is_one_tidy_page(kind: str) -> None:
    facts = FACTS[kind]()
    bare = type(facts)(replace(facts.heading, office_lines=(), programme="", issued_by_title=""))
    pdf = form(kind)(bare)
    assert len(page_texts(pdf)) == 1
    assert "None" not in text_by_pypdf(pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_and_long_texts_are_printed_as_typed_and_stay_inside(kind: str) -> None:
    """Every field has another text in turn, so that a form meets them all; and far too long."""
    facts, texts = FACTS[kind](), cycle(PAYLOADS)
    crowded: dict[str, Any] = {
        name: getattr(facts, name) * 6
        for name in ("quotes", "instalments", "things", "matters", "members", "family")
        if hasattr(facts, name)
    }
    heading = replace(facts.heading, reference="CC-1") if facts.heading.reference else facts.heading
    typed = with_typed_texts(replace(facts, **crowded), lambda _owner, _name: next(texts) * 3)
    pdf = form(kind)(replace(typed, heading=heading))
    assert_inside_the_margins(pdf)
    assert not objects_in(pdf) & _DANGEROUS
    text = squeezed(text_by_poppler(pdf, "-raw"))
    shown = [payload for payload in PAYLOADS if squeezed(payload) and squeezed(payload) in text]
    assert len(shown) >= 4


@pytest.mark.parametrize("kind", OF_A_PERSON)
def test_a_person_without_a_name_is_known_by_the_case_number(kind: str) -> None:
    text = text_of(kind, person=PersonFacts())
    assert "Known to this office as GIN-2026-00017-5" in text


def test_the_receipt_of_reception_says_its_total_in_words_too() -> None:
    text = " ".join(text_by_poppler(arrival_receipt("en"), "-raw").split())
    assert "Seventy-five euros and fifty cents" in text
    french = " ".join(text_by_poppler(arrival_receipt("fr"), "-raw").split())
    assert "Soixante-quinze euros et cinquante centimes" in french


def arrival_receipt(language: str) -> bytes:
    return form("arrival_receipt")(arrival_receipt_facts(language))


# ---------------------------------------------------------------------------- from the vault


@pytest.fixture
def paid(sign_in: SignIn) -> tuple[Session, str, str, str]:
    """A counsellor, a case, its grant, and the delivery of it with two things."""
    session = sign_in(Role.COUNSELLOR)
    request = agreed(session)
    things = (
        Item("Sewing machine", 1, "piece", "SN-88120", euros(60_000), Condition.NEW),
        Item("Table", 2, "pieces", "", euros(40_000), Condition.USED),
    )
    grants.deliver(session, request.id, a_delivery(100_000, items=things, note="BL 311"))
    (after,) = grants.grants_of(session, request.case_id)
    return session, request.case_id, request.id, after.deliveries[0].id


Paid = tuple[Session, str, str, str]


def test_a_hand_over_is_certified_from_what_was_written_down(paid: Paid) -> None:
    session, case_id, _grant, delivery = paid
    document = documents.issue(session, case_id, "handover_certificate", delivery, "fr")
    text = " ".join(text_by_poppler(documents.pdf_of(session, document.id), "-raw").split())
    for said in ("SN-88120", "600,00 EUR", "Mille euros", "BL 311", "Cheikh Ndiaye"):
        assert said in text
    assert (document.kind, document.about) == ("handover_certificate", delivery)
    assert documents.note_printed(session, document.id) == 1


def test_a_receipt_a_contract_and_the_quotes_are_made_from_the_same_grant(paid: Paid) -> None:
    session, case_id, grant, delivery = paid

    def text(kind: str, about: str) -> str:
        pdf = documents.preview(session, case_id, kind, about, "en")
        return " ".join(text_by_poppler(pdf, "-raw").split())

    receipt = text("cash_receipt", delivery)
    assert "1,000.00 EUR" in receipt
    assert "One thousand euros" in receipt
    assert "paid at once" in receipt
    contract = text("engagement_contract", grant)
    assert "Achat des machines" in contract
    assert "These promises hold until" in contract
    assert "Approved" in contract
    assert "No quotes were taken." in text("quotes_comparison", grant)


def test_there_is_no_receipt_of_what_was_taken_back_or_belongs_to_another_case(
    paid: Paid,
) -> None:
    session, case_id, grant, delivery = paid
    for kind in ("cash_receipt", "handover_certificate"):
        with pytest.raises(NotFound):
            documents.preview(session, case_id, kind, grant, "en")  # no delivery has this id
        with pytest.raises(NotFound):
            documents.preview(session, new_id(), kind, delivery, "en")
    documents.preview(session, case_id, "cash_receipt", delivery, "en")
    grants.take_back_entry(session, grant, delivery, "a slip")
    with pytest.raises(NotFound):
        documents.preview(session, case_id, "cash_receipt", delivery, "en")
