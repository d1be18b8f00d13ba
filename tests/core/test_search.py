"""Search as you type: by any name, number or own script, without accents, never as a command."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import search
from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.people import service as people
from intake_app.people.model import DocumentKind, IdentityDocument
from intake_app.search import Filter, Question
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from tests.conftest import SignIn
from tests.factories import a_consent, a_homecoming, a_person


def found(session: Session, text: str, filter_: Filter = Filter.ALL) -> list[str]:
    return [line.given_names for line in search.find(session, Question(text, filter_))]


def register(session: Session, family: str, given: str, **more: object) -> str:
    return people.save_person(session, a_person(family_name=family, given_names=given, **more)).id


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("eleo", ["Éléonore"]),
        ("ÉLÉONORE kei", ["Éléonore"]),
        ("abdul-rah", ["Abdul-Rahman"]),
        ("rahman", ["Abdul-Rahman"]),
        ("o'nei", ["Shane"]),
        ("O00412399", ["Shane"]),
        ("622 12", ["Shane", "Abdul-Rahman", "Éléonore"]),
        ("ߡߊߙ", ["Shane"]),
        ("nobody", []),
        ("   ", ["Shane", "Abdul-Rahman", "Éléonore"]),
        ("-", []),
        ('" OR names:*', []),
        ("names:shane", []),
        ("NEAR(", []),
    ],
)
def test_a_person_is_found_by_the_start_of_any_word(
    clerk: Session, typed: str, expected: list[str]
) -> None:
    register(clerk, "Keïta", "Éléonore")
    register(clerk, "Jallow", "Abdul-Rahman")
    register(
        clerk, "O'Neil", "Shane", own_script_name="ߡߊߙߌߦߊߡߊ",
        documents=(IdentityDocument(new_id(), DocumentKind.PASSPORT, "O00412399", "GN"),),
    )  # fmt: skip
    assert found(clerk, typed) == expected


@given(st.text(max_size=60))
def test_no_text_breaks_the_question(text: str) -> None:
    words = search.words_of(text)
    assert words.count('"') % 2 == 0


def test_a_changed_name_is_found_and_the_old_one_is_not(clerk: Session) -> None:
    person = people.save_person(clerk, a_person(given_names="Isatou"))
    people.save_person(clerk, people.person(clerk, person.id).__class__(
        **{**person.__dict__, "given_names": "Aïssatou"}
    ))  # fmt: skip
    assert found(clerk, "aissatou") == ["Aïssatou"]
    assert found(clerk, "isatou") == []


def test_a_case_is_found_by_its_number_as_soon_as_it_is_open(clerk: Session) -> None:
    person = a_person()
    coming = a_homecoming(person)
    people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    case = cases.open_case(clerk, person.id, coming.id, "eurp")
    (line,) = search.find(clerk, Question(case.number))
    assert (line.case_id, line.case_number, line.stage) == (case.id, case.number, "arrival")
    assert line.arrived_on == coming.arrived_on


def test_ready_filters_leave_what_they_say(clerk: Session) -> None:
    register(clerk, "Bah", "Adult")
    register(clerk, "Bah", "Child", birth=PartialDate.from_edtf("2015"))
    assert found(clerk, "", Filter.MINORS) == ["Child"]
    assert search.count(clerk, Question("", Filter.WITHOUT_CASE)) == 2


def plan_of(session: Session, question: Question) -> str:
    """How the vault finds the lines, in one text."""
    with session.read() as db:
        values = {**search._values(session, search.words_of(question.text)), "limit": 9}
        by_index = search._by_index(db, question, values)
        where = search._where(question, str(values["words"]), by_index=by_index)
        steps = db.execute(
            f"EXPLAIN QUERY PLAN SELECT person.key {search._FROM} {where}"
            " ORDER BY person.key DESC LIMIT :limit",
            values,
        )
        return "\n".join(row["detail"] for row in steps)


@pytest.mark.parametrize("filter_", [Filter.MINE, Filter.TODAY, Filter.WAITING])
def test_a_few_persons_are_not_looked_for_among_all(clerk: Session, filter_: Filter) -> None:
    assert "SCAN person" not in plan_of(clerk, Question("", filter_))
    assert "SCAN person" in plan_of(clerk, Question(""))  # the control: a page of everybody


def test_who_has_many_is_read_from_the_newest_on(
    clerk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("One", "Two", "Three"):
        register(clerk, "Bah", name)
    few = found(clerk, "", Filter.MINE), found(clerk, "t", Filter.MINE)
    monkeypatch.setattr(search, "_FEW", 3)
    assert "SCAN person" in plan_of(clerk, Question("", Filter.MINE))
    assert (found(clerk, "", Filter.MINE), found(clerk, "t", Filter.MINE)) == few


def test_ones_own_person_is_found_behind_many_newer_ones_of_that_name(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(sign_in(Role.RECEPTION), "Bah", "Own")
    colleague = sign_in(Role.COUNSELLOR)
    for _number in range(4):
        register(colleague, "Bah", "Newer")
    clerk = sign_in(Role.RECEPTION)
    monkeypatch.setattr(search, "MOST_MATCHES", 3)
    assert found(clerk, "bah", Filter.MINE) == ["Own"]
    assert search.count(clerk, Question("bah", Filter.MINE)) == 1
    assert "Own" not in found(clerk, "bah")  # the control: it is not among the newest


@pytest.mark.parametrize("seed", range(5))
def test_every_count_is_that_of_the_lines_also_with_several_cases_of_one_person(
    clerk: Session, seed: int
) -> None:
    random = Random(seed)
    for number in range(12):
        born = random.choice(["1980", "2015-06", "2008"])
        person = register(clerk, "Bah", f"N{number}", birth=PartialDate.from_edtf(born))
        for each in range(random.choice([0, 0, 1, 1, 2, 3])):
            a_further_case(clerk, person, number * 10 + each, random)
        if random.random() < 0.5:
            with clerk.vault.transaction() as db:  # registered by somebody else, another day
                db.execute(
                    "UPDATE person SET registered_by = 'other', registered_at = '2020-01-01'"
                    " WHERE id = ?",
                    (person,),
                )
    for filter_ in Filter:
        for text in ("", "bah"):
            question = Question(text, filter_)
            lines = search.find(clerk, question)
            assert search.count(clerk, question) == len(lines), question
            assert len(lines) == len({(line.person_id, line.case_id) for line in lines})


def a_further_case(session: Session, person_id: str, number: int, random: Random) -> None:
    """A row as another coming home makes it."""
    with session.vault.transaction() as db:
        db.execute(
            "INSERT INTO homecoming VALUES (?, ?, 'DE', 'voluntary', '2026-01-01')",
            (f"h{number}", person_id),
        )
        db.execute(
            "INSERT INTO case_file VALUES (?, 1, ?, 2026, ?, ?, ?, 'eurp', '1', ?, ?,"
            " '2026-01-02', ?, 'T', 1, '', NULL, '', '', '', 0)",
            (
                f"c{number}", f"T-{number}", number, person_id, f"h{number}",
                random.choice(["arrival", "approval"]),
                random.choice([session.user.id, "other", None]), session.user.id,
            ),
        )  # fmt: skip


def test_pages_of_a_long_list_join_without_gap_or_repeat(clerk: Session) -> None:
    for number in range(7):
        register(clerk, "Sow", f"N{number}")
    whole = search.find(clerk, Question("sow"))
    pages = [
        line
        for offset in (0, 3, 6)
        for line in search.find(clerk, Question("sow"), limit=3, offset=offset)
    ]
    assert pages == whole
    assert search.count(clerk, Question("sow")) == 7
