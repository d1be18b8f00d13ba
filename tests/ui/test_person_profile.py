"""The whole profile on one page: rows that come and go, the zone of a paper, a second return."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.drafts import service as drafts
from intake_app.formats import country_name, language_name
from intake_app.people import service as people
from intake_app.people.background import Background, Event, Safe
from intake_app.people.model import Person, Place
from intake_app.people.phone import spaced
from intake_app.session import Session
from intake_app.values import plain
from tests.core.test_mrz import a_passport
from tests.core.test_people_profile import a_full_person
from tests.factories import TODAY, a_homecoming, a_person
from tests.ui.person_kit import Opener, close_popups, fill, mistakes, open_form, registered
from tests.ui.shown_words import forgotten_by_a_switch
from tests.ui.typing import press, type_text
from ui.language import Language
from ui.people.person_form import PersonForm
from ui.people.scanner import REST_MS

__all__ = ["open_form"]


def answer(form: PersonForm, key: str, value: Any) -> None:
    form.form[key].set_value(value)
    form.form[key].edited.emit()


def saved_person(qtbot: QtBot, form: PersonForm) -> Person:
    with qtbot.waitSignal(form.saved) as signal:
        form.submit()
    assert signal.args is not None
    person: Person = signal.args[0]
    return person


def a_stored(clerk: Session) -> Person:
    person = a_full_person()
    return people.save_person(clerk, person, a_homecoming(person))


# ---------------------------------------------------------------------------- all of it


def test_a_whole_profile_is_shown_and_saved_again_without_a_change(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    before = a_stored(clerk)
    form = open_form(before.id)
    form.form.complete()
    assert not form.form.is_changed()
    after = saved_person(qtbot, form)
    assert (after.documents, after.background) == (before.documents, before.background)
    assert [(p.id, p.number, p.safe) for p in after.phones] == [
        (p.id, p.number, p.safe) for p in before.phones
    ]


def test_an_empty_profile_says_the_same_before_and_after_its_later_sections_are_built(
    open_form: Opener,
) -> None:
    form = open_form()
    assert "document_kind" not in form.form._fields  # the control: it is built later
    before = form.form.values()
    form.form.complete()
    assert "document_kind" in form.form._fields
    assert form.form.values() == before


def test_saving_before_the_later_sections_are_built_keeps_what_is_in_them(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    before = a_stored(clerk)
    form = open_form(before.id)
    assert "debts" not in form.form._fields  # nobody has asked for it yet
    answer(form, "mother_name", "Kadiatou Bah")
    after = saved_person(qtbot, form)
    assert (after.background, after.mother_name) == (before.background, "Kadiatou Bah")


def test_the_later_sections_come_by_themselves_and_hold_what_is_stored(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    form = open_form(a_stored(clerk).id)
    qtbot.waitUntil(lambda: "debts" in form.form._fields, timeout=20_000)
    assert form.form["debts"].value() == "300 EUR to a cousin"
    assert [row["country"] for row in form.form["route"].value()] == ["ML", "LY"]
    assert not form.form.is_changed()


def test_every_new_answer_reaches_the_record(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    form = open_form()
    fill(
        form,
        phone="622 12 34 56",
        phone_owner="herself",
        phone_safe="yes",
        phones=[{"number": "628 00 00 01", "owner": "aunt", "safe": "no", "hours": "evening"}],
        document_kind="passport",
        document_number="O0041",
        document_place="withheld",
        papers=[{"kind": "family_book", "number": "77"}],
        area_1="Labé",
        languages=[{"language": "ff"}, {"language": "fr"}],
        interpreter="yes",
        schooling="3",
        route=[{"country": "ML", "event": "crossing"}],
        return_reasons=["health"],
        intention="stay",
    )
    person = saved_person(qtbot, form)
    assert [(p.number, p.safe) for p in person.phones] == [
        ("+224622123456", Safe.YES), ("+224628000001", Safe.NO),
    ]  # fmt: skip
    assert [(p.kind, p.place) for p in person.documents] == [
        ("passport", Place.WITHHELD), ("family_book", None),
    ]  # fmt: skip
    background = person.background
    assert background is not None
    assert background.languages == ("ff", "fr")
    assert background.interpreter is True
    assert background.address.areas[0].name == "Labé"
    assert background.route[0].event is Event.CROSSING


def test_nothing_new_is_required(qtbot: QtBot, open_form: Opener) -> None:
    form = open_form()
    fill(form)
    person = saved_person(qtbot, form)
    assert (person.phones, person.documents, person.background) == ((), (), None)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"papers": [{"number": "77"}]}, "papers"),
        ({"phones": [{"owner": "aunt"}]}, "phones"),
        ({"phone_owner": "aunt"}, "phone"),
        ({"route": [{"note": "slept in a garage"}]}, "route"),
    ],
)
def test_a_half_answered_row_is_said_and_kept(
    open_form: Opener, clerk: Session, answers: dict[str, Any], field: str
) -> None:
    form = open_form()
    fill(form, **answers)
    form.submit()
    assert mistakes(form) == {field}
    key = next(iter(answers))
    assert form.form[key].value()
    assert people.household_members(clerk, a_person())  # and nobody was saved
    assert form._record is None


# ---------------------------------------------------------------------------- rows


def test_rows_grow_shrink_and_move_with_the_keyboard(qtbot: QtBot, open_form: Opener) -> None:
    form = open_form()
    route = form.form["route"]
    for country in ("Mali", "Algeria"):
        press(route.add_button, "Return")
        focus = form.focusWidget()
        assert focus is not None
        type_text(focus, country)
        close_popups()
        press(focus, "Tab")
    assert [row["country"] for row in route.value()] == ["ML", "DZ"]
    press(route._rows[1].up, "Return")
    assert [row["country"] for row in route.value()] == ["DZ", "ML"]
    press(route._rows[0].remove, "Return")
    assert [row["country"] for row in route.value()] == ["ML"]
    assert form.focusWidget() is route.add_button


def test_a_row_that_is_not_understood_is_kept_as_typed(open_form: Opener) -> None:
    form = open_form()
    fill(form, route=[{"country": "ML"}])
    form.form["route"].editors()[0]["from"].line.setText("long ago")
    form.submit()
    assert mistakes(form) == {"route"}
    assert form.form["route"].editors()[0]["from"].line.text() == "long ago"


def test_tab_goes_down_the_page(qtbot: QtBot, open_form: Opener) -> None:
    form = open_form()
    form.form.complete()
    QApplication.processEvents()
    form.form["family_name"].line.setFocus()
    seen: list[str] = []
    for _step in range(120):
        focus = form.focusWidget()
        key = next(
            (k for k in form.form._fields if focus and form.form.field(k).isAncestorOf(focus)), ""
        )
        if key and key not in seen:
            seen.append(key)
        form.focusNextChild()
    asked = [key for key in form.form.values() if key in seen]
    assert seen[: len(asked)] == asked
    assert set(seen) == set(form.form.values())


# ---------------------------------------------------------------------------- drafts


def test_an_interrupted_profile_comes_back_with_its_rows(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    form = open_form()
    fill(form, route=[{"country": "ML", "note": "Gao"}], return_reasons=["health", "family"])
    fill(form, languages=[{"language": "ff"}], mrz=a_passport())
    form.form["route"].editors()[0]["from"].line.setText("spring")
    form.keep_draft()
    assert drafts.drafts(clerk)
    again = open_form()
    again.form.complete()
    row = again.form["route"].editors()[0]
    assert (row["note"].value(), row["from"].line.text()) == ("Gao", "spring")
    assert again.form["return_reasons"].value() == ["health", "family"]
    assert again.form["languages"].value() == [{"language": "ff"}]
    assert again.form["mrz"].value() == a_passport()


def test_a_draft_of_a_stored_profile_brings_back_what_was_deleted_as_deleted(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    stored = a_stored(clerk)
    form = open_form(stored.id)
    answer(form, "debts", "")
    answer(form, "route", [])
    form.keep_draft()
    again = open_form(stored.id)
    assert again.form["debts"].value() == ""
    assert again.form["route"].value() == []
    after = saved_person(qtbot, again)
    assert after.background is not None
    assert (after.background.debts, after.background.route) == ("", ())
    assert after.background.skills == "dyeing, sewing"


# ---------------------------------------------------------------------------- the zone


def test_a_pasted_zone_fills_what_is_empty_and_shows_what_differs(
    qtbot: QtBot, open_form: Opener
) -> None:
    form = open_form()
    answer(form, "family_name", "Jallow")
    answer(form, "mrz", a_passport())
    values = form.form.values()
    assert (values["family_name"], values["given_names"]) == ("Jallow", "Mariama")
    assert (values["document_number"], values["document_country"]) == ("O00123456", "GN")
    assert (values["birth"].edtf, values["sex"]) == ("1990-03-12", "female")
    (difference,) = form.form.zone_report.texts()
    assert "Diallo" in difference
    assert "Jallow" in difference
    answer(form, "family_name", "Diallo")
    assert form.form.zone_report.texts() == []


def test_what_a_check_digit_doubts_is_told_and_not_filled_in(open_form: Opener) -> None:
    form = open_form()
    answer(form, "mrz", a_passport(number="A01234567").replace("A01234567", "AO1234567"))
    assert form.form["document_number"].is_empty()
    assert form.form["given_names"].value() == "Mariama"
    assert any("A01234567" in text for text in form.form.zone_report.texts())


def test_what_is_no_zone_stays_and_is_said(open_form: Opener) -> None:
    form = open_form()
    fill(form, mrz="P<GINDIALLO<<MARIAMA")
    form.submit()
    assert mistakes(form) == {"mrz"}
    assert form.form["mrz"].block.toPlainText() == "P<GINDIALLO<<MARIAMA"


def scan(form: PersonForm, text: str) -> None:
    """As a hand scanner types: quickly, with Enter after each line, into whatever has the keys."""
    for line in text.split("\n"):
        focus = form.focusWidget()
        assert focus is not None
        type_text(focus, line)
        press(focus, "Return")


def test_a_scan_goes_to_the_zone_whatever_field_has_the_keyboard(
    qtbot: QtBot, open_form: Opener
) -> None:
    form = open_form()
    form.form.scanner._clock = lambda: 0.0  # a scanner is quick, the machine of a test may not be
    answer(form, "other_names", "Mari")
    form.form["other_names"].line.setFocus()
    form.form.scanner._last = -1.0
    scan(form, a_passport())
    qtbot.waitUntil(lambda: form.form["mrz"].zone() is not None, timeout=20 * REST_MS)
    assert form.form["other_names"].value() == "Mari"
    assert form.form["family_name"].value() == "Diallo"
    assert form.focusWidget() is form.form["other_names"].line


def test_a_person_who_types_is_no_scanner(qtbot: QtBot, open_form: Opener) -> None:
    form = open_form()
    moments = iter(range(1000))
    form.form.scanner._clock = lambda: float(next(moments))
    line = form.form["other_names"].line
    line.setFocus()
    type_text(line, "A" * 44)
    press(line, "Return")
    assert form.focusWidget() is not line  # Enter moves on
    assert not form.form.scanner._rest.isActive()
    assert form.form["other_names"].value() == "A" * 44


# ---------------------------------------------------------------------------- returns, family


def test_a_second_return_is_entered_and_gets_a_case_of_its_own(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    person = registered(clerk)
    form = open_form(person.id)
    form.form.returns.button.click()
    assert form.form["from_country"].is_empty()
    fill(form, from_country="LY", arrived_on=TODAY)
    saved_person(qtbot, form)
    second, first = people.homecomings(clerk, person.id)
    assert (second.from_country, first.from_country) == ("LY", "FR")
    assert form._record is not None
    assert form._record.homecoming == second
    assert "France" in form.form.returns.words.text()


def test_a_second_return_survives_an_interruption_and_can_be_thrown_away(
    open_form: Opener, clerk: Session
) -> None:
    person = registered(clerk)
    form = open_form(person.id)
    form.form.returns.button.click()
    answer(form, "from_country", "LY")
    form.keep_draft()
    again = open_form(person.id)
    assert again._is_new_return
    assert again.form["from_country"].value() == "LY"
    again.forget_draft()
    assert not again._is_new_return
    assert again.form["from_country"].value() == "FR"


def a_family(clerk: Session) -> tuple[Person, Person]:
    head, child = registered(clerk), registered(clerk, given_names="Alpha")
    people.join_household(clerk, child, head, "child")
    return people.person(clerk, head.id), people.person(clerk, child.id)


def test_a_member_is_taken_out_and_put_back(
    qtbot: QtBot, open_form: Opener, clerk: Session
) -> None:
    head, child = a_family(clerk)
    form = open_form(child.id)
    form.household.acts.leave.click()
    assert people.person(clerk, child.id).household_id is None
    form.household.acts._put_back(child, head)
    assert people.person(clerk, child.id).relation == "child"


def test_the_head_is_asked_for_another_head_first(open_form: Opener, clerk: Session) -> None:
    head, child = a_family(clerk)
    form = open_form(head.id)
    assert not form.household.acts.leave.isEnabled()
    other = open_form(child.id)
    other.household.acts.head.click()
    assert not other.household.acts.confirm.isEnabled()
    other.household.acts.former.set_value("parent")
    other.household.acts.former.edited.emit()
    other.household.acts.confirm.click()
    assert people.person(clerk, head.id).relation == "parent"
    assert people.person(clerk, child.id).relation == "head"


def test_what_is_shared_is_copied_to_the_family(open_form: Opener, clerk: Session) -> None:
    head, child = a_family(clerk)
    told = Background(origin="Tougué", languages=("ff",))
    people.save_person(clerk, _with(people.person(clerk, head.id), told))
    form = open_form(head.id)
    form.household.acts.share.click()
    assert people.person(clerk, child.id).background == told


def _with(person: Person, background: Background) -> Person:
    return replace(person, background=background)


def words_in(clerk: Session, person: Person) -> set[str]:
    """What somebody typed, and names of programmes, countries and languages."""
    assert person.background is not None
    told = json.dumps(plain(person), ensure_ascii=False)
    typed = {text for text in re.findall(r'"([^"]*)"', told) if text}
    names = {country_name(code, "en") for code in ("GN", "FR", "LY", "ML")}
    names |= {language_name(code, "en") for code in ("fr", "en", "ff")}
    names |= {"March 2021", "April 2021", "January 2023", "1 January 2031", "2 May 2026"}
    names |= {"02/05/2026", "12 March 1990", person.display_name}
    names |= {spaced(phone.number) for phone in person.phones if phone.number}
    names |= {f"{spaced(phone.number)} · Guinea" for phone in person.phones[:1]}
    names |= {f"{spaced(phone.number)} · France" for phone in person.phones[1:2]}
    return typed | names | {pack.label.en for pack in clerk.packs.values()}


def test_the_whole_page_follows_a_switch_of_the_language(
    open_form: Opener, clerk: Session, screen_language: Language, tmp_path: Path
) -> None:
    stored = a_stored(clerk)
    form = open_form(stored.id)
    form.form.complete()
    answer(form, "mrz", a_passport("JALLOW<<LAMIN"))
    assert form.form.zone_report.texts()
    data = words_in(clerk, stored)
    forgotten = forgotten_by_a_switch(form, screen_language, tmp_path, data)
    assert sorted(forgotten) == []
