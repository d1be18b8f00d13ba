"""Nothing typed is lost: every form of reception gives it back after a mistake, a lock, a crash.

One sweep over all forms. Each says how it is opened, typed into, and what is read of it afterwards;
what came back is compared with what stood there. In a crash nobody asks the page: only what was
kept while the hands rested is there. The real kill is in ``process/test_kills.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.arrivals import service as arrivals
from intake_app.cases.consent import Purpose
from intake_app.drafts import service as drafts
from intake_app.people import service as people
from intake_app.search import Question, count
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.lists_kit import HEADINGS, a_list, an_arrival, people_rows
from tests.core.test_case_journey import opened_case
from tests.factories import a_homecoming, a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.arrivals.arrival_desk import ArrivalDesk
from ui.arrivals.arrival_form import ArrivalForm
from ui.arrivals.import_page import ImportPage
from ui.cases.consent_form import ConsentForm
from ui.fields.form import Form
from ui.fields.typed_text import put_text, typed_texts
from ui.fields.typing_rest import TypingRest
from ui.people.person_form import PersonForm
from ui.screen import Screen
from ui.screening.screening_tab import ScreeningTab

MARK = "Zqmarker"
"""What is typed and in no form by itself."""

HALF = "half a wor"
"""No date, no country, no number: what is not understood comes back, too."""


@dataclass
class Bench:
    """What the forms are about: a case with its person, somebody else, an arrival with a list."""

    session: Session
    tasks: DirectTasks
    messages: ScriptedMessages
    folder: Path
    person_id: str = ""
    case_id: str = ""
    other_id: str = ""
    arrival_id: str = ""

    def around(self) -> tuple[Session, DirectTasks, ScriptedMessages]:
        return self.session, self.tasks, self.messages


@dataclass(frozen=True)
class Typing:
    """One form. ``begin`` types on the page, ``seen`` tells what stands there, ``refuse`` sends it
    with a mistake in it (None: the form sends nothing by itself)."""

    open: Callable[[Bench], Screen]
    begin: Callable[[Bench, Any], Any]
    seen: Callable[[Any], Mapping[str, str]]
    refuse: Callable[[Any], object] | None


def write(form: Form, answers: Mapping[str, str]) -> None:
    """As typed: also what the field does not understand."""
    for key, text in answers.items():
        put_text(form[key], text)
        form[key].edited.emit()


def texts(form: Form) -> dict[str, str]:
    return {key: text for key, text in typed_texts(form).items() if text}


PERSON = {
    "family_name": MARK, "sex": "female", "birth": "the year of the flood", "nationality": " Guin",
    "mrz": "P<GINDIALLO<<MARI", "phone": "622 12", "arrived_on": HALF, "debts": "two\nlines",
    "languages": '[{"language": "ff"}, {"language": " Pula"}]', "return_reasons": "health",
}  # fmt: skip


def type_person(_bench: Bench, page: PersonForm) -> None:
    write(page.form, PERSON)


def type_link(bench: Bench, page: PersonForm) -> None:
    home = page.household
    home.link.click()
    home.name.set_value(people.person(bench.session, bench.other_id).display_name)
    home._take(people.person(bench.session, bench.other_id))
    put_text(home.relation, " broth")
    home.relation.edited.emit()


def link_seen(page: PersonForm) -> dict[str, str]:
    home = page.household
    other = home._other.id if home._other else ""
    return {"name": home.name.value(), "other": other, "relation": home.relation.typed(),
            "shown": str(home.linking.isVisibleTo(home))}  # fmt: skip


def type_consent(_bench: Bench, page: ConsentForm) -> None:
    write(page.form, {
        "language": " Bamb", "interpreter": MARK, "given_how": "thumbprint", "given_on": HALF,
        "legal_basis": "vital_interest", "withhold": "nothing\nto the cousin",
    })  # fmt: skip
    write(page.form, {"basis_reason": MARK})
    page.form.show_relevant()


def type_screening(_bench: Bench, tab: ScreeningTab) -> None:
    tab.begin()
    assert tab.page is not None
    write(tab.page.form, {"seeing": "3", "chronic_illness": "yes", "caregiver": MARK})


def screening_seen(tab: ScreeningTab) -> dict[str, str]:
    tab.begin()
    assert tab.page is not None
    return texts(tab.page.form)


def type_arrival(_bench: Bench, page: ArrivalForm) -> ArrivalForm:
    write(page.form, {"carrier": MARK, "arrives_on": HALF, "from_country": " Lib",
                      "expected_number": "many"})  # fmt: skip
    return page


def type_row(_bench: Bench, desk: ArrivalDesk) -> None:
    write(desk.form, {"family_name": MARK, "birth": "not yet", "nationality": " Guin", "token": "x",
                      "phone": "622", "document_number": "O00"})  # fmt: skip


def open_list(bench: Bench, page: ImportPage) -> None:
    wrong = (9, "SOW", "Awa", "F", "31/02/1990", "", "")
    page.open_file(a_list(bench.folder, [HEADINGS, *people_rows(3), wrong]))
    write(page.columns, {"3": " birt", "5": ""})


def list_seen(page: ImportPage) -> dict[str, str]:
    if page.nothing.isVisibleTo(page):
        page.bar.action.click()  # Open it again
    return texts(page.columns)


def submit(page: Any) -> None:
    page.submit()


def _relative(bench: Bench) -> PersonForm:
    page = PersonForm(*bench.around(), bench.person_id)
    page.start_relative()
    return page


def _consent(bench: Bench) -> ConsentForm:
    person = people.person(bench.session, bench.person_id)
    return ConsentForm(*bench.around(), person, Purpose.CASE_MANAGEMENT)


FORMS = {
    "person": Typing(
        lambda bench: PersonForm(*bench.around()), type_person, lambda p: texts(p.form), submit
    ),
    "relative": Typing(
        _relative, type_person, lambda p: texts(p.form), submit
    ),
    "household": Typing(
        lambda bench: PersonForm(*bench.around(), bench.person_id), type_link, link_seen,
        lambda p: p.household.submit(),
    ),
    "consent": Typing(
        _consent, type_consent, lambda p: texts(p.form), submit
    ),
    "screening": Typing(
        lambda bench: ScreeningTab(*bench.around(), bench.case_id), type_screening, screening_seen,
        None,
    ),
    "arrival": Typing(
        lambda bench: ArrivalForm(*bench.around()), type_arrival, lambda p: texts(p.form), submit
    ),
    "arrival desk": Typing(
        lambda bench: ArrivalDesk(*bench.around(), bench.arrival_id), type_row,
        lambda p: texts(p.form), submit,
    ),
    "list": Typing(
        lambda bench: ImportPage(*bench.around(), bench.arrival_id), open_list, list_seen,
        lambda p: p.start.click(),
    ),
}  # fmt: skip


@pytest.fixture
def bench(sign_in: SignIn, tasks: DirectTasks, messages: ScriptedMessages, tmp_path: Path) -> Bench:
    person, case = opened_case(sign_in(Role.RECEPTION))
    session = sign_in(Role.RECEPTION)
    other = a_person(given_names="Lamin", documents=())
    people.save_person(session, other, a_homecoming(other))
    charter = arrivals.save_arrival(session, an_arrival())
    return Bench(session, tasks, messages, tmp_path, person.id, case.id, other.id, charter.id)


def shown(qtbot: QtBot, bench: Bench, form: Typing) -> Any:
    page = form.open(bench)
    qtbot.addWidget(page)
    page.reload()
    page.resize(1100, 700)
    page.show()
    return page


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_reception_gives_back_what_was_typed(
    name: str, bench: Bench, qtbot: QtBot, sign_in: SignIn
) -> None:
    form = FORMS[name]
    persons = count(bench.session, Question())
    page = shown(qtbot, bench, form)
    form.begin(bench, page)
    typed = dict(form.seen(page))
    if form.refuse is not None:  # a mistake
        form.refuse(page)
        assert dict(form.seen(page)) == typed
        assert count(bench.session, Question()) == persons
        assert arrivals.roll(bench.session, bench.arrival_id).people == ()

    assert drafts.drafts(bench.session) == []
    rest_hands(page)  # a crash: nobody asked the page to keep anything
    bench.session = sign_in(Role.RECEPTION)
    again = shown(qtbot, bench, form)
    assert dict(form.seen(again)) == typed
    assert name in ("screening", "list") or again.bar.text()  # where it is not plain to see

    kept = forget_all(bench.session)
    again.keep_draft()  # Ctrl+L
    assert forget_all(bench.session) == kept
    # The control: with no draft nothing comes back, so it came from nowhere else.
    assert seen_at_first(form, shown(qtbot, bench, form)) != typed


def test_nobody_else_is_offered_what_was_typed(bench: Bench, qtbot: QtBot, sign_in: SignIn) -> None:
    form = FORMS["arrival"]
    form.begin(bench, shown(qtbot, bench, form)).keep_draft()
    bench.session = sign_in(Role.COUNSELLOR)
    assert drafts.drafts(bench.session) == []
    assert MARK not in form.seen(shown(qtbot, bench, form)).values()
    bench.session = sign_in(Role.RECEPTION)  # the control: its author is
    assert MARK in form.seen(shown(qtbot, bench, form)).values()


def rest_hands(page: Screen) -> None:
    """Four seconds go by: whatever waits to be kept is kept."""
    resting = [rest for rest in page.findChildren(TypingRest) if rest._latest.isActive()]
    assert resting, "nothing waits to be kept"
    for rest in resting:
        rest._ring()


def forget_all(session: Session) -> dict[tuple[str, str], Mapping[str, str] | None]:
    """Throw all drafts away, and tell what they were."""
    found = {
        (one.form, one.about): drafts.found(session, one.form, one.about)
        for one in drafts.drafts(session)
    }
    for form, about in found:
        drafts.forget(session, form, about)
    assert found
    return found


def seen_at_first(form: Typing, page: Any) -> Mapping[str, str]:
    """What stands there; a list that was not opened has no columns to look at."""
    is_list = isinstance(page, ImportPage)
    return {} if is_list and page.nothing.isVisibleTo(page) else form.seen(page)
