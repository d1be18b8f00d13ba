"""Adding, showing, taking out and removing the files about a person.

Looking at one is an act each time. A photograph needs the person's consent, a medical file the
medical role key; what that key seals is never sent to the hub.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from intake_app import outside
from intake_app.acts import Act
from intake_app.attachments import sealing, store
from intake_app.attachments.model import Attachment, AttachmentKind, FileType, Readable, Shown
from intake_app.attachments.reading import bytes_of, read_bytes, read_path
from intake_app.cases import store as cases_store
from intake_app.cases.agreement import Agreement, Standing, refused_words
from intake_app.cases.consent import Purpose
from intake_app.cases.permissions import Use, agreement_in, require
from intake_app.errors import IntakeError, InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.people import store as people_store
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection

__all__ = [
    "Attachment", "Shown", "add", "attachments_of", "bytes_of", "content_of", "export", "kinds_for",
    "person_of_case", "portrait_of", "read_bytes", "read_path", "remove", "removed_from",
    "set_portrait", "signed_papers",
]  # fmt: skip

RECORD = "attached_file"
"""The kind under which a file's line goes to the hub; its bytes travel beside, as papers do."""


def kinds_for(session: Session) -> tuple[AttachmentKind, ...]:
    """The kinds of files that the user's role may add and see."""
    return tuple(kind for kind in AttachmentKind if _may_see(session, kind))


def person_of_case(session: Session, case_id: str) -> str:
    """The id of the person whom a case is about. Raises NotFound."""
    with session.read() as db:
        case = cases_store.get(db, case_id)
    if case is None:
        raise NotFound(_("This case is not in the vault any more."))
    return case.person_id


def attachments_of(session: Session, person_id: str) -> tuple[Shown, ...]:
    """The files about a person with their small pictures, the newest first.

    Medical ones are left out for a role that may not see them: that there are any says something.
    """
    with session.read() as db:
        may_show_photos = _has_photo_consent(session, db, person_id)
        return tuple(
            _shown(session, db, file, may_show_photos)
            for file in store.of_person(db, person_id)
            if _may_see(session, file.kind)
        )


def removed_from(session: Session, person_id: str) -> list[Attachment]:
    """What stays written down of files that were removed, the newest first; without medical ones
    for a role that may not see them."""
    with session.read() as db:
        gone = store.removed_from(db, person_id)
    return [file for file in gone if _may_see(session, file.kind)]


def portrait_of(session: Session, person_id: str) -> bytes | None:
    """The small picture (JPEG) by which colleagues recognise the person; None if there is none,
    or no consent to it any more."""
    with session.read() as db:
        if not _has_photo_consent(session, db, person_id):
            return None
        files = store.of_person(db, person_id)
        chosen = next((file for file in files if file.is_portrait), None)
        return store.thumbnail_of(db, chosen.id) if chosen else None


def signed_papers(session: Session, person_id: str) -> dict[str, Attachment]:
    """By the id of a consent, a refusal or a thing that was given: the newest scan of the paper
    that proves it."""
    with session.read() as db:
        return papers_in(db, person_id)


def papers_in(db: Connection, person_id: str) -> dict[str, Attachment]:
    """The same in a running reading."""
    files = store.of_person(db, person_id)
    return {proved: file for file in reversed(files) for proved in file.about}


def add(
    session: Session,
    person_id: str,
    case_id: str | None,
    kind: AttachmentKind,
    file: Readable,
    about: tuple[str, ...] = (),
) -> Attachment:
    """Keep a file that ``read_path`` or ``read_bytes`` found good.

    ``about`` are the consents and refusals that a signed paper proves. Raises NotAllowed without
    the consent to a photograph or for a kind that is not for this role, NotFound if person, case or
    consent are gone, InvalidInput for a PDF as a photograph or another kind as a signed paper.
    """
    session.require(Act.ATTACHMENT_ADDED)
    _require_kind(session, kind)
    if kind is AttachmentKind.PHOTO and file.type is not FileType.PICTURE:
        raise InvalidInput({"file": _("A photograph is a JPEG or PNG picture, not a PDF.")})
    if about and kind is not AttachmentKind.CONSENT:
        raise InvalidInput({"file": _("Only a signed consent can be the paper of a consent.")})
    file_id = new_id()
    with session.act(Act.ATTACHMENT_ADDED, file_id) as change:
        _require_answers(change.db, person_id, about)
        if kind is AttachmentKind.PHOTO:
            _require_photo_consent(session, change.db, person_id)
        new = Attachment(
            file_id, person_id, case_id, kind, file.name, file.type, file.pages, 0, "", "", "",
            about=about,
        )  # fmt: skip
        return keep_in(change, session, new, file)


def keep_in(change: Change, session: Session, new: Attachment, file: Readable) -> Attachment:
    """Write a file and its bytes in a running act that has looked at kind and ``about``.

    Of ``new`` the size, the hash and who adds it when are filled in here. Raises NotFound if person
    or case are gone.
    """
    _require_person(change.db, new.person_id, new.case_id)
    is_sealed = new.kind is AttachmentKind.MEDICAL
    content, thumbnail = file.content, file.thumbnail
    if is_sealed:
        seals = session.vault.keys.seals
        content = sealing.sealed(seals, new.id, sealing.CONTENT, content)
        thumbnail = sealing.sealed(seals, new.id, sealing.THUMBNAIL, thumbnail)
    added = replace(
        new,
        name="" if is_sealed else new.name,  # names of medical files tell what is in them
        size=len(file.content),
        sha256="" if is_sealed else hashlib.sha256(content).hexdigest(),
        added_by=session.user.id,
        added_at=change.at,
    )
    added = _put(change, added)
    store.put_content(change.db, added.id, content, thumbnail, sealed=is_sealed)
    return added


def content_of(session: Session, file_id: str) -> bytes:
    """The bytes of a file, to be shown; that somebody looked is written in the audit log.

    Raises NotFound, NotAllowed, and IntakeError if somebody has altered it.
    """
    session.require(Act.ATTACHMENT_VIEWED)
    with session.act(Act.ATTACHMENT_VIEWED, file_id) as change:
        return _content(session, change.db, _existing(session, change.db, file_id))


def export(session: Session, file_id: str, path: Path) -> None:
    """Save a file unencrypted outside the vault: an act of its own, for supervisors.

    Raises NotFound, NotAllowed, and StorageFull if it cannot be written there.
    """

    def content(db: Connection) -> bytes:
        return _content(session, db, _existing(session, db, file_id))

    outside.export(session, Act.ATTACHMENT_EXPORTED, file_id, path, content)


def remove(session: Session, file_id: str, reason: str) -> Attachment:
    """Let the bytes of a file go for good; a line stays that says who did it, when and why.

    Raises InvalidInput without a reason, NotFound, NotAllowed.
    """
    session.require(Act.ATTACHMENT_REMOVED)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a few words why the file is removed.")})
    with session.act(Act.ATTACHMENT_REMOVED, file_id) as change:
        file = _existing(session, change.db, file_id)
        store.drop_content(change.db, file_id)
        gone = replace(
            file, name="", is_portrait=False, removed_by=session.user.id, removed_at=change.at,
            removal_reason=reason,
        )  # fmt: skip
        return _put(change, gone)


def set_portrait(session: Session, file_id: str, *, chosen: bool = True) -> Attachment:
    """Make a photograph the one by which colleagues recognise the person, or not any more.

    Raises InvalidInput for another kind of file, NotAllowed without the consent, NotFound.
    """
    session.require(Act.PORTRAIT_CHOSEN)
    with session.act(Act.PORTRAIT_CHOSEN, file_id) as change:
        file = _existing(session, change.db, file_id)
        if file.kind is not AttachmentKind.PHOTO:
            raise InvalidInput({"file": _("Only a photograph of the person can be chosen.")})
        if chosen:
            _require_photo_consent(session, change.db, file.person_id)
        for other in store.of_person(change.db, file.person_id):
            if other.is_portrait and other.id != file_id:
                _put(change, replace(other, is_portrait=False))
        return _put(change, replace(file, is_portrait=chosen))


# ---------------------------------------------------------------------------- rules


def _may_see(session: Session, kind: AttachmentKind) -> bool:
    return kind is not AttachmentKind.MEDICAL or session.may(Act.NOTE_READ)


def _require_kind(session: Session, kind: AttachmentKind) -> None:
    if not _may_see(session, kind):
        raise NotAllowed(_("Your role may not see medical files. Give it to a counsellor."))


def _photo_consent(session: Session, db: Connection, person_id: str) -> Agreement:
    return agreement_in(db, person_id, Purpose.PHOTO, session.today())


def _has_photo_consent(session: Session, db: Connection, person_id: str) -> bool:
    return _photo_consent(session, db, person_id).holds


def _require_photo_consent(session: Session, db: Connection, person_id: str) -> None:
    require(db, person_id, Use.PHOTOGRAPH, session.today())


def _require_answers(db: Connection, person_id: str, about: tuple[str, ...]) -> None:
    known = {one.id for one in cases_store.consents_of(db, person_id)}
    known |= {one.id for one in cases_store.refusals_of(db, person_id)}
    if not known.issuperset(about):
        raise NotFound(_("This consent is not in the vault any more."))


def _require_person(db: Connection, person_id: str, case_id: str | None) -> None:
    case = cases_store.get(db, case_id) if case_id else None
    known = people_store.get(db, person_id) is not None
    if not known or (case_id and (case is None or case.person_id != person_id)):
        raise NotFound(_("This person is not in the vault any more."))


def _existing(session: Session, db: Connection, file_id: str) -> Attachment:
    file = store.get(db, file_id)
    if file is None or file.removed_at:
        raise NotFound(_("This file is not in the vault any more."))
    _require_kind(session, file.kind)
    return file


# ---------------------------------------------------------------------------- bytes


def _put(change: Change, file: Attachment) -> Attachment:
    """Write the next revision; a medical file is not sent to the hub."""
    file = replace(file, revision=file.revision + 1)
    store.put(change.db, file)
    if file.kind is AttachmentKind.MEDICAL:
        change.bind(RECORD, file.id, file.revision, file)
    else:
        change.send(RECORD, file.id, file.revision, file, file.case_id)
    return file


def _content(session: Session, db: Connection, file: Attachment) -> bytes:
    if file.kind is AttachmentKind.PHOTO:
        found = _photo_consent(session, db, file.person_id)
        if found.standing is Standing.WITHDRAWN:
            raise NotAllowed(
                _(
                    "The person has taken back the consent to the photograph. Remove it, with a"
                    " reason."
                )
            )
        if not found.holds:
            raise NotAllowed(refused_words(found))
    content = store.content_of(db, file.id)
    if content is not None and file.kind is AttachmentKind.MEDICAL:
        content = sealing.opened(session.vault.keys.seals, file.id, sealing.CONTENT, content)
    elif not store.is_whole(db, file):
        content = None
    if content is None:
        raise IntakeError(
            _(
                "This file was altered outside the program and is not shown. Tell your supervisor: "
                "an older copy of the vault may still have it."
            )
        )
    return content


def _shown(session: Session, db: Connection, file: Attachment, may_show_photos: bool) -> Shown:
    if file.kind is AttachmentKind.PHOTO and not may_show_photos:
        return Shown(file, b"", is_withheld=True)
    thumbnail = store.thumbnail_of(db, file.id)
    if thumbnail is not None and file.kind is AttachmentKind.MEDICAL:
        seals = session.vault.keys.seals
        thumbnail = sealing.opened(seals, file.id, sealing.THUMBNAIL, thumbnail)
    return Shown(file, thumbnail or b"")
