"""The hub's answer to a desk: what it has, what is missing, what it set aside and why.

Outside as a batch (``CASERCP1``, signed by the hub), inside one age file to one desk.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass, field
from io import BytesIO
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from intake_app.sync import age, canonical, envelope
from intake_app.sync.cards import DeskCard, DeskKeys, HubCard, HubKeys
from intake_app.sync.manifest import (
    Count,
    Hash,
    Head,
    KindName,
    Moment,
    Name,
    Number,
    Office,
    Uuid,
    converted,
)
from intake_app.sync.refusals import refused

MAX_RECEIPT = 16 << 20
MAX_PLAIN = 8 << 20
MAX_BATCHES = 1_000
MAX_SET_ASIDE = 20_000
KIND = envelope.Kind(b"CASERCP1", b"intake-desk/receipt/v1\0", MAX_RECEIPT)
SUFFIX = ".casereceipt"
_U32 = struct.Struct(">I")

Code = Annotated[str, Meta(pattern=r"\A[a-z_]{0,40}\Z")]


@dataclass(frozen=True)
class BatchResult:
    """What became of one batch. ``seq`` is 0 where the hub could not read it.

    ``state`` is ok, gap, late, duplicate or refused; ``code`` says why it was refused.
    """

    batch: Uuid
    seq: Count
    sha256: Hash
    state: Literal["ok", "gap", "late", "duplicate", "refused"]
    code: Code = ""


@dataclass(frozen=True)
class SetAside:
    """One record or document that the hub kept aside instead of taking it."""

    batch: Uuid
    kind: KindName
    id: Name
    revision: Count
    code: Code


@dataclass(frozen=True)
class Receipt:
    """``received``: every batch up to this number is at the hub; ``extras``: later ones that are.

    ``number`` counts the receipts of one desk, so that an old one is known for what it is.
    """

    fmt: Literal[1]
    kind: Literal["receipt"]
    receipt: Uuid
    number: Number
    hub: Hash
    desk: Hash
    office: Office
    received: Count
    extras: Annotated[list[Number], Meta(max_length=10_000)]
    batches: Annotated[list[BatchResult], Meta(max_length=MAX_BATCHES)]
    set_aside: Annotated[list[SetAside], Meta(max_length=MAX_SET_ASIDE)]
    audit_head: Head
    created: Moment
    audit_seq: Count = 0

    def has(self, seq: int) -> bool:
        """True if the hub has this batch."""
        return seq <= self.received or seq in self.extras


@dataclass(frozen=True)
class Standing:
    """What the hub knows about one desk, before it is put into a receipt."""

    received: int
    extras: list[int]
    batches: list[BatchResult]
    set_aside: list[SetAside] = field(default_factory=list)
    audit_head: str = ""
    audit_seq: int = 0


def receipt_file_name(desk: bytes, number: int) -> str:
    """The name on the stick: the start of the desk's key and the receipt's number."""
    return f"{desk.hex()[:8]}-{number:06}{SUFFIX}"


def seal_receipt(
    standing: Standing, number: int, hub: HubKeys, desk: DeskCard, created: str
) -> bytes:
    """A receipt as a file. ``created`` is UTC text. Raises ValueError for what breaks the rules."""
    receipt = Receipt(
        fmt=1,
        kind="receipt",
        receipt=str(uuid.uuid4()),
        number=number,
        hub=hub.verify_key.hex(),
        desk=desk.ed25519.hex(),
        office=desk.office,
        received=standing.received,
        extras=standing.extras[:10_000],
        batches=standing.batches[:MAX_BATCHES],
        set_aside=standing.set_aside[:MAX_SET_ASIDE],
        audit_head=standing.audit_head,
        created=created,
        audit_seq=standing.audit_seq,
    )
    content = msgspec.to_builtins(receipt)
    converted(content, Receipt)
    text = canonical.encode(content)
    size = _U32.size + len(text)
    out = BytesIO()
    envelope.reserve(out)
    pieces = [_U32.pack(len(text)), text, bytes(age.padded(size) - size)]
    age.encrypt(age.Pieces(pieces), out, [desk.age])
    envelope.finish(out, KIND, uuid.UUID(receipt.receipt).bytes, hub.verify_key, hub.sign)
    return out.getvalue()


def open_receipt(file: bytes, hub: HubCard, desk: DeskKeys, newer_than: int = 0) -> Receipt:
    """Read a receipt that the hub of this card made for this desk.

    ``newer_than`` is the number of the newest receipt already read. Raises BatchRefused
    (signature, unknown_sender, not_addressed, other_desk, old_receipt, …).
    """
    source = BytesIO(file)
    outside = envelope.check(source, KIND, {hub.ed25519})
    source.seek(envelope.PREFIX)
    age.check_header(source.read(age.MAX_HEADER))
    source.seek(envelope.PREFIX)
    plain = age.Limited(MAX_PLAIN)
    age.decrypt(source, plain, desk.identity)
    receipt = _read(plain.getvalue())
    if receipt.desk != desk.verify_key.hex():
        raise refused("other_desk")
    bound = (receipt.hub, uuid.UUID(receipt.receipt).bytes)
    if bound != (outside.sender.hex(), outside.id):
        raise refused("binding")
    if receipt.number <= newer_than:
        raise refused("old_receipt")
    return receipt


def _read(plain: bytes) -> Receipt:
    end = _U32.size + _U32.unpack_from(plain)[0] if len(plain) >= _U32.size else 0
    if not 0 < end <= len(plain) or plain.count(0, end) != len(plain) - end:
        raise refused("format")
    try:
        content = canonical.decode(plain[_U32.size : end])
    except ValueError as error:
        raise refused("json") from error
    try:
        return converted(content, Receipt)
    except ValueError as error:
        raise refused("manifest") from error
