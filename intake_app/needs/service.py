"""Giving something to somebody who has just arrived, taking it back, and the signed receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from intake_app.acts import Act
from intake_app.attachments import service as attachments
from intake_app.attachments.model import Attachment, AttachmentKind, Readable
from intake_app.cases import store as cases_store
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.service import CaseView, view_in
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.needs import store
from intake_app.needs.allowance import Room, refusal
from intake_app.needs.kinds import kinds_of
from intake_app.needs.model import GivenItem, Taker
from intake_app.packs.model import Pack
from intake_app.plans import store as plans_store
from intake_app.plans.budget import held_lines
from intake_app.plans.service import frame_in, pack_of
from intake_app.screening import gate
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class NeedsView:
    """Everything that the screen of a case shows about what was given, read at one moment.

    ``caregiver`` is who the screening names, for a child. ``scans`` are the signed receipts in the
    file, by the id of a thing.
    """

    case: CaseFile
    pack: Pack
    items: tuple[GivenItem, ...]
    room: Room
    is_child: bool
    caregiver: str = ""
    scans: Mapping[str, Attachment] = field(default_factory=dict)

    @property
    def unsigned(self) -> list[GivenItem]:
        """What stands and nobody has signed for."""
        return [item for item in self.items if item.lacks_receipt]

    @property
    def without_scan(self) -> list[GivenItem]:
        """What stands and whose signed receipt is not in the file, signed on paper or not."""
        return [item for item in self.items if item.stands and item.id not in self.scans]


def room_in(session: Session, db: Connection, case_id: str) -> Room:
    """What the immediate aid of a case is held against, in a running transaction."""
    frame = frame_in(session, db, case_id)
    return Room(frame, held_lines(plans_store.of_case(db, case_id), frame.pack.id))


def needs_of(session: Session, case_id: str) -> NeedsView:
    """What was given in a case. Raises NotFound."""
    with session.read() as db:
        view = view_in(db, case_id)
        child = gate.child_of_case(db, case_id, session.today())
        items, scans = _items_and_scans(db, view.case)
        return NeedsView(
            view.case,
            pack_of(session, view.case.pack),
            tuple(items),
            room_in(session, db, case_id),
            child is not None,
            child.caregiver if child else "",
            scans,
        )


def receipts_missing(session: Session, case_id: str) -> tuple[int, int]:
    """How many things of a case nobody has signed for, and for how many the scan is missing that
    were signed on paper; for a case of any programme."""
    with session.read() as db:
        case = cases_store.get(db, case_id)
        if case is None:
            return 0, 0
        items, scans = _items_and_scans(db, case)
    unsigned = sum(item.lacks_receipt for item in items)
    signed = [item for item in items if item.stands and not item.lacks_receipt]
    return unsigned, sum(item.id not in scans for item in signed)


def _items_and_scans(
    db: Connection, case: CaseFile
) -> tuple[list[GivenItem], dict[str, Attachment]]:
    items = store.of_case(db, case.id)
    return items, attachments.papers_in(db, case.person_id) if items else {}


def items_of(session: Session, case_id: str) -> list[GivenItem]:
    """Everything given in a case, also what was taken back; for a case of any programme."""
    with session.read() as db:
        return store.of_case(db, case_id)


def give(session: Session, item: GivenItem) -> GivenItem:
    """Write down that something was given.

    Raises InvalidInput with the reason in words if the package does not hold it; NotAllowed in a
    closed case, for cash in a child's hand, and for anything that goes into another hand
    for a child alone whose family is not verified.
    """
    session.require(Act.ITEM_GIVEN)
    item.cleaned().check(session.today())
    with session.act(Act.ITEM_GIVEN, item.id) as change:
        return give_in(change, session, item)


def give_in(change: Change, session: Session, item: GivenItem) -> GivenItem:
    """The same within a running act."""
    view = view_in(change.db, item.case_id)
    if view.case.stage is Stage.CLOSURE:
        raise NotAllowed(_("This case is closed: nothing can be given in it any more."))
    if store.get(change.db, item.id) is not None:
        raise NotAllowed(_("This was written down already. Take it back if it is wrong."))
    pack = pack_of(session, view.case.pack)
    item = item.cleaned()
    item.check(session.today())
    item.check_in_case(kinds_of(pack), pack.currency, view.homecoming.arrived_on)
    _refuse_child(session, change.db, view, item)
    room = room_in(session, change.db, item.case_id)
    if reason := refusal(item, room):
        raise InvalidInput({"value": reason})
    package = pack.on_arrival
    saved = replace(
        item,
        package=package.id if package and item.value else "",
        number=len(store.of_case(change.db, item.case_id)) + 1,
        given_by=session.user.id,
        written_at=change.at,
        revision=1,
    )
    _keep(change, saved)
    return saved


def _refuse_child(session: Session, db: Connection, view: CaseView, item: GivenItem) -> None:
    today = session.today()
    if item.taker is Taker.FAMILY and gate.child_of_case(db, view.case.id, today) is not None:
        raise InvalidInput({"taker": _("What is for a child is given to it or to its caregiver.")})
    gate.before_giving(
        db,
        view.case.id,
        today,
        is_money=item.is_money,
        to_the_child=item.taker is Taker.PERSON,
    )


def _keep(change: Change, item: GivenItem) -> None:
    store.put(change.db, item)
    change.send("given_item", item.id, item.revision, item, item.case_id)


def take_back(session: Session, item_id: str, reason: str) -> GivenItem:
    """Write down that something was not given after all, or came back. It stays in the list.

    Raises InvalidInput without a reason; NotAllowed if it was taken back before.
    """
    session.require(Act.ITEM_TAKEN_BACK)
    reason = checked_reason(reason)
    with session.act(Act.ITEM_TAKEN_BACK, item_id) as change:
        item = store.get(change.db, item_id)
        if item is None:
            raise NotFound(_("This is not in the vault any more."))
        if not item.stands:
            raise NotAllowed(_("This was taken back already."))
        return take_back_in(change, session, item, reason)


def take_back_in(change: Change, session: Session, item: GivenItem, reason: str) -> GivenItem:
    """The same within a running act, with a checked reason."""
    taken = replace(
        item,
        taken_back_by=session.user.id,
        taken_back_at=change.at,
        reason=reason,
        revision=item.revision + 1,
    )
    _keep(change, taken)
    return taken


def checked_reason(reason: str) -> str:
    """The reason as it is stored. Raises InvalidInput if there is none."""
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence why it is taken back.")})
    return reason


def note_signed(session: Session, case_id: str, item_ids: Collection[str]) -> int:
    """Write down that somebody saw the receipt for these things signed on paper; returns how many.

    The scan is missing until ``add_receipt`` brings it. What was taken back or signed for meanwhile
    is left as it is.
    """
    session.require(Act.ITEM_SIGNED_FOR)
    with session.act(Act.ITEM_SIGNED_FOR, case_id) as change:
        items = [item for item in store.of_case(change.db, case_id) if item.id in item_ids]
        count = _note_signed(change, session, items)
        if not count:
            raise NotAllowed(_("Everything that was given is signed for already."))
    return count


def _note_signed(change: Change, session: Session, items: Iterable[GivenItem]) -> int:
    fresh = [item for item in items if item.lacks_receipt]
    for item in fresh:
        _keep(change, replace(item, receipt_on=session.today(), revision=item.revision + 1))
    return len(fresh)


def add_receipt(
    session: Session, case_id: str, item_ids: Collection[str], file: Readable
) -> Attachment:
    """Keep the scan of a signed receipt, as the paper of these things; they count as signed for.

    Raises NotFound if one of them is not of this case, NotAllowed if one was taken back.
    """
    session.require(Act.ITEM_SIGNED_FOR)
    session.require(Act.ATTACHMENT_ADDED)
    with session.act(Act.ITEM_SIGNED_FOR, case_id) as change:
        case = view_in(change.db, case_id).case
        items = [item for item in store.of_case(change.db, case_id) if item.id in item_ids]
        if not items or len(items) < len(set(item_ids)):
            raise NotFound(_("This is not in the vault any more."))
        if not all(item.stands for item in items):
            raise NotAllowed(_("This was taken back already."))
        _note_signed(change, session, items)
        scan = Attachment(
            new_id(), case.person_id, case_id, AttachmentKind.OTHER, file.name, file.type,
            file.pages, 0, "", "", "", about=tuple(item.id for item in items),
        )  # fmt: skip
        return attachments.keep_in(change, session, scan, file)
