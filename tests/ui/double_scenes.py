"""Scenes of doubles: two columns, what is offered on the page of who is known, linked records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intake_app.cases import service as cases
from intake_app.people import service as people
from intake_app.people.model import Sex
from intake_app.same_person import service as same
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from tests.core.lists_kit import Cell
from tests.factories import a_person
from tests.ui.shown_desk import Desk, Visit
from ui.people.person_form import PersonForm

TYPED = {
    "mother_name": "Kadiatou Bah", "phone": "622 45 67 89", "from_country": "LY",
    "kind": "humanitarian", "document_kind": "passport", "document_number": "O00998877",
    "work_before": "sold cloth at the market",
}  # fmt: skip

OTHER_NAME = "Sékouba"
REASON = "The same photograph; told of both returns"
WRITTEN = (*TYPED.values(), OTHER_NAME, REASON)
"""What these scenes type and write: data, and no texts of the program."""


def double_scenes(desk: Desk, session: Session, form: PersonForm) -> Iterator[Visit]:
    """From the candidate of a new person to the page of the one who is known."""
    (candidate, *_others) = form.form.here.alike.candidates
    known = people.person(session, candidate.person_id)
    values = {**TYPED, "family_name": known.family_name, "given_names": known.given_names,
              "other_names": OTHER_NAME, "sex": known.sex.value, "birth": known.birth,
              "arrived_on": session.today()}  # fmt: skip
    form.form.set_values(values)
    form.again.compare(candidate)
    yield from desk.dialogs("13-new-person-compare")
    form.again.compare(candidate)
    dialog = form.again.acts.dialog
    assert dialog is not None
    dialog.turn()
    yield from desk.dialogs("13-new-person-compare-differences")
    form.again.go_on_with(known.id)
    yield desk.here("13-known-person-offers")
    desk.page.again.card.rest.click()


def double_in_case(desk: Desk, session: Session, case_id: str) -> Iterator[Visit]:
    """A second record of somebody who has a case: found, then linked."""
    person = cases.reload_case(session, case_id).person
    other = people.save_person(
        session,
        a_person(
            id=new_id(), family_name=person.family_name, given_names=person.given_names,
            sex=person.sex, birth=person.birth, nationality=person.nationality, documents=(),
            mother_name=person.mother_name,
        ),
    )  # fmt: skip
    screen = desk.go("case", case_id)
    screen.show_tab("profile")
    yield desk.here("20-case-profile-alike")
    same.link(session, person.id, other.id, REASON)
    screen = desk.go("case", case_id)
    screen.show_tab("profile")
    yield desk.here("20-case-profile-linked")
    tab = screen.tabs.tab("profile")
    tab.also.rows[0].compare.click()
    yield from desk.dialogs("20-case-profile-compare")
    tab.also.rows[0].undo.click()
    yield from desk.dialogs("20-case-profile-unlink")


def register_like(session: Session, row: tuple[Cell, ...]) -> None:
    """Somebody of a list was registered before, with another spelling of the given name."""
    family, given, birth = str(row[1]), str(row[2]), str(row[4])
    day, month, year = birth.split("/")
    people.save_person(
        session,
        a_person(
            family_name=family.title(), given_names=given.replace("ï", "i").replace("ou", "u"),
            sex=Sex.FEMALE if row[3] == "F" else Sex.MALE, documents=(),
            birth=PartialDate.from_edtf(f"{year}-{month}-{day}"),
        ),
    )  # fmt: skip


def a_known_line(desk: Desk, page: Any) -> Iterator[Visit]:
    """The line of a list whose person may be known, and the question beside it."""
    doubles = page.preview.doubles
    assert doubles.found
    page.preview.list.select(str(next(iter(doubles.found))))
    yield desk.here("54-arrival-list-known")
