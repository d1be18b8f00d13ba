"""Signing a destruction list, erasing what stands on it, and the copies that still hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from intake_app import settings
from intake_app.acts import Act
from intake_app.documents import service as documents
from intake_app.documents.duty_facts import ErasedFileFacts, ErasureFacts
from intake_app.documents.gather import loose_heading
from intake_app.erasure import store
from intake_app.erasure.model import Erasure, ListedFile, Tombstone, content_hash, signed_text
from intake_app.erasure.store import Ids
from intake_app.errors import InvalidInput, NotAllowed, NotFound, VaultDamaged
from intake_app.i18n import _, texts
from intake_app.people import store as people_store
from intake_app.people.model import Household
from intake_app.retention import store as retention_store
from intake_app.retention.model import YEARS_KEPT, FileKind, who_goes
from intake_app.retention.service import due_in, years_in
from intake_app.same_person.service import before_erasure
from intake_app.session import Change, Session
from intake_app.users import store as users_store
from intake_app.values import new_id
from intake_app.vault.copies import LocalCopy, delete_copies, local_copies
from intake_app.words import word

__all__ = [
    "Erasure", "ListedFile", "LocalCopy", "copies", "destroy_copies", "erase", "lists",
    "note_protocol_printed", "protocol", "sign_list", "unfinished",
]  # fmt: skip

REASON = "retention"
"""Why a file went, in words of the hub: its time was over, or its own date had passed."""


def lists(session: Session) -> list[Erasure]:
    """All signed lists, the newest first. Raises NotAllowed."""
    session.require(Act.ERASURE_SIGNED)
    with session.read() as db:
        return store.all_of(db)


def unfinished(session: Session) -> Erasure | None:
    """The list that was signed and is not erased to its end, or None."""
    return next((one for one in lists(session) if one.finished_at is None), None)


def sign_list(session: Session) -> Erasure:
    """Sign for everything that is marked and still due. Nothing is erased yet.

    Raises InvalidInput if nothing is marked, NotAllowed while another list is not finished or the
    date of the computer is not confirmed.
    """
    with session.act(Act.ERASURE_SIGNED, erasure_id := new_id()) as change:
        if any(one.finished_at is None for one in store.all_of(change.db)):
            raise NotAllowed(_("Finish the erasure that was begun; then sign a new list."))
        due = due_in(change.db, session.clock())
        if due.jump is not None:
            raise NotAllowed(_("Confirm the date of this computer first."))
        files = tuple(
            ListedFile(file.kind, file.id, due.until(file) or due.today)
            for file in due.files
            if file.is_marked
        )
        if not files:
            raise InvalidInput({"files": _("No file is marked for erasure.")})
        number = store.next_number(change.db)
        content, keys = content_hash(erasure_id, number, files), session.vault.keys
        signature = keys.sign(signed_text(content, session.user.id, change.at))
        erasure = Erasure(
            erasure_id, number, content, session.user.id, change.at,
            keys.verify_key.hex(), signature.hex(), None, files,
        )  # fmt: skip
        store.put(change.db, erasure)
    return erasure


def erase(
    session: Session,
    erasure_id: str,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
) -> Erasure:
    """Erase what is left of a signed list, and then every trace of it in the file.

    Each file goes in one transaction of its own, with its line in the audit log and its tombstone
    for the hub. ``progress(done, all)`` is called before each and may raise to stop: what is left
    stays on the list, and ``erase`` goes on with it. Raises VaultDamaged if the list is not the
    one that was signed.
    """
    session.require(Act.FILE_ERASED)
    erasure = _read(session, erasure_id)
    steps = len(erasure.files) + 1
    for file in erasure.left:
        progress(steps - 1 - len(_read(session, erasure_id).left), steps)
        with session.act(Act.FILE_ERASED, file.file_id) as change:
            _erase_file(session, change, erasure, file)
    progress(steps - 1, steps)
    session.vault.scrub()
    if erasure.finished_at is None:
        with session.act(Act.ERASURE_FINISHED, erasure_id) as change:
            store.finish(change.db, erasure_id, change.at)
    session.vault.checkpoint()
    return _read(session, erasure_id)


def _read(session: Session, erasure_id: str) -> Erasure:
    with session.read() as db:
        erasure = store.get(db, erasure_id)
    if erasure is None:
        raise NotFound(_("This list is not in the vault."))
    if not erasure.is_whole:
        raise VaultDamaged(
            _("This destruction list is not the one that was signed. Nothing was erased.")
        )
    return erasure


def _erase_file(session: Session, change: Change, erasure: Erasure, file: ListedFile) -> None:
    db = change.db
    store.begin(db, erasure.id, file.file_id)
    went: Ids = {}
    known = retention_store.get(db, file.file_id)
    if known is not None:  # else it went with a file before it on the same list
        if file.kind is FileKind.CASE:
            went = store.erase_case(db, file.file_id)
        household = retention_store.household_of(db, known.person_id, years_in(db))
        going = who_goes(known.person_id, household, session.today())
        _erase_persons(change, session.user.id, going, went)
        if known.person_id not in going:
            _let_go_later(change, known.person_id, file.due_on, session.user.id)
    store.erase_in_transit(db, [id_ for ids in went.values() for id_ in ids])
    for kind, ids in went.items():
        for id_ in ids:
            change.erased(kind, id_)
    counts = {kind: len(ids) for kind, ids in went.items() if ids}
    store.end(db, erasure.id, file.file_id, session.user.id, change.at, counts)
    tombstone = Tombstone(
        file.file_id, file.kind, erasure.id, REASON, session.today(),
        {kind: ids for kind, ids in went.items() if ids},
    )  # fmt: skip
    change.send("erasure", file.file_id, 1, tombstone)


def _let_go_later(change: Change, person_id: str, due_on: date, by: str) -> None:
    """Part of a family that still has a case: goes as soon as nobody needs the person any more."""
    person = retention_store.get(change.db, person_id)
    if person is not None and person.kind is FileKind.PERSON and person.set_until is None:
        retention_store.put_date(change.db, person_id, due_on, "", by, change.at)


def _erase_persons(change: Change, by: str, going: set[str], went: Ids) -> None:
    for person_id in sorted(going):
        person = people_store.get(change.db, person_id)
        before_erasure(change, by, person_id, going)
        for kind, ids in store.erase_person(change.db, person_id).items():
            went[kind] = [*went.get(kind, []), *ids]
        home = person.household_id if person else None
        if home is None:
            continue
        if store.erase_empty_household(change.db, home):
            went["household"] = [*went.get("household", []), home]
        else:
            _without_head(change, people_store.household(change.db, home), person_id)


def _without_head(change: Change, home: Household | None, person_id: str) -> None:
    """A household that lives on must not name somebody who was erased."""
    if home is not None and home.head_id == person_id:
        changed = replace(home, head_id=None, revision=home.revision + 1)
        people_store.put_household(change.db, changed)
        change.send("household", changed.id, changed.revision, changed)


# ---------------------------------------------------------------------------- copies


def copies(session: Session, erasure: Erasure) -> list[LocalCopy]:
    """The copies in the vault folder that were made before this list was erased to its end."""
    made_before = date.fromisoformat((erasure.finished_at or session.now())[:10])
    return [copy for copy in local_copies(session.vault.folder) if copy.made_on <= made_before]


def destroy_copies(session: Session, erasure: Erasure) -> int:
    """Delete them; returns how many. What lies on other disks has to be destroyed by hand."""
    session.require(Act.COPIES_DESTROYED)
    found = copies(session, erasure)
    with session.act(Act.COPIES_DESTROYED, erasure.id):
        delete_copies(session.vault.folder, found)
    return len(found)


# ---------------------------------------------------------------------------- on paper


def protocol(session: Session, erasure_id: str, language: str) -> bytes:
    """The protocol of a list as a PDF: ids, days and counts, no personal data.

    Made anew each time, for the list never changes. Raises NotAllowed, NotFound.
    """
    erasure = next((one for one in lists(session) if one.id == erasure_id), None)
    if erasure is None:
        raise NotFound(_("This list is not in the vault."))
    with session.read() as db:
        names, rule = users_store.names(db), settings.office_rule(db, YEARS_KEPT)
    said = texts(language)
    kept = said.gettext("not decided yet")
    if rule is not None:
        kept = said.ngettext(
            "{years} year after the last act: {basis}",
            "{years} years after the last act: {basis}",
            rule.value,
        ).format(years=rule.value, basis=rule.basis)
    facts = ErasureFacts(
        heading=loose_heading(session, f"{session.office.code}-E{erasure.number}", language),
        number=erasure.number,
        signed_by=names.get(erasure.signed_by, erasure.signed_by),
        signed_at=_local(erasure.signed_at),
        content_hash=erasure.content_hash,
        signature=erasure.signature,
        finished_at=_local(erasure.finished_at) if erasure.finished_at else None,
        files=tuple(_file_facts(file, language) for file in erasure.files),
        counts=tuple(
            (word("record", kind, language), count) for kind, count in erasure.counts().items()
        ),
        rule=kept,
        copies=tuple(copy.name for copy in copies(session, erasure)),
    )
    return documents.form("erasure_protocol")(facts)


def note_protocol_printed(session: Session, erasure_id: str) -> None:
    """The protocol went to a printer."""
    with session.act(Act.ERASURE_PRINTED, erasure_id):
        pass


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone()


def _file_facts(file: ListedFile, language: str) -> ErasedFileFacts:
    return ErasedFileFacts(
        word("file", file.kind, language),
        file.file_id,
        file.due_on,
        _local(file.erased_at) if file.erased_at else None,
        sum(file.erased.values()),
    )
