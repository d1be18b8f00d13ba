"""The papers of data protection: complete, printable, archivable, and nothing in them too much."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import pdfa

from intake_app.acts import Act, Role
from intake_app.breaches import service as breaches
from intake_app.breaches.model import BreachKind
from intake_app.erasure import service as erasure
from intake_app.errors import NotAllowed
from intake_app.people import service as people
from intake_app.retention import service as retention
from intake_app.rights import service as rights
from intake_app.users import service as users
from intake_app.users.model import LogQuestion
from tests.conftest import FixedClock, SignIn
from tests.core.documents_reading import (
    assert_inside_the_margins,
    attached,
    page_texts,
    text_by_poppler,
)
from tests.core.documents_samples import PAYLOADS
from tests.core.erasure_kit import MARKERS, a_full_case, erase_all_due, let_time_pass
from tests.factories import a_person

BOTH = pytest.mark.parametrize("language", ["en", "fr"])


def is_sound(pdf: bytes) -> None:
    """Within the margins, and PDF/A-3b by pikepdf's reading."""
    assert_inside_the_margins(pdf)
    assert pdfa.validate_written(BytesIO(pdf), "3b").passed


@BOTH
def test_the_copy_says_everything_and_holds_it_as_data(sign_in: SignIn, language: str) -> None:
    person, case = a_full_case(sign_in)
    counsellor = sign_in(Role.COUNSELLOR)
    rights.ask_correction(counsellor, person.id, counsellor.today(), "Qxwish: born in Labé")
    pdf = rights.subject_copy(counsellor, person.id, language)
    is_sound(pdf)
    text = text_by_poppler(pdf).casefold()
    said = [marker for marker in MARKERS if marker.casefold() in text]
    # Typing that was never saved is no record, and a picture is named, not shown.
    assert set(MARKERS) - set(said) == {"Qxdraft", "QxPictureBytes"}
    assert "qxwish" in text
    assert case.number.casefold() in text
    data = attached(pdf)["facts"]["holdings"]
    assert data["person"]["family_name"] == "Qxmarkfam"
    assert len(data["cases"][0]["documents"]) == 2
    assert {file["kind"] for file in data["files"]} == {"identity", "medical", "other"}
    assert data["cases"][0]["plans"][0]["goals"][0]["text"] == "Qxgoal"


def test_the_copy_is_noted_but_not_kept(sign_in: SignIn) -> None:
    person, _case = a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    with supervisor.read() as db:
        before = db.execute("SELECT count(*) FROM document").fetchone()[0]
    rights.subject_copy(supervisor, person.id, "fr")
    rights.note_copy_printed(supervisor, person.id)
    with supervisor.read() as db:
        assert db.execute("SELECT count(*) FROM document").fetchone()[0] == before
    acts = [line.act for line in users.audit_lines(supervisor, LogQuestion(record=person.id))]
    assert [act for act in acts if act.startswith("copy.")] == [Act.COPY_PRINTED, Act.COPY_MADE]
    with pytest.raises(NotAllowed):
        rights.subject_copy(sign_in(Role.RECEPTION), person.id, "fr")


def test_a_copy_of_somebody_without_a_case_has_a_reference_and_others_keep_their_data(
    sign_in: SignIn,
) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = people.save_person(clerk, a_person())
    other = people.save_person(clerk, a_person(given_names="Ousmane", mother_name="Hawa Sylla"))
    people.join_household(clerk, other, person, "spouse")
    pdf = rights.subject_copy(sign_in(Role.COUNSELLOR), person.id, "en")
    text = text_by_poppler(pdf)
    assert person.id[:8].upper() in text
    assert "Ousmane" in text
    assert "Hawa Sylla" not in text
    assert "Hawa Sylla" not in str(attached(pdf))
    assert "Nothing is written down." in text


@pytest.mark.parametrize("payload", PAYLOADS[:12])
def test_hostile_texts_are_only_texts_in_the_copy(sign_in: SignIn, payload: str) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = people.save_person(clerk, a_person(given_names="Ada", other_names=payload))
    pdf = rights.subject_copy(sign_in(Role.COUNSELLOR), person.id, "en")
    squeezed = "".join(text_by_poppler(pdf, "-raw").split())
    assert "".join(person.other_names.split()) in squeezed
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not any("/Annots" in page.obj for page in opened.pages)


@BOTH
def test_the_protocol_says_who_when_and_how_many_by_ids_only(
    sign_in: SignIn, clock: FixedClock, language: str
) -> None:
    person, case = a_full_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    retention.set_rule(supervisor, 5, "Décision du 3 mai")
    let_time_pass(clock, supervisor)
    done = erase_all_due(supervisor)
    pdf = erasure.protocol(supervisor, done.id, language)
    is_sound(pdf)
    text = text_by_poppler(pdf)
    assert case.id in "".join(text.split()) or case.id in text
    assert "Salimata Keita" in text
    assert "GN-E1" in text
    assert case.number not in text
    found = [marker for marker in MARKERS if marker.casefold() in text.casefold()]
    assert found == []
    assert attached(pdf)["facts"]["files"][0]["records"] == 32
    assert erasure.protocol(supervisor, done.id, language) == pdf  # the same bytes again
    erasure.note_protocol_printed(supervisor, done.id)
    assert person.id not in text


@BOTH
def test_the_breach_report_shows_every_state(sign_in: SignIn, language: str) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    entry = breaches.new_breach(supervisor, BreachKind.STICK)
    entry = breaches.record_breach(
        supervisor, replace(entry, what="The stick was gone after lunch.", batches=(1, 2))
    )
    entry = breaches.record_breach(supervisor, replace(entry, measures="Told headquarters."))
    pdf = breaches.report(supervisor, entry.id, language)
    is_sound(pdf)
    text = " ".join(page_texts(pdf))
    assert text.count("The stick was gone after lunch.") == 2
    assert text.count("Told headquarters.") == 1
    assert "GN-B1" in text
