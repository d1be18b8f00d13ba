"""Interrupted typing and two at one profile: nothing is lost, nobody is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from pytestqt.qtbot import QtBot

from intake_app.drafts import service as drafts
from intake_app.errors import StorageFull
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.factories import a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.person_kit import Opener, consent_page, fill, mistakes, open_form, registered
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press, type_text

__all__ = ["open_form"]


class FullDisk(DirectTasks):
    """A disk that became full: every keeping and saving is refused once ``is_full``."""

    is_full = False

    def _submit(self, work: Callable[[], Any], deliver: Callable[[Future[Any]], None]) -> None:
        if self.is_full:
            failed: Future[Any] = Future()
            failed.set_exception(StorageFull("The disk is full. Nothing was saved."))
            deliver(failed)
        else:
            super()._submit(work, deliver)


# ---------------------------------------------------------------------------- drafts


def test_a_draft_is_kept_when_typing_rests(qtbot: QtBot, open_form: Opener, clerk: Session) -> None:
    form = open_form()
    said: list[str] = []
    form.status_changed.connect(said.append)
    type_text(form.form["family_name"].line, "Barry")
    assert drafts.drafts(clerk) == []
    qtbot.waitUntil(lambda: bool(drafts.drafts(clerk)), timeout=5000)
    assert drafts.found(clerk, "person", "new") is not None
    assert any("Draft saved" in text for text in said)


def test_a_draft_is_offered_back_with_everything_typed(open_form: Opener) -> None:
    first = open_form()
    fill(first, birth=PartialDate.from_edtf("1998/1999"))
    first.form["arrived_on"].line.setText("half past")
    first.keep_draft()
    second = open_form()
    assert "restored" in second.bar.text()
    assert second.form["birth"].value() == PartialDate.from_edtf("1998/1999")
    assert second.form["arrived_on"].line.text() == "half past"
    assert second.form["sex"].value() == "female"


def test_a_draft_can_be_thrown_away_and_brought_back(open_form: Opener, clerk: Session) -> None:
    first = open_form()
    fill(first)
    first.keep_draft()
    form = open_form()
    form.bar.action.click()
    assert form.form["family_name"].value() == ""
    assert drafts.drafts(clerk) == []
    form.bar.action.click()
    assert form.form["family_name"].value() == "Diallo"
    form.keep_draft()
    assert len(drafts.drafts(clerk)) == 1


def test_a_draft_is_forgotten_when_the_profile_is_saved(open_form: Opener, clerk: Session) -> None:
    form = open_form()
    fill(form)
    form.keep_draft()
    assert len(drafts.drafts(clerk)) == 1
    form.submit()
    form.keep_draft()
    assert drafts.drafts(clerk) == []


def test_a_draft_about_one_person_is_not_offered_for_another(
    open_form: Opener, clerk: Session
) -> None:
    one, other = registered(clerk), registered(clerk, given_names="Lamin")
    first = open_form(one.id)
    first.form["mother_name"].set_value("Somebody")
    first.form["mother_name"].edited.emit()
    first.keep_draft()
    assert open_form(other.id).bar.text() == ""
    assert open_form().bar.text() == ""
    again = open_form(one.id)
    assert again.form["mother_name"].value() == "Somebody"


def test_escape_leaves_without_asking_because_the_draft_is_kept(
    qtbot: QtBot, open_form: Opener, clerk: Session, messages: ScriptedMessages
) -> None:
    form = open_form()
    fill(form)
    with qtbot.waitSignal(form.closed):
        press(form.form["family_name"].line, "Escape")
    assert messages.asked == []
    assert len(drafts.drafts(clerk)) == 1


def test_escape_asks_when_the_draft_could_not_be_kept(
    qtbot: QtBot, open_form: Opener, messages: ScriptedMessages
) -> None:
    full = FullDisk()
    form = open_form(others=full)
    fill(form)
    full.is_full = True
    messages.answers = [False]
    with qtbot.assertNotEmitted(form.closed):
        press(form.form["family_name"].line, "Escape")
    assert len(messages.asked) == 1
    assert "full" in form.bar.text()
    messages.answers = [True]
    with qtbot.waitSignal(form.closed):
        press(form.form["family_name"].line, "Escape")
    assert form.form["family_name"].value() == "Diallo"


def test_a_lock_keeps_what_is_typed_in_the_consent_of_a_new_person(
    open_form: Opener, clerk: Session
) -> None:
    form = open_form(registered(clerk).id)
    form.next_steps.consent.click()
    withhold = consent_page(form).form["withhold"]
    withhold.set_value("nothing to the cousin")
    withhold.edited.emit()
    form.keep_draft()
    assert [draft.form for draft in drafts.drafts(clerk)] == ["consent"]


# ---------------------------------------------------------------------------- two at one profile


def test_what_only_a_colleague_changed_is_taken_over(open_form: Opener, clerk: Session) -> None:
    person = registered(clerk)
    form = open_form(person.id)
    form.form["father_name"].set_value("Ibrahima Diallo")
    form.form["father_name"].edited.emit()
    _change(clerk, person, given_names="Mariama Binta")
    form.submit()
    assert "colleague" in form.bar.text()
    assert mistakes(form) == set()
    form.submit()
    after = people.person(clerk, person.id)
    assert (after.given_names, after.father_name) == ("Mariama Binta", "Ibrahima Diallo")


def test_where_both_changed_the_clerk_sees_both_and_decides(
    open_form: Opener, clerk: Session
) -> None:
    person = registered(clerk)
    form = open_form(person.id)
    form.form["given_names"].set_value("Mariam")
    form.form["given_names"].edited.emit()
    _change(clerk, person, given_names="Mariama Binta")
    form.submit()
    assert people.person(clerk, person.id).given_names == "Mariama Binta"
    assert "Mariama Binta" in form.form.field("given_names").mistake()
    assert form.form["given_names"].value() == "Mariam"
    form.submit()
    assert people.person(clerk, person.id).given_names == "Mariam"


def test_a_draft_older_than_a_colleagues_change_shows_what_they_wrote(
    open_form: Opener, clerk: Session
) -> None:
    person = registered(clerk)
    form = open_form(person.id)
    form.form["given_names"].set_value("Mariam")
    form.form["given_names"].edited.emit()
    form.keep_draft()
    _change(clerk, person, given_names="Mariama Binta")
    again = open_form(person.id)
    assert again.form["given_names"].value() == "Mariam"
    assert "Mariama Binta" in again.form.field("given_names").mistake()


def test_an_untouched_profile_follows_a_change_made_elsewhere(
    open_form: Opener, clerk: Session
) -> None:
    person = registered(clerk)
    form = open_form(person.id)
    _change(clerk, person, given_names="Mariama Binta")
    form.reload()
    assert form.form["given_names"].value() == "Mariama Binta"


def _change(session: Session, person: Person, **changes: Any) -> None:
    stored = people.person(session, person.id)
    changed = a_person(
        **{name: getattr(stored, name) for name in Person.__dataclass_fields__} | changes
    )
    people.save_person(session, changed)
