"""A family of four comes to the desk: registered and screened with the keyboard alone, counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.people.model import DocumentKind, Person, ReturnKind, Sex
from intake_app.screening import service as screening
from intake_app.screening.safeguards import Answer
from intake_app.screening.washington import Difficulty
from intake_app.search import Question, find
from intake_app.session import Session
from tests.journeys.hands import Hands, at_the_window
from tests.ui.conftest import dressed, messages, standard_look, tasks
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press
from ui.fields.field import Field
from ui.people.person_form import PersonForm

__all__ = ["dressed", "messages", "standard_look", "tasks"]

MOST_KEYS = {
    "mother": 24, "consent": 2, "husband": 11, "first child": 11, "second child": 11,
    "screening": 15,
}  # fmt: skip
"""Keys beyond the letters of the answers, by what was done with them. They may become fewer."""

PAPER = (
    "family_name given_names other_names own_script_name mother_name father_name",
    "sex", "birth", "nationality",
    "document_kind document_number document_country document_expires document_place",
    "phone phone_owner phone_safe phone_hours",
    "from_country arrived_on kind",
    "area_1 area_2 area_3 locality directions origin",
    "interpreter marital schooling", "work_before work_abroad work_now", "skills strengths",
    "left_because wanted_country reached_country", "return_reasons returned_because",
    "wages_left property_left rights_left debts", "intention intention_note",
)  # fmt: skip
"""The order of the paper form, as ``domain.md`` 3.2 and ``product.md`` 3 give it: names with those
of the parents, sex, birth, papers, telephone, the return, address, family and school, work, the
way, the return and its reasons, what is left abroad."""


@pytest.fixture
def hands(
    qtbot: QtBot,
    clerk: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
) -> Iterator[Hands]:
    with at_the_window(qtbot, clerk, tasks, messages, packs) as at_work:
        yield at_work


def form_of(hands: Hands) -> PersonForm:
    page = hands.page
    assert isinstance(page, PersonForm)
    return page


def register_mother(hands: Hands) -> None:
    """Everything that the paper form asks on its first page."""
    hands.press("Ctrl+N")
    hands.answer("Diallo", "Mariama")
    hands.press("Return", 2)  # no other name, nothing in another script
    hands.answer("Aïssatou Bah", "Ousmane Diallo", "f", "12/03/1990")
    hands.press("Return", 2)  # Guinean, as most here; papers in French
    hands.press("Return")  # no zone
    hands.answer("Passport", "O0012345")
    hands.press("Return", 3)  # issued by, valid until, where it is
    hands.answer("622 12 34 56")
    hands.press("Return", 3)  # whose, calling, hours
    hands.answer("France", "02/05/2026")
    hands.type("assisted vol")
    hands.press("Ctrl+Return")


def register_relative(hands: Hands, steps: int, *answers: str) -> None:
    """Somebody of the family: ``steps`` of Tab from where the keyboard is to the button."""
    hands.press("Tab", steps)
    hands.press("Return")
    relation, family, given, sex, birth = answers
    hands.answer(relation, family, given)
    hands.press("Return", 4)
    hands.answer(sex)
    hands.type(birth)
    hands.press("Ctrl+Return")


def screen_mother(hands: Hands, mother: Person) -> None:
    """Her profile, her case, the questions: 1 is no difficulty, 3 is a lot."""
    hands.press("Ctrl+K")
    hands.type("Diallo Mariama")
    hands.press("Return")
    assert form_of(hands)._record is not None
    hands.press("Return")  # Open the case
    hands.press("Alt+3")
    hands.press("Return")  # Start the screening
    for answer in "113111":
        hands.answer(answer)
    hands.answer(*"nnn")
    hands.press("Ctrl+Return")


def test_a_family_of_four_with_the_keyboard_alone(
    hands: Hands, clerk: Session, record_property: object
) -> None:
    counted: dict[str, int] = {}
    register_mother(hands)
    counted["mother"] = hands.pressed()
    hands.press("Return")  # Record the consent
    hands.type("s")  # a signature
    hands.press("Ctrl+Return")
    counted["consent"] = hands.pressed()
    register_relative(hands, 1, "husband", "Bah", "Alpha", "m", "1985")
    counted["husband"] = hands.pressed()
    register_relative(hands, 1, "son", "Bah", "Ibrahima", "m", "03/2015")
    counted["first child"] = hands.pressed()
    register_relative(hands, 1, "daughter", "Bah", "Kadiatou", "f", "6 years")
    counted["second child"] = hands.pressed()
    (mother,) = (
        people.person(clerk, found.person_id) for found in find(clerk, Question("Mariama"))
    )
    screen_mother(hands, mother)
    counted["screening"] = hands.pressed()
    print(f"\nkeys beyond {hands.letters} letters: {counted}, together {sum(counted.values())}")
    assert {key: count for key, count in counted.items() if count > MOST_KEYS[key]} == {}
    check_family(clerk, mother)
    check_screening(clerk, mother)


def test_tab_goes_in_the_order_of_the_paper_form(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> None:
    page = PersonForm(clerk, tasks, messages)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    form = page.form
    form.complete()
    form.jump_to("family_name")
    fields = {form.field(key): key for key in form.values()}
    been: list[str] = []
    while key := key_under(QApplication.focusWidget(), fields):
        if key not in been:
            been.append(key)
        press(page.focusWidget() or page, "Tab")
    paper = " ".join(PAPER).split()
    assert set(been) - set(paper) == {"language", "mrz", "papers", "phones", "languages", "route"}
    assert [key for key in been if key in paper] == paper
    assert [key for key in fields.values() if key in paper] == paper  # also to the eye


def key_under(widget: QWidget | None, fields: Mapping[Field, str]) -> str:
    """The question that a widget belongs to, or nothing."""
    while widget is not None:
        if isinstance(widget, Field) and widget in fields:
            return fields[widget]
        widget = widget.parentWidget()
    return ""


def check_family(clerk: Session, mother: Person) -> None:
    home = people.household_members(clerk, mother)
    assert [(one.given_names, one.relation) for one in home] == [
        ("Mariama", "head"), ("Alpha", "spouse"), ("Ibrahima", "child"), ("Kadiatou", "child"),
    ]  # fmt: skip
    returns = [people.homecomings(clerk, one.id)[0] for one in home]
    assert {(one.from_country, one.kind, str(one.arrived_on)) for one in returns} == {
        ("FR", ReturnKind.ASSISTED_VOLUNTARY, "2026-05-02")
    }
    assert {(one.nationality, one.language) for one in home} == {("GN", "fr")}
    assert (mother.mother_name, mother.father_name) == ("Aïssatou Bah", "Ousmane Diallo")
    assert (mother.sex, mother.birth.edtf, mother.phone) == (
        Sex.FEMALE, "1990-03-12", "+224622123456",
    )  # fmt: skip
    assert [(paper.kind, paper.number) for paper in mother.documents] == [
        (DocumentKind.PASSPORT, "O0012345")
    ]


def check_screening(clerk: Session, mother: Person) -> None:
    (consent,) = cases.consents(clerk, mother.id)
    assert consent.purpose is Purpose.CASE_MANAGEMENT
    (case,) = cases.cases_of(clerk, mother.id)
    saved = screening.screening_of(clerk, case.id).screening
    assert saved.difficulties.answers()["walking"] is Difficulty.A_LOT
    assert list(saved.difficulties.answers().values()).count(Difficulty.NONE) == 5
    assert Answer.NO in vars(saved.health).values()
