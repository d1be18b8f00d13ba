"""Hostile and foreign texts in every field of every form are text, and are printed as typed."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pikepdf
import pytest

from intake_app.documents.consent_facts import AskedFacts
from intake_app.documents.facts import ConsentFacts
from intake_app.documents.lines import printable
from intake_app.values import Money, PartialDate
from tests.core import documents_samples as samples
from tests.core.documents_reading import (
    assert_inside_the_margins,
    page_texts,
    squeezed,
    text_by_poppler,
    text_by_pypdf,
)
from tests.core.documents_samples import ALL_KINDS, KINDS, PAYLOADS, built

_CODES = {
    "language", "case_number", "kind", "sex", "nationality", "country", "from_country", "purpose",
    "given_how", "legal_basis", "verdict", "role", "dimension", "level", "status", "form", "state",
    "payment", "urgency", "answer", "spoken", "when", "moment", "feasible", "skill_level", "side",
    "slip",
}  # fmt: skip
"""Fields that hold codes; nobody types into them. (``purpose`` is typed in grants and budgets.)"""

_OF_LOOSE_PAPERS = {"Heading.reference"}
"""A paper about no case has it in the place of the case number."""

_OF_THE_PROFILE = {
    "PersonFacts.other_names", "PersonFacts.mother_name", "PersonFacts.father_name",
    "IdentityFacts.number", "MemberFacts.name", "MemberFacts.relation",
}  # fmt: skip
_NOT_PRINTED = {
    "consent_form": {
        "PersonFacts.other_names", "PersonFacts.mother_name", "PersonFacts.father_name",
        "AskedFacts.recipient", "AskedFacts.withhold", "AskedFacts.withheld",  # of sharing only
        "AskedFacts.witness", "AskedFacts.basis_reason",  # of a yes, or of another basis
        "ConsentFormFacts.text_version",  # where nobody has answered yet
    },
    "intake_profile": {
        "ConsentFacts.withhold", "ConsentFacts.basis_reason", "ConsentFacts.interpreter",
        "ConsentFacts.text_version",
    },
    "reintegration_plan": _OF_THE_PROFILE,
    "assessment_summary": {
        "PersonFacts.other_names", "PersonFacts.mother_name", "PersonFacts.father_name",
    },
    "grant_request": _OF_THE_PROFILE,
    "arrival_receipt": {
        "PersonFacts.other_names", "PersonFacts.mother_name", "PersonFacts.father_name",
        "PersonFacts.phone",
    },
    "referral_letter": {
        "PersonFacts.other_names", "PersonFacts.mother_name", "PersonFacts.father_name",
        "ConsentFacts.recipient", "ConsentFacts.withhold",
        "ConsentFacts.basis_reason", "ConsentFacts.witness",
        "Heading.copy_note",  # each of the three copies says whose it is
    },
}  # fmt: skip
"""What a form leaves to others. (Of several identity documents, all but the profile show one.)"""


def _is_typed(owner: object, name: str) -> bool:
    return name not in _CODES or (
        name == "purpose" and not isinstance(owner, ConsentFacts | AskedFacts)
    )


def with_typed_texts(facts: Any, text: Any) -> Any:
    """The facts with every typed text replaced by ``text(owner, field name)``."""
    changes: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, str) and _is_typed(facts, field.name):
            changes[field.name] = text(facts, field.name)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(
                text(facts, field.name) if isinstance(item, str)
                else with_typed_texts(item, text) if is_dataclass(item) else item
                for item in value
            )  # fmt: skip
        elif is_dataclass(value) and not isinstance(value, Money | PartialDate):
            changes[field.name] = with_typed_texts(value, text)
    return replace(facts, **changes)


def objects_in(pdf: bytes) -> set[str]:
    """Kinds of objects that could be a picture, a link or a script."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for entry in document.objects:
            if not isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)):
                continue
            found |= set(dict(entry.items()))
            found |= {
                str(entry.get(key)) for key in ("/Subtype", "/S") if entry.get(key) is not None
            }
    return found


_DANGEROUS = {
    "/Image", "/URI", "/Link", "/JavaScript", "/JS", "/Launch", "/Annots", "/AA", "/OpenAction",
    "/GoToR",
}  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_hostile_text_in_every_field_is_only_text(kind: str, payload: str) -> None:
    facts = with_typed_texts(KINDS[kind].facts(), lambda owner, name: payload)
    pdf = KINDS[kind].build(facts)
    assert not objects_in(pdf) & _DANGEROUS
    # Each field keeps its text, so what can be read must hold the payload many times.
    expected = squeezed(printable(payload))
    text = squeezed(text_by_poppler(pdf, "-raw"))
    if (
        not any(unicodedata.bidirectional(c) in ("R", "AL") for c in expected)
        and len(expected) < 200
    ):
        assert text.count(expected) >= 6, text


def test_the_search_for_dangerous_objects_would_find_a_link() -> None:
    with pikepdf.open(io.BytesIO(built("grant_request"))) as pdf:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://x"),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        out = io.BytesIO()
        pdf.save(out)
    assert objects_in(out.getvalue()) & _DANGEROUS >= {"/Link", "/Annots"}


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_hostile_text_is_printed_as_typed(payload: str) -> None:
    """What one sees equals what was typed, but for characters that cannot be seen."""
    visible = "".join(
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", payload)
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    pdf = built("grant_request", purpose=f"XXX {payload} XXX")
    text = text_by_poppler(pdf, "-raw").split("XXX")[1]
    found = squeezed("".join(c for c in text if unicodedata.category(c) != "Cf"))
    expected = squeezed(visible)
    if expected.count("\u0301") > 10:  # more accents than any language has are cut off
        assert found.startswith("é")
        assert found.endswith("nd")
    elif any(unicodedata.bidirectional(c) in ("R", "AL") for c in expected):
        assert sorted(found) == sorted(expected)  # readers disagree about the order
    else:
        assert found == expected


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_typed_field_appears_on_the_paper(kind: str) -> None:
    """Each field gets its own marked text; those that a form does not show are listed above."""
    marks: dict[str, str] = {}

    def mark(owner: object, name: str) -> str:
        text = f"<{len(marks)}&;{name[:3]}>"
        marks[text] = f"{type(owner).__name__}.{name}"
        return text

    facts = with_typed_texts(KINDS[kind].facts(), mark)
    text = squeezed(text_by_poppler(KINDS[kind].build(facts), "-raw")).casefold()
    hidden = {name for written, name in marks.items() if squeezed(written).casefold() not in text}
    assert hidden == _NOT_PRINTED[kind] | _OF_LOOSE_PAPERS


def test_a_word_of_a_hundred_thousand_letters_flows_over_pages() -> None:
    word = "x" * 100_000
    pdf = built("grant_request", purpose=word)
    assert squeezed(text_by_pypdf(pdf)).count("x") >= 100_000
    assert len(page_texts(pdf)) > 5
    assert_inside_the_margins(pdf)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_hundred_thousand_letters_in_any_field_break_nothing(kind: str) -> None:
    facts = KINDS[kind].facts()
    long = replace(facts, heading=samples.heading(office="y" * 100_000, programme="z" * 100_000))
    pdf = KINDS[kind].build(long)
    assert len(page_texts(pdf)) <= (5 if kind == "referral_letter" else 3)  # in three copies
    assert_inside_the_margins(pdf)
