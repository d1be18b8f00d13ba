"""The search box: no text is a command, names with hyphens are found, answers come at once."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app import search
from intake_app.people import service as people
from intake_app.search import Question
from intake_app.session import Session
from tests.factories import a_person

PROBES = [
    "Abdul-Rahman", "O'Neil", '"', '""', '"a', "a*", "*", "^a", "a AND", "OR", "NOT a", "NEAR(a b)",
    "names:a", "numbers : O", "{names numbers} : a", "- names : a", "(a", "a)", "a + b", "a;b",
    "';DROP TABLE person;--", "%", "a\x00b", "\ud800", "a\ud800b",
    "e\u0301", "x" * 10_000, " ".join("ab" * 500),
    "\u202e", "👩🏽‍⚕️", "A OR (B AND", "\\", "a\nb",
]  # fmt: skip


@pytest.mark.parametrize("probe", PROBES, ids=range(len(PROBES)))
def test_a_probe_finds_or_finds_nothing_and_is_quick(clerk: Session, probe: str) -> None:
    people.save_person(clerk, a_person(family_name="Sow", given_names="Abdul-Rahman"))
    started = time.monotonic()
    lines = search.find(clerk, Question(probe))
    assert len(lines) == search.count(clerk, Question(probe)) <= 1
    assert time.monotonic() - started < 1


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_is_only_text(clerk: Session, text: str) -> None:
    assert len(search.find(clerk, Question(text))) == search.count(clerk, Question(text))


@pytest.mark.parametrize("twin", ["é", "e\u0301"])
def test_both_ways_to_write_an_accent_are_found(clerk: Session, twin: str) -> None:
    people.save_person(clerk, a_person(family_name=f"Ké{twin}ta", given_names="Awa"))
    for typed in ("Kééta", "Ke\u0301e\u0301ta", "keeta"):
        assert [line.given_names for line in search.find(clerk, Question(typed))] == ["Awa"]


def test_a_column_cannot_be_asked_for(clerk: Session) -> None:
    people.save_person(clerk, a_person(family_name="Sow", given_names="Awa"))
    assert search.find(clerk, Question("names:sow")) == []
    assert len(search.find(clerk, Question("sow"))) == 1, "control: the name itself is found"
