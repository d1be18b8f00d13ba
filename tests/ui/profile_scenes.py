"""The page of a person from top to bottom, with rows, a zone that differs and a second return; and
a child whose corrected birth date makes an adult of it."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.values import PartialDate
from tests.core.test_mrz import a_passport
from tests.ui.sample_cases import case_of_a_child
from tests.ui.scene_props import TYPED
from tests.ui.shown_desk import Desk, Visit
from ui.demo.hand import settle, type_text
from ui.people.person_form import PersonForm

ANSWERS = {
    "document_place": "here",
    "papers": [
        {"kind": "family_book", "number": "LF-77-4711", "country": "GN", "place": "lost"},
    ],
    "phone_owner": "sister, Kadiatou",
    "phone_safe": "yes",
    "phone_hours": "after 18:00",
    "phones": [{"number": "+33 6 12 34 56 78", "owner": "former employer", "safe": "no"}],
    "area_1": "Labé",
    "area_2": "Tougué",
    "locality": "Kansangui",
    "directions": "behind the mosque, ask for the tailor",
    "origin": "Tougué",
    "languages": [{"language": "ff"}, {"language": "fr"}],
    "interpreter": "no",
    "marital": "married",
    "schooling": "2",
    "work_before": "sold cloth at the market",
    "skills": "dyeing, sewing, keeping accounts",
    "strengths": "her aunt has a workshop and would take her in",
    "left_because": "no work after the fire at the market",
    "wanted_country": "FR",
    "reached_country": "LY",
    "route": [
        {"country": "ML", "event": "crossing", "from": PartialDate.from_edtf("2021-03")},
        {"country": "LY", "event": "detention", "note": "three months in Zawiya"},
    ],
    "return_reasons": ["detention", "health"],
    "debts": "300 EUR to a cousin, without a date",
    "intention": "undecided",
}
ON_PAPER = ("BARRY", "MARIAMA", "Barry", "Mariama", "O00123456")
"""What the zone of the scene says."""

PLACES = (
    ("document", "mrz"),
    ("papers", "papers"),
    ("contact", "phone"),
    ("return", "from_country"),
    ("address", "area_1"),
    ("life", "languages"),
    ("way", "left_because"),
    ("route", "route"),
    ("left", "wages_left"),
)


def profile(form: PersonForm, here: object) -> Iterator[Visit]:
    """Each part of a profile that is filled in; ``here`` takes the picture."""
    fields = form.form
    fields.complete()
    fields.set_values(ANSWERS)
    form.start_return()
    fields["mrz"].set_value(a_passport("BARRY<<MARIAMA"))
    fields.report_zone()
    for name, key in PLACES:
        settle()
        field = fields.field(key)
        page = field.parentWidget()
        assert page is not None
        top = field.mapTo(fields.area.widget(), field.rect().topLeft()).y()
        fields.area.verticalScrollBar().setValue(max(0, top - 60))
        assert callable(here)
        yield here(f"15-profile-{name}")


def age_scenes(desk: Desk) -> Iterator[Visit]:
    """The reason that is asked for and missing, and what a colleague looks over."""
    with desk.signed_in(Role.RECEPTION) as session:
        case_id = case_of_a_child(session)
        person_id = cases.reload_case(session, case_id).person.id
        page = desk.go("person", person_id)
        page.form["birth"].set_value(PartialDate.from_edtf("1999-04-03"))
        page.form["birth"].edited.emit()
        page.submit()
        yield desk.here("16-age-without-reason")
        type_text(page.form["age_reason"].line, TYPED[0])
        page.submit()
        page.bar.clear()
        yield desk.here("16-age-waits")
    with desk.signed_in(Role.SUPERVISOR):
        desk.go("case", case_id).show_tab("profile")
        yield desk.here("16-age-to-look-over")
