"""Files about a person in the vault: kept, shown, taken out, removed, sent, sealed, erased."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from intake_app import audit
from intake_app.acts import Act, Role
from intake_app.attachments import service as attachments
from intake_app.attachments import store
from intake_app.attachments.model import Attachment, AttachmentKind, FileType
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.custody import service as custody
from intake_app.errors import IntakeError, InvalidInput, NotAllowed, NotFound, StorageFull
from intake_app.integrity import service as integrity
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync import store as sync_store
from intake_app.sync.batch import open_batch
from intake_app.sync.cards import HubKeys, hub_card, parse_desk_card
from intake_app.users import service as users
from tests.conftest import PASSPHRASES, SignIn
from tests.core.attachments_kit import a_picture, a_readable, as_file
from tests.core.notes_kit import cells
from tests.core.test_case_journey import opened_case
from tests.factories import a_consent, a_person

PHOTO, IDENTITY, MEDICAL = AttachmentKind.PHOTO, AttachmentKind.IDENTITY, AttachmentKind.MEDICAL


@pytest.fixture
def person(clerk: Session) -> Person:
    return people.save_person(clerk, a_person())


def acts_on(session: Session, record: str) -> list[str]:
    with session.read() as db:
        return [line.act for line in audit.lines_about(db, [record])]


def add(session: Session, person: Person, kind: AttachmentKind = IDENTITY) -> Attachment:
    return attachments.add(session, person.id, None, kind, a_readable())


def agree_to_photo(session: Session, person: Person) -> None:
    cases.give_consent(session, a_consent(person, purpose=Purpose.PHOTO))


def test_a_file_is_kept_shown_and_given_back(
    sign_in: SignIn, clerk: Session, person: Person
) -> None:
    added = add(clerk, person)
    (shown,) = attachments.attachments_of(clerk, person.id)
    assert (shown.attachment, shown.thumbnail) == (added, a_readable().thumbnail)
    assert (added.name, added.size, added.added_by) == ("scan.jpg", 18, clerk.user.id)
    assert attachments.content_of(clerk, added.id) == a_readable().content
    attachments.content_of(clerk, added.id)
    assert acts_on(clerk, added.id) == [
        Act.ATTACHMENT_ADDED, Act.ATTACHMENT_VIEWED, Act.ATTACHMENT_VIEWED,
    ]  # fmt: skip
    assert users.check_audit(sign_in(Role.SUPERVISOR)) is None


def test_two_files_of_one_name_are_two_files(clerk: Session, person: Person) -> None:
    first, second = add(clerk, person), add(clerk, person)
    assert first.id != second.id
    attachments.remove(clerk, first.id, "twice")
    assert attachments.content_of(clerk, second.id) == a_readable().content


def test_the_newest_stands_first_and_others_have_their_own(clerk: Session, person: Person) -> None:
    first, second = add(clerk, person), add(clerk, person)
    other = people.save_person(clerk, a_person())
    assert [one.attachment for one in attachments.attachments_of(clerk, person.id)] == [
        second, first,
    ]  # fmt: skip
    assert attachments.attachments_of(clerk, other.id) == ()


def test_a_file_belongs_to_a_person_and_their_case(clerk: Session, person: Person) -> None:
    _other, case = opened_case(clerk)
    for person_id, case_id in ((person.id, case.id), ("nobody", None), (person.id, "no case")):
        with pytest.raises(NotFound):
            attachments.add(clerk, person_id, case_id, IDENTITY, a_readable())
    added = attachments.add(clerk, case.person_id, case.id, IDENTITY, a_readable())
    assert added.case_id == case.id
    assert attachments.person_of_case(clerk, case.id) == case.person_id


# ---------------------------------------------------------------------------- photographs


def test_a_photograph_needs_the_consent_to_it(clerk: Session, person: Person) -> None:
    cases.give_consent(clerk, a_consent(person))  # to something else
    with pytest.raises(NotAllowed, match="consent"):
        add(clerk, person, PHOTO)
    agree_to_photo(clerk, person)
    photo = add(clerk, person, PHOTO)
    assert attachments.portrait_of(clerk, person.id) is None
    attachments.set_portrait(clerk, photo.id)
    assert attachments.portrait_of(clerk, person.id) == a_readable().thumbnail


def test_after_the_consent_is_withdrawn_the_photograph_can_only_be_removed(
    sign_in: SignIn,
) -> None:
    clerk = sign_in(Role.SUPERVISOR)
    person = people.save_person(clerk, a_person())
    consent = cases.give_consent(clerk, a_consent(person, purpose=Purpose.PHOTO))
    photo = add(clerk, person, PHOTO)
    attachments.set_portrait(clerk, photo.id)
    cases.withdraw_consent(clerk, consent, "He does not want it any more.")
    (shown,) = attachments.attachments_of(clerk, person.id)
    assert (shown.thumbnail, shown.is_withheld) == (b"", True)
    assert attachments.portrait_of(clerk, person.id) is None
    for forbidden in (
        lambda: attachments.content_of(clerk, photo.id),
        lambda: attachments.export(clerk, photo.id, Path("/nowhere/photo.jpg")),
        lambda: attachments.set_portrait(clerk, photo.id),
    ):
        with pytest.raises(NotAllowed, match="consent"):
            forbidden()
    assert attachments.set_portrait(clerk, photo.id, chosen=False).is_portrait is False
    attachments.remove(clerk, photo.id, "consent withdrawn")
    assert attachments.attachments_of(clerk, person.id) == ()


def test_one_photograph_is_the_persons_own(clerk: Session, person: Person) -> None:
    agree_to_photo(clerk, person)
    first, second = add(clerk, person, PHOTO), add(clerk, person, PHOTO)
    scan = add(clerk, person)
    attachments.set_portrait(clerk, first.id)
    attachments.set_portrait(clerk, second.id)
    chosen = [one.attachment.id for one in attachments.attachments_of(clerk, person.id)
              if one.attachment.is_portrait]  # fmt: skip
    assert chosen == [second.id]
    with pytest.raises(InvalidInput):
        attachments.set_portrait(clerk, scan.id)
    pdf = a_readable(type=FileType.PDF)
    with pytest.raises(InvalidInput):
        attachments.add(clerk, person.id, None, PHOTO, pdf)


# ---------------------------------------------------------------------------- medical files


def medical(sign_in: SignIn) -> tuple[Person, CaseFile, Attachment]:
    person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    readable = a_readable(content=b"Qxmedical", thumbnail=b"Qxsmall", name="Qxname.pdf")
    return person, case, attachments.add(counsellor, person.id, case.id, MEDICAL, readable)


def test_reception_neither_adds_nor_sees_medical_files(sign_in: SignIn) -> None:
    person, _case, file = medical(sign_in)
    clerk = sign_in(Role.RECEPTION)
    assert MEDICAL not in attachments.kinds_for(clerk)
    assert attachments.attachments_of(clerk, person.id) == ()
    for forbidden in (
        lambda: add(clerk, person, MEDICAL),
        lambda: attachments.content_of(clerk, file.id),
        lambda: attachments.remove(clerk, file.id, "because"),
    ):
        with pytest.raises(NotAllowed, match="medical"):
            forbidden()
    for role in (Role.COUNSELLOR, Role.SUPERVISOR):
        session = sign_in(role)
        (shown,) = attachments.attachments_of(session, person.id)
        assert (shown.thumbnail, shown.attachment.name) == (b"Qxsmall", "")
        assert attachments.content_of(session, file.id) == b"Qxmedical"


def test_the_data_key_alone_opens_no_medical_file(sign_in: SignIn) -> None:
    person, _case, _file = medical(sign_in)
    attachments.add(sign_in(Role.RECEPTION), person.id, None, IDENTITY, a_readable())
    found = [value for _table, value in cells(sign_in(Role.RECEPTION))]
    assert not any(b"Qxmedical" in value or b"Qxsmall" in value for value in found)
    assert not any(b"Qxname" in value for value in found)
    assert any(b"QxPictureBytes" in value for value in found)  # the control


def test_a_medical_file_that_was_moved_or_altered_does_not_open(sign_in: SignIn) -> None:
    person, _case, file = medical(sign_in)
    counsellor = sign_in(Role.COUNSELLOR)
    other = attachments.add(counsellor, person.id, None, MEDICAL, a_readable(content=b"other"))
    with counsellor.vault.transaction() as db:
        moved = store.content_of(db, other.id)
        db.execute("UPDATE attached_content SET content = ? WHERE id = ?", (moved, file.id))
    with pytest.raises(IntakeError, match="altered"):
        attachments.content_of(counsellor, file.id)
    assert attachments.content_of(counsellor, other.id) == b"other"


def test_after_the_keys_changed_medical_files_open_with_the_new_ones(sign_in: SignIn) -> None:
    person, _case, file = medical(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    before = _sealed(supervisor, file.id)
    custody.rotate_keys(supervisor, PASSPHRASES[Role.SUPERVISOR])
    again = sign_in(Role.SUPERVISOR)
    assert _sealed(again, file.id) != before
    assert attachments.content_of(again, file.id) == b"Qxmedical"
    assert attachments.attachments_of(again, person.id)[0].thumbnail == b"Qxsmall"


def _sealed(session: Session, file_id: str) -> bytes | None:
    with session.read() as db:
        return store.content_of(db, file_id)


# ---------------------------------------------------------------------------- out and away


def test_a_supervisor_takes_a_file_out_and_it_is_written_down(
    sign_in: SignIn, tmp_path: Path
) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = people.save_person(clerk, a_person())
    file = add(clerk, person)
    target = tmp_path / "scan.jpg"
    for role in (Role.RECEPTION, Role.COUNSELLOR):
        with pytest.raises(NotAllowed):
            attachments.export(sign_in(role), file.id, target)
    assert list(tmp_path.glob("scan*")) == []
    supervisor = sign_in(Role.SUPERVISOR)
    with pytest.raises(StorageFull):
        attachments.export(supervisor, file.id, tmp_path / "no folder" / "scan.jpg")
    assert Act.ATTACHMENT_EXPORTED not in acts_on(supervisor, file.id)
    attachments.export(supervisor, file.id, target)
    assert target.read_bytes() == a_readable().content
    assert acts_on(supervisor, file.id)[-1] == Act.ATTACHMENT_EXPORTED
    assert list(tmp_path.glob("*.part")) == []


def test_what_is_removed_leaves_a_line_without_name_and_bytes(
    clerk: Session, person: Person
) -> None:
    file = add(clerk, person)
    with pytest.raises(InvalidInput):
        attachments.remove(clerk, file.id, "  ")
    gone = attachments.remove(clerk, file.id, "of somebody else")
    assert (gone.name, gone.removed_by, gone.removal_reason) == (
        "", clerk.user.id, "of somebody else",
    )  # fmt: skip
    assert attachments.attachments_of(clerk, person.id) == ()
    assert not any(b"QxPictureBytes" in value for _table, value in cells(clerk))
    for again in (attachments.content_of, attachments.set_portrait):
        with pytest.raises(NotFound):
            again(clerk, file.id)
    assert acts_on(clerk, file.id) == [Act.ATTACHMENT_ADDED, Act.ATTACHMENT_REMOVED]


def test_an_altered_file_is_not_shown_and_the_daily_check_notices(
    clerk: Session, person: Person
) -> None:
    file, gone = add(clerk, person), add(clerk, person)
    attachments.remove(clerk, gone.id, "twice")
    assert is_whole(clerk)  # the control
    with clerk.vault.transaction() as db:
        db.execute("UPDATE attached_content SET content = x'00'")
    with pytest.raises(IntakeError, match="altered"):
        attachments.content_of(clerk, file.id)
    assert not is_whole(clerk)


def is_whole(session: Session) -> bool:
    integrity.prepare(session)
    return integrity.check(session, lambda *_step: None).is_whole


# ---------------------------------------------------------------------------- to the hub


def enrolled(session: Session) -> HubKeys:
    keys = HubKeys.generate()
    card = hub_card(keys, HubKeys.generate().recipient, "Hub", session.clock())
    sync.enrol_hub(session, card.to_bytes())
    return keys


def test_a_batch_takes_the_files_but_not_the_medical_ones(sign_in: SignIn) -> None:
    person, case, secret = medical(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    file = attachments.add(supervisor, person.id, case.id, IDENTITY, a_readable())
    gone = attachments.add(supervisor, person.id, case.id, IDENTITY, a_readable())
    attachments.remove(supervisor, gone.id, "twice")
    keys = enrolled(supervisor)
    batch = sync.seal_batch(supervisor)
    assert batch.documents == 1
    with supervisor.read() as db:
        sealed = sync_store.file_of(db, batch.number)
    assert sealed is not None
    desk = parse_desk_card(sync.desk_card(supervisor))
    opened = open_batch(BytesIO(sealed), {desk.ed25519: desk}, keys.identity)
    records = {record.id: record for record in opened.records()}
    assert opened.attachment(file.id) == a_readable().content
    assert (records[file.id].kind, records[file.id].case) == ("attached_file", case.id)
    assert records[gone.id].body["removed_at"] != ""
    assert [item.id for item in opened.manifest.attachments] == [file.id]
    assert secret.id not in records


def test_a_real_picture_goes_all_the_way(clerk: Session, person: Person) -> None:
    read = attachments.read_bytes(as_file(a_picture(), "PNG"), "../Café \u202egnp.png")
    added = attachments.add(clerk, person.id, None, IDENTITY, read)
    assert added.name == "Café gnp.jpg"
    assert attachments.content_of(clerk, added.id) == read.content
