"""The small face: initials at once, the photograph when it has come, never that of another."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.search import Filter, Found, Question, find
from intake_app.session import Session
from tests.core.attachments_kit import a_picture, a_readable, as_file
from tests.factories import a_consent, a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from ui.attachments.face import Face, initials
from ui.cases.person_preview import PersonPreview

JPEG = as_file(a_picture(60, 90), "JPEG")


def with_photograph(session: Session) -> Person:
    person = people.save_person(session, a_person(family_name="Barry"))
    cases.give_consent(session, a_consent(person, purpose=Purpose.PHOTO))
    readable = a_readable(thumbnail=JPEG)
    photo = attachments.add(session, person.id, None, AttachmentKind.PHOTO, readable)
    attachments.set_portrait(session, photo.id)
    return person


def found(session: Session) -> dict[str, Found]:
    return {one.person_id: one for one in find(session, Question(filter=Filter.ALL), 10)}


@pytest.mark.parametrize(
    ("name", "letters"),
    [("BARRY Mariama Saliou", "BM"), ("DIALLO", "D"), ("", ""), ("كيتا سيكو", "كس")],
)
def test_initials_are_those_of_the_first_two_names(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_picture_takes_the_place_of_the_initials_and_stays_with_its_person(qtbot: QtBot) -> None:
    face = Face()
    qtbot.addWidget(face)
    face.show_name("BARRY Mariama")
    face.resize(face.sizeHint())
    plain = face.grab().toImage()
    face.show_picture(JPEG)
    pictured = face.grab().toImage()
    assert face.has_picture
    assert pictured != plain
    middle = pictured.pixelColor(pictured.width() // 2, pictured.height() // 4)
    assert middle.red() > 200
    face.show_name("BARRY Mariama")
    assert face.has_picture  # the control: the same person
    face.show_name("SOW Awa")
    assert not face.has_picture
    for nothing in (None, b"", b"no picture"):
        face.show_picture(nothing)
        assert not face.has_picture
    assert face.sizeHint().height() < Face(3).sizeHint().height()


def test_the_preview_shows_the_face_that_belongs_to_the_line(qtbot: QtBot, clerk: Session) -> None:
    person, other = with_photograph(clerk), people.save_person(clerk, a_person())
    tasks = LateTasks()
    preview = PersonPreview(clerk, tasks)
    qtbot.addWidget(preview)
    lines = found(clerk)
    preview.show_found(lines[person.id], {})
    assert not preview.face.has_picture  # the line is there before the picture
    preview.show_found(lines[other.id], {})
    tasks.run_all()
    assert not preview.face.has_picture  # the answer for the first one came too late
    preview.show_found(lines[person.id], {})
    tasks.run_all()
    assert preview.face.has_picture


def test_without_consent_the_initials_stay(
    qtbot: QtBot, supervisor: Session, tasks: DirectTasks
) -> None:
    person = with_photograph(supervisor)
    preview = PersonPreview(supervisor, tasks)
    qtbot.addWidget(preview)
    line = found(supervisor)[person.id]
    preview.show_found(line, {})
    assert preview.face.has_picture  # the control
    (consent,) = cases.consents(supervisor, person.id)
    cases.withdraw_consent(supervisor, consent, "She does not want it any more.")
    preview.show_found(line, {})
    assert not preview.face.has_picture
