"""Two records of one person are linked and read together, and never merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app import search
from intake_app.acts import Act, Role
from intake_app.cases import service as cases
from intake_app.duplicates import service as duplicates
from intake_app.erasure import store as erasure_store
from intake_app.errors import InvalidInput, NotFound
from intake_app.integrity import service as integrity
from intake_app.integrity.records import KINDS
from intake_app.notes import service as notes
from intake_app.notes.model import About, NoteKind, NoteText
from intake_app.people import service as people
from intake_app.people.evidence import Facts
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.retention import service as retention
from intake_app.rights.copying import subject_copy_facts
from intake_app.same_person import service as same
from intake_app.same_person import store
from intake_app.same_person.model import Link, dividing, reached
from intake_app.same_person.service import State
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.users import service as users
from intake_app.values import PartialDate
from tests.conftest import SignIn
from tests.core.erasure_kit import a_marked_person, erase_all_due
from tests.core.test_case_journey import a_plan
from tests.factories import a_consent, a_homecoming, a_person

WHY = "The same photograph; they told of both returns"


def saved(session: Session, **more: object) -> Person:
    return people.save_person(session, a_person(documents=(), **more))


def records(session: Session, person: Person) -> set[str]:
    with session.read() as db:
        return set(store.records_of(db, person.id))


def test_a_link_is_read_from_both_ends_and_over_a_third_record(clerk: Session) -> None:
    one, two, three = (saved(clerk) for _number in range(3))
    same.link(clerk, two.id, one.id, WHY)
    same.link(clerk, two.id, three.id, WHY)
    for person in (one, two, three):
        assert records(clerk, person) == {one.id, two.id, three.id}
    first, second = same.other_records(clerk, one.id)
    assert {first.person.id, second.person.id} == {two.id, three.id}
    assert {each.person.id: each.is_direct for each in (first, second)} == {
        two.id: True, three.id: False,
    }  # fmt: skip
    assert first.reason == WHY
    assert first.linked_by == clerk.user.id
    assert records(clerk, saved(clerk)) != records(clerk, one)  # the control


def test_linking_asks_for_a_reason_and_for_two_records(clerk: Session) -> None:
    one, two = saved(clerk), saved(clerk)
    with pytest.raises(InvalidInput, match="how you know"):
        same.link(clerk, one.id, two.id, " ")
    with pytest.raises(InvalidInput, match="same record"):
        same.link(clerk, one.id, one.id, WHY)
    with pytest.raises(NotFound):
        same.link(clerk, one.id, "nobody", WHY)
    same.link(clerk, one.id, two.id, WHY)
    with pytest.raises(InvalidInput, match="linked already"):
        same.link(clerk, two.id, one.id, WHY)
    with pytest.raises(InvalidInput, match="how you know"):
        same.unlink(clerk, one.id, two.id, " ")
    with pytest.raises(InvalidInput, match="not linked any more"):
        same.unlink(clerk, one.id, saved(clerk).id, WHY)


def test_the_newer_decision_wins_and_the_log_has_both(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    one, two, three = (saved(clerk) for _number in range(3))
    duplicates.tell_apart(clerk, one.id, [two.id])
    assert [each.told_by for each in same.contradictions(clerk, two.id, one.id)] == [clerk.user.id]
    same.link(clerk, one.id, two.id, WHY)
    same.link(clerk, two.id, three.id, WHY)
    assert same.contradictions(clerk, one.id, two.id) == []
    duplicates.tell_apart(clerk, one.id, [three.id])  # over the second: the first leaves
    assert records(clerk, one) == {one.id}
    assert records(clerk, two) == {two.id, three.id}
    same.link(clerk, one.id, three.id, WHY)
    same.unlink(clerk, one.id, two.id, "The mother has another name")
    assert records(clerk, one) == {one.id}
    lines = users.audit_lines(sign_in(Role.SUPERVISOR))
    done = [line.act for line in lines if line.act in {
        Act.TOLD_APART, Act.PERSON_LINKED, Act.PERSON_UNLINKED,
    }]  # fmt: skip
    assert sorted(done) == sorted([
        Act.TOLD_APART, Act.PERSON_LINKED, Act.PERSON_LINKED, Act.TOLD_APART, Act.PERSON_LINKED,
        Act.PERSON_UNLINKED,
    ])  # fmt: skip


def test_linked_records_are_no_candidates_of_each_other(clerk: Session) -> None:
    one, two, three = (saved(clerk) for _number in range(3))
    duplicates.catch_up(clerk)
    facts = same.side_of(clerk, one.id).facts
    shown = {each.person_id for each in duplicates.candidates(clerk, facts, but=one.id)}
    assert shown == {two.id, three.id}
    same.link(clerk, one.id, two.id, WHY)
    assert [each.person_id for each in duplicates.candidates(clerk, facts, but=one.id)] == [
        three.id
    ]


def test_a_link_goes_to_the_hub_and_the_daily_check_reads_it_back(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    one, two = saved(clerk), saved(clerk)
    link = same.link(clerk, one.id, two.id, WHY)
    with clerk.read() as db:
        assert KINDS["same_person"](db, link.id) == link
    waiting = sync.pending(clerk)
    assert any(item.kind == "same_person" for item in waiting)
    same.unlink(clerk, one.id, two.id, "Another mother")
    with clerk.read() as db:
        ended = KINDS["same_person"](db, link.id)
    assert isinstance(ended, Link)
    assert not ended.stands
    assert (ended.revision, ended.end_reason, ended.reason) == (2, "Another mother", WHY)


def a_case(sign_in: SignIn, person: Person) -> str:
    clerk = sign_in(Role.RECEPTION)
    coming = a_homecoming(person, arrived_on=clerk.today())
    person = people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    return cases.open_case(clerk, person.id, coming.id, "eurp").id


def test_what_one_person_got_under_either_record_counts_together(sign_in: SignIn) -> None:
    one, two = a_person(documents=()), a_person(documents=())
    first, second = a_case(sign_in, one), a_case(sign_in, two)
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.save_plan(
        counsellor, a_plan(counsellor, cases.reload_case(counsellor, first).case)
    )
    plans.submit_plan(counsellor, plan.id)
    plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    counsellor = sign_in(Role.COUNSELLOR)
    assert plans.frame_of(counsellor, second).elsewhere == ()
    same.link(counsellor, one.id, two.id, WHY)
    bound = {held.package for held in plans.frame_of(counsellor, second).elsewhere}
    assert bound == {line.package for line in plan.lines}
    again = a_plan(counsellor, cases.reload_case(counsellor, second).case)
    with pytest.raises(InvalidInput) as refused:
        plans.save_plan(counsellor, again)
    assert any(key.endswith(".amount") for key in refused.value.problems)
    same.unlink(counsellor, one.id, two.id, "Another mother")
    assert plans.save_plan(counsellor, again).revision == 1  # the control


def test_the_copy_for_the_person_names_the_other_record(sign_in: SignIn) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    one = saved(counsellor)
    other = saved(counsellor, family_name="Jallow")
    for linked in (False, True):
        if linked:
            same.link(counsellor, one.id, other.id, WHY)
        with counsellor.read() as db:
            facts = subject_copy_facts(counsellor, db, one.id, "en")
        told = str(facts.parts)
        assert ("JALLOW Mariama" in told) is linked
        assert WHY not in told
        assert facts.holdings["records"] == (
            [{"name": "JALLOW Mariama", "id": other.id}] if linked else []
        )


def test_lists_mark_who_has_more_than_one_record(clerk: Session) -> None:
    one, two, three = (saved(clerk) for _number in range(3))
    same.link(clerk, one.id, two.id, WHY)
    marked = {line.person_id: line.is_linked for line in search.find(clerk, search.Question())}
    assert marked == {one.id: True, two.id: True, three.id: False}
    same.unlink(clerk, one.id, two.id, "Another mother")
    assert not any(line.is_linked for line in search.find(clerk, search.Question()))


def test_erasing_one_record_takes_its_links_and_leaves_the_others_one_person(
    sign_in: SignIn,
) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = a_marked_person()
    case_id = a_case(sign_in, person)
    clerk = sign_in(Role.RECEPTION)
    two, three, other = (saved(clerk) for _number in range(3))
    gone = [same.link(clerk, person.id, each.id, "Qxmarkfam") for each in (two, three)]
    duplicates.tell_apart(clerk, two.id, [other.id])
    supervisor = sign_in(Role.SUPERVISOR)
    yesterday = supervisor.today() - timedelta(days=1)
    retention.set_date(supervisor, case_id, yesterday, "She asked for it.")
    done = erase_all_due(supervisor)
    assert done.counts()["same_person"] == 2
    assert records(supervisor, two) == records(supervisor, three) == {two.id, three.id}
    assert len(same.contradictions(supervisor, two.id, other.id)) == 1
    with supervisor.read() as db:
        assert [KINDS["same_person"](db, link.id) for link in gone] == [None, None]
        waiting = [row[0] for row in db.execute("SELECT body FROM outbox")]
    assert not any("Qxmarkfam" in body for body in waiting)
    assert integrity.check(supervisor, lambda *_said: None).is_whole
    assert users.check_audit(supervisor) is None


def test_columns_show_nothing_that_is_sealed(sign_in: SignIn) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    person = saved(counsellor)
    notes.write_note(counsellor, About(person.id), NoteText(NoteKind.MEDICAL, "Qxnote"))
    side = same.side_of(sign_in(Role.RECEPTION), person.id)
    assert "Qxnote" not in repr(side)
    assert person.mother_name in repr(side)  # the control
    lines = users.audit_lines(sign_in(Role.SUPERVISOR))
    assert any(line.act == Act.PERSON_VIEWED and line.record == person.id for line in lines)


@pytest.mark.parametrize(
    ("mine", "theirs", "key", "state"),
    [
        ({"given_names": "Sékou"}, {"given_names": "Seku"}, "given_names", State.ALIKE),
        ({"given_names": "Sékou"}, {"given_names": "SEKOU"}, "given_names", State.SAME),
        ({"given_names": "Sékou"}, {"given_names": "Ibrahima"}, "given_names", State.DIFFERENT),
        ({"mother_name": "Awa Bah"}, {"mother_name": ""}, "mother_name", State.ONLY_MINE),
        ({"mother_name": ""}, {"mother_name": "Awa Bah"}, "mother_name", State.ONLY_THEIRS),
        (
            {"family_name": "Sékou", "given_names": "Keïta"},
            {"family_name": "Keita", "given_names": "Seku"},
            "family_name",
            State.ALIKE,
        ),
        (
            {"birth": PartialDate.from_edtf("1994-05-17")},
            {"birth": PartialDate.from_edtf("1994")},
            "birth",
            State.ALIKE,
        ),
        (
            {"birth": PartialDate.from_edtf("1994-05-17")},
            {"birth": PartialDate.from_edtf("1950-05-18")},
            "birth",
            State.DIFFERENT,
        ),
        ({"phones": ("+224622123456",)}, {"phones": ("622 12 34 56",)}, "phones", State.SAME),
        ({"documents": ("O0041",)}, {"documents": ("00041",)}, "documents", State.SAME),
        ({"documents": ("O0041",)}, {"documents": ("O0042",)}, "documents", State.DIFFERENT),
    ],
)
def test_each_row_says_how_the_two_compare(
    mine: dict[str, object], theirs: dict[str, object], key: str, state: State
) -> None:
    sides = (same.side_of_facts(Facts(**facts)) for facts in (mine, theirs))  # type: ignore[arg-type]
    rows = {row.key: row.state for row in same.compared(*sides)}
    assert rows[key] is state
    assert "father_name" not in rows  # what neither of them says is no row


# ---------------------------------------------------------------------------- sets


def erase(session: Session, person_id: str) -> None:
    """As a signed list does it, for one person."""
    with session.act(Act.PERSON_SAVED, person_id) as change:
        same.before_erasure(change, session.user.id, person_id, {person_id})
        erasure_store._delete(change.db, _LINK_ROWS, person_id)


_LINK_ROWS = tuple(
    statement
    for statement in erasure_store._PERSON_ROWS
    if "same_person" in statement or "told_apart" in statement
)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["link", "link", "unlink", "apart", "erase"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=14,
)


@settings(
    max_examples=18, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_sets_are_right_after_anything_in_any_order(
    clerk: Session, steps: list[tuple[str, int, int]]
) -> None:
    """Against a model of its own: pairs of numbers, walked through anew each time."""
    persons = [saved(clerk) for _number in range(6)]
    pairs: list[set[int]] = []
    gone: set[int] = set()

    def together(start: int, among: list[set[int]]) -> set[int]:
        found = {start}
        while grown := {n for pair in among if pair & found for n in pair} - found:
            found |= grown
        return found

    for what, a, b in steps:
        if a == b or gone & {a, b}:
            continue
        if what == "link" and b not in together(a, pairs):
            same.link(clerk, persons[a].id, persons[b].id, WHY)
            pairs.append({a, b})
        elif what in {"unlink", "apart"} and (what == "apart" or b in together(a, pairs)):
            if what == "unlink":
                same.unlink(clerk, persons[a].id, persons[b].id, WHY)
            else:
                duplicates.tell_apart(clerk, persons[a].id, [persons[b].id])
            without = [pair for pair in pairs if a not in pair]
            pairs = [
                pair
                for pair in pairs
                if a not in pair or b not in together(next(iter(pair - {a})), without)
            ]
        elif what == "erase":
            left = together(a, pairs) - {a}
            around = {next(iter(pair - {a})) for pair in pairs if a in pair}
            pairs = [pair for pair in pairs if a not in pair]
            if around:
                pairs += [{min(around), other} for other in around if other != min(around)]
            erase(clerk, persons[a].id)
            gone.add(a)
            assert all(together(n, pairs) >= left for n in left)
        for number, person in enumerate(persons):
            expected = {persons[n].id for n in together(number, pairs)}
            assert records(clerk, person) == expected
    with clerk.read() as db:
        for number in gone:
            assert store.links_around(db, persons[number].id) == []


def test_who_is_told_apart_leaves_and_the_others_stay_together() -> None:
    def link(one: str, other: str) -> Link:
        return Link(f"{one}{other}", one, other, WHY, "", "")

    chain = [link("a", "b"), link("b", "c"), link("b", "d")]
    assert dividing(chain, "b", "c") == [chain[1]]
    assert dividing(chain, "a", "d") == [chain[0]]
    assert dividing(chain, "a", "z") == []
    ended = replace(chain[0], ended_at="2026-05-12T09:00:00+00:00")
    assert reached([ended, *chain[1:]], "c") == {"b", "c", "d"}
    assert link("b", "a") == replace(chain[0], id="ba")
