"""From the outbox to the hub and back: cards, batches and receipts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from intake_app import __version__, audit, outbox, settings
from intake_app.acts import Act
from intake_app.attachments import store as attachments_store
from intake_app.backups.service import RESTORED_AT
from intake_app.cases import store as cases_store
from intake_app.documents import store as documents_store
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.outbox import Item
from intake_app.session import Change, Session
from intake_app.sync import held_back, store
from intake_app.sync.batch import MAX_FILE, attachment_cost, batch_file_name, seal
from intake_app.sync.cards import (
    DeskKeys,
    HubCard,
    card_name,
    fingerprint,
    key_digits,
    parse_hub_card,
)
from intake_app.sync.cards import desk_card as make_desk_card
from intake_app.sync.files import write_verified
from intake_app.sync.manifest import (
    MAX_ATTACHMENTS,
    MAX_RECORDS,
    Attachment,
    Heading,
    Record,
    Signer,
)
from intake_app.sync.receipt import Receipt, open_receipt
from intake_app.sync.store import Batch, BatchState
from intake_app.vault.db import Connection

__all__ = [
    "Batch", "BatchState", "HubCard", "Pending", "batches", "count_pending", "desk_card",
    "digits_of_signature", "enrol_hub", "fingerprint_of_desk", "fingerprint_of_hub",
    "first_lost_line", "hub_of", "pending", "read_receipt", "seal_batch", "waits_for_the_hub",
    "why_stopped", "write_batch", "write_desk_card",
]  # fmt: skip

_DESK_KEYS = settings.DESK_KEYS
_LAST_RECEIPT = "last_receipt"
_HEAD_AT_HUB = "audit_head_at_hub"

_RECORDS_SIZE = 32 << 20
"""Most JSON that one batch takes; half of what the format allows before compression."""


@dataclass(frozen=True)
class Pending:
    """One record that the hub has not acknowledged. ``batch`` is the last it went in, or None.

    ``is_held_back``: the person does not want the case managed, so no batch takes it.
    """

    kind: str
    id: str
    revision: int
    case_number: str | None
    at: str
    batch: int | None
    is_held_back: bool = False


# ---------------------------------------------------------------------------- cards


def _desk_keys(db: Connection) -> DeskKeys | None:
    stored = settings.secret(db, _DESK_KEYS)
    return DeskKeys.parse(stored) if stored else None


def _kept_desk_keys(change: Change) -> DeskKeys:
    keys = _desk_keys(change.db)
    if keys is None:
        keys = DeskKeys.generate()
        settings.keep_secret(change.db, _DESK_KEYS, keys.serialise())
    return keys


def desk_card(session: Session) -> bytes:
    """The card by which the hub comes to know this desk. Makes the desk's keys the first time."""
    session.require(Act.DESK_CARD_WRITTEN)
    with session.act(Act.DESK_CARD_WRITTEN, session.vault.vault_id) as change:
        keys = _kept_desk_keys(change)
    office = session.office
    return make_desk_card(keys, office.code, card_name(office.name), session.clock()).to_bytes()


def write_desk_card(session: Session, folder: Path) -> Path:
    """Write the desk's card into a folder, verified; returns the file."""
    return write_verified(folder, f"{session.office.code}.deskcard", desk_card(session))


def digits_of_signature(session: Session) -> str:
    """The digits of the key with which the signed-in user signs decisions, to be read out."""
    return key_digits(session.vault.keys.verify_key)


def fingerprint_of_desk(session: Session) -> str:
    """The words or numbers to compare by voice with the hub; empty before the first card."""
    with session.read() as db:
        keys = _desk_keys(db)
    if keys is None:
        return ""
    office = session.office
    return fingerprint(make_desk_card(keys, office.code, card_name(office.name), session.clock()))


def enrol_hub(session: Session, card: bytes) -> HubCard:
    """Take in the hub's card: batches are sealed to its keys from now on.

    Raises BatchRefused for a card that is damaged or not signed by its own key.
    """
    session.require(Act.HUB_ENROLLED)
    hub = parse_hub_card(card)
    with session.act(Act.HUB_ENROLLED, hub.ed25519.hex()) as change:
        settings.keep_secret(change.db, "hub_card", hub.to_bytes().decode())
    return hub


def hub_of(session: Session) -> HubCard | None:
    """The hub that this desk seals to, or None."""
    with session.read() as db:
        return _hub(db)


def _hub(db: Connection) -> HubCard | None:
    stored = settings.secret(db, "hub_card")
    return parse_hub_card(stored.encode()) if stored else None


def fingerprint_of_hub(session: Session) -> str:
    """The words or numbers to compare by voice with the hub; empty before it is enrolled."""
    hub = hub_of(session)
    return fingerprint(hub) if hub else ""


# ---------------------------------------------------------------------------- outbox and batches


def pending(session: Session) -> list[Pending]:
    """Everything that the hub has not acknowledged, what no batch has taken first."""
    with session.read() as db:
        numbers: dict[str, str | None] = {}
        held = held_back.held_in(db, session.today())
        for item in (waiting := outbox.items(db)):
            if item.case_id and item.case_id not in numbers:
                case = cases_store.get(db, item.case_id)
                numbers[item.case_id] = case.number if case else None
    return [
        Pending(
            item.kind,
            item.id,
            item.revision,
            numbers.get(item.case_id) if item.case_id else None,
            item.at,
            item.batch,
            held.holds(item),
        )
        for item in waiting
    ]


def count_pending(session: Session) -> int:
    """How many records the next batch would take for the first time."""
    with session.read() as db:
        if not (held := held_back.held_in(db, session.today())):
            return outbox.count_pending(db)
        return sum(item.batch is None and not held.holds(item) for item in outbox.items(db))


def batches(session: Session) -> list[Batch]:
    """All batches, the newest first."""
    with session.read() as db:
        stopped = held_back.stopped_in(db, session.today())
        return [_with_stop(batch, stopped) for batch in store.all_of(db)]


def _with_stop(batch: Batch, stopped: Collection[int]) -> Batch:
    waits = batch.state is not BatchState.ACKNOWLEDGED
    return replace(batch, is_stopped=waits and batch.number in stopped)


def waits_for_the_hub(session: Session) -> bool:
    """True if this vault was restored from a backup and no receipt has come since."""
    with session.read() as db:
        return _waits_for_the_hub(db)


def _waits_for_the_hub(db: Connection) -> bool:
    return bool(settings.secret(db, RESTORED_AT))


def seal_batch(
    session: Session, progress: Callable[[int, int], object] = lambda _done, _all: None
) -> Batch:
    """Seal everything that is not acknowledged into a new batch, kept in the vault.

    ``progress(done, all)`` hears of each document and may raise to cancel: then nothing is kept.
    What does not fit into one batch stays for the next, and what persons do not want to be sent
    stays for good. Raises NotAllowed without a hub, or in a
    restored vault that has not heard from it; InvalidInput if there is nothing to send.
    """
    session.require(Act.BATCH_SEALED)
    with session.read() as db:  # looked at first, so that a refusal leaves no audit line
        hub = _hub(db)
        if hub is None:
            raise NotAllowed(_("Take in the hub's card first; a batch is sealed to its keys."))
        if _waits_for_the_hub(db):
            raise NotAllowed(
                _(
                    "This vault was restored from a backup. Ask headquarters for a new receipt and "
                    "read it first: it says with which number the batches go on."
                )
            )
        if not _may_go(session, db):
            raise InvalidInput({"outbox": _("There is nothing to send: the hub has everything.")})
    batch_id = str(uuid.uuid4())
    with session.act(Act.BATCH_SEALED, batch_id) as change:
        taken = _that_fit(change.db, _may_go(session, change.db))
        attachments = _attachments(change.db, taken, progress)
        heading = _heading(session, change.db, batch_id)
        out = BytesIO()
        sealed = seal(
            (_record(session, item) for item in taken),
            attachments,
            _kept_desk_keys(change),
            hub,
            heading,
            out=out,
        )
        batch = Batch(
            number=sealed.seq,
            id=batch_id,
            sha256=sealed.sha256,
            previous=heading.previous,
            size=sealed.size,
            records=sealed.records,
            documents=sealed.attachments,
            sealed_by=session.user.id,
            sealed_at=change.at,
            state=BatchState.SEALED,
            audit_seq=heading.audit_seq,
            audit_head=heading.audit_head,
        )
        store.put(change.db, batch, out.getvalue())
        outbox.taken_by(change.db, batch.number, taken)
    return batch


def _may_go(session: Session, db: Connection) -> list[Item]:
    """What waits, without what persons do not want to be sent."""
    held = held_back.held_in(db, session.today())
    return [item for item in outbox.items(db) if not held.holds(item)]


def _heading(session: Session, db: Connection, batch_id: str) -> Heading:
    last = store.last(db)
    number, previous = store.next_place(db)
    audit_seq, audit_head = audit.head(db)
    return Heading(
        batch=batch_id,
        seq=number,
        previous=previous,
        office=session.office.code,
        created=session.clock(),
        audit_head=audit_head,
        app_version=__version__,
        audit_seq=audit_seq,
        audit_before=audit.link_at(db, last.audit_seq) if last else "",
        signers=tuple(
            Signer(login, key.hex()) for login, key in sorted(session.vault.keys.verify_keys())
        ),
    )


def _that_fit(db: Connection, items: Sequence[Item]) -> list[Item]:
    """The first items that together keep within the limits of one batch file."""
    taken: list[Item] = []
    text = size = documents = 0
    for item in items:
        text += len(item.body.encode())
        beside = _file_beside(db, item)
        if beside is not None:
            documents += 1
            size += attachment_cost(beside.size)
        if (
            len(taken) >= MAX_RECORDS
            or documents > MAX_ATTACHMENTS
            or text > _RECORDS_SIZE
            or size + 2 * text > MAX_FILE
        ):
            break
        taken.append(item)
    return taken


@dataclass(frozen=True)
class _Beside:
    """The bytes that travel beside a record: the pages of a paper, a photograph, a scan."""

    sha256: str
    size: int
    read: Callable[[Connection, str], bytes | None]


def _file_beside(db: Connection, item: Item) -> _Beside | None:
    if item.kind == "document" and (paper := documents_store.get(db, item.id)) is not None:
        size = documents_store.size_of(db, item.id)
        return _Beside(paper.sha256, size, documents_store.pdf_of)
    if item.kind == "attached_file":
        file = attachments_store.get(db, item.id)
        if file is not None and not file.removed_at:
            return _Beside(file.sha256, file.size, attachments_store.content_of)
    return None


def _attachments(
    db: Connection, items: Sequence[Item], progress: Callable[[int, int], object]
) -> list[Attachment]:
    found = [(item.id, beside) for item in items if (beside := _file_beside(db, item))]

    def opener(id_: str, beside: _Beside, place: int) -> Callable[[], bytes]:
        def read() -> bytes:
            progress(place, len(found))
            content = beside.read(db, id_)
            assert content is not None
            return content

        return read

    return [
        Attachment(id_, beside.sha256, beside.size, opener(id_, beside, place))
        for place, (id_, beside) in enumerate(found)
    ]


def _record(session: Session, item: Item) -> Record:
    body = json.loads(item.body)
    return Record(
        kind=item.kind,
        id=item.id,
        office=session.office.code,
        owner=session.vault.vault_id,
        epoch=int(body.get("epoch", 1)),
        revision=item.revision,
        case=item.case_id,
        body=body,
    )


def why_stopped() -> str:
    """Why the file of a batch is not written any more, and what to do."""
    return _(
        "Somebody in this batch has said no since it was sealed, so it is not written again."
        " Prepare a new batch: it takes everything else."
    )


def write_batch(session: Session, number: int, folder: Path) -> Path:
    """Write a sealed batch to a folder or stick and read it back; returns the file.

    May be done again as often as needed until the receipt is there. Raises NotAllowed, and writes
    nothing, if it holds records of somebody who has said no since it was sealed.
    """
    session.require(Act.BATCH_WRITTEN)
    with session.read() as db:
        stopped = held_back.stopped_in(db, session.today())
        batch = next((entry for entry in store.all_of(db) if entry.number == number), None)
        content = store.file_of(db, number)
    if batch is None or content is None:
        raise NotFound(_("The file of this batch is not kept any more. Prepare a new batch."))
    if number in stopped:
        raise NotAllowed(why_stopped())
    path = write_verified(folder, batch_file_name(batch.id), content)
    with session.act(Act.BATCH_WRITTEN, batch.id) as change:
        store.mark_written(change.db, number)
    return path


# ---------------------------------------------------------------------------- receipts


def read_receipt(session: Session, receipt: bytes) -> list[Batch]:
    """Take in the hub's answer; returns the batches that it changed.

    Raises BatchRefused for a receipt that is forged, old, damaged or for another desk; then
    nothing is changed.
    """
    session.require(Act.RECEIPT_READ)
    with session.read() as db:
        hub, keys = _hub(db), _desk_keys(db)
        newest = int(settings.secret(db, _LAST_RECEIPT) or 0)
    if hub is None or keys is None:
        raise NotAllowed(_("Take in the hub's card first; a receipt is checked against it."))
    answer = open_receipt(receipt, hub, keys, newest)
    changed: list[Batch] = []
    with session.act(Act.RECEIPT_READ, answer.receipt) as change:
        settings.keep_secret(change.db, _LAST_RECEIPT, str(answer.number))
        if answer.audit_seq:
            settings.keep_secret(change.db, _HEAD_AT_HUB, f"{answer.audit_seq} {answer.audit_head}")
        for batch in store.all_of(change.db):
            new = _answered(batch, answer, change.at)
            if new is None:
                continue
            store.mark_answered(change.db, batch.number, new.state, new.answer, change.at)
            if new.state is BatchState.ACKNOWLEDGED:
                aside = [(entry.kind, entry.id) for entry in answer.set_aside]
                outbox.acknowledged(change.db, batch.number, aside)
            changed.append(new)
        _go_on_after_restoring(change.db, answer)
    return changed


def _go_on_after_restoring(db: Connection, answer: Receipt) -> None:
    """A restored vault does not know what it sealed after the backup. The hub does: go on there.

    Two batches of one number would make the hub refuse the desk. A receipt from before the vault
    was restored does not say enough.
    """
    restored = settings.secret(db, RESTORED_AT)
    if not restored or datetime.fromisoformat(answer.created) < datetime.fromisoformat(restored):
        return
    highest = max([answer.received, *answer.extras])
    for result in answer.batches:
        if result.seq == highest and result.state != "refused":
            store.go_on_after(db, highest, result.sha256)
    settings.keep_secret(db, RESTORED_AT, "")


def first_lost_line(session: Session) -> int | None:
    """The number of the first line of the audit log that went out with a batch or came back with a
    receipt, and is not in the log any more as it was; None if all is well.

    The chain of what is left may be whole: this notices an end that was cut off.
    """
    with session.read() as db:
        known = [(batch.audit_seq, batch.audit_head) for batch in store.all_of(db)]
        if at_hub := settings.secret(db, _HEAD_AT_HUB):
            seq, head = at_hub.split()
            known.append((int(seq), head))
        lost = [seq for seq, head in known if seq and audit.link_at(db, seq) != head]
    return min(lost, default=None)


def _answered(batch: Batch, answer: Receipt, at: str) -> Batch | None:
    if batch.state is BatchState.ACKNOWLEDGED:
        return None
    if answer.has(batch.number):
        return replace(batch, state=BatchState.ACKNOWLEDGED, answer="", answered_at=at)
    refused = next(
        (
            result
            for result in answer.batches
            if result.batch == batch.id and result.state == "refused"
        ),
        None,
    )
    if refused is None:
        return None
    return replace(batch, state=BatchState.REFUSED, answer=refused.code, answered_at=at)
