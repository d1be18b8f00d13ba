"""A colleague is removed: whoever stays reads every sealed note, and letters still arrive."""

from __future__ import annotations

import pytest

from intake_app.acts import Role
from intake_app.custody import resealing
from intake_app.custody import service as custody
from intake_app.errors import IntakeError
from intake_app.notes import service as notes
from intake_app.notes.model import OpenedNote
from intake_app.session import Session
from tests.conftest import PASSPHRASES, SignIn
from tests.core.notes_kit import Written, a_note, written


@pytest.fixture
def day(sign_in: SignIn) -> Written:
    """A day with notes of every kind."""
    return written(sign_in)


def texts(session: Session, day: Written) -> str:
    """Everything that this user can read of the day's notes."""
    read: list[OpenedNote] = [
        notes.read_note(session, note)
        for note in (day.note, day.medical, day.opened_letter, day.letter)
    ]
    return "\n".join(
        one.content.text for note in read for one in note.versions if one.content is not None
    )


def removed(sign_in: SignIn) -> None:
    """The supervisor removes the counsellor who wrote the notes."""
    supervisor = sign_in(Role.SUPERVISOR)
    gone = next(login for login in supervisor.vault.keys.logins() if login.role is Role.COUNSELLOR)
    custody.remove_user(supervisor, gone.id, PASSPHRASES[Role.SUPERVISOR])


def test_every_note_is_read_after_a_removal_and_a_new_letter_too(
    sign_in: SignIn, day: Written
) -> None:
    before = texts(sign_in(Role.SUPERVISOR), day)
    removed(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    assert texts(supervisor, day) == before
    assert sum(marker in before for marker in day.markers) >= 4
    letter = notes.seal_a_letter(sign_in(Role.RECEPTION), day.about, a_note("after the removal"))
    read = notes.read_note(sign_in(Role.SUPERVISOR), letter.id)
    assert read.newest.content == a_note("after the removal")


def test_control_without_sealing_anew_they_would_be_lost(
    sign_in: SignIn, day: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custody, "RESEAL", ())
    assert resealing.RESEAL
    removed(sign_in)
    with pytest.raises(IntakeError, match="altered"):
        texts(sign_in(Role.SUPERVISOR), day)
